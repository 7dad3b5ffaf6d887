"""Logarithms and roots in exact numbers.

A number that is no fraction is cut down to 30 decimals: so it lies on the right side of every half that is rounded, and
of every end of a band. One that is a decimal fraction is that fraction.

>>> root(Fraction(4, 9), 2), power_of([(Fraction(2), Fraction(1, 2))])
(Fraction(2, 3), Fraction(141421356237309504880168872421, 100000000000000000000000000000))
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators.value import Exact

_CONTEXT = Context(prec=110, rounding=ROUND_HALF_EVEN)
_LAST = Decimal(1).scaleb(-30)
_NOTHING = Decimal(1).scaleb(-60)  # what is nearer to a decimal fraction than this is that fraction
_DEGREE = 100  # of roots that are looked for among fractions


def logarithm(value: Exact) -> Decimal:
    """Return the natural logarithm of a number greater than 0, with more digits than are kept."""
    whole = Fraction(value)
    return _CONTEXT.subtract(_CONTEXT.ln(Decimal(whole.numerator)), _CONTEXT.ln(Decimal(whole.denominator)))


def ratio(one: Decimal, other: Decimal) -> Fraction:
    """Return one logarithm over another."""
    return kept(_CONTEXT.divide(one, other))


def difference(one: Decimal, other: Decimal) -> Decimal:
    """Return one logarithm less another."""
    return _CONTEXT.subtract(one, other)


def kept(value: Decimal) -> Fraction:
    """Return a number with 30 decimals: the decimal fraction that it is, or else cut down."""
    near = _CONTEXT.quantize(value, _LAST)
    if abs(_CONTEXT.subtract(value, near)) < _NOTHING:
        return Fraction(near)
    return Fraction(value.quantize(_LAST, ROUND_DOWN, _CONTEXT))


def power_of(factors: Sequence[tuple[Exact, Fraction]]) -> Fraction:
    """Return the product of numbers greater than 0, each with an exponent."""
    degree = lcm(*(exponent.denominator for _, exponent in factors))
    if degree <= _DEGREE and all(abs(exponent) <= _DEGREE for _, exponent in factors):
        whole = reduce(lambda made, item: made * Fraction(item[0]) ** int(item[1] * degree), factors, Fraction(1))
        return root(whole, degree)
    return _exponential(factors)


def root(value: Fraction, degree: int) -> Fraction:
    """Return the root of a number that is not negative."""
    above, below = (_whole_root(part, degree) for part in (value.numerator, value.denominator))
    if above**degree == value.numerator and below**degree == value.denominator:
        return Fraction(above, below)
    return _exponential([(value, Fraction(1, degree))])


def _exponential(factors: Sequence[tuple[Exact, Fraction]]) -> Fraction:
    made = Decimal(0)
    for number, exponent in factors:
        share = _CONTEXT.divide(Decimal(exponent.numerator), Decimal(exponent.denominator))
        made = _CONTEXT.fma(share, logarithm(number), made)
    return kept(_CONTEXT.exp(made))


def _whole_root(value: int, degree: int) -> int:
    """Return the greatest whole number whose power is not greater than ``value``."""
    if value < 2 or degree == 1:  # noqa: PLR2004  # they are their own roots
        return value
    found = 1 << -(-value.bit_length() // degree)
    while True:
        nearer = ((degree - 1) * found + value // found ** (degree - 1)) // degree
        if nearer >= found:
            return found
        found = nearer
