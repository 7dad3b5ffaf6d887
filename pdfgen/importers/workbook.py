"""A table of scores in a file: the sheets of an XLSX, or the one of a CSV.

``READERS`` has a reader for each kind of file, by the end of its name. A new format is a reader in a file of its own,
and a line there.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.errors import UsageError
from pdfgen.importers.delimited import read_delimited
from pdfgen.importers.xlsx import Workbook, read_workbook
from pdfgen.importers.xlsx_guard import FILE_LIMIT, refused
from pdfgen.limits import TEXT_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pdfgen.importers.delimited import IsHeading


class Reader(NamedTuple):
    """Reads one kind of file of at most ``limit`` bytes.

    ``read`` takes the path, a test for headings, and the names of the sheets that are wanted (all visible ones when
    there are none). It raises InputError for a file that is not sound, UsageError for a sheet that it does not have.
    """

    limit: int
    read: Callable[[Path, IsHeading, Sequence[str]], Workbook]


def single(path: Path, wanted: Sequence[str]) -> None:
    """Raise UsageError when sheets are wanted from the file at ``path``, whose kind has no sheets."""
    if wanted:
        raise UsageError(f"{path.name} has no sheets", "leave --sheet out")


def _delimited(path: Path, is_heading: IsHeading, wanted: Sequence[str]) -> Workbook:
    single(path, wanted)
    return Workbook([read_delimited(path, is_heading)], [])


def _xlsx(path: Path, _: IsHeading, wanted: Sequence[str]) -> Workbook:
    return read_workbook(path, wanted)


READERS = {
    ".csv": Reader(TEXT_BYTES, _delimited),
    ".tsv": Reader(TEXT_BYTES, _delimited),
    ".xlsx": Reader(FILE_LIMIT, _xlsx),
}


def read_tables(path: Path, is_heading: IsHeading, wanted: Sequence[str] = ()) -> Workbook:
    """Return the sheets of the file at ``path``: a CSV has one, a workbook its visible ones, or the ``wanted`` ones.

    ``is_heading`` recognises the headings of a CSV. Raises InputError for a file that cannot be read or is beyond the
    limits, UsageError for a sheet that it does not have.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        *others, last = READERS
        message = f"“{path.name}” does not end in {', '.join(others)} or {last}"
        raise refused(path, "unknown-format", message, "save the table as one of these")
    try:
        status = path.stat()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise refused(path, "cannot-read", message, "check the path and its rights") from None
    if not stat.S_ISREG(status.st_mode):
        raise refused(path, "not-a-file", "this is not a regular file", "name a file with a table")
    if status.st_size > reader.limit:
        message = f"the file has {status.st_size:,} bytes; {reader.limit:,} is the most"
        raise refused(path, "file-too-large", message, "split the table over several files")
    return reader.read(path, is_heading, wanted)
