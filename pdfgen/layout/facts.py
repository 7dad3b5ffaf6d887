"""The quick facts: in the rail beside the overview, or in the text column where they are too many for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.platypus.flowables import Flowable

from pdfgen.content import Span
from pdfgen.layout.drawing import Pen
from pdfgen.layout.head import WideFlowable, status_mark
from pdfgen.layout.prose import draw_fragments, set_lines
from pdfgen.profiles import GRID

if TYPE_CHECKING:
    from pdfgen.content import Fact, Facts
    from pdfgen.layout.prose import Line
    from pdfgen.layout.typography import StyleName, Typesetter
    from pdfgen.profiles import PageSize

_MARK = 11.0  # the room of a status mark before a value
_SMALL = 10.5  # between lines of labels and details
_VALUE = 11.7  # between lines of values
_LABELS = 150.0  # the column of labels where the facts stand in the text column


@dataclass(slots=True)
class Rail:
    """How far down the rail is taken on a page: the absolute height of the lowest point, in points."""

    page: int = 0
    bottom: float = 0.0


@dataclass(slots=True)
class Row:
    """A fact in lines."""

    fact: Fact
    label: list[Line]
    value: list[Line]
    detail: list[Line]

    @property
    def height(self) -> float:
        """The height in the rail: label over value over detail, with the space around them."""
        return _SMALL * (len(self.label) + len(self.detail)) + _VALUE * len(self.value) + 12


class FactsFlow(WideFlowable):
    """The quick facts in the rail, beside what follows: it takes no height of its own."""

    def __init__(self, block: Facts, rail: Rail, setter: Typesetter, page: PageSize) -> None:
        super().__init__(setter, page)
        self.block, self.rail = block, rail
        self.rows = [_row(setter, fact, block, page.rail, page.rail) for fact in block.rows]

    @property
    def reach(self) -> float:
        """How far down the facts reach."""
        return 1.4 * GRID + sum(row.height for row in self.rows)

    def height_of(self) -> float:
        """Return nothing: what follows begins beside it."""
        return 0.0

    def draw(self) -> None:
        """Draw title and rows, and tell how far down they reach."""
        pen = Pen(self.canv, self.setter, self.block.origin)
        left, right = self.left, self.left + self.page.rail
        pen.rule(left, right, 0, 0.9, "ink")
        pen.fitted(left, -GRID, self.block.title, "label", self.page.rail, self.setter.cut("label", size=9.5))
        y = -1.4 * GRID
        for row in self.rows:
            self._draw_row(pen, row, left, y)
            y -= row.height
            pen.rule(left, right, y, 0.4, "rule")
        _, bottom = self.canv.absolutePosition(0, y)
        self.rail.page, self.rail.bottom = self.canv.getPageNumber(), bottom

    def _draw_row(self, pen: Pen, row: Row, left: float, top: float) -> None:
        y = top - 12
        for line in row.label:
            draw_fragments(self.canv, line.fragments, left, y)
            y -= _SMALL
        y -= 3
        _draw_value(pen, row, left, y)
        y -= _VALUE * len(row.value)
        for line in row.detail:
            draw_fragments(self.canv, line.fragments, left, y + 1.2)
            y -= _SMALL


class FactsTable(WideFlowable):
    """The quick facts as a table in the text column; it splits between rows."""

    def __init__(self, block: Facts, setter: Typesetter, page: PageSize, rows: list[Row] | None = None) -> None:
        super().__init__(setter, page)
        self.block = block
        wide = page.text - _LABELS - 8
        self.rows = rows or [_row(setter, fact, block, _LABELS, wide) for fact in block.rows]
        self.spaceAfter = GRID

    @staticmethod
    def _row_height(row: Row) -> float:
        lines = max(_SMALL * len(row.label), _VALUE * len(row.value) + _SMALL * len(row.detail))
        return -(-(lines + 4) // GRID) * GRID

    def height_of(self) -> float:
        """Return the title and the rows."""
        return GRID + sum(map(self._row_height, self.rows))

    def split(self, _width: float, height: float) -> list[WideFlowable]:
        """Split between rows where the page ends."""
        taken, used = 0, GRID
        while taken < len(self.rows) and used + self._row_height(self.rows[taken]) <= height:
            used += self._row_height(self.rows[taken])
            taken += 1
        if not 0 < taken < len(self.rows):
            return []
        parts = (self.rows[:taken], self.rows[taken:])
        return [FactsTable(self.block, self.setter, self.page, rows) for rows in parts]

    def draw(self) -> None:
        """Draw title and rows."""
        pen = Pen(self.canv, self.setter, self.block.origin)
        y = self.height_of()
        pen.rule(0, self.right, y, 0.9, "ink")
        y -= GRID
        pen.fitted(0, y + 2, self.block.title, "label", self.right, self.setter.cut("label", size=9.5))
        for row in self.rows:
            line_y = y - GRID + 3
            for index, line in enumerate(row.label):
                draw_fragments(self.canv, line.fragments, 0, line_y - index * _SMALL)
            _draw_value(pen, row, _LABELS + 8, line_y)
            for index, line in enumerate(row.detail):
                detail_y = line_y - len(row.value) * _VALUE - index * _SMALL
                draw_fragments(self.canv, line.fragments, _LABELS + 8, detail_y)
            y -= self._row_height(row)
            pen.rule(0, self.right, y, 0.4, "rule")


def _row(setter: Typesetter, fact: Fact, block: Facts, label: float, value: float) -> Row:
    """Return ``fact`` in lines of the given widths, in points."""
    origin = fact.origin or block.origin

    def lines(text: str, style: StyleName, measure: float, *, emphasis: bool = False) -> list[Line]:
        return set_lines(setter, [Span(text, emphasis=emphasis)], style, origin, measure)

    inset = _MARK if fact.tone else 0.0
    style: StyleName = "small" if fact.missing else "label"
    return Row(
        fact,
        lines(fact.label, "small", label),
        lines(fact.value, style, value - inset, emphasis=fact.missing),
        lines(fact.detail, "small", value) if fact.detail else [],
    )


def _draw_value(pen: Pen, row: Row, x: float, y: float) -> None:
    if row.fact.tone:
        status_mark(pen, x + 3.4, y + 3.1, 3.4, row.fact.tone, getattr(pen.setter.theme.tones, row.fact.tone))
        x += _MARK
    for index, line in enumerate(row.value):
        draw_fragments(pen.canvas, line.fragments, x, y - index * _VALUE)


class ClearRail(Flowable):
    """Space down to below the rail's matter, before something over the full measure."""

    def __init__(self, rail: Rail, page: PageSize) -> None:
        super().__init__()
        self.rail, self.page = rail, page

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the space that is missing, a multiple of the grid."""
        missing = 0.0
        if self.rail.page == self.canv.getPageNumber():
            missing = max(0.0, self.page.bottom + height - self.rail.bottom)
        lines = -(-missing // GRID)
        return width, min(lines * GRID, height)

    def draw(self) -> None:
        """Draw nothing."""
