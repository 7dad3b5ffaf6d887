"""Published scores become score tables: the publisher's workbook, or a CSV, merged into ``scores/<rubric>``.

A row is judged by the method of its edition: scores on their scales, and every sum, rating and status that it states
as the method computes it. What is already in a table is never overwritten unasked.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, Problem
from pdfgen.files import write_whole
from pdfgen.importers.workbook import EDITION, ENTITY, plain, read_table
from pdfgen.model.base import did_you_mean
from pdfgen.model.formula import Given
from pdfgen.model.method import applying
from pdfgen.scoring import ScoringError, evaluate
from pdfgen.source.tree import PROBLEM_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pdfgen.errors import Severity
    from pdfgen.importers.workbook import Table
    from pdfgen.model.method import Measure, Method
    from pdfgen.model.rubric import Node, Rubric
    from pdfgen.scoring import Value

_HEAD = ("entity", "region", "kind", "edition")
_SPELLINGS = {"entity": ENTITY, "region": ("region",), "kind": ("kind", "c/t", "c/t?", "c?"), "edition": EDITION}
_KINDS = {"c": "country", "t": "territory", "country": "country", "territory": "territory", "": ""}
_NOTHING = ("", "n/a", "#n/a", "-", "\u2013")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: counts of rows, the files that changed, and what was passed over."""

    added: int
    replaced: int
    unchanged: int
    paths: tuple[Path, ...]
    warnings: tuple[Problem, ...]


@dataclass(slots=True)
class _Row:
    """A row that is read; ``cells`` by our columns, only those that the table has or the method computes."""

    origin: Origin
    entity: str
    edition: int
    cells: dict[str, str]


def import_scores(path: Path, target: Path, rubric: Rubric, *, replace: bool) -> Imported:
    """Merge the rows of the table at ``path`` into ``target``, the folder ``scores/<rubric id>``.

    Raises InputError, and writes nothing, when a row contradicts the method, or, without ``replace``, what ``target``
    has for the same entity and edition.
    """
    table = read_table(path)
    reader = _Reader(table, rubric)
    rows = reader.read()
    order = columns(rubric)
    problems: list[Problem] = []
    added = replaced = unchanged = 0
    changed: dict[Path, bytes] = {}
    for edition in sorted({row.edition for row in rows}):
        merged = _Merged(target / f"{edition}.csv", order)
        for row in rows:
            if row.edition == edition:
                problems += merged.take(row)
        added, replaced, unchanged = added + merged.added, replaced + merged.replaced, unchanged + merged.unchanged
        if merged.added or merged.replaced:
            changed[merged.path] = merged.content()
    if problems and not replace:
        raise InputError(problems[:PROBLEM_LIMIT])
    if changed:
        target.mkdir(parents=True, exist_ok=True)
    for place, content in changed.items():
        write_whole(place, content)
    return Imported(added, replaced, unchanged, tuple(changed), tuple(reader.warnings))


def columns(rubric: Rubric) -> tuple[str, ...]:
    """Return the columns of a score table: the entity, its categories, then every sum after its parts.

    All editions have the same ones; a column stays empty in an edition that has no such measure.
    """
    last = rubric.editions[-1]
    status = [top.status for top in rubric.headline if top.status]
    rated = [
        id_ for edition in rubric.editions for id_, item in rubric.at(edition).measures.items() if item.categories()
    ]

    def walk(nodes: Iterable[Node]) -> Iterator[str]:
        for node in nodes:
            yield from walk(node.children)
            # one that the last edition has not is history, and stands last
            yield from (item.id for item in sorted(node.modifiers, key=lambda item: not applying([item], last)))
            yield node.id

    given = (item.id for item in rubric.derived if isinstance(item.formula, Given))
    return tuple(dict.fromkeys([*_HEAD, *status, *rated, *walk(rubric.tree), *given]))


def _cleaned(text: str) -> str:
    """Return the text of a cell in one form: NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _points(text: str) -> str:
    """Return the text of a measure’s cell: nothing for N/A, a whole number without decimals, else as written."""
    text = _cleaned(text).replace("\u2212", "-")
    if text.lower() in _NOTHING:
        return ""
    if _NUMBER.fullmatch(text):
        number = Decimal(text)
        return str(int(number)) if number == int(number) else text.lstrip("+")
    return text


@dataclass(slots=True)
class _Reader:
    """Reads the rows of a table by the methods of a rubric."""

    table: Table
    rubric: Rubric
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    by_column: dict[str, str] = field(default_factory=dict)
    """The table’s heading of each column of ours."""

    def read(self) -> list[_Row]:
        """Return the rows. Raises InputError with all that is wrong with them."""
        self._match_headings()
        if not self.table.rows:
            self._fault(self.table.line, "no-rows", "the table has headings and no rows", "name a table with scores")
        self._stop()
        rows = [row for line, cells in self.table.rows if (row := self._identified(line, cells))]
        for edition in sorted({row.edition for row in rows}):
            self._missing(self.rubric.at(edition))
        self._stop()
        seen: dict[tuple[str, int], int] = {}
        for row in rows:
            first = seen.setdefault((row.entity, row.edition), row.origin.line)
            if first != row.origin.line:
                message = f"{row.entity} {row.edition} stands here a second time"
                self._fault(row.origin.line, "second-row", message, f"keep one of the two; the first is in row {first}")
            self._judge(row, self.rubric.at(row.edition))
            if len(self.problems) >= PROBLEM_LIMIT:
                break
        self._stop()
        return rows

    def _fault(self, line: int, code: str, message: str, remedy: str, severity: Severity = "error") -> None:
        into = self.problems if severity == "error" else self.warnings
        into.append(Problem(Origin(self.table.path, line, 1), code, message, remedy, severity=severity))

    def _stop(self) -> None:
        if self.problems:
            raise InputError(self.problems)

    # headings

    def _match_headings(self) -> None:
        """Find the column of each heading."""
        measures = {id_ for edition in self.rubric.editions for id_ in self.rubric.at(edition).measures}
        names = [*_HEAD, *sorted(measures)]
        known = {plain(name): name for name in names}
        known.update({spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings})
        line = self.table.line
        for heading in self.table.headings:
            column = heading if heading in names else known.get(plain(heading))
            if column is None:
                message = f"the heading “{heading}” is not known; its column is passed over"
                self._fault(line, "unknown-heading", message, did_you_mean(heading, names), "warning")
            elif column in self.by_column:
                message = f"“{heading}” and “{self.by_column[column]}” are both the column {column}"
                self._fault(line, "duplicate-heading", message, "keep one of the two columns")
            else:
                self.by_column[column] = heading
        for column, shown in (("entity", "Country/Territory"), ("edition", "Edition")):
            if column not in self.by_column:
                message = f"the table has no column “{column}”"
                self._fault(line, "missing-heading", message, f"name it `{column}` or `{shown}`")

    def _missing(self, method: Method) -> None:
        """Note the questions of an edition that have no column."""
        needed = [item.id for item in method.questions if not item.optional and item.id not in self.by_column]
        if needed:
            many = "columns" if needed[1:] else "column"
            message = f"the table has no {many} {', '.join(needed)}, which edition {method.edition} needs"
            self._fault(self.table.line, "missing-heading", message, "name each column by the question’s id")

    # rows

    def _identified(self, line: int, raw: dict[str, str]) -> _Row | None:
        """Return the row with its entity and edition, or None when it has none."""
        cells = {column: raw[heading] for column, heading in self.by_column.items()}
        cells = {column: _cleaned(cell) if column in _HEAD else _points(cell) for column, cell in cells.items()}
        entity, edition = cells["entity"], _points(cells["edition"])
        for column in ("entity", "region"):
            if not cells.get(column, "").isprintable():
                message = f"the {column} {cells[column]!a} has characters that cannot be printed"
                self._fault(line, "forbidden-character", message, "remove them")
                return None
        if not entity:
            self._fault(line, "no-entity", "the row names no entity", "name it, or remove the row")
            return None
        if edition not in map(str, self.rubric.editions):
            known = f"its editions are {self.rubric.editions[0]} to {self.rubric.editions[-1]}"
            message = f"{entity}: {self.rubric.title} has no edition “{_shown(edition)}”"
            self._fault(line, "unknown-edition", message, known)
            return None
        if "kind" in cells:
            kind = _KINDS.get(cells["kind"].lower())
            if kind is None:
                message = f"{entity} {edition}: “{_shown(cells['kind'])}” is no kind of entity"
                self._fault(line, "bad-kind", message, "write `country` or `territory`, or c or t")
                return None
            cells["kind"] = kind
        cells["edition"] = edition
        return _Row(Origin(self.table.path, line, 1), entity, int(edition), cells)

    def _judge(self, row: _Row, method: Method) -> None:
        """Note what is wrong with a row; give it what the method computes and the table leaves out."""
        before = len(self.problems)
        line, name = row.origin.line, f"{row.entity} {row.edition}"
        for column, cell in row.cells.items():
            if cell and column not in _HEAD and column not in method.measures:
                message = f"{name}: {column} is “{_shown(cell)}”, but this edition has no {column}"
                self._fault(line, "not-in-edition", message, "leave the cell empty, or check the edition")
        stated = self._numbers(row, method.stated)
        if len(self.problems) > before:
            return  # no sum is right while a score is wrong
        try:
            values = evaluate(method, stated)
        except ScoringError as error:
            self._fault(line, "no-band", f"{name}: {error}", "mend the scores, or the bands of the rubric")
            return
        # the parts first: a wrong score shows in its section before it shows in the total
        for measure in sorted(method.measures.values(), key=lambda item: -item.level):
            if not measure.is_stated:
                self._compare(row, measure, values, method)

    def _numbers(self, row: _Row, measures: Iterable[Measure]) -> dict[str, Decimal]:
        """Return what a row gives for ``measures``, and note what is no number, off its scale or missing."""
        line, name = row.origin.line, f"{row.entity} {row.edition}"
        found: dict[str, Decimal] = {}
        for measure in measures:
            cell = row.cells.get(measure.id, "")
            if not cell:
                if measure.is_question and not measure.optional:
                    self._fault(line, "missing-score", f"{name}: {measure.id} has no score", "write the score")
            elif wrong := _off(measure, cell):
                self._fault(line, "bad-score", f"{name}: {wrong}", "mend the cell")
            else:
                found[measure.id] = Decimal(cell)
        return found

    def _compare(self, row: _Row, measure: Measure, values: dict[str, Value], method: Method) -> None:
        """Compare what a row states with what its scores give."""
        value = values[measure.id]
        computed = str(value.number) if value.number is not None else value.code or ""
        cell = row.cells.get(measure.id, "")
        label = value.category.label if value.category else None
        same = cell.casefold() in (computed.casefold(), (label or computed).casefold())
        if _NUMBER.fullmatch(cell) and value.number is not None:
            same = Decimal(cell) == value.number
        if cell and not same:
            made = ", ".join(f"{part} {values[part].number}" for part in method.parts(measure))
            stated = f"{row.entity} {row.edition}: {measure.id} is {_shown(cell)}"
            message = f"{stated}, but the scores give {computed or 'nothing'} ({made})"
            self._fault(row.origin.line, "sum-differs", message, "mend the score or the sum")
        row.cells[measure.id] = computed if not cell or not _NUMBER.fullmatch(cell) else cell


def _off(measure: Measure, cell: str) -> str:
    """Return why ``cell`` is no score of ``measure``; empty when it is one."""
    if not _NUMBER.fullmatch(cell):
        return f"{measure.id} is “{_shown(cell)}”, which is no score"
    return measure.off_scale(Decimal(cell))


def _shown(text: str) -> str:
    """Return text from a cell as it may stand in a message."""
    text = text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


class _Merged:
    """The score table of an edition, with rows merged into it."""

    def __init__(self, path: Path, order: tuple[str, ...]) -> None:
        self.path = path
        self.rows: dict[str, dict[str, str]] = {}
        self.columns = order
        self.added = self.replaced = self.unchanged = 0
        if path.is_file():
            self._load()

    def _load(self) -> None:
        table = read_table(self.path)
        if "entity" not in table.headings:
            message = f"the table has no column “entity”, but {', '.join(table.headings)}"
            raise InputError(
                [Problem(Origin(table.path, table.line, 1), "bad-table", message, "name a column `entity`")]
            )
        self.columns = tuple(dict.fromkeys([*table.headings, *self.columns]))
        for line, cells in table.rows:
            if cells["entity"] in self.rows:
                message = f"{cells['entity']} stands here a second time"
                raise InputError([Problem(Origin(table.path, line, 1), "second-row", message, "keep one of the two")])
            self.rows[cells["entity"]] = cells

    def take(self, row: _Row) -> Iterator[Problem]:
        """Take a row in; give the cells that differ from what was there."""
        cells = {column: cell for column, cell in row.cells.items() if column in self.columns}
        old = self.rows.get(row.entity)
        if old is None:
            self.rows[row.entity] = cells
            self.added += 1
            return
        differing = {}
        for column, cell in cells.items():
            was = old.get(column, "")
            if (_cleaned(was) if column in _HEAD else _points(was)) != cell:
                differing[column] = cell
                here = f"{was or 'empty'} in {self.path.name}, and {cell or 'empty'} here"
                message = f"{row.entity} {row.edition}: {column} is {here}"
                yield Problem(row.origin, "conflict", message, "mend the row, or overwrite the table with `--replace`")
        old.update(differing)
        self.replaced += bool(differing)
        self.unchanged += not differing

    def content(self) -> bytes:
        """Return the table as CSV, sorted by entity."""
        text = io.StringIO()
        writer = csv.DictWriter(text, self.columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(cells for _, cells in sorted(self.rows.items()))
        return text.getvalue().encode()
