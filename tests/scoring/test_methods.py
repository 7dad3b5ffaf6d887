"""Whole methods, as their publishers would write them: small projects in ``methods/``, with what they give by hand.

The Human Development Index is that of the report of 2021/2022. All other numbers are invented, and were worked out on
paper.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pdfgen import build_pdf, load_report
from pdfgen.cli.app import run
from pdfgen.errors import InputError
from pdfgen.importers.score_export import export_scores
from pdfgen.source.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.scoring import Scorecard

METHODS = Path(__file__).parent / "methods"


def card(method: str, edition: int, name: str) -> Scorecard:
    return load(METHODS / method / "editions" / str(edition) / "reports" / f"{name}.yaml").card


def texts(found: Scorecard, *ids: str) -> dict[str, str]:
    return {id_: found[id_].value.text for id_ in ids}


@pytest.mark.parametrize("path", sorted(METHODS.glob("*/editions/*")), ids=lambda path: path.parents[1].name)
def test_each_project_is_sound(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(path)]) == 0
    assert capsys.readouterr().err.strip().endswith(": 0 errors")


def test_a_mean_of_the_sources_that_cover_a_country() -> None:
    found = card("perceptions", 2018, "alba")
    # (50 + 56 + 61) / 3 is 55.67; 55 was published, which lies within the tolerance of 1
    assert texts(found, "score", "sources") == {"score": "55", "sources": "3"}
    # Carpathia has 66.67; Drakenland has 55 too; Elbonia has 30; Borduria has two sources, and no score
    assert found["rank"].value.text == "2"
    company = found["rank"].company
    assert company is not None
    assert (company.size, company.alike, company.group) == (4, 1, "")


def test_a_published_score_beyond_the_tolerance_is_told(tmp_path: Path) -> None:
    report = changed(tmp_path, "perceptions/editions/2018/reports/alba.yaml", "{score: 55}", "{score: 54}")
    with pytest.raises(InputError) as error:
        load(report)
    assert [problem.message for problem in error.value.problems] == [
        "score is published as 54, but the answers give 56 (the mean of S1 50, S2 56, S3 61)",
    ]


def test_a_given_rank_and_a_missing_part() -> None:
    found = card("press", 2024, "ruritania")
    # a quarter of 71.25 + 64.10 + 80.05 + 90
    assert texts(found, "score", "situation", "rank") == {"score": "76.35", "situation": "fair", "rank": "8"}
    assert found["rank"].company is None  # it was given


def test_too_many_missing_parts_leave_no_score(tmp_path: Path) -> None:
    place = "press/editions/2024/reports/ruritania.yaml"
    report = changed(
        tmp_path, place, "SAF: {score: 90.0,", "SAF: {score: null,", "score: 76.35, ", "", "situation: Satisfactory", ""
    )
    assert not load(report).card["score"].value


def test_an_index_where_less_is_better() -> None:
    found = card("peace", 2020, "boeotia")
    # inside (3·3 + 4·2 + 4·2.125) / 11 = 25.5 / 11; outside (2·1.7 + 5·2) / 7 = 13.4 / 7
    assert texts(found, "internal", "external", "score", "state") == {
        "internal": "2.318",
        "external": "1.914",
        "score": "2.157",  # 0.6 · 2.31818… + 0.4 · 1.91428… = 2.15662…
        "state": "medium",
    }
    # Corinthia has 1, Arcadia 1.301, Doria far more
    assert (found["rank"].value.text, found["rank"].measure.direction) == ("3", "lower")


@pytest.mark.parametrize(
    ("entity", "scores", "hdi", "rank"),
    [
        ("Switzerland", "84.0 16.5 13.9 66933", "0.962", "1"),
        ("Norway", "83.2 18.2 13.0 64660", "0.961", "2"),
        ("Iceland", "82.7 19.2 13.8 55782", "0.959", "3"),
        ("Niger", "61.6 7.0 2.1 1240", "0.400", "4"),
    ],
)
def test_human_development_as_it_was_published(tmp_path: Path, entity: str, scores: str, hdi: str, rank: str) -> None:
    old = ['Norway, kind: country, iso: "NO"', "83.2", "18.2", "score: 13.0", "64660", "{hdi: 0.961, rank: 2}"]
    life, expected, mean, gni = scores.split()
    new = [f"{entity}, kind: country", life, expected, f"score: {mean}", gni, f"{{hdi: {hdi}, rank: {rank}}}"]
    pairs = [text for pair in zip(old, new, strict=True) for text in pair]
    found = load(changed(tmp_path, "development/editions/2021/reports/norway.yaml", *pairs)).card
    assert texts(found, "hdi", "rank") == {"hdi": hdi, "rank": rank}


def test_human_development_by_its_parts() -> None:
    found = card("development", 2021, "norway")
    # (83.2 − 20) / 65; (1 + 13/15) / 2; (ln 64660 − ln 100) / (ln 75000 − ln 100)
    assert texts(found, "health", "education", "income") == {"health": "0.972", "education": "0.933", "income": "0.978"}


def test_means_of_means_and_half_points() -> None:
    found = card("assessment", 2020, "sylvania")
    assert texts(found, "A", "B", "C", "D", "overall", "band") == {
        "A": "4.0", "B": "3.5", "C": "3.4", "D": "2.9", "overall": "3.5", "band": "3.5",
    }  # fmt: skip
    assert str(found["overall"].value.exact) == "69/20"  # 3.45


def test_towns_with_weights_grades_and_ranks() -> None:
    found = card("towns", 2024, "eastholm")
    assert texts(found, "H", "T", "S", "G", "index", "grade") == {
        "H": "60.0", "T": "73.3", "S": "85.0", "G": "75.0", "index": "72.5", "grade": "B",
    }  # fmt: skip
    # Caldbeck Hithe 87.4, Inverlath 74.3; Aldmoor has 72.5 too; 8 of 11 others have less
    assert texts(found, "rank", "regional_rank", "percentile") == {
        "rank": "3",
        "regional_rank": "1",
        "percentile": "73",
    }
    companies = [found[id_].company for id_ in ("rank", "regional_rank", "percentile")]
    assert [(item.size, item.alike, item.group) for item in companies if item] == [
        (12, 1, ""),
        (4, 0, "Coast"),
        (12, 1, ""),
    ]


def test_a_rank_has_changed_since_the_edition_before() -> None:
    change = card("towns", 2024, "fennwick")["rank"].change
    # 60.7 and seventh now; 51.7 and behind Jarrow Vale (51.8) in 2023
    assert (change.previous.text, str(change.difference), change.trend) == ("8", "-1", "better")


def test_a_part_without_a_value_gives_its_weight_to_the_others() -> None:
    found = card("towns", 2024, "gullhaven")
    assert texts(found, "T", "index", "rank") == {"T": "65.0", "index": "70.5", "rank": "5"}  # (3·60 + 80) / 4


# Where the others come from


def test_a_report_has_one_file_alone_with_its_folder_and_from_what_a_file_carries(tmp_path: Path) -> None:
    home = copied(tmp_path, "towns") / "editions" / "2024"
    alone, folder, volume = tmp_path / "alone.pdf", tmp_path / "folder", tmp_path / "volume.pdf"
    moment = ["--date", "2024-05-01"]
    assert run(["build", str(home / "reports" / "fennwick.yaml"), "-o", str(alone), *moment]) == 0
    assert run(["build", str(home), "-o", str(folder), *moment]) == 0
    assert (folder / "towns-2024-fennwick.pdf").read_bytes() == alone.read_bytes()
    assert run(["volume", str(home), "-o", str(volume), *moment]) == 0
    assert run(["extract", str(alone), "-o", str(tmp_path / "one")]) == 0  # it builds the same file, or fails
    assert run(["extract", str(volume), "-o", str(tmp_path / "all")]) == 0
    inside = tmp_path / "all" / "editions" / "2024" / "reports" / "fennwick.yaml"
    assert run(["build", str(inside), "-o", str(tmp_path / "again.pdf"), *moment]) == 0
    assert (tmp_path / "again.pdf").read_bytes() == alone.read_bytes()


@pytest.mark.slow
def test_an_archive_builds_the_same_rank(tmp_path: Path) -> None:
    home, archive = copied(tmp_path, "towns") / "editions" / "2024", str(tmp_path / "archive")
    assert run(["archive", "init", archive]) == 0
    assert (
        run(
            [
                "archive",
                "add",
                archive,
                str(home),
                "--volume",
                "--author",
                "A. Nyone",
                "--address",
                "mailto:a@b.example",
            ]
        )
        == 0
    )
    assert run(["archive", "verify", archive, "--rebuild"]) == 0


RANKED = """\
id: ranked
title: Ranked
publisher: Nobody
editions: [2018]
headline: [{aggregate: C, measures: [R]}]
tree:
  - {id: A, label: First, max: 100}
  - {id: B, label: Second, max: 100, direction: lower}
derived:
  - {id: R, label: Rank, formula: {op: rank, of: C}}
  - {id: PA, label: First percentile, max: 100, decimals: 1, formula: {op: percentile, of: A}}
  - {id: PB, label: Second percentile, max: 100, decimals: 1, formula: {op: percentile, of: B}}
  - {id: C, label: Composite, max: 100, decimals: 1, formula: {op: mean, of: [PA, PB]}}
"""


def test_a_rank_by_a_mean_of_percentiles(tmp_path: Path) -> None:
    project = tmp_path / "project"
    report = project / "editions" / "2018" / "reports" / "x.yaml"
    report.parent.mkdir(parents=True)
    (project / "rubrics").mkdir()
    (project / "scores" / "ranked").mkdir(parents=True)
    (project / "rubrics" / "ranked.yaml").write_text(RANKED, "utf-8")
    table = "entity,A,B\nU,1,10\nV,50,50\nW,99,98\nX,60,40\n"
    (project / "scores" / "ranked" / "2018.csv").write_text(table, "utf-8")
    (project / "editions" / "2018" / "edition.yaml").write_text(
        "rubric: ranked\nedition: 2018\nyear_under_review: 2017\n", "utf-8"
    )
    answers = "answers:\n  A: {score: 60, narrative: One.}\n  B: {score: 40, narrative: Two.}\n"
    report.write_text("entity: {name: X, kind: country}\noverview: About X.\n" + answers, "utf-8")
    # A: V and U are worse, of three; B, where less is better: V and W
    assert texts(load(report).card, "PA", "PB", "C", "R") == {"PA": "66.7", "PB": "66.7", "C": "66.7", "R": "1"}
    others = load(report).peers
    assert others
    # U has 0 and 100, V 33.3 and 33.3, W 100 and 0
    assert [(peer.name, f"{peer.values['C']:.1f}") for peer in others.others] == [
        ("U", "50.0"),
        ("V", "33.3"),
        ("W", "50.0"),
    ]
    (tmp_path / "built.pdf").write_bytes(build_pdf(load_report(report)))
    assert run(["extract", str(tmp_path / "built.pdf"), "-o", str(tmp_path / "again")]) == 0  # the same bytes
    again = load(tmp_path / "again" / "report.yaml")
    assert again.peers == others


def test_a_file_carries_the_others_and_no_score_of_theirs(tmp_path: Path) -> None:
    content = build_pdf(load_report(METHODS / "towns" / "editions" / "2024" / "reports" / "gullhaven.yaml"))
    (tmp_path / "built.pdf").write_bytes(content)
    assert run(["extract", str(tmp_path / "built.pdf"), "-o", str(tmp_path / "project"), "--no-compare"]) == 0
    lines = (tmp_path / "project" / "scores" / "towns" / "2024.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["entity,region,index", "Gullhaven,,", "Aldmoor,North,72.500000000"]
    assert len(lines) == 13


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.write_text("entity\n", "utf-8")])
def test_a_rank_that_cannot_be_known_is_told(tmp_path: Path, change: Callable[[Path], object]) -> None:
    project = copied(tmp_path, "development")
    change(project / "scores" / "development" / "2021.csv")
    report = project / "editions" / "2021" / "reports" / "norway.yaml"
    report.write_text(report.read_text("utf-8").replace("{hdi: 0.961, rank: 2}", "{hdi: 0.961}"), "utf-8")
    with pytest.raises(InputError) as error:
        load(report)
    (problem,) = (problem for problem in error.value.problems if problem.severity == "error")
    assert (problem.code, problem.origin.line) == ("unknown-peers", 1)
    assert problem.message == (
        "rank cannot be known: no score table of edition 2021 has other entities with a value of hdi"
    )
    assert problem.remedy == (
        "put the scores of all into scores/development/2021.csv: "
        "with `pdfgen import scores`, or `export scores` of the reports"
    )
    (warning,) = (problem for problem in load(report, unfinished=True).warnings if problem.code == "unknown-peers")
    assert warning.severity == "warning"
    assert export_scores(project / "editions" / "2021").rows  # which is the way to the table


def test_a_score_of_another_entity_changes_the_rank(tmp_path: Path) -> None:
    project = copied(tmp_path, "towns")
    report = project / "editions" / "2024" / "reports" / "eastholm.yaml"
    assert load(report).card["rank"].value.text == "3"
    table = project / "scores" / "towns" / "2024.csv"
    text = table.read_text("utf-8")
    table.write_text(
        text.replace("Dunmere,North,30,25,35,40,30,20,45,30,35,25,40", "Dunmere,North" + ",99" * 11), "utf-8"
    )
    assert load(report).card["rank"].value.text == "4"
    table.write_text(text.replace("Dunmere,North", "Dunmere,Coast"), "utf-8")
    found = load(report).card["regional_rank"]
    assert found.company
    assert (found.value.text, found.company.size) == ("1", 5)


def test_a_published_total_stands_for_an_entity_without_scores(tmp_path: Path) -> None:
    project = copied(tmp_path, "towns")
    table = project / "scores" / "towns" / "2024.csv"
    table.write_text("entity,region,index\nEastholm,Coast,\nDunmere,North,72.6\nAldmoor,North,72.5\n", "utf-8")
    found = load(project / "editions" / "2024" / "reports" / "eastholm.yaml").card["rank"]
    assert found.company
    assert (found.value.text, found.company.size, found.company.alike) == ("2", 3, 1)


def test_a_published_rank_that_differs_is_told(tmp_path: Path) -> None:
    report = changed(tmp_path, "development/editions/2021/reports/norway.yaml", "rank: 2", "rank: 1")
    with pytest.raises(InputError) as error:
        load(report)
    (problem,) = error.value.problems
    assert problem.message == "rank is published as 1, but the answers give 2 (the rank by hdi 0.961)"


def test_a_score_may_differ_from_the_table_by_its_tolerance(tmp_path: Path) -> None:
    report = changed(tmp_path, "towns/editions/2024/reports/eastholm.yaml", "H1: {score: 60,", "H1: {score: 61,")
    with pytest.raises(InputError, match="H1 is scored 61, but the score table of 2024 has 60"):
        load(report)
    rubric = tmp_path / "towns" / "rubrics" / "towns.yaml"
    text = rubric.read_text("utf-8")
    rubric.write_text(text.replace("label: Rents, max: 100", "label: Rents, max: 100, tolerance: 1"), "utf-8")
    assert load(report).card["H"].value.text == "60.5"  # the report's own score counts
    report.write_text(report.read_text("utf-8").replace("H1: {score: 61,", "H1: {score: 62,"), "utf-8")
    with pytest.raises(InputError, match="H1 is scored 62, but the score table of 2024 has 60"):
        load(report)


def test_a_negative_part_is_told_at_its_place(tmp_path: Path) -> None:
    project = copied(tmp_path, "development")
    rubric = project / "rubrics" / "development.yaml"
    rubric.write_text(rubric.read_text("utf-8").replace("source: [100, 75000], capped: true", "base: 10"), "utf-8")
    report = project / "editions" / "2021" / "reports" / "norway.yaml"
    report.write_text(report.read_text("utf-8").replace("score: 64660", "score: 0"), "utf-8")
    with pytest.raises(InputError) as error:
        load(report)
    problem = next(problem for problem in error.value.problems if problem.code == "impossible-number")
    assert (problem.message, problem.remedy, problem.origin.line) == (
        "income cannot be made: gni is 0, and only a number above 0 has a logarithm",
        "correct gni, or the formula of income in the rubric",
        7,
    )


def copied(folder: Path, method: str) -> Path:
    """Copy a project."""
    shutil.copytree(METHODS / method, folder / method)
    return folder / method


def changed(folder: Path, place: str, *pairs: str) -> Path:
    """Copy the project of a report, and change the report: each text that is named to the one behind it."""
    copied(folder, place.partition("/")[0])
    text = (folder / place).read_text(encoding="utf-8")
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    (folder / place).write_text(text, encoding="utf-8")
    return folder / place
