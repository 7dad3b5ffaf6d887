"""The executor that builds in this process, one report after the other: no process has to start."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pdfgen.builds.perform import loaded, made
from pdfgen.builds.tasks import Failure, Outcome
from pdfgen.errors import PdfgenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pdfgen.builds.tasks import Task
    from pdfgen.source.load import Loaded


class InProcess:
    """Builds each report where it is called. A report with several options in a row is loaded once."""

    def __init__(self) -> None:
        self._last: tuple[tuple[str, bool], Loaded] | None = None

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Build the reports of ``tasks``; yield each with its outcome.

        An error that is none of pdfgen's own is not caught: it belongs to the process.
        """
        for task in tasks:
            start = time.perf_counter()
            try:
                outcome = made(task, self._loaded(task), start)
            except PdfgenError as error:
                outcome = Outcome(time.perf_counter() - start, failure=Failure.of(error))
            yield task, outcome

    def close(self) -> None:
        """Forget the report that was loaded last."""
        self._last = None

    def _loaded(self, task: Task) -> Loaded:
        key = task.source, task.options.follow_links
        if self._last is None or self._last[0] != key:
            self._last = key, loaded(task)
        return self._last[1]
