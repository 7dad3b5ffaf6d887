"""Load a report: its own file, its edition, its method, and its scores in other editions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.errors import InputError, Origin, PdfgenError, Problem, UsageError
from pdfgen.model.base import did_you_mean
from pdfgen.model.report import FROM_EDITION, Edition, Report, SourceMap
from pdfgen.model.rubric import Rubric
from pdfgen.source.catalogue import EDITION_FILE, Catalogue, edition_folder, load_file, project_folder, stamp
from pdfgen.source.checks import Fault, allowed, check
from pdfgen.source.tree import PROBLEM_LIMIT, Mapping, Tree, descend, read, walk
from pdfgen.source.validate import at, validate, without_refused

if TYPE_CHECKING:
    from decimal import Decimal

    from pydantic import BaseModel

    from pdfgen.model.method import Method
    from pdfgen.scoring import History


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
    catalogue = Catalogue(project_folder(home))
    method = _method(tree, catalogue, problems)
    whole = report is not None
    if report is None and len(problems) < PROBLEM_LIMIT:
        report = draft.rest()
    if report is None or method is None:
        raise InputError(problems)
    theirs = draft.edition
    if theirs and (theirs.rubric, theirs.edition) != (report.rubric, report.edition):
        raise InputError(problems)  # whatever follows would be about another edition
    languages = catalogue.names("labels")
    if report.language not in languages and report.language.split("-")[0] not in languages:
        message = f"there are no labels for the language “{report.language}”"
        problems.append(at(tree, ("language",), "unknown-language", message, did_you_mean(report.language, languages)))
    themes = catalogue.names("themes") if report.theme else []
    if report.theme and report.theme not in themes:
        message = f"there is no theme “{report.theme}”"
        problems.append(at(tree, ("theme",), "unknown-theme", message, did_you_mean(report.theme, themes)))
    history = earlier_scores(report, method, catalogue, home, path, problems)
    row = catalogue.scores(report.rubric, report.edition, report.entity.name)
    if row:
        row = row.read(method.questions, problems)
    faults = check(report, method, history, theirs, row, whole=whole)
    found = [_placed(tree, fault) for fault in faults if whole or fault.code not in ("missing-answer", "idle-footnote")]
    found += unknown_name(report, method, catalogue, tree)
    problems += [problem for problem in found if problem.severity == "error"]
    warnings = tuple(problem for problem in found if problem.severity == "warning")
    if problems or not whole:
        raise InputError([*problems, *warnings])
    origins = SourceMap({place: _origin(place, node) for place, node in walk(tree)})
    return Loaded(report.located(origins), method, history, catalogue, warnings)


def resolve(report: Report) -> Loaded:
    """Return a report with its method and its scores in other editions, found from where the report was read.

    The report is checked once more: it may have been made or changed in a program. Raises UsageError for a rubric or an
    edition that there is not, InputError for what stands against the report.
    """
    path = Path(report.origin().path)
    home = edition_folder(path) if report.origins else None
    catalogue = Catalogue(project_folder(home))
    method = catalogue.method(report.rubric, report.edition)
    problems: list[Problem] = []
    history = earlier_scores(report, method, catalogue, home, path, problems)
    for fault in check(report, method, history, None, None):
        problem = Problem(report.origin(*fault.path), fault.code, fault.message, fault.remedy, severity=fault.severity)
        problems.append(problem)
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    return Loaded(report, method, history, catalogue)


@dataclass(slots=True)
class _Draft:
    """A report as it was read, before its method is known."""

    tree: Tree | None
    report: Report | None
    edition: Edition | None
    home: Path | None
    problems: list[Problem]

    def rest(self) -> Report | None:
        """Return the report without what its model refused, so that the rest can be checked in the same run."""
        return without_refused(self.tree, Report) if self.tree is not None else None


def _draft(path: Path) -> _Draft:
    """Read a report and fill in what its edition gives."""
    tree, file = read(path, "start it with `pdfgen new report`")
    home = edition_folder(path)
    edition, edition_tree, more = (
        _edition(_shown(home / EDITION_FILE), stamp(home / EDITION_FILE)) if home else (None, None, ())
    )
    draft = _Draft(tree, None, edition, home, [*file.problems, *more])
    if tree is not None:
        if isinstance(tree, Mapping) and isinstance(edition_tree, Mapping):
            draft.problems += _inherit(tree, edition_tree)
        draft.report, found = validate(tree, Report)
        draft.problems += _own(found, _shown(home / EDITION_FILE)) if home else map(_standalone, found)
    return draft


def _origin(path: tuple[str | int, ...], node: Tree) -> Origin:
    text_line = getattr(node, "text_line", node.line)
    return Origin(node.file.path, node.line, node.column, ".".join(map(str, path)), text_line, node.end_line)


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
    for key in (*FROM_EDITION, "language", "theme"):
        theirs = edition.items.get(key)
        if theirs is None:
            continue
        ours = report.items.setdefault(key, theirs)
        report.keys.setdefault(key, edition.keys[key])
        if key not in ("language", "theme") and getattr(ours, "value", ours) != getattr(theirs, "value", theirs):
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


def _own(problems: list[Problem], edition: Path) -> list[Problem]:
    """Return the problems without those that are told with the edition: what it gives, or should give and does not."""
    return [problem for problem in problems if problem.origin.path != str(edition) and not _misses_edition(problem)]


def _misses_edition(problem: Problem) -> bool:
    return problem.code == "missing-key" and problem.message in {f"`{key}` is missing" for key in FROM_EDITION}


def _standalone(problem: Problem) -> Problem:
    """Say where a key could come from when the report has no edition file."""
    if _misses_edition(problem):
        return replace(problem, remedy=f"{problem.remedy}, or keep the report in the folder of an {EDITION_FILE}")
    return problem


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


def earlier_scores(  # where the report is, and what it is
    report: Report, method: Method, catalogue: Catalogue, home: Path | None, path: Path, problems: list[Problem]
) -> History:
    """Return the scores of earlier editions: the previous edition's report where it is there, else the score tables.

    What is wrong with them is noted in ``problems``, at their own places.
    """
    found = {}
    rubric = method.rubric
    for year in rubric.editions:
        row = catalogue.scores(rubric.id, year, report.entity.name) if year < report.edition else None
        if row:
            found[year] = row.read(rubric.at(year).questions, problems).numbers
    before = rubric.before(report.edition)
    earlier = earlier_place(path, home, report.edition, before)
    if before is not None and earlier is not None and earlier.is_file():
        found[before] = _previous(_shown(earlier), rubric.at(before), problems)
    return found


def earlier_place(path: Path, home: Path | None, edition: int, before: int | None) -> Path | None:
    """Return where the report at ``path`` of an edition would be in the edition ``before``; None when nowhere."""
    if home is None or before is None:
        return None
    folder = home.with_name(home.name.replace(str(edition), str(before)))
    return folder / path.absolute().relative_to(home) if folder != home else None


def series(path: Path) -> tuple[str, int] | None:
    """Return rubric and edition of the report at ``path`` without checking it: as its edition gives them, or itself.

    None when they cannot be told; ``load`` then says why.
    """
    home = edition_folder(path)
    theirs = _named(_edition(_shown(home / EDITION_FILE), stamp(home / EDITION_FILE))[1]) if home else (None, None)
    ours = _named(read(path)[0]) if None in theirs else theirs  # most editions say both: few reports are read for it
    rubric, edition = (their or our for their, our in zip(theirs, ours, strict=True))
    return (rubric, edition) if isinstance(rubric, str) and isinstance(edition, int) else None


def _named(tree: Tree | None) -> tuple[Any, Any]:
    """Return what a tree gives as rubric and edition; None for what is not there, or is no single value."""
    items = tree.items if isinstance(tree, Mapping) else {}
    rubric, edition = (getattr(items.get(key), "value", None) for key in ("rubric", "edition"))
    return rubric, edition


def _previous(path: Path, method: Method, problems: list[Problem]) -> dict[str, Decimal]:
    """Return the scores of the previous edition's report."""
    draft = _draft(path)
    problems += draft.problems
    if draft.report is None or draft.tree is None:
        return {}
    if (draft.report.rubric, draft.report.edition) != (method.rubric.id, method.edition):
        message = f"this is no report of edition {method.edition} of {method.rubric.id}"
        problems.append(at(draft.tree, (), "edition-differs", message, "move it to the folder of its edition"))
        return {}
    found = {}
    for measure in method.questions:
        answer = draft.report.answers.get(measure.id)
        if answer is None or answer.score is None:
            continue
        if wrong := measure.off_scale(answer.score):
            place = ("answers", measure.id, "score")
            problems.append(at(draft.tree, place, "score-out-of-range", wrong, allowed(measure)))
        else:
            found[measure.id] = answer.score
    return found


def unknown_name(report: Report, method: Method, catalogue: Catalogue, tree: Tree) -> list[Problem]:
    """Warn of a name that neither the score tables nor the names have, where there are tables: nothing can be compared.

    A name that a project gives an entity of its own is known, even without scores.
    """
    before = method.rubric.before(report.edition) or report.edition
    known = {name for year in (before, report.edition) for name in catalogue.scored(method.rubric.id, year)}
    name = report.entity.name
    if not known or name in known:
        return []
    names = catalogue.entities(method.rubric.id)  # only now: they take time to read
    if names and names.find(name, report.edition):
        return []
    spellings = names.spellings() if names else []
    near = get_close_matches(name, dict.fromkeys([*sorted(known), *spellings]), n=2, cutoff=0.7)
    remedy = did_you_mean(name, near) if near else "check the name; a new entity has no earlier scores"
    message = f"the score tables of {method.rubric.id} have no “{name}”: its change cannot be told"
    return [replace(at(tree, ("entity", "name"), "unknown-name", message, remedy), severity="warning")]


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
            editions = sorted(item for item in path.rglob(EDITION_FILE) if not _hidden(item.relative_to(path)))
            files = (
                _reports_in(path) or [file for edition in editions for file in _reports_in(edition.parent)] or editions
            )
            if not files:
                raise UsageError(f"there are no reports in {path}", "name a report, or a folder with `reports/*.yaml`")
            found += files
        elif path.exists():
            found.append(path)
        else:
            raise UsageError(f"{path} does not exist", "check the path")
    return list(dict.fromkeys(found))


def _hidden(path: Path) -> bool:
    """Tell whether a file lies in a hidden folder: it may be one that is only just being made."""
    return any(part.startswith(".") for part in path.parts[:-1])


def _reports_in(folder: Path) -> list[Path]:
    place = folder / "reports" if (folder / EDITION_FILE).is_file() else folder
    return sorted(item for item in place.glob("*.y*ml") if item.name != EDITION_FILE)


def load_all(paths: list[Path], *, only_reports: bool = False) -> tuple[list[Loaded], dict[Path, PdfgenError]]:
    """Load every report of ``paths``; return those that are sound and the errors of the others.

    A file that is no report (an edition file; a file in ``rubrics/``, ``labels/``, ``themes/`` or ``names/``) is
    checked as what it is, or refused with ``only_reports``.
    """
    sound: list[Loaded] = []
    failed: dict[Path, PdfgenError] = {}
    for path in paths:
        try:
            model = _model_of(path)
            if model and only_reports:
                raise UsageError(f"{path} is no report", "check it with `pdfgen check`")  # one of many
            if model:
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
        case "names":
            from pdfgen.model.names import Names  # noqa: PLC0415

            return Names
        case _:
            return None
