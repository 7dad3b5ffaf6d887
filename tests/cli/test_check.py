"""`check` tells what `build` and `volume` refuse or warn of: the same problems, at the same places."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.errors import InputError, Problem
from pdfgen.pipeline import build
from pdfgen.profiles import Profile
from pdfgen.proofs.check import check
from pdfgen.resources import shipped
from pdfgen.source.edition import load_edition
from pdfgen.source.load import load_all
from pdfgen.source.places import find_reports
from pdfgen.volumes import build_volume

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SAMPLE = shipped("data") / "editions" / "nations-in-transit-2018"
Place = tuple[str, int, int, str, str]


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Return an edition of two reports in a project of its own, with an essay."""
    folder = tmp_path / "editions" / "2018"
    shutil.copytree(SAMPLE, folder)
    report = folder / "reports" / "ruritania.yaml"
    text = report.read_text(encoding="utf-8")
    (folder / "reports" / "graustark.yaml").write_text(text.replace("name: Ruritania", "name: Graustark"), "utf-8")
    (folder / "essay.md").write_text("# Essay\n\nWords of it.\n\n## Part\n\nMore words.\n", "utf-8")
    spoil(folder / "edition.yaml", "publication:", "volume:\n  essays: [essay.md]\n\npublication:")
    return folder


def line_of(start: str) -> int:
    """Return the line of the shipped English labels that begins so."""
    lines = (shipped("data") / "labels" / "en.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def own(edition: Path, kind: str, name: str) -> Path:
    """Return a file of the project, a copy of the shipped one."""
    path = edition.parent.parent / kind / name
    path.parent.mkdir(exist_ok=True)
    shutil.copy(shipped("data") / kind / name, path)
    return path


def places(problems: Iterable[Problem]) -> set[Place]:
    """Return where problems stand, and what they are."""
    return {
        (item.origin.path, item.origin.line, item.origin.column, item.code, item.severity)
        for item in problems
        if item.severity != "waived"
    }


def told_by_builds(edition: Path) -> set[Place]:
    """Return what is told when all reports and the volume are built in every profile."""
    found: list[Problem] = []
    sound, failed = load_all(find_reports([edition]))
    for error in failed.values():
        assert isinstance(error, InputError)
        found += error.problems
    for loaded in sound:
        for name in ("screen", "print", "card"):
            try:
                found += build(loaded, Profile.named(name=name)).warnings
            except InputError as error:
                found += error.problems
    try:
        whole = load_edition(edition)
    except InputError as error:
        return places([*found, *error.problems])
    for name in ("screen", "print"):
        try:
            found += build_volume(whole, Profile.volume(name=name)).warnings
        except InputError as error:
            found += error.problems
    return places(found)


NAME = "name: Ruritania"
ENTITY, ESSAY, EDITION = "reports/ruritania.yaml", "essay.md", "edition.yaml"
LABELS, RUBRIC, THEME = "labels/en.yaml", "rubrics/nations-in-transit.yaml", "themes/standard.yaml"
LONG = "Saint Helena, Ascension and Tristan da Cunha with South Georgia and the Sandwich Islands"  # 88 letters

# a file of the edition or the project, what is written in place of what, and what is told: line, column, code
FLAWS = {
    # what no face has, in every text that is printed
    "name": (ENTITY, NAME, "name: Rurit自nia", ["3:14 missing-glyph"]),
    "fact": (ENTITY, "capital: Strelsau", "capital: Strel自sau", ["10:17 missing-glyph"]),
    "source": (ENTITY, "source: invented", "source: inv自ented", ["8:56 missing-glyph"]),
    "overview": (ENTITY, "holds competitive", "holds 自由 competitive", ["13:19 missing-glyph"]),
    "development": (ENTITY, "A new council", "A new 自 council", ["22:11 missing-glyph"]),
    "notice": (ENTITY, "Ruritania is an", "Ruritania 自 is an", ["35:17 missing-glyph"]),
    "answer": (ENTITY, "Elections are", "Elections 自 are", ["55:17 missing-glyph"]),
    "emphasis": (ENTITY, "Elections are", "Elections *自* are", ["55:18 missing-glyph"]),
    "right to left": (ENTITY, "Elections are", "Elections ألف are", ["55:17 unsupported-script"]),
    "joining letters": (ENTITY, "Elections are", "Elections अ are", ["55:17 unsupported-script"]),
    "publisher": (EDITION, "publisher: pdfgen", "publisher: pdf自gen", ["15:17 missing-glyph"]),
    "citation": (EDITION, "an invented sample", "an 自 invented sample", ["16:29 missing-glyph"]),
    "licence": (EDITION, "under Apache-2.0", "under 自", ["17:41 missing-glyph"]),
    "disclaimer": (EDITION, "This is a sample", "This is 自 a sample", ["19:13 missing-glyph"]),
    "title of the volume": (EDITION, "volume:", "volume:\n  title: Ext自", ["12:13 missing-glyph"]),
    "citation of the volume": (EDITION, "volume:", "volume:\n  citation: Ext自", ["12:16 missing-glyph"]),
    "essay": (ESSAY, "Words of it", "Words 自 of it", ["3:7 missing-glyph"]),
    "title of an essay": (ESSAY, "# Essay", "# Ess自y", ["1:6 missing-glyph"]),
    "heading of an essay": (ESSAY, "## Part", "## P自rt", ["5:5 missing-glyph"]),
    "label": (LABELS, "summary: ", "summary: 自 ", [f"{line_of('summary: ')}:10 missing-glyph"]),
    "label of the rubric": (RUBRIC, "label: Electoral", "label: 自 Electoral", ["33:25 missing-glyph"]),
    # what does not fit its place
    "name that is too long": (
        ENTITY,
        NAME,
        f"name: {LONG} and All of the Other Islands Far from Anywhere Else",
        ["3:9 title-too-long", "3:9 overfull"],
    ),
    "name of one word": (ENTITY, NAME, "name: " + 6 * "Ruritania", ["3:9 title-too-long", "3:9 overlong-word warning"]),
    "word": (ENTITY, "Elections are", f"Elections are {120 * 'y'}", ["55:21 overlong-word warning"]),
    "two words": (
        ENTITY,
        "Elections are",
        f"Elections {120 * 'y'} and {130 * 'z'} are",
        ["55:17 overlong-word warning", "55:142 overlong-word warning"],
    ),
    "word in emphasis": (ENTITY, "Elections are", f"Elec*{80 * 'y'}*tions are", ["55:1 overlong-word warning"]),
    "address": (
        ENTITY,
        "Elections are",
        f"Elections https://example.org/{80 * 'y/'} are",
        ["55:17 overlong-word warning"],
    ),
    "fact of many words": (
        ENTITY,
        "capital: Strelsau",
        "capital: " + 12 * "Strelsau ",
        ["10:12 overlong-fact warning"],
    ),
    "summary": (ENTITY, "holds competitive", 120 * "holds and " + "competitive", ["12:1 card-full"]),
    "word of an essay": (ESSAY, "More words", f"More {150 * 'x'}", ["7:6 overlong-word warning"]),
    "long title of the volume": (EDITION, "volume:", f"volume:\n  title: {20 * 'Extra'}", ["12:10 title-too-long"]),
    "long overline": (EDITION, "volume:", f"volume:\n  overline: {40 * 'Extra'}", ["12:13 overfull"]),
    "long label": (
        LABELS,
        "quick_facts: ",
        "quick_facts: " + 10 * "Very long words ",
        [f"{line_of('quick_facts: ')}:14 overfull"],
    ),
    # what is not there, or not sound
    "no theme": (EDITION, "language: en", "language: en\ntheme: nosuch", ["9:8 unknown-theme"]),
    "no language": (EDITION, "language: en", "language: xx", ["8:11 unknown-language"]),
    "no font": (THEME, "ReportDisplay-SemiBold.ttf", "Nosuch.ttf", ["20:14 unknown-font"]),
    "unknown placeholder": (LABELS, "{edition}", "{edtion}", ["10:27 bad-message"]),
    "no essay": (EDITION, "essays: [essay.md]", "essays: [essay.md, other.md]", ["12:22 missing-essay"]),
    "markup of an essay": (ESSAY, "More words", "> More words", ["7:1 unknown-markup"]),
}


@pytest.mark.parametrize("case", FLAWS)
def test_check_tells_what_builds_tell(edition: Path, case: str) -> None:
    name, old, new, expected = FLAWS[case]
    kind, _, last = name.partition("/")
    path = own(edition, kind, last) if kind in ("labels", "rubrics", "themes") else edition / name
    spoil(path, old, new)
    checked = places(check([edition]).problems)
    assert {(place, f"{line}:{column} {code} {severity}") for place, line, column, code, severity in checked} == {
        (str(path), told if told.endswith("warning") else f"{told} error") for told in expected
    }
    assert checked == told_by_builds(edition)


def test_a_sound_edition_is_sound_in_every_profile(edition: Path) -> None:
    checked = check([edition])
    assert (checked.problems, checked.errors, checked.failed, checked.exit_code) == ({}, {}, set(), 0)
    assert told_by_builds(edition) == set()


def test_reports_on_one_entity_are_told(edition: Path) -> None:
    spoil(edition / ENTITY, NAME, "name: Graustark")
    checked = places(check([edition]).problems)
    assert (str(edition / ENTITY), 3, 9, "second-report", "error") in checked
    assert checked == told_by_builds(edition)


def test_a_name_of_88_letters_is_set_everywhere(edition: Path) -> None:
    spoil(edition / ENTITY, NAME, f"name: {LONG}")
    assert told_by_builds(edition) == places(check([edition]).problems) == set()


def test_a_report_in_another_language_is_looked_at_in_both(edition: Path) -> None:
    spoil(edition / ENTITY, "entity:", "language: es\nentity:")
    spoil(own(edition, "labels", "en.yaml"), "about: ", "about: 自 ")
    spoil(own(edition, "labels", "es.yaml"), "about: ", "about: 由 ")
    checked = check([edition])
    assert [problem.message[:3] for problem in checked.problems] == ["“自”", "“由”"]
    assert places(checked.problems) == told_by_builds(edition)


def test_of_a_single_report_nothing_of_its_edition_is_checked(edition: Path) -> None:
    spoil(edition / EDITION, "[essay.md]", "[nowhere.md]")
    assert run(["check", str(edition / ENTITY)]) == 0
    assert run(["check", str(edition)]) == 1


def test_an_essay_that_is_not_there_is_told_where_it_is_named(
    edition: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(edition / EDITION, "[essay.md]", "[essay.md, essays/nowhere.md]")
    told = (
        f"{edition / EDITION}:12:22: error[missing-essay]: there is no file {edition / 'essays/nowhere.md'}\n"
        "  12 |   essays: [essay.md, essays/nowhere.md]\n"
        "     |                      ^\n"
        "  help: write the essay, or remove the line\n"
    )
    assert run(["check", str(edition)]) == 1
    assert capsys.readouterr().err == f"{told}\n2 files checked: 1 error\n"
    assert run(["volume", str(edition)]) == 1
    assert capsys.readouterr().err == f"{told}\n"


def test_data_alone_is_checked_without_anything_of_a_page(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(edition / ENTITY, "Elections are", "Elections 自 are")
    spoil(edition / EDITION, "[essay.md]", "[nowhere.md]")
    assert run(["check", "--data-only", str(edition)]) == 0
    assert capsys.readouterr().err == "2 files checked: 0 errors\n"
    spoil(edition / ENTITY, "score: 4.50", "score: 45")
    assert run(["check", "--data-only", str(edition)]) == 1
    assert "error[score-out-of-range]" in capsys.readouterr().err


def test_a_labels_file_of_one_word_is_told_in_one_message(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = own(edition, "labels", "en.yaml")
    labels.write_text("language: English\nabout: About\nvolume:\n  cover: Cover\n", "utf-8")
    told = (
        f"{labels}:1:1: error[missing-key]: 250 words are missing: `nouns.one`, `nouns.many`, "
        "`nouns.others` and 247 more\n"
        "  1 | language: English\n"
        "    | ^\n"
        "  help: begin the file with `extends: en`, and write what is different; or begin with `pdfgen show labels en`\n"
    )
    assert run(["check", str(edition)]) == 1
    assert capsys.readouterr().err == f"{told}\n2 files checked: 1 error\n"
    assert run(["check", str(labels)]) == 1
    assert capsys.readouterr().err == f"{told}\n1 file checked: 1 error\n"
    assert run(["build", str(edition), "-o", str(edition / "out")]) == 4
    assert capsys.readouterr().err.count("error[missing-key]") == 1


def test_one_word_that_is_missing_is_told_as_it_is(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = own(edition, "labels", "en.yaml")
    labels.write_text(re.sub(r"\nabout: .*", "", labels.read_text("utf-8")), "utf-8")
    assert run(["check", str(edition)]) == 1
    assert f"{labels}:5:1: error[missing-key]: `about` is missing\n" in capsys.readouterr().err


def test_two_reports_of_one_file_are_told(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, other = edition / ENTITY, edition / "reports" / "ruritania.yml"
    other.write_text(first.read_text("utf-8").replace(NAME, "name: Syldavia"), "utf-8")
    assert run(["check", str(edition)]) == 1
    name = "nations-in-transit-2018-ruritania.pdf"
    assert capsys.readouterr().err == (
        f"{other}:1:1: error[same-file]: {first} and {other} would both be written to {name}\n"
        "  help: give one of the two another file name\n\n"
        "3 files checked: 1 error\n"
    )
    assert run(["build", str(edition), "-o", str(edition / "out")]) == 2
    assert f"{first} and {other} would both be written to " in capsys.readouterr().err


def test_a_file_name_that_is_too_long_for_what_is_built_is_told(edition: Path) -> None:
    (edition / ENTITY).rename(edition / "reports" / f"{'r' * 240}.yaml")
    (problem,) = check([edition]).problems
    assert (problem.code, problem.origin.line) == ("long-file-name", 1)
    assert problem.message == "the name of its file for print would have 274 bytes; 255 is the most"


def test_a_font_that_cannot_be_read_is_told(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theme = own(edition, "themes", "standard.yaml")
    spoil(theme, "ReportDisplay-SemiBold.ttf", "Broken.ttf")
    fonts = edition.parent.parent / "fonts"
    fonts.mkdir()
    whole = (shipped("fonts") / "ReportDisplay-SemiBold.ttf").read_bytes()
    (fonts / "Broken.ttf").write_bytes(whole[:2000] + bytes(len(whole) - 2000))
    assert run(["check", str(edition)]) == 1
    said = capsys.readouterr().err
    assert "standard.yaml:20:14: error[bad-font]: “Broken.ttf” has no map of Unicode characters\n" in said
    assert "help: use a font for text, with a character map for Unicode\n" in said


def test_another_theme_and_another_page_can_be_asked_for(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(own(edition, "themes", "compact.yaml"), "#5C574F", "grey")
    assert run(["check", str(edition), "--page-size", "letter"]) == 0
    assert run(["check", str(edition), "--theme", "compact"]) == 1
    assert "error[bad-colour]" in capsys.readouterr().err
    assert run(["check", str(edition), "--theme", "nosuch"]) == 2
    assert capsys.readouterr().err.startswith("error: there is no theme “nosuch”\n")


# Waivers

WAIVERS = """
waivers:
  - code: overlong-word
    file: ruritania
    reason: a chemical name
  - code: overlong-fact
    text: Capital
    reason: it has twelve names
"""


@pytest.fixture
def waived(edition: Path) -> Path:
    """Return the edition with three warnings, two of which it waives."""
    spoil(edition / ENTITY, "Elections are", f"Elections {120 * 'y'} are")
    spoil(edition / "reports" / "graustark.yaml", "Elections are", f"Elections {120 * 'z'} are")
    spoil(edition / ENTITY, "capital: Strelsau", "capital: " + 12 * "Strelsau ")
    text = (edition / EDITION).read_text("utf-8")
    (edition / EDITION).write_text(text + WAIVERS, "utf-8")
    return edition


def test_waived_warnings_are_counted_and_not_shown(waived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(waived)]) == 0
    said = capsys.readouterr().err
    assert said.count("warning[") == 1
    assert f"{waived / 'reports' / 'graustark.yaml'}:55:17: warning[overlong-word]" in said
    assert said.endswith("2 files checked: 0 errors, 1 warning, 2 warnings waived\n")
    assert run(["check", "--json", str(waived)]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["waived"], [problem["code"] for problem in data["problems"]]) == (2, ["overlong-word"])


def test_builds_and_the_volume_waive_the_same(waived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = waived / "out"
    for command in (
        ["build", str(waived)],
        ["build", str(waived / ENTITY), str(waived / "reports" / "graustark.yaml")],
    ):
        assert run([*command, "-o", str(out), "--profile", "screen", "--profile", "card"]) == 0
        said = capsys.readouterr().err
        assert (said.count("warning["), said.count("2 warnings waived")) == (1, 1)
    assert run(["build", str(waived), "-o", str(out), "--json"]) == 0  # all is current: the record knows
    data = json.loads(capsys.readouterr().out)
    assert (data["waived"], sum(len(row["problems"]) for row in data["reports"])) == (2, 1)
    assert run(["volume", str(waived), "-o", str(out)]) == 0
    said = capsys.readouterr().err
    assert (said.count("warning["), said.endswith(" s, 2 warnings waived\n")) == (1, True)
    assert run(["volume", str(waived), "-o", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["waived"] == 2


def test_a_waiver_that_meets_nothing_is_a_warning(waived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(waived / ENTITY, "y" * 120, "free")
    assert run(["check", str(waived)]) == 0
    said = capsys.readouterr().err
    line = (waived / EDITION).read_text("utf-8").split("\n").index("  - code: overlong-word") + 1
    assert f"{waived / EDITION}:{line}:5: warning[idle-waiver]: no warning `overlong-word` meets this waiver\n" in said
    assert "  help: correct it, or remove it\n" in said


def test_an_error_cannot_be_waived(waived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(waived / ENTITY, "Elections ", "Elections 自 ")
    spoil(waived / EDITION, "code: overlong-fact\n    text: Capital", "code: missing-glyph")
    assert run(["build", str(waived / ENTITY), "-o", str(waived)]) == 1
    assert "error[missing-glyph]" in capsys.readouterr().err


def test_a_waiver_needs_a_reason(waived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(waived / EDITION, "    reason: a chemical name\n", "")
    assert run(["check", str(waived)]) == 1
    assert "error[missing-key]: `reason` is missing\n" in capsys.readouterr().err


def test_what_is_wrong_with_a_label_is_told_once_for_all_reports(
    edition: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(own(edition, "labels", "en.yaml"), "note: ", f"note: {100 * 'n'}")
    for command in (["check"], ["build", "-o", str(edition / "out")]):
        assert run([*command[:1], str(edition), *command[1:]]) == 0
        said = capsys.readouterr().err
        assert said.count("warning[overlong-word]") == 1
