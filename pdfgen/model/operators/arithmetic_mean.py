"""Means of numbers added up, over what they weigh."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from pdfgen.model.operators.possible import spread, total
from pdfgen.model.operators.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class ArithmeticMean(Weighted):
    """The sum of each number times its weight, over the sum of the weights."""

    adds_up: ClassVar[bool] = False

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the mean."""
        return Fraction(sum(numbers), len(numbers))

    def of_weighed(self, numbers: Sequence[Exact], weights: Sequence[Fraction]) -> Exact:
        """Return the sum of each number times its weight, over the sum of the weights."""
        weighed = sum(weight * number for weight, number in zip(weights, numbers, strict=True))
        return Fraction(weighed) / Fraction(sum(weights))

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the means of what the parts can be, of as many as must have a value."""
        if not self.whole(parts):
            return spread(parts)
        weights = self.weight(len(parts))
        whole = sum(weights)
        return total([part.scaled(weight / whole) for weight, part in zip(weights, parts, strict=True) if weight])

    def sentence(self, teller: Teller) -> str:
        """Return the sentence."""
        form = "weighted_mean" if self.weights else "mean"
        return teller.say(form, parts=teller.listed(self.weighed(teller)))

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # the message does not name them
        """Return the parts."""
        return f"the {'weighted ' if self.weights else ''}mean of " + ", ".join(self.named(parts))
