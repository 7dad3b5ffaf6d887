"""A canvas that keeps nothing. It is for code that measures by drawing."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from pdfgen.information import Information
from pdfgen.pdf.canvas import Canvas
from pdfgen.pdf.page_boxes import PageBoxes
from pdfgen.pdf.standards.standard import Conformance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

_NOTHING = nullcontext()


def _nothing(*_: Any, **__: Any) -> AbstractContextManager[None]:
    return _NOTHING


_ignored: Any = _nothing  # in place of any method that draws


class Blank(Canvas):
    """A canvas that stays empty. It counts its pages, and makes no file."""

    def __init__(self) -> None:
        super().__init__(Information("", "", "", "en", ()), PageBoxes(0.0, 0.0), Conformance())

    figure = artifact = tag = aim = begin_text = end_text = set_type = show = word_space = _ignored
    next_line = rise = end_rise = tracking = fill = set_stroke = dashed = area = polygon = disc = half_disc = (
        capsule
    ) = _ignored
    place = add_outline_entry = link = _ignored

    def end_page(self) -> None:
        """Count the page."""
        self.page_number += 1

    @contextmanager
    def reserved(self, page: int) -> Iterator[None]:  # noqa: ARG002  # all pages are the same
        """Draw on a page that was left empty."""
        yield
