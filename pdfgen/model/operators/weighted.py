"""Combinations whose parts can have weights."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from pdfgen.model.base import Identifier, Number, did_you_mean, fault
from pdfgen.model.operators.combination import Combination

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import PydanticCustomError

    from pdfgen.model.operators.operator import Place, Teller
    from pdfgen.model.operators.value import Exact

Weights = dict[Identifier, Number]


class Weighted(Combination):
    """Makes one number from parts that can have weights: in the formula, or as ``weight`` of the children."""

    weights: Weights = Field(default_factory=dict)
    """The weight of each part; all weigh the same when left out."""

    takes_weights: ClassVar[bool] = True
    can_reweigh: ClassVar[bool] = True

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:
        """Return the measures that have a weight, those in ``of``, or the children."""
        return tuple(self.weights) or self.of or children

    def check(self, parts: tuple[str, ...]) -> str:
        """Return why there can be no value: it would divide by zero."""
        divides = sum(self.weight(len(parts)))
        return super().check(parts) or ("" if divides else "its weights add up to nothing")

    def flaws(self, id_: str, children: tuple[str, ...]) -> Iterator[tuple[Place, PydanticCustomError]]:
        """Yield the parts that have no weight, and the weights of what is no part."""
        parts, what = (self.of, "parts") if self.of else (children, "children")
        if not self.weights or not parts:
            return
        for of in self.weights:
            if of not in parts:
                message = f"{of} has a weight in {id_}, but is not one of its {what}"
                yield ("weights",), fault("weight-of-no-child", message, did_you_mean(of, parts), of)
        if missing := [part for part in parts if part not in self.weights]:
            message = f"{', '.join(missing)} {'have' if missing[1:] else 'has'} no weight in {id_}"
            remedy = f"add `{missing[0]}:` with its weight to `weights`; 0 when it does not count"
            yield ("weights",), fault("missing-weight", message, remedy)

    def weight(self, count: int) -> list[Fraction]:
        """Return the weight of each of ``count`` parts."""
        return [Fraction(weight) for weight in self.weights.values()] or [Fraction(1)] * count

    def of_valid(self, numbers: Sequence[Exact], places: Sequence[int], count: int) -> Exact | None:
        """Return what the numbers make with their weights; None where these add up to nothing."""
        if not self.weights:
            return self.of_numbers(numbers)
        every = self.weight(count)
        weights = [every[place] for place in places]
        return self.of_weighed(numbers, weights) if sum(weights) else None

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return what the numbers make when all weigh the same."""
        return self.of_weighed(numbers, [Fraction(1)] * len(numbers))

    @abstractmethod
    def of_weighed(self, numbers: Sequence[Exact], weights: Sequence[Fraction]) -> Exact:
        """Return what the numbers make with these weights, which do not add up to nothing."""

    def sentence(self, teller: Teller) -> str:
        """Return the sentence, each part with its weight."""
        return teller.say(self.op, parts=teller.listed(self.weighed(teller)))

    def weighed(self, teller: Teller) -> Sequence[str]:
        """Return the names of the parts, each with its weight if they have any."""
        if not self.weights:
            return teller.parts
        weights = zip(teller.parts, self.weights.values(), strict=True)
        return [teller.phrase("weight", measure=name, weight=teller.number(weight)) for name, weight in weights]
