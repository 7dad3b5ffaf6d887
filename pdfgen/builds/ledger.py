"""What a build remembers from run to run: which reports are current, and what became of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pdfgen.builds.tasks import BuildOptions, Outcome, Result, Task


class Ledger(Protocol):
    """Knows what was built before, and notes what is built now."""

    def current(self, source: Path, options: BuildOptions, /) -> Result | None:
        """Return the result of a report that need not be built again."""

    def forget(self, tasks: Sequence[Task], /) -> None:
        """Drop what is built anew, what has no source any more, and what has another name now."""

    def add(self, task: Task, outcome: Outcome, /) -> None:
        """Note the outcome of a task."""

    def write(self, run: dict[str, Any], /) -> None:
        """Save the notes, with the counts of this run. Raises EnvironmentFailure when they cannot be saved."""

    def left_over(self) -> list[Path]:
        """Return files of earlier builds that no report has any more."""


class Unrecorded:
    """The ledger of a build that leaves no record: nothing is current."""

    def current(self, _source: Path, _options: BuildOptions) -> None:
        """Return None: everything is built."""

    def forget(self, _tasks: Sequence[Task]) -> None:
        """Do nothing."""

    def add(self, _task: Task, _outcome: Outcome) -> None:
        """Do nothing."""

    def write(self, _run: dict[str, Any]) -> None:
        """Do nothing."""

    def left_over(self) -> list[Path]:
        """Return no file."""
        return []
