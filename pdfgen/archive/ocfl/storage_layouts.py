"""Where an object lies in a storage root: the layouts of the OCFL community extensions 0002, 0003 and 0004.

>>> HASHED.place("object-01")
'3c0/ff4/240/3c0ff4240c1e116dba14c7627f2319b58aa3d77606d0d90dfc6161608ac987d4'
>>> FLAT.place("object-01")
'object-01'
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from pdfgen.archive.ocfl.logical_paths import NAME_LIMIT, is_inside, shown
from pdfgen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

EXTENSIONS = "extensions"
LAYOUT_FILE = "ocfl_layout.json"
CONFIGURATION = "config.json"

_ALGORITHMS = {"md5", "sha1", "sha256", "sha512"}  # OCFL 1.1, 3.4, those whose length every tool agrees on
_MOST = 32
_SAFE = re.compile(r"[A-Za-z0-9_-]")
_ENCODED_LIMIT = 100


class StorageLayout(Protocol):
    """A rule that gives each identifier its folder in the storage root."""

    @property
    def extension(self) -> str:
        """The registered name of the rule."""

    @property
    def description(self) -> str:
        """The rule in words, for those who open the folder."""

    def parameters(self) -> Mapping[str, Any]:
        """Return what ``config.json`` says of it."""

    def place(self, object_id: str) -> str:
        """Return the folder of an object. Raises UsageError when the rule has none for it."""


@dataclass(frozen=True, slots=True)
class FlatLayout:
    """Extension 0002: the identifier is the name of the folder."""

    extension: str = "0002-flat-direct-storage-layout"
    description: str = "The name of an object's folder is its identifier."

    def parameters(self) -> Mapping[str, Any]:
        """Return nothing: the extension has no parameters."""
        return {}

    def place(self, object_id: str) -> str:
        """Return the identifier. Raises UsageError when it cannot name a folder here.

        Whether other disks can hold it is not asked: that is the limit of this extension, and identifiers have colons.
        """
        fault = ""
        if "/" in object_id or not is_inside(object_id):
            fault = "a name has no slash, and is not . or .."
        elif object_id in (EXTENSIONS, LAYOUT_FILE) or object_id.startswith(("0=", ".pdfgen")):
            fault = "this name has another meaning there"
        elif len(object_id.encode()) > NAME_LIMIT:
            fault = f"a name has more than {NAME_LIMIT} bytes"
        elif not object_id.isprintable():
            fault = "a name is printable"
        if fault:
            raise UsageError(
                f"{shown(object_id)} names no folder of this archive: {fault}",
                "choose another identifier, or an archive with the hashed layout",
            )
        return object_id


@dataclass(frozen=True, slots=True)
class HashedLayout:
    """Extension 0004, and with ``named`` 0003: folders are named by parts of a digest of the identifier."""

    algorithm: str = "sha256"
    size: int = 3
    number: int = 3
    short: bool = False
    named: bool = False

    @property
    def extension(self) -> str:
        """The registered name."""
        return "0003-hash-and-id-n-tuple-storage-layout" if self.named else "0004-hashed-n-tuple-storage-layout"

    @property
    def description(self) -> str:
        """The rule in words."""
        last = "the identifier, percent-encoded" if self.named else "the whole digest"
        if self.short and not self.named:
            last = "what is left of the digest"
        return (
            f"An object's folder lies in {self.number} nested folders, which are named by {self.size} characters each "
            f"of the {self.algorithm} digest of its identifier, in hexadecimal; its own name is {last}."
        )

    def parameters(self) -> Mapping[str, Any]:
        """Return the parameters of the extension."""
        common = {"digestAlgorithm": self.algorithm, "tupleSize": self.size, "numberOfTuples": self.number}
        return common if self.named else common | {"shortObjectRoot": self.short}

    def place(self, object_id: str) -> str:
        """Return the nested folders of an identifier."""
        digest = hashlib.new(self.algorithm, object_id.encode(), usedforsecurity=False).hexdigest()
        parts = [digest[start : start + self.size] for start in range(0, self.size * self.number, self.size or 1)]
        last = digest[self.size * self.number :] if self.short else digest
        return "/".join([*parts, _percent_encoded(object_id, digest) if self.named else last])


def _percent_encoded(object_id: str, digest: str) -> str:
    encoded = "".join(
        char if _SAFE.fullmatch(char) else "".join(f"%{byte:02x}" for byte in char.encode()) for char in object_id
    )
    return encoded if len(encoded) <= _ENCODED_LIMIT else f"{encoded[:_ENCODED_LIMIT]}-{digest}"


FLAT = FlatLayout()
HASHED = HashedLayout()
LAYOUTS: Mapping[str, StorageLayout] = {"hashed": HASHED, "flat": FLAT}


def declared_layout(extension: object, parameters: Mapping[str, Any]) -> StorageLayout | None:
    """Return the layout that a storage root declares; None when it is not known, or its parameters make no sense."""
    if extension == FLAT.extension:
        return FLAT
    named = extension == HashedLayout(named=True).extension
    if not named and extension != HASHED.extension:
        return None
    algorithm = parameters.get("digestAlgorithm", "sha256")
    size, number = parameters.get("tupleSize", 3), parameters.get("numberOfTuples", 3)
    short = parameters.get("shortObjectRoot", False)
    if not isinstance(algorithm, str) or algorithm not in _ALGORITHMS or not isinstance(short, bool):
        return None
    if type(size) is not int or type(number) is not int or not (0 <= size <= _MOST and 0 <= number <= _MOST):
        return None
    length = 2 * hashlib.new(algorithm, usedforsecurity=False).digest_size
    if (size == 0) != (number == 0) or size * number > length or (short and size * number == length):
        return None
    return HashedLayout(algorithm, size, number, short and not named, named)
