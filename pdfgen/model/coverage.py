"""Whether the bands of a measure, or the bins of a matrix, hold every value that can occur, and each of them once.

A mean of two whole ratings goes in halves: bands that end at 2.5 and begin at 3.0 leave nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from typing import TYPE_CHECKING

from pdfgen.model.base import fault
from pdfgen.model.formula import Banding, Given, Linear, Matrix, Mean, ScaledSum, Sum, WeightedMean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic_core import PydanticCustomError

    from pdfgen.model.base import Range
    from pdfgen.model.method import Measure, Method, Place


@dataclass(frozen=True, slots=True)
class Possible:
    """The values that a measure can have: those that lie a whole number of steps from ``start``, between the ends.

    ``step`` is None where any value is possible, an end where there is none. ``values`` are all of them where they are
    few and uneven.
    """

    start: Fraction
    step: Fraction | None
    low: Fraction | None
    high: Fraction | None
    values: tuple[Fraction, ...] = ()

    def first(self, low: Fraction | None, high: Fraction | None, *, after: bool, before: bool) -> Fraction | None:
        """Return the least value between two ends, or None; ``after`` and ``before`` leave the ends themselves out."""
        if low is None or (self.low is not None and self.low > low):
            low, after = self.low, False
        if high is None or (self.high is not None and self.high < high):
            high, before = self.high, False
        if low is None or (high is not None and (low > high or (low == high and (after or before)))):
            return None
        if self.values:
            found = next((value for value in self.values if value > low or (value == low and not after)), None)
        elif self.step is None:
            found = low if not after else low + 1 if high is None else (low + high) / 2
        else:
            found = self.start + ceil((low - self.start) / self.step) * self.step
            found += self.step if after and found == low else 0
        if found is None or (high is not None and (found > high or (before and found == high))):
            return None
        return found

    def scaled(self, factor: Fraction, shift: Fraction = Fraction(0)) -> Possible:
        """Return the values times ``factor`` plus ``shift``."""
        ends = [None if end is None else end * factor + shift for end in (self.low, self.high)]
        low, high = ends if factor >= 0 else reversed(ends)
        step = abs(self.step * factor) if self.step and factor else None
        values = tuple(sorted(value * factor + shift for value in self.values))
        return Possible(self.start * factor + shift, step, low, high, values)

    def plus(self, other: Possible) -> Possible:
        """Return the sums of a value of these and one of ``other``."""
        low, high = (_both(ours, theirs) for ours, theirs in ((self.low, other.low), (self.high, other.high)))
        step = None if self.step is None or other.step is None else _common(self.step, other.step)
        return Possible(self.start + other.start, step, low, high)

    def rounded(self, decimals: int) -> Possible:
        """Return the values as they are printed."""
        unit = Fraction(1, 10**decimals)
        if self.step is not None and not self.step % unit and not self.start % unit:
            return self
        low, high = (None if end is None else _rounded(end, unit) for end in (self.low, self.high))
        values = tuple(sorted({_rounded(value, unit) for value in self.values}))
        return Possible(Fraction(0), unit, low, high, values)


def _both(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _common(one: Fraction, other: Fraction) -> Fraction:
    below = lcm(one.denominator, other.denominator)
    return Fraction(gcd(int(one * below), int(other * below)), below)


def _rounded(value: Fraction, unit: Fraction) -> Fraction:
    """Return ``value`` in whole units, halves away from zero."""
    count = floor(abs(value) / unit + Fraction(1, 2))
    return (-count if value < 0 else count) * unit


def _few(values: Iterable[Decimal]) -> Possible:
    found = tuple(sorted({Fraction(value) for value in values}))
    step = found[-1] - found[0] or Fraction(1)
    for value in found[1:]:
        step = _common(step, value - found[0])
    return Possible(found[0], step, found[0], found[-1], found)


class _Values:
    """The values that each measure of a method can have."""

    def __init__(self, method: Method) -> None:
        self.method = method
        self.done: dict[str, Possible] = {}

    def printed(self, id_: str) -> Possible:
        return self.exact(id_).rounded(self.method.measures[id_].scale.decimals)

    def exact(self, id_: str) -> Possible:
        if id_ not in self.done:
            measure = self.method.measures[id_]
            self.done[id_] = self._stated(measure) if measure.is_stated else self._on_scale(measure)
        return self.done[id_]

    @staticmethod
    def _stated(measure: Measure) -> Possible:
        scale = measure.scale
        low, high = Fraction(scale.min), None if scale.max is None else Fraction(scale.max)
        exact = isinstance(measure.formula, Given) and scale.step is None
        step = None if exact else Fraction(scale.step or Decimal(1).scaleb(-scale.decimals))
        return Possible(low, step, low, high)

    def _on_scale(self, measure: Measure) -> Possible:
        """Return what the parts can give, as far as it lies on the scale that the rubric states."""
        scale = measure.scale
        found = self._made(measure)
        for item in measure.modifiers:
            added = self.exact(item.id)
            added = replace(added, low=min(added.low or Fraction(0), Fraction(0)), start=Fraction(0))  # 0 when missing
            found = found.plus(added if item.effect == "add" else added.scaled(Fraction(-1)))
        low, high = found.low, found.high
        if "min" in scale.model_fields_set or low is None:
            low = Fraction(scale.min) if low is None else max(low, Fraction(scale.min))
        if scale.max is not None:
            high = Fraction(scale.max) if high is None else min(high, Fraction(scale.max))
        found = replace(found, low=low, high=high)
        if scale.step is not None and isinstance(measure.formula, Sum | Mean | WeightedMean | ScaledSum | Linear):
            found = replace(found, start=Fraction(scale.min), step=Fraction(scale.step), values=())
        return found

    def _made(self, measure: Measure) -> Possible:
        formula = measure.formula
        if isinstance(formula, Banding):
            return _few(band.value for band in formula.bands if band.value is not None)
        take = self.printed if getattr(formula, "rounded", False) else self.exact
        parts = [take(part) for part in self.method.parts(measure)]
        match formula:
            case WeightedMean(weights=weights):
                whole = Fraction(sum(weights.values()))
                weighed = zip(weights.values(), parts, strict=True)
                return _sum([part.scaled(Fraction(weight) / whole) for weight, part in weighed if weight])
            case Linear(source=source, target=target):
                (x0, x1), (y0, y1) = map(Fraction, source), map(Fraction, target)
                slope = (y1 - y0) / (x1 - x0)
                return parts[0].scaled(slope, y0 - x0 * slope)
            case Mean(min_valid=least):
                return _mean(parts, least or len(parts))
            case ScaledSum(factor=factor):
                return _sum(parts).scaled(Fraction(factor) / len(parts))
            case _:
                return _sum(parts)


def _mean(parts: Sequence[Possible], least: int) -> Possible:
    """Return the means of at least so many of the parts."""
    if least >= len(parts):
        return _sum(parts).scaled(Fraction(1, len(parts)))
    lows = [part.low for part in parts if part.low is not None]
    highs = [part.high for part in parts if part.high is not None]
    low = min(lows) if len(lows) == len(parts) else None
    return Possible(Fraction(0), None, low, max(highs) if len(highs) == len(parts) else None)


def _sum(parts: Sequence[Possible]) -> Possible:
    found, *others = parts
    for part in others:
        found = found.plus(part)
    return found


def uncovered(method: Method, known: set[object]) -> Iterator[tuple[Place, PydanticCustomError]]:
    """Yield the bands and bins that overlap, and the values that lie in none, each with its place in the rubric.

    What was looked at is noted in ``known``, and not looked at again.
    """
    values = _Values(method)

    def checked(
        ranges: Sequence[Range], name: tuple[str, str, str], place: Place
    ) -> Iterator[tuple[Place, PydanticCustomError]]:
        possible = values.printed(name[2])
        if (place, possible) not in known:
            known.add((place, possible))
            yield from _checked(ranges, possible, name, place)

    for measure in method.measures.values():
        formula, place = measure.formula, (*measure.place, "formula")
        if isinstance(formula, Banding):
            yield from checked(formula.bands, ("band", measure.id, formula.of), (*place, "bands"))
        elif isinstance(formula, Matrix):
            for side, axis in (("rows", formula.rows), ("columns", formula.columns)):
                yield from checked(axis.bins, ("bin", measure.id, axis.of), (*place, side, "bins"))


@dataclass(frozen=True, slots=True, order=True)
class _End:
    """An end of a range. ``infinite`` is -1 or 1 for one that is left out; ``open_`` is 1 just above, -1 just below."""

    infinite: int
    value: Fraction
    open_: int


def _ends(range_: Range) -> tuple[_End, _End]:
    lows = [_End(0, Fraction(end), open_) for end, open_ in ((range_.min, 0), (range_.above, 1)) if end is not None]
    highs = [_End(0, Fraction(end), open_) for end, open_ in ((range_.max, 0), (range_.below, -1)) if end is not None]
    nothing = Fraction(0)
    return max(lows, default=_End(-1, nothing, 0)), min(highs, default=_End(1, nothing, 0))


def _checked(
    ranges: Sequence[Range], possible: Possible, name: tuple[str, str, str], place: Place
) -> Iterator[tuple[Place, PydanticCustomError]]:
    """Yield what is wrong with ``ranges``, which part the ``possible`` values of the measure ``name[2]``."""
    what, id_, of = name
    ends = [_ends(range_) for range_ in ranges]
    order = sorted(range(len(ranges)), key=ends.__getitem__)
    reach: int | None = None  # the range that goes highest so far
    for index in [*order, None]:
        low = None if index is None else ends[index][0]
        high = None if reach is None else ends[reach][1]
        if reach is not None and index is not None and (shared := ranges[reach].common(ranges[index])) is not None:
            message = f"two {what}s of {id_} both hold the value {_shown(Fraction(shared))}"
            remedy = "use `above` or `below` for an end that is outside"
            yield (*place, max(reach, index)), fault(f"overlapping-{what}s", message, remedy)
        elif not ((low and low.infinite) or (high and high.infinite)):
            value = possible.first(
                high.value if high else None,
                low.value if low else None,
                after=bool(high and not high.open_),
                before=bool(low and not low.open_),
            )
            if value is not None:
                beside = [item for item in (reach, index) if item is not None]
                message = f"{of} can be {_shown(value)}, which lies in no {what} of {id_}"
                remedy = f"extend a {what} to it, or add one"
                yield (*place, *([max(beside)] if beside else [])), fault(f"value-in-no-{what}", message, remedy)
        if index is not None and (reach is None or ends[index][1] > ends[reach][1]):
            reach = index


def _shown(value: Fraction) -> str:
    whole = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{whole.normalize():f}"
