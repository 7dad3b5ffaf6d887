"""The sheets of a workbook as tables of answers: what they say of each entity, with the place of every value.

A row with a ``question`` is an answer, any other row is about the whole report: both may stand in one table.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, Problem
from pdfgen.importers.answer_headings import LABEL, NAME, QUESTION, SERIES, AnswerHeadings
from pdfgen.importers.answer_values import AnswerValues, Value
from pdfgen.importers.candidates import DUPLICATE, HIDDEN_COLUMN, UNKNOWN_HEADING
from pdfgen.importers.remarks import Kind, Remarks
from pdfgen.importers.score_rows import HIDDEN_ROW, NO_ENTITY, NO_HEADING
from pdfgen.importers.sheet import EMPTY, cleaned, visible
from pdfgen.importers.table_layout import is_heading, plain
from pdfgen.model.base import did_you_mean

if TYPE_CHECKING:
    from pdfgen.importers.sheet import Cell, Place, Sheet, SheetRow
    from pdfgen.importers.xlsx import Workbook
    from pdfgen.model.rubric import Method
    from pdfgen.source.tree import Path_

_SEARCHED = 50  # rows that may stand above the headings
_PARTS = ("score", "narrative", "score_change")
UNKNOWN_QUESTION = Kind(
    "unknown-question", "{count} rows are on questions that are not known", "write the id of a question"
)
SECOND_VALUE = Kind("second-value", "{count} cells differ from another cell for the same value", "keep one of the two")
OTHER_SERIES = Kind(
    "edition-differs", "{count} rows are of another series or edition", "import them into the folder of their edition"
)


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A value and its cell."""

    value: Value
    place: Place


@dataclass(slots=True)
class FoundReport:
    """What a table says of one entity, by the paths of a report."""

    name: str
    id: str
    language: str
    place: Place
    values: dict[Path_, FoundValue] = field(default_factory=dict)


@dataclass(slots=True)
class _Columns:
    """The columns of a sheet: the paths of their values, and those that say what a row is on."""

    line: int
    paths: dict[int, Path_] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    question: int | None = None
    parts: dict[int, str] = field(default_factory=dict)
    series: dict[int, str] = field(default_factory=dict)
    unnamed: list[int] = field(default_factory=list)

    def of(self, path: Path_) -> int | None:
        """Return the column of a path."""
        return next((index for index, item in self.paths.items() if item == path), None)


def read_answers(path: str, workbook: Workbook, method: Method) -> tuple[list[FoundReport], Remarks]:
    """Return what the sheets of a workbook say, an entity each, and remarks.

    Raises InputError when no sheet has a heading for entities and another one.
    """
    remarks = Remarks()
    found: dict[tuple[str, str], FoundReport] = {}
    reader = _Reader(method, remarks, found)
    read = [reader.read(sheet) for sheet in workbook.sheets]
    for name in workbook.hidden:
        kind = Kind(
            "sheet-passed-over", f"{{count}} sheets “{name}”", "show the sheet, or name it with `--sheet`", "warning"
        )
        place = workbook.sheets[0].row_place(1) if workbook.sheets else None
        if place:
            remarks.note(kind, place, f"the sheet “{visible(name)}” is hidden, and is passed over")
    if not any(read):
        message = "no sheet has a column “entity” and another column that is known"
        remedy = "name the columns `entity`, `question`, `score`, `narrative`, or by the ids of questions"
        raise InputError([Problem(Origin(path, 1, 1), "missing-heading", message, remedy)])
    return list(found.values()), remarks


class _Reader:
    """Reads sheets, and gathers what they say by entity."""

    def __init__(self, method: Method, remarks: Remarks, found: dict[tuple[str, str], FoundReport]) -> None:
        self.method, self.remarks, self.found = method, remarks, found
        self.headings, self.values = AnswerHeadings(method), AnswerValues(method)
        self.questions = {plain(id_): id_ for id_ in self.headings.questions}

    def read(self, sheet: Sheet) -> bool:
        """Read a sheet; return whether it is a table of answers."""
        head = next((row for row in sheet.rows[:_SEARCHED] if any(is_heading(cell.text) for cell in row.cells)), None)
        if head is None:
            return False
        columns = self._columns(sheet, head)
        if len(columns.paths) + len(columns.parts) < 2:  # noqa: PLR2004  # the entity, and something about it
            return False
        by_line = {row.line: row for row in sheet.rows}
        for row in sheet.rows:
            if row.line > head.line and any(row.cells):
                if row.hidden:
                    fact = "the row is hidden and is passed over"
                    self.remarks.note(HIDDEN_ROW, sheet.row_place(row.line), fact)
                else:
                    self._row(sheet, row, columns, by_line)
        return True

    def _columns(self, sheet: Sheet, head: SheetRow) -> _Columns:
        found = _Columns(head.line)
        taken: dict[object, str] = {}
        long = any(plain(cell.text) == QUESTION for cell in head.cells)
        for index, cell in enumerate(head.cells):
            heading = cleaned(cell.text)
            place, shown = sheet.place(head.line, index), f"“{visible(heading)}”"
            if not heading:
                found.unnamed.append(index)
                continue
            if index in sheet.hidden_columns:
                fact = f"the column {shown} is hidden and is passed over"
                self.remarks.note(HIDDEN_COLUMN, place, fact, shown=shown)
                continue
            key: object
            if plain(heading) == QUESTION:
                found.question = index
                key = QUESTION
            elif long and (part := heading.casefold().replace(" ", "_")) in _PARTS:
                found.parts[index] = key = part
            elif plain(heading) in SERIES:
                found.series[index] = key = plain(heading)
            elif plain(heading) == LABEL:
                continue
            elif path := self.headings.path(heading):
                found.paths[index] = key = path
            else:
                fact = f"the heading {shown} is not known; its column is passed over"
                kind = replace(UNKNOWN_HEADING, remedy=did_you_mean(heading, self.headings.names()))
                self.remarks.note(kind, place, fact, shown=shown)
                continue
            found.headings[index] = heading
            if key in taken:
                fact = f"“{visible(taken[key])}” and {shown} are the same column"
                self.remarks.note(DUPLICATE, place, fact, shown=shown)
            taken[key] = heading
        return found

    def _row(self, sheet: Sheet, row: SheetRow, columns: _Columns, by_line: dict[int, SheetRow]) -> None:
        name_at = columns.of(NAME)
        if name_at is None:
            return
        name = cleaned(self._described(sheet, row, name_at, by_line).text)
        place = sheet.place(row.line, name_at)
        if not name:
            self.remarks.note(NO_ENTITY, sheet.row_place(row.line), "the row names no entity")
            return
        for index, key in columns.series.items():
            self._judge_series(sheet, row, index, key)
        id_at, language_at = columns.of(("entity", "id")), columns.of(("language",))
        id_ = cleaned(self._described(sheet, row, id_at, by_line).text) if id_at is not None else ""
        language = cleaned(row.at(language_at).text) if language_at is not None else ""
        report = self.found.setdefault((id_ or name, language), FoundReport(name, id_, language, place))
        for index, path in columns.paths.items():
            cell = self._described(sheet, row, index, by_line) if path[0] == "entity" else row.at(index)
            self._take(
                report, path, cell, sheet.place(row.line, index), columns.headings[index], typed=bool(sheet.name)
            )
        self._answer(sheet, row, columns, report)
        for index in columns.unnamed:
            if row.at(index):
                shown = f"“{visible(row.at(index).text)}”"
                fact = f"{shown} has no heading and is passed over"
                self.remarks.note(NO_HEADING, sheet.place(row.line, index), fact, shown=shown)

    def _answer(self, sheet: Sheet, row: SheetRow, columns: _Columns, report: FoundReport) -> None:
        """Take the answer of a row to the question that it names."""
        said = cleaned(row.at(columns.question).text) if columns.question is not None else ""
        given = [index for index in columns.parts if row.at(index)]
        if not said and not given:
            return
        question = self.questions.get(plain(said))
        if question is None:
            at = columns.question if columns.question is not None else given[0]
            known = did_you_mean(said, self.headings.questions)
            fact = (
                f"edition {self.method.edition} has no question “{visible(said)}”"
                if said
                else "the row names no question"
            )
            kind = replace(UNKNOWN_QUESTION, remedy=known) if said else UNKNOWN_QUESTION
            self.remarks.note(kind, sheet.place(row.line, at), fact, of=visible(report.name))
            return
        for index in given:
            path = ("answers", question, columns.parts[index])
            place = sheet.place(row.line, index)
            self._take(report, path, row.at(index), place, columns.headings[index], typed=bool(sheet.name))

    def _take(  # what a value is made from
        self, report: FoundReport, path: Path_, cell: Cell, place: Place, heading: str, *, typed: bool
    ) -> None:
        """Take a cell into the report."""
        value, kind, fact = self.values.value(path, cell, typed=typed)
        if kind:
            of = visible(report.name)
            fact = f"{'.'.join(map(str, path))} is “{visible(cell.text)}”, which {fact}"
            self.remarks.note(kind, place, fact, of=of, shown=f"“{visible(cell.text)}” ({of})", column=heading)
        if value is None:
            return
        known = report.values.setdefault(path, FoundValue(value, place))
        if known.value != value:
            shown = f"“{visible(str(value))}”, and “{visible(str(known.value))}” in {known.place}"
            self.remarks.note(SECOND_VALUE, place, f"{'.'.join(map(str, path))} is {shown}", of=visible(report.name))

    def _judge_series(self, sheet: Sheet, row: SheetRow, index: int, key: str) -> None:
        """Note a row of another series or edition."""
        text = cleaned(row.at(index).text)
        own = str(self.method.edition if key == "edition" else self.method.rubric.id)
        if text and text != own:
            fact = f"the row is of {key} {visible(text)}, and the folder of {own}"
            self.remarks.note(OTHER_SERIES, sheet.place(row.line, index), fact, shown=f"({visible(text)})")

    def _described(self, sheet: Sheet, row: SheetRow, index: int, by_line: dict[int, SheetRow]) -> Cell:
        """Return a cell that says what a row is on: its own, or the merged one that begins in a row above."""
        begin = sheet.merged.get((row.line, index))
        if begin is None or begin[1] != index or begin[0] not in by_line:
            return row.at(index)
        return by_line[begin[0]].at(index) or EMPTY
