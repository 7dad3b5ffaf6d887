"""An edition that is in memory: its values, its reports, and what they are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdfgen.errors import InputError, Origin, UsageError
from pdfgen.model.edition_file import EditionFile
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.edition import LoadedEdition
from pdfgen.source.load import load_mapping, not_found, second_reports
from pdfgen.source.memory import tree_of
from pdfgen.source.memory_catalogue import MemoryCatalogue, memory_data
from pdfgen.source.validate import at, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.source.load import Loaded

NAME = "<edition>"
"""What stands in place of the name of an edition's file."""


def load_memory_edition(
    values: Mapping[str, Any],
    reports: Iterable[Mapping[str, Any]],
    project: Path | None,
    rubric: Mapping[str, Any] | None,
    scores: Any,
) -> LoadedEdition:
    """Return an edition with its reports, in their order.

    Raises InputError with the problems of all of them, UsageError for a rubric that does not exist and where there are
    no reports.
    """
    data = memory_data(values, rubric, scores, project)
    catalogue = MemoryCatalogue(project, data) if data else Catalogue(project)
    tree, file = tree_of(values, NAME)
    edition, wrong = validate(tree, EditionFile)
    if edition is None or file.problems:
        raise InputError([*file.problems, *wrong])
    method = catalogue.method(edition.rubric, edition.edition)
    problems = not_found(tree, edition, catalogue)
    if edition.volume.essays:
        message, remedy = "an edition in memory has no essays", "keep the edition in a folder, or leave them out"
        problems.append(at(tree, ("volume", "essays"), "missing-essay", message, remedy))
    found: list[Loaded] = []
    for number, report in enumerate(reports):
        try:
            given = (edition, tree, ())
            found.append(load_mapping(report, project, data, given, name=f"<reports.{number}>"))
        except InputError as error:
            problems += error.problems
    if not found and not problems:
        raise UsageError("the edition has no reports", "give it one")
    problems += second_reports(found).values()
    if problems:
        raise InputError(problems)
    warnings: dict[Problem, None] = dict.fromkeys(problem for report in found for problem in report.warnings)
    return LoadedEdition(edition, method, catalogue, tuple(found), (), Origin(NAME, 0, 0), tuple(warnings))
