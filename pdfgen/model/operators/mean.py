"""The mean."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from pdfgen.model.base import Identifier
from pdfgen.model.operators.aggregation import Aggregation
from pdfgen.model.operators.operator import named
from pdfgen.model.operators.possible import Possible, total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.value import Exact, Value


class Mean(Aggregation):
    """The mean of the children, or of the measures in ``of``."""

    op: Literal["mean"]
    of: tuple[Identifier, ...] = ()
    """The ids of the measures whose mean is taken; the children when left out."""
    rounded: bool = False
    """Take the rounded values of the parts instead of the exact ones."""
    min_valid: Annotated[int, Field(ge=1)] | None = None
    """How many parts must have a value; all of them when left out."""

    counts_points: ClassVar[bool] = False

    @property
    def takes_printed_parts(self) -> bool:
        """Whether the rounded values of the parts are taken."""
        return self.rounded

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:
        """Return the measures in ``of``, or the children."""
        return self.of or children

    def check(self, parts: tuple[str, ...]) -> str:
        """Return why the mean can give no value: it needs more parts than it has."""
        least = self.min_valid or 0
        return super().check(parts) or (f"it needs {least} values of {len(parts)}" if least > len(parts) else "")

    def needed(self, count: int) -> int:
        """Return ``min_valid``, or all of them."""
        return self.min_valid or count

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the mean."""
        return Fraction(sum(numbers), len(numbers))

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the means of what the parts can be, of as many as must have a value."""
        if self.needed(len(parts)) >= len(parts):
            return total(parts).scaled(Fraction(1, len(parts)))
        lows = [part.low for part in parts if part.low is not None]
        highs = [part.high for part in parts if part.high is not None]
        low = min(lows) if len(lows) == len(parts) else None
        return Possible(Fraction(0), None, low, max(highs) if len(highs) == len(parts) else None)

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # the message does not name them
        """Return the parts."""
        return "the mean of " + ", ".join(named(parts))
