"""Build an edition: what is not current is built, whatever fails is told, and all of it is recorded.

Only the process that has the folder's lock gives files their names there, so a build that is killed leaves whole files
and temporary ones, which the next one removes.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from pdfgen.builds.project_files import roots
from pdfgen.builds.record import Record
from pdfgen.builds.snapshot import Snapshot
from pdfgen.builds.tasks import Failure, Limits, Outcome, Task
from pdfgen.builds.workers import Pool
from pdfgen.errors import SurroundingsError, UsageError
from pdfgen.files import PlaceError, clear, is_file, locked, make_folder, publish, stage
from pdfgen.outputs import Destination, report_file, unnamed_file
from pdfgen.pdf.pictures import renderer
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.draft import series
from pdfgen.source.load import second_reports_in
from pdfgen.source.places import find_reports

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator
    from contextlib import AbstractContextManager

    from pdfgen.builds.record import Row
    from pdfgen.builds.tasks import Manner
    from pdfgen.errors import PdfgenError, Problem

_EVERY = 0.5  # seconds between two writings of the record: what a killed build may do twice


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: reports in manners, into a folder (or one file), by so many processes or by a cluster."""

    paths: tuple[Path, ...]
    manners: tuple[Manner, ...]
    output: Path | None = None
    jobs: int = 0
    """0 for as many as there are cores."""
    limits: Limits = field(default_factory=Limits)
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one report in one profile."""

    state: Literal["built", "current", "failed"]
    source: Path
    profile: str
    files: tuple[Path, ...] = ()
    warnings: tuple[Problem, ...] = ()
    error: PdfgenError | None = None


class Crew(Protocol):
    """Those who do the work."""

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Build the reports of ``tasks``; yield each with its outcome, as they come."""


@contextmanager
def opened(order: Order) -> Iterator[Build]:
    """Yield the build of ``order``, with its folder locked. Nothing is built before its results are asked for.

    Raises UsageError for what makes no sense, SurroundingsError when the folder is in use or cannot be made.
    """
    sources = find_reports(list(order.paths))
    place = Destination.of(order.output, len(sources), len(order.manners))
    for theme in {manner.theme for manner in order.manners if manner.theme}:
        for root in roots(sources):
            Catalogue(root).theme_file(theme)  # what was asked for wrongly is told before anything is built
    if any(manner.pictures for manner in order.manners):
        renderer()
    make_folder(place.folder)
    with locked(place.folder):
        build = Build(order, sources, place)
        try:
            yield build
        finally:
            build.results.close()  # nobody may be at work any more
            clear(place.folder)


class Build:
    """The build of an order. ``results`` does it; the numbers are those of the results so far."""

    def __init__(self, order: Order, sources: list[Path], place: Destination) -> None:
        self.order, self.sources = order, sources
        self.folder, self.file = place.folder, place.file
        self.total = len(sources) * len(order.manners)
        self.built = self.current = self.failed = 0
        self.left_over: list[Path] = []
        """Files that no report has any more: it is gone, or its file has another name now. They are left alone."""
        self.results = self._results()
        """What becomes of each report, those that are current first: to ask for the next is to build it.

        Raises UsageError when two reports would be one file, SurroundingsError when nothing more can be built. The
        record is written in any case.
        """
        self._start = self._written = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.monotonic() - self._start

    def _results(self) -> Generator[Result, None, None]:
        record = Record(self.folder)
        snapshot = Snapshot(self.sources)
        refused = second_reports_in(self.sources)
        current, due = self._sorted(record, snapshot, refused)
        tasks = self._tasks(current, due)
        before = self._forget(record, current, tasks)
        try:
            for source, row in current:
                self.current += 1
                yield self._unchanged(record, source, row)
            for task in tasks:
                if problem := refused.get(Path(task.source)):
                    failure = Failure("InputError", problems=(problem,))
                    yield self._taken(record, snapshot, task, Outcome(0.0, failure=failure))
            if left := [task for task in tasks if Path(task.source) not in refused]:
                with self._crew(left) as crew:
                    for task, outcome in crew.run(left):
                        yield self._taken(record, snapshot, task, outcome)
        except BaseException:
            with suppress(SurroundingsError):  # a full disk has no room for the record either
                record.write(self._run())
            raise
        record.write(self._run())
        known = {name for row in record.rows.values() for name in (row.target, *row.files)}
        self.left_over = [path for file in sorted(before - known) if is_file(path := self.folder / file)]

    def _sorted(
        self, record: Record, snapshot: Snapshot, refused: Collection[Path]
    ) -> tuple[list[tuple[Path, Row]], list[tuple[Path, Manner]]]:
        """Return what is current and what is to be built; what is refused is never current."""
        current, due = [], []
        for source in self.sources:
            for manner in self.order.manners:
                row = record.current(source, manner, self.file, snapshot) if source not in refused else None
                if row:
                    current.append((source, row))
                else:
                    due.append((source, manner))
        return current, due

    def _tasks(self, current: list[tuple[Path, Row]], due: list[tuple[Path, Manner]]) -> list[Task]:
        """Return what is to be built with the files to make. Raises UsageError when two would be one file."""
        taken = {self.folder / row.target: source for source, row in current}
        tasks = []
        for source, manner in due:
            said = None if self.file else series(source)
            name = report_file(*said, source.stem, manner.profile.name) if said else unnamed_file(source)
            target = self.folder / (self.file or name)
            if (other := taken.setdefault(target, source)) != source and said:
                remedy = "build them into two folders"
                raise UsageError(f"{other} and {source} would both be written to {target}", remedy)
            tasks.append(Task(str(source), manner, str(target)))
        return tasks

    def _forget(self, record: Record, current: list[tuple[Path, Row]], tasks: list[Task]) -> set[str]:
        """Take from the record what is built anew, what is gone, and what has another name now; return its files."""
        name = record.naming.name
        kept = {row.key for _, row in current}
        anew = {(name(task.source), task.manner.profile.name) for task in tasks}
        targets = {Path(task.target).name for task in tasks}
        files: set[str] = set()
        for key, row in list(record.rows.items()):
            source, profile, target = key
            gone = not is_file(Path(record.naming.path(source)))
            renamed = not self.file and (source, profile) in anew
            if key not in kept and (gone or renamed or target in targets):
                del record.rows[key]
                files |= row.files.keys()
        return files

    def _crew(self, tasks: list[Task]) -> AbstractContextManager[Crew]:
        if self.order.cluster is None:
            return Pool(min(self.order.jobs or cores(), len(tasks)), self.order.limits)
        from pdfgen.builds.dask.cluster import Cluster  # noqa: PLC0415  # an extra, and only who asks for it waits for it

        return Cluster(self.order.cluster, self.order.limits)

    def _unchanged(self, record: Record, source: Path, row: Row) -> Result:
        files = tuple(self.folder / name for name in row.files)
        return Result("current", source, row.data["profile"], files, record.problems(row, source))

    def _taken(self, record: Record, snapshot: Snapshot, task: Task, outcome: Outcome) -> Result:
        """Give the files of an outcome their names, record it, and return what became of the report."""
        source, profile = Path(task.source), task.manner.profile.name
        outcome = _delivered(outcome)
        failure = outcome.failure
        if failure and failure.final:
            raise failure.error()
        record.add(task, outcome, snapshot, named=bool(self.file))
        self.failed += failure is not None
        self.built += failure is None
        if time.monotonic() - self._written > _EVERY:
            record.write(self._run())
            self._written = time.monotonic()
        if failure:
            return Result("failed", source, profile, error=failure.error())
        return Result("built", source, profile, tuple(Path(file.target) for file in outcome.files), outcome.warnings)

    def _run(self) -> dict[str, Any]:
        counts = {"built": self.built, "current": self.current, "failed": self.failed}
        return counts | {"seconds": round(self.seconds, 3)}


def _delivered(outcome: Outcome) -> Outcome:
    """Give the files of an outcome their names; return it as a failure when one of them cannot have its name.

    Raises PlaceError when no file can be written any more.
    """
    try:
        for file in outcome.files:
            target = Path(file.target)
            publish(Path(file.staged) if file.staged else stage(target, file.content), target)
    except PlaceError:
        raise
    except SurroundingsError as error:
        return Outcome(outcome.seconds, failure=Failure.of(error))
    return outcome


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
