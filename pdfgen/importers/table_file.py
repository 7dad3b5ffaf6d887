"""Tables that are written for people to fill in: CSV, or XLSX with the extra ``xlsx``. No cell is ever a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.importers.protected_text import protected, protected_string
from pdfgen.importers.sheet import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CellValue = str | int | Decimal | None
_LONGEST = 32_767  # characters of a cell in XLSX
_DIGITS = 15  # as many digits of a number does a spreadsheet program keep
_WIDE, _NARROW = 60, 14  # characters
_LONG = 40
_NO_DAY = datetime(1980, 1, 1)  # noqa: DTZ001  # a file says no zone
BOM = "\ufeff"
"""Without it spreadsheet programs read UTF-8 as something else."""


@dataclass(slots=True)
class Table:
    """A table: its name, its headings, its rows."""

    name: str
    headings: list[str]
    rows: list[list[CellValue]] = field(default_factory=list)


def table_content(path: Path, tables: Sequence[Table]) -> bytes:
    """Return tables as the file that the name of ``path`` asks for: a sheet each in XLSX, the only one in a CSV.

    Raises UsageError for another ending, and for a text that no cell can hold; EnvironmentFailure without the library.
    """
    match path.suffix.lower():
        case ".csv":
            (table,) = tables
            return _csv(table)
        case ".xlsx":
            return _xlsx(tables)
    raise UsageError(f"“{path.name}” ends neither in .csv nor in .xlsx", "name the file with one of the two")


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.headings)
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return (BOM + text.getvalue()).encode("utf-8")


def _csv_cell(cell: CellValue) -> str:
    if isinstance(cell, str):
        return protected(cell)
    return "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _xlsx(tables: Sequence[Table]) -> bytes:
    try:
        import xlsxwriter  # noqa: PLC0415  # an extra
    except ImportError:
        message = "XLSX is written with the library xlsxwriter, which is not there"
        raise EnvironmentFailure(message, 'pip install "pdfgen[xlsx]", or name a .csv file') from None
    whole = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(whole, options) as book:
        # the same reports give the same bytes
        book.set_properties({"created": _NO_DAY})
        for table in tables:
            _write_sheet(book, table)
    return whole.getvalue()


def _write_sheet(book: Any, table: Table) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "quote_prefix": True})
    words = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    figures = book.add_format({"valign": "top"})
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 1)
    for index, heading in enumerate(table.headings):
        longest = max((len(row[index]) for row in table.rows if isinstance(row[index], str)), default=0)  # type: ignore[arg-type]
        sheet.set_column(index, index, _WIDE if longest > _LONG else _NARROW)
        sheet.write_string(0, index, heading, head)
    for line, row in enumerate(table.rows, 1):
        for index, cell in enumerate(row):
            if isinstance(cell, str):
                _judge_length(cell, f"{table.name}!{column_letters(index)}{line + 1}")
                sheet.write_string(line, index, protected_string(cell), words)
            elif cell is not None and len(Decimal(cell).as_tuple().digits) > _DIGITS:
                sheet.write_string(line, index, f"{cell:f}", words)
            elif cell is not None:
                sheet.write_number(line, index, float(cell), figures)


def _judge_length(text: str, place: str) -> None:
    if len(text) > _LONGEST:
        message = f"{place} would have {len(text):,} characters; a cell of XLSX takes {_LONGEST:,}"
        raise UsageError(message, "export a .csv")
