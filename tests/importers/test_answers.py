"""Answers in a spreadsheet become reports, and reports become a spreadsheet: each gives back the other."""

from __future__ import annotations

import doctest
import importlib
import json
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.errors import InputError, UsageError
from pdfgen.importers.answer_import import begin_edition, import_answers
from pdfgen.importers.protected_text import protected, protected_string, unprotected
from pdfgen.importers.table_file import Table, table_content
from pdfgen.importers.table_layout import is_heading
from pdfgen.importers.workbook import read_tables
from pdfgen.importers.yaml_filling import filled
from pdfgen.resources import shipped
from pdfgen.source.load import load
from pdfgen.source.tree import plain
from pdfgen.source.yaml_file import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.errors import Problem

EDITIONS = shipped("data") / "editions"
SAMPLES = [("2018", "freedom-in-the-world"), ("nations-in-transit-2018", "nations-in-transit")]
NIT = ("NDG", "EP", "CS", "IM", "LDG", "JFI", "CO")
LONG = """\
entity,kind,question,score,narrative,population,overview
Zenda,country,,,,42000,A small place.
Zenda,,NDG,3.5,"Laws are made.

- in haste
- at night",,
Zenda,,EP,"2,25",Votes are counted.,,
"""
WIDE = """\
Country;NDG;NDG narrative;EP.score;EP text;Capital;key_developments.1
Zenda;3,5;Laws are made.;2,25;;Zenda;The king came back.
Graustark;4;;;;;
"""


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Return a new edition without reports."""
    folder = tmp_path / "editions" / "2018"
    begin_edition(folder, "nations-in-transit", 2018)
    return folder


@pytest.mark.parametrize(
    "name",
    ["importers.answer_headings", "importers.protected_text", "importers.yaml_filling", "model.lacking"],
)
def test_the_examples_are_right(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"pdfgen.{name}"))
    assert tried
    assert not failed


def table(folder: Path, text: str, name: str = "answers.csv") -> Path:
    path = folder.parent.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(table: Path, folder: Path, *, replace: bool = False) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        import_answers(table, folder, replace=replace)
    return list(caught.value.problems)


def report(folder: Path, name: str) -> Path:
    return folder / "reports" / f"{name}.yaml"


@pytest.mark.parametrize("form", ["long", "wide"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("sample", "rubric"), SAMPLES)
def test_export_and_import_give_the_same_reports(
    tmp_path: Path, sample: str, rubric: str, suffix: str, form: str
) -> None:
    file, folder = tmp_path / f"a.{suffix}", tmp_path / "editions" / "2018"
    assert run(["export", "answers", str(EDITIONS / sample), "-o", str(file), "--form", form]) == 0
    assert run(["import", "answers", str(file), "-o", str(folder), "--rubric", rubric, "--edition", "2018"]) == 0
    originals = sorted((EDITIONS / sample / "reports").glob("*.yaml"))
    for path in originals:
        before, after = load(path).report, load(report(folder, path.stem)).report
        kept = {"publication": before.publication, "theme": before.theme}  # the edition’s
        assert after.model_copy(update=kept) == before


def test_a_filled_in_report_keeps_everything_else(tmp_path: Path) -> None:
    """Import what an edition has into a copy of it: no byte changes. Then fill in what is missing."""
    folder, file = tmp_path / "editions" / "2018", tmp_path / "a.xlsx"
    shutil.copytree(EDITIONS / "2018", folder)
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    assert run(["export", "answers", str(folder), "-o", str(file)]) == 0
    done = import_answers(file, folder)
    assert (len(done.new), len(done.filled), len(done.unchanged)) == (0, 0, 6)
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_a_row_for_each_answer(edition: Path) -> None:
    done = import_answers(table(edition, LONG), edition)
    assert [path.name for path in done.new] == ["zenda.yaml"]
    assert done.missing == {"score": 5, "narrative": 5, "fact": 2}
    assert report(edition, "zenda").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../report.schema.json\n"
        "\n"
        "entity:\n"
        "  name: Zenda\n"
        "  kind: country\n"
        "\n"
        "quick_facts:\n"
        "  population: 42000\n"
        "\n"
        "overview: A small place.\n"
        "\n"
        "answers:\n"
        "  NDG:\n"
        "    score: 3.5\n"
        "    narrative: |\n"
        "      Laws are made.\n"
        "\n"
        "      - in haste\n"
        "      - at night\n"
        "  EP:\n"
        "    score: 2.25\n"
        "    narrative: Votes are counted.\n"
    )


def test_a_row_for_each_entity(edition: Path) -> None:
    done = import_answers(table(edition, WIDE), edition)
    assert [path.name for path in done.new] == ["zenda.yaml", "graustark.yaml"]
    assert [(item.code, item.message) for item in done.warnings] == [
        ("unknown-heading", "row 1, column 5: the heading “EP text” is not known; its column is passed over")
    ]
    zenda = load(report(edition, "zenda"), unfinished=True).report
    assert str(zenda.answers["NDG"].score) == "3.5"
    assert str(zenda.answers["EP"].score) == "2.25"
    assert zenda.quick_facts["capital"].value == "Zenda"
    assert len(zenda.key_developments) == 1


def test_a_report_is_filled_in_where_it_is_empty(edition: Path) -> None:
    target = report(edition, "zenda")
    target.write_text(
        "# by hand\nentity: {name: Zenda, kind: country}  # a town\n\nquick_facts:\n  population:   # integer\n\n"
        "overview:   # write here\n\nanswers:\n  # Is it governed?\n  NDG:\n    score:   # 1 to 7\n    narrative:   # why\n\n"
        "  CS: {score: 2}\n\nfootnotes: {}\n",
        encoding="utf-8",
    )
    done = import_answers(table(edition, LONG), edition)
    assert [path.name for path in done.filled] == ["zenda.yaml"]
    assert target.read_text(encoding="utf-8") == (
        "# by hand\nentity: {name: Zenda, kind: country}  # a town\n\nquick_facts:\n  population: 42000   # integer\n\n"
        "overview: A small place.   # write here\n\nanswers:\n  # Is it governed?\n  NDG:\n    score: 3.5   # 1 to 7\n"
        "    narrative: |   # why\n      Laws are made.\n\n      - in haste\n      - at night\n\n"
        "  CS: {score: 2}\n\n  EP:\n    score: 2.25\n    narrative: Votes are counted.\n\nfootnotes: {}\n"
    )
    assert import_answers(table(edition, LONG), edition).unchanged == (target,)


def test_what_a_report_says_otherwise_is_a_conflict(edition: Path) -> None:
    target = report(edition, "zenda")
    import_answers(table(edition, LONG), edition)
    written = target.read_bytes()
    other = table(edition, LONG.replace("3.5", "4.5"))
    (problem,) = refused(other, edition)
    assert problem.code == "conflict"
    assert problem.message == "row 3, column 4 (Zenda): answers.NDG.score is 3.5 in zenda.yaml, and 4.5 here"
    assert problem.remedy == "correct the cells, or overwrite the reports with `--replace`"
    assert target.read_bytes() == written
    import_answers(other, edition, replace=True)
    assert target.read_bytes() == written.replace(b"score: 3.5", b"score: 4.5")


def test_a_value_that_cannot_be_is_told_at_its_cell(edition: Path) -> None:
    bad = LONG.replace("3.5", "9").replace("42000", "many")
    found = {
        (str(item.origin).rsplit("/", 1)[-1], item.code, item.message) for item in refused(table(edition, bad), edition)
    }
    assert found == {
        (
            "answers.csv:3:12",
            "score-out-of-range",
            "row 3, column 4 (Zenda): NDG is scored 9; scores go from 1 to 7",
        ),
        ("answers.csv:2:18", "bad-fact", "row 2, column 6 (Zenda): “Population” is a whole number, not “many”"),
    }
    assert not (edition / "reports").exists() or not list((edition / "reports").iterdir())


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        (",EP,", ",EPP,", "unknown-question", "row 7, column 3 (Zenda): edition 2018 has no question “EPP”"),
        ("Zenda,,EP", ",,EP", "no-entity", "row 7: the row names no entity"),
        (
            "Zenda,,EP",
            "Zenda,,NDG",
            "second-value",
            "2 cells differ from another cell for the same value: row 7, column 4, row 7, column 5",
        ),
        ("overview\n", "overview.x\n", "not-text", "row 2, column 7 (Zenda): expected text, found"),
        (
            '"2,25"',
            "2*",
            "footnote-mark",
            "row 7, column 4 (Zenda): answers.EP.score is “2*”, which has a mark beside the number",
        ),
    ],
)
def test_a_faulty_table_is_refused(edition: Path, old: str, new: str, code: str, message: str) -> None:
    problems = refused(table(edition, LONG.replace(old, new)), edition)
    assert code in {item.code for item in problems}
    assert any(item.message.startswith(message) for item in problems)


def test_a_table_without_entities_is_refused(edition: Path) -> None:
    (problem,) = refused(table(edition, "question,score\nNDG,3\n"), edition)
    assert (problem.code, problem.message) == (
        "missing-heading",
        "no sheet has a column “entity” and another column that is known",
    )


def test_an_edition_must_be_named_or_be_there(edition: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no edition\.yaml"):
        begin_edition(tmp_path / "none", "nations-in-transit", None)
    with pytest.raises(UsageError, match="is edition 2018 of nations-in-transit"):
        begin_edition(edition, "nations-in-transit", 2017)


DANGEROUS = ["=1+1", "+49 30", "-5", "@cmd", "\t=1", "'=1", "''x", "'tis", "- a list", "007", "1.5", "a=b", "=", "'"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula_and_comes_back(tmp_path: Path, text: str) -> None:
    shown = protected(text)
    assert shown[0] not in "=+-@\t\r"
    assert unprotected(shown) == text
    assert unprotected(protected_string(text)) == text
    for name in ("a.csv", "a.xlsx"):
        path = tmp_path / name
        path.write_bytes(table_content(path, [Table("Answers", ["entity", "x"], [["A", text]])]))
        (sheet,) = read_tables(path, is_heading).sheets
        cell = sheet.rows[1].at(1)
        assert cell.kind == "text"
        assert unprotected(cell.text) == text
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")


def test_dangerous_texts_of_a_report_come_back(edition: Path, tmp_path: Path) -> None:
    import_answers(table(edition, LONG), edition)
    target = report(edition, "zenda")
    text = target.read_text(encoding="utf-8").replace("A small place.", '"=HYPERLINK(1)"')
    text = text.replace("Votes are counted.", '"- one\\n- two"')
    target.write_text(text, encoding="utf-8")
    for name in ("a.csv", "a.xlsx"):
        file, folder = tmp_path / name, tmp_path / f"new-{name}"
        assert run(["export", "answers", str(edition), "-o", str(file)]) == 0
        shutil.copytree(edition, folder)
        report(folder, "zenda").unlink()
        import_answers(file, folder)
        found = load(report(folder, "zenda"), unfinished=True).report
        assert found == load(target, unfinished=True).report


def test_scores_go_out_and_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("scores.csv", "scores.xlsx"):
        file, project = tmp_path / name, tmp_path / name.replace(".", "-")
        assert run(["export", "scores", str(EDITIONS / "nations-in-transit-2018"), "-o", str(file)]) == 0
        assert run(["import", "scores", str(file), "-o", str(project), "--rubric", "nations-in-transit"]) == 0
        kept = (project / "scores" / "nations-in-transit" / "2018.csv").read_text(encoding="utf-8")
        assert "Ruritania,Invented,country,2018" in kept
        assert "1 rows added" in capsys.readouterr().err
    assert run(["export", "scores", str(EDITIONS / "2018"), "-o", str(tmp_path / "all.csv"), "--totals"]) == 0
    lines = (tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("entity,kind,region,edition,Total,PR,A,A1")
    assert len(lines) > 200  # those of the score table, too


def test_the_same_reports_give_the_same_workbook(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert run(["export", "answers", str(EDITIONS / "2018"), "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ends neither in \.csv nor in \.xlsx"):
        table_content(tmp_path / "a.ods", [Table("A", ["entity"])])
    long = Table("A", ["entity"], [["x" * 40_000]])
    with pytest.raises(UsageError, match=r"^A!A2 would have 40,000 characters; a cell of XLSX takes 32,767$"):
        table_content(tmp_path / "a.xlsx", [long])


def test_json(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "answers", str(table(edition, LONG)), "-o", str(edition), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "new": [str(report(edition, "zenda"))],
        "filled": [],
        "unchanged": [],
        "missing": {"score": 5, "narrative": 5, "fact": 2},
        "problems": [],
    }


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        ("a: {b: 1, c: 2}  # why\n", {("a", "d"): 3}, "# why\na:\n  b: 1\n  c: 2\n  d: 3\n"),
        ("a:\n  - x: 1\n    y: 2\n\nb: 1\n", {("a", 1, "x"): 5}, "a:\n  - x: 1\n    y: 2\n  - x: 5\n\nb: 1\n"),
        ("a:\n  - x: 1\n", {("a", 0, "y"): "text"}, "a:\n  - x: 1\n    y: text\n"),
        (
            "a:\n  b:\n    x: 1\n  c:\n    x:\n",
            {("a", "b", "y"): 2, ("a", "c", "x"): 3, ("a", "c", "y"): 4, ("a", "d"): 5, ("z",): 6},
            "a:\n  b:\n    x: 1\n    y: 2\n  c:\n    x: 3\n    y: 4\n  d: 5\nz: 6\n",
        ),
        ("a: []   # none\n", {("a", 0): "one"}, "# none\na:\n  - one\n"),
        ('a: "x # y"  # z\n', {("a",): "new"}, "a: new  # z\n"),
        ("a: |\n  one\n  two\n\n\nb: 1\n", {("a",): "three"}, "a: three\n\n\nb: 1\n"),
        ("a:\n  b: 5\n", {("a", "b", "c"): "x"}, "a:\n  b:\n    value: 5\n    c: x\n"),
        ("a:\n  b: 1\n", {("a", "1"): 2}, 'a:\n  b: 1\n  "1": 2\n'),
    ],
)
def test_yaml_is_filled_in(text: str, changes: dict[tuple[str | int, ...], object], expected: str) -> None:
    tree, file = read_text(text)
    assert tree is not None
    found = "\n".join(filled(file.lines, tree, changes))  # type: ignore[arg-type]
    assert found == expected
    again, _ = read_text(found)
    assert again is not None
    assert plain(again) is not None
