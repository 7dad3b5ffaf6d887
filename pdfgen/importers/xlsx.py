"""The sheets of an XLSX with all that decides what a cell means: its format, formula and marks, and what is hidden.

Libraries that read workbooks give values: 0.45 for a cell that shows 45 %, nothing for a formula without a result, 42
for a 4 with the footnote 2. So the parts are read here, behind the guard (ISO/IEC 29500-1, § 18.2 to § 18.8).
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar
from xml.parsers import expat

from pdfgen.errors import UsageError
from pdfgen.importers import number_format
from pdfgen.importers.cell_values import without_noise, written
from pdfgen.importers.sheet import EMPTY, Cell, Sheet, SheetRow, visible
from pdfgen.importers.xlsx_guard import CELL_LIMIT, FEWER, cell_reference, guarded, refused, row_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pdfgen.importers.number_format import Meaning
    from pdfgen.importers.xlsx_guard import Package

_MAIN = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_FLOAT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  # a spreadsheet's day has no zone
_DAY_THAT_WAS_NOT = 60  # spreadsheets count 29 February 1900
_LAST_DAY = 2_958_465
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_LAST_COLUMN = 16_384


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that were read, and the names of the hidden ones that were not."""

    sheets: list[Sheet]
    hidden: list[str]


def read_workbook(path: Path, wanted: Sequence[str] = ()) -> Workbook:
    """Return the visible sheets of the workbook at ``path``, or the ``wanted`` ones.

    Raises InputError for a workbook that is not sound or beyond the limits, UsageError for an unknown name.
    """
    with guarded(path) as package:
        index = _read(package, _MAIN, _Index())
        relations = _read(package, _RELATIONS, _Relations())
        read = [name for name, _, hidden in index.sheets if not hidden]
        if wanted:
            read = [_named(name, [known for known, *_ in index.sheets]) for name in wanted]
        shared, styles = _Texts(), _Styles()
        for kind, reader in (("sharedStrings", shared), ("styles", styles)):
            if kind in relations.by_kind:
                _read(package, relations.by_kind[kind], reader)
        sheets = []
        for name, relation, _ in index.sheets:
            if name in read:
                cells = _Cells(shared.texts, styles.meanings())
                sheets.append(_sheet(path, name, _read(package, relations.targets.get(relation, ""), cells)))
        return Workbook(sheets, [name for name, _, hidden in index.sheets if hidden and name not in read])


def _named(name: str, known: list[str]) -> str:
    folded = {other.strip().casefold(): other for other in reversed(known)}
    if name in known or name.strip().casefold() in folded:
        return name if name in known else folded[name.strip().casefold()]
    listed = ", ".join(f"“{visible(other)}”" for other in known)
    raise UsageError(f"the workbook has no sheet “{visible(name)}”", f"its sheets are {listed}")


def _shortest(number: float) -> str:
    """Return the shortest decimal that the binary ``number`` stands for."""
    return written(without_noise(Decimal(repr(number))))


class _Reader:
    """Takes the elements of a part; ``text`` is what was written since the last one began."""

    def __init__(self) -> None:
        self.text: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element, by its local name."""

    def end(self, name: str) -> None:
        """Take the end of an element."""


_R = TypeVar("_R", bound=_Reader)


def _read(package: Package, part: str, reader: _R) -> _R:
    def start(name: str, attributes: Mapping[str, str]) -> None:
        reader.text.clear()
        reader.start(name.rpartition(":")[2], attributes)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: reader.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = reader.text.append
    for piece in package.pieces(part):
        parser.Parse(piece, False)  # noqa: FBT003  # expat takes no keywords
    parser.Parse(b"", True)  # noqa: FBT003
    return reader


class _Index(_Reader):
    """The sheets of a workbook: name, relation, whether it is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), relation, hidden))


class _Relations(_Reader):
    """The parts that a workbook refers to, by the id of the relation and by its kind."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            # a target is relative to the workbook, or begins at the root
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))[1:]
            self.targets[attributes.get("Id", "")] = target
            self.by_kind[attributes.get("Type", "").rpartition("/")[2]] = target


class _Texts(_Reader):
    """Texts of runs, those of a whole part (``texts``) or of one cell; raised and lowered figures stay so."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.runs: list[str] = []
        self.set_as = ""
        self.reading_aid = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "si" | "is":
                self.runs = []
            case "r":
                self.set_as = ""
            case "rPh":
                self.reading_aid = True
            case "vertAlign":
                self.set_as = attributes.get("val", "")

    def end(self, name: str) -> None:
        match name:
            case "t" if not self.reading_aid:
                text = _unescaped("".join(self.text))
                if self.set_as == "superscript":
                    text = text.translate(_RAISED) if text.strip().translate(_RAISED) != text.strip() else f"^{text}"
                elif self.set_as == "subscript":
                    text = text.translate(_LOWERED)
                self.runs.append(text)
            case "r":
                self.set_as = ""
            case "rPh":
                self.reading_aid = False
            case "si":
                self.texts.append("".join(self.runs))


class _Styles(_Reader):
    """The number formats of cells, in the order of their styles."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, str] = {}
        self.used: list[str] = []
        self.of_cells = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.of_cells = True
        elif name == "xf" and self.of_cells:
            self.used.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.of_cells = False

    def meanings(self) -> list[Meaning]:
        """Return what the format of each style makes of a number."""
        known = {number: number_format.meaning(code) for number, code in self.codes.items()}
        return [known.get(number) or number_format.built_in(int(number)) for number in self.used]


@dataclass(slots=True)
class _Line:
    """A row while it is read."""

    hidden: bool = False
    cells: dict[int, Cell] = field(default_factory=dict)


class _Cells(_Texts):
    """The cells of a sheet by row and column, and what of it is hidden or merged."""

    def __init__(self, shared: list[str], meanings: list[Meaning]) -> None:
        super().__init__()
        self.shared = shared
        self.meanings = meanings
        self.lines: dict[int, _Line] = {}
        self.hidden_columns: set[int] = set()
        self.merged: list[str] = []
        self.row = self.column = 0
        self.type = self.style = ""
        self.value: str | None = None
        self.formula: str | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        super().start(name, attributes)
        match name:
            case "row":
                self.row, self.column = row_number(attributes["r"]) if "r" in attributes else self.row + 1, 0
                self.lines[self.row] = _Line(_is_hidden(attributes, "ht"))
            case "c":
                place = attributes.get("r")
                self.row, self.column = cell_reference(place) if place else (self.row, self.column + 1)
                self.type, self.style = attributes.get("t", "n"), attributes.get("s", "0")
                self.value = self.formula = None
                self.runs = []
            case "col" if _is_hidden(attributes, "width"):
                first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
                self.hidden_columns.update(range(max(first, 1) - 1, min(last, _LAST_COLUMN)))
            case "mergeCell":
                self.merged.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        super().end(name)
        match name:
            case "v":
                self.value = "".join(self.text)
            case "f":
                self.formula = "".join(self.text)
            case "c":
                cell = self._cell()
                if cell:
                    self.lines.setdefault(self.row, _Line()).cells[self.column - 1] = cell

    def _cell(self) -> Cell:
        value = (self.value or "").strip()
        if self.formula is not None and not value and self.type not in ("str", "inlineStr"):
            return Cell(f"={self.formula}", "formula")
        if self.type == "inlineStr":
            return Cell("".join(self.runs).strip())
        return self._valued(value) if value else EMPTY

    def _valued(self, value: str) -> Cell:
        match self.type:
            case "s":
                return Cell(self.shared[int(value)].strip())
            case "str":
                return Cell(_unescaped(value).strip())
            case "b":
                return Cell("TRUE" if value == "1" else "FALSE", "boolean")
            case "e" | "d":
                return Cell(value, "error" if self.type == "e" else "date")
            case _:
                return self._number(value)

    def _number(self, value: str) -> Cell:
        if not _FLOAT.fullmatch(value):
            raise ValueError(f"“{visible(value)}” is not a number")
        number = float(value)
        index = int(self.style)
        match self.meanings[index] if index < len(self.meanings) else "number":
            case "percent":
                return Cell(f"{_shortest(number * 100)}%", "number")
            case "date":
                return Cell(_date(number), "date")
            case "scaled":
                return Cell(_shortest(number), "scaled")
        return Cell(_shortest(number), "number")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """Tell whether a row or column is hidden, by name or because it has no height or width."""
    return (
        attributes.get("hidden", "0") in ("1", "true")
        or re.fullmatch(r"0(\.0*)?", attributes.get(size, "")) is not None
    )


def _date(number: float) -> str:
    """Return what a cell with a date shows, in ISO 8601."""
    if not 1 <= number <= _LAST_DAY:
        return _shortest(number)
    days = number + (number < _DAY_THAT_WAS_NOT)
    return str(_DAY_ZERO + timedelta(days=days)).removesuffix(" 00:00:00")


def _sheet(path: Path, name: str, found: _Cells) -> Sheet:
    rows = []
    for line, row in sorted(found.lines.items()):
        if row.cells:
            cells = [EMPTY] * (max(row.cells) + 1)
            for index, cell in row.cells.items():
                cells[index] = cell
            rows.append(SheetRow(line, cells, row.hidden))
    covered = _covered(path, rows, found.merged)
    return Sheet(str(path), name, rows, frozenset(found.hidden_columns), covered)


def _covered(path: Path, rows: list[SheetRow], merged: list[str]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the cells that merged cells cover, as far as rows and columns have content."""
    last = rows[-1].line if rows else 0
    most = max((len(row.cells) for row in rows), default=0)
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    area = 0
    for reference in merged:
        start, _, stop = reference.partition(":")
        (top, left), (bottom, right) = cell_reference(start), cell_reference(stop or start)
        bottom, right = min(bottom, last), min(right, most)
        area += max(0, bottom - top + 1) * max(0, right - left + 1)
        if area > CELL_LIMIT:
            raise refused(path, "too-many-cells", f"merged cells cover more than {CELL_LIMIT:,} cells", FEWER)
        places = ((line, index) for line in range(top, bottom + 1) for index in range(left - 1, right))
        covered.update((place, (top, left - 1)) for place in places if place != (top, left - 1))
    return covered
