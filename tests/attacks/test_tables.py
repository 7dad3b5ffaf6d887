"""Score tables of a project are read under guard: what is no table is told at its line, and none costs much."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pdfgen import EnvironmentFailure, InputError
from pdfgen.cli.app import run
from pdfgen.source import csv_file
from pdfgen.source.load import load
from tests.attacks.projects import FILES, OTHERS, sound

if TYPE_CHECKING:
    from pathlib import Path

QUOTE = "a quotation mark stands in the wrong place in this row"
QUOTE_REMEDY = 'remove it; or put the whole cell in quotes, and write "" for a quotation mark in it'
LONG = "a cell has more than 10,000 characters"
SHORTEN = "shorten it, or close its quotes"
CORRECT = "correct the cell, or leave it empty"
FORMULA = "begins like a formula, which spreadsheet programs would run"


@pytest.mark.parametrize(
    ("table", "place", "message", "remedy"),
    [
        ('entity,Q1,Q2\nAlpha,3,4\n"Beta,3,4\n', "3:1", QUOTE, QUOTE_REMEDY),
        ('entity,Q1,Q2\n"Alpha,3,4\nBeta,3,4\n"Gamma",3,4\n', "2:1", QUOTE, QUOTE_REMEDY),
        ('entity,Q1,Q2\nAlpha,3,4\nBe"ta,3,4\n', "3:1", QUOTE, QUOTE_REMEDY),
        ('entity,Q1,Q2\nAlpha,3,4\nBeta",3,4\n', "3:1", QUOTE, QUOTE_REMEDY),
        ('entity,Q1,Q2\nAlpha,3,4\n"Be"ta,3,4\n', "3:1", QUOTE, QUOTE_REMEDY),
        ('entity,Q1,"Q2\nAlpha,3,4\n', "1:1", QUOTE, QUOTE_REMEDY),
        (
            "Q1,Q2,entity\n3\n3,4,Alpha\n",
            "2:1",
            "the row has no name in the column “entity”",
            "write the name, or remove the row",
        ),
        (
            "entity,Q1,Q2\n  ,3,4\n",
            "2:1",
            "the row has no name in the column “entity”",
            "write the name, or remove the row",
        ),
        (
            "entity,Q1\nAlpha,3,4\n",
            "2:1",
            "the row has 3 cells, and the table has 2 columns",
            "put a cell that has a comma in quotes",
        ),
        ("entity,Q1,Q1\nAlpha,3,4\n", "1:1", "two columns are named “Q1”", "keep one of the two"),
        (f"entity,note\nAlpha,{'x' * 10_001}\n", "2:1", LONG, SHORTEN),
        (f"entity,note\nAlpha,{'x' * 200_000}\n", "2:1", LONG, SHORTEN),
        (f'entity,note\nBeta,\nAlpha,"{"x" * 100_000}\n"\n', "3:1", LONG, SHORTEN),
        (f"entity{',a' * 500}\n", "1:1", "the row has more than 500 cells", "remove some columns"),
        ("entity\n" + "a\n" * 20_001, "20002:1", "the table has more than 20,000 rows", "remove some"),
        ("entity\n=1+1\n", "2:1", f"“=1+1” {FORMULA}", "begin it with a letter"),
        ("entity,region\nAlpha,@SUM(A1)\n", "2:1", f"“@SUM(A1)” {FORMULA}", "begin it with a letter"),
        ('entity\n"Al\npha"\n', "2:1", "the entity has a tab or a line end in it", "write a space"),
        (f"entity\n{'a' * 301}\n", "2:1", "the entity has 301 characters; 300 is the most", "shorten it"),
    ],
)
def test_what_is_no_table_is_told_at_its_line(
    table: str, place: str, message: str, remedy: str, tmp_path: Path
) -> None:
    home = sound(tmp_path / "project")
    path = tmp_path / "project" / FILES["scores"]
    path.write_text(table, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(home / "reports" / "alpha.yaml")
    (problem,) = caught.value.problems
    assert (problem.headline(), problem.remedy) == (f"{path}:{place}: error[bad-table]: {message}", remedy)


@pytest.mark.parametrize(
    "cell", ["NaN", "Infinity", "1e3", "1e9999999", "1_0", "9" * 16, "0." + "9" * 21, "\u0663", "0x1", "+"]
)
def test_numbers_are_plain(cell: str, tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    path = tmp_path / "project" / FILES["scores"]
    path.write_text(f"entity,Q1,Q2\nAlpha,{cell},4\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(home / "reports" / "alpha.yaml")
    (problem,) = caught.value.problems
    assert problem.headline() == f"{path}:2:1: error[bad-score]: Q1 is “{cell}”, which is not a valid score"
    assert problem.remedy == CORRECT


def test_what_a_spreadsheet_adds_does_no_harm(tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    path = tmp_path / "project" / FILES["scores"]
    path.write_bytes(b'\xef\xbb\xbf entity ,"Q1",Q2,,\r\n"Alpha",3, 4 ,,\r\n,,,,\r\n"Be""ta, the",-\r\n,,,,\r\n')
    assert str(load(home / "reports" / "alpha.yaml").card["Total"].change.previous.number) == "7"


def test_a_large_table_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    path = tmp_path / "project" / FILES["scores"]
    os.truncate(path, 40_000_000_000)
    with pytest.raises(InputError) as caught:
        load(home / "reports" / "alpha.yaml")
    (problem,) = caught.value.problems
    fact = "the file has 40,000,000,000 bytes; 20,000,000 is the most"
    assert problem.headline() == f"{path}:1:1: error[file-too-large]: {fact}"


def test_a_table_has_no_more_cells_than_can_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "_CELLS", 8)
    path = tmp_path / "table.csv"
    path.write_text("entity,Q1\n" + "a,1\n" * 5, encoding="utf-8")
    with pytest.raises(InputError, match="the table has more than 8 cells"):
        csv_file.read_table(path)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_is_told(make: object, tmp_path: Path) -> None:
    assert callable(make)
    home = sound(tmp_path / "project")
    path = tmp_path / "project" / FILES["scores"]
    path.unlink()
    make(path)
    with pytest.raises(InputError) as caught:
        load(home / "reports" / "alpha.yaml")
    (problem,) = caught.value.problems
    assert problem.headline() == f"{path}:1:1: error[not-a-file]: this is not a regular file"


def test_a_table_that_cannot_be_read_is_the_systems_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sound(tmp_path / "project")
    path = tmp_path / "project" / FILES["scores"]
    path.unlink()
    path.symlink_to(path.name)
    with pytest.raises(EnvironmentFailure):
        load(home / "reports" / "alpha.yaml")
    for command in ("check", "build", "volume"):
        more = [] if command == "check" else ["-o", str(tmp_path / "out")]
        assert run([command, str(home), *more]) == (4 if command == "build" else 3)
        said = capsys.readouterr().err
        assert f"{path}: the file cannot be read: Too many levels of symbolic links" in said
        assert "help: check the path and its rights" in said


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_is_the_systems_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sound(tmp_path / "project")
    folder = (tmp_path / "project" / FILES["scores"]).parent
    folder.chmod(0)
    try:
        assert run(["check", str(home)]) == 3
    finally:
        folder.chmod(0o755)
    assert "2023.csv cannot be read: Permission denied" in capsys.readouterr().err


def test_headings_of_another_file_are_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sound(tmp_path / "project")
    path = tmp_path / "project" / FILES["scores"]
    path.write_text(f"{OTHERS},x,y\n", encoding="utf-8")
    assert run(["check", str(home)]) == 1
    said = capsys.readouterr().err
    assert f"{path}:1:1: error[bad-table]: the table has no column “entity”, but 3 others\n" in said
    assert OTHERS not in said
