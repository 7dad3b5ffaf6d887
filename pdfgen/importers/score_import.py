"""Published scores become score tables: the publisher's workbook, or a CSV, merged into ``scores/<rubric>``.

A row is judged by the method of its edition: scores on their scales, and every sum, rating and status that it states
as the method computes it. The import overwrites rows of a table only on request, and reports what a file
has and the table does not take.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.errors import UsageError
from pdfgen.files import write_whole
from pdfgen.importers.candidates import Asked, read_candidates
from pdfgen.importers.judge import Judge
from pdfgen.importers.remarks import Kind, Remarks
from pdfgen.importers.score_table import MergedTable
from pdfgen.importers.sheet import visible
from pdfgen.importers.table_layout import HEAD, is_heading
from pdfgen.importers.workbook import read_tables
from pdfgen.model.editions import path_of
from pdfgen.model.rubric import applying

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.importers.score_rows import TableRow
    from pdfgen.model.editions import EditionId
    from pdfgen.model.names import Names
    from pdfgen.model.rubric import Rubric
    from pdfgen.model.rubric_parts import Node


SECOND_ROW = Kind(
    "second-row", "{count} rows are on an entity and edition that another row is on", "keep one of the two"
)
SECOND_SHEET = Kind(SECOND_ROW.code, SECOND_ROW.many, "keep one of the two, or choose a sheet with `--sheet`")


@dataclass(frozen=True, slots=True)
class ImportedScores:
    """What an import did: counts of rows, the files that changed, and what was passed over."""

    added: int
    replaced: int
    unchanged: int
    paths: tuple[Path, ...]
    warnings: tuple[Problem, ...]


def import_scores(
    path: Path,
    target: Path,
    rubric: Rubric,
    *,
    replace: bool,
    names: Names | None = None,
    asked: Asked = Asked(),  # noqa: B008  # it is frozen
) -> ImportedScores:
    """Merge the rows of the table at ``path`` into ``target``, the folder ``scores/<rubric id>``.

    ``names`` tell which spellings are one entity. Raises InputError, and writes nothing, when a row contradicts the
    method, or, without ``replace``, what ``target`` has for the same entity and edition; UsageError for an edition or a
    sheet that is not there.
    """
    if asked.edition is not None and asked.edition not in rubric.editions:
        raise UsageError(f"the rubric {rubric.id} has no edition {asked.edition}", rubric.known_editions)
    workbook = read_tables(path, is_heading, asked.sheets)
    remarks, rows = read_candidates(str(path), workbook, rubric, names, asked)
    judge = Judge(rubric)
    judged = [(row, judge.judge(row)) for row in rows]
    judge.finish()
    remarks.take(judge.remarks)
    _note_second_rows(rows, remarks)
    remarks.stop()
    conflicts = Remarks()
    tables: dict[EditionId, MergedTable] = {}
    for row, made in judged:
        if row.edition not in tables:
            place = target / f"{path_of(row.edition)}.csv"
            tables[row.edition] = MergedTable(place, row.edition, columns(rubric), names)
        if made is not None:
            tables[row.edition].take(row, made, remarks, conflicts)
    if not replace:
        conflicts.stop()

    changed = {
        table.path: table.content()
        for _, table in sorted(tables.items(), key=lambda item: rubric.editions.index(item[0]))
        if table.added or table.replaced
    }
    if changed:
        target.mkdir(parents=True, exist_ok=True)
    for place, content in changed.items():
        write_whole(place, content)
    return ImportedScores(
        sum(table.added for table in tables.values()),
        sum(table.replaced for table in tables.values()),
        sum(table.unchanged for table in tables.values()),
        tuple(changed),
        tuple(remarks.of("warning")),
    )


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
            yield from (
                item.id for item in sorted(node.modifiers, key=lambda item: not applying([item], last, rubric.editions))
            )
            yield node.id

    given = (item.id for item in rubric.derived if item.formula.is_stated)
    return tuple(dict.fromkeys([*HEAD, *status, *rated, *walk(rubric.tree), *given]))


def _note_second_rows(rows: list[TableRow], remarks: Remarks) -> None:
    """Note rows on one entity and edition, also where they spell it differently."""
    seen: dict[tuple[str, EditionId], TableRow] = {}
    for row in rows:
        first = seen.setdefault((row.key, row.edition), row)
        if first is not row:
            where = first.place("entity")
            other = f"{where}" if first.entity == row.entity else f"“{visible(first.entity)}” in {where}"
            fact = f"the entity and edition stand here a second time, after {other}"
            kind = SECOND_ROW if first.layout is row.layout else SECOND_SHEET
            remarks.note(kind, row.place("entity"), fact, of=row.name, shown=f"({row.name}, after {other})")
