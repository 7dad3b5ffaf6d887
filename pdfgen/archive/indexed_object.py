"""One object in a search index: a row for each version, and its words for each text that its versions have."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pdfgen.archive.object_record import FILES, RECORD, SOURCE, ObjectRecord
from pdfgen.archive.ocfl.damage import DamageError
from pdfgen.archive.page_texts import page_texts
from pdfgen.archive.search_schema import PAGES_OF_A_TEXT
from pdfgen.errors import PdfgenError, UsageError
from pdfgen.model.spelling import slugged

if TYPE_CHECKING:
    import sqlite3

    from pdfgen.archive.ocfl.inventory import Version
    from pdfgen.archive.ocfl.stored_object import StoredObject

_WORDED = (".yaml", ".md")
"""Files of a source that have the words of a report."""


class ObjectRows:
    """What an index has of the object in a folder of the archive."""

    def __init__(self, base: sqlite3.Connection, place: str) -> None:
        self._base, self._place = base, place

    def remove(self) -> None:
        """Remove all of it."""
        run, place = self._base.execute, [self._place]
        for key, pages in run("SELECT key, pages FROM texts WHERE place = ?", place).fetchall():
            first = key * PAGES_OF_A_TEXT
            run("DELETE FROM words WHERE rowid BETWEEN ? AND ?", [first + 1, first + pages])
        for table in ("scores", "flags"):
            run(f"DELETE FROM {table} WHERE version IN (SELECT key FROM versions WHERE place = ?)", place)  # noqa: S608
        for table in ("texts", "versions", "objects"):
            run(f"DELETE FROM {table} WHERE place = ?", place)  # noqa: S608  # our own names

    def add(self, stored: StoredObject) -> list[PdfgenError]:
        """Add each version; return what could not be read."""
        faults: list[PdfgenError] = []
        for version in stored.versions:
            try:
                record = ObjectRecord.read(
                    stored.read(RECORD, version.number), f"version {version.number} of object {stored.id}"
                )
            except (DamageError, UsageError) as error:
                faults.append(error)
                continue
            file = searched_file(record)
            text = None
            try:
                text = self._text(stored, version, file) if file else None
            except (DamageError, UsageError) as error:
                faults.append(error)
            self._version(stored, version, record, file, text)
        return faults

    def _version(
        self, stored: StoredObject, version: Version, record: ObjectRecord, file: str | None, text: int | None
    ) -> None:
        entity = record.entity
        values = {
            "place": self._place,
            "number": version.number,
            "latest": version.number == stored.inventory.head,
            "created": version.created.isoformat(),
            "kind": record.kind,
            "title": record.title,
            "entity": entity.name if entity else None,
            "slug": slugged(entity.name) if entity else None,
            "entity_id": entity.id.casefold() if entity and entity.id else None,
            "iso": entity.iso.casefold() if entity and entity.iso else None,
            "rubric": record.rubric,
            "series": record.series,
            "edition": record.edition,
            "language": record.language,
            "status": record.status,
            "total": record.total,
            "number_of_total": _number(record.total),
            "file": file,
            "text": text,
        }
        run = self._base.execute
        places = ", ".join(f":{name}" for name in values)
        key = run(f"INSERT INTO versions ({', '.join(values)}) VALUES ({places})", values).lastrowid  # noqa: S608
        self._base.executemany(
            "INSERT INTO scores VALUES (?, ?, ?, ?)",
            [
                (key, name, number := _number(text), text if number is None else None)
                for name, text in record.scores.items()
            ],
        )
        self._base.executemany("INSERT INTO flags VALUES (?, ?)", [(key, flag) for flag in dict.fromkeys(record.flags)])

    def _text(self, stored: StoredObject, version: Version, file: str) -> int:
        """Return the number of a file's text; it is read once for all versions that have it."""
        run = self._base.execute
        digest = version.state.get(file, "")
        known = run("SELECT key FROM texts WHERE place = ? AND digest = ?", [self._place, digest]).fetchone()
        if known:
            return int(known[0])
        content = stored.read(file, version.number)
        try:
            pages = page_texts(content, _source(stored, version))
        except UsageError as error:
            message = f"{file} in version {version.number} of object {stored.id}: {error}"
            raise UsageError(message, error.remedy) from None
        key = run(
            "INSERT INTO texts (place, digest, pages) VALUES (?, ?, ?)", [self._place, digest, len(pages)]
        ).lastrowid
        first = (key or 0) * PAGES_OF_A_TEXT
        self._base.executemany(
            "INSERT INTO words (rowid, text) VALUES (?, ?)",
            [(first + number, text) for number, text in enumerate(pages, 1)],
        )
        return key or 0


def searched_file(record: ObjectRecord) -> str | None:
    """Return the logical path of the file whose words are found: the one for the screen, or the first one."""
    files = sorted(record.files, key=lambda file: (file.recipe.profile != "screen", file.shows == "card"))
    return f"{FILES}{files[0].name}" if files else None


def _source(stored: StoredObject, version: Version) -> str:
    paths = [path for path in version.state if path.startswith(SOURCE) and path.endswith(_WORDED)]
    return "\n".join(stored.read(path, version.number).decode("utf-8", "replace") for path in sorted(paths))


def _number(text: str | None) -> float | None:
    """Return the number that a text is; None for a code, and for nothing."""
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return float(number) if number is not None and number.is_finite() else None
