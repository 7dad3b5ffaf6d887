"""Prose: paragraphs, list items and notices as flowables. They split over pages without losing or doubling a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.layout.flow import Flowable
from pdfgen.layout.pen import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.content import Span
    from pdfgen.errors import Origin
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import Line, Typesetter
    from pdfgen.theme import StyleName

_WIDOWS = 2  # the least number of lines of a paragraph on either side of a page break
_WIDEST = 3.0  # a justified line whose spaces would grow by more than this, in their own width, is left ragged


def baseline(leading: float, size: float) -> float:
    """Return the distance from the top of a line to its baseline, in points: the x-height centred in the leading."""
    return leading / 2 + 0.335 * size


@dataclass(frozen=True, slots=True)
class Mark:
    """What hangs before a paragraph: a bullet or a number, ``indent`` points from the left of the column."""

    text: str
    indent: float = 0.0
    style: StyleName | None = None
    """The style of a bullet; that of the paragraph when left out."""
    colour: str = ""


class Prose(Flowable):
    """A paragraph.

    ``indent`` moves all of it to the right, ``first_indent`` its first line; ``key`` is the id that jumps lead to.
    ``group`` is the structure element that it is part of, ``labelled`` the one that its mark is part of.
    """

    def __init__(  # noqa: PLR0913  # the parts of a paragraph
        self,
        setter: Typesetter,
        spans: Sequence[Span],
        style: StyleName,
        origin: Origin,
        measure: float,
        *,
        indent: float = 0.0,
        first_indent: float = 0.0,
        mark: Mark | None = None,
        key: str = "",
        before: float = 0.0,
        justified: bool = False,
        group: Group | None = None,
        labelled: Group | None = None,
    ) -> None:
        self.origin = origin
        self.own, self.labelled = Group("P", group), labelled
        self.indent, self.first_indent, self.key, self.mark = indent, first_indent, key, mark
        self.measure = measure - indent
        self.before = before
        cut = setter.cut(style)
        self.leading = setter.leading(style)
        self.baseline = baseline(self.leading, cut.size)
        self.justified = justified
        self.set = setter.lines(spans, cut, origin, self.measure, indent=first_indent, style=style, justified=justified)
        count = len(self.set.lines) or (1 if mark else 0)
        self.rows = [self.leading] * count
        if mark:
            self._mark_cut = setter.cut(mark.style, size=cut.size, colour=mark.colour) if mark.style else cut

    def may_part(self, row: int) -> bool:
        """Leave two lines on either side, and no word that is divided at a page's end."""
        return _WIDOWS <= row <= len(self.rows) - _WIDOWS and not self.set.lines[row - 1].hyphen

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:
        """Show lines, and the mark before the first."""
        pen.origin = self.origin
        y = top - self.baseline
        if rows.start == 0:
            if self.key:
                pen.canvas.place(self.key, top)
            if self.mark:
                # the space keeps the mark apart from the text when it is read back
                with pen.block("Lbl", pen.within(self.labelled)):
                    pen.text(x + self.mark.indent, y, f"{self.mark.text} ", self._mark_cut)
        lines = self.set.lines[rows.start : rows.stop]
        if lines:
            with pen.canvas.tag(pen.within(self.own)):
                self._show(pen, x + self.indent, y, lines, rows)

    def _show(self, pen: Pen, x: float, y: float, lines: Sequence[Line], rows: range) -> None:
        spread = self._spread(lines, rows) if self.justified else []
        if self.first_indent and rows.start == 0:
            pen.column(self.set, lines[:1], x + self.first_indent, y, self.leading, spread[:1])
            lines, spread, y = lines[1:], spread[1:], y - self.leading
        if lines:
            pen.column(self.set, lines, x, y, self.leading, spread)

    def _spread(self, lines: Sequence[Line], rows: range) -> list[float]:
        """Return by how much the spaces of each line are widened, in points."""
        found = []
        for number, line in enumerate(lines, rows.start):
            spaces = line.text.rstrip(" ").count(" ")
            free = self.measure - line.width - (0.0 if number else self.first_indent)
            wider = free / spaces if spaces and number < len(self.set.lines) - 1 else min(0.0, free / (spaces or 1))
            cut = self.set.cuts[line.cut]
            found.append(wider if wider <= _WIDEST * cut.width(" ") else 0.0)
        return found


class NoticeFlow(Flowable):
    """Prose on a tinted ground with a bar at its left; half a grid line stays free above and within."""

    def __init__(self, parts: list[Prose], trend: str, grid: float, origin: Origin) -> None:
        self.origin, self.parts = origin, parts
        self.colour = trend
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


PADDING = 10.0
"""Left and right of the text of a notice, in points."""
