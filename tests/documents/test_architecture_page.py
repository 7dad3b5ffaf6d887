"""The architecture page names what is there, and its examples work when they are followed to the letter."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.test_supply import PROJECT

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "pdfgen" / "ARCHITECTURE.md"
TEXT = PAGE.read_text(encoding="utf-8")
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
TARGET = re.compile(r"(?:Write|Change)\s+`([^`]+)`")

FOREIGN = {"lru_cache", "Fraction"}
"""Names of other libraries."""


class Step(NamedTuple):
    """One thing that an example asks for: to write or change a file, to run commands, to see words."""

    kind: str
    path: str
    text: str


@cache
def names() -> frozenset[str]:
    """Return every name that the package gives to something."""
    found: set[str] = set()
    for path in (ROOT / "pdfgen").rglob("*.py"):
        found.update(path.relative_to(ROOT / "pdfgen").with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                    found.add(name)
                case ast.Name(id=name, ctx=ast.Store()):
                    found.add(name)
    return frozenset(found)


def looks_like_a_name(span: str) -> bool:
    """Tell whether a span is a name of the code: a call, a dotted name, or one that no English word looks like."""
    bare = span.partition("(")[0]
    if not re.fullmatch(r"[A-Za-z_][\w.]*", bare) or re.search(r"\.(?:py|yaml|toml|json|md)$", bare):
        return False
    return "(" in span or "." in bare or "_" in bare or not bare.islower()


def modules() -> list[str]:
    """Return the modules that the page names."""
    return sorted({span for span in SPAN.findall(FENCED.sub("", TEXT)) if re.fullmatch(r"[\w/]+\.py", span)})


def test_each_module_that_the_page_names_is_there() -> None:
    written = set(TARGET.findall(TEXT))
    places = {item: [ROOT / item, ROOT / "pdfgen" / item] for item in modules()}
    missing = [item for item, paths in places.items() if not any(path.is_file() for path in paths)]
    assert [item for item in missing if item not in written] == []


def test_each_name_that_the_page_gives_is_there() -> None:
    spans = [span for span in SPAN.findall(FENCED.sub("", TEXT)) if looks_like_a_name(span)]
    assert len(spans) > 30
    parts = {span: span.partition("(")[0].split(".") for span in spans}
    assert [span for span, words in parts.items() if not {*words} <= names() | FOREIGN] == []


@pytest.mark.parametrize(
    ("span", "is_name"),
    [
        ("fault(code, message)", True),
        ("source.load.load", True),
        ("compose_flow", True),
        ("Report", True),
        ("theme", False),
        ("layout/flow.py", False),
        ("edition.yaml", False),
        ("pdfgen build", False),
    ],
)
def test_a_name_is_told_from_a_word(span: str, *, is_name: bool) -> None:
    assert looks_like_a_name(span) is is_name


def test_the_picture_of_the_rooms_is_that_of_the_contract() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    layers = next(item["layers"] for item in contracts if item["type"] == "layers")
    picture = TEXT.partition("## Rooms and arrows")[2].partition("\n\n    ")[2].partition("\n\n`lint-imports`")[0]
    drawn = [re.findall(r"^ *(\w+)", part, re.MULTILINE) for part in re.split(r"\n +│\n", picture)]
    assert drawn == [re.findall(r"\w+", layer) for layer in layers]


# examples


def examples() -> dict[str, list[Step]]:
    """Return the steps of each example, by its title."""
    _, _, how = TEXT.partition("\n## How to add something\n")
    how = how.partition("\n## ")[0]
    found = {}
    for section in re.split(r"^### ", how, flags=re.MULTILINE)[1:]:
        title, _, text = section.partition("\n")
        steps, end, path = [], 0, ""
        for fence in FENCED.finditer(text):
            told = TARGET.findall(text[end : fence.start()])
            path = told[-1] if told else path
            steps.append(Step(fence[1], path, fence[2]))
            end = fence.end()
        found[title] = steps
    return found


@pytest.mark.parametrize("title", examples())
def test_an_example_works_when_it_is_followed(title: str, tmp_path: Path) -> None:
    for name in ("pdfgen", "data", "fonts", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    said, wrong = "", ""
    for step in examples()[title]:
        if step.kind == "text":
            assert step.text.strip() in said
            wrong = ""
        assert not wrong
        match step.kind:
            case "text":
                pass
            case "sh":
                said, wrong = run(step.text, tmp_path)
            case "diff":
                change(tmp_path / step.path, step.text)
            case _:
                (tmp_path / step.path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / step.path).write_text(step.text, encoding="utf-8")
    assert not wrong


def run(script: str, folder: Path) -> tuple[str, str]:
    """Run the commands of an example in a folder; return what they say, and why one of them failed.

    Commands whose words the example shows may fail.
    """
    said = wrong = ""
    for line in script.splitlines():
        command, _, output = line.partition(" > ")
        program, *words = shlex.split(command)
        arguments = [program, *words] if program == "cp" else [sys.executable, "-m", program, *words]
        environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        if output:
            (folder / output).write_text(done.stdout, encoding="utf-8")
        said += done.stdout + done.stderr
        assert program != "pytest" or not done.returncode, said
        if done.returncode:
            wrong = f"{line}\n{done.stdout}{done.stderr}"
    return said, wrong


def change(path: Path, difference: str) -> None:
    """Change a file: lines that stay or go are found in it, once."""
    lines = difference.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{path.name} has these lines {text.count(before)} times:\n{before}"
    path.write_text(text.replace(before, after), encoding="utf-8")
