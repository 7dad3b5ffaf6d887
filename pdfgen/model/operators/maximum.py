"""The greatest value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.operators.combination import Combination
from pdfgen.model.operators.possible import either, greatest, least

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class Maximum(Combination):
    """The greatest value of the children, or of the measures in ``of``."""

    op: Literal["max"]

    adds_up: ClassVar[bool] = False

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the greatest number."""
        return max(numbers)

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the greatest of what the parts can be, of as many as must have a value."""
        found = either(parts)
        if not self.whole(parts):
            return found
        return replace(found, low=least(parts, max), high=greatest(parts, max))

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # the message does not name them
        """Return the parts."""
        return "the greatest of " + ", ".join(self.named(parts))
