"""Two projects that are no index of countries: a company report without a score, and a town index of half-years."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pdfgen
from pdfgen.content import Facts, Heading, Masthead, Panel, ScoreLegend, ScoreOverview, compose, compose_card
from pdfgen.errors import InputError
from pdfgen.source.load import load

if TYPE_CHECKING:
    from pdfgen.content import Document

PROJECTS = Path(__file__).parent / "projects"
LANTERN = PROJECTS / "company/editions/1983-84/reports/lantern.yaml"
EASTHOLM = PROJECTS / "towns/editions/2024-H1/reports/eastholm.yaml"


def composed(path: Path, *, card: bool = False) -> Document:
    loaded = load(path)
    labels = loaded.catalogue.labels(loaded.report.language, loaded.report.rubric)
    return (compose_card if card else compose)(loaded.report, loaded.card, labels)


def test_a_report_without_a_score_has_its_own_parts_and_no_others() -> None:
    document = composed(LANTERN)
    top = document.blocks[0]
    assert isinstance(top, Masthead)
    assert (top.series, top.kind, top.status) == ("Annual Review 1983–84", "Report of the directors", "")
    assert top.particulars == ("Covers the eighteen months from July 1983 to December 1984",)
    assert not [block for block in document.blocks if isinstance(block, Panel | ScoreOverview | ScoreLegend)]
    titles = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert titles == ["Letter to the owners", "The business", "Milestones", "Outlook", "Notes", "About this report"]
    (facts,) = (block for block in document.blocks if isinstance(block, Facts))
    assert facts.title == "The company at a glance"
    assert document.foot == "Lantern Works"


def test_its_card_has_the_facts_in_place_of_scores() -> None:
    (table,) = (block for block in composed(LANTERN, card=True).blocks if isinstance(block, ScoreOverview))
    assert table.title == "The company at a glance"
    assert [(row.label, row.score.value) for row in table.rows][:2] == [("Founded", "1871"), ("Staff", "412")]


def test_a_kind_with_a_parent_says_whose_it_is() -> None:
    top = composed(LANTERN.with_name("wick.yaml")).blocks[0]
    assert isinstance(top, Masthead)
    assert (top.kind, top.particulars[1]) == ("Report of a subsidiary", "Subsidiary of Lantern Works")


def test_a_half_year_is_compared_with_the_one_before_it() -> None:
    document = composed(EASTHOLM)
    top, panel = document.blocks[:2]
    assert isinstance(top, Masthead)
    assert (top.series, top.kind) == ("Town Index 2024, first half", "Municipality profile")
    assert (top.status, top.tone, top.particulars) == ("Grade B", "2/5", ("Covers January to June 2024",))
    assert isinstance(panel, Panel)
    assert panel.aggregate is not None
    assert (panel.aggregate.words, panel.aggregate.change) == ("68.9", "+2.7 from H2 ’23")
    assert [edition for edition, _, _ in panel.series] == ["H2 ’23", "H1 ’24"]


@pytest.mark.parametrize("report", [LANTERN, EASTHOLM], ids=["company", "town"])
@pytest.mark.parametrize("profile", ["screen", "print", "card"])
def test_every_profile_is_built(report: Path, profile: str) -> None:
    assert pdfgen.build_pdf(pdfgen.load_report(report), profile=profile).startswith(b"%PDF-")


def edited(tmp_path: Path, project: str, file: str, old: str, new: str) -> Path:
    """Return a copy of a project with a change in one of its files."""
    place = tmp_path / project
    shutil.copytree(PROJECTS / project, place)
    text = (place / file).read_text(encoding="utf-8")
    assert old in text
    (place / file).write_text(text.replace(old, new), encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("project", "file", "old", "new", "report", "told"),
    [
        (
            "company",
            "editions/1983-84/reports/lantern.yaml",
            "kind: company",
            "kind: compny",
            "editions/1983-84/reports/lantern.yaml",
            "1:37 unknown-kind: the rubric company-report has no kind “compny” / did you mean `company`?",
        ),
        (
            "company",
            "editions/1983-84/reports/lantern.yaml",
            "kind: company,",
            "kind: company, parent: Holding,",
            "editions/1983-84/reports/lantern.yaml",
            "1:54 parent-not-for-kind: a company has no parent in the rubric company-report / write `kind: subsidiary`",
        ),
        (
            "company",
            "editions/1983-84/reports/lantern.yaml",
            "  outlook: |",
            "  outlok: |",
            "editions/1983-84/reports/lantern.yaml",
            "28:3 unknown-section: no part of the report is the section outlok / did you mean `outlook`?",
        ),
        (
            "company",
            "rubrics/company-report.yaml",
            ', covers: "the eighteen months from July 1983 to December 1984"',
            "",
            "editions/1983-84/reports/lantern.yaml",
            "1:1 no-period: nothing says which time the edition 1983-84 covers / "  # noqa: ISC004  # one text
            "write `year_under_review: 2018`, or give the rubric `edition_words: [{edition: 1983-84, covers: …}]`",
        ),
        (
            "towns",
            "editions/2024-H1/edition.yaml",
            "groups: [North,",
            "groups: [Nord,",
            "editions/2024-H1/reports/alderbrook.yaml",
            "1:55 unknown-region: “North” is not a province of edition 2024-H1 / known are `Nord`, `South`, `Isles`",
        ),
    ],
)
def test_what_is_wrong_is_told(  # a case
    tmp_path: Path, project: str, file: str, old: str, new: str, report: str, told: str
) -> None:
    place = edited(tmp_path, project, file, old, new)
    with pytest.raises(InputError) as error:
        load(place / report)
    found = [
        f"{problem.origin.line}:{problem.origin.column} {problem.code}: {problem.message} / {problem.remedy}"
        for problem in error.value.problems
    ]
    assert told in found
