"""Total-fit line breaking: where a paragraph's lines end, all of them weighed together.

After Knuth and Plass, “Breaking paragraphs into lines” (Software: Practice and Experience 11, 1981), for ragged text as
well as for justified. The work is linear in the length of the text: only starts that give a line of a sensible length
are weighed against each other. Lengths are in points.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from math import inf
from operator import add

_LADDER = 2  # lines in a row that may end with a hyphen
_EPSILON = 0.01

# Ragged: the price of a line is the square of the share of the measure that it leaves free.
_SHORTEST = 0.25  # a line that leaves more of the measure free is only taken when nothing else can be
_LOOSE = 0.24  # ... and one that leaves more than this is worth a division
_HYPHEN = 0.010
_RUNT = 0.012
_RUNT_WIDTH = 0.12  # of the measure: a last line shorter than this looks lost

# Justified: spaces stretch by a half and shrink by a quarter of their width at a badness of 100.
_STRETCH = 0.5
_SHRINK = 0.25
_TOLERANCE = 0.9  # stretch, in units of _STRETCH, that needs no division
_HYPHEN_DEMERITS = 2_500.0
_LADDER_DEMERITS = 10_000.0


@dataclass(slots=True)
class Boxes:
    """A paragraph in boxes that are not broken; between two of them a line may end.

    ``spaces`` has the width of the space after a box (0 where a line may end without one), ``hyphens`` that of the
    hyphen which is added when a line ends there, ``flags`` whether that line then ends with a hyphen, added or not.
    """

    widths: list[float] = field(default_factory=list)
    spaces: list[float] = field(default_factory=list)
    hyphens: dict[int, float] = field(default_factory=dict)
    flags: set[int] = field(default_factory=set)
    ends: list[float] = field(default_factory=list)
    """Where each box begins, and the last one's space ends, on one endless line; made by ``break_lines``."""


def break_lines(boxes: Boxes, measure: float, first: float, *, justified: bool) -> tuple[list[int], bool]:
    """Return the box behind the last one of each line, and whether every line is good enough without division.

    ``first`` is the measure of the first line. Boxes are no wider than the measure.
    """
    spaces = boxes.spaces
    count = len(spaces)
    ends = boxes.ends = list(accumulate(map(add, boxes.widths, spaces), initial=0.0))
    if ends[count] - spaces[-1] <= first + _EPSILON:
        return [count], True
    if justified:
        return _justified(boxes, ends, measure, first)
    return _ragged(boxes, ends, measure, first)


def _ragged(boxes: Boxes, ends: list[float], measure: float, first: float) -> tuple[list[int], bool]:
    spaces, hyphens, flags = boxes.spaces, boxes.hyphens, boxes.flags
    count = len(spaces)
    starts = ends.copy()
    starts[0] = first - measure  # an indented line is one that begins further right
    best = [0.0] * (count + 1)
    start = [0] * (count + 1)
    ladder = [0] * (count + 1)
    scale = 1.0 / (measure * measure)
    most = measure * _SHORTEST
    room = measure + _EPSILON
    runt = measure * (1 - _RUNT_WIDTH)
    low = end = 0
    for space in spaces:
        box, end = end, end + 1
        right = ends[end] - space
        while right - starts[low] > room and low < box:
            low += 1
        left = measure - right
        if end == count:
            found = inf
            for begin in range(low, end):
                price = best[begin] + (_RUNT if left + starts[begin] > runt else 0.0)
                if price < found:
                    found, start[end] = price, begin
        elif box in flags or box in hyphens:
            left -= hyphens.get(box, 0.0)
            best[end], start[end] = _flagged(range(low, end), left, starts, best, ladder, scale)
            ladder[end] = ladder[start[end]] + 1
        else:
            free = left + starts[low]
            found, origin = best[low] + free * free * scale, low
            for begin in range(low + 1, end):
                free = left + starts[begin]
                if free > most:
                    break
                price = best[begin] + free * free * scale
                if price < found:
                    found, origin = price, begin
            best[end], start[end] = found, origin
    path = _path(start, count)
    begins = [0, *path[:-1]]
    lines = zip(begins, path[:-1], strict=False)  # but for the last one
    free = max(measure + starts[begin] - ends[end] + spaces[end - 1] for begin, end in lines)
    return path, free <= measure * _LOOSE


def _flagged(  # the state of the search
    begins: range, left: float, starts: list[float], best: list[float], ladder: list[int], scale: float
) -> tuple[float, int]:
    """Return price and start of the best line that ends with a hyphen, and does not stand below two that do."""
    found, origin = inf, begins.start
    for begin in begins:
        free = left + starts[begin]
        if (free < -_EPSILON and begin < begins.stop - 1) or ladder[begin] >= _LADDER:
            continue
        price = best[begin] + free * free * scale + _HYPHEN * (1 + 2 * ladder[begin])
        if price < found:
            found, origin = price, begin
    return found, origin


def _justified(boxes: Boxes, ends: list[float], measure: float, first: float) -> tuple[list[int], bool]:
    spaces, hyphens, flags = boxes.spaces, boxes.hyphens, boxes.flags
    count = len(spaces)
    glue = list(accumulate(spaces, initial=0.0))
    best = [0.0] + [inf] * count
    start = [0] * (count + 1)
    ladder = [0] * (count + 1)
    worst = [0.0] * (count + 1)
    most = measure * 0.5
    low = 0
    for end in range(1, count + 1):
        box = end - 1
        right = ends[end] - spaces[box]
        while (
            low < box and right - ends[low] - (glue[box] - glue[low]) * _SHRINK > (measure if low else first) + _EPSILON
        ):
            low += 1
        right += hyphens.get(box, 0.0)
        flagged = box in flags
        found, origin, loose = inf, low, 0.0
        for begin in range(low, end):
            free = (measure if begin else first) - right + ends[begin]
            if free > most and found < inf and end < count:
                break
            give = glue[box] - glue[begin]
            if free >= 0:
                ratio = 0.0 if end == count else free / (give * _STRETCH) if give else 100.0
            else:
                ratio = -free / (give * _SHRINK) if give else 100.0
                if ratio > 1 + _EPSILON and begin < box:
                    continue
            badness = 1 + 100 * ratio**3
            price = best[begin] + badness * badness
            if flagged:
                if ladder[begin] >= _LADDER:
                    continue
                price += _HYPHEN_DEMERITS + (_LADDER_DEMERITS if ladder[begin] else 0)
            if price < found:
                found, origin, loose = price, begin, ratio
        best[end], start[end] = found, origin
        ladder[end] = ladder[origin] + 1 if flagged else 0
        worst[end] = max(worst[origin], loose)
    return _path(start, count), worst[count] <= _TOLERANCE


def _path(start: list[int], count: int) -> list[int]:
    found = []
    while count:
        found.append(count)
        count = start[count]
    return found[::-1]
