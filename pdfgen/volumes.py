"""The bound volume of an edition: load, score, compose, set."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen import pipeline, scoring
from pdfgen.content.volume.compose_volume import compose_volume
from pdfgen.content.volume.entries import VolumeEntry
from pdfgen.layout.bound_volume import set_volume
from pdfgen.layout.proof import proof_volume
from pdfgen.profiles import Profile
from pdfgen.source.carried_edition import carried_by_volume
from pdfgen.source.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pdfgen.content import VolumeDocument
    from pdfgen.errors import Problem
    from pdfgen.layout.flaws import Flaw
    from pdfgen.model.editions import EditionId
    from pdfgen.model.report_parts import ReportPart
    from pdfgen.pdf.claims import Attachment
    from pdfgen.scoring import Value
    from pdfgen.source.carried import Carried
    from pdfgen.source.edition import LoadedEdition
    from pdfgen.source.load import Loaded


_EARLIER = 9  # editions beside this one in the table of totals


def build_volume(
    edition: LoadedEdition,
    profile: Profile,
    theme: str | None = None,
    advance: Callable[[], None] = lambda: None,
    moment: str = "",
) -> pipeline.Rendered:
    """Return the volume as a PDF file, in ``theme`` or in the one that the edition names.

    ``advance`` is called after each report; ``moment`` is as in ``pipeline.build``. Raises InputError for what cannot
    be set, UsageError for an unknown theme.
    """
    look = theme_of(edition, theme)
    tokens = edition.catalogue.theme(look)
    entries = list(map(_entry, edition.reports))
    document = _composed(edition, entries, tokens.parts)
    made = pipeline.dated(moment, edition.edition.edition, profile)
    document = replace(document, metadata=replace(document.metadata, moment=made))
    kept: list[Problem] = []

    def attached(pages: int, digest: str) -> list[Attachment]:
        own = carried_by(edition, profile, theme, moment)
        kept.extend(pipeline.kept_back(own, edition.catalogue.theme_file(look)))
        return own.with_manifest(pages, digest)

    sheets = set_volume(document, tokens, profile, attached if profile.attachments else None, advance)
    return pipeline.built(sheets, [*edition.warnings, *kept], _found(sheets.flaws, edition))


def carried_by(edition: LoadedEdition, profile: Profile, theme: str | None = None, moment: str = "") -> Carried:
    """Return what the file of a volume carries; a theme that was asked for is its own there."""
    look = theme_of(edition, theme)
    named = replace(edition, edition=edition.edition.model_copy(update={"theme": look}))
    whole = edition if look == theme_of(edition) else named
    return carried_by_volume(whole, look, profile, moment, _scores(edition))


def proofread_volume(edition: LoadedEdition, page_size: str = "a4", theme: str | None = None) -> list[Problem]:
    """Return what ``build_volume`` would tell beside the warnings of the reports, in any profile; nothing is built.

    What the reports say is looked at by ``pipeline.proofread``, as far as it is the same here. Raises what that does.
    """
    tokens = edition.catalogue.theme(theme_of(edition, theme))
    entries = list(map(_entry, edition.reports))
    language, own = edition.edition.language, theme_of(edition, theme)
    alike = all(
        (loaded.report.language, pipeline.theme_of(loaded.report, theme)) == (language, own)
        for loaded in edition.reports
    )
    document = _composed(edition, entries, tokens.parts, whole=not alike)
    return _found(proof_volume(document, tokens, Profile.volume(page_size, "print")), edition)


def _composed(
    edition: LoadedEdition, entries: list[VolumeEntry], parts: Sequence[ReportPart], *, whole: bool = True
) -> VolumeDocument:
    labels = edition.catalogue.labels(edition.edition.language, edition.edition.rubric)
    said = edition.edition
    essays, origin = edition.essays, edition.origin
    return compose_volume(said, edition.method, entries, essays, origin, labels, whole=whole, parts=parts)


def _found(flaws: Sequence[Flaw], edition: LoadedEdition) -> list[Problem]:
    """Return the flaws of a volume as problems."""
    said = edition.edition
    if not flaws:
        return []
    shared = pipeline.shared_files(edition.catalogue, said.rubric, said.language)
    # titles and names stand in running heads, tables and lists
    others = [essay.origin.path for essay in edition.essays]
    others += [loaded.report.origin().path for loaded in edition.reports]
    shared = [Path(edition.origin.path), *shared, *map(Path, others)]
    return pipeline.located(flaws, shared, said.waivers)


def theme_of(edition: LoadedEdition, asked: str | None = None) -> str:
    """Return the name of the theme that the volume is set in: the one that is asked for goes before its own."""
    return asked or edition.edition.theme or pipeline.THEME


def without_report(edition: LoadedEdition) -> list[str]:
    """Return the entities that the score tables of the edition have and no report is about."""
    rubric, year = edition.edition.rubric, edition.edition.edition
    entities = (Identity.of(loaded.report.entity, year) for loaded in edition.reports)
    rows = (edition.catalogue.scores(rubric, year, entity) for entity in entities)
    known = {row.cells["entity"] for row in rows if row}
    return [name for name in edition.catalogue.scored(rubric, year) if name not in known]


def _entry(loaded: Loaded) -> VolumeEntry:
    """Return a report with its numbers."""
    report, card = loaded.report, loaded.card
    totals = (*_earlier(loaded), (report.edition, card.aggregate.value)) if card.aggregate else ()
    return VolumeEntry(report, card, totals)


def _earlier(loaded: Loaded) -> tuple[tuple[EditionId, Value], ...]:
    """Return the totals of earlier editions; where the scorecard has all that are known, no sum is made again."""
    report, method = loaded.report, loaded.method
    years = method.rubric.earlier(report.edition)[-_EARLIER:]
    known = dict(loaded.card.trend)
    if any(loaded.history.get(year) for year in years if year not in known):
        return scoring.earlier_totals(method, loaded.history, loaded.card.entity, _EARLIER)
    return tuple((year, known.get(year, scoring.Value())) for year in years)


def _spreads(loaded: Loaded, measures: Iterable[str]) -> Iterator[str]:
    """Yield how sure the values of measures are: both ends of an interval, or the standard error."""
    for id_ in measures:
        found = loaded.card[id_].spread
        ends = [f"{end:f}" for end in found[:2]] if found and found.error is None else ["", ""]
        yield from (*ends, f"{found.error:f}" if found and found.error is not None else "")


def _scores(edition: LoadedEdition) -> bytes:
    """Return every measure of every entity as a table."""
    measures = list(edition.method.measures)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    told = dict.fromkeys(id_ for loaded in edition.reports for id_ in measures if loaded.card[id_].spread)
    spreads = [f"{id_}.{part}" for id_ in told for part in scoring.SPREADS]
    ids = any(loaded.report.entity.id for loaded in edition.reports)
    writer.writerow(["entity", *(["id"] if ids else []), "region", "kind", "edition", *measures, *spreads])
    for loaded in edition.reports:
        entity = loaded.report.entity
        values = [loaded.card[id_].value for id_ in measures]
        cells = [
            value.code or value.absent if value.number is None or value.is_word else f"{value.number:f}"
            for value in values
        ]
        described = [entity.name, *([entity.id or ""] if ids else []), entity.counted_to or "", entity.kind]
        writer.writerow([*described, loaded.report.edition, *cells, *_spreads(loaded, told)])
    return table.getvalue().encode("utf-8")
