"""One object of an archive: its folders, all its inventories, its content (OCFL 1.1, section 3).

>>> from pathlib import Path
>>> [finding.code for finding in check_object(Path(__file__).parent)]
['E003', 'E063']
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.check_content import ContentCheck
from pdfgen.archive.ocfl.check_declaration import check_declaration
from pdfgen.archive.ocfl.check_digests import digest
from pdfgen.archive.ocfl.check_extensions import REGISTERED
from pdfgen.archive.ocfl.check_history import History
from pdfgen.archive.ocfl.check_inventory import INVENTORY, FoundInventory, InventoryCheck
from pdfgen.archive.ocfl.check_json import LARGEST, parsed
from pdfgen.archive.ocfl.check_sidecar import SidecarCheck
from pdfgen.archive.ocfl.check_tree import Inodes, Lister, Listing, opened, reason
from pdfgen.archive.ocfl.check_versions import VERSION, number
from pdfgen.archive.ocfl.findings import ArchiveFinding, FindingLog, shown

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path


def check_object(folder: Path, *, content: bool = True) -> list[ArchiveFinding]:
    """Return what is wrong with an object, in the order of its paths; nothing is written.

    With ``content``, every file is read and compared with its digests. Raises EnvironmentFailure when the folder
    itself cannot be read; what cannot be read in it is a finding.
    """
    check = ObjectCheck(opened(folder), FindingLog(), {})
    check.structure()
    if content:
        check.begin(None)
    return check.findings()


class ObjectCheck:
    """The check of one object: first ``structure``, then ``begin`` reads the content, ``findings`` waits for it.

    ``spec`` is the version of the specification that the object declares; ``main`` is its inventory, or the copy of
    the latest version when there is none in the object’s own folder. ``seals`` has the SHA-512 of the inventory of each
    version.
    """

    def __init__(self, folder: Path, log: FindingLog, inodes: Inodes) -> None:
        self.folder, self.log = folder, log
        self.lister = Lister(folder, log, inodes)
        self.spec = ""
        self.main: FoundInventory | None = None
        self.seals: dict[str, str] = {}
        self.content = ContentCheck(folder, log)
        self.sidecars = SidecarCheck(folder, log)
        self._bytes: bytes | None = None
        self._folders: list[str] = []

    def structure(self) -> None:
        """Check everything but the content of files."""
        root = self.lister.list("")
        if not root.read:
            return
        self.spec = check_declaration(self.folder, root, self.log)
        self._folders = root.folders
        copies = sorted((name for name in root.folders if VERSION.fullmatch(name)), key=number, reverse=True)
        self.main, self._bytes = self._inventory("", root)
        damaged = None if self.main else self._bytes
        for name in copies if self.main is None else ():
            # the copy in the latest version tells what there should be
            self.main, self._bytes = self._inventory(name, self._copies(name))
            if self.main:
                break
        main = self.main
        if main is None or self._bytes is None:
            return
        self.log.object = main.id
        self.seals[main.head] = digest("sha512", self._bytes)
        own = f"{INVENTORY}.{main.algorithm}"
        if damaged is not None:
            self.sidecars.check("", root.files, main.algorithm, damaged)
        elif main.path == INVENTORY:
            own = self.sidecars.check("", root.files, main.algorithm, self._bytes)
        self._check_names(main, root, own)
        self._check_versions(main, root)
        self.sidecars.finish()
        self.content.expect_main(main)

    def begin(self, pool: Executor | None) -> None:
        """Read the content, in the threads of ``pool`` if there is one."""
        self.content.begin(pool)

    def findings(self) -> list[ArchiveFinding]:
        """Return all findings; wait for the content."""
        self.content.finish()
        return self.log.findings()

    # Inventories

    def _copies(self, folder: str) -> Listing:
        """Return the inventory in the folder of a version, if there is one; nothing is told of others."""
        path = self.folder / folder / INVENTORY
        return Listing(files={INVENTORY: 0} if path.is_file() and not path.is_symlink() else {})

    def _inventory(self, folder: str, listing: Listing) -> tuple[FoundInventory | None, bytes | None]:
        """Return the inventory in a folder, checked by itself, and its bytes."""
        path = f"{folder}/{INVENTORY}" if folder else INVENTORY
        if INVENTORY not in listing.files:
            if not folder and INVENTORY not in listing.others:
                self.log.tell("E063", "", f"the object has no {INVENTORY}")
            return None, None
        content = self._read(path)
        return (None if content is None else self._parsed(path, content)), content

    def _read(self, path: str) -> bytes | None:
        try:
            with (self.folder / path).open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            self.log.tell("P001", path, f"the file cannot be read, and is not checked: {reason(error)}")
            return None
        if len(content) > LARGEST:
            self.log.tell("P001", path, f"the inventory is larger than {LARGEST >> 20} MB, and is not checked")
            return None
        return content

    def _parsed(self, path: str, content: bytes) -> FoundInventory | None:
        try:
            value = parsed(content)
        except ValueError as error:
            self.log.tell("E033", path, f"the inventory {error}")
            return None
        return InventoryCheck(self.log, path, self.spec, self._folders).check(value)

    # Names in the object’s own folder

    def _check_names(self, main: FoundInventory, root: Listing, sidecar: str) -> None:
        for name in root.files:
            if name not in (INVENTORY, sidecar) and not re.match(r"[0-9]+=", name):
                self.log.tell("E001", name, "the file does not belong into the folder of an object")
        for name in root.folders:
            if (name in main.versions and VERSION.fullmatch(name)) or name == "logs":
                continue
            if name == "extensions":
                self._check_extensions()
            elif VERSION.fullmatch(name):
                self.log.tell("E046", name, f"the folder of a version is there, but {main.path} has no version {name}")
            else:
                self.log.tell("E001", name, "the folder does not belong into the folder of an object")

    def _check_extensions(self) -> None:
        listing = self.lister.list("extensions")
        for name in listing.files:
            self.log.tell("E067", f"extensions/{name}", "the file is not in the folder of an extension")
        for name in listing.folders:
            if name not in REGISTERED:
                self.log.tell("W013", f"extensions/{name}", f"{shown(name)} is no registered extension")

    # Versions

    def _check_versions(self, main: FoundInventory, root: Listing) -> None:
        history = History(main, self.log)
        used = {"/".join(path.split("/")[:2]) for path in main.manifest}
        there = {name for name in main.versions if name in root.folders}
        highest = max((at for at, name in main.numbering.names.items() if name in there), default=0)
        for at, name in main.numbering.names.items():
            if name not in there:
                self.content.hidden += [name] if name in root.others else []
                if name not in root.others:
                    code = "E046" if at > highest else "E009" if at == 1 else "E010"
                    self.log.tell(code, name, "the folder of the version is missing")
                continue
            listing = self.lister.list(name)
            if not listing.read:
                self.content.hidden.append(name)
                continue
            found, sidecar = self._copy(main, name, listing, history)
            self._check_folder(name, listing, sidecar)
            self._check_content(name, listing, _directories(found, main), used)
            if found:
                self.content.expect(found)
                history.compare_files(found, self.content.present)

    def _copy(
        self, main: FoundInventory, name: str, listing: Listing, history: History
    ) -> tuple[FoundInventory | None, str]:
        """Check the inventory of a version; return it, and the name of the file with its digest."""
        path = f"{name}/{INVENTORY}"
        if INVENTORY not in listing.files:
            if INVENTORY not in listing.others:
                self.log.tell("W010", name, f"the version has no {INVENTORY}")
            return None, ""
        content = self._read(path)
        if content is None:
            return None, f"{INVENTORY}.{main.algorithm}"
        self.seals[name] = digest("sha512", content)
        same = content == self._bytes
        found = main if same or path == main.path else self._parsed(path, content)
        sidecar = self.sidecars.check(name, listing.files, found.algorithm if found else "", content)
        history.compare(found, name, same=same)
        return found, sidecar

    def _check_folder(self, name: str, listing: Listing, sidecar: str) -> None:
        """Check the files beside the content folder of a version."""
        for file in listing.files:
            if file not in (INVENTORY, sidecar):
                self.log.tell("E015", f"{name}/{file}", "the file is not in the content folder of the version")
                self.content.outside.add(f"{name}/{file}")
        self.content.hidden += [f"{name}/{other}" for other in listing.others]

    def _check_content(self, name: str, listing: Listing, directories: list[str], used: set[str]) -> None:
        """Check the folders of a version; without ``directories``, nobody knows which has the content."""
        if not directories:
            self.content.hidden.append(name)
            return
        for folder in listing.folders:
            if folder not in directories:
                self.log.tell("W002", f"{name}/{folder}", "the folder does not belong into a version")
        for directory in directories:
            path = f"{name}/{directory}"
            if directory in listing.folders:
                tree = self.lister.walk(path)
                if not tree.files and not tree.hidden:
                    self.log.tell("W003", path, "the version has a content folder without a file")
                self.content.add(tree)
            elif path in used and directory not in listing.others:
                self.log.tell("E016", path, "the version has files, but its content folder is missing")


def _directories(found: FoundInventory | None, main: FoundInventory) -> list[str]:
    """Return the names of the content folder of a version, which are one, unless its inventory is wrong."""
    names = [found.content_directory if found else None, main.content_directory]
    return [name for name in dict.fromkeys(names) if name is not None]
