"""Faces: TrueType files that know their glyphs, their advances and kerns, and how they stand in a file.

A face is read once a process. What a document uses of it is its ``Encoding``: one-byte codes for characters, in as
many subsets as it takes.
"""

from __future__ import annotations

import re
import zlib
from operator import add
from typing import TYPE_CHECKING

from pdfgen.caches import remembered
from pdfgen.errors import EnvironmentFailure
from pdfgen.files import stamp
from pdfgen.pdf.characters import INKLESS, plain
from pdfgen.pdf.marks import FIRST_STAND_IN, MARKED, Placing, said, stand_in
from pdfgen.pdf.subset import Glyphs
from pdfgen.pdf.truetype import FontError, program
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.files import Stamp

HYPHEN = "\u00ad"
"""The hyphen at the end of a line where a word is divided: it looks like a hyphen and is read as a soft one."""

KERN, KERN_END = "\x01", "\x02"
"""A kern inside measured text stands between these, in thousandths of an em, as in the operator TJ."""

KERNS = re.compile(f"{KERN}(-?[0-9]+){KERN_END}")

_UNSEEN_KERN = 5  # a twentieth of a point in text of ten: a quarter of all kerns, and of their cost
_BLOCK = 100  # entries that one bfchar block may have (Adobe Technical Note 5411, § 1.4.1)
_WIDEST_KERN = -60  # readers of PDF take a wider one for a space: “of)” would come back as “of )”
# Letters without marks need no shaping; only the kerns are taken, so that one character stays one glyph.
_FEATURES = dict.fromkeys(("liga", "clig", "calt", "ccmp", "locl", "rlig", "mark", "mkmk"), False) | {"kern": True}
_ESCAPED = {0x28: "\\(", 0x29: "\\)", 0x5C: "\\\\"}
_REGULAR = frozenset(range(0x21, 0x7F)).difference(b"()<>[]{}/%#")  # bytes that stand for themselves in a name
_NAME = 120  # bytes
_TAG = str.maketrans("0123456789", "ABCDEFGIJK")  # of a subset: six letters before its name (§ 9.6.4)
_LEVEL = 4  # of compression: six saves half a per cent, and takes a fifth longer
_ASCII = range(0x20, 0x7F)
# Codes for everything else; 0, line ends and what must be escaped are left out.
_FREE = [*range(0x7F, 0x100), *(code for code in range(1, 0x20) if code not in (0x0A, 0x0D))]


class Face:
    """A face from a TrueType file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.stem
        self._program = program(path)
        self.glyphs = Glyphs(self._program)
        self.characters = frozenset(map(chr, self._program.glyphs)) - INKLESS
        """The characters that the face has a glyph with ink or advance for."""
        self.plain = plain(self.characters)
        """Those that need no look: they are set one by one, and no line ends between them."""
        scale, metrics = self._program.scale, self._program.metrics
        self._advances: dict[int, float] = {
            code: metrics[glyph][0] * scale for code, glyph in self._program.glyphs.items()
        }
        self._advances[ord(HYPHEN)] = self._advances.get(ord("-"), 0.0)
        self._placing = Placing(self.glyphs)
        self._pairs = _Pairs(self._placing, self._advances, scale)
        self._made: dict[str, str] = {}

    def advance(self, char: str) -> float:
        """Return the advance of one character per em."""
        return self._advances[ord(char)] / 1000

    def made(self, cluster: str) -> str:
        """Return the character of measured text for a letter with its marks; empty where the face cannot set it."""
        found = self._made.get(cluster)
        if found is None:
            found = self._made[cluster] = self._make(cluster)
        return found

    def _make(self, cluster: str) -> str:
        made = self._placing.made(cluster)
        found = stand_in(cluster) if made else None
        if made is None or found is None:
            return ""
        self.glyphs.made[ord(found)] = made
        self._advances[ord(found)] = made.advance * 1000 / self._program.units
        return found

    def measured(self, text: str) -> tuple[str, float]:
        """Return ``text`` with its kerns written into it, and its advance per em."""
        pairs = self._pairs
        first = text[:1]
        found = [pairs[pair] for pair in map(add, text, text[1:])]
        width = self._advances[ord(first)] if first else 0.0
        return first + "".join([shown for shown, _ in found]), (width + sum([advance for _, advance in found])) / 1000

    def descriptor(self) -> str:
        """Return the entries of a font descriptor that all subsets share (ISO 32000-1, § 9.8)."""
        its = self._program
        box = " ".join(f"{edge:.0f}" for edge in its.box)
        return (
            f"/Ascent {its.ascent:.0f}/Descent {its.descent:.0f}/CapHeight {its.cap_height:.0f}/Flags 4"
            f"/FontBBox[{box}]/ItalicAngle {its.angle:g}/StemV {its.stem}"
        )

    def widths(self, subset: tuple[int, ...]) -> str:
        """Return the advances of a subset's codes, from the first to the last."""
        first = next((code for code, char in enumerate(subset) if char), 0)
        return " ".join(f"{self._advances[char]:.0f}" if char else "0" for char in subset[first:])


class _Pairs(dict[str, tuple[str, float]]):
    """Pairs of characters: the second one with the kern before it written out, and what the two add to the first.

    HarfBuzz reads the kerns from the font. It is asked for a pair once: a word's kerns are those of its pairs. Advances
    are in thousandths of an em.
    """

    def __init__(self, placing: Placing, advances: dict[int, float], scale: float) -> None:
        super().__init__()
        self._placing, self._advances, self._scale = placing, advances, scale

    def __missing__(self, pair: str) -> tuple[str, float]:
        first, second = pair[0], pair[1]
        kern = 0
        if HYPHEN not in pair:
            wide = self._kern(first, second)
            kern = max(wide, _WIDEST_KERN)
            kern = kern if abs(kern) > _UNSEEN_KERN else 0
        shown = f"{KERN}{kern}{KERN_END}{second}" if kern else second
        found = self[pair] = (shown, self._advances[ord(second)] - kern)
        return found

    def _kern(self, first: str, second: str) -> int:
        """Return by how much two characters stand closer than their advances."""
        advance = self._advances[ord(first)]
        if max(first, second) >= chr(FIRST_STAND_IN):
            shaped = self._placing.shaped(said(first) + said(second), MARKED)
            return round(advance + self._advances[ord(second)] - sum(glyph[1] for glyph in shaped) * self._scale)
        shaped = self._placing.shaped(first + second, _FEATURES)
        return round(advance - shaped[0][1] * self._scale) if len(shaped) == len((first, second)) else 0


class Encoding(dict[int, str]):
    """The codes of a face's characters in one document, as a table for ``str.translate``.

    ASCII keeps its codes; other characters get a code when they first occur. Past 250 characters a new subset begins:
    its characters are written with 0x100 a subset added, and are shown with the subset's own font.
    """

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face
        self.subsets: list[dict[int, int]] = [{}]
        """For each subset, the character by code."""
        self._free: Iterator[int] = iter(_FREE)
        self[ord(KERN)], self[ord(KERN_END)] = ")", "("

    def __missing__(self, char: int) -> str:
        if char in _ASCII:
            code = char
            self.subsets[0][code] = char
        else:
            code = self._next()
            self.subsets[-1][code] = char
            code += 0x100 * (len(self.subsets) - 1)
        found = self[char] = _ESCAPED.get(code, chr(code))
        return found

    def _next(self) -> int:
        for code in self._free:
            return code
        self.subsets.append({})
        self._free = iter(_FREE)
        return next(self._free)

    def programs(self) -> list[Subset]:
        """Return what each subset is in the file."""
        found = []
        for number, codes in enumerate(self.subsets):
            last = max(codes, default=-1)
            characters = tuple(codes.get(code, 0) for code in range(last + 1))
            found.append(_subset(self.face, number, characters))
        return found


class Subset:
    """A subset of a face, ready for a file: compressed program and ToUnicode map, and the words that describe it."""

    def __init__(self, face: Face, number: int, characters: tuple[int, ...]) -> None:
        glyphs = [char if char != ord(HYPHEN) else 0x2D for char in characters]
        made = face.glyphs.subset(glyphs)
        self.length = len(made)
        self.program = zlib.compress(made, _LEVEL)
        self.to_unicode = zlib.compress(to_unicode(characters).encode("ascii"), _LEVEL)
        self.name = f"{f'{number:06}'.translate(_TAG)}+{_escaped(face.name.replace('_', '-'))}"
        """As it is written in a file, after the slash."""
        self.first = next((code for code, char in enumerate(characters) if char), 0)
        self.last = len(characters) - 1
        self.widths = face.widths(tuple(glyphs))
        self.descriptor = face.descriptor()


def _escaped(name: str) -> str:
    """Return a font's name as part of a name in a file: in UTF-8, other bytes than regular ones as #xx (§ 7.3.5).

    With the mark of the subset it has 127 bytes at most (ISO 32000-1, annex C).
    """
    kept = name.encode("utf-8")[:_NAME].decode("utf-8", "ignore")  # no part of a character
    return "".join(chr(byte) if byte in _REGULAR else f"#{byte:02X}" for byte in kept.encode("utf-8"))


# The same characters come again in report after report: a face's subset is made once.
_subset = remembered(256)(Subset)


def to_unicode(subset: tuple[int, ...] | list[int]) -> str:
    """Return the ToUnicode CMap of a subset: code to character (ISO 32000-1, § 9.10.3).

    Characters beyond the basic plane are written as surrogate pairs; codes without a character are left out; no block
    has more than a hundred entries.
    """
    pairs = [
        f"<{code:02X}> <{said(chr(char)).encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(subset)
        if char
    ]
    blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def face(file: str) -> Face:
    """Return the face in ``file``, a shipped one or one with its whole path.

    It is read once, and again when the file has changed. Raises EnvironmentFailure when the file is missing or no
    usable TrueType.
    """
    path = shipped("fonts") / file
    return _read(path, stamp(path))


@remembered(64)
def _read(path: Path, _stamp: Stamp | None) -> Face:
    try:
        return Face(path)
    except (OSError, FontError) as error:
        shipped_one = path.parent == shipped("fonts")
        remedy = "install pdfgen again" if shipped_one else "use another font, or a sound copy of this one"
        what = f"cannot be read: {error}" if isinstance(error, OSError) else str(error)
        raise EnvironmentFailure(f"the font {path} {what}", remedy) from error
