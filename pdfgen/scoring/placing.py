"""Where an entity stands among the others of its edition: ranks and percentiles.

The others are given with the values that they are ordered by. These are compared with nine decimals, or with those of
the measure where it has more: a spreadsheet tells no finer difference from a tie.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from pdfgen.model.operators import Standing
from pdfgen.model.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from pdfgen.model.measure import Measure
    from pdfgen.model.operators import Exact, Value
    from pdfgen.model.operators.standing import Within
    from pdfgen.model.rubric import Method

_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Peer:
    """Another entity of the edition, with the values that entities are ordered by."""

    name: str
    id: str
    kind: str
    group: str
    values: Mapping[str, Decimal]
    """By measure id, each as it is ``compared``; a value that is not known is not there."""


@dataclass(frozen=True, slots=True)
class Company:
    """Among whom an entity stands, as “3rd of 12”."""

    size: int
    """How many entities have a value, itself included."""
    alike: int
    """How many others have the same value."""
    group: str
    """The group or kind that they are of; empty for all of the edition."""


@dataclass(frozen=True, slots=True)
class Peers:
    """The other entities of an edition, and what the entity itself is counted to."""

    others: Sequence[Peer]
    kind: str = ""
    group: str = ""

    def known(self, id_: str) -> bool:
        """Tell whether the value of any other entity is known."""
        return any(id_ in peer.values for peer in self.others)

    def place(self, measure: Measure, formula: Standing, value: Exact) -> Exact | None:
        """Return where an entity stands whose ``measure`` has this value."""
        own, others = self._turned(measure, formula, value)
        return formula.place(own, others)

    def company(self, method: Method, measure: Measure, values: Mapping[str, Value]) -> Company | None:
        """Return among whom the entity stands; None for what is no rank or percentile, or has no value."""
        formula = measure.formula
        if not isinstance(formula, Standing) or not values[measure.id] or not self.known(formula.of):
            return None
        value = values[formula.of].exact
        if value is None:
            return None
        own, others = self._turned(method.measures[formula.of], formula, value)
        group = {"edition": "", "group": self.group, "kind": self.kind}[formula.within]
        return Company(1 + len(others), others.count(own), group)

    def _turned(self, measure: Measure, formula: Standing, value: Exact) -> tuple[Fraction, list[Fraction]]:
        """Return the own value and those of the others, so that more is better."""
        sign = 1 if measure.direction == "higher" else -1
        found = [compared(measure, value), *self._values(measure.id, formula.within)]
        if formula.rounded:
            found = [measure.scale.printed(Fraction(number)) for number in found]
        own, *others = (sign * Fraction(number) for number in found)
        return own, others

    def _values(self, id_: str, within: Within) -> list[Decimal]:
        return [
            peer.values[id_]
            for peer in self.others
            if id_ in peer.values
            and (within != "group" or peer.group == self.group)
            and (within != "kind" or peer.kind == self.kind)
        ]


def compared(measure: Measure, value: Exact) -> Decimal:
    """Return a value of ``measure`` as it is compared with those of other entities."""
    return rounded(value, max(_DECIMALS, measure.scale.decimals))
