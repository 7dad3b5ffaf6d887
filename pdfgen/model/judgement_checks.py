"""Whether words, limits and conditions of a method go together: what is compared must be comparable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.model.base import did_you_mean, fault
from pdfgen.model.operators import Choice, GivenValue
from pdfgen.model.rubric_parts import Modifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from pdfgen.model.condition import Condition
    from pdfgen.model.measure import Measure


def check_judgements(measures: Mapping[str, Measure], flags: Mapping[str, Condition]) -> None:
    """Raise a fault for a scale that nothing uses, a choice or a limit of other scales, and an idle condition."""
    for measure in measures.values():
        _check_scale(measure)
        formula = measure.formula
        if isinstance(formula, Choice):
            _check_alike(measure.id, [measures[part] for part in measure.made_from])
        for condition in formula.conditions() if formula else ():
            _check_condition(measure.id, condition, measures)
        if measure.limits and measure.is_stated:
            message = f"{measure.id} can have no limit: the report states it"
            raise fault("idle-limit", message, "limit a measure that is made from others", "limits", measure.id)
        for limit in measure.limits:
            if limit.no_better_than is not None:
                _check_value(measure, limit.no_better_than)
            _check_alike(measure.id, [measure, *(measures[part] for part in limit.worst_of)])
            if limit.when:
                _check_condition(measure.id, limit.when, measures)
    for id_, condition in flags.items():
        _check_condition(id_, condition, measures)


def _check_scale(measure: Measure) -> None:
    if not measure.scale.scale:
        return
    if isinstance(measure.scale, Modifier):
        message, remedy = f"{measure.id} adds or subtracts points, and has no scale of words", "remove `scale`"
    elif measure.formula and not isinstance(measure.formula, GivenValue | Choice):
        message = f"{measure.id} is made from others, which give it no words"
        remedy = "remove `scale`; bands (`op: band`) name the values of a number"
    else:
        return
    raise fault("idle-scale", message, remedy, "scale", measure.id)


def _check_alike(owner: str, parts: list[Measure]) -> None:
    """Refuse measures of which nobody can say which one is the worst."""
    first = parts[0]
    for part in parts[1:]:
        if _names(part) != _names(first) or not (part.categories() or part.direction == first.direction):
            message = f"{part.id} has another scale than {first.id}: neither of two values is the worse one"
            raise fault("different-scales", message, "compare measures of one scale", part.id, owner)


def _names(measure: Measure) -> list[str]:
    return [(item.code or str(item.value)).casefold() for item in measure.categories()]


def _check_value(measure: Measure, value: Decimal | str) -> None:
    names = [name for item in measure.categories() for name in (item.code, item.label) if name]
    numbers = [item.value for item in measure.categories()]
    known = value in names if isinstance(value, str) else (value in numbers if numbers else measure.has_number())
    if not known:
        message = f"{measure.id} is never {value}"
        remedy = did_you_mean(str(value), names or map(str, numbers)) if numbers else "write a number"
        raise fault("unknown-category", message, remedy, str(value), measure.id)


def _check_condition(owner: str, condition: Condition, measures: Mapping[str, Measure]) -> None:
    for id_, test in condition.tests():
        measure = measures[id_]
        categories = measure.categories()
        known = [item.code for item in categories if item.code]
        _check_codes(owner, measure, test.code, known)
        ends = (test.min, test.max, test.above, test.below)
        if not measure.has_number() and any(end is not None for end in ends):
            message = f"{id_} has no number, and the condition asks for one"
            raise fault("no-number", message, f"write `code: [{known[-1]}]` with the words that meet it", id_, owner)


def _check_codes(owner: str, measure: Measure, codes: Iterable[str], known: list[str]) -> None:
    for code in codes:
        if code not in known:
            message = f"{measure.id} is never {code}"
            remedy = did_you_mean(code, known) if known else "write `min`, `max`, `above` or `below`"
            raise fault("unknown-category", message, remedy, code, owner)
