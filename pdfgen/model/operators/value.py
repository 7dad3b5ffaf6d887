"""The value of a measure: an exact number, the number that is printed, a category."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.model.limit import Limit
    from pdfgen.model.operators.absence import Absence
    from pdfgen.model.operators.category import Band, Category
    from pdfgen.model.operators.grade import Grade

Exact = int | Fraction


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one measure; all fields are None where scores are missing.

    ``number`` is rounded to the decimals of the measure, ``exact`` is not. A rating, a status or a word of a scale has
    a ``category``.
    """

    number: Decimal | None = None
    exact: Exact | None = None
    category: Band | Category | Grade | None = None
    absent: Absence = ""
    """Why there is none; empty where nobody says so."""
    limit: Limit | None = None
    """What the value was limited by; None where it is what its parts give."""
    unlimited: Value | None = None
    """What the parts give, of a value that was limited."""

    @property
    def code(self) -> str | None:
        """The code of the category, for a measure that has no number."""
        return self.category.code if self.category else None

    @property
    def text(self) -> str:
        """The value as an author writes it: its number, the code of its category, or why there is none."""
        if self.number is not None and not self.is_word:
            return str(self.number)
        return self.code or self.absent or "nothing"

    @property
    def is_word(self) -> bool:
        """Whether the value is a word of a scale, printed as such even where it counts as a number."""
        return self.category is not None and self.category.is_word

    def __bool__(self) -> bool:
        return self.number is not None or self.category is not None


MISSING = Value()


def exact(number: Decimal | None) -> Exact | None:
    """Return a decimal number as an integer or a fraction, without loss."""
    if number is None:
        return None
    whole = int(number)
    return whole if whole == number else Fraction(number)
