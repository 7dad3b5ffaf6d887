"""The outline: the entries that a reader opens beside the pages (ISO 32000-1, § 12.3.3)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pdfgen.pdf.syntax import Raw, text_string

if TYPE_CHECKING:
    from collections.abc import Sequence


class Entry(NamedTuple):
    """An entry: its level from 0, its words, and the page (from 1) and height that it leads to."""

    level: int
    title: str
    page: int
    top: float


class File(Protocol):
    """What an outline needs of the file that it is written to."""

    def reference(self, item: Raw) -> str:
        """Make an indirect object and return the reference to it."""

    def destination(self, page: int, top: float) -> str:
        """Return a destination: a page, counted from 1, and the height at its top."""


def write_outline(entries: Sequence[Entry], file: File) -> str:
    """Write the outline, levels closed below the first; return the reference to its root."""
    items = [Raw("") for _ in entries]
    references = [file.reference(item) for item in items]
    root = Raw("")
    whole = file.reference(root)
    links: list[dict[str, str]] = [{} for _ in entries]
    inside: dict[int, list[int]] = {}
    above: list[int] = []  # the entries that are above the current one, one a level
    for index, (level, *_) in enumerate(entries):
        while above and entries[above[-1]].level >= level:
            above.pop()
        parent = above[-1] if above else -1
        inside.setdefault(parent, []).append(index)
        links[index]["Parent"] = references[parent] if above else whole
        above.append(index)
    for parent, children in inside.items():
        for before, after in pairwise(children):
            links[before]["Next"], links[after]["Prev"] = references[after], references[before]
        if parent >= 0:
            links[parent] |= {"First": references[children[0]], "Last": references[children[-1]]}
            links[parent]["Count"] = str(len(children) if entries[parent].level < 1 else -len(children))
    for item, link, (_, title, page, top) in zip(items, links, entries, strict=True):
        others = "".join(f"/{key} {value}" for key, value in link.items())
        item.fill(f"<</Title{text_string(title)}/Dest{file.destination(page, top)}{others}>>")
    first = inside[-1]
    shown = len(first) + sum(len(inside.get(index, ())) for index in first)
    root.fill(f"<</Type/Outlines/First {references[first[0]]}/Last {references[first[-1]]}/Count {shown}>>")
    return whole
