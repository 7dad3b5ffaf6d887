"""The values that a measure can have, so that bands can be checked against them before any report is written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal


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

    def rounded(self, unit: Fraction, printed: Callable[[Fraction], Decimal]) -> Possible:
        """Return the values as they are printed: as multiples of ``unit``, by the function ``printed``."""
        if self.step is not None and not self.step % unit and not self.start % unit:
            return self
        low, high = (None if end is None else Fraction(printed(end)) for end in (self.low, self.high))
        values = tuple(sorted({Fraction(printed(value)) for value in self.values}))
        return Possible(Fraction(0), unit, low, high, values)


def _both(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _common(one: Fraction, other: Fraction) -> Fraction:
    below = lcm(one.denominator, other.denominator)
    return Fraction(gcd(int(one * below), int(other * below)), below)


def few(values: Iterable[Decimal]) -> Possible:
    """Return a few values that need not be evenly spaced."""
    found = tuple(sorted({Fraction(value) for value in values}))
    step = found[-1] - found[0] or Fraction(1)
    for value in found[1:]:
        step = _common(step, value - found[0])
    return Possible(found[0], step, found[0], found[-1], found)


def either(parts: Sequence[Possible]) -> Possible:
    """Return the values of all parts, of which one is taken."""
    first, *others = parts
    step = first.step
    for part in others:
        step = None if step is None or part.step is None else _common(step, part.step)
        step = _common(step, abs(part.start - first.start)) if step is not None else None
    lows = [part.low for part in parts if part.low is not None]
    highs = [part.high for part in parts if part.high is not None]
    low = min(lows) if len(lows) == len(parts) else None
    values = tuple(sorted({value for part in parts for value in part.values}))
    values = values if all(part.values for part in parts) else ()
    return Possible(first.start, step, low, max(highs) if len(highs) == len(parts) else None, values)


def total(parts: Sequence[Possible]) -> Possible:
    """Return the sums of a value of each part."""
    found, *others = parts
    for part in others:
        found = found.plus(part)
    return found


def spread(parts: Sequence[Possible]) -> Possible:
    """Return all between the least and the greatest that a part can be: what any mean of some of them can be."""
    return Possible(Fraction(0), None, least(parts, min), greatest(parts, max))


def extremes(parts: Sequence[Possible], needed: int) -> Possible:
    """Return the sums of a value of each of some parts, at least ``needed`` of them."""
    lows = sorted(part.low for part in parts if part.low is not None)
    highs = sorted((part.high for part in parts if part.high is not None), reverse=True)
    low = sum((end for place, end in enumerate(lows) if end < 0 or place < needed), Fraction(0))
    high = sum((end for place, end in enumerate(highs) if end > 0 or place < needed), Fraction(0))
    nothing = Possible(Fraction(0), parts[0].step, None, None)
    return Possible(
        Fraction(0),
        either([nothing, *parts]).step,
        low if len(lows) == len(parts) else None,
        high if len(highs) == len(parts) else None,
    )


def least(parts: Sequence[Possible], choose: Callable[[list[Fraction]], Fraction]) -> Fraction | None:
    """Return what is chosen of the lower ends; None where there is none."""
    lows = [part.low for part in parts if part.low is not None]
    return choose(lows) if len(lows) == len(parts) else None


def greatest(parts: Sequence[Possible], choose: Callable[[list[Fraction]], Fraction]) -> Fraction | None:
    """Return what is chosen of the upper ends; None where there is none."""
    highs = [part.high for part in parts if part.high is not None]
    return choose(highs) if len(highs) == len(parts) else None
