"""The rows of a sheet that have scores, each with its entity and edition; what is passed over is reported."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.importers.cell_values import is_nothing, plain_text, read_number
from pdfgen.importers.passed_over import has_footnote_mark, is_aggregate
from pdfgen.importers.remarks import Kind, Remarks
from pdfgen.importers.sheet import EMPTY, Cell, Place, SheetRow, cleaned, visible
from pdfgen.importers.table_layout import DESCRIBING, WAIVERS, is_heading, plain
from pdfgen.model.base import is_like_a_formula
from pdfgen.model.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.importers.table_layout import Layout
    from pdfgen.model.editions import EditionId
    from pdfgen.model.names import Names
    from pdfgen.model.rubric import Rubric


_KINDS = {"c": "country", "t": "territory", "country": "country", "territory": "territory", "": ""}

HIDDEN_ROW = Kind(
    "hidden-row", "{count} rows are hidden and are passed over", "show the rows in the spreadsheet program", "warning"
)
AGGREGATE = Kind(
    "total-row",
    "{count} rows are totals or averages and are passed over",
    "add the name to the names file if it is an entity",
    "warning",
)
NOTE = Kind(
    "note-row",
    "{count} rows have text and no scores, and are passed over",
    "write the scores if a row is about an entity",
    "warning",
)
NOT_RATED = Kind(
    "not-rated",
    "{count} rows are not rated and are passed over",
    "write the scores if an entity is rated",
    "warning",
)
MERGED = Kind(
    "merged-cells",
    "{count} merged cells of {columns} count for each of their rows",
    "undo the merge where a cell belongs to one row only",
    "warning",
)
MERGED_SCORES = Kind(
    "merged-scores",
    "{count} cells of {columns} are merged with another one",
    "undo the merge, and write the score in each cell",
)
STRAY = Kind(
    "stray-cell",
    "{count} rows have cells beyond the headings",
    "give the column a heading, or put text that has the separator in it in quotes",
)
NO_HEADING = Kind(
    "no-heading",
    "{count} cells stand in a column without a heading and are passed over",
    "give the column a heading if it has scores",
    "warning",
)
SECOND_TABLE = Kind(
    "second-table", "{count} rows begin another table with other headings", "keep one table in a sheet or file"
)
NO_ENTITY = Kind("no-entity", "{count} rows name no entity", "name it, or remove the row")
BAD_NAME = Kind("forbidden-character", "{count} names have characters that cannot be printed", "remove them")
FORMULA_NAME = Kind(
    "formula-like-name",
    "{count} names begin like a formula, which spreadsheet programs would run",
    "begin the name with a letter",
)
MARKED_NAME = Kind(
    "footnote-mark",
    "{count} names end with the mark of a footnote",
    "remove the mark, or add the name as it stands to the names file",
)
BAD_KIND = Kind("bad-kind", "{count} cells are not a kind of entity", "write `country` or `territory`, or c or t")
BAD_CELL = Kind(
    "cell-error", "{count} cells of {columns} have no text to read", "write the text, or correct the formula"
)


@dataclass(slots=True)
class TableRow:
    """A row of one edition: ``cells`` by our columns, ``key`` the same for all spellings of an entity."""

    layout: Layout
    line: int
    entity: str
    key: str
    edition: EditionId
    cells: dict[str, Cell]
    columns: dict[str, int]

    @property
    def name(self) -> str:
        """The entity and the edition, as messages name a row."""
        return f"{visible(self.entity)} {self.edition}"

    def place(self, column: str) -> Place:
        """Return where the cell of one of our columns stands; the row where the table has no such column."""
        sheet = self.layout.sheet
        return sheet.place(self.line, self.columns[column]) if column in self.columns else sheet.row_place(self.line)


def entity_key(name: str, id_: str) -> str:
    """Return what the rows on one entity share: its name, and its id where the table has ids."""
    return f"{folded(name)} {id_}".rstrip()


class RowReader:
    """Reads the rows of one sheet; ``edition`` is that of a table that names none itself."""

    def __init__(self, layout: Layout, rubric: Rubric, names: Names | None, edition: EditionId | None) -> None:
        self.layout, self.names, self.edition = layout, names, edition
        self.sheet, self.width = layout.sheet, layout.width
        self.editions = rubric.editions
        self.remarks = Remarks()
        self.nothing = tuple(word.casefold() for word in rubric.not_rated)
        self.by_line = {row.line: row for row in layout.rows}
        known = f"its editions are {self.editions[0]} to {self.editions[-1]}"
        many = f"{{count}} rows have an edition that {rubric.title} does not have"
        self.unknown = Kind("unknown-edition", many, known)
        self.title = rubric.title

    def read(self) -> list[TableRow]:
        """Return the rows with scores."""
        found: list[TableRow] = []
        for row in self.layout.rows:
            if row.hidden:
                self._pass_over(HIDDEN_ROW, row, "the row is hidden and is passed over")
            elif not self._is_other(row):
                self._judge_stray(row)
                found += self._editions(row)
        return found

    # what is on no entity

    def _is_other(self, row: SheetRow) -> bool:
        """Tell whether a row is passed over: nothing in it, a total, a repeated heading, a note."""
        shown = [cell for index, cell in enumerate(row.cells) if index not in self.sheet.hidden_columns]
        texts = [text for cell in shown if (text := cleaned(cell.text))]
        if not texts:
            return True
        entity = cleaned(self._described(row, "entity").text)
        label = entity or texts[0]
        if any(is_aggregate(text) and not self._known(text) for text in ([entity] if entity else texts)):
            self._pass_over(AGGREGATE, row, "the row is a total or an average and is passed over", label)
        elif entity and is_heading(entity):
            self._judge_second_headings(row, label)
        elif not any(
            row.at(item.index) for item in self.layout.columns if item.name not in ("entity", "region", "kind")
        ):
            self._pass_over(NOTE, row, "the row has text and no scores, and is passed over", label)
        else:
            return False
        return True

    def _judge_second_headings(self, row: SheetRow, label: str) -> None:
        """Pass over repeated headings; others would give the columns below them another meaning."""
        own = [item for item in self.layout.columns if plain(row.at(item.index).text) != plain(item.lower)]
        if not own:
            self._pass_over(NOTE, row, "the row repeats the headings and is passed over", label)
            return
        column = own[0]
        fact = f"“{visible(row.at(column.index).text)}” heads a column that is “{visible(column.heading)}” above"
        self.remarks.note(SECOND_TABLE, self.sheet.place(row.line, column.index), fact)

    def _known(self, text: str) -> bool:
        return self.names is not None and self.names.find(text, self.editions[-1]) is not None

    def _pass_over(self, kind: Kind, row: SheetRow, fact: str, text: str = "") -> None:
        shown = f"“{visible(text)}”" if text else ""
        self.remarks.note(kind, self.sheet.row_place(row.line), fact, of=shown, shown=shown)

    def _judge_stray(self, row: SheetRow) -> None:
        """Tell cells without a heading; in a CSV one beyond the headings has moved what stands before it."""
        for index, cell in enumerate(row.cells):
            beyond = index >= self.width
            if not cell or not (beyond or index in self.layout.unnamed) or index in self.sheet.hidden_columns:
                continue
            moved = beyond and not self.sheet.name
            shown = f"“{visible(cell.text)}”"
            fact = f"{shown} has no heading{'' if moved else ' and is passed over'}"
            self.remarks.note(STRAY if moved else NO_HEADING, self.sheet.place(row.line, index), fact, shown=shown)
            if moved:
                return

    # what is on an entity

    def _editions(self, row: SheetRow) -> Iterator[TableRow]:
        """Yield the table’s row once for each edition that it has columns of."""
        shared = {item.name: item.index for item in self.layout.columns if item.edition is None}
        head = {name: self._described(row, name) for name in shared if name in DESCRIBING}
        if not self._judge_texts(row, head, shared):
            return
        entity = unicodedata.normalize("NFC", cleaned(head["entity"].text))
        editions: list[EditionId] | list[EditionId | None] = self.layout.editions()
        for edition in editions or [self._edition(row, entity, head.get("edition"))]:
            columns = {item.name: item.index for item in self.layout.columns if item.edition in (None, edition)}
            cells = {name: self._score(row, name, index) for name, index in columns.items() if name not in DESCRIBING}
            if edition is not None and self._is_rated(row, f"{visible(entity)} {edition}", cells):
                id_ = cleaned(head["id"].text) if "id" in head else ""
                known = self.names.find(entity, edition, id_ or None) if self.names else None
                made = TableRow(self.layout, row.line, entity, entity, edition, head | cells, columns)
                made.key = entity_key(known.name if known else entity, id_)
                if self._judge_name(made, known=known is not None):
                    yield made

    def _described(self, row: SheetRow, name: str) -> Cell:
        """Return the cell that describes a row: its own, or the merged one that begins in a row above."""
        index = next((item.index for item in self.layout.columns if item.name == name), None)
        if index is None:
            return EMPTY
        begin = self.sheet.merged.get((row.line, index))
        if begin is None or begin[1] != index or begin[0] not in self.by_line:
            return row.at(index)
        return self.by_line[begin[0]].at(index)

    def _score(self, row: SheetRow, name: str, index: int) -> Cell:
        if (row.line, index) in self.sheet.merged:
            place = self.sheet.place(row.line, index)
            self.remarks.note(MERGED_SCORES, place, f"{name} is merged with another cell", column=name)
        cell = row.at(index)
        return EMPTY if is_nothing(plain_text(cell), self.nothing) else cell

    def _judge_texts(self, row: SheetRow, head: dict[str, Cell], columns: dict[str, int]) -> bool:
        """Note what is wrong with the cells that describe a row; return whether it can be read."""
        sound = True
        for name, cell in head.items():
            place = self.sheet.place(row.line, columns[name])
            if (row.line, columns[name]) in self.sheet.merged and cell:
                self.remarks.note(MERGED, place, f"{name} is merged with a cell above and counts here too", column=name)
            if cell.kind in ("error", "formula", "boolean") or (cell.kind == "date" and name != "edition"):
                fact = f"{name} is “{visible(cell.text)}”, which is not a text"
                self.remarks.note(BAD_CELL, place, fact, shown=f"“{visible(cell.text)}”", column=name)
                sound = False
            elif name in ("entity", "region") and not cleaned(cell.text).isprintable():
                fact = f"the {name} {cleaned(cell.text)!a} has characters that cannot be printed"
                self.remarks.note(BAD_NAME, place, fact, shown=f"{cleaned(cell.text)!a}")
                sound = False
            elif name in ("entity", "region") and is_like_a_formula(cleaned(cell.text)):
                shown = f"“{visible(cell.text)}”"
                fact = f"the {name} {shown} begins like a formula, which spreadsheet programs would run"
                self.remarks.note(FORMULA_NAME, place, fact, shown=shown)
                sound = False
        if sound and not cleaned(head["entity"].text):
            self.remarks.note(NO_ENTITY, self.sheet.row_place(row.line), "the row names no entity")
            sound = False
        return sound

    def _edition(self, row: SheetRow, entity: str, cell: Cell | None) -> EditionId | None:
        """Return the edition of a row, or None with a remark."""
        if cell is None:
            return self.edition
        column = next(item for item in self.layout.columns if item.name == "edition")
        place = self.sheet.place(row.line, column.index)
        text = cleaned(cell.text)
        number = read_number(cell, None, typed=False).value if cell.kind in ("text", "number") else None
        year = int(number) if number is not None and number == int(number) else None
        edition = next((one for one in self.editions if one == year or str(one).casefold() == text.casefold()), None)
        if edition is None:
            shown = f"“{visible(text)}”"
            fact = f"{self.title} has no edition {shown}" if text else "the row names no edition"
            self.remarks.note(self.unknown, place, fact, of=visible(entity), shown=f"{shown} ({visible(entity)})")
            return None
        if self.edition not in (None, edition):
            kind = Kind(
                "edition-contradicted",
                f"{{count}} rows are of other editions than --edition {self.edition}",
                "leave --edition out, or correct it",
            )
            fact = f"the row is of {edition}, and --edition says {self.edition}"
            self.remarks.note(kind, place, fact, of=visible(entity), shown=f"{edition} ({visible(entity)})")
            return None
        return edition

    def _is_rated(self, row: SheetRow, name: str, cells: dict[str, Cell]) -> bool:
        """Tell whether a row has any score; one that has none is passed over."""
        if any(cell for column, cell in cells.items() if column != WAIVERS):
            return True
        place = self.sheet.row_place(row.line)
        self.remarks.note(NOT_RATED, place, "the row has no scores and is passed over", of=name, shown=name)
        return False

    def _judge_name(self, row: TableRow, *, known: bool) -> bool:
        """Note what is wrong with the name and the kind of an entity; return whether the row can be read."""
        kind = cleaned(row.cells.get("kind", EMPTY).text)
        if kind.casefold() not in _KINDS:
            fact = f"“{visible(kind)}” is not a kind of entity"
            self.remarks.note(BAD_KIND, row.place("kind"), fact, of=row.name, shown=f"“{visible(kind)}” ({row.name})")
            return False
        if not known and has_footnote_mark(row.entity):
            fact = f"the entity “{visible(row.entity)}” ends with the mark of a footnote"
            self.remarks.note(MARKED_NAME, row.place("entity"), fact, shown=f"“{visible(row.entity)}”")
            return False
        if "kind" in row.cells:
            row.cells["kind"] = Cell(_KINDS[kind.casefold()])
        return True
