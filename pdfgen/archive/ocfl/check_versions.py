"""The versions in an inventory: their numbers, and each by itself (OCFL 1.1, sections 3.3 and 3.5.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pdfgen.archive.ocfl.check_json import repeated
from pdfgen.archive.ocfl.check_paths import conflicts, faults
from pdfgen.archive.ocfl.findings import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    Tell = Callable[[str, str], None]

VERSION = re.compile("v(0*)([1-9][0-9]{0,8})")
_BARE = re.compile("[0-9]{1,9}")
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")


@dataclass(slots=True)
class FoundVersion:
    """One version as an inventory has it.

    ``state`` has the digests of the logical paths, in small letters; ``digests`` are as they are written. Without
    ``usable``, there is no list of paths. ``told`` is what people said of the version, where it is text.
    """

    state: dict[str, str] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)
    usable: bool = False
    told: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionNumbers:
    """The names of versions by number, in their order."""

    names: dict[int, str] = field(default_factory=dict)

    @property
    def latest(self) -> str:
        """The name with the highest number; empty when there is none."""
        return self.names[max(self.names)] if self.names else ""


def number(name: str) -> int:
    """Return the number in the name of a version folder; 0 when it is none."""
    found = VERSION.fullmatch(name)
    return int(found[2]) if found else 0


def _check_numbers(names: Iterable[str], folders: Container[str], tell: Tell) -> VersionNumbers:
    """Check that names of versions are counted from 1 and written in one way; return what can be used of them."""
    numbers: dict[int, str] = {}
    for name in sorted(names, key=lambda name: (len(name), name)):
        # a number without its “v” can be followed; where there is such a folder, that is told of the folder
        found = number(name) or (int(name) if _BARE.fullmatch(name) else 0)
        if not name.startswith("v"):
            if name not in folders:
                tell("E104", f"the version {shown(name)} has no name like v1")
        elif not found:
            tell("E105", f"the version {shown(name)} has no number that counts from 1")
        if found in numbers:
            tell("E012", f"{shown(numbers[found])} and {shown(name)} are the same version")
        elif found:
            numbers[found] = name
    if numbers:
        _check_sequence(numbers, tell)
        _check_convention(numbers, tell)
    return VersionNumbers(dict(sorted(numbers.items())))


def _check_sequence(numbers: dict[int, str], tell: Tell) -> None:
    if 1 not in numbers:
        tell("E009", f"the versions begin with {numbers[min(numbers)]}, not with number 1")
    for before, after in pairwise(sorted(numbers)):
        if after != before + 1:
            gap = str(before + 1) if after == before + 2 else f"{before + 1} to {after - 1}"
            tell("E010", f"between the versions {numbers[before]} and {numbers[after]} number {gap} is missing")


def _check_convention(numbers: dict[int, str], tell: Tell) -> None:
    first = numbers[min(numbers)]
    padded = first.startswith("v0")
    if padded:
        tell("W001", f"the versions are padded with zeros ({first}); v1 is better")
    for name in numbers.values():
        if not padded:
            if name.startswith("v0"):
                tell("E012", f"the version {name} is padded with zeros, but {first} is not")
        elif len(name) != len(first):
            tell("E012", f"the version {name} has not as many digits as {first}")
        elif not name.startswith("v0"):
            tell("E011", f"the version {name} has no zero behind its “v”, but {first} has")
            tell("E013", f"the version {name} is not named in the way of {first}")


def check_versions(
    inventory: dict[str, Any], folders: Container[str], tell: Tell
) -> tuple[dict[str, FoundVersion], VersionNumbers]:
    """Check the versions of an inventory; return them by name, and their numbers."""
    if "versions" not in inventory:
        tell("E043", "the inventory has no versions")
        return {}, VersionNumbers()
    versions = inventory["versions"]
    if not isinstance(versions, dict):
        tell("E044", f"the versions are {shown(versions)}, not an object")
        return {}, VersionNumbers()
    if not versions:
        tell("E008", "the inventory has no version")
    for name in repeated(versions):
        tell("E033", f"the inventory says the version {shown(name)} more than once")
    numbering = _check_numbers(versions, folders, tell)
    return {name: _check_version(name, version, tell) for name, version in versions.items()}, numbering


def _check_version(name: str, version: Any, tell: Tell) -> FoundVersion:
    found = FoundVersion()
    name = name if VERSION.fullmatch(name) else shown(name)
    if not isinstance(version, dict):
        tell("E047", f"version {name} is {shown(version)}, not an object")
        return found
    for key in repeated(version):
        tell("E033", f"version {name} says {shown(key)} more than once")
    for key in version.keys() - {"created", "state", "message", "user"}:
        tell("E102", f"version {name} has the key {shown(key)}, which the specification does not know")
    for key in ("created", "state"):
        if key not in version:
            tell("E048", f"version {name} has no {key}")
    if "created" in version and not _is_moment(version["created"]):
        tell("E049", f"version {name} is created at {shown(version['created'])}, which is no moment like {_EXAMPLE}")
    if "message" in version and not isinstance(version["message"], str):
        tell("E094", f"the message of version {name} is {shown(version['message'])}, not a text")
    _check_user(name, version, tell)
    found.told = _told(version)
    if "state" in version:
        _check_state(name, version["state"], found, tell)
    return found


def _told(version: dict[str, Any]) -> dict[str, str]:
    user = version.get("user")
    parts = {"user name": user.get("name"), "user address": user.get("address")} if isinstance(user, dict) else {}
    parts |= {"created": version.get("created"), "message": version.get("message")}
    return {key: value for key, value in parts.items() if isinstance(value, str)}


_EXAMPLE = "2018-01-31T12:00:00Z"


def _is_moment(text: Any) -> bool:
    """Tell whether a text is a moment with seconds and a time zone (RFC 3339, section 5.6)."""
    found = _MOMENT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return False
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    try:
        datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001  # asked whether there is such a day
    except ValueError:
        return False
    return second <= 60  # noqa: PLR2004  # a leap second


def _check_user(name: str, version: dict[str, Any], tell: Tell) -> None:
    missing = [key for key in ("message", "user") if key not in version]
    if missing:
        tell("W007", f"version {name} has no {' and no '.join(missing)}")
    if "user" not in version:
        return
    user = version["user"]
    if not isinstance(user, dict):
        tell("E054", f"the user of version {name} is {shown(user)}, not an object")
        return
    for key in user.keys() - {"name", "address"}:
        tell("E102", f"the user of version {name} has the key {shown(key)}, which the specification does not know")
    if not isinstance(user.get("name"), str) or not user["name"]:
        tell("E054", f"the user of version {name} has no name")
    if "address" not in user:
        tell("W008", f"the user of version {name} has no address")
    elif not isinstance(user["address"], str):
        tell("E054", f"the address of the user of version {name} is {shown(user['address'])}, not a text")
    elif not _ADDRESS.fullmatch(user["address"]):
        tell("W009", f"the address {shown(user['address'])} of the user of version {name} is no URI")


def _check_state(name: str, state: Any, found: FoundVersion, tell: Tell) -> None:
    if not isinstance(state, dict):
        tell("E050", f"the state of version {name} is {shown(state)}, not an object")
        return
    for digest in repeated(state):
        tell("E050", f"the state of version {name} says the digest {shown(digest)} more than once")
    found.usable, found.digests = True, list(state)
    for digest, paths in state.items():
        if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
            tell("E050", f"the state of version {name} has no list of paths for the digest {shown(digest)}")
            found.usable = False
            continue
        for path in paths:
            wrong = faults(path)
            if "end" in wrong:
                tell("E053", f"the path {shown(path)} of version {name} begins or ends with “/”")
            if "element" in wrong:
                tell("E052", f"the path {shown(path)} of version {name} has an empty element, “.” or “..”")
            if path in found.state:
                tell("E095", f"version {name} has the path {shown(path)} more than once")
            found.state[path] = digest.lower()
    for path in conflicts(path for path in found.state if not faults(path)):
        tell("E095", f"the path {shown(path)} of version {name} is a file and a folder")
