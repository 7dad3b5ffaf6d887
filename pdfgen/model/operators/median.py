"""The median."""

from __future__ import annotations

from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.operators.combination import Combination
from pdfgen.model.operators.possible import Possible, greatest, least, spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.value import Exact, Value


class Median(Combination):
    """The median of the children, or of the measures in ``of``: of an even number the mean of the two in the middle."""

    op: Literal["median"]

    adds_up: ClassVar[bool] = False

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the median."""
        return median([Fraction(number) for number in numbers])

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the medians of what the parts can be, of as many as must have a value."""
        if not self.whole(parts):
            return spread(parts)
        return Possible(Fraction(0), None, least(parts, median), greatest(parts, median))

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # the message does not name them
        """Return the parts."""
        return "the median of " + ", ".join(self.named(parts))
