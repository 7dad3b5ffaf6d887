"""Import an edition: a folder of published texts and a score table become an edition's folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, PdfgenError, UsageError
from pdfgen.importers.candidates import Asked
from pdfgen.importers.score_import import import_scores
from pdfgen.importers.scores_alone import Writer
from pdfgen.importers.sources import find_texts
from pdfgen.importers.texts import ImportOptions, import_texts
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import load
from pdfgen.source.places import EDITION_FILE, project_folder
from pdfgen.source.skeleton import new_edition

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.importers import score_import
    from pdfgen.model.editions import EditionId


@dataclass
class EditionImport:
    """What became of an edition: reports, failures by source, and what is missing or disagrees."""

    reports: list[Path] = field(default_factory=list)
    changed: int = 0
    failed: dict[Path, PdfgenError] = field(default_factory=dict)
    remarks: list[Problem] = field(default_factory=list)
    scores: score_import.ImportedScores | None = None
    without_text: list[str] = field(default_factory=list)
    """Entities that the score table has and no text."""
    without_scores: list[str] = field(default_factory=list)
    """Entities that have a text and are in no score table."""
    scores_alone: list[Path] = field(default_factory=list)
    """Reports with scores alone, on entities that have no text."""
    disagreements: list[Problem] = field(default_factory=list)
    """Where a text and the score table, or a text and itself, contradict each other."""


def import_edition(  # what an edition is made from
    texts: Path,
    folder: Path,
    rubric: str,
    edition: EditionId,
    scores: Path | None = None,
    *,
    replace: bool = False,
    complete: bool = False,
) -> EditionImport:
    """Import every text (``*.txt``) below the folder ``texts`` into the edition's folder, the scores into its project.

    Files that are not texts are passed over and named. Texts that fail are named; the others are imported. With
    ``complete`` the entities without a text get a report with their scores alone, unless a text fails: it may be on one
    of them. Raises UsageError when there are no texts and it is not to be completed, InputError when the score table is
    not sound: nothing is written then.
    """
    files, passed_over = find_texts(texts, scores)
    if not files and not complete:
        remedy = "name a folder with *.txt files, or make reports of scores alone with --complete"
        raise UsageError(f"there are no texts in {texts}", remedy)
    found = EditionImport(remarks=passed_over)
    project = project_folder(folder)
    catalogue = Catalogue(project)
    method = catalogue.method(rubric, edition)
    if scores and project:
        target = project / "scores" / rubric
        known, asked = catalogue.entities(rubric), Asked(edition, fallback=True)
        found.scores = import_scores(scores, target, method.rubric, replace=replace, names=known, asked=asked)
        found.remarks += found.scores.warnings
    if not (folder / EDITION_FILE).is_file():
        new_edition(folder, rubric, edition)
    names = set()
    given = ImportOptions(rubric=rubric, edition=edition, by_options=False)
    for path, done in import_texts(files, folder, given, replace=replace).items():
        if isinstance(done, PdfgenError):
            found.failed[path] = done
            continue
        found.reports.append(done.path)
        found.changed += done.changed
        found.remarks += done.remarks
        names.add(done.entity)
    rows = {name: catalogue.scores(rubric, edition, name) for name in names}
    with_text = {row.cells["entity"] for row in rows.values() if row}
    found.without_text = sorted(set(catalogue.scored(rubric, edition)) - with_text)
    found.without_scores = sorted(name for name, row in rows.items() if row is None)
    if complete and not found.failed:
        alone = Writer(folder, method, catalogue, found.reports, replace=replace).write(found.without_text)
        found.scores_alone, found.failed = alone.reports, alone.failed
        found.changed += alone.changed
    for path in (*found.reports, *found.scores_alone):
        try:
            load(path)
        except InputError as error:
            found.disagreements += error.problems
    return found
