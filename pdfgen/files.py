"""Write a file or a folder whole or not at all, and keep others from writing into the same folder meanwhile."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pdfgen import system
from pdfgen.errors import EnvironmentFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_TEMPORARY = re.compile(
    r"\.pdfgen-[0-9a-f]{16}\.tmp"
    r"|\..+\.(?:pdf|png|json|yaml|csv)\.[0-9a-f]{8}\.tmp"  # as versions before 0.2 named them
)
_BINARY = getattr(os, "O_BINARY", 0)  # Windows
_TRIES, _PAUSE = 20, 0.01  # seconds
_NO_PLACE = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO, errno.ENOENT, errno.ENOTDIR}


class PlaceError(EnvironmentFailure):
    """No file can be written into a folder under any name: the disk is full, or the folder is gone."""


def write_whole(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` so that a reader sees the old file or the whole new one, never a part.

    A temporary file beside the target is filled, synchronised and renamed over it, then the folder is synchronised.
    The file gets the mode that the umask gives. An interrupt leaves no temporary file; those of processes that were
    killed are removed. Raises EnvironmentFailure when the place cannot be written, or a build has the folder.
    """
    with locked(target.parent, shared=True):
        publish(stage(target, content), target)


def stage(target: Path, content: bytes) -> Path:
    """Write ``content`` to a temporary file beside ``target``, synchronised; return it.

    An interrupt leaves no temporary file. Raises PlaceError when the folder cannot be written.
    """
    temporary = _temporary(target)
    try:
        try:
            _fill(temporary, content)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritten(target, error, PlaceError) from error
    return temporary


def _temporary(target: Path) -> Path:
    return target.with_name(f".pdfgen-{os.urandom(8).hex()}.tmp")


def _fill(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def publish(temporary: Path, target: Path) -> None:
    """Give a file that was staged its name, and synchronise the folder.

    Raises EnvironmentFailure when that cannot be done, PlaceError when no other name would do either; the temporary
    file is gone then.
    """
    try:
        try:
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        system.synchronise(target.parent)
    except OSError as error:
        raise _unwritten(target, error, PlaceError if error.errno in _NO_PLACE else EnvironmentFailure) from error


def judge_name(target: Path) -> None:
    """Raise EnvironmentFailure when the file ``target`` cannot be made because of its name."""
    try:
        there = target.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return  # whoever makes the folder says what is in its way
    except OSError as error:
        raise _unwritten(target, error, EnvironmentFailure) from error
    if stat.S_ISDIR(there.st_mode):
        raise EnvironmentFailure(f"cannot write {target}: a folder has this name", "rename the folder, or the report")


def _unwritten(target: Path, error: OSError, kind: type[EnvironmentFailure]) -> EnvironmentFailure:
    remedy = "choose another place, or make room there"
    if error.errno == errno.ENAMETOOLONG:
        remedy = "give it a shorter name"
    return kind(f"cannot write {target}: {error.strerror or error}", remedy)


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder ``target`` with ``files``, by their paths in it, whole or not at all.

    An empty folder may be there. Raises EnvironmentFailure when it cannot be made.
    """
    with whole_folder(target) as folder:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            _fill(folder / name, content)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Yield a new folder to write files into; at the end it becomes ``target``, or after an error it is gone.

    The folders in it are synchronised, the files are not. An empty folder may be there. Raises EnvironmentFailure when
    it cannot be made.
    """
    from shutil import rmtree  # noqa: PLC0415  # few need it

    make_folder(target.parent)
    temporary = _temporary(target)
    with locked(target.parent, shared=True):
        try:
            try:
                temporary.mkdir()
                yield temporary
                for folder in {temporary, *(path.parent for path in temporary.rglob("*"))}:
                    system.synchronise(folder)
                with suppress(FileNotFoundError):
                    target.rmdir()
                temporary.rename(target)
            except BaseException:
                rmtree(temporary, ignore_errors=True)
                raise
            system.synchronise(target.parent)
        except OSError as error:
            raise _unwritten(target, error, EnvironmentFailure) from error


def refuse_used(folder: Path) -> None:
    """Raise UsageError when something stands in the way of a new folder, EnvironmentFailure when nobody can say."""
    remedy = "choose another folder with -o"
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise UsageError(f"{folder} exists already, and is not empty", remedy)
        if folder.is_dir() and folder.samefile(os.curdir):
            raise UsageError(f"{folder} is the current folder", "name a new folder in it with -o")
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise UsageError(f"{folder} exists already, and is not a folder", remedy)
    except OSError as error:
        raise EnvironmentFailure(f"cannot read {folder}: {error.strerror}", remedy) from error


def read_regular(path: Path, most: int) -> bytes:
    """Return the first ``most`` bytes of a file. Raises OSError when it cannot be read, or is not a regular file."""
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would never end
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))
    with path.open("rb") as file:
        return file.read(most)


Stamp = tuple[int, int, int, int]
"""What changes when a file is written, whoever sets its times: two times in nanoseconds, bytes, number of the file."""


def stamp(path: Path) -> Stamp | None:
    """Return what changes when a file is written; None when there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def is_file(path: Path) -> bool:
    """Tell whether there is a regular file at ``path``; there is none where it cannot be looked for."""
    return os.path.isfile(path)  # noqa: PTH113  # pathlib raises OSError for a name that no file can have


def temporaries(folder: Path) -> list[Path]:
    """Return the temporary files and folders in ``folder`` that a killed process left."""
    with os.scandir(folder) as entries:  # there may be thousands
        return [folder / entry.name for entry in entries if _TEMPORARY.fullmatch(entry.name)]


def clear(folder: Path) -> None:
    """Remove what killed processes left in ``folder``. Nobody else may be writing there."""
    from shutil import rmtree  # noqa: PLC0415  # few need it

    for path in temporaries(folder):
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                rmtree(path)
            else:
                path.unlink()


def make_folder(folder: Path) -> None:
    """Make ``folder``, and those above it. Raises EnvironmentFailure when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make the folder {folder}: {error.strerror}"
        raise EnvironmentFailure(message, "choose another with -o") from error


@contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Keep other builds out of ``folder``; those that share it keep only the others out.

    What killed processes left there is removed by whoever has it alone. Raises EnvironmentFailure when another process
    has the folder, or when there are no locks on its disk; who shares does without them there.
    """
    lock, taken = _lock(folder, shared=shared)
    try:
        if lock and shared:
            taken = _shared(lock, folder)
        elif lock and taken:
            clear(folder)
        if not taken:
            remedy = "wait until it has ended, or choose another folder with -o"
            raise EnvironmentFailure(f"another build is writing into {folder}", remedy)
        yield
    finally:
        if lock:
            lock.close()


def _shared(lock: system.Lock, folder: Path) -> bool:
    if temporaries(folder) and lock.take(shared=False):
        clear(folder)
    for _ in range(_TRIES):
        if lock.take(shared=True):
            return True
        time.sleep(_PAUSE)  # another one may just be removing what was left
    return False


def _lock(folder: Path, *, shared: bool) -> tuple[system.Lock | None, bool]:
    try:
        return system.lock(folder, shared=shared)
    except OSError as error:
        if shared:
            return None, True
        remedy = "choose a folder on another disk with -o"
        raise EnvironmentFailure(f"{folder} cannot be locked: {error.strerror or error}", remedy) from error
