"""A storage root at a URL that fsspec knows: a bucket, a server, memory.

Such a place has files, and no renaming of folders, no locks and no synchronising that could be relied on. What can be
promised is less than in a folder (``local_store``):

- Files are written in an order that keeps what is valid last. A new object is found when its last file is there.
- An interrupted version leaves the former one readable, with files that no inventory names, or with an inventory that
  is newer than its digest. The next version of the object puts both right; until then a check reports them.
- Nobody is kept out: two writers at once can spoil an object. There may be one at a time, and who starts it sees to it.
- A file is whole when the store says so; how long it lasts is up to the store.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fsspec.core import url_to_fs

from pdfgen.archive.ocfl.inventory import ALGORITHMS, INVENTORY, sidecar
from pdfgen.errors import EnvironmentFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PROMISE = (
    "This place cannot rename folders: a version that is interrupted leaves the former one readable, but its object is "
    "not valid until the next version is written. It has no locks either: see to it that one process writes at a time."
)


class FsspecStore:
    """A folder of a file system of fsspec."""

    promise = _PROMISE

    def __init__(self, system: Any, folder: str, name: str) -> None:
        self._system, self._folder, self.name = system, folder.rstrip("/"), name

    @classmethod
    def at(cls, url: str) -> FsspecStore:
        """Return the store at a URL. Raises EnvironmentFailure when fsspec does not know it, or lacks a package."""
        try:
            system, folder = url_to_fs(url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise EnvironmentFailure(f"{url} cannot be opened: {error}", "see which package fsspec needs") from error
        except Exception as error:
            raise EnvironmentFailure(f"{url} cannot be opened: {error}", "see to the access") from error
        return cls(system, folder, url)

    def _path(self, path: str) -> str:
        return f"{self._folder}/{path}" if path else self._folder

    def read(self, path: str, most: int = -1) -> bytes:
        """Return a file, or its first ``most`` bytes. Raises OSError."""
        with _system_errors(), self._system.open(self._path(path), "rb") as file:
            content: bytes = file.read(most)
            return content

    def names(self, folder: str) -> tuple[list[str], list[str]]:
        """Return the folders in a folder, and the files, sorted. Raises OSError."""
        found: dict[str, list[str]] = {"directory": [], "file": []}
        place = self._path(folder)
        with _system_errors():
            entries = self._system.ls(place, detail=True)
        for entry in entries:
            path = entry["name"].strip("/")
            if path != place.strip("/") and not entry.get("islink"):  # a bucket may list the folder itself
                found.setdefault(entry["type"], []).append(path.rpartition("/")[2])
        return sorted(found["directory"]), sorted(found["file"])

    def create(self, files: Mapping[str, bytes]) -> None:
        """Make the root. Raises UsageError when something is there, or EnvironmentFailure."""
        try:
            there = any(self.names(""))
        except FileNotFoundError:
            there = False
        except OSError as error:
            raise self._failed("", error) from error
        if there:
            raise UsageError(f"{self.name} is not empty", "name a new folder for the archive")
        self._write("", files)

    @contextmanager
    def writing(self) -> Iterator[FsspecStore]:
        """Yield the right to write; nobody is kept out."""
        yield self

    def lay(self, place: str, files: Mapping[str, bytes]) -> None:
        """Make a new folder. Raises EnvironmentFailure."""
        self._write(place, files)

    def renew(self, place: str, files: Mapping[str, bytes]) -> None:
        """Add files to a folder, or put them in the place of others. Raises EnvironmentFailure."""
        self._write(place, files)

    def complete(self, place: str) -> bool:
        """Write the digest that an interrupted version did not come to. Return whether that was what was missing."""
        try:
            content = self.read(f"{place}/{INVENTORY}")
            for folder in self.names(place)[0]:
                for algorithm in ALGORITHMS:
                    name, side = sidecar(content, algorithm)
                    if name not in self.names(f"{place}/{folder}")[1]:
                        continue
                    same = self.read(f"{place}/{folder}/{INVENTORY}") == content
                    if same and self.read(f"{place}/{folder}/{name}") == side:
                        self._write(place, {name: side})
                        return True
        except OSError:
            return False
        return False

    def _write(self, place: str, files: Mapping[str, bytes]) -> None:
        """Write files in their order. What an interrupted writer left in the folders that are new goes first."""
        wanted = {self._path(f"{place}/{path}" if place else path): content for path, content in files.items()}
        new = {path.partition("/")[0] for path in files if "/" in path} if place else set()
        try:
            with _system_errors():
                for folder in new:
                    self._clear(self._path(f"{place}/{folder}"), {path.strip("/") for path in wanted})
                for path, content in wanted.items():
                    self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
                    self._system.pipe_file(path, content)
        except OSError as error:
            raise self._failed(place, error) from error

    def _clear(self, folder: str, wanted: set[str]) -> None:
        if self._system.isdir(folder):
            for path in self._system.find(folder):
                if path.strip("/") not in wanted:
                    self._system.rm_file(path)

    def _failed(self, place: str, error: OSError) -> EnvironmentFailure:
        return EnvironmentFailure(
            f"cannot archive into {self.name}{f'/{place}' if place else ''}: {error}",
            "see to the access, then add the same files again: until then this object may be half written, "
            "because the place cannot rename folders",
        )


@contextmanager
def _system_errors() -> Iterator[None]:
    """Let what a file system of fsspec raises be an OSError: each raises what its library raises."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
