"""Tables of scores as rows of text: CSV, and XLSX behind limits.

An XLSX is a zip: 130 KB of it can cost 925 MB. So its directory is judged before anything is unpacked, then each part
is unpacked in small pieces, against what the directory declares, and its cells are counted; only then does calamine
open it (notes/hostile-input.md).
"""

from __future__ import annotations

import csv
import re
import stat
import zlib
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pdfgen.errors import InputError, Origin, Problem, SurroundingsError
from pdfgen.source.tree import BYTE_LIMIT, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ENTITY = ("entity", "country/territory", "country", "territory")
EDITION = ("edition",)
"""How a heading of the column ``entity`` or ``edition`` is spelt, by ``plain``."""

FILE_LIMIT = 20_000_000
PART_LIMIT = 2_000
UNPACKED_LIMIT = 100_000_000
PART_SIZE_LIMIT = 60_000_000
RATIO_LIMIT = 150
SMALL_PART = 1_000_000
"""A part up to this size may have any ratio."""

_DIRECTORY_LIMIT = 1_000_000  # bytes; 2,000 parts with long names need a third of it
_CELL_LIMIT = 2_000_000  # of the area from A1 to the last cell of a sheet: calamine holds every cell of it
_ELEMENT_LIMIT = 1_000_000  # two for a cell and its value: fifty editions of 200 entities have room
_SHARED_LIMIT = 100_000_000  # characters: a text that many cells share is copied into each of them
_TITLE_ROWS = 50  # rows above the headings
_CHUNK = 64 * 1024

_FEWER = "keep the sheet with the scores alone in the workbook, or save it as CSV"
_SAVE_AGAIN = "open it in a spreadsheet program and save it again as .xlsx, or as CSV"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the line of its headings, the headings, and its rows with their lines, cells by heading."""

    path: str
    line: int
    headings: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of the table at ``path``: the line from 1, and the cells by heading. See ``read_table``."""
    return read_table(path).rows


def read_table(path: Path) -> Table:
    """Return the table in a CSV file (UTF-8, commas), or in the first sheet of an XLSX file that has its headings.

    Titles above the headings and empty rows are passed over. Raises InputError for a file that cannot be read or is
    beyond the limits, SurroundingsError for an XLSX when python-calamine is not installed.
    """
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise _refused(
            path, "unknown-format", f"“{path.name}” is neither .csv nor .xlsx", "save the table as one of these"
        )
    limit = BYTE_LIMIT if suffix == ".csv" else FILE_LIMIT
    try:
        status = path.stat()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise _refused(path, "cannot-read", message, "check the path and its rights") from None
    if not stat.S_ISREG(status.st_mode):
        raise _refused(path, "not-a-file", "this is not a regular file", "name a .csv or .xlsx file")
    if status.st_size > limit:
        message = f"the file has {status.st_size:,} bytes; {limit:,} is the most"
        raise _refused(path, "file-too-large", message, "part the table over several files")
    if suffix == ".csv":
        return _csv(path)
    return _xlsx(path)


def plain(heading: str) -> str:
    """Return ``heading`` without case, spaces and underscores: how headings are compared."""
    return re.sub(r"[\s_]+", "", heading).casefold()


def _refused(path: Path, code: str, message: str, remedy: str, line: int = 1) -> InputError:
    return InputError([Problem(Origin(str(path), line, 1), code, message, remedy)])


# CSV


def _csv(path: Path) -> Table:
    file = read_lines(path)
    if file.problems:
        raise InputError(file.problems)
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader((f"{line}\n" for line in file.lines), strict=True)
    before = 0
    try:
        for cells in reader:
            rows.append((before + 1, [cell.strip() for cell in cells]))
            before = reader.line_num
    except csv.Error as error:
        raise _refused(
            path, "bad-table", f"this is not CSV: {error}", "check the quotes of this row", before + 1
        ) from None
    rows = [(line, cells) for line, cells in rows if any(cells)]
    if not rows:
        raise _refused(path, "empty-file", "the file has no content", "name a file with a table")
    # without any headings the first row is taken for them: what is missing there can then be said
    return _table(path, rows[_headings(rows) or 0 :])


# both


def _headings(rows: Iterable[tuple[int, list[str]]]) -> int | None:
    """Return the index of the row with the headings, or None."""
    for index, (_, cells) in enumerate(rows):
        if index > _TITLE_ROWS:
            break
        found = {plain(cell) for cell in cells}
        if found.intersection(ENTITY) and found.intersection(EDITION):
            return index
    return None


def _table(path: Path, rows: list[tuple[int, list[str]]]) -> Table:
    """Return the table of ``rows``, the first of which has the headings."""
    line, headings = rows[0]
    named = [heading for heading in headings if heading]
    if twice := sorted({heading for heading in named if named.count(heading) > 1}):
        message = f"the heading “{twice[0]}” stands here a second time"
        raise _refused(path, "duplicate-heading", message, "keep one of the two columns", line)
    problems = []
    made = []
    for number, cells in rows[1:]:
        stray = [index for index, cell in enumerate(cells) if cell and not (headings[index:] and headings[index])]
        if stray:
            message = f"“{cells[stray[0]]}” in column {stray[0] + 1} has no heading"
            remedy = "give the column a heading, or put text with a comma in quotes"
            problems.append(Problem(Origin(str(path), number, 1), "stray-cell", message, remedy))
        padded = cells + [""] * (len(headings) - len(cells))
        made.append((number, {heading: cell for heading, cell in zip(headings, padded, strict=False) if heading}))
    if problems:
        raise InputError(problems)
    return Table(str(path), line, tuple(named), made)


# XLSX


def _xlsx(path: Path) -> Table:
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  # an extra
    except ImportError:
        message = f"{path.name} cannot be read: python-calamine is not installed"
        raise SurroundingsError(message, 'pip install "pdfgen[import]", or save the table as CSV') from None
    _guard(path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows = [(line, [_text(cell) for cell in cells]) for line, cells in enumerate(sheet, 1)]
            rows = [(line, cells) for line, cells in rows if any(cells)]
            start = _headings(rows)
            if start is not None:
                return _table(path, rows[start:])
    except CalamineError as error:
        raise _refused(path, "not-a-workbook", f"this is no sound XLSX: {error}", _SAVE_AGAIN) from None
    message = "no sheet has the headings Country/Territory and Edition"
    raise _refused(path, "no-headings", message, "name the columns as in the published workbook")


_EXACT = 1e15  # whole numbers beyond it are not exact in a spreadsheet


def _text(cell: Any) -> str:
    """Return what a cell shows; Excel stores the number 4 as 4.0."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    return str(cell).strip()


def _guard(path: Path) -> None:
    """Refuse an XLSX that would cost much, or that calamine and zipfile could read differently."""
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
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise _refused(path, "cannot-read", message, "check the path and its rights") from None
    except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, expat.ExpatError) as error:
        raise _refused(path, "not-a-workbook", f"this is no sound XLSX: {error}", _SAVE_AGAIN) from None


_TAIL = 42  # the locator of a zip64 directory, and the end of the zip


def _tail(stream: Any) -> bytes:
    stream.seek(-_TAIL, 2)
    return bytes(stream.read())


def _judge_end(path: Path, tail: bytes) -> None:
    """Judge the last bytes: zipfile builds the whole directory before anyone can count its parts."""
    end = tail[-22:]
    if end[:4] != b"PK\5\6" or end[20:] != b"\0\0" or tail[:4] == b"PK\6\7":
        message = "this is no XLSX: it does not end as a plain zip does"
        raise _refused(path, "not-a-workbook", message, _SAVE_AGAIN)
    count = int.from_bytes(end[10:12], "little")
    if count > PART_LIMIT:
        message = f"the workbook has {count:,} parts; {PART_LIMIT:,} is the most"
        raise _refused(path, "too-many-parts", message, _FEWER)
    size = int.from_bytes(end[12:16], "little")
    if size > _DIRECTORY_LIMIT:
        message = f"the workbook’s directory has {size:,} bytes; {_DIRECTORY_LIMIT:,} is the most"
        raise _refused(path, "too-many-parts", message, _FEWER)


def _judge_directory(path: Path, parts: list[ZipInfo]) -> None:
    """Refuse what the directory itself says to be too much."""
    if len(parts) > PART_LIMIT:
        message = f"the workbook has {len(parts):,} parts; {PART_LIMIT:,} is the most"
        raise _refused(path, "too-many-parts", message, _FEWER)
    names: set[str] = set()
    for part in parts:
        name = part.filename.replace("\\", "/").casefold()
        if name in names:
            message = f"the part {_visible(name)} is there twice"
            raise _refused(path, "duplicate-part", message, _SAVE_AGAIN)
        names.add(name)
        if part.flag_bits & 1 or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            message = f"the part {_visible(name)} is encrypted, or packed in an unusual way"
            raise _refused(path, "not-a-workbook", message, _SAVE_AGAIN)
        if part.file_size > PART_SIZE_LIMIT:
            message = f"the part {_visible(name)} unpacks to {part.file_size:,} bytes; {PART_SIZE_LIMIT:,} is the most"
            raise _refused(path, "part-too-large", message, _FEWER)
        if part.file_size > SMALL_PART and part.file_size > RATIO_LIMIT * part.compress_size:
            ratio = part.file_size // max(1, part.compress_size)
            message = f"the part {_visible(name)} unpacks to {ratio:,} times its size; {RATIO_LIMIT} is the most"
            raise _refused(path, "ratio-too-high", message, _FEWER)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_LIMIT:
        message = f"the workbook unpacks to {unpacked:,} bytes; {UNPACKED_LIMIT:,} is the most"
        raise _refused(path, "unpacked-too-large", message, _FEWER)
    if "xl/workbook.xml" not in names:
        raise _refused(path, "not-a-workbook", "this is no XLSX: it has no xl/workbook.xml", _SAVE_AGAIN)


def _unpack(path: Path, archive: ZipFile, part: ZipInfo, scan: _Scan) -> None:
    """Unpack ``part`` piece by piece; refuse it when it is larger than declared, or has too much in it."""
    asked = copy(part)
    asked.file_size += 2 * _CHUNK  # zipfile stops at the size that it is told, and would not see a part that goes on
    size = 0
    if xml := part.filename.casefold().endswith((".xml", ".rels")):
        scan.begin(part.filename)
    with archive.open(asked) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > part.file_size:
                message = f"the part {_visible(part.filename)} is larger than its declared {part.file_size:,} bytes"
                raise _refused(path, "size-lies", message, _SAVE_AGAIN)
            if xml:
                scan.feed(piece)
    if xml:
        scan.end()


def _visible(name: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in name[:100])


class _Scan:
    """Counts the elements, cells and shared texts of a workbook's parts while they are unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.elements = self.longest = self.sharing = 0

    def begin(self, part: str) -> None:
        """Begin a part: each has its own rows."""
        self.relations = part.casefold().endswith("workbook.xml.rels")
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
        raise _refused(self.path, "not-a-workbook", "this is no sound XLSX: it defines entities", _SAVE_AGAIN)

    def _characters(self, text: str) -> None:
        self.text += len(text)
        if self.text > self.longest:
            self.longest = self.text
            self._judge_shared()

    def _element(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        if self.elements > _ELEMENT_LIMIT:
            message = f"the workbook has more than {_ELEMENT_LIMIT:,} elements"
            raise _refused(self.path, "too-many-cells", message, _FEWER)
        match name.rpartition(":")[2]:
            case "c":
                self._cell(attributes)
            case "row":
                self._place(_number(attributes["r"]) if "r" in attributes else self.row + 1, 0)
            case "si":
                self.text = 0
            case "Relationship" if self.relations and attributes.get("TargetMode") != "External":
                # a sheet under another name would not have been looked at
                if not attributes.get("Target", "").casefold().endswith(".xml"):
                    message = f"this is no sound XLSX: it refers to {_visible(attributes.get('Target', 'nothing'))}"
                    raise _refused(self.path, "not-a-workbook", message, _SAVE_AGAIN)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self.text = 0
        if attributes.get("t") == "s":
            self.sharing += 1
            self._judge_shared()
        if place := attributes.get("r"):
            letters = place.rstrip("0123456789")
            column = 0
            for letter in letters.upper():
                column = column * 26 + _LETTERS.index(letter) + 1
            self._place(_number(place[len(letters) :]), column)
        else:
            self._place(self.row, self.column + 1)

    def _place(self, row: int, column: int) -> None:
        self.row, self.column = row, column
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows * self.columns > _CELL_LIMIT:
            message = f"a sheet has {self.rows:,} rows and {self.columns:,} columns; {_CELL_LIMIT:,} cells are the most"
            raise _refused(self.path, "too-many-cells", message, _FEWER)

    def _judge_shared(self) -> None:
        if self.longest * self.sharing > _SHARED_LIMIT:
            message = f"{self.sharing:,} cells share texts of up to {self.longest:,} characters"
            raise _refused(self.path, "too-much-text", message, _FEWER)


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _number(text: str) -> int:
    """Return a row’s number. Raises ValueError when it is none."""
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise ValueError(f"“{_visible(text)}” is no row")
    return int(text)
