"""CSV under guard: a table of a project becomes rows with a name, each with its line.

Commas part the columns; the importer reads what spreadsheets write in other ways.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from pdfgen.errors import EnvironmentFailure, InputError, Origin, Problem
from pdfgen.model.base import LINE_LIMIT, is_like_a_formula
from pdfgen.source.text_file import SourceFile, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BYTE_LIMIT = 20_000_000
ROW_LIMIT = 20_000
COLUMN_LIMIT = 500
CELL_LIMIT = 10_000
"""Characters of a cell."""
_CELLS = 1_000_000  # of a table
_ROW_LENGTH = 200_000  # characters

_NAME = "entity"
_TEXTS = ("entity", "id", "kind", "region")
"""Columns of words, which are printed and written into other tables."""
_QUOTED = re.compile(r'(?<![^,])"[^"]*(?:""[^"]*)*"(?![^,])')
_BROKEN = re.compile("[\n\t]")


def read_table(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a table, each with its line and by column the cells that have anything in them.

    Raises InputError for what is no such table, EnvironmentFailure when it cannot be read.
    """
    file = read_lines(path, most=BYTE_LIMIT, remedy="remove what is no score table")
    if file.problems:
        first = file.problems[0]
        if first.code == "cannot-read":
            raise EnvironmentFailure(f"{path}: {first.message}", first.remedy)
        raise InputError([first])
    rows = _rows(file)
    line, headings = next(rows, (1, []))
    _check_headings(file, line, headings)
    found: list[tuple[int, dict[str, str]]] = []
    count = 0
    for line, cells in rows:
        count += len(cells)
        if len(found) == ROW_LIMIT:
            raise _refused(file, line, f"the table has more than {ROW_LIMIT:,} rows", "remove some")
        if count > _CELLS:
            raise _refused(file, line, f"the table has more than {_CELLS:,} cells", "remove some columns")
        if len(cells) > len(headings) and any(cells[len(headings) :]):
            message = f"the row has {len(cells)} cells, and the table has {len(headings)} columns"
            raise _refused(file, line, message, "put a cell that has a comma in quotes")
        row = {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading and cell}
        _check_row(file, line, row)
        found.append((line, row))
    return found


def _rows(file: SourceFile) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that have anything in them, with the line that each begins on."""
    lines = file.lines
    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "limit" in str(error):
                raise _too_long(file, begins) from None
            raise _stray(file, begins) from None
        if cells is None:
            return
        line, begins = begins, reader.line_num + 1
        written = lines[line - 1] if begins == line + 1 else "\n".join(lines[line - 1 : begins - 1])
        if len(written) > CELL_LIMIT and (len(written) > _ROW_LENGTH or max(map(len, cells)) > CELL_LIMIT):
            raise _too_long(file, line)
        if '"' in written and '"' in _QUOTED.sub("", written):
            raise _stray(file, line)
        if len(cells) > COLUMN_LIMIT and any(cells[COLUMN_LIMIT:]):
            raise _refused(file, line, f"the row has more than {COLUMN_LIMIT} cells", "remove some columns")
        cells = [cell.strip() for cell in cells]
        if any(cells):
            yield line, cells


def _check_headings(file: SourceFile, line: int, headings: list[str]) -> None:
    if _NAME not in headings:
        # what stands there is not shown: it may be the first line of any file
        count = len(headings)
        message = f"the table has no column “{_NAME}”, but {count} other{'s' * (count != 1)}"
        remedy = f"separate the columns with commas, and name the first `{_NAME}`"
        raise InputError([Problem(Origin(file.path, line, 1), "bad-table", message, remedy)])
    named = set()
    for heading in filter(None, headings):
        if heading in named:
            raise _refused(file, line, f"two columns are named “{heading[:40]}”", "keep one of the two")
        named.add(heading)


def _check_row(file: SourceFile, line: int, row: dict[str, str]) -> None:
    if _NAME not in row:
        raise _refused(file, line, f"the row has no name in the column “{_NAME}”", "write the name, or remove the row")
    for column in _TEXTS:
        text = row.get(column, "")
        if len(text) > 1 and is_like_a_formula(text):
            message = f"“{text[:40]}” begins like a formula, which spreadsheet programs would run"
            raise _refused(file, line, message, "begin it with a letter")
        if len(text) > LINE_LIMIT:
            message = f"the {column} has {len(text):,} characters; {LINE_LIMIT} is the most"
            raise _refused(file, line, message, "shorten it")
        if _BROKEN.search(text):
            raise _refused(file, line, f"the {column} has a tab or a line end in it", "write a space")


def _too_long(file: SourceFile, line: int) -> InputError:
    return _refused(file, line, f"a cell has more than {CELL_LIMIT:,} characters", "shorten it, or close its quotes")


def _stray(file: SourceFile, line: int) -> InputError:
    remedy = 'remove it; or put the whole cell in quotes, and write "" for a quotation mark in it'
    return _refused(file, line, "a quotation mark stands in the wrong place in this row", remedy)


def _refused(file: SourceFile, line: int, message: str, remedy: str) -> InputError:
    return InputError([file.problem(line, 1, "bad-table", message, remedy)])
