"""The sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pdfgen.model.base import Identifier
from pdfgen.model.operators.aggregation import Aggregation
from pdfgen.model.operators.operator import named
from pdfgen.model.operators.possible import total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class Sum(Aggregation):
    """Add up the children, or the measures in ``of``."""

    op: Literal["sum"]
    of: tuple[Identifier, ...] = ()
    """The ids of the measures that are added up; the children when left out."""
    rounded: bool = False
    """Take the rounded values of the parts instead of the exact ones."""

    @property
    def takes_printed_parts(self) -> bool:
        """Whether the rounded values of the parts are taken."""
        return self.rounded

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:
        """Return the measures in ``of``, or the children."""
        return self.of or children

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the sum."""
        return sum(numbers)

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the sums of what the parts can be."""
        return total(parts)

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:
        """Return the terms: ``D 4 + E 1``."""
        return " + ".join(named(parts)) + modifiers
