"""The value of every measure of an edition, from the scores of its questions.

Sums and means are exact (fractions); a measure is rounded once, half away from zero, to its decimals. A measure that
builds on another takes the exact value unless its formula asks for rounded parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pdfgen.model.formula import (
    Band,
    Banding,
    Category,
    Condition,
    Given,
    Linear,
    Matrix,
    Mean,
    ScaledSum,
    Sum,
    WeightedMean,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfgen.model.formula import Axis
    from pdfgen.model.method import Measure, Method

Exact = int | Fraction


class ScoringError(ValueError):
    """A value that the method has no place for: outside every band, or outside the matrix."""

    def __init__(self, measure: str, message: str) -> None:
        super().__init__(message)
        self.measure = measure


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one measure; None where scores are missing.

    ``number`` is rounded to the measure's decimals, ``exact`` is not. ``category`` is the band or category that the
    measure takes, for ratings and statuses.
    """

    number: Decimal | None = None
    exact: Exact | None = None
    category: Band | Category | None = None

    @property
    def code(self) -> str | None:
        """The category's code, for a measure that has no number."""
        return self.category.code if self.category else None

    def __bool__(self) -> bool:
        return self.number is not None or self.category is not None


MISSING = Value()


def evaluate(
    method: Method, scores: Mapping[str, Decimal], given: Mapping[str, Decimal] | None = None
) -> dict[str, Value]:
    """Return the value of every measure of ``method``.

    ``scores`` has the points by question and modifier id; one that is missing leaves the sums above it without a
    value, but a missing modifier counts as zero. Raises ScoringError for a value outside every band.
    """
    return _Evaluation(method, scores, given or {}).all()


class _Evaluation:
    def __init__(self, method: Method, scores: Mapping[str, Decimal], given: Mapping[str, Decimal]) -> None:
        self.method = method
        self.scores = scores
        self.given = given
        self.done: dict[str, Value] = {}

    def all(self) -> dict[str, Value]:
        return {id_: self.value(id_) for id_ in self.method.measures}

    def value(self, id_: str) -> Value:
        if id_ not in self.done:
            self.done[id_] = self._made(self.method.measures[id_])
        return self.done[id_]

    def _made(self, measure: Measure) -> Value:
        match measure.formula:
            case None:
                return self._number(measure, _exact(self.scores.get(measure.id)))
            case Given():
                return self._number(measure, _exact(self.given.get(measure.id)))
            case Banding(of=of, bands=bands):
                return _banded(measure, self.value(of), bands)
            case Matrix():
                return self._crossed(measure, measure.formula)
            case _:
                return self._number(measure, self._modified(measure, self._combined(measure)))

    def _parts(self, measure: Measure, *, rounded: bool) -> list[Exact | None]:
        values = [self.value(part) for part in self.method.parts(measure)]
        return [_exact(value.number) if rounded else value.exact for value in values]

    def _combined(self, measure: Measure) -> Exact | None:
        formula = measure.formula
        parts = self._parts(measure, rounded=getattr(formula, "rounded", False))
        valid = [part for part in parts if part is not None]
        if isinstance(formula, Mean):
            needed = formula.min_valid or len(parts)
            return Fraction(sum(valid), len(valid)) if valid and len(valid) >= needed else None
        if len(valid) < len(parts):
            return None
        match formula:
            case WeightedMean(weights=weights):
                weighed = zip(weights.values(), valid, strict=True)
                return Fraction(sum(Fraction(weight) * part for weight, part in weighed)) / Fraction(
                    sum(weights.values())
                )
            case ScaledSum(factor=factor):
                return Fraction(factor) * sum(valid) / len(valid)
            case Linear(source=source, target=target):
                return on_line(valid[0], source, target)
            case Sum():
                return sum(valid)
            case _:  # pragma: no cover  # every formula is named above or in _made
                raise AssertionError(formula)

    def _modified(self, measure: Measure, value: Exact | None) -> Exact | None:
        for modifier in measure.modifiers:
            if value is not None:
                amount = self.value(modifier.id).exact or 0
                value = value + amount if modifier.effect == "add" else value - amount
        return value

    def _crossed(self, measure: Measure, formula: Matrix) -> Value:
        row, column = self._bin(measure, formula.rows), self._bin(measure, formula.columns)
        if row is None or column is None:
            return MISSING
        code = formula.cells[row][column]
        return Value(category=next(item for item in formula.categories if item.code == code))

    def _bin(self, measure: Measure, axis: Axis) -> int | None:
        number = self.value(axis.of).number
        if number is None:
            return None
        for index, item in enumerate(axis.bins):
            if number in item:
                return index
        raise ScoringError(measure.id, f"{axis.of} is {number}, which lies in no bin of {measure.id}")

    @staticmethod
    def _number(measure: Measure, value: Exact | None) -> Value:
        return MISSING if value is None else Value(rounded(value, measure.scale.decimals), value)


def _exact(value: Decimal | None) -> Exact | None:
    if value is None:
        return None
    whole = int(value)
    return whole if whole == value else Fraction(value)


def _banded(measure: Measure, value: Value, bands: tuple[Band, ...]) -> Value:
    if value.number is None:
        return MISSING
    for band in bands:
        if value.number in band:
            return Value(band.value, _exact(band.value), band)
    of = measure.formula.of if isinstance(measure.formula, Banding) else measure.id
    raise ScoringError(measure.id, f"{of} is {value.number}, which lies in no band of {measure.id}")


def on_line(value: Exact, source: tuple[Decimal, Decimal], target: tuple[Decimal, Decimal]) -> Fraction:
    """Return ``value`` mapped by the straight line that takes ``source`` to ``target``."""
    (x0, x1), (y0, y1) = map(Fraction, source), map(Fraction, target)
    return y0 + (value - x0) * (y1 - y0) / (x1 - x0)


def rounded(value: Exact, decimals: int) -> Decimal:
    """Return ``value`` with ``decimals`` places, halves away from zero (as published indices round)."""
    if isinstance(value, int) and not decimals:
        return Decimal(value)
    scaled = abs(value) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    return Decimal(-whole if value < 0 else whole).scaleb(-decimals)


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
