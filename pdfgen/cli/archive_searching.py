"""Search an archive, and show what was found."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pdfgen.archive.holdings import Archive
from pdfgen.archive.search_index import build_index
from pdfgen.archive.searching import search
from pdfgen.cli import output
from pdfgen.cli.reporting import progress

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.archive.searching import Hit

_MARKS = "\x1b[1m", "\x1b[0m"


def run(archive: str, words: str, *, as_json: bool, index: Path | None, all_versions: bool, **wanted: Any) -> int:
    """Bring the index up to date, search it, and show the hits; return the exit code."""
    root = Archive.open(archive).root
    with progress(0, "reading"):
        made = build_index(root, index)
    for fault in made.faults:
        output.say_error(fault)
    hits = search(made.file, words, versions="all" if all_versions else "latest", **wanted)
    if as_json:
        output.print_json({"archive": archive, "hits": [asdict(hit) for hit in hits]})
        return 0
    for hit in hits:
        output.tell(_head(hit))
        if hit.sentence:
            output.tell(f"  {hit.marked(*_MARKS)}")
    output.say(f"{archive}: {output.count(len(hits), 'hit')}" if hits else f"{archive}: nothing was found")
    return 0


def _head(hit: Hit) -> str:
    place = f", page {hit.page}" if hit.page else ""
    facts = ", ".join(filter(None, [hit.total, hit.status]))
    return (
        f"{hit.title} ({hit.series} {hit.edition}{f': {facts}' if facts else ''}) {hit.object_id} v{hit.version}{place}"
    )
