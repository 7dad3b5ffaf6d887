"""What a build survives: kills, hangs, too little memory, a full disk, Ctrl-C, another build in the same folder.

The faults are real, and come from outside: signals, limits of the system, a small file system.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pdfgen
from pdfgen.cli.app import run
from pdfgen.files import locked, temporaries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.builds.conftest import Edition, Processes

pytestmark = pytest.mark.slow  # each test builds an edition, or starts processes

KILLS = 3
COPIES = 2  # of each of the six samples
MANY = 6


def failures(err: str) -> list[str]:
    return [line.removeprefix("error: ") for line in err.splitlines() if line.startswith("error: ")]


def made(edition: Edition, process: subprocess.Popen[str], files: int) -> bool:
    """Tell whether a build has made so many files, or has ended."""
    return process.poll() is not None or len(list(edition.out.glob("*.pdf"))) >= files


def test_a_build_that_is_killed_is_taken_up_again(edition: Edition, processes: Processes) -> None:
    """Whenever it was killed: no torn file, nothing built that is not needed, and in the end the same bytes."""
    edition.multiply(COPIES)
    assert edition.build().returncode == 0
    expected, outputs = edition.marks(), edition.outputs()
    assert len(expected) == 6 * COPIES
    moments = random.Random(4711)  # noqa: S311  # they need only be spread
    resumed = 0
    for number in range(KILLS):
        for path in edition.out.iterdir():
            path.unlink()
        with edition.begin() as process:
            processes.until(partial(made, edition, process, number * len(expected) // KILLS))
            time.sleep(moments.uniform(0, 0.1))  # in the middle of a report as well as behind it
            workers = processes.children(process.pid)
            process.kill()
        processes.until(lambda: not any(map(processes.running, workers)))  # noqa: B023  # now, not later
        left = edition.marks() if edition.out.is_dir() else {}
        whole = {name: mark for name, mark in left.items() if not name.startswith(".")}
        assert whole == {name: expected[name] for name in whole}
        done = edition.build()
        assert done.returncode == 0, done.stderr
        assert edition.marks() == expected
        assert edition.outputs() == outputs
        resumed += " current, 0 failed)" in done.stderr
    assert resumed > 0


def test_a_temporary_file_that_a_killed_build_left_is_removed(built: Edition) -> None:
    left = [".x.pdf.0123abcd.tmp", ".build.json.0123abcd.tmp", ".x-1.png.0123abcd.tmp"]
    others = [".x.pdf.tmp", "x.pdf.0123abcd.tmp", ".notes.txt.0123abcd.tmp"]
    for name in (*left, *others):
        (built.out / name).write_bytes(b"half a file")
    assert built.built() == []
    assert sorted(name for name in built.files() if name.endswith(".tmp")) == sorted(others)


@pytest.fixture
def many(edition: Edition) -> Edition:
    return edition.multiply(MANY)


def begun(edition: Edition, process: subprocess.Popen[str], processes: Processes, workers: int) -> list[int]:
    """Wait until the first files are there; return the processes that are at work."""
    processes.until(lambda: made(edition, process, workers + 1))
    found = processes.children(process.pid)
    assert len(found) == workers
    return found


def strike(edition: Edition, processes: Processes) -> tuple[list[str], str]:
    """Build; kill a process, stop one, and leave one no memory. Return the errors and all that was said."""
    with edition.begin("-j", "3", "--time-limit", "12", "--memory-limit", "1GB") as process:
        killed, stopped, full = workers = begun(edition, process, processes, 3)
        os.kill(killed, signal.SIGKILL)
        os.kill(stopped, signal.SIGSTOP)
        resource.prlimit(full, resource.RLIMIT_AS, (1_000_000, 1_000_000))
        _, err = process.communicate(timeout=60)
    assert process.returncode == 4, err
    processes.until(lambda: not any(map(processes.running, workers)))
    return failures(err), err


def test_workers_fail_alone(many: Edition, processes: Processes) -> None:
    """One is killed, one hangs, one runs out of memory: each costs its report, which is named; the rest is delivered."""
    total = 6 * MANY
    for _ in range(6):
        (*named, last), err = strike(many, processes)
        if len(named) == 3:
            break
        shutil.rmtree(many.out)  # a process was between two reports when it was struck, and cost none
    assert sorted(words.partition(".yaml: ")[2] for words in named) == [
        "it took longer than 12 s",
        "it took more memory than 1 GB",
        "the process that built it was killed (SIGKILL)",
    ]
    assert last == f"3 of {total} reports failed"
    assert f"{total - 3} of {total} reports built in " in err
    assert len(many.files()) == total - 3
    lost = {Path(words.partition(": ")[0]).stem for words in named}
    assert lost == {name for name, row in many.rows().items() if row["error"]}
    assert sorted(many.built()) == sorted(lost)


@pytest.mark.parametrize("hung", [False, True], ids=["at work", "hung"])
def test_no_process_outlives_a_build_that_is_killed(many: Edition, processes: Processes, *, hung: bool) -> None:
    with many.begin("-j", "2") as process:
        workers = begun(many, process, processes, 2)
        if hung:
            os.kill(workers[0], signal.SIGSTOP)
        process.kill()
    processes.until(lambda: not any(map(processes.running, workers)))
    assert not any(map(processes.running, workers))


def test_an_interrupt_ends_a_build_and_its_processes(many: Edition, processes: Processes) -> None:
    with many.begin("-j", "2") as process:
        workers = begun(many, process, processes, 2)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.endswith("interrupted; nothing half written is left\n")
    assert "Traceback" not in err
    assert not any(map(processes.running, workers))
    files = many.files()
    assert 0 < len(files) < 6 * MANY
    assert temporaries(many.out) == []
    recorded = {row["target"] for row in many.record["outputs"]}
    assert recorded <= files.keys()
    assert len(files.keys() - recorded) <= 1  # one may have got its name in that very moment
    assert many.record["run"]["built"] == len(recorded)
    done = many.build()
    assert done.returncode == 0
    assert f" s ({len(recorded)} current, 0 failed)\n" in done.stderr


def test_a_file_that_is_saved_while_it_is_read_is_built_again(edition: Edition, processes: Processes) -> None:
    """Its hash is that of before, or of after; what was read in between may be neither."""
    with edition.begin("-j", "1") as process:
        processes.until(lambda: processes.children(process.pid))
        (worker,) = processes.children(process.pid)
        os.kill(worker, signal.SIGSTOP)  # it has begun, and read nothing yet
        edition.edit("iraq")
        os.kill(worker, signal.SIGCONT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert edition.rows()["iraq"]["inputs"] is None
    assert edition.built() == ["iraq"]
    assert edition.built() == []


def test_two_builds_into_one_folder_exclude_each_other(many: Edition, processes: Processes) -> None:
    words = f"error: another build is writing into {many.out}\n"
    words += "help: wait until it has ended, or choose another folder with -o\n"
    with many.begin("-j", "1") as process:
        (worker,) = begun(many, process, processes, 1)
        os.kill(worker, signal.SIGSTOP)
        second = many.build()
        assert (second.returncode, second.stderr) == (3, words)
        # a build of files alone keeps out too
        assert run(["build", str(many.report("iraq")), "-o", str(many.out)]) == 3
        os.kill(worker, signal.SIGCONT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert [path.name for path in many.out.iterdir() if not path.name.endswith(".pdf")] == ["build.json"]


def test_builds_of_files_share_a_folder(built: Edition, capsys: pytest.CaptureFixture[str]) -> None:
    with locked(built.out, shared=True):
        assert run(["build", str(built.report("iraq")), "-o", str(built.out)]) == 0
        assert run(["build", str(built.home), "-o", str(built.out)]) == 3
    assert "another build is writing into" in capsys.readouterr().err
    assert built.built() == []


@pytest.fixture
def small(edition: Edition) -> Iterator[Edition]:
    """Return an edition that is built into a file system of a megabyte."""
    edition.out.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(edition.out)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("no file system can be mounted here: a full disk cannot be shown")
    yield edition
    subprocess.run(["umount", str(edition.out)], check=True)


def test_a_full_disk_is_told_and_old_files_stay(small: Edition) -> None:
    assert small.build().returncode == 0
    before, record = small.marks(), small.record
    for name in ("iraq", "syria", "finland", "turkey"):
        small.edit(name)
    small.multiply(COPIES)
    done = small.build("-j", "2")
    assert done.returncode == 3
    (line,) = failures(done.stderr)
    assert line.startswith(f"cannot write {small.out}/freedom-in-the-world-2018-")
    assert line.endswith(".pdf: No space left on device")
    assert done.stderr.endswith("help: choose another place, or make room there\n")
    assert temporaries(small.out) == []
    after = small.marks()
    assert before.keys() <= after.keys()
    assert all(content.rstrip().endswith(b"%%EOF") for content in small.files().values())
    assert small.record["outputs"] != []
    assert small.record["pdfgen"] == record["pdfgen"]
    # when there is room, the rest is built
    for path in (small.home / "reports").glob("*-0*.yaml"):
        path.unlink()
    for path in small.out.glob("*-0*.pdf"):
        path.unlink()
    assert small.build().returncode == 0
    assert small.marks().keys() == before.keys()
    assert small.built() == []


def test_a_machine_that_can_start_no_process_says_so(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\n"
        "if 'pdfgen.builds.worker' in ''.join(sys.orig_argv):\n"
        "    os.write(2, b'no room here\\n')\n"
        "    os._exit(3)\n",
        encoding="utf-8",
    )
    path = os.pathsep.join([str(tmp_path), str(Path(pdfgen.__file__).parents[1])])
    done = edition.build("-j", "1", PYTHONPATH=path)
    assert done.returncode == 3
    assert done.stderr == (
        "no room here\n" * 3 + "error: 3 processes in a row could not be started\n"
        "help: see what is said above; if nothing is, give more memory with --memory-limit\n"
    )
    assert edition.files() == {}


def test_too_little_memory_for_any_report_names_them_all(edition: Edition) -> None:
    done = edition.build("--memory-limit", "1MB")
    assert done.returncode == 4
    assert [words.partition(".yaml: ")[2] for words in failures(done.stderr)[:-1]] == [
        "it took more memory than 1 MB"
    ] * 6


def test_the_number_of_processes_is_not_in_the_files(edition: Edition) -> None:
    edition.multiply(COPIES)
    found = []
    for jobs in ("1", "2", "8"):
        assert edition.build("-j", jobs).returncode == 0
        found.append((edition.marks(), edition.outputs()))
        for path in edition.out.iterdir():
            path.unlink()
    assert found[0] == found[1] == found[2]
    assert len(found[0][0]) == 6 * COPIES
