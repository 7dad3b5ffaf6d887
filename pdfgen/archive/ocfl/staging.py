"""The staging place of a storage root: folders are made whole there, and appear in one step.

Steps of a new version, of which each but the fifth can be repeated or forgotten:

1. a folder is made with all folders of the object, and links to its files; copies where the disk links no files
2. new files are written into it, read-only, and synchronised
3. its folders are synchronised, the deepest first
4. the folder that it lies in is synchronised
5. it exchanges its name with the object's folder
6. the two folders around are synchronised; if that fails, the exchange is taken back
7. the former folder is removed; if that fails, the next writer does it
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pdfgen import system
from pdfgen.errors import EnvironmentFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

STAGING = "extensions/pdfgen/staging"
_AT_ONCE = 1 << 20  # bytes
_MADE, _FORMER, _HOME = "made", "former", "home"
_BINARY = getattr(os, "O_BINARY", 0)  # Windows
_UNLINKED = {errno.EPERM, errno.EMLINK, errno.EXDEV, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES}


class Staging:
    """What the one writer of a storage root may do."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / STAGING

    def lay(self, place: str, files: Mapping[str, bytes]) -> None:
        """Make a new folder in the root. Raises EnvironmentFailure: the root is as it was."""
        target = self._root / place
        with self._work(place) as work:
            first = target  # the first folder on the way that is not there: no empty ones are ever seen
            while not os.path.lexists(first.parent):
                first = first.parent
            made = work / _MADE
            whole = made / target.relative_to(first)
            self._write(whole, files)
            synchronise_tree(made)
            system.synchronise(work)
            if os.path.lexists(target):
                raise OSError(errno.EEXIST, "something else lies there", str(target))
            made.rename(first)
            with _undone_by(lambda: first.rename(made)):
                system.synchronise(first.parent)

    def renew(self, place: str, files: Mapping[str, bytes]) -> None:
        """Add files to a folder of the root, or put them in the place of others. Raises EnvironmentFailure."""
        target = self._root / place
        with self._work(place) as work:
            made = work / _MADE
            _doubled(target, made, set(files))
            self._write(made, files)
            synchronise_tree(made)
            system.synchronise(work)
            if not system.exchange(made, target):
                self._exchange_in_turn(work, place)
                return
            with _undone_by(lambda: system.exchange(made, target)):
                system.synchronise(target.parent)
                system.synchronise(work)

    def _exchange_in_turn(self, work: Path, place: str) -> None:
        """Exchange two folders by two renamings; ``_settle`` undoes the first one when the second one never came."""
        target, made = self._root / place, work / _MADE
        _write_file(work / _HOME, BytesIO(place.encode()))
        system.synchronise(work)
        target.rename(work / _FORMER)
        made.rename(target)
        with _undone_by(lambda: target.rename(made)):
            system.synchronise(target.parent)
            system.synchronise(work)

    def settle(self, place: str) -> bool:  # noqa: ARG002  # StoreWriter
        """Return False: nothing in the root is ever half written."""
        return False

    def recover(self) -> None:
        """Put back what is in between two renamings, and remove what else killed processes left. Raises OSError."""
        if not self._folder.is_dir():
            return
        for work in self._folder.iterdir():
            self._settle(work)
        self._leave()

    def _settle(self, work: Path) -> None:
        """Remove what one change left. A folder that has lost its place to no other goes back there first."""
        former, home = work / _FORMER, work / _HOME
        if former.is_dir() and home.is_file():
            target = self._root / home.read_text(encoding="utf-8")
            if not os.path.lexists(target):
                former.rename(target)
                system.synchronise(target.parent)
        remove_tree(work)

    @contextmanager
    def _work(self, place: str) -> Iterator[Path]:
        work = self._folder / os.urandom(8).hex()
        try:
            try:
                work.mkdir(parents=True)
                yield work
            finally:
                with suppress(OSError):  # the next writer tries again
                    self._settle(work)
                    self._leave()
        except OSError as error:
            raise EnvironmentFailure(
                f"cannot archive into {self._root / place}: {error.strerror or error}", _remedy(error)
            ) from error

    def _leave(self) -> None:
        """Remove the staging place when it is empty."""
        with suppress(OSError):
            for folder in (self._folder, self._folder.parent, self._folder.parent.parent):
                folder.rmdir()

    @staticmethod
    def _write(folder: Path, files: Mapping[str, bytes]) -> None:
        for path, content in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            _write_file(file, BytesIO(content))


class _UndecidedError(OSError):
    """A change is visible, and it is not known whether it would outlast a loss of power."""


@contextmanager
def _undone_by(undo: Callable[[], object]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        try:
            undo()
        except OSError:
            raise _UndecidedError(error.errno, error.strerror) from error
        raise


def _remedy(error: OSError) -> str:
    if isinstance(error, _UndecidedError):
        return "see to the disk, then check the archive: the new version is there, and a loss of power could undo it"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "make room on the disk, then try again: the archive is as it was"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "see to it that the folder may be written, then try again: the archive is as it was"
    return "see to the disk, then try again: the archive is as it was"


def _write_file(path: Path, content: IO[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o444)
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        shutil.copyfileobj(content, file, _AT_ONCE)
        os.fsync(file.fileno())


def _doubled(source: Path, target: Path, without: set[str]) -> None:
    """Make a folder that has what ``source`` has, by links to the same files, but for some files.

    Raises OSError for what is neither a file nor a folder: links lead elsewhere (OCFL 1.1, 4.6).
    """
    target.mkdir(parents=True)
    folders = [""]
    while folders:
        folder = folders.pop()
        with os.scandir(source / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    (target / path).mkdir()
                    folders.append(path)
                elif not entry.is_file(follow_symlinks=False):
                    raise OSError(errno.EINVAL, f"{path} is neither a file nor a folder", entry.path)
                elif path not in without:
                    _link(source / path, target / path)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _UNLINKED:
            raise
        with source.open("rb") as content:
            _write_file(target, content)


def synchronise_tree(folder: Path) -> None:
    """Synchronise all folders in ``folder``, the deepest first, and itself. Raises OSError."""
    for place, _, _ in os.walk(folder, topdown=False, onerror=_raise):
        system.synchronise(Path(place))


def remove_tree(folder: Path) -> None:
    """Remove a folder that has read-only files. Raises OSError."""
    for place, folders, files in os.walk(folder, topdown=False, onerror=_raise):
        for name in files:
            path = Path(place, name)
            try:
                path.unlink()
            except PermissionError:  # Windows
                path.chmod(stat.S_IWRITE)
                path.unlink()
        for name in folders:
            path = Path(place, name)
            path.unlink() if path.is_symlink() else path.rmdir()
    folder.rmdir()


def _raise(error: OSError) -> None:
    raise error
