"""The options of ``pdfgen build`` that say who builds, how many at a time and within which limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from pdfgen import system
from pdfgen.cli.limiting import limit_options
from pdfgen.errors import UsageError
from pdfgen.limits import MEMORY, SECONDS, Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pdfgen.builds.build import Executor


def executor_options(command: Callable[..., Any]) -> Callable[..., Any]:
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
class CliOptions:
    """The values of ``executor_options``."""

    jobs: int | None
    watch: bool
    dask: str | None
    time_limit: float | None
    memory_limit: int | None

    @property
    def limits(self) -> Limits:
        """What one report may take."""
        return Limits(self.time_limit or SECONDS, self.memory_limit or MEMORY)

    def executor(self, here: Path) -> Executor:
        """Return who builds the reports of folders: a cluster, or workers on this machine.

        ``here`` is the working directory.
        """
        if self.dask is None:
            from pdfgen.builds.workers import Workers  # noqa: PLC0415  # a build of files needs none

            return Workers(self.jobs or 0, self.limits)
        from pdfgen.builds.dask.cluster import DaskCluster  # noqa: PLC0415  # an extra

        return DaskCluster(self.dask, self.limits, here)

    def unlimited_memory(self) -> bool:
        """Tell whether a limit of memory was given and cannot be kept on this system."""
        return self.limits.memory != MEMORY and not system.can_limit_memory()

    def refuse_without_folder(self) -> None:
        """Raise UsageError for an option that only the build of a folder has."""
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
