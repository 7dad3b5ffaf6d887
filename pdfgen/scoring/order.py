"""Which of two values is better: by the order of words, by the way in which numbers get better."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.model.measure import Measure
    from pdfgen.model.operators import Exact, Value


def rank(measure: Measure, value: Value) -> Exact:
    """Return the place of a value in the order from the best to the worst; a better one has a lower place."""
    if value.category is not None:
        return place(measure, value) or 0
    number = value.exact or 0
    return -number if measure.direction == "higher" else number


def place(measure: Measure, value: Value) -> int | None:
    """Return the place of a category of another measure among those of ``measure``; None where it has none such."""
    names = [(item.code or str(item.value)).casefold() for item in measure.categories()]
    name = (value.code or str(value.number)).casefold()
    return names.index(name) if name in names else None
