"""Build folders: the options for it, and what is told of it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from pdfgen import system
from pdfgen.builds.limits import MEMORY, SECONDS
from pdfgen.cli import output
from pdfgen.cli.limits import limit_options
from pdfgen.cli.telling import Telling, progress
from pdfgen.errors import PdfgenError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pdfgen.builds.build import Build, Order
    from pdfgen.builds.tasks import Limits, Manner

_MOST_NAMED = 5


def edition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for the build of folders."""
    for option in (
        limit_options("one report", SECONDS, MEMORY),
        click.option(
            "--dask",
            metavar="ADDRESS",
            help='Let a dask.distributed cluster do the work (pip install "pdfgen[dask]"). It is trusted wholly: it '
            "gets the project, which stays there when this command is killed, and what it answers is executed here.",
        ),
        click.option("--watch", is_flag=True, help='Build again after each save (pip install "pdfgen[watch]").'),
        click.option(
            "-j", "--jobs", type=click.IntRange(min=1), help="Reports at the same time.  [default: one a core]"
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for with the options."""

    jobs: int | None
    watch: bool
    dask: str | None
    time_limit: float | None
    memory_limit: int | None

    @property
    def limits(self) -> Limits:
        """What one report may take."""
        from pdfgen.builds.tasks import Limits  # noqa: PLC0415  # help needs none of it

        return Limits(self.time_limit or SECONDS, self.memory_limit or MEMORY)

    def refuse_without_folder(self) -> None:
        """Raise UsageError when something is asked for that only the build of a folder has."""
        for name in ("watch", "jobs", "dask"):
            if getattr(self, name):
                option = f"--{name.replace('_', '-')}"
                raise UsageError(f"{option} is for folders, and only files are named", "name the folder of the reports")

    def refuse_contradictions(self, form: str) -> None:
        """Raise UsageError for options that exclude each other."""
        if self.dask and self.jobs:
            raise UsageError("--dask and --jobs exclude each other", "the cluster says how much it does at a time")
        if self.watch and form == "json":
            raise UsageError("--watch and JSON exclude each other", "leave one of the two out: watching has no end")

    def order(self, paths: tuple[Path, ...], target: Path | None, manners: tuple[Manner, ...]) -> Order:
        """Return the order to build ``paths``."""
        from pdfgen.builds.build import Order  # noqa: PLC0415  # help needs none of it

        return Order(paths, manners, target, self.jobs or 0, self.limits, self.dask)


def build_folders(order: Order, form: str) -> int:
    """Build, tell how it went, and return the exit code."""
    telling = Telling(form)
    with ExitStack() as stack:
        build, rows = _built(order, telling, stack)
    if order.limits.memory != MEMORY and not system.can_limit_memory():
        output.say("note: memory was not limited: this system does not, and psutil is not there (pip install psutil)")
    if form == "json":
        output.print_json({"reports": rows, "waived": len(telling.waived)})
    if build.total > 1 or not build.failed:  # else all is said
        output.say(_summary(build, telling))
    _say_left_over(build.left_over)
    return telling.exit_code(build.total)


def _built(order: Order, telling: Telling, stack: ExitStack) -> tuple[Build, list[dict[str, Any]]]:
    from pdfgen.builds.build import opened  # noqa: PLC0415  # help needs none of it

    build = stack.enter_context(opened(order))
    pictures = any(manner.pictures for manner in order.manners)
    several = len(order.manners) > 1
    rows = []
    with progress(build.total) as advance:
        for result in build.results:
            if result.error:
                row = telling.failure(result.source, result.error, result.profile if several else "")
            else:
                row = telling.delivery(result.source, result.files, result.warnings, pictures=pictures)
            rows.append(row | {"profile": result.profile, "state": result.state})
            advance(failed=result.error is not None)
    return build, sorted(rows, key=lambda row: (row["source"], row["profile"]))


def _summary(build: Build, telling: Telling) -> str:
    """Return what was done in one line."""
    what = "report" if len(build.order.manners) == 1 else "file"
    told = f"{build.built} of {output.count(build.total, what)} built in {build.seconds:.1f} s"
    if build.current or build.failed:
        told += f" ({build.current} current, {build.failed} failed)"
    return ", ".join(filter(None, [told, telling.waived_words()]))


def _say_left_over(files: list[Path]) -> None:
    if files:
        named = ", ".join(map(str, files[:_MOST_NAMED]))
        more = f" and {len(files) - _MOST_NAMED} more" if len(files) > _MOST_NAMED else ""
        output.say(f"no report has these files any more; they are left alone: {named}{more}")


def watch_folders(order: Order, form: str) -> int:
    """Build, then build again after each save, until Ctrl-C; return the exit code."""
    from pdfgen.builds.watch import changes  # noqa: PLC0415  # an extra

    telling: Telling | None = None
    try:
        for changed in changes(order):
            names = sorted({path.name for path in changed if not path.is_dir()})
            telling = _round(order, form, names, telling)
    except KeyboardInterrupt:
        output.say("stopped")
    return 0


def _round(order: Order, form: str, names: list[str], before: Telling | None) -> Telling:
    """Build once, after files of these names were saved; what then goes wrong does not end the watching.

    A warning is told when it comes: not again while it is there. ``before`` is the telling of the round before.
    """
    telling = Telling(form, before)
    try:
        with ExitStack() as stack:
            build, _ = _built(order, telling, stack)
    except PdfgenError as error:
        if before is None:
            raise
        telling.failure("", error)
        return telling
    if before is None or build.built or build.failed or build.left_over:  # else all was saved as it was
        what = f"{', '.join(names[:_MOST_NAMED])}: " if names else ""
        output.say(f"{time.strftime('%H:%M:%S')} {what}{_summary(build, telling)}")
        _say_left_over(build.left_over)
    return telling
