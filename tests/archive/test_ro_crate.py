"""A folder that somebody finds says what it is, file by file, as RO-Crate 1.1 wants it."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from pdfgen.archive.catalogue_facts import CatalogueFacts
from pdfgen.archive.creators import Creator
from pdfgen.archive.object_record import ArchivedErratum
from pdfgen.archive.ro_crate import CratedFile, crate
from tests.archive.records import KAZAKHSTAN, event, report, volume

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pdfgen.archive.object_record import Event, ObjectRecord

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
CONTENTS = {
    "record.json": b"{}",
    "files/kazakhstan.pdf": b"%PDF-1.7",
    "files/面试 & „Größe“.pdf": b"%PDF-2.0",
    "source/report.yaml": b"entity: Kazakhstan\n",
    "source/images/almost 50%.png": b"\x89PNG",
}
TYPES = {"json": "application/json", "pdf": "application/pdf", "yaml": "application/yaml", "png": "image/png"}
FILES = {
    path: CratedFile(
        len(content), hashlib.sha256(content).hexdigest(), TYPES[path.rpartition(".")[2]], f"words on {path}"
    )
    for path, content in CONTENTS.items()
}
BOUND = volume(doi="10.1234/fiw.2018", isbn="978-3-16-148410-0")
FULL = report(
    doi="10.1234/fiw.2018.kz",
    url="https://example.org/2018/kazakhstan",
    licence="CC BY 4.0",
    rights="© Freedom House 2018. CC BY 4.0",
    errata=(ArchivedErratum(date="2018-02-01", text="The total was 21, and is 22.", version=1),),
)
FACTS = CatalogueFacts(
    version=2,
    issued="2018-01-16",
    creators=(
        Creator("Hope, Anthony", orcid="0000-0002-1825-0097"),
        Creator("Freedom House", ror="04wxnsj81"),
        Creator("Zenda Institute"),
    ),
    corrects=1,
    volume=BOUND,
)
PLAIN = CatalogueFacts(version=1, issued="2018-01-16")
EVENTS = (
    event(),
    event("checked", "2018-01-16T09:00:01Z", note="no error"),
    event("added", "2018-01-16T09:00:02Z", program="pdfgen 0.2.0"),
    event("verified", "2018-02-16T03:00:00Z", agent="nightly@archive", program="sha512sum"),
    event("corrected", "2018-02-01T09:00:02Z", version=2),
)


def told(
    record: ObjectRecord, facts: CatalogueFacts = PLAIN, events: Sequence[Event] = EVENTS
) -> dict[str, dict[str, Any]]:
    """Return the entities of a crate by their ids."""
    values = json.loads(crate(record, FILES, events, facts))
    assert values["@context"] == [CONTEXT, {"sha256": "http://schema.org/sha256"}]
    entities = {one["@id"]: one for one in values["@graph"]}
    assert len(entities) == len(values["@graph"])
    return entities


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for one in value for found in references(one)]
    if isinstance(value, dict):
        return [value["@id"]] if value.keys() == {"@id"} else references([v for k, v in value.items() if k != "@id"])
    return []


def test_all_of_a_report_is_told() -> None:
    found = told(FULL, FACTS)
    assert found["ro-crate-metadata.json"] == {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    assert found["./"] == {
        "@id": "./",
        "@type": "Dataset",
        "name": "Freedom in the World 2018: Kazakhstan",
        "description": "Freedom in the World 2018: Kazakhstan, report in the language en: finished files, and the source that builds them.",
        "identifier": ["https://doi.org/10.1234/fiw.2018.kz", f"{KAZAKHSTAN}:v2"],
        "datePublished": "2018-01-16",
        "inLanguage": "en",
        "temporalCoverage": "2017",
        "version": "2",
        "url": "https://example.org/2018/kazakhstan",
        "correction": "2018-02-01: The total was 21, and is 22.",
        "about": {"@id": "#entity"},
        "license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "publisher": {"@id": "https://ror.org/04wxnsj81"},
        "author": [
            {"@id": "https://orcid.org/0000-0002-1825-0097"},
            {"@id": "https://ror.org/04wxnsj81"},
            {"@id": "#author-3"},
        ],
        "hasPart": [
            {"@id": "record.json"},
            {"@id": "files/kazakhstan.pdf"},
            {"@id": "files/面试%20%26%20„Größe“.pdf"},
            {"@id": "source/report.yaml"},
            {"@id": "source/images/almost%2050%25.png"},
        ],
        "mentions": [{"@id": f"#event-{number}"} for number in range(1, 6)],
        "isPartOf": {"@id": BOUND.id},
    }
    assert found["https://creativecommons.org/licenses/by/4.0/"] == {
        "@id": "https://creativecommons.org/licenses/by/4.0/",
        "@type": "CreativeWork",
        "name": "CC BY 4.0",
        "description": "CC BY 4.0; © Freedom House 2018",
        "identifier": "https://spdx.org/licenses/CC-BY-4.0",
    }
    assert found["https://ror.org/04wxnsj81"] == {
        "@id": "https://ror.org/04wxnsj81",
        "@type": "Organization",
        "name": "Freedom House",
        "url": "https://ror.org/04wxnsj81",
    }
    assert found["https://orcid.org/0000-0002-1825-0097"]["@type"] == "Person"
    assert found["#author-3"] == {"@id": "#author-3", "@type": "Thing", "name": "Zenda Institute"}
    assert found["#entity"] == {"@id": "#entity", "@type": "Country", "name": "Kazakhstan", "identifier": "KZ"}
    assert found[BOUND.id] == {
        "@id": BOUND.id,
        "@type": "Book",
        "name": "Freedom in the World 2018",
        "identifier": "https://doi.org/10.1234/fiw.2018",
        "isbn": "978-3-16-148410-0",
    }


def test_each_file_is_told() -> None:
    found = told(FULL, FACTS)
    files = {unquote(id_): one for id_, one in found.items() if one["@type"] == "File"}
    assert files.keys() == CONTENTS.keys()
    for path, content in CONTENTS.items():
        assert (files[path]["contentSize"], files[path]["sha256"]) == (
            str(len(content)),
            hashlib.sha256(content).hexdigest(),
        )
        assert files[path]["encodingFormat"] == TYPES[path.rpartition(".")[2]]
    assert files["files/kazakhstan.pdf"] == {
        "@id": "files/kazakhstan.pdf",
        "@type": "File",
        "name": "kazakhstan.pdf",
        "description": "words on files/kazakhstan.pdf; 6 pages; PDF/A-3a; PDF/UA-1",
        "encodingFormat": "application/pdf",
        "contentSize": "8",
        "sha256": hashlib.sha256(b"%PDF-1.7").hexdigest(),
        "inLanguage": "en",
    }
    assert files["source/report.yaml"]["description"] == "words on source/report.yaml"


def test_each_event_is_told() -> None:
    found = told(FULL, FACTS)
    events = [found[f"#event-{number}"] for number in range(1, 6)]
    assert [(one["@type"], one["name"], one["endTime"]) for one in events] == [
        ("CreateAction", "Version 1 built", "2018-01-16T09:00:00Z"),
        ("CheckAction", "Version 1 checked", "2018-01-16T09:00:01Z"),
        ("AddAction", "Version 1 added", "2018-01-16T09:00:02Z"),
        ("CheckAction", "Version 1 verified", "2018-02-16T03:00:00Z"),
        ("UpdateAction", "Version 2 corrected", "2018-02-01T09:00:02Z"),
    ]
    assert events[0]["result"] == [{"@id": "files/kazakhstan.pdf"}, {"@id": "files/面试%20%26%20„Größe“.pdf"}]
    assert events[1]["description"] == "no error"
    assert [found[one["agent"]["@id"]]["name"] for one in events] == ["Editor"] * 3 + ["nightly@archive", "Editor"]
    programs = [found[one["instrument"]["@id"]] for one in events]
    assert [(one["name"], one["version"]) for one in programs] == [
        ("pdfgen", "0.1.0"),
        ("pdfgen", "0.1.0"),
        ("pdfgen", "0.2.0"),
        ("sha512sum", "unknown"),
        ("pdfgen", "0.1.0"),
    ]
    assert programs[0]["softwareRequirements"] == ["pdfgen 0.1.0 0123456789abcdef", "reportlab 5.1.0"]
    assert "softwareRequirements" not in programs[2]


@pytest.mark.parametrize(
    ("record", "facts", "events"),
    [
        (FULL, FACTS, EVENTS),
        (report(), PLAIN, ()),
        (BOUND, PLAIN, EVENTS[:1]),
        (report(licence="Sample text under Apache-2.0"), PLAIN, EVENTS[:1]),
        (report(), CatalogueFacts(version=1, issued="2018-01-16", creators=(Creator("Freedom House"),)), ()),
    ],
    ids=["full", "plain", "volume", "licence", "author"],
)
def test_whatever_is_referred_to_is_there_once_and_nothing_stands_alone(
    record: ObjectRecord, facts: CatalogueFacts, events: Sequence[Event]
) -> None:
    found = told(record, facts, events)
    referred = {"./", "ro-crate-metadata.json", *references(list(found.values()))} - {"https://w3id.org/ro/crate/1.1"}
    made = "#program-1"
    assert referred | {made} == found.keys()
    assert not [one for one in found.values() for value in one.values() if isinstance(value, list) and len(value) < 2]


def test_what_is_not_known_is_not_told() -> None:
    found = told(report(), events=())
    assert found["./"]["license"] == "No licence is stated."
    assert found["./"]["author"] == found["./"]["publisher"] == {"@id": "#publisher"}
    assert found["./"]["identifier"] == f"{KAZAKHSTAN}:v1"
    assert not found["./"].keys() & {"mentions", "correction", "isPartOf", "url"}
    assert told(report(rights="© Freedom House 2018"))["./"]["license"] == "© Freedom House 2018"
    shared = told(report(doi="10.1234/fiw.2018"), FACTS)
    assert shared["./"]["identifier"] == f"{KAZAKHSTAN}:v2"


def test_the_same_facts_give_the_same_bytes() -> None:
    assert crate(FULL, FILES, EVENTS, FACTS) == crate(report(**dict(FULL)), dict(FILES), list(EVENTS), FACTS)


def written(folder: Path, record: ObjectRecord, facts: CatalogueFacts) -> Path:
    for path, content in CONTENTS.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "ro-crate-metadata.json").write_bytes(crate(record, FILES, EVENTS, facts))
    return folder


def test_another_program_reads_the_crate(tmp_path: Path) -> None:
    rocrate = pytest.importorskip("rocrate.rocrate", reason="rocrate is not installed: nobody else reads the crate")
    read = rocrate.ROCrate(written(tmp_path, FULL, FACTS))
    assert read.name == "Freedom in the World 2018: Kazakhstan"
    assert read.license["name"] == "CC BY 4.0"
    assert read.publisher["name"] == "Freedom House"
    assert {unquote(one.id): one["contentSize"] for one in read.data_entities} == {
        path: str(len(content)) for path, content in CONTENTS.items()
    }
    assert [one.type for one in read.root_dataset["mentions"]] == [
        "CreateAction",
        "CheckAction",
        "AddAction",
        "CheckAction",
        "UpdateAction",
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the libraries of the validator
def test_the_validator_of_ro_crate_finds_nothing(tmp_path: Path) -> None:
    services = pytest.importorskip("rocrate_validator.services", reason="roc-validator is not installed")
    models = pytest.importorskip("rocrate_validator.models")
    try:
        with urllib.request.urlopen(CONTEXT, timeout=5) as answer:
            answer.read()
    except OSError as error:
        pytest.skip(f"the validator needs {CONTEXT}, which cannot be read: {error}")

    def findings(folder: Path) -> list[str]:
        settings = services.ValidationSettings(
            rocrate_uri=str(folder),
            profile_identifier="ro-crate-1.1",
            requirement_severity=models.Severity.REQUIRED,
        )
        return [one.message for one in services.validate(settings).get_issues()]

    assert findings(written(tmp_path / "full", FULL, FACTS)) == []
    plain = written(tmp_path / "plain", report(), PLAIN)
    assert findings(plain) == []
    path = plain / "ro-crate-metadata.json"
    path.write_bytes(path.read_bytes().replace(b'"datePublished"', b'"datePrinted"'))
    assert findings(plain) != []
