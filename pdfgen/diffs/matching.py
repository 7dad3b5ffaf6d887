"""Which report of one side is which of the other: by name, by what is known of names, by code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.source.identity import Identity, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pdfgen.source.load import Loaded


@dataclass(frozen=True, slots=True)
class Matched:
    """The reports that both sides have, in the order of the newer side; those that only one side has."""

    pairs: tuple[tuple[Loaded, Loaded], ...]
    new: tuple[Loaded, ...] = ()
    gone: tuple[Loaded, ...] = ()


def matched(before: Sequence[Loaded], after: Sequence[Loaded]) -> Matched:
    """Match the reports of two editions by their entities, as a report finds its past (``pdfgen.source.identity``)."""
    catalogue = after[0].catalogue if after else None
    names = catalogue.entities(after[0].report.rubric) if catalogue else None
    found = pairs(_identities(before), _identities(after), names)
    matches = tuple((before[found[place]], item) for place, item in enumerate(after) if place in found)
    new = tuple(item for place, item in enumerate(after) if place not in found)
    taken = set(found.values())
    return Matched(matches, new, tuple(item for place, item in enumerate(before) if place not in taken))


def _identities(side: Sequence[Loaded]) -> list[Identity]:
    return [Identity.of(item.report.entity, item.report.edition) for item in side]


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
