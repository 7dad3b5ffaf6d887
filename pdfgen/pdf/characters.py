"""Kinds of characters: those without ink, marks on letters, and those that no face can set.

>>> unset("ש"), unset("ก"), unset("ß")
('right-to-left', 'shaped', None)
>>> [len(cluster) for cluster in clusters("o\u0323\u0301k")]
[3, 1]
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Unset = Literal["right-to-left", "shaped", "forbidden"]
"""Why a character is not set: its script, or that it is none that text is printed with."""


def _span(*ranges: tuple[int, int]) -> str:
    """Return ranges of characters as they stand in a class of a regular expression."""
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_INKLESS = (
    (0xAD, 0xAD),  # soft hyphen
    (0x34F, 0x34F),  # combining grapheme joiner
    (0x61C, 0x61C),  # Arabic letter mark
    (0x180B, 0x180F),  # Mongolian variation selectors and vowel separator
    (0x200B, 0x200F),  # zero-width space, joiners, marks of direction
    (0x2060, 0x2064),  # word joiner, invisible operators
    (0x206A, 0x206F),  # format characters that Unicode has given up
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xE0001, 0xE0001),  # tags
    (0xE0020, 0xE007F),
    (0xE0100, 0xE01EF),  # variation selectors
)
INKLESS = frozenset(chr(code) for first, last in _INKLESS for code in range(first, last + 1))
"""Characters without ink: they join, separate or select, and are not drawn even where a face has a glyph for them."""

MARKS = _span(
    (0x300, 0x34E),
    (0x350, 0x36F),
    (0x483, 0x489),  # of Cyrillic
    (0x135D, 0x135F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),  # of symbols
    (0x2CEF, 0x2CF1),
    (0x2DE0, 0x2DFF),  # Cyrillic letters as marks
    (0x302A, 0x302F),
    (0x3099, 0x309A),  # of kana
    (0xA66F, 0xA672),
    (0xA674, 0xA67D),
    (0xA69E, 0xA69F),
    (0xA6F0, 0xA6F1),
    (0xFE20, 0xFE2F),  # halves
    (0x101FD, 0x101FD),
    (0x102E0, 0x102E0),
    (0x10376, 0x1037A),
    (0x1D242, 0x1D244),
    (0x1E000, 0x1E02F),
)
"""The combining marks of the scripts that are set, as the inside of a class of a regular expression."""

_RIGHT_TO_LEFT = _span(
    (0x590, 0x8FF), (0xFB1D, 0xFDCF), (0xFDF0, 0xFDFF), (0xFE70, 0xFEFE), (0x10800, 0x10FFF), (0x1E800, 0x1EFFF)
)
# Letters of these join, stack or change places: Indic scripts and their relatives, Tibetan, Hangul in parts, music …
_SHAPED = _span(
    (0x900, 0x109F),
    (0x1100, 0x11FF),
    (0x1700, 0x18AF),
    (0x1900, 0x1AAF),
    (0x1B00, 0x1C4F),
    (0x1CC0, 0x1CFF),
    (0xA800, 0xA82F),
    (0xA840, 0xAAFF),
    (0xABC0, 0xABFF),
    (0xD7B0, 0xD7FF),
    (0x11000, 0x11FFF),
    (0x13430, 0x1345F),
    (0x16100, 0x1613F),
    (0x16AF0, 0x16AF4),
    (0x16B30, 0x16B36),
    (0x16D40, 0x16D7F),
    (0x16F00, 0x16F9F),
    (0x16FE4, 0x16FF1),
    (0x1BC00, 0x1BCAF),
    (0x1CF00, 0x1CFCF),
    (0x1D165, 0x1D1AD),
    (0x1D800, 0x1DAAF),
    (0x1E100, 0x1E2FF),
)
# Controls, overrides of direction, annotations between the lines, stand-ins for what got lost, surrogates, private use
# and noncharacters.
_FORBIDDEN = _span(
    (0x0, 0x1F),
    (0x7F, 0x9F),
    (0x2028, 0x202E),
    (0x2066, 0x2069),
    (0xD800, 0xF8FF),
    (0xFDD0, 0xFDEF),
    (0xFFF9, 0xFFFD),
    (0xFFFE, 0xFFFF),
    (0xF0000, 0x10FFFF),
)
_IDEOGRAPHS = _span(
    (0x3005, 0x3007),
    (0x3041, 0x3096),
    (0x309D, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFD),
)

_DOUBLE = "\u035c-\u0362\u1dcd\u1dfc"  # marks over or under two letters
_MARK = re.compile(f"[{MARKS}]")
_KINDS: dict[Unset, re.Pattern[str]] = {
    "right-to-left": re.compile(f"[{_RIGHT_TO_LEFT}]"),
    "shaped": re.compile(f"[{_SHAPED}]"),
    "forbidden": re.compile(f"[{_FORBIDDEN}]"),
}
_NEVER_FIRST = "々〻ぁぃぅぇぉっゃゅょゎゕゖゝゞァィゥェォッャュョヮヵヶ・ーヽヾ\u31f0-\u31ff"
_CLOSING, _OPENING = r"、。\uff0c\uff0e\uff01\uff1f\uff1a\uff1b」』\uff09】〉》", r"「『\uff08【〈《"
BETWEEN_IDEOGRAPHS = f"(?<=[{_IDEOGRAPHS}{_CLOSING}])(?![{_NEVER_FIRST}])(?=[{_IDEOGRAPHS}{_OPENING}])"
"""A regular expression for the places between ideographs and kana where a line may end (UAX #14: ID, CJ, NS, OP)."""


def plain(characters: Iterable[str]) -> frozenset[str]:
    """Return those of ``characters`` that are set one by one, and between which no line ends."""
    every = frozenset(characters) - INKLESS
    text = "".join(every)
    found = every.difference(*(pattern.findall(text) for pattern in (_MARK, *_KINDS.values())))
    return frozenset(char for char in found if char < _IDEOGRAPHS[0])


def clusters(text: str) -> list[str]:
    """Return ``text`` in letters, each with the marks that stand on it, and two under one mark together."""
    return _cluster().findall(text)


@cache
def _cluster() -> re.Pattern[str]:
    # few texts need it, and it takes as long to compile as all else here
    pair = rf"[^{MARKS}\s][{MARKS}]*[{_DOUBLE}][{MARKS}]*[^{MARKS}\s][{MARKS}]*"
    return re.compile(f"{pair}|[^{MARKS}]?[{MARKS}]+|.", re.DOTALL)


def is_mark(char: str) -> bool:
    """Tell whether a character is a combining mark of a script that is set."""
    return _MARK.match(char) is not None


@lru_cache(8_192)
def unset(char: str) -> Unset | None:
    """Return why a character is not set in any face; None for one that a face may have."""
    for kind, pattern in _KINDS.items():
        if pattern.match(char):
            return kind
    return "forbidden" if unicodedata.category(char) == "Cn" else None


_SCRIPTS = dict.fromkeys(("AFGHANI", "EXTENDED", "ORNATE", "RIAL", "ARABIC-INDIC"), "Arabic") | {"NKO": "N’Ko"}


def script(char: str) -> str:
    """Return the name of the script of a character that is not set for its script.

    >>> script("ש"), script("٣"), script("ก")
    ('Hebrew', 'Arabic', 'Thai')
    """
    name = unicodedata.name(char, "UNKNOWN")
    before, letter, _ = name.partition(" LETTER ")
    word = before if letter else name.partition(" ")[0]
    return _SCRIPTS.get(word, word.title())
