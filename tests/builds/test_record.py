"""A record that is wrong is as good as none, whoever wrote it; names that are no text are kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.cli.app import run
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.builds.conftest import Edition

pytestmark = pytest.mark.slow  # each test builds an edition, or starts processes

SCORES = Path("scores") / "freedom-in-the-world"
ALL = ["finland", "iraq", "kazakhstan", "somaliland", "syria", "turkey"]


def rewrite(edition: Edition, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the record as data, and write it so that it still begins as ours do."""
    data = edition.record
    change(data)
    (edition.out / "build.json").write_text(json.dumps(data, indent=1), encoding="utf-8")


def test_a_record_that_is_rewritten_as_it_is_holds(built: Edition) -> None:
    rewrite(built, lambda _: None)
    assert built.built() == []


def first(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda data: data["outputs"][0].update({name: value})


WRONG: dict[str, Callable[[dict[str, Any]], object]] = {
    "a number as source": first("source", 1),
    "a source that no file can have": first("source", "a\0b"),
    "a target elsewhere": first("target", "/etc/passwd"),
    "a target above": first("target", "..\\up.pdf"),
    "a list as target": first("target", []),
    "warnings of numbers": first("warnings", [1]),
    "a warning that is half": first("warnings", [{"origin": {"path": "a", "line": 1}}]),
    "a common of another type": first("common", {}),
    "no end of seconds": first("seconds", float("inf")),
    "no number of seconds": first("seconds", float("nan")),
    "pages below none": first("pages", -1),
    "truth as pages": first("pages", "1"),
    "another column": first("column", 1),
    "a hash that is none": first("sha256", "0"),
    "inputs that are a list": first("inputs", []),
    "an input that is a number": first("inputs", {"a": 1}),
    "outputs that are none": lambda data: data.update(outputs=None),
    "common files that are a list": lambda data: next(iter(data["common"].values())).update(files=[]),
    "no totals": lambda data: data.pop("totals"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_record_is_as_good_as_none(what: str, built: Edition) -> None:
    rewrite(built, WRONG[what])
    assert built.built() == ALL
    assert list(built.rows()) == ALL
    assert built.built() == []


BYTES = {
    "brackets": b'{\n "pdfgen": ' + b"[" * 200_000,
    "nothing more": b'{\n "pdfgen": ',
    "no UTF-8": b'{\n "pdfgen": "\xff"}',
    "a number without end": b'{\n "pdfgen": ' + b"9" * 100_000,
    "too many bytes": b'{\n "pdfgen": "0"' + b" " * 20_000_000 + b"}",
}


@pytest.mark.parametrize("what", BYTES)
def test_bytes_that_are_no_record_are_as_good_as_none(what: str, built: Edition) -> None:
    (built.out / "build.json").write_bytes(BYTES[what])
    assert built.built() == ALL
    assert built.built() == []


def test_a_name_that_no_file_can_have_is_of_no_file(built: Edition, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(built, lambda data: data["outputs"][0].update(source="x" * 5000, target="y" * 500))
    assert built.built() == ["finland"]
    assert "Traceback" not in capsys.readouterr().err


def test_another_file_is_never_said_to_be_of_the_folder(built: Edition) -> None:
    (built.out / "old.pdf").write_bytes(b"")
    rewrite(built, lambda data: data["outputs"].append(data["outputs"][0] | {"source": "gone", "target": "old.pdf"}))
    assert f"they are left alone: {built.out / 'old.pdf'}\n" in built.build().stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_or_a_device_in_the_place_of_the_record_is_told(built: Edition) -> None:
    place = built.out / "build.json"
    makes: tuple[Callable[[], None], ...] = (
        lambda: os.mkfifo(place),
        lambda: place.symlink_to("/dev/zero"),
        place.mkdir,
    )
    for make in makes:
        place.unlink()
        make()
        done = built.build()
        assert done.returncode == 3
        assert done.stderr == (
            f"error: cannot read {place}: it is not a regular file\nhelp: choose another folder with -o\n"
        )


def test_a_report_whose_name_is_no_text_is_current(edition: Edition) -> None:
    """Names on a disk are bytes: here some are Latin-1, and some have what a URL has."""
    home = os.fsencode(edition.home / "reports")
    try:
        edition.another("iraq", b"s\xe9n\xe9gal.yaml")
    except OSError:
        pytest.skip("names are text here")
    edition.another("iraq", b"a%41#%25.yaml")
    done = edition.build()
    assert done.returncode == 0, done.stderr
    (edition.out / "build.json").read_text(encoding="utf-8")
    assert "../editions/2018/reports/s%E9n%E9gal.yaml" in [row["source"] for row in edition.record["outputs"]]
    again = edition.build("--json")
    assert {row["state"] for row in json.loads(again.stdout)["reports"]} == {"current"}
    os.unlink(home + b"/s\xe9n\xe9gal.yaml")  # noqa: PTH108  # bytes
    assert "no report has these files any more" in edition.build().stderr


def test_a_record_is_not_written_where_nothing_changes(built: Edition) -> None:
    before = (built.out / "build.json").stat()
    assert built.built() == []
    after = (built.out / "build.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.fixture
def closed(built: Edition) -> Iterator[Edition]:
    """Return an edition that was built into a file system that then can only be read."""
    kept = built.project / "kept"
    built.out.rename(kept)
    built.out.mkdir()
    place = str(built.out)
    try:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True, check=False).returncode
    except OSError:
        mounted = 1
    if mounted:
        pytest.skip("no file system can be mounted here")
    shutil.copytree(kept, built.out, dirs_exist_ok=True)
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    yield built
    subprocess.run(["umount", place], check=True)


def test_what_is_current_is_built_on_a_disk_that_can_only_be_read(closed: Edition) -> None:
    done = closed.build()
    assert (done.returncode, done.stderr.partition(" in ")[0]) == (0, "0 of 6 reports built")
    closed.edit("iraq")
    done = closed.build()
    assert done.returncode == 3
    assert "Read-only file system\nhelp: choose another place, or make room there\n" in done.stderr


# One file that cannot be written costs itself


def test_a_file_whose_name_cannot_be_had_costs_itself_only(edition: Edition) -> None:
    """A name is too long; a folder has the name of another file."""
    long = "a" * 230
    edition.another("turkey", f"{long}.yaml")
    (edition.out / "freedom-in-the-world-2018-iraq.pdf").mkdir(parents=True)
    done = edition.build()
    assert done.returncode == 4, done.stderr
    target = edition.out / f"freedom-in-the-world-2018-{long}.pdf"
    assert f"error: cannot write {target}: File name too long\nhelp: give it a shorter name\n" in done.stderr
    folder = edition.out / "freedom-in-the-world-2018-iraq.pdf"
    words = f"error: cannot write {folder}: a folder has this name\nhelp: rename the folder, or the report\n"
    assert words in done.stderr
    assert "5 of 7 reports built in" in done.stderr
    assert len([path for path in edition.out.glob("*.pdf") if path.is_file()]) == 5
    assert {name for name, row in edition.rows().items() if row["error"]} == {long, "iraq"}


def test_a_name_of_255_bytes_is_written(edition: Edition) -> None:
    name = "a" * (255 - len("freedom-in-the-world-2018-.pdf"))
    edition.another("turkey", f"{name}.yaml")
    assert edition.build().returncode == 0
    assert run(["build", str(edition.report(name)), "-o", str(edition.out / "alone")]) == 0


def test_leftovers_are_removed_by_whatever_writes_next(built: Edition, tmp_path: Path) -> None:
    """By the build of a file, by a new report, by an import; of old versions, too."""
    names = [".pdfgen-0123456789abcdef.tmp", ".x.yaml.0123abcd.tmp"]
    reports, scores = built.home / "reports", tmp_path / SCORES
    scores.mkdir(parents=True)
    table = str(shipped("data") / SCORES / "2018.csv")
    for folder, command in (
        (built.out, ["build", str(built.report("iraq")), "-o", str(built.out)]),
        (reports, ["new", "report", str(reports / "chad.yaml"), "--entity", "Chad"]),
        (scores, ["import", "scores", table, "-o", str(tmp_path)]),
    ):
        for name in names:
            (folder / name).write_text("half a file", encoding="utf-8")
        subprocess.run([sys.executable, "-m", "pdfgen", *command], capture_output=True, check=False)
        assert [path.name for path in folder.iterdir() if path.name in names] == [], command
