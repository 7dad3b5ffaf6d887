"""A TrueType program with only the glyphs that a document shows (ISO 32000-1, § 9.9; OpenType 1.9).

ReportLab makes one too, but slowly. Here glyphs are read once, and tables that an embedded program does not need are
left out.
"""

from __future__ import annotations

from functools import cache
from struct import pack, unpack, unpack_from
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.pdf.truetype import MORE, WORDS, parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.pdf.truetype import Program

_COPIED = ("cvt ", "fpgm", "prep")
_PLACES = 0x02  # a flag of a component: its numbers are a place (glyf table)


class ComposedGlyph(NamedTuple):
    """A letter with its marks as a glyph of others."""

    advance: int
    """In units of the font."""
    parts: tuple[tuple[int, int, int], ...]
    """Each part's glyph and place."""


class Glyphs:
    """The glyphs of a program, with the parts that composite ones are made of."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._tables = {tag: program.table(tag) for tag in ("head", "hhea", "maxp")}
        self._tables |= {tag: table for tag in _COPIED if (table := program.table(tag))}
        self.glyph = cache(self._glyph)
        self.made: dict[int, ComposedGlyph] = {}
        """Glyphs made of others, by the code of the character that they stand for."""

    def of(self, char: str) -> int:
        """Return the glyph of a character; 0 for one that the face lacks."""
        return self.program.glyphs.get(ord(char), 0)

    def advance(self, number: int) -> int:
        """Return the advance of a glyph in units of the font."""
        return self.program.metrics[number][0]

    def box(self, number: int) -> tuple[int, int, int, int] | None:
        """Return left, bottom, right and top of a glyph's outline; None for one without ink."""
        outline = self.glyph(number)[0]
        return unpack_from(">4h", outline, 2) if outline else None

    def _glyph(self, number: int) -> tuple[bytes, tuple[tuple[int, int], ...]]:
        """Return a glyph's outline, and where it names which others."""
        if number in self.made:
            return self._composed(self.made[number])
        outline = self.program.outline(number)
        composite = outline and unpack_from(">h", outline)[0] < 0
        return outline + bytes(-len(outline) % 4), tuple(parts(outline, 0, len(outline))) if composite else ()

    def _composed(self, made: ComposedGlyph) -> tuple[bytes, tuple[tuple[int, int], ...]]:
        """Return the outline of a glyph that is made of others, and where it names them."""
        boxes = [(self.box(part) or (0, 0, 0, 0), x, y) for part, x, y in made.parts]
        edges = (
            min(box[0] + x for box, x, _ in boxes),
            min(box[1] + y for box, _, y in boxes),
            max(box[2] + x for box, x, _ in boxes),
            max(box[3] + y for box, _, y in boxes),
        )
        outline, named = pack(">5h", -1, *edges), []
        for number, (part, x, y) in enumerate(made.parts, 1):
            named.append((len(outline) + 2, part))
            more = MORE if number < len(made.parts) else 0
            outline += pack(">HHhh", WORDS | _PLACES | more, part, x, y)
        return outline + bytes(-len(outline) % 4), tuple(named)

    def _metrics(self, number: int) -> tuple[int, int]:
        """Return the advance of a glyph, and where its outline begins, in units of the font."""
        if number in self.made:
            box = self.box(number)
            return self.made[number].advance, box[0] if box else 0
        return self.program.metrics[number]

    def _measure(self, number: int) -> tuple[int, int, int]:
        """Return the number of points and contours of a glyph, and the depth of its parts."""
        outline, named = self.glyph(number)
        if named:
            points, contours, depths = zip(*(self._measure(part) for _, part in named), strict=True)
            return sum(points), sum(contours), 1 + max(depths)
        if not outline:
            return 0, 0, 0
        contours = unpack_from(">h", outline)[0]
        return (unpack_from(">H", outline, 8 + 2 * contours)[0] + 1 if contours else 0), contours, 0

    def _most(self, wanted: Sequence[int]) -> bytes:
        """Return the limits that a program names for its glyphs (maxp table, from the composite ones' points on)."""
        maxp: bytes = self._tables["maxp"]
        made = [number for number in wanted if number in self.made]
        if not made:
            return maxp[6:]
        points, contours, elements, depth = unpack_from(">2H", maxp, 10) + unpack_from(">2H", maxp, 28)
        for number in made:
            measured = self._measure(number)
            points, contours, depth = max(points, measured[0]), max(contours, measured[1]), max(depth, measured[2])
            elements = max(elements, len(self.made[number].parts))
        return maxp[6:10] + pack(">2H", points, contours) + maxp[14:28] + pack(">2H", elements, depth)

    def subset(self, characters: Sequence[int]) -> bytes:
        """Return a program that shows ``characters`` by their places; 0, and what the face lacks, is glyph 0."""
        of = self.program.glyphs
        numbers = {0: 0}  # of the glyphs in the subset, by those in the whole program
        codes = [
            numbers.setdefault(char if char in self.made else of.get(char, 0) if char else 0, len(numbers))
            for char in characters
        ]
        wanted = list(numbers)
        for number in wanted:
            for _, part in self.glyph(number)[1]:
                if part not in numbers:
                    numbers[part] = len(numbers)
                    wanted.append(part)
        outlines, places = [], [0]
        for number in wanted:
            outline, named = self.glyph(number)
            if named:
                changed = bytearray(outline)
                for at, part in named:
                    changed[at : at + 2] = pack(">H", numbers[part])
                outline = bytes(changed)
            outlines.append(outline)
            places.append(places[-1] + len(outline))
        metrics = [value & 0xFFFF for number in wanted for value in self._metrics(number)]
        count = len(wanted)
        head, hhea, maxp = (self._tables[tag] for tag in ("head", "hhea", "maxp"))
        return _program(
            self._tables
            | {
                # the sum of the whole is left out, places are written long
                "head": head[:8] + bytes(4) + head[12:50] + pack(">H", 1) + head[52:],
                "hhea": hhea[:34] + pack(">H", count),
                "maxp": maxp[:4] + pack(">H", count) + self._most(wanted),
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
