"""Reports from scores alone: a whole edition of a score table, and the scores of a report that is begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.source.load import load
from tests import mini

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "entity,kind,Q1,Q2\nGraustark,country,3,4\nRuritania,country,9,8\nZenda,country,5,\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for place, text in (("rubrics/mini.yaml", mini.rubric(2018)), ("scores/mini/2018.csv", TABLE)):
        path = tmp_path / place
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_an_edition_of_a_score_table(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project / "editions" / "2018"
    assert run(["new", "edition", str(folder), "--rubric", "mini", "--edition", "2018", "--from-scores"]) == 4
    said = capsys.readouterr().err
    assert "error[missing-score]: Zenda has no score for Q2, which edition 2018 asks for" in said
    assert "2 reports made from scores alone, 1 failed\n" in said
    assert sorted(path.name for path in (folder / "reports").iterdir()) == ["graustark.yaml", "ruritania.yaml"]
    assert load(folder / "reports" / "ruritania.yaml").card["Total"].value.number == 17
    assert run(["check", str(folder), "--data-only"]) == 0


def test_entities_of_one_name_are_told_apart_by_their_ids(project: Path) -> None:
    table = "entity,id,kind,Q1,Q2\nTrinity School,n1,country,3,4\nTrinity School,s2,country,9,8\n"
    (project / "scores" / "mini" / "2018.csv").write_text(table, encoding="utf-8")
    folder = project / "editions" / "2018"
    assert run(["new", "edition", str(folder), "--rubric", "mini", "--edition", "2018", "--from-scores"]) == 0
    assert sorted(path.name for path in (folder / "reports").iterdir()) == [
        "trinity-school-s2.yaml",
        "trinity-school.yaml",
    ]
    second = load(folder / "reports" / "trinity-school-s2.yaml")
    assert second.report.entity.id == "s2"
    assert second.card["Total"].value.number == 17
    assert run(["check", str(folder), "--data-only"]) == 0


def test_an_edition_without_a_score_table(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "scores" / "mini" / "2018.csv").unlink()
    folder = project / "editions" / "2018"
    assert run(["new", "edition", str(folder), "--rubric", "mini", "--edition", "2018", "--from-scores"]) == 2
    assert "no score table has edition 2018 of mini" in capsys.readouterr().err


def test_a_report_begins_with_the_scores_that_are_there(project: Path) -> None:
    folder = project / "editions" / "2018"
    assert run(["new", "edition", str(folder), "--rubric", "mini", "--edition", "2018"]) == 0
    path = folder / "reports" / "zenda.yaml"
    assert run(["new", "report", str(path), "--entity", "Zenda"]) == 0
    text = path.read_text(encoding="utf-8")
    assert "    score: 5   # 0 to 10\n" in text
    assert "    score:   # 0 to 10\n" in text
    assert load(path, unfinished=True).report.answers["Q1"].score == 5


def test_a_folder_without_texts_is_completed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts, folder = project / "texts", project / "editions" / "2018"
    texts.mkdir()
    options = ["import", "edition", str(texts), "-o", str(folder), "--rubric", "mini", "--edition", "2018"]
    assert run(options) == 2
    assert "name a folder with *.txt files, or make reports of scores alone with --complete" in capsys.readouterr().err
    assert run([*options, "--complete"]) == 4  # Zenda lacks a score
    assert "2 reports made from scores alone" in capsys.readouterr().err
