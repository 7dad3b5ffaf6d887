"""Scores and changes in words and figures of a language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.content.blocks import PrintedScore
from pdfgen.model.operators.category import GRADED
from pdfgen.model.rubric_parts import Modifier

if TYPE_CHECKING:
    from pdfgen.labels import Labels
    from pdfgen.labels.language import CoveredTime
    from pdfgen.model.editions import EditionId
    from pdfgen.model.measure import Measure
    from pdfgen.model.operators import Band, Category, Tone
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Change, Scored, Value


def edition(method: Method, id_: EditionId, labels: Labels) -> str:
    """Return an edition as it is printed."""
    return labels.edition(method.rubric.words_of(id_))


def before(method: Method, labels: Labels) -> str:
    """Return the edition before that of a method, as it is named beside figures; empty when there is none."""
    earlier = method.rubric.before(method.edition)
    return "" if earlier is None else labels.edition_brief(method.rubric.words_of(earlier))


def covered(report: Report, method: Method, labels: Labels) -> CoveredTime:
    """Return the time that the edition of a report covers."""
    return labels.covered(method.rubric.covered(report))


def tone(category: Band | Category, measure: Measure) -> Tone:
    """Return the tone of a category of a measure."""
    all_ = list(measure.categories())
    return graded(category.tone, all_.index(category) + 1, len(all_))


def graded(said: Tone, place: int, count: int) -> Tone:
    """Return a tone as it is said, or that of the category at a place of so many, the best first."""
    return f"{place}/{count}" if said == GRADED else said


def value(item: Value, labels: Labels, *, negated: bool = False) -> str:
    """Return a value in print; empty when it is missing."""
    if item.number is not None:
        return labels.number(-item.number if negated else item.number)
    return labels.term(item.category.label) if item.category and item.category.label else item.code or ""


def points(scored: Scored, labels: Labels) -> PrintedScore:
    """Return a score with its best value and its change; a subtracted modifier is printed negative, out of 0."""
    measure = scored.measure
    negated = isinstance(measure.scale, Modifier) and measure.scale.effect == "subtract"
    change = scored.change
    difference = change.difference or Decimal(0)
    number, before = scored.value.number, change.previous.number
    most = None if negated else measure.scale.max  # there is no picture of a deduction
    printed = value(scored.value, labels, negated=negated) or labels.missing
    best = labels.number(0) if negated else "" if most is None or not scored.value else labels.number(most)
    shown = labels.number(-difference if negated else difference, signed=True) if difference else ""
    return PrintedScore(
        value=printed,
        best=best,
        words=labels.score_of.format(value=printed, max=best) if best else printed,
        change=shown,
        in_brackets=labels.change_in_brackets.format(change=shown) if shown else "",
        trend=change.trend,
        previous=value(change.previous, labels, negated=negated),
        number=-number if negated and number is not None else number,
        before=-before if negated and before is not None else before,
        least=measure.start,
        most=most,
        alternative=labels.alt_score.format(value=printed, max=best) if best else "",
        steps=None if negated else _steps(measure),
    )


def share(measure: Measure, number: Decimal) -> float:
    """Return where ``number`` stands on the scale of ``measure``, from 0 to 1; 0 on an open one."""
    return PrintedScore("", least=measure.start, most=measure.scale.max).share(number)


_MOST_STEPS = 10


def _steps(measure: Measure) -> int | None:
    """Return the steps of a scale when there are few, None when they are many or the scale is open."""
    scale = measure.scale
    step = scale.step or (Decimal(1) if not scale.decimals else None)
    if scale.max is None or step is None:
        return None
    steps = (scale.max - measure.start) / step
    return int(steps) if steps == int(steps) and steps <= _MOST_STEPS else None


def wording(measure: Measure, labels: Labels) -> str:
    """Return the official wording of a question: translated where there is a translation, empty where none is."""
    said = measure.wording
    if not said or not said.verified:
        return ""
    if said.text not in labels.terms and measure.label in labels.terms:
        return ""  # better a short title in the report's language than a sentence in another
    return labels.term(said.text)


def alternative(scored: Scored, label: str, ends: tuple[str, ...], before: str, labels: Labels) -> str:
    """Return what a picture of a headline measure says: its value, its best, what the ends mean, what it was."""
    shown = points(scored, labels)
    said = [labels.alt_figure.format(label=label, value=shown.value, max=shown.best)] if shown.best else [shown.value]
    said += ends
    if before and shown.previous:
        said.append(labels.alt_before.format(edition=before, value=shown.previous))
    return ", ".join(said)


def steps(measure: Measure, shown: PrintedScore, labels: Labels) -> tuple[str, ...]:
    """Return the values of a measure that takes few, in order; nothing for another."""
    step = measure.scale.step or Decimal(1)
    return tuple(labels.number(measure.start + index * step) for index in range(shown.steps + 1)) if shown.steps else ()


def marks(measure: Measure, labels: Labels) -> tuple[str, ...]:
    """Return the numbers at the quarters of a scale; nothing for an open one."""
    if measure.scale.max is None:
        return ()
    quarter = (measure.scale.max - measure.start) / 4
    return tuple(labels.number((measure.start + index * quarter).normalize() + 0) for index in range(5))


def changed(shown: PrintedScore, before: str, labels: Labels) -> str:
    """Return what is said of a question's change from the edition ``before``; empty when there is none."""
    change = shown.change
    return labels.changed.format(change=change, edition=before) if change else ""


def change_phrase(change: Change, before: str, labels: Labels) -> str:
    """Return what is said of a change beside a headline figure; empty when nothing can be said."""
    form = {
        "first_edition": labels.first_edition,
        "new_entity": labels.new_entity,
        "no_previous_edition": labels.no_previous_edition,
        "not_comparable": labels.not_comparable,
        "missing": "",
    }.get(change.basis, labels.no_change if change.trend == "same" else "")
    if change.difference:
        form = labels.changed
    return form.format(change=labels.number(change.difference or 0, signed=True), edition=before)


def change_short(change: Change, labels: Labels) -> str:
    """Return what is said of a change where there is little room; empty when nothing can be said."""
    if change.difference:
        return labels.number(change.difference, signed=True)
    return labels.unchanged if change.trend == "same" else ""


def change_cell(change: Change, labels: Labels, *, negated: bool = False) -> str:
    """Return a change in a column of changes: a signed number, 0, or “n/a” for one that is not known."""
    if change.difference is None:
        return labels.missing
    return labels.number(-change.difference if negated else change.difference, signed=True)
