"""Whether what a report or a table says of how sure its scores are can be so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.model.base import did_you_mean
from pdfgen.scoring import SPREADS
from pdfgen.source.fitting import number_in
from pdfgen.source.unplaced import UnplacedProblem, UnplacedProblems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Scorecard

_Path = tuple[str | int, ...]


def sureness(report: Report, method: Method) -> UnplacedProblems:
    """Check what intervals and standard errors belong to, and that no value has both."""
    questions = {measure.id for measure in method.items}
    others = [id_ for id_ in method.measures if id_ not in questions]
    for key, stated in (("intervals", report.intervals), ("standard_errors", report.standard_errors)):
        for id_ in stated:
            if id_ in questions:
                message = f"{id_} is a question: how sure its score is stands in its answer"
                one = key.removesuffix("s")
                remedy = f"write `{one}:` below `{id_}` in `answers`"
                yield UnplacedProblem((key, id_), "misplaced-interval", message, remedy, on_key=True)
            elif id_ not in method.measures:
                message = f"edition {method.edition} has no measure {id_}"
                yield UnplacedProblem((key, id_), "unknown-measure", message, did_you_mean(id_, others), on_key=True)
    both = [("standard_errors", id_) for id_ in report.intervals if id_ in report.standard_errors]
    answered = [id_ for id_, one in report.answers.items() if one.interval and one.standard_error is not None]
    paths: list[_Path] = [*both, *(("answers", id_, "standard_error") for id_ in answered)]
    for path in paths:
        message = f"{path[1]} has an interval and a standard error"
        yield UnplacedProblem(path, "two-intervals", message, "keep the one that is published", on_key=True)


def misses(report: Report, card: Scorecard) -> UnplacedProblems:
    """Check that values lie in their intervals, and that there is a value."""
    stated: list[tuple[_Path, str, tuple[Decimal, Decimal] | None]] = []
    for id_, answer in report.answers.items():
        stated.append((("answers", id_, "interval"), id_, answer.interval))
        stated += [(("answers", id_, "standard_error"), id_, None)] if answer.standard_error is not None else []
    stated += [(("intervals", id_), id_, ends) for id_, ends in report.intervals.items()]
    stated += [(("standard_errors", id_), id_, None) for id_ in report.standard_errors]
    for path, id_, ends in stated:
        if id_ not in card.scores or (path[-1] == "interval" and ends is None):
            continue
        value = card[id_].value
        if value.number is None or value.is_word:
            message = f"{id_} is {value.text}: nothing can lie around it"
            yield UnplacedProblem(path, "score-outside-interval", message, "remove it, or write a number")
        elif ends and not ends[0] <= value.number <= ends[1]:
            message = f"{id_} is {value.number}, which does not lie between {ends[0]} and {ends[1]}"
            yield UnplacedProblem(path, "score-outside-interval", message, "correct the score or the interval")


def tabled(cells: Mapping[str, str], method: Method) -> tuple[dict[str, Decimal], list[str]]:
    """Return what a row of a score table says of how sure its values are, by column; and what is wrong with it."""
    found: dict[str, Decimal] = {}
    wrong: list[str] = []
    for column, cell in _cells(cells, method):
        value = number_in(cell)
        if value is None or (column.endswith(".standard_error") and value < 0):
            kind = "a standard error" if column.endswith(".standard_error") else "a number"
            wrong.append(f"{column} is “{cell}”, which is not {kind}")
        else:
            found[column] = value
    for id_ in method.measures:
        low, high, error = (found.get(f"{id_}.{part}") for part in SPREADS)
        if (low is None) != (high is None):
            wrong.append(f"{id_} has one end of an interval and not the other")
        elif low is not None and high is not None and low > high:
            wrong.append(f"the interval of {id_} from {low} to {high} is empty")
        elif low is not None and error is not None:
            wrong.append(f"{id_} has an interval and a standard error")
    return found, wrong


def _cells(cells: Mapping[str, str], method: Method) -> Iterator[tuple[str, str]]:
    for column, cell in cells.items():
        id_, _, part = column.rpartition(".")
        if part in SPREADS and id_ in method.measures and cell.strip():
            yield column, cell.strip()
