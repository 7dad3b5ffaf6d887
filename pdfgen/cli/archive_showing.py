"""Show what an archive has: lists, objects, histories; and take something out of it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pdfgen.archive.holdings import Archive
from pdfgen.archive.object_record import FILES, SOURCE
from pdfgen.archive.version_changes import compared
from pdfgen.cli import output
from pdfgen.cli.differences import names_of, report_lines
from pdfgen.diffs.comparison_data import as_data
from pdfgen.files import refuse_used, write_folder
from pdfgen.model.editions import natural, path_of
from pdfgen.source.carried import REPORT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pdfgen.archive.holdings import Holding
    from pdfgen.archive.ocfl import Version
    from pdfgen.archive.seals import Check
    from pdfgen.diffs.comparison import Comparison
    from pdfgen.errors import PdfgenError
    from pdfgen.model.editions import EditionId


_COLUMNS = ("object", "version", "changed", "checked", "title", "total", "status")


def listed(archive: str, edition: EditionId | None, since: datetime | None, *, as_json: bool) -> int:
    """List objects, those of an edition or those that changed on a day or later; return the exit code.

    It is 1 when one cannot be relied on, which is left out and told.
    """
    kept = Archive.open(archive)
    checks = kept.checks()
    faults: list[PdfgenError] = []
    found = [
        holding
        for holding in kept.holdings(faults)
        if edition in (None, holding.record.edition) and (since is None or holding.version.created >= since)
    ]
    found.sort(
        key=lambda holding: (
            holding.record.rubric,
            natural(holding.record.edition),
            holding.record.kind,
            holding.record.id,
        )
    )
    rows = [_row(holding, checks.get(holding.stored.place)) for holding in found]
    for fault in faults:
        output.say_error(fault)
    if as_json:
        output.print_json({"archive": archive, "objects": rows})
        return int(bool(faults))
    table = [[_cell(row[column]) for column in _COLUMNS] for row in rows]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *table, strict=True)]
    for cells in [list(_COLUMNS), *table]:
        output.tell("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())
    output.say(f"{archive}: {output.count(len(rows), 'object')}")
    return int(bool(faults))


def _row(holding: Holding, check: Check | None) -> dict[str, Any]:
    record, version = holding.record, holding.version
    return {
        "object": record.id,
        "kind": record.kind,
        "version": version.number,
        "changed": f"{version.created:%Y-%m-%d}",
        "checked": check.moment[:10] if check else None,
        "title": record.title,
        "edition": record.edition,
        "language": record.language,
        "total": record.total,
        "status": record.status,
        "corrected": version.number > 1,
        "message": version.message,
    }


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def shown(archive: str, name: str, number: int | None, *, as_json: bool) -> int:
    """Show an object; return the exit code."""
    kept = Archive.open(archive)
    holding = kept.holding(name, number)
    record, check = holding.record, kept.checks().get(holding.stored.place)
    if as_json:
        told = {"place": holding.stored.place, "version": holding.version.number}
        told |= {"checked": check.model_dump() if check else None}
        versions = [_version(version) for version in holding.stored.versions]
        events = [event.model_dump(mode="json") for event in (*holding.events, *([check.event] if check else []))]
        output.print_json({**told, "record": record.model_dump(mode="json"), "versions": versions, "events": events})
        return 0
    output.tell(click.style(f"{record.title} ({record.series} {record.edition}, {record.language})", bold=True))
    output.tell(f"object: {record.id}, version {holding.version.number} of {holding.stored.inventory.head}")
    output.tell(f"folder: {holding.stored.place}")
    if check:
        output.tell(f"checked: {check.moment}, {'sound' if check.sound else 'not sound'}")
    if record.total:
        output.tell(f"total: {record.total}{f', {record.status}' if record.status else ''}")
    for file in record.files:
        options = " ".join(file.recipe.options()) or "the default options"
        output.tell(f"file: {file.name}, {output.count(file.pages, 'page')}, {', '.join(file.standards)}; {options}")
        output.tell(f"      SHA-256 {file.sha256}")
    output.tell(f"source: {output.count(len(record.source), 'file')}")
    for erratum in record.errata:
        output.tell(f"correction of {erratum.date}: {erratum.text}")
    for version in holding.stored.versions:
        output.tell(_in_words(version))
    return 0


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "created": version.created.isoformat(),
        "author": version.user_name,
        "address": version.user_address,
        "message": version.message,
    }


def _in_words(version: Version) -> str:
    return f"version {version.number}, {version.created:%Y-%m-%d %H:%M} UTC, {version.user_name}: {version.message}"


def taken(archive: str, name: str, folder: Path | None, number: int | None) -> int:
    """Write the files of an object into a folder; return the exit code."""
    holding = Archive.open(archive).holding(name, number)
    folder = folder or Path(holding.record.files[0].name.removesuffix(".pdf"))
    refuse_used(folder)
    files = {path.removeprefix(FILES): content for path, content in holding.files().items()}
    write_folder(folder, files)
    for path in files:
        output.say(f"wrote {folder / path}")
    verb, place = "build", REPORT
    if holding.record.kind == "volume":
        verb, place = "volume", f"editions/{path_of(holding.record.edition)}"
    options = " ".join(holding.record.files[0].recipe.options())
    output.say(f"next: pdfgen {verb} {folder / SOURCE / place} {options}".rstrip())
    return 0


def told_history(archive: str, name: str, *, words: bool, as_json: bool) -> int:
    """Tell the versions of an object, and what each changed; return the exit code."""
    holdings = Archive.open(archive)
    last = holdings.holding(name)
    found = [holdings.holding(last.stored.id, version.number) for version in last.stored.versions]
    changes = [None, *(compared(before, after) for before, after in pairwise(found))]
    if as_json:
        rows = [
            {**_version(holding.version), "changes": _rows(change, holding.version.number) if change else None}
            for holding, change in zip(found, changes, strict=True)
        ]
        output.print_json({"object": last.record.id, "versions": rows})
        return 0
    output.tell(click.style(f"{last.record.title} ({last.record.id})", bold=True))
    for holding, change in reversed(list(zip(found, changes, strict=True))):
        output.tell("")
        output.tell(_in_words(holding.version))
        output.tell("\n".join(_lines(change, words=words)))
    return 0


def _rows(change: Comparison, number: int) -> list[dict[str, Any]]:
    """Return the reports that differ; their files lie nowhere any more, so that their versions stand for them."""
    sides = {"before": f"v{number - 1}", "after": f"v{number}"}
    return [row | sides for row in as_data(change)["reports"]]


def _lines(change: Comparison | None, *, words: bool) -> Iterator[str]:
    if change is None:
        return
    names = names_of(change)
    for report in change.reports:
        if not report.same:
            yield from report_lines(report, names[report.after.origin().path], words=words, briefly=change.of_editions)
    for word, reports in (("new", change.new), ("gone", change.gone)):
        yield from (f"  {word}: {names[report.origin().path]}" for report in reports)
    if change.same:
        yield "  nothing in scores and texts"
