"""How a value was made, in a message to an author: ``D 4 + E 1 + F 4 + G 8``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfgen.model.limit import Limit
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Value


def explained(method: Method, values: Mapping[str, Value], id_: str) -> str:
    """Return how a value was made, such as ``A1 0 + A2 0 + A3 1``; empty for one that is stated."""
    measure = method.measures[id_]
    if measure.formula is None:
        return ""
    modifiers = "".join(
        f" {'+' if modifier.effect == 'add' else '−'} {modifier.id} {values[modifier.id].text}"
        for modifier in measure.modifiers
        if values[modifier.id].number
    )
    made = measure.formula.trace({part: values[part] for part in measure.made_from}, modifiers)
    value = values[id_]
    if value.limit is None or value.unlimited is None:
        return made
    return f"{made}, which gives {value.unlimited.text}; no better than {value.text}{_because(value.limit, values)}"


def _because(limit: Limit, values: Mapping[str, Value]) -> str:
    """Return why a limit holds: ``, because F1 is 1``."""
    asked = list(dict.fromkeys(limit.measures()))
    told = " and ".join(f"{id_} is {values[id_].text}" for id_ in asked if values[id_])
    return f", because {told}" if told else ""
