"""What sets reports knows no country, region, year, question or points: it sets whatever a rubric says there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import pdfgen

PACKAGE = Path(pdfgen.__file__).parent
FILES = sorted(file for room in ("content", "layout") for file in (PACKAGE / room).rglob("*.py"))
KNOWS = re.compile(r"countr(y|ies)|territor(y|ies)|question|(?<![a-z])(region|year|point)s?(?![a-z])", re.IGNORECASE)


def told(tree: ast.AST) -> list[tuple[int, str]]:
    """Return every name and every text of a module, but for the docstrings."""
    found: list[tuple[int, str]] = []
    nodes = list(ast.walk(tree))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        match node:
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                found.append((node.lineno, text))
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                found.append((getattr(node, "lineno", 0), name))
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.alias(name=name):
                found.append((node.lineno, name))
            case _:
                pass
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_code_knows_what_reports_are_about(file: Path) -> None:
    known = [(line, text) for line, text in told(ast.parse(file.read_text(encoding="utf-8"))) if KNOWS.search(text)]
    assert known == []


def test_the_words_are_found_where_they_stand() -> None:
    tree = ast.parse(
        '"""A year."""\n\n\ndef by_region(x):\n    """Return points."""\n    return x.year, f"a {x} country"\n\n\n'
        'class QuestionHead:\n    """A question."""\n\n    most_points, regional, pinpoint = "Items", 1, x.points\n'
    )
    known = sorted(text for _, text in told(tree) if KNOWS.search(text))
    assert known == [" country", "QuestionHead", "by_region", "most_points", "points", "year"]
