"""The flow: flowables in reading order, and the pages that they are placed on.

A flowable is a stack of rows that are never split. Rows and flowables say what they must stay with, and a page ends at
the last place that no such rule forbids. All pages are placed before any is drawn, so that references know their pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.errors import Origin
    from pdfgen.layout.pen import Pen

_EPSILON = 0.02


class Flowable:
    """Something that stands in the text column, or over the full measure. Lengths in points.

    It is fixed once it is made: it can be placed and drawn as often as one likes, and looks the same each time.
    """

    origin: Origin
    before: float = 0.0
    """Space above; none at the top of a page."""
    on_grid = True
    """Whether it begins on a line of the grid."""
    span_all = False
    """Whether it spans rail and text column, and so must stand below what is in the rail."""
    is_heading = False
    is_item = False
    """Whether a bullet or a number hangs before it."""
    new_page = False
    """Whether it begins a page."""
    keep_with_next = 0
    """How many rows of what follows stay on its page at least."""
    keep_with_previous = False
    """Whether it stays with the end of what is before it."""
    rail_height = 0.0
    """How far down it takes the rail, from its top."""
    in_rail = False
    """Whether it begins in the rail, and so must stand below what is there; what it has there stays on its page."""
    repeat_height = 0.0
    """The room of what is repeated above a part that goes on on the next page."""
    section = ""
    """The section that it belongs to, for the running head."""
    ongoing = ""
    """The code of the question that it belongs to, for the rail of a page that it goes on on."""

    rows: Sequence[float] = ()
    """The heights of its rows."""

    @property
    def height(self) -> float:
        """The height of all rows."""
        return sum(self.rows)

    def gap(self, following: Flowable) -> float:
        """Return the space between it and what follows on the same page."""
        return following.before

    def kept(self, following: Flowable) -> int:  # noqa: ARG002  # most do not look at it
        """Return how many rows of what follows stay on its page at least."""
        return self.keep_with_next

    def fitted(self, room: float) -> Flowable:  # noqa: ARG002  # most have one form
        """Return it in the form that is best when ``room`` is left on the page."""
        return self

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
        return first.ongoing if not first.is_heading else ""


def paginate(flow: Sequence[Flowable], height: float, grid: float) -> list[Page]:
    """Return ``flow`` on pages ``height`` points high.

    Rows taller than a page stand on a page of their own and run over; ``too_tall`` tells of them beforehand.
    """
    kept = _kept(flow)
    forms = list(flow)
    pages = []
    at = (0, 0)
    while at[0] < len(flow):
        filling = _Filling(flow, forms, kept, height, grid)
        at = filling.fill(*at)
        pages.append(filling.page)
    return pages


def too_tall(flow: Sequence[Flowable], height: float) -> list[Flowable]:
    """Return what no page can hold."""
    return [item for item in flow if any(row + item.repeat_height > height + _EPSILON for row in item.rows)]


def _kept(flow: Sequence[Flowable]) -> list[int]:
    """Return for each flowable how many of its rows stay with the headings before it."""
    kept = []
    held = 0
    for item, following in zip_longest(flow, flow[1:]):
        kept.append(held)
        keeps = item.kept(following) if following else 0
        held = max(held, keeps) if keeps else 0
    return kept


class _Filling:
    """The filling of one page, and the last place where it may end."""

    def __init__(
        self, flow: Sequence[Flowable], forms: list[Flowable], kept: list[int], height: float, grid: float
    ) -> None:
        self.flow, self.kept, self.height, self.grid = flow, kept, height, grid
        self.forms = forms
        """The flowables in the forms that fit where they begin."""
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
            if row < len(self.forms[index].rows):
                return self._end((index, row))
            index, row = index + 1, 0
        return index, 0

    def _place(self, index: int, first: int) -> int:
        """Place as many rows of a flowable as there is room for; return the next one."""
        placed = self.page.placed
        if first:
            item = self.forms[index]
            self.y = item.repeat_height
        else:
            item = self.forms[index] = self._begin(index)
            if placed and not self.kept[index] and not item.keep_with_previous:
                self.best = (index, 0), len(placed), placed[-1].rows.stop
        top, row, rows = self.y, first, item.rows
        count, kept = len(rows), self.kept[index]
        beside = item.rail_height if item.in_rail else 0.0
        while row < count and (
            self.y + max(rows[row], beside) <= self.height + _EPSILON or (row == first and not placed)
        ):
            self.y += rows[row]  # a row taller than a page stands on one of its own
            row += 1
            if row < count and row >= kept and item.may_part(row):
                self.best = (index, row), len(placed) + 1, row
        if row > first or not count:
            placed.append(Placed(item, range(first, row), top))
            self.taken = max(self.taken, top + item.rail_height)
        return row

    def _begin(self, index: int) -> Flowable:
        """Go down to where a flowable begins; return it in the form that fits there."""
        item = self.flow[index]
        if item.on_grid:
            self.y = self._whole(self.y)
        if self.page.placed:
            self.y += self.flow[index - 1].gap(item)
        if item.span_all and self.taken:
            self.y = max(self.y, self._whole(self.taken) + self.grid)
        elif item.in_rail and self.taken:
            self.y = max(self.y, self._whole(self.taken) + item.before)
        return item.fitted(self.height - self.y)

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
