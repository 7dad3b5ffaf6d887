"""What the files of a project were when a build began, and whether they still are that when a report is done.

A file that was saved while it was read is in no report as it is now; what was built of it is not taken for current.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.builds.project_files import edition_files, files_below, homes, shared_files
from pdfgen.errors import PdfgenError
from pdfgen.files import is_file, stamp
from pdfgen.resources import shipped
from pdfgen.source.heads import heads_of, series_of
from pdfgen.source.places import ALL_NAMES, EDITION_FILE, Input, editions_beside, project_folder, real_place
from pdfgen.source.scores import score_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_AT_ONCE = 1 << 20  # bytes
_TICK = 20_000_000  # nanoseconds: what is saved twice within one tick of the system's clock has the same times


class Snapshot:
    """The files that the reports in ``sources`` can be made of, at one moment."""

    def __init__(self, sources: Iterable[Path]) -> None:
        files = [str(path) for path in _all(sources)]
        self._states = {path: stamp(Path(path)) for path in files}
        now = time.time_ns()
        if any(now - _TICK < state[1] <= now for state in self._states.values() if state):
            time.sleep(_TICK / 1e9)  # whatever is saved from here on has another time
            self._states = {path: stamp(Path(path)) for path in files}
        self._listings = {str(folder): _listing(folder) for folder in _folders(sources)}
        self.hash_of = cache(_hash_of)

    def unchanged(self, item: Input) -> bool:
        """Tell whether an input is what it was when the snapshot was taken."""
        paths = [item.path]
        if item.entity is not None and item.path in self._listings:
            paths = _listing(Path(item.path))
            if paths != self._listings[item.path]:
                return False
        return all(self._states.get(path) == stamp(Path(path)) for path in paths)


def _all(sources: Iterable[Path]) -> Iterator[Path]:
    found = homes(sources)
    yield from map(real_place, sources)
    for root in dict.fromkeys(project_folder(home) for home in found.values() if home):
        yield from shared_files(root) if root else ()
    for edition in dict.fromkeys(other for home in found.values() if home for other in editions_beside(home)):
        yield from edition_files(edition)
    yield from shared_files(shipped("data"))
    yield from files_below(shipped("data") / "icc")
    yield from files_below(shipped("fonts"))


def _hash_of(item: Input) -> str | None:
    """Return the SHA-256 of an input; None when it is not there."""
    path = Path(item.path)
    if item.entity is not None and path.is_dir():
        return _folder_hash(path, item.entity)
    if item.entity is not None:
        return _row_hash(path, item.entity)
    try:
        return file_hash(path)
    except OSError:
        return None


def _row_hash(path: Path, entity: str) -> str | None:
    try:
        table = score_table(path, stamp(path))
    except PdfgenError:  # whoever needs it will say so
        return None
    if entity == ALL_NAMES:
        return _sha256([list(row.cells.items()) for row in table.rows]) if is_file(path) else None
    name, _, id_ = entity.partition("\t")
    row = table.find(name, id_ or None)
    return _sha256(list(row.cells.items())) if row else None


def _folders(sources: Iterable[Path]) -> Iterator[Path]:
    """Yield the folders of the editions, and the folders that these lie in."""
    for home in dict.fromkeys(home for home in homes(sources).values() if home):
        yield home.parent
        yield from editions_beside(home)


def _listing(folder: Path) -> list[str]:
    """Return the reports of an edition folder, or the edition files of the editions in a folder."""
    if (folder / EDITION_FILE).is_file():
        return list(map(str, edition_files(folder)))
    return [str(home / EDITION_FILE) for home in editions_beside(folder / EDITION_FILE)]


def _folder_hash(folder: Path, rubric: str) -> str:
    """Return the hash of who the reports of an edition folder are about, or of the editions of a rubric in a folder."""
    if (folder / EDITION_FILE).is_file():
        heads = [(item.path.relative_to(folder), item) for item in heads_of(folder)]
        return _sha256([[str(path), item.rubric, item.language, asdict(item.entity)] for path, item in heads])
    found = [(home.name, *series_of(home)) for home in editions_beside(folder / EDITION_FILE)]
    return _sha256([item for item in found if item[1] == rubric])


def _sha256(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file. Raises OSError when it cannot be read, or is no file (a pipe would never end)."""
    if not is_file(path):
        raise FileNotFoundError(path)
    found = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_AT_ONCE):
            found.update(part)
    return found.hexdigest()
