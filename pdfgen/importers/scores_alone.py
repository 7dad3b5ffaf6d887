"""Reports with scores alone, for the entities of an edition that the score table has and no text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, PdfgenError, Problem, UsageError
from pdfgen.importers.texts import slug, write_unless_there
from pdfgen.importers.yaml_writer import Answer, ReportText, write_report
from pdfgen.source.load import load
from pdfgen.source.skeleton import SCHEMA_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from decimal import Decimal
    from pathlib import Path

    from pdfgen.model.method import Method
    from pdfgen.source.catalogue import Catalogue

_REMARK = "Scores alone, from the score table: the edition has no text on this entity."


@dataclass
class ScoresAlone:
    """What became of the entities without a text: their files, how many changed, failures by file."""

    reports: list[Path] = field(default_factory=list)
    changed: int = 0
    failed: dict[Path, PdfgenError] = field(default_factory=dict)


class Writer:
    """Writes reports with scores alone into the folder of an edition.

    An entity that the folder has a report on already is left alone, unless that was written so itself: then it stays as
    it is where nothing differs, and is replaced with ``replace`` only. ``texts`` are the reports that were made from
    texts: they are on other entities.
    """

    def __init__(
        self, folder: Path, method: Method, catalogue: Catalogue, texts: Collection[Path], *, replace: bool
    ) -> None:
        self.folder, self.method, self.catalogue, self.replace = folder, method, catalogue, replace
        others = [path for path in sorted((folder / "reports").glob("*.y*ml")) if path not in texts]
        self.there = dict(filter(None, map(self._entity, others)))

    def write(self, entities: Iterable[str]) -> ScoresAlone:
        """Write a report on each of ``entities``, which are named as in the score table."""
        found = ScoresAlone()
        for entity in entities:
            target = self.folder / "reports" / f"{slug('', entity)}.yaml"
            try:
                if self._is_ours(entity, target):
                    found.changed += write_unless_there(target, self._text(entity), replace=self.replace)
                    found.reports.append(target)
            except PdfgenError as error:
                found.failed[target] = error
        return found

    def _entity(self, path: Path) -> tuple[str, Path] | None:
        """Return the entity of a report, as the score table names it, and the report; None where it cannot be told."""
        try:
            name = load(path).report.entity.name
        except InputError:
            return None
        row = self.catalogue.scores(self.method.rubric.id, self.method.edition, name)
        return (row.cells["entity"], path) if row else None

    def _is_ours(self, entity: str, target: Path) -> bool:
        """Tell whether the entity has no report, or one with scores alone.

        Raises UsageError when its file is another report, or one with problems: it may have words.
        """
        there = self.there.get(entity)
        if there is None and target.exists():
            raise UsageError(f"{target} is there already, and is no sound report on {entity}", "mend or move it")
        return there is None or (there == target and not load(there).report.prose())

    def _text(self, entity: str) -> str:
        """Return the report. Raises InputError for a score that the method must have and the table has not."""
        names = self.catalogue.entities(self.method.rubric.id)
        name = names.find(entity, self.method.edition) if names else None
        report = ReportText(comments={"": _REMARK})
        report.entity = {"name": name.printed(self.method.edition) if name else entity, "kind": "country"}
        report.entity |= self.catalogue.particulars(self.method, entity)
        report.answers = {id_: Answer(score=number) for id_, number in self._scores(entity).items()}
        return write_report(report, f"../{SCHEMA_FILE}")

    def _scores(self, entity: str) -> dict[str, Decimal]:
        row = self.catalogue.scores(self.method.rubric.id, self.method.edition, entity)
        if row is None:
            raise UsageError(f"no score table of edition {self.method.edition} has {entity}", "import its scores first")
        problems: list[Problem] = []
        numbers = row.read(self.method.questions, problems).numbers
        missing = [item.id for item in self.method.questions if not item.optional and item.id not in numbers]
        if missing and not problems:
            message = f"{entity} has no score for {', '.join(missing)}, which edition {self.method.edition} asks for"
            remedy = "fill in the table, or write the report by hand"
            problems.append(Problem(Origin(row.path, row.line, 1), "missing-score", message, remedy))
        if problems:
            raise InputError(problems)
        return numbers
