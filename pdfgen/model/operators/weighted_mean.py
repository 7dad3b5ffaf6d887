"""The mean with weights."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.base import Identifier, Number, did_you_mean, fault
from pdfgen.model.operators.aggregation import Aggregation
from pdfgen.model.operators.operator import named
from pdfgen.model.operators.possible import total

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic_core import PydanticCustomError

    from pdfgen.model.operators.operator import Place, Teller
    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class WeightedMean(Aggregation):
    """The mean with weights: sum of weight times value, over the sum of the weights."""

    op: Literal["weighted_mean"]
    weights: dict[Identifier, Number]
    """The weight of each measure, by its id; all children need one, 0 when it does not count."""
    rounded: bool = False
    """Take the rounded values of the parts instead of the exact ones."""

    counts_points: ClassVar[bool] = False

    @property
    def takes_printed_parts(self) -> bool:
        """Whether the rounded values of the parts are taken."""
        return self.rounded

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002  # the weights name them
        """Return the measures that have a weight."""
        return tuple(self.weights)

    def check(self, parts: tuple[str, ...]) -> str:
        """Return why the mean can give no value: it would divide by zero."""
        return super().check(parts) or ("" if sum(self.weights.values()) else "its weights add up to nothing")

    def flaws(self, id_: str, children: tuple[str, ...]) -> Iterator[tuple[Place, PydanticCustomError]]:
        """Yield the children that have no weight, and the weights of what is no child."""
        if not children:
            return
        for of in self.weights:
            if of not in children:
                message = f"{of} has a weight in {id_}, but is not one of its children"
                yield ("weights",), fault("weight-of-no-child", message, did_you_mean(of, children), of)
        if missing := [child for child in children if child not in self.weights]:
            message = f"{', '.join(missing)} {'have' if missing[1:] else 'has'} no weight in {id_}"
            remedy = f"add `{missing[0]}:` with its weight to `weights`; 0 when it does not count"
            yield ("weights",), fault("missing-weight", message, remedy)

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the mean with weights."""
        weighed = zip(self.weights.values(), numbers, strict=True)
        return Fraction(sum(Fraction(weight) * number for weight, number in weighed)) / self._whole()

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the means of what the parts can be."""
        weighed = zip(self.weights.values(), parts, strict=True)
        return total([part.scaled(Fraction(weight) / self._whole()) for weight, part in weighed if weight])

    def _whole(self) -> Fraction:
        return Fraction(sum(self.weights.values()))

    def sentence(self, teller: Teller) -> str:
        """Return the sentence, each part with its weight."""
        weights = zip(teller.parts, self.weights.values(), strict=True)
        weighed = [teller.phrase("weight", measure=name, weight=teller.number(weight)) for name, weight in weights]
        return teller.say(self.op, parts=teller.listed(weighed))

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # the message does not name them
        """Return the parts."""
        return "the weighted mean of " + ", ".join(named(parts))
