"""The part of the work that a worker of a cluster does: lay out what it was sent, build, give the bytes back.

The report is built by a process of its own, as on the machine that asks for it, with the same limits.
"""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.builds.workers import Workers
from pdfgen.errors import EnvironmentFailure
from pdfgen.files import write_whole
from pdfgen.resources import shipped
from pdfgen.version import __version__
from pdfgen.versions import code

if TYPE_CHECKING:
    from pdfgen.builds.tasks import MadeFile, Outcome, Task
    from pdfgen.limits import Limits


@dataclass(frozen=True, slots=True)
class RemoteTask:
    """A task with the files that are the report's own, by their paths from the folder ``anchor`` of the sender."""

    build: str
    """The name of the build that it belongs to."""
    task: Task
    limits: Limits
    anchor: str
    source: str
    files: dict[str, bytes]
    code: str
    """The hash of the sender's program."""


@dataclass(frozen=True, slots=True)
class SharedFiles:
    """What the reports of a project share."""

    name: str
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class RemotePaths:
    """Where files are on a worker: what the anchor is there, and the folders that its own pdfgen ships."""

    anchor: str
    data: str
    fonts: str


def perform_there(parcel: RemoteTask, shared: SharedFiles) -> tuple[Outcome, RemotePaths]:
    """Build the report of ``parcel`` in the worker's own folder; return the outcome, and where things are there.

    Raises EnvironmentFailure when the program is not the sender's: the bytes would not be either.
    """
    from distributed import get_worker  # noqa: PLC0415  # here it is installed

    if parcel.code != code():
        message = f"a worker has another pdfgen than this one: {__version__} {code()}, not {parcel.code}"
        raise EnvironmentFailure(message, "install the same version on all workers")
    anchor = _folder(get_worker(), parcel.build) / shared.name
    _lay_out(anchor, shared.files)
    _lay_out(anchor, parcel.files, anew=True)  # of these reports the heads are there already
    target = anchor / "made" / Path(parcel.task.target).name
    target.parent.mkdir(parents=True, exist_ok=True)
    task = replace(parcel.task, source=str(anchor / parcel.source), target=str(target))
    ((_, outcome),) = _pool(parcel).run([task])
    there = Path(parcel.task.target).parent
    outcome = replace(outcome, files=tuple(_fetched(file, there) for file in outcome.files))
    return outcome, RemotePaths(str(anchor), str(shipped("data")), str(shipped("fonts")))


def _folder(worker: Any, build: str) -> Path:
    return Path(worker.local_directory) / f"pdfgen-{build}"


_layout = threading.Lock()


def _lay_out(anchor: Path, files: dict[str, bytes], *, anew: bool = False) -> None:
    """Write files below ``anchor``; a worker that does several tasks at a time writes them one after the other."""
    with _layout:
        for name, content in files.items():
            path = anchor / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or (anew and path.read_bytes() != content):
                write_whole(path, content)


def _fetched(file: MadeFile, there: Path) -> MadeFile:
    """Return a file with its content, and with the sender's place for it."""
    staged = Path(file.staged)
    content = staged.read_bytes()
    staged.unlink()
    return replace(file, target=str(there / Path(file.target).name), staged="", content=content)


_pools: dict[int, tuple[str, Workers]] = {}
"""The process that builds for each thread of this worker, and the build that it belongs to."""


def _pool(parcel: RemoteTask) -> Workers:
    key = threading.get_ident()
    build, pool = _pools.get(key, ("", None))
    if pool is None or build != parcel.build:
        if pool is not None:
            pool.close()
        pool = Workers(1, parcel.limits)
        _pools[key] = parcel.build, pool
    return pool


def forget(build: str, dask_worker: Any) -> None:
    """End the processes of a build that is over, and remove what was laid out for it."""
    for key, (theirs, pool) in list(_pools.items()):
        if theirs == build:
            del _pools[key]
            pool.close()
    shutil.rmtree(_folder(dask_worker, build), ignore_errors=True)
