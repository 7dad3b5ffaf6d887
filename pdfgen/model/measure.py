"""A measure of one edition: something that has a value, with its place in the tree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pdfgen.model.operators import Banding

if TYPE_CHECKING:
    from pdfgen.model.base import Direction
    from pdfgen.model.limit import Limit
    from pdfgen.model.operators import Band, Category, Formula, Grade, Place
    from pdfgen.model.rubric_parts import Modifier, Scale, Wording


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of one edition, its place in the tree resolved."""

    id: str
    label: str
    scale: Scale
    direction: Direction
    formula: Formula | None
    """None for a question or a modifier: the report gives its score."""
    parts: tuple[str, ...] = ()
    """The children, in the tree."""
    modifiers: tuple[Modifier, ...] = ()
    wording: Wording | None = None
    optional: bool = False
    level: int = 0
    """Depth in the tree; a root has 0."""
    abbr: str = ""
    """What heads its column in a table."""
    place: Place = ()
    """Where the rubric defines it."""
    tolerance: Decimal = Decimal(0)
    """By how much a published value may differ from the one that is made from its parts, and a score from that of the
    score table."""
    weight: Decimal | None = None
    """How much it counts in what it is a part of, where the rubric says so."""
    grades: tuple[Grade, ...] = ()
    """The words that it is judged by, the best first; none for a number."""
    limits: tuple[Limit, ...] = ()
    """What it cannot be better than."""

    @property
    def is_item(self) -> bool:
        """Whether the report answers this measure."""
        return self.formula is None

    @property
    def is_stated(self) -> bool:
        """Whether a report or a table states the value: of a question, or of a measure that is made outside."""
        return self.formula is None or self.formula.is_stated

    @property
    def is_banded(self) -> bool:
        """Whether the value is a band of another measure: a rating or a status."""
        return isinstance(self.formula, Banding)

    @property
    def is_place(self) -> bool:
        """Whether the value is a place among others, 1 for the best."""
        return self.formula is not None and self.formula.is_place

    @property
    def made_from(self) -> tuple[str, ...]:
        """The ids of the measures that the value is made from."""
        return self.formula.parts(self.parts) if self.formula else ()

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The ids of all measures that the value depends on: its parts, and those of limits and exceptions."""
        if not self.limits and not isinstance(self.formula, Banding):
            return self.made_from
        asked = [id_ for limit in self.limits for id_ in limit.measures()]
        asked += [id_ for item in (self.formula.conditions() if self.formula else ()) for id_ in item.measures()]
        return (*self.made_from, *asked)

    @property
    def start(self) -> Decimal:
        """Where a picture of the scale begins: its least value before deductions, or the one that its hint prints."""
        hint = self.scale.hint
        if hint and hint.min_value is not None:
            return hint.min_value
        return self.scale.min + sum(item.max or 0 for item in self.modifiers if item.effect == "subtract")

    def categories(self) -> tuple[Band | Category | Grade, ...]:
        """Return the categories that the measure can take, best first; none for a plain number."""
        return self.grades or (self.formula.outcomes() if self.formula else ())

    def off_scale(self, value: Decimal) -> str:
        """Return why ``value`` cannot be the score of this question, or the value of this measure; empty when it can.

        A measure that is no question may be stated more exactly than it is printed.
        """
        scale = self.scale
        verb, values = ("is scored", "scores") if self.is_item else ("is", "its values")
        if value < scale.min or (scale.max is not None and value > scale.max):
            ends = f"from {scale.min}" if scale.max is None else f"from {scale.min} to {scale.max}"
            return f"{self.id} {verb} {value}; {values} go {ends}"
        if scale.step is not None and (value - scale.min) % scale.step:
            return f"{self.id} {verb} {value}; {values} go in steps of {scale.step} from {scale.min}"
        exact = scale.step is not None or scale.rounding == "none"
        if self.is_item and not exact and (Fraction(value) * 10**scale.decimals).denominator > 1:
            return f"{self.id} is scored {value}; scores have {_decimals(scale.decimals)}"
        return ""

    def has_number(self) -> bool:
        """Tell whether the measure's value is a number, and not only a category."""
        if self.grades:
            return self.grades[0].value is not None
        return self.formula is None or self.formula.has_number


def _decimals(count: int) -> str:
    return f"{count or 'no'} decimal{'' if count == 1 else 's'}"
