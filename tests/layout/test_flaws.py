"""What cannot be set is a problem at its line of the source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pdfgen import InputError, build_pdf, load_report
from pdfgen.content import compose
from pdfgen.layout.document import set_document
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.scoring import score
from pdfgen.source.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.labels import Labels
    from pdfgen.layout.flaws import Flaw

REPORT = """\
rubric: nations-in-transit
edition: 2018
year_under_review: 2017
entity:
  name: {name}
  kind: country
overview: {overview}
answers:
"""


def write(tmp_path: Path, *, name: str = "Ruritania", overview: str = "Words.", narrative: str = "Words.") -> Path:
    path = tmp_path / "report.yaml"
    text = REPORT.format(name=json.dumps(name, ensure_ascii=False), overview=json.dumps(overview, ensure_ascii=False))
    for id_ in ("NDG", "EP", "CS", "IM", "LDG", "JFI", "CO"):
        text += f"  {id_}:\n    score: 3.25\n    narrative: |\n      First line.\n      {narrative}\n"
    path.write_text(text, encoding="utf-8")
    return path


def flaws(path: Path) -> list[Flaw]:
    loaded = load(path)
    labels: Labels = loaded.catalogue.labels("en")
    document = compose(loaded.report, score(loaded.report, loaded.method, loaded.history), labels)
    return set_document(document, loaded.catalogue.theme("standard"), Profile.named())[1]


def test_a_character_that_no_face_has_is_an_error_at_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, narrative="Second line, with 自由 in it.")
    with pytest.raises(InputError) as caught:
        build_pdf(load_report(path))
    first, second = caught.value.problems[:2]
    assert first.text() == (
        f"{path}:13:25: error[missing-glyph]: 2 different characters in answers.NDG.narrative have no glyph in "
        "SourceSerif4_400Regular or SourceSans3_400Regular: 自由 (the first is U+81EA CJK UNIFIED IDEOGRAPH-81EA)\n"
        "  13 |       Second line, with 自由 in it.\n"
        "     |                         ^\n"
        "  help: add a family that has such characters to `families:` and `fallback:` of the theme"
    )
    assert second.origin.field == "answers.EP.narrative"  # each passage is told once


@pytest.mark.parametrize(
    ("char", "told"),
    [
        (
            "\U0001f600",
            "“\U0001f600” (U+1F600 GRINNING FACE) in overview has no glyph in SourceSerif4_400Regular or SourceSans3_400Regular",
        ),
        ("ا", "1 character in overview is Arabic; pdfgen cannot yet set text that runs from right to left"),
        ("א", "1 character in overview is Hebrew; pdfgen cannot yet set text that runs from right to left"),
        (
            "अ",
            "1 character in overview is Devanagari; pdfgen cannot yet set scripts whose letters join or change places",
        ),
        ("ก", "1 character in overview is Thai; pdfgen cannot yet set scripts whose letters join or change places"),
        ("\ue000", "this character in overview cannot be printed: U+E000 private use"),
        ("\ufffd", "this character in overview cannot be printed: U+FFFD REPLACEMENT CHARACTER"),
    ],
)
def test_what_cannot_be_set_is_refused_not_dropped(tmp_path: Path, char: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        build_pdf(load_report(write(tmp_path, overview=f"One {char} two.")))
    assert [problem.message for problem in caught.value.problems] == [told]
    assert caught.value.problems[0].origin.line == 7


@pytest.mark.parametrize("char", ["Ĭ", "ŧ", "●", "‑", "ἄ"])
def test_the_fallback_face_sets_what_the_serif_lacks(tmp_path: Path, char: str) -> None:
    assert flaws(write(tmp_path, overview=f"One {char} two.")) == []


def test_more_than_a_subset_of_glyphs_is_set(tmp_path: Path) -> None:
    letters = "".join(chr(code) for code in (*range(0xC0, 0x17F), *range(0x370, 0x3FF), *range(0x400, 0x4FF)))
    overview = " ".join(char for char in letters if char.isalpha())
    assert [flaw for flaw in flaws(write(tmp_path, overview=overview)) if flaw.code != "missing-glyph"] == []


def test_a_word_wider_than_its_column_is_broken_with_a_warning(tmp_path: Path) -> None:
    path = write(tmp_path, narrative="x" * 200)
    found = [flaw for flaw in flaws(path) if flaw.origin.field == "answers.NDG.narrative"]
    assert [(flaw.severity, flaw.code, flaw.message) for flaw in found] == [
        ("warning", "overlong-word", f"“{'x' * 39}…” is wider than its column and is broken at the edge")
    ]


@pytest.mark.parametrize(
    ("name", "lines"),
    [("Chad", 0), ("St. Vincent and the Grenadines", 0), ("South Georgia and the South Sandwich Islands", 0)],
)
def test_long_names_fit(tmp_path: Path, name: str, lines: int) -> None:
    assert len(flaws(write(tmp_path, name=name))) == lines


def test_a_name_that_fits_in_no_size_is_an_error(tmp_path: Path) -> None:
    found = flaws(write(tmp_path, name="United Provinces of " * 6 + "Ruritania"))
    assert [flaw.message for flaw in found if flaw.code == "title-too-long"] == [
        f"the name “{found[0].snippet}” does not fit the page on three lines of 30 pt"
    ]


def test_every_sample_is_set_without_a_flaw() -> None:
    for path in sorted(shipped("data").glob("editions/*/reports/*.yaml")):
        assert flaws(path) == []
