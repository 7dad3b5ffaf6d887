"""An XLSX under limits: it is judged, then its parts are unpacked; no other module opens it.

An XLSX is a zip: 130 KB of it can cost 925 MB. So its directory is judged before anything is unpacked, then each part
is unpacked in small pieces, against what the directory declares, and its cells are counted; only then is it read.
"""

from __future__ import annotations

import re
import zlib
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pdfgen.errors import InputError, Origin, Problem
from pdfgen.importers.sheet import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE_LIMIT = 20_000_000
PART_LIMIT = 2_000
UNPACKED_LIMIT = 100_000_000
PART_SIZE_LIMIT = 60_000_000
RATIO_LIMIT = 150
SMALL_PART = 1_000_000
"""A part up to this size may have any ratio."""

CELL_LIMIT = 2_000_000
"""Cells of the area from A1 to the last cell of a sheet."""

_DIRECTORY_LIMIT = 1_000_000  # bytes; 2,000 parts with long names need a third of it
_ELEMENT_LIMIT = 1_000_000  # two for a cell and its value: fifty editions of 200 entities have room
_SHARED_LIMIT = 100_000_000  # characters: a text that many cells share stands in the table of each of them
_CHUNK = 64 * 1024

FEWER = "keep the sheet with the scores alone in the workbook, or save it as CSV"
SAVE_AGAIN = "open it in a spreadsheet program and save it again as .xlsx, or as CSV"


def refused(path: Path, code: str, message: str, remedy: str, line: int = 1) -> InputError:
    """Return the error for a file that cannot be used."""
    return InputError([Problem(Origin(str(path), line, 1), code, message, remedy)])


class Package:
    """The parts of a workbook that was judged."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._parts = {_plain(part.filename): part for part in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield an XML part piece by piece. Raises ValueError when there is no such part, or it is no XML."""
        if name not in self or not _is_xml(name):
            raise ValueError(f"it refers to {visible(name, 100)}")
        with self._archive.open(self._parts[_plain(name)]) as stream:
            while piece := stream.read(_CHUNK):
                yield piece


@contextmanager
def guarded(path: Path) -> Iterator[Package]:
    """Give the parts of the workbook at ``path``.

    Raises InputError for one that would take too much time or memory, or that is not sound, also while it is read.
    """
    try:
        with path.open("rb") as stream:
            _judge_end(path, stream.read() if path.stat().st_size < _TAIL else _tail(stream))
            stream.seek(0)
            with ZipFile(stream) as archive:
                parts = archive.infolist()
                _judge_directory(path, parts)
                scan = _Scan(path)
                for part in parts:
                    _unpack(path, archive, part, scan)
                yield Package(archive)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise refused(path, "cannot-read", message, "check the path and its rights") from None
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        LookupError,
        expat.ExpatError,
    ) as error:
        raise refused(path, "not-a-workbook", f"this is not a sound XLSX: {error}", SAVE_AGAIN) from None


def _plain(name: str) -> str:
    return name.replace("\\", "/").casefold()


def _is_xml(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels"))


_TAIL = 42  # the locator of a zip64 directory, and the end of the zip


def _tail(stream: Any) -> bytes:
    stream.seek(-_TAIL, 2)
    return bytes(stream.read())


def _judge_end(path: Path, tail: bytes) -> None:
    """Judge the last bytes: zipfile builds the whole directory before the parts can be counted."""
    end = tail[-22:]
    if end[:4] != b"PK\5\6" or end[20:] != b"\0\0" or tail[:4] == b"PK\6\7":
        message = "this is not an XLSX: it does not end as a plain zip does"
        raise refused(path, "not-a-workbook", message, SAVE_AGAIN)
    count = int.from_bytes(end[10:12], "little")
    if count > PART_LIMIT:
        message = f"the workbook has {count:,} parts; {PART_LIMIT:,} is the most"
        raise refused(path, "too-many-parts", message, FEWER)
    size = int.from_bytes(end[12:16], "little")
    if size > _DIRECTORY_LIMIT:
        message = f"the workbook’s directory has {size:,} bytes; {_DIRECTORY_LIMIT:,} is the most"
        raise refused(path, "too-many-parts", message, FEWER)


def _judge_directory(path: Path, parts: list[ZipInfo]) -> None:
    """Refuse what the directory itself says to be too much."""
    if len(parts) > PART_LIMIT:
        message = f"the workbook has {len(parts):,} parts; {PART_LIMIT:,} is the most"
        raise refused(path, "too-many-parts", message, FEWER)
    names: set[str] = set()
    for part in parts:
        name = _plain(part.filename)
        if name in names:
            message = f"the part {visible(name, 100)} is there twice"
            raise refused(path, "duplicate-part", message, SAVE_AGAIN)
        names.add(name)
        if part.flag_bits & 1 or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            message = f"the part {visible(name, 100)} is encrypted, or packed in an unusual way"
            raise refused(path, "not-a-workbook", message, SAVE_AGAIN)
        if part.file_size > PART_SIZE_LIMIT:
            message = (
                f"the part {visible(name, 100)} unpacks to {part.file_size:,} bytes; {PART_SIZE_LIMIT:,} is the most"
            )
            raise refused(path, "part-too-large", message, FEWER)
        if part.file_size > SMALL_PART and part.file_size > RATIO_LIMIT * part.compress_size:
            ratio = part.file_size // max(1, part.compress_size)
            message = f"the part {visible(name, 100)} unpacks to {ratio:,} times its size; {RATIO_LIMIT} is the most"
            raise refused(path, "ratio-too-high", message, FEWER)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_LIMIT:
        message = f"the workbook unpacks to {unpacked:,} bytes; {UNPACKED_LIMIT:,} is the most"
        raise refused(path, "unpacked-too-large", message, FEWER)
    if "xl/workbook.xml" not in names:
        raise refused(path, "not-a-workbook", "this is not an XLSX: it has no xl/workbook.xml", SAVE_AGAIN)


def _unpack(path: Path, archive: ZipFile, part: ZipInfo, scan: _Scan) -> None:
    """Unpack ``part`` piece by piece; refuse it when it is larger than declared, or has too much in it."""
    asked = copy(part)
    asked.file_size += 2 * _CHUNK  # zipfile stops at the declared size, and would miss the rest of a longer part
    size = 0
    if xml := _is_xml(part.filename):
        scan.begin()
    with archive.open(asked) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > part.file_size:
                message = f"the part {visible(part.filename, 100)} is larger than its declared {part.file_size:,} bytes"
                raise refused(path, "size-lies", message, SAVE_AGAIN)
            if xml:
                scan.feed(piece)
    if xml:
        scan.end()


class _Scan:
    """Counts the elements, cells and shared texts of a workbook's parts while they are unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.elements = self.longest = self.sharing = 0

    def begin(self) -> None:
        """Begin a part: each has its own rows."""
        self.row = self.column = self.rows = self.columns = self.text = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._element
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, piece: bytes) -> None:
        """Take a piece of the part."""
        self.parser.Parse(piece, False)  # noqa: FBT003  # expat takes no keywords

    def end(self) -> None:
        """End the part."""
        self.parser.Parse(b"", True)  # noqa: FBT003

    def _doctype(self, *_: object) -> None:
        raise refused(self.path, "not-a-workbook", "this is not a sound XLSX: it defines entities", SAVE_AGAIN)

    def _characters(self, text: str) -> None:
        self.text += len(text)
        if self.text > self.longest:
            self.longest = self.text
            self._judge_shared()

    def _element(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        if self.elements > _ELEMENT_LIMIT:
            message = f"the workbook has more than {_ELEMENT_LIMIT:,} elements"
            raise refused(self.path, "too-many-cells", message, FEWER)
        match name.rpartition(":")[2]:
            case "c":
                self._cell(attributes)
            case "row":
                self._place(row_number(attributes["r"]) if "r" in attributes else self.row + 1, 0)
            case "si":
                self.text = 0

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self.text = 0
        if attributes.get("t") == "s":
            self.sharing += 1
            self._judge_shared()
        if place := attributes.get("r"):
            self._place(*cell_reference(place))
        else:
            self._place(self.row, self.column + 1)

    def _place(self, row: int, column: int) -> None:
        self.row, self.column = row, column
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows * self.columns > CELL_LIMIT:
            message = f"a sheet has {self.rows:,} rows and {self.columns:,} columns; {CELL_LIMIT:,} cells are the most"
            raise refused(self.path, "too-many-cells", message, FEWER)

    def _judge_shared(self) -> None:
        if self.longest * self.sharing > _SHARED_LIMIT:
            message = f"{self.sharing:,} cells share texts of up to {self.longest:,} characters"
            raise refused(self.path, "too-much-text", message, FEWER)


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def cell_reference(place: str) -> tuple[int, int]:
    """Return the row and the column, both from 1, of a place such as D7. Raises ValueError when it is none."""
    letters = place.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + _LETTERS.index(letter) + 1
    return row_number(place[len(letters) :]), column


def row_number(text: str) -> int:
    """Return a row’s number. Raises ValueError when it is none."""
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise ValueError(f"“{visible(text)}” is not a row")
    return int(text)
