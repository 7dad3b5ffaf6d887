"""Words, measured: which faces set their characters, how wide they are, where they may be parted.

Measured text is a string with marks in it: kerns (``pdf.faces``), changes to another face of the chain, and changes to
another cut of the paragraph. What is written costs nothing to join and to cut, and is read again when it is drawn.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from pdfgen.pdf.faces import INKLESS, KERNS, face

if TYPE_CHECKING:
    from pdfgen.layout.typesetter import Line
    from pdfgen.pdf.faces import Face
    from pdfgen.theme import Family, Theme

FACE, CUT = 0xF0000, 0xF1000
"""Changes of face and cut: the character of this code plus the number of what follows. No face has these."""

MARKS = re.compile("([\U000f0000-\U000f1fff])")

_REMEMBERED = 100_000  # words of a chain
_INKLESS = dict.fromkeys(map(ord, INKLESS))
_PARTED = frozenset("-‐–—/")
# Where a line may end inside a word, by the rules of Unicode's line breaking (UAX #14): after a hyphen (BA, HY) or a
# slash (SY) before a letter, after a dash (BA, B2) before anything but closing marks, at a soft hyphen, at a zero-width
# space. Not after a hyphen that begins a word (LB20a), nor before figures (LB25).
PARTS = re.compile(
    r"(?<=[\w)\]”’][-‐])(?=[^\W\d_])|(?<=\w/)(?=[^\W\d_]{2})"
    r"|(?<=[^\s–—][–—])(?=[\w(\[{“‘«„¿¡$€£])|(?<=[\u00ad\u200b])(?=.)"
)


Box: TypeAlias = "tuple[str, float, bool, bool, bool]"
"""A piece of a word that is not broken; between two of them a line may end.

Its text, with the space if it ends with one; its width per em without the space; whether it ends with a space; whether
a line that ends behind it needs a hyphen; whether that line then ends with a hyphen. (Plain tuples: there are many.)
"""

Word: TypeAlias = "tuple[str, float, tuple[Box, ...]]"
"""A word as it is set: its text, its width per em, and its boxes, the last of which has the space behind it."""


class Chain(dict[str, Word]):
    """Faces of one weight and slope: the first one sets what it has, the others stand in. Remembers words."""

    def __init__(self, faces: tuple[Face, ...]) -> None:
        super().__init__()
        self.faces = faces
        self.missing: dict[str, str] = {}
        """The characters that no face has, by word."""
        self.labels: dict[tuple[str, float, float, object], list[Line]] = {}
        """Text that comes in every report, in lines."""

    def __missing__(self, word: str) -> Word:
        if len(self) >= _REMEMBERED:
            self.clear()
            self.labels.clear()
        first = self.faces[0]
        if word and first.characters.issuperset(word) and _PARTED.isdisjoint(word):  # nearly every word
            text, width = first.measured(word)
            found: Word = (text, width, ((text + " ", width, True, False, False),))
        else:
            found = self._pieced(word)
        self[word] = found
        return found

    def _pieced(self, word: str) -> Word:
        """Return a word that may be parted, or that its own face does not have all of."""
        text, width = self.measured(word.translate(_INKLESS))
        boxes = tuple(map(self._box, PARTS.split(word)))
        if lacking := "".join(char for char in word if char not in INKLESS and self._covering(char) < 0):
            self.missing[word] = lacking
        if not text:
            return text, width, ()
        last_text, last_width, *_ = boxes[-1] if len(boxes) > 1 else (text, width)
        return text, width, (*boxes[:-1], (last_text + " ", last_width, True, False, False))

    def _box(self, piece: str) -> Box:
        text, width = self.measured(piece.translate(_INKLESS))
        soft = piece.endswith("\u00ad")
        return text, width, False, soft, soft or piece.endswith(("-", "‐"))

    def measured(self, text: str) -> tuple[str, float]:
        """Return ``text`` with its marks, and its width per em; characters that no face has are left out."""
        first = self.faces[0]
        if first.characters.issuperset(text):
            return first.measured(text)
        shown, width = "", 0.0
        for number, chars in groupby(text, key=self._covering):
            if number < 0:
                continue
            kerned, advance = self.faces[number].measured("".join(chars))
            shown += f"{chr(FACE + number)}{kerned}{chr(FACE)}" if number else kerned
            width += advance
        return shown, width

    def _covering(self, char: str) -> int:
        return next((number for number, one in enumerate(self.faces) if char in one.characters), -1)


def bare(text: str) -> str:
    """Return measured text without its marks."""
    return KERNS.sub("", MARKS.sub("", text))


def chain(theme: Theme, family: str, *, strong: bool = False, italic: bool = False) -> Chain:
    """Return the faces that may set text of a family, its own first."""
    names = dict.fromkeys([family, *theme.fallback])
    return _chain(tuple(_file(theme.families[name], strong=strong, italic=italic) for name in names))


@cache
def _chain(files: tuple[str, ...]) -> Chain:
    return Chain(tuple(map(face, dict.fromkeys(files))))


def _file(family: Family, *, strong: bool, italic: bool) -> str:
    wanted = ("strong_italic", "strong", "italic") if strong and italic else ("strong",) * strong + ("italic",) * italic
    return next((file for name in wanted if (file := getattr(family, name))), family.regular)
