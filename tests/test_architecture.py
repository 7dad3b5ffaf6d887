"""The arrows between the rooms: who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]


def test_imports_keep_the_contracts() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_the_command_line_answers_before_reportlab_is_there() -> None:
    # importing ReportLab takes longer than a whole check
    program = "import sys, pdfgen.cli.app, pdfgen.source.load; print(sorted({'pdfgen.pdf.reportlab_adapter', 'markdown_it', 'rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_help_needs_no_models() -> None:
    # importing pydantic takes longer than all else that help needs
    program = "import sys, pdfgen.cli.app; print(sorted({'jinja2', 'pydantic', 'sqlite3', 'yaml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


SAME_FILES = {"agreement", "draft", "edition", "scores"}
SAME_CLASSES = {"Draft", "Imported", "Kind", "Row", "Run"}


def test_no_module_needs_itself_not_even_for_a_type() -> None:
    graph = grimp.build_graph("pdfgen", exclude_type_checking_imports=False, cache_dir=None)
    needs = {name: frozenset(graph.find_modules_directly_imported_by(name)) for name in graph.modules}
    assert list(circles(needs)) == []


def circles(needs: dict[str, frozenset[str]]) -> Iterator[frozenset[str]]:
    """Yield the sets of modules that need each other: from each of them one comes to all others."""
    reached = {name: reachable(name, needs) for name in needs}
    for name, others in reached.items():
        circle = frozenset(other for other in others if name in reached[other])
        if circle and name == min(circle):
            yield circle


def reachable(name: str, needs: dict[str, frozenset[str]]) -> set[str]:
    found: set[str] = set()
    coming = set(needs[name])
    while coming:
        found.add(one := coming.pop())
        coming |= needs[one] - found
    return found


def test_circles_are_found() -> None:
    needs = {"a": "b", "b": "c", "c": "ad", "d": "e", "e": "", "f": "gd", "g": "f"}
    found = circles({name: frozenset(others) for name, others in needs.items()})
    assert {"".join(sorted(circle)) for circle in found} == {"abc", "fg"}


def test_a_file_and_a_class_have_their_name_alone() -> None:
    files, classes = defaultdict(list), defaultdict(list)
    for path in (ROOT / "pdfgen").rglob("*.py"):
        files[path.stem].append(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                classes[node.name].append(path)
    assert {name for name, paths in files.items() if len(paths) > 1} - {"__init__", "__main__"} <= SAME_FILES
    assert {name for name, paths in classes.items() if len(paths) > 1} <= SAME_CLASSES
