"""What is added to an archive is described: as a registry of DOIs and whoever finds the folder need it."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from pdfgen.archive.creators import Creator
from pdfgen.archive.holdings import Addition, Archive
from pdfgen.archive.payload import ReportSubject, VolumeSubject, recipes_for
from pdfgen.errors import UsageError
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.edition import load_edition
from pdfgen.source.load import load

SAMPLES = shipped("data") / "editions" / "2018"
SERIES = "urn:pdfgen:freedom-in-the-world:2018:en"
FINLAND = f"{SERIES}:finland"
FIRST = Addition(
    "Ada", datetime(2018, 1, 16, 9, tzinfo=timezone.utc), creators=(Creator("Freedom House", ror="04wxnsj81"),)
)
LATER = Addition("Ada", datetime(2018, 2, 1, 9, tzinfo=timezone.utc), reason="A word was wrong")
NUMBERS = "  doi: 10.1234/fiw.2018\n  isbn: 978-3-16-148410-0\n  url: https://example.org/2018\n"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Return an edition of one report, which has a DOI and an ISBN."""
    home = tmp_path / "project" / "editions" / "2018"
    (home / "reports").mkdir(parents=True)
    text = (SAMPLES / "edition.yaml").read_text(encoding="utf-8").replace("  essays: [essays/foreword.md]\n", "")
    (home / "edition.yaml").write_text(text.replace("publication:\n", f"publication:\n{NUMBERS}"), encoding="utf-8")
    shutil.copy(SAMPLES / "reports" / "finland.yaml", home / "reports")
    return home


def add(archive: Archive, edition: Path, addition: Addition, *, volume: bool = False) -> list[int | None]:
    with archive.adding() as writer:
        subjects: list[Any] = [
            VolumeSubject(recipes_for([Profile.volume()], ""), edition=load_edition(edition))
        ] * volume
        subjects.append(
            ReportSubject(recipes_for([Profile.named()], ""), loaded=load(edition / "reports" / "finland.yaml"))
        )
        return [writer.add(one, addition).version for one in subjects]


def told(archive: Archive, id_: str, name: str = "datacite.json") -> dict[str, Any]:
    return dict(json.loads(archive.holding(id_).files()[name]))


def relations(archive: Archive, id_: str) -> list[tuple[str, str]]:
    found = told(archive, id_).get("relatedIdentifiers", [])
    return [(one["relationType"], one["relatedIdentifier"]) for one in found]


def test_a_report_and_its_volume_and_a_correction_are_described(edition: Path, tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive")
    assert add(archive, edition, FIRST, volume=True) == [1, 1]
    volume, finland = told(archive, SERIES), told(archive, FINLAND)
    assert (volume["doi"], volume["url"]) == ("10.1234/fiw.2018", "https://example.org/2018")
    assert not finland.keys() & {"doi", "url"}  # those of the edition mean the volume
    assert relations(archive, SERIES) == [("HasPart", FINLAND)]
    assert relations(archive, FINLAND) == [("IsPartOf", "10.1234/fiw.2018")]
    assert [one["alternateIdentifierType"] for one in volume["alternateIdentifiers"]] == ["URN", "URN", "ISBN"]
    assert (finland["version"], finland["publicationYear"]) == ("1", "2018")

    path = edition / "reports" / "finland.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("The ", "This ", 1), encoding="utf-8")
    assert add(archive, edition, LATER) == [2]
    finland = told(archive, FINLAND)
    assert finland["version"] == "2"
    assert finland["dates"][0] == {"date": "2018-01-16", "dateType": "Issued"}  # as the version before says
    assert finland["creators"][0]["nameIdentifiers"][0]["nameIdentifier"] == "https://ror.org/04wxnsj81"
    assert relations(archive, FINLAND) == [("IsPartOf", "10.1234/fiw.2018"), ("IsNewVersionOf", f"{FINLAND}:v1")]


def test_a_doi_of_its_own_is_a_reports(edition: Path, tmp_path: Path) -> None:
    path = edition / "reports" / "finland.yaml"
    text = path.read_text(encoding="utf-8")
    assert "publication:" not in text
    path.write_text(f"{text}\npublication:\n  doi: 10.1234/fiw.2018.fi\n", encoding="utf-8")
    archive = Archive.create(tmp_path / "archive")
    add(archive, edition, FIRST)
    assert told(archive, FINLAND)["doi"] == "10.1234/fiw.2018.fi"
    assert "url" not in told(archive, FINLAND)
    record = archive.holding(FINLAND).record
    assert (record.doi, record.isbn, record.url) == ("10.1234/fiw.2018.fi", None, None)


def test_each_file_of_an_object_stands_in_its_crate(edition: Path, tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive")
    add(archive, edition, FIRST, volume=True)
    for id_ in (FINLAND, SERIES):
        files = archive.holding(id_).files()
        del files["ro-crate-metadata.json"]
        graph = told(archive, id_, "ro-crate-metadata.json")["@graph"]
        crated = {
            unquote(one["@id"]): (int(one["contentSize"]), one["sha256"]) for one in graph if one["@type"] == "File"
        }
        assert crated == {path: (len(content), hashlib.sha256(content).hexdigest()) for path, content in files.items()}
        kinds = {one["encodingFormat"] for one in graph if one["@type"] == "File"}
        assert kinds <= {"application/pdf", "application/yaml", "application/json", "text/csv"}
        assert not [one for one in graph if one.get("description") == "A file of the object"]
        assert [one["@type"] for one in graph if "endTime" in one] == ["CreateAction", "CheckAction", "AddAction"]


def test_an_object_that_another_program_described_is_told(edition: Path, tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive")
    add(archive, edition, FIRST)
    holding = archive.holding(FINLAND)
    with archive.root.writing() as writer:
        files = holding.files() | {"datacite.json": b'{"creators": []}'}
        writer.put(FINLAND, files, "Described", "Bob", "mailto:bob@example.org", LATER.moment)
    path = edition / "reports" / "finland.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("The ", "This ", 1), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        add(archive, edition, LATER)
    assert str(caught.value) == f"datacite.json of {FINLAND} is not ours"
    assert caught.value.remedy == "see which program wrote it, or say the day and the authors again"
    again = Addition("Ada", LATER.moment, reason="A word", creators=(Creator("Hope, Anthony"),), issued="2018-01-20")
    assert add(archive, edition, again) == [3]
    assert told(archive, FINLAND)["dates"][0]["date"] == "2018-01-20"


def test_a_record_says_what_the_method_calls_a_group() -> None:
    towns = Path(__file__).parents[1] / "content/projects/towns/editions/2024-H1/reports/alderbrook.yaml"
    (town, country) = (
        ReportSubject((), loaded=load(path)).facts()["entity"]
        for path in (towns, shipped("data") / "editions/2018/reports/finland.yaml")
    )
    assert (town.region, town.grouped_by) == ("North", "province")
    assert (country.region, country.grouped_by) == ("Europe", None)
