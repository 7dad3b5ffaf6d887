"""An object of an archive, as it is kept: its inventory, and the content of its files."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.damage import DamageError
from pdfgen.archive.ocfl.inventory import INVENTORY, SPECIFICATIONS, digest_of
from pdfgen.archive.ocfl.inventory_reading import SIZE_LIMIT, InventoryError, read_inventory
from pdfgen.archive.ocfl.logical_paths import shown
from pdfgen.errors import UsageError

if TYPE_CHECKING:
    from pdfgen.archive.ocfl.inventory import Inventory, Version
    from pdfgen.archive.ocfl.store import Store

DECLARED = "0=ocfl_object_"
"""How the file begins that makes a folder an object (OCFL 1.1, 3.2)."""

_TRIES = 3
_SIDECAR_LIMIT = 1000
"""Bytes: a digest, blanks and a name."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object in the folder ``place`` of a storage root."""

    place: str
    inventory: Inventory
    store: Store

    @property
    def id(self) -> str:
        """The identifier."""
        return self.inventory.id

    @property
    def versions(self) -> tuple[Version, ...]:
        """All versions, the first one first."""
        return self.inventory.versions

    def read(self, logical_path: str, version: int | None = None) -> bytes:
        """Return a file of a version, by default of the last one; its digest has been compared.

        Raises UsageError when there is no such version or file, DamageError when the content is not what was stored.
        """
        try:
            found = self.inventory.version(version)
        except LookupError:
            raise UsageError(
                f"object {shown(self.id)} has no version {version}", f"its versions are 1 to {self.inventory.head}"
            ) from None
        digest = found.state.get(logical_path)
        if digest is None:
            raise UsageError(
                f"version {found.number} of object {shown(self.id)} has no file {shown(logical_path)}",
                f"its files are {', '.join(sorted(map(shown, found.state)))}",
            )
        return self.content(digest, found.number, logical_path)

    def content(self, digest: str, version: int = 0, path: str = "") -> bytes:
        """Return what has a digest of the manifest. Raises DamageError, which names ``version`` and ``path``."""
        faults = []
        for place in self.inventory.manifest[digest]:
            try:
                content = self.store.read(f"{self.place}/{place}")
            except OSError as error:
                faults.append(f"{shown(place)} cannot be read: {error.strerror or error}")
                continue
            if digest_of(content, self.inventory.algorithm) == digest.lower():
                return content
            faults.append(f"{shown(place)} is not what was stored: its {self.inventory.algorithm} digest differs")
        raise DamageError(faults[0], place=self.place, object_id=self.id, version=version, path=path)


def open_object(store: Store, place: str) -> StoredObject:
    """Return the object in a folder. Raises DamageError when there is none, or its inventory cannot be relied on."""
    for _ in range(_TRIES - 1):
        with suppress(DamageError):  # another process may just be giving it a new inventory, and then the digest of it
            return _opened(store, place)
    return _opened(store, place)


def _opened(store: Store, place: str) -> StoredObject:
    try:
        _, files = store.names(place)
    except OSError as error:
        raise DamageError(f"it cannot be read: {error.strerror or error}", place=place) from None
    declared = [name for name in files if name.startswith(DECLARED)]
    if len(declared) != 1:
        raise DamageError(f"it has {len(declared) or 'no'} declarations of its version of OCFL", place=place)
    if declared[0].removeprefix(DECLARED) not in SPECIFICATIONS:
        raise DamageError(f"its version of OCFL is not known: {shown(declared[0])}", place=place)
    try:
        content = store.read(f"{place}/{INVENTORY}", SIZE_LIMIT + 1)
        inventory = read_inventory(content)
        side = store.read(f"{place}/{INVENTORY}.{inventory.algorithm}", _SIDECAR_LIMIT)
    except InventoryError as error:
        raise DamageError(f"{INVENTORY} cannot be used: {error}", place=place) from None
    except OSError as error:
        raise DamageError(f"its inventory cannot be read: {error.strerror or error}", place=place) from None
    if side.split()[:1] != [digest_of(content, inventory.algorithm).encode()]:
        raise DamageError(
            f"{INVENTORY} is not what was stored: its {inventory.algorithm} digest differs",
            place=place,
            object_id=inventory.id,
        )
    return StoredObject(place, inventory, store)
