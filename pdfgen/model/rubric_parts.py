"""The parts of a rubric file: measures with their scales and words, the headline, flags, breaks, quick facts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from pdfgen.model.base import Direction, Identifier, Kind, Line, Model, Number, Text, fault
from pdfgen.model.condition import Condition
from pdfgen.model.editions import EditionId, Versioned
from pdfgen.model.limit import Limit
from pdfgen.model.operators import Category, Formula, NamedScale, check_line
from pdfgen.model.rounding import LONGEST, Rounding, rounded

if TYPE_CHECKING:
    from typing_extensions import Self


class Wording(Versioned):
    """The official words of a question in some editions."""

    text: Text
    """The words of the question, as they were published; they are printed in the place of `label`."""
    verified: bool = True
    """False when the words were not checked against a publication; they are then never printed as official."""
    source: Line | None = None
    """Where the words come from."""


class Hint(Model):
    """What the two ends of a scale mean."""

    min: Line
    """What the lower end means, such as “least free”."""
    max: Line
    """What the upper end means."""
    min_value: Number | None = None
    """The number that is printed for the lower end, where that is not the least possible value."""


class Scale(Model):
    """The scale of a measure: its ends, its step, its decimals, and which way it gets better."""

    min: Number = Decimal(0)
    """The least value; 0 when left out."""
    max: Number | None = None
    """The greatest value; the scale is open when left out. What is a sum of questions needs no scale of its own."""
    step: Number | None = None
    """The distance of allowed values from ``min``; any number of ``decimals`` when left out."""
    decimals: Annotated[int, Field(ge=0, le=15)] = 0
    """How many decimals are printed, 0 when left out; computed values are rounded to them."""
    rounding: Rounding = "half_up"
    """``half_up``: halves away from zero; ``half_even``: halves to the even neighbour; ``down``: what is beyond the
    decimals is cut off; ``none``: all decimals that the value has, at least ``decimals``."""
    round_to: Annotated[Number, Field(gt=0)] | None = None
    """What the value is rounded to a multiple of, such as 0.5; the last decimal when left out."""
    direction: Direction | None = None
    """Whether higher or lower is better; the parent's when left out, higher at the top."""
    hint: Hint | None = None
    """What the ends of the scale mean, in words."""
    scale: NamedScale | None = None
    """The words or letters that it is judged by instead of a number, the best first; or the name of a scale in
    ``scales``."""

    @model_validator(mode="after")
    def _is_a_scale(self) -> Self:
        if self.scale is not None and (idle := [key for key in _OF_NUMBERS if key in self.model_fields_set]):
            message = f"a scale of words has no `{idle[0]}`"
            raise fault("scale-of-words", message, f"remove `{idle[0]}`; give the words a `value` where they count")
        if self.max is not None and self.max <= self.min:
            raise fault("empty-scale", f"the scale from {self.min} to {self.max} is empty", "make `max` greater", "max")
        if self.step is not None and self.step <= 0:
            raise fault("bad-step", f"the step {self.step} leads nowhere", "write a step greater than 0", "step")
        if self.round_to is not None:
            if self.rounding == "none":
                message = "`round_to` has no use beside `rounding: none`"
                raise fault("idle-rounding", message, "remove one of the two", "round_to")
            if -int(self.round_to.as_tuple().exponent) > self.decimals:
                message = f"multiples of {self.round_to} do not show in {self.decimals} decimals"
                remedy = f"write `decimals: {-int(self.round_to.as_tuple().exponent)}`"
                raise fault("hidden-decimals", message, remedy, "round_to")
        return self

    @property
    def unit(self) -> Fraction:
        """What printed values are multiples of."""
        if self.rounding == "none":
            return Fraction(1, 10**LONGEST)
        return Fraction(self.round_to) if self.round_to is not None else Fraction(1, 10**self.decimals)

    def printed(self, value: int | Fraction) -> Decimal:
        """Return an exact value as it is printed."""
        return rounded(value, self.decimals, self.rounding, self.round_to)


_OF_NUMBERS = ("min", "max", "step", "decimals", "direction", "hint")

Tolerance = Annotated[Number, Field(ge=0)]
"""How far apart two values may be, in the measure's own units."""


class Modifier(Versioned, Scale):
    """A discretionary question: stored positive, added to its node or subtracted from it, shown when not zero."""

    id: Identifier
    """The id, by which reports give its score; unlike any other of the edition."""
    label: Line
    """A short title."""
    wording: tuple[Wording, ...] = ()
    """The official words, which may differ from edition to edition."""
    effect: Literal["add", "subtract"]
    """Whether its points are added to those of its node, or subtracted."""
    tolerance: Tolerance = Decimal(0)
    """By how much the score of a report may differ from that of the score table."""


class Node(Versioned, Scale):
    """A node of the tree. Without children it is a question, scored by the report."""

    id: Identifier
    """The id, by which reports answer and formulas refer to it: A, A1; unlike any other of the edition."""
    label: Line
    """The title in print; a short title of a question that has a wording."""
    wording: tuple[Wording, ...] = ()
    """The official words of a question, which may differ from edition to edition."""
    formula: Formula | None = None
    """How the value is made from the children; their sum when left out."""
    abbr: Line | None = None
    """What heads its column in a table; its id when left out."""
    optional: bool = False
    """The score of this question may be missing."""
    tolerance: Tolerance = Decimal(0)
    """By how much a published value may differ from the one that is made from its parts; it is then printed, and used,
    as published. For a question, by how much the score of a report may differ from that of the score table."""
    weight: Annotated[Number, Field(ge=0)] | None = None
    """How much it counts in the mean or the sum above it; 1 when left out."""
    limits: Annotated[tuple[Limit, ...], Field(max_length=100)] = ()
    """What the value cannot be better than, whatever its parts give."""
    children: tuple[Node, ...] = ()
    """The questions or groups below this; without them it is a question."""
    modifiers: tuple[Modifier, ...] = ()
    """Discretionary questions that change the value of this node."""


class Derived(Versioned, Scale):
    """A measure made from others: a rating, a status, a percentage."""

    id: Identifier
    """The id, by which headline, flags and formulas refer to it; unlike any other of the edition."""
    label: Line
    """The name in print."""
    formula: Formula
    """How the value is made from other measures."""
    abbr: Line | None = None
    """What heads its column in a table; its id when left out."""
    tolerance: Tolerance = Decimal(0)
    """By how much a published value may differ from the one that is made from its parts; it is then printed, and used,
    as published."""
    limits: Annotated[tuple[Limit, ...], Field(max_length=100)] = ()
    """What the value cannot be better than, whatever its parts give."""


class Headline(Versioned):
    """What stands at the top of a report."""

    aggregate: Identifier | None = None
    """The measure shown as the total; none when left out."""
    status: Identifier | None = None
    """The measure whose category is the entity's status."""
    measures: tuple[Identifier, ...] = ()
    """The measures shown beside the total, in this order."""


class Flag(Versioned):
    """A property that follows from the measures."""

    id: Identifier
    """The id, unlike that of any other flag of the edition."""
    label: Line
    """The words below the name of an entity that has the flag, such as “electoral democracy”."""
    when: Condition
    """The condition that the measures must meet."""
    entities: tuple[Kind, ...] = ()
    """The kinds of entity that can have the flag; all when left out."""

    def concerns(self, kind: str) -> bool:
        """Tell whether an entity of this kind can have the flag."""
        return not self.entities or kind in self.entities


class Break(Model):
    """A change of method that parts an edition from the one before it."""

    edition: EditionId
    """The first edition of the new method."""
    measures: tuple[Identifier, ...] = ()
    """The measures concerned; all when left out."""
    entities: tuple[Line, ...] = ()
    """The entities concerned; all when left out."""
    rule: Literal["note", "none", "linear"]
    """``note``: changes are shown with the note; ``none``: values cannot be compared; ``linear``: earlier values are
    mapped by ``source`` and ``target`` first."""
    source: tuple[Number, Number] | None = None
    """Two values on the scale of the earlier editions, for the rule `linear`: [1, 7]."""
    target: tuple[Number, Number] | None = None
    """The values on the new scale that these two become: [7, 1]."""
    note: Text
    """What readers are told of the change."""

    @model_validator(mode="after")
    def _has_points(self) -> Break:
        points = [self.source is not None, self.target is not None]
        if points != [self.rule == "linear"] * 2:
            remedy = "write `source: [1, 7]` and `target: [7, 1]`, or another rule"
            raise fault("bad-break", "the rule `linear`, and only it, needs `source` and `target`", remedy)
        if self.source is not None:
            check_line(self.source)
            if not self.measures:
                remedy = "name the measures whose scale changed"
                raise fault("bad-break", "the rule `linear` needs `measures`", remedy, "rule")
        return self

    def concerns(self, measure: str, entity: str) -> bool:
        """Tell whether the break touches this measure of this entity."""
        return (not self.measures or measure in self._measures) and (not self.entities or entity in self._entities)

    @cached_property
    def _measures(self) -> frozenset[str]:
        return frozenset(self.measures)

    @cached_property
    def _entities(self) -> frozenset[str]:
        return frozenset(self.entities)


class FactField(Versioned):
    """A field of the quick-facts box."""

    id: Identifier
    """The id, by which reports give the fact: population."""
    label: Line
    """The name in print."""
    type: Literal["text", "integer", "number", "money", "percent", "category"] = "text"
    """What kind of value it is; money has its unit before the number, percent is a number of 0 to 100 without the
    sign."""
    unit: Line | None = None
    """Printed with the value: a currency sign before money, a unit after a number."""
    decimals: Annotated[int, Field(ge=0, le=15)] = 0
    """How many decimals are printed; 0 when left out."""
    min: Number | None = None
    """The least value of a number; for a whole number 0 when left out."""
    max: Number | None = None
    """The greatest value of a number."""
    categories: tuple[Category, ...] = ()
    """The words of a fact of type category; reports give their codes."""
    entities: tuple[Kind, ...] = ()
    """The kinds of entity that have the fact; all when left out."""

    def concerns(self, kind: str) -> bool:
        """Tell whether an entity of this kind has the fact."""
        return not self.entities or kind in self.entities

    @model_validator(mode="after")
    def _has_ends(self) -> Self:
        if self.type in ("text", "category") and (self.min is not None or self.max is not None):
            message = f"a fact of type {self.type} has no `min` and no `max`"
            raise fault("idle-ends", message, "remove them, or make it a number")
        if self.min is not None and self.max is not None and self.max < self.min:
            message = f"no value lies between {self.min} and {self.max}"
            raise fault("empty-range", message, "make `max` greater", "max")
        return self


class EditionWords(Model):
    """How an edition is printed."""

    edition: EditionId
    """One of the editions of the rubric."""
    label: Line | None = None
    """The edition in words; its id when left out."""
    short: Line | None = None
    """The edition where there is little room, such as below a bar; the label when left out."""
    covers: Line | None = None
    """The time that it covers, in words: July to December 2023."""

    @property
    def printed(self) -> str:
        """The edition in words."""
        return self.label or str(self.edition)


class EditionTime(NamedTuple):
    """The time that an edition covers: its words, the month in which it begins, and the year, as far as it has one."""

    words: EditionWords
    start_month: int
    year: int | None


class Period(Model):
    """The time that an edition covers."""

    offset: Annotated[int, Field(ge=-5, le=0)] = -1
    """Year under review minus edition: -1 when edition 2018 covers 2017 (or begins in it), 0 when it covers 2018."""
    start_month: Annotated[int, Field(ge=1, le=12)] = 1
    """The month in which the twelve months begin."""
