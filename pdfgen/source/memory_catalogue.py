"""What is found by name where a rubric and scores are in memory: these, then the project's, then what is shipped."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.errors import InputError
from pdfgen.model.editions import is_edition
from pdfgen.model.rubric import Rubric
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.memory import tree_of
from pdfgen.source.memory_rows import NAME as SCORES
from pdfgen.source.memory_rows import tables_of
from pdfgen.source.validate import validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfgen.model.editions import EditionId
    from pdfgen.source.scores import ScoreTable

RUBRIC = "<rubric>"
"""What stands in place of the name of a rubric's file."""


@dataclass(frozen=True, slots=True, eq=False)
class MemoryData:
    """A rubric and score tables that are in no file."""

    rubrics: Mapping[str, Rubric] = field(default_factory=dict)
    tables: Mapping[tuple[str, EditionId], ScoreTable] = field(default_factory=dict)


class MemoryCatalogue(Catalogue):
    """A catalogue that looks into memory first."""

    def __init__(self, project: Path | None, data: MemoryData) -> None:
        super().__init__(project)
        self.data = data

    def rubric(self, name: str) -> Rubric:
        """Return the rubric ``name``. Raises UsageError when there is none, InputError when it is not sound."""
        return self.data.rubrics.get(name) or super().rubric(name)

    def rubric_file(self, name: str) -> Path:
        """Return the file of the rubric ``name``; one in memory has a name that no file has."""
        return Path(RUBRIC) if name in self.data.rubrics else super().rubric_file(name)

    def _tables(self, rubric: str, edition: EditionId) -> list[tuple[Path, ScoreTable]]:
        own = self.data.tables.get((rubric, edition))
        return [*([(Path(SCORES), own)] if own else []), *super()._tables(rubric, edition)]


def memory_rubric(values: Mapping[str, Any]) -> Rubric:
    """Return a rubric that is a mapping with the keys of a rubric's file. Raises InputError with every problem."""
    tree, file = tree_of(values, RUBRIC)
    found, problems = validate(tree, Rubric)
    if found is None or file.problems or problems:
        raise InputError([*file.problems, *problems])
    return found


def memory_data(
    said: Mapping[str, Any], rubric: Mapping[str, Any] | None, scores: Any, project: Path | None
) -> MemoryData | None:
    """Return what a report or an edition that is the mapping ``said`` is made with; None when that is nothing.

    ``said`` names rubric and edition where no rubric is given, or where the rows of the table name none. Raises
    InputError, and UsageError for a rubric and an edition that do not exist.
    """
    if rubric is None and scores is None:
        return None
    own = memory_rubric(rubric) if rubric is not None else None
    data = MemoryData({own.id: own} if own else {})
    if scores is None:
        return data
    catalogue = MemoryCatalogue(project, data)
    name, edition = said.get("rubric") or (own.id if own else ""), said.get("edition")
    series = catalogue.rubric(str(name))
    method = catalogue.method(series.id, edition if is_edition(edition) else series.editions[-1])
    tables = {(series.id, year): table for year, table in tables_of(scores, method).items()}
    return MemoryData(data.rubrics, tables)
