"""Aggregations: operators that make one number from numbers."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from pdfgen.model.operators.operator import Operator
from pdfgen.model.operators.value import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class Aggregation(Operator):
    """Makes one number from the numbers of the parts."""

    def value(self, parts: Sequence[Value]) -> Exact | None:
        """Return the exact number that the parts give; None where it cannot be made because values are missing."""
        numbers = [exact(part.number) if self.takes_printed_parts else part.exact for part in parts]
        valid = [number for number in numbers if number is not None]
        return self.of_numbers(valid) if len(valid) >= self.needed(len(parts)) else None

    def needed(self, count: int) -> int:
        """Return how many of ``count`` parts must have a value: all of them, unless the operator says otherwise."""
        return count

    @abstractmethod
    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the exact number that these make; there are as many as are needed, and at least one."""

    @abstractmethod
    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the values that can be made from what the parts can be."""
