"""What an object has: its versions, and which file holds which content (OCFL 1.1, 3.5)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

INVENTORY = "inventory.json"
CONTENT = "content"
SPECIFICATIONS = ("1.0", "1.1")
ALGORITHMS = ("sha512", "sha256")
"""What content is addressed with (OCFL 1.1, 3.4); the first one in objects that are made here."""


@dataclass(frozen=True, slots=True)
class Version:
    """A state of an object. ``state`` gives each logical path its digest, as the manifest writes it.

    ``created`` has a time zone. ``message``, ``user_name`` and ``user_address`` are empty where the object has none.
    """

    number: int
    created: datetime
    message: str
    user_name: str
    user_address: str
    state: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Inventory:
    """The content of ``inventory.json``.

    ``manifest`` gives each digest the content paths of the files that have it, from the object's folder. ``fixity``
    does so for each further algorithm. ``specification`` is the version of OCFL. ``digits`` is 0, or the number of
    digits that the names of all version folders have. ``document`` is the JSON value itself.
    """

    id: str
    specification: str
    algorithm: str
    head: int
    digits: int
    content_folder: str
    manifest: Mapping[str, tuple[str, ...]]
    versions: tuple[Version, ...]
    fixity: Mapping[str, Mapping[str, tuple[str, ...]]]
    document: Mapping[str, Any] = field(repr=False, compare=False)

    def version(self, number: int | None = None) -> Version:
        """Return a version, by default the last one. Raises LookupError when there is none with this number."""
        number = self.head if number is None else number
        if not 1 <= number <= self.head:
            raise LookupError(number)
        return self.versions[number - 1]

    def folder(self, number: int) -> str:
        """Return the name of a version's folder."""
        return version_folder(number, self.digits)

    def written(self, digest: str) -> str | None:
        """Return a digest as the manifest writes it: in upper case, or lower; None when it has none."""
        if digest in self.manifest:
            return digest
        return next((key for key in self.manifest if key.lower() == digest.lower()), None)


def version_folder(number: int, digits: int = 0) -> str:
    """Return the name of a version's folder: ``v`` and the number, with zeros before it to so many ``digits``."""
    return f"v{number:0{digits}}"


def declaration(kind: str, specification: str) -> tuple[str, bytes]:
    """Return name and content of the file that says what a folder is: ``ocfl``, or ``ocfl_object`` (OCFL 1.1, 3.2)."""
    value = f"{kind}_{specification}"
    return f"0={value}", f"{value}\n".encode()


def sidecar(content: bytes, algorithm: str) -> tuple[str, bytes]:
    """Return name and content of the file that has the digest of an inventory (OCFL 1.1, 3.6)."""
    return f"{INVENTORY}.{algorithm}", f"{digest_of(content, algorithm)} {INVENTORY}\n".encode()


def digest_of(content: bytes, algorithm: str) -> str:
    """Return a digest in lower-case hexadecimal."""
    return hashlib.new(algorithm, content, usedforsecurity=False).hexdigest()
