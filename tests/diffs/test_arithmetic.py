"""The sums by which scores change: right in every published row, and honest where editions cannot be compared."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.diffs.arithmetic import ScoreShifts, Shift, compare_scores
from pdfgen.model.report import Report
from pdfgen.model.rubric import Rubric
from pdfgen.resources import shipped
from pdfgen.scoring import Scorecard, score
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.scores import ScoreRow
from pdfgen.source.tree import plain
from pdfgen.source.yaml_file import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EDITIONS = range(2013, 2025)
PUBLISHED = ("A", "B", "C", "D", "E", "F", "G", "PR", "CL", "Total", "pr_rating", "cl_rating")


def carded(
    rubric: Rubric, edition: int, scores: dict[str, Any], entity: str = "Ruritania", kind: str = "country"
) -> Scorecard:
    report = Report.model_validate(
        {
            "rubric": rubric.id,
            "edition": edition,
            "year_under_review": edition + rubric.period.offset,
            "entity": {"name": entity, "kind": kind},
            "answers": {
                id_: {"score": None if value is None else Decimal(str(value))} for id_, value in scores.items()
            },
        }
    )
    return score(report, rubric.at(edition), {})


# Every published row


@cache
def rows(edition: int) -> dict[str, dict[str, str]]:
    path = shipped("data") / "scores" / "freedom-in-the-world" / f"{edition}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["entity"]: row for row in csv.DictReader(file)}


@cache
def card(edition: int, entity: str) -> Scorecard:
    rubric, row = Catalogue().rubric("freedom-in-the-world"), rows(edition)[entity]
    scores = ScoreRow("", 0, row).read(rubric.at(edition), []).scores
    return carded(rubric, edition, dict(scores), entity, row["kind"])


def consecutive() -> Iterator[tuple[int, int, str]]:
    for before, after in pairwise(EDITIONS):
        yield from ((before, after, entity) for entity in rows(after) if entity in rows(before))


def test_the_sum_of_the_parts_is_the_change_of_the_whole_in_every_pair_of_editions() -> None:
    pairs, sums, wrong = 0, 0, []
    for before, after, entity in consecutive():
        pairs += 1
        found = compare_scores(card(before, entity), card(after, entity), entity)
        old, new = rows(before)[entity], rows(after)[entity]
        # against the tables, which the method knows nothing of
        differences = {id_: int(new[id_]) - int(old[id_]) for id_ in PUBLISHED}
        wrong += [(after, entity, id_) for id_, value in differences.items() if found.shifts[id_].difference != value]
        for shift in found.shifts.values():
            if shift.measure.parts:
                sums += 1
                given = sum(term.difference for term in shift.terms)
                if not shift.adds_up or given != shift.difference:
                    wrong.append((after, entity, f"{shift.measure.id}: {given} is not {shift.difference}"))
        questions = [shift for shift in found.told if shift.measure.is_item]
        assert found.aggregate is not None
        if sum(own(shift) for shift in questions) != found.aggregate.difference:
            wrong.append((after, entity, "the questions"))
        assert found.status is not None
        assert found.status.changed == (old["status"] != new["status"])
    assert wrong == []
    assert (pairs, sums) == (2304, 23040)


def own(shift: Shift) -> Decimal:
    """Return what a question gives to the total, one that only one side asks included."""
    return (shift.after.number or Decimal(0)) - (shift.before.number or Decimal(0))


def test_the_other_way_round_every_sign_is_the_other() -> None:
    opposite = {"better": "worse", "worse": "better", "same": "same", None: None}
    seen = 0
    for before, after, entity in consecutive():
        if after != 2018:  # the edition that no longer asks a question
            continue
        there = compare_scores(card(before, entity), card(after, entity), entity)
        back = compare_scores(card(after, entity), card(before, entity), entity)
        assert [shift.measure.id for shift in there.told] == [shift.measure.id for shift in back.told]
        for shift in there.told:
            other = back.shifts[shift.measure.id]
            assert (other.before, other.after, other.trend) == (shift.after, shift.before, opposite[shift.trend])
            assert other.difference == (None if shift.difference is None else -shift.difference)
            assert [(term.id, -term.difference) for term in other.terms] == [(term.id, term.difference) for term in shift.terms]  # fmt: skip
            seen += 1
    assert seen > 500


def told(found: ScoreShifts) -> dict[str, tuple[str, str | None, str, str]]:
    """Return what is told: before and after, difference, trend (else footing), terms with a “=” where they add up."""
    return {shift.measure.id: _told(shift) for shift in found.told}


def _told(shift: Shift) -> tuple[str, str | None, str, str]:
    values = " ".join(str(value.code or value.number) for value in (shift.before, shift.after))
    difference = None if shift.difference is None else f"{shift.difference:+}"
    terms = " ".join(f"{term.id}{term.difference:+}" for term in shift.terms)
    return values, difference, shift.trend or shift.footing, f"= {terms}" if shift.adds_up else terms


def test_a_subtracted_question_is_negative_as_it_is_printed() -> None:
    found = compare_scores(card(2017, "Iraq"), card(2018, "Iraq"), "Iraq")
    assert told(found)["add_q"] == ("-3 -1", "+2", "better", "")
    assert told(found)["PR"] == ("12 16", "+4", "better", "= B+2 add_q+2")
    assert told(found)["add_q"][0].split() == [f"-{rows(year)['Iraq']['add_q']}" for year in (2017, 2018)]


def test_a_modifier_that_is_not_answered_is_zero() -> None:
    rubric = Catalogue().rubric("freedom-in-the-world")
    scores = {measure.id: 2 for measure in rubric.at(2018).items if not measure.optional}
    absent, none, two = (carded(rubric, 2018, scores | more) for more in ({}, {"add_q": 0}, {"add_q": 2}))
    assert told(compare_scores(absent, none, "Ruritania")) == {}
    found = told(compare_scores(absent, two, "Ruritania"))
    assert found["add_q"] == ("0 -2", "-2", "worse", "")
    assert found["PR"] == ("20 18", "-2", "worse", "= add_q-2")


def test_a_question_that_is_no_longer_asked_takes_its_points_along_and_the_note_says_so() -> None:
    found = compare_scores(card(2017, "Oman"), card(2018, "Oman"), "Oman")
    assert told(found)["add_a"] == ("2 None", None, "gone", "")
    assert told(found)["PR"][3].endswith("add_a-2")
    assert len(found.notes) == 1
    assert "no longer asked" in found.notes[0]
    assert "add_a" not in told(compare_scores(card(2017, "Kazakhstan"), card(2018, "Kazakhstan"), "Kazakhstan"))


def test_flags_are_won_and_lost() -> None:
    changed = {
        entity: (found.flags[0].before, found.flags[0].after)
        for before, after, entity in consecutive()
        if after == 2019 and (found := compare_scores(card(before, entity), card(after, entity), entity)).flags
    }
    assert changed == {
        "Bhutan": (False, True),
        "Bosnia and Herzegovina": (True, False),
        "Comoros": (True, False),
        "Kosovo": (False, True),
        "Nepal": (True, False),
        "Tanzania": (True, False),
    }


# Other methods

SMALL = """\
id: small
title: Small Index
publisher: Somebody
editions: [2016, 2017, 2018, 2019]
headline: [{aggregate: T, status: status}]
tree:
  - id: T
    label: Total
    max: 30
    direction: lower
    children:
      - {id: A, label: A, max: 10, optional: true}
      - {id: B, label: B, max: 10, step: 0.5, decimals: 1}
      - {id: C, label: C, max: 10, editions: 2018-}
derived:
  - id: status
    label: Status
    formula: {op: band, of: T, bands: [{max: 9, code: G, label: Good}, {min: 10, code: P, label: Poor}]}
breaks:
  - {edition: 2017, rule: none, measures: [A, T], note: Two measures were made anew.}
  - {edition: 2019, rule: none, note: Everything was made anew.}
"""


@pytest.fixture
def small(tmp_path: Path) -> Rubric:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    tree, file = read(path)
    assert tree is not None
    assert not file.problems
    return Rubric.model_validate(plain(tree))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # fewer is better; a band gets better by its place in the list
        ((2018, 5, 2, 3), (2018, 4, 2, 3), {"T": ("10 9", "-1", "better", "= A-1"), "A": ("5 4", "-1", "better", ""), "status": ("P G", None, "better", "T-1")}),
        # two changes that make up for each other are told below a total that stays
        ((2018, 5, 2, 3), (2018, 4, 3, 3), {"T": ("10 10", "+0", "same", "= A-1 B+1.0"), "A": ("5 4", "-1", "better", ""), "B": ("2.0 3.0", "+1.0", "worse", "")}),
        # a half is rounded away in the total: the terms are not called its sum
        ((2018, 5, 2, 3), (2018, 5, 2.5, 3), {"T": ("10 11", "+1", "worse", "B+0.5"), "B": ("2.0 2.5", "+0.5", "worse", "")}),
        # no score is not zero
        ((2018, 5, 2, 3), (2018, None, 2, 3), {"T": ("10 None", None, "missing", ""), "A": ("5 None", None, "missing", ""), "status": ("P None", None, "missing", "")}),
        # a new question brings its points
        ((2017, 5, 2), (2018, 5, 2, 4), {"T": ("7 11", "+4", "worse", "= C+4"), "C": ("None 4", None, "new", ""), "status": ("G P", None, "worse", "T+4")}),
        # what was made anew is not subtracted, and nothing that rests on it either
        ((2016, 5, 2), (2017, 6, 3), {"T": ("7 9", None, "not_comparable", ""), "A": ("5 6", None, "not_comparable", ""), "B": ("2.0 3.0", "+1.0", "worse", "")}),
        ((2016, 9, 2), (2017, 2, 2), {"T": ("11 4", None, "not_comparable", ""), "A": ("9 2", None, "not_comparable", ""), "status": ("P G", None, "better", "")}),
        ((2018, 5, 2, 3), (2019, 5, 3, 3), {"T": ("10 11", None, "not_comparable", ""), "B": ("2.0 3.0", None, "not_comparable", "")}),
    ],
)  # fmt: skip
def test_each_way_is_told_as_what_it_is(
    small: Rubric,
    before: tuple[Any, ...],
    after: tuple[Any, ...],
    expected: dict[str, tuple[str, str | None, str, str]],
) -> None:
    cards = [carded(small, year, dict(zip("ABC", scores, strict=False))) for year, *scores in (before, after)]
    assert told(compare_scores(cards[0], cards[1], "Ruritania")) == expected


def test_a_mean_is_not_the_sum_of_what_changed_even_where_both_are_nothing() -> None:
    rubric = Catalogue().rubric("nations-in-transit")
    scores = dict.fromkeys(("NDG", "EP", "CS", "IM", "LDG", "JFI", "CO"), 3)
    first, second = (carded(rubric, 2018, {**scores, **more}) for more in ({}, {"EP": 3.25, "CS": 2.75}))
    found = compare_scores(first, second, "Ruritania").shifts["democracy_score"]
    assert (str(found.difference), found.changed, found.told, found.adds_up) == ("0.00", False, True, False)
    assert [(term.id, str(term.difference)) for term in found.terms] == [("EP", "0.25"), ("CS", "-0.25")]


def test_a_scale_that_was_turned_round_is_stated_on_the_new_one() -> None:
    rubric = Catalogue().rubric("nations-in-transit")
    ids = ("NDG", "EP", "CS", "IM", "LDG", "JFI", "CO")
    before = carded(rubric, 2019, dict.fromkeys(ids, 3))
    after = carded(rubric, 2020, dict.fromkeys(ids, 5) | {"EP": 4.75})
    found = told(compare_scores(before, after, "Ruritania"))
    assert found["EP"] == ("5.00 4.75", "-0.25", "worse", "")
    assert found["democracy_score"] == ("5.00 4.96", "-0.04", "worse", "EP-0.25")
    assert found["democracy_percentage"] == ("66.67 66.07", "-0.60", "worse", "democracy_score-0.04")
    assert list(found) == ["democracy_score", "EP", "democracy_percentage"]
    back = told(compare_scores(after, before, "Ruritania"))
    assert back["EP"] == ("4.75 5.00", "+0.25", "better", "")
