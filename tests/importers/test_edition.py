"""A folder of texts and a score table become an edition, with a report of what is missing or disagrees."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC = """\
id: small
title: Small
publisher: Nobody
editions: [2017, 2018]
headline: [{aggregate: T}]
tree:
  - id: T
    label: Total
    max: 8
    children:
      - {id: A, label: First, max: 4, step: 1}
      - {id: B, label: Second, max: 4, step: 1}
"""
TEXT = """\
Small 2018 - {name}

Total: {total}

An overview of {name}.

A. The first? {a} / 4

Words on the first.

B. The second? 2 / 4

Words on the second.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a rubric of its own and a folder of texts."""
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "small.yaml").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "texts").mkdir()
    for name, a in (("Ruritania", 1), ("Zenda", 3), ("Strelsau", 2)):
        text = TEXT.format(name=name, a=a, total=a + 2)
        (tmp_path / "texts" / f"{name.lower()}.txt").write_text(text, encoding="utf-8")
    table = "entity,region,kind,edition,A,B,T\nRuritania,X,country,2018,1,2,3\nZenda,X,country,2018,2,2,4\nHentzau,X,country,2018,1,1,2\n"
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    return tmp_path


def command(project: Path, *more: str) -> list[str]:
    folder = str(project / "editions" / "2018")
    return ["import", "edition", str(project / "texts"), "-o", folder, "--edition", "2018", "--rubric", "small", *more]


def test_an_edition_is_imported_with_what_is_missing_and_what_disagrees(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command(project, "--scores", str(project / "table.csv"))) == 4
    err = capsys.readouterr().err
    assert "A is scored 3, but the score table of 2018 has 2; T should be 4 and is 5 (A 3 + B 2)" in err
    assert "entities with scores and no text (1): Hentzau\n" in err
    assert "entities with a text and no scores (1): Strelsau\n" in err
    assert err.endswith("3 reports imported, 3 written, 0 failed\n")
    folder = project / "editions" / "2018"
    assert sorted(path.name for path in (folder / "reports").iterdir()) == [
        "ruritania.yaml",
        "strelsau.yaml",
        "zenda.yaml",
    ]
    assert {"edition.yaml", "report.schema.json"} <= {path.name for path in folder.iterdir()}


def test_importing_an_edition_twice_changes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command(project)) == 0
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert run(command(project, "--json")) == 0
    out, err = capsys.readouterr()
    assert err.endswith("3 reports imported, 0 written, 0 failed\n")
    assert (json.loads(out)["changed"], json.loads(out)["failed"]) == (0, {})
    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.rglob("*") if path.is_file()
    } == before


def test_a_text_that_fails_is_named_and_the_others_are_imported(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = project / "texts" / "zenda.txt"
    bad.write_text(bad.read_text(encoding="utf-8").replace("3 / 4", "9 / 4"), encoding="utf-8")
    assert run(command(project)) == 4
    err = capsys.readouterr().err
    assert f"{bad}:7:1: error[score-out-of-range]: A is scored 9; scores go from 0 to 4" in err
    assert err.endswith("2 reports imported, 2 written, 1 failed\n")


def test_names_that_give_one_file_name_are_kept_apart(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(project / "texts")
    (project / "texts" / "north").mkdir(parents=True)
    names = ("Ελλάδα", "Россия", "საქართველო", "!?", "?!", "N" + "o" * 200, "N" + "o" * 201, "Con")
    for number, name in enumerate(names):
        path = project / "texts" / "north" / f"Text {number}.TXT"
        path.write_text(TEXT.format(name=name, a=1, total=3), encoding="utf-8")
    assert run(command(project, "--replace")) == 0
    assert capsys.readouterr().err.endswith("8 reports imported, 8 written, 0 failed\n")
    files = [path.name for path in (project / "editions" / "2018" / "reports").iterdir()]
    assert len({name.casefold() for name in files}) == len(names)
    assert all(name.isascii() and len(name) < 100 for name in files)
    assert {"report.yaml", "report-2.yaml", "con-report.yaml"} <= set(files)
    assert run(command(project)) == 0
    assert capsys.readouterr().err.endswith("8 reports imported, 0 written, 0 failed\n")


def test_files_that_are_no_texts_are_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.docx", "b.text", "c.md", "._zenda.txt", "~$a.docx", ".DS_Store", "Thumbs.db", "zenda.txt~"):
        (project / "texts" / name).write_bytes(b"x")
    assert run(command(project)) == 0
    err = capsys.readouterr().err
    assert "warning[no-text]: 3 files are not texts (*.txt) and are passed over: a.docx, b.text, c.md\n" in err
    assert err.endswith("3 reports imported, 3 written, 0 failed\n")


def test_a_text_without_title_is_of_the_entity_that_its_file_is_named_after(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("zenda", "strelsau"):
        path = project / "texts" / f"{name}.txt"
        path.write_text(path.read_text(encoding="utf-8").split("\n", 2)[2], encoding="utf-8")
    assert run(command(project, "--scores", str(project / "table.csv"))) == 4
    err = capsys.readouterr().err
    assert (
        "zenda.txt:1:1: warning[no-title]: the text has no title: “Zenda” is taken from the name of the file\n" in err
    )
    assert "strelsau.txt:1:1: error[no-title]: the text has no title\n" in err
    assert "help: write “Small 2018 - NAME” on the first line, or name the file after the entity\n" in err
    assert "--entity" not in err


def test_what_strikes_many_texts_is_told_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (project / "texts").iterdir():
        path.write_text(
            path.read_text(encoding="utf-8").replace("An overview", "Mood: good\n\nAn overview"), encoding="utf-8"
        )
    assert run(command(project, "--json")) == 4
    out, _ = capsys.readouterr()
    assert [problem["code"] for problem in json.loads(out)["problems"]] == ["unknown-header"] * 3
    assert run(command(project)) == 4
    err = capsys.readouterr().err
    assert err.count("unknown-header") == 1
    assert "neither a known header line nor a sentence (and in 2 other texts)\n" in err


def test_a_folder_without_texts_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(project / "texts")
    (project / "texts").mkdir()
    assert run(command(project)) == 2
    assert (
        f"there are no texts in {project / 'texts'}\nhelp: name a folder with *.txt files, or make reports of scores alone with --complete\n"
        in capsys.readouterr().err
    )
    assert not (project / "editions").exists()


def test_the_shipped_scores_are_imported_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = shipped("data") / "scores" / "freedom-in-the-world" / "2018.csv"
    assert run(["import", "scores", str(source), "-o", str(tmp_path)]) == 0
    target = tmp_path / "scores" / "freedom-in-the-world" / "2018.csv"
    assert target.read_bytes() == source.read_bytes()
    assert capsys.readouterr().err == f"wrote {target}\n209 rows added, 0 replaced, 0 unchanged\n"
    assert run(["import", "scores", str(source), "-o", str(tmp_path)]) == 0
    assert capsys.readouterr().err == "0 rows added, 0 replaced, 209 unchanged\n"
