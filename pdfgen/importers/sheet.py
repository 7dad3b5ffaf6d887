"""A sheet as it was read: its rows and cells, with what decides how a cell is understood, and the place of each.

>>> sheet = Sheet("a.xlsx", "Scores", [SheetRow(7, [Cell("Ruritania"), Cell("#REF!", "error")])])
>>> str(sheet.place(7, 1))
'Scores!B7'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from pdfgen.errors import Origin

CellKind = Literal["text", "number", "date", "boolean", "error", "formula", "scaled"]
"""What a cell holds. ``formula``: one without a stored result; ``scaled``: a number whose format shows another one."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what it shows, and its kind; all cells of a CSV are text. A percentage is the number ``45%``."""

    text: str
    kind: CellKind = "text"

    def __bool__(self) -> bool:
        return bool(self.text)


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with anything in it; ``line`` counts from 1."""

    line: int
    cells: list[Cell]
    hidden: bool = False

    def at(self, index: int) -> Cell:
        """Return the cell in the column ``index``, counted from 0."""
        return self.cells[index] if index < len(self.cells) else EMPTY


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands, as a spreadsheet names it, or by row and column in a CSV."""

    origin: Origin
    shown: str

    def __str__(self) -> str:
        return self.shown


@dataclass(slots=True)
class Sheet:
    """A sheet of a workbook, or the whole of a CSV, which has no name.

    ``merged`` has the cells that a merged cell covers, by line and column from 0, each with the place of its text.
    """

    path: str
    name: str
    rows: list[SheetRow]
    hidden_columns: frozenset[int] = frozenset()
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    """The lines of a CSV."""
    delimiter: str = ","

    def place(self, line: int, index: int) -> Place:
        """Return the place of a cell: line from 1, column from 0."""
        if self.name:
            return Place(Origin(self.path, line, index + 1), f"{_quoted(self.name)}!{column_letters(index)}{line}")
        return Place(Origin(self.path, line, self._offset(line, index)), f"row {line}, column {index + 1}")

    def row_place(self, line: int) -> Place:
        """Return the place of a whole row."""
        shown = f"{_quoted(self.name)}!{line}:{line}" if self.name else f"row {line}"
        return Place(Origin(self.path, line, 1), shown)

    def _offset(self, line: int, index: int) -> int:
        """Return the character, from 1, at which a cell of a CSV begins; 1 where that is on another line."""
        quoted = False
        for at, char in enumerate(self.written[line - 1] if line <= len(self.written) else "", 1):
            if not index:
                return at
            quoted ^= char == '"'
            index -= char == self.delimiter and not quoted
        return 1


def cleaned(text: str) -> str:
    """Return ``text`` without characters that take no place, in single spaces."""
    return " ".join(text.translate(_INVISIBLE).split())


def visible(text: str, most: int = 40) -> str:
    """Return text from a file as it may stand in a message."""
    text = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def column_letters(index: int) -> str:
    """Return the letters of a column counted from 0: A, B … Z, AA."""
    before, last = divmod(index, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)


def _quoted(name: str) -> str:
    name = visible(name)
    return name if re.fullmatch(r"\w+", name) and not name[0].isdigit() else "'" + name.replace("'", "''") + "'"
