"""Load a report: its own file, its edition, its method, and its scores in other editions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, PdfgenError, Problem, UsageError
from pdfgen.model.base import did_you_mean
from pdfgen.model.report import Edition, Report, SourceMap
from pdfgen.model.rubric import Rubric
from pdfgen.source.catalogue import Catalogue, load_file, numbers, stamp
from pdfgen.source.checks import Fault, check
from pdfgen.source.tree import Mapping, Tree, descend, read, walk
from pdfgen.source.validate import at, validate

if TYPE_CHECKING:
    from pydantic import BaseModel

    from pdfgen.model.method import Method
    from pdfgen.scoring import History

EDITION_FILE = "edition.yaml"
_FROM_EDITION = ("rubric", "edition", "year_under_review", "language")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A checked report with all that its scorecard is made from."""

    report: Report
    method: Method
    history: History
    catalogue: Catalogue
    warnings: tuple[Problem, ...] = ()


def load(path: str | Path) -> Loaded:
    """Read the report at ``path`` and check it against its edition, its method and the published scores.

    ``edition.yaml`` in the report's folder or the one above gives what the report leaves out. Raises InputError with
    every problem found.
    """
    path = Path(path)
    draft = _draft(path)
    tree, report, home, problems = draft.tree, draft.report, draft.home, draft.problems
    if tree is None:
        raise InputError(problems)
    catalogue = Catalogue(_project(home))
    rubric = _rubric(tree, catalogue, problems)
    if report is None or rubric is None:
        raise InputError(problems)
    if report.edition not in rubric.editions:
        known = f"{rubric.editions[0]} to {rubric.editions[-1]}"
        message = f"the rubric {rubric.id} has no edition {report.edition}"
        raise InputError([*problems, at(tree, ("edition",), "unknown-edition", message, f"its editions are {known}")])
    theirs = draft.edition
    if theirs and (theirs.rubric, theirs.edition) != (report.rubric, report.edition):
        raise InputError(problems)  # whatever follows would be about another edition
    languages = catalogue.names("labels")
    if report.language not in languages and report.language.split("-")[0] not in languages:
        message = f"there are no labels for the language “{report.language}”"
        problems.append(at(tree, ("language",), "unknown-language", message, did_you_mean(report.language, languages)))
    method = rubric.at(report.edition)
    history = _history(report, rubric, catalogue, home, path)
    row = catalogue.scores(rubric.id, report.edition, report.entity.name)
    faults = [(fault.severity, _placed(tree, fault)) for fault in check(report, method, history, draft.edition, row)]
    problems += [problem for severity, problem in faults if severity == "error"]
    if problems:
        raise InputError([*problems, *(problem for severity, problem in faults if severity == "warning")])
    origins = SourceMap({place: _origin(place, node) for place, node in walk(tree)})
    return Loaded(report.located(origins), method, history, catalogue, tuple(problem for _, problem in faults))


def resolve(report: Report) -> Loaded:
    """Return a report with its method and its scores in other editions, found from where the report was read.

    Raises UsageError for a rubric or an edition that there is not.
    """
    path = Path(report.origin().path)
    home = _edition_folder(path) if report.origins else None
    catalogue = Catalogue(_project(home))
    rubric = catalogue.rubric(report.rubric)
    if report.edition not in rubric.editions:
        raise UsageError(
            f"the rubric {rubric.id} has no edition {report.edition}",
            did_you_mean(str(report.edition), map(str, rubric.editions)),
        )
    return Loaded(report, rubric.at(report.edition), _history(report, rubric, catalogue, home, path), catalogue)


@dataclass(slots=True)
class _Draft:
    """A report as it was read, before its method is known."""

    tree: Tree | None
    report: Report | None
    edition: Edition | None
    home: Path | None
    problems: list[Problem]


def _draft(path: Path) -> _Draft:
    """Read a report and fill in what its edition gives."""
    tree, file = read(path)
    home = _edition_folder(path)
    edition, edition_tree, more = (
        _edition(_shown(home / EDITION_FILE), stamp(home / EDITION_FILE)) if home else (None, None, ())
    )
    draft = _Draft(tree, None, edition, home, [*file.problems, *more])
    if tree is not None:
        if isinstance(tree, Mapping) and isinstance(edition_tree, Mapping):
            draft.problems += _inherit(tree, edition_tree)
        draft.report, found = validate(tree, Report)
        draft.problems += found if home else map(_standalone, found)
    return draft


def _origin(path: tuple[str | int, ...], node: Tree) -> Origin:
    text_line = getattr(node, "text_line", node.line)
    return Origin(node.file.path, node.line, node.column, ".".join(map(str, path)), text_line, node.end_line)


def _edition_folder(path: Path) -> Path | None:
    """Return the folder with the edition file of a report, or None."""
    parents = path.absolute().parents
    return next((folder for folder in parents[:2] if (folder / EDITION_FILE).is_file()), None)


def _project(home: Path | None) -> Path | None:
    if home is None:
        return None
    return home.parent.parent if home.parent.name == "editions" else home


def _shown(path: Path) -> Path:
    """Return ``path`` as problems name it: from the current folder where it is below that."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


@cache
def _edition(path: Path, _stamp: tuple[int, int] | None) -> tuple[Edition | None, Tree | None, tuple[Problem, ...]]:
    tree, file = read(path)
    if tree is None:
        return None, None, tuple(file.problems)
    found, more = validate(tree, Edition)
    return found, tree, (*file.problems, *more)


def _inherit(report: Mapping, edition: Mapping) -> list[Problem]:
    """Give ``report`` what it leaves to its edition; return where the two contradict each other."""
    problems = []
    for key in _FROM_EDITION:
        theirs = edition.items.get(key)
        if theirs is None:
            continue
        ours = report.items.setdefault(key, theirs)
        if key != "language" and getattr(ours, "value", ours) != getattr(theirs, "value", theirs):
            message = f"`{key}` differs from the edition’s, which is {getattr(theirs, 'value', 'not a single value')}"
            remedy = f"remove it here, or mend {theirs.file.path}:{theirs.line}"
            problems.append(at(report, (key,), "edition-differs", message, remedy))
    theirs = edition.items.get("publication")
    if isinstance(theirs, Mapping):
        ours = report.items.setdefault(
            "publication", Mapping({}, {}, theirs.line, theirs.column, theirs.end_line, theirs.file)
        )
        report.keys.setdefault("publication", edition.keys["publication"])
        if isinstance(ours, Mapping):
            for key, value in theirs.items.items():
                if key not in ours.items:
                    ours.items[key] = value
                    ours.keys[key] = theirs.keys[key]
    return problems


def _standalone(problem: Problem) -> Problem:
    """Say where a key could come from when the report has no edition file."""
    if problem.code == "missing-key" and any(f"`{key}` is missing" == problem.message for key in _FROM_EDITION):
        return replace(problem, remedy=f"{problem.remedy}, or keep the report in the folder of an {EDITION_FILE}")
    return problem


def _rubric(tree: Tree, catalogue: Catalogue, problems: list[Problem]) -> Rubric | None:
    node, taken = descend(tree, ("rubric",))
    name = getattr(node, "value", None)
    if not taken or not isinstance(name, str) or any(problem.origin.line == node.line for problem in problems):
        return None
    try:
        return catalogue.rubric(name)
    except UsageError as error:
        problems.append(at(tree, ("rubric",), "unknown-rubric", str(error), error.remedy))
    except InputError as error:
        problems += error.problems
    return None


def _history(report: Report, rubric: Rubric, catalogue: Catalogue, home: Path | None, path: Path) -> History:
    """Return the scores of earlier editions: the previous edition's report where it is there, else the score tables."""
    found = {}
    for year in rubric.editions:
        if year < report.edition:
            row = catalogue.scores(rubric.id, year, report.entity.name)
            if row:
                found[year] = numbers(row, [measure.id for measure in rubric.at(year).questions])
    before = rubric.before(report.edition)
    if before is not None and home is not None:
        earlier = home.with_name(home.name.replace(str(report.edition), str(before))) / path.absolute().relative_to(
            home
        )
        if earlier.is_file() and earlier != path.absolute():
            draft = _draft(earlier)
            if draft.report is None:
                raise InputError(draft.problems)
            scores = {id_: answer.score for id_, answer in draft.report.answers.items()}
            found[before] = {id_: value for id_, value in scores.items() if value is not None}
    return found


def _placed(tree: Tree, fault: Fault) -> Problem:
    problem = at(tree, fault.path, fault.code, fault.message, fault.remedy, fault.snippet, key=fault.on_key)
    return replace(problem, severity=fault.severity)


def find_reports(paths: list[Path]) -> list[Path]:
    """Return the report files that ``paths`` name: files as they are, folders by the reports in them.

    A folder holds reports in ``reports/`` when it has an edition file, else in itself; a folder of editions holds those
    of all its editions. Raises UsageError when a path does not exist or a folder has no report.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            editions = sorted(path.rglob(EDITION_FILE))
            files = _reports_in(path) or [file for edition in editions for file in _reports_in(edition.parent)]
            if not files:
                raise UsageError(f"there are no reports in {path}", "name a report, or a folder with `reports/*.yaml`")
            found += files
        elif path.exists():
            found.append(path)
        else:
            raise UsageError(f"{path} does not exist", "check the path")
    return list(dict.fromkeys(found))


def _reports_in(folder: Path) -> list[Path]:
    place = folder / "reports" if (folder / EDITION_FILE).is_file() else folder
    return sorted(item for item in place.glob("*.y*ml") if item.name != EDITION_FILE)


def load_all(paths: list[Path]) -> tuple[list[Loaded], dict[Path, PdfgenError]]:
    """Load every report of ``paths``; return those that are sound and the errors of the others.

    A file that is no report (an edition file; a file in ``rubrics/``, ``labels/`` or ``themes/``) is checked as what
    it is.
    """
    sound: list[Loaded] = []
    failed: dict[Path, PdfgenError] = {}
    for path in paths:
        try:
            if model := _model_of(path):
                load_file(path, model)
            else:
                sound.append(load(path))
        except PdfgenError as error:
            failed[path] = error
    return sound, failed


def _model_of(path: Path) -> type[BaseModel] | None:
    """Return the model of a file that is no report, by its name or its folder."""
    if path.name == EDITION_FILE:
        return Edition
    match path.absolute().parent.name:
        case "rubrics":
            return Rubric
        case "labels":
            from pdfgen.labels import Labels  # noqa: PLC0415  # few checks need them

            return Labels
        case "themes":
            from pdfgen.theme import Theme  # noqa: PLC0415

            return Theme
        case _:
            return None
