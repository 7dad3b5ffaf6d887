"""The rank of an entity in its edition or its group."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.operators.possible import Possible
from pdfgen.model.operators.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators.value import Exact


class Rank(Standing):
    """The place of an entity, the best first."""

    op: Literal["rank"]
    ties: Literal["standard", "modified", "dense", "fractional"] = "standard"
    """The places after 1 when two are second: ``standard`` 2, 2, 4; ``modified`` 3, 3, 4; ``dense`` 2, 2, 3;
    ``fractional`` 2.5, 2.5, 4."""

    lower_is_better: ClassVar[bool] = True

    @property
    def is_place(self) -> bool:
        """A rank is one."""
        return True

    def place(self, own: Exact, others: Sequence[Exact]) -> Exact | None:
        """Return the place, 1 for the best."""
        better = [other for other in others if other > own]
        alike = sum(1 for other in others if other == own)
        match self.ties:
            case "dense":
                return 1 + len(set(better))
            case "modified":
                return 1 + len(better) + alike
            case "fractional":
                return 1 + len(better) + Fraction(alike, 2)
            case _:
                return 1 + len(better)

    def possible(self) -> Possible:
        """Return the whole numbers from 1, or halves."""
        step = Fraction(1, 2) if self.ties == "fractional" else Fraction(1)
        return Possible(Fraction(1), step, Fraction(1), None)
