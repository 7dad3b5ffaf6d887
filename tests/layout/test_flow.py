"""Pages: every row once and in order, ended where nothing speaks against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdfgen.content import Span
from pdfgen.errors import Origin
from pdfgen.layout.flow import Flowable, Page, paginate, too_tall
from pdfgen.layout.paragraph import Prose
from pdfgen.layout.typesetter import Typesetter
from pdfgen.source.catalogue import Catalogue
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GRID = 10.0
HEIGHT = 100.0
SLACK = 0.02
ORIGIN = Origin("report.yaml", 1, 1)

Place = tuple[int, int]
"""A flowable of a flow by its number, and one of its rows."""


class Rows(Flowable):
    """Rows of given heights that may be parted before the given ones."""

    def __init__(self, *rows: float, parts: Sequence[int] | None = None) -> None:
        self.origin = ORIGIN
        self.rows = rows
        self.parts = range(1, len(rows)) if parts is None else parts
        self.rooms: list[float] = []
        """What ``fitted`` was told, call by call."""

    def fitted(self, room: float) -> Rows:
        self.rooms.append(room)
        return self

    def may_part(self, row: int) -> bool:
        return row in self.parts

    def __repr__(self) -> str:
        names = (
            "before",
            "on_grid",
            "span_all",
            "keep_with_next",
            "keep_with_previous",
            "rail_height",
            "repeat_height",
        )
        told = {name: getattr(self, name) for name in names if getattr(self, name) != getattr(Flowable, name)}
        return f"Rows{self.rows} parts={list(self.parts)} {told}"


def heading(*rows: float, keeps: int = 4, before: float = 0.0) -> Rows:
    made = Rows(*rows, parts=())
    made.keep_with_next, made.before, made.is_heading = keeps, before, True
    return made


def clinging(*rows: float) -> Rows:
    made = Rows(*rows, parts=())
    made.keep_with_previous = True
    return made


def places(flow: Sequence[Flowable], page: Page) -> list[Place]:
    """Return the rows of a page; a flowable without rows counts as one."""
    found = []
    for placed in page.placed:
        number = next(number for number, item in enumerate(flow) if item is placed.flowable)
        found += [(number, row) for row in placed.rows or range(placed.rows.start, placed.rows.start + 1)]
    return found


def shown(flow: Sequence[Flowable], height: float = HEIGHT, grid: float = GRID) -> list[list[Place]]:
    return [places(flow, page) for page in paginate(flow, height, grid)]


def numbers(flow: Sequence[Flowable], height: float = HEIGHT) -> list[list[tuple[int, int]]]:
    """Return for each page the numbers of its flowables, with how many of their rows it has."""
    pages = paginate(flow, height, GRID)
    return [[(flow.index(placed.flowable), len(placed.rows)) for placed in page.placed] for page in pages]


def tops(flow: Sequence[Flowable], height: float = HEIGHT) -> list[list[float]]:
    return [[placed.top for placed in page.placed] for page in paginate(flow, height, GRID)]


# -- random flows


@st.composite
def flowables(draw: st.DrawFn, tallest: int = 60) -> Rows:
    sizes = [float(size) for size in (0, 1, 7.5, GRID, GRID, GRID, 13, 25, 40, 60) if size <= tallest]
    rows = draw(st.lists(st.sampled_from(sizes), max_size=12))
    made = Rows(*rows, parts=draw(st.none() | st.lists(st.integers(1, 11), max_size=4)))
    made.on_grid = draw(st.booleans())
    befores = [0.0, 0.0, GRID, 2 * GRID] if made.on_grid else [0.0, 0.0, 4.0, GRID, 2.5 * GRID]
    made.before = draw(st.sampled_from(befores))
    made.keep_with_next = draw(st.sampled_from([0, 0, 0, 1, 2, 4]))
    made.keep_with_previous = draw(st.sampled_from([False, False, False, True]))
    made.span_all = draw(st.booleans())
    made.rail_height = draw(st.sampled_from([0.0, 0.0, 0.0, 15.0, 60.0, 99.0]))
    made.repeat_height = draw(st.sampled_from([0.0, 0.0, GRID, 2 * GRID]))
    return made


flows = st.lists(flowables(), max_size=9)
heights = st.sampled_from([80.0, HEIGHT, 130.0, 260.0])


def all_rows(flow: Sequence[Flowable]) -> list[Place]:
    return [(number, row) for number, item in enumerate(flow) for row in range(max(len(item.rows), 1))]


@examples(200)
@given(flow=flows, height=heights)
def test_every_row_is_placed_once_and_in_order(flow: list[Rows], height: float) -> None:
    pages = shown(flow, height)
    assert [place for page in pages for place in page] == all_rows(flow)
    assert all(pages)


@examples(200)
@given(flow=flows, height=heights)
def test_no_row_is_below_the_page_unless_it_alone_is_taller(flow: list[Rows], height: float) -> None:
    for page in paginate(flow, height, GRID):
        for number, placed in enumerate(page.placed):
            y = placed.top
            for row in placed.rows:
                y += placed.flowable.rows[row]
                alone = number == 0 and row == placed.rows.start
                if y > height + SLACK:
                    assert alone
                    assert placed.flowable in too_tall(flow, height)


@examples(200)
@given(flow=flows, height=heights)
def test_no_rows_overlap(flow: list[Rows], height: float) -> None:
    for page in paginate(flow, height, GRID):
        for above, below in pairwise(page.placed):
            bottom = above.top + sum(above.flowable.rows[above.rows.start : above.rows.stop])
            assert below.top >= bottom - SLACK


@examples(200)
@given(flow=flows, height=heights)
def test_what_stands_on_the_grid_begins_on_it(flow: list[Rows], height: float) -> None:
    for page in paginate(flow, height, GRID):
        for placed in page.placed:
            if placed.flowable.on_grid and not placed.rows.start:
                assert placed.top / GRID == pytest.approx(round(placed.top / GRID), abs=1e-9)


@examples(200)
@given(flow=flows, height=heights)
def test_what_is_wide_stands_below_the_rail(flow: list[Rows], height: float) -> None:
    for page in paginate(flow, height, GRID):
        taken = 0.0
        for placed in page.placed:
            if placed.flowable.span_all and not placed.rows.start:
                assert placed.top >= taken
            taken = max(taken, placed.top + placed.flowable.rail_height)


@examples(200)
@given(flow=flows, height=heights)
def test_a_page_begins_at_its_top(flow: list[Rows], height: float) -> None:
    for page in paginate(flow, height, GRID):
        first = page.placed[0]
        assert first.top == (first.flowable.repeat_height if first.rows.start else 0.0)


@examples(200)
@given(flow=flows, height=heights)
def test_each_flowable_is_told_the_room_that_is_left_on_its_page(flow: list[Rows], height: float) -> None:
    for page in paginate(flow, height, GRID):
        for placed in page.placed:
            assert isinstance(placed.flowable, Rows)
            if not placed.rows.start:
                assert placed.flowable.rooms[-1] == pytest.approx(height - placed.top)


# -- where pages end: a model of the rules, looked at place by place


@dataclass
class Rules:
    """Where a page may end, told again in the simplest way."""

    flow: Sequence[Rows]
    height: float
    kept: list[int] = field(init=False)

    def __post_init__(self) -> None:
        # the rows of each flowable that stay with the headings before it
        self.kept = []
        for number in range(len(self.flow)):
            above = []
            for item in reversed(self.flow[:number]):
                if not item.keep_with_next:
                    break
                above.append(item.keep_with_next)
            self.kept.append(max(above, default=0))

    def may_end(self, place: Place) -> bool:
        number, row = place
        item = self.flow[number]
        if row:
            return item.may_part(row) and row >= self.kept[number]
        return not self.kept[number] and not item.keep_with_previous

    def fits(self, start: Place, end: Place) -> bool:
        """Tell whether everything from ``start`` up to ``end`` stands on one page."""
        y = taken = 0.0
        fresh = True
        for number in range(start[0], len(self.flow)):
            item = self.flow[number]
            first = start[1] if number == start[0] else 0
            stop = len(item.rows) if number < end[0] else end[1]
            if number > end[0] or (number == end[0] and not end[1]):
                break
            if first:
                y = item.repeat_height
            else:
                if item.on_grid:
                    y = -(-(y - SLACK) // GRID) * GRID
                y += 0.0 if fresh else item.before
                if item.span_all and taken:
                    y = max(y, -(-(taken - SLACK) // GRID) * GRID + GRID)
            taken = max(taken, y + item.rail_height)
            for row in item.rows[first:stop]:
                y += row
                if y > self.height + SLACK:
                    return False
            fresh = False
        return True

    def ends(self, start: Place) -> Iterator[Place]:
        """Yield the places behind ``start`` where a page may end."""
        for place in all_rows(self.flow):
            if place > start and self.may_end(place):
                yield place


@examples(200)
@given(flow=st.lists(flowables(tallest=40), min_size=1, max_size=8), height=heights)
def test_a_page_ends_at_the_last_place_where_nothing_speaks_against_it(flow: list[Rows], height: float) -> None:
    rules = Rules(flow, height)
    pages = shown(flow, height)
    for page, following in pairwise(pages):
        start, end = page[0], following[0]
        allowed = [place for place in rules.ends(start) if rules.fits(start, place)]
        if allowed:
            assert end == allowed[-1]
        else:
            # nowhere: the page ends where it is full
            assert not rules.fits(start, (end[0], end[1] + 1)) or not flow[end[0]].rows
            assert rules.fits(start, end) or len(page) == 1
    assert rules.fits(pages[-1][0], (len(flow), 0)) or len(pages[-1]) == 1


@st.composite
def documents(draw: st.DrawFn) -> list[Rows]:
    """Headings, one or two in a row, each with text of one line to forty, of a grid line each."""
    flow: list[Rows] = []
    for _ in range(draw(st.integers(1, 12))):
        sizes = draw(st.lists(st.sampled_from([10.0, 20.0]), max_size=2))
        flow += [heading(size, before=draw(st.sampled_from([10.0, 20.0]))) for size in sizes]
        flow.append(Rows(*[GRID] * draw(st.integers(1, 40))))
    return flow


@examples(200)
@given(flow=documents(), height=st.sampled_from([120.0, 200.0, 400.0]))
def test_no_heading_is_last_on_a_page_and_four_lines_stay_with_it(flow: list[Rows], height: float) -> None:
    for page in paginate(flow, height, GRID):
        for number, placed in enumerate(page.placed):
            if not placed.flowable.keep_with_next:
                continue
            after = flow[flow.index(placed.flowable) + 1]  # type: ignore[arg-type]  # all are Rows
            assert page.placed[number + 1].flowable is after
            following = page.placed[number + 1].rows
            assert following.start == 0
            assert len(following) >= min(4, len(after.rows))


# -- constructed


def test_no_flow_is_no_page() -> None:
    assert paginate([], HEIGHT, GRID) == []
    assert Page().section == ""


def test_a_heading_goes_to_the_next_page_with_its_text() -> None:
    # after the heading three lines of the four would fit
    assert numbers([Rows(*[10.0] * 6), heading(10), Rows(*[10.0] * 5)]) == [[(0, 6)], [(1, 1), (2, 5)]]
    assert numbers([Rows(*[10.0] * 5), heading(10), Rows(*[10.0] * 5)]) == [[(0, 5), (1, 1), (2, 4)], [(2, 1)]]
    # text of three lines stays whole
    assert numbers([Rows(*[10.0] * 6), heading(10), Rows(*[10.0] * 3), Rows(10)]) == [
        [(0, 6), (1, 1), (2, 3)],
        [(3, 1)],
    ]
    assert numbers([Rows(*[10.0] * 7), heading(10), Rows(*[10.0] * 3), Rows(10)]) == [
        [(0, 7)],
        [(1, 1), (2, 3), (3, 1)],
    ]


def test_headings_in_a_row_stay_together() -> None:
    flow = [Rows(*[10.0] * 5), heading(10), heading(10, keeps=1), Rows(*[10.0] * 9)]
    assert numbers(flow) == [[(0, 5)], [(1, 1), (2, 1), (3, 8)], [(3, 1)]]
    flow = [Rows(*[10.0] * 4), heading(10), heading(10, keeps=1), Rows(*[10.0] * 9)]
    assert numbers(flow) == [[(0, 4), (1, 1), (2, 1), (3, 4)], [(3, 5)]]


def test_what_clings_stays_with_the_end_of_what_is_before_it() -> None:
    text = Rows(*[10.0] * 9, parts=range(2, 8))
    assert numbers([text, clinging(10, 10)]) == [[(0, 7)], [(0, 2), (1, 2)]]
    assert numbers([text, clinging(10)]) == [[(0, 9), (1, 1)]]
    assert numbers([Rows(10), Rows(*[10.0] * 8, parts=()), clinging(10, 10)]) == [[(0, 1)], [(1, 8), (2, 2)]]


def test_the_page_ends_where_it_is_full_when_everything_speaks_against_it() -> None:
    assert numbers([Rows(*[30.0] * 5, parts=())]) == [[(0, 3)], [(0, 2)]]
    assert numbers([Rows(*[30.0] * 3, parts=()), clinging(30)]) == [[(0, 3)], [(1, 1)]]
    assert numbers([heading(60), heading(60), Rows(10)]) == [[(0, 1)], [(1, 1), (2, 1)]]


def test_a_row_taller_than_a_page_stands_alone_and_is_told() -> None:
    flow = [Rows(10), Rows(250), Rows(10, 100.5), Rows(100)]
    assert numbers(flow) == [[(0, 1)], [(1, 1)], [(2, 1)], [(2, 1)], [(3, 1)]]
    assert too_tall(flow, HEIGHT) == [flow[1], flow[2]]
    flow[3].repeat_height = 1.0
    assert too_tall(flow, HEIGHT) == [flow[1], flow[2], flow[3]]


def test_the_space_before_is_dropped_at_the_top_of_a_page() -> None:
    first, second, third = Rows(50), Rows(20), Rows(70)
    first.before = second.before = third.before = 20
    assert tops([first, second, third]) == [[0.0, 70.0], [0.0]]


def test_what_stands_on_the_grid_waits_for_the_next_line_and_the_rest_does_not() -> None:
    first, second, third = Rows(12.5), Rows(3), Rows(4)
    second.on_grid = False
    assert tops([first, second, third]) == [[0.0, 12.5, 20.0]]
    second.before = 4.0
    assert tops([first, second, third]) == [[0.0, 16.5, 20.0]]
    # what is right but for rounding is on the line
    assert tops([Rows(10.01), Rows(5)]) == [[0.0, 10.0]]


def test_what_is_wide_stands_a_line_below_the_rail() -> None:
    beside, text, wide = Rows(), Rows(10), Rows(10)
    beside.rail_height, wide.span_all = 42.0, True
    assert tops([beside, text, wide]) == [[0.0, 0.0, 60.0]]
    beside.rail_height = 40.0
    assert tops([beside, text, wide]) == [[0.0, 0.0, 50.0]]
    wide.before = 20.0
    assert tops([beside, text, wide]) == [[0.0, 0.0, 50.0]]
    # on the next page the rail is free
    assert tops([beside, text, Rows(85), wide]) == [[0.0, 0.0, 10.0], [0.0]]


def test_a_part_that_goes_on_leaves_room_for_what_is_repeated() -> None:
    table = Rows(*[10.0] * 20)
    table.repeat_height = 20.0
    assert numbers([table]) == [[(0, 10)], [(0, 8)], [(0, 2)]]
    assert tops([table]) == [[0.0], [20.0], [20.0]]


class Panel(Rows):
    """Takes a low form where the high one does not fit."""

    def fitted(self, room: float) -> Rows:
        super().fitted(room)
        return Rows(60.0 if room >= 60 else 30.0)


@pytest.mark.parametrize(("above", "room", "expected"), [(40, 60, 60.0), (50, 50, 30.0), (75, 20, 60.0)])
def test_a_flowable_takes_the_form_that_is_best_for_the_room(above: float, room: float, expected: float) -> None:
    panel = Panel()
    pages = paginate([Rows(above), panel], HEIGHT, GRID)
    # the low form does not fit below 75 points: on a page of its own the panel is asked again
    assert panel.rooms == ([room, HEIGHT] if above == 75 else [room])
    assert panel.rows == ()
    assert pages[-1].placed[-1].flowable.rows == (expected,)
    assert len(pages) == (2 if above == 75 else 1)


def test_a_page_knows_its_section_and_the_question_that_goes_on() -> None:
    head, text, other, end = heading(10), Rows(*[10.0] * 12), heading(10), Rows(*[10.0] * 7)
    head.section = text.section = "A. First"
    other.section = end.section = "B. Second"
    head.ongoing = text.ongoing = "A1"
    other.ongoing = end.ongoing = "B1"
    pages = paginate([head, text, other, end], HEIGHT, GRID)
    assert [len(page.placed) for page in pages] == [2, 3, 1]
    assert [page.section for page in pages] == ["A. First", "A. First", "B. Second"]
    assert [page.continued for page in pages] == ["", "A1", "B1"]
    pages = paginate([head, Rows(*[10.0] * 9), other, end], HEIGHT, GRID)
    assert [page.continued for page in pages] == ["", ""]


# -- paragraphs

TEXT = (
    "the government remained responsible for administration although international observers characterised "
    "parliamentary representation disproportionate constitutional guarantees insufficient extraordinarily "
    "complicated registration requirements unanimously recommended improvements of a an in to and with"
)
WORDS = TEXT.split(" ")
SETTER = Typesetter(Catalogue().theme("standard"))
LEADING = 13.0


def prose(text: str, measure: float = 110.0) -> Prose:
    return Prose(SETTER, [Span(text)], "body", ORIGIN, measure)


def lines(count: int) -> Prose:
    """Return a paragraph of so many lines, none of them with a hyphen."""
    made = prose(" ".join(["wonders"] * 2 * count), SETTER.cut("body").width("wonders wonders ") + 1)
    assert len(made.rows) == count
    return made


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, []), (2, []), (3, []), (4, [2]), (5, [2, 3]), (6, [2, 3, 4]), (9, [2, 3, 4, 5, 6, 7])],
)
def test_two_lines_of_a_paragraph_stay_on_either_page(count: int, expected: list[int]) -> None:
    paragraph = lines(count)
    assert [row for row in range(1, count) if paragraph.may_part(row)] == expected
    assert paragraph.height == count * LEADING


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (3, [3]),
        (4, [4]),
        (5, [3, 2]),  # no last line alone
        (6, [4, 2]),
        (9, [4, 3, 2]),
        (10, [4, 4, 2]),
    ],
)
def test_a_paragraph_runs_over_pages_of_four_lines_without_a_line_alone(count: int, expected: list[int]) -> None:
    pages = paginate([lines(count)], 4 * LEADING, LEADING)
    assert [len(page.placed[0].rows) for page in pages] == expected


def test_a_first_line_is_not_left_at_the_foot_of_a_page() -> None:
    flow = [lines(5), lines(6)]
    pages = paginate(flow, 6 * LEADING, LEADING)
    assert [[len(placed.rows) for placed in page.placed] for page in pages] == [[5], [6]]
    pages = paginate(flow, 7 * LEADING, LEADING)
    assert [[len(placed.rows) for placed in page.placed] for page in pages] == [[5, 2], [4]]


@examples(200)
@given(
    texts=st.lists(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join),
        min_size=1,
        max_size=6,
    ),
    height=st.integers(8, 20),
    justified=st.booleans(),
)
def test_no_page_ends_with_a_hyphen_or_with_a_line_alone(
    texts: list[str],
    height: int,
    justified: bool,  # noqa: FBT001  # what hypothesis chooses
) -> None:
    flow = [Prose(SETTER, [Span(text)], "body", ORIGIN, 110, justified=justified) for text in texts]
    pages = paginate(flow, height * LEADING, LEADING)
    for page, following in pairwise(pages):
        last, first = page.placed[-1], following.placed[0]
        if first.rows.start:
            assert first.flowable is last.flowable
            assert last.rows.stop == first.rows.start
            assert isinstance(first.flowable, Prose)
            assert 2 <= last.rows.stop <= len(first.flowable.rows) - 2
            assert not first.flowable.set.lines[last.rows.stop - 1].hyphen
    assert [place for page in pages for place in places(flow, page)] == all_rows(flow)


def test_a_page_ends_before_the_line_that_is_divided() -> None:
    paragraph = prose(" ".join(WORDS[:-7]), 80)
    divided = [row for row, line in enumerate(paragraph.set.lines, 1) if line.hyphen]
    row = next(row for row in divided if row > 2 and row - 1 not in divided and row + 2 <= len(paragraph.rows))
    assert not paragraph.may_part(row)
    assert paragraph.may_part(row - 1)
    pages = paginate([paragraph], row * LEADING, LEADING)
    assert pages[0].placed[0].rows == range(row - 1)
    assert pages[1].placed[0].rows.start == row - 1


def test_a_flowable_may_begin_a_page_of_its_own() -> None:
    first, second = Rows(10.0), Rows(10.0)
    first.new_page = second.new_page = True
    pages = paginate([first, second], HEIGHT, GRID)
    assert [[item.flowable for item in page.placed] for page in pages] == [[first], [second]]


def test_what_begins_in_the_rail_stands_below_what_hangs_there() -> None:
    first, answer, second = Rows(10.0), Rows(10.0), Rows(10.0)
    for head in (first, second):
        head.in_rail, head.before = True, GRID
    first.rail_height = 3 * GRID
    (page,) = paginate([first, answer, second], HEIGHT, GRID)
    assert [item.top for item in page.placed] == [0.0, 10.0, 4 * GRID]


def test_what_stands_in_the_rail_stays_on_the_page_of_its_heading() -> None:
    text, head, answer = Rows(*[10.0] * int(HEIGHT / 10 - 2)), Rows(10.0), Rows(10.0)
    head.in_rail, head.rail_height = True, 30.0
    pages = paginate([text, head, answer], HEIGHT, GRID)
    assert [len(page.placed) for page in pages] == [1, 2]
