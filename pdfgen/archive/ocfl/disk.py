"""New files and folders on a disk, synchronised: what is written outlasts a loss of power.

A disk synchronises many files in hardly more time than one, when it is asked for all of them at once.
"""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pdfgen import system

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WAITING = 16
"""Files that are synchronised at once."""

READ_ONLY, USUAL = 0o444, 0o666
"""Modes of new files; the umask of the process takes from them."""

_OPEN = 48
"""Files of one object that are open at once: some systems allow 256."""

_CHUNK = 1 << 20  # bytes
_BINARY = getattr(os, "O_BINARY", 0)  # Windows


class Disk:
    """What waits for a disk, in several threads. Each method raises OSError."""

    def __init__(self, waiting: ThreadPoolExecutor) -> None:
        self._waiting = waiting

    def write(self, files: Mapping[Path, bytes], mode: int = READ_ONLY) -> None:
        """Write new files, and the folders that they need; synchronise the files."""
        for folder in dict.fromkeys(path.parent for path in files):
            folder.mkdir(parents=True, exist_ok=True)
        rest = iter(files.items())
        while batch := list(islice(rest, _OPEN)):
            with ExitStack() as opened:
                made = [opened.enter_context(_filled(path, BytesIO(content), mode)) for path, content in batch]
                self._synchronise(made)

    def copy(self, source: Path, target: Path) -> None:
        """Copy a file to a new one, read-only and synchronised."""
        with source.open("rb") as content, _filled(target, content, READ_ONLY) as descriptor:
            self._synchronise([descriptor])

    def _synchronise(self, descriptors: list[int]) -> None:
        list(self._waiting.map(system.flush, descriptors))

    def folders(self, *folders: Path) -> None:
        """Synchronise folders, and all in them."""
        self.folders_alone(*(Path(place) for folder in folders for place, _, _ in os.walk(folder, onerror=_raise)))

    def folders_alone(self, *folders: Path) -> None:
        """Synchronise the names in folders."""
        list(self._waiting.map(system.synchronise, folders))


@contextmanager
def disk() -> Iterator[Disk]:
    """Yield what writes; its threads end with it."""
    with ThreadPoolExecutor(WAITING, thread_name_prefix="disk") as waiting:
        yield Disk(waiting)


@contextmanager
def _filled(path: Path, content: IO[bytes], mode: int) -> Iterator[int]:
    """Make a file in a folder that is there, write into it, and yield it open."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    with os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(content, file, _CHUNK)
        file.flush()
        yield file.fileno()


def _raise(error: OSError) -> None:
    raise error
