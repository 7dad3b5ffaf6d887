"""The sum."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pdfgen.model.operators.possible import extremes, spread, total
from pdfgen.model.operators.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value


class Sum(Weighted):
    """Add up the children, or the measures in ``of``; with ``weights`` each times its weight."""

    op: Literal["sum"]

    @property
    def is_plain(self) -> bool:
        """Whether it is nothing but the sum of all its parts."""
        return not self.weights and not self.leaves_out

    def of_valid(self, numbers: Sequence[Exact], places: Sequence[int], count: int) -> Exact | None:
        """Return the sum; where others take the weight of missing parts, as large as if these were as the others."""
        made = super().of_valid(numbers, places, count)
        if made is None or self.missing != "reweigh" or len(places) == count:
            return made
        every = self.weight(count)
        return made * sum(every, Fraction(0)) / sum((every[place] for place in places), Fraction(0))

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the sum."""
        return sum(numbers)

    def of_weighed(self, numbers: Sequence[Exact], weights: Sequence[Fraction]) -> Exact:
        """Return the sum of each number times its weight."""
        return sum((weight * number for weight, number in zip(weights, numbers, strict=True)), Fraction(0))

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the sums of what the parts can be, of as many as must have a value."""
        weights = self.weight(len(parts)) if self.weights else []
        weighed = [part.scaled(weight) for part, weight in zip(parts, weights, strict=True)] if weights else parts
        if self.whole(parts):
            return total(weighed)
        if self.missing == "reweigh":
            return spread(parts).scaled(sum(self.weight(len(parts)), Fraction(0)))
        return extremes(weighed, self.needed(len(parts)))

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:
        """Return the terms: ``D 4 + E 1``."""
        terms = self.named(parts)
        if self.weights:
            weighed = zip([self.weights[id_] for id_ in self.counting(parts)], terms, strict=True)
            terms = [f"{weight} × {term}" for weight, term in weighed]  # noqa: RUF001  # a sign of multiplication
        return " + ".join(terms) + modifiers

    def sentence(self, teller: Teller) -> str:
        """Return the sentence; with weights each part is told with its own."""
        form = "weighted_sum" if self.weights else self.op
        return teller.say(form, parts=teller.listed(self.weighed(teller)))
