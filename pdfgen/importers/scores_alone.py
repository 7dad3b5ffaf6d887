"""Reports with scores alone, for the entities of an edition that the score table has and no text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pdfgen.errors import InputError, Origin, PdfgenError, Problem, UsageError
from pdfgen.importers.filenames import candidates
from pdfgen.importers.texts import write_unless_there
from pdfgen.importers.yaml_writer import ReportText, WrittenAnswer, write_report
from pdfgen.model.edition_file import EditionFile
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.identity import Identity
from pdfgen.source.places import EDITION_FILE, project_folder
from pdfgen.source.skeleton import SCHEMA_FILE
from pdfgen.source.tree import plain
from pdfgen.source.yaml_file import read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Stated
    from pdfgen.source.scores import ScoreRow

_REMARK = "Scores alone, from the score table: the edition has no text on this entity."


@dataclass
class ScoresAlone:
    """What became of the entities without a text: their files, how many changed, failures by file."""

    reports: list[Path] = field(default_factory=list)
    changed: int = 0
    failed: dict[Path, PdfgenError] = field(default_factory=dict)


def write_from_scores(folder: Path) -> ScoresAlone:
    """Write a report with scores alone on each row of the score table of the edition in ``folder``.

    An entity that has a report already is left out. Raises UsageError when no score table has the edition.
    """
    edition = load_file(folder / EDITION_FILE, EditionFile)
    catalogue = Catalogue(project_folder(folder))
    method = catalogue.method(edition.rubric, edition.edition)
    rows = catalogue.rows(edition.rubric, edition.edition)
    if not rows:
        message = f"no score table has edition {edition.edition} of {edition.rubric}"
        raise UsageError(message, "import it with `pdfgen import scores`")
    entities = {_key(row): Identity.of_row(row.cells, edition.edition) for row in rows}
    return Writer(folder, method, catalogue, (), replace=False).write(entities[key] for key in sorted(entities))


def _key(row: ScoreRow) -> tuple[str, str]:
    """Return what a row is found by: the name of its entity, and its id where it has one."""
    return row.cells["entity"], row.cells.get("id", "")


class Writer:
    """Writes reports with scores alone into the folder of an edition.

    An entity that the folder has a report on already stays as it is, unless that report has scores alone: then it
    is written once where nothing differs, and replaced with ``replace`` only. ``texts`` are the reports that were made
    from texts: they are on other entities.
    """

    def __init__(
        self, folder: Path, method: Method, catalogue: Catalogue, texts: Collection[Path], *, replace: bool
    ) -> None:
        self.folder, self.method, self.catalogue, self.replace = folder, method, catalogue, replace
        self.texts = texts
        others = [path for path in sorted((folder / "reports").glob("*.y*ml")) if path not in texts]
        self.there = {key: path for path in others if (key := self._entity(path))}

    def write(self, entities: Iterable[str | Identity]) -> ScoresAlone:
        """Write a report on each of ``entities``, which are named as in the score table."""
        found = ScoresAlone()
        taken = {path.name.casefold() for path in self.texts}
        for named in entities:
            entity = Identity(named, edition=self.method.edition) if isinstance(named, str) else named
            names = candidates("", entity.name, entity.id or "")
            name = next(name for name in names if f"{name}.yaml" not in taken)
            target = self.folder / "reports" / f"{name}.yaml"
            taken.add(target.name)
            try:
                if self._is_ours(entity, target):
                    found.changed += write_unless_there(target, self._text(entity), replace=self.replace)
                    found.reports.append(target)
            except PdfgenError as error:
                found.failed[target] = error
        return found

    def _entity(self, path: Path) -> tuple[str, str] | None:
        """Return the entity of a report as the score table names it, with its id; None where that is unknown.

        The report need not agree with the table: its scores may be those of an earlier one.
        """
        said = _mapping(_mapping(_content(path)).get("entity"))
        if not (name := said.get("name")):
            return None
        who = Identity(str(name), id=str(said["id"]) if said.get("id") else None)
        row = self.catalogue.scores(self.method.rubric.id, self.method.edition, who)
        return _key(row) if row else None

    def _is_ours(self, entity: Identity, target: Path) -> bool:
        """Tell whether the entity has no report, or one that has scores alone.

        Raises UsageError when its file is a report on another entity, or on an unknown one.
        """
        there = self.there.get((entity.name, entity.id or ""))
        if there is None and target.exists():
            raise UsageError(f"{target} exists already, and is not a report on {entity.name}", "move it away")
        return there is None or (there == target and _has_scores_alone(there))

    def _text(self, entity: Identity) -> str:
        """Return the report. Raises InputError for a score that the method needs and the table lacks."""
        names = self.catalogue.entities(self.method.rubric.id)
        name = entity.known(names)
        report = ReportText(comments={"": _REMARK})
        report.entity = {"name": name.printed(self.method.edition) if name else entity.name}
        report.entity |= {"id": entity.id} if entity.id else {}
        report.entity["kind"] = self.method.rubric.entity_kinds[0].id
        report.entity |= self.catalogue.particulars(self.method, entity)
        for id_, stated in self._scores(entity).items():
            if self.method.measures[id_].is_item:
                report.answers[id_] = WrittenAnswer(score=stated)
            else:
                report.given[id_] = stated
        return write_report(report, f"../{SCHEMA_FILE}")

    def _scores(self, entity: Identity) -> dict[str, Stated]:
        row = self.catalogue.scores(self.method.rubric.id, self.method.edition, entity)
        if row is None:
            message = f"no score table of edition {self.method.edition} has {entity.name}"
            raise UsageError(message, "import its scores first")
        problems: list[Problem] = []
        scores = row.read(self.method, problems).scores
        missing = [item.id for item in self.method.items if not item.optional and item.id not in scores]
        if missing and not problems:
            message = (
                f"{entity.name} has no score for {', '.join(missing)}, which edition {self.method.edition} asks for"
            )
            remedy = "fill in the table, or write the report by hand"
            problems.append(Problem(Origin(row.path, row.line, 1), "missing-score", message, remedy))
        if problems:
            raise InputError(problems)
        return scores


def _has_scores_alone(path: Path) -> bool:
    content = _mapping(_content(path))
    answers = _mapping(content.get("answers")).values()
    return content.keys() - {"given"} == {"entity", "answers"} and all(
        _mapping(answer).keys() == {"score"} for answer in answers
    )


def _content(path: Path) -> Any:
    """Return what the file says, unchecked; None where it cannot be read."""
    tree, _ = read(path)
    return None if tree is None else plain(tree)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
