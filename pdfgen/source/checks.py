"""A report against its method: what a model alone cannot know.

Each check yields faults; a fault has the path of the value it stands against. Faults become problems with a place in
``source.load``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING

from pdfgen.model.base import did_you_mean
from pdfgen.model.formula import Banding, Given, Linear, Matrix, Mean, WeightedMean
from pdfgen.scoring import Scorecard, ScoringError, Value, score
from pdfgen.source.tree import PROBLEM_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.errors import Severity
    from pdfgen.model.method import Measure, Method
    from pdfgen.model.report import Edition, Report
    from pdfgen.model.rubric import FactField
    from pdfgen.scoring import History
    from pdfgen.source.scores import ScoreRow


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the value at ``path``; ``snippet`` points into it, ``on_key`` at its key."""

    path: tuple[str | int, ...]
    code: str
    message: str
    remedy: str
    snippet: str = ""
    on_key: bool = False
    severity: Severity = "error"


Faults = Iterator[Fault]


def check(
    report: Report,
    method: Method,
    history: History,
    edition: Edition | None,
    row: ScoreRow | None,
    *,
    whole: bool = True,
) -> tuple[list[Fault], Scorecard | None]:
    """Return everything that ``report`` has against its method, its edition and the published scores; its scorecard.

    ``row`` is the entity's row of the published score table of this edition, where there is one. Of a report that is
    not ``whole``, because its model refused parts of it, no sums are made: there is no scorecard.
    """
    answers = list(_answers(report, method))
    others = chain(
        _period(report, method),
        _entity(report, edition, row),
        _facts(report, method),
        _footnotes(report),
        _named(report, method),
    )
    faults = list(islice(chain(answers, others), PROBLEM_LIMIT))
    if answers or not whole:
        return faults, None  # no sum is right while a score is wrong
    try:
        card = score(report, method, history)
    except ScoringError as error:
        remedy = "mend the scores, or the bands of the rubric"
        return [*faults, Fault(("answers",), "no-band", str(error), remedy, on_key=True)], None
    disagreements = [*_published(report, card), *_notices(report, card), *(_table(card, row) if row else ())]
    waived = {waiver.measure for waiver in report.waivers}
    met = {measure for measure, _ in disagreements}
    faults += [fault for measure, fault in disagreements if measure not in waived]
    for index, waiver in enumerate(report.waivers):
        if waiver.measure in card.scores and waiver.measure not in met:
            message = f"nothing disagrees about {waiver.measure}"
            faults.append(Fault(("waivers", index), "idle-waiver", message, "remove the waiver", severity="warning"))
    return [*faults, *_explanations(report, card)], card


def _period(report: Report, method: Method) -> Faults:
    expected = report.edition + method.rubric.period.offset
    if report.year_under_review != expected:
        message = f"edition {report.edition} reviews {expected}, not {report.year_under_review}"
        yield Fault(("year_under_review",), "wrong-year", message, f"write {expected}")


def _entity(report: Report, edition: Edition | None, row: ScoreRow | None) -> Faults:
    region = report.entity.region
    if edition and edition.regions and region and region not in edition.regions:
        message = f"“{region}” is not a region of edition {edition.edition}"
        yield Fault(("entity", "region"), "unknown-region", message, did_you_mean(region, edition.regions))
    kind = row.cells.get("kind") if row else None
    if kind and kind != report.entity.kind:
        message = f"{report.entity.name} is a {kind} in the score table"
        yield Fault(("entity", "kind"), "kind-differs", message, f"write {kind}")


def _answers(report: Report, method: Method) -> Faults:
    questions = {measure.id: measure for measure in method.questions}
    for id_, answer in report.answers.items():
        if id_ not in questions:
            message = f"edition {method.edition} has no question {id_}"
            yield Fault(("answers", id_), "unknown-question", message, did_you_mean(id_, questions), on_key=True)
        elif answer.score is None:
            if not questions[id_].optional:
                remedy = allowed(questions[id_])
                yield Fault(("answers", id_, "score"), "missing-score", f"{id_} has no score", remedy)
        elif wrong := questions[id_].off_scale(answer.score):
            yield Fault(("answers", id_, "score"), "score-out-of-range", wrong, allowed(questions[id_]))
    missing = [id_ for id_, measure in questions.items() if not measure.optional and id_ not in report.answers]
    if missing:
        subject, verb = ("answers", "are") if missing[1:] else ("answer", "is")
        message = f"the {subject} {', '.join(missing)} {verb} missing"
        remedy = f"add `{missing[0]}:` with `score:` and `narrative:` below `answers`"
        yield Fault(("answers",), "missing-answer", message, remedy, on_key=True)


def allowed(measure: Measure) -> str:
    """Return the remedy for a score that is missing or off its scale."""
    scale = measure.scale
    least, most, step = scale.min, scale.max, scale.step
    whole = f"write a number from {least} to {most}" if most is not None else f"write a number from {least}"
    return f"{whole} in steps of {step}" if step is not None else whole


def _facts(report: Report, method: Method) -> Faults:
    known = {field.id: field for field in method.quick_facts}
    for id_, fact in report.quick_facts.items():
        field = known.get(id_)
        path = ("quick_facts", id_)
        if field is None:
            message = f"edition {method.edition} has no quick fact “{id_}”"
            yield Fault(path, "unknown-fact", message, did_you_mean(id_, known), on_key=True)
        elif report.entity.kind not in field.entities:
            message = f"a {report.entity.kind} has no “{field.label}”"
            yield Fault(path, "fact-not-for-kind", message, "remove it", on_key=True)
        elif fact.value is not None and (wrong := _misfit(field, fact.value)):
            yield Fault((*path, "value"), "bad-fact", *wrong)


def _misfit(field: FactField, value: str | int | Decimal) -> tuple[str, str] | None:
    """Return what is wrong with a fact's value, and the remedy."""
    number = isinstance(value, int | Decimal)
    match field.type:
        case "category":
            codes = [category.code for category in field.categories]
            if value not in codes:
                return f"“{value}” is not a category of “{field.label}”", did_you_mean(str(value), codes)
        case "integer":
            if not isinstance(value, int):
                remedy = "remove the quotes" if str(value).isdecimal() else "write digits only, such as 17800000"
                return f"“{field.label}” is a whole number, not “{value}”", remedy
        case "number" | "money" | "percent":
            if not number:
                plain = str(value).replace(".", "", 1).isdecimal()
                remedy = "remove the quotes" if plain else "write digits only, such as 10510 or 54.9"
                return f"“{field.label}” is a number, not “{value}”", remedy
        case "text":
            pass
    return None


_HINTS = 20
"""Unknown footnotes of a report for which a like id is looked up; among thousands that takes time."""


def _footnotes(report: Report) -> Faults:
    used: set[str] = set()
    unknown = 0
    for path, prose in report.prose():
        for id_ in prose.notes():
            used.add(id_)
            if id_ not in report.footnotes:
                unknown += 1
                if not report.footnotes:
                    remedy = f"add `footnotes:` with `{_as_key(id_)}:`"
                elif unknown <= _HINTS:
                    remedy = did_you_mean(id_, report.footnotes)
                else:
                    remedy = f"add `{_as_key(id_)}:` to `footnotes`"
                message = f"there is no footnote “{id_}”"
                yield Fault(path, "unknown-footnote", message, remedy, snippet=f"[^{id_}]")
    for id_ in report.footnotes:
        if id_ not in used:
            message = f"no text refers to the footnote “{id_}”"
            remedy = f"put [^{id_}] where it belongs, or remove the footnote"
            yield Fault(("footnotes", id_), "idle-footnote", message, remedy, on_key=True, severity="warning")


def _as_key(id_: str) -> str:
    return f'"{id_}"' if id_.isdigit() else id_


def _named(report: Report, method: Method) -> Faults:
    """Check the ids of measures that the report names."""
    given = [id_ for id_, measure in method.measures.items() if isinstance(measure.formula, Given)]
    for id_ in report.given:
        if id_ not in given:
            message = f"{id_} is not a measure that is given"
            yield Fault(("given", id_), "unknown-measure", message, did_you_mean(id_, given), on_key=True)
    for id_ in report.published:
        if id_ not in method.measures:
            message = f"edition {method.edition} has no measure {id_}"
            yield Fault(("published", id_), "unknown-measure", message, did_you_mean(id_, method.measures), on_key=True)
    for index, waiver in enumerate(report.waivers):
        if waiver.measure not in method.measures:
            message = f"edition {method.edition} has no measure {waiver.measure}"
            remedy = did_you_mean(waiver.measure, method.measures)
            yield Fault(("waivers", index, "measure"), "unknown-measure", message, remedy)


_Disagreement = tuple[str, Fault]


def _published(report: Report, card: Scorecard) -> Iterator[_Disagreement]:
    for id_, published in report.published.items():
        if id_ not in card.scores:
            continue  # told by _named
        computed = card[id_].value
        if str(published) == shown(computed) or published == computed.number:
            continue
        made = explained(card, id_)
        message = f"{id_} is published as {published}, but the answers give {shown(computed)}"
        remedy = "mend the score or the published value, or let it through with `waivers:` and the reason"
        yield id_, Fault(("published", id_), "published-differs", f"{message}{f' ({made})' if made else ''}", remedy)


def _table(card: Scorecard, row: ScoreRow) -> Iterator[_Disagreement]:
    """Compare each score with the published table: it names the question where a sum only names the section."""
    for measure in card.method.questions:
        cell, value = row.numbers.get(measure.id), card[measure.id].value.number
        if cell is None or value is None or cell == value:
            continue
        parent = next(
            (item.id for item in card.method.measures.values() if measure.id in card.method.parts(item)), None
        )
        message = f"{measure.id} is scored {value}, but the score table of {card.method.edition} has {cell}"
        if parent and row.cells.get(parent):
            made = f"{shown(card[parent].value)} ({explained(card, parent)})"
            message += f"; {parent} should be {row.cells[parent]} and is {made}"
        remedy = f"write {cell}, or let it through with `waivers:` and the reason"
        yield measure.id, Fault(("answers", measure.id, "score"), "score-differs", message, remedy)


def shown(value: Value) -> str:
    """Return a value as an author would write it: its number, or its category's code."""
    if value.number is not None:
        return str(value.number)
    return value.code or "nothing"


def explained(card: Scorecard, id_: str) -> str:
    """Return how a value is made, such as ``A1 0 + A2 0 + A3 1``; empty for a score."""
    measure = card.method.measures[id_]
    named: Callable[[str], str] = lambda part: f"{part} {shown(card[part].value)}"  # noqa: E731
    parts = [named(part) for part in card.method.parts(measure)]
    match measure.formula:
        case None | Given():
            return ""
        case Linear(of=of) if card[of].value.exact != card[of].value.number:
            return f"from {of} {float(card[of].value.exact or 0):.6g} before rounding"
        case Banding() | Matrix() | Linear():
            return "from " + " and ".join(parts)
        case Mean() | WeightedMean():
            return "the mean of " + ", ".join(parts)
        case _:
            text = " + ".join(parts)
    for modifier in measure.modifiers:
        if card[modifier.id].value.number:
            text += f" {'+' if modifier.effect == 'add' else '−'} {named(modifier.id)}"
    return text


def _notices(report: Report, card: Scorecard) -> Iterator[_Disagreement]:
    ratings = [
        item
        for item in card.scores.values()
        if isinstance(item.measure.formula, Banding)
        and item.value.number is not None
        and item.change.basis == "compared"
    ]
    status, total = card.status, card.aggregate
    for index, notice in enumerate(report.notices):
        path = ("notices", index, "kind")
        remedy = "mend the notice or the scores, or let it through with `waivers:` and the reason"
        if notice.kind == "status_change" and status and status.change.trend == "same":
            message = f"a status change is announced, but the status is {shown(status.value)} in both editions"
            yield status.measure.id, Fault(path, "notice-differs", message, remedy)
        if notice.kind == "rating_change" and ratings and all(item.change.trend == "same" for item in ratings):
            same = ", ".join(f"{item.measure.id} {shown(item.value)}" for item in ratings)
            message = f"a rating change is announced, but the ratings are the same in both editions ({same})"
            yield ratings[0].measure.id, Fault(path, "notice-differs", message, remedy)
        if notice.kind == "trend_arrow" and total.change.difference is not None:
            wanted = {"up": "better", "down": "worse"}[str(notice.direction)]
            if total.change.trend != wanted:
                difference = total.change.difference
                message = f"the trend arrow points {notice.direction}, but {total.measure.id} changed by {difference}"
                yield total.measure.id, Fault(path, "notice-differs", message, remedy)


def _explanations(report: Report, card: Scorecard) -> Faults:
    """Warn of a change that no words explain, and of words that explain no change."""
    kinds = {notice.kind for notice in report.notices}
    status = card.status
    if status and status.change.trend in ("better", "worse") and "status_change" not in kinds:
        message = (
            f"the status changed from {shown(status.change.previous)} to {shown(status.value)}, and no notice says why"
        )
        remedy = "add a notice with `kind: status_change`"
        yield Fault(("entity",), "unexplained-change", message, remedy, on_key=True, severity="warning")
    for id_, answer in report.answers.items():
        change = card[id_].change
        if answer.score_change is not None and change.trend == "same":
            message = f"{id_} is scored {shown(card[id_].value)} in both editions"
            remedy = "remove `score_change`, or mend the score"
            yield Fault(
                ("answers", id_, "score_change"), "idle-score-change", message, remedy, on_key=True, severity="warning"
            )
