"""The files of an object that describe it: for a registry of DOIs, for whoever finds the folder, and its events."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pdfgen.archive.datacite import datacite
from pdfgen.archive.events import written
from pdfgen.archive.object_record import CRATE, DATACITE, EVENTS, FILES, RECORD, SOURCE
from pdfgen.archive.ro_crate import CratedFile, crate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.archive.catalogue_facts import CatalogueFacts
    from pdfgen.archive.object_record import Event, ObjectRecord

_MEDIA_TYPES = {
    "csv": "text/csv",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "png": "image/png",
    "ttf": "font/ttf",
    "yaml": "application/yaml",
    "zip": "application/zip",
}
"""Media types by what the name of a file ends with (IANA; RFC 8081 for fonts, RFC 9512 for YAML)."""

_WORDS = {
    RECORD: "Facts of the object: what it is, its scores, how its files were made",
    DATACITE: "The object as a registry of DOIs describes it (DataCite 4.7)",
    EVENTS: "What was done to the object: who, when, with which program",
    f"{SOURCE}report.yaml": "The report as its editors wrote it",
    f"{SOURCE}edition.yaml": "The edition of the report",
    f"{SOURCE}rubrics/": "The method",
    f"{SOURCE}themes/": "How the files look",
    f"{SOURCE}labels/": "Words of a language",
    f"{SOURCE}names/": "Names of entities",
    f"{SOURCE}scores/": "Scores of this edition and of earlier ones",
    f"{SOURCE}fonts/": "A font",
    f"{SOURCE}images/": "A picture",
    f"{SOURCE}editions/": "A part of the edition as its editors wrote it",
    SOURCE: "A part of the source",
}
"""What files are, by how their paths begin; the longest beginning counts."""

_SHOWN = {"report": "The report", "card": "The card of the report", "volume": "The volume"}
_PURPOSES = {"screen": "for the screen", "print": "for the press", "card": "of one page"}


def descriptions(
    record: ObjectRecord, files: Mapping[str, bytes], events: Sequence[Event], facts: CatalogueFacts
) -> dict[str, bytes]:
    """Return the files that describe an object, by their paths.

    ``files`` are all other files of the object. Raises UsageError for a DOI or an ISBN that is none.
    """
    made = {DATACITE: datacite(record, facts), EVENTS: written(events)}
    crated = {path: _crated(path, content, record) for path, content in sorted({**files, **made}.items())}
    return made | {CRATE: crate(record, crated, events, facts)}


def _crated(path: str, content: bytes, record: ObjectRecord) -> CratedFile:
    kind = _MEDIA_TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")
    return CratedFile(len(content), hashlib.sha256(content).hexdigest(), kind, _words(path, record))


def _words(path: str, record: ObjectRecord) -> str:
    for one in record.files:
        if path == f"{FILES}{one.name}":
            return f"{_SHOWN[one.shows]} {_PURPOSES.get(one.recipe.profile, '')}".rstrip()
    beginnings = [one for one in _WORDS if path.startswith(one)]
    return _WORDS[max(beginnings, key=len)] if beginnings else "A file of the object"
