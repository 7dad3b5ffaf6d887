"""The Python interface: ``pdfgen`` offers all of this by name. Nothing here reads the environment or prints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen import pipeline, volumes
from pdfgen.builds.build import BuildRequest, opened
from pdfgen.builds.in_process import InProcess
from pdfgen.builds.tasks import BuildOptions
from pdfgen.builds.workers import Workers
from pdfgen.diffs import comparison
from pdfgen.errors import UsageError
from pdfgen.limits import Limits
from pdfgen.model.report import Report
from pdfgen.profiles import Profile
from pdfgen.projects import Edition, Project
from pdfgen.proofs import check as proofs
from pdfgen.proofs.checked import Checked
from pdfgen.proofs.reader import check_loaded
from pdfgen.source.edition import LoadedEdition
from pdfgen.source.edition import load_edition as edition_in
from pdfgen.source.links import following
from pdfgen.source.load import load, load_mapping, resolve
from pdfgen.source.memory_catalogue import memory_data
from pdfgen.source.memory_edition import load_memory_edition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from pdfgen.builds.tasks import Result
    from pdfgen.diffs.comparison import Comparison
    from pdfgen.pipeline import Rendered
    from pdfgen.scoring import Scorecard


def load_report(
    source: str | Path | Mapping[str, Any],
    *,
    within: Project | Edition | None = None,
    rubric: Mapping[str, Any] | None = None,
    scores: Any = None,
    draft: bool = False,
    follow_links: bool = False,
) -> Report:
    """Return a report, checked against its edition, its method and the published scores.

    ``source`` is a YAML file, or a mapping with the same keys; of a file, its own edition and project count, of a
    mapping those that it is ``within``, else what is shipped. Beside a mapping, the ``rubric`` may be one, too, and
    ``scores`` a table in memory: mappings, or a frame of pandas or polars, with the columns of a score table; rows
    without an ``edition`` are of the report's. A ``draft`` may lack answers and scores. A link that leads out of the
    project is followed with ``follow_links`` only. Raises InputError with every problem found: at its line, or at the
    path of its value; UsageError for a rubric or scores beside a file.

    >>> rubric = {
    ...     "id": "towns",
    ...     "title": "Town Index",
    ...     "publisher": "Office of Towns",
    ...     "editions": [2024, 2025],
    ...     "headline": [{"aggregate": "Total"}],
    ...     "tree": [
    ...         {
    ...             "id": "Total",
    ...             "label": "Total",
    ...             "max": 20,
    ...             "children": [{"id": id_, "label": id_, "max": 10, "step": 1} for id_ in ("Water", "Streets")],
    ...         }
    ...     ],
    ... }
    >>> rows = [{"entity": "Zenda", "edition": year, "Water": year - 2018, "Streets": 5} for year in (2024, 2025)]
    >>> answers = {"Water": {"score": 7, "narrative": "It runs."}, "Streets": {"score": 5, "narrative": "They hold."}}
    >>> town = {"name": "Zenda", "kind": "country"}
    >>> series = {"rubric": "towns", "edition": 2025, "year_under_review": 2024}
    >>> report = load_report(series | {"entity": town, "answers": answers}, rubric=rubric, scores=rows)
    >>> total = score(report)["Total"]
    >>> int(total.value.number), int(total.change.difference), build_pdf(report).pages
    (12, 1, 1)
    """
    with following(follow_links):
        if isinstance(source, Mapping):
            home = within.folder if within else None
            data = memory_data(source, rubric, scores, _project_of(within))
            return load_mapping(source, home, data, unfinished=draft).report
        if rubric is not None or scores is not None:
            message = f"{source} is a file, whose project has rubric and scores"
            raise UsageError(message, "give the report as a mapping, too, or leave them out")
        return load(source, unfinished=draft).report


def load_edition(
    source: Mapping[str, Any],
    reports: Iterable[Mapping[str, Any]],
    *,
    within: Project | None = None,
    rubric: Mapping[str, Any] | None = None,
    scores: Any = None,
) -> LoadedEdition:
    """Return an edition in memory: a mapping with the keys of an edition's file, and its reports, in their order.

    ``build_volume`` and ``check`` take it. All else is as in ``load_report``. Raises InputError with the problems of
    all reports: each names the number of its report, from 0, and the path of its value.
    """
    return load_memory_edition(source, reports, _project_of(within), rubric, scores)


def score(report: Report, *, follow_links: bool = False) -> Scorecard:
    """Return every number that the method gives for ``report``, with the change from the edition before.

    Values are looked up by measure id: ``score(report)["Total"].value.number``.
    """
    with following(follow_links):
        return resolve(report).card


def build_pdf(  # noqa: PLR0913  # one for each option
    report: Report,
    *,
    page_size: str = "a4",
    profile: str = "screen",
    theme: str | None = None,
    attachments: bool | None = None,
    standard: str | None = None,
    carry_fonts: bool = False,
    draft: bool = False,
    moment: datetime | None = None,
    follow_links: bool = False,
) -> Rendered:
    """Return ``report`` as the bytes of a PDF file, with its ``pages`` and the ``warnings`` met on the way.

    ``page_size`` is ``a4`` or ``letter``; ``profile`` is ``screen`` for the whole report, ``print`` for the press,
    ``card`` for its summary on one page of half the size; ``theme`` goes before the one that the report names. A report
    for the screen carries its own data unless ``attachments`` is false, and with ``carry_fonts`` the fonts of its
    project too. ``standard`` is ``ua1`` (PDF/UA-1 with PDF/A-2a
    or 3a, the default) or ``ua2`` (PDF/UA-2 and WTPDF with PDF/A-4 or 4f). A ``draft`` marks and lists what is missing,
    says on each page that it is one, and follows PDF/UA-1 alone. ``moment`` is when the file was made,
    with its time zone. The same arguments give the same bytes.

    Raises InputError for what cannot be set (a character that no face has), UsageError for an unknown name and for a
    moment without a time zone.
    """
    wanted = Profile.named(
        page_size, profile, attachments=attachments, standard=standard, carry_fonts=carry_fonts, draft=draft
    )
    with following(follow_links):
        return pipeline.build(resolve(report, unfinished=draft), wanted, theme, _written(moment))


def build_edition(  # noqa: PLR0913  # one for each option
    edition: Edition | str | Path,
    output: str | Path,
    *,
    profiles: Sequence[str] = ("screen",),
    page_size: str = "a4",
    theme: str | None = None,
    attachments: bool | None = None,
    standard: str | None = None,
    carry_fonts: bool = False,
    pictures: bool = False,
    jobs: int = 0,
    moment: datetime | None = None,
    follow_links: bool = False,
) -> tuple[Result, ...]:
    """Build the stale reports of an edition into the folder ``output``; return what became of each report.

    ``build.json`` in the folder says what went into each file: what is current by it is not built again. ``jobs`` is
    the number of processes that build, 0 for as many as there are cores; 1 builds in this process. ``pictures`` asks
    for each page as PNG too (the extra ``png``). A report that fails has an ``error`` in its result and costs no other.

    Raises UsageError for an unknown name, EnvironmentFailure when the folder cannot be written.
    """
    named = partial(Profile.named, page_size, attachments=attachments, standard=standard, carry_fonts=carry_fonts)
    wanted = list(map(named, profiles))
    options = tuple(
        BuildOptions(profile, theme, pictures, _written(moment), follow_links) for profile in dict.fromkeys(wanted)
    )
    executor = InProcess() if jobs == 1 else Workers(jobs, Limits())
    request = BuildRequest((_folder(edition),), options, executor, Path.cwd(), Path(output), recorded=True)
    with following(follow_links), opened(request) as build:
        return tuple(build.results)


def build_volume(  # noqa: PLR0913  # one for each option
    edition: Edition | LoadedEdition | str | Path,
    *,
    page_size: str = "a4",
    profile: str = "screen",
    theme: str | None = None,
    language: str | None = None,
    attachments: bool | None = None,
    standard: str | None = None,
    carry_fonts: bool = False,
    moment: datetime | None = None,
    follow_links: bool = False,
) -> Rendered:
    """Return all reports of an edition as one book, with contents, method, tables and an index.

    With ``language``, a tag such as es, they are the reports in that language. ``profile`` is ``screen`` or ``print``;
    all else is as in ``build_pdf``. Raises InputError with every problem of all files of the edition.
    """
    wanted = Profile.volume(page_size, profile, attachments=attachments, standard=standard, carry_fonts=carry_fonts)
    with following(follow_links):
        if not isinstance(edition, LoadedEdition):
            edition = edition_in(_folder(edition), language=language)
        elif language not in (None, edition.edition.language):
            message = f"an edition in memory has one language, “{edition.edition.language}”"
            raise UsageError(message, "load its reports in the other language")
        loaded = edition
        return volumes.build_volume(loaded, wanted, theme, moment=_written(moment))


def check(
    *paths: Project | Edition | Report | LoadedEdition | str | Path,
    data_only: bool = False,
    page_size: str = "a4",
    theme: str | None = None,
    draft: bool = False,
    follow_links: bool = False,
) -> Checked:
    """Check files, the reports of folders, or what is in memory; return all problems of builds and of the volume.

    With ``data_only`` nothing is checked but the data: neither faces and sizes nor labels, themes and essays. In a
    ``draft`` what is missing is a warning. Raises UsageError when there is nothing to check.
    """
    with following(follow_links):
        files = [_folder(path) for path in paths if not isinstance(path, Report | LoadedEdition)]
        loaded = [resolve(path, unfinished=draft) for path in paths if isinstance(path, Report)]
        editions = [path for path in paths if isinstance(path, LoadedEdition)]
        options: dict[str, Any] = {"data_only": data_only, "page_size": page_size, "theme": theme}
        if not loaded and not editions:
            return proofs.check(files, draft=draft, **options)
        checked = proofs.check(files, draft=draft, **options) if files else Checked(())
        return check_loaded(checked, loaded, editions, **options)


def diff(before: Edition | str | Path, after: Edition | str | Path, *, follow_links: bool = False) -> Comparison:
    """Compare two editions, or two versions of a report; ``before`` is the older side.

    Raises InputError with all problems of both sides, UsageError for two that cannot be compared.
    """
    with following(follow_links):
        return comparison.compare(_folder(before), _folder(after))


def _project_of(within: Project | Edition | None) -> Path | None:
    return within.project.folder if isinstance(within, Edition) else within.folder if within else None


def _folder(named: Project | Edition | str | Path) -> Path:
    return named.folder if isinstance(named, Project | Edition) else Path(named)


def _written(moment: datetime | None) -> str:
    return pipeline.as_moment(moment) if moment else ""
