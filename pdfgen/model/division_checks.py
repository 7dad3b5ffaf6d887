"""Whether the bands of a measure, or the bins of a matrix, hold every value that can occur, and each of them once.

A mean of two whole ratings goes in halves: bands that end at 2.5 and begin at 3.0 leave nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pdfgen.model.base import fault
from pdfgen.model.operators import Aggregation, Choice, Standing
from pdfgen.model.operators.possible import Possible, either, few

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import PydanticCustomError

    from pdfgen.model.base import Range
    from pdfgen.model.measure import Measure
    from pdfgen.model.operators import Division, Place


class _Values:
    """The values that each measure of a method can have."""

    def __init__(self, measures: Mapping[str, Measure]) -> None:
        self.measures = measures
        self.done: dict[str, Possible] = {}

    def printed(self, id_: str) -> Possible:
        scale = self.measures[id_].scale
        return self.exact(id_).rounded(scale.unit, scale.printed)

    def exact(self, id_: str) -> Possible:
        if id_ not in self.done:
            measure = self.measures[id_]
            self.done[id_] = self._stated(measure) if measure.is_stated else self._on_scale(measure)
        return self.done[id_]

    @staticmethod
    def _stated(measure: Measure) -> Possible:
        scale = measure.scale
        if measure.grades:
            return few(grade.value for grade in measure.grades if grade.value is not None)
        low, high = Fraction(scale.min), None if scale.max is None else Fraction(scale.max)
        exact = not measure.is_item and scale.step is None
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
        if scale.step is not None and isinstance(measure.formula, Aggregation):
            found = replace(found, start=Fraction(scale.min), step=Fraction(scale.step), values=())
        return found

    def _made(self, measure: Measure) -> Possible:
        formula = measure.formula
        if isinstance(formula, Standing):
            return formula.possible()
        if isinstance(formula, Choice) and not measure.grades:
            return either([self.exact(part) for part in measure.made_from])
        if not isinstance(formula, Aggregation):
            return few(band.value for band in measure.categories() if band.value is not None)
        take = self.printed if formula.takes_printed_parts else self.exact
        return formula.possible([take(part) for part in measure.made_from])


def uncovered(measures: Mapping[str, Measure], known: set[object]) -> Iterator[tuple[Place, PydanticCustomError]]:
    """Yield the bands and bins that overlap, and the values that lie in none, each with its place in the rubric.

    What was looked at is noted in ``known``, and not looked at again.
    """
    values = _Values(measures)
    for measure in measures.values():
        for division in measure.formula.divisions() if measure.formula else ():
            possible, place = values.printed(division.of), (*measure.place, "formula", *division.place)
            if (place, possible) not in known:
                known.add((place, possible))
                yield from _checked(measure.id, division, possible, place)


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
    id_: str, division: Division, possible: Possible, place: Place
) -> Iterator[tuple[Place, PydanticCustomError]]:
    """Yield what is wrong with a division, made for the measure ``id_``, of the ``possible`` values of another."""
    of, ranges, what, _ = division
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
