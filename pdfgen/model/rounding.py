"""Rounding: the number that is printed, from the exact one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

Rounding = Literal["half_up", "half_even", "down", "none"]
"""How a value is rounded: ``half_up``, halves away from zero, as published indices round; ``half_even``, halves to the
even neighbour; ``down``, what is beyond the decimals is cut off; ``none``, all decimals that the value has."""

LONGEST = 30
"""The decimals of a value that is not rounded and has no end, such as a third."""


def rounded(
    value: int | Fraction, decimals: int, how: Rounding = "half_up", unit: Fraction | Decimal | None = None
) -> Decimal:
    """Return ``value`` with ``decimals`` places, as a multiple of ``unit`` where there is one.

    >>> rounded(Fraction(5, 2), 0), rounded(Fraction(5, 2), 0, "half_even")
    (Decimal('3'), Decimal('2'))
    >>> rounded(Fraction(33, 10), 1, unit=Decimal("0.5"))
    Decimal('3.5')
    """
    if not decimals and unit is None and isinstance(value, int):
        return Decimal(value)
    if how == "none":
        return _whole(value, decimals)
    if unit is None:
        return _scaled(_counted(value * 10**decimals, how), decimals)
    step = Fraction(unit)
    return _scaled(int(_counted(value / step, how) * step * 10**decimals), decimals)


def _counted(value: int | Fraction, how: Rounding) -> int:
    """Return ``value`` as a whole number."""
    size = abs(Fraction(value))
    match how:
        case "half_even":
            whole = round(size)
        case "down":
            whole = floor(size)
        case _:
            whole = floor(size + Fraction(1, 2))
    return -whole if value < 0 else whole


def _whole(value: int | Fraction, decimals: int) -> Decimal:
    """Return all decimals of ``value``, at least so many."""
    exact = Fraction(value)
    places = decimals
    while places < LONGEST and 10**places % exact.denominator:
        places += 1
    return _scaled(_counted(exact * 10**places, "down"), places)


def _scaled(whole: int, decimals: int) -> Decimal:
    return Decimal(f"{whole}e-{decimals}") if decimals else Decimal(whole)
