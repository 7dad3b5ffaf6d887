"""Editions in an archive: added, found again, corrected, verified, and built again from nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.archive.holdings import Archive
from pdfgen.archive.object_record import RECORD
from pdfgen.archive.ocfl import StorageRoot
from pdfgen.cli.app import run
from pdfgen.cli.environment import author
from pdfgen.resources import shipped
from pdfgen.version import __version__
from tests.own_project import write_looks, write_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAMPLES = shipped("data") / "editions" / "2018"
OPTIONS = ["--profile", "screen", "--profile", "print", "--profile", "card", "--page-size", "letter"]
KAZAKHSTAN = "urn:pdfgen:freedom-in-the-world:2018:en:kazakhstan"
WHO = ["--author", "Ada", "--address", "mailto:ada@example.org"]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1517634306")  # 2018-02-03T05:05:06Z


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    assert run(["archive", "init", str(tmp_path / "archive")]) == 0
    return tmp_path / "archive"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Return an edition of two reports."""
    home = tmp_path / "project" / "editions" / "2018"
    (home / "reports").mkdir(parents=True)
    shutil.copy(SAMPLES / "edition.yaml", home)
    shutil.copytree(SAMPLES / "essays", home / "essays")
    for name in ("finland", "kazakhstan"):
        shutil.copy(SAMPLES / "reports" / f"{name}.yaml", home / "reports")
    return home


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """Return what runs a command with --json and returns what it prints."""

    def printed(*words: str, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        assert run([*words, "--json"]) == code
        return dict(json.loads(capsys.readouterr().out))

    return printed


def corrected(edition: Path) -> None:
    """Change a score and a word in the report on Kazakhstan."""
    path = edition / "reports" / "kazakhstan.yaml"
    text = path.read_text(encoding="utf-8")
    assert "The" in text
    path.write_text(text.replace("The ", "This ", 1), encoding="utf-8")


def sums(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "extensions" not in path.relative_to(folder).parts
    }


# What an archive is for


@pytest.mark.parametrize("standard", ["ua1", "ua2"])
def test_everything_is_built_again_from_the_archive_alone(standard: str, tmp_path: Path, archive: Path) -> None:
    """Own method, theme, labels, fonts; Letter, a date; report, press, card, volume."""
    home = tmp_path / "project"
    home.mkdir()
    report = write_project(home)
    write_looks(home)
    edition = report.parent.parent
    options = [*OPTIONS, "--standard", standard]
    assert run(["archive", "add", str(archive), str(edition), *options, "--volume", *WHO]) == 0
    shutil.rmtree(home)
    assert run(["archive", "verify", str(archive), "--rebuild"]) == 0
    for name, count in (("ruritania", 3), ("towns:2018:en", 2)):
        out = tmp_path / name.replace(":", "-")
        assert run(["archive", "get", str(archive), name, "-o", str(out)]) == 0
        files = sorted(out.glob("*.pdf"))
        assert len(files) == count
        record = json.loads((out / RECORD).read_text(encoding="utf-8"))
        for file in record["files"]:
            recipe = file["recipe"]
            verb, place = ("build", "report.yaml") if record["kind"] == "report" else ("volume", "editions/2018")
            words = ["--profile", recipe["profile"], "--page-size", recipe["page_size"], "--date", recipe["moment"]]
            words += ["--standard", recipe["standard"]] if recipe.get("standard") else []
            assert run([verb, str(out / "source" / place), *words, "-o", str(tmp_path / "again.pdf")]) == 0
            assert (tmp_path / "again.pdf").read_bytes() == (out / file["name"]).read_bytes()


def test_a_file_taken_out_gives_its_project_back(archive: Path, edition: Path, tmp_path: Path) -> None:
    assert run(["archive", "add", str(archive), str(edition), *WHO]) == 0
    assert run(["archive", "get", str(archive), "kazakhstan", "-o", str(tmp_path / "k")]) == 0
    (file,) = (tmp_path / "k").glob("*.pdf")
    assert run(["extract", str(file), "-o", str(tmp_path / "p")]) == 0


def test_an_edition_is_listed_and_shown(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    added = printed("archive", "add", str(archive), str(edition), "--volume", *WHO, "--message", "First print")
    assert [(row["id"], row["version"], row["state"]) for row in added["objects"]] == [
        ("urn:pdfgen:freedom-in-the-world:2018:en", 1, "added"),
        ("urn:pdfgen:freedom-in-the-world:2018:en:finland", 1, "added"),
        (KAZAKHSTAN, 1, "added"),
    ]
    capsys.readouterr()
    assert run(["archive", "list", str(archive)]) == 0
    out, err = capsys.readouterr()
    assert out == (
        "object                                              version  changed     checked  title                      total  status\n"
        "urn:pdfgen:freedom-in-the-world:2018:en:finland     1        2018-02-03           Finland                    100    Free\n"
        "urn:pdfgen:freedom-in-the-world:2018:en:kazakhstan  1        2018-02-03           Kazakhstan                 22     Not Free\n"
        "urn:pdfgen:freedom-in-the-world:2018:en             1        2018-02-03           Freedom in the World 2018\n"
    )
    assert err == f"{archive}: 3 objects\n"
    shown = printed("archive", "show", str(archive), "kazakhstan")
    assert shown["record"]["scores"]["Total"] == "22"
    assert shown["record"]["entity"]["name"] == "Kazakhstan"
    assert shown["versions"] == [
        {
            "number": 1,
            "created": "2018-02-03T05:05:06+00:00",
            "author": "Ada",
            "address": "mailto:ada@example.org",
            "message": "First print",
        }
    ]
    assert [(event["kind"], event["version"], event["agent"]) for event in shown["events"]] == [
        ("built", 1, "Ada"),
        ("checked", 1, "Ada"),
        ("added", 1, "Ada"),
    ]
    volume = printed("archive", "show", str(archive), "freedom-in-the-world:2018:en")
    assert volume["record"]["reports"] == [row["id"] for row in added["objects"][1:]]


# The same again, and corrections


def test_the_same_again_is_no_new_version(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["archive", "add", str(archive), str(edition), "--volume", *WHO, "--date", "2018-01-15"]
    printed(*command)
    before = sums(archive)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    again = printed(*command)
    assert [row["state"] for row in again["objects"]] == ["unchanged"] * 3
    assert sums(archive) == before


def test_other_options_are_another_version(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]]
) -> None:
    report = str(edition / "reports" / "finland.yaml")
    printed("archive", "add", str(archive), report, *WHO)
    other = ["archive", "add", str(archive), report, *WHO, "--page-size", "letter"]
    assert printed(*other, "--reason", "Letter as well")["objects"][0]["version"] == 2


def test_a_correction_says_what_it_corrects(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["archive", "add", str(archive), str(edition), *WHO]) == 0
    before = sums(archive)
    corrected(edition)
    capsys.readouterr()
    assert run(["archive", "add", str(archive), str(edition / "reports" / "kazakhstan.yaml"), *WHO]) == 1
    assert capsys.readouterr().err == (
        f"{edition}/reports/kazakhstan.yaml:1:1: error[no-erratum]: it differs from version 1 in the archive, and "
        "nothing says what was corrected\n"
        "  help: write `errata:` in the report, which prints it, or give the reason with --reason\n\n"
        f"{archive}: 1 refused\n"
    )
    assert sums(archive) == before
    added = printed("archive", "add", str(archive), str(edition), *WHO, "--reason", "A word was wrong")
    assert [(row["version"], row["state"]) for row in added["objects"]] == [(None, "unchanged"), (2, "added")]
    capsys.readouterr()
    assert run(["archive", "history", str(archive), "kazakhstan"]) == 0
    told = capsys.readouterr().out
    assert "version 2, 2018-02-03 05:05 UTC, Ada: A word was wrong\n" in told
    assert "[-The-]" in told
    assert "{+This+}" in told
    assert "version 1, 2018-02-03 05:05 UTC, Ada: First version\n" in told
    kept = printed("archive", "history", str(archive), "kazakhstan")
    assert [version["changes"] is None for version in kept["versions"]] == [True, False]
    assert [event["kind"] for event in printed("archive", "show", str(archive), "kazakhstan")["events"]] == [
        *("built", "checked", "added"),
        *("built", "checked", "corrected"),
    ]
    first = printed("archive", "show", str(archive), "kazakhstan", "--version", "1")
    assert first["version"] == 1


def test_what_changed_since_a_day_is_listed(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed("archive", "add", str(archive), str(edition), *WHO, "--date", "2018-01-15")
    corrected(edition)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1520000000")  # 2018-03-02
    printed("archive", "add", str(archive), str(edition), *WHO, "--reason", "x", "--date", "2018-01-15")
    since = printed("archive", "list", str(archive), "--changed-since", "2018-03-01")
    assert [(row["object"], row["version"], row["corrected"]) for row in since["objects"]] == [(KAZAKHSTAN, 2, True)]
    assert len(printed("archive", "list", str(archive), "--changed-since", "2018-02-03")["objects"]) == 2
    assert printed("archive", "list", str(archive), "--edition", "2017")["objects"] == []


def test_what_is_not_changed_is_stored_once(archive: Path, edition: Path) -> None:
    assert run(["archive", "add", str(archive), str(edition), *WHO, "--date", "2018-01-15"]) == 0
    corrected(edition)
    reason = ["--reason", "x", "--date", "2018-01-15"]
    assert run(["archive", "add", str(archive), str(edition), *WHO, *reason]) == 0
    (place,) = [path for path in archive.rglob("v2") if path.is_dir()]
    kept = sorted(str(path.relative_to(place / "content")) for path in (place / "content").rglob("*") if path.is_file())
    assert "source/report.yaml" in kept
    assert not [path for path in kept if path.startswith(("source/rubrics", "source/scores"))]


# Verify


def stored(archive: Path, name: str) -> Path:
    return archive / Archive.open(archive).holding(name).stored.place


def test_a_sound_archive_is_sound_and_says_when_it_was_checked(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed("archive", "add", str(archive), str(edition), *WHO)
    before = sums(archive)
    found = printed("archive", "verify", str(archive))
    assert (found["sound"], found["checked"], found["findings"]) == (True, 2, [])
    assert {item["moment"] for item in found["objects"].values()} == {"2018-02-03T05:05:06Z"}
    assert {row["checked"] for row in printed("archive", "list", str(archive))["objects"]} == {"2018-02-03"}
    shown = printed("archive", "show", str(archive), "kazakhstan")
    assert shown["checked"]["sound"]
    assert shown["events"][-1] == {
        "kind": "verified",
        "moment": "2018-02-03T05:05:06Z",
        "version": 1,
        "agent": author(),
        "program": f"pdfgen {__version__}",
        "note": "sound",
    }
    later = printed("archive", "verify", str(archive), "--older-than", "90d")
    assert (later["checked"], later["passed_over"]) == (0, 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1530000000")
    late = printed("archive", "verify", str(archive), "--older-than", "90d")
    assert (late["checked"], late["passed_over"]) == (2, 0)
    assert sums(archive) == before


def flip(place: Path) -> None:
    path = next((place / "v1" / "content" / "files").iterdir())
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (flip, "E092"),
        (lambda place: (place / "v1" / "content" / RECORD).unlink(), "E092"),
        (lambda place: (place / "v1" / "content" / "more").write_text("x"), "E023"),
        (lambda place: (place / "0=ocfl_object_1.1").unlink(), "E003"),
        (lambda place: place.rename(place.with_name("elsewhere")), "E083"),
        (shutil.rmtree, "P011"),
    ],
)
def test_damage_is_named(
    damage: Callable[[Path], None],
    code: str,
    archive: Path,
    edition: Path,
    printed: Callable[..., dict[str, Any]],
) -> None:
    printed("archive", "add", str(archive), str(edition), *WHO)
    printed("archive", "verify", str(archive))
    damage(stored(archive, "kazakhstan"))
    found = printed("archive", "verify", str(archive), code=1)
    assert not found["sound"]
    assert code in {item["code"] for item in found["findings"]}
    assert all(KAZAKHSTAN in item["object"] or item["path"] for item in found["findings"])


def test_a_past_that_was_rewritten_is_seen(
    archive: Path, edition: Path, tmp_path: Path, printed: Callable[..., dict[str, Any]]
) -> None:
    """An object with all its digests in order, which is not what was checked."""
    printed("archive", "add", str(archive), str(edition), *WHO)
    printed("archive", "verify", str(archive))
    place = stored(archive, "kazakhstan")
    other = tmp_path / "other"
    assert run(["archive", "init", str(other)]) == 0
    corrected(edition)
    printed("archive", "add", str(other), str(edition), *WHO)
    shutil.rmtree(place)
    shutil.copytree(stored(other, "kazakhstan"), place)
    found = printed("archive", "verify", str(archive), code=1)
    assert [(item["code"], item["object"]) for item in found["findings"]] == [("P010", KAZAKHSTAN)]
    again = printed("archive", "verify", str(archive), code=1)
    assert again["findings"] == found["findings"]  # nobody has looked at it yet
    assert found["findings"][0]["message"] == "v1 is not what it was when it was last checked, on 2018-02-03"


def test_a_damaged_object_costs_itself_only(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    printed("archive", "add", str(archive), str(edition), *WHO)
    place = stored(archive, "finland")
    (place / "inventory.json").chmod(0o644)
    (place / "inventory.json").write_text("{}", encoding="utf-8")
    listed = printed("archive", "list", str(archive), code=1)
    assert [row["object"] for row in listed["objects"]] == [KAZAKHSTAN]
    assert printed("archive", "show", str(archive), "kazakhstan")["version"] == 1
    capsys.readouterr()
    assert run(["archive", "show", str(archive), "finland"]) == 1
    assert (
        f"error: the object in {place.relative_to(archive)}: inventory.json cannot be used" in capsys.readouterr().err
    )


def test_a_record_of_checks_that_is_damaged_is_told(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]]
) -> None:
    printed("archive", "add", str(archive), str(edition), *WHO)
    printed("archive", "verify", str(archive))
    (archive / "extensions" / "pdfgen" / "checks.json").write_text("[", encoding="utf-8")
    found = printed("archive", "verify", str(archive))
    assert [(item["code"], item["severity"]) for item in found["findings"]] == [("P013", "warning")]
    assert printed("archive", "verify", str(archive))["findings"] == []


def test_a_new_version_is_no_rewritten_past(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]]
) -> None:
    printed("archive", "add", str(archive), str(edition), *WHO)
    printed("archive", "verify", str(archive))
    corrected(edition)
    printed("archive", "add", str(archive), str(edition), *WHO, "--reason", "x")
    assert printed("archive", "verify", str(archive))["findings"] == []


def test_a_file_that_its_source_does_not_build_is_named(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]]
) -> None:
    printed("archive", "add", str(archive), str(edition), *WHO)
    root = StorageRoot.open(archive)
    found = root.find(KAZAKHSTAN)
    assert found
    files = {path: found.read(path) for path in found.versions[0].state}
    files["source/report.yaml"] = files["source/report.yaml"].replace(b"The ", b"This ", 1)
    with root.writing() as writer:
        writer.put(KAZAKHSTAN, files, "by hand", "Eve", "mailto:eve@example.org", datetime.now(timezone.utc))
    assert printed("archive", "verify", str(archive))["sound"]
    told = printed("archive", "verify", str(archive), "--rebuild", code=1)
    assert [(item["code"], item["message"]) for item in told["findings"]] == [
        ("P012", "it is built otherwise here, by the same versions")
    ]


def test_an_archive_may_lie_at_a_url(edition: Path, printed: Callable[..., dict[str, Any]]) -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
    place = "memory://kept"
    assert run(["archive", "init", place]) == 0
    assert len(printed("archive", "add", place, str(edition), *WHO)["objects"]) == 2
    assert printed("archive", "show", place, "kazakhstan")["version"] == 1
    assert printed("archive", "verify", place, "--rebuild")["sound"]
    system = fsspec.filesystem("memory")
    (record,) = [path for path in system.find("/kept") if "record.json" in path][:1]
    system.pipe(record, b"{}")
    assert printed("archive", "verify", place, code=1)["findings"][0]["code"] == "E092"


def test_two_names_that_are_one_object_are_told_apart_by_an_id(
    archive: Path, tmp_path: Path, printed: Callable[..., dict[str, Any]]
) -> None:
    (tmp_path / "towns").mkdir()
    first = write_project(tmp_path / "towns")
    text = first.read_text(encoding="utf-8")
    first.write_text(text.replace("name: Ruritania", "name: Ruri Tania"), encoding="utf-8")
    second = first.with_name("second.yaml")
    second.write_text(text.replace("name: Ruritania", "name: Ruri-Tania"), encoding="utf-8")
    added = printed("archive", "add", str(archive), str(first.parent.parent), *WHO, code=4)
    states = {row["source"]: row["state"] for row in added["objects"]}
    assert states == {str(first): "added", str(second): "failed"}
    (refused,) = [row for row in added["objects"] if row["state"] == "failed"]
    assert [(problem["code"], problem["message"]) for problem in refused["problems"]] == [
        ("object-of-two", f"its object would be urn:pdfgen:towns:2018:en:ruri-tania, and so is that of {first}")
    ]


# Refusals, other programs, other processes


def test_what_is_no_archive_is_refused(tmp_path: Path, edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for words in (["add", str(tmp_path), str(edition)], ["list", str(tmp_path)], ["verify", str(tmp_path)]):
        assert run(["archive", *words]) == 2
        assert capsys.readouterr().err == (
            f"error: {tmp_path} is no archive: it has no file 0=ocfl_1.1, 0=ocfl_1.0\n"
            "help: name the folder of an archive, or make one there\n"
        )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere", "the archive has no object “nowhere”\nhelp: see `pdfgen archive list`"),
        (
            "urn:pdfgen:x:2018:en:y",
            "the archive has no object “urn:pdfgen:x:2018:en:y”\nhelp: see `pdfgen archive list`",
        ),
    ],
)
def test_an_object_that_is_not_there_is_refused(
    name: str, message: str, archive: Path, edition: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["archive", "add", str(archive), str(edition), *WHO]) == 0
    capsys.readouterr()
    assert run(["archive", "show", str(archive), name]) == 2
    assert capsys.readouterr().err == f"error: {message}\n"


def test_an_object_of_another_program_is_left_alone(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]]
) -> None:
    with StorageRoot.open(archive).writing() as writer:
        writer.put("urn:other:1", {"a.txt": b"a"}, "m", "Eve", "mailto:e@example.org", datetime.now(timezone.utc))
    printed("archive", "add", str(archive), str(edition), *WHO)
    assert len(printed("archive", "list", str(archive))["objects"]) == 2
    assert printed("archive", "verify", str(archive), "--rebuild")["rebuilt"] == 2


def test_a_broken_report_costs_itself_only(
    archive: Path, edition: Path, printed: Callable[..., dict[str, Any]]
) -> None:
    path = edition / "reports" / "finland.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("score: 4", "score: 9", 1), encoding="utf-8")
    added = printed("archive", "add", str(archive), str(edition), *WHO, code=4)
    assert [row["state"] for row in added["objects"]] == ["failed", "added"]
    assert added["objects"][0]["problems"][0]["code"] == "score-out-of-range"


def test_two_that_add_exclude_each_other(archive: Path, edition: Path) -> None:
    command = [sys.executable, "-m", "pdfgen", "archive", "add", str(archive), str(edition)]
    with Archive.open(archive).adding():
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("error: ")
    assert "another process writes" in done.stderr or "is writing" in done.stderr
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal")
def test_an_interrupted_add_is_taken_up_by_the_same_command(
    archive: Path, printed: Callable[..., dict[str, Any]]
) -> None:
    """It is killed when the second object is there."""
    command = [sys.executable, "-m", "pdfgen", "archive", "add", str(archive), str(SAMPLES), *WHO]
    running = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while len(list(archive.glob("[!e]*/*/*/*/0=ocfl_object_1.1"))) < 2:
        assert running.poll() is None
    running.kill()
    running.wait()
    assert not printed("archive", "verify", str(archive))["findings"]
    added = printed("archive", "add", str(archive), str(SAMPLES), *WHO)
    states = [row["state"] for row in added["objects"]]
    assert states.count("unchanged") >= 2
    assert set(states) <= {"added", "unchanged"}
    assert printed("archive", "verify", str(archive))["checked"] == 6


def test_get_writes_over_nothing(archive: Path, edition: Path, tmp_path: Path) -> None:
    assert run(["archive", "add", str(archive), str(edition), *WHO]) == 0
    (tmp_path / "k").mkdir()
    (tmp_path / "k" / "mine").write_text("mine", encoding="utf-8")
    assert run(["archive", "get", str(archive), "kazakhstan", "-o", str(tmp_path / "k")]) == 2
    assert [path.name for path in (tmp_path / "k").iterdir()] == ["mine"]
