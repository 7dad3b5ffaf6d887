"""Score tables with words, with reasons why there is no score, and with how sure scores are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from tests.judged_projects import copied

if TYPE_CHECKING:
    from pathlib import Path

SCHOOLS = """\
entity,id,edition,S,L,T,O,E,overall
Vale School,100404,2018,good,OUTSTANDING,Good,Good,Not applicable,Good
Moor School,100505,2018,Good,Not rated,Good,Good,Good,Not rated
"""
RIVERS = """\
entity,edition,W,B,effort,Total.low,Total.high,W.standard_error
Styx,2018,60,60,Some,58,62,1.25
"""


def imported(project: str, table: str, folder: Path) -> tuple[int, list[str]]:
    """Import a table into a copy of a project; return the exit code and the lines of the score table of 2018."""
    home = copied(project, folder).parents[1]
    (folder / "table.csv").write_text(table, encoding="utf-8")
    (rubric,) = (path.stem for path in (home / "rubrics").iterdir())
    code = run(["import", "scores", str(folder / "table.csv"), "-o", str(home), "--rubric", rubric])
    made = home / "scores" / rubric / "2018.csv"
    return code, made.read_text(encoding="utf-8").splitlines() if made.is_file() else []


def test_words_and_reasons_are_written_as_the_rubric_spells_them(tmp_path: Path) -> None:
    assert imported("inspection", SCHOOLS, tmp_path) == (
        0,
        [
            "entity,region,kind,edition,overall,S,L,T,O,E,id",
            "Moor School,,,2018,not_rated,Good,not_rated,Good,Good,Good,100505",
            "Vale School,,,2018,Good,Good,Outstanding,Good,Good,not_applicable,100404",
        ],
    )


def test_how_sure_a_score_is_goes_into_the_table(tmp_path: Path) -> None:
    code, lines = imported("clean-rivers", RIVERS, tmp_path)
    assert (code, lines[0], lines[-1]) == (
        0,
        "entity,W,B,effort,Total,Total.low,Total.high,region,kind,edition,grade,W.standard_error",
        "Styx,60,60,B,60.0,58,62,,,2018,B,1.25",
    )


@pytest.mark.parametrize(
    ("project", "table", "said"),
    [
        (
            "inspection",
            SCHOOLS.replace("OUTSTANDING", "Splendid"),
            "error[bad-category]: row 2, column 5 (Vale School 2018): L is “Splendid”, which is not one of its values",
        ),
        (
            "inspection",
            SCHOOLS.replace("Not applicable,Good", "Not applicable,Outstanding"),
            (
                "error[sum-differs]: row 2, column 9 (Vale School 2018): overall is Outstanding, but the scores give Good "
                "(the worst of L Outstanding, T Good, O Good)"
            ),
        ),
        (
            "clean-rivers",
            RIVERS.replace("58,62", "64,62"),
            "error[bad-interval]: row 2, column 6 (Styx 2018): the interval of Total from 64 to 62 is empty",
        ),
    ],
)
def test_what_is_wrong_in_a_table(
    project: str, table: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = imported(project, table, tmp_path)
    assert code == 1
    assert said in capsys.readouterr().err
