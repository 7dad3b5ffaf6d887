"""Score tables: the published scores of an edition, a row an entity (CSV in ``scores/<rubric>/<edition>.csv``)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pdfgen.caches import remembered
from pdfgen.errors import InputError, Origin, Problem
from pdfgen.model.base import did_you_mean
from pdfgen.model.spelling import folded
from pdfgen.resources import shipped
from pdfgen.scoring import ScoringError, Settled, as_value, settle
from pdfgen.source.csv_file import read_table
from pdfgen.source.explained import explained
from pdfgen.source.fitting import misfit, number_in
from pdfgen.source.links import followed, refuse_outside
from pdfgen.source.places import is_there
from pdfgen.source.sureness import tabled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal
    from pathlib import Path

    from pdfgen.files import Stamp
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Stated

_NOTHING = ("", "N/A", "n/a", "–", "-")
"""What a table writes where there is no score."""


WAIVERS = "waivers"
"""The column of known disagreements: ``measure: reason; measure: reason``."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The row of an entity: its cells by column, what it states of questions and measures made outside, its waivers."""

    path: str
    line: int
    cells: dict[str, str]
    scores: dict[str, Stated] = field(default_factory=dict)
    waived: dict[str, str] = field(default_factory=dict)
    """The reason by measure, for each value of the row that may differ from what its scores give."""
    sure: dict[str, Decimal] = field(default_factory=dict)
    """How sure values are, by column: ``T.low``, ``T.high``, ``T.standard_error``."""

    def read(self, method: Method, problems: list[Problem]) -> ScoreRow:
        """Return the row with what it states, by the method of its edition; what is wrong is noted in ``problems``."""
        found: dict[str, Stated] = {}
        for measure in method.stated:
            cell = self._cell(measure)
            if cell in _NOTHING:
                continue
            number = None if measure.categories() else number_in(cell)
            wrong = misfit(measure, cell if number is None else number)
            if wrong is None:
                found[measure.id] = _as_stated(measure, cell) if number is None else number
                continue
            kind = "score" if measure.is_item else "number"
            message = f"{measure.id} is “{cell}”, which is not a valid {kind}" if number is None else wrong.message
            remedy = "correct the cell, or leave it empty"
            if measure.categories():
                message, remedy = wrong.message, wrong.remedy
            problems.append(self._problem("bad-score", message, remedy))
        sure, faults = tabled(self.cells, method)
        problems += [self._problem("bad-interval", item, "correct the cells, or leave them empty") for item in faults]
        return replace(self, scores=found, waived=self._waivers(method, problems), sure={} if faults else sure)

    def totals(self, method: Method, problems: list[Problem]) -> dict[str, Stated]:
        """Return what the row states of the measures that are made from others; what is wrong goes to ``problems``."""
        found: dict[str, Stated] = {}
        for measure in method.measures.values():
            cell = "" if measure.is_stated else self._cell(measure)
            if cell in _NOTHING:
                continue
            value = as_value(measure, cell)
            wrong = ""
            if value is None:
                kind = "a category of it" if measure.categories() else "a number"
                wrong = f"{measure.id} is “{cell}”, which is not {kind}"
            elif measure.id in self.waived and value.number is not None and not measure.categories():
                wrong = measure.off_scale(value.number)
            if wrong:
                problems.append(self._problem("bad-score", wrong, "correct the cell, or leave it empty"))
            else:
                found[measure.id] = cell
        return found

    def stated(self, method: Method) -> dict[str, Stated]:
        """Return what a later edition compares itself with: what the row states, and totals that stand as published."""
        return {**self.scores, **self._settled(method, self.scores).kept}

    def beside(self, stated: Mapping[str, Stated], method: Method) -> dict[str, Stated]:
        """Return the totals that stand as published for a report that states ``stated``; none beside other scores."""
        if any(stated.get(id_, stated_) != stated_ for id_, stated_ in self.scores.items()):
            return {}
        return self._settled(method, stated).kept

    def contradictions(self, method: Method, problems: list[Problem]) -> tuple[dict[str, Problem], dict[str, Stated]]:
        """Return what contradicts the row's own scores, by measure, and the totals that it has no scores for.

        Totals that the row waives are left out. What is no value at all is noted in ``problems``.
        """
        totals = self.totals(method, problems)
        try:
            settled = settle(method, self.scores, totals, self.waived)
        except ScoringError as error:
            if error.part:
                return {error.measure: self._problem("impossible-number", str(error), error.remedy)}, {}
            return {error.measure: self._problem("no-band", str(error), error.remedy)}, {}
        found: dict[str, Problem] = {}
        for id_, made in settled.differing.items():
            if made and id_ not in self.waived:
                how = explained(method, settled.values, id_)
                message = f"{id_} is {totals[id_]}, but the scores of the row give {made.text} ({how})"
                remedy = f"correct the table, or add `{id_}: reason` in its column `{WAIVERS}`"
                found[id_] = self._problem("total-differs", message, remedy)
        return found, {id_: totals[id_] for id_, made in settled.differing.items() if not made}

    def _settled(self, method: Method, stated: Mapping[str, Stated]) -> Settled:
        """Return how the totals of the row agree with the scores ``stated``; empty where no total may differ."""
        if not self.waived and not any(measure.tolerance for measure in method.measures.values()):
            return Settled({}, {}, {})
        try:
            return settle(method, stated, self.totals(method, []), self.waived)
        except ScoringError:  # the scorecard of the row reports it
            return Settled({}, {}, {})

    def _waivers(self, method: Method, problems: list[Problem]) -> dict[str, str]:
        found: dict[str, str] = {}
        for item in (self.cells.get(WAIVERS) or "").split(";"):
            id_, _, reason = (part.strip() for part in item.partition(":"))
            if not id_ and not reason:
                continue
            if id_ not in method.measures:
                message = f"a waiver names “{id_}”, and edition {method.edition} has no such measure"
                problems.append(self._problem("unknown-measure", message, did_you_mean(id_, method.measures)))
            elif not reason:
                message = f"the waiver of {id_} gives no reason"
                remedy = f"write `{id_}: reason`, and “;” before the next waiver"
                problems.append(self._problem("waiver-without-reason", message, remedy))
            else:
                found[id_] = reason
        return found

    def _cell(self, measure: Measure) -> str:
        return (self.cells.get(measure.id) or "").strip()

    def _problem(self, code: str, message: str, remedy: str) -> Problem:
        return Problem(Origin(self.path, self.line, 1), code, message, remedy)


def _as_stated(measure: Measure, cell: str) -> str:
    """Return a word or a code as the code of its category, or why there is no value."""
    value = as_value(measure, cell)
    return value.text if value is not None else cell


class ScoreTable:
    """The rows of a score table, by the id or the name of their entities."""

    def __init__(self, rows: Iterable[ScoreRow] = ()) -> None:
        self.rows = tuple(rows)
        self._by_name: dict[str, list[ScoreRow]] = {}
        for row in self.rows:
            self._by_name.setdefault(row.cells["entity"], []).append(row)

    def find(self, name: str, id_: str | None = None) -> ScoreRow | None:
        """Return the row of an entity; None when there is none, or when it could be several.

        An id goes first, and no row with another id is meant. Capitals, accents in two characters and kinds of
        apostrophes make no difference.
        """
        if id_ and (found := self._by_id.get(id_)):
            return found
        rows = self._by_name.get(name) or self._by_folded_name.get(folded(name), [])
        rows = [row for row in rows if not (id_ and row.cells.get("id") and row.cells["id"] != id_)]
        return rows[0] if len(rows) == 1 else None

    @cached_property
    def _by_id(self) -> dict[str, ScoreRow]:
        return {id_: row for row in self.rows if (id_ := row.cells.get("id"))}

    @cached_property
    def _by_folded_name(self) -> dict[str, list[ScoreRow]]:  # most names are found as they are written
        found: dict[str, list[ScoreRow]] = {}
        for name, rows in self._by_name.items():
            found.setdefault(folded(name), []).extend(rows)
        return found


def each_once(rows: Iterable[ScoreRow]) -> list[ScoreRow]:
    """Return rows without those on an entity that an earlier row is on: of two tables the first goes before."""
    found: dict[tuple[str, str | None], ScoreRow] = {}
    for row in rows:
        found.setdefault((folded(row.cells["entity"]), row.cells.get("id")), row)
    return list(found.values())


def _twice(rows: Iterable[ScoreRow]) -> Iterator[Problem]:
    """Yield what is wrong with rows on an entity that an earlier row is about."""
    first: dict[tuple[str, str], ScoreRow] = {}
    for row in rows:
        name = row.cells["entity"]
        other = first.setdefault((name, row.cells.get("id") or ""), row)
        if other is not row:
            message = f"{name} has a second row here; the first is in line {other.line}"
            remedy = "keep one of the two rows, or tell two entities apart in a column `id`"
            yield Problem(Origin(row.path, row.line, 1), "second-row", message, remedy)


def score_table(path: Path, written: Stamp | None) -> ScoreTable:
    """Return a score table with the stamp ``written``; empty when there is no such file.

    Raises InputError for a file that is no table with a column ``entity``, has two rows on one entity, or lies outside
    the project; EnvironmentFailure when it cannot be read.
    """
    if written is None and not is_there(path):
        return ScoreTable()
    return _table(path, written, followed())


@remembered(512)
def _table(path: Path, _written: Stamp | None, _followed: bool) -> ScoreTable:  # noqa: FBT001  # a key of the cache
    root = path.parents[2]
    if root != shipped("data"):
        refuse_outside(path, root)
    rows = [ScoreRow(str(path), line, cells) for line, cells in read_table(path)]
    if problems := list(_twice(rows)):
        raise InputError(problems)
    return ScoreTable(rows)
