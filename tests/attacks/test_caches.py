"""What was read once is read again when it is another file, whatever its name, size and times; caches have limits."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pdfgen
from pdfgen import load_report, score
from tests.attacks.projects import EDITION, FILES, RUBRIC, sound

if TYPE_CHECKING:
    import pytest


def replaced(path: Path, old: str, new: str) -> None:
    """Put another file of the same size and times in the place of one."""
    status = path.stat()
    other = path.with_name("other")
    other.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (other.stat().st_size, other.stat().st_mtime_ns) == (status.st_size, status.st_mtime_ns)
    other.replace(path)


def test_a_table_of_the_same_size_and_time_is_another(tmp_path: Path) -> None:
    root = tmp_path / "project"
    report = sound(root) / "reports" / "alpha.yaml"
    (root / "editions/2023/reports/alpha.yaml").unlink()
    assert score(load_report(report))["Q1"].change.difference == 0
    replaced(root / FILES["scores"], "Alpha,3,4,7", "Alpha,2,4,6")
    assert score(load_report(report))["Q1"].change.difference == 1


def test_a_rubric_and_an_edition_of_the_same_size_and_time_are_others(tmp_path: Path) -> None:
    root = tmp_path / "project"
    home = sound(root)
    report = home / "reports" / "alpha.yaml"
    assert load_report(report).publication.publisher is None
    replaced(root / FILES["rubric"], "label: First", "label: Prime")
    assert score(load_report(report))["Q1"].measure.label == "Prime"
    (home / "edition.yaml").write_text(EDITION.format(2024, 2023) + "publication: {publisher: One}\n", encoding="utf-8")
    assert load_report(report).publication.publisher == "One"
    replaced(home / "edition.yaml", "publisher: One", "publisher: Two")
    assert load_report(report).publication.publisher == "Two"


def test_editions_with_the_same_relative_path_are_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, label in (("one", "First"), ("two", "Other")):
        root = tmp_path / name
        sound(root)
        (root / FILES["rubric"]).write_text(RUBRIC.replace("First", label), encoding="utf-8")
        for path in sorted(root.rglob("*")):
            os.utime(path, ns=(10**18, 10**18))
    labels = []
    for name in ("one", "two"):
        monkeypatch.chdir(tmp_path / name)
        labels.append(score(load_report("editions/2024/reports/alpha.yaml"))["Q1"].measure.label)
    assert labels == ["First", "Other"]


def test_every_cache_of_a_function_with_arguments_has_a_limit() -> None:
    unlimited = []
    for path in sorted(Path(pdfgen.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                names = [ast.unparse(item) for item in node.decorator_list]
                arguments = [*node.args.args, *node.args.kwonlyargs]
                if arguments and {"cache", "lru_cache(None)", "lru_cache(maxsize=None)"} & set(names):
                    unlimited.append(f"{path.name}: {node.name}")
    assert unlimited == []
