"""The reports of an edition as a table that people fill in, and that ``import answers`` reads again."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from pdfgen.errors import InputError, Problem, UsageError
from pdfgen.importers.answer_headings import LABEL, NAME, QUESTION, AnswerHeadings, columns_of
from pdfgen.importers.table_file import Table
from pdfgen.model.edition_file import FROM_EDITION, EditionFile
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.places import EDITION_FILE, project_folder, reports_of
from pdfgen.source.tree import Mapping, plain
from pdfgen.source.yaml_file import read

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.importers.table_file import CellValue
    from pdfgen.model.rubric import Method
    from pdfgen.source.tree import Path_

Form = Literal["long", "wide"]
"""``long`` has a row for each answer, ``wide`` a row for each entity."""
REPORTS_SHEET, ANSWERS_SHEET = "Reports", "Answers"
_PARTS = ("score", "narrative", "score_change")
_ANSWER = 3  # steps to a part of an answer

Flat = dict["Path_", "CellValue"]


def export_answers(folder: Path, *, form: Form = "long", together: bool = False) -> list[Table]:
    """Return what the reports of the edition in ``folder`` say, with a place for everything that is asked.

    In the long form the answers stand in a table of their own, unless all is to stand ``together`` in one. Raises
    UsageError for a folder without an edition or reports, InputError for a report that is not YAML.
    """
    if not (folder / EDITION_FILE).is_file():
        raise UsageError(f"{folder} has no {EDITION_FILE}", "name the folder of an edition")
    edition = load_file(folder / EDITION_FILE, EditionFile)
    method = Catalogue(project_folder(folder)).method(edition.rubric, edition.edition)
    reports = _flat_reports(folder)
    if not reports:
        raise UsageError(f"there are no reports in {folder / 'reports'}", "begin one with `pdfgen new report`")
    asked = _asked(method)
    if form == "wide":
        return [_table(ANSWERS_SHEET, AnswerHeadings(method), reports, [*asked, *_answers(method)])]
    return _long(method, reports, asked, together=together)


def _asked(method: Method) -> list[Path_]:
    """Return what a report can say beside its answers."""
    facts: list[Path_] = [("quick_facts", field.id, "value") for field in method.quick_facts]
    given: list[Path_] = [("given", item.id) for item in method.stated if not item.is_item]
    return [NAME, ("entity", "kind"), ("overview",), *facts, *given]


def _answers(method: Method) -> list[Path_]:
    questions = [measure.id for measure in method.items if not measure.optional]
    return [("answers", id_, part) for id_ in questions for part in ("score", "narrative")]


def _table(name: str, headings: AnswerHeadings, reports: list[Flat], asked: list[Path_]) -> Table:
    paths = dict.fromkeys([*asked, *(path for report in reports for path in report)])
    columns = columns_of(headings, paths)
    rows = [[report.get(path) for path in columns] for report in reports]
    return Table(name, [headings.heading(path) for path in columns], rows)


def _long(method: Method, reports: list[Flat], asked: list[Path_], *, together: bool) -> list[Table]:
    """Return a table of what is said of each report as a whole, and one of the answers."""
    questions = {measure.id: measure for measure in method.items}
    headings = AnswerHeadings(method)
    own = [{path: value for path, value in report.items() if not _is_answer(path)} for report in reports]
    about = _table(REPORTS_SHEET, headings, own, asked)
    has_id = any(("entity", "id") in report for report in reports)
    has_language = any(("language",) in report for report in reports)
    keys: list[Path_] = [NAME, *([("entity", "id")] if has_id else []), *([("language",)] if has_language else [])]
    parts = [
        part for part in _PARTS if part != "score_change" or any(part in path[2:] for item in reports for path in item)
    ]
    answers = Table(ANSWERS_SHEET, [*map(headings.heading, keys), QUESTION, LABEL, *parts])
    for report in reports:
        for id_, measure in questions.items():
            cells = [report.get(("answers", id_, part)) for part in parts]
            if not measure.optional or any(cell is not None for cell in cells):
                answers.rows.append([*(report.get(key) for key in keys), id_, measure.label, *cells])
    if not together:
        return [about, answers]
    width = len(answers.headings)
    rest = [index for index, name in enumerate(about.headings) if name not in answers.headings]
    whole = Table(ANSWERS_SHEET, [*answers.headings, *(about.headings[index] for index in rest)])
    by_entity = len(keys)
    for report, row in zip(reports, about.rows, strict=True):
        head = [report.get(key) for key in keys]
        whole.rows.append([*head, *[None] * (width - by_entity), *(row[index] for index in rest)])
        whole.rows += [[*line, *[None] * len(rest)] for line in answers.rows if line[:by_entity] == head]
    return [whole]


def _is_answer(path: Path_) -> bool:
    return path[0] == "answers" and len(path) == _ANSWER


def _flat_reports(folder: Path) -> list[Flat]:
    """Return the values of each report by their paths; a report need not be finished, nor right."""
    found: list[Flat] = []
    problems: list[Problem] = []
    for path in reports_of(folder):
        tree, file = read(path)
        problems += file.problems
        if isinstance(tree, Mapping):
            values = {key: value for key, value in plain(tree).items() if key not in FROM_EDITION}
            flat: Flat = {}
            _flatten(values, (), flat)
            found.append(flat)
    if problems:
        raise InputError(problems)
    return found


def _flatten(value: Any, path: Path_, found: Flat) -> None:
    match value:
        case dict():
            for key, item in value.items():
                _flatten(item, (*path, key), found)
        case list() | tuple():
            for index, item in enumerate(value):
                _flatten(item, (*path, index), found)
        case None:
            return
        case bool():
            found[path] = "true" if value else "false"
        case int() | Decimal():
            found[_whole(path)] = value
        case _:
            found[_whole(path)] = str(value).strip("\n")


def _whole(path: Path_) -> Path_:
    """Return the path of a fact that is a bare value as that of its value."""
    return (*path, "value") if path[0] == "quick_facts" and len(path) == 2 else path  # noqa: PLR2004
