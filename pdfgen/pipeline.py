"""The whole program: load, score, compose, set, write.

The functions without a leading underscore at the top are the Python interface; ``pdfgen`` offers them by name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen import __version__
from pdfgen.content import compose, compose_card
from pdfgen.errors import InputError, Problem, UsageError
from pdfgen.files import write_whole
from pdfgen.layout.document import set_document
from pdfgen.layout.proof import proof
from pdfgen.outputs import Destination, picture_files, report_file
from pdfgen.pdf.claims import Attachment
from pdfgen.profiles import Profile, source_date
from pdfgen.source.carried import MANIFEST, REPORT, RUBRIC, carried
from pdfgen.source.links import following
from pdfgen.source.load import Loaded, load, resolve
from pdfgen.source.tree import pointed
from pdfgen.source.waivers import waived

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.layout.document import LayoutResult
    from pdfgen.layout.flaws import Flaw
    from pdfgen.model.report import Report, WarningWaiver
    from pdfgen.scoring import Scorecard
    from pdfgen.source.catalogue import Catalogue

THEME = "standard"
"""The theme where neither the call nor the report names one."""


def load_report(path: str | Path, *, follow_links: bool = False) -> Report:
    """Read the report at ``path`` (YAML) and check it against its edition, its method and the published scores.

    A link that leads out of the project is followed with ``follow_links`` only. Raises InputError with every problem
    found.
    """
    with following(follow_links):
        return load(path).report


def score(report: Report, *, follow_links: bool = False) -> Scorecard:
    """Return every number that the method gives for ``report``, with the change from the edition before.

    Values are looked up by measure id: ``score(report)["Total"].value.number``.
    """
    with following(follow_links):
        return resolve(report).card


def build_pdf(
    report: Report,
    *,
    page_size: str = "a4",
    profile: str = "screen",
    theme: str | None = None,
    attachments: bool | None = None,
    standard: str | None = None,
    follow_links: bool = False,
) -> bytes:
    """Return ``report`` as a PDF file.

    ``page_size`` is ``a4`` or ``letter``; ``profile`` is ``screen`` for the whole report, ``print`` for the press,
    ``card`` for its summary on one page of half the size; ``theme`` goes before the one that the report names. Without
    ``attachments`` a report for the screen does not carry its own data. ``standard`` is ``ua1`` (PDF/UA-1 and PDF/A-2a
    or PDF/A-3a, so when nothing is said) or ``ua2`` (PDF/UA-2, WTPDF and PDF/A-4 or PDF/A-4f). ``follow_links`` is as
    in ``load_report``.

    Raises InputError for what cannot be set (a character that no face has), UsageError for an unknown name.
    """
    with following(follow_links):
        asked = Profile.named(page_size, profile, attachments=attachments, standard=standard)
        return build(resolve(report), asked, theme).content


@dataclass(frozen=True, slots=True)
class Built:
    """A report that was built: the file's content, the warnings met on the way, and the number of pages."""

    content: bytes
    warnings: tuple[Problem, ...]
    """Those that the edition waives are among them, with the severity ``waived``."""
    pages: int


def build(loaded: Loaded, profile: Profile, theme: str | None = None) -> Built:
    """Return ``loaded`` as a PDF file, in ``theme`` or in the one that the report names.

    Raises InputError for what cannot be set, UsageError for an unknown theme.
    """
    report, catalogue = loaded.report, loaded.catalogue
    composed = compose if profile.shows == "report" else compose_card
    document = composed(report, loaded.card, catalogue.labels(report.language))
    document = replace(document, metadata=replace(document.metadata, moment=moment(report.edition, profile)))
    other = theme if theme != theme_of(report) else None
    files = _attachments(loaded, other, profile.standard) if profile.attachments else ()
    sheets = set_document(document, catalogue.theme(theme_of(report, theme)), profile, files)
    return built(sheets, loaded.warnings, found(sheets.flaws, loaded))


def proofread(loaded: Loaded, page_size: str = "a4", theme: str | None = None) -> list[Problem]:
    """Return what ``build`` would tell of ``loaded`` beside its warnings, in any profile; nothing is built.

    Raises InputError for labels and for a theme that are not sound, SurroundingsError for a font that cannot be read.
    """
    report, card, catalogue = loaded.report, loaded.card, loaded.catalogue
    labels, tokens = catalogue.labels(report.language), catalogue.theme(theme_of(report, theme))
    whole = compose(report, card, labels)
    # a report in print is one for the screen, with more around its pages
    flaws = proof(whole, tokens, Profile.named(page_size, "print"))
    known = {(flaw.origin, flaw.code, flaw.snippet) for flaw in flaws}
    summary = proof(compose_card(report, card, labels, whole), tokens, Profile.named(page_size, "card"))
    flaws += [flaw for flaw in summary if (flaw.origin, flaw.code, flaw.snippet) not in known]
    return found(flaws, loaded)


def built(sheets: LayoutResult, warnings: Sequence[Problem], flaws: Sequence[Problem]) -> Built:
    """Return what was set, with the warnings. Raises InputError when a flaw is an error."""
    problems = [*warnings, *flaws]
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    return Built(sheets.content, tuple(problems), sheets.pages)


def theme_of(report: Report, asked: str | None = None) -> str:
    """Return the name of the theme that ``report`` is set in: the one that is asked for goes before its own."""
    return asked or report.theme or THEME


def moment(edition: int, profile: Profile) -> str:
    """Return when a file is made: as SOURCE_DATE_EPOCH says; PDF/X asks for a date, so the edition's year stands in.

    Raises UsageError when the variable is no number of seconds.
    """
    return source_date() or (f"{edition}-01-01T00:00:00Z" if profile.press else "")


_ABOUT = {
    REPORT: ("application/yaml", "The report as data"),
    RUBRIC: ("application/yaml", "The method of its scores"),
    MANIFEST: ("application/json", "Versions, hashes, and the scores of earlier editions"),
}


def _attachments(loaded: Loaded, theme: str | None, standard: str | None) -> list[Attachment]:
    """Return what the file carries of its own source."""
    files = carried(loaded, theme, __version__, standard)
    return [Attachment(name, content, *_ABOUT[name]) for name, content in files.items()]


def build_file(loaded: Loaded, target: Path, profile: Profile, theme: str | None = None) -> Built:
    """Build a report into the file ``target``, whole or not at all."""
    done = build(loaded, profile, theme)
    write_whole(target, done.content)
    return done


def write_pictures(content: bytes, target: Path) -> list[Path]:
    """Write the pages of the PDF ``content`` as PNG beside ``target``, numbered from 1; return the files.

    Raises SurroundingsError when the extra ``png`` is not installed.
    """
    found = pictured(content, target)
    for place, picture in found.items():
        write_whole(place, picture)
    return list(found)


def pictured(content: bytes, target: Path) -> dict[Path, bytes]:
    """Return the pages of the PDF ``content`` as PNG, each by its file beside ``target``; nothing is written.

    Raises SurroundingsError when the extra ``png`` is not installed.
    """
    from pdfgen.pdf.pictures import pictures  # noqa: PLC0415  # an extra, and only who asks for it waits for it

    found = pictures(content)
    return dict(zip(picture_files(target, len(found)), found, strict=True))


def file_name(loaded: Loaded, profile: Profile) -> str:
    """Return the name of a report's file."""
    report = loaded.report
    stem = Path(report.origin().path).stem if report.origins else report.entity.name.lower().replace(" ", "-")
    return report_file(report.rubric, report.edition, stem, profile.name)


def targets(loaded: list[Loaded], output: Path | None, profile: Profile, asked: int) -> list[Path]:
    """Return where each report is written: ``output`` names a file for one report, a folder for several.

    ``asked`` counts the reports that were asked for, those that could not be loaded included.

    Raises UsageError when two reports would be written to one file.
    """
    place = Destination.of(output, asked)
    if place.file:
        return [place.folder / place.file] * len(loaded)
    found: dict[Path, Loaded] = {}
    for item in loaded:
        target = place.path(file_name(item, profile))
        if target in found:
            both = f"{found[target].report.origin().path} and {item.report.origin().path}"
            raise UsageError(f"{both} would both be written to {target}", "build them into two folders")
        found[target] = item
    return list(found)


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
    return [catalogue.labels_file(language), catalogue.rubric_file(rubric)]


def _problem(flaw: Flaw, shared: Sequence[Path]) -> Problem:
    """Return a flaw as a problem at the line of the source that it stands on."""
    problem = Problem(flaw.origin, flaw.code, flaw.message, flaw.remedy, severity=flaw.severity)
    words = flaw.snippet.rstrip(":;,.") or flaw.snippet  # a label has a colon behind it
    told = pointed(problem, words, shared)
    if told.origin.path == flaw.origin.path:
        return told
    return replace(told, message=told.message.replace(f" in {flaw.origin.field}", "", 1))  # it does not stand there
