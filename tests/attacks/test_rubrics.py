"""Rubrics of any size and depth: what is too much is told at its line."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen import InputError
from pdfgen.cli.app import run
from pdfgen.model import division_checks
from pdfgen.model.rubric import Rubric
from pdfgen.source.catalogue import load_file
from pdfgen.source.load import load
from tests.attacks.projects import FILES, RUBRIC, sound

if TYPE_CHECKING:
    from pathlib import Path

SUM = "{{op: sum, of: [{0}]}}"
STEEP = "{{op: linear, of: {0}, source: [0, 1], target: [0, 99999999999999999]}}"


def chain(count: int, formula: str = SUM, last: str = "Total") -> str:
    """Return derived measures, each made from the next."""
    ids = [*(f"D{number}" for number in range(count)), last]
    return "".join(f"  - {{id: {one}, label: D, formula: {formula.format(other)}}}\n" for one, other in pairwise(ids))


def rubric(root: Path, derived: str) -> Path:
    """Give the project's rubric more derived measures; return its file."""
    path = root / FILES["rubric"]
    path.write_text(RUBRIC.replace("derived:\n", f"derived:\n{derived}"), encoding="utf-8")
    return path


def test_a_chain_of_measures_has_an_end(tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    rubric(tmp_path / "project", chain(62))  # the total is made from questions
    for command in ("check", "volume"):
        more = [] if command == "check" else ["-o", str(tmp_path / "out")]
        assert run([command, str(home), *more]) == 0


@pytest.mark.parametrize("count", [63, 300, 1_900])
def test_a_long_chain_is_told_at_its_line(count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sound(tmp_path / "project")
    path = rubric(tmp_path / "project", chain(count))
    end = f"D{count - 63}"
    line = (
        path.read_text(encoding="utf-8").split("\n").index(next(s for s in chain(count).split("\n") if f" {end}," in s))
        + 1
    )
    for command in ("check", "volume"):
        more = [] if command == "check" else ["-o", str(tmp_path / "out")]
        assert run([command, str(home), *more]) == 1
        said = capsys.readouterr().err
        fact = f"{end} is the end of a chain of more than 64 measures made one from the other"
        assert f"{path}:{line}:10: error[long-chain]: {fact}\n" in said
        assert "  help: make it from measures nearer to the questions\n" in said


def test_a_large_circle_is_told_by_its_beginning(tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    rubric(tmp_path / "project", chain(1_900, last="D0"))
    with pytest.raises(InputError) as caught:
        load(home / "reports" / "alpha.yaml")
    (problem,) = caught.value.problems
    assert problem.message == "measures depend on each other: D0 → D1 → D2 → D3 → D4 → D5 → … → D0"
    assert problem.remedy == "break the circle"


def test_a_number_without_measure_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sound(tmp_path / "project")
    path = rubric(tmp_path / "project", chain(60, STEEP))
    path.write_text(path.read_text(encoding="utf-8").replace("aggregate: Total", "aggregate: D0"), encoding="utf-8")
    for command in ("check", "volume"):
        more = [] if command == "check" else ["-o", str(tmp_path / "out")]
        assert run([command, str(home), *more]) == 1
        said = capsys.readouterr().err
        assert "error[no-band]: D58 is a number of more than 18 digits\n" in said
        assert "  help: correct the scores, or the formulas of the rubric\n" in said


def test_bands_are_looked_at_once_for_all_editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    checked = division_checks._checked  # noqa: SLF001

    def counted(*given: Any) -> Any:
        calls.append(len(given[1].ranges))
        return checked(*given)

    monkeypatch.setattr(division_checks, "_checked", counted)
    bands = ", ".join(f"{{code: b{number}, min: {number}, below: {number + 1}}}" for number in range(20))
    path = tmp_path / "rubrics" / "mini.yaml"
    path.parent.mkdir()
    text = RUBRIC.replace("[2023, 2024]", f"[{', '.join(map(str, range(1950, 2050)))}]")
    text += f"  - {{id: S, label: S, formula: {{op: band, of: Total, bands: [{bands}, {{code: b20, min: 20}}]}}}}\n"
    path.write_text(text, encoding="utf-8")
    assert len(load_file(path, Rubric).editions) == 100
    assert calls == [2, 21]


def test_measures_of_all_editions_are_counted(tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    more = "".join(f"  - {{id: D{number}, label: D, formula: {{op: sum, of: [Total]}}}}\n" for number in range(1_900))
    path = rubric(tmp_path / "project", more)
    years = f"[{', '.join(map(str, range(1950, 2050)))}]"
    path.write_text(path.read_text(encoding="utf-8").replace("[2023, 2024]", years), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(home / "reports" / "alpha.yaml")
    (problem,) = caught.value.problems
    assert problem.code == "too-many-measures"
    assert problem.message == "the editions have more than 100,000 measures, flags and facts in all"
    assert problem.remedy == "split the rubric, or remove some"
    assert (problem.origin.path, problem.origin.line) == (str(path), 4)
