"""Whether what a text prints agrees with its scores, with those of the edition before, and with itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pdfgen.importers.heading_lines import NUMBER, decimal
from pdfgen.model.operators import Standing
from pdfgen.scoring import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from pdfgen.importers.header import Printed
    from pdfgen.importers.yaml_writer import ReportText
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Stated, Value

_FROM_TO = re.compile(rf"from ({NUMBER}) to ({NUMBER})\b")

Difference = tuple[int, str, str, str]
"""Line, code, message and remedy."""


def missing_answers(method: Method, report: ReportText, lines: int) -> Iterator[tuple[str, str, str, int]]:
    """Yield code, message, remedy and line of what the text lacks."""
    asked = [item.id for item in method.items if not item.optional]
    missing = [id_ for id_ in asked if id_ not in report.answers]
    if len(missing) == len(asked):
        message = f"no question of {method.rubric.title} was found"
        yield "no-questions", message, "check that the text is of this series", 1
    elif missing:
        message = f"the text ends without {', '.join(missing)}"
        yield "missing-answer", message, "check that the text is whole", max(lines, 1)


def compare(
    method: Method, report: ReportText, printed: list[Printed], before: Mapping[str, Stated]
) -> tuple[list[Difference], list[Difference]]:
    """Put printed values into ``report.published``; return those that the scores contradict, and doubtful changes.

    A label that two measures have, such as a rating and a score, is of the one whose value it prints.
    """
    scores = {id_: answer.score for id_, answer in report.answers.items() if answer.score is not None}
    values = evaluate(method, scores)
    faults: list[Difference] = []
    places: dict[str, tuple[Printed, Measure]] = {}
    for item in printed:
        measure = next((one for one in item.measures if _is(values[one.id], item.value)), item.measures[0])
        places[measure.id] = item, measure
        if measure.is_item:
            continue
        report.published.setdefault(measure.id, item.value)
        # where it stands among others is not known here
        if not isinstance(measure.formula, Standing) and not _is(values[measure.id], item.value):
            value = values[measure.id]
            computed = value.code if value.number is None else value.number
            message = f"{measure.id} is printed as {item.value}, but the scores give {computed}"
            faults.append((item.line, "published-differs", message, "check this line and the scores below it"))
    year = method.rubric.before(method.edition)
    if faults or not before or year is None:
        return faults, []
    earlier = evaluate(method.rubric.at(year), before)
    modifiers = {item.id for node in method.measures.values() for item in node.modifiers}
    remarks: list[Difference] = []
    for item, measure in places.values():
        now, then = values[measure.id].number, earlier[measure.id].number if measure.id in earlier else None
        if item.change is None or now is None or then is None:
            continue
        difference = then - now if measure.id in modifiers else now - then
        if difference != item.change:
            message = f"{measure.id} is printed with a change of {item.change}, but changed by {difference}"
            remarks.append((item.line, "change-differs", message, f"check the score of {year}"))
    for id_, answer in report.answers.items():
        then = earlier[id_].number if id_ in earlier else None
        sign = -1 if id_ in modifiers else 1
        if message := _contradicts(id_, answer.score_change, values[id_].number, then, sign):
            remarks.append((places[id_][0].line, "change-differs", message, "check the sentence and the scores"))
    return faults, remarks


def _is(value: Value, printed: Decimal | str) -> bool:
    return printed in (value.number, value.code)


def _contradicts(id_: str, text: str, now: Decimal | None, then: Decimal | None, sign: int) -> str:
    """Return in what the reason of a change contradicts the scores of the two editions; empty when in nothing."""
    named = _FROM_TO.search(text)
    if not named or now is None or then is None:
        return ""
    if (decimal(named[1]), decimal(named[2])) == (sign * then, sign * now):
        return ""
    return f"the text says that {id_} went from {named[1]} to {named[2]}; the scores went from {then} to {now}"
