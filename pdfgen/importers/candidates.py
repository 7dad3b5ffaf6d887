"""Which sheets of a file are score tables, and their rows; what is passed over is reported sheet by sheet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, Problem
from pdfgen.importers.remarks import Kind, Remarks, columns_named, listed
from pdfgen.importers.score_rows import RowReader
from pdfgen.importers.sheet import Place, visible
from pdfgen.importers.table_layout import Vocabulary, find_layout, plain
from pdfgen.model.base import did_you_mean

if TYPE_CHECKING:
    from pdfgen.importers.score_rows import TableRow
    from pdfgen.importers.sheet import Sheet
    from pdfgen.importers.table_layout import Layout, SheetColumn
    from pdfgen.importers.xlsx import Workbook
    from pdfgen.model.editions import EditionId
    from pdfgen.model.names import Names
    from pdfgen.model.rubric import Rubric


_NAME_ENTITY = "name it `entity` or `Country/Territory`"
_NAME_EDITION = "name it `edition` or `Year`, or give the edition with `--edition`"
_NAME_QUESTIONS = "name each column by the question’s id"
_NO_SCORES = "no rows with scores"
_NAME_TABLE = "name a table with scores"
_SHOW = "show them in the spreadsheet program"
_NAME_SHEET = "name it with `--sheet` to see what it lacks"
_NAME_MEASURE = "write the measure beside or above each edition, as `Q1 2023`"

UNKNOWN_HEADING = Kind(
    "unknown-heading",
    "{count} headings are not known; their columns are passed over",
    "name a column by the id of its measure",
    "warning",
)
HIDDEN_COLUMN = Kind(
    "hidden-column",
    "{count} columns are hidden and are passed over",
    "show them in the spreadsheet program",
    "warning",
)
DUPLICATE = Kind(
    "duplicate-heading", "{count} headings name a column that another heading names", "keep one of the columns"
)
YEAR_READ = Kind(
    "year-is-edition",
    "{count} columns “Year” are read as the edition, not as the year under review",
    "name the column `edition` when that is right",
    "warning",
)
SHEET_EDITION = Kind(
    "edition-of-sheet",
    "{count} sheets have no column for the edition; their names give it",
    "give another edition with `--edition`",
    "warning",
)
CONTRADICTED = Kind(
    "edition-contradicted",
    "{count} sheets are of other editions than `--edition` says",
    "leave --edition out, or correct it",
)


@dataclass(slots=True)
class _Candidate:
    """A sheet that may be a score table; ``lacks`` says what is missing, each with the remedy."""

    sheet: Sheet
    line: int = 1
    rows: list[TableRow] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    lacks: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"the sheet “{visible(self.sheet.name)}”" if self.sheet.name else "the table"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: an edition for tables that name none, and sheets by name instead of all visible ones.

    As a ``fallback`` the edition may differ from what tables name.
    """

    edition: EditionId | None = None
    fallback: bool = False
    sheets: tuple[str, ...] = ()


def read_candidates(
    path: str, workbook: Workbook, rubric: Rubric, names: Names | None, asked: Asked
) -> tuple[Remarks, list[TableRow]]:
    """Return the remarks, and the rows of all sheets that fit.

    Sheets that do not fit are passed over, unless they are asked for. Raises InputError, sheet by sheet, when none
    fits.
    """
    reader = _SheetReader(rubric, names, asked)
    found = [reader.read(sheet) for sheet in workbook.sheets]
    fitting = [item for item in found if not item.lacks]
    if not found:
        message = "the workbook has no visible sheet"
        raise InputError([Problem(Origin(path, 1, 1), "no-sheet", message, "show the sheet with the scores")])
    if not fitting or (asked.sheets and len(fitting) < len(found)):
        raise InputError([problem for item in found for problem in _refusals(item)])
    remarks = Remarks()
    for name in workbook.hidden:
        _pass_over(remarks, fitting[0].sheet.path, name, "it is hidden", "show the sheet, or name it with `--sheet`")
    for item in found:
        if item.lacks:
            _pass_over(remarks, item.sheet.path, item.sheet.name, f"it has {' and '.join(item.lacks)}", _NAME_SHEET)
        else:
            remarks.take(item.remarks)
    return remarks, [row for item in fitting for row in item.rows]


def _pass_over(remarks: Remarks, path: str, name: str, why: str, remedy: str) -> None:
    kind = Kind("sheet-passed-over", f"{{count}} sheets “{name}”", remedy, "warning")
    place = Place(Origin(path, 1, 1), f"the sheet “{visible(name)}”")
    remarks.note(kind, place, f"{why}, and is passed over")


def _refusals(item: _Candidate) -> list[Problem]:
    """Return why a sheet is not read; of one without a row of scores also what was passed over."""
    problems = item.remarks.of("error") + (item.remarks.of("warning") if _NO_SCORES in item.lacks else [])
    return problems + [
        Problem(
            Origin(item.sheet.path, item.line, 1),
            "no-rows" if remedy == _NAME_TABLE else "missing-heading",
            f"{item.name} has {lack}",
            remedy,
        )
        for lack, remedy in item.lacks.items()
    ]


class _SheetReader:
    """Reads sheets as score tables."""

    def __init__(self, rubric: Rubric, names: Names | None, asked: Asked) -> None:
        self.vocabulary, self.rubric, self.names = Vocabulary(rubric), rubric, names
        self.edition, self.fallback = asked.edition, asked.fallback

    def read(self, sheet: Sheet) -> _Candidate:
        """Return what a sheet has as a score table, and what it lacks."""
        layout = find_layout(sheet, self.vocabulary)
        if layout is None:
            return self._without_headings(sheet)
        found = _Candidate(sheet, layout.line)
        if not layout.has("entity"):
            found.lacks["no visible column “entity”"] = _NAME_ENTITY
            return found
        edition = self._edition(layout, found)
        if found.lacks:
            return found
        if not layout.rows:
            found.lacks["headings and no rows"] = _NAME_TABLE
            return found
        reader = RowReader(layout, self.rubric, self.names, edition)
        found.rows = reader.read()
        found.remarks.take(reader.remarks)
        self._judge_headings(layout, found)
        editions = {row.edition for row in found.rows} or {edition or self.rubric.editions[-1]}
        for year in sorted(editions, key=self.rubric.editions.index):
            self._judge_questions(layout, year, found)
        if not found.rows and not found.lacks and not found.remarks.of("error"):
            found.lacks[_NO_SCORES] = _NAME_TABLE
        return found

    def _without_headings(self, sheet: Sheet) -> _Candidate:
        found = _Candidate(sheet, sheet.rows[0].line if sheet.rows else 1)
        found.lacks["no column “entity”"] = _NAME_ENTITY
        headings = [cell.text for row in sheet.rows[:1] for cell in row.cells]
        if self.edition is None and not any(self.vocabulary.column(text) == "edition" for text in headings):
            found.lacks["no column “edition”"] = _NAME_EDITION
        return found

    def _edition(self, layout: Layout, found: _Candidate) -> EditionId | None:
        """Return the edition of a whole sheet; None when its columns name editions, or nothing does."""
        sheet, given = layout.sheet, self.edition
        by_column = layout.editions()
        named = by_column or ([] if layout.has("edition") else self.vocabulary.editions_in(sheet.name))
        place = sheet.row_place(layout.line)
        if self.fallback and len(named) == 1:
            given = None
        if given and named and not self.fallback and ((given not in named) or (by_column and by_column != [given])):
            editions = ", ".join(map(str, named))
            fact = f"{found.name} is of {editions}, and `--edition` says {given}"
            found.remarks.note(CONTRADICTED, place, fact, shown=f"({editions})")
        if layout.has("edition") or by_column:
            return None if self.fallback else given
        if given or len(named) == 1:
            if not given:
                fact = f"{found.name} has no column for the edition; its name gives {named[0]}"
                found.remarks.note(SHEET_EDITION, place, fact, shown=f"({named[0]})")
            return given or named[0]
        if years := layout.years_alone(self.vocabulary):
            found.lacks[f"columns for {listed(years)}, and no measure with them"] = _NAME_MEASURE
        else:
            found.lacks["no column “edition”"] = _NAME_EDITION
        return None

    def _judge_headings(self, layout: Layout, found: _Candidate) -> None:
        """Note headings that are not known, hidden or there twice."""
        sheet, line = layout.sheet, layout.line
        seen: dict[tuple[str, EditionId | None], SheetColumn] = {}
        for column in layout.columns:
            first = seen.setdefault((column.name, column.edition), column)
            shown = f"“{visible(column.heading)}”"
            place = sheet.place(line, column.index)
            if first is not column:
                both = f"“{visible(first.heading)}” and {shown}"
                fact = f"{both} are both the column {column.name}"
                if first.heading == column.heading:
                    fact = f"the heading {shown} stands here a second time"
                found.remarks.note(DUPLICATE, place, fact, shown=shown)
            if column.name == "edition" and plain(column.heading) == "year" and self.rubric.period.offset:
                fact = f"{shown} is read as the edition, not as the year under review"
                found.remarks.note(YEAR_READ, place, fact)
        hidden = [(item.index, item.heading) for item in layout.hidden]
        unknown = [item for item in layout.unknown if item[0] not in sheet.hidden_columns]
        hidden += [item for item in layout.unknown if item[0] in sheet.hidden_columns]
        for index, heading in hidden:
            fact = f"the column “{visible(heading)}” is hidden and is passed over"
            found.remarks.note(HIDDEN_COLUMN, sheet.place(line, index), fact, shown=f"“{visible(heading)}”")
        kind = UNKNOWN_HEADING
        if len(unknown) == 1:
            heading = unknown[0][1]
            names = [name for name in self.vocabulary.names if "." in heading or "." not in name]  # T.low is rare
            kind = replace(kind, remedy=did_you_mean(heading, names))
        for index, heading in unknown:
            fact = f"the heading “{visible(heading)}” is not known; its column is passed over"
            found.remarks.note(kind, sheet.place(line, index), fact, shown=f"“{visible(heading)}”")

    def _judge_questions(self, layout: Layout, edition: EditionId, found: _Candidate) -> None:
        """Note the questions of an edition that have no column."""
        here = {item.name for item in layout.columns if item.edition in (None, edition)}
        questions = self.rubric.at(edition).items
        missing = [item.id for item in questions if not item.optional and item.id not in here]
        concealed = {item.name for item in layout.hidden if item.edition in (None, edition)}
        hidden = [id_ for id_ in missing if id_ in concealed]
        missing = [id_ for id_ in missing if id_ not in concealed]
        if hidden:
            found.lacks[f"hidden {columns_named(hidden)}, which edition {edition} needs"] = _SHOW
        if missing:
            found.lacks[f"no {columns_named(missing)}, which edition {edition} needs"] = _NAME_QUESTIONS
