"""What the scorecards of an edition say together: means of groups, the largest changes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pdfgen.model.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from pdfgen.scoring.scorecard import Scorecard


def mean(numbers: Iterable[Decimal | None], decimals: int) -> Decimal | None:
    """Return the mean of the numbers that are there, halves rounded away from 0; None when none is there."""
    known = [number for number in numbers if number is not None]
    if not known:
        return None
    return rounded(sum(map(Fraction, known), Fraction(0)) / len(known), decimals)


def largest_changes(cards: Sequence[Scorecard], trend: Literal["better", "worse"], count: int) -> list[Scorecard]:
    """Return the cards whose total changed most for the better or for the worse, the largest change first.

    At least ``count`` where as many changed; all that changed as much as the last of them are in it.
    """
    changes = [
        (abs(total.change.difference), card)
        for card in cards
        if (total := card.aggregate) and total.change.difference is not None and total.change.trend == trend
    ]
    changes.sort(key=lambda item: -item[0])  # equal ones stay in the order of ``cards``
    if len(changes) > count:
        least = changes[count - 1][0]
        changes = [item for item in changes if item[0] >= least]
    return [card for _, card in changes]
