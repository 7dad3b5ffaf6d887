"""A canvas that keeps nothing: what is drawn on it is only looked at by whoever draws it."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from pdfgen.pdf.canvas import Canvas
from pdfgen.pdf.xmp import Information

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from pdfgen.pdf.structure import Element
    from pdfgen.profiles import Profile

_NOBODY = Information("", "", "", "en", ())
_NOTHING = nullcontext()


def _nothing(*_: Any, **__: Any) -> AbstractContextManager[None]:
    return _NOTHING


_ignored: Any = _nothing  # in place of any method that draws


class Blank(Canvas):
    """A canvas of the pages of a profile that stays empty. It counts its pages, and is no file."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(_NOBODY, (profile.page.width, profile.page.height), profile)

    @property
    def structure(self) -> Element | None:
        """There is none: nobody will read it."""
        return None

    figure = artifact = tag = aim = begin_text = end_text = set_type = show = word_space = _ignored
    write = fill = pen = area = polygon = disc = half_disc = capsule = place = enter = link = _ignored

    def showPage(self) -> None:  # noqa: N802  # ReportLab's name
        """Count the page."""
        self._pageNumber += 1

    @contextmanager
    def reserved(self, page: int) -> Iterator[None]:  # noqa: ARG002  # all pages are alike
        """Draw on a page that was left empty."""
        yield
