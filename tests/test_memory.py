"""Reports, editions, rubrics and scores in memory: the same bytes as from equal files, and problems by their paths."""

from __future__ import annotations

import doctest
import importlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from pdfgen import (
    Edition,
    InputError,
    Project,
    UsageError,
    build_pdf,
    build_volume,
    check,
    load_edition,
    load_report,
    score,
)
from pdfgen.source.memory_rows import rows_of

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC: dict[str, Any] = {
    "id": "towns",
    "title": "Town Index",
    "publisher": "Office of Towns",
    "editions": [2024, 2025],
    "headline": [{"aggregate": "Total"}],
    "tree": [
        {
            "id": "Total",
            "label": "Total",
            "max": 20,
            "children": [{"id": id_, "label": id_, "max": 10, "step": 1} for id_ in ("Water", "Streets")],
        }
    ],
}
EDITION: dict[str, Any] = {
    "rubric": "towns",
    "edition": 2025,
    "year_under_review": 2024,
    "publication": {"publisher": "Office"},
}
ROWS = [
    {"entity": "Graustark", "edition": 2024, "Water": 2, "Streets": 1},
    {"entity": "Zenda", "edition": 2024, "Water": 6, "Streets": 5},
    {"entity": "Graustark", "edition": 2025, "Water": 3, "Streets": 1},
    {"entity": "Zenda", "edition": 2025, "Water": 7, "Streets": 5},
]


@pytest.mark.parametrize("name", ["public", "source.memory", "source.memory_rows"])
def test_the_examples_are_right(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"pdfgen.{name}"))
    assert tried
    assert not failed


def town(name: str, water: int, streets: int) -> dict[str, Any]:
    return {
        "entity": {"name": name, "kind": "country"},
        "overview": f"{name} is a town.",
        "answers": {
            "Water": {"score": water, "narrative": "It *runs*."},
            "Streets": {"score": streets, "narrative": "They hold."},
        },
    }


REPORTS = [town("Graustark", 3, 1), town("Zenda", 7, 5)]
ZENDA = {**{key: EDITION[key] for key in ("rubric", "edition", "year_under_review")}, **REPORTS[1]}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project whose files say the same."""
    for place, values in (
        ("rubrics/towns", RUBRIC),
        ("editions/2025/edition", EDITION),
        ("editions/2025/reports/graustark", REPORTS[0]),
        ("editions/2025/reports/zenda", REPORTS[1]),
        ("zenda", ZENDA),
    ):
        path = tmp_path / f"{place}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")
    folder = tmp_path / "scores" / "towns"
    folder.mkdir(parents=True)
    for year in (2024, 2025):
        lines = [f"{row['entity']},{row['Water']},{row['Streets']}" for row in ROWS if row["edition"] == year]
        (folder / f"{year}.csv").write_text("\n".join(["entity,Water,Streets", *lines, ""]), encoding="utf-8")
    return Project(tmp_path)


def test_a_report_has_the_bytes_of_a_file(project: Project) -> None:
    found = load_edition(EDITION, REPORTS, rubric=RUBRIC, scores=ROWS).reports[1].report
    filed = load_report(project.edition("2025").reports[1])
    assert found == filed
    for profile in ("screen", "print", "card"):
        assert build_pdf(found, profile=profile) == build_pdf(filed, profile=profile)
    alone = load_report(ZENDA, rubric=RUBRIC, scores=ROWS)
    assert build_pdf(alone) == build_pdf(load_report(ZENDA, within=project))
    assert score(alone)["Total"].change.difference == 1


def test_a_volume_has_the_bytes_of_files(project: Project) -> None:
    found = load_edition(EDITION, REPORTS, rubric=RUBRIC, scores=ROWS)
    assert build_volume(found) == build_volume(project.edition("2025"))
    assert build_volume(found, profile="print") == build_volume(project.edition("2025"), profile="print")
    with pytest.raises(UsageError, match="an edition in memory has one language, “en”"):
        build_volume(found, language="es")


def test_a_report_is_found_again_after_many_others() -> None:
    first = load_report(ZENDA, rubric=RUBRIC, scores=ROWS)
    before = build_pdf(first)
    for _ in range(10):
        load_report(ZENDA, rubric=RUBRIC)
    assert build_pdf(first) == before


def test_what_a_project_has_is_there_beside_what_is_in_memory(project: Project) -> None:
    found = load_report(ZENDA, within=project, scores=[{"entity": "Zenda", "edition": 2024, "Water": 1, "Streets": 1}])
    assert score(found)["Total"].change.difference == 10
    assert score(load_report(ZENDA, within=project))["Total"].change.difference == 1


def messages(error: InputError) -> list[tuple[str, str]]:
    return [(str(problem.origin), problem.message) for problem in error.problems]


def test_a_problem_has_the_path_of_its_value() -> None:
    wrong = ZENDA | {"answers": {"Water": {"score": 11}, "Streets": {"score": 5}}}
    with pytest.raises(InputError) as caught:
        load_report(wrong, rubric=RUBRIC)
    assert messages(caught.value) == [("<report>: answers.Water.score", "Water is scored 11; scores go from 0 to 10")]
    tree = RUBRIC["tree"][0] | {"max": "much"}
    with pytest.raises(InputError) as caught:
        load_report(ZENDA, rubric=RUBRIC | {"tree": [tree]})
    assert [place for place, _ in messages(caught.value)] == ["<rubric>: tree.0.max"]
    with pytest.raises(InputError) as caught:
        load_edition(EDITION, [REPORTS[0], wrong], rubric=RUBRIC)
    assert messages(caught.value) == [
        ("<reports.1>: answers.Water.score", "Water is scored 11; scores go from 0 to 10")
    ]
    with pytest.raises(InputError) as caught:
        load_edition(EDITION, [REPORTS[0], REPORTS[0]], rubric=RUBRIC)
    assert {place for place, _ in messages(caught.value)} == {"<reports.0>: entity.name", "<reports.1>: entity.name"}
    with pytest.raises(InputError) as caught:
        load_edition(EDITION | {"language": "English"}, REPORTS, rubric=RUBRIC)
    assert [place for place, _ in messages(caught.value)] == ["<edition>: language"]


@pytest.mark.parametrize(
    ("rows", "place", "message"),
    [
        ([{"Water": 3}], "<scores>: 0.entity", "the row names no entity"),
        ([*ROWS, ROWS[3]], "<scores>: 4", "Zenda has a second row here; the first is row 3"),
        ([{"entity": "Zenda", "edition": 1999}], "<scores>: 0.edition", "the rubric towns has no edition 1999"),
        ([{"entity": "Zenda", "Water": 77}], "<scores>: 0", "Water is scored 77; scores go from 0 to 10"),
        (7, "<scores>", "a int is no table"),
    ],
)
def test_a_faulty_table_is_refused(rows: Any, place: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load_report(ZENDA, rubric=RUBRIC, scores=rows)
    assert messages(caught.value) == [(place, message)]


def test_a_score_that_differs_from_the_table_is_told() -> None:
    rows = [{"entity": "Zenda", "Water": 8, "Streets": 5}]
    with pytest.raises(InputError) as caught:
        load_report(ZENDA, rubric=RUBRIC, scores=rows)
    ((place, message),) = messages(caught.value)
    assert place == "<report>: answers.Water.score"
    assert message.startswith("Water is scored 7, but the score table of 2025 has 8")


class Frame:
    """What pandas has: columns, and rows as mappings on request."""

    columns = ("entity", "Water", "Streets")

    def to_dict(self, orient: str) -> list[dict[str, Any]]:
        assert orient == "records"
        return [{"entity": "Zenda", "Water": 7.0, "Streets": float("nan")}]


class Polar:
    """What polars has."""

    def to_dicts(self) -> list[dict[str, Any]]:
        return [{"entity": "Zenda", "Water": Decimal("7.0"), "Streets": None}]


@pytest.mark.parametrize(
    "table",
    [
        Frame(),
        Polar(),
        {"entity": ["Zenda"], "Water": [7], "Streets": [None]},
        ({"entity": "Zenda", "Water": "7"} for _ in range(1)),
    ],
)
def test_any_table_will_do(table: Any) -> None:
    report = load_report(ZENDA, rubric=RUBRIC, scores=table)
    assert score(report)["Total"].value.number == 12


def test_frames_of_pandas() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not there")
    report = load_report(ZENDA, rubric=RUBRIC, scores=pandas.DataFrame(ROWS))
    assert score(report)["Total"].change.difference == 1
    assert len(rows_of(pandas.DataFrame(ROWS))) == len(ROWS)


def test_check_takes_what_is_in_memory(project: Project) -> None:
    sound = load_edition(EDITION, REPORTS, rubric=RUBRIC, scores=ROWS)
    checked = check(sound)
    assert [str(path) for path in checked.files] == ["<reports.0>", "<reports.1>"]
    assert not [problem for problem in checked.problems if problem.severity == "error"]
    assert {problem.code for problem in checked.problems} == {
        problem.code for problem in check(Edition(project.edition("2025").folder)).problems
    }
    odd = load_report(ZENDA | {"overview": "Ꙭ𒀀"}, rubric=RUBRIC)
    found = check(odd)
    assert found.exit_code == 1
    assert {str(problem.origin) for problem in found.problems} == {"<report>: overview"}
    assert not check(odd, data_only=True).problems


def test_a_draft_in_memory() -> None:
    values = ZENDA | {"answers": {"Water": {"score": 7, "narrative": "It runs."}}}
    with pytest.raises(InputError, match="the answer Streets is missing"):
        load_report(values, rubric=RUBRIC)
    report = load_report(values, rubric=RUBRIC, draft=True)
    assert check(report, draft=True).missing() == {"score": 1, "narrative": 1}
    assert build_pdf(report, draft=True).pages == 1


def test_a_file_has_its_own_project(project: Project) -> None:
    with pytest.raises(UsageError, match="is a file, whose project has rubric and scores"):
        load_report(project.edition("2025").reports[0], rubric=RUBRIC)
