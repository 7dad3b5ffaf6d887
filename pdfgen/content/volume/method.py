"""The chapter on the method, made from the rubric: what is asked, how it adds up, who gets which mark."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from typing_extensions import assert_never

from pdfgen.content import words
from pdfgen.content.blocks import Block, Heading, Paragraph, PrintedScore, Span
from pdfgen.content.punctuation import punctuated
from pdfgen.content.volume.front import chapter_title
from pdfgen.content.volume.volume_blocks import DataRow, DataTable, TableColumn
from pdfgen.model.operators import (
    Aggregation,
    Banding,
    CategoryMatrix,
    Choice,
    Classification,
    GivenValue,
    Standing,
    Sum,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfgen.errors import Origin
    from pdfgen.labels import Labels
    from pdfgen.model.base import Range
    from pdfgen.model.condition import Condition
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method
    from pdfgen.model.rubric_parts import Flag, Scale


def method_chapter(method: Method, origin: Origin, labels: Labels) -> list[Block]:
    """Return the chapter."""
    return _Chapter(method, origin, labels).blocks()


@dataclass(frozen=True, slots=True)
class _Teller:
    """The words of the chapter for one measure, as an operator asks for them."""

    chapter: _Chapter
    measure: Measure

    @property
    def parts(self) -> list[str]:
        return [self.chapter.name(part) for part in self.measure.made_from]

    @property
    def lower_is_better(self) -> bool:
        return self.measure.direction == "lower"

    @property
    def group(self) -> str:
        return self.chapter.labels.group(self.chapter.method.rubric.group).singular

    def say(self, form: str, **values: str) -> str:
        return self.phrase(form, measure=self.chapter.name(self.measure.id), **values)

    def phrase(self, form: str, **values: str) -> str:
        said: str = getattr(self.chapter.said, form)
        return said.format(**values)

    def name(self, id_: str) -> str:
        return self.chapter.name(id_)

    def number(self, value: Decimal) -> str:
        return self.chapter.labels.number(value)

    def listed(self, words: Sequence[str]) -> str:
        return self.chapter.labels.volume.listed(words)

    def condition(self, range_: Range, codes: Sequence[str]) -> str:
        return self.chapter.tested(self.measure.made_from[0], range_, codes)


class _Chapter:
    def __init__(self, method: Method, origin: Origin, labels: Labels) -> None:
        self.method, self.origin, self.labels = method, origin, labels
        self.said = labels.volume.method
        self.item = labels.item(method.rubric.item)
        self._count = 0

    def blocks(self) -> list[Block]:
        """Return all of it."""
        rubric = self.method.rubric
        edition = words.edition(self.method, self.method.edition, self.labels)
        in_words = bool(self.method.items) and all(item.grades for item in self.method.items)
        form = self.said.intro_judgements if in_words else self.said.intro
        intro = form.format(series=self.labels.term(rubric.title), edition=edition, **({} if in_words else self.item))
        found = [chapter_title(self.said.title, self.origin), self._paragraph(intro, role="lead")]
        scales = dict.fromkeys(words.scale(item, self.labels) for item in self.method.items if item.grades)
        if self.method.roots:
            found += [self._heading(self.said.asked), *map(self._paragraph, scales), *self._asked()]
        if any(not measure.is_item for measure in self.method.measures.values()):
            found += [self._heading(self.said.judgements if in_words else self.said.totals), *self._made()]
        if self.method.flags:
            found.append(self._heading(self.said.flags))
            found += [self._paragraph(self._flag(flag)) for flag in self.method.flags]
        if self.method.breaks:
            found.append(self._heading(self.labels.comparability))
            for item in self.method.breaks:
                found.append(self._paragraph(item.note))
                if item.entities:
                    found.append(self._paragraph(f"{self.labels.volume.listed(item.entities)}."))
        if rubric.source:
            found += [self._heading(self.said.source), self._paragraph(rubric.source)]
        return found

    # -- questions

    def _asked(self) -> Iterator[Block]:
        """Yield the tree: groups, sections and questions with the most that each can score."""
        for root in self.method.roots:
            measure = self.method.measures[root]
            if measure.parts and len(self.method.roots) == 1:
                for child in measure.parts:
                    yield from self._node(child, 3)
                yield from self._modifiers(measure, 3)
            else:
                yield from self._node(root, 3)

    def _node(self, id_: str, level: int) -> Iterator[Block]:
        measure = self.method.measures[id_]
        if measure.is_item:
            yield self._item(measure, level, id_)
            return
        group = any(self.method.measures[child].parts for child in measure.parts)
        label = self.labels.term(measure.label)
        most = self._most(measure)
        yield Heading(
            id=f"section.{id_}",
            origin=self.origin,
            level=level,
            role="group" if group else "section",
            text=label,
            outline=label if group else f"{id_}. {label}",
            code="" if group else id_,
            score=None if group or not most else PrintedScore(most, words=most),
            aside=most if group else "",
        )
        for child in measure.parts:
            yield from self._node(child, level + 1)
        yield from self._modifiers(measure, level + 1)

    def _modifiers(self, measure: Measure, level: int) -> Iterator[Block]:
        for modifier in measure.modifiers:
            yield self._item(self.method.measures[modifier.id], level, "")

    def _item(self, measure: Measure, level: int, code: str) -> Heading:
        official = words.wording(measure, self.labels)
        (text,) = punctuated([official or self.labels.term(measure.label)], self.labels)
        id_ = f"{self.method.rubric.item.id}.{measure.id}"
        return Heading(id=id_, origin=self.origin, level=level, role="item", text=text, outline="", code=code)

    def _most(self, measure: Measure) -> str:
        """Return the most points that a measure adds up to; empty for one that is no sum of points."""
        if measure.scale.max is None or (measure.formula and not measure.formula.adds_up):
            return ""
        return self.said.most.format(max=self.labels.number(measure.scale.max))

    # -- formulas

    def _made(self) -> Iterator[Block]:
        """Yield how each measure is made that is no question."""
        first = True
        made = [measure for measure in self.method.measures.values() if not measure.is_item]
        sections = [measure for measure in made if self._is_section(measure)]
        for measure in made:
            if measure in sections[1:]:
                continue
            plain = measure in sections
            yield self._paragraph(
                self.said.sections.format(**self.item) if plain else self._sentence(measure), first=first
            )
            table = self._ranges(measure)
            first = table is not None  # what follows a table
            if table:
                yield table
            for said in self._restrictions(measure):
                yield self._paragraph(said, first=first)
                first = False

    def _restrictions(self, measure: Measure) -> Iterator[str]:
        """Yield the exceptions and the limits of a measure in sentences."""
        said, listed = self.said, self.labels.volume.listed
        for band in measure.formula.bands if isinstance(measure.formula, Banding) else ():
            if band.unless:
                name = self.labels.term(band.label) if band.label else self.labels.number(band.value or 0)
                yield said.unless.format(band=name, condition=self._condition(band.unless))
        for limit in measure.limits:
            name, condition = self.name(measure.id), self._condition(limit.when) if limit.when else ""
            parts = listed([self.name(id_) for id_ in limit.worst_of])
            if isinstance(limit.no_better_than, str):
                value = self._category(measure.id, limit.no_better_than)
            else:
                value = self.labels.number(limit.no_better_than or 0)
            form = said.limit if not parts else said.limit_worst_when if limit.when else said.limit_worst
            sentence = form.format(measure=name, value=value, parts=parts, condition=condition)
            yield f"{sentence} {limit.reason}" if limit.reason else sentence

    def _is_section(self, measure: Measure) -> bool:
        """Tell whether a measure is nothing but the sum of its questions."""
        parts = [self.method.measures[part] for part in measure.parts]
        formula = measure.formula
        adds_up = isinstance(formula, Sum) and formula.is_plain and not formula.of and not measure.modifiers
        return bool(parts) and adds_up and all(part.is_item for part in parts)

    def _sentence(self, measure: Measure) -> str:
        """Return how a measure is made, in sentences."""
        formula = measure.formula
        if formula is None:
            return ""
        said = formula.sentence(_Teller(self, measure))
        sentences = [said, *formula.remarks(_Teller(self, measure))]
        if formula.takes_printed_parts:
            sentences.append(self.said.rounded_parts)
        for modifier in measure.modifiers:
            form = self.said.subtracted if modifier.effect == "subtract" else self.said.added
            most = self.labels.number(modifier.max or 0)
            sentences.append(form.format(modifier=self.labels.term(modifier.label), max=most))
        if not isinstance(formula, Classification):
            sentences += self._rounding(measure.scale)
        told = isinstance(formula, Classification) or formula.lower_is_better
        if measure.direction == "lower" and not told:
            sentences.append(self.said.direction_lower)
        if said.endswith(":"):  # a table follows
            sentences = [*sentences[1:], said]
        return " ".join(sentences)

    def _rounding(self, scale: Scale) -> Iterator[str]:
        """Yield how values are rounded; nothing for whole numbers that are rounded as usual."""
        form = {"half_even": self.said.rounded_even, "down": self.said.cut_off}.get(scale.rounding, self.said.rounded)
        if scale.rounding != "none" and (scale.decimals or scale.round_to or form is not self.said.rounded):
            step = scale.round_to or Decimal(1).scaleb(-scale.decimals)
            yield form.format(step=self.labels.number(step))

    def name(self, id_: str) -> str:
        """Return the name of a measure in a sentence; a rating differs from the score that it is made from."""
        measure = self.method.measures[id_]
        label = self.labels.term(measure.label)
        same = [other for other in self.method.measures.values() if other.label == measure.label]
        if len(same) > 1 and measure.is_banded:
            return f"{label} ({self.labels.volume.tables.rating})"
        return label

    def _ranges(self, measure: Measure) -> DataTable | None:
        """Return the table of what each range of values gives; None for a measure that is not classified."""
        formula = measure.formula
        match formula:
            case Banding():
                return self._bands(measure, formula)
            case CategoryMatrix():
                return self._matrix(formula)
            case None | Aggregation() | Choice() | Standing() | GivenValue():
                return None
            case _:
                assert_never(formula)

    def _bands(self, measure: Measure, formula: Banding) -> DataTable:
        named = any(band.label for band in formula.bands)
        rows = tuple(
            DataRow(
                self._range(band),
                (self.labels.term(band.label) if band.label else self.labels.number(band.value or 0),),
            )
            for band in formula.bands
        )
        column = TableColumn(self.name(measure.id), words=named, strong=not named)
        return self._table(self.name(formula.of), (column,), rows)

    def _matrix(self, formula: CategoryMatrix) -> DataTable:
        names = {category.code: self.labels.term(category.label) for category in formula.categories}
        columns = tuple(TableColumn(self._range(bin_), words=True) for bin_ in formula.columns.bins)
        rows = tuple(
            DataRow(self._range(bin_), tuple(names[code] for code in cells))
            for bin_, cells in zip(formula.rows.bins, formula.cells, strict=True)
        )
        return self._table(self.name(formula.rows.of), columns, rows)

    def _table(self, stub: str, columns: tuple[TableColumn, ...], rows: tuple[DataRow, ...]) -> DataTable:
        self._count += 1
        id_ = f"bands.{self._count}"
        return DataTable(
            id=id_,
            origin=self.origin,
            level=3,
            title="",
            stub=stub,
            columns=columns,
            rows=rows,
            keep_with_previous=True,
        )

    # -- conditions

    def _flag(self, flag: Flag) -> str:
        label, condition = self.labels.term(flag.label), self._condition(flag.when)
        rubric = self.method.rubric
        if 0 < len(flag.entities) < len(rubric.entity_kinds):
            kinds = self.labels.volume.listed([self.labels.kind(rubric.kind(id_)).plural for id_ in flag.entities])
            return self.said.flag.format(flag=label, kinds=kinds, condition=condition)
        return self.said.flag_any.format(flag=label, condition=condition)

    def _condition(self, condition: Condition, *, inner: bool = False) -> str:
        """Return a condition in words; one of several parts that is ``inner`` to another stands in brackets."""
        volume = self.labels.volume
        if condition.measure:
            range_ = self.tested(condition.measure, condition, condition.code)
            return self.said.test.format(measure=self.name(condition.measure), range=range_)
        groups = [group for group in (condition.all, condition.any, condition.none) if group]
        nested = len(groups) > 1
        parts = []
        for group in groups:
            last = volume.last_join if group is condition.all else volume.last_or
            said = volume.listed([self._condition(part, inner=True) for part in group], last)
            if group is condition.none:
                said = self.said.none.format(conditions=said)
            parts.append(f"({said})" if nested and len(group) > 1 else said)
        whole = volume.listed(parts)
        several = nested or len(groups[0]) > 1
        return f"({whole})" if inner and several else whole

    def tested(self, id_: str, range_: Range, codes: Sequence[str]) -> str:
        """Return in words which values of a measure meet a condition."""
        if not codes:
            return self._range(range_)
        volume = self.labels.volume
        return volume.listed([self._category(id_, code) for code in codes], volume.last_or)

    def _category(self, id_: str, code: str) -> str:
        categories = self.method.measures[id_].categories()
        return next((self.labels.term(item.label) for item in categories if item.code == code and item.label), code)

    def _range(self, range_: Range) -> str:
        """Return a range of numbers in words."""
        said, number = self.said, self.labels.number
        if range_.min is not None and range_.max is not None:
            if range_.min == range_.max:
                return number(range_.min)
            return said.range.format(min=number(range_.min), max=number(range_.max))
        ends: list[tuple[str, Decimal | None]] = [
            (said.at_least, range_.min),
            (said.above, range_.above),
            (said.at_most, range_.max),
            (said.below, range_.below),
        ]
        return self.labels.volume.listed([form.format(value=number(end)) for form, end in ends if end is not None])

    # -- blocks

    def _heading(self, text: str) -> Heading:
        self._count += 1
        id_ = f"part.{self._count}"
        return Heading(id=id_, origin=self.origin, level=2, role="plain", text=text, outline=text)

    def _paragraph(self, text: str, role: Literal["lead", "body"] = "body", *, first: bool = True) -> Paragraph:
        self._count += 1
        (said,) = punctuated([text], self.labels)
        return Paragraph(id=f"text.{self._count}", origin=self.origin, role=role, spans=(Span(said),), first=first)
