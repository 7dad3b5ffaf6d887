"""Judges rows by the method of their edition: scores on their scales, sums and statuses as the scores give them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.importers.cell_values import (
    FACTS,
    FRACTION_READ,
    PERCENT_READ,
    has_decimal_comma,
    is_nothing,
    read_number,
    written,
)
from pdfgen.importers.remarks import Kind, Remarks
from pdfgen.importers.sheet import EMPTY, cleaned, visible
from pdfgen.importers.table_layout import DESCRIBING, WAIVERS, is_of_spread
from pdfgen.model.operators import absence
from pdfgen.scoring import ScoringError, as_value, settle
from pdfgen.source.explained import explained
from pdfgen.source.scores import ScoreRow
from pdfgen.source.sureness import tabled

if TYPE_CHECKING:
    from pdfgen.errors import Problem
    from pdfgen.importers.score_rows import TableRow
    from pdfgen.importers.table_layout import Layout
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method, Rubric
    from pdfgen.scoring import Settled, Stated

NOT_IN_EDITION = Kind(
    "not-in-edition",
    "{count} cells of {columns} belong to a measure that the edition does not have",
    "leave the cell empty, or check the edition",
)
MISSING = Kind("missing-score", "{count} cells of {columns} have no score", "write the score")
NOT_A_CATEGORY = Kind(
    "bad-category",
    "{count} cells of {columns} are not values that the rubric has",
    "write a code or a label of the rubric",
)
BAD_INTERVAL = Kind(
    "bad-interval", "{count} rows have an interval that cannot be", "correct the cells, or leave them empty"
)
NO_BAND = Kind("no-band", "{count} rows have a value in no band", "correct the scores, or the bands of the rubric")
MIXED = Kind(
    "mixed-percent",
    "{count} {columns} have percentages and plain numbers",
    "give all cells of the column the same format",
)


@dataclass(slots=True)
class _Forms:
    """The first rows in which a column has a percentage, and a plain number."""

    percent: TableRow | None = None
    plain: TableRow | None = None


class Judge:
    """Judges the rows of the tables of a rubric; what is wrong is in ``remarks``."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.remarks = Remarks()
        self.forms: dict[tuple[str, str], _Forms] = {}
        self.commas: dict[str, bool] = {}
        self.sound = True

    def judge(self, row: TableRow) -> dict[str, str] | None:
        """Return the row as a score table has it, with what the method computes; None when it is wrong."""
        method = self.rubric.at(row.edition)
        self.sound = True
        self._judge_columns(row, method)
        waived = self._waived(row, method)
        self._judge_sureness(row, method)
        stated = self._stated(row, method)
        totals = self._totals(row, method, waived)
        if not self.sound:
            return None  # no sum is right while a score is wrong
        try:
            settled = settle(method, stated, totals, waived)
        except ScoringError as error:
            self._fault(NO_BAND, row, error.measure, str(error), f"({row.name}: {error})")
            return None
        differing = [id_ for id_, made in settled.differing.items() if made and id_ not in waived]
        # the parts first: a wrong score shows in its section before it shows in the total
        for id_ in sorted(differing, key=lambda id_: -method.measures[id_].level):
            made = f"{settled.differing[id_].text} ({explained(method, settled.values, id_)})"
            fact = f"{id_} is {totals[id_]}, but the scores give {made}"
            self._fault(_differs(method.measures[id_]), row, id_, fact, f"{totals[id_]} ({row.name}: {made})")
        return None if differing else _written(row, method, stated, totals, settled)

    def finish(self) -> None:
        """Note the columns that mix percentages and other numbers: one of the two is wrong by a factor of 100."""
        for (_, column), forms in self.forms.items():
            if forms.percent and forms.plain:
                place, other = forms.percent.place(column), forms.plain.place(column)
                fact = f"{column} is a percentage here and another number in {other}"
                self.remarks.note(MIXED, place, fact, shown=f"and {other}", column=column)

    def _fault(self, kind: Kind, row: TableRow, column: str, fact: str, listed: str) -> None:
        self.remarks.note(kind, row.place(column), fact, of=row.name, shown=listed, column=column)
        self.sound = self.sound and kind.severity == "warning"

    def _judge_columns(self, row: TableRow, method: Method) -> None:
        for column, cell in row.cells.items():
            known = column.partition(".")[0] if is_of_spread(column) else column
            if cell and column not in (*DESCRIBING, WAIVERS) and known not in method.measures:
                text = f"“{visible(cell.text)}”"
                self._fault(NOT_IN_EDITION, row, column, f"{column} is {text}, but this edition has no {column}", text)

    def _waived(self, row: TableRow, method: Method) -> dict[str, str]:
        """Return the reasons of the waivers of a row, by measure."""
        text = cleaned(row.cells.get(WAIVERS, EMPTY).text)
        problems: list[Problem] = []
        waived = ScoreRow(row.layout.sheet.path, row.line, {WAIVERS: text}).read(method, problems).waived
        for item in problems:
            self._fault(Kind(item.code, f"{{count}} rows: {item.message}", item.remedy), row, WAIVERS, item.message, "")
        return waived

    def _stated(self, row: TableRow, method: Method) -> dict[str, Stated]:
        """Return what a row states of questions and of what is made outside."""
        found: dict[str, Stated] = {}
        for measure in method.stated:
            value = self._said(row, measure)
            if value is not None:
                found[measure.id] = value
                if isinstance(value, Decimal):
                    self._judge_scale(row, measure, value)
            elif measure.is_item and not measure.optional and not row.cells.get(measure.id):
                self._fault(MISSING, row, measure.id, f"{measure.id} has no score", f"({row.name})")
        return found

    def _totals(self, row: TableRow, method: Method, waived: dict[str, str]) -> dict[str, Stated]:
        """Return what a row states of the measures that are made from others."""
        found: dict[str, Stated] = {}
        for measure in method.measures.values():
            cell = row.cells.get(measure.id, EMPTY)
            if measure.is_stated or not cell:
                continue
            value = self._said(row, measure)
            if value is not None:
                found[measure.id] = value
                if measure.id in waived and isinstance(value, Decimal) and not measure.categories():
                    self._judge_scale(row, measure, value)
        return found

    def _said(self, row: TableRow, measure: Measure) -> Stated | None:
        """Return what a row has for a measure: a number, a category, or why there is none."""
        text = cleaned(row.cells.get(measure.id, EMPTY).text)
        if why := absence(text):
            return why
        if not measure.categories():
            return self._number(row, measure)
        if is_nothing(text):
            return None
        value = as_value(measure, text)
        if value is None:
            fact = f"{measure.id} is “{visible(text)}”, which is not one of its values"
            self._fault(NOT_A_CATEGORY, row, measure.id, fact, f"“{visible(text)}”")
            return None
        return value.text if value.is_word else text

    def _judge_sureness(self, row: TableRow, method: Method) -> None:
        """Judge the columns that say how sure values are."""
        for fact in tabled({column: cleaned(cell.text) for column, cell in row.cells.items()}, method)[1]:
            column = next((name for name in row.cells if is_of_spread(name)), "")
            self._fault(BAD_INTERVAL, row, column, fact, f"({row.name}: {fact})")

    def _judge_scale(self, row: TableRow, measure: Measure, value: Decimal) -> None:
        if reason := measure.off_scale(value):
            remedy = "correct the cell"
            if measure.is_item and measure.scale.step is None and value != round(value, measure.scale.decimals):
                remedy = "round it as the rubric asks, or write more `decimals` for it in the rubric"
            rule = reason.partition("; ")[2]
            kind = Kind("bad-score", f"{{count}} cells of {{columns}} have values that are not valid ({rule})", remedy)
            self._fault(kind, row, measure.id, reason, f"{value} ({row.name})")

    def _number(self, row: TableRow, measure: Measure) -> Decimal | None:
        """Return the number that a row has for a measure; remarks on its cell are noted."""
        cell = row.cells.get(measure.id, EMPTY)
        if not cell:
            return None
        sheet = row.layout.sheet
        commas = self._has_commas(row.layout)
        reading = read_number(cell, measure.scale.max, typed=bool(sheet.name), commas=commas)
        if reading.kind:
            text = f"“{visible(cell.text)}”"
            self._fault(reading.kind, row, measure.id, f"{measure.id} is {text}, which {FACTS[reading.kind]}", text)
        if reading.value:
            forms = self.forms.setdefault((sheet.name, measure.id), _Forms())
            if reading.kind in (PERCENT_READ, FRACTION_READ):
                forms.percent = forms.percent or row
            else:
                forms.plain = forms.plain or row
        return reading.value

    def _has_commas(self, layout: Layout) -> bool:
        name = layout.sheet.name
        if name not in self.commas:
            self.commas[name] = any(has_decimal_comma(cell) for row in layout.rows for cell in row.cells)
        return self.commas[name]


def _differs(measure: Measure) -> Kind:
    remedy = f"correct the score or the total, or add `{measure.id}: reason` in a column `{WAIVERS}`"
    if measure.has_number() and not measure.categories():
        remedy += ", or give the measure a `tolerance` in the rubric"
    return Kind("sum-differs", f"{{count}} values of {measure.id} differ from what the scores give", remedy)


def _written(
    row: TableRow, method: Method, stated: dict[str, Stated], totals: dict[str, Stated], settled: Settled
) -> dict[str, str]:
    """Return the cells of a row as a score table has them; what the table leaves out is computed."""
    described = ((name, cell) for name, cell in row.cells.items() if name in DESCRIBING)
    cells = {name: unicodedata.normalize("NFC", cleaned(cell.text)) for name, cell in described}
    cells |= {"entity": row.entity, "edition": str(row.edition)}
    for id_, measure in method.measures.items():
        here = stated.get(id_, totals.get(id_))
        if isinstance(here, Decimal):
            cells[id_] = written(here)
        elif here is not None and measure.is_stated:
            cells[id_] = here
        elif not measure.is_stated:
            value = settled.values[id_]
            cells[id_] = value.text if value or value.absent else ""
        elif id_ in row.cells:
            cells[id_] = ""
    cells |= {name: cleaned(cell.text) for name, cell in row.cells.items() if is_of_spread(name) and cell}
    if waivers := cleaned(row.cells.get(WAIVERS, EMPTY).text):
        cells[WAIVERS] = waivers
    return cells
