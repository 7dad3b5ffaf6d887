"""Score tables: the published scores of an edition, a row an entity (CSV in ``scores/<rubric>/<edition>.csv``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pdfgen.model.method import Measure

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


@cache
def score_table(path: Path, _stamp: tuple[int, int] | None) -> dict[str, ScoreRow]:
    """Return a score table by entity; empty when there is no such file.

    Raises InputError for a file that is not UTF-8 or has no column ``entity``.
    """
    if not path.is_file():
        return {}
    origin = Origin(str(path), 1, 1)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "entity" not in (reader.fieldnames or ()):
                message = f"the table has no column “entity”, but {', '.join(reader.fieldnames or ())}"
                remedy = "part the columns with commas, and name the first `entity`"
                raise InputError([Problem(origin, "bad-table", message, remedy)])
            return {row["entity"]: ScoreRow(str(path), reader.line_num, row) for row in reader}
    except UnicodeDecodeError:
        message = "the table is not UTF-8"
        raise InputError([Problem(origin, "not-utf-8", message, "save it with the encoding UTF-8")]) from None
