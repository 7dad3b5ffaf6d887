"""Every number that the method gives, from the scores of a report. Pure arithmetic: no files, no clock, exact."""

from pdfgen.model.operators import Value
from pdfgen.scoring.evaluate import (
    ScoringError,
    Settled,
    Stated,
    agree,
    as_value,
    evaluate,
    settle,
    within_tolerance,
)
from pdfgen.scoring.placing import Company, Peer, Peers, compared
from pdfgen.scoring.scorecard import (
    SPREADS,
    Basis,
    Change,
    History,
    Scorecard,
    Scored,
    Trend,
    as_published,
    change,
    comparable,
    earlier_totals,
    score,
    stated_by,
)

__all__ = [
    "SPREADS",
    "Basis",
    "Change",
    "Company",
    "History",
    "Peer",
    "Peers",
    "Scorecard",
    "Scored",
    "ScoringError",
    "Settled",
    "Stated",
    "Trend",
    "Value",
    "agree",
    "as_published",
    "as_value",
    "change",
    "comparable",
    "compared",
    "earlier_totals",
    "evaluate",
    "score",
    "settle",
    "stated_by",
    "within_tolerance",
]
