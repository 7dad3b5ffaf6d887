"""The value of a measure: an exact number, the number that is printed, a category."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.model.operators.category import Band, Category

Exact = int | Fraction


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one measure; all fields are None where scores are missing.

    ``number`` is rounded to the decimals of the measure, ``exact`` is not. A rating or a status has a ``category``.
    """

    number: Decimal | None = None
    exact: Exact | None = None
    category: Band | Category | None = None

    @property
    def code(self) -> str | None:
        """The code of the category, for a measure that has no number."""
        return self.category.code if self.category else None

    @property
    def text(self) -> str:
        """The value as an author writes it: its number, or the code of its category."""
        if self.number is not None:
            return str(self.number)
        return self.code or "nothing"

    def __bool__(self) -> bool:
        return self.number is not None or self.category is not None


MISSING = Value()


def exact(number: Decimal | None) -> Exact | None:
    """Return a decimal number as an integer or a fraction, without loss."""
    if number is None:
        return None
    whole = int(number)
    return whole if whole == number else Fraction(number)
