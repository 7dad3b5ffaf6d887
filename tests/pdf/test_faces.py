"""Faces in a file: the glyphs of a subset are those of the font, and text comes back as it was written."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from struct import unpack, unpack_from
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import ContentStream

from pdfgen.errors import EnvironmentFailure
from pdfgen.information import Information
from pdfgen.pdf.canvas import Canvas
from pdfgen.pdf.characters import INKLESS
from pdfgen.pdf.faces import HYPHEN, KERN, KERNS, Encoding, Subset, face
from pdfgen.pdf.page_boxes import PageBoxes
from pdfgen.pdf.paint import Paint
from pdfgen.pdf.standards.standard import Conformance
from pdfgen.resources import shipped
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pdfgen.pdf.faces import Face

FILES = sorted(path.name for path in shipped("fonts").glob("*.ttf"))
SERIF, SANS = "SourceSerif4_400Regular.ttf", "SourceSans3_400Regular.ttf"
PLAIN = Conformance()
BLACK = Paint("0 0 0 rg", "0 0 0 RG")
ABOUT = Information("Title", "Author", "Subject", "en", ())
SIZE = PageBoxes(600.0, 800.0)
LEFT, TOP, LEADING, TYPE = 30.0, 780.0, 15.0, 10.0


# -- a reader of TrueType of its own (OpenType 1.9: glyf, loca, cmap, hmtx)


@dataclass(frozen=True)
class Component:
    """A part of a composite glyph: everything but the number of the glyph that it names."""

    flags: int
    placed: bytes
    """Where the part stands, and how it is turned and scaled."""
    outline: Outline


@dataclass(frozen=True)
class Outline:
    """A glyph without numbers: the same in a program and in its subset."""

    data: bytes
    parts: tuple[Component, ...] = ()


class Program:
    """A TrueType program, read anew from its bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        version, count = unpack_from(">LH", data)
        assert version == 0x10000
        self.tables: dict[str, bytes] = {}
        self.sums: dict[str, int] = {}
        for index in range(count):
            tag, check, offset, length = unpack_from(">4sLLL", data, 12 + 16 * index)
            assert offset + length <= len(data)
            assert offset % 4 == 0
            self.tables[tag.decode()] = data[offset : offset + length]
            self.sums[tag.decode()] = check
        self.count = unpack_from(">H", self.tables["maxp"], 4)[0]
        long = unpack_from(">H", self.tables["head"], 50)[0]
        loca = self.tables["loca"]
        self.places: Sequence[int] = (
            unpack(f">{self.count + 1}L", loca)
            if long
            else [2 * place for place in unpack(f">{self.count + 1}H", loca)]
        )

    def metrics(self, glyph: int) -> tuple[int, int]:
        """Return advance and left side bearing."""
        full = unpack_from(">H", self.tables["hhea"], 34)[0]
        hmtx = self.tables["hmtx"]
        if glyph < full:
            advance, bearing = unpack_from(">Hh", hmtx, 4 * glyph)
            return advance, bearing
        advance = unpack_from(">H", hmtx, 4 * (full - 1))[0]
        return advance, unpack_from(">h", hmtx, 4 * full + 2 * (glyph - full))[0]

    def codes(self) -> list[int]:
        """Return the glyph of each code of a subset: one Macintosh table of the form 6."""
        cmap = self.tables["cmap"]
        assert unpack_from(">HHHHL", cmap) == (0, 1, 1, 0, 12)
        form, length, language, first, count = unpack_from(">5H", cmap, 12)
        assert (form, length, language, first) == (6, len(cmap) - 12, 0, 0)
        return list(unpack_from(f">{count}H", cmap, 22))

    def outline(self, glyph: int) -> Outline:
        """Return a glyph with all its parts."""
        data = self.tables["glyf"][self.places[glyph] : self.places[glyph + 1]]
        if not data or unpack_from(">h", data)[0] >= 0:
            return Outline(data.rstrip(b"\0"))  # outlines are padded, each program in its own way
        at, flags, parts = 10, 0x20, []
        while flags & 0x20:
            flags, number = unpack_from(">HH", data, at)
            end = at + (8 if flags & 0x01 else 6) + (2 if flags & 0x08 else 4 if flags & 0x40 else 8 * (flags >> 7 & 1))
            parts.append(Component(flags, data[at + 4 : end], self.outline(number)))
            at = end
        return Outline(data[:10] + data[at:].rstrip(b"\0"), tuple(parts))


@cache
def whole(file: str) -> tuple[Program, dict[int, int]]:
    """Return a shipped font, and the glyphs of its characters by its own table of the form 4 or 12."""
    program = Program((shipped("fonts") / file).read_bytes())
    cmap = program.tables["cmap"]
    found: dict[int, int] = {}
    for index in range(unpack_from(">H", cmap, 2)[0]):
        at = unpack_from(">L", cmap, 8 + 8 * index)[0]
        if unpack_from(">H", cmap, at)[0] == 12:
            for group in range(unpack_from(">L", cmap, at + 12)[0]):
                start, end, glyph = unpack_from(">LLL", cmap, at + 16 + 12 * group)
                found |= {code: glyph + code - start for code in range(start, end + 1)}
        elif unpack_from(">H", cmap, at)[0] == 4:
            half = unpack_from(">H", cmap, at + 6)[0]
            for segment in range(half // 2):
                end = unpack_from(">H", cmap, at + 14 + 2 * segment)[0]
                start, delta, offset = (
                    unpack_from(">H", cmap, at + 16 + step * half + 2 * segment)[0] for step in (1, 2, 3)
                )
                for code in range(start, end + 1):
                    glyph = code
                    if offset:
                        place = at + 16 + 3 * half + 2 * segment + offset + 2 * (code - start)
                        glyph = unpack_from(">H", cmap, place)[0]
                        if not glyph:
                            continue
                    found[code] = glyph + delta & 0xFFFF
    return program, {code: glyph for code, glyph in found.items() if glyph}


def subset(file: str, text: str) -> tuple[Program, list[int]]:
    """Return the program that shows ``text`` and the glyph of each of its characters."""
    program = Program(face(file).glyphs.subset([ord(char) for char in text]))
    return program, program.codes()


# -- the program of a subset

characters = {file: sorted(face(file).characters) for file in (SERIF, SANS)}


@pytest.mark.parametrize("file", FILES)
def test_every_glyph_of_a_face_is_the_same_in_a_subset(file: str) -> None:
    original, glyphs = whole(file)
    text = "".join(sorted(char for char in face(file).characters if ord(char) in glyphs))
    ours, codes = subset(file, text)
    assert len(codes) > 800
    for char, glyph in zip(text, codes, strict=True):
        assert ours.outline(glyph) == original.outline(glyphs[ord(char)]), char
        assert ours.metrics(glyph) == original.metrics(glyphs[ord(char)]), char


@pytest.mark.parametrize("file", FILES)
def test_a_face_has_the_characters_that_its_font_has_a_glyph_for(file: str) -> None:
    _, glyphs = whole(file)
    assert {char for char in face(file).characters ^ set(map(chr, glyphs)) if char not in INKLESS} == set()


@examples(60)
@given(file=st.sampled_from([SERIF, SANS]), data=st.data())
def test_any_few_characters_make_a_sound_program(file: str, data: st.DataObject) -> None:
    text = "".join(data.draw(st.lists(st.sampled_from(characters[file]), max_size=30, unique=True)))
    ours, codes = subset(file, text)
    original, glyphs = whole(file)
    assert [ours.outline(glyph) for glyph in codes] == [original.outline(glyphs[ord(char)]) for char in text]
    assert ours.outline(0) == original.outline(0)
    # the glyphs that are shown, the empty one, and parts of composite ones: no others
    used = {0, *codes}
    waiting = list(used)
    while waiting:
        for number in _named(ours, waiting.pop()) - used:
            used.add(number)
            waiting.append(number)
    assert used == set(range(ours.count))


def _named(program: Program, glyph: int) -> set[int]:
    """Return the glyphs that a composite one names."""
    data = program.tables["glyf"][program.places[glyph] : program.places[glyph + 1]]
    found, at, flags = set(), 10, 0x20 if data and unpack_from(">h", data)[0] < 0 else 0
    while flags & 0x20:
        flags, number = unpack_from(">HH", data, at)
        found.add(number)
        at += (8 if flags & 0x01 else 6) + (2 if flags & 0x08 else 4 if flags & 0x40 else 8 * (flags >> 7 & 1))
    return found


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(("char", "base"), [("é", "e"), ("ğ", "g"), ("Ấ", "A"), ("ç", "c")])
def test_a_composite_glyph_keeps_its_parts(file: str, char: str, base: str) -> None:
    ours, (glyph,) = subset(file, char)
    found = ours.outline(glyph)
    original, glyphs = whole(file)
    assert len(found.parts) >= 2
    assert found.parts[0].outline == original.outline(glyphs[ord(base)])
    assert ours.count >= 1 + 1 + len(found.parts)  # the empty one, the letter, its parts


def test_a_character_that_the_face_lacks_is_the_empty_glyph() -> None:
    program = Program(face(SERIF).glyphs.subset([0x41, 0, 0x5B57, 0x42]))
    assert program.codes() == [1, 0, 0, 2]
    assert program.count == 3


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("text", ["", "A", "Öffentlichkeit (2018): ğ–ż", "é"])
def test_the_sums_of_the_tables_are_right(file: str, text: str) -> None:
    program, _ = subset(file, text)
    for tag, table in program.tables.items():
        padded = table + bytes(-len(table) % 4)
        assert program.sums[tag] == sum(unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF, tag


def test_the_head_of_the_program_is_as_long_as_the_tables_that_a_viewer_needs() -> None:
    program, _ = subset(SERIF, "word")
    assert list(program.tables) == sorted(program.tables)
    assert {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"} <= set(program.tables)
    assert {"GPOS", "GSUB", "GDEF", "name", "post", "OS/2"}.isdisjoint(program.tables)
    count, reach, power, rest = unpack_from(">4H", program.data, 4)
    assert (count, reach, power, rest) == (
        len(program.tables),
        16 * 2 ** (count.bit_length() - 1),
        count.bit_length() - 1,
        16 * count - reach,
    )
    assert program.places[-1] == len(program.tables["glyf"])


def test_the_subset_of_a_page_is_a_small_part_of_its_font() -> None:
    text = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?()–—“”‘’"
    size = len(face(SERIF).glyphs.subset(list(map(ord, text))))
    assert size < 0.1 * (shipped("fonts") / SERIF).stat().st_size


# -- codes


def test_ascii_keeps_its_codes() -> None:
    encoding = Encoding(face(SERIF))
    text = "".join(map(chr, range(0x20, 0x7F)))
    escaped = {"(": "\\(", ")": "\\)", "\\": "\\\\"}
    assert text.translate(encoding) == "".join(escaped.get(char, char) for char in text)
    assert encoding.subsets == [{ord(char): ord(char) for char in text}]


def test_other_characters_get_codes_that_need_no_escape() -> None:
    encoding = Encoding(face(SANS))
    letters = [char for char in sorted(face(SANS).characters) if ord(char) > 0x7F][:600]
    codes = [ord(char.translate(encoding)) for char in letters]
    assert len(set(codes)) == 600
    assert len(encoding.subsets) == 4
    for char, code in zip(letters, codes, strict=True):
        assert encoding.subsets[code >> 8][code & 0xFF] == ord(char)
        assert code & 0xFF not in {0, 0x0A, 0x0D, *range(0x20, 0x7F)}
    assert [char.translate(encoding) for char in letters] == list(map(chr, codes))  # the same ones again


def test_ascii_stays_in_the_first_subset_whatever_came_before() -> None:
    encoding = Encoding(face(SANS))
    letters = [char for char in sorted(face(SANS).characters) if ord(char) > 0x7F][:300]
    "".join(letters).translate(encoding)
    assert "late".translate(encoding) == "late"
    assert {chr(code) for code in encoding.subsets[0] if 0x20 <= code < 0x7F} == set("late")
    assert len(encoding.subsets) == 2


def test_widths_are_the_advances_of_the_font() -> None:
    original, glyphs = whole(SANS)
    text = "iWé–ğ "
    made = Subset(face(SANS), 0, tuple(map(ord, text)))
    assert (made.first, made.last) == (0, 5)
    per_mille = 1000 / unpack_from(">H", original.tables["head"], 18)[0]
    assert [int(width) for width in made.widths.split()] == [
        round(original.metrics(glyphs[ord(char)])[0] * per_mille) for char in text
    ]
    assert face(SANS).advance("W") == original.metrics(glyphs[ord("W")])[0] * per_mille / 1000


def test_gaps_between_codes_have_no_width() -> None:
    made = Subset(face(SANS), 0, (0, 0, ord("A"), 0, ord("B")))
    assert (made.first, made.last) == (2, 4)
    assert [width == "0" for width in made.widths.split()] == [False, True, False]


def test_the_hyphen_of_a_divided_word_looks_like_a_hyphen_and_reads_as_a_soft_one() -> None:
    content = drawn(face(SERIF), ["govern" + HYPHEN, "ment-wide"])
    ((font, program),) = fonts(content)
    ((code, said),) = [(code, said) for code, said in unicodes(font).items() if said == "\u00ad"]
    assert said == "\u00ad"
    glyphs = program.codes()
    assert glyphs[code] == glyphs[ord("-")] != 0
    assert unicodes(font)[ord("-")] == "-"
    widths = [int(width) for width in font["/Widths"]]
    first = int(font["/FirstChar"])
    assert widths[code - first] == widths[ord("-") - first] == round(1000 * face(SERIF).advance("-"))
    assert face(SERIF).advance(HYPHEN) == face(SERIF).advance("-")


@pytest.mark.parametrize("file", FILES)
def test_characters_without_ink_are_no_glyphs(file: str) -> None:
    assert face(file).characters.isdisjoint(INKLESS)
    assert {"A", "é", " ", "\u00a0", "–"} <= face(file).characters


def test_a_face_that_is_not_there_is_told() -> None:
    with pytest.raises(EnvironmentFailure, match=r"Nowhere\.ttf cannot be read") as caught:
        face("Nowhere.ttf")
    assert caught.value.exit_code == 3


# -- text in a file


def drawn(face_: Face, lines: Sequence[str], *, measured: Callable[[str], str] | None = None) -> bytes:
    """Return a page with one line of text below the other, as the pen writes it."""
    canvas = Canvas(ABOUT, SIZE, PLAIN)
    canvas.set_type(face_, TYPE, BLACK)
    for number, line in enumerate(lines):
        canvas.begin_text(LEFT, TOP - number * LEADING)
        canvas.show(face_, TYPE, measured(line) if measured else face_.measured(line)[0])
        canvas.end_text()
    canvas.end_page()
    return canvas.finish()


def mark(content: bytes) -> str:
    """Return what tells contents apart: pytest would show every byte that differs."""
    return hashlib.sha256(content).hexdigest()


def fonts(content: bytes) -> list[tuple[Any, Program]]:
    """Return the fonts of the first page with their programs."""
    page: Any = pypdf.PdfReader(BytesIO(content)).pages[0]
    found = []
    for reference in page["/Resources"]["/Font"].values():
        font = reference.get_object()
        stream = font["/FontDescriptor"]["/FontFile2"].get_object()
        assert stream["/Length1"] == len(stream.get_data())
        found.append((font, Program(stream.get_data())))
    return found


def unicodes(font: Any) -> dict[int, str]:
    """Return the ToUnicode map of a font."""
    text = font["/ToUnicode"].get_object().get_data().decode("ascii").split("endcodespacerange")[1]
    pairs = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]+)>", text)
    return {int(code, 16): bytes.fromhex(said).decode("utf-16-be") for code, said in pairs}


def operations(content: bytes) -> list[tuple[list[Any], bytes]]:
    """Return operands and operators of the first page."""
    reader = pypdf.PdfReader(BytesIO(content))
    stream = ContentStream(reader.pages[0]["/Contents"], reader)
    return [(list(operands), operator) for operands, operator in stream.operations]


def read(content: bytes) -> list[str]:
    """Return the lines of the first page as pdfium reads them."""
    document = pypdfium2.PdfDocument(content)
    try:
        return str(document[0].get_textpage().get_text_range()).split("\r\n")
    finally:
        document.close()


def ends(content: bytes) -> list[float]:
    """Return where the origin of each line's last character lies, by the loose box that advances give."""
    document = pypdfium2.PdfDocument(content)
    try:
        text = document[0].get_textpage()
        found: dict[int, float] = {}
        for index in range(text.count_chars()):
            if not text.get_text_range(index, 1).strip():
                continue
            _, bottom, right, _ = text.get_charbox(index, loose=True)
            found[round(bottom)] = max(right, found.get(round(bottom), 0.0))
        return [found[key] for key in sorted(found, reverse=True)]
    finally:
        document.close()


def lengths(content: bytes) -> list[float]:
    """Return how far each text object goes, in thousandths of an em, by its fonts' widths and its kerns."""
    page: Any = pypdf.PdfReader(BytesIO(content)).pages[0]
    known = page["/Resources"]["/Font"]
    found: list[float] = []
    font: Any = None
    for operands, operator in operations(content):
        if operator == b"BT":
            found.append(0.0)
        elif operator == b"Tf":
            font = known[operands[0]]
        elif operator in {b"Tj", b"TJ"}:
            for piece in operands if operator == b"Tj" else operands[0]:
                if isinstance(piece, str | bytes):
                    found[-1] += sum(float(font["/Widths"][code - font["/FirstChar"]]) for code in _bytes(piece))
                else:
                    found[-1] -= float(piece)
    return found


def lines_of(text: Sequence[str], length: int = 40) -> list[str]:
    return ["".join(text[start : start + length]) for start in range(0, len(text), length)]


@pytest.mark.parametrize("file", [SERIF, SANS])
def test_three_hundred_letters_go_to_two_subsets_and_come_back(file: str) -> None:
    letters = [char for char in sorted(face(file).characters) if char.isalpha() and ord(char) > 0x7F][:300]
    lines = lines_of(letters)
    content = drawn(face(file), lines)
    assert len(letters) == 300
    assert len(fonts(content)) == 2
    assert set(letters) <= {char for font, _ in fonts(content) for char in unicodes(font).values()}
    names = [str(font["/BaseFont"]) for font, _ in fonts(content)]
    assert [name[8:] for name in names] == [file.removesuffix(".ttf").replace("_", "-")] * 2
    assert len(set(names)) == 2
    assert read(content) == lines


@pytest.mark.parametrize("file", [SERIF, SANS])
def test_letters_of_two_subsets_stand_in_one_word(file: str) -> None:
    letters = [char for char in sorted(face(file).characters) if char.isalpha() and ord(char) > 0x7F][:300]
    mixed = [f"A{one}b{other}c (of) \\{other}{one}." for one, other in zip(letters[:20], letters[-20:], strict=True)]
    lines = [*lines_of(letters), *mixed]
    assert read(drawn(face(file), lines)) == lines


@pytest.mark.parametrize("file", [SERIF, SANS])
def test_a_word_of_two_subsets_is_as_wide_as_it_was_measured(file: str) -> None:
    letters = [char for char in sorted(face(file).characters) if char.isalpha() and ord(char) > 0x7F][:300]
    late = [char for char in letters[-40:] if char.lower() != char.upper()]
    lines = [*lines_of(letters), *(f"AV{char}AVA{char}{char}To" for char in late)]
    content = drawn(face(file), lines)
    expected = [1000 * face(file).measured(line)[1] for line in lines]
    assert lengths(content) == pytest.approx(expected)


@examples(60)
@given(
    file=st.sampled_from([SERIF, SANS]),
    words=st.lists(st.text("abcAVTyéğ(){}[]<>\\/%#12.,–—“”’-", min_size=1, max_size=12), min_size=1, max_size=6),
)
def test_text_is_encoded_as_it_is_decoded(file: str, words: list[str]) -> None:
    """Read back by the maps of the file itself: codes of shown strings, through ToUnicode."""
    text = " ".join(words)
    content = drawn(face(file), [text])
    ((font, _),) = fonts(content)
    maps = unicodes(font)
    shown = ""
    for operands, operator in operations(content):
        pieces = operands if operator == b"Tj" else operands[0] if operator == b"TJ" else []
        shown += "".join(maps[code] for piece in pieces if isinstance(piece, str | bytes) for code in _bytes(piece))
    assert shown == text


def _bytes(piece: Any) -> bytes:
    """Return the bytes of a string of a content stream."""
    if isinstance(piece, bytes):
        return piece
    original: bytes = piece.original_bytes
    return original


@pytest.mark.parametrize("text", ["(a)", "f(x)", "back\\slash", "((", "))", "\\(", "\\", "(\\)", "a)b(c\\d"])
@pytest.mark.parametrize("kerned", [True, False])
def test_what_a_string_must_escape_comes_back(text: str, *, kerned: bool) -> None:
    content = drawn(face(SERIF), [text], measured=None if kerned else str)
    page: Any = pypdf.PdfReader(BytesIO(content)).pages[0]
    data = page["/Contents"].get_object().get_data().decode("latin-1")
    for char in "()\\":
        assert data.count("\\" + char) >= text.count(char)
    assert read(content) == [text]
    assert page.extract_text() == text


def test_brackets_and_backslashes_are_escaped_once() -> None:
    data = operations(drawn(face(SERIF), [r"a(b)\c"], measured=str))
    ((operands, _),) = [item for item in data if item[1] == b"Tj"]
    assert operands == [r"a(b)\c"]


def test_kerns_are_numbers_between_strings() -> None:
    text = "AVAVA"
    measured, width = face(SERIF).measured(text)
    kerns = [int(kern) for kern in KERNS.findall(measured)]
    assert len(kerns) == 4
    assert min(kerns) > 0  # closer together
    assert width == pytest.approx(sum(map(face(SERIF).advance, text)) - sum(kerns) / 1000)
    ((operands, _),) = [item for item in operations(drawn(face(SERIF), [text])) if item[1] == b"TJ"]
    assert list(operands[0]) == ["A", kerns[0], "V", kerns[1], "A", kerns[2], "V", kerns[3], "A"]


def test_text_without_a_kern_is_one_string() -> None:
    text = "nnn mmm"
    assert KERN not in face(SERIF).measured(text)[0]
    shown = [item for item in operations(drawn(face(SERIF), [text])) if item[1] in {b"Tj", b"TJ"}]
    assert shown == [([text], b"Tj")]


KERNED = ["of)", "(j", "AVAVA", "To Yo. Wa, VA.", "“A” ‘V’", "Ty. P.A. L’A", "f’f) (f)", "7–11, 1/2", "r.”", "(jV)"]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("text", KERNED)
def test_kerned_text_comes_back_without_more_spaces(file: str, text: str) -> None:
    content = drawn(face(file), [text])
    assert read(content) == [text]
    assert pypdf.PdfReader(BytesIO(content)).pages[0].extract_text() == text


@pytest.mark.parametrize("file", FILES)
def test_every_pair_of_ascii_comes_back_without_more_spaces(file: str) -> None:
    chars = [chr(code) for code in range(0x21, 0x7F) if code != ord("-")]  # a hyphen may end a line
    lines = ["".join(f"{one}{other}" for other in chars) for one in chars]
    for start in range(0, len(lines), 50):
        part = lines[start : start + 50]
        assert read(drawn(face(file), part)) == part


@examples(100)
@given(file=st.sampled_from(FILES), text=st.text("AVTWYfjLPr.,’”)(oaevy ", min_size=1, max_size=30))
def test_kerned_text_is_as_wide_as_it_was_measured(file: str, text: str) -> None:
    text = "n" + " ".join(text.split()) + "n"
    width = face(file).measured(text)[1]
    (end,) = ends(drawn(face(file), [text]))
    assert end == pytest.approx(LEFT + TYPE * width, abs=0.02)


def test_kerns_are_those_of_the_font() -> None:
    import uharfbuzz  # noqa: PLC0415

    path = shipped("fonts") / SANS
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
    text = "Tokyo Wave AVATAR LY. “To”"
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {"kern": True, "liga": False, "ccmp": False, "locl": False, "calt": False})
    exact = sum(position.x_advance for position in buffer.glyph_positions) / 1000
    # kerns that nobody sees are left out, and none is wider than a reader of text bears
    assert face(SANS).measured(text)[1] == pytest.approx(exact, abs=0.005 * len(text))
    assert face(SANS).measured(text)[1] != sum(map(face(SANS).advance, text))


def test_the_same_text_makes_the_same_file() -> None:
    lines = [*KERNED, *lines_of([char for char in sorted(face(SANS).characters) if char.isalpha()][:400])]
    assert mark(drawn(face(SANS), lines)) == mark(drawn(face(SANS), lines))
    assert mark(drawn(face(SERIF), KERNED)) != mark(drawn(face(SANS), KERNED))


def test_a_face_that_shows_nothing_is_not_embedded() -> None:
    canvas = Canvas(ABOUT, SIZE, PLAIN)
    canvas.set_type(face(SANS), TYPE, BLACK)
    canvas.set_type(face(SERIF), TYPE, BLACK)
    canvas.begin_text(30, 700)
    canvas.show(face(SERIF), TYPE, "shown")
    canvas.end_text()
    canvas.end_page()
    assert [str(font["/BaseFont"])[8:] for font, _ in fonts(canvas.finish())] == ["SourceSerif4-400Regular"]


def test_word_space_widens_spaces_and_nothing_else() -> None:
    canvas = Canvas(ABOUT, SIZE, PLAIN)
    canvas.set_type(face(SANS), TYPE, BLACK)
    canvas.begin_text(30, 700)
    canvas.word_space(3)
    canvas.show(face(SANS), TYPE, "one two\u00a0three é–fourteen")
    canvas.word_space(3)
    canvas.word_space(0)
    canvas.end_text()
    canvas.end_page()
    content = canvas.finish()
    (end,) = ends(content)
    natural = sum(map(face(SANS).advance, "one two\u00a0three é–fourteen"))
    assert end == pytest.approx(30 + TYPE * natural + 2 * 3, abs=0.02)  # not the one that holds words together
    assert [float(operands[0]) for operands, operator in operations(content) if operator == b"Tw"] == [3, 0]
