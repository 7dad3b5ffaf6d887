"""The files of a storage root and of its objects, as they lie there, for a copy that another tool can read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl import DamageError
from pdfgen.archive.ocfl.inventory import ALGORITHMS, INVENTORY, digest_of
from pdfgen.archive.ocfl.logical_paths import shown
from pdfgen.archive.ocfl.storage_layouts import CONFIGURATION, EXTENSIONS, LAYOUT_FILE
from pdfgen.archive.ocfl.stored_object import DECLARED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.archive.ocfl import StorageRoot, StoredObject
    from pdfgen.archive.ocfl.store import Store

_KEPT = ("logs/", "extensions/")
"""What an object may have beside its versions; no digest is known of it (OCFL 1.1, 3.8 and 3.9)."""


def root_files(root: StorageRoot) -> Iterator[tuple[str, bytes]]:
    """Yield what says that a folder is a storage root, and how its objects lie in it. Raises DamageError."""
    for name in _names(root.store, "")[1]:
        if name.startswith("0=") or name == LAYOUT_FILE:
            yield name, _read(root.store, name)
    if root.layout:
        folder = f"{EXTENSIONS}/{root.layout.extension}"
        with suppress(FileNotFoundError):  # a layout with nothing to set has no such file
            yield f"{folder}/{CONFIGURATION}", root.store.read(f"{folder}/{CONFIGURATION}")


def object_files(stored: StoredObject) -> Iterator[tuple[str, bytes]]:
    """Yield all files of an object, by their paths in the storage root; contents and inventories are compared.

    Raises DamageError for a file that is not what was stored, is missing, or is not known to the inventory.
    """
    digests = {path: digest for digest, paths in stored.inventory.manifest.items() for path in paths}
    for path in _paths(stored.store, stored.place):
        content = _read(stored.store, f"{stored.place}/{path}")
        digest = digests.pop(path, None)
        if digest is not None:
            _compare(stored, path, content, stored.inventory.algorithm, digest)
        elif path.rpartition("/")[2] == INVENTORY and not path.startswith(_KEPT):
            _compare_inventory(stored, path, content)
        elif not _is_known(stored, path):
            raise _damage(stored, path, "its inventory does not know it")
        yield f"{stored.place}/{path}", content
    for path in sorted(digests):
        raise _damage(stored, path, "it is missing")


def _is_known(stored: StoredObject, path: str) -> bool:
    folder, _, name = path.rpartition("/")
    if path.startswith(_KEPT) or (not folder and name.startswith(DECLARED)):
        return True
    folders = {"", *(stored.inventory.folder(one.number) for one in stored.versions)}
    return folder in folders and name in {f"{INVENTORY}.{one}" for one in ALGORITHMS}


def _compare_inventory(stored: StoredObject, path: str, content: bytes) -> None:
    for algorithm in ALGORITHMS:
        with suppress(FileNotFoundError):
            side = stored.store.read(f"{stored.place}/{path}.{algorithm}").split()
            digest = side[0].decode("ascii", "replace") if side else ""
            _compare(stored, path, content, algorithm, digest)
            return
    raise _damage(stored, path, "no file has its digest")


def _compare(stored: StoredObject, path: str, content: bytes, algorithm: str, digest: str) -> None:
    if digest_of(content, algorithm) != digest.lower():
        raise _damage(stored, path, f"it is not what was stored: its {algorithm} digest differs")


def _damage(stored: StoredObject, path: str, fact: str) -> DamageError:
    return DamageError(f"{shown(path)}: {fact}", place=stored.place, object_id=stored.id)


def _paths(store: Store, place: str) -> Iterator[str]:
    """Yield the paths of all files in a folder, in order."""
    waiting = [""]
    while waiting:
        below = waiting.pop()
        folders, files = _names(store, f"{place}/{below}".rstrip("/"))
        yield from (f"{below}{name}" for name in files)
        waiting += [f"{below}{name}/" for name in reversed(folders)]


def _names(store: Store, folder: str) -> tuple[list[str], list[str]]:
    try:
        return store.names(folder)
    except OSError as error:
        raise DamageError(f"the folder cannot be read: {error.strerror or error}", place=folder) from None


def _read(store: Store, path: str) -> bytes:
    try:
        return store.read(path)
    except OSError as error:
        raise DamageError(f"it cannot be read: {error.strerror or error}", place=path) from None
