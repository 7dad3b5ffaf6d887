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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LADDER = 2  # lines in a row that may end with a hyphen
_EPSILON = 0.01

# Ragged: the price of a line is the square of the share of the measure that it leaves free.
_SHORTER = 0.25  # of the measure: by how much a line may fall short of the fullest one that could end there
_LOOSE = 0.24  # a line that leaves more of the measure free is worth a division
_HYPHEN = 0.010
_RUNT = 0.012
_RUNT_WIDTH = 0.12  # of the measure: a last line shorter than this looks lost

# Justified: spaces stretch by a half and shrink by a quarter of their width at a badness of 100.
_STRETCH = 0.5
_SHRINK = 0.25
_TOLERANCE = 0.9  # stretch, in units of _STRETCH, that needs no division
_HYPHEN_DEMERITS = 2_500.0
_LADDER_DEMERITS = 10_000.0
_WORST = 100.0  # the ratio of a line that cannot be stretched
_WIDER = 0.4  # of the measure: by how much a line may fall short of the fullest one that could end there

_LAST_RESORT = 1e24  # the price of what is only done when nothing else can be: a third hyphen in a row, too wide a line


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
    price: float = 0.0
    """What the lines that ``break_lines`` chose cost."""


def break_lines(boxes: Boxes, measure: float, first: float, *, justified: bool) -> tuple[list[int], bool]:
    """Return the box behind the last one of each line, and whether every line is good enough without division.

    ``first`` is the measure of the first line. Boxes are no wider than the measure, with their hyphens.
    """
    spaces = boxes.spaces
    count = len(spaces)
    ends = boxes.ends = list(accumulate(map(add, boxes.widths, spaces), initial=0.0))
    if ends[count] - spaces[-1] <= first + _EPSILON:
        boxes.price = 0.0
        return [count], True
    starts = ends.copy()
    starts[0] = first - measure  # an indented line is one that begins further left, on a wider measure
    path = (_justified if justified else _ragged)(boxes, starts, measure)
    lines = list(zip([0, *path[:-1]], path[:-1], strict=False))  # but for the last one
    if justified:
        return path, all(_stretch(boxes, starts, measure, *line) <= _TOLERANCE for line in lines)
    return path, all(_free(boxes, starts, measure, *line) <= measure * _LOOSE for line in lines)


def _free(boxes: Boxes, starts: list[float], measure: float, begin: int, end: int) -> float:
    """Return what a line leaves of the measure, its hyphen counted."""
    right = boxes.ends[end] - boxes.spaces[end - 1] + boxes.hyphens.get(end - 1, 0.0)
    return measure + starts[begin] - right


def _stretch(boxes: Boxes, starts: list[float], measure: float, begin: int, end: int) -> float:
    """Return how far a line's spaces are stretched, in units of _STRETCH; less than 0 when they shrink."""
    free = _free(boxes, starts, measure, begin, end)
    give = sum(boxes.spaces[begin : end - 1]) * _STRETCH
    return free / give if give else (100.0 if free > _EPSILON else 0.0)


class _Ladders:
    """What ends with a hyphen: the cheapest way there by the number of lines in a row that do.

    All other places are reached in one cheapest way, so the number matters between hyphens only.
    """

    def __init__(self, count: int) -> None:
        self.best = [0.0] * (count + 1)
        """The price of the cheapest way to each place."""
        self.start = [0] * (count + 1)
        """Where its last line begins."""
        self.rungs: dict[int, dict[int, tuple[float, int, int]]] = {}
        """For places behind a hyphen, by the hyphens in a row: price, begin of the line, hyphens in a row there."""

    def add(self, end: int, lines: Iterable[tuple[int, float]], hyphen: Callable[[int], float]) -> None:
        """Find the cheapest ways to ``end`` by ``lines``, each with its begin and price; ``hyphen`` prices a rung."""
        found: dict[int, tuple[float, int, int]] = {}
        for begin, line in lines:
            ways = self.rungs.get(begin)
            before = [(rung, price) for rung, (price, *_) in ways.items()] if ways else [(0, self.best[begin])]
            for rung, so_far in before:
                own = min(rung + 1, _LADDER + 1)
                price = so_far + line + hyphen(own) + (_LAST_RESORT if own > _LADDER else 0.0)
                if own not in found or price < found[own][0]:
                    found[own] = (price, begin, rung)
        self.rungs[end] = found
        self.best[end] = min(price for price, *_ in found.values())

    def path(self) -> list[int]:
        """Return where the lines of the cheapest paragraph end."""
        end = len(self.best) - 1
        rung, path = self._cheapest(end), []
        while end:
            path.append(end)
            if rung:
                _, end, rung = self.rungs[end][rung]
            else:
                end = self.start[end]
                rung = self._cheapest(end)
        return path[::-1]

    def _cheapest(self, end: int) -> int:
        ways = self.rungs.get(end)
        return min(ways, key=lambda rung: ways[rung][0]) if ways else 0


def _ragged(boxes: Boxes, starts: list[float], measure: float) -> list[int]:
    spaces, ends, hyphens = boxes.spaces, boxes.ends, boxes.hyphens
    hyphened = boxes.flags | hyphens.keys()
    count = len(spaces)
    ladders = _Ladders(count)
    best, start = ladders.best, ladders.start
    scale = 1.0 / (measure * measure)
    shorter = measure * _SHORTER
    room = measure + _EPSILON
    low = end = 0
    for space in spaces[:-1]:
        box, end = end, end + 1
        right = ends[end] - space
        while right - starts[low] > room and low < box:
            low += 1
        left = measure - right
        free = left + starts[low]
        most = free + shorter
        if box in hyphened:
            left -= hyphens.get(box, 0.0)
            frees = [(begin, left + starts[begin]) for begin in range(low, end)]
            lines = [(begin, own * own * scale if own >= -_EPSILON else _too_wide(own)) for begin, own in frees]
            ladders.add(end, lines, lambda rung: _HYPHEN * (2 * rung - 1))
            continue
        found, origin = best[low] + (free * free * scale if free >= -_EPSILON else _too_wide(free)), low
        for begin in range(low + 1, end):
            free = left + starts[begin]
            if free > most:
                break
            price = best[begin] + free * free * scale
            if price < found:
                found, origin = price, begin
        best[end], start[end] = found, origin
    _last(ladders, starts, measure - ends[count] + spaces[-1], low, measure)
    boxes.price = best[count]
    return ladders.path()


def _last(ladders: _Ladders, starts: list[float], left: float, low: int, measure: float) -> None:
    """Find the last line of ragged text: it may be short, but for one word."""
    found = inf
    for begin in range(low, len(starts) - 1):
        free = left + starts[begin]
        price = ladders.best[begin] + (_RUNT if free > measure * (1 - _RUNT_WIDTH) else 0.0)
        price += _too_wide(free) if free < -_EPSILON else 0.0
        if price < found:
            found, ladders.start[-1] = price, begin
    ladders.best[-1] = found


def _too_wide(free: float) -> float:
    return _LAST_RESORT * (1 - free)


def _justified(boxes: Boxes, starts: list[float], measure: float) -> list[int]:
    spaces, ends, hyphens = boxes.spaces, boxes.ends, boxes.hyphens
    hyphened = boxes.flags | hyphens.keys()
    glue = list(accumulate(spaces, initial=0.0))
    count = len(spaces)
    ladders = _Ladders(count)
    best, start = ladders.best, ladders.start
    wider = inf if hyphened else measure * _WIDER  # what ends a ladder may be a line that is never chosen otherwise
    low = 0
    for end in range(1, count + 1):
        box = end - 1
        right = ends[end] - spaces[box]
        while low < box and right - starts[low] - (glue[box] - glue[low]) * _SHRINK > measure + _EPSILON:
            low += 1
        left = measure - right - hyphens.get(box, 0.0)
        most = max(left + starts[low], 0.0) + wider
        found, origin = inf, low
        lines = []
        for begin in range(low, end):
            free = left + starts[begin]
            if free > most and found < _LAST_RESORT and end < count:
                break
            give = glue[box] - glue[begin]
            price = 1.0 if free >= 0 and end == count else _badness(free, give)
            lines.append((begin, price))
            price += best[begin]
            if price < found:
                found, origin = price, begin
        if box in hyphened and end < count:
            ladders.add(end, lines, lambda rung: _HYPHEN_DEMERITS + _LADDER_DEMERITS * (rung > 1))
        else:
            best[end], start[end] = found, origin
    boxes.price = best[count]
    return ladders.path()


def _badness(free: float, give: float) -> float:
    """Return the price of a justified line that leaves ``free`` of the measure and whose spaces are ``give`` wide."""
    if free >= 0:
        ratio = min(free / (give * _STRETCH), _WORST) if give else _WORST
    elif -free > give * _SHRINK + _EPSILON:
        return _too_wide(free)
    else:
        ratio = -free / (give * _SHRINK) if give else 0.0
    badness = 1 + 100 * ratio**3
    return badness * badness
