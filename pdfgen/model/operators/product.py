"""The product."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.operators.combination import Combination
from pdfgen.model.operators.possible import Possible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.value import Exact, Value


class Product(Combination):
    """The product of the children, or of the measures in ``of``."""

    op: Literal["product"]

    adds_up: ClassVar[bool] = False

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the product."""
        return prod(numbers)

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the products of what the parts can be, of as many as must have a value."""
        lows = sorted(part.low for part in parts if part.low is not None)
        highs = sorted((part.high for part in parts if part.high is not None), reverse=True)
        anything = Possible(Fraction(0), None, None, None)
        if len(lows) < len(parts) or lows[0] < 0:
            return anything
        needed = self.needed(len(parts))
        low = prod((end for place, end in enumerate(lows) if end < 1 or place < needed), start=Fraction(1))
        if len(highs) < len(parts):
            return replace(anything, low=low)
        high = prod((end for place, end in enumerate(highs) if end > 1 or place < needed), start=Fraction(1))
        return replace(anything, low=low, high=high)

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:
        """Return the factors."""
        return " × ".join(self.named(parts)) + modifiers  # noqa: RUF001  # a sign of multiplication
