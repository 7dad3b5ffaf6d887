"""The quick facts: in the rail beside the overview, or in the text column where they are too many for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pdfgen.content import Facts
from pdfgen.layout.flaws import Flaw
from pdfgen.layout.flow import Flowable
from pdfgen.layout.pen import Group
from pdfgen.layout.setters import Setting, sets
from pdfgen.layout.table import BETWEEN, EDGE, TableCell, TableSetter, row_head
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from pdfgen.content import Fact
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import SetText, Typesetter

_MARK = 11.0  # the room of a status mark before a value
_SMALL = 10.5  # between lines of labels and details
_VALUE = 11.7  # between lines of values
_LINES = 3  # of a value; a longer one is smaller
_LABELS = 150.0  # the column of labels where the facts stand in the text column


@dataclass(slots=True)
class _Row:
    """A fact in lines."""

    fact: Fact
    label: SetText
    value: SetText
    detail: SetText

    @property
    def height(self) -> float:
        """The height in the rail, two and a half lines of 13 points for a fact of one line."""
        lines = len(self.label.lines) + len(self.detail.lines) - 1
        return 32.5 + _SMALL * lines + _VALUE * (len(self.value.lines) - 1)

    def show_label(self, pen: Pen, x: float, y: float) -> None:
        """Show the label."""
        pen.column(self.label, self.label.lines, x, y, _SMALL)

    def show_value(self, pen: Pen, x: float, y: float) -> None:
        """Show the value, behind the mark of its status if it has one."""
        if self.fact.tone:
            pen.status(x + 3.6, y + 3, 3.4, self.fact.tone, self.fact.tone)
            x += _MARK
        pen.column(self.value, self.value.lines, x, y, _VALUE)

    def show_detail(self, pen: Pen, x: float, y: float) -> None:
        """Show the detail."""
        pen.column(self.detail, self.detail.lines, x, y, _SMALL)


class FactsFlow(Flowable):
    """The quick facts in the rail, beside what follows: it takes no height of its own."""

    keep_with_next = 1

    def __init__(self, block: Facts, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        self.table = [_row(setter, fact, block, page.rail, page.rail) for fact in block.rows]
        self.title = setter.cut("value", size=setter.theme.sizes.facts_title)
        self.group = Group(Tag.TABLE)
        self.rail_height = 1.5 * page.grid + sum(row.height for row in self.table)

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:  # noqa: ARG002  # it has no rows
        """Draw title and facts."""
        pen.origin = self.origin
        left = x - self.page.rail - self.page.gutter
        table = TableSetter(pen, self.group, left, left + self.page.rail)
        table.rule(top, EDGE)
        with pen.block(Tag.PARAGRAPH):
            pen.fitted(left, top - pen.grid, self.block.title, self.title, self.page.rail)
        y = top - 1.5 * pen.grid
        for row in self.table:
            table.row([row_head(row.show_label), TableCell(partial(self._value, row))], y - 9.75)
            y -= row.height
            table.rule(y + 4.55, BETWEEN)

    @staticmethod
    def _value(row: _Row, pen: Pen, x: float, y: float) -> None:
        """Show value and detail below the label."""
        y -= _SMALL * (len(row.label.lines) - 1) + 13
        row.show_value(pen, x, y)
        y -= _VALUE * (len(row.value.lines) - 1) + _SMALL
        row.show_detail(pen, x, y)


class FactsTable(Flowable):
    """The quick facts as a table in the text column; it is parted between facts."""

    def __init__(self, block: Facts, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        wide = page.text - _LABELS - 8
        self.table = [_row(setter, fact, block, _LABELS, wide) for fact in block.rows]
        self.title = setter.cut("value", size=setter.theme.sizes.facts_title)
        self.group = Group(Tag.TABLE)
        self.rows = [page.grid + 4, *(page.whole(self._deep(row) + 4) for row in self.table)]

    @staticmethod
    def _deep(row: _Row) -> float:
        values = _VALUE * len(row.value.lines) + _SMALL * len(row.detail.lines)
        return max(_SMALL * len(row.label.lines), values)

    def may_part(self, row: int) -> bool:
        """Keep the title with the first fact."""
        return row > 1

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:
        """Draw title and facts."""
        pen.origin = self.origin
        table = TableSetter(pen, self.group, x, x + self.page.text)
        y = top
        for number in rows:
            if number == 0:
                table.rule(y, EDGE)
                with pen.block(Tag.PARAGRAPH):
                    pen.fitted(x, y - pen.grid, self.block.title, self.title, self.page.text)
            else:
                row = self.table[number - 1]
                table.row([row_head(row.show_label), TableCell(partial(self._value, row))], y - 10.5)
                table.rule(y - self.rows[number], BETWEEN)
            y -= self.rows[number]

    @staticmethod
    def _value(row: _Row, pen: Pen, x: float, y: float) -> None:
        """Show value and detail beside the label."""
        row.show_value(pen, x + _LABELS + 8, y)
        row.show_detail(pen, x + _LABELS + 8, y - len(row.value.lines) * _VALUE)


@sets(Facts)
def set_facts(block: Facts, at: Setting) -> list[FactsFlow | FactsTable]:
    """Return the quick facts: in the rail where they fit, else in the text column."""
    beside = FactsFlow(block, at.setter, at.page)
    if beside.rail_height <= at.page.lines * at.page.grid - at.above:
        return [beside]
    return [FactsTable(block, at.setter, at.page)]


def _row(setter: Typesetter, fact: Fact, block: Facts, label: float, value: float) -> _Row:
    """Return ``fact`` in lines of the given widths, in points."""
    origin = fact.origin or block.origin
    small = setter.cut("small")
    inset = _MARK if fact.tone else 0.0
    sizes = setter.theme.sizes
    cut = setter.cut("small", size=sizes.fact, italic=True) if fact.missing else setter.cut("label", size=sizes.fact)
    values = setter.label(fact.value, cut, origin, value - inset)
    if len(values.lines) > _LINES:
        smaller = setter.cut("label", size=sizes.long_fact)
        values = setter.label(fact.value, smaller, origin, value - inset)
        if len(values.lines) > _LINES:
            message = (
                f"“{fact.label}” takes {len(values.lines)} lines of the quick facts; more than {_LINES} read badly"
            )
            setter.flaws.append(Flaw(origin, "overlong-fact", message, "shorten it", fact.value, "warning"))
    return _Row(
        fact,
        setter.label(fact.label, small, origin, label),
        values,
        setter.label(fact.detail, small, origin, value),
    )
