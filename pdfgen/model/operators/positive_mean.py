"""Means of numbers that are not negative: the geometric, the harmonic and the power mean."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from pdfgen.model.base import fault
from pdfgen.model.operators.possible import Possible, greatest, least, spread
from pdfgen.model.operators.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic_core import PydanticCustomError

    from pdfgen.model.operators.operator import Place, Teller
    from pdfgen.model.operators.value import Exact, Value


class PositiveMean(Weighted):
    """A mean of numbers that are not negative."""

    takes_all: ClassVar[bool] = False
    adds_up: ClassVar[bool] = False
    called: ClassVar[str]
    """What it is called in a message."""

    def flaws(self, id_: str, children: tuple[str, ...]) -> Iterator[tuple[Place, PydanticCustomError]]:
        """Yield negative weights as well: the mean would not lie between its parts."""
        yield from super().flaws(id_, children)
        for of, weight in self.weights.items():
            if weight < 0:
                message = f"{of} has the weight {weight} in {id_}; the weights of a {self.called} are not negative"
                yield ("weights", of), fault("negative-weight", message, "write a weight of 0 or more")

    def refuses(self, number: Exact) -> str:
        """Return that a negative number cannot be a part."""
        return f"a {self.called} takes no negative numbers" if number < 0 else ""

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the means of what the parts can be, of as many as must have a value; none of a negative number."""
        taken = [replace(part, low=max(part.low or Fraction(0), Fraction(0))) for part in parts]
        if not self.whole(parts):
            return replace(spread(taken), step=None)
        weights = self.weight(len(parts))
        low, high = (
            choose(taken, lambda ends: Fraction(self.of_weighed(ends, weights))) for choose in (least, greatest)
        )
        return Possible(Fraction(0), None, low, high)

    def remarks(self, teller: Teller) -> list[str]:
        """Return what the numbers behind the parts are, if they have any."""
        return [*([teller.phrase("weights")] if self.weights else []), *super().remarks(teller)]

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # the message does not name them
        """Return the parts."""
        return f"the {'weighted ' if self.weights else ''}{self.called} of " + ", ".join(self.named(parts))
