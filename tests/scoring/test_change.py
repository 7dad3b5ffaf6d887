"""What changed since the edition before: the number, which way it goes for the reader, and what it rests on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.model.report import Report
from pdfgen.scoring import score
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pdfgen.scoring import Change, History, Scorecard, Stated

    MakeCard = Callable[..., Scorecard]

SMALL = """\
id: small
title: Small Index
publisher: Somebody
editions: [2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019]
headline: [{aggregate: T, status: status}]
tree:
  - id: T
    label: Total
    max: 20
    decimals: 1
    direction: DIRECTION
    children:
      - {id: A, label: A, max: 10, decimals: 1}
      - {id: B, label: B, max: 10, decimals: 1, optional: true}
derived:
  - id: status
    label: Status
    formula:
      op: band
      of: A
      bands:
        - {min: 7, max: 10, code: F, label: Free}
        - {min: 4, max: 6.9, code: PF, label: Partly Free}
        - {min: 0, max: 3.9, code: NF, label: Not Free}
"""


@pytest.fixture
def make(tmp_path: Path) -> MakeCard:
    """Return a function that scores edition 2018 of the small index.

    ``past`` has the points of A (and B) by edition, written ``5 2``.
    """

    def _make(
        current: str,
        past: dict[int, str] | None = None,
        *,
        direction: str = "higher",
        breaks: str = "",
        edition: int = 2018,
        entity: str = "Ruritania",
    ) -> Scorecard:
        project = tmp_path / str(len(list(tmp_path.iterdir())))
        (project / "rubrics").mkdir(parents=True)
        text = SMALL.replace("DIRECTION", direction) + (f"breaks:\n{breaks}" if breaks else "")
        (project / "rubrics" / "small.yaml").write_text(text, encoding="utf-8")
        method = Catalogue(project).rubric("small").at(edition)
        report = _report("small", edition, entity, "country", _points(current))
        return score(report, method, {year: _points(points) for year, points in (past or {}).items()})

    return _make


def _points(written: str) -> dict[str, Decimal]:
    return {id_: Decimal(points) for id_, points in zip("AB", written.split(), strict=False)}


def _report(rubric: str, edition: int, entity: str, kind: str, scores: Mapping[str, Stated]) -> Report:
    values: dict[str, Any] = {
        "rubric": rubric,
        "edition": edition,
        "year_under_review": edition - 1,
        "entity": {"name": entity, "kind": kind},
        "answers": {id_: {"score": points} for id_, points in scores.items()},
    }
    return Report.model_validate(values)


def told(change: Change) -> tuple[str, str, str | None]:
    """Return basis, signed difference and trend; a dash for no difference."""
    return change.basis, "-" if change.difference is None else f"{change.difference:+}", change.trend


@pytest.mark.parametrize(
    ("direction", "before", "now", "difference", "trend"),
    [
        ("higher", "5 2", "6 2", "+1.0", "better"),
        ("higher", "5 2", "4.5 2", "-0.5", "worse"),
        ("higher", "5 2", "4 3", "+0.0", "same"),
        ("lower", "5 2", "6 2", "+1.0", "worse"),
        ("lower", "5 2", "4.5 2", "-0.5", "better"),
        ("lower", "5 2", "2 5", "+0.0", "same"),
    ],
)
def test_the_trend_goes_by_direction_and_not_by_sign(
    make: MakeCard, direction: str, before: str, now: str, difference: str, trend: str
) -> None:
    card = make(now, {2017: before}, direction=direction)
    assert told(card["T"].change) == ("compared", difference, trend)
    assert card.aggregate is card["T"]


@pytest.mark.parametrize(
    ("before", "now", "trend"),
    [
        ("8 0", "5 0", "worse"),
        ("5 0", "3 0", "worse"),
        ("8 0", "1 0", "worse"),
        ("1 0", "5 0", "better"),
        ("5 0", "7 0", "better"),
        ("5 0", "6.9 0", "same"),
    ],
)
@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_a_category_gets_better_by_its_place_in_the_list(
    make: MakeCard, before: str, now: str, trend: str, direction: str
) -> None:
    # Bands are listed best first; the direction of the number below them says nothing about them.
    card = make(now, {2017: before}, direction=direction)
    assert told(card["status"].change) == ("compared", "-", trend)
    assert card.status is card["status"]


def test_the_first_edition_has_nothing_to_compare_with(make: MakeCard) -> None:
    card = make("5 2", {2018: "9 9", 2019: "9 9"}, edition=2012)
    assert {scored.change.basis for scored in card.scores.values()} == {"first_edition"}
    assert [(year, str(value.number)) for year, value in card.trend] == [(2012, "7.0")]


def test_an_entity_without_any_earlier_score_is_new(make: MakeCard) -> None:
    card = make("5 2", {2019: "9 9"})  # a later edition is no past
    assert told(card["T"].change) == ("new_entity", "-", None)
    assert not card["T"].change.previous
    assert [value.number for _, value in card.trend[:-1]] == [None] * 5


def test_an_entity_that_the_edition_before_left_out_is_not_new(make: MakeCard) -> None:
    card = make("5 2", {2016: "5 1", 2019: "9 9"})
    assert told(card["T"].change) == ("no_previous_edition", "-", None)
    assert [(year, value.number) for year, value in card.trend] == [
        (2013, None), (2014, None), (2015, None), (2016, 6), (2017, None), (2018, 7),
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "now"), [("5", "5 2"), ("5 2", "5"), ("5", "5")])
def test_a_missing_value_on_either_side_cannot_be_compared(make: MakeCard, before: str, now: str) -> None:
    card = make(now, {2017: before})
    assert told(card["B"].change) == ("missing", "-", None)
    assert told(card["T"].change) == ("missing", "-", None)
    assert told(card["A"].change) == ("compared", "+0.0", "same")


def test_the_trend_has_six_editions_and_leaves_later_ones_out(make: MakeCard) -> None:
    card = make("7 0", dict.fromkeys(range(2012, 2020), "1 1"))
    assert [(year, str(value.number)) for year, value in card.trend] == [
        *((year, "2.0") for year in range(2013, 2018)),
        (2018, "7.0"),
    ]


@pytest.mark.parametrize(
    ("scope", "total", "question"),
    [
        ("", "not_comparable", "not_comparable"),
        (", measures: [T]", "not_comparable", "compared"),
        (", measures: [A]", "compared", "not_comparable"),
        (", entities: [Ruritania]", "not_comparable", "not_comparable"),
        (", entities: [Graustark]", "compared", "compared"),
        (", measures: [T], entities: [Ruritania, Graustark]", "not_comparable", "compared"),
    ],
)
def test_a_break_without_comparison_holds_for_its_measures_and_entities(
    make: MakeCard, scope: str, total: str, question: str
) -> None:
    breaks = f"  - {{edition: 2018, rule: none, note: New questions.{scope}}}\n"
    card = make("5 2", {2016: "4 1", 2017: "4 2"}, breaks=breaks)
    assert (card["T"].change.basis, card["A"].change.basis) == (total, question)
    past = [str(value.number) for _, value in card.trend[-3:-1]]
    assert past == (["None", "None"] if total == "not_comparable" else ["5.0", "6.0"])
    assert card.notes == (() if scope == ", entities: [Graustark]" else ("New questions.",))


@pytest.mark.parametrize("year", [2017, 2019])
def test_a_break_of_another_edition_leaves_the_change_alone(make: MakeCard, year: int) -> None:
    card = make("5 2", {2016: "4 1", 2017: "4 2"}, breaks=f"  - {{edition: {year}, rule: none, note: N.}}\n")
    assert told(card["T"].change) == ("compared", "+1.0", "better")
    assert card.notes == ()
    # 2016 lies before a break of 2017, so its value is not shown beside this one
    assert [value.number for _, value in card.trend[-3:-1]] == ([None, 6] if year == 2017 else [5, 6])


def test_a_break_with_a_note_compares_and_says_so(make: MakeCard) -> None:
    card = make("5 2", {2016: "4 1", 2017: "4 2"}, breaks="  - {edition: 2018, rule: note, note: New wording.}\n")
    assert told(card["T"].change) == ("compared", "+1.0", "better")
    assert card.notes == ("New wording.",)
    assert [value.number for _, value in card.trend[-3:]] == [5, 6, 7]


TURNED = "  - {edition: 2018, measures: [T], rule: linear, source: [0, 20], target: [20, 0], note: Turned round.}\n"


def test_a_turned_scale_turns_the_past_round_as_well(make: MakeCard) -> None:
    card = make("8 8", {2015: "1 0", 2016: "2 0", 2017: "3 0.5"}, breaks=TURNED)
    assert [(year, None if value.number is None else str(value.number)) for year, value in card.trend[2:]] == [
        (2015, "19.0"), (2016, "18.0"), (2017, "16.5"), (2018, "16.0"),
    ]  # fmt: skip
    assert told(card["T"].change) == ("compared", "-0.5", "worse")
    assert str(card["T"].change.previous.number) == "16.5"
    assert told(card["A"].change) == ("compared", "+5.0", "better")  # not among the measures of the break


def test_the_past_passes_through_every_break_between(make: MakeCard) -> None:
    doubled = "  - {edition: 2017, measures: [T], rule: linear, source: [0, 1], target: [0, 2], note: Doubled.}\n"
    card = make("8 8", {2016: "2 0", 2017: "3 0.5"}, breaks=doubled + TURNED)
    assert [str(value.number) for _, value in card.trend[-3:]] == ["16.0", "16.5", "16.0"]  # 20 − 2·2; 20 − 3.5


def test_nations_in_transit_states_its_past_on_the_scale_of_2020() -> None:
    method = Catalogue().rubric("nations-in-transit").at(2020)
    ids = [measure.id for measure in method.items]
    report = _report("nations-in-transit", 2020, "Ruritania", "country", dict.fromkeys(ids, Decimal("3.75")))
    past: History = {2018: dict.fromkeys(ids, Decimal("4.25")), 2019: dict.fromkeys(ids, Decimal("4.50"))}
    card = score(report, method, past)
    assert [(year, str(value.number)) for year, value in card.trend] == [(2018, "3.75"), (2019, "3.50"), (2020, "3.75")]
    assert told(card["democracy_score"].change) == ("compared", "+0.25", "better")
    assert told(card["NDG"].change) == ("compared", "+0.25", "better")
    assert told(card["regime"].change) == ("compared", "-", "same")
    # the percentage was never turned round: 41.67 in 2019, 45.83 in 2020
    assert told(card["democracy_percentage"].change) == ("compared", "+4.16", "better")
    assert card.notes == tuple(item.note for item in method.rubric.breaks)
    # one edition earlier 1 was the best, so fewer points were better
    earlier = score(report.model_copy(update={"edition": 2019}), method.rubric.at(2019), {2018: past[2018]})
    assert told(earlier["democracy_score"].change) == ("compared", "-0.50", "better")


def real(edition: int, entity: str) -> Scorecard:
    """Return the scorecard of a published row, as the program finds its past."""
    catalogue = Catalogue()
    method = catalogue.rubric("freedom-in-the-world").at(edition)
    row = catalogue.scores("freedom-in-the-world", edition, entity)
    assert row is not None
    scores = row.read(method, []).scores
    loaded = resolve(_report("freedom-in-the-world", edition, entity, row.cells["kind"], scores))
    return score(loaded.report, loaded.method, loaded.history)


@pytest.mark.parametrize(
    ("edition", "entity", "total", "change", "status", "status_trend"),
    [
        (2018, "Kazakhstan", 22, ("compared", "+0", "same"), "NF", "same"),
        (2018, "Turkey", 32, ("compared", "-6", "worse"), "NF", "worse"),
        (2018, "Somaliland", 44, ("compared", "+4", "better"), "PF", "same"),
        (2018, "Syria", -1, ("compared", "+0", "same"), "NF", "same"),
        (2018, "The Gambia", 41, ("compared", "+21", "better"), "PF", "better"),
        (2018, "Iraq", 31, ("compared", "+4", "better"), "NF", "same"),
        (2024, "Nagorno-Karabakh", -3, ("compared", "-40", "worse"), "NF", "worse"),
        (2014, "Central African Republic", 6, ("compared", "-29", "worse"), "NF", "worse"),
        (2013, "Finland", 100, ("first_edition", "-", None), "F", None),
        (2015, "Crimea", 10, ("new_entity", "-", None), "NF", None),
        (2020, "Eastern Donbas", 5, ("new_entity", "-", None), "NF", None),
    ],
)
def test_published_changes(
    edition: int,
    entity: str,
    total: int,
    change: tuple[str, str, str | None],
    status: str,
    status_trend: str | None,
) -> None:
    card = real(edition, entity)
    assert card.aggregate is not None
    assert card.aggregate.value.number == total
    assert told(card.aggregate.change) == change
    assert card.status is not None
    assert (card.status.value.code, card.status.change.trend) == (status, status_trend)


def test_fewer_points_on_the_discretionary_question_are_better() -> None:
    card = real(2018, "Iraq")  # stored as 3 and 1, printed as −3 and −1
    assert told(card["add_q"].change) == ("compared", "-2", "better")


def test_a_rating_that_rises_is_worse() -> None:
    card = real(2018, "Turkey")
    assert told(card["pr_rating"].change) == ("compared", "+1", "worse")
    assert told(card["freedom_rating"].change) == ("compared", "+1.0", "worse")  # 4.5 to 5.5


MONARCHIES = ["Brunei", "Oman", "Qatar", "Saudi Arabia", "United Arab Emirates"]


@pytest.mark.parametrize("entity", MONARCHIES)
def test_monarchies_have_a_note_in_2018_and_only_then(entity: str) -> None:
    for edition in (2017, 2018, 2019):
        notes = real(edition, entity).notes
        assert [note[:72] for note in notes] == (
            ["From edition 2018 the additional question on traditional monarchies is n"] if edition == 2018 else []
        )
    assert real(2018, "Jordan").notes == ()


def test_the_emirates_lose_the_points_of_the_question_that_is_gone() -> None:
    card = real(2018, "United Arab Emirates")
    assert told(card["PR"].change) == ("compared", "-2", "worse")
    assert told(card["Total"].change) == ("compared", "-3", "worse")
    assert {told(card[section].change)[1] for section in "ABC"} == {"+0"}


@pytest.mark.parametrize(
    ("edition", "entity", "trend"),
    [
        (2018, "Gaza Strip", [(2013, 19), (2014, 15), (2015, 15), (2016, 12), (2017, 12), (2018, 12)]),
        (2024, "Nagorno-Karabakh", [(2019, 31), (2020, 34), (2021, 35), (2022, 36), (2023, 37), (2024, -3)]),
        (2015, "Crimea", [(2013, None), (2014, None), (2015, 10)]),
        (2018, "Crimea", [(2013, None), (2014, None), (2015, 10), (2016, 9), (2017, 9), (2018, 9)]),
    ],
)
def test_trends_of_published_totals(edition: int, entity: str, trend: list[tuple[int, int | None]]) -> None:
    assert [(year, value.number) for year, value in real(edition, entity).trend] == trend
