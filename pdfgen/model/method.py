"""The method of one edition: every measure with its place in the tree, and what must hold between measures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from pdfgen.model.base import did_you_mean, fault
from pdfgen.model.coverage import uncovered
from pdfgen.model.formula import Banding, Given, Linear, Matrix, Mean, ScaledSum, Sum, WeightedMean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import PydanticCustomError

    from pdfgen.model.base import Direction, Versioned
    from pdfgen.model.formula import Band, Category, Formula
    from pdfgen.model.rubric import Modifier, Node, Rubric, Scale, Wording

    _V = TypeVar("_V", bound=Versioned)

CHAIN_LIMIT = 64
"""How many measures may be made one from the other."""
_SHOWN = 6  # measures of a circle

Place = tuple[str | int, ...]
"""The keys and indices that lead to a part of a rubric."""


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
    abbr: str = ""
    """What heads its column in a table."""
    place: Place = ()
    """Where the rubric defines it."""
    tolerance: Decimal = Decimal(0)
    """By how much a published value may differ from the one that is made from its parts."""

    @property
    def is_question(self) -> bool:
        """Whether the report answers this measure."""
        return self.formula is None

    @property
    def is_stated(self) -> bool:
        """Whether a report or a table states the value: of a question, or of a measure that is made outside."""
        return self.formula is None or isinstance(self.formula, Given)

    @property
    def start(self) -> Decimal:
        """Where a picture of the scale begins: its least value before deductions, or the one that its hint prints."""
        hint = self.scale.hint
        if hint and hint.min_value is not None:
            return hint.min_value
        return self.scale.min + sum(item.max or 0 for item in self.modifiers if item.effect == "subtract")

    def categories(self) -> tuple[Band | Category, ...]:
        """Return the categories that the measure can take, best first; none for a plain number."""
        match self.formula:
            case Banding(bands=bands):
                return bands
            case Matrix(categories=categories):
                return categories
            case _:
                return ()

    def off_scale(self, value: Decimal) -> str:
        """Return why ``value`` cannot be the score of this question, or the value of this measure; empty when it can.

        A measure that is no question may be stated more exactly than it is printed.
        """
        scale = self.scale
        verb, values = ("is scored", "scores") if self.is_question else ("is", "its values")
        if value < scale.min or (scale.max is not None and value > scale.max):
            ends = f"from {scale.min}" if scale.max is None else f"from {scale.min} to {scale.max}"
            return f"{self.id} {verb} {value}; {values} go {ends}"
        if scale.step is not None and (value - scale.min) % scale.step:
            return f"{self.id} {verb} {value}; {values} go in steps of {scale.step} from {scale.min}"
        if self.is_question and scale.step is None and value != round(value, scale.decimals):
            return f"{self.id} is scored {value}; scores have {_decimals(scale.decimals)}"
        return ""

    def has_number(self) -> bool:
        """Tell whether the measure's value is a number, and not only a category."""
        if isinstance(self.formula, Banding):
            return all(band.value is not None for band in self.formula.bands)
        return not isinstance(self.formula, Matrix)


def _decimals(count: int) -> str:
    return f"{count or 'no'} decimal{'' if count == 1 else 's'}"


class Method:
    """The method of one edition: its measures by id, in the order of the tree, then the derived ones."""

    def __init__(self, rubric: Rubric, edition: int) -> None:
        self.rubric = rubric
        self.edition = edition
        self.measures: dict[str, Measure] = {}
        self.roots = tuple(self._grow(node, 0, "higher", place) for place, node in self._placed(("tree",), rubric.tree))
        for place, item in self._placed(("derived",), rubric.derived):
            made = Measure(item.id, item.label, item, item.direction or "higher", item.formula, place=place)
            self._add(replace(made, abbr=item.abbr or item.id, tolerance=item.tolerance))
        self.headline = next(iter(applying(rubric.headline, edition)), None)
        self.flags = applying(rubric.flags, edition)
        self.quick_facts = applying(rubric.quick_facts, edition)
        self.breaks = tuple(item for item in rubric.breaks if item.edition == edition)

    def _placed(self, above: Place, items: Iterable[_V]) -> list[tuple[Place, _V]]:
        """Return the items that belong to the edition, each with its place below ``above``."""
        return [((*above, index), item) for index, item in enumerate(items) if item.applies(self.edition)]

    def _grow(self, node: Node, level: int, inherited: Direction, place: Place) -> str:
        direction = node.direction or inherited
        children = self._placed((*place, "children"), node.children)
        modifiers = self._placed((*place, "modifiers"), node.modifiers)
        self._add(
            Measure(
                node.id,
                node.label,
                node,
                direction,
                node.formula or (Sum(op="sum") if children else None),
                tuple(child.id for _, child in children),
                tuple(item for _, item in modifiers),
                next(iter(applying(node.wording, self.edition)), None),
                node.optional,
                level,
                node.abbr or node.id,
                place,
                node.tolerance,
            )
        )
        for below, child in children:
            self._grow(child, level + 1, direction, below)
        for below, item in modifiers:
            better: Direction = direction if item.effect == "add" else _OPPOSITE[direction]
            wording = next(iter(applying(item.wording, self.edition)), None)
            made = Measure(item.id, item.label, item, better, None, (), (), wording, optional=True, level=level + 1)
            self._add(replace(made, place=below))
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

    @property
    def stated(self) -> list[Measure]:
        """The measures whose value a report or a table states: the questions, and what is made outside."""
        return [measure for measure in self.measures.values() if measure.is_stated]

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
        """Raise a fault when something refers to a measure that is not there, goes in a circle, or has no value."""
        self._check_names()
        depths: dict[str, int] = {}
        for id_ in self.measures:
            self._check_chain(id_, depths)
        for measure in self.measures.values():
            self._check_formula(measure)
        for what in (self.flags, self.quick_facts):
            for id_, count in Counter(item.id for item in what).items():
                if count > 1:
                    message = f"{id_} is defined twice for edition {self.edition}"
                    raise fault("duplicate-id", message, "give each its own id or its own editions", id_, id_)

    def _check_names(self) -> None:
        top = self.headline
        if top is None:
            message = f"edition {self.edition} has no headline"
            raise fault("no-headline", message, "add one to `headline`", "headline")
        named = [("headline", id_) for id_ in (top.aggregate, *top.measures, *filter(None, [top.status]))]
        named += [(flag.id, id_) for flag in self.flags for id_ in flag.when.measures()]
        named += [("breaks", id_) for item in self.breaks for id_ in item.measures]
        named += [(measure.id, id_) for measure in self.measures.values() for id_ in self.parts(measure)]
        for owner, id_ in named:
            if id_ not in self.measures:
                message = f"there is no measure {id_} in edition {self.edition}"
                raise fault("unknown-measure", message, did_you_mean(id_, self.measures), id_, owner)

    def _check_formula(self, measure: Measure) -> None:
        """Raise a fault when the formula of ``measure`` cannot give a value."""
        parts = self.parts(measure)
        wrong = ""
        match measure.formula:
            case None | Given():
                return
            case Mean(min_valid=least) if least and least > len(parts):
                wrong = f"it needs {least} values of {len(parts)}"
            case WeightedMean(weights=weights) if not sum(weights.values()):
                wrong = "its weights add up to nothing"
            case Banding(bands=()):
                wrong = "it has no bands"
        if not parts:
            wrong = "it has no parts"
        if wrong:
            message = f"the formula of {measure.id} gives no value: {wrong}"
            raise fault("no-value", message, "correct the formula", "formula", measure.id)
        for part in parts:
            if not self.measures[part].has_number():
                message = f"{measure.id} is made from {part}, which has no number"
                raise fault("no-number", message, "give its bands a `value:`, or build on another", part, measure.id)

    def _check_chain(self, first: str, depths: dict[str, int]) -> None:
        """Raise a fault when a measure is made from itself, or from a long chain of others; note how long it is."""
        if first in depths:
            return
        path = {first: self._made_from(first)}  # the measures that are being looked at, each with its parts to come
        while path:
            id_, parts = next(reversed(path.items()))
            part = next(parts, None)
            if part is None:
                del path[id_]
                depths[id_] = 1 + max((depths[below] for below in self._made_from(id_)), default=0)
                if depths[id_] > CHAIN_LIMIT:
                    message = f"{id_} is the end of a chain of more than {CHAIN_LIMIT} measures made one from the other"
                    raise fault("long-chain", message, "make it from measures nearer to the questions", id_, id_)
            elif part in path:
                places = list(path)
                circle = places[places.index(part) :]
                shown = [*circle[:_SHOWN], *["…"] * (len(circle) > _SHOWN), part]
                message = f"measures depend on each other: {' → '.join(shown)}"
                raise fault("circular-measure", message, "break the circle", part, part)
            elif part not in depths:
                path[part] = self._made_from(part)

    def _made_from(self, id_: str) -> Iterator[str]:
        measure = self.measures[id_]
        return iter((*self.parts(measure), *(item.id for item in measure.modifiers)))

    def flaws(self, known: set[object]) -> Iterator[tuple[Place, PydanticCustomError]]:
        """Yield what makes a sound method give a wrong value or none, each with its place in the rubric.

        Children without a weight, bands that overlap or leave a value out, a tolerance that nothing can use. Bands that
        another edition has with the same values are ``known``, and not looked at again.
        """
        for measure in self.measures.values():
            yield from self._weights(measure)
            if measure.tolerance and (measure.is_stated or not measure.has_number()):
                why = "the report states it" if measure.is_stated else "it has no number"
                message = f"{measure.id} can have no tolerance: {why}"
                yield (*measure.place, "tolerance"), fault("idle-tolerance", message, "remove `tolerance`")
        yield from uncovered(self, known)

    def _weights(self, measure: Measure) -> Iterator[tuple[Place, PydanticCustomError]]:
        """Yield the children that have no weight, and the weights of what is no child."""
        if not measure.parts or not isinstance(measure.formula, WeightedMean):
            return
        weights, place = measure.formula.weights, (*measure.place, "formula", "weights")
        for id_ in weights:
            if id_ not in measure.parts:
                message = f"{id_} has a weight in {measure.id}, but is not one of its children"
                yield place, fault("weight-of-no-child", message, did_you_mean(id_, measure.parts), id_)
        if missing := [id_ for id_ in measure.parts if id_ not in weights]:
            message = f"{', '.join(missing)} {'have' if missing[1:] else 'has'} no weight in {measure.id}"
            remedy = f"add `{missing[0]}:` with its weight to `weights`; 0 when it does not count"
            yield place, fault("missing-weight", message, remedy)


_OPPOSITE: dict[Direction, Direction] = {"higher": "lower", "lower": "higher"}
