"""Tables as text: CSV as programs and continental spreadsheets write it, with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from pdfgen.errors import InputError
from pdfgen.importers.sheet import Cell, Sheet, SheetRow
from pdfgen.importers.xlsx_guard import refused
from pdfgen.source.text_file import read_lines

if TYPE_CHECKING:
    from pathlib import Path

IsHeading = Callable[[str], bool]
"""Tells whether a text heads a column that every table has."""

_DELIMITERS = ",;\t"
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"?', re.IGNORECASE)
_SEARCHED = 50
COLUMN_LIMIT = 2_000
ROW_LIMIT = 20_000


def read_delimited(path: Path, is_heading: IsHeading) -> Sheet:
    """Return the table in a text file: UTF-8, or UTF-16 with a byte order mark, as spreadsheets save “Unicode text”.

    The delimiter is the one that a first line ``sep=;`` names, or the one that parts the headings: a line in which
    ``is_heading`` knows a cell. Raises InputError for other encodings and for quotes that do not close.
    """
    file = read_lines(path, utf16=True)
    if file.problems:
        first, *others = file.problems
        more = f"; {len(others):,} more characters are not allowed" if others else ""
        remedy = _ENCODING if first.code == "not-utf-8" or others else first.remedy
        raise InputError([replace(first, message=f"{first.message}{more}", remedy=remedy)])
    named = _SEPARATOR_LINE.fullmatch(file.lines[0])
    before = skipped = 1 if named else 0
    rows: list[SheetRow] = []
    try:
        delimiter = named[1] if named else _delimiter(file.lines, is_heading)
        reader = csv.reader((f"{line}\n" for line in file.lines[skipped:]), delimiter=delimiter, strict=True)
        for cells in reader:
            if len(cells) > COLUMN_LIMIT and any(cells[COLUMN_LIMIT:]):
                message = f"the row has more than {COLUMN_LIMIT:,} cells"
                raise refused(path, "too-many-columns", message, "remove the columns without scores", before + 1)
            if any(cell.strip() for cell in cells):
                if len(rows) == ROW_LIMIT:
                    message = f"the table has more than {ROW_LIMIT:,} rows"
                    raise refused(path, "too-many-rows", message, "split the table over several files", before + 1)
                rows.append(SheetRow(before + 1, [Cell(cell.strip()) for cell in cells]))
            before = reader.line_num + skipped
    except csv.Error as error:
        message = f"this is not CSV: {error}"
        raise refused(path, "bad-table", message, "check the quotes of this row", before + 1) from None
    if not rows:
        raise refused(path, "empty-file", "the file has no content", "name a file with a table")
    return Sheet(str(path), "", rows, written=file.lines, delimiter=delimiter)


_ENCODING = "save the file as “CSV UTF-8”, or as .xlsx"


def _delimiter(lines: list[str], is_heading: IsHeading) -> str:
    """Return what parts the headings; of a file without any, what stands most often in its first line."""
    for delimiter in _DELIMITERS:
        reader = csv.reader((f"{line}\n" for line in islice(lines, _SEARCHED)), delimiter=delimiter)
        if any(len(cells) > 1 and any(is_heading(cell) for cell in cells) for cells in reader):
            return delimiter
    first = next((line for line in lines if line.strip()), "")
    return max(_DELIMITERS, key=first.count)
