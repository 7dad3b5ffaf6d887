"""The flow: flowables in reading order, and the pages that they are placed on.

A flowable is a stack of rows that are not parted; what stands together says so, and the page ends at the last place
where nothing speaks against it. Pages are placed before anything is drawn, so whatever refers to a place knows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.errors import Origin
    from pdfgen.layout.pen import Pen

_EPSILON = 0.02


class Flowable:
    """Something that stands in the text column, or over the full measure when it is ``wide``. Lengths in points."""

    origin: Origin
    before: float = 0.0
    """Space above; none at the top of a page."""
    on_grid = True
    """Whether it begins on a line of the grid."""
    wide = False
    """Whether it reaches over the rail, and so must stand below what is there."""
    keeps = 0
    """For a heading: the rows of what follows that stay on its page at least."""
    clings = False
    """Whether it stays with the end of what is before it."""
    reach = 0.0
    """How far down it takes the rail, from its top."""
    continued = 0.0
    """The room of what is repeated above a part that goes on on the next page."""
    section = ""
    """The section that it belongs to, for the running head."""
    question = ""
    """The code of the question that it belongs to, for the rail of a page that it goes on on."""

    rows: Sequence[float] = ()
    """The heights of its rows."""

    @property
    def height(self) -> float:
        """The height of all rows."""
        return sum(self.rows)

    def fit(self, room: float) -> None:
        """Take the form that is best when ``room`` is left on the page."""

    def may_part(self, row: int) -> bool:  # noqa: ARG002  # most are never parted
        """Tell whether a page may end before ``row`` (from 1)."""
        return False

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:
        """Draw the given rows below ``top``; ``x`` is the left edge of the text column."""
        raise NotImplementedError


class Placed(NamedTuple):
    """Rows of a flowable on a page; ``top`` is measured down from the top of the type area."""

    flowable: Flowable
    rows: range
    top: float


@dataclass(slots=True)
class Page:
    """A page of placed rows, in reading order."""

    placed: list[Placed] = field(default_factory=list)

    @property
    def section(self) -> str:
        """The section that the first line belongs to."""
        return self.placed[0].flowable.section if self.placed else ""

    @property
    def continued(self) -> str:
        """The code of the question that goes on at the top of this page; empty when none does."""
        first = self.placed[0].flowable
        return first.question if not first.keeps else ""


def paginate(flow: Sequence[Flowable], height: float, grid: float) -> list[Page]:
    """Return ``flow`` on pages ``height`` points high.

    Rows taller than a page stand on a page of their own and run over; ``too_tall`` tells of them beforehand.
    """
    kept = _kept(flow)
    pages = []
    at = (0, 0)
    while at[0] < len(flow):
        page, at = _fill(flow, kept, at, height, grid)
        pages.append(page)
    return pages


def too_tall(flow: Sequence[Flowable], height: float) -> list[Flowable]:
    """Return what no page can hold."""
    return [item for item in flow if any(row + item.continued > height + _EPSILON for row in item.rows)]


def _kept(flow: Sequence[Flowable]) -> list[int]:
    """Return for each flowable how many of its rows stay with the headings before it."""
    kept = []
    held = 0
    for item in flow:
        kept.append(held)
        held = max(held, item.keeps) if item.keeps else 0
    return kept


def _fill(
    flow: Sequence[Flowable], kept: list[int], start: tuple[int, int], height: float, grid: float
) -> tuple[Page, tuple[int, int]]:
    """Fill a page from ``start`` (flowable, row); return it, and where the next one starts."""
    index, row = start
    page = Page()
    placed = page.placed
    y = taken = 0.0  # the next row's top; how far down the rail is taken
    best: tuple[tuple[int, int], int, int] | None = None  # a place to end: where, and what stands before it
    while index < len(flow):
        item = flow[index]
        if row == 0:
            if item.on_grid:
                y = -(-(y - _EPSILON) // grid) * grid
            y += item.before if placed else 0.0
            if item.wide and taken:
                y = max(y, -(-(taken - _EPSILON) // grid) * grid + grid)
            item.fit(height - y)
        elif not placed:
            y = item.continued
        if placed and _may_end(flow, kept, index, row):
            best = (index, row), len(placed), placed[-1].rows.stop
        top = y
        rows = item.rows
        first, count = row, len(rows)
        while row < count and y + rows[row] <= height + _EPSILON:
            y += rows[row]
            row += 1
            if row < count and item.may_part(row) and (not kept[index] or row >= kept[index]):
                best = (index, row), len(placed) + 1, row
        if row < count and not placed and row == first:  # taller than a page
            y += rows[row]
            row += 1
        if row > first or not count:
            placed.append(Placed(item, range(first, row), top))
            taken = max(taken, top + item.reach)
        if row < count:
            return _ended(page, best, (index, row))
        index, row = index + 1, 0
    return page, (index, 0)


def _may_end(flow: Sequence[Flowable], kept: list[int], index: int, row: int) -> bool:
    if row:
        return False  # looked at where the row before it was placed
    return not kept[index] and not flow[index].clings


def _ended(
    page: Page, best: tuple[tuple[int, int], int, int] | None, overflow: tuple[int, int]
) -> tuple[Page, tuple[int, int]]:
    """Take back what stands behind the best place to end; without one the page ends where it is full."""
    if best is None:
        return page, overflow
    at, count, stop = best
    del page.placed[count:]
    last = page.placed[-1]
    page.placed[-1] = last._replace(rows=range(last.rows.start, stop))
    return page, at
