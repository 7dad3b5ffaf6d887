"""A sketch: the pen goes over the page and leaves nothing on it; what cannot be set is noted as ever."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from pdfgen.layout.pen import Pen
from pdfgen.pdf.blank import Blank

if TYPE_CHECKING:
    from pdfgen.layout.font_spec import FontSpec
    from pdfgen.layout.typesetter import Typesetter
    from pdfgen.pdf.structure import Element

_NOTHING = nullcontext()


def _nothing(*_: Any) -> None:
    return None


_ignored: Any = _nothing  # in place of any method that draws


class Sketch(Pen):
    """Measures what it is given to draw, and draws nothing."""

    def __init__(self, setter: Typesetter) -> None:
        super().__init__(Blank(), setter)

    def block(self, *_: Any) -> AbstractContextManager[None]:  # type: ignore[override]
        """Belong to nothing."""
        return _NOTHING

    def within(self, *_: Any) -> Element | None:
        """Belong to nothing."""
        return None

    def text(self, x: float, y: float, text: str, cut: FontSpec) -> float:  # noqa: ARG002  # where it is, nobody will see
        """Return where ``text`` ends."""
        return x + self.measured(text, cut)[1] if text else x

    column = rule = stroke = ground = box = shape = triangle = status = bar = _ignored
