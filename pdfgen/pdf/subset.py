"""A TrueType program with only the glyphs that a document shows (ISO 32000-1, § 9.9; OpenType 1.9).

ReportLab makes one too, but in a time that shows in a batch; glyphs are taken apart once here, and tables that an
embedded program does not need are left out.
"""

from __future__ import annotations

from functools import cache
from struct import pack, unpack, unpack_from
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfbase.ttfonts import TTFontFile

_COPIED = ("cvt ", "fpgm", "prep")
_MORE, _WORDS, _SCALE, _SCALES, _MATRIX = 0x20, 0x01, 0x08, 0x40, 0x80  # flags of a component (glyf table)


class Glyphs:
    """The glyphs of a program, with the parts that composite ones are made of."""

    def __init__(self, program: TTFontFile) -> None:
        self.program = program
        self._data: bytes = program.get_table("glyf")
        self._tables = {tag: program.get_table(tag) for tag in ("head", "hhea", "maxp")}
        self._tables |= {tag: program.get_table(tag) for tag in _COPIED if tag in program.table}
        self.glyph = cache(self._glyph)

    def _glyph(self, number: int) -> tuple[bytes, tuple[tuple[int, int], ...]]:
        """Return a glyph's outline, and where it names which others."""
        start, end = self.program.glyphPos[number : number + 2]
        outline = self._data[start:end]
        parts = []
        if outline and unpack_from(">h", outline)[0] < 0:
            at, flags = 10, _MORE
            while flags & _MORE:
                flags, part = unpack_from(">HH", outline, at)
                parts.append((at + 2, part))
                at += 8 if flags & _WORDS else 6
                at += 2 if flags & _SCALE else 4 if flags & _SCALES else 8 if flags & _MATRIX else 0
        return outline + bytes(-len(outline) % 4), tuple(parts)

    def subset(self, characters: Sequence[int]) -> bytes:
        """Return a program that shows ``characters`` by their places; 0, and what the face lacks, is glyph 0."""
        of = self.program.charToGlyph
        numbers = {0: 0}  # of the glyphs in the subset, by those in the whole program
        codes = [numbers.setdefault(of.get(char, 0) if char else 0, len(numbers)) for char in characters]
        wanted = list(numbers)
        for number in wanted:
            for _, part in self.glyph(number)[1]:
                if part not in numbers:
                    numbers[part] = len(numbers)
                    wanted.append(part)
        outlines, places = [], [0]
        for number in wanted:
            outline, parts = self.glyph(number)
            if parts:
                changed = bytearray(outline)
                for at, part in parts:
                    changed[at : at + 2] = pack(">H", numbers[part])
                outline = bytes(changed)
            outlines.append(outline)
            places.append(places[-1] + len(outline))
        metrics = [int(value) & 0xFFFF for number in wanted for value in self.program.hmetrics[number]]
        count = len(wanted)
        head, hhea, maxp = (self._tables[tag] for tag in ("head", "hhea", "maxp"))
        return _program(
            self._tables
            | {
                # the sum of the whole is left out, places are written long
                "head": head[:8] + bytes(4) + head[12:50] + pack(">H", 1) + head[52:],
                "hhea": hhea[:34] + pack(">H", count),
                "maxp": maxp[:4] + pack(">H", count) + maxp[6:],
                "hmtx": pack(f">{2 * count}H", *metrics),
                "loca": pack(f">{count + 1}L", *places),
                "glyf": b"".join(outlines),
                # one Macintosh table of the form 6: the glyph of each code from 0 on
                "cmap": pack(
                    f">HHHHL5H{len(codes)}H", 0, 1, 1, 0, 12, 6, 10 + 2 * len(codes), 0, 0, len(codes), *codes
                ),
            }
        )


def _program(tables: dict[str, bytes]) -> bytes:
    """Return tables as a file, each on a boundary of four bytes and with its sum."""
    power = len(tables).bit_length() - 1
    found = [pack(">LHHHH", 0x10000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))]
    offset = 12 + 16 * len(tables)
    data = []
    for tag in sorted(tables):
        table = tables[tag]
        padded = table + bytes(-len(table) % 4)
        check = sum(unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        found.append(tag.encode("ascii") + pack(">LLL", check, offset, len(table)))
        data.append(padded)
        offset += len(padded)
    return b"".join([*found, *data])
