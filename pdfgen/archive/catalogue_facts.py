"""What a catalogue says of an object, and its record does not: its day, its authors, the objects that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pdfgen.errors import UsageError, visible
from pdfgen.model.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfgen.archive.creators import Creator
    from pdfgen.archive.object_record import ObjectRecord

Relation = tuple[str, "ObjectRecord"]
"""A relation as DataCite names it, and to what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFacts:
    """Facts on a version of an object. Raises UsageError when the day is none, or the versions cannot be.

    ``issued`` is the day when the object was first published, as ISO 8601 writes it. Without ``creators`` the publisher
    is the author. ``corrects`` is the version that this one replaces. The rest are records of other objects: ``volume``
    binds the report; ``before`` is the same report, or the volume, of the edition before; ``original`` is what it was
    translated from, and ``translations`` are those made from it; ``counterparts`` are in other languages, and nobody
    says which was first; ``parts`` are the reports of a volume.
    """

    version: int
    issued: str
    creators: Sequence[Creator] = ()
    corrects: int | None = None
    volume: ObjectRecord | None = None
    before: ObjectRecord | None = None
    original: ObjectRecord | None = None
    translations: Sequence[ObjectRecord] = ()
    counterparts: Sequence[ObjectRecord] = ()
    parts: Sequence[ObjectRecord] = ()

    def __post_init__(self) -> None:
        judge_day(self.issued)
        if self.version < 1:
            raise UsageError(f"there is no version {self.version}", "number versions from 1")
        if self.corrects is not None and not 1 <= self.corrects < self.version:
            raise UsageError(
                f"version {self.version} cannot correct version {self.corrects}", "name a version that was before it"
            )

    def relations(self) -> Iterator[Relation]:
        """Yield the records with their relations."""
        named = (("IsPartOf", self.volume), ("Continues", self.before), ("IsTranslationOf", self.original))
        yield from ((relation, record) for relation, record in named if record)
        yield from (("HasTranslation", record) for record in self.translations)
        yield from (("Other", record) for record in self.counterparts)
        yield from (("HasPart", record) for record in self.parts)

    def own_numbers(self, record: ObjectRecord, whole: ObjectRecord | None = None) -> dict[str, str]:
        """Return the DOI and the ISBN that mean a record alone, by their kinds: ``doi``, ``isbn``.

        ``whole`` is the record of the object that the facts are on, where ``record`` is another. Raises UsageError when
        a number is wrong.

        An edition gives its reports what they do not have: a number that several records have is the volume's, and
        where none of them is a volume, or two are, it is nobody's.
        """
        numbers = _numbers(record)
        for other in (whole or record, *(other for _, other in self.relations())):
            if other.id == record.id or (record.kind == "volume" and other.kind == "report"):
                continue
            taken = {_compared(value) for value in _numbers(other).values()}
            numbers = {kind: value for kind, value in numbers.items() if _compared(value) not in taken}
        return numbers


def title(record: ObjectRecord) -> str:
    """Return the title of an object as a catalogue has it, which knows nothing else of it."""
    return record.title if record.kind == "volume" else f"{record.series} {record.edition}: {record.title}"


def copyright_of(record: ObjectRecord) -> str:
    """Return the statement of copyright, which ``rights`` has before the licence; empty when there is none."""
    return (record.rights or "").removesuffix(record.licence or "").removesuffix(". ")


def version_id(object_id: str, version: int) -> str:
    """Return the URN of a version of an object.

    >>> version_id("urn:pdfgen:freedom-in-the-world:2018:en:kazakhstan", 2)
    'urn:pdfgen:freedom-in-the-world:2018:en:kazakhstan:v2'
    """
    return f"{object_id}:v{version}"


def judge_day(text: str) -> None:
    """Raise UsageError when a text is not a day as ISO 8601 writes it."""
    try:
        good = date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    if not good:
        raise UsageError(f"“{visible(text)}” is not a day", "write it as 2018-01-16")


def _numbers(record: ObjectRecord) -> dict[str, str]:
    found = {kind: value for kind, value in (("doi", record.doi), ("isbn", record.isbn)) if value}
    try:
        Publication.model_validate(found)
    except ValidationError as error:
        wrong = error.errors()[0]
        kind = str(wrong["loc"][0])
        named = f"the {kind.upper()} of {record.id}, {visible(found[kind])}"
        raise UsageError(f"{named}: {wrong['msg']}", wrong.get("ctx", {}).get("remedy", "correct it")) from None
    return found


def _compared(number: str) -> str:
    """Return a number as it is compared: a DOI in any letters, an ISBN with any hyphens (ISO 26324, ISO 2108)."""
    return number.lower() if number.startswith("10.") else number.replace("-", "").replace(" ", "")
