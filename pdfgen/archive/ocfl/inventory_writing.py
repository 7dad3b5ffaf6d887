"""Inventories as bytes: those of an object, with a version more."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import timezone
from typing import TYPE_CHECKING, Any

from pdfgen.archive.ocfl.inventory import ALGORITHMS, version_folder
from pdfgen.archive.ocfl.inventory_reading import inventory_type
from pdfgen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pdfgen.archive.ocfl.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Remark:
    """Who made a version, when, and why.

    ``user_address`` is a URI: ``mailto:`` with an address, or an ORCID; it may be empty (OCFL 1.1, 3.5.3.1).
    """

    message: str
    user_name: str
    user_address: str
    created: datetime

    def judge(self) -> None:
        """Raise UsageError when a version cannot be made with it."""
        if self.created.utcoffset() is None:
            raise UsageError("the moment of a version has no time zone", "give one, such as 2018-01-16T09:00:00Z")
        if not self.user_name.strip():
            raise UsageError("a version needs the name of the one who made it", "give a name")
        try:
            f"{self.message}{self.user_name}{self.user_address}".encode()
        except UnicodeEncodeError:
            raise UsageError("message or name of a version is no Unicode text", "correct it") from None


def begun(object_id: str, specification: str) -> Mapping[str, Any]:
    """Return the inventory of an object without a version, as a JSON value."""
    return {
        "id": object_id,
        "type": inventory_type(specification),
        "digestAlgorithm": ALGORITHMS[0],
        "manifest": {},
        "versions": {},
    }


def extended(
    document: Mapping[str, Any], folder: str, state: Mapping[str, str], added: Mapping[str, str], remark: Remark
) -> bytes:
    """Return an inventory with a version more, as bytes; all that it had stays as it is.

    ``state`` gives each logical path its digest, ``added`` each new digest its content path. The same values give the
    same bytes.
    """
    paths = defaultdict(list)
    for path, digest in sorted(state.items()):
        paths[digest].append(path)
    user = {"name": remark.user_name} | ({"address": remark.user_address} if remark.user_address else {})
    version = {"created": _rfc3339(remark.created), "message": remark.message, "user": user, "state": paths}
    manifest = document["manifest"] | {digest: [path] for digest, path in added.items()}
    new = {
        **document,
        "head": folder,
        "manifest": dict(sorted(manifest.items(), key=lambda item: item[1])),
        "versions": document["versions"] | {folder: version},
    }
    return (json.dumps(new, indent=2, ensure_ascii=False) + "\n").encode()


def _rfc3339(moment: datetime) -> str:
    """Return a moment as RFC 3339 writes it, in UTC, to the second or finer."""
    return f"{moment.astimezone(timezone.utc).replace(tzinfo=None).isoformat()}Z"


def next_folder(inventory: Inventory) -> str:
    """Return the folder of the version after the last one. Raises UsageError when its names have too few digits."""
    name = version_folder(inventory.head + 1, inventory.digits)
    if inventory.digits and not name.startswith("v0"):  # OCFL 1.1, 3.3
        raise UsageError(
            f"object {inventory.id} can have no version {inventory.head + 1}: the names of its versions have "
            f"{inventory.digits} digits, and the first one is 0",
            "archive the files as another object",
        )
    return name
