"""``datacite.json``: an object as a registry of DOIs describes it (DataCite Metadata Schema 4.7).

The JSON is what DataCite's REST API takes as the ``attributes`` of a DOI. A corrected report keeps its DOI: DataCite
gives a new one to a new work only. So its versions are told apart by their URNs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pdfgen.archive.catalogue_facts import copyright_of, judge_day, title, version_id
from pdfgen.archive.creators import Creator
from pdfgen.archive.known_licences import SPDX_LICENCES, known_licence
from pdfgen.archive.object_record import DATACITE
from pdfgen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfgen.archive.catalogue_facts import CatalogueFacts
    from pdfgen.archive.object_record import ObjectRecord

_SCHEMA = "http://datacite.org/schema/kernel-4"
_KINDS = {"report": "Report", "volume": "Book"}
"""A volume binds its reports: many pages bound together are a Book (DataCite 4.7, appendix 1)."""

_Property = dict[str, Any]


def datacite(record: ObjectRecord, facts: CatalogueFacts) -> bytes:
    """Return the content of ``datacite.json``. Raises UsageError for a DOI or an ISBN that is none.

    A number that a report has from its volume is the volume's.
    """
    numbers = facts.own_numbers(record)
    language, publisher = record.language, _publisher(record, facts.creators)
    values: _Property = {"doi": numbers["doi"]} if "doi" in numbers else {}
    values |= {"url": record.url} if record.url else {}
    values |= {
        "creators": [_creator(one) for one in facts.creators] or [_publishing(publisher)],
        "titles": [{"title": title(record), "lang": language}],
        "publisher": publisher,
        "publicationYear": facts.issued[:4],
        "types": {"resourceTypeGeneral": _KINDS[record.kind], "resourceType": _sort(record)},
        "language": language,
        "version": str(facts.version),
        "dates": _dates(record, facts.issued),
        "alternateIdentifiers": _alternates(record, facts.version, numbers),
        "relatedIdentifiers": list(_relations(record, facts)),
        "sizes": [f"{one.name}: {_count(one.pages, 'page')}, {_count(one.bytes, 'byte')}" for one in record.files],
        "formats": ["application/pdf"],
        "rightsList": _rights(record),
        "descriptions": [
            {"description": f"{one.date}: {one.text}", "descriptionType": "Other", "lang": language}
            for one in record.errata
        ],
        "geoLocations": [{"geoLocationPlace": record.entity.name}] if record.entity else [],
        "schemaVersion": _SCHEMA,
    }
    kept = {name: value for name, value in values.items() if value != []}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def said_before(content: bytes, where: str) -> tuple[str, tuple[Creator, ...]]:
    """Return the day of publication and the authors that a ``datacite.json`` has; ``where`` names its object.

    Raises UsageError when it is not ours.
    """
    try:
        values = json.loads(content)
        issued = next(one["date"] for one in values["dates"] if one["dateType"] == "Issued")
        judge_day(issued)
        creators = tuple(_read_creator(one) for one in values["creators"] if one != _publishing(values["publisher"]))
    except (ValueError, LookupError, TypeError, StopIteration, AttributeError, RecursionError, UsageError):
        message = f"{DATACITE} of {where} is not ours"
        raise UsageError(message, "see which program wrote it, or say the day and the authors again") from None
    return issued, creators


def _read_creator(values: _Property) -> Creator:
    ids = {one["nameIdentifierScheme"]: one["nameIdentifier"] for one in values.get("nameIdentifiers", ())}
    return Creator(values["name"], orcid=ids.get("ORCID"), ror=ids.get("ROR"))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _sort(record: ObjectRecord) -> str:
    return f"{record.entity.kind.capitalize()} report" if record.entity else "Bound volume"


def _creator(creator: Creator) -> _Property:
    values: _Property = {"name": creator.name}
    if creator.orcid:
        family, comma, given = creator.name.partition(", ")
        values |= {"nameType": "Personal"} | ({"givenName": given, "familyName": family} if comma else {})
        values["nameIdentifiers"] = [
            {"nameIdentifier": creator.orcid, "nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}
        ]
    elif creator.ror:
        values["nameType"] = "Organizational"
        values["nameIdentifiers"] = [
            {"nameIdentifier": creator.ror, "nameIdentifierScheme": "ROR", "schemeUri": "https://ror.org"}
        ]
    return values


def _publishing(publisher: _Property) -> _Property:
    """Return the publisher as the author."""
    return {"name": publisher["name"], "nameType": "Organizational"}


def _publisher(record: ObjectRecord, creators: Sequence[Creator]) -> _Property:
    ror = next((one.ror for one in creators if one.ror and one.name == record.publisher), None)
    named = {"name": record.publisher}
    if ror is None:
        return named
    return named | {"publisherIdentifier": ror, "publisherIdentifierScheme": "ROR", "schemeUri": "https://ror.org"}


def _covered(record: ObjectRecord) -> str:
    return "Period" if record.period else "Year under review"


def _dates(record: ObjectRecord, issued: str) -> list[_Property]:
    covered = {"date": record.covers, "dateType": "Coverage", "dateInformation": _covered(record)}
    updated = dict.fromkeys(one.date for one in record.errata)
    for day in updated:
        judge_day(day)
    return [
        {"date": issued, "dateType": "Issued"},
        covered,
        *({"date": day, "dateType": "Updated"} for day in updated),
    ]


def _alternates(record: ObjectRecord, version: int, numbers: dict[str, str]) -> list[_Property]:
    named = [("URN", record.id), ("URN", version_id(record.id, version))]
    named += [("ISBN", numbers["isbn"])] if "isbn" in numbers else []
    return [{"alternateIdentifier": value, "alternateIdentifierType": kind} for kind, value in named]


def _relations(record: ObjectRecord, facts: CatalogueFacts) -> Iterator[_Property]:
    known = set()
    for relation, other in facts.relations():
        numbers = facts.own_numbers(other, record)
        kinds = ("doi", "isbn") if other.kind == "volume" else ("doi",)  # a report has the ISBN of its volume
        kind = next((kind for kind in kinds if kind in numbers), "urn")
        yield _relation(relation, kind, numbers.get(kind, other.id), other)
        known.add(other.id)
    for part in record.reports:
        if part not in known:
            yield _relation("HasPart", "urn", part)
    if facts.corrects is not None:
        yield _relation("IsNewVersionOf", "urn", version_id(record.id, facts.corrects), record)


def _relation(relation: str, kind: str, value: str, other: ObjectRecord | None = None) -> _Property:
    values = {
        "relatedIdentifier": value,
        "relatedIdentifierType": kind.upper(),
        "relationType": relation,
        "resourceTypeGeneral": _KINDS[other.kind if other else "report"],
    }
    return values | ({"relationTypeInformation": "The same in another language"} if relation == "Other" else {})


def _rights(record: ObjectRecord) -> list[_Property]:
    said = list(filter(None, [record.licence, copyright_of(record)]))
    return [_right(one, record.language) for one in said]


def _right(statement: str, language: str) -> _Property:
    values = {"rights": statement, "lang": language}
    if known := known_licence(statement):
        values |= {"rightsUri": known.url, "rightsIdentifier": known.spdx, "rightsIdentifierScheme": "SPDX"}
        values["schemeUri"] = SPDX_LICENCES
    return values
