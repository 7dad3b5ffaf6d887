"""An archive of reports and volumes: what is added, what is there, what it was."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pdfgen.archive.catalogue_facts import CatalogueFacts
from pdfgen.archive.datacite import said_before
from pdfgen.archive.descriptions import descriptions
from pdfgen.archive.events import appended, read_events
from pdfgen.archive.object_record import DATACITE, EVENTS, RECORD, SOURCE, Event, EventKind, ObjectRecord
from pdfgen.archive.ocfl import DamageError, StorageRoot
from pdfgen.archive.ocfl.local_store import LocalStore
from pdfgen.archive.payload import hashes, payload
from pdfgen.archive.related_records import related_records
from pdfgen.archive.seals import Checks
from pdfgen.errors import InputError, Origin, PdfgenError, Problem, UsageError
from pdfgen.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from pdfgen.archive.creators import Creator
    from pdfgen.archive.ocfl import RootWriter, StoredObject, Version
    from pdfgen.archive.payload import ArchiveSubject, Payload
    from pdfgen.archive.seals import Check


@dataclass(frozen=True, slots=True)
class Addition:
    """Who adds something, when, and why."""

    author: str
    moment: datetime
    """With its time zone."""
    address: str = ""
    """A URI of the author, such as mailto:…"""
    message: str = ""
    reason: str = ""
    """Why an object that is there already is corrected, where the report does not say so itself."""
    creators: tuple[Creator, ...] = ()
    """The authors; without them those of the version before, or else the publisher."""
    issued: str = ""
    """The day of publication, as ISO 8601 writes it; empty for that of the version before, or else today."""
    original: str | None = None
    """The language that the reports of other languages were translated from; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a subject: the number of its version; None when the archive has it already."""

    id: str
    version: int | None
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """An object with the record of one of its versions."""

    stored: StoredObject
    version: Version
    record: ObjectRecord

    @property
    def events(self) -> tuple[Event, ...]:
        """What was done to it, up to this version."""
        return read_events(self.stored.read(EVENTS, self.version.number), self.stored.id)

    def source(self) -> dict[str, bytes]:
        """Return the project that builds its files, by path. Raises DamageError for a file that is damaged."""
        return {path.removeprefix(SOURCE): content for path, content in self.files().items() if path.startswith(SOURCE)}

    def files(self) -> dict[str, bytes]:
        """Return every file of the version by logical path. Raises DamageError for one that is damaged."""
        return {path: self.stored.read(path, self.version.number) for path in sorted(self.version.state)}


class Archive:
    """An OCFL storage root whose objects are reports and volumes."""

    def __init__(self, root: StorageRoot) -> None:
        self.root = root

    @classmethod
    def create(cls, place: str | Path, layout: str = "hashed") -> Archive:
        """Make an empty archive. Raises UsageError when something is there, EnvironmentFailure when it cannot be."""
        return cls(StorageRoot.create(place, layout))

    @classmethod
    def open(cls, place: str | Path) -> Archive:
        """Return the archive at ``place``. Raises UsageError when there is none."""
        return cls(StorageRoot.open(place))

    def holding(self, id_: str, version: int | None = None) -> Holding:
        """Return an object in a version, by default the last one.

        ``id_`` may be shortened to its end where that names one object only. Raises UsageError when there is no such
        object or version, DamageError when it cannot be relied on, or when it may be one that cannot.
        """
        stored = self.root.find(id_) if id_.startswith("urn:") else None
        if stored is None:
            stored = self._named(id_)
        return _holding(stored, version)

    def _named(self, name: str) -> StoredObject:
        faults: list[PdfgenError] = []
        found = [one for one in self._sound(faults) if f":{one.id}".endswith(f":{name}")]
        if len(found) == 1:
            return found[0]
        if not found and faults:
            raise faults[0]
        if not found:
            raise UsageError(f"the archive has no object “{name}”", "see `pdfgen archive list`")
        named = ", ".join(one.id for one in found[:3])
        raise UsageError(f"“{name}” names {len(found)} objects: {named}", "write more of the identifier")

    def holdings(self, faults: list[PdfgenError]) -> Iterator[Holding]:
        """Yield every object of ours in its last version, in the order of their folders; others are passed over.

        Those that cannot be relied on, or have another record than ours, are noted in ``faults``.
        """
        for stored in self._sound(faults):
            try:
                if found := self.of(stored):
                    yield found
            except (DamageError, UsageError) as fault:
                faults.append(fault)

    def _sound(self, faults: list[PdfgenError]) -> Iterator[StoredObject]:
        """Yield the objects whose inventories can be relied on; the others are noted in ``faults``."""
        places = self.root.places()
        while True:
            try:
                yield self.root.at(next(places))
            except StopIteration:
                return
            except DamageError as damage:
                faults.append(damage)

    def of(self, stored: StoredObject, version: int | None = None) -> Holding | None:
        """Return an object with its record; None for one that another program made. Raises DamageError."""
        return _holding(stored, version) if RECORD in stored.inventory.version(version).state else None

    def checks(self) -> Mapping[str, Check]:
        """Return the last check of each object by its folder; none of an archive at a URL."""
        store = self.root.store
        return Checks.of(store.folder).known if isinstance(store, LocalStore) else {}

    @contextmanager
    def adding(self) -> Iterator[ArchiveWriter]:
        """Keep other writers out, and yield the right to add. Raises EnvironmentFailure when another one writes."""
        with self.root.writing() as writer:
            yield ArchiveWriter(self, writer)


class ArchiveWriter:
    """The right to add to an archive."""

    def __init__(self, archive: Archive, writer: RootWriter) -> None:
        self._archive, self._writer = archive, writer
        self._seen: dict[str, str] = {}

    def add(self, subject: ArchiveSubject, addition: Addition) -> Added:
        """Build a subject and add it; nothing is built when the archive has the same source with the same options.

        Raises InputError when it cannot be built, and for a correction without a word of it; DamageError when what
        the archive has of it cannot be relied on; EnvironmentFailure when it cannot be written.
        """
        if (other := self._seen.setdefault(subject.id, subject.place)) != subject.place:
            message = f"its object would be {subject.id}, and so is that of {other}"
            remedy = "give each entity an `id`"
            raise InputError([Problem(Origin(subject.place, 1, 1), "object-of-two", message, remedy)])
        stored = self._archive.root.find(subject.id)
        before = _holding(stored, None) if stored else None
        source = subject.source()
        if before and _same(before, source, subject):
            return Added(subject.id, None)
        made = payload(subject, source)
        note = addition.message or "First version"
        if before:
            note = _correction(before, made, addition, subject.place)
        version = before.version.number + 1 if before else 1
        events = _events(before, version, addition, note)
        facts = self._facts(before, made.record, subject, addition, version)
        files = made.files | descriptions(made.record, made.files, events, facts)
        number = self._writer.put(subject.id, files, note, addition.author, addition.address, addition.moment)
        self._records[subject.id] = made.record
        return Added(subject.id, number, made.warnings)

    def _facts(
        self, before: Holding | None, record: ObjectRecord, subject: ArchiveSubject, addition: Addition, version: int
    ) -> CatalogueFacts:
        """Return what catalogues are told. Raises UsageError for a version that was described by another program."""
        issued, creators = addition.issued, addition.creators
        if before and not (issued and creators) and DATACITE in before.version.state:
            said, authors = said_before(before.stored.read(DATACITE, before.version.number), record.id)
            issued, creators = issued or said, creators or authors
        return CatalogueFacts(
            version=version,
            issued=issued or f"{addition.moment:%Y-%m-%d}",
            creators=creators,
            corrects=before.version.number if before else None,
            **related_records(record, self._records.values(), before=subject.before, original=addition.original),
        )

    @cached_property
    def _records(self) -> dict[str, ObjectRecord]:
        """The records of all objects that can be relied on: others have no say in what is added."""
        return {holding.record.id: holding.record for holding in self._archive.holdings([])}


def _events(before: Holding | None, version: int, addition: Addition, note: str) -> tuple[Event, ...]:
    """Return what was done to an object, with what is done to it now."""
    kinds: tuple[EventKind, ...] = ("built", "checked", "corrected" if before else "added")
    new = [
        Event(
            kind=kind,
            moment=f"{addition.moment:%Y-%m-%dT%H:%M:%SZ}",
            version=version,
            agent=addition.author,
            program=f"pdfgen {__version__}",
            note="" if kind in ("built", "checked") else note,
        )
        for kind in kinds
    ]
    return appended(before.events if before else (), new)


def _holding(stored: StoredObject, version: int | None) -> Holding:
    found = stored.inventory.version(version) if version is None else _version(stored, version)
    return Holding(stored, found, ObjectRecord.read(stored.read(RECORD, found.number), stored.id))


def _version(stored: StoredObject, number: int) -> Version:
    try:
        return stored.inventory.version(number)
    except LookupError:
        remedy = f"its versions are 1 to {stored.inventory.head}"
        raise UsageError(f"{stored.id} has no version {number}", remedy) from None


def _same(before: Holding, source: Mapping[str, bytes], subject: ArchiveSubject) -> bool:
    """Tell whether the archive has the same source with the same options."""
    recipes = tuple(file.recipe for file in before.record.files)
    return before.record.source == hashes(source) and recipes == subject.recipes


def _correction(before: Holding, made: Payload, addition: Addition, place: str) -> str:
    """Return why a version replaces the one before. Raises InputError when nobody says so."""
    new = [item for item in made.record.errata if item not in before.record.errata]
    said = "; ".join(item.text for item in new) or addition.reason
    if not said:
        version = before.version.number
        message = f"it differs from version {version} in the archive, and nothing says what was corrected"
        remedy = "write `errata:` in the report, which prints it, or give the reason with --reason"
        raise InputError([Problem(Origin(place, 1, 1), "no-erratum", message, remedy)])
    return f"{addition.message}: {said}" if addition.message else said
