"""What the files of a project were when a build began, and whether they still are that when a report is done.

A file that was saved while it was read is in no report as it is now; what was built of it is not taken for current.
"""

from __future__ import annotations

import hashlib
import json
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.editions.project import edition_files, editions_beside, files_below, homes, shared_files
from pdfgen.errors import InputError
from pdfgen.resources import shipped
from pdfgen.source.catalogue import project_folder, stamp
from pdfgen.source.inputs import ALL_NAMES, Input
from pdfgen.source.scores import score_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_AT_ONCE = 1 << 20  # bytes
_TICK = 20_000_000  # nanoseconds: what is saved twice within one tick of the system's clock has the same times


class _State(NamedTuple):
    """What changes when a file is written, whoever sets its times."""

    written: int
    changed: int
    size: int
    number: int


class Snapshot:
    """The files that the reports in ``sources`` can be made of, at one moment."""

    def __init__(self, sources: Iterable[Path]) -> None:
        files = [str(path) for path in _all(sources)]
        self._states = {path: _state(path) for path in files}
        now = time.time_ns()
        if any(now - _TICK < state.changed <= now for state in self._states.values() if state):
            time.sleep(_TICK / 1e9)  # whatever is saved from here on has another time
            self._states = {path: _state(path) for path in files}
        self.hash_of = cache(_hash_of)

    def unchanged(self, item: Input) -> bool:
        """Tell whether an input is what it was when the snapshot was taken."""
        return self._states.get(item.path) == _state(item.path)


def _all(sources: Iterable[Path]) -> Iterator[Path]:
    found = homes(sources)
    yield from sources
    for root in dict.fromkeys(project_folder(home) for home in found.values() if home):
        yield from shared_files(root) if root else ()
    for edition in dict.fromkeys(other for home in found.values() if home for other in editions_beside(home)):
        yield from edition_files(edition)
    yield from shared_files(shipped("data"))
    yield from files_below(shipped("data") / "icc")
    yield from files_below(shipped("fonts"))


def _state(path: str) -> _State | None:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return _State(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def _hash_of(item: Input) -> str | None:
    """Return the SHA-256 of an input; None when it is not there."""
    path = Path(item.path)
    if item.entity is not None:
        return _row_hash(path, item.entity)
    try:
        return file_hash(path)
    except OSError:
        return None


def _row_hash(path: Path, entity: str) -> str | None:
    try:
        table = score_table(path, stamp(path))
    except InputError:  # whoever needs it will say so
        return None
    if entity == ALL_NAMES:
        return _sha256(sorted(table)) if table else None
    return _sha256(list(table[entity].cells.items())) if entity in table else None


def _sha256(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file. Raises OSError when it cannot be read, or is no file (a pipe would never end)."""
    if not path.is_file():
        raise FileNotFoundError(path)
    found = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_AT_ONCE):
            found.update(part)
    return found.hexdigest()
