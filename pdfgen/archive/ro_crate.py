"""``ro-crate-metadata.json``: what a folder is, for whoever finds it (RO-Crate Metadata Specification 1.1).

The words are those of schema.org, as JSON-LD; ``sha256`` is a newer one, which the context of RO-Crate 1.1 lacks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pdfgen.archive.catalogue_facts import copyright_of, title, version_id
from pdfgen.archive.known_licences import SPDX_LICENCES, known_licence
from pdfgen.archive.object_record import CRATE, FILES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.archive.catalogue_facts import CatalogueFacts
    from pdfgen.archive.creators import Creator
    from pdfgen.archive.object_record import Event, ObjectRecord

_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_CONTEXT = [f"{_SPECIFICATION}/context", {"sha256": "http://schema.org/sha256"}]
_ROOT = {"@id": "./"}
_PUBLISHER, _PROGRAM, _LICENCE, _SUBJECT = "#publisher", "#program", "#licence", "#entity"
_ACTIONS = {
    "built": "CreateAction",
    "corrected": "UpdateAction",
    "added": "AddAction",
    "checked": "CheckAction",
    "verified": "CheckAction",
}

_Entity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CratedFile:
    """A file of an object: ``bytes`` is its size, ``what`` says in a few words what it is."""

    bytes: int
    sha256: str
    media_type: str
    what: str


def crate(
    record: ObjectRecord, files: Mapping[str, CratedFile], events: Sequence[Event], facts: CatalogueFacts
) -> bytes:
    """Return the content of ``ro-crate-metadata.json``. Raises UsageError for a DOI or an ISBN that is none.

    ``files`` has all files of the object by their paths, but this one.
    """
    publisher, authors = _organisations(record, facts)
    agents = {name: f"#agent-{number}" for number, name in enumerate(dict.fromkeys(e.agent for e in events), 1)}
    programs = {name: f"{_PROGRAM}-{number}" for number, name in enumerate(dict.fromkeys(_programs(record, events)), 1)}
    actions = [_action(number, event, agents, programs, files) for number, event in enumerate(events, 1)]
    licence = _licence(record)
    root = _root(record, facts) | {
        "license": {"@id": licence["@id"]} if licence else copyright_of(record) or "No licence is stated.",
        "publisher": {"@id": publisher["@id"]},
        "author": _one([{"@id": one["@id"]} for one in authors or [publisher]]),
        "hasPart": _one([{"@id": _path(path)} for path in files]),
    }
    root |= {"mentions": _one([{"@id": one["@id"]} for one in actions])} if actions else {}
    root |= {"isPartOf": {"@id": facts.volume.id}} if facts.volume else {}
    graph = [
        {"@id": CRATE, "@type": "CreativeWork", "conformsTo": {"@id": _SPECIFICATION}, "about": _ROOT},
        root,
        *(_file(path, file, record) for path, file in files.items()),
        publisher,
        *(one for one in authors if one is not publisher),
        *([licence] if licence else []),
        *_subject(record),
        *_volume(facts),
        *({"@id": id_, "@type": "Thing", "name": name} for name, id_ in agents.items()),
        *(_program(record, name, id_) for name, id_ in programs.items()),
        *actions,
    ]
    values = {"@context": _CONTEXT, "@graph": graph}
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def _one(values: list[Any]) -> Any:
    """Return the values of a property; a single one stands alone (RO-Crate 1.1, appendix “RO-Crate JSON-LD”)."""
    return values[0] if len(values) == 1 else values


def _path(path: str) -> str:
    """Return a path as a URI: letters of all scripts stay (RO-Crate 1.1, “Encoding file paths”).

    >>> _path("source/images/almost 50%.png"), _path("files/面试.pdf")
    ('source/images/almost%2050%25.png', 'files/面试.pdf')
    """
    return "".join(one if one.isprintable() and not one.isascii() else quote(one, safe="/") for one in path)


def _root(record: ObjectRecord, facts: CatalogueFacts) -> _Entity:
    doi = [value for kind, value in facts.own_numbers(record).items() if kind == "doi"]
    what = "report" if record.kind == "report" else f"volume of {len(record.reports)} reports"
    language = f"in the language {record.language}"
    values: _Entity = {
        **_ROOT,
        "@type": "Dataset",
        "name": title(record),
        "description": f"{title(record)}, {what} {language}: finished files, and the source that builds them.",
        "identifier": _one([*(f"https://doi.org/{one}" for one in doi), version_id(record.id, facts.version)]),
        "datePublished": facts.issued,
        "inLanguage": record.language,
        "temporalCoverage": record.covers,
        "version": str(facts.version),
    }
    values |= {"url": record.url} if record.url else {}
    if record.errata:
        values["correction"] = _one([f"{one.date}: {one.text}" for one in record.errata])
    return values | ({"about": {"@id": _SUBJECT}} if record.entity else {})


def _file(path: str, file: CratedFile, record: ObjectRecord) -> _Entity:
    values: _Entity = {
        "@id": _path(path),
        "@type": "File",
        "name": path.rpartition("/")[2],
        "description": file.what,
        "encodingFormat": file.media_type,
        "contentSize": str(file.bytes),
        "sha256": file.sha256,
    }
    for one in record.files:
        if path == f"{FILES}{one.name}":
            values["inLanguage"] = record.language
            pages = f"{one.pages} page{'' if one.pages == 1 else 's'}"
            values["description"] = "; ".join([file.what, pages, *one.standards])
    return values


def _organisations(record: ObjectRecord, facts: CatalogueFacts) -> tuple[_Entity, list[_Entity]]:
    """Return the publisher, and the authors; the publisher itself may be among them."""
    ror = next((one.ror for one in facts.creators if one.ror and one.name == record.publisher), None)
    publisher = {"@id": ror or _PUBLISHER, "@type": "Organization", "name": record.publisher}
    publisher |= {"url": ror} if ror else {}
    return publisher, [
        publisher if one.name == record.publisher else _author(number, one)
        for number, one in enumerate(facts.creators, 1)
    ]


def _author(number: int, creator: Creator) -> _Entity:
    """Return an author. Who has no identifier may be a person or an organisation: nobody has said."""
    kind = "Person" if creator.orcid else "Organization" if creator.ror else "Thing"
    values = {"@id": creator.orcid or creator.ror or f"#author-{number}", "@type": kind, "name": creator.name}
    return values | ({"url": creator.ror} if creator.ror else {})


def _licence(record: ObjectRecord) -> _Entity | None:
    if not record.licence:
        return None
    known = known_licence(record.licence)
    values = {"@id": known.url if known else _LICENCE, "@type": "CreativeWork", "name": record.licence}
    values["description"] = "; ".join(filter(None, [record.licence, copyright_of(record)]))
    return values | ({"identifier": f"{SPDX_LICENCES}{known.spdx}"} if known else {})


def _subject(record: ObjectRecord) -> list[_Entity]:
    if record.entity is None:
        return []
    kind = "Country" if record.entity.kind == "country" else "Place"
    values = {"@id": _SUBJECT, "@type": kind, "name": record.entity.name}
    identifiers = [one for one in (record.entity.iso, record.entity.id) if one]
    return [values | ({"identifier": _one(identifiers)} if identifiers else {})]


def _volume(facts: CatalogueFacts) -> list[_Entity]:
    if facts.volume is None:
        return []
    numbers = facts.own_numbers(facts.volume)
    values = {"@id": facts.volume.id, "@type": "Book", "name": title(facts.volume)}
    values |= {"identifier": f"https://doi.org/{numbers['doi']}"} if "doi" in numbers else {}
    return [values | ({"isbn": numbers["isbn"]} if "isbn" in numbers else {})]


def _programs(record: ObjectRecord, events: Sequence[Event]) -> list[str]:
    """Return the programs that made the files and did the rest, with their versions."""
    return [_maker(record), *(event.program for event in events)]


def _maker(record: ObjectRecord) -> str:
    return f"pdfgen {record.versions.get('pdfgen', '').partition(' ')[0]}".rstrip()


def _program(record: ObjectRecord, program: str, id_: str) -> _Entity:
    name, _, number = program.partition(" ")
    values: _Entity = {"@id": id_, "@type": "SoftwareApplication", "name": name, "version": number or "unknown"}
    if program == _maker(record):
        values["softwareRequirements"] = _one([f"{name} {one}" for name, one in sorted(record.versions.items())])
    return values


def _action(
    number: int,
    event: Event,
    agents: Mapping[str, str],
    programs: Mapping[str, str],
    files: Mapping[str, CratedFile],
) -> _Entity:
    values: _Entity = {
        "@id": f"#event-{number}",
        "@type": _ACTIONS[event.kind],
        "name": f"Version {event.version} {event.kind}",
        "endTime": event.moment,
        "agent": {"@id": agents[event.agent]},
        "instrument": {"@id": programs[event.program]},
        "object": _ROOT,
    }
    if event.kind == "built":
        values["result"] = _one([{"@id": _path(path)} for path in files if path.startswith(FILES)])
    return values | ({"description": event.note} if event.note else {})
