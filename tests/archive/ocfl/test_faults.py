"""What an archive survives: a process that is killed, or a disk that fails, at any system call of a writer.

The faults are real: strace kills the process before a system call is made, or lets the call fail.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pdfgen
from pdfgen.archive.ocfl import StorageRoot
from pdfgen.errors import EnvironmentFailure
from tests.archive.ocfl.conftest import FILES, ID, kept, put, tree
from tests.test_system import ELSEWHERE, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.archive.ocfl.conftest import Judge

STRACE = shutil.which("strace")
needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not installed: no system call can be made to fail")

OTHER = "urn:example:zenda"
SECOND = FILES | {"report.pdf": b"%PDF-1.7 corrected", "new/notes.txt": b"notes"}
THIRD = FILES | {"report.pdf": b"%PDF-1.7 corrected again"}

# It adds one object or version. Two odd calls of `stat` mark in the log where that begins and ends.
PROGRAM = """
import concurrent.futures.thread, ctypes, hashlib, os, sys
from datetime import datetime, timezone
from pdfgen.archive.ocfl import StorageRoot, disk
from pdfgen.errors import PdfgenError

disk.WAITING = 1  # one thread synchronises, so that the calls have an order
moment = datetime(2018, 1, 16, 9, 0, tzinfo=timezone.utc)
root = StorageRoot.open(sys.argv[1])
failed = None
os.path.exists("/begins")
try:
    with root.writing() as writer:
        number = writer.put(sys.argv[2], eval(sys.argv[3]), "As published", "Editor", "mailto:e@example.org", moment)
except PdfgenError as error:
    failed = error
os.path.exists("/ends")
if failed:
    sys.exit(f"{failed} | {failed.remedy} | {failed.exit_code}")
print(number)
"""

CALLS = {
    "mkdir": "?mkdir,?mkdirat",
    "open": "?open,openat",
    "write": "write",
    "fsync": "fsync",
    "link": "?link,linkat",
    "rename": "?rename,?renameat",
    "exchange": "renameat2",
    "unlink": "?unlink,unlinkat",
    "rmdir": "?rmdir",
}
"""Calls that change a disk, by their names on different processors."""

REFUSED = {
    "": [],
    "exchanges": ["renameat2:error=EINVAL"],  # as some network disks do
    "links": ["?link,linkat:error=EPERM"],
}


@dataclass(frozen=True)
class Case:
    """What is added to a root that has two versions of an object, on which disk."""

    folder: Path
    object_id: str
    refused: str = ""

    @property
    def former(self) -> list[dict[str, bytes]] | None:
        return [FILES, SECOND] if self.object_id == ID else None

    @property
    def new(self) -> list[dict[str, bytes]]:
        return [*(self.former or []), THIRD]

    def run(self, *injections: str) -> subprocess.CompletedProcess[str]:
        """Write into a copy of the root, with faults."""
        assert STRACE is not None
        place = self.folder / "archive"
        if place.exists():
            shutil.rmtree(place)
        shutil.copytree(self.folder / "base", place)
        injected = [*injections, *REFUSED[self.refused]]
        traced = ",".join(["/stat", *CALLS.values()])
        command = [STRACE, "-f", "-o", str(self.log), "-e", f"trace={traced}"]
        command += [part for injection in injected for part in ("-e", f"inject={injection}")]
        command += [sys.executable, "-c", PROGRAM, str(place), self.object_id, repr(THIRD)]
        path = str(Path(pdfgen.__file__).parents[1])
        environment = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def points(self) -> Iterator[tuple[str, int]]:
        """Yield each call of a writer that changes the disk: its kind, and its number among those of its thread."""
        done = self.run()
        assert (done.returncode, done.stdout) == (0, f"{len(self.new)}\n"), done.stderr
        log = self.log.read_text(encoding="utf-8")
        begins, ends = log.index('"/begins"'), log.index('"/ends"')
        for kind, names in CALLS.items():
            if (kind, self.refused) in {("exchange", "exchanges"), ("link", "links")}:
                continue  # it fails already
            words = "|".join(names.replace("?", "").split(","))
            made = [
                (found[1], begins < found.start() < ends)
                for found in re.finditer(rf"^(\d+) +(?:{words})\(", log, re.MULTILINE)
            ]
            counted: dict[str, int] = {}
            numbers = set()
            for thread, inside in made:
                counted[thread] = counted.get(thread, 0) + 1
                if inside:
                    numbers.add(counted[thread])
            yield from ((kind, number) for number in sorted(numbers))

    def judge(self, sound: Judge) -> str:
        """Return which state the root is in, and assert that it is whole, and can be written."""
        place = self.folder / "archive"
        root = StorageRoot.open(place)
        state = kept(root, self.object_id)
        assert state in (self.former, self.new)
        if self.object_id != ID:
            assert kept(root) == [FILES, SECOND]
        sound(place, 1 if state is None else len(list(root.ids())))
        with root.writing() as writer:
            number = put(writer, self.object_id, THIRD)
            assert number == (None if state == self.new else len(self.new))
        assert kept(root, self.object_id) == self.new
        assert not (place / "extensions" / "pdfgen").exists()
        sound(place, 1 if self.object_id == ID else 2)
        return "new" if state == self.new else "former"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    root = StorageRoot.create(tmp_path / "base")
    with root.writing() as writer:
        put(writer, ID, FILES)
        put(writer, ID, SECOND)
    return tmp_path


def traceable(case: Case) -> None:
    done = case.run("mkdir:delay_enter=1")
    if not case.log.is_file() or '"/begins"' not in case.log.read_text(encoding="utf-8"):
        pytest.skip(f"nothing can be traced here: {done.stderr[:100]}")


CASES = [(OTHER, ""), (ID, ""), (ID, "exchanges"), (ID, "links")]


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize(("object_id", "refused"), CASES)
def test_whenever_a_writer_is_killed_the_former_state_is_there_or_the_new_one(
    object_id: str, refused: str, base: Path, sound: Judge
) -> None:
    case = Case(base, object_id, refused)
    traceable(case)
    states = []
    for kind, number in list(case.points()):
        if kind == "open":
            continue  # what comes before and after it is killed
        done = case.run(f"{CALLS[kind]}:signal=SIGKILL:when={number}")
        assert done.returncode in (-9, 137), (kind, number, done.stderr)
        states.append(judged_after_kill(case, kind, sound))
    assert set(states) == {"former", "new"}
    assert len(states) > 40


def judged_after_kill(case: Case, kind: str, sound: Judge) -> str:
    place = case.folder / "archive"
    if case.refused == "exchanges" and kind == "rename" and kept(StorageRoot.open(place), case.object_id) is None:
        # between two renamings an object is nowhere
        with StorageRoot.open(place).writing():
            pass
        assert kept(StorageRoot.open(place), case.object_id) == case.former
    return case.judge(sound)


@needs_strace
@pytest.mark.attack
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize(("object_id", "refused"), CASES)
def test_whatever_call_fails_there_is_a_clear_error_and_the_former_state(
    object_id: str, refused: str, error: str, base: Path, sound: Judge
) -> None:
    case = Case(base, object_id, refused)
    traceable(case)
    words = {"ENOSPC": "No space left on device", "EIO": "Input/output error"}[error]
    for kind, number in list(case.points()):
        done = case.run(f"{CALLS[kind]}:error={error}:when={number}")
        assert "Traceback" not in done.stderr, (kind, number, done.stderr)
        if done.returncode == 0:  # nothing that the new state needs: what is removed, and folders that are there
            assert kind in ("unlink", "rmdir", "open", "mkdir"), (kind, number)
            assert case.judge(sound) == "new"
            continue
        assert words in done.stderr, (kind, number)
        assert "the archive is as it was" in done.stderr or kind == "open", (kind, number, done.stderr)
        assert done.stderr.endswith(" | 3\n") or kind == "open", (kind, number, done.stderr)
        assert case.judge(sound) == "former", (kind, number)


@needs_strace
@pytest.mark.parametrize(("object_id", "refused"), CASES)
def test_a_writer_that_is_killed_at_its_last_steps_leaves_a_whole_state(
    object_id: str, refused: str, base: Path, sound: Judge
) -> None:
    """The steps that make a version visible, and those around them."""
    case = Case(base, object_id, refused)
    traceable(case)
    points = list(case.points())
    last = {kind: number for kind, number in points if kind in ("rename", "exchange", "fsync", "rmdir")}
    for kind, number in last.items():
        done = case.run(f"{CALLS[kind]}:signal=SIGKILL:when={number}")
        assert done.returncode in (-9, 137), (kind, number, done.stderr)
        state = judged_after_kill(case, kind, sound)
        assert state == ("former" if kind in ("rename", "exchange") else "new"), (kind, number)


@needs_strace
@pytest.mark.parametrize(
    ("fault", "words", "remedy"),
    [
        ("fsync:error=ENOSPC:when=1", "No space left on device", "make room on the disk"),
        ("?mkdir,?mkdirat:error=EROFS", "Read-only file system", "see to it that the folder may be written"),
        ("renameat2:error=EIO", "Input/output error", "see to the disk"),
    ],
)
def test_what_the_disk_refuses_is_told_and_changes_nothing(
    fault: str, words: str, remedy: str, base: Path, sound: Judge
) -> None:
    case = Case(base, ID)
    traceable(case)
    before = tree(base / "base")
    done = case.run(fault)
    place = next((base / "archive").rglob("0=ocfl_object_1.1")).parent
    remedy = f"{remedy}, then try again: the archive is as it was"
    assert done.stderr == f"cannot archive into {place}: {words} | {remedy} | 3\n"
    assert tree(base / "archive") == before
    assert case.judge(sound) == "former"


@needs_strace
def test_what_can_neither_be_synchronised_nor_undone_is_told(base: Path) -> None:
    """The exchange is made; then the disk fails for good."""
    case = Case(base, ID)
    traceable(case)
    exchanged = [number for kind, number in case.points() if kind == "fsync"][-2]
    done = case.run(f"fsync:error=EIO:when={exchanged}", "renameat2:error=EIO:when=2")
    remedy = "see to the disk, then check the archive: the new version is there, and a loss of power could undo it"
    assert done.stderr.endswith(f": Input/output error | {remedy} | 3\n")
    assert kept(StorageRoot.open(base / "archive")) == case.new


def test_a_file_that_is_written_in_part_is_no_file(base: Path, sound: Judge) -> None:
    """A system may write the first bytes, say how many, and refuse the rest when it is asked again."""
    pytest.importorskip("resource", reason="this system limits no files")
    place = base / "base"
    before = tree(place)
    limited = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))\n"
    done = subprocess.run(
        [sys.executable, "-c", limited + PROGRAM, str(place), ID, repr(THIRD)],
        env=surroundings(base / "site", ""),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.endswith(": File too large | see to the disk, then try again: the archive is as it was | 3\n")
    assert tree(place) == before
    sound(place, 1)


def test_two_writers_exclude_each_other(base: Path) -> None:
    place = base / "base"
    with StorageRoot.open(place).writing() as writer:
        with pytest.raises(EnvironmentFailure) as refused, StorageRoot.open(place).writing():
            pytest.fail("two have it")
        program = PROGRAM.replace("disk.WAITING = 1", "")
        environment = os.environ | {"PYTHONPATH": str(Path(pdfgen.__file__).parents[1])}
        done = subprocess.run(
            [sys.executable, "-c", program, str(place), ID, repr(THIRD)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert put(writer, OTHER, FILES) == 1
    words = f"another process is writing into the archive {place}"
    assert (str(refused.value), refused.value.remedy) == (words, "wait until it has ended")
    assert done.stderr == f"{words} | wait until it has ended | 3\n"
    with StorageRoot.open(place).writing() as writer:
        assert put(writer, ID, THIRD) == 3


WRITER = """
import sys
from datetime import datetime, timezone
from pdfgen.archive.ocfl import StorageRoot

moment = datetime(2018, 1, 16, 9, 0, tzinfo=timezone.utc)
with StorageRoot.open(sys.argv[1]).writing() as writer:
    for number in range(3, 25):
        writer.put(sys.argv[2], {"report.pdf": str(number).encode()}, "Again", "Editor", "", moment)
"""


def test_readers_see_a_whole_state_while_versions_are_written(base: Path) -> None:
    place = base / "base"
    command = [sys.executable, "-c", WRITER, str(place), ID]
    heads = []
    with subprocess.Popen(command, env=surroundings(base / "site", "")) as process:
        while process.poll() is None:
            (found,) = StorageRoot.open(place).objects()
            heads.append(found.inventory.head)
            expected = SECOND["report.pdf"] if found.inventory.head == 2 else str(found.inventory.head).encode()
            assert found.read("report.pdf") == expected
    assert process.returncode == 0
    assert heads == sorted(heads)
    assert len(set(heads)) > 1


def test_a_system_that_has_hardly_anything_keeps_versions_too(base: Path, sound: Judge) -> None:
    """No locks on folders, no exchange of two folders, no folder that can be synchronised."""
    place = base / "base"
    for object_id, number in ((ID, 3), (OTHER, 1)):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(place), object_id, repr(THIRD)],
            env=surroundings(base / "site", ELSEWHERE),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.stdout, done.stderr) == (f"{number}\n", "")
    root = StorageRoot.open(place)
    assert kept(root) == [FILES, SECOND, THIRD]
    assert kept(root, OTHER) == [THIRD]
    assert sorted(path.name for path in (place / "extensions").iterdir()) == ["0004-hashed-n-tuple-storage-layout"]
    sound(place, 2)


def test_an_object_between_two_renamings_comes_back(base: Path, sound: Judge) -> None:
    """Where two folders cannot be exchanged, a process may be killed when the former one has lost its name."""
    place = base / "base"
    found = StorageRoot.open(place).find(ID)
    assert found is not None
    work = place / "extensions/pdfgen/staging/0123456789abcdef"
    work.mkdir(parents=True)
    (work / "home").write_text(found.place, encoding="utf-8")
    (place / found.place).rename(work / "former")
    root = StorageRoot.open(place)
    assert root.find(ID) is None
    with root.writing():
        assert kept(root) == [FILES, SECOND]
    assert not (place / "extensions/pdfgen").exists()
    sound(place, 1)
