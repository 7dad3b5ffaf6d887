"""Tell what became of each report of a build, as it comes: problems once, a row for JSON, a bar on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from pdfgen.cli import output
from pdfgen.errors import BatchError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pdfgen.errors import PdfgenError, Problem


class ResultReporter:
    """Tells results in a form: what was told already, of other reports or by the telling ``before``, is not told again.

    ``failed`` has the errors of what could not be built, ``waived`` the warnings that the edition waives.
    """

    def __init__(self, form: str, before: ResultReporter | None = None) -> None:
        self.form = form
        self.failed: dict[str, PdfgenError] = {}
        self.waived: set[Problem] = set()
        self._before = before.warnings if before else set()
        self.warnings: set[tuple[str, str, str]] = set()
        """The warnings by file, code and words: a warning stays the same when lines come before it."""
        self._told: set[Problem | str] = set()

    def delivery(
        self, source: Path | str, files: Sequence[Path], warnings: Iterable[Problem], *, pictures: bool
    ) -> dict[str, Any]:
        """Tell the warnings of a report that was built; return its row. ``files`` has the report first."""
        shown = self._kept(warnings)
        self._show(shown)
        target, *others = map(str, files)
        row = {"source": str(source), "target": target, "error": None, "problems": list(map(output.as_data, shown))}
        return row | {"pictures": others} if pictures else row

    def failure(self, source: Path | str, error: PdfgenError, profile: str = "") -> dict[str, Any]:
        """Tell why a report was not built; return its row."""
        self.failed[f"{source} ({profile})" if profile else str(source)] = error
        problems = self._kept(error.problems) if isinstance(error, InputError) else []
        if problems:
            self._show(problems)
        elif str(error) not in self._told:
            output.say_error(error, self.form)
            self._told.add(str(error))
        shown = [output.as_data(item) for item in problems]
        told = None if problems else output.error_data(error)
        return {"source": str(source), "target": None, "error": told, "problems": shown}

    def _kept(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems that are told; those that are waived are only counted."""
        found = list(problems)
        self.waived.update(problem for problem in found if problem.severity == "waived")
        return [problem for problem in found if problem.severity != "waived"]

    def _show(self, problems: list[Problem]) -> None:
        """Show problems; what is wrong with an edition file or a font stands against each report, and is told once."""
        new = [problem for problem in dict.fromkeys(problems) if problem not in self._told]
        output.show([problem for problem in new if _key(problem) not in self._before], self.form)
        self._told.update(new)
        self.warnings.update(_key(problem) for problem in new if problem.severity == "warning")

    def waived_words(self) -> str:
        """Return how many warnings are waived; nothing when none is."""
        return f"{output.count(len(self.waived), 'warning')} waived" if self.waived else ""

    def exit_code(self, total: int, reports: int) -> int:
        """Say how many of ``total`` files failed, if any; return the exit code. They are of so many ``reports``."""
        if not self.failed:
            return 0
        if total == 1 or (reports == 1 and len(self.failed) == total):
            return next(iter(self.failed.values())).exit_code
        output.say_error(BatchError(self.failed, total - len(self.failed)))
        return BatchError.exit_code


def _key(problem: Problem) -> tuple[str, str, str]:
    return problem.origin.path, problem.code, problem.message


class Advance(Protocol):
    """Moves a bar on by one."""

    def __call__(self, *, failed: bool) -> None:
        """Move it on; say whether that one failed."""


@contextmanager
def progress(total: int, words: str = "building") -> Iterator[Advance]:
    """Show a bar on a terminal when there is more than one report; yield what moves it on."""
    if total < 2 or sys.stderr is None or not sys.stderr.isatty():  # noqa: PLR2004  # one report needs no bar
        yield _still
        return
    # only where a bar is shown
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (
        TextColumn(words),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("[red]{task.fields[failures]}"),
    )
    failures = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, rate="", failures="")

        def advance(*, failed: bool) -> None:
            nonlocal failures
            failures += failed
            bar.advance(task)
            done, seconds = bar.tasks[0].completed, bar.tasks[0].elapsed or 0.0
            rate = f"{done / seconds:.0f} a second" if seconds > 0.5 else ""  # noqa: PLR2004  # not a guess
            bar.update(task, rate=rate, failures=f"{failures} failed" if failures else "")

        yield advance


def _still(*, failed: bool) -> None:
    """Move nothing."""
