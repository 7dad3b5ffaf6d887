"""The least value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.operators.combination import Combination
from pdfgen.model.operators.possible import either, greatest, least

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class Minimum(Combination):
    """The least value of the children, or of the measures in ``of``."""

    op: Literal["min"]

    adds_up: ClassVar[bool] = False

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the least number."""
        return min(numbers)

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the least of what the parts can be, of as many as must have a value."""
        found = either(parts)
        if not self.whole(parts):
            return found
        return replace(found, low=least(parts, min), high=greatest(parts, min))

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # the message does not name them
        """Return the parts."""
        return "the least of " + ", ".join(self.named(parts))
