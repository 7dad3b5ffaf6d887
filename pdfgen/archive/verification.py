"""Verify an archive: every file against its digest, every object against the specification and the last check."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen import system
from pdfgen.archive.object_record import FILES
from pdfgen.archive.ocfl.check_root import check_root
from pdfgen.archive.ocfl.findings import ArchiveFinding
from pdfgen.archive.seals import PLACE, Check, Checks
from pdfgen.errors import EnvironmentFailure, PdfgenError
from pdfgen.files import write_folder
from pdfgen.rebuilds import differences, rebuild
from pdfgen.source.carried import REPORT
from pdfgen.version import __version__
from pdfgen.versions import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime, timedelta

    from pdfgen.archive.holdings import Holding
    from pdfgen.archive.ocfl.check_root import CheckedObject

REWRITTEN, GONE, OTHERWISE, UNKNOWN = "P010", "P011", "P012", "P013"
"""The codes of what the specification does not see: an object whose past is not what it was at the last check, though
it agrees with itself; one that is gone; a file that is built otherwise; a record of checks that cannot be read."""

_COPY = "restore the object from a copy"


@dataclass(slots=True)
class Verification:
    """What a run of checks found."""

    findings: list[ArchiveFinding]
    objects: int = 0
    """How many were checked."""
    passed_over: int = 0
    """How many were checked lately enough."""
    size: int = 0
    """Bytes that were read."""
    unrecorded: str = ""
    """Why the record of checks could not be written; empty when it was."""
    rebuilt: int = 0
    """How many were built again."""

    @property
    def sound(self) -> bool:
        """Whether there is no error."""
        return not any(finding.severity == "error" for finding in self.findings)


def verify(
    root: Path,
    moment: datetime,
    agent: str,
    older_than: timedelta | None = None,
    advance: Callable[[CheckedObject], object] = lambda _: None,
) -> Verification:
    """Check an archive at ``moment``, and note it in the record of checks as done by ``agent``.

    With ``older_than``, objects that were checked and sound within that time are passed over. Raises EnvironmentFailure
    when the folder cannot be read, or another process writes into it.
    """
    checks = Checks.of(root)
    found = Verification([])
    if checks.fault:
        message = f"the record of checks cannot be read: nobody can say what was rewritten, or is gone ({checks.fault})"
        found.findings.append(ArchiveFinding(UNKNOWN, "warning", "", PLACE, message, "restore it from a copy"))
    before = dict(checks.known)

    def wanted(folder: str) -> bool:
        check = before.get(folder)
        late = check is None or older_than is None or not check.sound or moment - check.when > older_than
        found.passed_over += not late
        return late

    def done(one: CheckedObject) -> None:
        found.objects += 1
        found.size += one.size
        if one.seals:
            rewritten = list(_rewritten(one, before.get(one.folder)))
            found.findings.extend(rewritten)
            checks.known[one.folder] = Check(
                moment=f"{moment:%Y-%m-%dT%H:%M:%SZ}",
                id=one.id,
                head=one.head,
                # what was rewritten stays told, until somebody has looked at it and removed the record
                seals=before[one.folder].seals if rewritten else dict(one.seals),
                sound=one.sound and not rewritten,
                agent=agent,
                program=f"pdfgen {__version__}",
            )
        advance(one)

    with _read(root):
        found.findings.extend(check_root(root, advance=done, wanted=wanted))
    for folder, check in before.items():
        if not (root / folder).is_dir():
            message = f"the object was there when it was last checked, on {check.moment[:10]}, and is gone"
            found.findings.append(ArchiveFinding(GONE, "error", check.id, folder, message, _COPY))
    try:
        checks.save()
    except EnvironmentFailure as error:  # an archive that nobody may write into can be checked as well
        found.unrecorded = str(error)
    return found


@contextmanager
def _read(root: Path) -> Iterator[None]:
    """Keep writers out: an object that gets a version would seem damaged. Raises EnvironmentFailure."""
    lock, taken = None, True
    with suppress(OSError):  # a disk without locks, or one that nobody can write to
        lock, taken = system.lock(root, shared=True)
    try:
        if not taken:
            message = f"another process is writing into the archive {root}"
            raise EnvironmentFailure(message, "wait until it has ended")
        yield
    finally:
        if lock:
            lock.close()


def _rewritten(one: CheckedObject, before: Check | None) -> Iterator[ArchiveFinding]:
    """Yield a finding when a version is not what it was at the last check."""
    if before is None or before.seals.items() <= one.seals.items():
        return
    lost = [version for version, seal in before.seals.items() if one.seals.get(version) != seal]
    message = f"{', '.join(lost)} is not what it was when it was last checked, on {before.moment[:10]}"
    yield ArchiveFinding(REWRITTEN, "error", one.id, one.folder, message, _COPY)


def rebuilt(holding: Holding) -> Iterator[ArchiveFinding]:
    """Build the files of an object again from its source; yield what is not the same, byte for byte, and why.

    Raises DamageError when the source is damaged.
    """
    record, stored = holding.record, holding.stored
    differing = tuple(differences(record, versions()))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "project"
        write_folder(place, holding.source())
        report = place / (f"editions/{record.edition}" if record.kind == "volume" else REPORT)
        for file in record.files:
            path = f"{stored.place}/{stored.inventory.folder(holding.version.number)}: {FILES}{file.name}"
            try:
                content = bytes(rebuild(report, file.recipe, volume=record.kind == "volume"))
            except PdfgenError as error:
                message = "; ".join([f"it cannot be built here: {error}", *differing])
                yield ArchiveFinding(OTHERWISE, "error", record.id, path, message)
                continue
            if hashlib.sha256(content).hexdigest() == file.sha256:
                continue
            if differing:
                message = f"it is built otherwise here: {'; '.join(differing)}"
                yield ArchiveFinding(OTHERWISE, "warning", record.id, path, message)
            else:
                message = "it is built otherwise here, by the same versions"
                yield ArchiveFinding(OTHERWISE, "error", record.id, path, message, "report this to pdfgen")
