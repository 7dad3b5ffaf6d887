"""Every file that a build opens is among the inputs that it reports: the list cannot fall behind the code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pdfgen
from pdfgen.builds.tasks import BuildOptions, Task
from pdfgen.profiles import Profile
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from tests.builds.conftest import Edition

# Builds the reports that are named, in a process that has built nothing before, and tells what it opened to read.
PROGRAM = """
import json, os, sys
from pdfgen.builds.tasks import BuildOptions, Task
from pdfgen.builds.perform import perform
from pdfgen.profiles import Profile

opened = set()

def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and not (arguments[1] or "r").startswith(("w", "x")):
        if not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_CREAT)):
            opened.add(os.path.abspath(arguments[0]))

sys.addaudithook(hook)
source, profile, theme, target = sys.argv[1:]
outcome = perform(Task(source, BuildOptions(Profile.named("a4", profile), theme or None), target))
assert outcome.failure is None, outcome.failure
print(json.dumps([sorted(opened), sorted({item.path for item in outcome.inputs})]))
"""


def ours(path: str) -> bool:
    """Tell whether a file is no part of Python, of a library, or of the program."""
    modules = [sys.prefix, sys.base_prefix, str(Path(pdfgen.__file__).parent / "")]
    data = str(shipped("data")), str(shipped("fonts"))
    return path.startswith(data) or not (path.endswith((".py", ".pyc", ".so")) or path.startswith(tuple(modules)))


def plain(edition: Edition) -> str:
    return str(edition.report("finland"))


def own_files(edition: Edition) -> str:
    """Let the project have a file of its own of each kind, and a report of the edition before."""
    edition.own_file("rubrics", "freedom-in-the-world.yaml", "\n", "\n")
    edition.own_file("labels", "en.yaml", "\n", "\n")
    edition.own_file("themes", "compact.yaml", "SourceSans3_400Regular.ttf", "Own.ttf")
    edition.own_font("SourceSans3_400Regular.ttf")
    shutil.copytree(shipped("data") / "scores", edition.project / "scores")
    edition.edition_before()
    return str(edition.report("iraq"))


def other_name(edition: Edition) -> str:
    """Let a report call its entity by a name that the tables do not have."""
    edition.edit("turkey", "name: Turkey", "name: Türkiye")
    return str(edition.report("turkey"))


def unknown_name(edition: Edition) -> str:
    edition.edit("finland", "name: Finland", "name: Nobody’s Land")
    return str(edition.report("finland"))


CASES = {
    "plain": (plain, "screen", ""),
    "print": (plain, "print", ""),
    "card": (plain, "card", ""),
    "own files": (own_files, "screen", "compact"),
    "other name": (other_name, "screen", ""),
    "unknown name": (unknown_name, "screen", ""),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_opened_is_among_the_inputs(edition: Edition, case: str) -> None:
    make, profile, theme = CASES[case]
    source = make(edition)
    command = [sys.executable, "-c", PROGRAM, source, profile, theme, str(edition.project / "x.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    opened, inputs = json.loads(done.stdout)
    found = {path for path in opened if ours(path) and Path(path).is_file()}  # folders are opened to list them
    assert {source, str(edition.home / "edition.yaml")} <= found
    assert any(path.endswith(".ttf") for path in found)
    assert any(path.endswith(".csv") for path in found)
    assert any(path.endswith(".icc") for path in found)
    # the heads of all reports of an edition go in by its folder
    folders = [path for path in map(Path, inputs) if (path / "edition.yaml").is_file()]
    assert bool(folders) == (case == "unknown name")
    assert {path for path in found - set(inputs) if not folders or folders[0] not in Path(path).parents} == set()


def test_messages_between_processes_are_small(edition: Edition) -> None:
    """What goes through a pipe is not the file: it is a few kilobytes, whatever is built."""
    import pickle  # noqa: PLC0415

    from pdfgen.builds.perform import perform  # noqa: PLC0415

    task = Task(plain(edition), BuildOptions(Profile.named()), str(edition.project / "x.pdf"))
    outcome = perform(task)
    assert outcome.failure is None
    assert outcome.files[0].size > 50_000
    assert len(pickle.dumps(task)) < 2_000
    assert len(pickle.dumps(outcome)) < 8_000
