"""The files of an object: which are there, which should be, and whether each has its digests.

A file that is not where it should be is recognised by its digest, and so is one that has the content of another.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.check_digests import digests
from pdfgen.archive.ocfl.check_tree import reason
from pdfgen.archive.ocfl.findings import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from pdfgen.archive.ocfl.check_inventory import FoundInventory
    from pdfgen.archive.ocfl.check_tree import Tree
    from pdfgen.archive.ocfl.findings import FindingLog

THREADS = min(8, os.cpu_count() or 1)
"""Hashing frees the interpreter, so that threads read and hash at the same time."""
_LARGE = 1 << 18
"""Files from this size, in bytes, are read in threads; for smaller ones that takes longer than it saves."""
_RECOGNISED = 1 << 30
"""Files to this size, in bytes, are read to find out what they are, when they do not belong there."""

_Digests = dict[str, str]


@dataclass(slots=True)
class ContentCheck:
    """The content of one object. ``present`` has the sizes of its files, ``outside`` files beside content folders.

    ``hidden`` are paths whose files cannot be seen: what is told of them is enough.
    """

    folder: Path
    log: FindingLog
    present: dict[str, int] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    outside: set[str] = field(default_factory=set)
    _main: FoundInventory | None = None
    _prior: list[FoundInventory] = field(default_factory=list)
    _expected: dict[str, dict[tuple[str, str], tuple[str, str]]] = field(default_factory=dict)
    _read: dict[str, _Digests | OSError | Future[_Digests | OSError]] = field(default_factory=dict)
    _own: ThreadPoolExecutor | None = None

    def add(self, tree: Tree) -> None:
        """Add the files of a version."""
        self.present.update(tree.files)
        self.hidden += tree.hidden

    def expect(self, prior: FoundInventory) -> None:
        """Expect what the inventory of a version says."""
        self._prior.append(prior)

    def expect_main(self, main: FoundInventory) -> None:
        """Expect what the inventory of the object says; tell what is missing."""
        self._main = main
        hidden = set(self.hidden)
        for one in [main, *(prior for prior in self._prior if prior is not main)]:
            for path, digest in one.manifest.items():
                self._expect("E092", one, path, one.algorithm, digest, hidden)
            for path, algorithm, digest in one.fixity:
                self._expect("E093", one, path, algorithm, digest, hidden)
        self._prior.clear()

    def _expect(self, code: str, one: FoundInventory, path: str, algorithm: str, digest: str, hidden: set[str]) -> None:
        if path in self.present:
            self._expected.setdefault(path, {}).setdefault((algorithm, digest), (code, one.path))
        elif path in self.outside or any(part in hidden for part in _above(path)):
            return
        elif path.partition("/")[0] not in one.versions:
            return  # that is told of the inventory
        elif self._main is one or path not in (self._main.manifest if self._main else ()):
            if code == "E092" and [one.content_directory] != path.split("/")[1:2]:
                self.log.tell("E042", one.path, f"the path {shown(path)} is in no content folder of a version")
            elif code == "E092" and one is not self._main:
                self.log.tell(code, one.path, f"the manifest has the file {shown(path)}, which is missing")
            elif code == "E092" or path in one.manifest:
                block = "manifest" if code == "E092" else "fixity"
                self.log.tell(code, path, f"the file is missing; the {block} of {one.path} has it")

    def begin(self, pool: Executor | None) -> None:
        """Begin to read the files; large ones in the threads of ``pool``, or in threads of its own."""
        main = self._main
        if main is None:
            return
        lost = self._lost()
        for path, size in self.present.items():
            names = {algorithm for algorithm, _ in self._expected.get(path, ())}
            if not names and lost and size <= _RECOGNISED:
                names = {main.algorithm}
            if not names:
                continue
            if size < _LARGE:
                self._read[path] = self._digests(path, names)
                continue
            if pool is None:
                pool = self._own = ThreadPoolExecutor(THREADS, "digests")
            self._read[path] = pool.submit(self._digests, path, names)

    def _digests(self, path: str, names: set[str]) -> _Digests | OSError:
        try:
            return digests(self.folder / path, names)
        except OSError as error:
            return error

    def finish(self) -> None:
        """Wait for the files, and tell what is wrong with them."""
        if self._main is None:
            return
        try:
            made = dict(self._finished())
        finally:
            if self._own:
                self._own.shutdown(cancel_futures=True)
        places = {digest: path for path, digest in reversed(self._main.manifest.items())}
        for path, expected in self._expected.items():
            for (algorithm, digest), (code, inventory) in expected.items():
                found = made.get(path, {}).get(algorithm, digest)
                if found != digest:
                    self._tell_damage(path, code, inventory, (algorithm, digest, found), places)
        self._tell_extra(made)

    def _finished(self) -> Iterator[tuple[str, _Digests]]:
        for path, coming in self._read.items():
            read = coming.result() if isinstance(coming, Future) else coming
            if isinstance(read, OSError):
                self.log.tell("P001", path, f"the file cannot be read, and is not checked: {reason(read)}")
            else:
                yield path, read

    def _tell_damage(
        self, path: str, code: str, inventory: str, digest: tuple[str, str, str], places: dict[str, str]
    ) -> None:
        algorithm, stated, found = digest
        other = places.get(found)
        told = f"; that is the content of {shown(other)}" if other and other != path else ""
        says = f"the {'fixity' if code == 'E093' else 'manifest'} of {inventory} says"
        self.log.tell(code, path, f"the file has the {algorithm} {found[:16]}…, but {says} {stated[:16]}…{told}")

    def _lost(self) -> dict[str, str]:
        """Return the files that are missing, by digest."""
        main = self._main
        return (
            {} if main is None else {digest: path for path, digest in main.manifest.items() if path not in self.present}
        )

    def _tell_extra(self, made: dict[str, _Digests]) -> None:
        main = self._main
        if main is None:
            return
        lost = self._lost()
        for path in self.present:
            if path in main.manifest or path in main.meant:
                continue
            other = lost.get(made.get(path, {}).get(main.algorithm, ""))
            told = f"; it has the content of {shown(other)}, which is missing" if other else ""
            self.log.tell("E023", path, f"the file is not in the manifest of {main.path}{told}")


def _above(path: str) -> Iterator[str]:
    """Yield a path and the folders that it lies in."""
    while path:
        yield path
        path = path.rpartition("/")[0]
