"""Who follows what: an entity by any of its names, its id or its code; a region; a flag of the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.model.base import did_you_mean
from pdfgen.model.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from pdfgen.archive.object_record import ArchivedEntity, ObjectRecord
    from pdfgen.model.editions import EditionId
    from pdfgen.model.names import Name, Names
    from pdfgen.model.rubric_parts import Flag

Subject = tuple[str, str]
"""Whom reports in several languages are about: the same for all of them."""


class Following:
    """The reports of an edition, by what people follow.

    ``names`` are those of the method; ``regions`` and ``flags`` are known although no report has them.
    """

    def __init__(
        self,
        records: Iterable[ObjectRecord],
        names: Names | None = None,
        regions: Collection[str] = (),
        flags: Sequence[Flag] = (),
    ) -> None:
        self._names = names
        self._regions = {folded(region): region for region in regions}
        self._flags = {flag.id: flag.label for flag in flags}
        self._subjects: dict[Subject, dict[str, ObjectRecord]] = {}
        self._entities: dict[Subject, list[ArchivedEntity]] = {}
        self._known: dict[str, frozenset[Subject] | None] = {}
        self._editions: set[EditionId] = set()
        for record in records:
            if record.entity is None:
                continue
            self._editions.add(record.edition)
            subject = self._subject(record.entity, record.edition)
            self._subjects.setdefault(subject, {})[record.language] = record
            self._entities.setdefault(subject, []).append(record.entity)
            self._regions |= {folded(record.entity.region): record.entity.region} if record.entity.region else {}

    def find(self, term: str) -> frozenset[Subject] | None:
        """Return whom a word means; nobody for what is known and has no report; None for what nobody knows."""
        if term not in self._known:
            self._known[term] = self._found(term)
        return self._known[term]

    def remedy(self, term: str) -> str:
        """Return the names that are nearest to one that nobody knows."""
        return did_you_mean(term, self._words(), [*self._regions.values(), *self._flags])

    def all(self) -> frozenset[Subject]:
        """Return everybody."""
        return frozenset(self._subjects)

    def report(self, subject: Subject, languages: Iterable[str]) -> ObjectRecord:
        """Return the report on a subject, in the first of the languages that it is there in, or in any."""
        found = self._subjects[subject]
        for language in languages:
            if language in found:
                return found[language]
            if near := [tag for tag in sorted(found) if tag.partition("-")[0] == language.partition("-")[0]]:
                return found[near[0]]
        return found[min(found)]

    def _subject(self, entity: ArchivedEntity, edition: EditionId) -> Subject:
        if self._names and (name := self._names.find(entity.name, edition, entity.id)):
            return _known(name)
        if entity.id:
            return "id", entity.id
        if entity.iso and entity.kind == "country":  # territories are often given the code of the state that holds them
            return "code", entity.iso
        return "name", folded(entity.name)

    def _found(self, term: str) -> frozenset[Subject] | None:
        word, code = folded(term), term.strip().upper()
        ways = (
            lambda entity: entity.id == term.strip(),
            lambda entity: folded(entity.name) == word,
            lambda entity: entity.iso == code and entity.kind == "country",
            lambda entity: entity.iso == code,
        )
        for way in ways:
            if found := {subject for subject, entities in self._entities.items() if any(map(way, entities))}:
                return frozenset(found)
        if named := self._named(term.strip()) or self._coded(code):
            return frozenset({_known(named)} & self._subjects.keys())
        if word in self._regions:
            return frozenset(self._with(lambda record: folded(_region(record)) == word))
        if term in self._flags or any(term in record.flags for record in self._records()):
            return frozenset(self._with(lambda record: term in record.flags))
        return None

    def _with(self, holds: Callable[[ObjectRecord], bool]) -> Iterator[Subject]:
        return (subject for subject, found in self._subjects.items() if any(map(holds, found.values())))

    def _named(self, term: str) -> Name | None:
        """Return the entity that has a name, or had it, or has this id."""
        if self._names is None:
            return None
        edition = next(iter(self._editions), "")
        return self._names.find(term, edition) or self._names.find(term, edition, term)

    def _coded(self, code: str) -> Name | None:
        """Return the country with a code, or the only territory that has it."""
        found = [name for name in (self._names.entities if self._names else ()) if name.iso == code]
        countries = [name for name in found if name.kind == "country"] or found
        return countries[0] if len(countries) == 1 else None

    def _records(self) -> Iterator[ObjectRecord]:
        return (record for found in self._subjects.values() for record in found.values())

    def _words(self) -> Iterator[str]:
        yield from (record.title for record in self._records())
        yield from self._regions.values()
        yield from self._flags
        yield from self._names.spellings() if self._names else ()


def _known(name: Name) -> Subject:
    return f"known {folded(name.name)}", name.id or ""


def _region(record: ObjectRecord) -> str:
    return (record.entity.region if record.entity else "") or ""
