"""The rows of a list of recipients, from CSV, XLSX or YAML: texts by column, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pdfgen.errors import InputError, Origin, Problem
from pdfgen.importers.sheet import visible
from pdfgen.importers.workbook import read_tables
from pdfgen.importers.xlsx_guard import refused
from pdfgen.source.tree import Mapping, Scalar, Sequence
from pdfgen.source.yaml_file import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.importers.sheet import Sheet, SheetRow
    from pdfgen.source.tree import Tree

ADDRESS, NAME, LANGUAGE, FOLLOWS = COLUMNS = ("address", "name", "language", "follows")
_UNREAD = {"error": "has an error in the place of a value", "formula": "has a formula without a result"}


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row with anything in it: its values by column, and where each stands."""

    origin: Origin
    values: dict[str, str]
    places: dict[str, Origin]
    excerpt: str = ""
    """The line of a CSV."""

    def fault_in(self, column: str, code: str, message: str, remedy: str) -> Problem:
        """Return a problem of the value in a column, or of the whole row where it has none."""
        place = self.places.get(column, self.origin)
        return Problem(place, code, message, remedy, self.excerpt)


def rows_of(path: Path, warnings: list[Problem]) -> list[ListRow]:
    """Return the rows of the list at ``path``; what was passed over is noted in ``warnings``.

    Raises InputError for a file that is no such list.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        return _yaml_rows(path)
    workbook = read_tables(path, lambda text: text.strip().casefold() == ADDRESS)
    found = [(sheet, index) for sheet in workbook.sheets if (index := _heading(sheet)) is not None]
    if not found:
        message = "the list has no column “address”"
        raise refused(path, "no-address-column", message, "name the columns address, name, language and follows")
    return [row for sheet, index in found for row in _sheet_rows(path, sheet, index, warnings)]


def _heading(sheet: Sheet) -> int | None:
    """Return which row of a sheet has the names of the columns."""
    for index, row in enumerate(sheet.rows):
        if any(cell.text.strip().casefold() == ADDRESS for cell in row.cells):
            return index
    return None


def _sheet_rows(path: Path, sheet: Sheet, index: int, warnings: list[Problem]) -> Iterator[ListRow]:
    heading = sheet.rows[index]
    names = [_column(cell.text) for cell in heading.cells]
    for name in filter(None, names):
        if names.count(name) > 1:
            message = f"two columns are named “{visible(name)}”"
            raise refused(path, "duplicate-heading", message, "keep one of the columns", heading.line)
    hidden = [row for row in sheet.rows[index + 1 :] if row.hidden]
    if hidden:
        message = (
            f"{len(hidden)} rows are hidden, and get nothing" if hidden[1:] else "a row is hidden, and gets nothing"
        )
        place = sheet.row_place(hidden[0].line).origin
        remedy = "show the rows that shall get something, or remove them"
        warnings.append(Problem(place, "hidden-row", message, remedy, severity="warning"))
    for row in sheet.rows[index + 1 :]:
        if not row.hidden:
            yield _sheet_row(sheet, names, row)


def _sheet_row(sheet: Sheet, names: list[str], row: SheetRow) -> ListRow:
    values, places = {}, {}
    for index, name in enumerate(names):
        cell = row.at(index)
        if not name:
            continue
        places[name] = sheet.place(row.line, index).origin
        if cell.kind in _UNREAD:
            problem = Problem(places[name], "bad-cell", f"the {name} {_UNREAD[cell.kind]}", "write the value itself")
            raise InputError([problem])
        values[name] = cell.text
    excerpt = sheet.written[row.line - 1] if row.line <= len(sheet.written) else ""
    return ListRow(sheet.row_place(row.line).origin, values, places, excerpt[:110])


def _column(text: str) -> str:
    """Return the name of a column: those that every list may have in small letters."""
    text = " ".join(text.split())
    return text.casefold() if text.casefold() in COLUMNS else text


def _yaml_rows(path: Path) -> list[ListRow]:
    tree, file = read(path, "write the recipients, each with `- address:`")
    problems = list(file.problems)
    if tree is not None and not isinstance(tree, Sequence):
        remedy = "write each recipient on lines of its own, beginning with `- address:`"
        problems.append(file.problem(tree.line, tree.column, "not-a-list", "the file must be a list", remedy))
    if problems or not isinstance(tree, Sequence):
        raise InputError(problems)
    rows = [_yaml_row(item, problems) for item in tree.items]
    if problems:
        raise InputError(problems)
    return rows


def _yaml_row(item: Tree, problems: list[Problem]) -> ListRow:
    origin = Origin(item.file.path, item.line, item.column)
    values, places = {}, {}
    if not isinstance(item, Mapping):
        remedy = "write `address:` with the address, and what else there is below it"
        problems.append(
            item.file.problem(item.line, item.column, "not-a-mapping", "a recipient must be a mapping", remedy)
        )
    for key, node in item.items.items() if isinstance(item, Mapping) else ():
        name = _column(key)
        places[name] = Origin(node.file.path, node.line, node.column)
        parts = node.items if isinstance(node, Sequence) and name == FOLLOWS else [node]
        texts = [_text(part.value) for part in parts if isinstance(part, Scalar)]
        if len(texts) < len(parts):
            message, remedy = f"`{visible(key)}` must be a single value", "write the value after the colon"
            problems.append(node.file.problem(node.line, node.column, "wrong-type", message, remedy))
        values[name] = ";".join(texts)
    return ListRow(origin, values, places)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
