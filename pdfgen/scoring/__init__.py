"""Every number that the method gives, from the scores of a report. Pure arithmetic: no files, no clock, exact."""

from pdfgen.scoring.evaluate import ScoringError, Value, evaluate
from pdfgen.scoring.scorecard import Change, History, Scorecard, Scored, earlier_totals, score

__all__ = ["Change", "History", "Scorecard", "Scored", "ScoringError", "Value", "earlier_totals", "evaluate", "score"]
