"""Word by word: what was taken out of a text, what was put in, what stayed."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

_WORD = re.compile(r"(\S+)")
_CELLS = 2**30
"""Words of one text times words of the other. The longest texts that a file may have fit, of 64,000 characters each:
they take a quarter of a second and 130 MB at the worst."""
_SHORT = 3
"""So many words that stayed between greater changes tell nothing: “of the” in a sentence that is new."""


Operation = Literal["=", "-", "+"]


class WordPiece(NamedTuple):
    """A stretch of text that stayed (``=``), was taken out (``-``) or was put in (``+``)."""

    op: Operation
    text: str


class CommonRun(NamedTuple):
    """Words that stayed, from word ``before`` of the old text and word ``after`` of the new one, counted from 0."""

    before: int
    after: int
    length: int


def compare_words(before: str, after: str) -> tuple[WordPiece, ...]:
    """Return the pieces that lead from one text to the other.

    What stayed and what was taken out is the old text, to the character; what stayed and what was put in the new one.
    Where both stand at one place, what was taken out comes first.
    """
    old, new = _WORD.split(before), _WORD.split(after)  # white space and words by turns, white space at both ends
    words = old[1::2], new[1::2]
    runs = [part for run in _runs(*words) for part in _evenly_spaced(run, old, new)]
    end = CommonRun(len(words[0]), len(words[1]), 0)
    found: list[WordPiece] = []
    last = CommonRun(0, 0, 0)
    for run in (*_telling(runs, end), end):
        start = last.before + last.length, last.after + last.length
        found += _change(old[2 * start[0] : 2 * run.before + 1], new[2 * start[1] : 2 * run.after + 1])
        found.append(WordPiece("=", "".join(old[2 * run.before + 1 : 2 * (run.before + run.length)])))
        last = run
    return tuple(_joined(found))


def _change(old: Sequence[str], new: Sequence[str]) -> Iterator[WordPiece]:
    """Yield what stands between two runs, white space at both ends; what both have of that stayed."""
    both = len(old) > 1 and len(new) > 1
    head = old[0] if both and old[0] == new[0] else ""
    tail = old[-1] if old[-1] == new[-1] else ""
    removed, added = "".join(old), "".join(new)
    yield WordPiece("=", head)
    yield WordPiece("-", removed[len(head) : len(removed) - len(tail)])
    yield WordPiece("+", added[len(head) : len(added) - len(tail)])
    yield WordPiece("=", tail)


def _joined(pieces: Iterable[WordPiece]) -> Iterator[WordPiece]:
    """Yield the pieces that have text, those of one kind joined between two stretches that stayed."""
    for stayed, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.op == "="):
        found = list(group)
        ops: tuple[Operation, ...] = ("=",) if stayed else ("-", "+")
        for op in ops:
            if text := "".join(piece.text for piece in found if piece.op == op):
                yield WordPiece(op, text)


def _evenly_spaced(run: CommonRun, old: Sequence[str], new: Sequence[str]) -> Iterator[CommonRun]:
    """Yield the parts of ``run`` inside of which the white space is the same."""
    start = 0
    for index in range(1, run.length + 1):
        if index == run.length or old[2 * (run.before + index)] != new[2 * (run.after + index)]:
            yield CommonRun(run.before + start, run.after + start, index - start)
            start = index


def _telling(runs: Iterable[CommonRun], end: CommonRun) -> list[CommonRun]:
    """Return the runs without the short ones that stand between changes of more words than they have."""
    kept = [CommonRun(0, 0, 0)]
    for run in (*runs, end):
        while len(kept) > 1 and kept[-1].length <= _SHORT:
            if kept[-1].length >= min(_distance(kept[-2], kept[-1]), _distance(kept[-1], run)):
                break
            kept.pop()
        kept.append(run)
    return kept[1:-1]


def _distance(run: CommonRun, following: CommonRun) -> int:
    """Return how many words of the longer side stand between two runs."""
    return max(following.before - run.before - run.length, following.after - run.after - run.length)


def _runs(old: Sequence[str], new: Sequence[str]) -> list[CommonRun]:
    """Return the words that stayed, as many as can be."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    pairs = [(index, index) for index in range(head)]
    inner = common_subsequence(old[head : len(old) - tail], new[head : len(new) - tail])
    pairs += [(head + one, head + other) for one, other in inner]
    pairs += [(len(old) - back, len(new) - back) for back in range(tail, 0, -1)]
    found: list[CommonRun] = []
    for one, other in pairs:
        if found and (one, other) == (found[-1].before + found[-1].length, found[-1].after + found[-1].length):
            found[-1] = found[-1]._replace(length=found[-1].length + 1)
        else:
            found.append(CommonRun(one, other, 1))
    return found


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many words two texts have in common where they begin."""
    return next(
        (index for index, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )


def common_subsequence(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the places, in both, of a longest sequence of items that both have in the same order.

    It takes one step of bit-parallel arithmetic for each item of ``new`` (Hyyrö, Bit-Parallel LCS-length Computation
    Revisited, 2004): a bit of ``row`` is 0 where one more item of ``old`` makes the common sequence longer. So the time
    does not depend on what the texts say. Nothing is in common where there are more than ``_CELLS`` pairs.
    """
    if len(old) * len(new) > _CELLS:
        return []
    places: dict[Hashable, int] = {}
    for index, item in enumerate(old):
        places[item] = places.get(item, 0) | 1 << index
    every = row = (1 << len(old)) - 1
    rows = [row]
    for item in new:
        if matched := row & places.get(item, 0):
            row = ((row + matched) | (row - matched)) & every
        rows.append(row)
    found: list[tuple[int, int]] = []
    one, other = len(old), len(new)
    while one and other:
        if rows[other] >> (one - 1) & 1:
            one -= 1
        elif not rows[other - 1] >> (one - 1) & 1:
            other -= 1
        else:
            one, other = one - 1, other - 1
            found.append((one, other))
    return found[::-1]
