"""Load a report: its own file, its edition, its method, and its scores in other editions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.caches import Recent
from pdfgen.errors import InputError, Origin, PdfgenError, Problem, UsageError
from pdfgen.files import is_file
from pdfgen.model.base import did_you_mean
from pdfgen.model.editions import is_edition
from pdfgen.model.lacking import lacking
from pdfgen.model.source_map import SourceMap
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.checks import check, period
from pdfgen.source.comments import cut_short
from pdfgen.source.draft import draft_of, read_draft, read_edition
from pdfgen.source.heads import Head, doubled, head
from pdfgen.source.identity import Identity
from pdfgen.source.kinds import EDITION, LABELS, REPORT, THEME, kind_of
from pdfgen.source.links import followed, outside
from pdfgen.source.memory import NAME, tree_of
from pdfgen.source.memory_catalogue import MemoryCatalogue
from pdfgen.source.past import past, unknown_name
from pdfgen.source.peers import peers
from pdfgen.source.places import (
    EDITION_FILE,
    REPORTS,
    edition_folder,
    is_below_reports,
    is_named_as_report,
    project_folder,
    report_leads_out,
)
from pdfgen.source.text_file import PROBLEM_LIMIT
from pdfgen.source.tree import Tree, descend, walk
from pdfgen.source.validate import at
from pdfgen.source.waivers import waived

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as AnyMapping

    from pdfgen.model.edition_file import EditionFile, WarningWaiver
    from pdfgen.model.lacking import Lacking
    from pdfgen.model.names import Names
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import History, Peers, Scorecard
    from pdfgen.source.draft import Draft, Given
    from pdfgen.source.memory_catalogue import MemoryData
    from pdfgen.source.text_file import SourceFile
    from pdfgen.source.tree import Mapping
    from pdfgen.source.unplaced import UnplacedProblem


@dataclass(frozen=True, slots=True)
class Loaded:
    """A checked report with all that its scorecard is made from."""

    report: Report
    method: Method
    history: History
    card: Scorecard
    catalogue: Catalogue
    called: str
    """The name that the breaks of the method have for the entity."""
    warnings: tuple[Problem, ...] = ()
    """Those that the edition waives are among them, with the severity ``waived``."""
    waivers: tuple[WarningWaiver, ...] = ()
    """Those of the edition, for warnings that are met later."""
    peers: Peers | None = None
    """The other entities of the edition, where the method says how one stands among them."""
    lacks: Lacking | None = None
    """What a draft lacks; None for a report that was checked as a finished one."""


_recent: Recent[tuple[bool, Loaded]] = Recent(8)
"""The reports that were checked last, and whether links were followed: each is checked and scored once."""


def load(path: str | Path, *, unfinished: bool = False) -> Loaded:
    """Read the report at ``path`` and check it against its edition, its method and the published scores.

    ``edition.yaml`` in the report's folder or the one above gives what the report leaves out. What an ``unfinished``
    one lacks is a warning. Raises InputError with every problem found.
    """
    path = Path(path)
    if report_leads_out(path):
        raise InputError([outside(path)])
    if not is_named_as_report(path) and is_below_reports(path):
        raise InputError([_misnamed(path)])
    draft = read_draft(path, unfinished=unfinished)
    return _checked(draft, path, Catalogue(project_folder(draft.home)), unfinished=unfinished)


def load_mapping(  # what a report in memory is made with
    values: AnyMapping[str, Any],
    home: Path | None = None,
    data: MemoryData | None = None,
    given: Given | None = None,
    *,
    name: str = NAME,
    unfinished: bool = False,
) -> Loaded:
    """Check a report that is a mapping in memory, as ``load`` does with a file.

    ``home`` is the folder of the edition, or of the project, that it is made for; without one it is what is shipped.
    ``data`` is what is in memory beside it, ``given`` its edition if that is, too. Raises InputError; problems name the
    path of a value, behind ``name``.
    """
    path, catalogue = _made_for(home, data)
    tree, file = tree_of(values, name)
    draft = draft_of(tree, file, home if path else None, given, unfinished=unfinished)
    return _checked(draft, path, catalogue, SourceMap(home=home, data=data, name=name), unfinished=unfinished)


def load_tree(tree: Mapping, file: SourceFile, path: Path, *, unfinished: bool = False) -> Loaded:
    """Check a report that was put together from several places, as it would stand at ``path``. Raises InputError."""
    home = edition_folder(path)
    draft = draft_of(tree, file, home, unfinished=unfinished)
    return _checked(draft, path, Catalogue(project_folder(home)), unfinished=unfinished)


def _made_for(home: Path | None, data: MemoryData | None) -> tuple[Path | None, Catalogue]:
    """Return where a report in memory would lie in the edition ``home``, if it is one; and its catalogue."""
    is_edition = home is not None and is_file(home / EDITION_FILE)
    project = project_folder(home) if is_edition else home
    catalogue = MemoryCatalogue(project, data) if data else Catalogue(project)
    return home / REPORTS / NAME if home and is_edition else None, catalogue


def _checked(
    draft: Draft,
    path: Path | None,
    catalogue: Catalogue,
    origins: SourceMap | None = None,
    *,
    unfinished: bool = False,
) -> Loaded:
    """Check a draft; ``origins`` say where it was read, if not from a file. Raises InputError."""
    tree, report, problems = draft.tree, draft.report, draft.problems
    if tree is None:
        raise InputError(problems)
    method = _method(tree, catalogue, problems)
    whole = report is not None
    if report is None and len(problems) < PROBLEM_LIMIT:
        report = draft.rest()
    if report is None or method is None:
        raise InputError(problems)
    edition = draft.edition
    if edition and (edition.rubric, edition.edition) != (report.rubric, report.edition):
        raise InputError(problems)  # all further checks would be about another edition
    problems += not_found(tree, report, catalogue)
    known = past(report, method, catalogue, path, problems)
    row = catalogue.scores(report.rubric, report.edition, Identity.of(report.entity, report.edition))
    if row:
        row = row.read(method, problems)
    others = peers(report.entity, method, catalogue, row)
    faults, card = check(
        report,
        method,
        known.history,
        edition,
        row,
        others,
        called=known.called,
        whole=whole,
        unfinished=unfinished,
    )
    found = [
        _placed(tree, fault)
        for fault in faults
        if whole or fault.code not in ("missing-answer", "idle-footnote", "no-period")
    ]
    found += unknown_name(report, method, catalogue, tree, known)
    found += cut_short(tree, problems)
    refused = {problem.origin for problem in problems}  # what cannot be read is not judged as well
    problems += [problem for problem in found if problem.severity == "error" and problem.origin not in refused]
    waivers = edition.waivers if edition else ()
    warnings = tuple(waived([problem for problem in found if problem.severity == "warning"], waivers))
    if problems or not whole or card is None:
        raise InputError([*problems, *warnings])
    if origins is None:
        origins = SourceMap({place: _origin(place, node) for place, node in walk(tree)})
    report = report.located(origins)
    lacks = lacking(report, method) if unfinished else None
    loaded = Loaded(report, method, known.history, card, catalogue, known.called, warnings, waivers, others, lacks)
    _recent.keep(report, (followed(), loaded))
    return loaded


def not_found(tree: Tree, said: Report | EditionFile, catalogue: Catalogue) -> list[Problem]:
    """Return a problem for a language that has no labels, and for a theme that does not exist."""
    problems = []
    if not catalogue.find(LABELS, said.language) and not catalogue.find(LABELS, said.language.split("-")[0]):
        message = f"there are no labels for the language “{said.language}”"
        remedy = did_you_mean(said.language, catalogue.names(LABELS))
        problems.append(at(tree, ("language",), "unknown-language", message, remedy))
    if said.theme and not catalogue.find(THEME, said.theme):
        message = f"there is no theme “{said.theme}”"
        remedy = did_you_mean(said.theme, catalogue.names(THEME))
        problems.append(at(tree, ("theme",), "unknown-theme", message, remedy))
    return problems


def resolve(report: Report, *, unfinished: bool = False) -> Loaded:
    """Return a report with its method and its scores in other editions, found from where the report was read.

    A report that was loaded a short while ago is as it was loaded. Any other is checked: it may have been made or
    changed in a program. ``unfinished`` is as in ``load``. Raises UsageError for a rubric or an edition that does not
    exist, InputError for what stands against the report.
    """
    follows, recent = _recent.get(report) or (None, None)
    if recent is not None and follows == followed() and unfinished == (recent.lacks is not None):
        return recent
    if report.origins:
        path: Path | None = Path(report.origin().path)
        catalogue = Catalogue(project_folder(edition_folder(path)) if path else None)
    else:
        path, catalogue = _made_for(report.origins.home, report.origins.data)
    method = catalogue.method(report.rubric, report.edition)
    problems: list[Problem] = []
    known = past(report, method, catalogue, path, problems)
    row = catalogue.scores(report.rubric, report.edition, Identity.of(report.entity, report.edition))
    others = peers(report.entity, method, catalogue, row)
    faults, card = check(report, method, known.history, None, None, others, called=known.called, unfinished=unfinished)
    for fault in faults:
        problem = Problem(report.origin(*fault.path), fault.code, fault.message, fault.remedy, severity=fault.severity)
        problems.append(problem)
    if card is None or any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    lacks = lacking(report, method) if unfinished else None
    loaded = Loaded(report, method, known.history, card, catalogue, known.called, peers=others, lacks=lacks)
    _recent.keep(report, (followed(), loaded))
    return loaded


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
    if not named or not dated or not isinstance(name, str) or not is_edition(edition):
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


def _placed(tree: Tree, fault: UnplacedProblem) -> Problem:
    if fault.origin:
        return Problem(fault.origin, fault.code, fault.message, fault.remedy, severity=fault.severity)
    problem = at(tree, fault.path, fault.code, fault.message, fault.remedy, fault.snippet, key=fault.on_key)
    return replace(problem, severity=fault.severity)


def load_all(
    paths: list[Path], *, only_reports: bool = False, unfinished: bool = False
) -> tuple[list[Loaded], dict[Path, PdfgenError]]:
    """Load every report of ``paths``; return those that are sound and the errors of the others.

    A file that is no report (an edition file; a file in ``rubrics/``, ``labels/``, ``themes/`` or ``names/``) is
    checked as what it is, or refused with ``only_reports``. ``unfinished`` is as in ``load``.
    """
    sound: dict[Path, Loaded] = {}
    failed: dict[Path, PdfgenError] = {}
    for path in paths:
        try:
            kind = kind_of(path)
            if kind is not REPORT and only_reports:
                raise UsageError(f"{path} is no report", "check it with `pdfgen check`")  # one of many
            if kind is REPORT:
                sound[path] = load(path, unfinished=unfinished)
            elif kind is EDITION:
                check_edition(path)
            else:
                load_file(path, kind.type())
        except PdfgenError as error:
            failed[path] = error
    for path, problem in second_reports(sound.values()).items():
        failed[path] = InputError([problem])
    return [item for path, item in sound.items() if path not in failed], failed


def second_reports(reports: Iterable[Loaded]) -> dict[Path, Problem]:
    """Return a problem for each report on whose entity another of ``reports`` of its edition and language is."""
    return doubled(map(_head, reports), _names_for)


def second_reports_in(paths: Iterable[Path]) -> dict[Path, Problem]:
    """Return the same for files that are not loaded."""
    return doubled((found for path in paths if (found := head(path))), _names_for)


def _head(loaded: Loaded) -> Head:
    report, origin = loaded.report, loaded.report.origin("entity", "name")
    entity = Identity.of(report.entity, report.edition)
    return Head(Path(report.origin().path), entity, report.language, report.rubric, origin)


def _names_for(heads: list[Head]) -> Names | None:
    """Return what is known of the names of reports of one edition; None when their score table has all of them.

    A table has an entity once, so two of its names are two entities; the names take time to read.
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
