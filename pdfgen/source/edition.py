"""Load an edition: its file, its method, all its reports and its essays, checked together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, Problem, UsageError
from pdfgen.model.edition_file import EditionFile
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.essays import load_essay
from pdfgen.source.identity import Identity, pairs
from pdfgen.source.links import refuse_outside
from pdfgen.source.load import load, not_found, second_reports
from pdfgen.source.places import EDITION_FILE, find_reports, is_there, project_folder, shown
from pdfgen.source.validate import at
from pdfgen.source.yaml_file import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pdfgen.model.bound_volume_settings import Essay
    from pdfgen.model.rubric import Method
    from pdfgen.source.load import Loaded


@dataclass(frozen=True, slots=True)
class LoadedEdition:
    """A checked edition with all its reports, in the order of their files."""

    edition: EditionFile
    method: Method
    catalogue: Catalogue
    reports: tuple[Loaded, ...]
    essays: tuple[Essay, ...]
    origin: Origin
    warnings: tuple[Problem, ...] = ()


def load_edition(
    folder: Path, advance: Callable[[], None] = lambda: None, language: str | None = None
) -> LoadedEdition:
    """Read the edition in ``folder``; ``advance`` is called after each report.

    With ``language`` it is the edition in that language: only its reports, and essays such as ``foreword.es.md``.
    Raises UsageError when it is no edition's folder, InputError with every problem of all its files.
    """
    file = folder / EDITION_FILE
    if folder.is_file():
        raise UsageError(f"{folder} is a file", "name the folder of the edition")
    if not file.is_file():
        remedy = "name the folder of an edition, or begin one with `pdfgen new edition`"
        raise UsageError(f"{folder} has no {EDITION_FILE}", remedy)
    edition = load_file(file, EditionFile)
    Catalogue(project_folder(folder)).method(edition.rubric, edition.edition)  # or nothing can be read
    problems: dict[Problem, None] = {}  # a problem of the edition comes with each report, and is shown once
    reports: list[Loaded] = []
    paths = [path for path in find_reports([folder]) if path != file]
    if not paths:
        raise UsageError(f"there are no reports in {folder / 'reports'}", "begin one with `pdfgen new report`")
    for path in paths:
        try:
            reports.append(load(path))
        except InputError as error:
            problems |= dict.fromkeys(error.problems)
        advance()
    whole, wrong = assemble(folder, reports, language)
    if not whole.reports and reports:
        known = ", ".join(sorted({loaded.report.language for loaded in reports}))
        raise UsageError(f"the edition has no reports in “{language}”", f"name one of its languages: {known}")
    problems |= dict.fromkeys([*wrong, *second_reports(reports).values()])
    if problems:
        raise InputError(list(problems))
    return whole


def assemble(
    folder: Path, reports: Sequence[Loaded], language: str | None = None
) -> tuple[LoadedEdition, list[Problem]]:
    """Return the edition in ``folder`` with its ``reports`` and its sound essays, and what is wrong beside the reports.

    Of an entity that has reports in several languages, the one in the language of the edition belongs to it; with
    ``language``, only reports in that language do.

    Raises UsageError and InputError when its file or its method is not sound.
    """
    folder = shown(folder.absolute())
    file = folder / EDITION_FILE
    catalogue = Catalogue(project_folder(folder))
    edition = load_file(file, EditionFile)
    method = catalogue.method(edition.rubric, edition.edition)
    tree, source = read(file)
    problems = not_found(tree, edition, catalogue) if tree else []
    own = []
    for loaded in reports:  # a link can lead to those of another edition
        said = loaded.report
        if (said.rubric, said.edition) == (edition.rubric, edition.edition):
            own.append(loaded)
            continue
        message = f"this report is of {said.rubric} {said.edition}, not of {edition.rubric} {edition.edition}"
        place = Origin(said.origin().path, 1, 1)
        problems.append(Problem(place, "edition-differs", message, f"remove the link to it from {folder}"))
    if language and language != edition.language:
        own = [loaded for loaded in own if loaded.report.language == language]
        edition = _in_language(edition, language, catalogue)
    else:
        own = _without_translations(own, edition.language, catalogue)
    essays: list[Essay] = []
    for index, name in enumerate(edition.volume.essays):
        if tree and not is_there(folder / name):
            message, remedy = f"there is no file {folder / name}", "write the essay, or remove the line"
            problems.append(at(tree, ("volume", "essays", index), "missing-essay", message, remedy))
            continue
        try:
            refuse_outside(folder / name, folder, project_folder(folder))
            essays.append(load_essay(folder / name))
        except InputError as error:
            problems += error.problems
    warnings = dict.fromkeys(problem for report in own for problem in report.warnings)
    origin = Origin(str(file), 1, 1, end_line=len(source.lines))
    whole = LoadedEdition(edition, method, catalogue, tuple(own), tuple(essays), origin, tuple(warnings))
    return whole, problems


def _without_translations(reports: list[Loaded], language: str, catalogue: Catalogue) -> list[Loaded]:
    """Return the reports without those whose entity has one in the language of the edition as well."""
    own, others = ([item for item in reports if (item.report.language == language) is same] for same in (True, False))
    if not own or not others:
        return reports
    method = own[0].method
    first, second = ([Identity.of(item.report.entity, method.edition) for item in part] for part in (own, others))
    doubled = pairs(first, second, catalogue.entities(method.rubric.id))
    left_out = {id(others[index]) for index in doubled}
    return [item for item in reports if id(item) not in left_out]


def _in_language(edition: EditionFile, language: str, catalogue: Catalogue) -> EditionFile:
    """Return the edition file as it is in another language: `terms` of the labels translate what it says."""
    term = catalogue.labels(language, edition.rubric).term
    said = edition.volume
    texts = ("title", "overline", "subtitle", "citation")
    words = {key: term(text) for key in texts if (text := getattr(said, key)) is not None}
    essays = tuple(f"{name.removesuffix('.md')}.{language}.md" for name in said.essays)
    volume = said.model_copy(update={**words, "essays": essays})
    return edition.model_copy(update={"language": language, "volume": volume})
