"""The pages of the guide are followed to the letter: files are written and changed, commands are run.

A page says “Write `path`:” or “Change `path`:” before a block; YAML without it is an example, and read. A block of
``sh`` is run line by line; a block of ``text`` after it has lines that the commands print, or parts of them.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"(?:Write|Change)\s+`([^`]+)`:")
NOT_FOLLOWED = re.compile(r"<!-- not followed: [^>]+ -->\s*\Z")
"""Stands before a block that cannot be followed everywhere, and says why."""


class Step(NamedTuple):
    """One block of a page: the language of the block, the file that is written or changed, the text."""

    kind: str
    path: str
    text: str


def steps(page: str) -> Iterator[Step]:
    """Yield the blocks of a page that are followed, in their order."""
    end, last = 0, ""
    for fence in FENCED.finditer(page):
        before = page[end : fence.start()]
        told = TARGET.findall(before)
        last = told[-1] if told else last  # a further change is of the same file
        end = fence.end()
        if NOT_FOLLOWED.search(before) is None:
            yield Step(fence[1], last if told or fence[1] == "diff" else "", fence[2])


def follow(
    page: str, folder: Path, pdfgen: Callable[[str, Path], tuple[int, str]], without: tuple[str, ...] = ()
) -> None:
    """Follow a page in a folder. ``pdfgen`` runs a line with the program, and returns its exit code and what it said.

    Commands of pdfgen that are named in ``without`` are left out, and so is what they say. A command may fail where the
    page shows what it says.
    """
    said, wrong, whole = "", "", True
    for step in steps(page):
        if step.kind == "text":
            lacking = [line for line in step.text.splitlines() if line.strip() not in said]
            assert not (lacking and whole), f"{lacking} is not in:\n{said}"
            wrong = ""
            continue
        assert not wrong, wrong
        if step.kind == "sh":
            said, whole = "", True
            for line in step.text.splitlines():
                if line.startswith("cd "):
                    folder /= line[3:]
                elif line.startswith(tuple(f"pdfgen {name} " for name in without)):
                    whole = False
                else:
                    code, words = pdfgen(line, folder) if line.startswith("pdfgen ") else shell(line, folder)
                    said += words
                    wrong = wrong or (f"{line}\n{words}" if code else "")
        elif step.kind == "diff":
            change(folder / step.path, step.text)
        elif not step.path:
            assert step.kind == "yaml", f"a block of {step.kind} without “Write `path`:”:\n{step.text}"
            yaml.safe_load(step.text)
        else:
            (folder / step.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / step.path).write_text(step.text, encoding="utf-8")
    assert not wrong, wrong


def shell(line: str, folder: Path) -> tuple[int, str]:
    """Run a line in a shell, where ``python`` is this one, with this checkout."""
    line = re.sub(r"^python ", lambda _: f"{shlex.quote(sys.executable)} ", line)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def change(path: Path, difference: str) -> None:
    """Change a file: lines that stay or go are found in it, once."""
    lines = difference.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{path.name} has these lines {text.count(before)} times:\n{before}"
    path.write_text(text.replace(before, after), encoding="utf-8")
