"""Verify an archive, and tell what was found."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pdfgen.archive.copies import folder_of
from pdfgen.archive.holdings import Archive
from pdfgen.archive.ocfl import DamageError
from pdfgen.archive.seals import Check, Checks
from pdfgen.archive.verification import rebuilt, verify
from pdfgen.cli import output
from pdfgen.cli.reporting import progress

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from pdfgen.archive.ocfl.check_root import CheckedObject
    from pdfgen.archive.verification import Verification

_MOST_SHOWN = 100


def run(  # the options of the command
    archive: str, older_than: timedelta | None, now: datetime, agent: str, *, rebuild: bool, as_json: bool
) -> int:
    """Verify an archive; return the exit code."""
    holdings = Archive.open(archive)  # it is one, or nothing is checked
    count = len(_places(holdings))
    with folder_of(holdings.root.store) as folder, progress(count, "verifying") as advance:

        def done(one: CheckedObject) -> None:
            advance(failed=not one.sound)

        found = verify(folder, now, agent, older_than, done)
        known = Checks.of(folder).known
    if "://" in archive:
        found.unrecorded = "the archive is at a URL"
    if rebuild:
        _rebuild(holdings, found)
    _tell(archive, found, known, rebuild=rebuild, as_json=as_json)
    return 0 if found.sound else 1


def _places(holdings: Archive) -> list[str]:
    """Return the folders of objects; where one cannot be read, a finding says so."""
    found: list[str] = []
    with suppress(DamageError):
        found.extend(holdings.root.places())
    return found


def _rebuild(holdings: Archive, found: Verification) -> None:
    damaged = {finding.object for finding in found.findings if finding.severity == "error"}
    places = _places(holdings)
    with progress(len(places), "building") as advance:
        for place in places:
            before = len(found.findings)
            try:
                stored = holdings.root.at(place)
                if stored.id not in damaged and (holding := holdings.of(stored)):
                    found.findings.extend(rebuilt(holding))
                    found.rebuilt += 1
            except DamageError:
                pass  # it was told
            advance(failed=len(found.findings) > before)


def _tell(archive: str, found: Verification, known: dict[str, Check], *, rebuild: bool, as_json: bool) -> None:
    errors = sum(finding.severity == "error" for finding in found.findings)
    warnings = len(found.findings) - errors
    if as_json:
        objects = {folder: check.model_dump() for folder, check in sorted(known.items())}
        output.print_json(
            {
                "archive": archive,
                "sound": found.sound,
                "checked": found.objects,
                "passed_over": found.passed_over,
                "rebuilt": found.rebuilt if rebuild else None,
                "bytes": found.size,
                "findings": [finding.as_json() for finding in found.findings],
                "objects": objects,
            }
        )
    if found.unrecorded:
        output.say(f"note: the check is not recorded: {found.unrecorded}")
    for finding in found.findings[:_MOST_SHOWN]:
        output.say(finding.headline(), "red" if finding.severity == "error" else "yellow")
        output.say(f"  object: {finding.object}" if finding.object else "  the archive itself")
        output.say(f"  help: {finding.remedy}\n" if finding.remedy else "")
    if len(found.findings) > _MOST_SHOWN:
        output.say(f"… and {len(found.findings) - _MOST_SHOWN} more findings: --json has them all\n")
    later = f", {found.passed_over} were checked lately" if found.passed_over else ""
    again = f", {found.rebuilt} built again" if rebuild else ""
    state = "sound" if not found.findings else f"{output.count(errors, 'error')}, {output.count(warnings, 'warning')}"
    output.say(
        f"{archive}: {output.count(found.objects, 'object')}, {found.size / 1e6:.1f} MB checked{later}{again}: {state}"
    )
