"""Words are as wide as HarfBuzz says, stand in faces that have their characters, and part where Unicode lets them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import uharfbuzz
from hypothesis import given
from hypothesis import strategies as st

from pdfgen.errors import Origin
from pdfgen.information import Information
from pdfgen.layout.measured_text import CUT, FACE, MARKS, FallbackFonts, chain
from pdfgen.layout.pen import Pen
from pdfgen.layout.typesetter import Typesetter
from pdfgen.pdf.canvas import Canvas
from pdfgen.pdf.characters import INKLESS
from pdfgen.pdf.faces import KERN, KERN_END, KERNS, face
from pdfgen.pdf.marks import said
from pdfgen.pdf.page_boxes import PageBoxes
from pdfgen.pdf.tags import Tag
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from tests.examples import examples

if TYPE_CHECKING:
    from pdfgen.pdf.faces import Face

THEME = Catalogue().theme("standard")
SERIF, SANS = "SourceSerif4_400Regular", "SourceSans3_400Regular"
WIDEST_KERN = -60
"""Readers of PDF take a kern that opens a wider gap for a space."""
UNSEEN_KERN = 5
"""A kern of so few thousandths of an em is left out."""

CUTS = [
    ("serif", False, False),
    ("serif", True, False),
    ("serif", False, True),
    ("serif", True, True),
    ("sans", False, False),
    ("sans", True, False),
    ("sans", True, True),
    ("heavy", False, False),
    ("display", False, False),
]
ACCENTED = (
    "São Tomé Príncipe Côte d’Ivoire Łódź Příbram Århus Köln Großbritannien Größe Çeşme İstanbul Žižek Škoda Đorđe "
    "Ñandú señor Œuvre ÆØÅ Þórður Tallinn Võru Rīga Šiauliai Győr București Timișoara țară Ālfa naïve façade VÄTER "
    "Tõnu Ýmir Ångström Kraków Wałęsa AVÉ ToÓ Yéti P.ä «Été» “Über” Vā Ŵy Ťava Ďá ľúb L’Avenir Fâ fï"
)
TRICKY = "AVAT To. Ty, P. V. W- LT’S “A” ‘T’ of) (f) f’s f” 11 741 7.4 r. r, y; y’ -T T- —V V— fi ffl ffi fj f\u00a0b tt /a// A/V"


def words_of_reports() -> list[str]:
    """Return every fifth word of the reports that are shipped."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(shipped("data").glob("editions/*/reports/*.yaml"))]
    return sorted({word for text in texts for word in text.split()})[::5]


WORDS = [*words_of_reports(), *ACCENTED.split(" "), *TRICKY.split(" ")]


@cache
def shaper(path: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)))


def shaped(face_: Face, word: str) -> list[tuple[float, int]]:
    """Return for each character of the whole word its advance and the kern behind it, in thousandths of an em.

    A kern that opens a gap like a space is capped, and one that nobody sees is left out.
    """
    font = shaper(str(face_.path))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    buffer.direction = "ltr"
    off = ("liga", "clig", "calt", "ccmp", "locl", "rlig", "mark", "mkmk")
    uharfbuzz.shape(font, buffer, {"kern": True, **dict.fromkeys(off, False)})
    glyphs = [info.codepoint for info in buffer.glyph_infos]
    assert len(glyphs) == len(word)
    found = []
    for glyph, position in zip(glyphs, buffer.glyph_positions, strict=True):
        advance = font.get_glyph_h_advance(glyph)
        kern = max(advance - position.x_advance, WIDEST_KERN)
        found.append((advance, kern if abs(kern) > UNSEEN_KERN else 0))
    assert font.face.upem == 1000
    return found


def plain(text: str) -> str:
    """Return measured text without its marks and kerns."""
    return "".join(map(said, KERNS.sub("", MARKS.sub("", text))))


def drawn_width(words: FallbackFonts, text: str) -> float:
    """Return the width per em of measured text, counted from its characters, kerns and changes of face."""
    width, one = 0.0, words.faces[0]
    for piece in MARKS.split(text):
        if MARKS.fullmatch(piece):
            assert FACE <= ord(piece) < CUT
            one = words.faces[ord(piece) - FACE]
            continue
        width -= sum(map(int, KERNS.findall(piece))) / 1000
        width += sum(shaped(one, char)[0][0] / 1000 for char in KERNS.sub("", piece))
    return width


def pieces(word: str) -> list[str]:
    """Return what a line may end behind, in a word; a hyphen that is then added is shown as a bar."""
    boxes = chain(THEME, "serif")[word][2]
    return [plain(text) + "|" * soft for text, _, _, soft, _ in boxes]


# -- widths and kerns


@pytest.mark.parametrize(("family", "strong", "italic"), CUTS)
def test_a_word_is_as_wide_as_it_is_shaped(family: str, strong: bool, italic: bool) -> None:  # noqa: FBT001  # parameters of the test
    words = chain(THEME, family, strong=strong, italic=italic)
    first = words.faces[0]
    looked_at = kerned = 0
    for word in WORDS:
        if not first.characters.issuperset(word):
            continue
        expected = sum(advance - kern for advance, kern in shaped(first, word))
        assert words[word][1] == pytest.approx(expected / 1000, abs=1e-9), word
        looked_at += 1
        kerned += any(kern for _, kern in shaped(first, word))
    assert looked_at > 300
    assert kerned > looked_at / 2


@pytest.mark.parametrize(("family", "strong", "italic"), CUTS)
def test_the_kerns_stand_where_they_are_shaped_and_add_up_to_the_width(family: str, strong: bool, italic: bool) -> None:  # noqa: FBT001  # parameters of the test
    words = chain(THEME, family, strong=strong, italic=italic)
    first = words.faces[0]
    for word in WORDS:
        text, width, boxes = words[word]
        assert drawn_width(words, text) == pytest.approx(width, abs=1e-9), word
        assert plain(text) == "".join(char for char in word if char not in INKLESS)
        for shown, own_width, ends_word, _, _ in boxes:
            assert drawn_width(words, shown.removesuffix(" ") if ends_word else shown) == pytest.approx(
                own_width, abs=1e-9
            )
        if first.characters.issuperset(word):
            expected = ""
            for char, (_, kern) in zip(word, shaped(first, word), strict=True):
                expected += char + (f"{KERN}{kern}{KERN_END}" if kern else "")
            assert text == expected


def test_a_kern_that_opens_a_gap_like_a_space_is_capped() -> None:
    serif = chain(THEME, "serif")
    text, width, _ = serif["of)"]
    assert text == f"of{KERN}-60{KERN_END})"
    # what the face asks for is more: an f before a bracket needs room
    f, bracket = shaper(str(serif.faces[0].path)), uharfbuzz.Buffer()
    bracket.add_str("f)")
    bracket.guess_segment_properties()
    uharfbuzz.shape(f, bracket, {"kern": True})
    assert bracket.glyph_positions[0].x_advance / 1000 > serif["f"][1] + 0.06
    assert width == pytest.approx(serif["of"][1] + serif[")"][1] + 0.06)


@pytest.mark.parametrize(("word", "expected"), [("ar", "ar"), ("wo", f"w{KERN}15{KERN_END}o")])
def test_a_kern_that_nobody_sees_is_left_out(word: str, expected: str) -> None:
    serif = chain(THEME, "serif")
    assert serif[word][0] == expected
    kern = 0.015 if KERN in expected else 0.0
    assert serif[word][1] == pytest.approx(serif[word[0]][1] + serif[word[1]][1] - kern)


@examples(200)
@given(word=st.text("AVTLWYPrfyoea.,-’”)/éłŤ1 ", min_size=1, max_size=12))
def test_any_run_of_kerned_characters_is_as_wide_as_it_is_shaped(word: str) -> None:
    serif = chain(THEME, "serif")
    expected = sum(advance - kern for advance, kern in shaped(serif.faces[0], word))
    text, width = serif.measured(word)
    assert width == pytest.approx(expected / 1000, abs=1e-9)
    assert plain(text) == word


def test_an_empty_word_has_nothing() -> None:
    assert chain(THEME, "serif")[""] == ("", 0.0, ())


# -- where a line may end


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("word", ["word "]),
        ("government-friendly", ["government-", "friendly "]),
        ("state-of-the-art", ["state-", "of-", "the-", "art "]),
        ("2016–17", ["2016–", "17 "]),
        ("year—unusually", ["year—", "unusually "]),
        ("1—2", ["1—", "2 "]),
        ("a—(b)", ["a—", "(b) "]),
        ("a—“b”", ["a—", "“b” "]),
        ("and/or", ["and/", "or "]),
        ("-5", ["-5 "]),
        ("-word", ["-word "]),
        ("(-word)", ["(-word) "]),
        ("–word", ["–word "]),
        ("—word—word", ["—word—", "word "]),
        ("2016-17", ["2016-17 "]),
        ("COVID-19", ["COVID-19 "]),
        ("10-year", ["10-", "year "]),
        ("e-mail", ["e-", "mail "]),
        ("e‐mail", ["e‐", "mail "]),
        ("(pre)-war", ["(pre)-", "war "]),
        ("self-", ["self- "]),
        ("word–", ["word– "]),
        ("and/", ["and/ "]),
        ("“word—”word", ["“word—”word "]),
        ("word—,", ["word—, "]),
        ("word——word", ["word——word "]),
        ("co\u00adoperate", ["co|", "operate "]),
        ("co\u00adop\u00aderate", ["co|", "op|", "erate "]),
        ("cooperate\u00ad", ["cooperate "]),
        ("a\u200bb", ["a", "b "]),
        ("a\u2060b", ["ab "]),
        ("C/2017", ["C/2017 "]),
        ("1/2", ["1/2 "]),
        ("—", ["— "]),
        ("–", ["– "]),
        ("-", ["- "]),
        ("x‑y", ["x‑y "]),
        ("30\u00a0km", ["30\u00a0km "]),
        ("Ŧ-Ŧ", ["Ŧ-", "Ŧ "]),
        ("ẹ̀kọ́-ẹ̀kọ́", ["ẹ̀kọ́-", "ẹ̀kọ́ "]),
        ("n̄/an̄", ["n̄/", "an̄ "]),
        ("K\u035fH", ["K\u035fH "]),
        ("o\u00ad\u0323\u0301\u00adn", ["ọ́|", "n "]),
        ("o\u200b\u0323n", ["ọn "]),
    ],
)
def test_a_line_may_end_inside_a_word_where_unicode_lets_it(word: str, expected: list[str]) -> None:
    assert pieces(word) == expected


@pytest.mark.parametrize(
    ("word", "added", "hyphens"),
    [
        ("e-mail", [False, False], [True, False]),
        ("e‐mail", [False, False], [True, False]),
        ("co\u00adoperate", [True, False], [True, False]),
        ("year—unusually", [False, False], [False, False]),
        ("and/or", [False, False], [False, False]),
        ("a\u200bb", [False, False], [False, False]),
    ],
)
def test_a_box_says_whether_a_hyphen_is_added_and_whether_there_is_one(
    word: str, added: list[bool], hyphens: list[bool]
) -> None:
    boxes = chain(THEME, "serif")[word][2]
    assert [box[3] for box in boxes] == added
    assert [box[4] for box in boxes] == hyphens
    assert [box[2] for box in boxes] == [False, True]


ANY = "aZé5 \u00a0.,;-‐‑–—/()[]“”‘’«»\u00ad\u200b\u2060Ŧἄ●".replace(" ", "")


@examples(300)
@given(word=st.text(ANY, min_size=1, max_size=16))
def test_the_boxes_of_a_word_are_all_of_it_and_part_only_where_something_parts_them(word: str) -> None:
    inked = "".join(char for char in word if char not in INKLESS)
    shown = pieces(word)
    assert "".join(shown).replace("|", "").removesuffix(" ") == inked
    parting = sum(map(word.count, "-‐–—/\u00ad\u200b"))
    assert len(shown) - 1 <= parting
    for piece, following in pairwise(shown):
        # a soft hyphen and a zero-width space have no ink
        assert piece.endswith(("-", "‐", "–", "—", "/", "|")) or "\u200b" in word
        if not piece.endswith("|") and "\u200b" not in word and "\u00ad" not in word:
            assert following[0] not in ".,;)]”’»-‐–—/ "
            assert following[0] != "5" or piece.endswith(("–", "—"))


# -- which face


def test_a_chain_has_the_cuts_of_its_family_and_of_the_fallback() -> None:
    def names(family: str, *, strong: bool = False, italic: bool = False) -> list[str]:
        return [one.name for one in chain(THEME, family, strong=strong, italic=italic).faces]

    assert names("serif") == [SERIF, SANS]
    assert names("sans") == [SANS, SERIF]
    assert names("serif", strong=True) == ["SourceSerif4_600SemiBold", "SourceSans3_600SemiBold"]
    assert names("serif", italic=True) == [f"{SERIF}_Italic", f"{SANS}_Italic"]
    assert names("sans", strong=True, italic=True) == [
        "SourceSans3_600SemiBold_Italic",
        "SourceSerif4_600SemiBold_Italic",
    ]
    # a cut that is left out is set in the nearest one that is there
    assert names("heavy", strong=True) == ["SourceSans3_700Bold", "SourceSans3_600SemiBold", "SourceSerif4_600SemiBold"]
    assert names("display", italic=True) == ["ReportDisplay-SemiBold", f"{SANS}_Italic", f"{SERIF}_Italic"]
    assert chain(THEME, "serif") is chain(THEME, "serif")


@pytest.mark.parametrize("char", ["Ŧ", "●", "ἄ", "‑"])
def test_a_character_that_the_serif_lacks_is_set_in_the_sans(char: str) -> None:
    serif = chain(THEME, "serif")
    assert char not in face(f"{SERIF}.ttf").characters
    expected = shaped(face(f"{SANS}.ttf"), char)[0][0] / 1000
    in_sans, in_serif = chr(FACE + 1), chr(FACE)
    text, width, boxes = serif[char]
    assert text == f"{in_sans}{char}{in_serif}"
    assert width == pytest.approx(expected)
    assert boxes == ((f"{in_sans}{char}{in_serif} ", width, True, False, False),)
    assert serif[f"n{char}n"][0] == f"n{in_sans}{char}{in_serif}n"
    assert serif[f"n{char}n"][1] == pytest.approx(2 * serif["n"][1] + expected)
    assert serif.lacking(char) == ()
    assert chain(THEME, "sans")[char][0] == char


def test_neighbours_in_the_same_face_are_kerned_and_others_are_not() -> None:
    serif, sans = chain(THEME, "serif"), chain(THEME, "sans")
    assert serif["ἄἄ"][0] == f"{chr(FACE + 1)}{sans['ἄἄ'][0]}{chr(FACE)}"
    assert serif["TŦo"][0] == f"T{chr(FACE + 1)}Ŧ{chr(FACE)}o"
    assert "T\x01" in serif["To"][0]


# -- what no face has


def test_characters_that_no_face_has_are_told_and_left_out() -> None:
    serif = FallbackFonts(chain(THEME, "serif").faces)
    assert serif["n自由n"][:2] == serif["nn"][:2]
    assert serif["nn"][1] == pytest.approx(2 * serif["n"][1])
    assert not serif.complete
    assert serif["自由"] == ("", 0.0, ())
    assert serif["n-由n"][0] == serif["n-n"][0]
    assert serif["●Ŧ\u00ad\u200b"][0] != ""
    assert [gap.text for gap in serif.lacking("n自由n n-由n ●Ŧ\u00ad\u200b")] == ["自", "由"]
    assert serif.lacking("●Ŧ\u00ad\u200b") == ()


# -- more characters than a font has codes


def many(first: Face, count: int) -> list[str]:
    found = [
        char
        for char in sorted(first.characters)
        if unicodedata.category(char) in ("Lu", "Ll") and unicodedata.normalize("NFKC", char) == char
    ]
    assert len(found) >= count
    return found[:count]


def test_a_word_of_more_characters_than_a_font_has_codes() -> None:
    serif = chain(THEME, "serif")
    chars = many(serif.faces[0], 400)
    text, width, _ = serif["".join(chars)]
    assert plain(text) == "".join(chars)
    assert width == pytest.approx(drawn_width(serif, text), abs=1e-9)


def test_more_characters_than_a_font_has_codes_come_back_from_the_page() -> None:
    setter = Typesetter(THEME)
    cut = setter.cut("body")
    chars = many(cut.face, 400)
    lines = ["".join(chars[start : start + 40]) for start in range(0, len(chars), 40)]
    canvas = Canvas(
        Information("Title", "Author", "Subject", "en", ()), PageBoxes(800, 600), Profile.named().conformance
    )
    pen = Pen(canvas, setter)
    pen.origin = Origin("report.yaml", 1, 1)
    with pen.block(Tag.PARAGRAPH):
        for number, line in enumerate(lines):
            end = pen.text(20, 560 - 20 * number, line, cut)
            assert end == pytest.approx(20 + cut.width(line))
    canvas.end_page()
    document = pypdfium2.PdfDocument(canvas.finish())
    try:
        got = document[0].get_textpage().get_text_bounded()
    finally:
        document.close()
    assert re.split(r"\s+", got.strip()) == lines
    assert setter.flaws == []
