"""What a machine can lack or do in the midst of a command: it is said in a sentence, with exit code 3, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.resources import shipped
from tests.test_system import surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow  # each test builds an edition, or starts processes

SAMPLES = shipped("data") / "editions" / "2018"
IRAQ = SAMPLES / "reports" / "iraq.yaml"
PDFGEN = f"{sys.executable} -m pdfgen"


def shell(command: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line of a shell, with this program on the path of Python."""
    folder = str(Path(__file__).resolve().parents[2])
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    env = kept | {"PYTHONPATH": folder} | variables
    return subprocess.run(["bash", "-c", command], cwd=cwd, env=env, capture_output=True, check=False, timeout=60)


# Standard streams


@pytest.mark.parametrize("closed", ["2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("check {}", 0),
        ("build {}/reports/iraq.yaml -o {out}/a.pdf", 0),
        ("build {} -o {out} -j 1", 0),
        ("check nope", 2),
    ],
)
def test_nobody_needs_to_listen(command: str, code: int, closed: str, tmp_path: Path) -> None:
    done = shell(f"{PDFGEN} {command.format(SAMPLES, out=tmp_path)} {closed}")
    assert done.returncode == code
    if "out" in command:
        made = list(tmp_path.glob("*.pdf"))
        assert made
        assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in made)
        assert all(path.read_bytes().startswith(b"%PDF") for path in made)


def test_without_a_stream_a_command_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    assert run(["check", str(SAMPLES), "--json"]) == 0
    assert run(["build", str(IRAQ), str(IRAQ.with_name("syria.yaml")), "-o", str(tmp_path)]) == 0
    assert run(["check", "nope"]) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here: a full disk cannot be shown")
@pytest.mark.parametrize("command", ["check {} --json", "diff {}/reports/iraq.yaml {}/reports/syria.yaml", "--help"])
def test_a_full_disk_is_told(command: str) -> None:
    done = shell(f"{PDFGEN} {command.format(SAMPLES, SAMPLES)} > /dev/full")
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    words = "error: system error: No space left on device\nhelp: make room on the disk\n"
    assert done.stderr.decode().endswith(words)


def test_a_reader_that_has_gone_is_no_error() -> None:
    """The exit code is the one of a program that is ended by SIGPIPE."""
    done = shell(f"{PDFGEN} schema report | true; echo ${{PIPESTATUS[0]}}")
    assert (done.stdout, done.stderr) == (b"141\n", b"")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-8"])
def test_a_console_shows_what_it_can(encoding: str, tmp_path: Path) -> None:
    home = tmp_path / "2018"
    shutil.copytree(SAMPLES, home)
    changed = home / "reports" / "changed.yaml"
    text = IRAQ.read_text(encoding="utf-8")
    changed.write_text(text.replace("kind: country", "kind: čountry→"), encoding="utf-8")
    done = shell(f"{PDFGEN} check {changed}; {PDFGEN} check {changed} --json", PYTHONIOENCODING=encoding)
    assert b"Traceback" not in done.stderr
    (problem,) = [item for item in json.loads(done.stdout.decode(encoding))["problems"] if "ountry" in item["message"]]
    assert "“čountry→”" in problem["message"]
    changed.write_text(text.replace("\noverview: |\n", "\noverview: |\n  Łódź 😀 →\n\n"), encoding="utf-8")
    done = shell(f"{PDFGEN} diff {IRAQ} {changed}", PYTHONIOENCODING=encoding)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    said = done.stdout.decode(encoding)
    assert ("Łódź 😀 →" if encoding == "utf-8" else "\\U0001f600 \\u2192") in said


# Places and files


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    for command in ("check .", "build . -o out", f"build {SAMPLES}", f"volume {SAMPLES}"):
        (tmp_path / "gone").mkdir(exist_ok=True)
        done = shell(f"cd gone; rmdir ../gone; {PDFGEN} {command}", cwd=tmp_path)
        assert done.returncode in (2, 3), command
        assert b"Traceback" not in done.stderr, command
        assert done.stderr.startswith(b"error: "), command


IN_THE_WAY: dict[str, list[str]] = {
    "new edition": ["new", "edition", "{}/sub", "--rubric", "freedom-in-the-world", "--edition", "2019"],
    "import scores": ["import", "scores", str(shipped("data") / "scores/freedom-in-the-world/2018.csv"), "-o", "{}"],
    "import edition": ["import", "edition", "texts", "-o", "{}/a/b", "--edition", "2018"],
    "build a folder": ["build", str(SAMPLES), "-o", "{}/out"],
    "volume": ["volume", str(SAMPLES), "-o", "{}/out"],
}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_a_place_that_cannot_be_written_is_told(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file is where a folder is to be."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("A\n", encoding="utf-8")
    place = tmp_path / "file"
    place.write_text("in the way", encoding="utf-8")
    assert run([item.format(place) for item in IN_THE_WAY[what]]) == 3
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert "Not a directory" in err
    assert "\nhelp: " in err


def test_too_few_open_files_are_told(tmp_path: Path) -> None:
    for number in (6, 8, 10):
        done = shell(f"ulimit -n {number}; exec {PDFGEN} build {SAMPLES} -o {tmp_path}")
        assert b"Traceback" not in done.stderr, number
        assert done.returncode == 3, number
        assert b"error: system error: Too many open files" in done.stderr, number


@pytest.mark.parametrize("command", ["build {0} -o {1}", "build {0}/reports/iraq.yaml -o {1}", "volume {0} -o {1}"])
def test_a_date_that_is_none_is_told_once(command: str, tmp_path: Path) -> None:
    done = shell(f"{PDFGEN} {command.format(SAMPLES, tmp_path)}", SOURCE_DATE_EPOCH="soon")
    assert done.returncode == 2
    words = "error: SOURCE_DATE_EPOCH is “soon”\nhelp: set it to seconds since 1970, or unset it\n"
    assert done.stderr.decode() == words
    assert list(tmp_path.iterdir()) == []


# Ctrl-C

INTERRUPTED = """
import os, signal, sys
from importlib.abc import MetaPathFinder

class Interrupting(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == os.environ["MODULE"]:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
sys.meta_path.insert(0, Interrupting())
"""


@pytest.mark.parametrize(
    "module", ["click", "pdfgen.cli.app", "pdfgen.errors", "pydantic", "pdfgen.model.report", "reportlab", "uharfbuzz"]
)
def test_an_interrupt_in_the_first_moments_is_told(module: str, tmp_path: Path) -> None:
    env = surroundings(tmp_path / "site", INTERRUPTED, MODULE=module)
    command = [sys.executable, "-m", "pdfgen", "build", str(IRAQ), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.lstrip("\n")) == (130, "interrupted; nothing half written is left\n")


# What steers a terminal

ESCAPES = "\x1b]0;PWNED\x07\x1b[2J\u202e\x9b31m"
SHOWN = "\\x1b]0;PWNED\\x07\\x1b[2J\\u202e\\x9b31m"


def hostile_names(folder: Path) -> None:
    shutil.copytree(SAMPLES, folder)
    text = IRAQ.read_text(encoding="utf-8")
    (folder / "reports" / f"a{ESCAPES}.yaml").write_text(text.replace("country", "contry", 1), encoding="utf-8")
    (folder / "reports" / f"b{ESCAPES}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        lambda home, _: ["check", str(home)],
        lambda home, _: ["check", str(home), "--format", "github"],
        lambda home, _: ["check", str(home), "--json"],
        lambda home, out: ["build", str(home), "-o", str(out), "-j", "1"],
        lambda home, out: ["build", *map(str, (home / "reports").glob("[ab]*")), "-o", str(out)],
        lambda home, _: ["diff", str(home / "reports" / f"b{ESCAPES}.yaml"), str(home / "reports" / "syria.yaml")],
        lambda home, _: ["check", f"{home}{ESCAPES}"],
        lambda home, _: ["verify", f"{home}{ESCAPES}"],
    ],
)
def test_no_name_steers_a_terminal(
    command: Callable[[Path, Path], list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "2018"
    hostile_names(home)
    run(command(home, tmp_path / "out"))
    out, err = capsys.readouterr()
    for char in set(ESCAPES) - set("]0;PWNED[2J31m"):
        assert char not in out + err
    assert SHOWN in out + err or "\\u001b]0;PWNED" in out


def test_a_heading_of_a_table_steers_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SAMPLES, tmp_path / "editions" / "2018")
    table = tmp_path / "scores" / "freedom-in-the-world" / "2017.csv"
    table.parent.mkdir(parents=True)
    table.write_text(f"name{ESCAPES},A1\nIraq,2\n", encoding="utf-8")
    assert run(["check", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert "U+001B" in err
    assert "\x1b" not in out + err


# Limits


@pytest.mark.parametrize(
    "command",
    [
        ["check", str(SAMPLES)],
        ["volume", str(SAMPLES)],
        ["diff", str(SAMPLES), str(SAMPLES)],
        ["build", str(IRAQ)],
        ["import", "scores", str(shipped("data") / "scores/freedom-in-the-world/2018.csv"), "-o", "."],
    ],
)
def test_a_command_has_limits(command: list[str], tmp_path: Path) -> None:
    """Both are so low that the first steps are beyond them."""
    words = {
        (
            "--time-limit",
            "0.001",
        ): "longer than 0.001 s\nhelp: see what is unusual in the input, or give it more time with",
        (
            "--memory-limit",
            "1kB",
        ): "more memory than 1 kB\nhelp: see what is unusual in the input, or give it more with",
    }
    for (option, value), told in words.items():
        work = [sys.executable, "-m", "pdfgen", *command, option, value]
        done = subprocess.run(work, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (3, f"error: the command took {told} {option}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["nan", "inf", "0", "-1"])
def test_a_time_that_is_none_is_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(SAMPLES), "--time-limit", value]) == 2
    assert f"“{value}” is not a number of seconds" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["9" * 400 + "GB", "0", "0.0000001kB", "many"])
def test_a_size_that_is_none_is_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(SAMPLES), "--memory-limit", value]) == 2
    assert f"“{value}” is not a size, such as 800MB or 1.5GB" in capsys.readouterr().err
