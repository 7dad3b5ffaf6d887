"""What an archive cannot say of itself: that an object, a version or its past is not what it was.

Whoever rewrites all inventories of an object with their digests, or takes a whole object away, leaves an archive that
follows the specification. A record of the inventories, kept elsewhere, shows it. Versions are never changed, so that
what was recorded once stays right when others are added.

>>> before = {"urn:a": {"v1": "1c8f", "v2": "07aa"}, "urn:b": {"v1": "5d10"}}
>>> now = {"urn:a": {"v1": "1c8f", "v2": "ffff", "v3": "c2c2"}}
>>> [finding.headline() for finding in check_seals(before, now)]
['urn:a: error[P008]: version v2 was rewritten: its inventory is not the one that was recorded', \
'urn:b: error[P006]: the object is gone']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.codes import remedy, severity
from pdfgen.archive.ocfl.findings import ArchiveFinding, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    Seals = Mapping[str, Mapping[str, str]]
    """The SHA-512 of the inventory of each version of each object, by identifier and version."""


def check_seals(before: Seals, now: Seals) -> list[ArchiveFinding]:
    """Return what is not as it was recorded; what was added since is no finding.

    ``now`` is what ``check_root`` told of each object that has an inventory.
    """
    found = []
    for identifier, seals in sorted(before.items()):
        if identifier not in now:
            found.append(_finding("P006", identifier, "the object is gone"))
            continue
        for version, seal in sorted(seals.items()):
            present = now[identifier].get(version)
            if present is None:
                found.append(_finding("P007", identifier, f"version {version} is gone"))
            elif present != seal:
                message = f"version {version} was rewritten: its inventory is not the one that was recorded"
                found.append(_finding("P008", identifier, message))
    return found


def _finding(code: str, identifier: str, message: str) -> ArchiveFinding:
    name = readable(identifier)
    return ArchiveFinding(code, severity(code), name, name, message, remedy(code))
