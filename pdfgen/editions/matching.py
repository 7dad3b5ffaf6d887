"""Which report of one side is which of the other: by name, by what is known of names, by code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pdfgen.source.load import Loaded

    Key = Callable[[Loaded], str | None]


@dataclass(frozen=True, slots=True)
class Matched:
    """The reports that both sides have, in the order of the newer side; those that only one side has."""

    pairs: tuple[tuple[Loaded, Loaded], ...]
    new: tuple[Loaded, ...] = ()
    gone: tuple[Loaded, ...] = ()


def matched(before: Sequence[Loaded], after: Sequence[Loaded]) -> Matched:
    """Match the reports of two editions by their entities.

    A name goes before what the names of the method know of it (Swaziland is Eswatini), and that before kind and ISO
    code, by which two entities that are both known are never one.
    """
    found: dict[int, Loaded] = {}
    gone = list(before)
    for key in (_name, _known, _code):
        left = [item for item in after if id(item) not in found]
        theirs = _by_key(gone, key)
        for name, item in _by_key(left, key).items():
            other = theirs.get(name)
            if other and not (key is _code and _known(item) and _known(other)):
                found[id(item)] = other
        matched_now = set(map(id, found.values()))
        gone = [item for item in gone if id(item) not in matched_now]
    pairs = tuple((found[id(item)], item) for item in after if id(item) in found)
    return Matched(pairs, tuple(item for item in after if id(item) not in found), tuple(gone))


def _by_key(items: Sequence[Loaded], key: Key) -> dict[str, Loaded]:
    """Return the items by a key; those that share theirs with another, or have none, are left out."""
    keys = [(key(item), item) for item in items]
    counts = Counter(name for name, _ in keys)
    return {name: item for name, item in keys if name and counts[name] == 1}


def _name(item: Loaded) -> str:
    return folded(item.report.entity.name)


def _known(item: Loaded) -> str | None:
    """Return the name in the score tables of an entity that is known by any of its names."""
    report = item.report
    names = item.catalogue.entities(report.rubric)
    known = names.find(report.entity.name, report.edition) if names else None
    return folded(known.name) if known else None


def _code(item: Loaded) -> str | None:
    entity = item.report.entity
    return f"{entity.kind} {entity.iso}" if entity.iso else None


def in_order(first: Iterable[str], second: Iterable[str]) -> list[str]:
    """Return all names once: those of ``first`` in their order, each other one behind what it follows in ``second``."""
    found = list(first)
    known = set(found)
    index = 0
    for name in second:
        if name in known:
            index = found.index(name) + 1
        else:
            found.insert(index, name)
            index += 1
    return found
