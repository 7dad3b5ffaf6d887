"""Search an archive, and show what was found."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from pdfgen.archive.holdings import Archive
from pdfgen.archive.search_index import build_index
from pdfgen.archive.searching import search
from pdfgen.cli import output
from pdfgen.errors import EnvironmentFailure

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.archive.searching import Hit

_MARKS = "\x1b[1m", "\x1b[0m"


def run(archive: str, words: str, *, as_json: bool, index: Path | None, all_versions: bool, **wanted: Any) -> int:
    """Bring the index up to date, search it, and show the hits; return the exit code."""
    root = Archive.open(archive).root
    made = build_index(root, index)
    for fault in made.faults:
        output.say_error(fault)
    find = partial(search, made.file, words, versions="all" if all_versions else "latest", **wanted)
    try:
        hits = find()
    except EnvironmentFailure:  # it was damaged inside
        build_index(root, index, anew=True)
        hits = find()
    if as_json:
        output.print_json({"archive": archive, "hits": [asdict(hit) for hit in hits]})
        return int(bool(made.faults))
    for hit in hits:
        output.tell(_head(hit))
        if hit.sentence:
            output.tell(f"  {hit.marked(*_MARKS)}")
    output.say(f"{archive}: {output.count(len(hits), 'hit')}" if hits else f"{archive}: nothing was found")
    return int(bool(made.faults))


def _head(hit: Hit) -> str:
    place = f", page {hit.page}" if hit.page else ""
    facts = ", ".join(filter(None, [hit.total, hit.status]))
    return (
        f"{hit.title} ({hit.series} {hit.edition}{f': {facts}' if facts else ''}) {hit.object_id} v{hit.version}{place}"
    )
