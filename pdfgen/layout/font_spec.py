"""A font as text is set in it: faces, size, colour, and where a reader gets by a click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.layout.measured_text import FallbackFonts
    from pdfgen.pdf.faces import Face
    from pdfgen.pdf.paint import Paint


@dataclass(frozen=True, slots=True)
class FontSpec:
    """Faces at a size and in a colour, with what a reader may click. Size and rise in points."""

    chain: FallbackFonts
    size: float
    paint: Paint
    rise: float = 0.0
    link: str = ""
    target: str = ""
    hint: str = ""

    @property
    def face(self) -> Face:
        """The face that sets nearly everything."""
        return self.chain.faces[0]

    def width(self, text: str) -> float:
        """Return the width of plain text in points."""
        return self.chain[text][1] * self.size
