"""A report as it is written, with what its edition gives it, before its method is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.caches import remembered
from pdfgen.files import stamp
from pdfgen.model.edition_file import FROM_EDITION, EditionFile
from pdfgen.model.editions import is_edition
from pdfgen.model.report import Report
from pdfgen.source.links import followed, leads_out, outside
from pdfgen.source.places import EDITION_FILE, edition_folder, project_folder, real_place, report_leads_out, shown
from pdfgen.source.tree import Mapping, Tree
from pdfgen.source.unfinished import open_answers
from pdfgen.source.validate import at, validate, without_refused
from pdfgen.source.yaml_file import read, read_head

if TYPE_CHECKING:
    from pdfgen.errors import Problem
    from pdfgen.files import Stamp
    from pdfgen.model.editions import EditionId
    from pdfgen.source.text_file import SourceFile


_SHARED = ("language", "theme", "parts")
"""What a report may say otherwise than its edition."""


@dataclass(slots=True)
class Draft:
    """A report as it was read, before its method is known."""

    tree: Tree | None
    report: Report | None
    edition: EditionFile | None
    home: Path | None
    problems: list[Problem]

    def rest(self) -> Report | None:
        """Return the report without what its model refused, so that the rest can be checked in the same run."""
        return without_refused(self.tree, Report) if self.tree is not None else None


def read_draft(path: Path, *, unfinished: bool = False) -> Draft:
    """Read a report and fill in what its edition gives; one that is ``unfinished`` may lack answers and scores."""
    if report_leads_out(path):
        return Draft(None, None, None, None, [outside(path)])
    tree, file = read(path, "start it with `pdfgen new report`")
    return draft_of(tree, file, edition_folder(path), unfinished=unfinished)


Given = tuple["EditionFile | None", "Tree | None", "tuple[Problem, ...]"]
"""An edition as it is, its tree, and what is wrong with it."""


def draft_of(
    tree: Tree | None, file: SourceFile, home: Path | None, given: Given | None = None, *, unfinished: bool = False
) -> Draft:
    """Return the report of a ``file`` as a draft.

    ``home`` is the folder of its edition; an edition that is in no folder is ``given``.
    """
    edition, edition_tree, more = given or (read_edition(home) if home else (None, None, ()))
    draft = Draft(tree, None, edition, home, [*file.problems, *more])
    if tree is not None:
        if unfinished:
            open_answers(tree)
        if isinstance(tree, Mapping) and isinstance(edition_tree, Mapping):
            draft.problems += _inherit(tree, edition_tree)
        draft.report, found = validate(tree, Report)
        place = shown(home / EDITION_FILE) if home else Path(edition_tree.file.path) if edition_tree else None
        draft.problems += _own(found, place) if place else map(_standalone, found)
    return draft


def series(path: Path) -> tuple[str, EditionId] | None:
    """Return rubric and edition of the report at ``path``, from its edition or from the report; nothing is checked.

    None when they are not known; ``load`` then says why.
    """
    home = edition_folder(path)
    given = _named(read_edition(home)[1]) if home else (None, None)
    # most editions say both: few reports are read for it
    own = _named(read_head(path, ("rubric", "edition"))) if None in given and not report_leads_out(path) else given
    rubric, edition = (one or other for one, other in zip(given, own, strict=True))
    return (rubric, edition) if isinstance(rubric, str) and is_edition(edition) else None


def _named(tree: Tree | None) -> tuple[Any, Any]:
    """Return what a tree gives as rubric and edition; None for what is not there, or is no single value."""
    items = tree.items if isinstance(tree, Mapping) else {}
    rubric, edition = (getattr(items.get(key), "value", None) for key in ("rubric", "edition"))
    return rubric, edition


def read_edition(home: Path) -> tuple[EditionFile | None, Tree | None, tuple[Problem, ...]]:
    """Return the edition of a folder as it is, its tree, and what is wrong with it."""
    path = shown(real_place(home / EDITION_FILE))
    return _edition(path, stamp(path), followed())


@remembered(64)
def _edition(
    path: Path,
    _stamp: Stamp | None,
    _followed: bool,  # noqa: FBT001  # a key of the cache
) -> tuple[EditionFile | None, Tree | None, tuple[Problem, ...]]:
    home = path.absolute().parent
    if leads_out(path, home, project_folder(home)):
        return None, None, (outside(path),)
    tree, file = read(path)
    if tree is None:
        return None, None, tuple(file.problems)
    found, more = validate(tree, EditionFile)
    return found, tree, (*file.problems, *more)


def _inherit(report: Mapping, edition: Mapping) -> list[Problem]:
    """Give ``report`` the values that it leaves to its edition; return where the two contradict each other."""
    problems = []
    for key in (*FROM_EDITION, *_SHARED):
        given = edition.items.get(key)
        if given is None:
            continue
        own = report.items.setdefault(key, given)
        report.keys.setdefault(key, edition.keys[key])
        if key not in _SHARED and getattr(own, "value", own) != getattr(given, "value", given):
            message = f"`{key}` differs from the edition’s, which is {getattr(given, 'value', 'not a single value')}"
            remedy = f"remove it here, or correct {given.file.path}:{given.line}"
            problems.append(at(report, (key,), "edition-differs", message, remedy))
    given = edition.items.get("publication")
    if isinstance(given, Mapping):
        own = report.items.setdefault(
            "publication", Mapping({}, {}, given.line, given.column, given.end_line, given.file)
        )
        report.keys.setdefault("publication", edition.keys["publication"])
        if isinstance(own, Mapping):
            for key, value in given.items.items():
                if key not in own.items:
                    own.items[key] = value
                    own.keys[key] = given.keys[key]
    return problems


def _own(problems: list[Problem], edition: Path) -> list[Problem]:
    """Return the problems without those of the edition: what it gives, or should give and does not give."""
    return [problem for problem in problems if problem.origin.path != str(edition) and not _misses_edition(problem)]


def _misses_edition(problem: Problem) -> bool:
    return problem.code == "missing-key" and problem.message in {f"`{key}` is missing" for key in FROM_EDITION}


def _standalone(problem: Problem) -> Problem:
    """Say where a key could come from when the report has no edition file."""
    if _misses_edition(problem):
        return replace(problem, remedy=f"{problem.remedy}, or keep the report in the folder of an {EDITION_FILE}")
    return problem
