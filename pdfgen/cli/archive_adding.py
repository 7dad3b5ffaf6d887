"""Add to an archive, and tell what became of each report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pdfgen.archive.creators import Creator
from pdfgen.archive.holdings import Addition, Archive
from pdfgen.archive.payload import ReportSubject, VolumeSubject, recipes_for
from pdfgen.cli import output
from pdfgen.cli.reporting import progress
from pdfgen.errors import BatchError, InputError, PdfgenError
from pdfgen.profiles import Profile
from pdfgen.source.edition import load_edition
from pdfgen.source.load import load, second_reports_in
from pdfgen.source.places import EDITION_FILE, find_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pdfgen.archive.holdings import Added, ArchiveWriter
    from pdfgen.archive.payload import ArchiveSubject
    from pdfgen.errors import Problem
    from pdfgen.source.manifest import Recipe


@dataclass(frozen=True, slots=True)
class Adding:
    """The options of ``pdfgen archive add``."""

    now: datetime
    profiles: Sequence[str]
    volume: bool
    page_size: str
    theme: str | None
    standard: str | None
    carry_fonts: bool
    moment: str
    author: str
    address: str
    message: str
    creators: Sequence[str]
    issued: str
    reason: str

    @property
    def addition(self) -> Addition:
        """Who adds, when and why."""
        creators = tuple(map(Creator.read, self.creators))
        return Addition(self.author, self.now, self.address, self.message, self.reason, creators, self.issued)

    def recipes(self, names: Sequence[str], named: Callable[..., Profile]) -> tuple[Recipe, ...]:
        """Return the recipes of the files of an object."""
        found = []
        for name in dict.fromkeys(names):
            carries = self.carry_fonts and name == "screen"
            standard = None if name == "print" else self.standard
            found.append(named(self.page_size, name, standard=standard, carry_fonts=carries))
        return recipes_for(found, self.moment)


def run(archive: str, paths: Sequence[Path], adding: Adding, *, as_json: bool) -> int:
    """Add what ``paths`` name; return the exit code."""
    holdings = Archive.open(archive)
    reports = find_reports(list(paths))
    editions = [path for path in paths if adding.volume and (path / EDITION_FILE).is_file()]
    failed: dict[str, PdfgenError] = {
        str(path): InputError([said]) for path, said in second_reports_in(reports).items()
    }
    rows: list[dict[str, Any]] = []
    told: dict[Problem, None] = {}
    with holdings.adding() as writer, progress(len(reports) + len(editions), "archiving") as advance:
        for path, make in _subjects(reports, editions, adding):
            name = str(path)
            row: dict[str, Any] = {"source": name, "id": None, "version": None, "state": "failed", "problems": []}
            try:
                if name in failed:
                    raise failed[name]
                done = _added(writer, make, adding.addition)
                row |= {"id": done.id, "version": done.version, "state": "added" if done.version else "unchanged"}
                problems = [item for item in done.warnings if item.severity != "waived"]
            except PdfgenError as error:
                failed[name] = error
                problems = output.problems_of(error)
                if not problems:
                    output.say_error(error)
            told |= dict.fromkeys(problems)
            rows.append(row | {"problems": [output.as_data(item) for item in problems]})
            advance(failed=row["state"] == "failed")
    output.show(list(told), "json" if as_json else "text")
    return _closed(archive, rows, failed, as_json=as_json)


def _subjects(
    reports: Sequence[Path], editions: Sequence[Path], adding: Adding
) -> Iterator[tuple[Path, Callable[[], ArchiveSubject]]]:
    """Yield each path with what makes a subject of it."""
    if editions:  # first: each report names the volume that it is part of
        names = [name for name in adding.profiles if name != "card"]
        bound = adding.recipes(names or ["screen"], Profile.volume)
        for path in editions:
            yield path, partial(_volume, bound, adding.theme, path)
    single = adding.recipes(adding.profiles, Profile.named)
    for path in reports:
        yield path, partial(_report, single, adding.theme, path)


def _report(recipes: tuple[Recipe, ...], theme: str | None, path: Path) -> ArchiveSubject:
    return ReportSubject(recipes, theme, loaded=load(path))


def _volume(recipes: tuple[Recipe, ...], theme: str | None, path: Path) -> ArchiveSubject:
    return VolumeSubject(recipes, theme, edition=load_edition(path))


def _added(writer: ArchiveWriter, make: Callable[[], ArchiveSubject], addition: Addition) -> Added:
    return writer.add(make(), addition)


def _closed(archive: str, rows: list[dict[str, Any]], failed: dict[str, PdfgenError], *, as_json: bool) -> int:
    counts = {state: sum(row["state"] == state for row in rows) for state in ("added", "unchanged", "failed")}
    if as_json:
        output.print_json({"archive": archive, "objects": rows, **counts})
    corrected = sum(bool(row["version"] and row["version"] > 1) for row in rows)
    words = [f"{counts['added']} added"] if counts["added"] else []
    words += [f"{corrected} of them corrected"] if corrected else []
    words += [f"{counts['unchanged']} there already"] if counts["unchanged"] else []
    words += [f"{counts['failed']} refused"] if counts["failed"] else []
    output.say(f"{archive}: {', '.join(words)}")
    if not failed:
        return 0
    return next(iter(failed.values())).exit_code if len(rows) == 1 else BatchError.exit_code
