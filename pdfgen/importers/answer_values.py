"""The values in the cells of a table of answers: numbers where the method has numbers, text everywhere else."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.importers import cell_values
from pdfgen.importers.protected_text import is_protected, unprotected
from pdfgen.importers.remarks import Kind

if TYPE_CHECKING:
    from pdfgen.importers.cell_values import Reading
    from pdfgen.importers.sheet import Cell
    from pdfgen.model.rubric import Method
    from pdfgen.source.tree import Path_

UNREAD = Kind(
    "cell-unread",
    "{count} cells of {columns} have no text to read",
    "write the text, or correct the formula",
)
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?")
_NUMBERS = ("integer", "number", "money", "percent")

Value = str | int | Decimal


class AnswerValues:
    """Reads cells by the paths of their values."""

    def __init__(self, method: Method) -> None:
        self.method = method
        self.numeric = {field.id for field in method.quick_facts if field.type in _NUMBERS}

    def value(self, path: Path_, cell: Cell, *, typed: bool) -> tuple[Value | None, Kind | None, str]:
        """Return what a cell holds, the kind of remark about it, and the fact; nothing for an empty cell.

        ``typed`` says that the cells of the table can be numbers.
        """
        text = cell.text
        if not text:
            return None, None, ""
        if self._is_number(path) and not is_protected(text):
            reading = self._number(path, cell, typed=typed)
            if reading.value is not None or reading.kind is not cell_values.NOT_A_NUMBER:
                fact = cell_values.FACTS[reading.kind] if reading.kind else ""
                value = None if reading.value is None else _whole(reading.value)
                return value, reading.kind, fact
        if cell.kind in ("error", "formula"):
            return None, UNREAD, "has no text to read"
        if cell.kind == "number" or (not typed and _PLAIN.fullmatch(text)):
            return _whole(Decimal(text)) if _PLAIN.fullmatch(text) else text, None, ""
        return unprotected(text), None, ""

    def _is_number(self, path: Path_) -> bool:
        """Tell whether numbers stand at a path."""
        match path:
            case ("answers", _, "score") | ("given" | "published", _):
                return True
            case ("quick_facts", id_, "value"):
                return id_ in self.numeric
        return False

    def _number(self, path: Path_, cell: Cell, *, typed: bool) -> Reading:
        """Return the number in a cell; that of a fact may have thousands."""
        measure = self.method.measures.get(str(path[1])) if path[0] != "quick_facts" else None
        most = measure.scale.max if measure else None
        if path[0] == "quick_facts" and cell.kind == "number" and cell.text.endswith("%"):
            return cell_values.Reading(Decimal(cell.text[:-1]))
        return cell_values.read_number(cell, most, typed=typed)


def _whole(number: Decimal) -> int | Decimal:
    """Return a number without a point as a whole one, as YAML has it."""
    return int(number) if number.as_tuple().exponent == 0 else number
