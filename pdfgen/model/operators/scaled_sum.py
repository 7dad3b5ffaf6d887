"""The sum on a common scale."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.base import Number
from pdfgen.model.operators.combination import Combination
from pdfgen.model.operators.possible import spread, total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class ScaledSum(Combination):
    """The sum of the parts times ``factor``, over the number of parts: a count of points on a common scale."""

    op: Literal["scaled_sum"]
    factor: Number
    """What the sum is multiplied by."""

    can_reweigh: ClassVar[bool] = True

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the sum times the factor, over the number of parts."""
        return Fraction(self.factor) * sum(numbers) / len(numbers)

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the sums of what the parts can be, scaled."""
        if not self.whole(parts):
            return spread(parts).scaled(Fraction(self.factor))
        return total(parts).scaled(Fraction(self.factor) / len(parts))

    def sentence(self, teller: Teller) -> str:
        """Return the sentence with the factor and the number of parts."""
        count = teller.number(Decimal(len(teller.parts)))
        parts = teller.listed(teller.parts)
        return teller.say(self.op, parts=parts, factor=teller.number(self.factor), count=count)

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:
        """Return the terms: ``D 4 + E 1``."""
        return " + ".join(self.named(parts)) + modifiers
