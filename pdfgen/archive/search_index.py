"""An index of an archive for searching: made anew from the objects at any time, and never needed to read them.

It lies in ``extensions/pdfgen/search.sqlite`` of the storage root. Whatever is wrong with it, it is made anew; an
object that cannot be relied on is told, and costs no other.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen import system
from pdfgen.archive.indexed_object import ObjectRows
from pdfgen.archive.ocfl.damage import DamageError
from pdfgen.archive.ocfl.inventory import ALGORITHMS, INVENTORY
from pdfgen.archive.ocfl.local_store import LocalStore
from pdfgen.archive.search_schema import MADE_BY, TABLES, opened
from pdfgen.errors import EnvironmentFailure, PdfgenError, UsageError
from pdfgen.files import locked, make_folder, publish, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pdfgen.archive.ocfl.storage_root import StorageRoot

INDEX = "extensions/pdfgen/search.sqlite"
_SIDECAR_LIMIT = 1000  # bytes


@dataclass(slots=True)
class Indexed:
    """What became of an index: ``changed`` objects were read, ``removed`` ones are no longer in the archive.

    ``faults`` tell what could not be read, and is not found by a search; the next time, it is tried again. ``anew`` is
    why the whole index was made anew; empty when it was not.
    """

    file: Path
    objects: int = 0
    changed: int = 0
    removed: int = 0
    anew: str = ""
    faults: list[PdfgenError] = field(default_factory=list)


def index_file(root: StorageRoot) -> Path:
    """Return where the index of an archive lies.

    Raises UsageError for an archive that is in no folder, and when a link leads out of it (OCFL 1.1, 4.6).
    """
    if not isinstance(root.store, LocalStore):
        raise UsageError(
            f"the index of {root.store.name} has no place there: SQLite needs a disk", "name a file for the index"
        )
    found = root.store.folder / INDEX
    for folder in (found.parent, found.parent.parent):
        if folder.is_symlink():
            raise UsageError(f"{folder} is a link", "remove it, or name a file for the index")
    return found


def build_index(
    root: StorageRoot,
    file: Path | None = None,
    advance: Callable[[int, int], None] = lambda _done, _all: None,
    *,
    anew: bool = False,
) -> Indexed:
    """Bring the index of an archive up to date; read only the objects that have another last version than it knows.

    ``advance`` is called with the number of objects that were read, and that of all that must be. ``anew`` reads all.
    The file is replaced in one step. Raises EnvironmentFailure when it cannot be written, or PDFium is not installed.
    """
    done = Indexed(file or index_file(root))
    heads = _heads(root, done.faults)
    walked = not done.faults  # else nobody knows what is no longer there
    done.objects = len(heads)
    known, done.anew = _known(done.file) if not anew else ({}, "it was asked for")
    changed = [place for place, head in heads.items() if known.get(place) != head]
    gone = sorted(known.keys() - heads.keys()) if walked else []
    if not changed and not gone and not done.anew:
        return done
    make_folder(done.file.parent)
    with locked(done.file.parent, shared=True):
        try:
            _renew(root, done, heads, (changed, gone), advance)
        except _SpoiltError as error:
            done.anew, done.faults = str(error), []
            _renew(root, done, heads, (list(heads), []), advance)
    return done


def _heads(root: StorageRoot, faults: list[PdfgenError]) -> dict[str, str]:
    """Return the digest of each object's inventory, by its folder; of one that is not as it should be, nothing."""
    heads = {}
    try:
        for place in root.places():
            heads[place] = ""
            for algorithm in ALGORITHMS:
                with suppress(OSError):
                    side = root.store.read(f"{place}/{INVENTORY}.{algorithm}", _SIDECAR_LIMIT)
                    heads[place] = side.decode("ascii", "replace")
                    break
    except DamageError as damage:
        faults.append(damage)
    return heads


def _known(file: Path) -> tuple[dict[str, str | None], str]:
    """Return the heads that an index has, and why it must be made anew."""
    if not file.is_file():
        return {}, "there was none"
    try:
        with opened(file) as base:
            if (fault := base.execute("PRAGMA quick_check(1)").fetchone()) != ("ok",):
                return {}, str(fault[0])
            rows = base.execute("SELECT place, head FROM objects").fetchall()
    except sqlite3.Error as error:
        return {}, str(error)
    return {place: head or None for place, head in rows}, ""


class _SpoiltError(Exception):
    """An index that was to be added to is damaged."""


def _renew(
    root: StorageRoot,
    done: Indexed,
    heads: dict[str, str],
    work: tuple[list[str], list[str]],
    advance: Callable[[int, int], None],
) -> None:
    changed, gone = work
    temporary = stage(done.file, b"")
    try:
        with _written(temporary, None if done.anew else done.file) as base:
            for place in [*gone, *changed]:
                ObjectRows(base, place).remove()
            for number, place in enumerate(changed, 1):
                _index(root, base, place, heads[place], done.faults)
                advance(number, len(changed))
            if 2 * len(changed) > len(heads):
                base.execute("INSERT INTO words (words) VALUES ('optimize')")
        with temporary.open("rb+") as written:
            system.flush(written.fileno())
    except sqlite3.Error as error:
        if not done.anew:
            raise _SpoiltError(str(error)) from None
        message = f"cannot write {done.file}: {error}"
        raise EnvironmentFailure(message, "make room on the disk, or name another file for the index") from error
    except OSError as error:
        message = f"cannot write {done.file}: {error.strerror or error}"
        raise EnvironmentFailure(message, "make room on the disk, or name another file for the index") from error
    else:
        publish(temporary, done.file)
        done.changed, done.removed = len(changed), len(gone)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _written(temporary: Path, former: Path | None) -> Iterator[sqlite3.Connection]:
    """Yield an index to write into: a copy of the former one, or an empty one. Raises sqlite3.Error, OSError."""
    if former:
        shutil.copyfile(former, temporary)
    with closing(sqlite3.connect(os.fspath(temporary), isolation_level=None)) as base:
        # Nobody sees the file before it is whole.
        base.executescript(
            "PRAGMA trusted_schema = OFF; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
            "PRAGMA cache_size = -64000;"
        )
        if not former:
            _lay_out(base)
        base.execute("BEGIN")
        yield base
        base.execute("COMMIT")


def _lay_out(base: sqlite3.Connection) -> None:
    try:
        base.executescript(TABLES)
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error):
            raise
        message = f"the SQLite of this Python ({sqlite3.sqlite_version}) has no full-text search: {error}"
        raise EnvironmentFailure(message, "take a Python whose SQLite has FTS5") from error
    base.execute("INSERT INTO made VALUES (?)", [MADE_BY])


def _index(root: StorageRoot, base: sqlite3.Connection, place: str, head: str, faults: list[PdfgenError]) -> None:
    try:
        stored = root.at(place)
    except DamageError as damage:
        faults.append(damage)
        base.execute("INSERT INTO objects VALUES (?, '', '')", [place])
        return
    found = ObjectRows(base, place).add(stored)
    faults.extend(found)
    base.execute("INSERT INTO objects VALUES (?, ?, ?)", [place, stored.id, "" if found else head])
