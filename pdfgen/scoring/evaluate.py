"""The value of every measure of an edition, from the scores of its questions.

Sums and means are exact (fractions); a measure is rounded once, as its scale says. A measure that builds on another
takes the exact value unless its formula asks for rounded parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING

from typing_extensions import assert_never

from pdfgen.model.operators import (
    MISSING,
    Aggregation,
    Band,
    Banding,
    Choice,
    Classification,
    GivenValue,
    NoCategoryError,
    Standing,
    Value,
    absence,
    exact,
)
from pdfgen.scoring.order import place, rank

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from pdfgen.model.condition import Condition
    from pdfgen.model.limit import Limit
    from pdfgen.model.measure import Measure
    from pdfgen.model.operators import Exact
    from pdfgen.model.rubric import Method
    from pdfgen.scoring.placing import Peers

Stated = Decimal | str
"""A value as a report or a table states it: a number, or the code of a category."""


_BANDS = "correct the scores, or the bands of the rubric"


class ScoringError(ValueError):
    """A value that the method has no place for: outside every band, or outside the matrix, or far too large.

    ``part`` is the measure whose value a formula does not take, where it is that.
    """

    def __init__(self, measure: str, message: str, remedy: str = _BANDS, part: str | None = None) -> None:
        super().__init__(message)
        self.measure, self.remedy, self.part = measure, remedy, part


_DIGITS = 18
MOST = 10**_DIGITS
"""Every number that a method makes is less than this."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The values of all measures, where published ones may differ from what the method makes of the parts."""

    values: dict[str, Value]
    kept: dict[str, Stated]
    """The published values that stand in place of those that were made: waived, or within the tolerance."""
    differing: dict[str, Value]
    """What was made, for each published value that differs by more than the tolerance, waived or not."""


def evaluate(method: Method, stated: Mapping[str, Stated], peers: Peers | None = None) -> dict[str, Value]:
    """Return the value of every measure of ``method``; without ``peers`` nothing stands anywhere among others.

    ``stated`` has the points by question and modifier id, and the measures that are made outside; one that is missing
    leaves what is made from it without a value, but a missing modifier counts as zero. A measure that is made from
    others takes the value that is stated for it, if one is. Raises ScoringError for a value outside every band.
    """
    return _Evaluation(method, stated, {}, (), peers).all().values


def settle(
    method: Method,
    stated: Mapping[str, Stated],
    published: Mapping[str, Stated],
    waived: Container[str] = (),
    peers: Peers | None = None,
) -> Settled:
    """Return the value of every measure, and how the ``published`` values agree with them.

    A published value within the measure's tolerance is kept, and so is one whose measure is ``waived``: what is made
    from the measure is made from the published value. Raises ScoringError for a value outside every band.
    """
    return _Evaluation(method, stated, published, waived, peers).all()


class _Evaluation:
    def __init__(
        self,
        method: Method,
        stated: Mapping[str, Stated],
        published: Mapping[str, Stated],
        waived: Container[str],
        peers: Peers | None,
    ) -> None:
        self.method = method
        self.peers = peers
        self.stated = stated
        self.published = published
        self.waived = waived
        self.settled = Settled({}, {}, {})

    def all(self) -> Settled:
        values = {id_: self.value(id_) for id_ in self.method.measures}
        return replace(self.settled, values=values)

    def value(self, id_: str) -> Value:
        done = self.settled.values
        if id_ not in done:
            measure = self.method.measures[id_]
            stated = self.stated.get(id_)
            value = self._limited(measure, self._made(measure)) if stated is None else _read(measure, stated)
            done[id_] = value if id_ not in self.published else self._agreed(measure, value)
        return done[id_]

    def _agreed(self, measure: Measure, made: Value) -> Value:
        """Return the value that was made, or the published one where that is to be kept."""
        published = as_value(measure, self.published[measure.id])
        if published is None or agree(measure, made, published):
            return made
        if published.absent and not made:  # why nothing is made is nobody's number
            self.settled.kept[measure.id] = published.absent
            return published
        near = within_tolerance(measure, made, published)
        if not near:
            self.settled.differing[measure.id] = made
        if not near and measure.id not in self.waived:
            return made
        self.settled.kept[measure.id] = _written(self.published[measure.id], published)
        return published

    def _made(self, measure: Measure) -> Value:
        """Return what the parts of a measure make; nothing for one that is stated."""
        formula = measure.formula
        match formula:
            case None | GivenValue():
                return MISSING
            case Classification():
                return self._classified(measure, formula)
            case Standing():
                return number_of(measure, self._placed(formula))
            case Choice():
                return self._chosen(measure, formula)
            case Aggregation():
                made = self._modified(measure, self._aggregated(measure, formula))
                if made is None:
                    return nothing_of([self.value(part) for part in measure.made_from])
                if abs(made) >= MOST:
                    message = f"{measure.id} is a number of more than {_DIGITS} digits"
                    raise ScoringError(measure.id, message, "correct the scores, or the formulas of the rubric")
                return number_of(measure, made)
            case _:
                assert_never(formula)

    def _aggregated(self, measure: Measure, formula: Aggregation) -> Exact | None:
        ids = measure.made_from
        parts = [self.value(part) for part in ids]
        taken = [] if formula.takes_all else formula.taken(parts)
        for id_, value, number in zip(ids, parts, taken, strict=False):
            if number is not None and (wrong := formula.refuses(number)):
                message = f"{measure.id} cannot be made: {id_} is {value.text}, and {wrong}"
                remedy = f"correct {id_}, or the formula of {measure.id} in the rubric"
                raise ScoringError(measure.id, message, remedy, id_)
        return formula.value(parts)

    def _placed(self, formula: Standing) -> Exact | None:
        """Return where the entity stands; None where nothing is known of any other."""
        value = self.value(formula.of)
        if value.exact is None or self.peers is None or not self.peers.known(formula.of):
            return None
        return self.peers.place(self.method.measures[formula.of], formula, value.exact)

    def _classified(self, measure: Measure, formula: Classification) -> Value:
        parts = [self.value(part) for part in measure.made_from]
        try:
            category = formula.category([part.number for part in parts])
        except NoCategoryError as error:
            raise ScoringError(measure.id, f"{error} of {measure.id}") from None
        if category is None:
            return nothing_of(parts)
        if isinstance(formula, Banding) and isinstance(category, Band):
            category = formula.excepted(category, self._meets)
        return Value(category.value, exact(category.value), category)

    def _chosen(self, measure: Measure, formula: Choice) -> Value:
        """Return the value of one part; nothing where too few have one."""
        parts = [self.value(part) for part in measure.made_from]
        valid = [(self.method.measures[id_], part) for id_, part in zip(measure.made_from, parts, strict=True) if part]
        if not valid or not formula.suffices(len(valid), parts):
            return nothing_of(parts)
        places = [rank(*both) for both in valid]
        value = valid[places.index(formula.chosen(places))][1]
        return value if value.category else number_of(measure, value.exact)

    def _limited(self, measure: Measure, made: Value) -> Value:
        """Return what was made, or the value of the narrowest limit that it is better than."""
        value = made
        for limit in measure.limits if made else ():
            if limit.when and not self._meets(limit.when):
                continue
            end = self._end(measure, limit)
            if end and rank(measure, end) > rank(measure, value):
                value = replace(end, limit=limit, unlimited=made)
        return value

    def _end(self, measure: Measure, limit: Limit) -> Value:
        """Return the best value that a limit allows; nothing where it is the worst of none."""
        if limit.no_better_than is not None:
            return _read(measure, limit.no_better_than)
        known = [(self.method.measures[id_], value) for id_ in limit.worst_of if (value := self.value(id_))]
        if not known:
            return MISSING
        _, worst = max(known, key=lambda item: rank(*item))
        if not worst.category:
            return number_of(measure, worst.exact)
        category = measure.categories()[place(measure, worst) or 0]
        return Value(category.value, exact(category.value), category)

    def _meets(self, condition: Condition) -> bool | None:
        return meets(condition, {id_: self.value(id_) for id_ in condition.measures()})

    def _modified(self, measure: Measure, value: Exact | None) -> Exact | None:
        for modifier in measure.modifiers:
            if value is not None:
                amount = self.value(modifier.id).exact or 0
                value = value + amount if modifier.effect == "add" else value - amount
        return value


def nothing_of(parts: Sequence[Value]) -> Value:
    """Return the missing value of what is made of ``parts``: why there is none, where they say so.

    Where too few parts concern the entity, and no answer could change that, the value is not applicable either.
    """
    absent = {part.absent for part in parts if not part}
    if absent == {"not_applicable"}:
        return Value(absent="not_applicable")
    return Value(absent="not_rated") if "not_rated" in absent and "" not in absent else MISSING


def _read(measure: Measure, stated: Stated) -> Value:
    value = as_value(measure, stated)
    return MISSING if value is None else value


def number_of(measure: Measure, value: Exact | None) -> Value:
    """Return an exact number as the value of ``measure``."""
    return MISSING if value is None else Value(measure.scale.printed(value), value)


def as_value(measure: Measure, stated: Stated) -> Value | None:
    """Return what is stated for ``measure`` as a value; None for what is no number, or no category, of it.

    A category is stated by its code, its label or its number; an answer may also say why there is no value.
    """
    number = _decimal(stated)
    categories = measure.categories()
    if number is not None and not categories:  # most of what is stated
        return number_of(measure, exact(number))
    said = str(stated).casefold()
    for item in categories:
        if said in [name.casefold() for name in (item.code, item.label) if name]:
            return Value(item.value, exact(item.value), item)
    for item in categories:
        if number is not None and number == item.value:
            return Value(item.value, exact(item.value), item)
    return Value(absent=why) if (why := absence(stated)) else None


def _written(stated: Stated, value: Value) -> Stated:
    """Return what is stated as its number, its code or its word, exactly."""
    number = value.number if value.category and not value.is_word else _decimal(stated)
    return (value.code or value.absent) if number is None or value.is_word else number


def _decimal(stated: Stated) -> Decimal | None:
    if isinstance(stated, Decimal):
        return stated
    return Decimal(stated) if _NUMBER.fullmatch(stated) else None


_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_NOISE = Fraction(1, 10**9)
"""By how much an exact value may differ that a spreadsheet made of binary fractions."""


def agree(measure: Measure, made: Value, stated: Value) -> bool:
    """Tell whether two values are one: as they are printed, or where the stated one is more exact, exactly so far."""
    if made.number is None or stated.number is None or stated.exact is None or made.exact is None:
        return (made.number, made.code, made.absent) == (stated.number, stated.code, stated.absent)
    if measure.categories():
        return made.number == stated.number
    if stated.exact in (made.exact, made.number):
        return True
    places = _places(stated.exact)
    if places <= measure.scale.decimals:
        return False
    noise = min(_NOISE, Fraction(1, 2 * 10**measure.scale.decimals))
    return abs(Fraction(stated.exact) - made.exact) <= max(Fraction(1, 2 * 10**places), noise)


def _places(value: Exact) -> int:
    """Return how many decimals a decimal fraction has."""
    below = Fraction(value).denominator
    return next(places for places in count() if not 10**places % below)


def within_tolerance(measure: Measure, made: Value, stated: Value) -> bool:
    """Tell whether a published number lies no farther from the one that was made than the rubric allows."""
    if not measure.tolerance or made.number is None or stated.number is None:
        return False
    exact = abs(Fraction(stated.exact or 0) - Fraction(made.exact or 0))
    return min(exact, Fraction(abs(stated.number - made.number))) <= measure.tolerance


def meets(condition: Condition, values: Mapping[str, Value]) -> bool | None:
    """Tell whether ``values`` meet ``condition``; None when a value that decides is missing."""
    if condition.measure is not None:
        value = values[condition.measure]
        if not value:
            return None
        in_code = not condition.code or value.code in condition.code
        return in_code and (value.number is None or value.number in condition)
    outcomes = (
        [meets(part, values) for part in condition.all]
        + ([_any([meets(part, values) for part in condition.any])] if condition.any else [])
        + [_not(meets(part, values)) for part in condition.none]
    )
    if False in outcomes:
        return False
    return None if None in outcomes else True


def _any(outcomes: list[bool | None]) -> bool | None:
    if True in outcomes:
        return True
    return None if None in outcomes else False


def _not(outcome: bool | None) -> bool | None:  # noqa: FBT001  # a three-valued logic has no keywords
    return None if outcome is None else not outcome
