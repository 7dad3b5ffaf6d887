"""The geometric mean."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.operators.positive_mean import PositiveMean
from pdfgen.model.operators.real import power_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators.value import Exact


class GeometricMean(PositiveMean):
    """The geometric mean: the root of the product. It is 0 where a part is 0, unless that has no weight."""

    op: Literal["geometric_mean"]

    called: ClassVar[str] = "geometric mean"

    def of_weighed(self, numbers: Sequence[Exact], weights: Sequence[Fraction]) -> Exact:
        """Return the product of each number to the power of its share of the weights."""
        whole = sum(weights)
        factors = [(number, weight / whole) for number, weight in zip(numbers, weights, strict=True) if weight]
        return power_of(factors) if all(number for number, _ in factors) else Fraction(0)
