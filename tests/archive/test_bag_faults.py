"""A bag is there whole or not at all, also when a disk fails or the process is killed: the faults are real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pdfgen
from pdfgen.archive.bag_format import faults
from pdfgen.archive.ocfl import StorageRoot
from tests.archive.ocfl.conftest import FILES, ID, put

STRACE = shutil.which("strace")

PROGRAM = """
import sys
from pathlib import Path
from pdfgen.archive.bag import export_bag
from pdfgen.archive.ocfl import StorageRoot
from pdfgen.errors import PdfgenError

try:
    print(export_bag(StorageRoot.open(sys.argv[1]), Path(sys.argv[2]), "2018-02-01").files)
except PdfgenError as error:
    sys.exit(f"{error} | {error.remedy} | {error.exit_code}")
"""

CALLS = {"mkdir": "?mkdir,?mkdirat", "write": "write", "fsync": "fsync", "rename": "?rename,?renameat,?renameat2"}
"""Calls that change a disk, by their names on different processors."""


def run(folder: Path, *injected: str) -> subprocess.CompletedProcess[str]:
    assert STRACE is not None
    command = [STRACE, "-f", "-o", str(folder / "log"), "-e", f"trace={','.join(CALLS.values())}"]
    command += [part for one in injected for part in ("-e", f"inject={one}")]
    command += [sys.executable, "-c", PROGRAM, str(folder / "archive"), str(folder / "out" / "bag")]
    path = str(Path(pdfgen.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def archive(folder: Path) -> Path:
    (folder / "out").mkdir()
    with StorageRoot.create(folder / "archive").writing() as writer:
        put(writer, ID, FILES)
    return folder


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> None:
    if STRACE is None:
        pytest.skip("strace is not installed: no system call can be made to fail")
    done = run(archive(tmp_path_factory.mktemp("traced")), "?mkdir,?mkdirat:delay_enter=1")
    if done.stdout != "3\n":
        pytest.skip(f"nothing can be traced here: {done.stderr[:100]}")


@pytest.fixture
def place(traced: None, tmp_path: Path) -> Path:  # noqa: ARG001
    return archive(tmp_path)


POINTS = [("mkdir", 2), ("write", 1), ("write", 5), ("fsync", 1), ("rename", 1)]


@pytest.mark.parametrize(("call", "number"), POINTS)
def test_a_disk_that_fails_leaves_nothing(call: str, number: int, place: Path) -> None:
    done = run(place, f"{CALLS[call]}:error=ENOSPC:when={number}")
    assert (done.returncode, done.stdout) == (1, "")
    said = f"cannot write {place / 'out' / 'bag'}: No space left on device | choose another place, or make room there | 3\n"
    assert done.stderr == said
    assert list((place / "out").iterdir()) == []


@pytest.mark.parametrize(("call", "number"), POINTS)
def test_a_process_that_is_killed_leaves_no_bag_and_the_next_one_makes_it(call: str, number: int, place: Path) -> None:
    done = run(place, f"{CALLS[call]}:signal=KILL:when={number}:error=EIO")
    assert done.returncode != 0
    assert not (place / "out" / "bag").exists()
    assert run(place).stdout == "3\n"
    assert [path.name for path in (place / "out").iterdir()] == ["bag"]
    assert faults(place / "out" / "bag") == []
