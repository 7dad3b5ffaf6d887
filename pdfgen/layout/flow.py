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
    heads = False
    """Whether it is a heading."""
    new_page = False
    """Whether it begins a page."""
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
        return first.question if not first.heads else ""


def paginate(flow: Sequence[Flowable], height: float, grid: float) -> list[Page]:
    """Return ``flow`` on pages ``height`` points high.

    Rows taller than a page stand on a page of their own and run over; ``too_tall`` tells of them beforehand.
    """
    kept = _kept(flow)
    pages = []
    at = (0, 0)
    while at[0] < len(flow):
        filling = _Filling(flow, kept, height, grid)
        at = filling.fill(*at)
        pages.append(filling.page)
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


class _Filling:
    """The filling of one page, and the last place where it may end."""

    def __init__(self, flow: Sequence[Flowable], kept: list[int], height: float, grid: float) -> None:
        self.flow, self.kept, self.height, self.grid = flow, kept, height, grid
        self.page = Page()
        self.y = 0.0
        """Where the next row goes, down from the top."""
        self.taken = 0.0
        """How far down the rail is taken."""
        self.best: tuple[tuple[int, int], int, int] | None = None
        """A place to end: where the next page starts, and how much of this one stands before it."""

    def fill(self, index: int, row: int) -> tuple[int, int]:
        """Fill the page from a row of a flowable on; return where the next page starts."""
        while index < len(self.flow):
            if self.flow[index].new_page and not row and self.page.placed:
                break
            row = self._place(index, row)
            if row < len(self.flow[index].rows):
                return self._end((index, row))
            index, row = index + 1, 0
        return index, 0

    def _place(self, index: int, first: int) -> int:
        """Place as many rows of a flowable as there is room for; return the next one."""
        item, placed = self.flow[index], self.page.placed
        if first:
            self.y = item.continued
        else:
            self._begin(item)
            if placed and not self.kept[index] and not item.clings:
                self.best = (index, 0), len(placed), placed[-1].rows.stop
        top, row, rows = self.y, first, item.rows
        count, kept = len(rows), self.kept[index]
        while row < count and (self.y + rows[row] <= self.height + _EPSILON or (row == first and not placed)):
            self.y += rows[row]  # a row taller than a page stands on one of its own
            row += 1
            if row < count and row >= kept and item.may_part(row):
                self.best = (index, row), len(placed) + 1, row
        if row > first or not count:
            placed.append(Placed(item, range(first, row), top))
            self.taken = max(self.taken, top + item.reach)
        return row

    def _begin(self, item: Flowable) -> None:
        """Go down to where ``item`` begins."""
        if item.on_grid:
            self.y = self._whole(self.y)
        if self.page.placed:
            self.y += item.before
        if item.wide and self.taken:
            self.y = max(self.y, self._whole(self.taken) + self.grid)
        item.fit(self.height - self.y)

    def _whole(self, height: float) -> float:
        return -(-(height - _EPSILON) // self.grid) * self.grid

    def _end(self, overflow: tuple[int, int]) -> tuple[int, int]:
        """Take back what stands behind the best place to end; without one the page ends where it is full."""
        if self.best is None:
            return overflow
        at, count, stop = self.best
        del self.page.placed[count:]
        last = self.page.placed[-1]
        self.page.placed[-1] = last._replace(rows=range(last.rows.start, stop))
        return at
