"""Numbers in discs, above the parts of a sample that a legend explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.content import Callouts
from pdfgen.layout.flow import Flowable
from pdfgen.layout.setters import Setting, anchor, sets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.content import Block
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import Typesetter

_RADIUS = 5.6


class CalloutsFlow(Flowable):
    """A row of numbers; what they point at stays with them."""

    span_all = True
    keep_with_next = 2

    def __init__(self, block: Callouts, setter: Typesetter, page: Geometry, below: Sequence[Block]) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        self.marks = [
            (number, min(max(anchor(part, below, page), _RADIUS), page.measure - _RADIUS))
            for number, part in block.marks
        ]
        self.cut = setter.cut("value", size=setter.theme.sizes.callout, colour="paper")
        self.before = page.grid
        self.rows = [page.grid]

    def gap(self, following: Flowable) -> float:  # noqa: ARG002  # it is the same for all
        """Stand close to what the numbers point at."""
        return 0.0

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:  # noqa: ARG002  # it is one row
        """Draw the discs; the legend says what they are, so they are read there."""
        pen.origin = self.origin
        left = x - self.page.rail - self.page.gutter
        with pen.canvas.artifact():
            for number, place in self.marks:
                at = left + place
                pen.canvas.fill(pen.setter.paints["accent"])
                pen.canvas.disc(at, top - _RADIUS, _RADIUS)
                pen.text_centre(at, top - _RADIUS - 2.8, number, self.cut)


@sets(Callouts)
def set_callouts(block: Callouts, at: Setting) -> list[CalloutsFlow]:
    """Return numbers that point at what stands below."""
    return [CalloutsFlow(block, at.setter, at.page, at.below)]
