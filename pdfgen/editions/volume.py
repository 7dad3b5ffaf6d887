"""The bound volume of an edition: load, score, compose, set."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen import pipeline, scoring
from pdfgen.content.volume.compose import compose_volume
from pdfgen.content.volume.entries import Entry
from pdfgen.layout.volume import set_volume
from pdfgen.pdf.claims import Attachment
from pdfgen.source.canonical import canonical
from pdfgen.source.carried import RUBRIC, SCORES

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.profiles import Profile
    from pdfgen.source.edition import LoadedEdition
    from pdfgen.source.load import Loaded

_EARLIER = 9  # editions beside this one in the table of totals


def build_volume(
    edition: LoadedEdition, profile: Profile, theme: str | None = None, advance: Callable[[], None] = lambda: None
) -> pipeline.Built:
    """Return the volume as a PDF file, in ``theme`` or in the one that the edition names.

    ``advance`` is called after each report. Raises InputError for what cannot be set, UsageError for an unknown theme.
    """
    said, catalogue = edition.edition, edition.catalogue
    tokens = catalogue.theme(theme or said.theme or pipeline.THEME)
    entries = [_entry(loaded) for loaded in edition.reports]
    labels = catalogue.labels(said.language)
    document = compose_volume(said, edition.method, entries, edition.essays, edition.origin, labels)
    moment = pipeline.moment(said.edition, profile)
    document = replace(document, metadata=replace(document.metadata, moment=moment))
    files = _attachments(edition, entries) if profile.attachments else ()
    return pipeline.built(set_volume(document, tokens, profile, files, advance), edition.warnings)


def file_name(edition: LoadedEdition, profile: Profile) -> str:
    """Return the name of a volume's file: series, edition, and what it is but for the screen."""
    return profile.file_name(edition.edition.rubric, edition.edition.edition, "volume")


def without_report(edition: LoadedEdition) -> list[str]:
    """Return the entities that the score tables of the edition have and no report is about."""
    rubric, year = edition.edition.rubric, edition.edition.edition
    names = (loaded.report.entity.name for loaded in edition.reports)
    rows = (edition.catalogue.scores(rubric, year, name) for name in names)
    known = {row.cells["entity"] for row in rows if row}
    return [name for name in edition.catalogue.scored(rubric, year) if name not in known]


def _entry(loaded: Loaded) -> Entry:
    """Return a report with its numbers."""
    report = loaded.report
    card = scoring.score(report, loaded.method, loaded.history)
    earlier = scoring.earlier_totals(loaded.method, loaded.history, report.entity.name, _EARLIER)
    return Entry(report, card, (*earlier, (report.edition, card.aggregate.value)))


def _attachments(edition: LoadedEdition, entries: list[Entry]) -> list[Attachment]:
    """Return what the file carries of its own source: the scores that its tables show, and the method."""
    return [
        Attachment(SCORES, _scores(edition, entries), "text/csv", "The scores of all entities"),
        Attachment(RUBRIC, canonical(edition.method.rubric), "application/yaml", "The method of the scores"),
    ]


def _scores(edition: LoadedEdition, entries: list[Entry]) -> bytes:
    """Return every measure of every entity as a table."""
    measures = list(edition.method.measures)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["entity", "region", "kind", "edition", *measures])
    for entry in entries:
        entity = entry.report.entity
        values = [entry.card[id_].value for id_ in measures]
        cells = [value.code or "" if value.number is None else f"{value.number:f}" for value in values]
        writer.writerow([entity.name, entity.region or "", entity.kind, entry.report.edition, *cells])
    return table.getvalue().encode("utf-8")
