"""A table of scores in a file: the sheets of an XLSX, or the one of a CSV."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from pdfgen.errors import UsageError
from pdfgen.importers.delimited import read_delimited
from pdfgen.importers.xlsx import Workbook, read_workbook
from pdfgen.importers.xlsx_guard import FILE_LIMIT, refused
from pdfgen.source.text_file import BYTE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pdfgen.importers.delimited import IsHeading

_TEXT = (".csv", ".tsv")


def read_tables(path: Path, is_heading: IsHeading, wanted: Sequence[str] = ()) -> Workbook:
    """Return the sheets of the file at ``path``: a CSV has one, a workbook its visible ones, or the ``wanted`` ones.

    ``is_heading`` tells the headings of a CSV. Raises InputError for a file that cannot be read or is beyond the
    limits, UsageError for a sheet that it has not.
    """
    suffix = path.suffix.lower()
    if suffix not in (*_TEXT, ".xlsx"):
        message = f"“{path.name}” is neither .csv nor .xlsx"
        raise refused(path, "unknown-format", message, "save the table as one of these")
    limit = BYTE_LIMIT if suffix in _TEXT else FILE_LIMIT
    try:
        status = path.stat()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise refused(path, "cannot-read", message, "check the path and its rights") from None
    if not stat.S_ISREG(status.st_mode):
        raise refused(path, "not-a-file", "this is not a regular file", "name a .csv or .xlsx file")
    if status.st_size > limit:
        message = f"the file has {status.st_size:,} bytes; {limit:,} is the most"
        raise refused(path, "file-too-large", message, "split the table over several files")
    if suffix not in _TEXT:
        return read_workbook(path, wanted)
    if wanted:
        raise UsageError(f"{path.name} has no sheets", "leave --sheet out")
    return Workbook([read_delimited(path, is_heading)], [])
