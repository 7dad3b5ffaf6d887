"""The score overview: a table over the full measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.layout.flow import Flowable
from pdfgen.layout.pen import COLUMN_HEAD, ROW_HEAD, Group

if TYPE_CHECKING:
    from pdfgen.content import ScoreRow, ScoreTable
    from pdfgen.layout.geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import SetText, Typesetter

_HEAD = 2.5  # grid lines of title and heads
_PITCHES = (1.25, 1.125, 1.0)  # grid lines of a row: the largest that fits the page
_BAR_FROM = 230.0  # from the left edge
_BAR_TO = 142.0  # from the right edge
_SLASH = 115.0  # from the right edge, where the slash of a score stands
_PREVIOUS = 48.0  # from the right edge, where the previous edition's score ends
_BAR = 6.6  # the height of a bar


class ScoreTableFlow(Flowable):
    """Title, heads and rows, as close as the page asks for; parted only when no page can hold it."""

    wide = True

    def __init__(self, block: ScoreTable, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        self.before = page.grid
        self.title = setter.cut("heading_1")
        self.head = setter.cut("label", size=8, colour="secondary")
        self.name, self.sum = setter.cut("table"), setter.cut("value")
        self.code = setter.cut("value", colour="accent")
        self.grey = setter.cut("table", colour="secondary")
        self.trends = {trend: setter.cut("label", size=self.name.size, colour=trend) for trend in ("better", "worse")}
        self.indent = max(16.0, *(self.code.width(row.code) + 8 for row in block.rows))
        self.cells = [self._cell(row, setter) for row in block.rows]
        self.continued = _HEAD * page.grid
        self.group = Group("Table")
        self._set(_PITCHES[0])

    def _cell(self, row: ScoreRow, setter: Typesetter) -> SetText:
        cut = self.sum if _heavy(row) else self.name
        return setter.label(row.label, cut, self.origin, _BAR_FROM - 8 - self._inset(row))

    def _inset(self, row: ScoreRow) -> float:
        return 2.0 if _heavy(row) else self.indent

    def _set(self, pitch: float) -> None:
        grid = self.page.grid
        self.pitch = pitch * grid
        rows = [self.pitch + (len(cell.lines) - 1) * 0.9 * grid for cell in self.cells]
        whole = self.page.whole(_HEAD * grid + sum(rows))
        rows[0] += _HEAD * grid  # the head stays with the first row
        self.free = whole - sum(rows)
        rows[-1] += self.free
        self.rows = rows

    def fit(self, room: float) -> None:
        """Take the largest distance of rows that fits."""
        for pitch in _PITCHES:
            self._set(pitch)
            if self.height <= room + 0.02:  # points
                return
        self._set(_PITCHES[0])

    def may_part(self, row: int) -> bool:
        """Keep it whole wherever a page can hold it; a head with one row is none."""
        return self.height > self.page.lines * self.page.grid and 1 < row < len(self.rows) - 1

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:
        """Draw title, heads and rows; a page that it goes on on has the heads again."""
        pen.origin = self.origin
        left, right = x - self.page.rail - self.page.gutter, x + self.page.text
        y = top if rows.start == 0 else top + self.continued
        if rows.start == 0:
            pen.canvas.place(self.block.id, y + pen.grid)
            pen.canvas.add_outline_entry(self.block.title, 0, y + pen.grid)
        if rows.start == 0:
            with pen.block("H2"):
                pen.text(left, y - 12, self.block.title, self.title)
            self._heads(pen, left, right, y - _HEAD * pen.grid + 4.5)
        else:
            with pen.canvas.artifact("Pagination"):
                pen.text(left, y - 12, self.block.title, self.title)
                self._heads(pen, left, right, y - _HEAD * pen.grid + 4.5)
        y -= _HEAD * pen.grid
        pen.rule(left, right, y, 0.9, "text")
        for number in rows:
            height = self.rows[number] - (_HEAD * pen.grid if number == 0 else 0.0)
            height -= self.free if number == len(self.rows) - 1 else 0.0
            self._row(pen, number, left, y, height)
            y -= height
        pen.rule(left, right, y, 0.9, "text")

    def _heads(self, pen: Pen, left: float, right: float, y: float) -> None:
        category, share, score, previous, change = self.block.columns
        tr = pen.within(Group("TR", self.group))
        with pen.block("TH", tr, COLUMN_HEAD):
            pen.text(left, y, category, self.head)
        with pen.canvas.artifact():  # the bars below say what the scores say
            pen.text(left + _BAR_FROM, y, share, self.head)
        heads = [(right - 96, score), (right - _PREVIOUS, previous), (right, change)]
        for edge, words in heads if previous else heads[:1]:
            with pen.block("TH", tr, COLUMN_HEAD):
                pen.text_right(edge, y, words, self.head)

    def _row(self, pen: Pen, number: int, left: float, top: float, height: float) -> None:
        row, cell = self.block.rows[number], self.cells[number]
        points, right = row.points, left + self.page.measure
        if _heavy(row):
            pen.ground(left, top - height, self.page.measure, height, "ground")
        y = top - self.pitch / 2 - 3.1
        tr = pen.within(Group("TR", self.group))
        with pen.block("TH", tr, ROW_HEAD):
            pen.text(left + 2, y, row.code, self.code)
            pen.column(cell, cell.lines, left + self._inset(row), y, 0.9 * pen.grid)
        if points.most is not None:
            length = right - _BAR_TO - left - _BAR_FROM
            pen.bar(left + _BAR_FROM, y - 0.3, length, _BAR, points)
        slash = right - _SLASH
        with pen.block("TD", tr):
            value = points.value if points.number is not None else self.block.absent
            pen.text_right(slash - 1, y, value, self.sum)
            if points.best:
                pen.text(slash, y, f"/{points.best}", self.grey)
        if self.block.columns[3]:
            with pen.block("TD", tr):
                pen.text_right(right - _PREVIOUS, y, points.previous or self.block.absent, self.grey)
            cut = self.trends.get(points.trend or "", self.grey) if points.change else self.grey
            with pen.block("TD", tr):
                start = pen.text_right(right, y, row.change, cut)
            if points.change:
                pen.triangle(min(right - 24, start - 8), y + 0.6, 5.4, points.trend)
        pen.rule(left, right, top - height, 0.4, "rule")


def _heavy(row: ScoreRow) -> bool:
    return row.kind in ("subtotal", "total")
