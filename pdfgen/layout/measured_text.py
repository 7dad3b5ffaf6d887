"""Words, measured: which faces set their characters, how wide they are, where they may be parted.

Measured text is a string with marks in it: kerns (``pdf.faces``), changes to another face of the chain, and changes to
another cut of the paragraph. What is written costs nothing to join and to cut, and is read again when it is drawn.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from pdfgen.caches import remembered
from pdfgen.pdf.characters import BETWEEN_IDEOGRAPHS, INKLESS, clusters, is_mark, unset
from pdfgen.pdf.characters import MARKS as ON_LETTERS
from pdfgen.pdf.faces import KERNS, face
from pdfgen.pdf.marks import FIRST_STAND_IN, MOST_MARKS, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.pdf.faces import Face
    from pdfgen.theme import Family, Theme

FACE, CUT = 0xF0000, 0xF1000
"""Changes of face and cut: the character of this code plus the number of what follows. No face has these."""

MARKS = re.compile("([\U000f0000-\U000fffff])")

_STAND_INS = re.compile(f"[{chr(FIRST_STAND_IN)}-\U0010ffff]")
_REMEMBERED = 100_000  # words of a chain, and letters
_INKLESS = dict.fromkeys(map(ord, INKLESS))
_PARTED = frozenset("-‐–—/")
# Where a line may end inside a word, by the rules of Unicode's line breaking (UAX #14): after a hyphen (BA, HY) or a
# slash (SY) before a letter, after a dash (BA, B2) before anything but closing marks, at a soft hyphen, at a zero-width
# space. Not after a hyphen that begins a word (LB20a), nor before figures (LB25).
# Between a letter and its marks nothing ends.
PARTS = re.compile(
    rf"(?<=[\w){ON_LETTERS}\]”’][-‐])(?=[^\W\d_])|(?<=[\w{ON_LETTERS}]/)(?=[^\W\d_]{{2}})"
    rf"|(?<=[^\s–—][–—])(?=[\w(\[{{“‘«„¿¡$€£])|(?<=[\u00ad\u200b])(?=[^{ON_LETTERS}])|{BETWEEN_IDEOGRAPHS}"
)


Box: TypeAlias = "tuple[str, float, bool, bool, bool]"
"""A piece of a word that is not broken; between two of them a line may end.

Its text, with the space if it ends with one; its width per em without the space; whether it ends with a space; whether
a line that ends behind it needs a hyphen; whether that line then ends with a hyphen. (Plain tuples: there are many.)
"""

Word: TypeAlias = "tuple[str, float, tuple[Box, ...]]"
"""A word as it is set: its text, its width per em, and its boxes, the last of which has the space behind it."""


Lack = Literal["glyph", "mark", "marks", "letter", "right-to-left", "shaped", "forbidden"]
"""Why something cannot be set: no face has its glyph; none places its mark; more marks than a line holds stand on one
letter; a mark stands on none; and what no face can set (``pdf.characters``)."""


class Line(NamedTuple):
    """A line of measured text; ``cut`` is the number of the cut that it begins in, ``width`` in points."""

    text: str
    cut: int
    width: float
    hyphen: bool
    """Whether it ends with a hyphen, of the word or added."""


class Gap(NamedTuple):
    """A character, or a letter with its marks, that a chain cannot set."""

    text: str
    lack: Lack
    faces: tuple[str, ...]
    """The names of the faces that were asked."""


class FallbackFonts(dict[str, Word]):  # noqa: PLW1641  # no mapping has a hash
    """Faces of one weight and slope: the first one sets what it has, the others stand in. Remembers words.

    A letter and its marks are set in the same face.
    """

    def __init__(self, faces: tuple[Face, ...]) -> None:
        super().__init__()
        self.faces = faces
        self.complete = True
        """Whether all of every word so far could be set."""
        self._set: dict[str, tuple[int, str] | Gap] = {}
        self.labels: dict[tuple[str, float, float, object], list[Line]] = {}
        """Text that comes in every report, in lines."""

    def __eq__(self, other: object) -> bool:
        """Two chains that remember nothing yet are two: what makes a chain is its faces."""
        return self is other

    def __missing__(self, word: str) -> Word:
        if len(self) >= _REMEMBERED:
            self.clear()
            self.labels.clear()
        first = self.faces[0]
        if word and first.plain.issuperset(word) and _PARTED.isdisjoint(word):  # nearly every word
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
        self.complete = self.complete and not self.lacking(word)
        if not text:
            return text, width, ()
        last_text, last_width, *_ = boxes[-1] if len(boxes) > 1 else (text, width)
        return text, width, (*boxes[:-1], (last_text + " ", last_width, True, False, False))

    def _box(self, piece: str) -> Box:
        text, width = self.measured(piece.translate(_INKLESS))
        soft = piece.endswith("\u00ad")
        return text, width, False, soft, soft or piece.endswith(("-", "‐"))

    def measured(self, text: str) -> tuple[str, float]:
        """Return ``text`` with its marks, and its width per em; what cannot be set is left out."""
        first = self.faces[0]
        if first.plain.issuperset(text):
            return first.measured(text)
        shown, width = "", 0.0
        found = [one for one in map(self._cluster, clusters(text)) if not isinstance(one, Gap)]
        for number, pieces in groupby(found, key=itemgetter(0)):
            kerned, advance = self.faces[number].measured("".join([char for _, char in pieces]))
            shown += f"{chr(FACE + number)}{kerned}{chr(FACE)}" if number else kerned
            width += advance
        return shown, width

    def lacking(self, text: str) -> tuple[Gap, ...]:
        """Return what of ``text`` cannot be set, each once, in order; nothing is laid out."""
        if self.faces[0].plain.issuperset(text):
            return ()
        found = dict.fromkeys(map(self._cluster, clusters(text.translate(_INKLESS))))
        return tuple(one for one in found if isinstance(one, Gap))

    def _cluster(self, cluster: str) -> tuple[int, str] | Gap:
        """Return the face that sets a character, or a letter with its marks, and the character of measured text."""
        found = self._set.get(cluster)
        if found is None:
            if len(self._set) >= _REMEMBERED:
                self._set.clear()
            found = self._set[cluster] = next(self._ways(cluster))
        return found

    def _ways(self, cluster: str) -> Iterator[tuple[int, str] | Gap]:
        names = tuple(one.name for one in self.faces)
        for char in cluster:
            if reason := unset(char):
                yield Gap(char, reason, names)
        written = unicodedata.normalize("NFC", cluster)
        letter, *marks = list(unicodedata.normalize("NFD", cluster))
        if is_mark(letter) or (marks and letter.isspace()):
            yield Gap(cluster.strip(), "letter", names)
        if len(marks) > MOST_MARKS:
            yield Gap(cluster, "marks", names)
        for number, one in enumerate(self.faces):
            if written in one.characters:
                yield number, written
            elif marks and (made := one.made(written)):
                yield number, made
        lacked = [char for char in (letter, *marks) if not any(char in one.characters for one in self.faces)]
        whole = letter in lacked or not marks
        yield Gap(written if whole else lacked[0] if lacked else cluster, "glyph" if lacked or whole else "mark", names)


def bare(text: str) -> str:
    """Return what measured text says."""
    return _STAND_INS.sub(lambda found: said(found[0]), KERNS.sub("", MARKS.sub("", text)))


def chain(theme: Theme, family: str, *, strong: bool = False, italic: bool = False) -> FallbackFonts:
    """Return the faces that may set text of a family, its own first."""
    names = dict.fromkeys([family, *theme.fallback])
    files = [_file(theme.families[name], strong=strong, italic=italic) for name in names]
    return _chain(tuple(map(face, dict.fromkeys(files))))


@remembered(64)
def _chain(faces: tuple[Face, ...]) -> FallbackFonts:
    return FallbackFonts(faces)


def _file(family: Family, *, strong: bool, italic: bool) -> str:
    wanted = ("strong_italic", "strong", "italic") if strong and italic else ("strong",) * strong + ("italic",) * italic
    return next((file for name in wanted if (file := getattr(family, name))), family.regular)
