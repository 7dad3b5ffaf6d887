"""What a listing of an archive shows: its objects with versions, files and digests, by series and edition.

Everything is read, and what is damaged is not listed: a listing vouches for its checksums.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.archive.object_record import FILES, RECORD, ArchivedErratum, ArchivedFile, ObjectRecord
from pdfgen.archive.ocfl.damage import DamageError
from pdfgen.archive.ocfl.logical_paths import judge_files
from pdfgen.errors import PdfgenError, UsageError
from pdfgen.model.editions import natural
from pdfgen.model.spelling import slugged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pdfgen.archive.ocfl.inventory import Version
    from pdfgen.archive.ocfl.storage_root import StorageRoot
    from pdfgen.archive.ocfl.stored_object import StoredObject
    from pdfgen.model.editions import EditionId


_OURS = re.compile(r"urn:pdfgen:[\w.-]+:\d+:[\w-]+(?::([\w.-]+))?")
_PDF = ".pdf"


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of a version. ``address`` is where its PDF lies in the listing; empty for other files.

    ``made`` is what the record says of a finished file.
    """

    path: str
    size: int
    sha512: str
    address: str
    made: ArchivedFile | None


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A version, with the errata that it has and its predecessor has not."""

    number: int
    created: datetime
    message: str
    user: str
    record: ObjectRecord
    files: tuple[ListedFile, ...]
    errata: tuple[ArchivedErratum, ...]

    @property
    def finished(self) -> list[ListedFile]:
        """The files that can be opened from the listing, those for the screen first."""
        found = [file for file in self.files if file.address]
        return sorted(found, key=lambda file: file.made is None or file.made.recipe.profile != "screen")


@dataclass(frozen=True, slots=True)
class ListedObject:
    """An object; ``folder`` is where its page lies in the listing."""

    stored: StoredObject
    folder: str
    versions: tuple[ListedVersion, ...]

    @property
    def last(self) -> ListedVersion:
        """The version that counts."""
        return self.versions[-1]

    @property
    def record(self) -> ObjectRecord:
        """What the last version says of itself."""
        return self.last.record

    @property
    def page(self) -> str:
        """Where its page is."""
        return f"{self.folder}/index.html"


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition of a series, with its objects: volumes, and reports in the order of their names."""

    folder: str
    series: str
    year: EditionId
    objects: tuple[ListedObject, ...]

    @property
    def title(self) -> str:
        """Its name."""
        return f"{self.series} {self.year}"

    @property
    def page(self) -> str:
        """Where its page is."""
        return f"{self.folder}/index.html"

    @property
    def volumes(self) -> list[ListedObject]:
        """The bound volumes, one for each language."""
        return [one for one in self.objects if one.record.kind == "volume"]

    @property
    def reports(self) -> list[ListedObject]:
        """The reports."""
        return [one for one in self.objects if one.record.kind == "report"]


@dataclass(slots=True)
class SiteCatalogue:
    """All that is listed: the editions by series, the newest first. ``faults`` tell what is not listed, and why."""

    editions: list[ListedEdition] = field(default_factory=list)
    faults: list[PdfgenError] = field(default_factory=list)

    @property
    def objects(self) -> Iterator[ListedObject]:
        """All objects."""
        return (one for edition in self.editions for one in edition.objects)

    def changes(self) -> list[tuple[ListedObject, ListedVersion]]:
        """Return every version but first ones, the newest first."""
        found = [(one, version) for one in self.objects for version in one.versions[1:]]
        return sorted(found, key=lambda each: (-each[1].created.timestamp(), each[0].stored.id, -each[1].number))


def read_catalogue(root: StorageRoot) -> SiteCatalogue:
    """Read all objects of an archive, and hash all their files."""
    found = SiteCatalogue()
    groups: dict[str, list[ListedObject]] = {}
    try:
        for place in root.places():
            try:
                listed = _listed(root.at(place))
            except (DamageError, UsageError) as error:
                found.faults.append(error)
                continue
            groups.setdefault(_edition_folder(listed.record), []).append(listed)
    except DamageError as damage:  # a folder on the way to objects
        found.faults.append(damage)
    for folder, objects in groups.items():
        ordered = tuple(sorted(objects, key=_order))
        found.editions.append(ListedEdition(folder, ordered[0].record.series, ordered[0].record.edition, ordered))
    found.editions.sort(key=lambda edition: natural(edition.year), reverse=True)
    found.editions.sort(key=lambda edition: (slugged(edition.series), edition.folder.split("/")[0]))
    return found


def _order(one: ListedObject) -> tuple[str, str, str]:
    return slugged(one.record.title), one.record.language, one.stored.id


def _listed(stored: StoredObject) -> ListedObject:
    folder = _folder(stored)
    versions: list[ListedVersion] = []
    hashed: dict[str, tuple[int, str]] = {}
    first: dict[tuple[str, str], int] = {}  # the version that a file came with
    for version in stored.versions:
        where = f"version {version.number} of object {stored.id}"
        record = ObjectRecord.read(stored.read(RECORD, version.number), where)
        for path, digest in version.state.items():
            first.setdefault((path, digest), version.number)
            if digest not in hashed:
                content = stored.read(path, version.number)
                hashed[digest] = len(content), hashlib.sha512(content).hexdigest()
        made = {f"{FILES}{file.name}": file for file in record.files}
        files = tuple(
            ListedFile(path, *hashed[digest], _address(folder, path, first[path, digest]), made.get(path))
            for path, digest in sorted(version.state.items())
        )
        known = versions[-1].record.errata if versions else ()
        errata = tuple(erratum for erratum in record.errata if erratum not in known)
        versions.append(_version(version, record, files, errata))
    return ListedObject(stored, folder, tuple(versions))


def _version(
    version: Version, record: ObjectRecord, files: tuple[ListedFile, ...], errata: tuple[ArchivedErratum, ...]
) -> ListedVersion:
    return ListedVersion(version.number, version.created, version.message, version.user_name, record, files, errata)


def _edition_folder(record: ObjectRecord) -> str:
    return f"{slugged(record.rubric) or 'series'}/{record.edition}"


def _folder(stored: StoredObject) -> str:
    """Return where the page of an object lies: at the same place in every listing that has it."""
    record = ObjectRecord.read(stored.read(RECORD), f"object {stored.id}")
    found = _OURS.fullmatch(stored.id)
    edition = f"urn:pdfgen:{record.rubric}:{record.edition}:{record.language}"
    if found and stored.id.startswith(edition):
        place = f"{record.language}/{found[1]}" if found[1] else f"volume-{record.language}"
        folder = f"{record.rubric}/{record.edition}/{place}"
        if _is_portable(f"{folder}/index.html"):
            return folder
    return f"objects/{hashlib.sha256(stored.id.encode()).hexdigest()[:16]}"


def _address(folder: str, path: str, version: int) -> str:
    """Return where a PDF file lies; nothing for other files. What versions share lies at the first one's place."""
    if not path.startswith(FILES) or not path.endswith(_PDF):
        return ""
    place = f"{folder}/v{version}/{path.removeprefix(FILES)}"
    if _is_portable(place):
        return place
    return f"{folder}/v{version}/{hashlib.sha256(path.encode()).hexdigest()[:16]}{_PDF}"


def _is_portable(path: str) -> bool:
    try:
        judge_files([path])
    except UsageError:
        return False
    return True
