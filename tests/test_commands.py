"""The commands that documents give to copy name files, options, extras and tests that are there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.test_supply import PROJECT

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", "tests/README.md")
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:python|pip|pytest|pdfgen) [^`]*|\.ci/\w+[^`.]*)`")
MADE = {".venv/bin/activate"}
OUTSIDE = ("../shared/",)
"""What is not in the repository, and is said to be so."""
OPTIONS = {
    "ruff": {"--check"},
    "pip": {"--require-hashes", "--no-deps", "-e", "-r"},
    ".ci/lock": {"--upgrade-package"},
}
"""Options of programs that are not asked for them."""
GROUPS = {"export", "import", "new"}
"""Commands of pdfgen that have commands."""
PROGRAMS = {"python", "python3", "pip", "pytest", "ruff", "mypy", "lint-imports", "pdfgen", "sudo", "."}


def commands(document: str) -> list[str]:
    """Return the commands of a document: the lines of its blocks, and those that stand in its text."""
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = "\n".join(FENCE.findall(text))
    lines = [*blocks.splitlines(), *INLINE.findall(FENCE.sub("", text))]
    return [part.strip() for line in lines for part in line.split("&&") if part.strip()]


CASES = [(document, command) for document in DOCUMENTS if (ROOT / document).exists() for command in commands(document)]


@cache
def helped(*words: str) -> str:
    """Return what a command of this environment says about itself."""
    done = subprocess.run([*words, "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def missing(command: str) -> list[str]:
    """Return what a command names that is not there."""
    program, *words = shlex.split(command)
    wrong = [] if program in PROGRAMS or (ROOT / program).is_file() else [program]
    for word in words:
        if word.startswith("-"):
            if not known(program, words, word):
                wrong.append(word)
        elif extras := re.fullmatch(r"\.\[([\w,]+)\]", word):
            offered = PROJECT["project"]["optional-dependencies"]
            wrong += [extra for extra in extras[1].split(",") if extra not in offered]
        elif "/" in word and word not in MADE and not word.startswith(OUTSIDE):
            wrong += [] if (ROOT / word).exists() or any(ROOT.glob(word)) else [word]
    if program == "python" and words[:1] == ["-m"]:
        wrong += [] if any((ROOT / words[1].replace(".", "/")).glob("__main__.py")) else [words[1]]
    if (
        program == "pdfgen"
        and words[0][0] != "-"
        and not re.search(rf"^  {words[0]} ", helped(sys.executable, "-m", "pdfgen"), re.MULTILINE)
    ):
        wrong.append(words[0])
    return wrong


def known(program: str, words: list[str], option: str) -> bool:
    """Tell whether a program has an option."""
    if program in ("python", "python3"):
        if option == "-m":
            return True
        module = words[words.index("-m") + 1]
        return module == "venv" or option in helped(sys.executable, "-m", module)
    if program == "pytest":
        return option in helped(sys.executable, "-m", "pytest", str(ROOT / "tests"))
    if program == "pdfgen":
        depth = 2 if words[0] in GROUPS else int(words[0][0] != "-")
        return option in helped(sys.executable, "-m", "pdfgen", *words[:depth])
    return option in OPTIONS.get(program, ())


@pytest.mark.parametrize(("document", "command"), CASES, ids=lambda value: value)
def test_a_command_names_what_is_there(document: str, command: str) -> None:
    assert missing(command) == [], document


def test_a_command_that_names_what_is_not_there_is_seen() -> None:
    assert missing('pip install -e ".[tests]"') == ["tests"]
    assert missing("pytest --pictures tests/layout/test_nothing.py") == ["--pictures", "tests/layout/test_nothing.py"]
    assert missing("python -m tests.nothing") == ["tests.nothing"]
    assert missing("python -m tests.benchmarks --fast") == ["--fast"]
    assert missing("pdfgen build --quick data/editions/2018") == ["--quick"]
    assert missing("pdfgen draw FILE") == ["draw"]
    assert missing(".ci/nothing") == [".ci/nothing"]


def test_the_documents_give_commands() -> None:
    assert len(CASES) > 40
