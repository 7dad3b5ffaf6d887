"""How sure a score is: its standard error, or an interval that it lies in."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from pdfgen.model.base import Number, fault


def _rising(ends: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    low, high = ends
    if low > high:
        message = f"the interval from {low} to {high} is empty"
        raise fault("empty-interval", message, f"write [{high}, {low}]")
    return ends


Interval = Annotated[tuple[Number, Number], AfterValidator(_rising)]
"""The lower and the upper end of an interval."""

StandardError = Annotated[Number, Field(ge=0)]
"""A standard error, in the units of the score."""


class Spread(NamedTuple):
    """The two ends of what a score may be; ``error`` is the standard error that they were made of, if they were."""

    low: Decimal
    high: Decimal
    error: Decimal | None = None


def spread(value: Decimal | None, interval: tuple[Decimal, Decimal] | None, error: Decimal | None) -> Spread | None:
    """Return how sure ``value`` is; None where nothing is said of it, or there is no value."""
    if value is None:
        return None
    if interval is not None:
        return Spread(*interval)
    return None if error is None else Spread(value - error, value + error, error)
