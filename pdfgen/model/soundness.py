"""Whether the measures of a method can have a value, and the right one."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from pdfgen.model.base import fault
from pdfgen.model.division_checks import uncovered
from pdfgen.model.operators import Choice, Weighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import PydanticCustomError

    from pdfgen.model.measure import Measure
    from pdfgen.model.operators import Place

CHAIN_LIMIT = 64
"""How many measures may be made one from the other."""
_SHOWN = 6  # measures of a circle


def check_formulas(measures: Mapping[str, Measure]) -> None:
    """Raise a fault when a formula cannot give a value."""
    for measure in measures.values():
        if measure.formula is None:
            continue
        if wrong := measure.formula.check(measure.made_from):
            message = f"the formula of {measure.id} gives no value: {wrong}"
            raise fault("no-value", message, "correct the formula", "formula", measure.id)
        for part in () if isinstance(measure.formula, Choice) else measure.made_from:
            if not measures[part].has_number() and not measure.formula.takes_categories:
                message = f"{measure.id} is made from {part}, which has no number"
                remedy = "give its bands a `value:`, or build on another"
                if measures[part].grades:
                    message = f"{measure.id} is made from {part}, whose words have no numbers"
                    remedy = "give each word of the scale a `value:`, or take the worst with `op: worst`"
                raise fault("no-number", message, remedy, part, measure.id)


def check_chains(measures: Mapping[str, Measure]) -> None:
    """Raise a fault when a measure is made from itself, or is the end of a long chain of others."""
    depths: dict[str, int] = {}
    for id_ in measures:
        _check_chain(measures, id_, depths)


def _check_chain(measures: Mapping[str, Measure], first: str, depths: dict[str, int]) -> None:
    """Note in ``depths`` how long the chain is that ends with a measure."""
    if first in depths:
        return
    path = {first: _below(measures[first])}  # the measures that are being looked at, each with its parts to come
    while path:
        id_, parts = next(reversed(path.items()))
        part = next(parts, None)
        if part is None:
            del path[id_]
            depths[id_] = 1 + max((depths[below] for below in _below(measures[id_])), default=0)
            if depths[id_] > CHAIN_LIMIT:
                message = f"{id_} is the end of a chain of more than {CHAIN_LIMIT} measures made one from the other"
                raise fault("long-chain", message, "make it from measures nearer to the questions", id_, id_)
        elif part in path:
            places = list(path)
            circle = places[places.index(part) :]
            shown = [*circle[:_SHOWN], *["…"] * (len(circle) > _SHOWN), part]
            message = f"measures depend on each other: {' → '.join(shown)}"
            raise fault("circular-measure", message, "break the circle", part, part)
        elif part not in depths:
            path[part] = _below(measures[part])


def _below(measure: Measure) -> Iterator[str]:
    """Yield what a measure depends on, modifiers last."""
    return chain(measure.depends_on, (item.id for item in measure.modifiers))


def flaws(measures: Mapping[str, Measure], known: set[object]) -> Iterator[tuple[Place, PydanticCustomError]]:
    """Yield what makes a sound method give a wrong value or none, each with its place in the rubric.

    Children without a weight, bands that overlap or leave a value out, a tolerance that nothing can use. Bands that
    another edition has with the same values are ``known``, and not looked at again.
    """
    for measure in measures.values():
        if measure.formula:
            for place, flaw in measure.formula.flaws(measure.id, measure.parts):
                yield (*measure.place, "formula", *place), flaw
        for part in (measures[part] for part in measure.parts):
            if part.weight is not None and (idle := _idle_weight(measure, part)):
                yield (*part.place, "weight"), idle
        if measure.tolerance and not measure.has_number():
            message = f"{measure.id} can have no tolerance: it has no number"
            yield (*measure.place, "tolerance"), fault("idle-tolerance", message, "remove `tolerance`")
    yield from uncovered(measures, known)


def _idle_weight(measure: Measure, part: Measure) -> PydanticCustomError | None:
    """Return why the weight of a part makes no difference; None where it makes one."""
    formula = measure.formula
    weights = formula.weights if isinstance(formula, Weighted) else {}
    if weights.get(part.id) == part.weight:
        return None
    if weights:
        message = f"{part.id} has a weight here and another one in the formula of {measure.id}"
        return fault("idle-weight", message, "remove one of the two")
    how = f"`{formula.op}`" if formula else "it"
    message = f"the weight of {part.id} makes no difference: {measure.id} is made by {how}"
    return fault("idle-weight", message, "remove the weight, or write a formula such as `{op: mean}`")
