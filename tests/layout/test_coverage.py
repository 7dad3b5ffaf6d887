"""What of a text cannot be set is told without laying out, in one message a passage and kind, as a build tells it."""

from __future__ import annotations

import json
import shutil
import unicodedata
from itertools import chain as joined
from struct import pack, unpack_from
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from pdfgen import InputError, build_pdf, load_report
from pdfgen.errors import Origin
from pdfgen.layout.coverage import coverage
from pdfgen.layout.measured_text import FallbackFonts, chain
from pdfgen.pdf.characters import INKLESS, clusters, is_mark, script, unset
from pdfgen.pdf.faces import face
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.errors import Problem

ORIGIN = Origin("report.yaml", 7, 3, "overview")
THEME = Catalogue().theme("standard")
FACES = "SourceSerif4_400Regular or SourceSans3_400Regular"
ADD = "add a family that has such characters to `families:` and `fallback:` of the theme"
ADD_LETTERS = "add a family that has such letters to `families:` and `fallback:` of the theme, or leave the mark out"
WRITE = "write it in Latin, Greek or Cyrillic letters"
REMOVE = "remove it, or write the character that is meant"
RIGHT_TO_LEFT = "pdfgen cannot yet set text that runs from right to left"
SHAPED = "pdfgen cannot yet set scripts whose letters join or change places"

REPORT = """\
rubric: nations-in-transit
edition: 2018
year_under_review: 2017
entity:
  name: Ruritania
  kind: country
overview: {overview}
answers:
"""


def write(folder: Path, overview: str, narrative: str = "Words.", theme: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.yaml"
    text = REPORT.format(overview=json.dumps(overview, ensure_ascii=False))
    text = f"theme: {theme}\n{text}" if theme else text
    for id_ in ("NDG", "EP", "CS", "IM", "LDG", "JFI", "CO"):
        own = narrative if id_ == "NDG" else "Words."
        text += f"  {id_}:\n    score: 3.25\n    narrative: |\n" + "".join(
            f"      {line}\n" for line in own.split("\n")
        )
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        build_pdf(load_report(path))
    return list(caught.value.problems)


def read(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(one.get_textpage().get_text_bounded() for one in document)
    finally:
        document.close()


# -- the words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Words, “marks” – ẹ̀kọ́.", []),
        (
            "自",
            [("missing-glyph", f"“自” (U+81EA CJK UNIFIED IDEOGRAPH-81EA) in overview has no glyph in {FACES}", ADD)],
        ),
        (
            "自由 and 自由民主自由",
            [
                (
                    "missing-glyph",
                    f"4 different characters in overview have no glyph in {FACES}: 自由民主 (the first is U+81EA CJK UNIFIED IDEOGRAPH-81EA)",
                    ADD,
                )
            ],
        ),
        (
            "一二三四五六七八九十",
            [
                (
                    "missing-glyph",
                    f"10 different characters in overview have no glyph in {FACES}: 一二三四五六七八… (the first is U+4E00 CJK UNIFIED IDEOGRAPH-4E00)",
                    ADD,
                )
            ],
        ),
        (
            "a\u3000b",
            [
                (
                    "missing-glyph",
                    f"“\u3000” (U+3000 IDEOGRAPHIC SPACE) in overview has no glyph in {FACES}",
                    "write a plain space",
                )
            ],
        ),
        (
            "Z\u0489",
            [
                (
                    "missing-glyph",
                    f"“◌\u0489” (U+0489 COMBINING CYRILLIC MILLIONS SIGN) in overview has no glyph in {FACES}",
                    ADD,
                )
            ],
        ),
        (
            "7\u0338",
            [
                (
                    "unplaced-mark",
                    f"“7\u0338” in overview cannot be set: U+0338 COMBINING LONG SOLIDUS OVERLAY has no place on this letter in {FACES}",
                    ADD_LETTERS,
                )
            ],
        ),
        (
            "x\u0338 y\u0338",
            [
                (
                    "unplaced-mark",
                    f"2 different letters with marks in overview cannot be set: the marks have no place on them in {FACES}: x\u0338 y\u0338 (the first has U+0338 COMBINING LONG SOLIDUS OVERLAY)",
                    ADD_LETTERS,
                )
            ],
        ),
        (
            "a \u030cb",
            [
                (
                    "unplaced-mark",
                    "a mark in overview stands on no letter: U+030C COMBINING CARON",
                    "write it after its letter, or remove it",
                )
            ],
        ),
        (
            "n" + "\u0304" * 5,
            [("too-many-marks", "a letter in overview has 5 marks; 4 is the most that fit a line", "remove some")],
        ),
        ("שלום", [("unsupported-script", f"4 different characters in overview are Hebrew; {RIGHT_TO_LEFT}", WRITE)]),
        ("١", [("unsupported-script", f"1 character in overview is Arabic; {RIGHT_TO_LEFT}", WRITE)]),
        ("हिन्दी", [("unsupported-script", f"6 different characters in overview are Devanagari; {SHAPED}", WRITE)]),
        ("ᄒ", [("unsupported-script", f"1 character in overview is Hangul; {SHAPED}", WRITE)]),
        (
            "עם، ไทย",
            [
                (
                    "unsupported-script",
                    f"6 different characters in overview are Hebrew, Arabic and Thai; {RIGHT_TO_LEFT}, or {SHAPED.removeprefix('pdfgen cannot yet set ')}",
                    WRITE,
                )
            ],
        ),
        (
            "a\ue000",
            [("forbidden-character", "this character in overview cannot be printed: U+E000 private use", REMOVE)],
        ),
        (
            "\ufff9a\u0378\ufdd0\x07\u202e",
            [
                (
                    "forbidden-character",
                    "5 different characters in overview cannot be printed: U+FFF9 INTERLINEAR ANNOTATION ANCHOR, U+0378 unassigned, U+FDD0 unassigned, U+0007 control character, U+202E RIGHT-TO-LEFT OVERRIDE",
                    REMOVE,
                )
            ],
        ),
    ],
)
def test_each_kind_is_told_once_with_its_remedy(text: str, told: list[tuple[str, str, str]]) -> None:
    assert [(flaw.code, flaw.message, flaw.remedy) for flaw in coverage(text, THEME, "body", ORIGIN)] == told


@pytest.mark.parametrize("char", sorted(INKLESS))
def test_what_nobody_sees_is_left_out(char: str) -> None:
    assert coverage(f"one{char}two {char} {char}three", THEME, "body", ORIGIN) == []
    assert chain(THEME, "serif")[f"on{char}e"][1] == pytest.approx(chain(THEME, "serif")["one"][1], abs=0.05)


def test_what_is_told_is_what_a_build_tells(tmp_path: Path) -> None:
    text = "One 自由 and ابجد, a\ue000b, x\u0338, \u030cy, n" + "\u0304" * 5
    found = [(problem.code, problem.message, problem.remedy) for problem in refused(write(tmp_path, text))]
    assert sorted(found) == sorted(
        (flaw.code, flaw.message, flaw.remedy) for flaw in coverage(text, THEME, "lead", ORIGIN)
    )


def test_a_passage_is_told_once_and_the_next_one_at_its_own_place(tmp_path: Path) -> None:
    path = write(tmp_path, "Words.", "One سلام دنيا, and سلام.\n\nTwo **سلام**, *دنيا*.\n\n- three हिन्दी\n- four")
    assert [problem.headline() for problem in refused(path)] == [
        f"{path}:12:11: error[unsupported-script]: 7 different characters in answers.NDG.narrative are Arabic; {RIGHT_TO_LEFT}",
        f"{path}:14:13: error[unsupported-script]: 7 different characters in answers.NDG.narrative are Arabic; {RIGHT_TO_LEFT}",
        f"{path}:16:15: error[unsupported-script]: 6 different characters in answers.NDG.narrative are Devanagari; {SHAPED}",
    ]


def test_marks_of_direction_and_selectors_change_nothing(tmp_path: Path) -> None:
    plain = build_pdf(load_report(write(tmp_path / "a", "Ruritania held elections.")), attachments=False)
    strewn = "\ufeffRuri\u200etania\u200f held\u200b\u2060 \u061celec\u200dtions\ufe0f\u034f.\U000e0041"
    assert read(build_pdf(load_report(write(tmp_path / "b", strewn)), attachments=False)) == read(plain)


# -- kinds of characters, by what Unicode says of them


def test_every_mark_is_known_and_everything_from_right_to_left_is_refused() -> None:
    wrong = []
    for code in joined(range(0xD800), range(0xF900, 0x20000)):
        char = chr(code)
        kind, direction = unicodedata.category(char), unicodedata.bidirectional(char)
        if kind == "Cn" or char in INKLESS:
            continue
        refused_ = unset(char)
        if direction in ("R", "AL", "AN") and refused_ != "right-to-left":
            wrong.append(char)
        if refused_ is None and (kind in ("Mn", "Mc", "Me")) != is_mark(char) and char != "\u2d7f":
            wrong.append(char)
        if kind in ("Cc", "Cf", "Zl", "Zp", "Co") and refused_ is None:
            wrong.append(char)
    assert wrong == []


@pytest.mark.parametrize("char", "aÀßżŒƏΩжҐԱაアあ漢한Ꭰሀᐁ☃5€\u00a0\u202f")
def test_scripts_that_are_set_letter_by_letter_are_left_to_the_faces(char: str) -> None:
    assert unset(char) is None


@pytest.mark.parametrize(
    ("char", "name"),
    [("א", "Hebrew"), ("ي", "Arabic"), ("۵", "Arabic"), ("ܐ", "Syriac"), ("ހ", "Thaana"), ("ߊ", "N’Ko"), ("ক", "Bengali"), ("ក", "Khmer"), ("မ", "Myanmar"), ("བ", "Tibetan"), ("ᠮ", "Mongolian"), ("ල", "Sinhala"), ("ᨠ", "Tai Tham")],
)  # fmt: skip
def test_a_script_is_named(char: str, name: str) -> None:
    assert unset(char) is not None
    assert script(char) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", ["a", "b", "c"]),
        ("o\u0323\u0301n\u0304", ["o\u0323\u0301", "n\u0304"]),
        ("K\u035fHa", ["K\u035fH", "a"]),
        ("K\u035f a", ["K\u035f", " ", "a"]),
        ("\u0301a", ["\u0301", "a"]),
    ],
)
def test_a_letter_and_its_marks_are_one_cluster(text: str, expected: list[str]) -> None:
    assert clusters(text) == expected


# -- whatever faces there are


def font(folder: Path, characters: str) -> Path:
    """Write a font that has the glyph of “n” for each of ``characters``, and no others."""
    program = (shipped("fonts") / "SourceSans3_400Regular.ttf").read_bytes()
    count = unpack_from(">H", program, 4)[0]
    tables = {}
    for at in range(12, 12 + 16 * count, 16):
        tag, _, offset, length = unpack_from(">4sLLL", program, at)
        tables[tag] = program[offset : offset + length]
    glyph = face("SourceSans3_400Regular.ttf").glyphs.of("n")
    codes = sorted({0x20, *map(ord, characters)})
    groups = b"".join(pack(">LLL", code, code, glyph) for code in codes)
    tables[b"cmap"] = pack(">HHHHL", 0, 1, 3, 10, 12)
    tables[b"cmap"] += pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    written, data, offset = [program[:12]], [], 12 + 16 * count
    for tag in sorted(tables):
        padded = tables[tag] + bytes(-len(tables[tag]) % 4)
        written.append(pack(">4sLLL", tag, 0, offset, len(tables[tag])))
        data.append(padded)
        offset += len(padded)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "Other.ttf"
    path.write_bytes(b"".join([*written, *data]))
    return path


def project(folder: Path, characters: str) -> Path:
    """Return a project whose theme has a fallback family with ``characters``."""
    font(folder / "fonts", characters)
    theme = (shipped("data") / "themes" / "standard.yaml").read_text(encoding="utf-8")
    theme = theme.replace("families:\n", "families:\n  other:\n    regular: Other.ttf\n", 1)
    theme = theme.replace("fallback: [sans, serif]", "fallback: [sans, serif, other]", 1)
    (folder / "themes").mkdir()
    (folder / "themes" / "own.yaml").write_text(theme, encoding="utf-8")
    edition = folder / "editions" / "2018"
    edition.mkdir(parents=True)
    shutil.copy(shipped("data") / "editions" / "nations-in-transit-2018" / "edition.yaml", edition)
    return edition / "reports"


def test_a_script_that_cannot_be_set_is_refused_although_a_face_has_it(tmp_path: Path) -> None:
    path = write(project(tmp_path, "שלוםไทย\ue000"), "One שלום.", "Two ไทย \ue000.", theme="own")
    assert [(problem.code, problem.origin.line) for problem in refused(path)] == [
        ("unsupported-script", 8),
        ("unsupported-script", 13),
        ("forbidden-character", 13),
    ]


def test_ideographs_are_set_in_a_face_that_has_them_and_lines_end_between_them(tmp_path: Path) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(60))
    path = write(project(tmp_path, f"{text}。「」"), f"「{text}」。{text}", theme="own")
    content = build_pdf(load_report(path))
    assert f"「{text}」。{text}" in read(content).replace("\r\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自由民", ["自", "由", "民"]),
        ("「自由」。民主", ["「自", "由」。", "民", "主"]),
        ("キャリー", ["キャ", "リー"]),
        ("한국어", ["한국어"]),
    ],
)
def test_where_lines_end_between_ideographs(tmp_path: Path, text: str, expected: list[str]) -> None:
    faces = FallbackFonts((face("SourceSans3_400Regular.ttf"), face(str(font(tmp_path, text)))))
    assert ["".join(char for char in box[0] if char in text) for box in faces[text][2]] == expected


def test_a_letter_and_its_marks_are_set_in_the_same_face(tmp_path: Path) -> None:
    # the serif has the letter and not the mark: the sans sets both
    serif = chain(THEME, "serif")
    text, width, _ = serif["aL\u0325a"]
    assert len(text) == 5  # the sans, the letter with its mark, back to the serif
    assert width == pytest.approx(2 * serif["a"][1] + face("SourceSans3_400Regular.ttf").advance("L"), abs=0.05)
    # a face that has the mark and no letter sets neither
    only_mark = FallbackFonts((face("SourceSerif4_400Regular.ttf"), face(str(font(tmp_path, "\u0325")))))
    assert [gap.lack for gap in only_mark.lacking("L\u0325")] == ["mark"]
