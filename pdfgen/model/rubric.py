"""The rubric, a published method as data, and the method of one of its editions.

A rubric file covers all editions of a series; a part that belongs to some of them names these in ``editions``.
``Rubric.at(edition)`` is the ``Method`` of one edition. Everything that has a value is a *measure*: a question (a leaf
of the tree), a node above it, a modifier, or a derived measure such as a rating or a status.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from pdfgen.model.base import Identifier, Line, Model, Slug, Text, Versioned, Year, did_you_mean, fault
from pdfgen.model.judgement_checks import check_judgements
from pdfgen.model.measure import Measure
from pdfgen.model.operators import Choice, Grades, Sum, way_of
from pdfgen.model.rubric_parts import Break, Derived, FactField, Flag, Headline, Node, Period
from pdfgen.model.soundness import check_chains, check_formulas, flaws

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.model.base import Direction
    from pdfgen.model.operators import Grade, Place

    _V = TypeVar("_V", bound=Versioned)

PART_LIMIT = 100_000
"""Measures, flags and facts of all editions together."""


def applying(items: Iterable[_V], edition: int) -> tuple[_V, ...]:
    """Return the items that belong to ``edition``."""
    return tuple(item for item in items if item.applies(edition))


class Method:
    """The method of one edition: its measures by id, in the order of the tree, then the derived ones.

    Raises a fault for a measure that is defined twice, and for an edition without a headline.
    """

    def __init__(self, rubric: Rubric, edition: int) -> None:
        self.rubric = rubric
        self.edition = edition
        self.measures: dict[str, Measure] = {}
        self.roots = tuple(self._grow(node, 0, "higher", place) for place, node in self._placed(("tree",), rubric.tree))
        for place, item in self._placed(("derived",), rubric.derived):
            grades = self._grades(item)
            direction = way_of(grades) if grades else item.direction or "higher"
            made = Measure(item.id, item.label, item, direction, item.formula, place=place)
            made = replace(made, abbr=item.abbr or item.id, tolerance=item.tolerance)
            self._add(replace(made, grades=grades, limits=item.limits))
        self._hand_on_grades()
        self.headline = self._headline()
        self.flags = applying(rubric.flags, edition)
        self.quick_facts = applying(rubric.quick_facts, edition)
        self.breaks = tuple(item for item in rubric.breaks if item.edition == edition)

    def _headline(self) -> Headline:
        for item in applying(self.rubric.headline, self.edition):
            return item
        message = f"edition {self.edition} has no headline"
        raise fault("no-headline", message, "add one to `headline`", "headline")

    def _placed(self, above: Place, items: Iterable[_V]) -> list[tuple[Place, _V]]:
        """Return the items that belong to the edition, each with its place below ``above``."""
        return [((*above, index), item) for index, item in enumerate(items) if item.applies(self.edition)]

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
                node.formula or (Sum(op="sum") if children else None),
                tuple(child.id for _, child in children),
                tuple(item for _, item in modifiers),
                next(iter(applying(node.wording, self.edition)), None),
                node.optional,
                level,
                node.abbr or node.id,
                place,
                node.tolerance,
                grades,
                node.limits,
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
        named = [("headline", id_) for id_ in (top.aggregate, *top.measures, *filter(None, [top.status]))]
        named += [(flag.id, id_) for flag in self.flags for id_ in flag.when.measures()]
        named += [("breaks", id_) for item in self.breaks for id_ in item.measures]
        named += [(measure.id, id_) for measure in self.measures.values() for id_ in measure.depends_on]
        for owner, id_ in named:
            if id_ not in self.measures:
                message = f"there is no measure {id_} in edition {self.edition}"
                raise fault("unknown-measure", message, did_you_mean(id_, self.measures), id_, owner)


_OPPOSITE: dict[Direction, Direction] = {"higher": "lower", "lower": "higher"}


class Rubric(Model):
    """The method of a series, for all its editions."""

    id: Slug
    """The id of the method: the name of the file without .yaml."""
    title: Line
    """The name of the series in print, such as Freedom in the World."""
    publisher: Line
    """Who publishes the series."""
    editions: Annotated[tuple[Year, ...], Field(min_length=1)]
    """The editions that were made by this method, in order."""
    source: Text | None = None
    """Where the facts of this file come from."""
    period: Period = Period()
    """The time that each edition covers; the calendar year before it when left out."""
    not_rated: tuple[Line, ...] = ()
    """Words that a score table writes for an entity that is not rated, such as NR; “-” and “N/A” always say so."""
    scales: dict[Identifier, Grades] = Field(default_factory=dict)
    """Scales of words by their names, for the questions that have them: each lists its words, the best first."""
    tree: Annotated[tuple[Node, ...], Field(min_length=1)]
    """The questions and the groups above them, as deep as the method needs."""
    derived: tuple[Derived, ...] = ()
    """Measures that are made from others: ratings, a status, a percentage."""
    headline: Annotated[tuple[Headline, ...], Field(min_length=1)]
    """What stands at the top of a report; one for each edition."""
    flags: tuple[Flag, ...] = ()
    """Marks that follow from the measures, such as “electoral democracy”."""
    breaks: Annotated[tuple[Break, ...], Field(max_length=200)] = ()
    """Changes of the method after which values cannot be compared as they are."""
    quick_facts: tuple[FactField, ...] = ()
    """The fields of the box of facts, in their order."""
    _methods: dict[int, Method] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _is_sound(self) -> Rubric:
        if list(self.editions) != sorted(set(self.editions)):
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
