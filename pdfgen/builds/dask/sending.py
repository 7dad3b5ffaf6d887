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
from pdfgen.source.places import EDITION_FILE, edition_folder, editions_beside, project_folder, real_place, shown
from pdfgen.source.search import Search
from pdfgen.versions import code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pdfgen.builds.dask.remote import RemotePaths
    from pdfgen.builds.tasks import Outcome, Task
    from pdfgen.errors import Problem
    from pdfgen.limits import Limits

_MOST = 100_000_000  # bytes of a file


class Sender:
    """Packs the tasks of a build, and reads their outcomes as if they came from ``here``, the working directory."""

    def __init__(self, build: str, limits: Limits, here: Path) -> None:
        self._build, self._limits, self._here = build, limits, here
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
        return _Return(parcel, there, self._here).outcome(outcome)


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


class _Return:
    """Reads what another machine says: its paths become those of this machine."""

    def __init__(self, parcel: RemoteTask, there: RemotePaths, here: Path) -> None:
        self._parcel, self._here = parcel, here
        self._folders = {
            there.anchor: parcel.anchor,
            there.data: str(shipped("data")),
            there.fonts: str(shipped("fonts")),
        }
        """The folders that both machines have, this one's by the other's."""
        remote = "|".join(re.escape(folder + os.sep) for folder in self._folders)
        self._path = re.compile(rf"(?:{remote})[^\s:]*")

    def outcome(self, outcome: Outcome) -> Outcome:
        """Return an outcome with the paths of this machine."""
        inputs = tuple(item._replace(path=self._local(item.path)) for item in outcome.inputs)
        warnings = tuple(map(self._problem, outcome.warnings))
        failure = outcome.failure
        if failure:
            failure = replace(
                failure,
                message=self._text(failure.message),
                remedy=self._text(failure.remedy),
                problems=tuple(map(self._problem, failure.problems)),
            )
        return replace(outcome, inputs=inputs, warnings=warnings, failure=failure)

    def _local(self, path: str) -> str:
        """Return the path on this machine of a file on the other."""
        for remote, local in self._folders.items():
            if path.startswith(remote + os.sep):
                return local + path.removeprefix(remote)
        return path

    def _shown(self, path: str) -> str:
        """Return a path as this machine shows it."""
        local = Path(self._local(path))
        if local == Path(self._parcel.anchor) / self._parcel.source:
            return self._parcel.task.source
        return str(shown(local, self._here))

    def _text(self, text: str) -> str:
        return self._path.sub(lambda found: self._shown(found[0]), text)

    def _problem(self, problem: Problem) -> Problem:
        origin = replace(problem.origin, path=self._shown(problem.origin.path))
        return replace(problem, origin=origin, message=self._text(problem.message), remedy=self._text(problem.remedy))
