"""The sum on a common scale."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pdfgen.model.base import Identifier, Number
from pdfgen.model.operators.aggregation import Aggregation
from pdfgen.model.operators.operator import named
from pdfgen.model.operators.possible import total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class ScaledSum(Aggregation):
    """The sum of the parts times ``factor``, over the number of parts: a count of points on a common scale."""

    op: Literal["scaled_sum"]
    factor: Number
    """What the sum is multiplied with, before it is divided by the number of parts."""
    of: tuple[Identifier, ...] = ()
    """The ids of the measures that are added up; the children when left out."""

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:
        """Return the measures in ``of``, or the children."""
        return self.of or children

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the sum times the factor, over the number of parts."""
        return Fraction(self.factor) * sum(numbers) / len(numbers)

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the sums of what the parts can be, scaled."""
        return total(parts).scaled(Fraction(self.factor) / len(parts))

    def sentence(self, teller: Teller) -> str:
        """Return the sentence with the factor and the number of parts."""
        count = teller.number(Decimal(len(teller.parts)))
        parts = teller.listed(teller.parts)
        return teller.say(self.op, parts=parts, factor=teller.number(self.factor), count=count)

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:
        """Return the terms: ``D 4 + E 1``."""
        return " + ".join(named(parts)) + modifiers
