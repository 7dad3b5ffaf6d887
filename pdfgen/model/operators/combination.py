"""Combinations: aggregations of several parts, some of which may have no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.model.operators.aggregation import Aggregation
from pdfgen.model.operators.several_parts import SeveralParts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class Combination(SeveralParts, Aggregation):
    """Makes one number from the children, or from the measures in ``of``."""

    rounded: bool = False
    """Take the rounded values of the parts instead of the exact ones."""

    @property
    def takes_printed_parts(self) -> bool:
        """Whether the rounded values of the parts are taken."""
        return self.rounded

    def value(self, parts: Sequence[Value]) -> Exact | None:
        """Return the exact number that the parts give; None where too few have a value."""
        taken = self.taken(parts)
        numbers = [number for number in taken if number is not None]
        if not numbers or not self.suffices(len(numbers), parts):
            return None
        places = [place for place, number in enumerate(taken) if number is not None]
        return self.of_valid(numbers, places, len(parts))

    def of_valid(self, numbers: Sequence[Exact], places: Sequence[int], count: int) -> Exact | None:  # noqa: ARG002
        """Return what the ``numbers`` make that stand at these ``places`` of ``count`` parts."""
        return self.of_numbers(numbers)

    def whole(self, parts: Sequence[Possible]) -> bool:
        """Tell whether all parts must have a value."""
        return self.needed(len(parts)) >= len(parts)
