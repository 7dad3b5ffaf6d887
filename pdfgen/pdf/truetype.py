"""TrueType programs. Every number that a file states is compared with what the file has.

A font is received from others as often as a report is. One that is read here has every glyph, advance and part that
its tables name, in a number that a process can hold; others are refused with what is wrong (OpenType 1.9).
"""

from __future__ import annotations

import stat
from itertools import pairwise
from operator import le
from struct import Struct, error, iter_unpack, unpack_from
from typing import TYPE_CHECKING

from pdfgen.caches import remembered
from pdfgen.files import stamp
from pdfgen.limits import FONT_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.files import Stamp

MORE, WORDS = 0x20, 0x01
"""Flags of a part of a composite glyph: another one follows; its numbers are words."""

_SCALE, _SCALES, _SCALED = 0x08, 0x40, 0xC8  # by one number, by two, by one, two or four

_TRUETYPE = (b"\x00\x01\x00\x00", b"true")  # what a program with TrueType outlines begins with
_NEEDED = ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "post")
_OUTLINES = "use a .ttf file; fonts with PostScript outlines and collections cannot be set"
_AGAIN = "copy it again from its source, or use another font"
_MAGIC, _VERSION = 0x5F0F3CF5, 0x10000  # of head and maxp
_SMALLEST_EM, _LARGEST_EM = 16, 16384  # units
_UNICODE = {(3, 10), (3, 1), (0, 4), (0, 3), (0, 2), (0, 1), (0, 0)}  # platform and encoding
_SEGMENTS, _GROUPS = 4, 12  # the forms of a character map that fonts have for Unicode
_LAST_CHARACTER = 0x10FFFF
_MOST_CHARACTERS = 150_000  # a font has 65,535 glyphs at most, and few of them stand for several characters
_MOST_PARTS = 300_000  # of all glyphs; a font with all syllables of Hangul made of letters has 35,000
_MOST_FLAT = 256  # of one glyph, with the parts of its parts
_DEEPEST = 8  # parts in parts
_EMBEDDING, _RESTRICTED = 0xF, 0x2  # of the licence in OS/2
_INSTALLABLE = (0x0, 0x8)  # the whole font may travel with a document, for good or to edit the document
_WHOLE_ONLY = 0x300  # no subset, or pictures of the glyphs only
_HEADER = 10  # bytes of a glyph, before its contours or parts
_GROUP, _contours, _part = Struct(">3L"), Struct(">h").unpack_from, Struct(">HH").unpack_from


class FontError(Exception):
    """A font that cannot be set. ``remedy`` says what to do about it."""

    def __init__(self, fact: str, remedy: str = _AGAIN) -> None:
        super().__init__(fact)
        self.remedy = remedy


def content(path: Path) -> bytes:
    """Return the bytes of a font. Raises OSError, and FontError when it is not a regular file or too large."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # a pipe would never end
        raise FontError("is not a regular file", "put a .ttf file in its place")
    size, found = status.st_size, b""
    if size <= FONT_BYTES:
        with path.open("rb") as file:
            found = file.read(FONT_BYTES + 1)
        size = len(found)
    if size > FONT_BYTES:
        raise FontError(f"has {size:,} bytes; {FONT_BYTES:,} is the most", "use a font for fewer scripts")
    return found


def program(path: Path) -> Program:
    """Return the program in a file, read once, and again when the file has changed. Raises OSError and FontError."""
    return _program(path, stamp(path))


@remembered(64)
def _program(path: Path, _stamp: Stamp | None) -> Program:
    return Program(content(path))


class Program:
    """A TrueType program whose tables are checked."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        if not content.startswith(_TRUETYPE):
            raise FontError("is not a TrueType font", _OUTLINES)
        try:
            self._tables = _directory(content)
        except error:
            raise FontError("is damaged: its list of tables is cut off") from None
        self._judge_kind()
        for tag, reader in (
            ("head", self._read_head),
            ("OS/2", self._read_class),
            ("post", self._read_post),
            ("maxp", self._read_maxp),
            ("hhea", self._read_hhea),
            ("hmtx", self._read_hmtx),
            ("loca", self._read_loca),
            ("glyf", self._read_glyf),
            ("cmap", self._read_cmap),
        ):
            try:
                reader()
            except error:
                raise FontError(f"is damaged: its table {tag} is too short") from None

    def _judge_kind(self) -> None:
        if "glyf" not in self._tables and self._tables.keys() & {"CFF ", "CFF2"}:
            raise FontError("has PostScript outlines", _OUTLINES)
        if "fvar" in self._tables:
            remedy = "use a file for each weight, as in the folder “static” of many families"
            raise FontError("is a variable font: one file for several weights", remedy)
        lacking = [tag for tag in _NEEDED if tag not in self._tables]
        if lacking:
            raise FontError(f"is damaged: it has no table {lacking[0]}")

    def table(self, tag: str) -> bytes:
        """Return a table; empty where the program has none of this name."""
        start, end = self._tables.get(tag, (0, 0))
        return self.content[start:end]

    def outline(self, number: int) -> bytes:
        """Return the outline of a glyph; empty for one without ink."""
        start = self._tables["glyf"][0]
        return self.content[start + self.places[number] : start + self.places[number + 1]]

    def _read_head(self) -> None:
        head = self.table("head")
        magic, _, self.units = unpack_from(">LHH", head, 12)
        if magic != _MAGIC:
            raise FontError("is damaged: its table head does not begin as it must")
        if not _SMALLEST_EM <= self.units <= _LARGEST_EM:
            fact = f"is damaged: it has {self.units} units per em; {_SMALLEST_EM} to {_LARGEST_EM} are possible"
            raise FontError(fact)
        self.scale = 1000 / self.units
        """From units to thousandths of an em."""
        self.box = [edge * self.scale for edge in unpack_from(">4h", head, 36)]
        """Left, bottom, right and top of all glyphs, in thousandths of an em."""
        self._long, _ = unpack_from(">hh", head, 50)
        if self._long not in {0, 1}:
            raise FontError("is damaged: the form of its table loca is unknown")

    def _read_class(self) -> None:
        table = self.table("OS/2")
        self.ascent, self.descent = self.box[3], self.box[1]
        self.cap_height, weight = self.ascent, 500
        self.may_travel = False
        """Whether its licence allows that a document carries the whole font (OpenType 1.9, OS/2, fsType)."""
        if table:
            version, _, weight, _, licence = unpack_from(">HhHHH", table)
            if licence & _EMBEDDING == _RESTRICTED or licence & _WHOLE_ONLY:
                raise FontError("must not be embedded: its table OS/2 says so", "use a font whose licence allows it")
            self.may_travel = licence & _EMBEDDING in _INSTALLABLE
            self.ascent, self.descent = (height * self.scale for height in unpack_from(">hh", table, 68))
            self.cap_height = self.ascent if version <= 1 else unpack_from(">h", table, 88)[0] * self.scale
        self.stem = 50 + int((weight / 65.0) ** 2)  # a guess: no table says it

    def _read_post(self) -> None:
        whole, part = unpack_from(">hH", self.table("post"), 4)
        self.angle = whole + part / 65536.0
        """Of slanted letters, in degrees; to the right it is negative."""

    def _read_maxp(self) -> None:
        version, self.count = unpack_from(">LH", self.table("maxp"))
        if version != _VERSION:
            raise FontError("is damaged: its table maxp is not that of a TrueType font")
        unpack_from(">13H", self.table("maxp"), 6)  # the limits that a subset has, too
        if not self.count:
            raise FontError("is damaged: it has no glyphs")

    def _read_hhea(self) -> None:
        self._advances = min(unpack_from(">H", self.table("hhea"), 34)[0], self.count)
        if not self._advances:
            raise FontError("is damaged: its glyphs have no advance")

    def _read_hmtx(self) -> None:
        hmtx, full = self.table("hmtx"), self._advances
        rest = self.count - full
        values = unpack_from(f">{2 * full + rest}H", hmtx)
        advances = values[: 2 * full : 2] + (values[2 * full - 2],) * rest  # the last one is that of all others, too
        self.metrics: list[tuple[int, int]] = list(
            zip(advances, values[1 : 2 * full : 2] + values[2 * full :], strict=True)
        )
        """The advance of each glyph and where its outline begins, in units of the font."""

    def _read_loca(self) -> None:
        places = unpack_from(f">{self.count + 1}{'L' if self._long else 'H'}", self.table("loca"))
        self.places: tuple[int, ...] = places if self._long else tuple(2 * place for place in places)
        start, end = self._tables["glyf"]
        if self.places[-1] > end - start or not all(map(le, self.places, self.places[1:])):
            raise FontError("is damaged: its table loca leads out of its table glyf")

    def _read_glyf(self) -> None:
        """Look at each glyph's beginning, and at all parts of those that are made of others."""
        glyf = self.table("glyf")
        of: dict[int, list[int]] = {}
        left = _MOST_PARTS
        for number, (begin, end) in enumerate(pairwise(self.places)):
            if begin == end:
                continue
            if end - begin < _HEADER:
                raise FontError(f"is damaged: its glyph {number} is cut off")
            contours = _contours(glyf, begin)[0]
            if contours < 0:
                of[number] = [part for _, part in parts(glyf, begin, end)]
                left -= len(of[number])
                if left < 0:
                    raise FontError(f"is damaged: its glyphs are made of more than {_MOST_PARTS:,} parts")
                if max(of[number]) >= self.count:
                    raise FontError(f"is damaged: its glyph {number} is made of glyphs that it does not have")
            elif contours and end - begin < _HEADER + 2 * contours + 2:
                raise FontError(f"is damaged: its glyph {number} is cut off")
        _judge_parts(of)

    def _read_cmap(self) -> None:
        found = {code: glyph for code, glyph in _mapped(self.table("cmap")) if glyph}
        beyond = next((code for code, glyph in found.items() if glyph >= self.count), None)
        if beyond is not None:
            raise FontError(f"is damaged: the glyph of its character U+{beyond:04X} is one that it does not have")
        for one, other in ((0x20, 0xA0), (0xA0, 0x20)):  # the space and the one where no line ends look alike
            if one in found:
                found[other] = found[one]
        self.glyphs = found
        """The glyph of each character that has one."""


def _directory(content: bytes) -> dict[str, tuple[int, int]]:
    """Return where each table begins and ends."""
    count = unpack_from(">H", content, 4)[0]
    first = 12 + 16 * count
    unpack_from(f"{first}x", content)
    found: dict[str, tuple[int, int]] = {}
    for name, _, offset, length in iter_unpack(">4s3L", content[12:first]):
        tag = name.decode("latin-1")
        if tag in found:
            raise FontError(f"is damaged: it has two tables {tag}")
        if offset + length > len(content):
            raise FontError(f"is damaged or incomplete: its table {tag} ends after the file")
        found[tag] = (offset, offset + length)
    before, end = "the list of tables", first
    for (start, stop), tag in sorted((place, tag) for tag, place in found.items() if place[0] != place[1]):
        if start < end:
            raise FontError(f"is damaged: its table {tag} lies over {before}")
        before, end = f"its table {tag}", stop
    return found


def parts(glyf: bytes, begin: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of the composite glyph between two places: where it names each, and that glyph's number.

    Raises FontError when it has too many, and struct.error when it is cut off.
    """
    found = []
    at, flags = begin + _HEADER, MORE
    while flags & MORE:
        flags, part = _part(glyf, at)
        found.append((at + 2, part))
        at += 8 if flags & WORDS else 6
        if flags & _SCALED:
            at += 2 if flags & _SCALE else 4 if flags & _SCALES else 8
        if at > end:
            raise error("the last part is cut off")
        if len(found) > _MOST_FLAT:
            raise FontError(f"is damaged: a glyph is made of more than {_MOST_FLAT} parts")
    return found


def _judge_parts(of: dict[int, list[int]]) -> None:
    """Refuse glyphs that are made of themselves, or of too many parts."""
    flat: dict[int, int] = {}  # of how many simple glyphs each one is made
    waiting = of
    for _ in range(_DEEPEST):
        found, later = {}, {}
        for number, its in waiting.items():
            sizes = [flat.get(part, 0) if part in of else 1 for part in its]
            if not all(sizes):
                later[number] = its
            elif (size := sum(sizes)) <= _MOST_FLAT:
                found[number] = size
            else:
                raise FontError(f"is damaged: a glyph is made of more than {_MOST_FLAT} parts")
        flat |= found
        waiting = later
    if waiting:
        fact = f"is damaged: its glyph {min(waiting)} is made of itself, or more than {_DEEPEST} deep of others"
        raise FontError(fact)


def _mapped(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Yield characters and their glyphs as the fullest map for Unicode has them; later ones count."""
    maps = {}
    for index in range(unpack_from(">H", cmap, 2)[0]):
        platform, encoding, at = unpack_from(">HHL", cmap, 4 + 8 * index)
        if (platform, encoding) in _UNICODE:
            form = unpack_from(">H", cmap, at)[0]
            maps[form] = at
    if _GROUPS in maps:
        return _by_groups(cmap, maps[_GROUPS])
    if _SEGMENTS in maps:
        return _by_segments(cmap, maps[_SEGMENTS])
    raise FontError("has no map of Unicode characters", "use a font for text, with a character map for Unicode")


def _by_segments(cmap: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Read a map of the form 4."""
    count = unpack_from(">H", cmap, at + 6)[0] // 2
    row = f">{count}H"
    ends, starts, deltas, offsets = (
        unpack_from(row, cmap, at + 14 + step * 2 * count + 2 * bool(step)) for step in range(4)
    )
    _judge_number(sum(max(end - start + 1, 0) for start, end in zip(starts, ends, strict=True)))
    first = at + 16 + 6 * count
    for index, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        codes = range(start, end + 1)
        if not offset:
            yield from ((code, code + delta & 0xFFFF) for code in codes)
            continue
        place = first + 2 * index + offset
        there = max(min(len(codes), (len(cmap) - place) // 2), 0)  # what lies behind the table is no glyph
        for code, glyph in zip(codes, unpack_from(f">{there}H", cmap, place) if there else (), strict=False):
            yield code, glyph + delta & 0xFFFF if glyph else 0


def _by_groups(cmap: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Read a map of the form 12."""
    count = unpack_from(">L", cmap, at + 12)[0]
    _judge_number(count)
    if _GROUP.size * count > len(cmap) - at - 16:
        raise error("groups are cut off")
    groups = list(_GROUP.iter_unpack(cmap[at + 16 : at + 16 + _GROUP.size * count]))
    _judge_number(sum(max(end - start + 1, 0) for start, end, _ in groups))
    for start, end, glyph in groups:
        if end > _LAST_CHARACTER:
            raise FontError("is damaged: its table cmap names characters that Unicode does not have")
        yield from zip(range(start, end + 1), range(glyph, glyph + end - start + 1), strict=True)


def _judge_number(characters: int) -> None:
    if characters > _MOST_CHARACTERS:
        fact = f"is damaged: its table cmap names {characters:,} characters; {_MOST_CHARACTERS:,} is the most"
        raise FontError(fact)
