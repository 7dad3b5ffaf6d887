"""Scores and changes in words and figures of a language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.content.blocks import Points
from pdfgen.model.rubric import Modifier

if TYPE_CHECKING:
    from pdfgen.labels import Labels
    from pdfgen.scoring import Change, Scored, Value


def value(item: Value, labels: Labels, *, negated: bool = False) -> str:
    """Return a value in print; empty when it is missing."""
    if item.number is not None:
        return labels.number(-item.number if negated else item.number)
    return labels.term(item.category.label) if item.category and item.category.label else item.code or ""


def points(scored: Scored, labels: Labels) -> Points:
    """Return a score with its best value and its change; a subtracted modifier is printed negative, out of 0."""
    measure = scored.measure
    negated = isinstance(measure.scale, Modifier) and measure.scale.effect == "subtract"
    change = scored.change
    difference = change.difference or Decimal(0)
    number = scored.value.number
    least, most = measure.scale.min, measure.scale.max
    if negated:
        least, most = -(most or Decimal(0)), Decimal(0)
    printed = value(scored.value, labels, negated=negated) or labels.missing
    best = "" if most is None else labels.number(most)
    return Points(
        value=printed,
        best=best,
        words=labels.score_of.format(value=printed, max=best) if best else printed,
        change=labels.number(-difference if negated else difference, signed=True) if difference else "",
        trend=change.trend,
        previous=value(change.previous, labels, negated=negated),
        number=-number if negated and number is not None else number,
        least=least,
        most=most,
    )


def change_phrase(change: Change, before: int | None, labels: Labels) -> str:
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


def change_cell(change: Change, labels: Labels, *, negated: bool = False) -> str:
    """Return a change in a column of changes: a signed number, 0, or “n/a” for one that cannot be told."""
    if change.difference is None:
        return labels.missing
    return labels.number(-change.difference if negated else change.difference, signed=True)
