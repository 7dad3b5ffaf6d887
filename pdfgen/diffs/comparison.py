"""Two editions, or two versions of a report: what is new, what is gone, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen import scoring
from pdfgen.diffs.arithmetic import ScoreShifts, breaks_between, compare_scores, method_changes
from pdfgen.diffs.matching import Matched, matched
from pdfgen.diffs.narrative import TextChange, ValueChange, compare_texts, compare_values
from pdfgen.errors import InputError, UsageError
from pdfgen.source.load import load_all
from pdfgen.source.places import find_reports

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.model.measure import Measure
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method
    from pdfgen.source.load import Loaded


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side: the path that was named, and the reports that it holds, all of one edition."""

    path: Path
    reports: tuple[Loaded, ...]

    @property
    def method(self) -> Method:
        """The method of the edition."""
        return self.reports[0].method


@dataclass(frozen=True, slots=True)
class ReportChange:
    """What became of one report."""

    before: Report
    after: Report
    scores: ScoreShifts
    values: tuple[ValueChange, ...]
    texts: tuple[TextChange, ...]

    @property
    def renamed(self) -> bool:
        """Tell whether the entity has another name."""
        return self.before.entity.name != self.after.entity.name

    @property
    def same(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.values or self.texts or self.scores.flags or self.scores.told)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of an edition, or of a report; reports in the order of the newer side."""

    before: Side
    after: Side
    reports: tuple[ReportChange, ...]
    """Every report that both sides have, those without a difference included."""
    new: tuple[Report, ...]
    gone: tuple[Report, ...]
    of_editions: bool
    """Whether two folders were compared, and not two reports."""

    @property
    def same(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.new or self.gone) and all(report.same for report in self.reports)

    @property
    def one_edition(self) -> bool:
        """Tell whether both sides are versions of the same edition."""
        return self.before.method.edition == self.after.method.edition

    @property
    def notes(self) -> list[str]:
        """What the method says of comparing the two editions."""
        return [item.note for item in breaks_between(self.before.method, self.after.method) if not item.entities]

    @property
    def questions(self) -> tuple[list[Measure], list[Measure]]:
        """The questions that only the newer side asks, and those that only the older side asks."""
        return method_changes(self.before.method, self.after.method)


def compare(before: Path, after: Path) -> Comparison:
    """Compare two folders of reports, or two report files; ``before`` is the older side.

    Every report is checked as ``check`` does. Raises InputError with all problems of both sides; UsageError for a file
    and a folder, for two methods, and for a folder that holds reports of several editions or two of one entity.
    """
    if before.exists() and after.exists() and before.is_dir() != after.is_dir():
        folder, file = (before, after) if before.is_dir() else (after, before)
        raise UsageError(f"{folder} is a folder, and {file} a file", "name two reports, or the folders of two editions")
    first, second = _sides(before, after)
    if first.method.rubric.id != second.method.rubric.id:
        message = f"{before} is of {first.method.rubric.id}, {after} of {second.method.rubric.id}"
        raise UsageError(message, "name two editions of one method")
    of_editions = after.is_dir()
    # two files are what they were named as: even the name of the entity may be what changed
    found = matched(first.reports, second.reports) if of_editions else Matched(((first.reports[0], second.reports[0]),))
    changes = tuple(compare_reports(*pair) for pair in found.pairs)
    new, gone = (tuple(item.report for item in items) for items in (found.new, found.gone))
    return Comparison(first, second, changes, new, gone, of_editions)


def compare_reports(before: Loaded, after: Loaded) -> ReportChange:
    """Return what became of a report."""
    old, new = before.report, after.report
    later = before if after.method.rubric.is_earlier(new.edition, old.edition) else after
    both = [(item, item.report.edition) for item in (before, after)]
    card, other = (
        scoring.score(item.report, item.method, {edition: item.history.get(edition, {})}, peers=item.peers)
        for item, edition in both
    )
    scores = compare_scores(card, other, later.card.entity)
    return ReportChange(old, new, scores, tuple(compare_values(old, new)), tuple(compare_texts(old, new)))


def _sides(before: Path, after: Path) -> tuple[Side, Side]:
    """Load both sides; raise InputError with the problems of both."""
    found = {path: load_all(find_reports([path]), only_reports=True) for path in (before, after)}
    failures = [error for _, failed in found.values() for error in failed.values()]
    problems = [problem for error in failures if isinstance(error, InputError) for problem in error.problems]
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    if failures:
        raise failures[0]
    return _side(before, found[before][0]), _side(after, found[after][0])


def _side(path: Path, loaded: list[Loaded]) -> Side:
    editions = {(item.report.rubric, item.report.edition) for item in loaded}
    if len(editions) > 1:
        names = " and ".join(f"{rubric} {edition}" for rubric, edition in sorted(editions)[:2])
        raise UsageError(f"{path} holds reports of {names}", "name the folder of one edition")
    return Side(path, tuple(loaded))
