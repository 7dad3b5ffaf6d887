"""Tables in memory: a list of mappings, columns by name, or a frame of pandas, polars or Arrow, which are not needed.

>>> rows_of([{"entity": "Zenda", "A1": 2}])
[{'entity': 'Zenda', 'A1': 2}]
>>> rows_of({"entity": ["Zenda", "Graustark"], "A1": [2, 3]})
[{'entity': 'Zenda', 'A1': 2}, {'entity': 'Graustark', 'A1': 3}]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from pdfgen.errors import InputError, Origin, Problem
from pdfgen.model.editions import edition_of
from pdfgen.source.scores import ScoreRow, ScoreTable

if TYPE_CHECKING:
    from pdfgen.model.editions import EditionId
    from pdfgen.model.rubric import Method

NAME = "<scores>"
"""What stands in place of the name of a table."""
_FRAMES = ("to_dicts", "to_pylist")  # polars, Arrow: a mapping for each row
_NOTHING = ("NoneType", "NAType", "NaTType")
_HINT = "give a list of mappings, or a frame of pandas or polars, with a column `entity`"


class MemoryRow(ScoreRow):
    """A row in memory: its place is its number, from 0."""

    __slots__ = ()

    def _problem(self, code: str, message: str, remedy: str) -> Problem:
        return _problem(str(self.line), code, message, remedy)


def rows_of(data: Any) -> list[dict[str, Any]]:
    """Return the rows of a table. Raises InputError for what is no table."""
    for method in _FRAMES:
        if callable(rows := getattr(data, method, None)):
            return [dict(row) for row in rows()]
    if hasattr(data, "columns") and callable(records := getattr(data, "to_dict", None)):
        return [dict(row) for row in records("records")]
    if isinstance(data, Mapping) and all(_is_column(column) for column in data.values()):
        names = list(data)
        return [dict(zip(names, row, strict=True)) for row in zip(*data.values(), strict=True)]
    if isinstance(data, Iterable) and not isinstance(data, Mapping | str | bytes):
        rows = list(data)
        if all(isinstance(row, Mapping) for row in rows):
            return [dict(row) for row in rows]
    raise InputError([_problem("", "bad-table", f"a {type(data).__name__} is no table", _HINT)])


def tables_of(data: Any, method: Method) -> dict[EditionId, ScoreTable]:
    """Return score tables by edition; rows that name none are of the edition of ``method``.

    Raises InputError for a row without an entity, or with a second one on an entity.
    """
    problems: list[Problem] = []
    found: dict[EditionId, list[ScoreRow]] = {}
    for number, row in enumerate(rows_of(data)):
        cells = {str(name): text for name, value in row.items() if (text := _text(value))}
        named = cells.pop("edition", str(method.edition))
        if "entity" not in cells:
            problems.append(_problem(f"{number}.entity", "no-entity", "the row names no entity", "name it"))
        elif edition_of(named) not in method.rubric.editions:
            message = f"the rubric {method.rubric.id} has no edition {named}"
            known = f"its editions are {method.rubric.editions[0]} to {method.rubric.editions[-1]}"
            problems.append(_problem(f"{number}.edition", "unknown-edition", message, known))
        else:
            found.setdefault(edition_of(named), []).append(MemoryRow(NAME, number, cells))
    for rows in found.values():
        first: dict[tuple[str, str], int] = {}
        for item in rows:
            key = (item.cells["entity"], item.cells.get("id", ""))
            if first.setdefault(key, item.line) != item.line:
                message = f"{key[0]} has a second row here; the first is row {first[key]}"
                remedy = "keep one of the two rows, or tell two entities apart in a column `id`"
                problems.append(_problem(str(item.line), "second-row", message, remedy))
    if problems:
        raise InputError(problems)
    return {edition: ScoreTable(rows) for edition, rows in found.items()}


def _is_column(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, Mapping | str | bytes)


def _text(value: Any) -> str:
    """Return a cell as a file would have it; empty where there is nothing."""
    if type(value).__name__ in _NOTHING or (isinstance(value, Real) and value != value):  # noqa: PLR0124  # not a number
        return ""
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real | Decimal):
        number = Decimal(str(value))
        return str(int(number)) if number == number.to_integral_value() else f"{number:f}"
    return str(value).strip()


def _problem(place: str, code: str, message: str, remedy: str) -> Problem:
    return Problem(Origin(NAME, 0, 0, place), code, message, remedy)
