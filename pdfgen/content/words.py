"""Scores and changes in words and figures of a language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.content.blocks import PrintedScore
from pdfgen.model.operators import Standing
from pdfgen.model.operators.category import GRADED
from pdfgen.model.rubric_parts import Modifier

if TYPE_CHECKING:
    from pdfgen.labels import Labels
    from pdfgen.labels.language import CoveredTime
    from pdfgen.model.editions import EditionId
    from pdfgen.model.measure import Measure
    from pdfgen.model.operators import Band, Category, Grade, Tone
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


def tone(category: Band | Category | Grade, measure: Measure) -> Tone:
    """Return the tone of a category of a measure."""
    all_ = list(measure.categories())
    return graded(category.tone, all_.index(category) + 1, len(all_))


def graded(said: Tone, place: int, count: int) -> Tone:
    """Return a tone as it is said, or that of the category at a place of so many, the best first."""
    return f"{place}/{count}" if said == GRADED else said


def value(item: Value, labels: Labels, *, negated: bool = False) -> str:
    """Return a value in print; empty when it is missing and nobody says why."""
    if item.absent:
        return {"not_rated": labels.judgements.not_rated, "not_applicable": labels.judgements.not_applicable}[
            item.absent
        ]
    if item.number is not None and not item.is_word:
        return labels.number(-item.number if negated else item.number)
    return labels.term(item.category.label) if item.category and item.category.label else item.code or ""


def score(scored: Scored, labels: Labels) -> PrintedScore:
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
    in_words = bool(scored.value.is_word or scored.value.absent)
    if in_words:
        most, shown = None, way(change, labels)
    whole = labels.score_of.format(value=printed, max=best) if best else printed
    return PrintedScore(
        value=printed,
        best=best,
        words=" ".join(filter(None, [whole, margin(scored, labels)])),
        change=shown,
        in_brackets=labels.change_in_brackets.format(change=shown) if shown else "",
        trend=change.trend,
        previous=value(change.previous, labels, negated=negated),
        in_words=in_words,
        number=None if in_words else -number if negated and number is not None else number,
        before=None if in_words else -before if negated and before is not None else before,
        least=measure.start,
        most=most,
        alternative=_said(labels.alt_score.format(value=printed, max=best), scored, labels) if best else "",
        low=scored.spread.low if scored.spread else None,
        high=scored.spread.high if scored.spread else None,
        margin=margin(scored, labels),
        steps=None if negated or in_words else _steps(measure),
    )


def place(scored: Scored, labels: Labels) -> str:
    """Return a place in a ranking in words; empty for a measure that is none, and for one without a value."""
    number = scored.value.number
    if not scored.measure.is_place or number is None:
        return ""
    among, formula = scored.company, scored.measure.formula
    if among is None:
        return labels.ranks.said(number, None, "", shared=False)
    within_group = isinstance(formula, Standing) and formula.within == "group"
    group = labels.term(among.group) if within_group else ""
    return labels.ranks.said(number, among.size, group, shared=among.alike > 0)


def margin(scored: Scored, labels: Labels) -> str:
    """Return how sure a score is, as it stands behind it: “± 2.5”, “(58–66)”; empty where nobody says so."""
    return _sure(scored, labels.uncertainty.error, labels.uncertainty.interval, labels)


def _said(words: str, scored: Scored, labels: Labels) -> str:
    """Return what a picture says, with how sure the score is."""
    sure = _sure(scored, labels.uncertainty.alt_error, labels.uncertainty.alt_interval, labels)
    return f"{words}, {sure}" if sure else words


def _sure(scored: Scored, error: str, interval: str, labels: Labels) -> str:
    """Return how sure a score is in one of two forms, with as many decimals as the score has; or nothing."""
    found, decimals = scored.spread, scored.measure.scale.decimals

    def number(value: Decimal) -> str:
        return labels.number(max(value, round(value, decimals), key=lambda item: -int(item.as_tuple().exponent)))

    if found is None:
        return ""
    if found.error is not None:
        return error.format(error=number(found.error))
    return interval.format(low=number(found.low), high=number(found.high))


def way(change: Change, labels: Labels) -> str:
    """Return which way a word of a scale changed, where there is little room; empty when it did not."""
    return {"better": labels.judgements.up, "worse": labels.judgements.down}.get(change.trend or "", "")


def _from(change: Change, labels: Labels) -> str:
    """Return what a word of a scale changed from; empty when it did not."""
    said = labels.judgements
    form = {"better": said.up_from, "worse": said.down_from}.get(change.trend or "", "")
    return form.format(previous=value(change.previous, labels))


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
    shown = score(scored, labels)
    said = [labels.alt_figure.format(label=label, value=shown.value, max=shown.best)] if shown.best else [shown.value]
    said[0] = _said(said[0], scored, labels)
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


def changed(shown: PrintedScore, scored: Scored, before: str, labels: Labels) -> str:
    """Return what is said of a question's change from the edition ``before``; empty when there is none."""
    if shown.in_words:
        return _from(scored.change, labels)
    change = shown.change
    return labels.changed.format(change=change, edition=before) if change else ""


def change_phrase(change: Change, before: str, labels: Labels) -> str:
    """Return what is said of a change beside a headline figure; empty when nothing can be said."""
    if change.previous.is_word and (said := _from(change, labels)):
        return said
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
    if change.previous.is_word and (said := _from(change, labels)):
        return said
    if change.difference:
        return labels.number(change.difference, signed=True)
    return labels.unchanged if change.trend == "same" else ""


def change_cell(change: Change, labels: Labels, *, negated: bool = False) -> str:
    """Return a change in a column of changes: a signed number, 0, or “n/a” for one that is not known."""
    if change.previous.is_word and change.trend:
        return way(change, labels) or labels.judgements.same
    if change.difference is None:
        return labels.missing
    return labels.number(-change.difference if negated else change.difference, signed=True)


def scale(measure: Measure, labels: Labels) -> str:
    """Return the words that a question is judged by, the best first, with what they count as."""
    said = [
        labels.term(grade.label)
        if grade.value is None
        else labels.judgements.counted.format(word=labels.term(grade.label), value=labels.number(grade.value))
        for grade in measure.grades
    ]
    return labels.judgements.scale.format(words=", ".join(said))
