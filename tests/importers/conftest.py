"""A project with a method of its own, for what is imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from tests.mini import rubric

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC = rubric(2023, 2024, question="decimals: 3", total="decimals: 2", more="not_rated: [NR]\n")
NAMES = """\
entities:
  - {name: Bohemia, kind: country, also: [Böhmen, Kosovo*]}
"""


@dataclass(frozen=True)
class Mini:
    """The project, and what a command in it said."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def rubric(self, old: str, new: str) -> None:
        """Change the rubric."""
        path = self.folder / "rubrics" / "mini.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def imports(self, path: Path, *more: str, code: int = 0) -> str:
        """Import a score table; return what was said of it, without the file's path."""
        arguments = ["import", "scores", str(path), "-o", str(self.folder), "--rubric", "mini", *more]
        assert run(arguments) == code, self.capsys.readouterr().err
        return self.capsys.readouterr().err.replace(f"{path}:", "")

    def table(self, edition: int) -> list[str]:
        """Return the rows of a score table with the entity, Q1, Q2 and Total."""
        path = self.folder / "scores" / "mini" / f"{edition}.csv"
        rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        return [" ".join([row[0], *row[5:8]]) for row in rows]


@pytest.fixture
def mini(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Mini:
    folder = tmp_path / "project"
    for name, text in {"rubrics/mini.yaml": RUBRIC, "names/mini.yaml": NAMES}.items():
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Mini(folder, capsys)
