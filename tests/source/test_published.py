"""What is published beside the scores: measures made outside, waived totals, tolerances, exact values of a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.errors import InputError
from pdfgen.importers.scores_alone import Writer
from pdfgen.public import score
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import load, load_all

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.scoring import Scorecard

RUBRIC = """\
id: mini
title: Mini Index
publisher: Somebody
editions: [2023, 2024]
headline: [{aggregate: Total, status: status, measures: [estimate, rank]}]
tree:
  - id: Total
    label: Total
    max: 20
    decimals: 2
    formula: {op: sum}
    children:
      - {id: Q1, label: Question one, max: 10, decimals: 3}
      - {id: Q2, label: Question two, max: 10, decimals: 3}
derived:
  - id: status
    label: Status
    formula:
      op: band
      of: Total
      bands: [{min: 10, code: G, label: Good, tone: positive}, {below: 10, code: B, label: Bad, tone: negative}]
  - {id: estimate, label: Estimate, max: 5, decimals: 2, formula: {op: given}}
  - {id: rank, label: Rank, min: 1, max: 180, step: 1, direction: lower, formula: {op: given}}
"""
REPORT = """\
entity: {name: Alpha, kind: country}
answers:
  Q1: {score: 4}
  Q2: {score: 3.5}
given:
  estimate: 2.61
  rank: 12
"""


class Project:
    """A project with the mini index: score tables and reports by edition."""

    def __init__(self, folder: Path, rubric: str = RUBRIC) -> None:
        self.folder = folder
        self.write("rubrics/mini.yaml", rubric)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def table(self, edition: int, text: str) -> Path:
        return self.write(f"scores/mini/{edition}.csv", text)

    def report(self, text: str = REPORT, edition: int = 2024) -> Path:
        head = f"rubric: mini\nedition: {edition}\nyear_under_review: {edition - 1}\n"
        self.write(f"editions/{edition}/edition.yaml", head)
        return self.write(f"editions/{edition}/reports/alpha.yaml", text)

    def told(self, path: Path) -> list[str]:
        """Return every problem of a report: ``file:line:column: severity[code]: message / remedy``."""
        found: tuple[Problem, ...]
        try:
            found = load(path).warnings
        except InputError as error:
            found = error.problems
        return [re.sub(r"^\S*/", "", f"{item.headline()} / {item.remedy}") for item in found]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def card(path: Path) -> Scorecard:
    return score(load(path).report)


def values(path: Path, *ids: str) -> list[str]:
    made = card(path)
    return [str(value.code if value.number is None else value.number) for value in (made[id_].value for id_ in ids)]


# Measures that are made outside


def test_a_given_measure_agrees_with_the_table(project: Project) -> None:
    project.table(2024, "entity,Q1,Q2,estimate,rank\nAlpha,4,3.5,2.612,12\n")
    assert project.told(project.report()) == []
    assert project.told(project.report(REPORT.replace("2.61", "2.612"))) == []
    assert project.told(project.report(REPORT.replace("2.61", "1.212"))) == [
        (
            "alpha.yaml:6:13: error[score-differs]: estimate is given as 1.212, but the score table of 2024 has 2.612"
            " / write 2.612, or waive it with `waivers:` and the reason"
        )
    ]
    waived = REPORT.replace("2.61", "1.212") + "waivers: [{measure: estimate, reason: A misprint in the table.}]\n"
    assert project.told(project.report(waived)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "estimate: 2.61",
            "estimate: 820",
            "6:13: error[value-out-of-range]: estimate is 820; its values go from 0 to 5 / write a number from 0 to 5",
        ),
        (
            "rank: 12",
            "rank: -999",
            (
                "7:9: error[value-out-of-range]: rank is -999; its values go from 1 to 180"
                " / write a number from 1 to 180 in steps of 1"
            ),
        ),
        (
            "rank: 12",
            "rank: 12.5",
            (
                "7:9: error[value-out-of-range]: rank is 12.5; its values go in steps of 1 from 1"
                " / write a number from 1 to 180 in steps of 1"
            ),
        ),
        (
            "  rank: 12\n",
            "",
            (
                "2:1: warning[incomplete-report]: the report is incomplete: it has no value in `given` for rank"
                " / add what is missing; leave it where nothing was published"
            ),
        ),
    ],
)
def test_a_given_measure_has_a_scale(project: Project, old: str, new: str, expected: str) -> None:
    assert project.told(project.report(REPORT.replace(old, new))) == [f"alpha.yaml:{expected}"]


def test_a_given_measure_of_a_table_has_a_scale(project: Project) -> None:
    table = project.table(2024, "entity,Q1,Q2,estimate,rank\nAlpha,4,3.5,x,181\n")
    assert project.told(project.report()) == [
        (
            f"{table.name}:2:1: error[bad-score]: estimate is “x”, which is not a valid number"
            " / correct the cell, or leave it empty"
        ),
        (
            f"{table.name}:2:1: error[bad-score]: rank is 181; its values go from 1 to 180"
            " / correct the cell, or leave it empty"
        ),
    ]


def test_what_depends_on_a_missing_given_measure_is_told(tmp_path: Path) -> None:
    project = Project(tmp_path, RUBRIC.replace("      of: Total\n", "      of: estimate\n"))
    text = REPORT.replace("  estimate: 2.61\n", "") + "overview: Something was said.\n"
    assert project.told(project.report(text)) == [
        (
            "alpha.yaml:2:1: warning[incomplete-report]: the report is incomplete: it has no value in `given` for estimate"
            " and nothing to make status from and no narrative for 2 of 2 questions (Q1, Q2)"
            " / add what is missing; leave it where nothing was published"
        )
    ]


@pytest.mark.parametrize("source", ["table", "report"])
def test_a_given_measure_has_a_past(project: Project, source: str) -> None:
    if source == "table":
        project.table(2023, "entity,Q1,Q2,estimate,rank\nAlpha,4,3,2.11,20\n")
    else:
        old = REPORT.replace("2.61", "2.11").replace("rank: 12", "rank: 20").replace("3.5", "3")
        project.report(old, 2023)
    made = card(project.report())
    assert [(str(made[id_].change.difference), made[id_].change.trend) for id_ in ("Total", "estimate", "rank")] == [
        ("0.50", "better"),
        ("0.50", "better"),
        ("-8", "better"),
    ]


# Totals as published

TOTAL = "published: {Total: 7.49}\nwaivers: [{measure: Total, reason: Printed so.}]\n"


def test_a_waived_total_is_the_published_one(project: Project) -> None:
    path = project.report(REPORT + TOTAL)
    assert project.told(path) == []
    assert values(path, "Total") == ["7.49"]


def test_what_is_made_from_a_waived_total_is_made_from_the_published_one(project: Project) -> None:
    text = REPORT.replace("3.5", "6") + TOTAL.replace("7.49", "9.99")
    path = project.report(text)
    assert project.told(path) == []
    assert values(path, "Total", "status") == ["9.99", "B"]
    both = text.replace("{Total: 9.99}", "{Total: 9.99, status: G}").replace(
        "Printed so.}", "Printed so.}, {measure: status, reason: So too.}"
    )
    assert project.told(project.report(both)) == []
    assert values(path, "Total", "status") == ["9.99", "G"]


def test_the_next_year_compares_with_the_published_total(project: Project) -> None:
    project.report(REPORT + TOTAL, 2023)
    change = card(project.report())["Total"].change
    assert (str(change.previous.number), str(change.difference)) == ("7.49", "0.01")


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (
            "Total: 21",
            "8:20: error[value-out-of-range]: Total is 21.00; its values go from 0 to 20 / write a number from 0 to 20",
        ),
        (
            "Total: some",
            (
                "8:20: error[bad-published]: Total is published as “some”, which is not a number"
                " / write digits, as 4 or 2.5"
            ),
        ),
        (
            "status: X",
            "8:21: error[bad-published]: status is published as “X”, which is not a category of it / known are `G`, `B`",
        ),
    ],
)
def test_no_waiver_makes_a_value_of_what_is_none(project: Project, published: str, expected: str) -> None:
    id_ = published.split(":", maxsplit=1)[0]
    text = f"{REPORT}published: {{{published}}}\nwaivers: [{{measure: {id_}, reason: Known.}}]\n"
    assert expected in [item.removeprefix("alpha.yaml:") for item in project.told(project.report(text))]


# Score tables


def test_a_total_of_the_table_that_its_scores_contradict_is_told_at_its_row(project: Project) -> None:
    project.table(2024, "entity,Q1,Q2,Total,status\nAlpha,4,3.5,8.5,Good\n")
    remedy = "correct the table, or add `%s: reason` in its column `waivers`"
    assert project.told(project.report()) == [
        (
            "2024.csv:2:1: error[total-differs]: Total is 8.5, but the scores of the row give 7.50 (Q1 4.000 + Q2 3.500)"
            f" / {remedy % 'Total'}"
        ),
        (
            "2024.csv:2:1: error[total-differs]: status is Good, but the scores of the row give B (from Total 7.50)"
            f" / {remedy % 'status'}"
        ),
    ]


def test_a_total_of_the_edition_before_is_compared_too(project: Project) -> None:
    project.table(2023, "entity,Q1,Q2,Total\nAlpha,4,3.5,8.5\n")
    (found,) = project.told(project.report())
    assert found.startswith("2023.csv:2:1: error[total-differs]: Total is 8.5, but the scores of the row give 7.50")


def test_a_total_that_stands_alone_is_compared_with_the_report(project: Project) -> None:
    project.table(2024, "entity,Total,status\nAlpha,8.5,B\n")
    path = project.report()
    assert project.told(path) == [
        (
            "alpha.yaml:2:1: error[total-differs]: Total is 7.50 (Q1 4.000 + Q2 3.500), but the score table of 2024 has 8.5"
            " / correct the scores or the table, or waive it with `waivers:` and the reason"
        )
    ]
    waived = REPORT + "waivers: [{measure: Total, reason: The table is wrong.}]\n"
    assert project.told(project.report(waived)) == []
    assert values(path, "Total") == ["7.50"]


def test_a_score_that_differs_stands_for_its_totals(project: Project) -> None:
    project.table(2024, "entity,Q1,Q2,Total,status\nAlpha,4,9,13,G\n")
    (found,) = project.told(project.report())
    assert found.startswith(
        "alpha.yaml:4:15: error[score-differs]: Q2 is scored 3.500, but the score table of 2024 has 9; Total should be 13"
    )


def test_a_total_that_the_table_waives_is_the_published_one(project: Project) -> None:
    project.table(2024, "entity,Q1,Q2,Total,status,waivers\nAlpha,4,6,9.99,B,Total: printed so; \n")
    path = project.report(REPORT.replace("3.5", "6"))
    assert project.told(path) == []
    assert values(path, "Total", "status") == ["9.99", "B"]
    # what the report publishes itself goes before the table
    project.report(REPORT.replace("3.5", "6") + "published: {Total: 10}\n")
    assert values(path, "Total", "status") == ["10.00", "G"]


def test_a_total_that_the_table_waives_is_the_past_one(project: Project) -> None:
    project.table(2023, "entity,Q1,Q2,Total,waivers\nAlpha,4,3.5,7.4,Total: printed so\n")
    change = card(project.report())["Total"].change
    assert (str(change.previous.number), str(change.difference)) == ("7.40", "0.10")


def test_a_waiver_of_the_table_names_a_measure_and_a_reason(project: Project) -> None:
    project.table(2024, "entity,Q1,Q2,Total,waivers\nAlpha,4,3.5,7.5,Totl: printed so; Total:; Q1\n")
    assert project.told(project.report()) == [
        (
            "2024.csv:2:1: error[unknown-measure]: a waiver names “Totl”, and edition 2024 has no such measure"
            " / did you mean `Total`?"
        ),
        (
            "2024.csv:2:1: error[waiver-without-reason]: the waiver of Total gives no reason"
            " / write `Total: reason`, and “;” before the next waiver"
        ),
        (
            "2024.csv:2:1: error[waiver-without-reason]: the waiver of Q1 gives no reason"
            " / write `Q1: reason`, and “;” before the next waiver"
        ),
    ]


@pytest.mark.parametrize(
    ("scores", "total", "agrees"),
    [
        ("4,0.675", "4.675", True),  # exact
        ("4,0.675", "4.68", True),  # as printed
        ("4,0.185", "4.18499999999999", True),  # as a spreadsheet keeps it
        ("4,0.185", "4.1850000000000005", True),
        ("4,0.675", "4.67", False),
        ("4,0.675", "4.7", False),
        ("4,0.675", "4.679", False),
    ],
)
def test_an_exact_total_agrees(project: Project, scores: str, total: str, agrees: bool) -> None:  # noqa: FBT001
    project.table(2024, f"entity,Q1,Q2,Total\nAlpha,{scores},{total}\n")
    path = project.report(REPORT.replace("3.5", scores[2:]))
    assert [item for item in project.told(path) if "Total" in item] == [] if agrees else len(project.told(path)) == 1


def test_an_exact_value_of_a_given_measure_is_one(project: Project) -> None:
    project.table(2024, "entity,Q1,Q2,estimate,rank\nAlpha,4,3.5,0.4343914891531003,12\n")
    path = project.report(REPORT.replace("2.61", "0.4343914891531003"))
    assert project.told(path) == []
    assert values(path, "estimate") == ["0.43"]


# Tolerance


def test_a_published_value_within_the_tolerance_is_kept(tmp_path: Path) -> None:
    project = Project(tmp_path, RUBRIC.replace("    formula: {op: sum}\n", "    tolerance: 0.05\n", 1))
    path = project.report(REPORT.replace("3.5", "6") + "published: {Total: 9.95}\n")
    assert project.told(path) == []
    assert values(path, "Total", "status") == ["9.95", "B"]
    project.report(REPORT.replace("3.5", "6") + "published: {Total: 9.94}\n")
    (found,) = project.told(path)
    assert found.startswith(
        "alpha.yaml:8:20: error[published-differs]: Total is published as 9.94, but the answers give"
    )


def test_a_table_within_the_tolerance_is_kept(tmp_path: Path) -> None:
    project = Project(tmp_path, RUBRIC.replace("    formula: {op: sum}\n", "    tolerance: 1\n", 1))
    project.table(2023, "entity,Q1,Q2,Total\nAlpha,4,3,8\n")
    project.table(2024, "entity,Q1,Q2,Total\nAlpha,4,6,9\n")
    path = project.report(REPORT.replace("3.5", "6"))
    assert project.told(path) == []
    assert values(path, "Total", "status") == ["9.00", "B"]
    assert str(card(path)["Total"].change.difference) == "1.00"


# The year under review


def test_an_edition_file_reviews_the_year_of_its_method(project: Project) -> None:
    path = project.write("editions/2024/edition.yaml", "rubric: mini\nedition: 2024\nyear_under_review: 1999\n")
    _, failed = load_all([path])
    (error,) = failed.values()
    assert isinstance(error, InputError)
    (problem,) = error.problems
    assert (problem.origin.line, problem.origin.column) == (3, 20)
    assert (problem.message, problem.remedy) == ("edition 2024 reviews 2023, not 1999", "write 2023")


def test_a_method_may_review_another_year(tmp_path: Path) -> None:
    project = Project(tmp_path)
    path = project.report()
    project.write("editions/2024/edition.yaml", "rubric: mini\nedition: 2024\nyear_under_review: 2024\n")
    assert project.told(path) == [
        (
            "edition.yaml:3:20: error[wrong-year]: edition 2024 reviews 2023, not 2024"
            " / write 2023; if every edition of the series does so, add `period: {offset: 0}` to the rubric"
        )
    ]
    project.write("rubrics/mini.yaml", RUBRIC + "period: {offset: 0}\n")
    assert project.told(path) == []


# Facts out of range

FACTS = """\
quick_facts:
  - {id: people, label: People, type: integer}
  - {id: share, label: Share, type: percent}
  - {id: gdp, label: GDP, type: money}
  - {id: growth, label: Growth, type: percent, min: -20, max: 20}
  - {id: feet, label: Height, type: integer, min: -500}
"""


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("people: -5", "error[fact-out-of-range]: “People” is -5; its values go from 0"),
        ("share: 450", "warning[fact-out-of-range]: “Share” is 450; its values go from 0 to 100"),
        ("share: -1.5", "warning[fact-out-of-range]: “Share” is -1.5; its values go from 0 to 100"),
        ("gdp: -1", "warning[fact-out-of-range]: “GDP” is -1; its values go from 0"),
        ("growth: 21", "error[fact-out-of-range]: “Growth” is 21; its values go from -20 to 20"),
        ("growth: -3", ""),
        ("feet: -400", ""),
        ("people: 0", ""),
        ("share: 100", ""),
    ],
)
def test_a_fact_lies_in_its_range(tmp_path: Path, fact: str, expected: str) -> None:
    project = Project(tmp_path, RUBRIC + FACTS)
    found = project.told(project.report(f"{REPORT}quick_facts: {{{fact}}}\n"))
    place = len("quick_facts: {") + fact.index(" ") + 2
    remedy = f"correct it, or give the field `{fact.split(':', maxsplit=1)[0]}` of the rubric its own `min` and `max`"
    assert found == ([f"alpha.yaml:8:{place}: {expected} / {remedy}"] if expected else [])


# What a report lacks


def test_what_a_report_lacks_is_told_once(project: Project) -> None:
    text = REPORT.replace("Q2: {score: 3.5}", "Q2: {score: 3.5, narrative: Why.}").replace("  rank: 12\n", "")
    assert project.told(project.report(text)) == [
        (
            "alpha.yaml:2:1: warning[incomplete-report]: the report is incomplete: it has no value in `given` for rank"
            " and no overview and no narrative for 1 of 2 questions (Q1)"
            " / add what is missing; leave it where nothing was published"
        )
    ]


def test_a_report_with_scores_alone_lacks_no_words(project: Project) -> None:
    assert project.told(project.report()) == []


# A weighted mean


def test_a_weighted_mean_is_called_one(tmp_path: Path) -> None:
    project = Project(tmp_path, RUBRIC.replace("{op: sum}", "{op: weighted_mean, weights: {Q1: 3, Q2: 1}}", 1))
    (found,) = project.told(project.report(REPORT + "published: {Total: 4}\n"))
    assert "but the answers give 3.88 (the weighted mean of Q1 4.000, Q2 3.500)" in found


# What a file carries


def test_an_extracted_project_has_the_published_values(project: Project, tmp_path: Path) -> None:
    project.table(2023, "entity,Q1,Q2,Total,status,estimate,waivers\nAlpha,4,3.5,7.4,good,2,Total: so; status: so\n")
    project.table(2024, "entity,Q1,Q2,Total,waivers\nAlpha,4,6,9.99,Total: printed so\n")
    path = project.report(REPORT.replace("3.5", "6").replace("2.61", "0.4343914891531003"))
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    assert run(["build", str(path), "-o", str(first)]) == 0
    assert run(["extract", str(first), "-o", str(tmp_path / "again")]) == 0
    assert run(["build", str(tmp_path / "again" / "report.yaml"), "-o", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()
    tables = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "again" / "scores").rglob("*.csv")}
    assert tables == {
        "2023.csv": "entity,Q1,Q2,estimate,Total,status,waivers\n"
        "Alpha,4,3.5,2,7.4,G,Total: as published; status: as published\n",
        "2024.csv": "entity,Total,waivers\nAlpha,9.99,Total: as published\n",
    }


def test_a_report_from_the_table_has_the_given_measures(project: Project) -> None:
    table = project.table(2024, "entity,Q1,Q2,estimate,rank\nAlpha,4,3.5,2.61,12\n")
    project.report()
    written = Writer(
        table.parents[2] / "out",
        Catalogue(project.folder).method("mini", 2024),
        Catalogue(project.folder),
        [],
        replace=False,
    )
    (path,) = written.write(["Alpha"]).reports
    assert "\ngiven:\n  estimate: 2.61\n  rank: 12\n" in path.read_text(encoding="utf-8")
    assert written.write(["Alpha"]).changed == 0


# Keys that are not known


@pytest.mark.parametrize(
    ("path", "text", "remedy"),
    [
        (
            "editions/2024/edition.yaml",
            "rubric: mini\nedition: 2024\nyear_under_review: 2023\nvolume: {cover_image: x.png}\n",
            "known are `title`, `overline`, `subtitle`, `citation`, `order`, `start`, `essays`",
        ),
        (
            "editions/2024/reports/alpha.yaml",
            REPORT + "remarks: some\n",
            (
                "known are `rubric`, `edition`, `year_under_review`, `language`, `theme`, `entity`, `quick_facts`, "
                "`overview`, `key_developments`, `notices`, `parts`, `sections`, `answers`, `given`, `intervals`, "
                "`standard_errors`, `footnotes`, `errata`, `published`, `waivers`, `publication`"
            ),
        ),
        ("editions/2024/reports/alpha.yaml", REPORT + "overveiw: some\n", "did you mean `overview`?"),
    ],
)
def test_a_key_that_is_not_known_is_likened_to_a_near_one_only(
    project: Project, path: str, text: str, remedy: str
) -> None:
    project.report()
    (found,) = _failures(project.write(path, text))
    assert found.endswith(f" / {remedy}")


def test_of_many_keys_those_that_must_be_there_are_named(project: Project) -> None:
    labels = project.write("labels/en.yaml", "remarks: x\n")
    (found,) = [item for item in _failures(labels) if "`remarks`" in item]
    assert found.endswith(", …")
    assert found.count("`") == 2 * (1 + 30)


def _failures(path: Path) -> list[str]:
    _, failed = load_all([path])
    (error,) = failed.values()
    assert isinstance(error, InputError)
    return [f"{item.headline()} / {item.remedy}" for item in error.problems]
