"""The harmonic mean."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.operators.positive_mean import PositiveMean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators.value import Exact


class HarmonicMean(PositiveMean):
    """The harmonic mean: the number of parts over the sum of their reciprocals. It is 0 where a part is 0."""

    op: Literal["harmonic_mean"]

    called: ClassVar[str] = "harmonic mean"

    def of_weighed(self, numbers: Sequence[Exact], weights: Sequence[Fraction]) -> Exact:
        """Return the sum of the weights over the sum of each weight divided by its number."""
        weighed = [(number, weight) for number, weight in zip(numbers, weights, strict=True) if weight]
        if not all(number for number, _ in weighed):
            return Fraction(0)
        return Fraction(sum(weights)) / sum(weight / Fraction(number) for number, weight in weighed)
