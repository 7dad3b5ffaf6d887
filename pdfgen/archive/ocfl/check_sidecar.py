"""The digest beside an inventory (OCFL 1.1, section 3.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.check_digests import algorithm, digest
from pdfgen.archive.ocfl.check_inventory import INVENTORY
from pdfgen.archive.ocfl.check_tree import reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pdfgen.archive.ocfl.findings import FindingLog

_LINE = re.compile(rb"([!-~]+)[ \t]+inventory\.json(\r?\n?)")
_LARGEST = 4096  # bytes


def sidecars(names: Iterable[str]) -> set[str]:
    """Return the names that can be those of digests of inventories."""
    return {name for name in names if name.startswith(f"{INVENTORY}.") and algorithm(name[len(INVENTORY) + 1 :])}


class SidecarCheck:
    """The check of the digests of all inventories of one object."""

    def __init__(self, folder: Path, log: FindingLog) -> None:
        self.folder, self.log = folder, log
        self._ended: dict[str, bool] = {}

    def check(self, folder: str, names: Iterable[str], name: str, content: bytes) -> str:
        """Check the digest of the inventory in a folder; return the name of the file that has it, empty without one.

        ``names`` are the files in the folder, ``name`` is the digest algorithm, empty when that is not known.
        """
        names = set(names)
        others = sorted(sidecars(names))
        wanted = f"{INVENTORY}.{name}" if name else next(iter(others), "")
        where = f"{folder}/" if folder else ""
        if wanted in names:
            self._check_file(where + wanted, wanted[len(INVENTORY) + 1 :], content)
            return wanted
        if others:
            self.log.tell("E059", where + others[0], f"the inventory is digested with {name}: {wanted} is missing")
            return others[0]
        missing = wanted or "its file"
        self.log.tell("E058", where + INVENTORY, f"the inventory has no digest beside it: {missing} is missing")
        return ""

    def finish(self) -> None:
        """Tell lines without an end, where others have one: programs write all in the same way."""
        if len(set(self._ended.values())) > 1:
            for place, ended in self._ended.items():
                if not ended:
                    self.log.tell("P005", place, "the line has no end, but others have: the file may have been cut")

    def _check_file(self, place: str, name: str, content: bytes) -> None:
        try:
            with (self.folder / place).open("rb") as file:
                line = file.read(_LARGEST + 1)
        except OSError as error:
            self.log.tell("P001", place, f"the file cannot be read, and is not checked: {reason(error)}")
            return
        found = _LINE.fullmatch(line)
        stated = found[1].decode("ascii") if found else ""
        known = algorithm(name)
        if found is None or known is None or not known.fits(stated):
            form = f"one line of the form “DIGEST {INVENTORY}”, with a digest of {name}"
            self.log.tell("E061", place, f"the file does not have {form}")
            return
        self._ended[place] = bool(found[2])
        if stated not in (stated.lower(), stated.upper()):
            self.log.tell("P004", place, "the digest has capital and small letters: no program writes that")
        made = digest(name, content)
        if made and made != stated.lower():
            inventory = place[: -len(name) - 1]
            self.log.tell(
                "E060", inventory, f"the inventory has the {name} {made[:16]}…, but {place} says {stated[:16]}…"
            )
