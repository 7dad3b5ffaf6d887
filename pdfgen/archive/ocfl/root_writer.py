"""Versions of objects: what is new in them is stored, what the object has already is not stored again."""

from __future__ import annotations

from collections import defaultdict
from threading import Lock
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.damage import DamageError
from pdfgen.archive.ocfl.inventory import (
    ALGORITHMS,
    CONTENT,
    INVENTORY,
    declaration,
    digest_of,
    sidecar,
    version_folder,
)
from pdfgen.archive.ocfl.inventory_reading import InventoryError, read_inventory
from pdfgen.archive.ocfl.inventory_writing import Remark, begun, extended, next_folder
from pdfgen.archive.ocfl.logical_paths import judge_files, shown
from pdfgen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from pdfgen.archive.ocfl.store import StoreWriter
    from pdfgen.archive.ocfl.stored_object import StoredObject


class RootWriter:
    """The right to add objects and versions to a storage root, until ``StorageRoot.writing`` ends."""

    def __init__(
        self,
        store: StoreWriter,
        find: Callable[[str], StoredObject | None],
        place: Callable[[str], str],
        specification: str,
    ) -> None:
        self._store, self._find, self._place, self._specification = store, find, place, specification
        self._objects: defaultdict[str, Lock] = defaultdict(Lock)
        self._choosing = Lock()

    def put(
        self,
        object_id: str,
        files: Mapping[str, bytes],
        message: str,
        user_name: str,
        user_address: str,
        created: datetime,
    ) -> int | None:
        """Make ``files``, by their logical paths, the last version of an object; return its number.

        Return None when the last version has exactly these files. ``created`` has a time zone; ``user_address`` is a
        URI, or empty. Raises UsageError for names that cannot be kept, DamageError when what the object has cannot
        be relied on, and EnvironmentFailure when the place cannot be written. Whatever is raised, the object is as it
        was; where that cannot be said, the error says so. Several threads may put objects at once, which a disk likes.
        """
        remark = Remark(message, user_name, user_address, created)
        remark.judge()
        if not files:
            raise UsageError(f"object {shown(object_id)} would have no file", "name files to archive")
        judge_files(files)
        with self._choosing:
            alone = self._objects[object_id]
        with alone:
            return self._put(object_id, files, remark)

    def _put(self, object_id: str, files: Mapping[str, bytes], remark: Remark) -> int | None:
        found = self._found(object_id)
        algorithm = found.inventory.algorithm if found else ALGORITHMS[0]
        digests = {path: digest_of(content, algorithm) for path, content in files.items()}
        if found is None:
            place, start, folder = self._place(object_id), begun(object_id, self._specification), version_folder(1)
        elif _has(found, digests):
            return None
        else:
            place, start, folder = found.place, found.inventory.document, next_folder(found.inventory)
        state, new = _sorted_out(found, digests)
        content_folder = f"{folder}/{found.inventory.content_folder if found else CONTENT}"
        added = {digest: f"{content_folder}/{path}" for digest, path in new.items()}
        inventory = extended(start, folder, state, added, remark)
        try:
            number = read_inventory(inventory).head
        except InventoryError as error:
            raise UsageError(
                f"object {shown(object_id)} can have no such version: of its inventory would be said: {error}",
                "archive the files as several objects",
            ) from None
        side, digest = sidecar(inventory, algorithm)
        whole = {f"{content_folder}/{path}": files[path] for path in new.values()}
        whole |= {f"{folder}/{INVENTORY}": inventory, f"{folder}/{side}": digest, INVENTORY: inventory, side: digest}
        if found:
            self._store.renew(place, whole)
        else:
            name, content = declaration("ocfl_object", self._specification)
            self._store.lay(place, whole | {name: content})
        return number

    def _found(self, object_id: str) -> StoredObject | None:
        try:
            return self._find(object_id)
        except DamageError as damage:
            if not self._store.complete(damage.place):
                raise
            return self._find(object_id)


def _has(found: StoredObject, digests: Mapping[str, str]) -> bool:
    """Tell whether the last version has exactly these files. Raises DamageError when it would, but for damage."""
    state = {path: digest.lower() for path, digest in found.inventory.version().state.items()}
    if state != digests:
        return False
    for path in state:
        found.read(path)
    return True


def _sorted_out(found: StoredObject | None, digests: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the digest of each file as the object writes it, and of each new digest the first file that has it.

    Raises DamageError when what the object has already is damaged: a new version would lean on it.
    """
    state: dict[str, str] = {}
    new: dict[str, str] = {}
    checked: set[str] = set()
    for path, digest in sorted(digests.items()):
        written = found.inventory.written(digest) if found else None
        state[path] = written or digest
        if not written:
            new.setdefault(digest, path)
        elif found and written not in checked:
            found.content(written, path=path)
            checked.add(written)
    return state, new
