"""Classifications: operators that place printed numbers in a category."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from pdfgen.model.operators.operator import Operator, named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from pdfgen.model.operators.category import Band, Category
    from pdfgen.model.operators.operator import Division
    from pdfgen.model.operators.value import Value


class NoCategoryError(ValueError):
    """A number that lies in none of the ranges that should divide all numbers."""


class Classification(Operator):
    """Places the printed numbers of its parts in a category."""

    @abstractmethod
    def category(self, numbers: Sequence[Decimal | None]) -> Band | Category | None:
        """Return the category of the numbers of the parts; None where one that decides is missing.

        Raises NoCategoryError for a number in no range.
        """

    def places(self, numbers: Sequence[Decimal | None]) -> list[int | None]:
        """Return for each number of the parts the index of the range that it lies in; None for a missing one."""
        return [_place(division, number) for division, number in zip(self.divisions(), numbers, strict=True)]

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # a category has none
        """Return what the category follows from."""
        return "from " + " and ".join(named(parts))


def _place(division: Division, number: Decimal | None) -> int | None:
    if number is None:
        return None
    for index, range_ in enumerate(division.ranges):
        if number in range_:
            return index
    raise NoCategoryError(f"{division.of} is {number}, which lies in no {division.what}")
