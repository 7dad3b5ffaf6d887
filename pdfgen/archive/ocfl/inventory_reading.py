"""Inventories from bytes, under limits: nothing in them is trusted before it is looked at."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from pdfgen.archive.ocfl.inventory import ALGORITHMS, CONTENT, SPECIFICATIONS, Inventory, Version, version_folder
from pdfgen.archive.ocfl.logical_paths import is_inside, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes of an inventory: about 200,000 files."""

_TYPE = "https://ocfl.io/{}/spec/#inventory"
_FOLDER = re.compile(r"v(?:[1-9][0-9]{0,8}|0[0-9]{1,8})")
_LEAP_SECOND = 60
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)  # RFC 3339


class InventoryError(ValueError):
    """An inventory is not as the specification wants it."""


def read_inventory(content: bytes) -> Inventory:
    """Return the inventory in a file. Raises InventoryError when the file is none that can be used."""
    document = _parsed(content)
    specification = next((one for one in SPECIFICATIONS if document.get("type") == _TYPE.format(one)), None)
    if specification is None:
        raise InventoryError(f"its type is no version of OCFL that is known: {shown(str(document.get('type')))}")
    identifier = _text(document, "id")
    if not identifier:
        raise InventoryError("its id is empty")
    algorithm = _text(document, "digestAlgorithm")
    if algorithm not in ALGORITHMS:
        raise InventoryError(f"its digest algorithm is {shown(algorithm)}, not one of {', '.join(ALGORITHMS)}")
    folder = _text(document, "contentDirectory", CONTENT)
    if "/" in folder or not is_inside(folder):
        raise InventoryError(f"its content folder is {shown(folder)}")
    manifest = _contents(_mapping(document, "manifest"), "manifest")
    digits, versions = _versions(_mapping(document, "versions"), manifest)
    head = version_folder(len(versions), digits)
    if document.get("head") != head:
        raise InventoryError(f"its head is {shown(str(document.get('head')))}, and its last version {head}")
    fixity = {name: _contents(block, "fixity") for name, block in _mapping(document, "fixity", {}).items()}
    return Inventory(
        identifier, specification, algorithm, len(versions), digits, folder, manifest, versions, fixity, document
    )


def inventory_type(specification: str) -> str:
    """Return what an inventory says it is (OCFL 1.1, 3.5.1)."""
    return _TYPE.format(specification)


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > SIZE_LIMIT:
        raise InventoryError(f"it has more than {SIZE_LIMIT:,} bytes")
    try:
        found = json.loads(content.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
    except InventoryError:
        raise
    except RecursionError:
        raise InventoryError("it is nested too deeply") from None
    except ValueError as error:
        raise InventoryError(f"it is no JSON in UTF-8: {error}") from None
    if not isinstance(found, dict):
        raise InventoryError("it is no JSON object")
    if _SURROGATE.search(content):
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise InventoryError("a text in it is no Unicode: it has half of a character") from None
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InventoryError("an object in it has a key twice")
    return found


def _refuse(constant: str) -> None:
    raise InventoryError(f"it is no JSON: {constant} is no number")


def _text(document: Mapping[str, Any], key: str, missing: str | None = None) -> str:
    value = document.get(key, missing)
    if not isinstance(value, str):
        raise InventoryError(f"its {key} is {'missing' if value is None else 'no text'}")
    return value


def _mapping(document: Mapping[str, Any], key: str, missing: Any = None) -> dict[str, Any]:
    value = document.get(key, missing)
    if not isinstance(value, dict):
        raise InventoryError(f"its {key} {'is missing' if value is None else 'is no JSON object'}")
    return value


def _contents(block: Any, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(block, dict):
        raise InventoryError(f"its {where} is no JSON object")
    found = {digest: _paths(paths, where) for digest, paths in block.items()}
    _judge([path for paths in found.values() for path in paths], where)
    if len({digest.lower() for digest in found}) < len(found):
        raise InventoryError(f"its {where} has a digest twice, in upper and in lower case")
    return found


def _paths(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(path, str) for path in value):
        raise InventoryError(f"its {where} has a digest without a list of paths")
    return tuple(value)


def _judge(paths: Iterable[str], where: str) -> None:
    """Refuse paths that lead out of the object, and those that stand in each other's way."""
    files: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        if not is_inside(path):
            raise InventoryError(f"its {where} has a path that leads out of its folder: {shown(path)}")
        if path in files:
            raise InventoryError(f"its {where} has a path twice: {shown(path)}")
        files.add(path)
        while "/" in path:
            path = path.rpartition("/")[0]  # noqa: PLW2901  # the folders above it
            if path in folders:
                break
            folders.add(path)
    for path in files & folders:
        raise InventoryError(f"its {where} has a path that is a file and a folder: {shown(path)}")


def _versions(blocks: Mapping[str, Any], manifest: Mapping[str, tuple[str, ...]]) -> tuple[int, tuple[Version, ...]]:
    names = list(blocks)
    if not names or not all(_FOLDER.fullmatch(name) for name in names):
        raise InventoryError("its versions are not named v1, v2 and so on")
    digits = max(len(name) - 1 for name in names) if any(name.startswith("v0") for name in names) else 0
    expected = [version_folder(number, digits) for number in range(1, len(names) + 1)]
    if set(names) != set(expected):
        raise InventoryError("its versions are not named v1, v2 and so on, without a gap")
    return digits, tuple(_version(number, blocks[name], manifest) for number, name in enumerate(expected, 1))


def _version(number: int, block: Any, manifest: Mapping[str, tuple[str, ...]]) -> Version:
    where = f"version {number}"
    if not isinstance(block, dict):
        raise InventoryError(f"its {where} is no JSON object")
    contents = {digest: _paths(paths, where) for digest, paths in _mapping(block, "state").items()}
    _judge([path for paths in contents.values() for path in paths], where)
    if unknown := contents.keys() - manifest.keys():
        raise InventoryError(f"its {where} has a digest that its manifest lacks: {shown(min(unknown))}")
    user = _mapping(block, "user", {})
    return Version(
        number,
        _moment(_text(block, "created"), where),
        _text(block, "message", ""),
        _text(user, "name", ""),
        _text(user, "address", ""),
        {path: digest for digest, paths in contents.items() for path in paths},
    )


def _moment(text: str, where: str) -> datetime:
    wrong = InventoryError(f"its {where} was created at no moment of RFC 3339: {shown(text)}")
    found = _MOMENT.fullmatch(text)
    if found is None or int(found[3]) > _LEAP_SECOND:
        raise wrong
    day, minute, second, part, sign, hours, minutes = found.groups()
    away = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        moment = datetime.fromisoformat(f"{day}T{minute}:00").replace(
            microsecond=int(f"{part or 0:0<6}"[:6]), tzinfo=timezone(-away if sign == "-" else away)
        )
        return moment + timedelta(seconds=int(second))
    except (ValueError, OverflowError):
        raise wrong from None
