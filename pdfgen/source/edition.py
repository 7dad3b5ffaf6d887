"""Load an edition: its file, its method, all its reports and its essays, checked together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, Problem, UsageError
from pdfgen.model.report import Edition
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.essays import load_essay
from pdfgen.source.load import load, second_reports
from pdfgen.source.places import EDITION_FILE, find_reports, project_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pdfgen.model.method import Method
    from pdfgen.model.volume import Essay
    from pdfgen.source.load import Loaded


@dataclass(frozen=True, slots=True)
class LoadedEdition:
    """A checked edition with all its reports, in the order of their files."""

    edition: Edition
    method: Method
    catalogue: Catalogue
    reports: tuple[Loaded, ...]
    essays: tuple[Essay, ...]
    origin: Origin
    warnings: tuple[Problem, ...] = ()


def load_edition(folder: Path, advance: Callable[[], None] = lambda: None) -> LoadedEdition:
    """Read the edition in ``folder``; ``advance`` is called after each report.

    Raises UsageError when it is no edition's folder, InputError with every problem of all its files.
    """
    file = folder / EDITION_FILE
    if folder.is_file():
        raise UsageError(f"{folder} is a file", "name the folder of the edition")
    if not file.is_file():
        remedy = "name the folder of an edition, or begin one with `pdfgen new edition`"
        raise UsageError(f"{folder} has no {EDITION_FILE}", remedy)
    catalogue = Catalogue(project_folder(folder))
    edition = load_file(file, Edition)
    method = catalogue.method(edition.rubric, edition.edition)
    problems: dict[Problem, None] = {}  # what is wrong with the edition stands against each report, and is told once
    reports: list[Loaded] = []
    essays: list[Essay] = []
    paths = [path for path in find_reports([folder]) if path != file]
    if not paths:
        raise UsageError(f"there are no reports in {folder / 'reports'}", "begin one with `pdfgen new report`")
    for path in paths:
        try:
            reports.append(load(path))
        except InputError as error:
            problems |= dict.fromkeys(error.problems)
        advance()
    for name in edition.volume.essays:
        try:
            essays.append(load_essay(folder / name))
        except InputError as error:
            problems |= dict.fromkeys(error.problems)
    problems |= dict.fromkeys(second_reports(reports).values())
    if problems:
        raise InputError(list(problems))
    warnings = dict.fromkeys(problem for report in reports for problem in report.warnings)
    return LoadedEdition(
        edition, method, catalogue, tuple(reports), tuple(essays), Origin(str(file), 1, 1), tuple(warnings)
    )
