"""`pdfgen build --watch`: what is saved is built, what fails is told, and Ctrl-C ends it."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pypdf
import pytest

from tests.builds.conftest import PATIENCE

if TYPE_CHECKING:
    from tests.builds.conftest import Edition, Processes

pytestmark = pytest.mark.slow  # each test builds an edition, or starts processes

pytest.importorskip("watchfiles", reason="watchfiles is not installed: nothing can be watched")

IRAQ = "freedom-in-the-world-2018-iraq.pdf"


def next_line(process: subprocess.Popen[str]) -> str:
    """Return the next line of a round, after the problems that it told."""
    assert process.stderr is not None
    for line in process.stderr:
        if " built in " in line:
            return line.partition(" ")[2]
    raise AssertionError("it has ended")


def test_what_is_saved_is_built(edition: Edition, processes: Processes) -> None:
    with edition.begin("--watch") as process:
        try:
            assert next_line(process).startswith("6 of 6 reports built in ")
            before = (edition.out / IRAQ).read_bytes()

            edition.edit("iraq")
            line = next_line(process)
            assert line.startswith("iraq.yaml: 1 of 6 reports built in ")
            assert line.endswith(" s (5 current, 0 failed)\n")
            assert (edition.out / IRAQ).read_bytes() != before
            assert "Edited." in pypdf.PdfReader(edition.out / IRAQ).pages[0].extract_text()

            edition.edit("iraq", "kind: country", "kind: contry")
            line = next_line(process)
            assert line.startswith("iraq.yaml: 0 of 6 reports built in ")
            assert line.endswith(" s (5 current, 1 failed)\n")

            edition.edit("iraq", "kind: contry", "kind: country")
            assert next_line(process).startswith("iraq.yaml: 1 of 6 reports built in ")

            edition.report("iraq").rename(edition.report("irak"))
            assert next_line(process).startswith("irak.yaml, iraq.yaml: 1 of 6 reports built in ")
            assert (edition.out / "freedom-in-the-world-2018-irak.pdf").is_file()
        finally:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert err.endswith("stopped\n")
    assert "Traceback" not in err
    assert processes.children(process.pid) == []


def test_a_warning_is_told_when_it_comes_and_not_at_each_save(edition: Edition) -> None:
    edition.edit("iraq", "name: Iraq", "name: Irak")
    with edition.begin("--watch") as process:
        try:
            assert process.stderr is not None
            first = [process.stderr.readline() for _ in range(6)]
            assert "warning[unknown-name]" in first[0]
            assert "6 of 6 reports built in " in first[5]

            edition.edit("iraq", "entity:", "# a line before it\nentity:")
            assert " iraq.yaml: 1 of 6 reports built in " in process.stderr.readline()
        finally:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "stopped\n")


def test_what_a_build_writes_is_no_save(edition: Edition) -> None:
    """The folder that is built into lies in the one that is watched."""
    command = edition.command("--watch", "--profile", "card", "--png")
    command[command.index("-o") + 1] = str(edition.home / "reports")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert next_line(process).startswith("6 of 6 reports built in ")
            edition.edit("iraq")
            # nothing was said in between
            assert process.stderr is not None
            assert " iraq.yaml: 1 of 6 reports built in " in process.stderr.readline()
        finally:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "stopped\n")


def test_what_is_wrong_from_the_beginning_ends_it(edition: Edition) -> None:
    edition.out.parent.mkdir(exist_ok=True)
    edition.out.write_text("in the way", encoding="utf-8")
    done = edition.build("--watch")
    assert done.returncode == 3
    assert done.stderr == f"error: cannot make the folder {edition.out}: File exists\nhelp: choose another with -o\n"


WITHOUT = """
import sys
sys.modules[sys.argv.pop(1)] = None  # as if it was not installed
from pdfgen.cli.app import run
sys.exit(run(sys.argv[1:]))
"""


ABSENT = {
    "watchfiles": (["--watch"], "watchfiles, which sees what is saved,", "watch"),
    "distributed": (["--dask", "tcp://127.0.0.1:1"], "dask.distributed, which reaches the cluster,", "dask"),
}


@pytest.mark.parametrize("module", ABSENT)
def test_an_extra_that_is_not_installed_is_named(edition: Edition, module: str) -> None:
    option, what, extra = ABSENT[module]
    command = [sys.executable, "-c", WITHOUT, module, "build", str(edition.home), "-o", str(edition.out), *option]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    words = f'error: {what} is not installed\nhelp: install it with pip install "pdfgen[{extra}]"\n'
    assert (done.returncode, done.stderr) == (3, words)
