"""A storage root in a folder of this machine: what is written appears whole, in one step.

A new object, or an object's folder with a version more, is made in ``extensions/pdfgen/staging`` of the root, on the
same disk. Its files and folders are synchronised, and then one renaming, or one exchange of two folders, makes it
visible. A process that is killed, or a loss of power, leaves the former state or the new one.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pdfgen import system
from pdfgen.archive.ocfl.disk import disk
from pdfgen.archive.ocfl.staging import STAGING, Staging
from pdfgen.errors import EnvironmentFailure, PdfgenError, UsageError
from pdfgen.files import make_folder, read_regular, write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class LocalStore:
    """A folder, and what lies in it. Links in it are not followed."""

    promise = (
        "A version is there whole or not at all, also when the process is killed or the power fails. "
        "Where the system cannot exchange two folders in one step (all but Linux and macOS, and some network disks), "
        "an object that gets a version is missing for a moment; if the process is killed then, the next one that "
        "writes puts it back."
    )

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = str(folder)

    def read(self, path: str, most: int = -1) -> bytes:
        """Return a file, or its first ``most`` bytes. Raises OSError."""
        return read_regular(self._place(path), most)

    def names(self, folder: str) -> tuple[list[str], list[str]]:
        """Return the folders in a folder, and the files, sorted. Raises OSError."""
        place = self._place(folder)
        while True:
            before = place.stat()
            found = _listed(place)
            if os.path.samestat(before, place.stat()):
                return found
            # a writer put another folder there meanwhile, and may have begun to remove the one that was listed

    def _place(self, path: str) -> Path:
        """Return where a path of the root lies. Raises OSError when a link leads away from there (OCFL 1.1, 4.6)."""
        place = self.folder
        for name in filter(None, path.split("/")):
            place /= name
            if place.is_symlink():
                raise OSError(None, "it is a link, or lies behind one", str(place))
        return place

    def create(self, files: Mapping[str, bytes]) -> None:
        """Make the root. Raises UsageError when there are files, or EnvironmentFailure."""
        try:
            fault = self._fault()
            if not fault:
                make_folder(self.folder.parent)
                write_folder(self.folder, files)
                for name in files:
                    (self.folder / name).chmod(0o444)
        except (OSError, PdfgenError) as error:
            raise EnvironmentFailure(f"no archive can be made: {error}", "choose another folder") from error
        if fault:
            raise UsageError(f"{self.name} {fault}", "name a new folder for the archive")

    def _fault(self) -> str:
        if not os.path.lexists(self.folder):
            return ""
        if not self.folder.is_dir():
            return "is no folder"
        return "is not empty" if any(self.folder.iterdir()) else ""

    @contextmanager
    def writing(self) -> Iterator[Staging]:
        """Keep other writers out, and clear what killed ones left. Raises EnvironmentFailure."""
        try:
            lock, taken = system.lock(self.folder, shared=False)
        except OSError as error:
            raise EnvironmentFailure(
                f"the archive {self.name} cannot be locked: {error.strerror or error}",
                "keep it on a disk that has locks, and that may be written",
            ) from error
        try:
            if not taken:
                raise EnvironmentFailure(
                    f"another process is writing into the archive {self.name}", "wait until it has ended"
                )
            with disk() as written:
                staging = Staging(self.folder, written)
                try:
                    staging.recover()
                except OSError as error:
                    raise EnvironmentFailure(
                        f"what a killed process left in {self.folder / STAGING} cannot be cleared: "
                        f"{error.strerror or error}",
                        "see to the disk, then try again",
                    ) from error
                try:
                    yield staging
                finally:
                    staging.leave()
        finally:
            with suppress(OSError):
                lock.close()


def _listed(folder: Path) -> tuple[list[str], list[str]]:
    folders, files = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif entry.is_file(follow_symlinks=False):
                files.append(entry.name)
    return sorted(folders), sorted(files)
