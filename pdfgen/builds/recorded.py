"""The ledger of a folder: its record, ``build.json``, compared with the files as they are when the build begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.builds.record import Record
from pdfgen.builds.snapshot import Snapshot
from pdfgen.builds.tasks import Result
from pdfgen.files import is_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.builds.tasks import BuildOptions, Outcome, Task
    from pdfgen.outputs import Destination


class Recorded:
    """What the record of the folder ``place`` says of ``sources``; ``here`` is the working directory.

    Raises UsageError when the folder has a file of that name that is no record, EnvironmentFailure when it cannot be
    read.
    """

    def __init__(self, place: Destination, sources: Sequence[Path], here: Path) -> None:
        self._folder, self._file = place.folder, place.file
        self._record = Record(place.folder, here)
        self._snapshot = Snapshot(sources)
        self._kept: set[tuple[str, str, str]] = set()
        self._before: set[str] = set()

    def current(self, source: Path, options: BuildOptions) -> Result | None:
        """Return the result of a report whose inputs, options and files are those of the record."""
        row = self._record.current(source, options, self._file, self._snapshot)
        if row is None:
            return None
        self._kept.add(row.key)
        files = tuple(self._folder / name for name in row.files)
        return Result("current", source, row.data["profile"], files, self._record.problems(row, source))

    def forget(self, tasks: Sequence[Task]) -> None:
        """Drop from the record what is built anew, what has no source any more, and what has another name now."""
        record = self._record
        name = record.naming.name
        anew = {(name(task.source), task.options.profile.name) for task in tasks}
        targets = {Path(task.target).name for task in tasks}
        for key, row in list(record.rows.items()):
            source, profile, target = key
            gone = not is_file(Path(record.naming.path(source)))
            renamed = not self._file and (source, profile) in anew
            if key not in self._kept and (gone or renamed or target in targets):
                del record.rows[key]
                self._before |= row.files.keys()

    def add(self, task: Task, outcome: Outcome) -> None:
        """Note the outcome of a task in the record."""
        self._record.add(task, outcome, self._snapshot, named=bool(self._file))

    def write(self, run: dict[str, Any]) -> None:
        """Write the record. Raises EnvironmentFailure when it cannot be written."""
        self._record.write(run)

    def left_over(self) -> list[Path]:
        """Return files that were dropped from the record, are not in it again, and are still there."""
        known = {name for row in self._record.rows.values() for name in (row.target, *row.files)}
        return [path for file in sorted(self._before - known) if is_file(path := self._folder / file)]
