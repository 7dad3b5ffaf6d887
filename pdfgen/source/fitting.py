"""Whether what is stated of a measure can be its value: a number on its scale, a word of it, or why there is none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.model.base import did_you_mean, not_a_number, told
from pdfgen.model.rubric_parts import Modifier
from pdfgen.scoring import as_value

if TYPE_CHECKING:
    from pdfgen.model.measure import Measure
    from pdfgen.scoring import Stated


class Misfit(NamedTuple):
    """Why a value is none of its measure, and what to write instead."""

    code: str
    message: str
    remedy: str


def misfit(measure: Measure, stated: Stated) -> Misfit | None:
    """Return why ``stated`` is no value of ``measure``; None when it is one."""
    value = as_value(measure, stated)
    verb = "is scored" if measure.is_item else "is"
    if value is not None and value.absent and isinstance(measure.scale, Modifier):
        message = f"{measure.id} {verb} “{stated}”, but it only adds or subtracts points"
        return Misfit("score-out-of-range", message, "remove the answer")
    if value is not None and (value.absent or measure.categories()):
        return None
    if measure.categories():
        words = [item.code or str(item.value) for item in measure.categories()]
        message = f"{measure.id} {verb} “{stated}”, which is no word of its scale"
        return Misfit("unknown-word", message, did_you_mean(str(stated), words))
    if not isinstance(stated, Decimal):
        ((_, message, remedy, _),) = told(not_a_number(stated))
        return Misfit("not-a-number", message, remedy)
    wrong = measure.off_scale(stated)
    if wrong and not measure.is_item:
        return Misfit("value-out-of-range", wrong, allowed(measure))
    return Misfit("score-out-of-range", wrong, allowed(measure)) if wrong else None


def allowed(measure: Measure) -> str:
    """Return the remedy for a score that is missing or off its scale."""
    if measure.grades:
        return f"write one of {', '.join(f'`{grade.code}`' for grade in measure.grades)}"
    scale = measure.scale
    least, most, step = scale.min, scale.max, scale.step
    whole = f"write a number from {least} to {most}" if most is not None else f"write a number from {least}"
    return f"{whole} in steps of {step}" if step is not None else whole


_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?")


def number_in(cell: str) -> Decimal | None:
    """Return the number that a cell of a score table has; None where it has none."""
    return Decimal(cell) if _NUMBER.fullmatch(cell) else None
