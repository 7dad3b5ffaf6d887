"""Tables of figures over the measure: heads and note on every page, a hairline after each five rows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pdfgen.content import DataTable
from pdfgen.layout.flaws import Flaw
from pdfgen.layout.pen import Group
from pdfgen.layout.setters import Setting, sets
from pdfgen.layout.table import (
    BETWEEN_GROUPS,
    EDGE,
    TableCell,
    TableFlow,
    TableSetter,
    TabStop,
    column_head,
    row_head,
    text,
)
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from pdfgen.content import DataRow, TableColumn
    from pdfgen.layout.font_spec import FontSpec
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import Typesetter

_TOGETHER = 5  # rows between two hairlines, and between two places where a page may end
_FEW = 3  # rows that a further page has at least
_TITLE = 2.6  # grid lines of the title
_HEAD = 1.8  # grid lines of the heads, where something stands below them
_ICON = 11.8  # from the left edge to a name with a status
_GAP = 7.0  # between two columns at least
_WIDE_GAP = 44.0  # and at most, where no title stands over the whole measure
_APART = 2.4  # times the gap, before a column that stands away
_STUB = 0.22  # of the measure, that the labels have at least
_SMALLEST = 6.5


class DataTableFlow(TableFlow):
    """A table; where it has no title it stands in the text column."""

    def __init__(self, block: DataTable, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page, self.setter = block, block.origin, page, setter
        self.span_all = bool(block.title)
        self.measure = page.measure if self.span_all else page.text
        self.before = 2 * page.grid if self.span_all else 0.5 * page.grid
        self.new_page = block.new_page
        self.keep_with_previous = block.keep_with_previous
        self.group = Group(Tag.TABLE)
        self.title_cut = setter.cut("heading_2")
        self.title = setter.label(block.title, self.title_cut, block.origin, self.measure)
        self.note_cut = setter.cut("small")
        self.note = setter.label(block.note, self.note_cut, block.origin, self.measure)
        self.size = float(setter.theme.sizes.table)
        self._cuts(1.0)
        self._columns()
        grid = page.grid
        title = _TITLE * grid + (len(self.title.lines) - 1) * setter.leading("heading_2") if self.span_all else 0.0
        self.head: float = title + (_HEAD if self._below() else 1.1) * grid
        self.foot = (1.8 * grid + len(self.note.lines) * setter.leading("small")) if block.note else 0.0
        self.repeat_height = self.head + self.foot
        rows = [grid] * len(block.rows)
        rows[0] += self.repeat_height
        self.rows = rows

    def _below(self) -> bool:
        return any(column.below for column in self.block.columns)

    def _cuts(self, scale: float) -> None:
        """Take the cuts, smaller where the columns would not fit."""
        setter = self.setter
        size = self.size * scale
        self.plain = setter.cut("table", size=size)
        self.light = setter.cut("table", size=size, colour="secondary")
        self.bold = setter.cut("value", size=size)
        self.head_cut = setter.cut("label", size=size)
        self.below_cut = setter.cut("micro", size=max(float(setter.theme.sizes.table_note) * scale, _SMALLEST))
        self.trends = {trend: setter.cut("label", size=size, colour=trend) for trend in ("better", "worse")}

    def _columns(self) -> None:
        """Find where each column ends, in points from the left."""
        columns, rows = self.block.columns, self.block.rows
        least = _STUB * self.measure
        gaps = sum(_APART if column.apart else 1.0 for column in columns)
        natural = self._natural()
        room = self.measure - least - gaps * _GAP
        if sum(natural) > room:
            scale = room / sum(natural)
            if self.size * scale < _SMALLEST:
                message = f"the table “{self.block.title}” has more columns than the page can hold"
                remedy = "shorten the names of its columns with `abbr:` in the rubric"
                self.setter.flaws.append(Flaw(self.origin, "overfull", message, remedy))
            self._cuts(max(scale, _SMALLEST / self.size))
            natural = self._natural()
        left = _ICON if any(row.tone for row in rows) else 0.0
        labels = max(max(self.plain.width(row.label) for row in rows) + left, self.head_cut.width(self.block.stub))
        self.stub = min(labels + 2, max(least, self.measure - sum(natural) - gaps * _GAP))
        gap = (self.measure - self.stub - sum(natural)) / gaps
        gap = gap if self.span_all else min(gap, _WIDE_GAP)
        at, self.columns = self.stub, list[TabStop]()
        for column, width in zip(columns, natural, strict=True):
            start = at + gap * (_APART if column.apart else 1.0)
            at = start + width
            self.columns.append(TabStop(start) if column.words else TabStop(at, end=True))
        self.length = at if gap == _WIDE_GAP else self.measure

    def _natural(self) -> list[float]:
        """Return how wide each column is in itself."""
        found = []
        for index, column in enumerate(self.block.columns):
            cells = [self.bold.width(row.cells[index]) for row in self.block.rows]
            heads = [self.head_cut.width(column.head), self.below_cut.width(column.below)]
            found.append(max(*cells, *heads))
        return found

    def may_part(self, row: int) -> bool:
        """Part it between groups of five rows; a few rows do not stand alone."""
        return row % _TOGETHER == 0 and len(self.block.rows) - row >= _FEW

    def enter(self, pen: Pen, top: float) -> None:
        """Note the place of the table, and its title in the outline."""
        pen.canvas.place(self.block.id, top)
        if self.block.title:
            pen.canvas.add_outline_entry(self.block.title, self.block.level - 2, top)

    def draw_head(self, table: TableSetter, top: float) -> None:
        """Draw title, heads and the rule below them."""
        pen, start = table.pen, table.start
        if self.title.lines:
            with pen.block(Tag.heading(self.block.level)):
                pen.column(self.title, self.title.lines, start, top - 20, self.setter.leading("heading_2"))
        rule = top - self.head
        cells = [column_head(text(TabStop(0.0), self.block.stub, self.head_cut))]
        cells += [column_head(partial(self._head, *one)) for one in zip(self.block.columns, self.columns, strict=True)]
        table.row(cells, rule + (14.0 if self._below() else 5.0))
        table.rule(rule, EDGE)

    def _head(self, said: TableColumn, column: TabStop, pen: Pen, x: float, y: float) -> None:
        text(column, said.head, self.head_cut)(pen, x, y)
        if column.end:
            text(column, said.below, self.below_cut)(pen, x, y - 9.4)

    def draw_rows(self, table: TableSetter, top: float, rows: range) -> float:
        """Draw rows, with a hairline after each five."""
        grid = self.page.grid
        for number in rows:
            row = self.block.rows[number]
            if row.strong:
                table.ground(top - grid, grid)
            table.row(self._cells(row), top - 9.3)
            top -= grid
            if number == len(self.block.rows) - 1:
                table.rule(top, EDGE)
            elif number % _TOGETHER == _TOGETHER - 1:
                table.rule(top, BETWEEN_GROUPS)
        return top

    def draw_foot(self, table: TableSetter, y: float, *, first: bool) -> None:
        """Draw the note; it is read once."""
        pen, leading = table.pen, self.setter.leading("small")
        y -= 1.8 * pen.grid + 0.2 * self.note_cut.size
        if first:
            with pen.block(Tag.PARAGRAPH):
                pen.column(self.note, self.note.lines, table.start, y, leading)
            return
        with pen.canvas.artifact("Pagination"):
            pen.column(self.note, self.note.lines, table.start, y, leading)

    def _cells(self, row: DataRow) -> list[TableCell]:
        trends = dict(row.trends)
        cells = [row_head(partial(self._name, row))]
        for index, (said, column, words) in enumerate(zip(self.block.columns, self.columns, row.cells, strict=True)):
            cut = self._cell_cut(said.strong or row.strong, said.light, trends.get(index))
            cells.append(TableCell(text(column, words, cut)))
        return cells

    def _name(self, row: DataRow, pen: Pen, x: float, y: float) -> None:
        start = x
        if row.tone:
            start = x + _ICON
            with pen.canvas.figure(pen.canvas.text_element, row.status, (x, y - 1, x + 8, y + 7.5)):
                pen.status(x + 4, y + 3.1, 3.3, row.tone, row.tone)
        cut = self.bold if row.strong else self.plain
        if row.target and pen.canvas.place_of(row.target):
            cut = replace(cut, target=row.target, hint=row.label)
        pen.origin = row.origin or self.origin
        self._label(pen, row.label, cut, start, y, x + self.stub - start)

    def _label(self, pen: Pen, text: str, cut: FontSpec, x: float, y: float, room: float) -> None:
        """Draw a label, smaller where it is too wide; on two lines of the smallest size where that is not enough."""
        least = replace(cut, size=_SMALLEST)
        set_ = self.setter.label(text, least, pen.origin, room) if least.width(text) > room else None
        if set_ and len(set_.lines) == 2:  # noqa: PLR2004  # more have no room
            pen.column(set_, set_.lines, x, y + 0.6 * _SMALLEST, _SMALLEST)
        else:
            pen.fitted(x, y, text, cut, room)

    def _cell_cut(self, strong: bool, light: bool, trend: str | None) -> FontSpec:  # noqa: FBT001  # of a cell
        if trend in self.trends:
            return self.trends[trend]
        if trend:
            return self.light
        return self.bold if strong else self.light if light else self.plain


@sets(DataTable)
def set_data_table(block: DataTable, at: Setting) -> list[DataTableFlow]:
    """Return a table of figures."""
    return [DataTableFlow(block, at.setter, at.page)]
