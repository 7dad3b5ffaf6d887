"""Objects of an archive in a bag, to be handed to another archive (RFC 8493, BagIt 1.0).

A bag has the files of each object's last version, each object in a folder that is named after it: whoever receives it
needs nothing to read them. With all versions, the bag is itself a storage root of OCFL: what another archive takes in
as it is, with its history.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.archive.bag_format import (
    DECLARATION,
    DECLARED,
    INFORMATION,
    MANIFEST,
    OXUM,
    PAYLOAD,
    TAG_MANIFEST,
    faults,
    information,
    manifest,
    size,
)
from pdfgen.archive.catalogue_facts import judge_day, version_id
from pdfgen.archive.ocfl.disk import USUAL, disk
from pdfgen.archive.ocfl.logical_paths import shown
from pdfgen.archive.whole_objects import object_files, root_files
from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.files import refuse_used, whole_folder
from pdfgen.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pdfgen.archive.ocfl import StorageRoot, StoredObject
    from pdfgen.archive.ocfl.disk import Disk

_OWN = {"Bagging-Date", "Bag-Size", "Bag-Software-Agent", "External-Identifier", "Internal-Sender-Identifier", OXUM}
_AT_ONCE, _BYTES_AT_ONCE = 100, 16 << 20  # files that are synchronised together
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")  # Windows
_NAME_LIMIT = 200
"""Characters of a folder's name; longer ones end with a hash."""


@dataclass(frozen=True, slots=True)
class Bag:
    """What a bag has in it. ``encoded`` are paths with “%”, which few programs find (bagit 1.9 does not)."""

    objects: int
    files: int
    bytes: int
    encoded: tuple[str, ...]


def export_bag(
    root: StorageRoot,
    target: Path,
    date: str,
    ids: Iterable[str] | None = None,
    *,
    all_versions: bool = False,
    facts: Mapping[str, str] | None = None,
) -> Bag:
    """Write objects into the new folder ``target``, whole or not at all, and read it again before it appears.

    ``date`` is the day, as ISO 8601 writes it. ``ids`` are the objects, all of them when left out. ``facts`` go into
    ``bag-info.txt``: ``Source-Organization``, ``Contact-Email`` and others.

    Raises UsageError for an object that is not there, a target that is in use, or a fact that cannot be told;
    DamageError for an object that is not what was stored; EnvironmentFailure when the bag cannot be written, or what
    was written is not there.
    """
    judge_day(date)
    refuse_used(target)
    told = [("Bagging-Date", date), ("Bag-Software-Agent", f"pdfgen {__version__}"), *_facts(facts or {})]
    information(told)
    chosen = _chosen(root, ids)
    with whole_folder(target) as folder, disk() as writer:
        files = _whole(root, chosen) if all_versions else _latest(chosen)
        digests, octets = _packed(folder, writer, files)
        told += [(OXUM, f"{octets}.{len(digests)}"), ("Bag-Size", size(octets))]
        told += [("External-Identifier", shown(one.id)) for one in chosen]
        told += [("Internal-Sender-Identifier", shown(version_id(one.id, one.inventory.head))) for one in chosen]
        tags = {DECLARATION: DECLARED, INFORMATION: information(told), MANIFEST: manifest(digests)}
        tags[TAG_MANIFEST] = manifest({name: _sha512(content) for name, content in tags.items()})
        writer.write({folder / name: content for name, content in tags.items()}, USUAL)
        if found := faults(folder):
            raise EnvironmentFailure(
                f"the bag {target} is not what was written: {found[0]}", "see to the disk, then try again"
            )
    encoded = tuple(path for path in digests if set(path) & set("%\r\n"))
    return Bag(len(chosen), len(digests), octets, encoded)


def _packed(folder: Path, writer: Disk, files: Iterable[tuple[str, bytes]]) -> tuple[dict[str, str], int]:
    """Write the payload; return the digest of each file, and the number of bytes."""
    digests: dict[str, str] = {}
    octets = 0
    waiting: dict[Path, bytes] = {}
    for path, content in files:
        digests[PAYLOAD + path] = _sha512(content)
        octets += len(content)
        waiting[folder / PAYLOAD / path] = content
        if len(waiting) == _AT_ONCE or sum(map(len, waiting.values())) > _BYTES_AT_ONCE:
            writer.write(waiting, USUAL)
            waiting = {}
    writer.write(waiting, USUAL)
    return digests, octets


def _sha512(content: bytes) -> str:
    return hashlib.sha512(content).hexdigest()


def _facts(facts: Mapping[str, str]) -> list[tuple[str, str]]:
    for label in facts:
        if label.title() in _OWN:
            raise UsageError(f"{label} is a fact that the bag gives itself", "leave it out")
    return list(facts.items())


def _chosen(root: StorageRoot, ids: Iterable[str] | None) -> list[StoredObject]:
    if ids is None:
        found = list(root.objects())
        if not found:
            raise UsageError(f"the archive {root.store.name} has no objects", "add some first")
        return sorted(found, key=lambda one: one.id)
    chosen = []
    for object_id in sorted(set(ids)):
        if not (one := root.find(object_id)):
            raise UsageError(f"the archive {root.store.name} has no object {shown(object_id)}", "list its objects")
        chosen.append(one)
    if not chosen:
        raise UsageError("no object is named", "name objects, or leave them out for all")
    return chosen


def _latest(chosen: Iterable[StoredObject]) -> Iterator[tuple[str, bytes]]:
    for one in chosen:
        folder = folder_name(one.id)
        for path in sorted(one.inventory.version().state):
            yield f"{folder}/{path}", one.read(path)


def _whole(root: StorageRoot, chosen: Iterable[StoredObject]) -> Iterator[tuple[str, bytes]]:
    yield from root_files(root)
    for one in chosen:
        yield from object_files(one)


def folder_name(object_id: str) -> str:
    """Return a name for a folder that every disk can hold, another one for every identifier.

    >>> folder_name("urn:pdfgen:freedom-in-the-world:2018:en:kazakhstan")
    'urn_pdfgen_freedom-in-the-world_2018_en_kazakhstan'
    >>> folder_name("info:A/b")
    'info_=41=2fb'
    """
    name = "".join(_spelled(one) for one in object_id)
    if name.startswith(".") or _DEVICES.fullmatch(name):
        name = f"={ord(name[0]):02x}{name[1:]}"
    if name.endswith("."):
        name = f"{name[:-1]}=2e"
    if len(name) <= _NAME_LIMIT:
        return name
    return f"{name[:100]}=={hashlib.sha256(object_id.encode()).hexdigest()}"


def _spelled(character: str) -> str:
    if character in _PLAIN:
        return character
    return "_" if character == ":" else "".join(f"={byte:02x}" for byte in character.encode())
