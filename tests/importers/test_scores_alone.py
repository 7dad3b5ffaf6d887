"""Entities that have scores and no text get a report with their scores alone, and never at the cost of another one."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from pdfgen import build_pdf, load_report, score
from pdfgen.cli.app import run
from pdfgen.importers.scores_alone import Writer
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import load
from pdfgen.source.skeleton import new_edition

SERIES = "freedom-in-the-world"
RUBRIC = """\
id: small
title: Small
publisher: Nobody
editions: [2018]
headline: [{aggregate: T}]
tree:
  - id: T
    label: Total
    max: 8
    modifiers: [{id: minus, label: Deduction, effect: subtract, max: 2}]
    children:
      - {id: A, label: First, max: 4, step: 1}
      - {id: B, label: Second, max: 4, step: 0.5, decimals: 1, optional: true}
"""
TEXT = """\
Small 2018 - Zenda

Total: 3

An overview.

A. The first? 1 / 4

Words on the first.

B. The second? 2 / 4

Words on the second.
"""
TABLE = """\
entity,region,kind,edition,A,B,minus,T
Hentzau,Nowhere,territory,2018,1,2.5,1,2.5
Strelsau,Nowhere,country,2018,3,,0,
Zenda,Nowhere,country,2018,1,2,0,3
"""
HENTZAU = """\
# yaml-language-server: $schema=../report.schema.json
# Scores alone, from the score table: the edition has no text on this entity.

entity:
  name: Hentzau
  kind: territory
  region: Nowhere

answers:
  A:
    score: 1
  B:
    score: 2.5
  minus:
    score: 1
"""


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the reports of a project go that has one text and scores of three entities."""
    monkeypatch.chdir(tmp_path)
    for path, text in {
        "rubrics/small.yaml": RUBRIC,
        "texts/zenda.txt": TEXT,
        "scores/small/2018.csv": TABLE,
    }.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
    return Path("editions/2018/reports")


def complete(*more: str) -> int:
    rest = ("-o", "editions/2018", "--edition", "2018", "--rubric", "small")
    return run(["import", "edition", "texts", *rest, "--complete", *more])


def content(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def test_an_edition_is_completed_with_what_the_table_has(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert complete("--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["scores_alone"] == [str(reports / "hentzau.yaml"), str(reports / "strelsau.yaml")]
    assert err.endswith(
        "entities with scores and no text (2): Hentzau, Strelsau\n"
        "1 report imported, 2 reports made from scores alone, 3 written, 0 failed\n"
    )
    assert (reports / "hentzau.yaml").read_text(encoding="utf-8") == HENTZAU
    assert (reports / "strelsau.yaml").read_text(encoding="utf-8").endswith("answers:\n  A:\n    score: 3\n  minus:\n    score: 0\n")  # fmt: skip
    assert run(["check", "editions/2018"]) == 0
    assert run(["build", "editions/2018", "-o", "out"]) == 0
    assert len(list(Path("out").glob("*.pdf"))) == 3
    assert str(score(load_report(reports / "hentzau.yaml"))["T"].value.exact) == "5/2"


def test_without_being_asked_nothing_is_made(reports: Path) -> None:
    assert run(["import", "edition", "texts", "-o", "editions/2018", "--edition", "2018", "--rubric", "small"]) == 0
    assert [path.name for path in reports.iterdir()] == ["zenda.yaml"]


def test_completing_twice_writes_nothing(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert complete() == 0
    before = content(reports)
    capsys.readouterr()
    assert complete() == 0
    assert capsys.readouterr().err.endswith("2 reports made from scores alone, 0 written, 0 failed\n")
    assert content(reports) == before


def test_scores_that_changed_replace_only_when_asked(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert complete() == 0
    table = Path("scores/small/2018.csv")
    table.write_text(TABLE.replace("2018,1,2.5,1,2.5", "2018,4,2.5,1,5.5"), encoding="utf-8")
    capsys.readouterr()
    assert complete() == 4
    err = capsys.readouterr().err
    assert f"error: {reports / 'hentzau.yaml'} exists already and differs\nhelp: add --replace to replace it\n" in err
    assert (reports / "hentzau.yaml").read_text(encoding="utf-8") == HENTZAU
    assert complete("--replace") == 0
    assert (reports / "hentzau.yaml").read_text(encoding="utf-8") == HENTZAU.replace("score: 1", "score: 4", 1)


@pytest.mark.parametrize("name", ["hentzau.yaml", "my-own-file.yaml"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("answers:", "overview: Words of my own.\n\nanswers:"),
        ("    score: 1", "    score: 1\n    narrative: Words of my own."),
        ("score: 1", "scores: 1"),  # not sound, so that nothing is known of it but whose it is
    ],
)
def test_a_report_with_more_than_scores_is_left_alone(reports: Path, name: str, old: str, new: str) -> None:
    assert complete() == 0
    (reports / "hentzau.yaml").unlink()
    words = HENTZAU.replace(old, new, 1)
    (reports / name).write_text(words, encoding="utf-8")
    assert complete("--replace") == 0
    assert (reports / name).read_text(encoding="utf-8") == words
    assert sorted(path.name for path in reports.iterdir()) == sorted([name, "strelsau.yaml", "zenda.yaml"])


def test_an_entity_gets_no_second_report_where_its_own_has_another_name(reports: Path) -> None:
    assert complete() == 0
    (reports / "hentzau.yaml").rename(reports / "rupert.yaml")
    before = content(reports)
    assert complete("--replace") == 0
    assert content(reports) == before


@pytest.mark.parametrize("found", [HENTZAU.replace("name: Hentzau", "name: Zenda"), "answers: [", "- a list\n"])
def test_another_file_in_the_way_is_never_replaced(
    reports: Path, found: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert complete() == 0
    (reports / "hentzau.yaml").write_text(found, encoding="utf-8")
    capsys.readouterr()
    assert complete("--replace") == 4
    told = f"error: {reports / 'hentzau.yaml'} exists already, and is not a report on Hentzau\nhelp: move it away\n"
    assert told in capsys.readouterr().err
    assert (reports / "hentzau.yaml").read_text(encoding="utf-8") == found


def test_a_score_that_must_be_there_is_asked_for_at_its_row(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = Path("scores/small/2018.csv")
    table.write_text(TABLE.replace("2018,1,2.5,1", "2018,,2.5,1"), encoding="utf-8")
    assert complete() == 4
    err = capsys.readouterr().err
    assert (
        f"{table.absolute()}:2:1: error[missing-score]: Hentzau has no score for A, which edition 2018 asks for\n"
        in err
    )
    assert err.endswith("1 report imported, 1 report made from scores alone, 2 written, 1 failed\n")
    assert sorted(path.name for path in reports.iterdir()) == ["strelsau.yaml", "zenda.yaml"]


def test_nothing_is_made_while_a_text_fails(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("texts/unnamed.txt").write_text("Words without a title.\n", encoding="utf-8")
    assert complete() == 4
    err = capsys.readouterr().err
    assert "no report is made from scores alone while texts fail\n" in err
    assert err.endswith("1 report imported, 0 reports made from scores alone, 1 written, 1 failed\n")
    assert [path.name for path in reports.iterdir()] == ["zenda.yaml"]


# The shipped tables


@pytest.fixture(scope="module", params=[2013, 2018])
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Path]]:
    """Return an edition and, by entity, its reports made from the score table alone."""
    year = int(request.param)
    folder = tmp_path_factory.mktemp("project") / "editions" / str(year)
    new_edition(folder, SERIES, year)
    catalogue = Catalogue(folder.parents[1])
    entities = catalogue.scored(SERIES, year)
    done = Writer(folder, catalogue.method(SERIES, year), catalogue, (), replace=False).write(entities)
    assert (done.changed, done.failed) == (209, {})
    return year, dict(zip(entities, done.reports, strict=True))


def test_every_entity_of_an_edition_passes_the_check_with_every_score(edition: tuple[int, dict[str, Path]]) -> None:
    year, paths = edition
    path = shipped("data") / "scores" / SERIES / f"{year}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["entity"]: row for row in csv.DictReader(file)}
    assert paths.keys() == rows.keys()
    differing = []
    for entity, path in paths.items():
        loaded = load(path)
        report, row = loaded.report, rows[entity]
        assert report.prose() == [] or [place for place, _ in report.prose()] == [("publication", "disclaimer")]
        assert {problem.code for problem in loaded.warnings} <= {"unexplained-change"}
        scores = {id_: str(answer.score) for id_, answer in report.answers.items()}
        table = {measure.id: row[measure.id] for measure in loaded.method.items if row[measure.id]}
        total = str(score(report)["Total"].value.number)
        if (scores, report.entity.kind, total) != (table, row["kind"], row["Total"]):
            differing.append(entity)
    assert differing == []


def test_an_entity_is_named_and_placed_as_its_edition_prints_it(edition: tuple[int, dict[str, Path]]) -> None:
    year, paths = edition
    names = {entity: load_report(paths[entity]).entity.name for entity in paths}
    changed = {entity: name for entity, name in names.items() if entity != name}
    then = {"Eswatini": "Swaziland", "North Macedonia": "Macedonia"}
    assert changed == then | ({"Cabo Verde": "Cape Verde"} if year == 2013 else {})
    tibet, algeria = load_report(paths["Tibet"]).entity, load_report(paths["Algeria"]).entity
    assert (tibet.kind, tibet.iso, tibet.region) == ("territory", "CN-XZ", "Asia")
    assert (algeria.kind, algeria.iso, algeria.region) == ("country", "DZ", "Middle East")


@pytest.mark.parametrize("entity", ["Tibet", "Cote d'Ivoire", "Syria"])
def test_a_report_with_scores_alone_is_built(edition: tuple[int, dict[str, Path]], entity: str) -> None:
    assert build_pdf(load_report(edition[1][entity])).startswith(b"%PDF-1.7")
