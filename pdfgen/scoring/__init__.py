"""Every number that the method gives, from the scores of a report. Pure arithmetic: no files, no clock, exact."""

from pdfgen.scoring.evaluate import ScoringError, Value, evaluate
from pdfgen.scoring.scorecard import (
    Basis,
    Change,
    History,
    Scorecard,
    Scored,
    Trend,
    change,
    comparable,
    earlier_totals,
    score,
)

__all__ = [
    "Basis",
    "Change",
    "History",
    "Scorecard",
    "Scored",
    "ScoringError",
    "Trend",
    "Value",
    "change",
    "comparable",
    "earlier_totals",
    "evaluate",
    "score",
]
