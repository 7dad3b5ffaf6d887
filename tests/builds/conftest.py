"""Editions to build, and the program that builds them as a process of its own."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zlib
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import pdfgen
from pdfgen.cli.app import run
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = shipped("data") / "editions" / "2018"
PATIENCE = 60.0  # seconds for what takes one on an idle machine


@dataclass(frozen=True)
class Edition:
    """A sample edition in a project of its own, and the folder that it is built into."""

    project: Path

    @property
    def home(self) -> Path:
        return self.project / "editions" / "2018"

    @property
    def out(self) -> Path:
        return self.project / "out"

    @property
    def record(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "build.json").read_text(encoding="utf-8"))
        return found

    def rows(self) -> dict[str, dict[str, Any]]:
        """Return the rows of the record by the name of the report."""
        return {Path(row["source"]).stem: row for row in self.record["outputs"]}

    def report(self, name: str) -> Path:
        return self.home / "reports" / f"{name}.yaml"

    def edit(self, name: str, old: str = "\noverview: |\n", new: str = "\noverview: |\n  Edited.\n\n") -> None:
        """Change a report as an author does."""
        path = self.report(name)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def multiply(self, times: int) -> Edition:
        """Let there be so many of each report, on entities of one name with ids of their own."""
        for path in sorted((self.home / "reports").glob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            for number in range(times):
                copy = path.with_name(f"{path.stem}-{number:02}.yaml") if number else path
                copy.write_text(text.replace("\nentity:\n", f"\nentity:\n  id: {copy.stem}\n", 1), encoding="utf-8")
        return self

    def another(self, name: str, copy: str | bytes) -> None:
        """Let there be a report like that of ``name``, in a file of its own and on an entity with an id of its own."""
        path = self.report(name)
        text = path.read_text(encoding="utf-8")
        if "\n  id: " not in text:
            text = text.replace("\nentity:\n", f"\nentity:\n  id: {name}\n", 1)
            path.write_text(text, encoding="utf-8")
        place = os.path.join(os.fsencode(path.parent), os.fsencode(copy))  # noqa: PTH118  # a name that is no text
        Path(os.fsdecode(place)).write_text(
            text.replace(f"id: {name}\n", f"id: n{zlib.crc32(place)}\n", 1), encoding="utf-8"
        )

    def edition_before(self) -> Path:
        """Let there be an edition of 2017, a copy of this one with its score table; return its folder."""
        before = self.home.with_name("2017")
        shutil.copytree(self.home, before)
        tables = Path("scores", "freedom-in-the-world")
        (self.project / tables).mkdir(parents=True, exist_ok=True)
        shutil.copy(shipped("data") / tables / "2018.csv", self.project / tables / "2017.csv")
        path = before / "edition.yaml"
        text = path.read_text(encoding="utf-8").replace("edition: 2018", "edition: 2017")
        path.write_text(text.replace("year_under_review: 2017", "year_under_review: 2016"), encoding="utf-8")
        return before

    def own_file(self, folder: str, name: str, old: str, new: str, named: str = "") -> None:
        """Let the project have a changed copy of a shipped file, under another name if one is given."""
        text = (shipped("data") / folder / name).read_text(encoding="utf-8")
        assert old in text
        (self.project / folder).mkdir(exist_ok=True)
        (self.project / folder / (named or name)).write_text(text.replace(old, new), encoding="utf-8")

    def own_font(self, shipped_one: str, name: str = "Own.ttf") -> None:
        """Let the project have a font: a shipped one under this name."""
        (self.project / "fonts").mkdir(exist_ok=True)
        shutil.copy(shipped("fonts") / shipped_one, self.project / "fonts" / name)

    def command(self, *options: str) -> list[str]:
        return [sys.executable, "-m", "pdfgen", "build", str(self.home), "-o", str(self.out), *options]

    def build(self, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Build it in a process of its own."""
        return subprocess.run(
            self.command(*options),
            env=surroundings() | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def begin(self, *options: str) -> subprocess.Popen[str]:
        """Begin to build it."""
        return subprocess.Popen(
            self.command(*options), env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def built(self, *options: str) -> list[str]:
        """Build it, started from this process, and return the names of the reports that were not current.

        One process does it: a second one takes longer to start than so few reports to build.
        """
        told, said = io.StringIO(), io.StringIO()
        with redirect_stdout(told), redirect_stderr(said):
            code = run(["build", str(self.home), "-o", str(self.out), "--json", "-j", "1", *options])
        assert code == 0, said.getvalue()
        return [Path(row["source"]).stem for row in json.loads(told.getvalue())["reports"] if row["state"] == "built"]

    def files(self) -> dict[str, bytes]:
        """Return every file that was made, but the record."""
        return {path.name: path.read_bytes() for path in self.out.iterdir() if path.name != "build.json"}

    def marks(self) -> dict[str, str]:
        """Return the hash of every file that was made, hidden ones too."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in self.files().items()}

    def outputs(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return what is in the record for all time: no times, and nothing about the last run."""
        record = self.record
        rows = [{key: value for key, value in row.items() if key != "seconds"} for row in record["outputs"]]
        return record["common"], rows


def surroundings() -> dict[str, str]:
    """Return the variables of a process that has this very program."""
    folder = str(Path(pdfgen.__file__).parents[1])
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, [folder, os.environ.get("PYTHONPATH")]))}


@pytest.fixture(scope="session")
def edition_in() -> type[Edition]:
    """Return what makes an edition of a folder."""
    return Edition


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Return a copy of the sample edition, in a project of its own."""
    found = Edition(tmp_path / "project")
    shutil.copytree(SAMPLES, found.home)
    return found


@pytest.fixture(scope="session")
def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = Edition(tmp_path_factory.mktemp("built") / "project")
    shutil.copytree(SAMPLES, found.home)
    shutil.copytree(shipped("data") / "scores", found.project / "scores")
    assert found.build().returncode == 0
    return found.project


@pytest.fixture
def built(_built_once: Path, tmp_path: Path) -> Edition:
    """Return an edition that was built in another place, with score tables of its own."""
    shutil.copytree(_built_once, tmp_path / "project")
    return Edition(tmp_path / "project")


def children(pid: int) -> list[int]:
    """Return the processes that a process has started, in the order of their numbers."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(path.parent.name))
    return sorted(found)


def running(pid: int) -> bool:
    """Tell whether a process is there and not merely waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.005)


class Processes:
    """What the tests ask of processes."""

    children = staticmethod(children)
    running = staticmethod(running)
    until = staticmethod(until)


@pytest.fixture
def processes() -> Processes:
    if not Path("/proc/self/stat").exists():
        pytest.skip("no /proc here: the processes of a build cannot be found")
    return Processes()
