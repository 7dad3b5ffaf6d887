"""The line that every report takes: loaded and scored by ``source``, it is composed, set and written here."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timezone
from functools import partial
from typing import TYPE_CHECKING

from pdfgen.content import compose, compose_card, compose_draft
from pdfgen.errors import InputError, Origin, Problem, UsageError
from pdfgen.layout.proof import proof
from pdfgen.model.editions import FIRST_YEAR
from pdfgen.profiles import Profile
from pdfgen.source.carried import carried
from pdfgen.source.extending import chain
from pdfgen.source.pointing import pointed
from pdfgen.source.waivers import waived

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from typing_extensions import Self

    from pdfgen.content import Document
    from pdfgen.labels import Labels
    from pdfgen.layout.document import LayoutResult
    from pdfgen.layout.flaws import Flaw
    from pdfgen.model.edition_file import WarningWaiver
    from pdfgen.model.editions import EditionId
    from pdfgen.model.report import Report
    from pdfgen.pdf.claims import Attachment
    from pdfgen.scoring import Scorecard
    from pdfgen.source.carried import Carried
    from pdfgen.source.catalogue import Catalogue
    from pdfgen.source.load import Loaded


THEME = "standard"
"""The theme where neither the call nor the report names one."""


class Rendered(bytes):
    """The bytes of a file, with the number of its ``pages`` and the ``warnings`` met on the way."""

    pages: int
    warnings: tuple[Problem, ...]
    """Those that the edition waives are among them, with the severity ``waived``."""

    def __new__(cls, content: bytes, pages: int, warnings: tuple[Problem, ...]) -> Self:  # noqa: D102  # the class says it
        self = super().__new__(cls, content)
        self.pages, self.warnings = pages, warnings
        return self


def build(loaded: Loaded, profile: Profile, theme: str | None = None, moment: str = "") -> Rendered:
    """Return ``loaded`` as a file of the profile's kind, made at ``moment``; in ``theme``, or in the report's own.

    Raises InputError for what cannot be set, UsageError for an unknown theme.
    """
    report, catalogue = loaded.report, loaded.catalogue
    tokens = catalogue.theme(theme_of(report, theme))
    composed = partial(compose if profile.shows == "report" else compose_card, parts=tokens.parts)
    document = _document(composed, loaded, catalogue.labels(report.language, report.rubric))
    document = replace(document, metadata=replace(document.metadata, moment=dated(moment, report.edition, profile)))
    look = theme_of(report, theme)
    kept: list[Problem] = []

    def attached(pages: int, digest: str) -> list[Attachment]:
        own = carried_by(loaded, profile, theme, moment)
        kept.extend(kept_back(own, catalogue.theme_file(look)))
        return own.with_manifest(pages, digest)

    attachments = attached if profile.attachments else None
    sheets: LayoutResult = profile.renderer.render(document, catalogue.theme(look), profile, attachments)
    return built(sheets, [*loaded.warnings, *kept], found(sheets.flaws, loaded))


def _document(composed: Callable[[Report, Scorecard, Labels], Document], loaded: Loaded, labels: Labels) -> Document:
    """Return a report as a document; one that was loaded as a draft is marked as such."""
    if loaded.lacks is None:
        return composed(loaded.report, loaded.card, labels)
    return compose_draft(composed, loaded.report, loaded.card, labels, loaded.lacks)


def carried_by(loaded: Loaded, profile: Profile, theme: str | None = None, moment: str = "") -> Carried:
    """Return what the file of a report carries; a theme that was asked for is its own there."""
    report, look = loaded.report, theme_of(loaded.report, theme)
    named = report if look == theme_of(report) else report.model_copy(update={"theme": look})
    return carried(replace(loaded, report=named), look, profile, moment)


def proofread(loaded: Loaded, page_size: str = "a4", theme: str | None = None) -> list[Problem]:
    """Return what ``build`` would tell of ``loaded`` beside its warnings, in any profile; nothing is built.

    Raises InputError for labels and for a theme that are not sound, EnvironmentFailure for a font that cannot be read.
    """
    report, card, catalogue = loaded.report, loaded.card, loaded.catalogue
    labels, tokens = catalogue.labels(report.language, report.rubric), catalogue.theme(theme_of(report, theme))
    whole = _document(partial(compose, parts=tokens.parts), loaded, labels)
    # a report in print is one for the screen, with more around its pages
    flaws = proof(whole, tokens, Profile.named(page_size, "print"))
    known = {(flaw.origin, flaw.code, flaw.snippet) for flaw in flaws}
    summary = proof(compose_card(report, card, labels, whole), tokens, Profile.named(page_size, "card"))
    flaws += [flaw for flaw in summary if (flaw.origin, flaw.code, flaw.snippet) not in known]
    return found(flaws, loaded)


def built(sheets: LayoutResult, warnings: Sequence[Problem], flaws: Sequence[Problem]) -> Rendered:
    """Return what was set, with the warnings. Raises InputError when a flaw is an error."""
    problems = [*warnings, *flaws]
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    return Rendered(sheets.content, sheets.pages, tuple(problems))


def theme_of(report: Report, asked: str | None = None) -> str:
    """Return the name of the theme that ``report`` is set in: the one that is asked for goes before its own."""
    return asked or report.theme or THEME


def dated(moment: str, edition: EditionId, profile: Profile) -> str:
    """Return when a file is made: ``moment``, or the begin of the edition's year where PDF/X asks for a date.

    An edition without a year in its name has that of the first year there can be.
    """
    year = re.search(r"(?<!\d)(19|2[01])\d\d(?!\d)", str(edition))
    return moment or (f"{year[0] if year else FIRST_YEAR}-01-01T00:00:00Z" if profile.press else "")


def as_moment(moment: datetime) -> str:
    """Return a moment as XMP writes it, in universal time. Raises UsageError when it has no time zone."""
    if moment.utcoffset() is None:  # the same call would give other bytes on another machine
        raise UsageError(f"the moment {moment} has no time zone", "give it one, such as timezone.utc")
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def kept_back(own: Carried, theme: Path) -> list[Problem]:
    """Return a warning for each font that was to be carried, and must not be."""
    remedy = "send the font beside the file to those who may have it"
    message = "the licence of the font {} does not let it travel with a file"
    place = Origin(str(theme), 1, 1)
    return [
        Problem(place, "font-kept-back", message.format(name), remedy, severity="warning") for name in own.kept_back
    ]


def found(flaws: Sequence[Flaw], loaded: Loaded) -> list[Problem]:
    """Return the flaws of a report as problems, each once, at the lines of the files that they stand in."""
    if not flaws:
        return []
    report, catalogue = loaded.report, loaded.catalogue
    return located(flaws, shared_files(catalogue, report.rubric, report.language), loaded.waivers)


def located(flaws: Sequence[Flaw], shared: Sequence[Path], waivers: Sequence[WarningWaiver]) -> list[Problem]:
    """Return flaws as problems, each once; what an edition waives is marked as waived.

    Words that do not stand where a flaw is, but in one of the ``shared`` files, are told there: once for all reports.
    """
    problems: dict[tuple[str, ...], Problem] = {}
    for flaw in dict.fromkeys(flaws):  # what comes on each page is told once
        problem = _problem(flaw, shared)
        problems.setdefault((str(problem.origin), problem.code, flaw.snippet), problem)
    return waived(problems.values(), waivers)


def shared_files(catalogue: Catalogue, rubric: str, language: str) -> list[Path]:
    """Return the files of the words that all reports of an edition share: its labels and its rubric."""
    return [
        file
        for path in (catalogue.labels_file(language, rubric), catalogue.rubric_file(rubric))
        for file in chain(path)
    ]


def _problem(flaw: Flaw, shared: Sequence[Path]) -> Problem:
    """Return a flaw as a problem at the line of the source that it stands on."""
    problem = Problem(flaw.origin, flaw.code, flaw.message, flaw.remedy, severity=flaw.severity)
    words = flaw.snippet.rstrip(":;,.") or flaw.snippet  # a label has a colon behind it
    told = pointed(problem, words, shared)
    if told.origin.path == flaw.origin.path:
        return told
    return replace(told, message=told.message.replace(f" in {flaw.origin.field}", "", 1))  # it does not stand there
