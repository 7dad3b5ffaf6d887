"""Who an entity is: by its id, its name, another or former name, its code, never by the name of a file.

>>> before = [Identity("Alpha"), Identity("Swaziland", "country", "SZ")]
>>> after = [Identity("Aachen"), Identity("Eswatini", "country", "SZ"), Identity("Alpha")]
>>> pairs(before, after)
{2: 0, 1: 1}
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.model.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from pdfgen.model.editions import EditionId
    from pdfgen.model.entity import Entity
    from pdfgen.model.names import Name, Names


@dataclass(frozen=True, slots=True)
class Identity:
    """What an entity is known by in one edition: in a report, or in a row of a score table."""

    name: str
    kind: str | None = None
    iso: str | None = None
    id: str | None = None
    edition: EditionId = 0

    @classmethod
    def of(cls, entity: Entity, edition: EditionId) -> Identity:
        """Return the identity of the entity of a report."""
        return cls(entity.name, entity.kind, entity.iso, entity.id, edition)

    @classmethod
    def of_row(cls, cells: Mapping[str, str], edition: EditionId) -> Identity:
        """Return the identity of a row of a score table."""
        kind, iso, id_ = (cells.get(key) or None for key in ("kind", "iso", "id"))
        return cls(cells["entity"], kind, iso, id_, edition)

    def known(self, names: Names | None) -> Name | None:
        """Return the entity that ``names`` know under this id or name; None when there is none."""
        return names.find(self.name, self.edition, self.id) if names else None


def pairs(before: Sequence[Identity], after: Sequence[Identity], names: Names | None = None) -> dict[int, int]:
    """Return which of ``before`` each of ``after`` is, by their places.

    An id goes before a name, a name before what ``names`` know of it (Swaziland is Eswatini), and that before kind and
    code, by which two entities that are both known are never one. Two ids that differ are two entities. A value that
    two of one side share decides nothing.
    """
    known = {id(item): item.known(names) for item in (*before, *after)}
    keys: tuple[Callable[[Identity], str | None], ...] = (
        lambda item: item.id,
        lambda item: folded(item.name),
        lambda item: folded(entity.name) + f" {entity.id}" if (entity := known[id(item)]) else None,
        lambda item: f"{item.kind} {item.iso}" if item.iso else None,
    )
    by_code = keys[-1]
    found: dict[int, int] = {}
    for key in keys:
        taken = set(found.values())
        earlier = _unshared(before, key, taken)
        for value, place in _unshared(after, key, found.keys()).items():
            other = earlier.get(value)
            if other is None or _two_ids(before[other], after[place]):
                continue
            if key is by_code and known[id(before[other])] and known[id(after[place])]:
                continue
            found[place] = other
    return found


def _unshared(
    items: Sequence[Identity], key: Callable[[Identity], str | None], without: Collection[int]
) -> dict[str, int]:
    """Return the places of the items by a key, without those in ``without`` and those that share their key."""
    keys = [(value, place) for place, item in enumerate(items) if place not in without and (value := key(item))]
    counts = Counter(value for value, _ in keys)
    return {value: place for value, place in keys if counts[value] == 1}


def _two_ids(one: Identity, other: Identity) -> bool:
    return bool(one.id and other.id and one.id != other.id)
