"""Whether a report agrees with its own sums, with the published scores, and with what it says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.scoring import Scorecard, agree, as_value, settle, stated_by, within_tolerance
from pdfgen.source.explained import explained
from pdfgen.source.unplaced import UnplacedProblem, UnplacedProblems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.errors import Problem
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method
    from pdfgen.source.scores import ScoreRow

Disagreement = tuple[str, UnplacedProblem]
"""A measure, and what two sources disagree about in it."""


def published(report: Report, card: Scorecard) -> Iterator[Disagreement]:
    """Compare the values that the report publishes with what its answers give."""
    values = {id_: scored.value for id_, scored in card.scores.items()}
    for id_, computed in card.differing.items():
        made = explained(card.method, values, id_)
        message = f"{id_} is published as {report.published[id_]}, but the answers give {computed.text}"
        remedy = "correct the score or the published value, or waive it with `waivers:` and the reason"
        yield (
            id_,
            UnplacedProblem(
                ("published", id_), "published-differs", f"{message}{f' ({made})' if made else ''}", remedy
            ),
        )


def table(report: Report, card: Scorecard, row: ScoreRow) -> Iterator[Disagreement]:
    """Compare the report with the published table, and the totals of the table with its scores.

    A score that differs stands for the totals above it: it names the question where a sum only names the section.
    """
    method = card.method
    values = {id_: scored.value for id_, scored in card.scores.items()}
    for measure in method.stated:
        cell, value = row.scores.get(measure.id), values[measure.id]
        if cell is None or not (value or value.absent) or cell == value.number:
            continue
        tabled = as_value(measure, cell)
        if tabled is None or agree(measure, value, tabled) or agree(measure, tabled, value):
            continue
        if within_tolerance(measure, value, tabled):
            continue
        path = ("answers", measure.id, "score") if measure.is_item else ("given", measure.id)
        parent = next((item.id for item in method.measures.values() if measure.id in item.made_from), None)
        verb = "scored" if measure.is_item else "given as"
        stated = value.text if measure.is_item else report.given[measure.id]
        message = f"{measure.id} is {verb} {stated}, but the score table of {method.edition} has {cell}"
        if parent and row.cells.get(parent):
            made = f"{values[parent].text} ({explained(method, values, parent)})"
            message += f"; {parent} should be {row.cells[parent]} and is {made}"
        remedy = f"write {cell}, or waive it with `waivers:` and the reason"
        yield measure.id, UnplacedProblem(path, "score-differs", message, remedy)
    problems: list[Problem] = []
    found, alone = row.contradictions(method, problems)
    for id_, problem in [*(("", problem) for problem in problems), *found.items()]:
        yield id_, UnplacedProblem((), problem.code, problem.message, problem.remedy, origin=problem.origin)
    for id_, published in alone.items():
        measure, value = method.measures[id_], values[id_]
        total = as_value(measure, published)
        if total is None or agree(measure, value, total) or within_tolerance(measure, value, total):
            continue
        how = explained(method, values, id_)
        message = f"{id_} is {value.text} ({how}), but the score table of {method.edition} has {published}"
        remedy = "correct the scores or the table, or waive it with `waivers:` and the reason"
        yield id_, UnplacedProblem(("answers",), "total-differs", message, remedy, on_key=True)


def notices(report: Report, card: Scorecard) -> Iterator[Disagreement]:
    """Compare what the notices announce with what has changed."""
    ratings = [
        item
        for item in card.scores.values()
        if item.measure.is_banded and item.value.number is not None and item.change.basis == "compared"
    ]
    status, total = card.status, card.aggregate
    for index, notice in enumerate(report.notices):
        path = ("notices", index, "kind")
        remedy = "correct the notice or the scores, or waive it with `waivers:` and the reason"
        if notice.kind == "status_change" and status and status.change.trend == "same":
            message = f"a status change is announced, but the status is {status.value.text} in both editions"
            yield status.measure.id, UnplacedProblem(path, "notice-differs", message, remedy)
        if notice.kind == "rating_change" and ratings and all(item.change.trend == "same" for item in ratings):
            same = ", ".join(f"{item.measure.id} {item.value.text}" for item in ratings)
            message = f"a rating change is announced, but the ratings are the same in both editions ({same})"
            yield ratings[0].measure.id, UnplacedProblem(path, "notice-differs", message, remedy)
        if notice.kind == "trend_arrow" and total and total.change.difference is not None:
            wanted = {"up": "better", "down": "worse"}[str(notice.direction)]
            if total.change.trend != wanted:
                difference = total.change.difference
                message = f"the trend arrow points {notice.direction}, but {total.measure.id} changed by {difference}"
                yield total.measure.id, UnplacedProblem(path, "notice-differs", message, remedy)


def idle_waivers(report: Report, method: Method, met: set[str]) -> UnplacedProblems:
    """Warn of waivers that no disagreement needs; ``met`` has the measures with a disagreement."""
    idle = [index for index, waiver in enumerate(report.waivers) if waiver.measure not in met]
    if not idle:
        return
    # a total that is waived settles what is made from it: without any waiver, that would differ as well
    others = settle(method, stated_by(report, method), report.published).differing
    for index in idle:
        id_ = report.waivers[index].measure
        if id_ in method.measures and id_ not in others:
            message = f"nothing disagrees about {id_}"
            yield UnplacedProblem(("waivers", index), "idle-waiver", message, "remove the waiver", severity="warning")


def incomplete(report: Report, card: Scorecard) -> UnplacedProblems:
    """Warn once of everything that the report lacks; a report with scores alone lacks no words."""
    method, lacking = card.method, []
    given = [
        measure.id
        for measure in method.stated
        if not (measure.is_item or measure.optional or measure.id in report.given)
    ]
    if given:
        lacking.append(f"no value in `given` for {', '.join(given)}")
    top = method.headline
    named = [id_ for id_ in (top.aggregate, top.status, *top.measures) if id_]
    unplaced = {measure.id for measure, formula in method.standings if card[formula.of].value}  # told as such
    if missing := [id_ for id_ in dict.fromkeys(named) if id_ not in {*given, *unplaced} and _lacks(card, id_)]:
        lacking.append(f"nothing to make {', '.join(missing)} from")
    if not report.scores_only:
        if report.overview is None:
            lacking.append("no overview")
        asked = [measure.id for measure in method.items if not measure.optional and measure.id in report.answers]
        if silent := [id_ for id_ in asked if report.answers[id_].narrative is None and not card[id_].value.absent]:
            which = f" ({', '.join(silent[:_NAMED])}{', …' if len(silent) > _NAMED else ''})"
            lacking.append(f"no narrative for {len(silent)} of {len(asked)} questions{which}")
    if lacking:
        message = f"the report is incomplete: it has {' and '.join(lacking)}"
        remedy = "add what is missing; leave it where nothing was published"
        yield UnplacedProblem(("answers",), "incomplete-report", message, remedy, on_key=True, severity="warning")


def _lacks(card: Scorecard, id_: str) -> bool:
    return not (card[id_].value or card[id_].value.absent)


_NAMED = 5
"""Questions without a narrative that are named."""


def explanations(report: Report, card: Scorecard) -> UnplacedProblems:
    """Warn of a change that no words explain, and of words that explain no change."""
    kinds = {notice.kind for notice in report.notices}
    status = card.status
    if status and status.change.trend in ("better", "worse") and "status_change" not in kinds:
        message = (
            f"the status changed from {status.change.previous.text} to {status.value.text}, and no notice says why"
        )
        remedy = "add a notice with `kind: status_change`"
        yield UnplacedProblem(("entity",), "unexplained-change", message, remedy, on_key=True, severity="warning")
    for id_, answer in report.answers.items():
        change = card[id_].change
        if answer.score_change is not None and change.trend == "same":
            message = f"{id_} is scored {card[id_].value.text} in both editions"
            remedy = "remove `score_change`, or correct the score"
            yield UnplacedProblem(
                ("answers", id_, "score_change"), "idle-score-change", message, remedy, on_key=True, severity="warning"
            )
