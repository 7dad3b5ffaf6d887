"""The inventories of one object beside each other: what may not change, and what should not (OCFL 1.1, section 3.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.findings import shown

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from pdfgen.archive.ocfl.check_inventory import FoundInventory
    from pdfgen.archive.ocfl.check_versions import FoundVersion
    from pdfgen.archive.ocfl.findings import FindingLog

_MOST = 3  # paths that one message names


@dataclass(slots=True)
class History:
    """Compares the inventories of versions, in their order, with ``main``, the inventory of the object."""

    main: FoundInventory
    log: FindingLog
    _first: FoundInventory | None = None
    _spec: tuple[str, str] = ("", "")
    _begun: bool = False
    _where: dict[str, list[str]] = field(default_factory=dict)

    def compare(self, found: FoundInventory | None, name: str, *, same: bool) -> None:
        """Compare the inventory of the version ``name``; with ``same``, it has the bytes of that of the object."""
        first, self._begun = not self._begun, True
        if found is None:
            return
        main, path = self.main, f"{name}/inventory.json"
        latest = found.numbering.latest
        if latest and latest != name:
            self.log.tell("E040", path, f"the inventory is that of version {latest}, but lies in the folder {name}")
        before, self._spec = self._spec, (found.spec or self._spec[0], name)
        if found.spec and found.spec < before[0]:
            self.log.tell(
                "E103", path, f"the version is of OCFL {found.spec}, that before it, {before[1]}, of {before[0]}"
            )
        if same or found is main:
            return
        if name == main.head and main.head_is_latest:
            self.log.tell("E064", path, f"the inventory of the latest version is not the same as {main.path}")
            return
        if found.id != main.id and found.id and main.id:
            self.log.tell("E037", path, f"the id is {shown(found.id)}, but {main.path} has {shown(main.id)}")
        self._compare_directories(found, path, first=first)
        for version, block in found.versions.items():
            other = main.versions.get(version)
            if other is None:
                self.log.tell("E066", path, f"the inventory has version {shown(version)}, which {main.path} has not")
            else:
                self._compare_version(found, version, block, other)

    def _compare_directories(self, found: FoundInventory, path: str, *, first: bool) -> None:
        main = self.main
        if found.content_directory is None or main.content_directory is None:
            return
        if first and main.sets_directory and not found.sets_directory:
            self.log.tell("E019", main.path, f"the contentDirectory is set, but {path}, the first inventory, sets none")
        elif found.content_directory != main.content_directory:
            self.log.tell(
                "E019" if first else "E020",
                main.path if first else path,
                f"the content folder is {shown((main if first else found).content_directory)}, but"
                f" {path if first else main.path} has {shown((found if first else main).content_directory)}",
            )

    def _compare_version(self, found: FoundInventory, name: str, block: FoundVersion, other: FoundVersion) -> None:
        main = self.main
        if block.usable and other.usable:
            for paths, verb in (
                (block.state.keys() - other.state.keys(), f"has, and {main.path} has not"),
                (other.state.keys() - block.state.keys(), f"does not have, and {main.path} has"),
                (self._different(found, block, other), f"has with another content than {main.path}"),
            ):
                if paths:
                    self.log.tell("E066", found.path, f"version {name} {verb}: {_named(paths)}")
        for key in sorted({*block.told, *other.told}):
            if block.told.get(key) != other.told.get(key):
                self.log.tell("W011", found.path, f"version {name} has another {key} than in {main.path}")

    def _different(self, found: FoundInventory, block: FoundVersion, other: FoundVersion) -> list[str]:
        """Return the paths of a version that have one content in one inventory, and another in the other."""
        common = [path for path in block.state if path in other.state]
        if found.algorithm == self.main.algorithm:
            return [path for path in common if block.state[path] != other.state[path]]
        # digests of two kinds cannot be compared: the files that have them can
        if not self._where:
            self._where = _places(self.main)
        places = _places(found)
        return [
            path
            for path in common
            if not set(places.get(block.state[path], ())) & set(self._where.get(other.state[path], ()))
        ]

    def compare_files(self, found: FoundInventory, present: Iterable[str]) -> None:
        """Tell files of a version, and of those before it, that its inventory does not have."""
        if found is self.main:
            return
        lost = [path for path in present if _lost(path, found.manifest, found.meant) and path in self.main.manifest]
        if lost:
            self.log.tell("E023", found.path, f"the manifest does not have {_named(lost)}")


def _lost(path: str, *known: Container[str]) -> bool:
    return not any(path in paths for paths in known)


def _places(inventory: FoundInventory) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for path, digest in inventory.manifest.items():
        places.setdefault(digest, []).append(path)
    return places


def _named(paths: Iterable[str]) -> str:
    """Return the first paths, and how many there are."""
    inner = sorted(paths)
    more = f" and {len(inner) - _MOST} more" if len(inner) > _MOST else ""
    return ", ".join(map(shown, inner[:_MOST])) + more
