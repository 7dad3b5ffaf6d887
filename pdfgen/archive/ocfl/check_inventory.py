"""One inventory by itself: keys, versions, manifest, fixity (OCFL 1.1, section 3.5).

What can be used of it is returned, so that the check of the object goes on behind a fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pdfgen.archive.ocfl.check_digests import CONTENT, algorithm
from pdfgen.archive.ocfl.check_json import repeated
from pdfgen.archive.ocfl.check_paths import conflicts, faults, meant
from pdfgen.archive.ocfl.check_versions import FoundVersion, VersionNumbers, check_versions, number
from pdfgen.archive.ocfl.findings import shown

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from pdfgen.archive.ocfl.findings import FindingLog

INVENTORY = "inventory.json"
_KEYS = ("id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity")
_TYPE = re.compile(r"https://ocfl\.io/(1\.[01])/spec/#inventory")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")


@dataclass(slots=True)
class FoundInventory:
    """What an inventory says, as far as it can be used.

    ``path`` is that of the file in the object. ``content_directory`` is None when the name cannot be one. Digests are
    in small letters. ``manifest`` and ``fixity`` have the paths that can be paths; ``meant`` has those that were meant
    by the others.
    """

    path: str
    id: str = ""
    spec: str = ""
    algorithm: str = "sha512"
    head: str = ""
    head_is_latest: bool = True
    content_directory: str | None = "content"
    sets_directory: bool = False
    manifest: dict[str, str] = field(default_factory=dict)
    meant: set[str] = field(default_factory=set)
    fixity: list[tuple[str, str, str]] = field(default_factory=list)
    """Path, algorithm, digest."""
    versions: dict[str, FoundVersion] = field(default_factory=dict)
    numbering: VersionNumbers = field(default_factory=VersionNumbers)


class InventoryCheck:
    """The check of one inventory.

    ``declared`` is the version of the specification that the object declares, empty when it declares none;
    ``folders`` are the folders in it.
    """

    def __init__(self, log: FindingLog, path: str, declared: str, folders: Container[str]) -> None:
        self.log, self.path, self.declared, self.folders = log, path, declared, folders
        self.found = FoundInventory(path)

    def tell(self, code: str, message: str) -> None:
        """Tell a fault of the inventory; a warning that the object’s own inventory has, too, is told of that alone."""
        if code.startswith("W") and self.log.told(code, INVENTORY, message):
            return
        self.log.tell(code, self.path, message)

    def check(self, value: Any) -> FoundInventory | None:
        """Return what the inventory says; None when it is no JSON object."""
        if not isinstance(value, dict):
            self.tell("E033", f"the inventory is {shown(value)}, not an object")
            return None
        for key in repeated(value):
            self.tell("E033", f"the inventory says {shown(key)} more than once")
        for key in value.keys() - set(_KEYS):
            self.tell("E102", f"the inventory has the key {shown(key)}, which the specification does not know")
        self._check_head(value)
        self._check_content_directory(value)
        manifest = self._manifest(value)
        self.found.versions, self.found.numbering = check_versions(value, self.folders, self.tell)
        self._check_latest(value)
        self._check_use(manifest)
        self._check_begins()
        self._check_fixity(value)
        return self.found

    def _check_head(self, value: dict[str, Any]) -> None:
        for key in ("id", "type", "digestAlgorithm", "head"):
            if key not in value:
                self.tell("E036", f"the inventory has no {key}")
        if "id" in value:
            self._check_id(value["id"])
        if "type" in value:
            self._check_type(value["type"])
        if "digestAlgorithm" in value:
            self._check_algorithm(value["digestAlgorithm"])

    def _check_id(self, identifier: Any) -> None:
        if not isinstance(identifier, str) or not identifier:
            self.tell("E037", f"the id is {shown(identifier)}; it must be a text that is not empty")
            return
        self.found.id = identifier
        if not URI.fullmatch(identifier):
            self.tell("W005", f"the id {shown(identifier)} is no URI")

    def _check_type(self, kind: Any) -> None:
        known = _TYPE.fullmatch(kind) if isinstance(kind, str) else None
        if known is None:
            self.tell(
                "E038",
                f"the type is {shown(kind)}; it must be https://ocfl.io/{self.declared or '1.1'}/spec/#inventory",
            )
            return
        self.found.spec = known[1]
        if self.path == INVENTORY and self.declared and known[1] != self.declared:
            self.tell("E038", f"the type is that of OCFL {known[1]}, but the object declares OCFL {self.declared}")

    def _check_algorithm(self, name: Any) -> None:
        self.found.algorithm = name if isinstance(name, str) and algorithm(name) else ""
        if name not in CONTENT:
            self.tell("E025", f"the digestAlgorithm is {shown(name)}; it must be sha512 or sha256")
        elif name == "sha256":
            self.tell("W004", "the digestAlgorithm is sha256; sha512 is better")

    def _check_content_directory(self, value: dict[str, Any]) -> None:
        if "contentDirectory" not in value:
            return
        name = value["contentDirectory"]
        self.found.sets_directory = True
        self.found.content_directory = None
        if not isinstance(name, str) or not name:
            self.tell("E108", f"the contentDirectory is {shown(name)}; it must be the name of a folder")
        elif "/" in name:
            self.tell("E017", f"the contentDirectory is {shown(name)}; the name of a folder has no “/”")
        elif name in (".", ".."):
            self.tell("E018", f"the contentDirectory is {shown(name)}, which is no name of a folder")
        else:
            self.found.content_directory = name

    def _check_latest(self, value: dict[str, Any]) -> None:
        latest = self.found.numbering.latest
        self.found.head = latest
        if "head" in value and latest and value["head"] != latest:
            self.found.head_is_latest = False
            self.tell("E040", f"the head is {shown(value['head'])}, but the latest version is {latest}")

    # The manifest

    def _manifest(self, value: dict[str, Any]) -> set[str] | None:
        """Check the manifest; return its digests as they are written."""
        if "manifest" not in value:
            self.tell("E041", "the inventory has no manifest")
            return None
        manifest = value["manifest"]
        if not isinstance(manifest, dict):
            code = "E041" if self.declared == "1.0" else "E106"
            self.tell(code, f"the manifest is {shown(manifest)}, not an object")
            return None
        for digest in repeated(manifest):
            self.tell("E096", f"the manifest says the digest {shown(digest)} more than once")
        known = algorithm(self.found.algorithm)
        seen: dict[str, str] = {}
        for digest, paths in manifest.items():
            if known and not known.fits(digest):
                self.tell("E025", f"{shown(digest)} in the manifest is no digest of {known.name}")
            if digest.lower() in seen:
                self.tell("E096", f"the manifest says the digest {shown(digest)} in capital and in small letters")
            again = digest in repeated(manifest) or digest.lower() in seen
            self._keep(digest.lower(), self._paths(paths, "manifest", "E092", digest), again=again)
            seen.setdefault(digest.lower(), digest)
        for path in conflicts(self.found.manifest):
            self.tell("E101", f"the path {shown(path)} of the manifest is a file and a folder")
        return set(manifest)

    def _keep(self, digest: str, paths: Iterator[str], *, again: bool) -> None:
        """Keep the paths of a digest; with ``again``, the manifest says the digest twice, and that is told."""
        for path in paths:
            if path not in self.found.manifest:
                self.found.manifest[path] = digest
            elif not again or self.found.manifest[path] != digest:
                self.tell("E101", f"the manifest has the path {shown(path)} more than once")

    def _paths(self, paths: Any, block: str, code: str, digest: str) -> Iterator[str]:
        """Yield the paths of a digest that can be paths, and tell the others."""
        if not isinstance(paths, list):
            self.tell(code, f"the {block} has {shown(paths)} for the digest {shown(digest)}, not a list of paths")
            return
        for path in paths:
            if not isinstance(path, str):
                self.tell(code, f"the {block} has {shown(path)} among the paths of the digest {shown(digest)}")
                continue
            wrong = faults(path)
            if "end" in wrong:
                self.tell("E100", f"the path {shown(path)} of the {block} begins or ends with “/”")
            if "element" in wrong:
                self.tell("E099", f"the path {shown(path)} of the {block} has an empty element, “.” or “..”")
            if not wrong:
                yield path
            elif block == "manifest":
                self.found.meant.add(meant(path))

    def _check_use(self, manifest: set[str] | None) -> None:
        """Compare the digests of the manifest with those of the versions."""
        if manifest is None:
            return
        used: set[str] = set()
        for name, version in self.found.versions.items():
            for digest in version.digests:
                used.add(digest.lower())
                if digest not in manifest:
                    self.tell(
                        "E050", f"version {name} has the digest {shown(digest)}, which the manifest does not have"
                    )
        if self.found.versions and all(version.usable for version in self.found.versions.values()):
            for digest in manifest:
                if digest.lower() not in used:
                    self.tell("E107", f"no version uses the digest {shown(digest)} of the manifest")

    def _check_begins(self) -> None:
        """Check that the paths of the manifest begin with versions."""
        for path in list(self.found.manifest) if self.found.versions else ():
            first, _, rest = path.partition("/")
            if first in self.found.versions:
                continue
            named = self.found.numbering.names.get(number(first))
            if named:
                self.tell("E014", f"the path {shown(path)} of the manifest begins with {first}, not with {named}")
                del self.found.manifest[path]
                self.found.meant.add(f"{named}/{rest}")
            else:
                self.tell("E042", f"the path {shown(path)} of the manifest does not begin with a version")

    # Fixity

    def _check_fixity(self, value: dict[str, Any]) -> None:
        if "fixity" not in value:
            return
        blocks = value["fixity"]
        if not isinstance(blocks, dict):
            self.tell("E056" if self.declared == "1.0" else "E111", f"the fixity is {shown(blocks)}, not an object")
            return
        for name in repeated(blocks):
            self.tell("E056", f"the fixity says the algorithm {shown(name)} more than once")
        for name, block in blocks.items():
            if algorithm(name) is None:
                self.tell("E056", f"the fixity has the algorithm {shown(name)}, which nothing defines")
            if not isinstance(block, dict):
                self.tell("E057", f"the fixity has {shown(block)} for {shown(name)}, not an object")
            else:
                self._check_block(name, block)

    def _check_block(self, name: str, block: dict[str, Any]) -> None:
        known = algorithm(name)
        for digest in repeated(block):
            self.tell("E097", f"the fixity of {shown(name)} says the digest {shown(digest)} more than once")
        seen: set[str] = set()
        for digest, paths in block.items():
            small = digest.lower()
            if known and not known.fits(digest):
                self.tell("E057", f"{shown(digest)} in the fixity is no digest of {known.name}")
            if small in seen:
                self.tell("E097", f"the fixity of {shown(name)} says {shown(digest)} in capital and in small letters")
            seen.add(small)
            for path in self._paths(paths, "fixity", "E057", digest):
                self.found.fixity.append((path, name, small))
                if path not in self.found.manifest:
                    self.tell("E057", f"the fixity has the path {shown(path)}, which the manifest does not have")
