"""Where lines end: all of them weighed together, none too wide, and never a ladder of hyphens."""

from __future__ import annotations

import sys
from itertools import combinations, groupby, pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pdfgen.layout.linebreak import Boxes, break_lines
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

MEASURE = 100.0
HYPHEN = 3.0
SPACE, PART, HYPHENATED, SOFT = "space", "part", "hyphenated", "soft"
"""What follows a box: a space, nothing, nothing after a hyphen of its own, a hyphen that is added."""


def boxes_of(widths: list[float], kinds: list[str] | None = None, space: float = 4.0) -> Boxes:
    """Return boxes of these widths; the last one ends the paragraph, whatever kind it is of."""
    kinds = [*(kinds or []), *[SPACE] * len(widths)][: len(widths) - 1]
    kinds.append(PART)
    boxes = Boxes(list(map(float, widths)), [space if kind == SPACE else 0.0 for kind in kinds])
    boxes.flags = {number for number, kind in enumerate(kinds) if kind in (HYPHENATED, SOFT)}
    boxes.hyphens = {number: HYPHEN for number, kind in enumerate(kinds) if kind == SOFT}
    return boxes


@st.composite
def paragraphs(
    draw: st.DrawFn,
    widest: int = 60,
    kinds: tuple[str, ...] = (SPACE, SPACE, PART, HYPHENATED, SOFT),
    most: int = 40,
    narrowest: int = 1,
) -> Boxes:
    """Boxes of whole points, so that nothing is near an epsilon."""
    widths = draw(st.lists(st.integers(narrowest, widest).map(float), min_size=1, max_size=most))
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=len(widths), max_size=len(widths)))
    return boxes_of(widths, chosen, float(draw(st.integers(2, 8))))


def lines_of(ends: list[int]) -> list[tuple[int, int]]:
    return list(pairwise([0, *ends]))


def natural(boxes: Boxes, begin: int, end: int) -> float:
    """Return the width of a line whose spaces are as wide as they are, with its hyphen, in points."""
    return sum(boxes.widths[begin:end]) + sum(boxes.spaces[begin : end - 1]) + boxes.hyphens.get(end - 1, 0.0)


def least(boxes: Boxes, begin: int, end: int) -> float:
    """Return the width of a line whose spaces are shrunk as far as they go, by a quarter."""
    return natural(boxes, begin, end) - sum(boxes.spaces[begin : end - 1]) / 4


def room(begin: int, first: float) -> float:
    return MEASURE if begin else first


def ladder(boxes: Boxes, ends: list[int]) -> int:
    """Return how many lines in a row end with a hyphen at most."""
    runs = [len(list(run)) for hyphen, run in groupby(ends, key=lambda end: end - 1 in boxes.flags) if hyphen]
    return max(runs, default=0)


def breakings(count: int) -> Iterator[list[int]]:
    """Yield every way to break a paragraph: 2 to the power of the places where a line may end."""
    places = range(1, count)
    for number in range(count):
        for chosen in combinations(places, number):
            yield [*chosen, count]


def has_solution(boxes: Boxes, first: float, *, justified: bool) -> bool:
    """Tell whether there is a way with lines that fit and at most two hyphens in a row, however uneven it is."""
    width = least if justified else natural
    count = len(boxes.widths)
    states: list[set[int]] = [{0}] + [set() for _ in range(count)]
    for end in range(1, count + 1):
        for begin in range(end):
            if width(boxes, begin, end) > room(begin, first):
                continue
            if end - 1 not in boxes.flags:
                states[end] |= {0} if states[begin] else set()
            else:
                states[end] |= {run + 1 for run in states[begin] if run < 2}
    return bool(states[count])


# -- what is always so


@pytest.mark.parametrize("justified", [False, True])
@examples(200)
@given(boxes=paragraphs(), indent=st.integers(0, 40))
def test_the_lines_have_every_box_once_and_in_order(boxes: Boxes, indent: int, justified: bool) -> None:  # noqa: FBT001  # a parameter of the test
    ends, _ = break_lines(boxes, MEASURE, MEASURE - indent, justified=justified)
    assert ends == sorted(set(ends))
    assert ends[0] > 0
    assert ends[-1] == len(boxes.widths)


@examples(200)
@given(boxes=paragraphs(), indent=st.integers(0, 40))
@example(
    boxes=boxes_of([1, 26, 60, 1, 1, 1, 38, 1, 60, 39], [SPACE, HYPHENATED, *[SOFT] * 3, *[HYPHENATED] * 2, SPACE]),
    indent=9,
)
def test_no_ragged_line_is_wider_than_its_measure(boxes: Boxes, indent: int) -> None:
    first = MEASURE - indent
    ends, _ = break_lines(boxes, MEASURE, first, justified=False)
    for begin, end in lines_of(ends):
        assert natural(boxes, begin, end) <= room(begin, first) + 0.02 or end == begin + 1


@examples(200)
@given(boxes=paragraphs(), indent=st.integers(0, 40))
@example(
    boxes=boxes_of([1, 1, 1, 1, 1, 38, 60, 41], [SPACE, SPACE, HYPHENATED, SPACE, SPACE, HYPHENATED, SOFT], 7),
    indent=37,
)
def test_no_justified_line_is_wider_than_its_measure_with_spaces_shrunk_by_a_quarter(boxes: Boxes, indent: int) -> None:
    first = MEASURE - indent
    ends, _ = break_lines(boxes, MEASURE, first, justified=True)
    for begin, end in lines_of(ends):
        # a hundredth of the shrink beyond a quarter is within the rounding of the search
        slack = 0.02 + sum(boxes.spaces[begin : end - 1]) / 400
        assert least(boxes, begin, end) <= room(begin, first) + slack or end == begin + 1


@pytest.mark.parametrize("justified", [False, True])
@examples(200)
@given(
    widths=st.lists(st.floats(0.1, 60.0), min_size=1, max_size=60),
    space=st.floats(0.1, 9.0),
    indent=st.floats(0.0, 40.0),
)
def test_widths_of_any_fraction_fit_and_are_complete(
    widths: list[float],
    space: float,
    indent: float,
    justified: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    boxes = boxes_of(widths, space=space)
    ends, _ = break_lines(boxes, MEASURE, MEASURE - indent, justified=justified)
    assert [box for begin, end in lines_of(ends) for box in range(begin, end)] == list(range(len(widths)))
    for begin, end in lines_of(ends):
        spaces = sum(boxes.spaces[begin : end - 1])
        width = natural(boxes, begin, end) - (spaces * 0.2525 if justified else 0.0)
        assert width <= room(begin, MEASURE - indent) + 0.02 or end == begin + 1


@pytest.mark.parametrize("justified", [False, True])
@examples(200)
@given(boxes=paragraphs(widest=45, kinds=(SPACE, HYPHENATED, HYPHENATED, SOFT, SOFT), most=16))
@example(boxes=boxes_of([1, 7, 45, 45, 1, 10, 45, 11, 45, 1], [SPACE, *[HYPHENATED] * 7, SPACE], 3))
def test_no_more_than_two_lines_in_a_row_end_with_a_hyphen_when_there_is_another_way(
    boxes: Boxes,
    justified: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    ends, _ = break_lines(boxes, MEASURE, MEASURE, justified=justified)
    assert ladder(boxes, ends) <= 2 or not has_solution(boxes, MEASURE, justified=justified)


# -- ragged: the least sum of squares


RUNT, RUNT_WIDTH = 0.012, 0.12
"""The price of a last line that is shorter than this share of the measure."""


def ragged_price(boxes: Boxes, ends: list[int], first: float) -> float:
    """Return the price of a ragged paragraph without hyphens.

    A line costs the square of the share of the measure that it leaves free. The last line is free, but for a runt.
    """
    free = [(room(begin, first) - natural(boxes, begin, end)) / MEASURE for begin, end in lines_of(ends)]
    return sum(share**2 for share in free[:-1]) + (RUNT if free[-1] > 1 - RUNT_WIDTH else 0.0)


def is_admitted(boxes: Boxes, ends: list[int], first: float) -> bool:
    """Tell whether lines fit, and leave more than a quarter free only where none that ends there could leave less."""
    for begin, end in lines_of(ends):
        free = room(begin, first) - natural(boxes, begin, end)
        longer = begin and natural(boxes, begin - 1, end) <= room(begin - 1, first)
        if free < 0 or (free > MEASURE / 4 and longer and end < ends[-1]):
            return False
    return True


@examples(200)
@given(
    boxes=paragraphs(kinds=(SPACE, SPACE, SPACE, PART), most=11, narrowest=5),
    indent=st.sampled_from([0, 0, 1, 13, 30, 40]),
)
def test_a_ragged_paragraph_is_as_even_as_the_best_of_all_there_are(boxes: Boxes, indent: int) -> None:
    first = MEASURE - indent
    admitted = [ends for ends in breakings(len(boxes.widths)) if is_admitted(boxes, ends, first)]
    best = min(ragged_price(boxes, ends, first) for ends in admitted)
    ends, _ = break_lines(boxes, MEASURE, first, justified=False)
    assert ragged_price(boxes, ends, first) <= best + 1e-9


def first_fit(boxes: Boxes) -> list[int]:
    ends = []
    begin = 0
    for end in range(1, len(boxes.widths) + 1):
        if natural(boxes, begin, end) > MEASURE:
            ends.append(end - 1)
            begin = end - 1
    return [*ends, len(boxes.widths)]


def squares(boxes: Boxes, ends: list[int]) -> float:
    return sum((MEASURE - natural(boxes, begin, end)) ** 2 for begin, end in lines_of(ends)[:-1])


@pytest.mark.parametrize(
    ("widths", "expected", "greedy"),
    [
        ([20, 60, 10, 60, 10, 20, 60, 50], [2, 5, 7, 8], [3, 6, 7, 8]),
        ([10, 60, 10, 10, 10, 60, 30, 50], [3, 6, 8], [4, 6, 8]),
        ([20, 20, 20, 10, 20, 60, 50], [4, 6, 7], [5, 6, 7]),
    ],
)
def test_weighing_all_lines_is_more_even_than_filling_one_after_the_other(
    widths: list[float], expected: list[int], greedy: list[int]
) -> None:
    boxes = boxes_of(widths, space=2)
    assert first_fit(boxes) == greedy
    assert break_lines(boxes, MEASURE, MEASURE, justified=False) == (expected, True)
    assert squares(boxes, expected) < 0.7 * squares(boxes, greedy)


def test_a_last_line_is_free() -> None:
    boxes = boxes_of([46, 48, 20], space=4)
    assert break_lines(boxes, MEASURE, MEASURE, justified=False) == ([2, 3], True)
    boxes = boxes_of([46, 49.5, 20], space=4)
    assert break_lines(boxes, MEASURE, MEASURE, justified=True) == ([2, 3], True)


@pytest.mark.parametrize(("narrow", "expected"), [(4, [2, 4]), (5, [2, 4]), (6, [3, 4]), (10, [3, 4])])
def test_a_lost_looking_last_line_is_worth_a_little_unevenness(narrow: float, expected: list[int]) -> None:
    # the line above has 96 of 100; it gives its last box to the 8 below when that leaves little more free:
    # 4, 11 and 12 per cent squared are 0.0016, 0.0121 and 0.0144
    boxes = boxes_of([44, 48 - narrow, narrow, 8], space=2)
    assert first_fit(boxes) == [3, 4]
    assert break_lines(boxes, MEASURE, MEASURE, justified=False)[0] == expected


# -- justified: the least sum of demerits


def justified_price(boxes: Boxes, ends: list[int], first: float) -> float | None:
    """Return the demerits of a justified paragraph without hyphens (Knuth and Plass, p. 1128); None when one is too wide.

    Badness is 100 times the cube of the ratio in which spaces stretch or shrink, a line costs the square of one more.
    """
    price = 0.0
    for begin, end in lines_of(ends):
        spaces = sum(boxes.spaces[begin : end - 1])
        free = room(begin, first) - natural(boxes, begin, end)
        if free >= 0:
            ratio = 0.0 if end == ends[-1] else free / (spaces / 2) if spaces else 100.0
        else:
            ratio = -free / (spaces / 4) if spaces else 100.0
            if ratio > 1 and end > begin + 1:
                return None
        price += (1 + 100 * ratio**3) ** 2
    return price


@examples(150)
@given(
    boxes=paragraphs(widest=28, kinds=(SPACE,), most=13, narrowest=12),
    indent=st.sampled_from([0, 0, 13, 30]),
)
def test_a_justified_paragraph_is_the_best_of_all_there_are(boxes: Boxes, indent: int) -> None:
    first = MEASURE - indent
    prices = [justified_price(boxes, ends, first) for ends in breakings(len(boxes.widths))]
    best = min(price for price in prices if price is not None)
    ends, _ = break_lines(boxes, MEASURE, first, justified=True)
    assert justified_price(boxes, ends, first) == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize(
    ("widths", "expected"),
    [
        ([25, 26, 16, 14, 22, 24, 26, 12, 28, 18, 25, 24], [3, 6, 9, 12]),
        ([28, 19, 15, 14, 18, 26, 29, 18, 26, 11, 28, 23, 23], [3, 6, 9, 12, 13]),
    ],
)
def test_badness_grows_with_the_third_power(widths: list[float], expected: list[int]) -> None:
    # by the second power [4, 7, 10, 12] and [4, 7, 10, 13] would be better
    assert break_lines(boxes_of(widths, space=8), MEASURE, MEASURE, justified=True)[0] == expected


# -- whether it is good enough


@pytest.mark.parametrize(("width", "good"), [(100, True), (77, True), (75, False), (40, False)])
def test_a_ragged_line_may_leave_24_per_cent_free(width: float, good: bool) -> None:  # noqa: FBT001  # a parameter of the test
    assert break_lines(boxes_of([width, 96, 30]), MEASURE, MEASURE, justified=False) == ([1, 2, 3], good)


@pytest.mark.parametrize(("width", "good"), [(56.5, True), (56, True), (54.5, True), (53.9, False), (50, False)])
def test_a_justified_line_may_stretch_its_spaces_by_nine_twentieths(width: float, good: bool) -> None:  # noqa: FBT001  # a parameter of the test
    # with the space of 4 points the line is half a point too wide, right, or 1.5, 2.1 and 6 points too narrow
    assert break_lines(boxes_of([40, width, 90]), MEASURE, MEASURE, justified=True) == ([2, 3], good)


@examples(200)
@given(boxes=paragraphs(kinds=(SPACE, SPACE, PART)), indent=st.integers(0, 40))
def test_ragged_lines_are_good_when_none_but_the_last_leaves_24_per_cent_free(boxes: Boxes, indent: int) -> None:
    first = MEASURE - indent
    ends, good = break_lines(boxes, MEASURE, first, justified=False)
    # an indented line is judged by the measure of the others
    free = [room(begin, first) - natural(boxes, begin, end) for begin, end in lines_of(ends)[:-1]]
    assert good == (max(free, default=0.0) <= 24)


@examples(200)
@given(boxes=paragraphs(widest=30, kinds=(SPACE,), narrowest=5))
def test_justified_lines_are_good_when_no_space_grows_by_nine_twentieths(boxes: Boxes) -> None:
    ends, good = break_lines(boxes, MEASURE, MEASURE, justified=True)
    ratios = []
    for begin, end in lines_of(ends):
        spaces = sum(boxes.spaces[begin : end - 1])
        free = MEASURE - natural(boxes, begin, end)
        if end < ends[-1] or free < 0:  # a last line does not grow
            ratios.append(free / (spaces / 2) if spaces else 100.0)
    if max(ratios, default=0.0) > 0.9:
        assert not good
    elif min(ratios, default=0.0) >= -0.4:  # they shrink by a fifth at most
        assert good


# -- constructed


@pytest.mark.parametrize("justified", [False, True])
@pytest.mark.parametrize("width", [0.5, 60, 100])
def test_one_box_is_one_good_line(width: float, justified: bool) -> None:  # noqa: FBT001  # a parameter of the test
    assert break_lines(boxes_of([width]), MEASURE, MEASURE, justified=justified) == ([1], True)


@pytest.mark.parametrize("justified", [False, True])
def test_what_fits_on_one_line_is_one_good_line(justified: bool) -> None:  # noqa: FBT001  # a parameter of the test
    boxes = boxes_of([20, 20, 20, 28], [SPACE, SOFT, HYPHENATED, PART])
    assert break_lines(boxes, MEASURE, 92, justified=justified) == ([4], True)


@pytest.mark.parametrize("justified", [False, True])
def test_the_first_line_is_shorter_by_its_indent(justified: bool) -> None:  # noqa: FBT001  # a parameter of the test
    boxes = boxes_of([46, 46, 46, 46, 46, 46], space=8)
    assert break_lines(boxes, MEASURE, 100, justified=justified)[0] == [2, 4, 6]
    assert break_lines(boxes, MEASURE, 99, justified=False)[0] == [1, 3, 5, 6]
    assert break_lines(boxes, MEASURE, 50, justified=justified)[0] == [1, 3, 5, 6]
    # two points are a quarter of the space: the indented line can still be shrunk
    assert break_lines(boxes, MEASURE, 98.1, justified=True)[0] == [2, 4, 6]
    assert break_lines(boxes, MEASURE, 97.5, justified=True)[0] == [1, 3, 5, 6]


def test_an_indented_line_is_weighed_by_what_it_leaves_of_its_own_measure() -> None:
    # 70 of 70 is full: no division, and nothing moves down to make it shorter
    boxes = boxes_of([33, 33, 48, 48, 30])
    assert break_lines(boxes, MEASURE, 70, justified=False) == ([2, 4, 5], True)


def test_a_division_is_taken_where_the_line_would_be_far_too_short_without_it() -> None:
    boxes = boxes_of([60, 20, 30, 60, 50], [SPACE, SOFT, SPACE, SPACE])
    assert break_lines(boxes, MEASURE, MEASURE, justified=False)[0] == [2, 4, 5]  # 87, 94, 50


def test_a_division_is_not_taken_for_a_little() -> None:
    # 99 and 92 with a hyphen are less free than 90 and 92 without, and not worth it
    boxes = boxes_of([90, 2, 18, 70, 50], [SPACE, SOFT, SPACE, SPACE])
    assert break_lines(boxes, MEASURE, MEASURE, justified=False)[0] == [1, 4, 5]


@pytest.mark.parametrize(("kind", "step", "full"), [(HYPHENATED, 5, 96), (SOFT, 8, 93)])
@pytest.mark.parametrize("justified", [False, True])
def test_the_third_line_in_a_row_ends_elsewhere(kind: str, step: int, full: int, justified: bool) -> None:  # noqa: FBT001  # a parameter of the test
    # each word and what is before the hyphen of the next one fill a line; no other two boxes fit on one
    begins = range(5, 5 + 9 * step, step)
    boxes = boxes_of([width for begin in begins for width in (begin, full - begin)], [SPACE, kind] * 9)
    ends, good = break_lines(boxes, MEASURE, MEASURE, justified=justified)
    assert ladder(boxes, ends) == 2
    assert all(least(boxes, begin, end) <= MEASURE for begin, end in lines_of(ends))
    assert not good


@pytest.mark.parametrize("count", [2, 3, 4, 7])
@pytest.mark.parametrize("justified", [False, True])
@pytest.mark.parametrize("kind", [HYPHENATED, SOFT])
def test_a_word_of_hyphens_that_has_no_other_way_ends_each_line_with_one(
    count: int,
    justified: bool,  # noqa: FBT001  # a parameter of the test
    kind: str,
) -> None:
    boxes = boxes_of([90] * count, [kind] * count)
    ends, good = break_lines(boxes, MEASURE, MEASURE, justified=justified)
    assert ends == list(range(1, count + 1))
    assert good is not justified  # ten per cent free is fine in ragged text; nothing stretches in justified


def test_a_hyphen_counts_for_the_width_of_its_line() -> None:
    # 48 + 4 + 46 = 98, and 101 with the hyphen
    boxes = boxes_of([48, 46, 48, 46, 20], [SPACE, SOFT, SPACE, SOFT])
    ends, _ = break_lines(boxes, MEASURE, MEASURE, justified=False)
    assert all(natural(boxes, begin, end) <= MEASURE for begin, end in lines_of(ends))
    assert ends != [2, 4, 5]


# -- linear work


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of Python are run."""
    found = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal found
        found += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return found


@pytest.mark.parametrize("justified", [False, True])
@pytest.mark.parametrize("kinds", [[SPACE], [SPACE, SOFT, SOFT], [HYPHENATED]])
def test_the_work_is_linear_in_the_length_of_the_text(kinds: list[str], justified: bool) -> None:  # noqa: FBT001  # a parameter of the test
    def work(count: int) -> int:
        boxes = boxes_of([7.0, 13.0, 11.0, 18.0] * (count // 4), kinds * count)
        return steps(lambda: break_lines(boxes, MEASURE, MEASURE, justified=justified))

    assert work(4000) < 2.2 * work(2000)
