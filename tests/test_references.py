"""What comments, docstrings, schemas and documents name is there: in a checkout and in a source distribution."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (".ci", ".github", ".readme", "data", "fonts", "pdfgen", "tests")
FOLDED = {"__pycache__"}

# A path of at least two parts, or a document: `pdf/faces.py`, `golden/*.txt`, `README.md`.
PATH = re.compile(r"(?:[\w*.-]+/)+[\w*.-]*\.(?:csv|icc|json|md|pdf|png|py|sh|toml|ttf|txt|yaml)\b|\b[\w-]+\.md\b")
ADDRESS = re.compile(r"[a-z]+://\S+")
OF_THE_PROJECT = re.compile(rf"(?:{'|'.join(map(re.escape, ROOMS))})/[\w*./-]*")
"""A path from the root of the project, of a file or a folder."""
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the project, as a path from its root."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for room in ROOMS:
        found += [path for path in (ROOT / room).rglob("*") if path.is_file() and not FOLDED & set(path.parts)]
    return tuple(sorted(path.relative_to(ROOT) for path in found))


def named(path: Path) -> Iterator[str]:
    """Yield the texts of a file that speak to its readers."""
    text = (ROOT / path).read_text(encoding="utf-8")
    match path.suffix:
        case ".py":
            tree = ast.parse(text)
            makers = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
            yield from (ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, makers))
            tokens = tokenize.generate_tokens(io.StringIO(text).readline)
            yield from (token.string for token in tokens if token.type == tokenize.COMMENT)
        case ".json":
            yield from descriptions(json.loads(text))
        case ".yaml" | ".toml" | "":
            yield from (line.partition("#")[2] for line in text.splitlines())


def references(text: str) -> list[str]:
    """Return the files that a text names."""
    return [found.removeprefix("./").replace("../", "") for found in PATH.findall(ADDRESS.sub("", text))]


def descriptions(value: Any) -> Iterator[str]:
    """Yield what a JSON Schema says in words."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name in ("description", "title") and isinstance(item, str):
                yield item
            yield from descriptions(item)
    elif isinstance(value, list):
        for item in value:
            yield from descriptions(item)


IN_AN_ARCHIVE = ("extensions/", "files/", "source/", "v1/", "inventory.json")
OF_A_READER = re.compile(r"mail/.+|(rubrics|themes|labels|names)/(NAME|LANGUAGE|RUBRIC)(\.RUBRIC)?\.yaml|es\.md")
"""Files that a project of a reader's own would have."""


def there(reference: str) -> bool:
    """Tell whether a file of the project has a path that ends so, or an archive or a reader's project would have it."""
    elsewhere = reference.startswith(IN_AN_ARCHIVE) or OF_A_READER.fullmatch(reference)
    return bool(elsewhere) or any(path.match(reference) for path in files())


IN_A_WHEEL = {"pdfgen/data", "pdfgen/fonts"}

SPEAKING = [
    path for path in files() if path.suffix in {".py", ".json", ".yaml", ".toml", ""} and path.name != "LICENSE"
]


@pytest.mark.slow
@pytest.mark.parametrize("room", sorted({path.parts[0] for path in SPEAKING}))
def test_no_file_is_cited_that_is_not_there(room: str) -> None:
    missing = [
        f"{path}: {reference}"
        for path in SPEAKING
        if path.parts[0] == room
        for text in named(path)
        for reference in references(text)
        if not there(reference)
    ]
    assert missing == []


DOCUMENTS = [path for path in files() if path.suffix == ".md"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_a_document_names_files_and_folders_that_are_there(path: Path) -> None:
    text = re.sub(r"(?:Write|Change)\s+`[^`]+`:", "", (ROOT / path).read_text(encoding="utf-8"))  # files of examples
    spans = re.findall(r"`([^`\n]+)`", text)
    named = [item.rstrip("/.") for span in spans for item in OF_THE_PROJECT.findall(span) if span.startswith(item)]
    assert [item for item in named if not any(ROOT.glob(item)) and item not in IN_A_WHEEL] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_each_link_of_a_document_leads_to_a_file(path: Path) -> None:
    links = LINK.findall((ROOT / path).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / path.parent / link).exists()] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the type scale (design/page-design.md, section 2)", ["design/page-design.md"]),
        ("see hostile-input.md", ["hostile-input.md"]),
        ("``golden/*.txt`` hold it, pdf/faces.py makes it", ["golden/*.txt", "pdf/faces.py"]),
        ("https://example.org/a/b.md and a letter/A4 page", []),
    ],
)
def test_a_reference_is_seen(text: str, found: list[str]) -> None:
    assert references(text) == found


def test_a_missing_file_is_missed() -> None:
    assert there("tests/conftest.py")
    assert there("golden/*.txt")
    assert not there("design/page-design.md")
