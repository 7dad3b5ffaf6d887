"""The setter of tables: rows of cells between rules, and heads that are repeated on each page.

Every table of the program is drawn by it, from the score overview to the quick facts: it draws grounds, cells and rules
in their order, and gives each row and each cell its place in the structure tree. A table itself says only what its
cells show and where (``score_overview``, ``data_table``, ``facts``).
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.layout.flow import Flowable
from pdfgen.layout.pen import COLUMN_HEAD, ROW_HEAD, Group
from pdfgen.pdf.attributes import NO_ATTRIBUTES
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pdfgen.layout.font_spec import FontSpec
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.pdf.attributes import Attributes


class TableRule(NamedTuple):
    """A horizontal line over the width of a table; thickness in points."""

    thickness: float
    colour: str


EDGE = TableRule(0.9, "text")
"""Above and below a table."""
BETWEEN = TableRule(0.4, "rule")
"""Between two rows."""
BETWEEN_GROUPS = TableRule(0.5, "rule")
"""Between two groups of rows."""


class TabStop(NamedTuple):
    """Where the text of a column begins or, with ``end``, ends: in points from the start of the table."""

    at: float
    end: bool = False


class TableCell(NamedTuple):
    """A cell: what it shows in the line ``y`` of a table that starts at ``x``, and what it is to a reader."""

    show: Callable[[Pen, float, float], None]
    tag: Tag | None = Tag.CELL
    """None for a picture of what other cells say."""
    scope: Attributes = NO_ATTRIBUTES


def row_head(show: Callable[[Pen, float, float], None]) -> TableCell:
    """Return the cell that says what a row is about."""
    return TableCell(show, Tag.HEAD_CELL, ROW_HEAD)


def column_head(show: Callable[[Pen, float, float], None]) -> TableCell:
    """Return the cell that says what a column is about."""
    return TableCell(show, Tag.HEAD_CELL, COLUMN_HEAD)


def text(column: TabStop, words: str, cut: FontSpec) -> Callable[[Pen, float, float], None]:
    """Return what shows a line of text in a column."""

    def show(pen: Pen, x: float, y: float) -> None:
        if column.end:
            pen.text_to(x + column.at, y, words, cut)
        else:
            pen.text(x + column.at, y, words, cut)

    return show


class TableSetter:
    """Draws a table between two edges of the page with a pen; ``group`` is the table in the structure tree."""

    def __init__(self, pen: Pen, group: Group, start: float, end: float) -> None:
        self.pen, self.group, self.start, self.end = pen, group, start, end

    def row(self, cells: Iterable[TableCell], y: float) -> None:
        """Draw a row of cells whose first line stands at ``y``."""
        row = self.pen.within(Group(Tag.ROW, self.group))
        for cell in cells:
            if cell.tag:
                with self.pen.block(cell.tag, row, cell.scope):
                    cell.show(self.pen, self.start, y)
            else:
                cell.show(self.pen, self.start, y)

    def ground(self, bottom: float, height: float) -> None:
        """Draw the ground of a row that stands out."""
        self.pen.ground(self.start, bottom, self.end - self.start, height, "ground")

    def rule(self, y: float, rule: TableRule) -> None:
        """Draw a line from edge to edge."""
        self.pen.rule(self.start, self.end, y, rule.thickness, rule.colour)


class TableFlow(Flowable):
    """A table with a title and heads, which a page that it goes on on has again."""

    page: Geometry
    group: Group
    length: float
    """From edge to edge."""
    head: float
    """The height of title and heads."""

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:
        """Draw title and heads, the rows, and what stands below them."""
        pen.origin = self.origin
        start = x - self.page.rail - self.page.gutter if self.span_all else x
        table = TableSetter(pen, self.group, start, start + self.length)
        first = rows.start == 0
        top += 0.0 if first else self.repeat_height
        if first:
            self.enter(pen, top + pen.grid)
            self.draw_head(table, top)
        else:
            with pen.canvas.artifact("Pagination"):
                self.draw_head(table, top)
        y = self.draw_rows(table, top - self.head, rows)
        self.draw_foot(table, y, first=first)

    @abstractmethod
    def enter(self, pen: Pen, top: float) -> None:
        """Note the place of the table, and its title in the outline."""

    @abstractmethod
    def draw_head(self, table: TableSetter, top: float) -> None:
        """Draw title and heads."""

    @abstractmethod
    def draw_rows(self, table: TableSetter, top: float, rows: range) -> float:
        """Draw the given rows from ``top`` down; return where they end."""

    def draw_foot(self, table: TableSetter, y: float, *, first: bool) -> None:
        """Draw what stands below the rows of each page; it is read on the first."""
