"""Load a report: its own file, its edition, its method, and its scores in other editions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, PdfgenError, Problem, UsageError
from pdfgen.model.base import did_you_mean
from pdfgen.model.report import Edition, Report, SourceMap
from pdfgen.model.rubric import Rubric
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.checks import check, period
from pdfgen.source.comments import cut_short
from pdfgen.source.draft import read_draft, read_edition
from pdfgen.source.heads import Head, doubled, head
from pdfgen.source.identity import Identity
from pdfgen.source.links import outside
from pdfgen.source.past import past, unknown_name
from pdfgen.source.places import (
    EDITION_FILE,
    edition_folder,
    is_below_reports,
    is_named_as_report,
    project_folder,
    report_leads_out,
)
from pdfgen.source.tree import PROBLEM_LIMIT, Tree, descend, walk
from pdfgen.source.validate import at
from pdfgen.source.waivers import waived

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from pdfgen.model.names import Names
    from pdfgen.model.report import WarningWaiver
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import History, Scorecard
    from pdfgen.source.faults import Fault


@dataclass(frozen=True, slots=True)
class Loaded:
    """A checked report with all that its scorecard is made from."""

    report: Report
    method: Method
    history: History
    card: Scorecard
    catalogue: Catalogue
    warnings: tuple[Problem, ...] = ()
    """Those that the edition waives are among them, with the severity ``waived``."""
    waivers: tuple[WarningWaiver, ...] = ()
    """Those of the edition, for warnings that are met later."""


def load(path: str | Path) -> Loaded:
    """Read the report at ``path`` and check it against its edition, its method and the published scores.

    ``edition.yaml`` in the report's folder or the one above gives what the report leaves out. Raises InputError with
    every problem found.
    """
    path = Path(path)
    if report_leads_out(path):
        raise InputError([outside(path)])
    if not is_named_as_report(path) and is_below_reports(path):
        raise InputError([_misnamed(path)])
    draft = read_draft(path)
    tree, report, problems = draft.tree, draft.report, draft.problems
    if tree is None:
        raise InputError(problems)
    catalogue = Catalogue(project_folder(draft.home))
    method = _method(tree, catalogue, problems)
    whole = report is not None
    if report is None and len(problems) < PROBLEM_LIMIT:
        report = draft.rest()
    if report is None or method is None:
        raise InputError(problems)
    theirs = draft.edition
    if theirs and (theirs.rubric, theirs.edition) != (report.rubric, report.edition):
        raise InputError(problems)  # whatever follows would be about another edition
    problems += not_found(tree, report, catalogue)
    known = past(report, method, catalogue, path, problems)
    row = catalogue.scores(report.rubric, report.edition, Identity.of(report.entity, report.edition))
    if row:
        row = row.read(method, problems)
    faults, card = check(report, method, known.history, theirs, row, called=known.called, whole=whole)
    found = [_placed(tree, fault) for fault in faults if whole or fault.code not in ("missing-answer", "idle-footnote")]
    found += unknown_name(report, method, catalogue, tree, known)
    found += cut_short(tree, problems)
    problems += [problem for problem in found if problem.severity == "error"]
    waivers = theirs.waivers if theirs else ()
    warnings = tuple(waived([problem for problem in found if problem.severity == "warning"], waivers))
    if problems or not whole or card is None:
        raise InputError([*problems, *warnings])
    origins = SourceMap({place: _origin(place, node) for place, node in walk(tree)})
    return Loaded(report.located(origins), method, known.history, card, catalogue, warnings, waivers)


def not_found(tree: Tree, said: Report | Edition, catalogue: Catalogue) -> list[Problem]:
    """Return a problem for a language that has no labels, and for a theme that there is not."""
    problems = []
    languages = catalogue.names("labels")
    if said.language not in languages and said.language.split("-")[0] not in languages:
        message = f"there are no labels for the language “{said.language}”"
        problems.append(at(tree, ("language",), "unknown-language", message, did_you_mean(said.language, languages)))
    themes = catalogue.names("themes") if said.theme else []
    if said.theme and said.theme not in themes:
        message = f"there is no theme “{said.theme}”"
        problems.append(at(tree, ("theme",), "unknown-theme", message, did_you_mean(said.theme, themes)))
    return problems


def resolve(report: Report) -> Loaded:
    """Return a report with its method and its scores in other editions, found from where the report was read.

    The report is checked once more: it may have been made or changed in a program. Raises UsageError for a rubric or an
    edition that there is not, InputError for what stands against the report.
    """
    path = Path(report.origin().path) if report.origins else None
    catalogue = Catalogue(project_folder(edition_folder(path)) if path else None)
    method = catalogue.method(report.rubric, report.edition)
    problems: list[Problem] = []
    known = past(report, method, catalogue, path, problems)
    faults, card = check(report, method, known.history, None, None, called=known.called)
    for fault in faults:
        problem = Problem(report.origin(*fault.path), fault.code, fault.message, fault.remedy, severity=fault.severity)
        problems.append(problem)
    if card is None or any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    return Loaded(report, method, known.history, card, catalogue)


def _misnamed(path: Path) -> Problem:
    name = f"{path.name.partition('.')[0]}.yaml"
    message = "this file looks like a report, and its name does not end in .yaml"
    return Problem(Origin(str(path), 1, 1), "misnamed-report", message, f"name it {name}, or move it elsewhere")


def _origin(path: tuple[str | int, ...], node: Tree) -> Origin:
    text_line = getattr(node, "text_line", node.line)
    return Origin(node.file.path, node.line, node.column, ".".join(map(str, path)), text_line, node.end_line)


def _method(tree: Tree, catalogue: Catalogue, problems: list[Problem]) -> Method | None:
    """Return the method that the report names; what is wrong with it is noted in ``problems``."""
    (name_node, named), (edition_node, dated) = (descend(tree, (key,)) for key in ("rubric", "edition"))
    name, edition = getattr(name_node, "value", None), getattr(edition_node, "value", None)
    if not named or not dated or not isinstance(name, str) or not isinstance(edition, int):
        return None
    if any((problem.origin.path, problem.origin.line) == (name_node.file.path, name_node.line) for problem in problems):
        return None  # the name was refused: it must not lead to a file
    try:
        rubric = catalogue.rubric(name)
    except UsageError as error:
        problems.append(at(tree, ("rubric",), "unknown-rubric", str(error), error.remedy))
        return None
    except InputError as error:
        problems += error.problems
        return None
    try:
        return catalogue.method(rubric.id, edition)
    except UsageError as error:
        problems.append(at(tree, ("edition",), "unknown-edition", str(error), error.remedy))
        return None


def _placed(tree: Tree, fault: Fault) -> Problem:
    if fault.origin:
        return Problem(fault.origin, fault.code, fault.message, fault.remedy, severity=fault.severity)
    problem = at(tree, fault.path, fault.code, fault.message, fault.remedy, fault.snippet, key=fault.on_key)
    return replace(problem, severity=fault.severity)


def load_all(paths: list[Path], *, only_reports: bool = False) -> tuple[list[Loaded], dict[Path, PdfgenError]]:
    """Load every report of ``paths``; return those that are sound and the errors of the others.

    A file that is no report (an edition file; a file in ``rubrics/``, ``labels/``, ``themes/`` or ``names/``) is
    checked as what it is, or refused with ``only_reports``.
    """
    sound: dict[Path, Loaded] = {}
    failed: dict[Path, PdfgenError] = {}
    for path in paths:
        try:
            model = _model_of(path)
            if model and only_reports:
                raise UsageError(f"{path} is no report", "check it with `pdfgen check`")  # one of many
            if model is Edition:
                check_edition(path)
            elif model:
                load_file(path, model)
            else:
                sound[path] = load(path)
        except PdfgenError as error:
            failed[path] = error
    for path, problem in second_reports(sound.values()).items():
        failed[path] = InputError([problem])
    return [item for path, item in sound.items() if path not in failed], failed


def second_reports(reports: Iterable[Loaded]) -> dict[Path, Problem]:
    """Return, by report, that another of ``reports`` is about the same entity in the same edition and language."""
    return doubled(map(_head, reports), _names_for)


def second_reports_in(paths: Iterable[Path]) -> dict[Path, Problem]:
    """Return the same of files that are not loaded."""
    return doubled((found for path in paths if (found := head(path))), _names_for)


def _head(loaded: Loaded) -> Head:
    report, origin = loaded.report, loaded.report.origin("entity", "name")
    entity = Identity.of(report.entity, report.edition)
    return Head(Path(report.origin().path), entity, report.language, report.rubric, origin)


def _names_for(heads: list[Head]) -> Names | None:
    """Return what is known of the names of reports of one edition; None when their score table has all of them.

    A table has an entity once, so that names of its own are those of two; the names take time to read.
    """
    catalogue = Catalogue(project_folder(edition_folder(heads[0].path)))
    rows = {row.cells["entity"] for row in catalogue.rows(heads[0].rubric, heads[0].edition)}
    known = rows.issuperset(item.entity.name for item in heads)
    return None if known else catalogue.entities(heads[0].rubric)


def check_edition(path: Path) -> None:
    """Check an edition file against the method that it names. Raises InputError with every problem found."""
    edition, tree, found = read_edition(path.parent)
    problems = list(found)
    if edition is not None and tree is not None:
        method = _method(tree, Catalogue(project_folder(path.parent)), problems)
        problems += [_placed(tree, fault) for fault in period(edition, method.rubric)] if method else []
    if problems:
        raise InputError(problems)


def _model_of(path: Path) -> type[BaseModel] | None:
    """Return the model of a file that is no report, by its name or its folder."""
    if path.name == EDITION_FILE:
        return Edition
    folder = path.absolute().parent.name
    if folder not in ("rubrics", "labels", "themes", "names") or is_below_reports(path):
        return None
    if folder == "rubrics":
        return Rubric
    # few checks need the others
    from pdfgen.labels import Labels  # noqa: PLC0415
    from pdfgen.model.names import Names  # noqa: PLC0415
    from pdfgen.theme import Theme  # noqa: PLC0415

    models: dict[str, type[BaseModel]] = {"labels": Labels, "themes": Theme, "names": Names}
    return models[folder]
