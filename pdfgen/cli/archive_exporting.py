"""Write what others read: bags, and listings in HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.archive.bag import export_bag
from pdfgen.archive.holdings import Archive
from pdfgen.archive.site import export_site
from pdfgen.cli import output

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path


def bag(archive: str, folder: Path, now: datetime, names: Sequence[str], *, all_versions: bool) -> int:
    """Write a bag; return the exit code."""
    kept = Archive.open(archive)
    ids = [kept.holding(name).stored.id for name in names] or None
    made = export_bag(kept.root, folder, f"{now:%Y-%m-%d}", ids, all_versions=all_versions)
    output.say(f"wrote {folder}: {output.count(made.objects, 'object')}, {made.files} files, {made.bytes / 1e6:.1f} MB")
    for path in made.encoded:
        output.say(f"note: {path} is written with “%” in the manifest, which few programs read")
    return 0


def site(archive: str, folder: Path, now: datetime, title: str) -> int:
    """Write a listing; return the exit code, 1 when an object is not in it."""
    made = export_site(Archive.open(archive).root, folder, now, title)
    for fault in made.faults:
        output.say_error(fault)
    objects, editions = output.count(made.objects, "object"), output.count(made.editions, "edition")
    output.say(f"wrote {folder}: {objects} of {editions}, {output.count(made.files, 'file')}")
    return 1 if made.faults else 0
