"""The percentile rank of an entity in its edition or its group."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pdfgen.model.operators.possible import Possible
from pdfgen.model.operators.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.value import Exact


class Percentile(Standing):
    """The percentage of entities that an entity leaves behind it."""

    op: Literal["percentile"]
    counts: Literal["others", "worse", "middle", "not_better"] = "others"
    """``others``: those that are worse, of all others: 100 for the best, 0 for the last. ``worse``: of all, itself
    included. ``middle``: and half of those that are as good, itself included. ``not_better``: and all of these."""

    def place(self, own: Exact, others: Sequence[Exact]) -> Exact | None:
        """Return the percentage; None where it is one of the others, and there is no other."""
        worse = sum(1 for other in others if other < own)
        alike = 1 + sum(1 for other in others if other == own)
        match self.counts:
            case "others":
                return Fraction(100 * worse, len(others)) if others else None
            case "worse":
                found = Fraction(worse)
            case "middle":
                found = worse + Fraction(alike, 2)
            case _:
                found = Fraction(worse + alike)
        return 100 * found / (len(others) + 1)

    def sentence(self, teller: Teller) -> str:
        """Return the sentence, with who is counted."""
        form = self.op if self.counts == "others" else f"{self.op}_{self.counts}"
        return teller.say(form, parts=teller.listed(teller.parts), among=self.among(teller))

    def possible(self) -> Possible:
        """Return all from 0 to 100."""
        return Possible(Fraction(0), None, Fraction(0), Fraction(100))
