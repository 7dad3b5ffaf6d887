"""Aggregations: operators that make one number from numbers."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from pdfgen.model.operators.operator import Operator
from pdfgen.model.operators.value import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class Aggregation(Operator):
    """Makes one number from the numbers of the parts."""

    takes_all: ClassVar[bool] = True
    """Whether every number can be a part; otherwise ``refuses`` says which cannot."""

    def value(self, parts: Sequence[Value]) -> Exact | None:
        """Return the exact number that the parts give; None where it cannot be made because values are missing."""
        numbers = [number for number in self.taken(parts) if number is not None]
        return self.of_numbers(numbers) if len(numbers) == len(parts) else None

    def taken(self, parts: Sequence[Value]) -> list[Exact | None]:
        """Return the numbers of the parts that are taken: the exact ones, or those that are printed."""
        if self.takes_printed_parts:
            return [exact(part.number) for part in parts]
        return [part.exact for part in parts]

    def refuses(self, number: Exact) -> str:  # noqa: ARG002  # most take all
        """Return why ``number`` cannot be a part, as the end of a sentence; empty when it can."""
        return ""

    @abstractmethod
    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the exact number that these make; there are as many as are needed, and at least one."""

    @abstractmethod
    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the values that can be made from what the parts can be."""
