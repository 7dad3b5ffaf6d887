r"""The sentence of a page that shows best what was found.

>>> best_sentence("One thing. \x02Votes\x03 are counted twice. Others are not.")
('Votes are counted twice.', ((0, 5),))
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START, END = "\x02", "\x03"
"""What stands around a found word; no text of a page has them."""

_LONGEST = 320  # characters
_BEFORE = 120  # characters of a long sentence before the first found word

# A sentence ends at a full stop with a space after it and no small letter.
_ENDS = re.compile(r"(?<=[.!?…。؟।])[\"”’»)\]\x03]*\s+(?=[^\s])")
_MARKED = re.compile(f"{START}([^{END}]*){END}")


def best_sentence(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the sentence with the most different found words, without marks, and start and end of each in it."""
    best, most = "", 0
    for sentence in _sentences(marked):
        words = {word.casefold() for word in _MARKED.findall(sentence)}
        if len(words) > most:
            best, most = sentence, len(words)
    return _unmarked(_shortened(" ".join(best.split())))


def _sentences(marked: str) -> Iterator[str]:
    """Yield the sentences that have found words. A line has whole ones, unless a phrase goes on in the next one."""
    part = ""
    for line in marked.split("\n"):
        part = f"{part}\n{line}" if part else line
        if part.count(START) == part.count(END):
            if START in part:
                yield from _divided(part)
            part = ""


def _divided(text: str) -> Iterator[str]:
    start = 0
    for end in _ENDS.finditer(text):
        before = text[start : end.end()]
        following = text[end.end() : end.end() + 2].lstrip(START)
        if before.count(START) != before.count(END) or following[:1].islower():
            continue
        yield before
        start = end.end()
    yield text[start:]


def _shortened(sentence: str) -> str:
    """Return a sentence, or the part of a long one that begins a little before the first found word."""
    if len(sentence) <= _LONGEST:
        return sentence
    first = sentence.find(START)
    start = 0 if first <= _BEFORE else sentence.find(" ", first - _BEFORE, first) + 1 or first
    end = len(sentence) if start + _LONGEST >= len(sentence) else sentence.rfind(" ", start, start + _LONGEST)
    end = start + _LONGEST if end <= first else end
    part = sentence[start:end]
    if part.count(START) > part.count(END):  # the end lies in a phrase
        part += END
    return f"{'… ' if start else ''}{part}{' …' if end < len(sentence) else ''}"


def _unmarked(sentence: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    found = []
    for number, match in enumerate(_MARKED.finditer(sentence)):
        start = match.start() - 2 * number
        found.append((start, start + len(match[1])))
    return sentence.replace(START, "").replace(END, ""), tuple(found)
