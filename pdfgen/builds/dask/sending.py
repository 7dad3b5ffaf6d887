"""What is sent to machines that share no disk with this one, and how what they say is read here."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.builds.dask.remote import RemoteTask, SharedFiles
from pdfgen.builds.project_files import shared_files
from pdfgen.errors import PdfgenError
from pdfgen.files import read_regular
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.heads import head, heads_of
from pdfgen.source.links import leads_out
from pdfgen.source.places import EDITION_FILE, edition_folder, editions_beside, project_folder, real_place
from pdfgen.source.search import Search
from pdfgen.versions import code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pdfgen.builds.dask.remote import RemotePaths
    from pdfgen.builds.tasks import Outcome, ReportLimits, Task
    from pdfgen.errors import Problem

_MOST = 100_000_000  # bytes of a file


class Sender:
    """Packs the tasks of a build, and reads their outcomes as if they came from here."""

    def __init__(self, build: str, limits: ReportLimits) -> None:
        self._build, self._limits = build, limits
        self._names: dict[str, str] = {}

    def parcel(self, task: Task) -> RemoteTask:
        """Return ``task`` with the report, and the one of the edition before."""
        anchor = str(_anchor(real_place(Path(task.source))))
        place = real_place(Path(task.source))
        files = _contents(anchor, dict.fromkeys(_own(place)))
        source = os.path.relpath(place, anchor)
        return RemoteTask(self._build, task, self._limits, anchor, source, files, code())

    def shared(self, task: Task) -> SharedFiles:
        """Return what the reports of the project of ``task`` share."""
        anchor = _anchor(real_place(Path(task.source)))
        name = self._names.setdefault(str(anchor), f"project-{len(self._names)}")
        return SharedFiles(name, _contents(str(anchor), _shared(real_place(Path(task.source)))))

    def returned(self, parcel: RemoteTask, outcome: Outcome, there: RemotePaths) -> Outcome:
        """Return an outcome with the paths of this machine for those of the other."""
        inputs = tuple(item._replace(path=_here(item.path, there, parcel)) for item in outcome.inputs)
        warnings = tuple(_problem(item, there, parcel) for item in outcome.warnings)
        failure = outcome.failure
        if failure:
            failure = replace(
                failure,
                message=_text(failure.message, there, parcel),
                remedy=_text(failure.remedy, there, parcel),
                problems=tuple(_problem(item, there, parcel) for item in failure.problems),
            )
        return replace(outcome, inputs=inputs, warnings=warnings, failure=failure)


def _anchor(source: Path) -> Path:
    """Return the folder that has all that a report is made of: what lies beside it there lies beside it here."""
    home = edition_folder(source)
    project = project_folder(home)
    if home is None or project is None:
        return source.parents[1]
    return home.parent if project == home else project


def _own(source: Path) -> Iterator[Path]:
    """Yield the report, and the reports on its entity in earlier editions."""
    yield source
    found = head(source)
    if found is None:
        return
    catalogue = Catalogue(project_folder(edition_folder(source)))
    try:
        rubric = catalogue.rubric(found.rubric)
    except PdfgenError:  # it will be told when the report is loaded
        return
    search = Search(catalogue, rubric, found.entity, found.language, source)
    for edition in search.homes:
        yield from search.reports(edition)


def _shared(source: Path) -> dict[Path, bytes | None]:
    """Return the files that the reports of a project share, None for their content as it is.

    Of the reports of all editions the heads are among them, by which an entity is found.
    """
    home = edition_folder(source)
    project = project_folder(home)
    if home is None or project is None:
        return {}
    found: dict[Path, bytes | None] = dict.fromkeys(shared_files(project))
    for folder in editions_beside(home):
        found[folder / EDITION_FILE] = None
        found |= {item.path: item.stub() for item in heads_of(folder)}
    return found


def _contents(anchor: str, files: Mapping[Path, bytes | None]) -> dict[str, bytes]:
    found = {}
    for path, content in files.items():
        try:
            if content is None and leads_out(path, Path(anchor)):
                continue
            found[os.path.relpath(path, anchor)] = read_regular(path, _MOST) if content is None else content
        except OSError:  # it is as good as absent there too
            continue
    return found


def _folders(there: RemotePaths, parcel: RemoteTask) -> Iterator[tuple[str, str]]:
    """Yield the folders that both machines have, the other's with this one's."""
    yield there.anchor, parcel.anchor
    yield there.data, str(shipped("data"))
    yield there.fonts, str(shipped("fonts"))


def _here(path: str, there: RemotePaths, parcel: RemoteTask) -> str:
    """Return the path on this machine of a file on the other."""
    for theirs, ours in _folders(there, parcel):
        if path.startswith(theirs + os.sep):
            return ours + path.removeprefix(theirs)
    return path


def _shown(path: str, there: RemotePaths, parcel: RemoteTask) -> str:
    """Return a path as this machine would have told it."""
    here = Path(_here(path, there, parcel))
    if here == Path(parcel.anchor) / parcel.source:
        return parcel.task.source
    return str(here.relative_to(Path.cwd())) if here.is_relative_to(Path.cwd()) else str(here)


def _text(text: str, there: RemotePaths, parcel: RemoteTask) -> str:
    theirs = "|".join(re.escape(folder + os.sep) for folder, _ in _folders(there, parcel))
    return re.sub(rf"(?:{theirs})[^\s:]*", lambda found: _shown(found[0], there, parcel), text)


def _problem(problem: Problem, there: RemotePaths, parcel: RemoteTask) -> Problem:
    origin = replace(problem.origin, path=_shown(problem.origin.path, there, parcel))
    message, remedy = (_text(text, there, parcel) for text in (problem.message, problem.remedy))
    return replace(problem, origin=origin, message=message, remedy=remedy)
