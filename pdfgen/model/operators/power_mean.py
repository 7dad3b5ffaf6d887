"""The power mean."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from pdfgen.model.base import Number, fault
from pdfgen.model.operators.positive_mean import PositiveMean
from pdfgen.model.operators.real import power_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.value import Exact


class PowerMean(PositiveMean):
    """The power mean: the mean of the parts to the power of ``exponent``, and its root."""

    op: Literal["power_mean"]
    exponent: Annotated[Number, Field(ge=-20, le=20)]
    """Above 1 great parts count for more than in the mean, below 1 small ones do: 2 is the root mean square, -1 the
    harmonic mean."""

    called: ClassVar[str] = "power mean"

    @model_validator(mode="after")
    def _has_an_exponent(self) -> PowerMean:
        if not self.exponent:
            message = "there is no power mean with the exponent 0"
            raise fault("no-exponent", message, "write `op: geometric_mean`, which it would come near to", "exponent")
        return self

    def of_weighed(self, numbers: Sequence[Exact], weights: Sequence[Fraction]) -> Exact:
        """Return the root of the weighted mean of the powers."""
        exponent = Fraction(self.exponent)
        weighed = [(Fraction(number), weight) for number, weight in zip(numbers, weights, strict=True) if weight]
        if exponent < 0 and not all(number for number, _ in weighed):
            return Fraction(0)
        mean = sum((weight * _power(number, exponent) for number, weight in weighed), Fraction(0)) / sum(weights)
        return _power(mean, 1 / exponent)

    def sentence(self, teller: Teller) -> str:
        """Return the sentence with the exponent."""
        parts = teller.listed(self.weighed(teller))
        return teller.say(self.op, parts=parts, exponent=teller.number(self.exponent))


def _power(number: Fraction, exponent: Fraction) -> Fraction:
    if not number:
        return number
    return number ** int(exponent) if exponent.denominator == 1 else power_of([(number, exponent)])
