"""The one engine: it builds stale reports with an executor, reports failures and keeps a ledger.

A file, several files, an edition or several of them are a ``BuildRequest``. Executors do the work: in this process,
in workers, on a cluster. Only this engine gives files their names, so that a build that is killed leaves whole files
and temporary ones, which the next build removes.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pdfgen.builds.ledger import Unrecorded
from pdfgen.builds.project_files import roots
from pdfgen.builds.tasks import Failure, Outcome, Result, Task
from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.files import PlaceError, clear, locked, make_folder, publish, stage
from pdfgen.outputs import Destination, report_file, unnamed_file
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.draft import series
from pdfgen.source.load import second_reports_in
from pdfgen.source.places import find_reports

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from pdfgen.builds.ledger import Ledger
    from pdfgen.builds.tasks import BuildOptions

_EVERY = 0.5  # seconds between two writings of the record: what a killed build may do twice


class Executor(Protocol):
    """Builds the reports of tasks. It can run again after it was closed."""

    def run(self, tasks: Iterable[Task], /) -> Iterator[tuple[Task, Outcome]]:
        """Build the reports of ``tasks``; yield each with its outcome, as they come."""

    def close(self) -> None:
        """End all work and release what it needs."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build: every report of ``paths`` with each of ``options``, into ``output``, by an executor."""

    paths: tuple[Path, ...]
    options: tuple[BuildOptions, ...]
    executor: Executor
    here: Path
    """The working directory: problems name files from there."""
    output: Path | None = None
    """A folder, or a file for one report with one set of options; None for the current folder."""
    recorded: bool = False
    """Whether the folder has a record, ``build.json``: what is current by it is not built again.

    Drafts stand in no record: what is read from one is finished.
    """


@contextmanager
def opened(request: BuildRequest) -> Iterator[Build]:
    """Yield the build of ``request``. Nothing is built before its results are asked for.

    A recorded build locks its folder for itself. Raises UsageError for a request that makes no sense,
    EnvironmentFailure when the folder is in use or cannot be made.
    """
    sources = find_reports(list(request.paths))
    place = Destination.of(request.output, [options.profile for options in request.options], len(sources))
    for theme in {options.theme for options in request.options if options.theme}:
        for root in roots(sources):
            Catalogue(root).theme_file(theme)  # an unknown theme is an error of the request, not of each report
    with ExitStack() as stack:
        ledger: Ledger = Unrecorded()
        if request.recorded:
            from pdfgen.builds.recorded import Recorded  # noqa: PLC0415  # a build of one file waits for none of it

            make_folder(place.folder)
            stack.enter_context(locked(place.folder))
            stack.callback(clear, place.folder)
            if not any(options.profile.draft for options in request.options):
                ledger = Recorded(place, sources, request.here)
        build = Build(request, sources, place, ledger, stack)
        stack.callback(build.results.close)  # no executor may be at work any more
        yield build


class Build:
    """The build of a request. ``results`` does it; the counts are those of the results so far."""

    def __init__(
        self, request: BuildRequest, sources: list[Path], place: Destination, ledger: Ledger, locks: ExitStack
    ) -> None:
        self.request, self.sources, self.place = request, sources, place
        self.total = len(sources) * len(request.options)
        self.built = self.current = self.failed = 0
        self.left_over: list[Path] = []
        """Files of the record that no report has any more: it is gone, or its file has another name. They stay."""
        self._ledger, self._locks = ledger, locks
        self._locked = request.recorded
        self._start = self._written = time.monotonic()
        self.results = self._results()
        """The result for each report and options, current ones first: to ask for the next is to build it.

        Raises UsageError when two reports would be one file, EnvironmentFailure when nothing more can be built. The
        record is written in any case.
        """

    @property
    def seconds(self) -> float:
        """The duration so far."""
        return time.monotonic() - self._start

    def _results(self) -> Generator[Result, None, None]:
        refused = second_reports_in(self.sources) if len(self.sources) > 1 else {}
        current: list[Result] = []
        due: list[tuple[Path, BuildOptions]] = []
        for source in self.sources:
            for options in self.request.options:
                known = None if source in refused else self._ledger.current(source, options)
                if known:
                    current.append(known)
                else:
                    due.append((source, options))
        tasks = self._tasks(current, due)
        self._ledger.forget(tasks)
        try:
            for result in current:
                self.current += 1
                yield result
            for task in tasks:
                if problem := refused.get(Path(task.source)):
                    yield self._taken(task, Outcome(0.0, failure=Failure("InputError", problems=(problem,))))
            if left := [task for task in tasks if Path(task.source) not in refused]:
                with closing(self.request.executor) as executor:
                    for task, outcome in executor.run(left):
                        yield self._taken(task, outcome)
        except BaseException:
            with suppress(EnvironmentFailure):  # a full disk has no room for the record either
                self._ledger.write(self._run())
            raise
        self._ledger.write(self._run())
        self.left_over = self._ledger.left_over()

    def _tasks(self, current: list[Result], due: list[tuple[Path, BuildOptions]]) -> list[Task]:
        """Return what is to be built with the files to make. Raises UsageError when two would be one file."""
        taken = {result.files[0]: result.source for result in current}
        tasks = []
        for source, options in due:
            said = None if self.place.file else series(source)
            profile = options.profile
            name = report_file(*said, source.stem, profile) if said else unnamed_file(source, profile)
            target = self.place.path(name)
            if (other := taken.setdefault(target, source)) != source and said:
                message = f"{other} and {source} would both be written to {target}"
                raise UsageError(message, "build them into two folders")
            tasks.append(Task(str(source), options, str(target)))
        return tasks

    def _taken(self, task: Task, outcome: Outcome) -> Result:
        """Give the files of an outcome their names, record it, and return the result."""
        source, profile = Path(task.source), task.options.profile.name
        if outcome.files and not self._locked:
            make_folder(self.place.folder)
            self._locks.enter_context(locked(self.place.folder, shared=True))
            self._locked = True
        outcome = _delivered(outcome)
        failure = outcome.failure
        if failure and failure.final:
            raise failure.error()
        self._ledger.add(task, outcome)
        self.failed += failure is not None
        self.built += failure is None
        if time.monotonic() - self._written > _EVERY:
            self._ledger.write(self._run())
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
    except EnvironmentFailure as error:
        return Outcome(outcome.seconds, failure=Failure.of(error))
    return outcome
