"""Reports that are judged in words, or say how sure their scores are: values, changes, and what is wrong with them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import InputError
from pdfgen.model.uncertainty import Spread
from pdfgen.source.explained import explained
from pdfgen.source.load import load
from tests.judged_projects import change, copied

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.source.load import Loaded


@pytest.fixture
def schools(tmp_path: Path) -> Path:
    """Return the reports of the inspection."""
    return copied("inspection", tmp_path) / "reports"


@pytest.fixture
def rivers(tmp_path: Path) -> Path:
    """Return the reports of the rivers."""
    return copied("clean-rivers", tmp_path) / "reports"


def texts(loaded: Loaded) -> dict[str, str]:
    return {id_: scored.value.text for id_, scored in loaded.card.scores.items()}


def how(loaded: Loaded, id_: str) -> str:
    return explained(loaded.method, {key: scored.value for key, scored in loaded.card.scores.items()}, id_)


def problems(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(path)
    return [f"{item.origin.line} {item.code}: {item.message} / {item.remedy}" for item in caught.value.problems]


def test_the_whole_is_the_worst_of_its_judgements_and_better_than_a_year_ago(schools: Path) -> None:
    loaded = load(schools / "trinity-school-north.yaml")
    whole = loaded.card["overall"]
    assert (whole.value.text, whole.value.number) == ("Good", None)
    assert (whole.change.previous.text, whole.change.trend) == ("Requires improvement", "better")
    assert whole.change.difference is None
    assert [value.text for _, value in loaded.card.trend] == ["Inadequate", "Requires improvement", "Good"]


def test_two_schools_of_one_name_have_each_their_own_past(schools: Path) -> None:
    loaded = load(schools / "trinity-school-south.yaml")
    assert [value.text for _, value in loaded.card.trend] == ["Good", "Good", "Good"]


def test_a_judgement_limits_the_whole_and_the_message_says_why(schools: Path) -> None:
    loaded = load(schools / "trinity-school-south.yaml")
    assert texts(loaded)["overall"] == "Good"
    assert how(loaded, "overall") == (
        "the worst of L Outstanding, T Outstanding, O Outstanding, which gives Outstanding; "
        "no better than Good, because S is Requires improvement"
    )


def test_a_published_judgement_that_the_limit_forbids_is_told_with_the_limit(schools: Path) -> None:
    path = schools / "trinity-school-south.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "published: {overall: Outstanding}\n", encoding="utf-8")
    (said,) = problems(path)
    assert said == (
        "13 published-differs: overall is published as Outstanding, but the answers give Good (the worst of "
        "L Outstanding, T Outstanding, O Outstanding, which gives Outstanding; no better than Good, "
        "because S is Requires improvement) / correct the score or the published value, or waive it with `waivers:` "
        "and the reason"
    )


def test_what_is_made_of_judgements_that_were_not_made_is_not_rated(schools: Path) -> None:
    loaded = load(schools / "hill-school.yaml")
    assert texts(loaded) == {"overall": "not_rated", "S": "Good"} | dict.fromkeys("LTOE", "not_rated")
    assert loaded.warnings == ()


def test_what_does_not_apply_is_passed_over_and_what_is_not_rated_is_not(schools: Path) -> None:
    path = change(schools / "trinity-school-north.yaml", "score: Outstanding", "score: not applicable")
    assert texts(load(path))["overall"] == "Good"
    change(path, "score: not applicable", "score: Not rated")
    assert texts(load(path))["overall"] == "not_rated"


@pytest.mark.parametrize(
    ("score", "said"),
    [
        pytest.param(
            "Goood",
            "12 unknown-word: S is scored “Goood”, which is no word of its scale / did you mean `Good`?",
            id="misspelt",
        ),
        pytest.param(
            "4",
            "12 unknown-word: S is scored “4”, which is no word of its scale / known are `Outstanding`, `Good`, "
            "`Requires improvement`, `Inadequate`",
            id="a number",
        ),
        pytest.param(
            "",
            "12 missing-score: S has no score / write one of `Outstanding`, `Good`, `Requires improvement`, "
            "`Inadequate`",
            id="nothing",
        ),
    ],
)
def test_a_score_that_is_no_word_of_the_scale(score: str, said: str, schools: Path) -> None:
    path = schools / "trinity-school-north.yaml"
    change(path, "  S:\n    score: Good", f"  S:\n    score: {score}")
    assert problems(path) == [said]


def test_a_word_is_known_in_any_letters(schools: Path) -> None:
    path = schools / "trinity-school-north.yaml"
    change(path, "  S:\n    score: Good", "  S:\n    score: INADEQUATE")
    assert texts(load(path)) == {"overall": "Inadequate", "S": "Inadequate"} | texts(load(path))


def test_a_word_for_a_number_is_told_as_before(rivers: Path) -> None:
    path = change(rivers / "lethe.yaml", "W: {score: 30,", "W: {score: thirty,")
    assert problems(path) == [
        "4 not-a-number: expected a number, found the text “thirty” / write digits, as 4 or 2.5",
    ]


def test_a_score_table_contradicts_a_report_in_words(schools: Path) -> None:
    table = schools.parents[2] / "scores" / "school-inspection" / "2018.csv"
    table.write_text("entity,id,S,overall\nHill School,100303,Inadequate,\n", encoding="utf-8")
    (said,) = problems(schools / "hill-school.yaml")
    assert said == (
        "4 score-differs: S is scored Good, but the score table of 2018 has Inadequate / write Inadequate, or waive it "
        "with `waivers:` and the reason"
    )


def test_a_table_has_words_of_the_scale_alone(schools: Path) -> None:
    table = schools.parents[2] / "scores" / "school-inspection" / "2017.csv"
    change(table, "Trinity School,100202,Good", "Trinity School,100202,Very good")
    (said,) = problems(schools / "trinity-school-south.yaml")
    assert said == (
        "3 bad-score: S is scored “Very good”, which is no word of its scale / known are `Outstanding`, `Good`, "
        "`Requires improvement`, `Inadequate`"
    )


# -- numbers


def test_a_limit_of_a_number_and_a_band_with_an_exception(rivers: Path) -> None:
    lethe = load(rivers / "lethe.yaml")
    assert texts(lethe) == {"Total": "50.0", "W": "30.0", "B": "99.0", "grade": "B", "effort": "C"}
    assert how(lethe, "Total") == (
        "the weighted mean of W 30.0, B 99.0, which gives 53.0; no better than 50.0, because W is 30.0"
    )
    alph = load(rivers / "alph.yaml")
    assert texts(alph)["grade"] == "A"
    lazy = change(rivers / "alph.yaml", "given: {effort: A}", "given: {effort: C}")
    table = rivers.parents[2] / "scores" / "clean-rivers" / "2018.csv"
    change(table, "Strong", "None at all")
    assert texts(load(lazy))["grade"] == "B"


def test_how_sure_scores_are_comes_from_the_answer_the_report_or_the_table(rivers: Path) -> None:
    alph, lethe = load(rivers / "alph.yaml").card, load(rivers / "lethe.yaml").card
    assert alph["W"].spread == Spread(Decimal("79.0"), Decimal("82.0"), Decimal("1.5"))
    assert alph["B"].spread == Spread(Decimal(65), Decimal("76.5"))
    assert alph["Total"].spread == Spread(Decimal("74.5"), Decimal("79.5"))  # from the table
    assert lethe["Total"].spread == Spread(Decimal(48), Decimal(52))
    assert lethe["B"].spread is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "intervals: {Total: [48, 52]}",
            "intervals: {Total: [51, 52]}",
            "8 score-outside-interval: Total is 50.0, which does not lie between 51 and 52 / correct the score or the "
            "interval",
            id="outside",
        ),
        pytest.param(
            "intervals: {Total: [48, 52]}",
            "intervals: {Total: [52, 48]}",
            "8 empty-interval: the interval from 52 to 48 is empty / write [48, 52]",
            id="empty",
        ),
        pytest.param(
            "intervals: {Total: [48, 52]}",
            "intervals: {Totl: [48, 52]}",
            "8 unknown-measure: edition 2018 has no measure Totl / did you mean `Total`?",
            id="unknown",
        ),
        pytest.param(
            "intervals: {Total: [48, 52]}",
            "intervals: {B: [98, 100]}",
            "8 misplaced-interval: B is a question: how sure its score is stands in its answer / write `interval:` "
            "below `B` in `answers`",
            id="a question",
        ),
        pytest.param(
            "intervals: {Total: [48, 52]}",
            "intervals: {effort: [1, 2]}",
            "8 score-outside-interval: effort is C: nothing can lie around it / remove it, or write a number",
            id="a word",
        ),
        pytest.param(
            "standard_error: 2,",
            "standard_error: -2,",
            "4 out-of-range: `standard_error` is out of range / write at least 0",
            id="negative",
        ),
        pytest.param(
            "standard_error: 2,",
            "standard_error: 2, interval: [28, 32],",
            "4 two-intervals: W has an interval and a standard error / keep the one that is published",
            id="both",
        ),
    ],
)
def test_an_interval_that_cannot_be(old: str, new: str, said: str, rivers: Path) -> None:
    assert problems(change(rivers / "lethe.yaml", old, new)) == [said]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("74.5,", "Total has one end of an interval and not the other"),
        ("79.5,74.5", "the interval of Total from 79.5 to 74.5 is empty"),
        ("x,79.5", "Total.low is “x”, which is not a number"),
    ],
)
def test_a_table_with_an_interval_that_cannot_be(cells: str, said: str, rivers: Path) -> None:
    change(rivers.parents[2] / "scores" / "clean-rivers" / "2018.csv", "77.0,74.5,79.5", f"77.0,{cells}")
    assert f"2 bad-interval: {said} / correct the cells, or leave them empty" in problems(rivers / "alph.yaml")
