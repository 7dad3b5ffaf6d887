"""The rubric, a published method as data, and the method of one of its editions.

A rubric file covers all editions of a series; a part that belongs to some of them names these in ``editions``.
``Rubric.at(edition)`` is the ``Method`` of one edition. Everything that has a value is a *measure*: a question (a leaf
of the tree), a node above it, a modifier, or a derived measure such as a rating or a status.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import BaseModel, Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from pdfgen.model.base import Identifier, Line, Model, Slug, Text, did_you_mean, fault
from pdfgen.model.editions import EditionId, Versioned, natural, path_of
from pdfgen.model.entity_kinds import BUILT_IN, QUESTION, REGION, EntityGroup, EntityKind, ScoredItem
from pdfgen.model.judgement_checks import check_judgements
from pdfgen.model.measure import Measure
from pdfgen.model.operators import Choice, Grades, Standing, Sum, Weighted, way_of
from pdfgen.model.report_parts import Parts
from pdfgen.model.rubric_parts import Break, Derived, EditionTime, EditionWords, FactField, Flag, Headline, Node, Period
from pdfgen.model.soundness import check_chains, check_formulas, flaws

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pdfgen.model.base import Direction
    from pdfgen.model.operators import Formula, Grade, Place
    from pdfgen.model.report import Report

    _V = TypeVar("_V", bound=Versioned)

PART_LIMIT = 100_000
"""Measures, flags and facts of all editions together."""


def applying(items: Iterable[_V], edition: EditionId, order: tuple[EditionId, ...]) -> tuple[_V, ...]:
    """Return the items that belong to ``edition``; ``order`` has all editions of the rubric."""
    return tuple(item for item in items if item.applies(edition, order))


class Method:
    """The method of one edition: its measures by id, in the order of the tree, then the derived ones.

    Raises a fault for a measure that is defined twice, and for an edition that is left out by all headlines.
    """

    def __init__(self, rubric: Rubric, edition: EditionId) -> None:
        self.rubric = rubric
        self.edition = edition
        self.measures: dict[str, Measure] = {}
        self.roots = tuple(self._grow(node, 0, "higher", place) for place, node in self._placed(("tree",), rubric.tree))
        for place, item in self._placed(("derived",), rubric.derived):
            grades = self._grades(item)
            default: Direction = "lower" if item.formula.lower_is_better else "higher"
            direction = way_of(grades) if grades else item.direction or default
            made = Measure(item.id, item.label, item, direction, item.formula, place=place)
            made = replace(made, abbr=item.abbr or item.id, tolerance=item.tolerance)
            self._add(replace(made, grades=grades, limits=item.limits))
        self._hand_on_grades()
        self.headline = self._headline()
        self.flags = self._applying(rubric.flags)
        self.quick_facts = self._applying(rubric.quick_facts)
        self.breaks = tuple(item for item in rubric.breaks if item.edition == edition)

    def _applying(self, items: Iterable[_V]) -> tuple[_V, ...]:
        return applying(items, self.edition, self.rubric.editions)

    def _headline(self) -> Headline:
        for item in self._applying(self.rubric.headline):
            return item
        if not self.rubric.headline:
            return Headline()
        message = f"edition {self.edition} has no headline"
        raise fault("no-headline", message, "add one to `headline`", "headline")

    def _placed(self, above: Place, items: Iterable[_V]) -> list[tuple[Place, _V]]:
        """Return the items that belong to the edition, each with its place below ``above``."""
        return [((*above, index), item) for index, item in enumerate(items) if self._applying([item])]

    def _grades(self, item: Node | Derived) -> tuple[Grade, ...]:
        """Return the scale of words of a measure; none where it has no such scale."""
        said, named = item.scale, self.rubric.scales
        if not isinstance(said, str):
            return said or ()
        if said not in named:
            message = f"the rubric has no scale “{said}”"
            remedy = did_you_mean(said, named) if named else "add it to `scales`, or write its words as a list"
            raise fault("unknown-scale", message, remedy, said, item.id)
        return named[said]

    def _hand_on_grades(self) -> None:
        """Give what chooses from words the scale of what it chooses from."""
        choices = [item for item in self.measures.values() if isinstance(item.formula, Choice) and not item.grades]
        for _ in choices:  # one can choose from another
            for item in choices:
                first = self.measures.get(item.made_from[0]) if item.made_from else None
                if first and first.grades and not self.measures[item.id].grades:
                    self.measures[item.id] = replace(item, grades=first.grades, direction=first.direction)

    def _grow(self, node: Node, level: int, inherited: Direction, place: Place) -> str:
        grades = self._grades(node)
        direction = way_of(grades) if grades else node.direction or inherited
        children = self._placed((*place, "children"), node.children)
        modifiers = self._placed((*place, "modifiers"), node.modifiers)
        self._add(
            Measure(
                node.id,
                node.label,
                node,
                direction,
                _weighed(node.formula or (Sum(op="sum") if children else None), [child for _, child in children]),
                tuple(child.id for _, child in children),
                tuple(item for _, item in modifiers),
                next(iter(self._applying(node.wording)), None),
                node.optional,
                level,
                node.abbr or node.id,
                place,
                node.tolerance,
                node.weight,
                grades,
                node.limits,
            )
        )
        for below, child in children:
            self._grow(child, level + 1, direction, below)
        for below, item in modifiers:
            better: Direction = direction if item.effect == "add" else _OPPOSITE[direction]
            wording = next(iter(self._applying(item.wording)), None)
            made = Measure(item.id, item.label, item, better, None, (), (), wording, optional=True, level=level + 1)
            self._add(replace(made, place=below, tolerance=item.tolerance))
        return node.id

    def _add(self, measure: Measure) -> None:
        if measure.id in self.measures:
            message = f"the measure {measure.id} is defined twice for edition {self.edition}"
            raise fault(
                "duplicate-measure", message, "give each its own id or its own editions", measure.id, measure.id
            )
        self.measures[measure.id] = measure

    @property
    def is_scored(self) -> bool:
        """Whether the method has any score at all."""
        return bool(self.measures)

    @property
    def total(self) -> Measure | None:
        """The measure that the headline shows as the total."""
        return self.measures[self.headline.aggregate] if self.headline.aggregate else None

    @property
    def items(self) -> list[Measure]:
        """The measures that a report answers, in the order of the tree; modifiers after their node's children."""
        return [measure for measure in self.measures.values() if measure.is_item]

    @property
    def stated(self) -> list[Measure]:
        """The measures whose value a report or a table states: the questions, and what is made outside."""
        return [measure for measure in self.measures.values() if measure.is_stated]

    @cached_property
    def standings(self) -> tuple[tuple[Measure, Standing], ...]:
        """The measures that say where an entity stands among others, those first that others are made from."""
        found: dict[str, tuple[Measure, Standing]] = {}
        seen: set[str] = set()

        def visit(id_: str) -> None:
            if id_ in seen:
                return
            seen.add(id_)
            measure = self.measures[id_]
            for part in (*measure.made_from, *(item.id for item in measure.modifiers)):
                visit(part)
            if isinstance(measure.formula, Standing):
                found[id_] = measure, measure.formula

        for id_ in self.measures:
            visit(id_)
        return tuple(found.values())

    def check(self) -> None:
        """Raise a fault when something refers to a measure that is not there, goes in a circle, or has no value."""
        self._check_names()
        check_chains(self.measures)
        check_formulas(self.measures)
        check_judgements(self.measures, {flag.id: flag.when for flag in self.flags})
        for what in (self.flags, self.quick_facts):
            for id_, count in Counter(item.id for item in what).items():
                if count > 1:
                    message = f"{id_} is defined twice for edition {self.edition}"
                    raise fault("duplicate-id", message, "give each its own id or its own editions", id_, id_)

    def _check_names(self) -> None:
        top = self.headline
        named = [("headline", id_) for id_ in (top.aggregate, *top.measures, top.status) if id_]
        named += [(flag.id, id_) for flag in self.flags for id_ in flag.when.measures()]
        named += [("breaks", id_) for item in self.breaks for id_ in item.measures]
        named += [(measure.id, id_) for measure in self.measures.values() for id_ in measure.depends_on]
        for owner, id_ in named:
            if id_ not in self.measures:
                message = f"there is no measure {id_} in edition {self.edition}"
                raise fault("unknown-measure", message, did_you_mean(id_, self.measures), id_, owner)


def _weighed(formula: Formula | None, children: Sequence[Node]) -> Formula | None:
    """Return a formula with the weights that its children have."""
    if not isinstance(formula, Weighted) or formula.weights or all(child.weight is None for child in children):
        return formula
    weights = {child.id: Decimal(1) if child.weight is None else child.weight for child in children}
    return formula if formula.of else formula.model_copy(update={"weights": weights})


_OPPOSITE: dict[Direction, Direction] = {"higher": "lower", "lower": "higher"}


class Rubric(Model):
    """The method of a series, for all its editions."""

    id: Slug
    """The id of the method: the name of the file without .yaml."""
    title: Line
    """The name of the series in print, such as Freedom in the World."""
    publisher: Line
    """Who publishes the series."""
    editions: Annotated[tuple[EditionId, ...], Field(min_length=1)]
    """The editions that were made by this method, in order: years, or ids such as 2024-H1, 2024-03 or 2023/24."""
    edition_words: tuple[EditionWords, ...] = ()
    """How editions are printed that are no years."""
    source: Text | None = None
    """Where the facts of this file come from."""
    period: Period = Period()
    """The time that each edition covers; the calendar year before it when left out."""
    not_rated: tuple[Line, ...] = ()
    """Words that a score table writes for an entity that is not rated, such as NR; “-” and “N/A” always say so."""
    scales: dict[Identifier, Grades] = Field(default_factory=dict)
    """Scales of words by their names, for the questions that have them: each lists its words, the best first."""
    kinds: Annotated[tuple[EntityKind, ...], Field(max_length=20)] = ()
    """The kinds of entities that reports are on; country and territory when left out."""
    group: EntityGroup = REGION
    """What entities are grouped by, which reports and tables write as ``region``: a province, a cluster."""
    item: ScoredItem = QUESTION
    """What is asked of every entity: a question, an indicator."""
    parts: Parts = ()
    """The parts of a report, in their order; those of the program when left out."""
    tree: tuple[Node, ...] = ()
    """What is asked of every entity, and how it adds up; nothing in reports without scores."""
    derived: tuple[Derived, ...] = ()
    """Measures that are made from others: ratings, a status, a percentage."""
    headline: tuple[Headline, ...] = ()
    """What stands at the top of a report, for all editions or for some; nothing when left out."""
    flags: tuple[Flag, ...] = ()
    """Marks that follow from the measures, such as “electoral democracy”."""
    breaks: Annotated[tuple[Break, ...], Field(max_length=200)] = ()
    """Changes of the method after which values cannot be compared as they are."""
    quick_facts: tuple[FactField, ...] = ()
    """The fields of the box of facts, in their order."""
    _methods: dict[EditionId, Method] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _is_sound(self) -> Rubric:
        years = [edition for edition in self.editions if isinstance(edition, int)]
        if years != sorted(years) or len({path_of(edition) for edition in self.editions}) < len(self.editions):
            remedy = "write each edition once, the earliest first"
            raise fault("editions-in-disorder", "the editions do not stand in order", remedy, "editions")
        count = 0
        for edition in self.editions:
            method = self.at(edition)
            count += len(method.measures) + len(method.flags) + len(method.quick_facts)
            if count > PART_LIMIT:
                message = f"the editions have more than {PART_LIMIT:,} measures, flags and facts in all"
                raise fault("too-many-measures", message, "split the rubric, or remove some", str(edition), "editions")
            method.check()
        known: set[object] = set()
        found = (flaw for year in self.editions for flaw in flaws(self.at(year).measures, known))
        wrong = {(place, error.message()): error for place, error in found}
        if wrong:
            details = [InitErrorDetails(type=error, loc=place, input=None) for (place, _), error in wrong.items()]
            raise ValidationError.from_exception_data("Rubric", details)
        for item in self.breaks:
            if item.edition not in self.editions:
                message = f"the rubric has no edition {item.edition}"
                raise fault("unknown-edition", message, "name one of its editions", str(item.edition), "breaks")
        self._check_words()
        return self

    def _check_words(self) -> None:
        """Raise a fault for an edition or a kind that is named and not there."""
        for words in self.edition_words:
            if words.edition not in self.editions:
                message = f"the rubric has no edition {words.edition}"
                remedy = did_you_mean(str(words.edition), map(str, self.editions))
                raise fault("unknown-edition", message, remedy, str(words.edition), "edition_words")
        for item in versioned(self):
            for id_ in item.editions.unknown(self.editions) if item.editions else ():
                message = f"the rubric has no edition {id_}"
                raise fault("unknown-edition", message, did_you_mean(id_, map(str, self.editions)), id_)
        for id_, count in Counter(kind.id for kind in self.kinds).items():
            if count > 1:
                raise fault("duplicate-id", f"the kind {id_} is declared twice", "keep one of the two", id_, "kinds")
        known = [kind.id for kind in self.entity_kinds]
        named: tuple[Flag | FactField, ...] = (*self.flags, *self.quick_facts)
        for one in named:
            for id_ in one.entities:
                if id_ not in known:
                    message = f"{one.id} is for the kind {id_}, which the rubric does not declare"
                    raise fault("unknown-kind", message, did_you_mean(id_, known), id_, one.id)

    @property
    def entity_kinds(self) -> tuple[EntityKind, ...]:
        """The kinds of entities, in order: those that are declared, or country and territory."""
        return self.kinds or BUILT_IN

    def kind(self, id_: str) -> EntityKind:
        """Return a kind of entities. Raises KeyError when there is none of this id."""
        for kind in self.entity_kinds:
            if kind.id == id_:
                return kind
        raise KeyError(id_)

    def words_of(self, edition: EditionId) -> EditionWords:
        """Return how an edition is printed."""
        found = (words for words in self.edition_words if words.edition == edition)
        return next(found, EditionWords(edition=edition))

    def at(self, edition: EditionId) -> Method:
        """Return the method of one edition. Raises KeyError when the rubric does not cover it."""
        if edition not in self.editions:
            raise KeyError(edition)
        if edition not in self._methods:
            self._methods[edition] = Method(self, edition)
        return self._methods[edition]

    def before(self, edition: EditionId) -> EditionId | None:
        """Return the edition before ``edition``, or None when it is the first."""
        return next(iter(self.earlier(edition)[-1:]), None)

    @cached_property
    def _places(self) -> dict[EditionId, int]:
        return {edition: place for place, edition in enumerate(self.editions)}

    def earlier(self, edition: EditionId) -> tuple[EditionId, ...]:
        """Return the editions before ``edition``, in order."""
        return tuple(one for one in self.editions if self.is_earlier(one, edition))

    def is_earlier(self, one: EditionId, other: EditionId) -> bool:
        """Tell whether an edition comes before another; one that the rubric has not stands by its number."""
        places = self._places
        if one in places and other in places:
            return places[one] < places[other]
        return natural(one) < natural(other)

    @property
    def known_editions(self) -> str:
        """A remedy that names the editions."""
        return f"its editions are {self.editions[0]} to {self.editions[-1]}"

    def breaks_between(self, earlier: EditionId, later: EditionId) -> list[Break]:
        """Return the changes of method that part two editions, of which the first is the earlier."""
        return [
            item
            for item in self.breaks
            if self.is_earlier(earlier, item.edition) and not self.is_earlier(later, item.edition)
        ]

    def covered(self, report: Report) -> EditionTime:
        """Return the time that a report covers."""
        return EditionTime(self.words_of(report.edition), self.period.start_month, report.year_under_review)

    def reviewed(self, edition: EditionId) -> int | None:
        """Return the year that an edition covers or begins in; None for one that is no year."""
        return edition + self.period.offset if isinstance(edition, int) else None


def versioned(model: BaseModel) -> Iterator[Versioned]:
    """Yield everything in a model that can belong to some editions only."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Versioned):
                yield item
            if isinstance(item, BaseModel):
                yield from versioned(item)
