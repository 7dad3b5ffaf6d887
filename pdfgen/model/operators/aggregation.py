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
        numbers = [number for part in parts if (number := self.taken(part)) is not None]
        return self.of_numbers(numbers) if len(numbers) == len(parts) else None

    def taken(self, part: Value) -> Exact | None:
        """Return the number of a part that is taken: the exact one, or the one that is printed."""
        return exact(part.number) if self.takes_printed_parts else part.exact

    def refuses(self, number: Exact) -> str:  # noqa: ARG002  # most take all
        """Return why ``number`` cannot be a part, as the end of a sentence; empty when it can."""
        return ""

    @abstractmethod
    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the exact number that these make; there are as many as are needed, and at least one."""

    @abstractmethod
    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the values that can be made from what the parts can be."""
