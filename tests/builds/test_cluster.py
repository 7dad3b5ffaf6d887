"""The same work done by a dask.distributed cluster: the same bytes, the same words, whoever is killed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pdfgen
from pdfgen.builds.dask.cluster import as_asked
from pdfgen.builds.tasks import BuildOptions, MadeFile, Task
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from tests.builds.conftest import PATIENCE, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.builds.conftest import Edition, Processes

pytestmark = pytest.mark.slow  # each test builds an edition, or starts processes

pytest.importorskip("distributed", reason="distributed is not installed: no cluster can be started")

# A cluster of two worker processes; it says where it is and which they are, and ends when it is told to.
CLUSTER = """
import json, sys
from distributed import LocalCluster

if __name__ == "__main__":
    options = {"n_workers": int(sys.argv[2]), "threads_per_worker": 1, "dashboard_address": None, "local_directory": sys.argv[1]}
    with LocalCluster(**options) as cluster:
        pids = [worker.pid for worker in cluster.workers.values()]
        print(json.dumps([cluster.scheduler_address, pids]), flush=True)
        sys.stdin.read()
"""


class Cluster:
    """A cluster in a process of its own, and the processes of its workers."""

    def __init__(self, folder: Path, size: int = 2, **variables: str) -> None:
        program = folder / "cluster.py"
        program.write_text(CLUSTER, encoding="utf-8")
        self.folder = folder / "local"
        self.process = subprocess.Popen(
            [sys.executable, str(program), str(self.folder), str(size)],
            env=surroundings() | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        self.address, self.workers = json.loads(self.process.stdout.readline())

    def end(self) -> None:
        self.process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    yield found
    found.end()


def of_all_kinds(edition: Edition) -> None:
    """Let a project have what reports can draw on, and reports that are warned of and that fail."""
    edition.own_font("SourceSans3_400Regular.ttf")
    edition.own_file("themes", "compact.yaml", "SourceSans3_400Regular.ttf", "Own.ttf", "own.yaml")
    edition.own_file("labels", "en.yaml", "Key developments", "What happened")
    edition.edition_before()
    edition.edit("syria", new="\noverview: |\n  A word of one piece: " + "x" * 200 + "\n\n")
    edition.edit("iraq", "kind: country", "kind: contry")
    edition.edit("turkey", "\nentity:", "\nedition: 2019\nentity:")


def test_a_cluster_gives_the_same_files_the_same_record_and_the_same_words(edition: Edition, cluster: Cluster) -> None:
    of_all_kinds(edition)
    options = ("--theme", "own", "--profile", "screen", "--profile", "card")
    here = edition.build(*options, "-j", "1")
    assert here.returncode == 4
    assert "overlong-word" in here.stderr
    assert "unknown-kind" in here.stderr
    assert f"remove it here, or correct {edition.home / 'edition.yaml'}:" in here.stderr
    expected, outputs = edition.marks(), edition.outputs()
    assert len(expected) == 6  # three in two profiles
    shutil.rmtree(edition.out)
    there = edition.build(*options, "--dask", cluster.address)
    assert there.returncode == 4
    assert edition.marks() == expected
    assert edition.outputs() == outputs
    assert blocks(there.stderr) == blocks(here.stderr)
    assert edition.build(*options).stderr.count("current") == 1


def blocks(err: str) -> list[str]:
    """Return what was said, whatever came first, without the time that it took."""
    return sorted(line for line in err.splitlines() if " built in " not in line)


def test_pictures_come_from_a_cluster_too(edition: Edition, cluster: Cluster) -> None:
    done = edition.build("--profile", "card", "--png", "--dask", cluster.address)
    assert done.returncode == 0, done.stderr
    assert sum(content.startswith(b"\x89PNG") for content in edition.files().values()) == 6
    assert edition.built("--profile", "card", "--png") == []


def test_a_report_that_takes_too_much_costs_itself_there_too(edition: Edition, cluster: Cluster) -> None:
    done = edition.build("--memory-limit", "1MB", "--dask", cluster.address)
    assert done.returncode == 4
    assert f"error: {edition.report('iraq')}: it took more memory than 1 MB\n" in done.stderr
    assert done.stderr.count("it took more memory than 1 MB") == 6
    assert edition.build("--dask", cluster.address).returncode == 0


def test_nothing_is_left_on_the_workers(edition: Edition, cluster: Cluster, processes: Processes) -> None:
    assert edition.build("--dask", cluster.address).returncode == 0
    assert [path for path in cluster.folder.rglob("*") if "pdfgen" in path.name] == []
    assert [child for worker in cluster.workers for child in processes.children(worker)] == []


def test_a_worker_that_is_killed_costs_nothing(edition: Edition, cluster: Cluster, processes: Processes) -> None:
    edition.multiply(4)
    assert edition.build().returncode == 0
    expected = edition.marks()
    shutil.rmtree(edition.out)
    with edition.begin("--dask", cluster.address) as process:
        processes.until(lambda: process.poll() is not None or len(list(edition.out.glob("*.pdf"))) > 4)
        os.kill(cluster.workers[0], signal.SIGKILL)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert "24 of 24 reports built in " in err
    assert edition.marks() == expected


def test_a_report_that_is_lost_with_its_worker_again_and_again_is_named(
    edition: Edition, tmp_path: Path, processes: Processes
) -> None:
    """A cluster tries a report four times; this one is told to try it once."""
    edition.multiply(4)
    strict = Cluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    with edition.begin("--dask", strict.address) as process:
        processes.until(lambda: process.poll() is not None or len(list(edition.out.glob("*.pdf"))) > 4)
        os.kill(strict.workers[0], signal.SIGKILL)
        _, err = process.communicate(timeout=PATIENCE)
    strict.end()
    assert process.returncode == 4, err
    words = ": the process that built it was lost with its worker, and so were those that tried again"
    named = [line for line in err.splitlines() if line.endswith(words)]
    assert len(named) >= 1
    assert len(edition.files()) == 24 - len(named)
    assert len(edition.built()) == len(named)


def test_a_cluster_that_is_lost_is_told(edition: Edition, tmp_path: Path, processes: Processes) -> None:
    edition.multiply(4)
    lost = Cluster(tmp_path)
    with edition.begin("--dask", lost.address) as process:
        processes.until(lambda: process.poll() is not None or len(list(edition.out.glob("*.pdf"))) > 4)
        lost.end()
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3, err
    assert err.splitlines()[-2:] == [
        f"error: the dask cluster at {lost.address} was lost",
        "help: see to it, then build again: what is built stays",
    ]
    assert "Traceback" not in err
    kept = len(edition.files())
    assert 0 < kept < 24
    assert f" ({kept} current, 0 failed)" in edition.build().stderr


def test_an_address_where_nobody_is_is_told(edition: Edition) -> None:
    done = edition.build("--dask", "tcp://127.0.0.1:1")
    assert done.returncode == 3
    assert done.stderr == (
        "error: no dask scheduler answers at tcp://127.0.0.1:1\n"
        "help: start one with `dask scheduler` and `dask worker`, and give its address, such as tcp://host:8786\n"
    )


NOBODY = (
    "error: no dask scheduler answers at {}\n"
    "help: start one with `dask scheduler` and `dask worker`, and give its address, such as tcp://host:8786\n"
)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n" * 9])
def test_a_server_of_another_kind_is_told(said: bytes, edition: Edition) -> None:
    """One accepts and is silent, one speaks HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept = []

        def answer() -> None:
            with suppress(OSError):
                while True:
                    kept.append(server.accept()[0])
                    kept[-1].sendall(said)
                    if said:
                        kept[-1].close()

        threading.Thread(target=answer, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        done = edition.build("--dask", address)
    assert (done.returncode, done.stderr) == (3, NOBODY.format(address))


@pytest.mark.slow
def test_a_cluster_without_workers_is_told(edition: Edition, tmp_path: Path) -> None:
    empty = Cluster(tmp_path, 0)
    try:
        done = edition.build("--dask", empty.address)
    finally:
        empty.end()
    assert done.returncode == 3
    assert done.stderr == (
        f"error: the dask cluster at {empty.address} has no workers\n"
        "help: see to it, then build again: what is built stays\n"
    )


@pytest.mark.slow
def test_reports_of_a_worker_that_is_frozen_are_named(edition: Edition, tmp_path: Path, processes: Processes) -> None:
    edition.multiply(4)
    frozen = Cluster(tmp_path)
    try:
        with edition.begin("--dask", frozen.address, "--time-limit", "8") as process:
            processes.until(lambda: process.poll() is not None or len(list(edition.out.glob("*.pdf"))) > 4)
            os.kill(frozen.workers[0], signal.SIGSTOP)
            _, err = process.communicate(timeout=PATIENCE)
    finally:
        os.kill(frozen.workers[0], signal.SIGKILL)
        frozen.end()
    assert process.returncode == 4, err
    assert "Traceback" not in err
    named = [line for line in err.splitlines() if line.endswith(".yaml: its worker did not answer within 23 s")]
    assert named
    assert "help: see to the workers, then build again\n" in err
    assert len(edition.files()) == 24 - len(named)


def test_a_file_has_the_name_of_its_task(tmp_path: Path) -> None:
    task = Task("a.yaml", BuildOptions(Profile.named("a4", "screen"), pictures=True), str(tmp_path / "a.pdf"))
    files = (MadeFile("/etc/passwd", "0", 1, "/etc/shadow", b"one"), MadeFile("../b.png", "0", 1, "", b"two"))
    one, two = as_asked(task, files)
    assert (one.target, one.staged, one.size) == (str(tmp_path / "a.pdf"), "", 3)
    assert one.sha256 == hashlib.sha256(b"one").hexdigest()
    assert two.target == str(tmp_path / "a-1.png")
    without = replace(task, options=BuildOptions(task.options.profile))
    assert as_asked(without, files) == (one,)


def installed_again(folder: Path) -> Path:
    """Return a folder with this very program, for a process that looks there first."""
    left_out = shutil.ignore_patterns("__pycache__", "data", "fonts")
    shutil.copytree(Path(pdfgen.__file__).parent, folder / "pdfgen", ignore=left_out)
    for name in ("data", "fonts"):
        (folder / name).symlink_to(shipped(name))
    return folder


def test_a_worker_whose_program_lies_elsewhere_gives_the_same_record(edition: Edition, tmp_path: Path) -> None:
    other = installed_again(tmp_path / "other")
    cluster = Cluster(tmp_path, PYTHONPATH=str(other))
    try:
        assert edition.build("--dask", cluster.address).returncode == 0
    finally:
        cluster.end()
    there = edition.outputs()
    assert edition.built() == []  # all is current
    shutil.rmtree(edition.out)
    assert edition.build().returncode == 0
    assert edition.outputs() == there


def test_a_worker_with_another_program_is_refused(edition: Edition, cluster: Cluster, tmp_path: Path) -> None:
    """A copy of the program that differs in a comment is another program."""
    other = installed_again(tmp_path / "other")
    with (other / "pdfgen" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    done = subprocess.run(
        edition.command("--dask", cluster.address),
        cwd=other,  # what is there goes first
        env=surroundings() | {"PYTHONPATH": str(other)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 3
    assert done.stderr.startswith("error: a worker has another pdfgen than this one: 0.1.0 ")
    assert done.stderr.endswith("\nhelp: install the same version on all workers\n")
    assert edition.files() == {}
