"""The staging place of a storage root: folders are made whole there, and appear in one step.

Steps of a new version, of which each but the fourth can be repeated or forgotten:

1. a folder is made with all folders of the object, and links to its files; copies where the disk links no files
2. new files are written into it, read-only, and synchronised
3. its folders are synchronised, and the folder that it lies in
4. it exchanges its name with the object's folder
5. the two folders around are synchronised; if that fails, the exchange is taken back
6. the former folder is removed; if that fails, the next writer does it
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from pdfgen import system
from pdfgen.archive.ocfl.logical_paths import is_inside
from pdfgen.errors import EnvironmentFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pdfgen.archive.ocfl.disk import Disk

STAGING = "extensions/pdfgen/staging"
_MADE, _FORMER, _HOME = "made", "former", "home"
_UNLINKED = {errno.EPERM, errno.EMLINK, errno.EXDEV, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES}


class Staging:
    """What the one writer of a storage root may do, in several threads: each object in one of them at a time."""

    def __init__(self, root: Path, disk: Disk) -> None:
        self._root, self._disk = root, disk
        self._folder = root / STAGING
        self._naming = Lock()  # two new objects may need the same folder above them

    def lay(self, place: str, files: Mapping[str, bytes]) -> None:
        """Make a new folder in the root. Raises EnvironmentFailure: the root is as it was."""
        target = self._root / place
        with self._work(place) as work:
            made = work / _MADE
            self._disk.write({made / place / path: content for path, content in files.items()})
            self._disk.folders(made)
            with self._naming:
                if os.path.lexists(target):
                    raise OSError(errno.EEXIST, "something else lies there", str(target))
                first = target  # the first folder on the way that is not there: no empty ones are ever seen
                while not os.path.lexists(first.parent):
                    first = first.parent
                staged = made / first.relative_to(self._root)
                staged.rename(first)
                with _undone_by(lambda: first.rename(staged)):
                    self._disk.folders_alone(first.parent)

    def renew(self, place: str, files: Mapping[str, bytes]) -> None:
        """Add files to a folder of the root, or put them in the place of others. Raises EnvironmentFailure."""
        target = self._root / place
        with self._work(place) as work:
            made = work / _MADE
            for folder in {path.partition("/")[0] for path in files if "/" in path}:
                if os.path.lexists(target / folder):
                    raise OSError(errno.EEXIST, f"it has {folder} already, which its inventory does not know")
            for source, copy in _doubled(target, made, set(files)):
                self._disk.copy(source, copy)
            self._disk.write({made / path: content for path, content in files.items()})
            self._disk.folders(work)
            if not system.exchange(made, target):
                self._exchange_in_turn(work, place)
                return
            with _undone_by(lambda: system.exchange(made, target)):
                self._disk.folders_alone(target.parent, work)

    def _exchange_in_turn(self, work: Path, place: str) -> None:
        """Exchange two folders by two renamings; ``_end`` undoes the first one when the second one never came."""
        target, made = self._root / place, work / _MADE
        self._disk.write({work / _HOME: place.encode()})
        self._disk.folders_alone(work)
        target.rename(work / _FORMER)
        made.rename(target)
        with _undone_by(lambda: target.rename(made)):
            self._disk.folders_alone(target.parent, work)

    def complete(self, place: str) -> bool:  # noqa: ARG002  # StoreWriter
        """Return False: nothing in the root is ever half written."""
        return False

    def recover(self) -> None:
        """Put back what is in between two renamings, and remove what else killed processes left. Raises OSError."""
        for folder in self._folders():
            if folder.is_symlink():
                raise OSError(errno.ELOOP, f"{folder} is a link")
        if self._folder.is_dir():
            for work in self._folder.iterdir():
                if work.is_dir() and not work.is_symlink():
                    self._end(work)
                else:
                    work.unlink()

    def _end(self, work: Path) -> None:
        """Remove what one change left. A folder that has lost its place to no other goes back there first."""
        if home := self._lost(work):
            (work / _FORMER).rename(home)
            self._disk.folders_alone(home.parent)
        remove_tree(work)

    def _lost(self, work: Path) -> Path | None:
        """Return the place of a folder that is in between two renamings; None when there is none."""
        if not (work / _FORMER).is_dir() or not (work / _HOME).is_file():
            return None
        path = (work / _HOME).read_text(encoding="utf-8")
        home = self._root / path
        return home if is_inside(path) and not os.path.lexists(home) else None

    @contextmanager
    def _work(self, place: str) -> Iterator[Path]:
        """Yield a folder to work in; remove it. Raises EnvironmentFailure."""
        work = self._folder / os.urandom(8).hex()
        try:
            try:
                work.mkdir(parents=True)
                yield work
            finally:
                with suppress(OSError):  # the next writer tries again
                    self._end(work)
        except OSError as error:
            remedy = _remedy(error)
            if self._lost(work):
                remedy = f"see to the disk: the object lies in {work / _FORMER}, and the next writer puts it back"
            raise EnvironmentFailure(
                f"cannot archive into {self._root / place}: {error.strerror or error}", remedy
            ) from error

    def _folders(self) -> tuple[Path, Path, Path]:
        return self._folder, self._folder.parent, self._folder.parent.parent

    def leave(self) -> None:
        """Remove the staging place, and what is above it, where they are empty."""
        for folder in self._folders():
            with suppress(OSError):
                folder.rmdir()


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


def _doubled(source: Path, target: Path, without: set[str]) -> Iterator[tuple[Path, Path]]:
    """Make a folder that has what ``source`` has, by links to the same files, but for some files.

    Yield the files that cannot be linked, and where copies of them belong. Raises OSError for what is neither a file
    nor a folder: links lead elsewhere (OCFL 1.1, 4.6).
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
                elif path not in without and not _linked(source / path, target / path):
                    yield source / path, target / path


def _linked(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _UNLINKED:
            raise
        return False
    return True


def remove_tree(folder: Path) -> None:
    """Remove a folder that has read-only files. Raises OSError."""
    for place, folders, files in os.walk(folder, topdown=False, onerror=_raise):
        for name in files:
            path = Path(place, name)
            try:
                path.unlink()
            except PermissionError:
                Path(place).chmod(stat.S_IRWXU)  # another tool made the folder read-only
                _remove(path)
        for name in folders:
            path = Path(place, name)
            path.unlink() if path.is_symlink() else path.rmdir()
    folder.rmdir()


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except PermissionError:  # Windows removes no read-only files
        path.chmod(stat.S_IWRITE)
        path.unlink()


def _raise(error: OSError) -> None:
    raise error
