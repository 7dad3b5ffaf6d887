"""Hostile projects: whatever they are, a command ends in its limits, with words and an exit code of its own."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.attacks.battery import Battery
from tests.attacks.projects import OTHERS, attacks, sound

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")

COMMANDS = ("check", "build", "volume")
FEW = (
    "table: a stray quote",
    "table: an exponent",
    "report: a formula",
    "essay: items",
    "rubric: 300 in a chain",
    "rubric: steep lines at the top",
    "a link to the root",
    "scores: sparse",
    "essay: a secret",
    "theme: a pipe",
)


def arguments(command: str, root: Path) -> list[str]:
    """Return a command for the edition of a project."""
    home = str(root / "editions" / "2024")
    return (
        [command, home]
        if command == "check"
        else [
            command,
            home,
            "-o",
            str(root / "out"),
            "--time-limit",
            "50",
            *(["-j", "1"] if command == "build" else []),
        ]
    )


def assault(names: list[str], tmp_path: Path) -> list[str]:
    """Attack the project in each way with each command; return what did not survive."""
    lost = []
    kinds = attacks()
    with Battery(tmp_path / "log") as battery:
        for name in names:
            root = tmp_path / "project"
            sound(root)
            kinds[name](root)
            for command in COMMANDS:
                outcome = battery.run(arguments(command, root), tmp_path)
                if not outcome.survived or OTHERS in outcome.said:
                    lost.append(f"{name}, {command}: {outcome.code} in {outcome.seconds:.0f} s: {outcome.said[-800:]}")
            for made in (root / "out").glob("*"):
                assert made.suffix in (".pdf", ".json"), made
                assert made.suffix != ".pdf" or made.read_bytes().rstrip().endswith(b"%%EOF")
            shutil.rmtree(root)
            shutil.rmtree(tmp_path / "project-secret", ignore_errors=True)
            (tmp_path / "project-secret").unlink(missing_ok=True) if (tmp_path / "project-secret").is_file() else None
    return lost


def test_the_sound_project_is_sound(tmp_path: Path) -> None:
    root = tmp_path / "project"
    sound(root)
    with Battery(tmp_path / "log") as battery:
        for command in COMMANDS:
            outcome = battery.run(arguments(command, root), tmp_path)
            assert outcome.code == 0, outcome.said
    assert len(list((root / "out").glob("*.pdf"))) == 3


@pytest.mark.attack
def test_few_hostile_projects_are_survived(tmp_path: Path) -> None:
    assert assault(list(FEW), tmp_path) == []


@pytest.mark.attack
@pytest.mark.parametrize("part", range(8))
def test_all_hostile_projects_are_survived(part: int, tmp_path: Path) -> None:
    assert assault(sorted(attacks())[part::8], tmp_path) == []
