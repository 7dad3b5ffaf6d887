"""The names of a method's entities: as the score tables have them, other spellings, and those of earlier editions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from pdfgen.model.base import EntityName, Kind, Model, fault
from pdfgen.model.editions import ALL, EditionId, EditionRange, Editions, Versioned
from pdfgen.model.entity import EntityId, IsoCode
from pdfgen.model.spelling import folded

if TYPE_CHECKING:
    from typing_extensions import Self


class FormerName(Model):
    """A name that an entity has given up."""

    name: EntityName
    """The name, as its editions print it."""
    editions: EditionRange
    """The editions that print it: 2018, 2013-2018 or -2018; or a list of ids such as [2023-H2, 2024-H1]."""


class RegionOf(Versioned):
    """The region that some editions count an entity to."""

    region: EntityName
    """The region, as these editions print it."""


class Name(Model):
    """An entity, by all its names."""

    name: EntityName
    """The name in the score tables."""
    id: EntityId | None = None
    """The publisher's id of the entity; two entities of one name need one each."""
    kind: Kind
    """What it is: country, territory, or a kind that the rubric declares."""
    iso: IsoCode | None = None
    """ISO 3166-1 alpha-2 code, or 3166-2 for a part of a country; left out where there is none."""
    also: tuple[EntityName, ...] = ()
    """Other names and spellings, good for every edition."""
    former: tuple[FormerName, ...] = ()
    """Names that it has given up, with their editions."""
    regions: tuple[RegionOf, ...] = ()
    """Its region in editions that differ from the score tables."""

    def spellings(self) -> Iterator[str]:
        """Yield every name that it has or had, that of the score tables first."""
        yield self.name
        yield from self.also
        yield from (former.name for former in self.former)

    def printed(self, edition: EditionId) -> str:
        """Return the name that ``edition`` prints: one given up since, or that of the score tables."""
        return next((former.name for former in self.former if former.editions.has(edition)), self.name)

    def region(self, edition: EditionId) -> str | None:
        """Return the region in ``edition`` where it differs from that of the score tables."""
        return next((item.region for item in self.regions if item.applies(edition)), None)

    def uses(self) -> Iterator[tuple[str, Editions]]:
        """Yield every name with the editions that it belongs to."""
        yield self.name, ALL
        yield from ((name, ALL) for name in self.also)
        yield from ((former.name, former.editions) for former in self.former)


class Names(Model):
    """The entities of a method. No name may lead to two of them in the same edition."""

    entities: tuple[Name, ...] = Field(min_length=1)
    """Every entity."""

    @model_validator(mode="after")
    def _no_name_leads_to_two(self) -> Self:
        for entity in self.entities:
            named = [former.editions for former in entity.former]
            named += [item.editions for item in entity.regions if item.editions]
            if any(editions.needs_order for editions in named):
                message = "a range of editions that are no years has no order here"
                raise fault("not-editions", message, "write a list, such as [2023-H2, 2024-H1]", "..", entity.name)
        tables: dict[tuple[str, str | None], Name] = {}
        for entity in self.entities:
            if (other := tables.setdefault((folded(entity.name), entity.id), entity)) is not entity:
                message = f"there are two entities “{other.name}”"
                remedy = "make one of the two, or give each an `id`"
                raise fault("name-of-two", message, remedy, entity.name, entity.name)
        seen: dict[str, list[tuple[Name, Editions]]] = {}
        for entity in self.entities:
            seen.setdefault(folded(entity.name), []).append((entity, ALL))
        for entity in self.entities:
            for name, editions in entity.uses():
                uses = seen.setdefault(folded(name), [])
                for other, theirs in uses:
                    told_apart = entity.id and other.id and entity.id != other.id
                    overlap = editions.overlaps(theirs)
                    if other is not entity and overlap and not told_apart:
                        message = f"“{name}” leads to {entity.name}, and to {other.name} as well"
                        remedy = "leave it to one of the two, or give them editions that do not overlap"
                        raise fault("name-of-two", message, remedy, name, entity.name)
                uses.append((entity, editions))
        return self

    def find(self, name: str, edition: EditionId, id_: str | None = None) -> Name | None:
        """Return the entity that ``name`` means in ``edition``; None when there is none, or it could be several.

        An id goes first, and no entity with another id is meant. A name of the score tables goes before the other names
        and those of the edition, these before a name of any other edition if only one entity had it.
        """
        if id_ and (found := self._ids.get(id_)):
            return found
        key = folded(name)
        if tables := self._may_be(self._tables.get(key, []), id_):
            return tables[0] if len(tables) == 1 else None
        uses = self._others.get(key, [])
        fitting = self._may_be([entity for entity, editions in uses if editions.has(edition)], id_)
        had = fitting or self._may_be([entity for entity, _ in uses], id_)
        return had[0] if len(had) == 1 else None

    @staticmethod
    def _may_be(entities: list[Name], id_: str | None) -> list[Name]:
        """Return the entities, each once, without those that have another id."""
        return list({id(item): item for item in entities if not (id_ and item.id and item.id != id_)}.values())

    def spellings(self) -> list[str]:
        """Return every name of every entity, in their order."""
        return list(dict.fromkeys(name for entity in self.entities for name in entity.spellings()))

    def before(self, other: Names) -> Names:
        """Return these names and those of ``other``, entity by entity; where they contradict each other these hold."""
        found = {id(entity): entity for entity in self.entities}
        for entity in other.entities:
            same = self._may_be(self._tables.get(folded(entity.name), []), entity.id)
            ours = same[0] if len(same) == 1 else entity
            if ours is not entity:
                both = {key: (getattr(ours, key), getattr(entity, key)) for key in ("also", "former", "regions")}
                lists = {
                    key: (*own, *(item for item in others if item not in own)) for key, (own, others) in both.items()
                }
                update = {"iso": ours.iso or entity.iso, "id": ours.id or entity.id, **lists}
                found[id(ours)] = ours.model_copy(update=update)
            else:
                found[id(entity)] = entity
        return Names.model_construct(entities=tuple(found.values()))

    @cached_property
    def _ids(self) -> dict[str, Name]:
        return {entity.id: entity for entity in self.entities if entity.id}

    @cached_property
    def _tables(self) -> dict[str, list[Name]]:
        found: dict[str, list[Name]] = {}
        for entity in self.entities:
            found.setdefault(folded(entity.name), []).append(entity)
        return found

    @cached_property
    def _others(self) -> dict[str, list[tuple[Name, Editions]]]:
        found: dict[str, list[tuple[Name, Editions]]] = {}
        for entity in self.entities:
            for name, editions in entity.uses():
                found.setdefault(folded(name), []).append((entity, editions))
        return found
