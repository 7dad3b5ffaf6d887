"""The guide in the terminal, and what its pages name."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING

import click
import pytest

from pdfgen.cli.app import pdfgen, run
from pdfgen.resources import shipped
from tests.documents.command_page import walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GUIDE = shipped("data") / "guide"
PAGES = sorted(GUIDE.rglob("*.md"))
IDS = [path.stem for path in PAGES]
LINK = re.compile(r"\]\(([^)\s]+)\)")


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Return a function that shows a topic at a terminal of 60 columns, and returns what is seen."""

    def shown(topic: str) -> str:
        stream = Terminal()
        monkeypatch.setattr(sys, "stdout", stream)
        assert run(["guide", topic]) == 0
        return stream.getvalue()

    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("LINES", "2000")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return shown


@pytest.mark.parametrize("path", PAGES, ids=IDS)
def test_a_page_is_shown_as_it_is_where_its_reader_is_no_terminal(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["guide", path.stem]) == 0
    assert capsys.readouterr().out.rstrip("\n") == path.read_text(encoding="utf-8").rstrip("\n")


def test_every_page_has_a_name_of_its_own_and_stands_in_the_contents(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(set(IDS)) == len(IDS)
    assert run(["guide"]) == 0
    contents = capsys.readouterr().out
    assert contents.startswith("# The guide of pdfgen\n")
    named = LINK.findall(contents)
    assert sorted(named) == sorted(str(path.relative_to(GUIDE)) for path in PAGES if path.stem != "contents")


@pytest.mark.parametrize("path", PAGES, ids=IDS)
def test_the_links_of_a_page_lead_to_what_is_there(path: Path) -> None:
    for target in LINK.findall(re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)):
        if target.startswith("https://"):
            continue
        place, _, part = target.partition("#")
        other = path.parent / place if place else path
        assert other.is_file(), target
        heads = re.findall(r"^#+ (.*)$", other.read_text(encoding="utf-8"), re.MULTILINE)
        assert not part or part in {re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-") for head in heads}


def test_a_code_is_explained_by_its_own_part_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["guide", "alias"]) == 0
    assert capsys.readouterr().out == (
        "### `alias`\n"
        "\n"
        "The YAML file has an alias, such as `*name`, which project files do not have.\n"
        "\n"
        "- Error; found in: a project file\n"
        "- Remedy: write the value out; put text that begins with “*” in quotes\n"
    )


def test_a_topic_that_is_not_there_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["guide", "comands"]) == 2
    assert capsys.readouterr().err == "error: the guide has no page “comands”\nhelp: did you mean `commands`?\n"


def test_at_a_terminal_a_page_is_set(at_terminal: Callable[[str], str]) -> None:
    shown = at_terminal("alias")
    words = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert shown != words
    assert max(map(len, words.splitlines())) <= 60
    assert " • Error; found in: a project file" in words


def test_at_a_terminal_without_colour_no_colour_is_sent(
    at_terminal: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in at_terminal("alias")


def test_every_option_of_every_command_says_what_it_does() -> None:
    found = [
        (" ".join(names), part.opts[0])
        for names, command in walk(pdfgen, ())
        for part in command.params
        if isinstance(part, click.Option) and not (part.help or "").strip()
    ]
    assert found == []
