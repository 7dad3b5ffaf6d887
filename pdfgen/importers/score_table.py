"""The score table of an edition, ``scores/<rubric>/<edition>.csv``, with rows merged into it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.importers.cell_values import is_nothing
from pdfgen.importers.delimited import read_delimited
from pdfgen.importers.remarks import Kind
from pdfgen.importers.score_rows import entity_key
from pdfgen.importers.sheet import cleaned, visible
from pdfgen.importers.table_layout import DESCRIBING, WAIVERS, is_of_spread
from pdfgen.importers.xlsx_guard import refused

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.importers.remarks import Remarks
    from pdfgen.importers.score_rows import TableRow
    from pdfgen.model.editions import EditionId
    from pdfgen.model.names import Names


OTHER_SPELLING = Kind(
    "other-spelling",
    "{count} entities stand in the score table under another spelling, which stays",
    "use the spelling of the score table",
    "warning",
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?")


class MergedTable:
    """The score table of an edition; ``order`` names the columns of a new one."""

    def __init__(self, path: Path, edition: EditionId, order: tuple[str, ...], names: Names | None) -> None:
        self.path, self.edition, self.names = path, edition, names
        self.columns = order
        self.rows: dict[str, dict[str, str]] = {}
        self.added = self.replaced = self.unchanged = 0
        self.conflict = Kind(
            "conflict",
            f"{{count}} cells of {{columns}} differ from {path.name}",
            "correct the row, or overwrite the table with `--replace`",
        )
        if path.is_file():
            self._load()

    def _load(self) -> None:
        heading, *rows = read_delimited(self.path, lambda text: text == "entity").rows
        headings = [cell.text for cell in heading.cells]
        if "entity" not in headings:
            message = f"the table has no column “entity”, but {', '.join(map(visible, headings))}"
            raise refused(self.path, "bad-table", message, "name a column `entity`", heading.line)
        self.columns = tuple(dict.fromkeys([*filter(None, headings), *self.columns]))
        for row in rows:
            cells = {name: row.at(index).text for index, name in enumerate(headings) if name}
            key = self._key(cells["entity"], cells.get("id") or "")
            if key in self.rows:
                message = f"{visible(cells['entity'])} stands here a second time"
                raise refused(self.path, "second-row", message, "keep one of the two", row.line)
            self.rows[key] = cells

    def _key(self, entity: str, id_: str) -> str:
        known = self.names.find(entity, self.edition, id_ or None) if self.names else None
        return entity_key(known.name if known else entity, id_)

    def take(self, row: TableRow, made: dict[str, str], remarks: Remarks, conflicts: Remarks) -> None:
        """Take a row in; the cells that differ from what was there are noted in ``conflicts``."""
        spreads = [column for column in made if is_of_spread(column)]
        others = (*DESCRIBING, *spreads, WAIVERS)
        optional = [column for column in others if made.get(column) and column not in self.columns]
        self.columns = (*self.columns, *optional)
        cells = {column: cell for column, cell in made.items() if column in self.columns}
        old = self.rows.get(row.key)
        if old is None:
            self.rows[row.key] = cells
            self.added += 1
            return
        if _form("entity", old["entity"]) != cells.pop("entity"):
            fact = f"the score table has “{visible(old['entity'])}”, and that spelling stays"
            shown = f"“{visible(row.entity)}” as “{visible(old['entity'])}”"
            remarks.note(OTHER_SPELLING, row.place("entity"), fact, of=row.name, shown=shown)
        order = [column for column in self.columns if column in cells]
        same = {column: _form(column, old.get(column, "")) == _form(column, cells[column]) for column in order}
        differing = {column: cells[column] for column in order if not same[column]}
        for column, cell in differing.items():
            was, now = old.get(column) or "empty", cell or "empty"
            fact = f"{column} is {visible(was)} in {self.path.name}, and {visible(now)} here"
            shown = f"({row.name}, {column}: {visible(was)} there, {visible(now)} here)"
            conflicts.note(self.conflict, row.place(column), fact, of=row.name, shown=shown, column=column)
        old.update(differing)
        self.replaced += bool(differing)
        self.unchanged += not differing

    def content(self) -> bytes:
        """Return the table as CSV, sorted by entity."""
        text = io.StringIO()
        writer = csv.DictWriter(text, self.columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(self.rows.values(), key=lambda cells: (cells["entity"], cells.get("id") or "")))
        return text.getvalue().encode()


def _form(column: str, text: str) -> str:
    """Return what a cell is compared by: one spelling of letters, spaces, numbers and of no score."""
    text = unicodedata.normalize("NFC", cleaned(text))
    if column in (*DESCRIBING, WAIVERS):
        return text
    text = text.replace("\u2212", "-")
    if is_nothing(text):
        return ""
    return f"{Decimal(text).normalize():f}" if _NUMBER.fullmatch(text) else text
