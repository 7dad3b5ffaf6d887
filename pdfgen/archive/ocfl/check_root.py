"""A root of an archive: declaration, layout, the folders above the objects, every object (OCFL 1.1, section 4)."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.check_content import THREADS
from pdfgen.archive.ocfl.check_declaration import check_declaration
from pdfgen.archive.ocfl.check_extensions import OURS, REGISTERED
from pdfgen.archive.ocfl.check_inventory import INVENTORY
from pdfgen.archive.ocfl.check_layout import DeclaredLayout, check_layout
from pdfgen.archive.ocfl.check_object import ObjectCheck
from pdfgen.archive.ocfl.check_tree import Inodes, Lister, Listing, opened
from pdfgen.archive.ocfl.check_versions import VERSION
from pdfgen.archive.ocfl.findings import ArchiveFinding, FindingLog, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_AHEAD = 4  # objects whose content is read, while the next one is looked at


@dataclass(frozen=True, slots=True)
class CheckedObject:
    """An object that was checked, and how far the check has come.

    ``folder`` is relative to the root. ``id`` and ``head`` are empty when no inventory could be read. ``seals`` has the
    SHA-512 of the inventory of each version. Versions do not change: whoever keeps the seals sees later that a past was
    rewritten, also where it agrees with itself. ``size`` is what was read of its content, in bytes. It is number
    ``done`` of ``count`` objects.
    """

    folder: str
    id: str
    head: str
    seals: Mapping[str, str]
    sound: bool
    size: int
    done: int
    count: int

    @property
    def seal(self) -> str:
        """The SHA-512 of the inventory; empty when there is none."""
        return self.seals.get(self.head, "")


def check_root(
    root: Path,
    *,
    content: bool = True,
    advance: Callable[[CheckedObject], object] = lambda _: None,
    wanted: Callable[[str], bool] = lambda _: True,
) -> Iterator[ArchiveFinding]:
    """Yield what is wrong with a root and its objects: first the folders above the objects, then each object.

    ``advance`` is called after each object, ``wanted`` is asked with the folder of each: one that is not wanted is
    passed over. With ``content``, every file is read. Nothing is written. Raises EnvironmentFailure when the folder
    itself cannot be read; what cannot be read in it is a finding.
    """
    check = _RootCheck(opened(root))
    folders = [folder for folder in check.hierarchy() if wanted(folder)]
    yield from check.log.findings()
    with ThreadPoolExecutor(THREADS, "digests") as pool:
        waiting: deque[ObjectCheck] = deque()
        try:
            for done in range(1, len(folders) + 1):
                while len(waiting) < _AHEAD and done + len(waiting) <= len(folders):
                    waiting.append(check.begin(folders[done + len(waiting) - 1], pool if content else None))
                one = waiting.popleft()
                found = one.findings()
                size = sum(one.content.present.values()) if content else 0
                advance(_checked(one, found, size, done, len(folders)))
                yield from found
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _checked(one: ObjectCheck, found: list[ArchiveFinding], size: int, done: int, count: int) -> CheckedObject:
    main = one.main
    return CheckedObject(
        one.log.folder,
        main.id if main else "",
        main.head if main else "",
        one.seals,
        all(finding.severity != "error" for finding in found),
        size,
        done,
        count,
    )


class _RootCheck:
    """The check of a root. ``log`` has what belongs to no object."""

    def __init__(self, root: Path) -> None:
        self.root, self.log = root, FindingLog()
        self.inodes: Inodes = {}
        self.lister = Lister(root, self.log, self.inodes)
        self.spec = ""
        self.layout: DeclaredLayout | None = None
        self._ids: dict[str, str] = {}

    def hierarchy(self) -> list[str]:
        """Check the folders above the objects; return those of the objects."""
        top = self.lister.list("")
        if any(name.startswith("0=ocfl_object_") for name in top.files):
            self.log.tell("E069", "", "the folder is that of an object, not the root of an archive")
            return []
        self.spec = check_declaration(self.root, top, self.log, root=True)
        self.layout = check_layout(self.root, top, self.log)
        objects: list[str] = []
        waiting = [name for name in reversed(top.folders) if name != "extensions"]
        if "extensions" in top.folders:
            self._check_extensions()
        while waiting:
            folder = waiting.pop()
            listing = self.lister.list(folder)
            if not listing.read:
                continue
            if _is_object(listing):
                objects.append(folder)
                continue
            if not listing:
                self.log.tell("E073", folder, "the folder is empty")
            for name in listing.files:
                self.log.tell(
                    "E084" if listing.folders else "E072",
                    f"{folder}/{name}",
                    "the file belongs to no object: the folder is above objects, or has lost its declaration",
                )
            waiting += [f"{folder}/{name}" for name in reversed(listing.folders)]
        levels = {"/" in folder for folder in objects}
        if self.layout is None and len(levels) > 1:
            self.log.tell("W015", "", "some objects lie in the root itself, and some deeper")
        return objects

    def _check_extensions(self) -> None:
        listing = self.lister.list("extensions")
        for name in listing.files:
            code = "E086" if self.spec == "1.0" else "E112"
            self.log.tell(code, f"extensions/{name}", "the file is not in the folder of an extension")
        for name in listing.folders:
            if name not in REGISTERED and name != OURS:
                self.log.tell("W016", f"extensions/{name}", f"{shown(name)} is no registered extension")

    def begin(self, folder: str, pool: ThreadPoolExecutor | None) -> ObjectCheck:
        """Check an object but for its content, and begin to read that."""
        one = ObjectCheck(self.root / folder, FindingLog(folder), self.inodes)
        one.structure()
        if one.spec and self.spec and one.spec > self.spec:
            one.log.tell("E081", "", f"the object is of OCFL {one.spec}, but the root of OCFL {self.spec}")
        if one.main and one.main.id:
            self._check_place(folder, one.main.id, one.log)
        if pool:
            one.begin(pool)
        return one

    def _check_place(self, folder: str, identifier: str, log: FindingLog) -> None:
        first = self._ids.setdefault(identifier, folder)
        if first != folder:
            log.tell("E037", "", f"the object has the id {shown(identifier)}, and so has that in {shown(first)}")
        if self.layout is None:
            return
        place = self.layout.place(identifier)
        if not place:
            log.tell("E083", "", f"{shown(identifier)} can be no folder in the root, as the layout wants it")
        elif place != folder:
            log.tell("E083", "", f"the object {shown(identifier)} belongs into the folder {shown(place)}")


def _is_object(listing: Listing) -> bool:
    """Tell whether a folder is that of an object, also where its declaration is lost or wrong."""
    return (
        any(name.startswith("0=") for name in listing.files)
        or INVENTORY in listing.files
        or (bool(listing.files) and any(VERSION.fullmatch(name) for name in listing.folders))
    )
