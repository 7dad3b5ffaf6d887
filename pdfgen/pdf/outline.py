"""The outline: the entries that a reader opens beside the pages (ISO 32000-1, § 12.3.3)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.pdf.strings import text_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.pdf.indirect_objects import ObjectTable
    from pdfgen.pdf.navigation import DestinationWriter, PagePosition


class OutlineEntry(NamedTuple):
    """An entry: its level from 0, its words, and the place that it leads to."""

    level: int
    title: str
    place: PagePosition


def write_outline(entries: Sequence[OutlineEntry], objects: ObjectTable, destinations: DestinationWriter) -> str:
    """Write the outline, levels closed below the first; return the reference to its root."""
    items = [objects.reserve() for _ in entries]
    references = [item.reference for item in items]
    root = objects.reserve()
    links: list[dict[str, str]] = [{} for _ in entries]
    inside: dict[int, list[int]] = {}
    above: list[int] = []  # the entries that are above the current one, one a level
    for index, (level, *_) in enumerate(entries):
        while above and entries[above[-1]].level >= level:
            above.pop()
        parent = above[-1] if above else -1
        inside.setdefault(parent, []).append(index)
        links[index]["Parent"] = references[parent] if above else root.reference
        above.append(index)
    for parent, children in inside.items():
        for before, after in pairwise(children):
            links[before]["Next"], links[after]["Prev"] = references[after], references[before]
        if parent >= 0:
            links[parent] |= {"First": references[children[0]], "Last": references[children[-1]]}
            links[parent]["Count"] = str(len(children) if entries[parent].level < 1 else -len(children))
    for item, link, (_, title, place) in zip(items, links, entries, strict=True):
        others = "".join(f"/{key} {value}" for key, value in link.items())
        item.fill(f"<</Title{text_string(title)}{destinations.jump(place)}{others}>>")
    first = inside[-1]
    shown = len(first) + sum(len(inside.get(index, ())) for index in first)
    root.fill(f"<</Type/Outlines/First {references[first[0]]}/Last {references[first[-1]]}/Count {shown}>>")
    return root.reference
