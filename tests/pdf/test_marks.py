"""Marks stand on their letters: a letter that a face has no glyph for is one glyph in the file, and is read as written."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from itertools import combinations, product
from pathlib import Path
from struct import unpack_from
from typing import TYPE_CHECKING, Any

import page
import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdfgen import build_pdf, load_report
from pdfgen.errors import EnvironmentFailure
from pdfgen.pdf.characters import clusters
from pdfgen.pdf.faces import KERNS, Face, face
from pdfgen.pdf.marks import said
from pdfgen.resources import shipped
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.pdf.subset import ComposedGlyph

FILES = sorted(path.name for path in shipped("fonts").glob("*.ttf"))
SERIF, SANS = "SourceSerif4_400Regular.ttf", "SourceSans3_400Regular.ttf"

# The sequences of DIN 91379, then Yoruba, Igbo, Guaraní, Lithuanian with its accents, Navajo, Marshallese, and others.
WORDS = (
    "A̋ C̀ C̄ C̆ C̈ C̕ C̣ D̂ F̀ F̄ G̀ H̄ H̦ H̱ J́ J̌ K̀ K̂ K̄ K̇ K̕ K̛ K̦ K͟H K͟h L̂ L̥ L̥̄ L̦ M̀ M̂ M̆ M̐ N̂ N̄ N̆ N̦ P̀ P̄ P̕ P̣ "
    "R̆ R̥ R̥̄ S̀ S̄ S̛̄ S̱ T̀ T̄ T̈ T̕ T̛ U̇ Z̀ Z̄ Z̆ Z̈ Z̧ a̋ c̀ c̄ c̆ c̈ c̕ c̣ d̂ f̀ f̄ g̀ h̄ h̦ h̲ i̋ j̀ j́ k̀ k̂ k̄ k̇ k̕ k̛ k̦ k͟h "
    "l̂ l̥ l̥̄ l̦ m̀ m̂ m̆ m̐ n̂ n̄ n̆ n̦ p̀ p̄ p̕ p̣ r̆ r̥ r̥̄ s̀ s̄ s̛̄ s̱ t̀ t̄ t̕ t̛ u̇ z̀ z̄ z̆ z̈ z̧ Ç̆ ç̆ Û̄ û̄ ô̆ Č̕ č̕ Ž̧ ž̧ "
    "Bọ́lá ẹ̀kọ́ ọ̀rọ̀ Ṣọlá ị̀ ụ́ ṅ m̀ ń M̄ n̄a g̃uahẽ G̃ ė́ ė̃ į́ į̃ ų́ ų̃ ū́ r̃ m̃ l̃ j̃ i̇́ i̇̀ i̇̃ ą́ ę́ ǫ́ į́ʼ "
    "ḷ m̧ ņ o̧ ļ M̧ O̧ n̄ ǩ ȫ Ȯ ǭ ẫ́ l̩"
)
SEQUENCES = WORDS.split()
MARKED = sorted({cluster for word in SEQUENCES for cluster in clusters(word) if len(cluster) > 1})

REPORT = """\
rubric: nations-in-transit
edition: 2018
year_under_review: 2017
entity:
  name: {name}
  kind: country
overview: {words}
answers:
"""


@cache
def built() -> bytes:
    """Return a report with every sequence in roman, bold, italic, bold italic, and in the title."""
    words = " ".join(SEQUENCES)
    texts = (words, f"**{words}**", f"*{words}*", f"***{words}***", "Words.", "Words.", "Words.")
    text = REPORT.format(name=json.dumps("Bọ́lá M̧ K͟H ė́"), words=json.dumps(words))
    for id_, narrative in zip(("NDG", "EP", "CS", "IM", "LDG", "JFI", "CO"), texts, strict=True):
        text += f"  {id_}:\n    score: 3.25\n    narrative: |\n      {narrative}\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.yaml"
        path.write_text(text, encoding="utf-8")
        return build_pdf(load_report(path))


def made(file: str, cluster: str) -> ComposedGlyph | None:
    """Return a letter with its marks as a face makes it."""
    found = face(file).made(cluster)
    return face(file).glyphs.made[ord(found)] if found else None


# -- where marks stand


@pytest.mark.parametrize("file", FILES)
def test_each_mark_stands_over_or_under_its_letter(file: str) -> None:
    """Its middle lies between the edges of the letter, and above or below the letter's own."""
    box = face(file).glyphs.box
    seen = 0
    for cluster in MARKED:
        marks = unicodedata.normalize("NFD", cluster)[1:]
        kinds = {unicodedata.combining(mark) for mark in marks}
        found = made(file, cluster)
        if found is None or not kinds <= {202, 220, 230} or len(found.parts) != 1 + len(marks):
            continue
        seen += 1
        base = box(found.parts[0][0])
        assert base is not None
        for glyph, x, y in found.parts[1:]:
            edges = box(glyph)
            assert edges is not None
            middle, height = (edges[0] + edges[2]) / 2 + x, (edges[1] + edges[3]) / 2 + y
            assert base[0] - 60 < middle < base[2] + 130, cluster  # italic letters lean
            assert height > base[3] - 120 or height < base[1] + 60, cluster
    assert seen > 60


@pytest.mark.parametrize("file", FILES)
def test_of_two_marks_on_a_letter_none_lies_on_the_other(file: str) -> None:
    """Some faces have one place for all marks above; two of them are then set one over the other."""
    letters, marks = "aeimnouMOÔÊČ", "\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030c\u0323\u0327\u0331"
    for letter, first, second in product(letters, marks, marks):
        cluster = composed(letter + first + second)
        if len(cluster) == 1 and cluster in face(file).characters:
            continue
        found = made(file, cluster)
        assert found is not None, cluster
        boxes = [
            (box[0] + x, box[1] + y, box[2] + x, box[3] + y)
            for glyph, x, y in found.parts
            if (box := face(file).glyphs.box(glyph))
        ]
        for one, other in combinations(boxes[1:], 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            along = min(one[3], other[3]) - max(one[1], other[1])
            half = min(one[2] - one[0], other[2] - other[0]) / 2, min(one[3] - one[1], other[3] - other[1]) / 2
            assert across <= half[0] or along <= half[1], cluster


@pytest.mark.parametrize("file", [SERIF, SANS])
def test_marks_above_an_i_take_the_place_of_its_dot(file: str) -> None:
    dotted = face(file).glyphs.of("i")
    for cluster in ("i\u0303\u0301", "i\u0304\u0306", "i\u0328\u0303", "i\u0307\u0301"):
        found = made(file, composed(cluster))
        assert found is not None
        assert dotted not in [glyph for glyph, _, _ in found.parts]


def test_marks_on_capitals_stand_higher_than_on_small_letters() -> None:
    def top(cluster: str) -> int:
        found = made(SERIF, cluster)
        assert found is not None
        return max(box[3] + y for glyph, _, y in found.parts if (box := face(SERIF).glyphs.box(glyph)))

    assert top("N\u0304") > top("n\u0304") + 100
    assert top("M\u0303") > top("m\u0303") + 100


@pytest.mark.parametrize("cluster", ["m\u0327", "M\u0327", "o\u0327", "z\u0327", "K\u031b", "m\u0310"])
def test_a_mark_without_an_anchor_stands_by_the_shape_of_its_letter(cluster: str) -> None:
    found = made(SANS, cluster)
    assert found is not None
    (letter, _, _), (mark, x, y) = found.parts
    box, edges = face(SANS).glyphs.box(letter), face(SANS).glyphs.box(mark)
    assert box is not None
    assert edges is not None
    if cluster[1] == "\u0327":
        assert (edges[0] + edges[2]) / 2 + x == pytest.approx((box[0] + box[2]) / 2, abs=1)
        assert edges[3] + y < 20  # it hangs on the baseline
    else:
        assert edges[3] + y > box[3]


def test_a_mark_that_a_letter_has_no_place_for_is_no_glyph() -> None:
    assert made(SERIF, "7\u0338") is None
    assert made(SERIF, "x\u0338") is None
    assert made(SANS, "x\u0338") is None
    assert made(SERIF, "自\u0301") is None


# -- as a glyph


@pytest.mark.parametrize("file", FILES)
def test_the_glyph_has_its_parts_at_their_places_and_the_advance_of_its_letter(file: str) -> None:
    one = face(file)
    text = [char for cluster in MARKED if (char := one.made(cluster))]
    program = one.glyphs.subset([ord(char) for char in text])
    tables = {program[at : at + 4]: unpack_from(">LL", program, at + 8) for at in range(12, 12 + 16 * program[5], 16)}
    glyf, loca, hmtx, maxp = (tables[tag][0] for tag in (b"glyf", b"loca", b"hmtx", b"maxp"))
    most = unpack_from(">HH", program, maxp + 28)
    for number, char in enumerate(text, 1):
        wanted = one.glyphs.made[ord(char)]
        at = glyf + unpack_from(">L", program, loca + 4 * number)[0]
        contours, left = unpack_from(">hh", program, at)
        assert contours == -1
        assert unpack_from(">Hh", program, hmtx + 4 * number) == (wanted.advance, left)
        at, flags, places = at + 10, 0x20, []
        while flags & 0x20:
            flags, _, x, y = unpack_from(">HHhh", program, at)
            assert flags & 0x03 == 0x03  # both numbers are words, and are a place
            places.append((x, y))
            at += 8
        assert places == [(x, y) for _, x, y in wanted.parts]
        assert left == min(box[0] + x for glyph, x, _ in wanted.parts if (box := one.glyphs.box(glyph)))
        assert most[0] >= len(places)
        assert most[1] >= 1
        assert one.advance(char) == wanted.advance / 1000


def test_one_letter_is_one_character_of_measured_text() -> None:
    shown, width = face(SERIF).measured(face(SERIF).made("n\u0304"))
    assert (len(shown), said(shown)) == (1, "n\u0304")
    assert width == face(SERIF).advance("n")


@pytest.mark.parametrize(("first", "second"), [("T", "o\u0323\u0301"), ("V", "a\u0328\u0301")])
def test_letters_with_marks_are_kerned_like_their_letters(first: str, second: str) -> None:
    def kerns(*letters: str) -> list[str]:
        return KERNS.findall(face(SANS).measured("".join(letters))[0])

    shown = [char if char in face(SANS).plain else face(SANS).made(char) for char in (first, second)]
    assert kerns(*shown) == kerns(first[0], second[0]) != []


# -- in a file


def test_the_words_come_back_letter_by_letter_in_pdfium_and_pypdf() -> None:
    document = pypdfium2.PdfDocument(built())
    try:
        words = " ".join(one.get_textpage().get_text_bounded() for one in document).split()
    finally:
        document.close()
    for found in (words, " ".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(built())).pages).split()):
        text = " ".join(found)
        assert [word for word in map(composed, SEQUENCES) if found.count(word) < 5] == []
        assert " ".join(map(composed, SEQUENCES[:20])) in text


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


READERS = {"pdftotext": ["pdftotext", "file.pdf", "-"], "mutool": ["mutool", "draw", "-q", "-F", "text", "file.pdf"]}


@pytest.mark.parametrize("name", ["pdftotext", "mutool", "pdfminer.six"])
def test_the_words_come_back_in_other_readers(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.pdf").write_bytes(built())
    if name in READERS:
        if not shutil.which(name):
            pytest.skip(f"{name} is not installed")
        text = subprocess.run(READERS[name], check=True, capture_output=True, text=True, cwd=tmp_path).stdout
    else:
        module: Any = pytest.importorskip("pdfminer.high_level", reason=f"{name} is not installed")
        text = module.extract_text(tmp_path / "file.pdf")
    assert [word for word in map(composed, SEQUENCES) if text.split().count(word) < 5] == []


def test_the_file_follows_the_standards() -> None:
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(built(), profile=profile)
        assert [failure.rule_id for failure in report.failures] == []


def test_a_letter_with_marks_has_one_code_and_one_width() -> None:
    reader = pypdf.PdfReader(BytesIO(built()))
    fonts: Any = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for reference in fonts.values():
        font = reference.get_object()
        assert len(font["/Widths"]) == font["/LastChar"] - font["/FirstChar"] + 1
        text = font["/ToUnicode"].get_object().get_data().decode("ascii")
        assert "DBC0" not in text  # no stand-in comes into the file
        assert "DBFF" not in text


def test_the_same_marks_make_the_same_file() -> None:
    first = built()
    built.cache_clear()
    assert first == built()


@examples(100)
@given(
    letters=st.lists(
        st.tuples(
            st.sampled_from("abegkmnoprstuzKMNOTZ"),
            st.lists(st.sampled_from("\u0301\u0304\u0307\u0323\u0327"), max_size=3),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_measured_says_what_was_written(letters: Sequence[tuple[str, list[str]]]) -> None:
    written = composed("".join(letter + "".join(marks) for letter, marks in letters))
    one = face(SANS)
    shown = [one.made(cluster) if cluster not in one.plain else cluster for cluster in clusters(written)]
    assert all(shown)
    text, width = one.measured("".join(shown))
    assert "".join(map(said, KERNS.sub("", text))) == written
    kerns = sum(map(int, KERNS.findall(text))) / 1000
    assert width == pytest.approx(sum(map(one.advance, KERNS.sub("", text))) - kerns)


def test_a_face_is_read_once_by_many_threads(tmp_path: Path) -> None:
    copy = tmp_path / "Copy.ttf"
    shutil.copy(shipped("fonts") / SERIF, copy)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(face, [str(copy)] * 16))
    assert len(found) == 1
    assert isinstance(found.pop(), Face)
    with pytest.raises(EnvironmentFailure):
        face(str(tmp_path / "None.ttf"))
