"""What an archived object says of itself: ``record.json``, from which catalogues, lists and searches are made.

An object is a report of an edition in one language, or the volume of an edition. Its files are

    record.json                    this
    datacite.json                  for a registry of DOIs
    ro-crate-metadata.json         for whoever finds the folder
    events.json                    who did what, when, with which version
    files/NAME.pdf                 the finished files: screen, press, card
    source/…                       the project that builds them
"""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from pdfgen.errors import UsageError
from pdfgen.model.base import Model, first_fault
from pdfgen.model.editions import EditionId, path_of
from pdfgen.model.spelling import slugged
from pdfgen.source.manifest import Recipe  # noqa: TC001  # pydantic evaluates annotations at run time

RECORD, DATACITE, CRATE, EVENTS = "record.json", "datacite.json", "ro-crate-metadata.json", "events.json"
FILES, SOURCE = "files/", "source/"

_Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Moment = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]


class ArchivedFile(Model):
    """A finished file of an object."""

    name: str
    """Its path in the object, below ``files/``."""
    shows: Literal["report", "card", "volume"]
    recipe: Recipe
    """The options that build it from the source in the object."""
    standards: tuple[str, ...]
    pages: int
    bytes: int
    sha256: _Hash


class ArchivedEntity(Model):
    """Whom a report is about."""

    name: str
    id: str | None = None
    kind: str
    iso: str | None = None
    region: str | None = None
    grouped_by: str | None = None
    """What the method calls the group in ``region``; a region when left out."""


class ArchivedErratum(Model):
    """A correction that the object prints."""

    date: str
    """When it was made, as ISO 8601 writes a day."""
    text: str
    """What was changed."""
    version: int | None = None
    """The version that it corrects."""


class ObjectRecord(Model):
    """The content of ``record.json``; the same source gives the same record."""

    id: str
    """The identifier of the object: ``urn:pdfgen:RUBRIC:EDITION:LANGUAGE:NAME``."""
    kind: Literal["report", "volume"]
    title: str
    """As the file prints it: the name of the entity, or that of the series with the edition."""
    rubric: str
    series: str
    """The title of the method."""
    edition: EditionId
    year_under_review: int | None = None
    period: str | None = None
    """The time that it covers, in words, where that is no year."""
    language: str
    entity: ArchivedEntity | None = None
    """None for a volume."""
    publisher: str
    licence: str | None = None
    rights: str | None = None
    doi: str | None = None
    """Its own, as ISBN and URL are: what a report has from its edition belongs to the volume."""
    isbn: str | None = None
    url: str | None = None
    scores: dict[str, str] = Field(default_factory=dict)
    """Every number and category of the scorecard, by measure."""
    total: str | None = None
    """The headline number, as text of a decimal number."""
    status: str | None = None
    """The category of the entity, in words; its code is among the scores."""
    flags: tuple[str, ...] = ()
    """The ids of the flags that it meets."""
    reports: tuple[str, ...] = ()
    """The identifiers of the reports that a volume binds."""
    errata: tuple[ArchivedErratum, ...] = ()
    versions: dict[str, str]
    """The program and the libraries that made the files, with the hash of the program's code and the version of
    Python."""
    faces: dict[str, _Hash] = Field(default_factory=dict)
    """Every font of the theme, by name."""
    own_faces: tuple[str, ...] = ()
    """The fonts that do not come with pdfgen; the source has them."""
    shipped: dict[str, _Hash] = Field(default_factory=dict)
    """The theme and the labels that come with pdfgen, by their paths in its data."""
    files: tuple[ArchivedFile, ...]
    source: dict[str, _Hash]
    """SHA-256 of each file of the source, by its path below ``source/``."""

    @property
    def covers(self) -> str:
        """The time that it covers: its words, or a year."""
        return self.period or str(self.year_under_review or "")

    def content(self) -> bytes:
        """Return the record as it is stored: the same values give the same bytes."""
        values = self.model_dump(mode="json", exclude_none=True)
        return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    @classmethod
    def read(cls, content: bytes, where: str) -> ObjectRecord:
        """Return a record. Raises UsageError when it is none; ``where`` names the object."""
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            message = f"{RECORD} of {where} is not ours: {first_fault(error)}"
            raise UsageError(message, "see which program wrote it") from None


EventKind = Literal["built", "checked", "added", "verified", "corrected"]


class Event(Model):
    """Something that was done to an object."""

    kind: EventKind
    moment: _Moment
    version: int
    """The version of the object that it is about."""
    agent: str
    """The person or the machine that did it."""
    program: str
    """The program, with its version."""
    note: str = ""


def report_id(rubric: str, edition: EditionId, language: str, name: str, id_: str | None = None) -> str:
    """Return the identifier of the object of a report.

    >>> report_id("freedom-in-the-world", 2018, "en", "Côte d’Ivoire")
    'urn:pdfgen:freedom-in-the-world:2018:en:cote-d-ivoire'
    """
    return (
        f"urn:pdfgen:{rubric}:{path_of(edition)}:{language}:{'.'.join(filter(None, map(slugged, [name, id_ or ''])))}"
    )


def volume_id(rubric: str, edition: EditionId, language: str) -> str:
    """Return the identifier of the object of a volume."""
    return f"urn:pdfgen:{rubric}:{path_of(edition)}:{language}"
