"""The method of one edition: every measure with its place in the tree, and what must hold between measures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from pdfgen.model.base import did_you_mean, fault
from pdfgen.model.formula import Banding, Given, Linear, Matrix, Mean, ScaledSum, Sum, WeightedMean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from pdfgen.model.base import Direction, Versioned
    from pdfgen.model.formula import Band, Category, Formula
    from pdfgen.model.rubric import Modifier, Node, Rubric, Scale, Wording

    _V = TypeVar("_V", bound=Versioned)


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

    @property
    def is_question(self) -> bool:
        """Whether the report answers this measure."""
        return self.formula is None

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
        """Return why ``value`` cannot be the score of this question; empty when it can."""
        scale = self.scale
        if value < scale.min or (scale.max is not None and value > scale.max):
            ends = f"from {scale.min}" if scale.max is None else f"from {scale.min} to {scale.max}"
            return f"{self.id} is scored {value}; scores go {ends}"
        if scale.step is not None and (value - scale.min) % scale.step:
            return f"{self.id} is scored {value}; scores go in steps of {scale.step} from {scale.min}"
        if scale.step is None and -int(value.as_tuple().exponent) > scale.decimals:
            return f"{self.id} is scored {value}; scores have {scale.decimals} decimals"
        return ""

    def has_number(self) -> bool:
        """Tell whether the measure's value is a number, and not only a category."""
        if isinstance(self.formula, Banding):
            return all(band.value is not None for band in self.formula.bands)
        return not isinstance(self.formula, Matrix)


class Method:
    """The method of one edition: its measures by id, in the order of the tree, then the derived ones."""

    def __init__(self, rubric: Rubric, edition: int) -> None:
        self.rubric = rubric
        self.edition = edition
        self.measures: dict[str, Measure] = {}
        self.roots = tuple(self._grow(node, 0, "higher") for node in applying(rubric.tree, edition))
        for item in applying(rubric.derived, edition):
            abbr = item.abbr or item.id
            self._add(Measure(item.id, item.label, item, item.direction or "higher", item.formula, abbr=abbr))
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
                node.abbr or node.id,
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

    @property
    def stated(self) -> list[Measure]:
        """The measures whose numbers a report or a table states: the questions, and the measures that are given."""
        return [item for item in self.measures.values() if item.is_question or isinstance(item.formula, Given)]

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
        done: set[str] = set()
        for id_ in self.measures:
            self._check_circle(id_, (), done)
        for measure in self.measures.values():
            self._check_formula(measure)
            self._check_bands(measure)
        for what in (self.flags, self.quick_facts):
            ids = [item.id for item in what]
            for id_ in ids:
                if ids.count(id_) > 1:
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
            raise fault("no-value", message, "mend the formula", "formula", measure.id)
        for part in parts:
            if not self.measures[part].has_number():
                message = f"{measure.id} is made from {part}, which has no number"
                raise fault("no-number", message, "give its bands a `value:`, or build on another", part, measure.id)

    @staticmethod
    def _check_bands(measure: Measure) -> None:
        bands = measure.formula.bands if isinstance(measure.formula, Banding) else ()
        for one, other in combinations(bands, 2):
            if (value := one.common(other)) is not None:
                message = f"two bands of {measure.id} both hold the value {value}"
                remedy = "use `above` or `below` for an end that is outside"
                raise fault("overlapping-bands", message, remedy, "bands", measure.id)

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
