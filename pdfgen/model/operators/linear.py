"""The straight line from one scale to another."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from pdfgen.model.base import Identifier, Number, fault
from pdfgen.model.operators.aggregation import Aggregation
from pdfgen.model.operators.operator import named
from pdfgen.model.operators.possible import Possible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.value import Exact, Value


class Linear(Aggregation):
    """A straight line through two points: ``source`` (two values of ``of``) is mapped on ``target``."""

    op: Literal["linear"]
    of: Identifier
    """The id of the measure that is mapped."""
    source: tuple[Number, Number]
    """Two values of that measure: [1, 7]."""
    target: tuple[Number, Number]
    """The values that these two become: [100, 0]."""
    capped: bool = False
    """A value beyond an end of ``source`` counts as that end."""

    @model_validator(mode="after")
    def _is_a_line(self) -> Linear:
        check_line(self.source)
        return self

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002  # `of` names it
        """Return the measure whose value is mapped."""
        return (self.of,)

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the place of the number on the line."""
        low, high = sorted(map(Fraction, self.source))
        taken = min(max(numbers[0], low), high) if self.capped else numbers[0]
        return on_line(taken, self.source, self.target)

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the places on the line of what the part can be."""
        start = on_line(0, self.source, self.target)
        found = parts[0].scaled(on_line(1, self.source, self.target) - start, start)
        if not self.capped:
            return found
        least, most = sorted(map(Fraction, self.target))
        low = least if found.low is None else min(max(found.low, least), most)
        high = most if found.high is None else min(max(found.high, least), most)
        return Possible(found.start, None, low, high)

    def sentence(self, teller: Teller) -> str:
        """Return the sentence with the two points."""
        ends = {f"source_{index}": teller.number(value) for index, value in enumerate(self.source, 1)}
        ends |= {f"target_{index}": teller.number(value) for index, value in enumerate(self.target, 1)}
        return teller.say(self.op, parts=teller.listed(teller.parts), **ends)

    def remarks(self, teller: Teller) -> list[str]:
        """Return that values beyond the ends count as these."""
        return [teller.phrase("capped")] if self.capped else []

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # the message does not name them
        """Return the value that is mapped, and what it was before it was rounded."""
        value = parts[self.of]
        if value.exact != value.number:
            return f"from {self.of} {float(value.exact or 0):.6g} before rounding"
        return f"from {named(parts)[0]}"


def check_line(source: tuple[Decimal, Decimal]) -> None:
    """Raise a fault when ``source`` has not two points."""
    if source[0] == source[1]:
        raise fault("no-line", "`source` needs two different values", "write two values such as [1, 7]", "source")


def on_line(value: Exact, source: tuple[Decimal, Decimal], target: tuple[Decimal, Decimal]) -> Fraction:
    """Return ``value`` mapped by the straight line that takes ``source`` to ``target``."""
    (x0, x1), (y0, y1) = map(Fraction, source), map(Fraction, target)
    return y0 + (value - x0) * (y1 - y0) / (x1 - x0)
