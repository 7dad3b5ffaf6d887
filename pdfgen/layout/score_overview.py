"""The score overview: a table over the full measure."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import TYPE_CHECKING

from pdfgen.content import ScoreOverview
from pdfgen.layout.pen import Group
from pdfgen.layout.setters import Setting, sets
from pdfgen.layout.table import BETWEEN, EDGE, TableCell, TableFlow, TableSetter, TabStop, column_head, row_head, text
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from pdfgen.content import OverviewRow
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import SetText, Typesetter

_HEAD = 2.5  # grid lines of title and heads
_PITCHES = (1.25, 1.125, 1.0)  # grid lines of a row: the largest that fits the page
_BAR_FROM = 230.0  # from the left edge
_BAR_TO = 142.0  # from the right edge
_CLEAR = 7.0  # between the longest bar and the longest figure
_SLASH = 115.0  # from the right edge, where the slash of a score stands
_PREVIOUS = 48.0  # from the right edge, where the previous edition's score ends
_APART = 14.0  # between a word and the one of the previous edition
_BAR = 6.6  # the height of a bar


class ScoreOverviewFlow(TableFlow):
    """Title, heads and rows, as close as the page asks for; parted only when no page can hold it."""

    span_all = True

    def __init__(self, block: ScoreOverview, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        self.before = page.grid
        self.title = setter.cut("heading_1")
        self.head_cut = setter.cut("label", size=setter.theme.sizes.overview_head, colour="secondary")
        self.name, self.sum = setter.cut("table"), setter.cut("value")
        self.code = setter.cut("value", colour="accent")
        self.grey = setter.cut("table", colour="secondary")
        self.trends = {trend: setter.cut("label", size=self.name.size, colour=trend) for trend in ("better", "worse")}
        self.indent = max(16.0, *(self.code.width(row.code) + 8 for row in block.rows))
        self.cells = [self._cell(row, setter) for row in block.rows]
        self.head = self.repeat_height = _HEAD * page.grid
        self.length = page.measure
        self.slash = self._slash()
        figures = [self.sum.width(row.score.value) for row in block.rows if row.score.most is not None]
        self.before_slash = max(_BAR_TO - _SLASH, *(width + _CLEAR for width in figures)) if figures else 0.0
        out_of = any(row.score.best for row in block.rows)
        self.score = TabStop(page.measure - (self.slash - 19 if out_of else self.slash + 1), end=True)
        self.previous = TabStop(page.measure - _PREVIOUS, end=True)
        self.change = TabStop(page.measure, end=True)
        self.group = Group(Tag.TABLE)
        self.pitch, self.free, self.rows = self._spaced(_PITCHES[0])

    def _slash(self) -> float:
        """Return how far from the right edge the slash of a score stands: farther where words stand to its right."""
        rows = self.block.rows
        after = max(self.grey.width(behind(row)) if row.score.margin else 0.0 for row in rows)
        if not self.block.columns[3]:
            return max(_SLASH, after)
        words = [self.grey.width(row.score.previous) for row in rows if row.score.in_words or after]
        return max(_SLASH, _PREVIOUS + max(words) + _APART + after) if words else _SLASH

    def _cell(self, row: OverviewRow, setter: Typesetter) -> SetText:
        cut = self.sum if _heavy(row) else self.name
        return setter.label(row.label, cut, self.origin, _BAR_FROM - 8 - self._inset(row))

    def _inset(self, row: OverviewRow) -> float:
        return 2.0 if _heavy(row) else self.indent

    def _spaced(self, pitch: float) -> tuple[float, float, list[float]]:
        """Return the distance of rows in points, what stays free below them, and their heights."""
        grid = self.page.grid
        pitch *= grid
        rows = [pitch + (len(cell.lines) - 1) * 0.9 * grid for cell in self.cells]
        whole = self.page.whole(_HEAD * grid + sum(rows))
        rows[0] += _HEAD * grid  # the head stays with the first row
        free = whole - sum(rows)
        rows[-1] += free
        return pitch, free, rows

    def fitted(self, room: float) -> ScoreOverviewFlow:
        """Return it with the largest distance of rows that fits."""
        for pitch in _PITCHES:
            found = copy(self)
            found.pitch, found.free, found.rows = self._spaced(pitch)
            if found.height <= room + 0.02:  # points
                return found
        return self

    def may_part(self, row: int) -> bool:
        """Keep it whole wherever a page can hold it; a head with one row is none."""
        return self.height > self.page.lines * self.page.grid and 1 < row < len(self.rows) - 1

    def enter(self, pen: Pen, top: float) -> None:
        """Note the place of the table, and its title in the outline."""
        pen.canvas.place(self.block.id, top)
        pen.canvas.add_outline_entry(self.block.title, 0, top)

    def draw_head(self, table: TableSetter, top: float) -> None:
        """Draw title and heads."""
        with table.pen.block(Tag.H2):
            table.pen.text(table.start, top - 12, self.block.title, self.title)
        category, share, score, previous, change = self.block.columns

        def picture(pen: Pen, x: float, y: float) -> None:
            with pen.canvas.artifact():  # the bars below say what the scores say
                pen.text(x + _BAR_FROM, y, share, self.head_cut)

        heads = [(self.score, score), (self.previous, previous), (self.change, change)]
        cells = [column_head(text(TabStop(0.0), category, self.head_cut)), TableCell(picture, None)]
        cells += [
            column_head(text(column, words, self.head_cut)) for column, words in (heads if previous else heads[:1])
        ]
        table.row(cells, top - self.head + 4.5)

    def draw_rows(self, table: TableSetter, top: float, rows: range) -> float:
        """Draw rows between rules, those that add up on a ground."""
        table.rule(top, EDGE)
        for number in rows:
            height = self.rows[number] - (self.head if number == 0 else 0.0)
            height -= self.free if number == len(self.rows) - 1 else 0.0
            if _heavy(self.block.rows[number]):
                table.ground(top - height, height)
            table.row(self._cells(number), top - self.pitch / 2 - 3.1)
            table.rule(top - height, BETWEEN)
            top -= height
        table.rule(top, EDGE)
        return top

    def _cells(self, number: int) -> list[TableCell]:
        row = self.block.rows[number]
        cells = [row_head(partial(self._name, row, self.cells[number])), TableCell(partial(self._bar, row), None)]
        cells.append(TableCell(partial(self._score, row)))
        if self.block.columns[3]:
            cells.append(TableCell(text(self.previous, row.score.previous or self.block.absent, self.grey)))
            cells.append(TableCell(partial(self._change, row)))
        return cells

    def _name(self, row: OverviewRow, label: SetText, pen: Pen, x: float, y: float) -> None:
        pen.text(x + 2, y, row.code, self.code)
        pen.column(label, label.lines, x + self._inset(row), y, 0.9 * pen.grid)

    def _bar(self, row: OverviewRow, pen: Pen, x: float, y: float) -> None:
        if row.score.most is not None and self.block.columns[1]:
            pen.bar(x + _BAR_FROM, y - 0.3, self.length - self.slash - self.before_slash - _BAR_FROM, _BAR, row.score)

    def _score(self, row: OverviewRow, pen: Pen, x: float, y: float) -> None:
        slash = x + self.length - self.slash
        score = row.score
        there = score.number is not None or score.in_words
        pen.text_to(slash - 1, y, score.value if there else self.block.absent, self.sum)
        pen.text(slash, y, behind(row), self.grey)

    def _change(self, row: OverviewRow, pen: Pen, x: float, y: float) -> None:
        score, right = row.score, x + self.length
        cut = self.trends.get(score.trend or "", self.grey) if score.change else self.grey
        start = pen.text_to(right, y, row.change, cut)
        if score.change:
            pen.triangle(min(right - 24, start - 8), y + 0.6, 5.4, score.trend)


@sets(ScoreOverview)
def set_score_overview(block: ScoreOverview, at: Setting) -> list[ScoreOverviewFlow]:
    """Return the score overview."""
    return [ScoreOverviewFlow(block, at.setter, at.page)]


def behind(row: OverviewRow) -> str:
    """Return what stands behind a score: the best one, and how sure it is."""
    score = row.score
    return " ".join(filter(None, [f"/{score.best}" if score.best else "", score.margin]))


def _heavy(row: OverviewRow) -> bool:
    return row.kind in ("subtotal", "total")
