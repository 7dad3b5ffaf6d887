"""A value in an author's words, and how it was made: ``17``, ``D 4 + E 1 + F 4 + G 8``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.model.formula import Banding, Given, Linear, Matrix, Mean, WeightedMean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pdfgen.model.method import Method
    from pdfgen.scoring import Value


def shown(value: Value) -> str:
    """Return a value as an author would write it: its number, or its category's code."""
    if value.number is not None:
        return str(value.number)
    return value.code or "nothing"


def explained(method: Method, values: Mapping[str, Value], id_: str) -> str:
    """Return how a value is made, such as ``A1 0 + A2 0 + A3 1``; empty for one that is stated."""
    measure = method.measures[id_]
    named: Callable[[str], str] = lambda part: f"{part} {shown(values[part])}"  # noqa: E731
    parts = [named(part) for part in method.parts(measure)]
    match measure.formula:
        case None | Given():
            return ""
        case Linear(of=of) if values[of].exact != values[of].number:
            return f"from {of} {float(values[of].exact or 0):.6g} before rounding"
        case Banding() | Matrix() | Linear():
            return "from " + " and ".join(parts)
        case Mean():
            return "the mean of " + ", ".join(parts)
        case WeightedMean():
            return "the weighted mean of " + ", ".join(parts)
        case _:
            text = " + ".join(parts)
    for modifier in measure.modifiers:
        if values[modifier.id].number:
            text += f" {'+' if modifier.effect == 'add' else '−'} {named(modifier.id)}"
    return text
