"""A report against its method: published values, waivers, notices, explanations, facts, footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import InputError
from pdfgen.source.load import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pdfgen.errors import Problem


def told(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Return line, column and headline of each problem, and its remedy."""
    return [(problem.headline().removeprefix(f"{problem.origin.path}:"), problem.remedy) for problem in problems]


def warnings(path: Path) -> list[tuple[str, str]]:
    return told(load(path).warnings)


def errors(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        load(path)
    return told(caught.value.problems)


def edited(path: Path, old: str, new: str) -> Path:
    """Replace text that stands once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that begins with ``text``."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(text))


MEND = "correct the score or the published value, or waive it with `waivers:` and the reason"


@pytest.mark.parametrize("edition", ["2018", "freedom-on-the-net-2018", "nations-in-transit-2018"])
def test_shipped_reports_are_sound(edition: str, shipped_edition: Callable[[str], Path]) -> None:
    reports = sorted((shipped_edition(edition) / "reports").glob("*.yaml"))
    assert reports
    assert [warnings(path) for path in reports] == [[]] * len(reports)


# Published values


@pytest.mark.parametrize(
    ("measure", "right", "wrong", "made"),
    [
        ("Total", "22", "23", "the answers give 22 (PR 5 + CL 17)"),
        ("PR", "5", "-5", "the answers give 5 (A 1 + B 3 + C 1)"),
        ("CL", "17.0", "17.5", "the answers give 17 (D 4 + E 1 + F 4 + G 8)"),
        ("A", '"1"', '"0"', "the answers give 1 (A1 0 + A2 0 + A3 1)"),
        ("A3", "1", "2", "the answers give 1"),
        ("pr_rating", "7", "6", "the answers give 7 (from PR 5)"),
        ("freedom_rating", "6", "5.5", "the answers give 6.0 (the mean of pr_rating 7, cl_rating 5)"),
        ("status", "NF", "PF", "the answers give NF (from freedom_rating 6.0)"),
    ],
)
def test_published_value_is_compared(  # a row of the table
    measure: str, right: str, wrong: str, made: str, base: str, write: Callable[[str], Path]
) -> None:
    report = base[: base.index("published:")] + f"published:\n  {measure}: "
    assert warnings(write(report + right)) == []
    column = len(measure) + 5
    message = f"{measure} is published as {wrong.strip(chr(34))}, but {made}"
    assert errors(write(report + wrong)) == [(f"50:{column}: error[published-differs]: {message}", MEND)]


def test_subtracted_points_are_named(shipped_edition: Callable[[str], Path]) -> None:
    path = edited(shipped_edition("2018") / "reports" / "syria.yaml", "  PR: -3\n", "  PR: 0\n")
    message = "PR is published as 0, but the answers give -3 (A 0 + B 0 + C 0 − add_q 3)"
    assert errors(path) == [(f"{line_of(path, '  PR: 0')}:7: error[published-differs]: {message}", MEND)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "  democracy_percentage: 44.64\n",
            "  democracy_percentage: 44.67\n",
            (
                "democracy_percentage is published as 44.67, but the answers give 44.64 "
                "(from democracy_score 4.32143 before rounding)"
            ),
        ),
        (
            "  regime: TH\n",
            "  regime: SCA\n",
            "regime is published as SCA, but the answers give TH (from democracy_score 4.32)",
        ),
    ],
)
def test_other_methods_explain_too(old: str, new: str, message: str, shipped_edition: Callable[[str], Path]) -> None:
    path = edited(shipped_edition("nations-in-transit-2018") / "reports" / "ruritania.yaml", old, new)
    key, _, value = new.rstrip().partition(": ")
    place = f"{line_of(path, key)}:{len(key) + 3}"
    assert value in message
    assert errors(path) == [(f"{place}: error[published-differs]: {message}", MEND)]


def test_score_is_compared_with_the_table_without_published_values(base: str, write: Callable[[str], Path]) -> None:
    text = base[: base.index("published:")].replace("G4: {score: 2", "G4: {score: 3")
    message = "G4 is scored 3, but the score table of 2018 has 2; G should be 8 and is 9 (G1 2 + G2 2 + G3 2 + G4 3)"
    remedy = "write 2, or waive it with `waivers:` and the reason"
    assert errors(write(text)) == [(f"46:15: error[score-differs]: {message}", remedy)]


def test_entity_that_no_table_has_is_not_compared(base: str, write: Callable[[str], Path]) -> None:
    (warning,) = warnings(write(base.replace("Kazakhstan", "Kasakhstan")))
    assert warning == (
        "2:9: warning[unknown-name]: the score tables of freedom-in-the-world have no “Kasakhstan”: its change is not known",
        "did you mean `Kazakhstan`?",
    )


# Waivers


@pytest.mark.parametrize(
    ("old", "new", "measures"),
    [
        ("Total: 22", "Total: 23", ["Total"]),
        ("A3: {score: 1", "A3: {score: 2", ["A3", "Total", "PR", "pr_rating"]),
        ("- kind: note", "- kind: status_change", ["status"]),
        ("- kind: note", "- kind: rating_change", ["pr_rating"]),
        ("- kind: note", "- direction: down\n    kind: trend_arrow", ["Total"]),
    ],
)
def test_waiver_lets_through(old: str, new: str, measures: list[str], base: str, write: Callable[[str], Path]) -> None:
    text = base.replace(old, new)
    waivers = "".join(f"  - {{measure: {measure}, reason: Known.}}\n" for measure in measures)
    assert len(errors(write(text))) == len(measures)
    assert warnings(write(f"{text}waivers:\n{waivers}")) == []


def test_status_that_is_waived_is_the_published_one(base: str, write: Callable[[str], Path]) -> None:
    text = base.replace("  status: NF", "  status: PF") + "waivers:\n  - {measure: status, reason: Known.}\n"
    assert warnings(write(text)) == [
        (
            "1:1: warning[unexplained-change]: the status changed from NF to PF, and no notice says why",
            "add a notice with `kind: status_change`",
        )
    ]


def test_waiver_is_for_its_measure_only(base: str, write: Callable[[str], Path]) -> None:
    text = base.replace("Total: 22", "Total: 23").replace("CL: 17", "CL: 18")
    found = errors(write(text + "waivers:\n  - {measure: Total, reason: A misprint.}\n"))
    message = "CL is published as 18, but the answers give 17 (D 4 + E 1 + F 4 + G 8)"
    assert found == [(f"52:7: error[published-differs]: {message}", MEND)]


def test_waiver_lets_no_impossible_score_through(base: str, write: Callable[[str], Path]) -> None:
    text = base.replace("A3: {score: 1", "A3: {score: 5") + "waivers:\n  - {measure: A3, reason: x}\n"
    found = errors(write(text))
    remedy = "write a number from 0 to 4 in steps of 1"
    assert found == [("24:15: error[score-out-of-range]: A3 is scored 5; scores go from 0 to 4", remedy)]


def test_idle_waiver_is_a_warning(base: str, write: Callable[[str], Path]) -> None:
    text = base.replace("Total: 22", "Total: 23")
    text += "waivers:\n  - {measure: Total, reason: A misprint.}\n  - {measure: PR, reason: Old.}\n"
    assert warnings(write(text)) == [("58:5: warning[idle-waiver]: nothing disagrees about PR", "remove the waiver")]


def test_warnings_are_told_beside_errors(base: str, write: Callable[[str], Path]) -> None:
    text = base.replace("Total: 22", "Total: 23") + "waivers:\n  - {measure: PR, reason: Old.}\n"
    message = "Total is published as 23, but the answers give 22 (PR 5 + CL 17)"
    assert errors(write(text)) == [
        (f"50:10: error[published-differs]: {message}", MEND),
        ("57:5: warning[idle-waiver]: nothing disagrees about PR", "remove the waiver"),
    ]


# Notices and explanations


def without(path: Path, first: str, until: str) -> Path:
    """Take the lines from one that begins with ``first`` to one that begins with ``until`` out of a file."""
    lines = path.read_text(encoding="utf-8").split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(first))
    stop = next(number for number in range(start + 1, len(lines)) if lines[number].startswith(until))
    path.write_text("\n".join(lines[:start] + lines[stop:]), encoding="utf-8")
    return path


def test_status_change_without_a_notice_is_a_warning(shipped_edition: Callable[[str], Path]) -> None:
    path = shipped_edition("2018") / "reports" / "turkey.yaml"
    without(path, "  - kind: status_change", "  - kind: rating_change")
    message = "the status changed from PF to NF, and no notice says why"
    assert warnings(path) == [
        (
            f"{line_of(path, 'entity:')}:1: warning[unexplained-change]: {message}",
            "add a notice with `kind: status_change`",
        )
    ]


@pytest.mark.parametrize(("direction", "fits"), [("down", True), ("up", False)])
def test_trend_arrow_follows_the_total(
    direction: str,
    fits: bool,  # noqa: FBT001  # a column of the table
    shipped_edition: Callable[[str], Path],  # a column of the table
) -> None:
    path = shipped_edition("2018") / "reports" / "turkey.yaml"
    arrow = f"  - kind: trend_arrow\n    direction: {direction}\n    text: Worse.\n"
    edited(path, "notices:\n", f"notices:\n{arrow}")
    if fits:
        assert warnings(path) == []
    else:
        place = f"{line_of(path, '  - kind: trend_arrow')}:11"
        remedy = "correct the notice or the scores, or waive it with `waivers:` and the reason"
        message = "the trend arrow points up, but Total changed by -6"
        assert errors(path) == [(f"{place}: error[notice-differs]: {message}", remedy)]


def test_score_change_without_a_change_is_a_warning(base: str, write: Callable[[str], Path]) -> None:
    text = base.replace("narrative: Why B2.", "narrative: Why B2., score_change: Worse.")
    assert warnings(write(text)) == [
        (
            "26:38: warning[idle-score-change]: B2 is scored 0 in both editions",
            "remove `score_change`, or correct the score",
        )
    ]


def test_score_change_with_a_change_is_welcome(shipped_edition: Callable[[str], Path]) -> None:
    path = shipped_edition("2018") / "reports" / "turkey.yaml"
    assert path.read_text(encoding="utf-8").count("score_change:") == 6
    assert warnings(path) == []


# Footnotes


def test_idle_footnote_is_a_warning(base: str, write: Callable[[str], Path]) -> None:
    text = base.replace("  census: The note.\n", "  census: The note.\n  other: A note.\n")
    assert warnings(write(text)) == [
        (
            "49:3: warning[idle-footnote]: no text refers to the footnote “other”",
            "put [^other] where it belongs, or remove the footnote",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- One development.", "- One development.[^other]"),
        ("text: A word to the reader.", "text: A word.[^other]"),
        ("narrative: Why G4.", 'narrative: "Why.[^other]"'),
        ("census: The note.", "census: The note.[^other]"),
        ("footnotes:\n", "errata:\n  - {date: 2018-03-05, text: 'A score was wrong.[^other]'}\nfootnotes:\n"),
    ],
)
def test_footnote_may_be_used_in_any_prose(old: str, new: str, base: str, write: Callable[[str], Path]) -> None:
    text = base.replace(old, new).replace("published:", "  other: A note.\npublished:")
    assert warnings(write(text)) == []


def test_escaped_mark_is_text(base: str, write: Callable[[str], Path]) -> None:
    assert warnings(write(base.replace("Why A1.", r"'Why\[^x].'"))) == []


# Corrections


def errata(base: str, *items: str) -> str:
    """Return a report with corrections; the first one stands on line 57."""
    return base + "errata:\n" + "".join(f"  - {item}\n" for item in items)


def test_corrections_of_one_day_or_in_order_are_sound(base: str, write: Callable[[str], Path]) -> None:
    days = ["2018-01-02", "2018-01-02", "2018-12-31", "2020-02-29"]
    text = errata(base, *(f"{{date: {day}, text: A score was wrong., version: 3}}" for day in days))
    assert warnings(write(text)) == []
    assert [str(item.date) for item in load(write(text)).report.errata] == days


@pytest.mark.parametrize(
    ("item", "headline", "remedy"),
    [
        (
            "{date: 5 March 2018, text: Wrong.}",
            "57:12: error[bad-date]: expected a day as ISO 8601 writes it",
            "write year, month and day, such as 2018-03-05",
        ),
        (
            "{date: 20180305, text: Wrong.}",
            "57:12: error[bad-date]: expected a day as ISO 8601 writes it",
            "write year, month and day, such as 2018-03-05",
        ),
        (
            "{date: 2018-02-29, text: Wrong.}",
            "57:12: error[bad-date]: there is no day 2018-02-29",
            "check it against a calendar",
        ),
        (
            "{date: 2018-03-05, text: Wrong., version: 0}",
            "57:47: error[out-of-range]: `version` is out of range",
            "write at least 1",
        ),
        ("{date: 2018-03-05}", "57:5: error[missing-key]: `text` is missing", "add `text:`"),
        ("{text: Wrong.}", "57:5: error[missing-key]: `date` is missing", "add `date:`"),
        (
            '{date: 2018-03-05, text: "One.\\n\\nTwo."}',
            "57:30: error[not-one-paragraph]: a correction is one paragraph, without a list",
            "join its parts to one paragraph, or make two corrections of it",
        ),
        (
            '{date: 2018-03-05, text: "- one"}',
            "57:30: error[not-one-paragraph]: a correction is one paragraph, without a list",
            "join its parts to one paragraph, or make two corrections of it",
        ),
        (
            "{date: 2016-12-31, text: Wrong.}",
            "57:12: error[early-erratum]: the correction of 2016-12-31 is older than 2017, the year that the report covers",
            "write the day of the correction",
        ),
    ],
)
def test_what_is_wrong_with_a_correction(
    item: str, headline: str, remedy: str, base: str, write: Callable[[str], Path]
) -> None:
    assert errors(write(errata(base, item))) == [(headline, remedy)]


def test_a_correction_before_the_year_of_the_edition_is_doubted(base: str, write: Callable[[str], Path]) -> None:
    assert warnings(write(errata(base, "{date: 2017-12-31, text: Wrong.}"))) == [
        (
            "57:12: warning[early-erratum]: the correction of 2017-12-31 is older than the edition of 2018",
            "check the day; if it is right, waive the warning",
        )
    ]


def test_corrections_stand_in_order(base: str, write: Callable[[str], Path]) -> None:
    days = ["2018-03-05", "2018-03-04", "2018-03-06"]
    text = errata(base, *(f"{{date: {day}, text: A score was wrong.}}" for day in days))
    assert errors(write(text)) == [
        (
            "58:12: error[errata-order]: the correction of 2018-03-04 stands behind that of 2018-03-05",
            "put the corrections in the order of their days, the oldest first",
        )
    ]


# Facts


@pytest.mark.parametrize(
    "fact",
    [
        "population: 4000000",
        "population:",
        "population: {value: 4000000, as_of: 2017, source: An estimate}",
        "gdp_per_capita: 347.5",
        "net_freedom_status: PF",
    ],
)
def test_fact_that_a_territory_may_have(fact: str, shipped_edition: Callable[[str], Path]) -> None:
    path = shipped_edition("2018") / "reports" / "somaliland.yaml"
    assert warnings(edited(path, "overview: |\n", f"quick_facts:\n  {fact}\noverview: |\n")) == []


def test_territory_has_no_capital(shipped_edition: Callable[[str], Path]) -> None:
    path = shipped_edition("2018") / "reports" / "somaliland.yaml"
    edited(path, "overview: |\n", "quick_facts:\n  capital: Hargeisa\noverview: |\n")
    place = f"{line_of(path, '  capital:')}:3"
    assert errors(path) == [(f"{place}: error[fact-not-for-kind]: a territory has no “Capital”", "remove it")]


def test_territory_in_the_table_is_no_country(shipped_edition: Callable[[str], Path]) -> None:
    path = edited(
        shipped_edition("2018") / "reports" / "somaliland.yaml",
        "  kind: territory\n  parent: Somalia\n",
        "  kind: country\n",
    )
    message = "Somaliland is a territory in the score table"
    assert errors(path) == [(f"{line_of(path, '  kind:')}:9: error[kind-differs]: {message}", "write territory")]


def test_fact_of_other_editions_is_unknown(project: Path, base: str, write: Callable[[str], Path]) -> None:
    path = write(base.replace("\n  press_freedom_status: NF", "\n  net_freedom_status: NF"))
    assert warnings(path) == []
    edition = project / "editions" / "2018" / "edition.yaml"
    edited(edition, "edition: 2018", "edition: 2019")
    edited(edition, "year_under_review: 2017", "year_under_review: 2018")
    path = project / "editions" / "2018" / "reports" / "another.yaml"
    path.write_text(base, encoding="utf-8")
    message = "edition 2019 has no quick fact “press_freedom_status”"
    assert errors(path) == [
        (f"10:3: error[unknown-fact]: {message}", "did you mean `net_freedom_status`?"),
    ]


# Discretionary questions


@pytest.mark.parametrize(
    ("score", "message"),
    [
        ("5", "add_q is scored 5; scores go from 0 to 4"),
        ("-1", "add_q is scored -1; scores go from 0 to 4"),
        ("1.5", "add_q is scored 1.5; scores go in steps of 1 from 0"),
    ],
)
def test_discretionary_points_have_a_scale(score: str, message: str, base: str, write: Callable[[str], Path]) -> None:
    text = base.replace("  D1:", f"  add_q: {{score: {score}}}\n  D1:")
    remedy = "write a number from 0 to 4 in steps of 1"
    assert errors(write(text)) == [(f"32:18: error[score-out-of-range]: {message}", remedy)]


@pytest.mark.parametrize("score", ["0", "null"])
def test_discretionary_question_may_be_left_open(score: str, base: str, write: Callable[[str], Path]) -> None:
    assert warnings(write(base.replace("  D1:", f"  add_q: {{score: {score}}}\n  D1:"))) == []


def test_question_of_earlier_editions_is_unknown(base: str, write: Callable[[str], Path]) -> None:
    text = base.replace("  D1:", "  add_a: {score: 0}\n  D1:")
    message = "edition 2018 has no question add_a"
    assert errors(write(text)) == [(f"32:3: error[unknown-question]: {message}", "did you mean `add_q`?")]


# Footnotes


def test_a_like_footnote_is_looked_up_for_the_first_twenty(base: str, write: Callable[[str], Path]) -> None:
    text = base.replace("Why A1.", f'"{"[^sensus]" * 21}"')
    assert [remedy for _, remedy in errors(write(text))] == [
        *["did you mean `census`?"] * 20,
        "add `sensus:` to `footnotes`",
    ]
