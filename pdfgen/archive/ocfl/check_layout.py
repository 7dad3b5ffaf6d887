"""Where the layout of a root puts an object (OCFL extensions 0002, 0003 and 0004).

>>> DeclaredLayout(HASHED_TUPLES).place("object-01")
'3c0/ff4/240/3c0ff4240c1e116dba14c7627f2319b58aa3d77606d0d90dfc6161608ac987d4'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdfgen.archive.ocfl.check_digests import algorithm, digest
from pdfgen.archive.ocfl.check_extensions import FLAT_DIRECT, HASHED_AND_NAMED, HASHED_TUPLES, REGISTERED
from pdfgen.archive.ocfl.check_json import parsed
from pdfgen.archive.ocfl.check_tree import reason
from pdfgen.archive.ocfl.findings import shown

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.archive.ocfl.check_tree import Listing
    from pdfgen.archive.ocfl.findings import FindingLog

LAYOUT = "ocfl_layout.json"
_LARGEST = 1 << 20  # bytes
_MOST = 32
_UNSAFE = re.compile("[^A-Za-z0-9_-]")
_LONGEST = 100  # characters


@dataclass(frozen=True, slots=True)
class DeclaredLayout:
    """A layout that this program knows, with its parameters."""

    extension: str
    algorithm: str = "sha256"
    size: int = 3
    count: int = 3
    short: bool = False

    def place(self, identifier: str) -> str:
        """Return the folder of an object, relative to the root; empty when the identifier can have none."""
        if self.extension == FLAT_DIRECT:
            return "" if "/" in identifier or identifier in (".", "..") else identifier
        made = digest(self.algorithm, identifier.encode())
        end = self.size * self.count
        tuples = [made[at : at + self.size] for at in range(0, end, self.size)] if self.size else []
        if self.extension == HASHED_AND_NAMED:
            return "/".join([*tuples, _encoded(identifier, made)])
        return "/".join([*tuples, made[end:] if self.short else made])


def _encoded(identifier: str, made: str) -> str:
    """Return an identifier as extension 0003 names a folder: percent-encoded, and cut with its digest when long."""
    encoded = _UNSAFE.sub(lambda found: "".join(f"%{byte:02x}" for byte in found[0].encode()), identifier)
    return encoded if len(encoded) <= _LONGEST else f"{encoded[:_LONGEST]}-{made}"


def check_layout(root: Path, listing: Listing, log: FindingLog) -> DeclaredLayout | None:
    """Check what a root says of its layout; return it, and None where places of objects cannot be checked."""
    if LAYOUT not in listing.files:
        if LAYOUT not in listing.others:
            log.tell("P002", "", f"the root has no {LAYOUT}: whether objects lie in their places cannot be checked")
        return None
    value = _read(root, LAYOUT, "E070", log) or {}
    for key in ("extension", "description") if value else ():
        if not isinstance(value.get(key), str):
            log.tell("E070", LAYOUT, f"the {key} is missing" if key not in value else f"the {key} is no text")
    name = value.get("extension")
    if not isinstance(name, str):
        return None
    if name in (HASHED_AND_NAMED, HASHED_TUPLES):
        return _with_parameters(root, name, listing, log)
    if name in REGISTERED and name != FLAT_DIRECT:
        log.tell("P002", LAYOUT, f"the layout {name} is not known here: places of objects cannot be checked")
    elif name != FLAT_DIRECT:
        log.tell("E071", LAYOUT, f"{shown(name)} is no registered layout")
    return DeclaredLayout(name) if name == FLAT_DIRECT else None


def _read(root: Path, path: str, code: str, log: FindingLog) -> dict[str, Any] | None:
    try:
        with (root / path).open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        log.tell("P001", path, f"the file cannot be read, and is not checked: {reason(error)}")
        return None
    if len(content) > _LARGEST:
        log.tell(code, path, f"the file is larger than {_LARGEST >> 20} MB")
        return None
    try:
        value = parsed(content)
    except ValueError as error:
        log.tell(code, path, f"the file {error}")
        return None
    if not isinstance(value, dict):
        log.tell(code, path, f"the file has {shown(value)}, not an object")
        return None
    return value


def _with_parameters(root: Path, name: str, listing: Listing, log: FindingLog) -> DeclaredLayout | None:
    path = f"extensions/{name}/config.json"
    if "extensions" not in listing.folders or not (root / path).is_file():
        return DeclaredLayout(name)
    value = _read(root, path, "P003", log)
    if value is None:
        return None
    wrong = _faults(value, name)
    for message in wrong:
        log.tell("P003", path, message)
    if wrong:
        return None
    return DeclaredLayout(
        name,
        value.get("digestAlgorithm", "sha256"),
        value.get("tupleSize", 3),
        value.get("numberOfTuples", 3),
        value.get("shortObjectRoot", False),
    )


def _faults(value: dict[str, Any], name: str) -> list[str]:
    """Return what is wrong with the parameters of extensions 0003 and 0004."""
    known_keys = {"extensionName", "digestAlgorithm", "tupleSize", "numberOfTuples"}
    if name == HASHED_TUPLES:
        known_keys.add("shortObjectRoot")
    found = [f"the parameter {shown(key)} is not known" for key in value.keys() - known_keys]
    if value.get("extensionName", name) != name:
        found.append(f"the extensionName is {shown(value['extensionName'])}, not {name}")
    hashing = value.get("digestAlgorithm", "sha256")
    known = algorithm(hashing) if isinstance(hashing, str) else None
    if known is None or known.make is None or not known.length:
        found.append(f"the digestAlgorithm {shown(hashing)} cannot be used")
        return found
    size, count = value.get("tupleSize", 3), value.get("numberOfTuples", 3)
    if not all(type(part) is int and 0 <= part <= _MOST for part in (size, count)):
        found.append(f"tupleSize and numberOfTuples must be whole numbers from 0 to {_MOST}")
        return found
    short = value.get("shortObjectRoot", False)
    if not isinstance(short, bool):
        found.append("shortObjectRoot must be true or false")
    if bool(size) != bool(count):
        found.append("if one of tupleSize and numberOfTuples is 0, both must be")
    if size * count > known.length or (short is True and size * count == known.length):
        found.append(f"{count} tuples of {size} are too many for a digest of {known.length} digits")
    return found
