"""What lies in a folder: files, folders, links, and what is none of these. Links are not followed."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.errors import EnvironmentFailure

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.archive.ocfl.findings import FindingLog

Inodes = dict[tuple[int, int], str]
"""The first name of each file that has several, by device and number."""


@dataclass(slots=True)
class Listing:
    """The names in one folder; of files, the sizes in bytes. Without ``read``, the folder could not be read."""

    files: dict[str, int] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    """Links, pipes and the like."""
    read: bool = True

    def __bool__(self) -> bool:
        return bool(self.files or self.folders or self.others)


@dataclass(slots=True)
class Tree:
    """The files under a folder, by path relative to the object, and the folders that could not be read."""

    files: dict[str, int] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)


class Lister:
    """Lists folders of one object, or of a root; tells links, special files and what cannot be read."""

    def __init__(self, base: Path, log: FindingLog, inodes: Inodes) -> None:
        self.base, self.log, self.inodes = base, log, inodes

    def list(self, path: str) -> Listing:
        """Return what lies in a folder; ``path`` is relative to the base."""
        found = Listing()
        try:
            with os.scandir(self.base / path) as entries:
                for entry in entries:
                    self._sort(found, entry, f"{path}/{entry.name}" if path else entry.name)
        except OSError as error:
            self.log.tell("P001", path, f"the folder cannot be read, and is not checked: {reason(error)}")
            found.read = False
        found.folders.sort()
        return found

    def _sort(self, found: Listing, entry: os.DirEntry[str], path: str) -> None:
        """Put one name where it belongs."""
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            found.others.add(entry.name)
            self.log.tell("P001", path, f"the file cannot be read, and is not checked: {reason(error)}")
            return
        if stat.S_ISDIR(status.st_mode) and not _is_junction(entry):
            found.folders.append(entry.name)
        elif stat.S_ISREG(status.st_mode):
            found.files[entry.name] = status.st_size
            if status.st_nlink > 1:
                self._check_names(status, path)
        else:
            found.others.add(entry.name)
            if stat.S_ISLNK(status.st_mode) or stat.S_ISDIR(status.st_mode):
                self.log.tell("E090", path, "the name is a link; an archive has files and folders only")
            else:
                self.log.tell("E089", path, f"the name is {_special(status.st_mode)}, not a file or a folder")

    def _check_names(self, status: os.stat_result, path: str) -> None:
        full = f"{self.log.folder}/{path}" if self.log.folder else path
        first = self.inodes.setdefault((status.st_dev, status.st_ino), full)
        if first != full:
            self.log.tell("E090", path, f"the file is a hard link: it is one file with {first}")

    def walk(self, path: str) -> Tree:
        """Return all files under a folder; tell folders in it that are empty."""
        found = Tree()
        waiting = [path]
        while waiting:
            folder = waiting.pop()
            listing = self.list(folder)
            if not listing.read:
                found.hidden.append(folder)
            elif not listing and folder != path:
                self.log.tell("E024", folder, "the folder is empty")
            found.files.update((f"{folder}/{name}", size) for name, size in listing.files.items())
            found.hidden += [f"{folder}/{name}" for name in listing.others]
            waiting += [f"{folder}/{name}" for name in listing.folders]
        return found


def _is_junction(entry: os.DirEntry[str]) -> bool:
    asked = getattr(entry, "is_junction", None)  # Windows, from Python 3.12
    return bool(asked and asked())


def _special(mode: int) -> str:
    kinds = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFBLK: "a device", stat.S_IFCHR: "a device"}
    return kinds.get(stat.S_IFMT(mode), "something special")


def reason(error: OSError) -> str:
    """Return why the system refused, in its words."""
    return error.strerror or str(error)


def opened(folder: Path) -> Path:
    """Return the folder that is to be checked. Raises EnvironmentFailure when it cannot be listed."""
    try:
        with os.scandir(folder):
            return folder
    except OSError as error:
        raise EnvironmentFailure(
            f"{folder} cannot be checked: {reason(error)}", "name a folder that is there and that you may read"
        ) from error
