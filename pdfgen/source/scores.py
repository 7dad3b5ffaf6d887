"""Score tables: the published scores of an edition, a row an entity (CSV in ``scores/<rubric>/<edition>.csv``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, Problem
from pdfgen.model.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pdfgen.model.method import Measure
    from pdfgen.source.places import Stamp

_NOTHING = ("", "N/A", "n/a", "–", "-")
"""What a table writes where there is no score."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The row of an entity: its cells by column, and its scores by question."""

    path: str
    line: int
    cells: dict[str, str]
    numbers: dict[str, Decimal] = field(default_factory=dict)

    def read(self, measures: Iterable[Measure], problems: list[Problem]) -> ScoreRow:
        """Return the row with the scores of ``measures``; a cell that is none is noted in ``problems``."""
        found: dict[str, Decimal] = {}
        for measure in measures:
            cell = (self.cells.get(measure.id) or "").strip()
            if cell in _NOTHING:
                continue
            value = _decimal(cell)
            wrong = f"{measure.id} is “{cell}”, which is no score" if value is None else measure.off_scale(value)
            if wrong or value is None:
                remedy = "mend the cell, or leave it empty"
                problems.append(Problem(Origin(self.path, self.line, 1), "bad-score", wrong, remedy))
            else:
                found[measure.id] = value
        return replace(self, numbers=found)


def _decimal(cell: str) -> Decimal | None:
    try:
        value = Decimal(cell)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


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


@cache
def score_table(path: Path, _stamp: Stamp | None) -> ScoreTable:
    """Return a score table; empty when there is no such file.

    Raises InputError for a file that is not UTF-8, has no column ``entity`` or two rows on one entity.
    """
    if not path.is_file():
        return ScoreTable()
    origin = Origin(str(path), 1, 1)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "entity" not in (reader.fieldnames or ()):
                message = f"the table has no column “entity”, but {', '.join(reader.fieldnames or ())}"
                remedy = "part the columns with commas, and name the first `entity`"
                raise InputError([Problem(origin, "bad-table", message, remedy)])
            rows = [ScoreRow(str(path), reader.line_num, row) for row in reader]
    except UnicodeDecodeError:
        message = "the table is not UTF-8"
        raise InputError([Problem(origin, "not-utf-8", message, "save it with the encoding UTF-8")]) from None
    if problems := list(_twice(rows)):
        raise InputError(problems)
    return ScoreTable(rows)
