"""The rubric: a published method as data.

A rubric file covers all the editions of a series; whatever belongs to some of them says so with ``editions``.
``Rubric.at(edition)`` is the ``Method`` of one edition. Everything that has a value is a *measure*: a question (a leaf
of the tree), a node above it, a modifier, or a derived measure such as a rating or a status.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from pydantic import Field, PrivateAttr, model_validator

from pdfgen.model.base import (
    Direction,
    Identifier,
    Kind,
    Line,
    Model,
    Number,
    Range,
    Slug,
    Text,
    Versioned,
    Year,
    did_you_mean,
    fault,
)

if TYPE_CHECKING:
    from typing_extensions import Self

Tone = Literal["positive", "mixed", "negative", "neutral"]
"""What a band says of an entity; a theme gives each tone a colour and a shape."""


class Band(Range):
    """A band of values with the category that they fall in."""

    code: Identifier | None = None
    """The category's short name; the measure's value unless ``value`` is given."""
    value: Number | None = None
    """The category as a number, for ratings."""
    label: Line | None = None
    """The category's name in print."""
    tone: Tone = "neutral"

    @model_validator(mode="after")
    def _has_value(self) -> Band:
        if self.code is None and self.value is None:
            raise fault("band-without-value", "the band has neither code nor value", "give it `code:` or `value:`")
        return self


class Category(Model):
    """A category of a matrix: what its cells name. Listed best first."""

    code: Identifier
    label: Line
    tone: Tone = "neutral"


class Axis(Model):
    """One side of a matrix: a measure and the ranges that part it."""

    of: Identifier
    bins: tuple[Range, ...]


class Sum(Model):
    """Add up the children, or the measures in ``of``."""

    op: Literal["sum"] = "sum"
    of: tuple[Identifier, ...] = ()
    rounded: bool = False
    """Take the rounded values of the parts instead of the exact ones."""


class Mean(Model):
    """The mean of the children, or of the measures in ``of``."""

    op: Literal["mean"]
    of: tuple[Identifier, ...] = ()
    rounded: bool = False
    """Take the rounded values of the parts instead of the exact ones."""
    min_valid: Annotated[int, Field(ge=1)] | None = None
    """How many parts must have a value; all of them when left out."""


class WeightedMean(Model):
    """The mean with weights: sum of weight times value, over the sum of the weights."""

    op: Literal["weighted_mean"]
    weights: dict[Identifier, Number]
    rounded: bool = False
    """Take the rounded values of the parts instead of the exact ones."""


class ScaledSum(Model):
    """The sum of the parts times ``factor``, over the number of parts: a count of points on a common scale."""

    op: Literal["scaled_sum"]
    factor: Number
    of: tuple[Identifier, ...] = ()


class Linear(Model):
    """A straight line through two points: ``source`` (two values of ``of``) is mapped on ``target``."""

    op: Literal["linear"]
    of: Identifier
    source: tuple[Number, Number]
    target: tuple[Number, Number]

    @model_validator(mode="after")
    def _is_a_line(self) -> Linear:
        _check_line(self.source)
        return self


def _check_line(source: tuple[Number, Number]) -> None:
    if source[0] == source[1]:
        raise fault("no-line", "`source` needs two different values", "write two values such as [1, 7]", "source")


class Banding(Model):
    """The band that a measure falls in. Bands that carry codes are listed best first."""

    op: Literal["band"]
    of: Identifier
    bands: tuple[Band, ...]


class Matrix(Model):
    """The category in the cell where two measures meet; ``cells`` has a row of codes per bin of ``rows``."""

    op: Literal["matrix"]
    rows: Axis
    columns: Axis
    categories: tuple[Category, ...]
    cells: tuple[tuple[Identifier, ...], ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Matrix:
        known = {category.code for category in self.categories}
        if len(self.cells) != len(self.rows.bins) or any(len(row) != len(self.columns.bins) for row in self.cells):
            shape = f"{len(self.rows.bins)} rows of {len(self.columns.bins)}"
            raise fault("matrix-shape", f"the matrix needs {shape} cells", "write one code for each pair of bins")
        unknown = sorted({code for row in self.cells for code in row} - known)
        if unknown:
            raise fault("unknown-category", f"no category has the code {unknown[0]}", "add it to `categories`")
        return self


class Given(Model):
    """A value that the report gives, made outside and not checked."""

    op: Literal["given"]


Formula = Annotated[
    Sum | Mean | WeightedMean | ScaledSum | Linear | Banding | Matrix | Given, Field(discriminator="op")
]


class Wording(Versioned):
    """The official words of a question in some editions."""

    text: Text
    verified: bool = True
    """False when the words were not checked against a publication; they are then never printed as official."""
    source: Line | None = None
    """Where the words come from."""


class Hint(Model):
    """What the two ends of a scale mean."""

    min: Line
    max: Line


class Scale(Model):
    """The scale of a measure: its ends, its step, its decimals, and which way it gets better."""

    min: Number = Decimal(0)
    max: Number | None = None
    step: Number | None = None
    """The distance of allowed values from ``min``; any number of ``decimals`` when left out."""
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    direction: Direction | None = None
    """Whether higher or lower is better; the parent's when left out, higher at the top."""
    hint: Hint | None = None

    @model_validator(mode="after")
    def _is_a_scale(self) -> Self:
        if self.max is not None and self.max <= self.min:
            raise fault("empty-scale", f"the scale from {self.min} to {self.max} is empty", "make `max` greater", "max")
        if self.step is not None and self.step <= 0:
            raise fault("bad-step", f"the step {self.step} leads nowhere", "write a step greater than 0", "step")
        return self


class Modifier(Versioned, Scale):
    """A discretionary question: stored positive, added to its node or subtracted from it, shown when not zero."""

    id: Identifier
    label: Line
    wording: tuple[Wording, ...] = ()
    effect: Literal["add", "subtract"]


class Node(Versioned, Scale):
    """A node of the tree. Without children it is a question, scored by the report."""

    id: Identifier
    label: Line
    wording: tuple[Wording, ...] = ()
    formula: Formula | None = None
    """How the value is made from the children; their sum when left out."""
    optional: bool = False
    """The score of this question may be missing."""
    children: tuple[Node, ...] = ()
    modifiers: tuple[Modifier, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


class Derived(Versioned, Scale):
    """A measure made from others: a rating, a status, a percentage."""

    id: Identifier
    label: Line
    formula: Formula


class Headline(Versioned):
    """What stands at the top of a report."""

    aggregate: Identifier
    """The measure shown as the total."""
    status: Identifier | None = None
    """The measure whose category is the entity's status."""
    measures: tuple[Identifier, ...] = ()
    """The measures shown beside the total, in this order."""


class Condition(Range):
    """A condition on measures: a measure in a range or of a category, or a combination of conditions."""

    measure: Identifier | None = None
    code: tuple[Identifier, ...] = ()
    """The categories that meet the condition."""
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Condition:
        if (self.measure is None) == (not (self.all or self.any or self.none)):
            remedy = "write `measure:` with `min`, `max`, `above`, `below` or `code`; or `all:`, `any:`, `none:`"
            raise fault("bad-condition", "a condition is a test of one measure or a list of conditions", remedy)
        return self

    def measures(self) -> Iterator[str]:
        """Yield the ids of the measures that the condition asks for."""
        if self.measure:
            yield self.measure
        for part in (*self.all, *self.any, *self.none):
            yield from part.measures()


class Flag(Versioned):
    """A property that follows from the measures."""

    id: Identifier
    label: Line
    when: Condition
    entities: tuple[Kind, ...] = ("country", "territory")
    """The kinds of entity that can have the flag."""


class Break(Model):
    """A change of method that parts an edition from the one before it."""

    edition: Year
    """The first edition of the new method."""
    measures: tuple[Identifier, ...] = ()
    """The measures concerned; all when left out."""
    entities: tuple[Line, ...] = ()
    """The entities concerned; all when left out."""
    rule: Literal["note", "none", "linear"]
    """``note``: changes are shown with the note; ``none``: values cannot be compared; ``linear``: earlier values are
    mapped by ``source`` and ``target`` first."""
    source: tuple[Number, Number] | None = None
    target: tuple[Number, Number] | None = None
    note: Text

    @model_validator(mode="after")
    def _has_points(self) -> Break:
        if (self.rule == "linear") != (self.source is not None and self.target is not None):
            remedy = "write `source: [1, 7]` and `target: [7, 1]`, or another rule"
            raise fault("bad-break", "the rule `linear`, and only it, needs `source` and `target`", remedy)
        if self.source is not None:
            _check_line(self.source)
            if not self.measures:
                remedy = "name the measures whose scale changed"
                raise fault("bad-break", "the rule `linear` needs `measures`", remedy, "rule")
        return self

    def concerns(self, measure: str, entity: str) -> bool:
        """Tell whether the break touches this measure of this entity."""
        return (not self.measures or measure in self.measures) and (not self.entities or entity in self.entities)


class FactField(Versioned):
    """A field of the quick-facts box."""

    id: Identifier
    label: Line
    type: Literal["text", "integer", "number", "money", "percent", "category"] = "text"
    unit: Line | None = None
    """Printed with the value: a currency sign before money, a unit after a number."""
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    categories: tuple[Category, ...] = ()
    entities: tuple[Kind, ...] = ("country", "territory")


class Period(Model):
    """The time that an edition covers."""

    offset: Annotated[int, Field(ge=-5, le=0)] = -1
    """Year under review minus edition."""
    start_month: Annotated[int, Field(ge=1, le=12)] = 1
    """The month in which the twelve months begin."""


_V = TypeVar("_V", bound=Versioned)


class Rubric(Model):
    """The method of a series, for all its editions."""

    id: Slug
    title: Line
    publisher: Line
    editions: Annotated[tuple[Year, ...], Field(min_length=1)]
    """The editions that were made by this method, in order."""
    source: Text | None = None
    """Where the facts of this file come from."""
    period: Period = Period()
    tree: Annotated[tuple[Node, ...], Field(min_length=1)]
    derived: tuple[Derived, ...] = ()
    headline: Annotated[tuple[Headline, ...], Field(min_length=1)]
    flags: tuple[Flag, ...] = ()
    breaks: tuple[Break, ...] = ()
    quick_facts: tuple[FactField, ...] = ()
    _methods: dict[int, Method] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _is_sound(self) -> Rubric:
        for edition in self.editions:
            self.at(edition).check()
        for item in self.breaks:
            if item.edition not in self.editions:
                message = f"the rubric has no edition {item.edition}"
                raise fault("unknown-edition", message, "name one of its editions", str(item.edition), "breaks")
        return self

    def at(self, edition: int) -> Method:
        """Return the method of one edition. Raises KeyError when the rubric does not cover it."""
        if edition not in self.editions:
            raise KeyError(edition)
        if edition not in self._methods:
            self._methods[edition] = Method(self, edition)
        return self._methods[edition]

    def before(self, edition: int) -> int | None:
        """Return the edition before ``edition``, or None when it is the first."""
        return max((year for year in self.editions if year < edition), default=None)


def applying(items: Iterable[_V], edition: int) -> tuple[_V, ...]:
    """Return the items that belong to ``edition``."""
    return tuple(item for item in items if item.applies(edition))


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

    @property
    def is_question(self) -> bool:
        """Whether the report answers this measure."""
        return self.formula is None

    def categories(self) -> tuple[Band | Category, ...]:
        """Return the categories that the measure can take, best first; none for a plain number."""
        match self.formula:
            case Banding(bands=bands):
                return bands
            case Matrix(categories=categories):
                return categories
            case _:
                return ()


class Method:
    """The method of one edition: its measures by id, in the order of the tree, then the derived ones."""

    def __init__(self, rubric: Rubric, edition: int) -> None:
        self.rubric = rubric
        self.edition = edition
        self.measures: dict[str, Measure] = {}
        self.roots = tuple(self._grow(node, 0, "higher") for node in applying(rubric.tree, edition))
        for item in applying(rubric.derived, edition):
            self._add(Measure(item.id, item.label, item, item.direction or "higher", item.formula))
        self.headline = next(iter(applying(rubric.headline, edition)), None)
        self.flags = applying(rubric.flags, edition)
        self.quick_facts = applying(rubric.quick_facts, edition)
        self.breaks = tuple(item for item in rubric.breaks if item.edition == edition)

    def _grow(self, node: Node, level: int, inherited: Direction) -> str:
        direction = node.direction or inherited
        children = applying(node.children, self.edition)
        modifiers = applying(node.modifiers, self.edition)
        self._add(
            Measure(
                node.id,
                node.label,
                node,
                direction,
                node.formula or (Sum() if children else None),
                tuple(child.id for child in children),
                modifiers,
                next(iter(applying(node.wording, self.edition)), None),
                node.optional,
                level,
            )
        )
        for child in children:
            self._grow(child, level + 1, direction)
        for item in modifiers:
            better: Direction = direction if item.effect == "add" else _OPPOSITE[direction]
            wording = next(iter(applying(item.wording, self.edition)), None)
            self._add(Measure(item.id, item.label, item, better, None, (), (), wording, optional=True, level=level + 1))
        return node.id

    def _add(self, measure: Measure) -> None:
        if measure.id in self.measures:
            message = f"the measure {measure.id} is defined twice for edition {self.edition}"
            raise fault(
                "duplicate-measure", message, "give each its own id or its own editions", measure.id, measure.id
            )
        self.measures[measure.id] = measure

    @property
    def questions(self) -> list[Measure]:
        """The measures that a report answers, in the order of the tree; modifiers after their node's children."""
        return [measure for measure in self.measures.values() if measure.is_question]

    def parts(self, measure: Measure) -> tuple[str, ...]:
        """Return the ids of the measures that ``measure`` is made from."""
        match measure.formula:
            case Sum(of=of) | Mean(of=of) | ScaledSum(of=of):
                return of or measure.parts
            case WeightedMean(weights=weights):
                return tuple(weights)
            case Linear(of=one) | Banding(of=one):
                return (one,)
            case Matrix(rows=rows, columns=columns):
                return (rows.of, columns.of)
            case _:
                return ()

    def check(self) -> None:
        """Raise a fault when something refers to a measure that is not there, goes in a circle, or overlaps."""
        if self.headline is None:
            raise fault("no-headline", f"edition {self.edition} has no headline", "add one to `headline`", "headline")
        top = self.headline
        named = [("headline", id_) for id_ in (top.aggregate, *top.measures, *filter(None, [top.status]))]
        named += [(flag.id, id_) for flag in self.flags for id_ in flag.when.measures()]
        named += [("breaks", id_) for item in self.breaks for id_ in item.measures]
        named += [(measure.id, id_) for measure in self.measures.values() for id_ in self.parts(measure)]
        for owner, id_ in named:
            if id_ not in self.measures:
                message = f"there is no measure {id_} in edition {self.edition}"
                raise fault("unknown-measure", message, did_you_mean(id_, self.measures), id_, owner)
        done: set[str] = set()
        for id_ in self.measures:
            self._check_circle(id_, (), done)
        for measure in self.measures.values():
            if isinstance(measure.formula, Banding):
                _check_bands(measure.id, measure.formula.bands)

    def _check_circle(self, id_: str, path: tuple[str, ...], done: set[str]) -> None:
        if id_ in path:
            round_trip = " → ".join((*path[path.index(id_) :], id_))
            raise fault(
                "circular-measure", f"measures depend on each other: {round_trip}", "break the circle", id_, id_
            )
        if id_ not in done:
            measure = self.measures[id_]
            for part in (*self.parts(measure), *(item.id for item in measure.modifiers)):
                self._check_circle(part, (*path, id_), done)
            done.add(id_)


_OPPOSITE: dict[Direction, Direction] = {"higher": "lower", "lower": "higher"}


def _check_bands(id_: str, bands: tuple[Band, ...]) -> None:
    for index, band in enumerate(bands):
        for end in (band.min, band.max):
            others = [other for place, other in enumerate(bands) if place != index]
            if end is not None and any(end in other for other in others):
                message = f"two bands of {id_} both hold the value {end}"
                raise fault(
                    "overlapping-bands", message, "use `above` or `below` for an end that is outside", "bands", id_
                )
