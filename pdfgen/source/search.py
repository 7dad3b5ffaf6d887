"""The search for an entity in the editions before its own: in score tables, and in reports under any name of a file.

An entity is looked for as itself (``pdfgen.source.identity``). The catalogue notes each place of the search.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from pdfgen.model.spelling import folded
from pdfgen.source.heads import Head, earlier_homes, head, heads_of
from pdfgen.source.identity import Identity, pairs
from pdfgen.source.places import ALL_NAMES, EDITION_FILE, Input, edition_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pdfgen.model.editions import EditionId
    from pdfgen.model.names import Names
    from pdfgen.model.rubric import Rubric
    from pdfgen.source.catalogue import Catalogue
    from pdfgen.source.scores import ScoreRow


class Search:
    """The search for one entity in the editions before its own."""

    def __init__(
        self, catalogue: Catalogue, rubric: Rubric, entity: Identity, language: str, path: Path | None
    ) -> None:
        self.catalogue, self.rubric, self.entity, self.language = catalogue, rubric, entity, language
        self.path = path.resolve() if path else None
        self.home = edition_folder(path) if path else None

    @cached_property
    def homes(self) -> dict[EditionId, list[Path]]:
        """The folders of earlier editions, by edition, the last first."""
        if self.home is None:
            return {}
        self._note(self.home.parent, self.rubric.id)
        return earlier_homes(self.home, self.rubric, self.entity.edition)

    def row(self, edition: EditionId) -> ScoreRow | None:
        """Return the row of the entity in the score tables of an edition."""
        found = self.catalogue.scores(self.rubric.id, edition, self.entity)
        if found or not self.entity.iso or self._known:
            return found
        rows = self.catalogue.rows(self.rubric.id, edition)
        identities = [self._coded(Identity.of_row(row.cells, edition)) for row in rows]
        place = pairs(identities, self._now, self._names).get(0) if rows else None
        return None if place is None else rows[place]

    def reports(self, edition: EditionId) -> list[Path]:
        """Return the reports on the entity in an edition, one for each folder and language, its own language first."""
        found = [report for home in self.homes.get(edition, []) for report in self._reports_in(home)]
        return [item.path for item in sorted(found, key=lambda item: item.language != self.language)]

    def _reports_in(self, home: Path) -> Iterator[Head]:
        self._note(home / EDITION_FILE)
        if (same_file := self._same_file(home)) is not None:
            yield same_file
            return
        self._note(home, ALL_NAMES)
        languages: dict[str, list[Head]] = {}
        for item in heads_of(home):
            languages.setdefault(item.language, []).append(item)
        for items in languages.values():
            named = [item for item in items if _named_alike(item.entity, self.entity)]
            place = None if len(named) == 1 else pairs([item.entity for item in items], self._now, self._names).get(0)
            if len(named) == 1:
                yield named[0]
            elif place is not None:
                yield items[place]

    def _same_file(self, home: Path) -> Head | None:
        """Return the report in the file of the same name, if it is on an entity of the same name, as it usually is."""
        if self.home is None or self.path is None or not self.path.is_relative_to(self.home):
            return None
        place = home / self.path.relative_to(self.home)
        self._note(place)
        found = head(place) if place.is_file() else None
        return found if found and _named_alike(found.entity, self.entity) else None

    def newcomer(self, before: EditionId) -> tuple[bool, list[str]]:
        """Tell whether an entity without a past is new, as far as is known; and which names are gone.

        It is new when the edition before is known and has lost no name, or when the names of the rubric have the
        entity and none of its names was scored.
        """
        earlier = self._identities(before)
        tables = self.catalogue.tables(self.rubric.id, before)
        if not earlier and not any(table.is_file() for table in tables):
            return False, []
        if not earlier or self._known:
            return True, []
        stayed = set(pairs(earlier, self._now, self._names).values())
        gone = [item.name for place, item in enumerate(earlier) if place not in stayed]
        nearest = get_close_matches(self.entity.name, gone, n=3, cutoff=0)
        return not gone, list(dict.fromkeys([*nearest, *gone]))

    def _identities(self, edition: EditionId) -> list[Identity]:
        """Return who is in the reports and the score tables of an earlier edition, each once."""
        found = []
        for home in self.homes.get(edition, []):
            self._note(home, ALL_NAMES)
            found += [item.entity for item in heads_of(home)]
        rows = self.catalogue.rows(self.rubric.id, edition)
        return _each_once([*found, *(Identity.of_row(row.cells, edition) for row in rows)])

    def spellings(self) -> tuple[str, ...]:
        """Return every name that the entity is known by."""
        known = self.entity.known(self._names)
        return tuple(known.spellings()) if known else ()

    @cached_property
    def _names(self) -> Names | None:
        return self.catalogue.entities(self.rubric.id)

    @cached_property
    def _known(self) -> bool:
        return self.entity.known(self._names) is not None

    @cached_property
    def _now(self) -> list[Identity]:
        """The entity, and after it all others of its edition: what one of them was cannot be what it was."""
        others: list[Identity] = []
        if self.home:
            self._note(self.home, ALL_NAMES)
            others = [item.entity for item in heads_of(self.home) if item.path != self.path]
        rows = self.catalogue.rows(self.rubric.id, self.entity.edition)
        return _each_once([self.entity, *others, *(Identity.of_row(row.cells, self.entity.edition) for row in rows)])

    def _coded(self, item: Identity) -> Identity:
        """Return an identity with the code that the names have for it."""
        known = item.known(self._names)
        return replace(item, kind=item.kind or known.kind, iso=item.iso or known.iso) if known else item

    def _note(self, path: Path, entity: str | None = None) -> None:
        self.catalogue.looked[Input(str(path), entity)] = None


def _named_alike(one: Identity, other: Identity) -> bool:
    return folded(one.name) == folded(other.name) and not (one.id and other.id and one.id != other.id)


def _each_once(items: Iterable[Identity]) -> list[Identity]:
    """Return identities without those that have the name and the id of an earlier one."""
    found: dict[tuple[str, str | None], Identity] = {}
    for item in items:
        found.setdefault((folded(item.name), item.id), item)
    return list(found.values())
