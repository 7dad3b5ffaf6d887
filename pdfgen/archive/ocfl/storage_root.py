"""A storage root of the Oxford Common File Layout: objects, each with all its versions (OCFL 1.1, 4).

>>> from datetime import datetime, timezone
>>> root = StorageRoot.create(new_folder)
>>> with root.writing() as writer:
...     moment = datetime(2018, 1, 16, 9, 0, tzinfo=timezone.utc)
...     writer.put("urn:example:1", {"a.txt": b"words"}, "As published", "Editor", "mailto:editor@example.org", moment)
1
>>> root.find("urn:example:1").read("a.txt")
b'words'
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdfgen.archive.ocfl.addresses import store_at
from pdfgen.archive.ocfl.damage import DamageError
from pdfgen.archive.ocfl.inventory import SPECIFICATIONS, declaration
from pdfgen.archive.ocfl.logical_paths import is_inside, shown
from pdfgen.archive.ocfl.root_writer import RootWriter
from pdfgen.archive.ocfl.storage_layouts import CONFIGURATION, EXTENSIONS, LAYOUT_FILE, LAYOUTS, declared_layout
from pdfgen.archive.ocfl.stored_object import DECLARED, open_object
from pdfgen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pdfgen.archive.ocfl.storage_layouts import StorageLayout
    from pdfgen.archive.ocfl.store import Store
    from pdfgen.archive.ocfl.stored_object import StoredObject

ID_LIMIT = 2000
"""Bytes of an identifier in UTF-8."""

_DEPTH_LIMIT = 64
"""Folders in one another on the way to an object."""

_FILE_LIMIT = 64 * 1024
"""Bytes of a file that describes the root."""


@dataclass(frozen=True, slots=True)
class StorageRoot:
    """Objects in a store. ``specification`` is the version of OCFL; ``layout`` is None where it is not known."""

    store: Store
    specification: str
    layout: StorageLayout | None

    @classmethod
    def create(cls, place: str | Path, layout: str = "hashed") -> StorageRoot:
        """Make an empty root. ``layout`` is ``hashed`` (extension 0004) or ``flat`` (extension 0002).

        ``place`` is a new or empty folder, or a URL that fsspec knows. Raises UsageError when something is there, and
        EnvironmentFailure when it cannot be made.
        """
        if layout not in LAYOUTS:
            raise UsageError(f"there is no layout {layout}", f"choose one of {', '.join(LAYOUTS)}")
        store, chosen, specification = store_at(place), LAYOUTS[layout], SPECIFICATIONS[-1]
        name, content = declaration("ocfl", specification)
        files = {
            LAYOUT_FILE: _json({"extension": chosen.extension, "description": chosen.description}),
            name: content,
        }
        if parameters := chosen.parameters():
            configuration = {"extensionName": chosen.extension} | dict(parameters)
            files = {f"{EXTENSIONS}/{chosen.extension}/{CONFIGURATION}": _json(configuration)} | files
        store.create(files)
        return cls(store, specification, chosen)

    @classmethod
    def open(cls, place: str | Path) -> StorageRoot:
        """Return the root at a place, also one that another tool made. Nothing is changed.

        Raises UsageError when there is none, or its version of OCFL is not known.
        """
        store = store_at(place)
        try:
            _, files = store.names("")
        except OSError as error:
            raise UsageError(
                f"{store.name} is no archive: {error.strerror or error}", "name the folder of an archive"
            ) from None
        declared = [name for name in files if name.startswith("0=")]
        known = {declaration("ocfl", one)[0]: one for one in SPECIFICATIONS}
        if not declared:
            raise UsageError(
                f"{store.name} is no archive: it has no file {', '.join(reversed(known))}",
                "name the folder of an archive, or make one there",
            )
        if len(declared) > 1 or declared[0] not in known:
            raise UsageError(
                f"{store.name} declares {', '.join(map(shown, declared))}, and {' or '.join(known)} is known",
                "take a newer pdfgen, or see who wrote the other file",
            )
        return cls(store, known[declared[0]], _layout_of(store))

    def ids(self) -> Iterator[str]:
        """Yield the identifiers of all objects, in the order of their folders. Raises DamageError."""
        for found in self.objects():
            yield found.id

    def objects(self) -> Iterator[StoredObject]:
        """Yield all objects. Raises DamageError at the first one whose inventory cannot be relied on."""
        for place in self.places():
            yield self.at(place)

    def places(self) -> Iterator[str]:
        """Yield the folders of all objects, sound or not, in order. Raises DamageError for one that is not read."""
        yield from self._places("", 0)

    def _places(self, folder: str, depth: int) -> Iterator[str]:
        try:
            folders, files = self.store.names(folder)
        except OSError as error:
            raise DamageError(f"the folder cannot be read: {error.strerror or error}", place=folder) from None
        if any(name.startswith(DECLARED) for name in files):
            yield folder
        elif depth < _DEPTH_LIMIT:
            for name in folders:
                if folder or name != EXTENSIONS:
                    yield from self._places(f"{folder}/{name}" if folder else name, depth + 1)

    def at(self, place: str) -> StoredObject:
        """Return the object in a folder of the root. Raises DamageError when it cannot be relied on."""
        return open_object(self.store, place)

    def find(self, object_id: str) -> StoredObject | None:
        """Return an object; None when there is none.

        Raises DamageError when it cannot be relied on, and UsageError when no object can have this identifier.
        """
        if self.layout is None:
            return self._sought(object_id)
        _judge(object_id)
        place = self.layout.place(object_id)
        try:
            _, files = self.store.names(place)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DamageError(f"it cannot be read: {error.strerror or error}", place=place) from None
        if not any(name.startswith(DECLARED) for name in files):
            return None
        found = self.at(place)
        if found.id != object_id:
            raise DamageError(f"it lies where object {shown(object_id)} belongs", place=place, object_id=found.id)
        return found

    def _sought(self, object_id: str) -> StoredObject | None:
        """Look at all objects. A damaged one might be the one that is sought: then nobody knows."""
        damaged: DamageError | None = None
        for place in self.places():
            try:
                found = self.at(place)
            except DamageError as damage:
                damaged = damaged or damage
                continue
            if found.id == object_id:
                return found
        if damaged:
            raise damaged
        return None

    def _place(self, object_id: str) -> str:
        """Return where a new object belongs. Raises UsageError when that is not known."""
        if self.layout is None:
            raise UsageError(
                f"object {shown(object_id)} is new, and the archive {self.store.name} does not say where it belongs: "
                f"its {LAYOUT_FILE} names no layout that is known",
                "add it with the tool that made the archive",
            )
        _judge(object_id)
        return self.layout.place(object_id)

    @contextmanager
    def writing(self) -> Iterator[RootWriter]:
        """Keep other writers out, and yield the right to write. What killed writers left is undone first.

        Raises EnvironmentFailure when another process writes, or the place cannot be written.
        """
        with self.store.writing() as store_writer:
            yield RootWriter(store_writer, self.find, self._place, self.specification)


def _judge(object_id: str) -> None:
    try:
        length = len(object_id.encode())
    except UnicodeEncodeError:
        raise UsageError(f"{shown(object_id)} names no object: it is no Unicode text", "correct it") from None
    if not 0 < length <= ID_LIMIT:
        raise UsageError(
            f"an identifier has {length:,} bytes, and may have 1 to {ID_LIMIT:,}", "choose another identifier"
        )


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _layout_of(store: Store) -> StorageLayout | None:
    """Return the layout that a root declares; None when that is not known."""
    try:
        extension = json.loads(store.read(LAYOUT_FILE, _FILE_LIMIT))["extension"]
        parameters: Any = {}
        path = f"{EXTENSIONS}/{extension}/{CONFIGURATION}"
        if isinstance(extension, str) and is_inside(path):
            with suppress(FileNotFoundError):
                parameters = json.loads(store.read(path, _FILE_LIMIT))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return declared_layout(extension, parameters) if isinstance(parameters, dict) else None
