"""The scores of an edition as a table that people fill in, and that ``import scores`` reads again."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pdfgen.errors import InputError, UsageError
from pdfgen.importers.table_file import Table
from pdfgen.model.edition_file import EditionFile
from pdfgen.scoring import stated_by
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.identity import Identity
from pdfgen.source.load import load
from pdfgen.source.places import EDITION_FILE, project_folder, reports_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.importers.table_file import CellValue
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method
    from pdfgen.source.load import Loaded

_HEAD = ("entity", "id", "kind", "region")
_SHEET = "Scores"


def export_scores(folder: Path, *, totals: bool = False) -> Table:
    """Return the scores of the edition in ``folder``: those of its reports, and rows of its score table without one.

    With ``totals`` the table also has what the method makes of the scores; whoever changes a score must then change
    its totals. Raises UsageError for a folder without an edition, InputError for reports and rows that are not sound.
    """
    if not (folder / EDITION_FILE).is_file():
        raise UsageError(f"{folder} has no {EDITION_FILE}", "name the folder of an edition")
    edition = load_file(folder / EDITION_FILE, EditionFile)
    catalogue = Catalogue(project_folder(folder))
    method = catalogue.method(edition.rubric, edition.edition)
    measures = [measure for measure in method.measures.values() if totals or measure.is_stated]
    rows: dict[tuple[str, str], Mapping[str, CellValue]] = {}
    problems: list[Problem] = []
    tabled = set()
    for path in reports_of(folder):
        try:
            loaded = load(path, unfinished=True)
        except InputError as error:
            problems += error.problems
            continue
        who = Identity.of(loaded.report.entity, method.edition)
        if row := catalogue.scores(edition.rubric, method.edition, who):
            tabled.add(id(row))
        rows.setdefault((who.name, who.id or ""), _of_report(loaded, measures))
    for row in catalogue.rows(edition.rubric, method.edition):
        if id(row) not in tabled:
            cells = {name: row.cells.get(name) for name in _HEAD}
            key = (row.cells["entity"], row.cells.get("id", ""))
            rows.setdefault(key, {**cells, **{item.id: _number(row.cells.get(item.id)) for item in measures}})
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    if not rows:
        raise UsageError(f"{folder} has neither reports nor a score table", "begin a report with `pdfgen new report`")
    return _table(method, measures, rows)


def _table(method: Method, measures: list[Measure], rows: Mapping[Any, Mapping[str, CellValue]]) -> Table:
    head = [name for name in _HEAD if name == "entity" or any(row.get(name) for row in rows.values())]
    table = Table(_SHEET, [*head, "edition", *(measure.id for measure in measures)])
    for _, row in sorted(rows.items()):
        own = [row.get(name) for name in head]
        table.rows.append([*own, method.edition, *(row.get(measure.id) for measure in measures)])
    return table


def _of_report(loaded: Loaded, measures: list[Measure]) -> dict[str, CellValue]:
    entity = loaded.report.entity
    found: dict[str, CellValue] = {name: getattr(entity, name) for name in _HEAD[1:] if getattr(entity, name, None)}
    found["entity"] = entity.name
    stated = stated_by(loaded.report, loaded.method)
    for measure in measures:
        value = loaded.card[measure.id].value
        made = value.code if value.number is None else value.number
        found[measure.id] = stated.get(measure.id) if measure.is_stated else made
    return found


def _number(cell: str | None) -> CellValue:
    text = (cell or "").strip()
    try:
        return Decimal(text) if text else None
    except ArithmeticError:
        return text
