"""A real edition of 190 reports: built, built again, struck by every fault at once, and killed as often as --kills says.

The corpus lies beside the checkout, or where PDFGEN_SHARED says.
"""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.files import temporaries

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.editions.conftest import Edition, Processes

SHARED = Path(os.environ.get("PDFGEN_SHARED") or Path(__file__).parents[3] / "shared")
CORPUS = SHARED / "corpus" / "2018"
SCORES = SHARED / "domain" / "fiw-scores-2013-2024.csv"
REPORTS = 190

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="there is no corpus beside the checkout: no real edition is built"),
]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, edition_in: Callable[[Path], Edition]) -> Edition:
    """Return the real edition, built once."""
    found = edition_in(tmp_path_factory.mktemp("real"))
    arguments = ["import", "edition", str(CORPUS), "-o", str(found.home), "--edition", "2018", "--scores", str(SCORES)]
    assert run(arguments) == 0
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
    for _ in range(3):
        shutil.rmtree(real.out)
        with real.begin("-j", "3", "--time-limit", "6") as process:
            processes.until(lambda: len(list(real.out.glob("*.pdf"))) > 20)
            killed, stopped, full = workers = processes.children(process.pid)
            os.kill(killed, signal.SIGKILL)
            os.kill(stopped, signal.SIGSTOP)
            resource.prlimit(full, resource.RLIMIT_AS, (1_000_000, 1_000_000))
            _, err = process.communicate(timeout=120)
        processes.until(lambda: not any(map(processes.running, workers)), 5)  # noqa: B023  # now, not later
        named = [line for line in err.splitlines() if line.startswith("error: ") and ".yaml: " in line]
        if len(named) == 3:
            break  # else a process was between two reports when it was struck, and cost none
    assert f"{REPORTS - 3} of {REPORTS} reports built in " in err
    assert sorted(line.partition(".yaml: ")[2] for line in named) == [
        "it took longer than 6 s",
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
    start = time.monotonic()
    assert real.build().returncode == 0
    took = time.monotonic() - start
    moments = random.Random(time.time_ns())  # noqa: S311  # another moment in each run
    torn = left = 0
    resumed = []
    for _ in range(pytestconfig.getoption("kills")):
        shutil.rmtree(real.out)
        with real.begin() as process:
            time.sleep(moments.uniform(0, took))
            workers = processes.children(process.pid)
            process.kill()
        processes.until(lambda: not any(map(processes.running, workers)), 5)  # noqa: B023  # now, not later
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
