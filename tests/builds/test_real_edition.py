"""A real edition of 190 reports: built, built again, struck by every fault at once, killed as often as --kills says."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import time
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.files import temporaries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builds.conftest import Edition, Processes
    from tests.conftest import Corpus

REPORTS = 190

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def real(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory, edition_in: Callable[[Path], Edition]) -> Edition:
    """Return the real edition, built once."""
    found = edition_in(tmp_path_factory.mktemp("real"))
    arguments = ["import", "edition", str(corpus.edition(2018)), "-o", str(found.home), "--edition", "2018"]
    assert run([*arguments, "--scores", str(corpus.scores)]) == 0
    done = found.build()
    assert done.returncode == 0, done.stderr
    assert f"{REPORTS} of {REPORTS} reports built in " in done.stderr
    return found


def test_all_reports_are_built_and_then_none_and_then_one(real: Edition) -> None:
    before = real.marks()
    assert len(before) == REPORTS
    assert real.built() == []
    text = real.report("norway").read_text(encoding="utf-8")
    real.edit("norway")
    assert real.built() == ["norway"]
    changed = real.marks()
    assert {name for name in before if before[name] != changed[name]} == {"freedom-in-the-world-2018-norway.pdf"}
    real.report("norway").write_text(text, encoding="utf-8")
    assert real.built() == ["norway"]
    assert real.marks() == before


def test_one_killed_one_hung_one_out_of_memory_cost_three(real: Edition, processes: Processes) -> None:
    before = real.marks()
    for _ in range(6):
        shutil.rmtree(real.out)
        with real.begin("-j", "3", "--time-limit", "12") as process:
            processes.until(lambda: len(list(real.out.glob("*.pdf"))) > 20)
            killed, stopped, full = workers = processes.children(process.pid)
            os.kill(killed, signal.SIGKILL)
            os.kill(stopped, signal.SIGSTOP)
            resource.prlimit(full, resource.RLIMIT_AS, (1_000_000, 1_000_000))
            _, err = process.communicate(timeout=120)
        processes.until(lambda: not any(map(processes.running, workers)))  # noqa: B023  # now, not later
        named = [line for line in err.splitlines() if line.startswith("error: ") and ".yaml: " in line]
        if len(named) == 3:
            break  # else a process was between two reports when it was struck, and cost none
    assert f"{REPORTS - 3} of {REPORTS} reports built in " in err
    assert sorted(line.partition(".yaml: ")[2] for line in named) == [
        "it took longer than 12 s",
        "it took more memory than 1.5 GB",
        "the process that built it was killed (SIGKILL)",
    ]
    assert len(real.files()) == REPORTS - 3
    assert len(real.built()) == 3
    assert real.marks() == before


@pytest.mark.parametrize("jobs", ["1", "8"])
def test_the_number_of_processes_is_not_in_the_files(real: Edition, jobs: str) -> None:
    before, outputs = real.marks(), real.outputs()
    shutil.rmtree(real.out)
    assert real.build("-j", jobs).returncode == 0
    assert real.marks() == before
    assert real.outputs() == outputs


def test_a_killed_build_is_taken_up_again(
    real: Edition, processes: Processes, pytestconfig: pytest.Config, record_property: Callable[[str, object], None]
) -> None:
    before, outputs = real.marks(), real.outputs()
    shutil.rmtree(real.out)
    kills = pytestconfig.getoption("kills")
    moments = random.Random(4711)  # noqa: S311  # they need only be spread
    torn = left = 0
    resumed = []
    for number in range(kills):
        shutil.rmtree(real.out, ignore_errors=True)
        most = int(REPORTS * (number + moments.random()) / kills)
        with real.begin() as process:
            processes.until(lambda: process.poll() is not None or len(list(real.out.glob("*.pdf"))) >= most)  # noqa: B023
            time.sleep(moments.uniform(0, 0.05))  # in the middle of a report as well as behind it
            workers = processes.children(process.pid)
            process.kill()
        processes.until(lambda: not any(map(processes.running, workers)))  # noqa: B023  # now, not later
        found = real.marks() if real.out.is_dir() else {}
        torn += sum(mark != before[name] for name, mark in found.items() if not name.startswith("."))
        done = real.build()
        assert done.returncode == 0, done.stderr
        left += len(temporaries(real.out))
        assert real.marks() == before
        assert real.outputs() == outputs
        said = re.search(r"\(([0-9]+) current", done.stderr)
        resumed.append(int(said[1]) if said else 0)
    record_property("reports that were there", sorted(resumed))
    assert (torn, left) == (0, 0)
    assert any(resumed)
