"""The number of parts that have a value, or that meet a condition."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.base import Identifier, Range
from pdfgen.model.operators.combination import Combination
from pdfgen.model.operators.possible import Possible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.value import Exact, Value


class Counted(Range):
    """Which parts are counted: those in a range, or of a category."""

    code: tuple[Identifier, ...] = ()
    """The categories that are counted."""

    def meets(self, part: Value) -> bool:
        """Tell whether a part that has a value is counted."""
        return (not self.code or part.code in self.code) and (part.number is None or part.number in self)


class Count(Combination):
    """How many of the children, or of the measures in ``of``, have a value; with ``when``, how many meet a condition.

    A part without a value is not counted; with ``missing: error`` there is then no number.
    """

    op: Literal["count"]
    when: Counted | None = None
    """What the printed value of a part must be to count; any value counts when left out."""

    adds_up: ClassVar[bool] = False
    takes_categories: ClassVar[bool] = True

    def value(self, parts: Sequence[Value]) -> Exact | None:
        """Return how many parts count; None where too few have a value."""
        valid = [part for part in parts if part]
        if not self.suffices(len(valid), parts):
            return None
        return sum(1 for part in valid if self.when is None or self.when.meets(part))

    def needed(self, count: int) -> int:
        """Return how many parts must have a value: none, unless the rubric says so."""
        return count if self.missing == "error" else self.min_valid or 0

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return how many numbers there are."""
        return len(numbers)

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the whole numbers up to that of the parts."""
        return Possible(Fraction(0), Fraction(1), Fraction(0), Fraction(len(parts)))

    def sentence(self, teller: Teller) -> str:
        """Return the sentence, with the condition if there is one."""
        if self.when is None:
            return super().sentence(teller)
        condition = teller.condition(self.when, self.when.code)
        return teller.say("count_when", parts=teller.listed(teller.parts), condition=condition)

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:
        """Return the parts."""
        return "counted among " + ", ".join(self.named(parts)) + modifiers
