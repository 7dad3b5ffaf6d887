"""Notices: boxes that explain a change or warn the reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen.content import List, NoticeBox, Paragraph, Span
from pdfgen.layout.flow import Flowable
from pdfgen.layout.listing import listing
from pdfgen.layout.paragraph import Prose, paragraph
from pdfgen.layout.setters import Setting, names_parts, sets

if TYPE_CHECKING:
    from pdfgen.content.volume.volume_blocks import Part
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen

PADDING = 10.0
"""Left and right of the text of a notice, in points."""


class NoticeFlow(Flowable):
    """Prose on a tinted ground with a bar at its left; half a grid line stays free above and within."""

    def __init__(self, parts: list[Prose], colour: str, grid: float, block: NoticeBox) -> None:
        self.origin, self.parts, self.colour = block.origin, parts, colour
        self.keep_with_previous = block.keep_with_previous
        self.list_gap = 0.5 * grid
        self.above = grid / 2
        self.inset = grid / 4
        rows = [height for part in parts for height in part.rows]
        rows[0] += self.above + self.inset
        rows[-1] += grid - self.above - self.inset
        self.rows = rows
        self._starts = []
        start = 0
        for part in parts:
            self._starts.append(start)
            start += len(part.rows)

    def gap(self, following: Flowable) -> float:
        """Leave half a line of the grid before a list: it does not touch what it explains."""
        return self.list_gap if following.is_item else following.before

    def may_part(self, row: int) -> bool:
        """Part it as its paragraphs may be parted."""
        for part, start in zip(self.parts, self._starts, strict=True):
            if start < row < start + len(part.rows):
                return part.may_part(row - start)
        return False

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:
        """Draw ground, bar and text."""
        height = sum(self.rows[rows.start : rows.stop])
        above = self.above if rows.start == 0 else 0.0
        length = self.parts[0].measure + self.parts[0].indent + 2 * PADDING
        last = rows.stop == len(self.rows)
        bottom = top - height + (0.4 * self.inset if last else -self.inset)
        pen.ground(x, bottom, length, top - above - bottom, "ground")
        pen.ground(x, bottom, 2, top - above - bottom, self.colour)
        y = top - above - (self.inset if rows.start == 0 else 0.0)
        for part, start in zip(self.parts, self._starts, strict=True):
            own = range(max(rows.start - start, 0), min(rows.stop - start, len(part.rows)))
            if own:
                part.draw(pen, x + PADDING, y, own)
                y -= sum(part.rows[own.start : own.stop])


@sets(NoticeBox)
def set_notice(block: NoticeBox, at: Setting) -> list[NoticeFlow]:
    """Return a notice; its label begins its first paragraph."""
    label = Span(f"{block.label}: ", strong=True)
    first, *rest = block.content
    if isinstance(first, Paragraph):
        content = [replace(first, spans=(label, *first.spans)), *rest]
    else:
        head = Paragraph(id=block.id, origin=block.origin, role="remark", spans=(label,))
        content = [head, first, *rest]
    measure = at.page.text - 2 * PADDING
    parts: list[Prose] = []
    for part in content:
        if isinstance(part, List):
            parts += listing(part, at, measure=measure)
        else:
            parts.append(paragraph(part, at, measure=measure))
    colour = block.trend if block.trend in ("better", "worse") else "secondary"
    return [NoticeFlow(parts, colour, at.page.grid, block)]


@names_parts(NoticeBox)
def notice_parts(block: NoticeBox, page: Geometry) -> dict[Part, float]:  # noqa: ARG001  # all of them stand alike
    """Return where the text begins."""
    return {"reason": page.rail + page.gutter + PADDING}
