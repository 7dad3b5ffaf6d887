"""Answers in a spreadsheet become reports of an edition: new ones, or those that are there are filled in.

Every value is checked at its cell before anything is written. A cell without content says nothing: what a report has
stays. What a report says otherwise is replaced on request only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pdfgen.errors import InputError, Origin, Problem, UsageError
from pdfgen.files import write_whole
from pdfgen.importers.answer_headings import NAME, AnswerHeadings, columns_of
from pdfgen.importers.answer_sheets import FoundReport, read_answers
from pdfgen.importers.filenames import candidates
from pdfgen.importers.remarks import Kind, Remarks
from pdfgen.importers.sheet import visible
from pdfgen.importers.table_layout import is_heading
from pdfgen.importers.workbook import read_tables
from pdfgen.importers.yaml_entries import document, same_text
from pdfgen.importers.yaml_filling import filled, merged, nested
from pdfgen.model.edition_file import EditionFile
from pdfgen.model.spelling import folded
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.grafting import GraftFile, GraftPlace, graft
from pdfgen.source.heads import head
from pdfgen.source.identity import Identity
from pdfgen.source.load import load_tree
from pdfgen.source.places import EDITION_FILE, REPORTS, project_folder, reports_of
from pdfgen.source.skeleton import SCHEMA_FILE, new_edition
from pdfgen.source.tree import Mapping, Scalar, descend, plain
from pdfgen.source.unfinished import LACKS
from pdfgen.source.yaml_file import read, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.importers.answer_sheets import FoundValue
    from pdfgen.model.editions import EditionId
    from pdfgen.source.tree import Path_, Tree

CONFLICT = Kind(
    "conflict",
    "{count} cells of {columns} differ from the reports that are there",
    "correct the cells, or overwrite the reports with `--replace`",
)
NO_ITEM = Kind(
    "no-item", "{count} cells are items behind one that is not there", "number the items from 1, without gaps"
)


@dataclass(frozen=True, slots=True)
class ImportedAnswers:
    """What an import did: the reports that are new, filled in, and as they were; and what was passed over or lacks."""

    new: tuple[Path, ...]
    filled: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    warnings: tuple[Problem, ...]
    missing: dict[str, int]
    """How much the reports lack of each kind (score, narrative, …), as a draft may."""


@dataclass(slots=True)
class _Planned:
    """A report that is to be written, or is as it was where it has no content."""

    path: Path
    is_new: bool
    content: bytes = b""


def import_answers(path: Path, folder: Path, *, sheets: tuple[str, ...] = (), replace: bool = False) -> ImportedAnswers:
    """Import the answers in the table at ``path`` into the edition's ``folder``.

    Raises InputError, and writes nothing, when a cell has what its value cannot be, or, without ``replace``, what the
    report says otherwise; UsageError for a folder that is no edition, and for a sheet that is not there.
    """
    if not (folder / EDITION_FILE).is_file():
        remedy = "begin it with `pdfgen new edition`"
        raise UsageError(f"{folder} has no {EDITION_FILE}", remedy)
    edition = load_file(folder / EDITION_FILE, EditionFile)
    catalogue = Catalogue(project_folder(folder))
    method = catalogue.method(edition.rubric, edition.edition)
    workbook = read_tables(path, is_heading, sheets)
    found, remarks = read_answers(str(path), workbook, method)
    remarks.stop()
    if not found:
        message, remedy = "the table has headings and no rows", "fill it in"
        raise InputError([Problem(Origin(str(path), 1, 1), "no-rows", message, remedy)])
    importer = _Importer(folder, edition, catalogue, replace=replace)
    planned = [importer.plan(report) for report in found]
    importer.conflicts.stop()
    if importer.problems:
        raise InputError(importer.problems)
    for plan in planned:
        if plan.content:
            plan.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(plan.path, plan.content)
    return ImportedAnswers(
        tuple(plan.path for plan in planned if plan.content and plan.is_new),
        tuple(plan.path for plan in planned if plan.content and not plan.is_new),
        tuple(plan.path for plan in planned if not plan.content),
        (*remarks.of("warning"), *importer.warnings),
        dict(importer.missing),
    )


def begin_edition(folder: Path, rubric: str | None, edition: EditionId | None) -> None:
    """Make the edition in ``folder`` if there is none. Raises UsageError when it is not named, or another is there."""
    if (folder / EDITION_FILE).is_file():
        there = load_file(folder / EDITION_FILE, EditionFile)
        if (rubric or there.rubric, edition or there.edition) != (there.rubric, there.edition):
            message = f"{folder} is edition {there.edition} of {there.rubric}"
            raise UsageError(message, "name the folder of another edition, or leave --rubric and --edition out")
    elif rubric is None or edition is None:
        raise UsageError(f"{folder} has no {EDITION_FILE}", "give --rubric and --edition, and the edition is begun")
    else:
        new_edition(folder, rubric, edition)


class _Importer:
    """Plans the reports of one run."""

    def __init__(self, folder: Path, edition: EditionFile, catalogue: Catalogue, *, replace: bool) -> None:
        self.folder, self.edition, self.catalogue, self.replace = folder, edition, catalogue, replace
        self.method = catalogue.method(edition.rubric, edition.edition)
        self.headings = AnswerHeadings(self.method)
        self.names = catalogue.entities(edition.rubric)
        self.conflicts = Remarks()
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.missing: Counter[str] = Counter()
        self.there: dict[tuple[str, str], Path] = {}
        self.taken: set[str] = set()
        for path in reports_of(folder):
            self.taken.add(path.name.casefold())
            if said := head(path):
                for key in self._keys(said.entity.name, said.entity.id, said.language):
                    self.there.setdefault(key, path)

    def plan(self, report: FoundReport) -> _Planned:
        """Return what becomes of a report; what is wrong with it is noted."""
        language = report.language or self.edition.language
        target = next(
            (self.there[key] for key in self._keys(report.name, report.id, language) if key in self.there), None
        )
        if target is None:
            return self._begun(report)
        tree, file = read(target)
        if file.problems or not isinstance(tree, Mapping):
            self.problems += file.problems or [
                file.problem(1, 1, "not-a-mapping", "the file is no report", "correct it")
            ]
            return _Planned(target, is_new=False)
        changes = self._changes(report, tree, target)
        if not changes:
            return _Planned(target, is_new=False)
        values = _bare_paths({path: item.value for path, item in changes.items()}, tree)
        content = "\n".join(filled(file.lines, tree, values))
        expected = merged(plain(tree), nested(values))
        again, _ = read_text(content)
        if again is None or _settled(plain(again)) != _settled(expected):
            message = "the file is written in a way that cannot be filled in"
            self.problems.append(file.problem(1, 1, "not-filled-in", message, "write what the table has by hand"))
        self._check(report, tree, changes, target)
        if b"\r\n" in target.read_bytes():
            content = content.replace("\n", "\r\n")
        return _Planned(target, is_new=False, content=content.encode())

    def _begun(self, report: FoundReport) -> _Planned:
        """Return a new report: what is known of the entity, and what the table says."""
        own = {path[1]: str(item.value) for path, item in report.values.items() if path[0] == "entity" and path != NAME}
        iso = str(own.get("iso", ""))
        names = candidates("", report.name, iso, report.id, report.language)
        stem = next(name for name in names if f"{name}.yaml" not in self.taken)
        self.taken.add(f"{stem}.yaml")
        target = self.folder / REPORTS / f"{stem}.yaml"
        known = {"kind": self.method.rubric.entity_kinds[0].id} | self.catalogue.particulars(self.method, report.name)
        values: dict[Path_, Any] = {("entity", key): value for key, value in known.items()}
        values |= {path: item.value for path, item in report.values.items()}
        values[NAME] = report.name
        ordered = {path: values[path] for path in columns_of(self.headings, dict.fromkeys(values))}
        ordered = {NAME: ordered.pop(NAME), **ordered}
        whole = merged(None, nested(ordered))
        whole.setdefault("answers", {})
        schema = f"# yaml-language-server: $schema=../{SCHEMA_FILE}"
        self._check(report, self._tree(report, known), dict(report.values), target)
        return _Planned(target, is_new=True, content=document(_bare(whole), [schema]).encode())

    def _tree(self, report: FoundReport, known: dict[str, str]) -> Mapping:
        """Return a report with nothing but what is known of its entity."""
        file = GraftFile(str(report.place.origin.path))
        place = GraftPlace(report.place.origin, str(report.place))
        tree = Mapping({}, {}, 1, 1, 1, file)
        for key, value in {"name": report.name, **known}.items():
            graft(tree, ("entity", key), file.node(value, place))
        return tree

    def _changes(self, report: FoundReport, tree: Mapping, target: Path) -> dict[Path_, FoundValue]:
        """Return the values that the report lacks, or says otherwise; without leave to replace, these are conflicts."""
        changes: dict[Path_, FoundValue] = {}
        for path, item in report.values.items():
            if path in (NAME, ("language",)):
                continue
            old = _value_at(tree, path)
            if old is None or (old != "" and _same(old, item.value)):
                if old is None:
                    changes[path] = item
                continue
            changes[path] = item
            if not self.replace:
                name = ".".join(map(str, path))
                fact = f"{name} is {_shown(old)} in {target.name}, and {_shown(item.value)} here"
                shown = f"({visible(report.name)}, {name})"
                self.conflicts.note(CONFLICT, item.place, fact, of=visible(report.name), shown=shown, column=name)
        return changes

    def _check(self, report: FoundReport, tree: Mapping, changes: dict[Path_, FoundValue], target: Path) -> None:
        """Check a report as it will be; its problems are told at the cells that they come from."""
        file = GraftFile(str(report.place.origin.path))
        for path, item in changes.items():
            place = GraftPlace(item.place.origin, f"{item.place} ({visible(report.name)})")
            try:
                graft(tree, path, file.node(item.value, place))
            except LookupError:
                fact = f"{self.headings.heading(path)} has no item before it"
                self.conflicts.note(NO_ITEM, item.place, fact, of=visible(report.name))
        if file.problems:
            self.problems += file.problems
            return
        try:
            loaded = load_tree(tree, tree.file, target, unfinished=True)
            self.warnings += [problem for problem in loaded.warnings if problem.code != LACKS]
            self.missing.update(loaded.lacks.counts() if loaded.lacks else {})
        except InputError as error:
            self.problems += [problem for problem in error.problems if problem.severity == "error"]
            self.warnings += [problem for problem in error.problems if problem.severity == "warning"]

    def _keys(self, name: str, id_: str | None, language: str) -> list[tuple[str, str]]:
        """Return what a report is found by: the id, or the name where there is none."""
        if id_:
            return [(f"id {id_}", language)]
        known = Identity(name, edition=self.edition.edition).known(self.names)
        return [(folded(known.name if known else name), language)]


def _value_at(tree: Tree, path: Path_) -> Any:
    """Return the value at ``path``; None where there is none. A bare value stands for a mapping with its ``value``."""
    node, taken = descend(tree, path)
    if taken == path:
        return plain(node)
    bare = isinstance(node, Scalar) and taken == path[:-1] and path[-1] == "value"
    return plain(node) if bare else None


def _bare_paths(changes: dict[Path_, Any], tree: Tree) -> dict[Path_, Any]:
    """Return changes in which a fact that has nothing but its value stands as the bare value."""
    found: dict[Path_, Any] = {}
    for path, value in changes.items():
        whole = path[:-1]
        alone = sum(other[: len(whole)] == whole for other in changes) == 1
        is_value = path[0] == "quick_facts" and path[-1] == "value"
        bare = is_value and alone and not isinstance(descend(tree, whole)[0], Mapping)
        bare = bare or (is_value and alone and descend(tree, whole)[1] != whole)
        found[whole if bare else path] = value
    return found


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return same_text(old, new)
    if isinstance(old, int | Decimal) and isinstance(new, int | Decimal):
        return old == new
    return str(old) == str(new)


def _shown(value: Any) -> str:
    text = str(value).strip()
    return f"“{visible(text)}”" if isinstance(value, str) else text


def _settled(value: Any) -> Any:
    """Return plain values as they are compared: a text without the line ends around it."""
    match value:
        case dict():
            return {key: _settled(item) for key, item in value.items()}
        case list() | tuple():
            return [_settled(item) for item in value]
        case str():
            return value.strip()
    return value


def _bare(whole: dict[str, Any]) -> dict[str, Any]:
    """Return a report whose facts stand as bare values where they have nothing else."""
    facts = {
        id_: fact["value"] if isinstance(fact, dict) and fact.keys() == {"value"} else fact
        for id_, fact in whole.get("quick_facts", {}).items()
    }
    return whole | ({"quick_facts": facts} if facts else {})
