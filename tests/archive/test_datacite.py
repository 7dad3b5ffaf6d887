"""What a registry of DOIs is told of an object is true, and has the form that DataCite's schema gives it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.archive.catalogue_facts import CatalogueFacts
from pdfgen.archive.creators import Creator
from pdfgen.archive.datacite import datacite, said_before
from pdfgen.archive.object_record import ArchivedErratum
from pdfgen.errors import UsageError
from tests.archive.records import KAZAKHSTAN, printed, report, volume

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.archive.object_record import ObjectRecord

ISBN = "978-3-16-148410-0"
FULL = report(
    doi="10.1234/fiw.2018.kz",
    url="https://example.org/2018/kazakhstan",
    licence="CC BY 4.0",
    rights="© Freedom House 2018. CC BY 4.0",
    errata=(ArchivedErratum(date="2018-02-01", text="The total was 21, and is 22.", version=1),),
    files=(printed("kazakhstan.pdf"), printed("kazakhstan-card.pdf", "card", 1)),
)
TRANSLATION = report(language="es", title="Kazajistán")
VOLUME = volume(doi="10.1234/fiw.2018", isbn=ISBN)
FACTS = CatalogueFacts(
    version=2,
    issued="2018-01-16",
    creators=(
        Creator("Hope, Anthony", orcid="0000-0002-1825-0097"),
        Creator("Freedom House", ror="04wxnsj81"),
        Creator("Zenda Institute"),
    ),
    corrects=1,
    volume=VOLUME,
    before=report(edition=2017, doi="10.1234/fiw.2017.kz"),
    translations=(TRANSLATION,),
)
COUNTERPARTS = CatalogueFacts(version=1, issued="2018-01-16", counterparts=(FULL,))
PLAIN = CatalogueFacts(version=1, issued="2018-01-16")


def told(record: ObjectRecord, facts: CatalogueFacts = PLAIN) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(datacite(record, facts))
    return found


def relations(record: ObjectRecord, facts: CatalogueFacts) -> list[tuple[str, str, str, str]]:
    return [
        (one["relationType"], one["relatedIdentifierType"], one["relatedIdentifier"], one["resourceTypeGeneral"])
        for one in told(record, facts).get("relatedIdentifiers", [])
    ]


def test_all_of_a_report_is_told() -> None:
    assert told(FULL, FACTS) == {
        "doi": "10.1234/fiw.2018.kz",
        "url": "https://example.org/2018/kazakhstan",
        "creators": [
            {
                "name": "Hope, Anthony",
                "nameType": "Personal",
                "givenName": "Anthony",
                "familyName": "Hope",
                "nameIdentifiers": [
                    {
                        "nameIdentifier": "https://orcid.org/0000-0002-1825-0097",
                        "nameIdentifierScheme": "ORCID",
                        "schemeUri": "https://orcid.org",
                    }
                ],
            },
            {
                "name": "Freedom House",
                "nameType": "Organizational",
                "nameIdentifiers": [
                    {
                        "nameIdentifier": "https://ror.org/04wxnsj81",
                        "nameIdentifierScheme": "ROR",
                        "schemeUri": "https://ror.org",
                    }
                ],
            },
            {"name": "Zenda Institute"},
        ],
        "titles": [{"title": "Freedom in the World 2018: Kazakhstan", "lang": "en"}],
        "publisher": {
            "name": "Freedom House",
            "publisherIdentifier": "https://ror.org/04wxnsj81",
            "publisherIdentifierScheme": "ROR",
            "schemeUri": "https://ror.org",
        },
        "publicationYear": "2018",
        "types": {"resourceTypeGeneral": "Report", "resourceType": "Country report"},
        "language": "en",
        "version": "2",
        "dates": [
            {"date": "2018-01-16", "dateType": "Issued"},
            {"date": "2017", "dateType": "Coverage", "dateInformation": "Year under review"},
            {"date": "2018-02-01", "dateType": "Updated"},
        ],
        "alternateIdentifiers": [
            {"alternateIdentifier": KAZAKHSTAN, "alternateIdentifierType": "URN"},
            {"alternateIdentifier": f"{KAZAKHSTAN}:v2", "alternateIdentifierType": "URN"},
        ],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": "10.1234/fiw.2018",
                "relatedIdentifierType": "DOI",
                "relationType": "IsPartOf",
                "resourceTypeGeneral": "Book",
            },
            {
                "relatedIdentifier": "10.1234/fiw.2017.kz",
                "relatedIdentifierType": "DOI",
                "relationType": "Continues",
                "resourceTypeGeneral": "Report",
            },
            {
                "relatedIdentifier": TRANSLATION.id,
                "relatedIdentifierType": "URN",
                "relationType": "HasTranslation",
                "resourceTypeGeneral": "Report",
            },
            {
                "relatedIdentifier": f"{KAZAKHSTAN}:v1",
                "relatedIdentifierType": "URN",
                "relationType": "IsNewVersionOf",
                "resourceTypeGeneral": "Report",
            },
        ],
        "sizes": ["kazakhstan.pdf: 6 pages, 8 bytes", "kazakhstan-card.pdf: 1 page, 8 bytes"],
        "formats": ["application/pdf"],
        "rightsList": [
            {
                "rights": "CC BY 4.0",
                "lang": "en",
                "rightsUri": "https://creativecommons.org/licenses/by/4.0/",
                "rightsIdentifier": "CC-BY-4.0",
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            },
            {"rights": "© Freedom House 2018", "lang": "en"},
        ],
        "descriptions": [
            {"description": "2018-02-01: The total was 21, and is 22.", "descriptionType": "Other", "lang": "en"}
        ],
        "geoLocations": [{"geoLocationPlace": "Kazakhstan"}],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }


def test_the_same_facts_give_the_same_bytes() -> None:
    content = datacite(FULL, FACTS)
    assert content == datacite(report(**dict(FULL)), FACTS)
    assert content.endswith(b"\n}\n")
    assert "Kazajistán".encode() in datacite(TRANSLATION, PLAIN)


def test_a_report_without_a_doi_has_other_identifiers() -> None:
    found = told(report())
    assert "doi" not in found
    assert [one["alternateIdentifier"] for one in found["alternateIdentifiers"]] == [KAZAKHSTAN, f"{KAZAKHSTAN}:v1"]
    assert found["creators"] == [{"name": "Freedom House", "nameType": "Organizational"}]
    assert found["publisher"] == {"name": "Freedom House"}
    assert not found.keys() & {"relatedIdentifiers", "rightsList", "descriptions", "url"}
    assert told(report(isbn=ISBN))["alternateIdentifiers"][2] == {
        "alternateIdentifier": ISBN,
        "alternateIdentifierType": "ISBN",
    }


def test_a_volume_has_its_reports() -> None:
    syria = report("Syria", doi="10.1234/fiw.2018.sy")
    facts = CatalogueFacts(
        version=1, issued="2018-01-16", before=volume(2017, isbn="978-0-306-40615-7"), parts=(syria,)
    )
    found = told(VOLUME, facts)
    assert found["types"] == {"resourceTypeGeneral": "Book", "resourceType": "Bound volume"}
    assert found["titles"] == [{"title": "Freedom in the World 2018", "lang": "en"}]
    assert found["sizes"] == ["volume.pdf: 1 page, 8 bytes"]
    assert "geoLocations" not in found
    assert relations(VOLUME, facts) == [
        ("Continues", "ISBN", "978-0-306-40615-7", "Book"),
        ("HasPart", "DOI", "10.1234/fiw.2018.sy", "Report"),
        ("HasPart", "URN", KAZAKHSTAN, "Report"),
    ]


def test_a_translation_names_what_it_was_translated_from() -> None:
    facts = CatalogueFacts(version=1, issued="2018-01-16", original=FULL)
    assert relations(TRANSLATION, facts) == [("IsTranslationOf", "DOI", "10.1234/fiw.2018.kz", "Report")]
    assert told(TRANSLATION, facts)["titles"] == [{"title": "Freedom in the World 2018: Kazajistán", "lang": "es"}]


def test_where_nobody_says_which_was_first_the_languages_are_only_related() -> None:
    (relation,) = told(TRANSLATION, COUNTERPARTS)["relatedIdentifiers"]
    assert relation == {
        "relatedIdentifier": "10.1234/fiw.2018.kz",
        "relatedIdentifierType": "DOI",
        "relationType": "Other",
        "resourceTypeGeneral": "Report",
        "relationTypeInformation": "The same in another language",
    }


@pytest.mark.parametrize("facts", [FACTS, PLAIN])
def test_day_and_authors_are_read_again(facts: CatalogueFacts) -> None:
    assert said_before(datacite(FULL, facts), KAZAKHSTAN) == ("2018-01-16", facts.creators)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        datacite(FULL, FACTS).replace(b'"Issued"', b'"Created"'),
        datacite(FULL, FACTS).replace(b"2018-01-16", b"2018-13-16"),
        datacite(FULL, FACTS).replace(b"0000-0002-1825-0097", b"0000-0002-1825-0079"),
        datacite(FULL, FACTS).replace(b'"name": "Zenda Institute"', b'"name": 1'),
        datacite(FULL, FACTS).replace(b'"creators": [', b'"creators": [null,'),
    ],
)
def test_what_another_program_wrote_is_not_read(content: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        said_before(content, KAZAKHSTAN)
    assert str(caught.value) == f"datacite.json of {KAZAKHSTAN} is not ours"
    assert caught.value.remedy == "see which program wrote it, or say the day and the authors again"


def test_numbers_that_a_report_has_from_its_edition_are_the_volumes() -> None:
    shared: dict[str, Any] = {"doi": "10.1234/FIW.2018", "isbn": "9783161484100"}  # the same, in other spellings
    record = report(**shared)
    facts = CatalogueFacts(
        version=1, issued="2018-01-16", volume=VOLUME, translations=(report(language="es", **shared),)
    )
    found = told(record, facts)
    assert "doi" not in found
    assert [one["alternateIdentifierType"] for one in found["alternateIdentifiers"]] == ["URN", "URN"]
    assert relations(record, facts) == [
        ("IsPartOf", "DOI", "10.1234/fiw.2018", "Book"),
        ("HasTranslation", "URN", TRANSLATION.id, "Report"),
    ]
    bound = told(VOLUME, CatalogueFacts(version=1, issued="2018-01-16", parts=(record,)))
    assert bound["doi"] == "10.1234/fiw.2018"
    assert [one["relatedIdentifier"] for one in bound["relatedIdentifiers"]] == list(VOLUME.reports)


def test_a_number_that_two_editions_have_is_nobodys() -> None:
    facts = CatalogueFacts(version=1, issued="2018-01-16", before=report(edition=2017, doi="10.1234/fiw"))
    record = report(doi="10.1234/fiw")
    assert "doi" not in told(record, facts)
    assert relations(record, facts) == [("Continues", "URN", KAZAKHSTAN.replace("2018", "2017"), "Report")]


@pytest.mark.parametrize(
    ("changes", "said", "remedy"),
    [
        (
            {"doi": "https://doi.org/10.1234/abc"},
            f"the DOI of {KAZAKHSTAN}, https://doi.org/10.1234/abc: expected a DOI",
            "write it as 10.1234/abc, without https://",
        ),
        (
            {"isbn": "978-3-16-148410-1"},
            f"the ISBN of {KAZAKHSTAN}, 978-3-16-148410-1: “978-3-16-148410-1” is not an ISBN-13: length or check digit is wrong",
            "check the thirteen digits against the imprint",
        ),
        (
            {"errata": (ArchivedErratum(date="2018-02-30", text="A name."),)},
            "“2018-02-30” is not a day",
            "write it as 2018-01-16",
        ),
    ],
)
def test_what_no_registry_would_take_is_refused(changes: dict[str, Any], said: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        datacite(report(**changes), PLAIN)
    assert (str(caught.value), caught.value.remedy) == (said, remedy)


def test_a_wrong_number_of_another_record_is_refused() -> None:
    with pytest.raises(UsageError, match=r"the DOI of urn:pdfgen:freedom-in-the-world:2018:en, 10\.1: expected a DOI"):
        datacite(report(), CatalogueFacts(version=1, issued="2018-01-16", volume=volume(doi="10.1")))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: CatalogueFacts(version=1, issued="16 January 2018"), "“16 January 2018” is not a day"),
        (lambda: CatalogueFacts(version=1, issued="20180116"), "“20180116” is not a day"),
        (lambda: CatalogueFacts(version=0, issued="2018-01-16"), "there is no version 0"),
        (lambda: CatalogueFacts(version=2, issued="2018-01-16", corrects=2), "version 2 cannot correct version 2"),
        (lambda: CatalogueFacts(version=2, issued="2018-01-16", corrects=0), "version 2 cannot correct version 0"),
    ],
)
def test_facts_that_cannot_be_are_refused(make: Callable[[], CatalogueFacts], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        make()
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("record", "facts"),
    [
        (FULL, FACTS),
        (report(), PLAIN),
        (VOLUME, PLAIN),
        (TRANSLATION, CatalogueFacts(version=3, issued="2018-01-16", original=FULL)),
        (TRANSLATION, COUNTERPARTS),
    ],
    ids=["full", "plain", "volume", "translation", "counterpart"],
)
def test_the_schema_of_datacite_is_kept(record: ObjectRecord, facts: CatalogueFacts) -> None:
    package = pytest.importorskip("datacite", reason="datacite is not installed: its schema cannot be asked")
    jsonschema = pytest.importorskip("jsonschema")
    content = (Path(package.__file__).parent / "schemas" / "datacite-v4.5.json").read_text(encoding="utf-8")
    schema = json.loads(content)  # of 4.5: the newest one that has been written down as a JSON schema
    schema["definitions"]["dateType"]["enum"].append("Coverage")  # since 4.6
    schema["definitions"]["relationType"]["enum"] += ["HasTranslation", "IsTranslationOf"]  # since 4.6
    schema["definitions"]["relationType"]["enum"].append("Other")  # since 4.7
    schema["definitions"]["relatedObject"]["properties"]["relationTypeInformation"] = {"type": "string"}  # since 4.7
    judge = jsonschema.Draft201909Validator(schema)
    values = told(record, facts)
    assert list(judge.iter_errors(values)) == []
    assert list(judge.iter_errors(values | {"types": {"resourceTypeGeneral": "Leaflet"}})) != []
