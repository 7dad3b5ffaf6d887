"""Following the guide to the letter works: the tutorial in an empty folder, the other pages in what it has made."""

from __future__ import annotations

import glob
import os
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from pdfgen.cli.app import pdfgen, run
from pdfgen.resources import shipped
from tests.documents.followed import FENCED, follow, shell, steps
from tests.documents.sample import SAMPLE, SLOW, sample_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Runner = Callable[[str, Path], tuple[int, str]]

GUIDE = shipped("data") / "guide"
PAGES = sorted(path for path in GUIDE.glob("*.md") if path.stem not in {"contents", "tutorial"})
YEAR = "1790000000"  # a day of 2026


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Return a function that runs a line of the shell in this process."""

    def runs(line: str, folder: Path) -> tuple[int, str]:
        monkeypatch.chdir(folder)
        command, _, target = line.partition(" > ")
        words = [item for word in shlex.split(command)[1:] for item in sorted(glob.glob(word)) or [word]]  # noqa: PTH207
        capsys.readouterr()
        code = run(words)
        said = capsys.readouterr()
        if target:
            (folder / target).write_text(said.out, encoding="utf-8")
        return code, said.out + said.err

    monkeypatch.setenv("SOURCE_DATE_EPOCH", YEAR)
    return runs


TUTORIAL = (GUIDE / "tutorial.md").read_text(encoding="utf-8")


def test_the_tutorial_makes_the_sample_project(here: Runner, tmp_path: Path) -> None:
    follow(TUTORIAL, tmp_path, here, SLOW)
    kept = {path: path.read_text(encoding="utf-8") for path in SAMPLE.rglob("*") if path.is_file()}
    assert kept == sample_of(tmp_path / "towns"), "run `python -m tests.documents`"


@pytest.fixture(scope="module")
def finished() -> Iterator[dict[str, Path]]:
    """Return where the project is that the tutorial has made, once it was followed."""
    with tempfile.TemporaryDirectory() as folder:
        yield {"empty": Path(folder)}


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PAGES if path.stem != "mail"], ids=lambda path: path.stem)
def test_a_page_works_in_the_project_of_the_tutorial(
    path: Path, finished: dict[str, Path], here: Runner, tmp_path: Path
) -> None:
    if "towns" not in finished:
        follow(TUTORIAL, finished["empty"], here)
        finished["towns"] = finished["empty"] / "towns"
        made = {item.name for item in (finished["towns"] / "finished").iterdir()}
        assert made >= {"towns-2024-aldermere.pdf", "towns-2024-aldermere-card.pdf", "book.pdf"}
    shutil.copytree(finished["towns"], tmp_path / "towns")
    follow(path.read_text(encoding="utf-8"), tmp_path / "towns", here)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="the commands are those of a POSIX shell")
def test_the_tutorial_works_in_a_shell_and_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "pdfgen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pdfgen "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(GUIDE.parents[1]))
    folder = tmp_path / "empty"
    folder.mkdir()
    follow(TUTORIAL, folder, shell)
    assert (folder / "towns" / "finished" / "book.pdf").is_file()


@pytest.mark.parametrize("path", [GUIDE / "tutorial.md", *PAGES], ids=lambda path: path.stem)
def test_the_commands_of_a_page_and_their_options_are_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = [block for language, block in FENCED.findall(text) if language == "sh"]
    lines = [line for line in "\n".join(blocks).splitlines() if line.startswith("pdfgen ")]
    for line in [*lines, *re.findall(r"`(pdfgen [a-z][^`]*)`", text)]:
        words = shlex.split(line.partition(" > ")[0])
        command: click.Command = pdfgen
        while isinstance(command, click.Group):
            found = command.get_command(click.Context(command), words[1])
            assert found is not None, line
            command, words = found, words[1:]
        known = {name for part in command.params for name in (*part.opts, *part.secondary_opts)} | {"--help"}
        assert [word for word in words if word.startswith("-") and word not in known] == [], line


def test_a_block_that_is_not_followed_says_why() -> None:
    page = "Write `a.yaml`:\n\n```yaml\na: 1\n```\n\n<!-- not followed: it needs a press -->\n\n```sh\npdfgen x\n```\n"
    assert list(steps(page)) == [("yaml", "a.yaml", "a: 1\n")]


def test_words_that_are_not_said_are_told(tmp_path: Path) -> None:
    page = "```sh\npdfgen x\n```\n\n```text\nwrote b\n```\n"
    with pytest.raises(AssertionError, match=r"\['wrote b'\] is not in:\nwrote a"):
        follow(page, tmp_path, lambda _line, _folder: (0, "wrote a"))
