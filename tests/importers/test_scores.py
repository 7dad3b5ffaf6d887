"""Score tables come in from CSV and from the publisher's workbook, and nothing false or costly comes with them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from pdfgen.errors import InputError
from pdfgen.importers.score_import import ImportedScores, columns, import_scores
from pdfgen.importers.table_layout import is_heading
from pdfgen.importers.workbook import read_tables
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.errors import Problem
    from pdfgen.importers.sheet import Sheet
    from pdfgen.model.rubric import Rubric

SHIPPED = shipped("data") / "scores" / "freedom-in-the-world"
EDITIONS = range(2013, 2025)

# The headings of the publisher's workbook, by our columns where they differ.
PUBLISHED = {
    "entity": "Country/Territory",
    "region": "Region",
    "kind": "C/T",
    "edition": "Edition",
    "status": "Status",
    "pr_rating": "PR rating",
    "cl_rating": "CL rating",
    "add_q": "Add Q",
    "add_a": "Add A",
}

Cell = str | int | float


@pytest.fixture
def rubric() -> Rubric:
    return Catalogue().rubric("freedom-in-the-world")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "scores" / "freedom-in-the-world"


def published(edition: int, *entities: str) -> list[dict[str, str]]:
    with (SHIPPED / f"{edition}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not entities or row["entity"] in entities]


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())  # as Excel saves it: a mark, and CRLF
    return path


def one_row(path: Path, changes: dict[str, str] | None = None) -> Path:
    """Write Kazakhstan 2018 with some cells changed."""
    return write_csv(path, [{**published(2018, "Kazakhstan")[0], **(changes or {})}])


def column_name(index: int) -> str:
    return column_name(index // 26 - 1) + chr(65 + index % 26) if index >= 26 else chr(65 + index)


def sheet_xml(rows: list[list[Cell]]) -> str:
    lines = []
    for number, cells in enumerate(rows, 1):
        made = []
        for index, cell in enumerate(cells):
            place = f"{column_name(index)}{number}"
            if isinstance(cell, str):
                made.append(f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>' if cell else "")
            else:
                made.append(f'<c r="{place}"><v>{cell}</v></c>')
        lines.append(f'<row r="{number}">{"".join(made)}</row>')
    return worksheet("".join(lines))


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def worksheet(rows: str) -> str:
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def parts(sheets: dict[str, str]) -> dict[str, str]:
    """Return the parts of a workbook with these sheets, the least that a reader needs."""
    numbers = list(enumerate(sheets, 1))
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in numbers)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbers
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
        **{f"xl/worksheets/sheet{n}.xml": sheets[name] for n, name in numbers},
    }


def write_zip(path: Path, contents: dict[str, str], method: int = ZIP_DEFLATED) -> Path:
    with ZipFile(path, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def as_published(rows: list[dict[str, str]]) -> list[list[Cell]]:
    """Return rows as the publisher's workbook has them: a title, its own headings, numbers as numbers."""
    table: list[list[Cell]] = [["Freedom in the World: all data"], []]
    table.append([PUBLISHED.get(column, column) for column in rows[0]])
    for row in rows:
        cells: list[Cell] = [row["entity"], row["region"], row["kind"][0], float(row["edition"]), row["status"]]
        table.append(cells + [float(cell) if cell else "N/A" for cell in list(row.values())[5:]])
    return table


def write_xlsx(path: Path, rows: list[dict[str, str]]) -> Path:
    index = sheet_xml([["Index"], ["This workbook has one sheet with scores."]])
    return write_zip(path, parts({"Index": index, "FIW13-24": sheet_xml(as_published(rows))}))


def refusal(path: Path, target: Path, rubric: Rubric, *, replace: bool = False) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        import_scores(path, target, rubric, replace=replace)
    return list(caught.value.problems)


def told(problem: Problem) -> tuple[int, str, str, str]:
    return problem.origin.line, problem.code, problem.message, problem.remedy


# what is published


def test_the_columns_are_those_of_the_shipped_tables(rubric: Rubric) -> None:
    for edition in EDITIONS:
        assert columns(rubric) == tuple(published(edition)[0])


@pytest.mark.slow
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_all_shipped_rows_come_back_as_the_same_files(
    write: Callable[[Path, list[dict[str, str]]], Path], tmp_path: Path, target: Path, rubric: Rubric
) -> None:
    rows = [row for edition in reversed(EDITIONS) for row in published(edition)]
    source = write(tmp_path / ("all.xlsx" if write is write_xlsx else "all.csv"), rows)

    done = import_scores(source, target, rubric, replace=False)

    paths = tuple(target / f"{edition}.csv" for edition in EDITIONS)
    assert done == ImportedScores(added=2515, replaced=0, unchanged=0, paths=paths, warnings=done.warnings)
    index = ["the sheet “Index”: it has no column “entity” and no column “edition”, and is passed over"]
    assert [warning.message for warning in done.warnings] == (index if write is write_xlsx else [])
    assert sorted(target.iterdir()) == sorted(paths)
    for path in paths:
        assert path.read_bytes() == (SHIPPED / path.name).read_bytes()

    before = [path.stat().st_mtime_ns for path in paths]
    again = import_scores(source, target, rubric, replace=True)
    assert again == ImportedScores(added=0, replaced=0, unchanged=2515, paths=(), warnings=done.warnings)
    assert [path.stat().st_mtime_ns for path in paths] == before


def read_sheets(path: Path) -> list[Sheet]:
    return read_tables(path, is_heading).sheets


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    _, sheet = read_sheets(write_xlsx(tmp_path / "a.xlsx", published(2018, "Iraq", "Syria")))
    found = [(row.line, row.cells[0].text, row.cells[20].text) for row in sheet.rows[2:]]
    assert found == [(4, "Iraq", "1"), (5, "Syria", "3")]


def test_csv_rows_are_numbered_by_their_first_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'A title\r\n\r\nEntity,Edition,Note\r\nX,2018,"two\r\nlines"\r\n,,\r\n"Y, the",2018,\r\n')
    [sheet] = read_sheets(path)
    assert [(row.line, [cell.text for cell in row.cells]) for row in sheet.rows] == [
        (1, ["A title"]),
        (3, ["Entity", "Edition", "Note"]),
        (4, ["X", "2018", "two\nlines"]),
        (7, ["Y, the", "2018", ""]),
    ]


def test_headings_are_found_without_regard_to_case_and_spaces(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    row = published(2018, "Kazakhstan")[0]
    respelt = {" ".join(PUBLISHED.get(column, column)).upper(): cell for column, cell in row.items()}
    done = import_scores(write_csv(tmp_path / "a.csv", [respelt]), target, rubric, replace=False)
    assert (done.added, done.warnings) == (1, ())
    assert [dict(row) for row in csv.DictReader((target / "2018.csv").read_text().splitlines())] == [row]


def test_sums_that_the_table_leaves_out_are_computed(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    row = published(2018, "Iraq")[0]
    questions = {item.id for item in rubric.at(2018).items}
    kept = {
        column: cell for column, cell in row.items() if column in {"entity", "region", "kind", "edition"} | questions
    }
    import_scores(write_csv(tmp_path / "a.csv", [kept]), target, rubric, replace=False)
    assert published(2018, "Iraq") == list(csv.DictReader((target / "2018.csv").read_text().splitlines()))


def test_a_status_may_be_written_out(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    import_scores(one_row(tmp_path / "a.csv", {"status": "Not Free"}), target, rubric, replace=False)
    assert "Kazakhstan,Eurasia,country,2018,NF," in (target / "2018.csv").read_text()


def test_another_series_has_its_own_columns(tmp_path: Path) -> None:
    rubric = Catalogue().rubric("nations-in-transit")
    names = [item.id for item in rubric.at(2018).items]
    row = {"entity": "Ruritania", "kind": "country", "edition": "2018", **dict.fromkeys(names, "2.50")}
    done = import_scores(write_csv(tmp_path / "a.csv", [row]), tmp_path / "out", rubric, replace=False)
    assert done.added == 1
    line = (tmp_path / "out" / "2018.csv").read_text().splitlines()[1]
    assert line.startswith("Ruritania,,country,2018,") and line.endswith(",2.50" * len(names) + ",2.50")  # noqa: PT018


# merging


def test_new_rows_take_their_place_among_the_others(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    import_scores(write_csv(tmp_path / "a.csv", published(2018, "Albania", "Zambia")), target, rubric, replace=False)
    done = import_scores(
        write_csv(tmp_path / "b.csv", published(2018, "Iraq", "Zambia")), target, rubric, replace=False
    )
    assert (done.added, done.unchanged, done.paths) == (1, 1, (target / "2018.csv",))
    names = [line.split(",")[0] for line in (target / "2018.csv").read_text().splitlines()]
    assert names == ["entity", "Albania", "Iraq", "Zambia"]


CHANGED = {"A1": "1", "A": "2", "PR": "6", "Total": "23", "pr_rating": "6"}


def test_a_row_that_differs_is_a_conflict_and_nothing_is_written(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    import_scores(one_row(tmp_path / "a.csv"), target, rubric, replace=False)
    before = (target / "2018.csv").read_bytes()
    rows = [{**published(2018, "Kazakhstan")[0], **CHANGED}, *published(2018, "Iraq"), *published(2019, "Iraq")]

    problems = refusal(write_csv(tmp_path / "b.csv", rows), target, rubric)

    message = (
        "5 cells of columns pr_rating, A1, A, PR, Total differ from 2018.csv, first "
        "row 2, column 6 (Kazakhstan 2018, pr_rating: 7 there, 6 here), "
        "row 2, column 8 (Kazakhstan 2018, A1: 0 there, 1 here), "
        "row 2, column 11 (Kazakhstan 2018, A: 1 there, 2 here)"
    )
    remedy = "correct the row, or overwrite the table with `--replace`"
    assert [told(problem) for problem in problems] == [(2, "conflict", message, remedy)]
    assert [path.name for path in target.iterdir()] == ["2018.csv"]
    assert (target / "2018.csv").read_bytes() == before


def test_replace_overwrites_what_differs(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    import_scores(write_csv(tmp_path / "a.csv", published(2018, "Kazakhstan", "Iraq")), target, rubric, replace=False)
    source = one_row(tmp_path / "b.csv", CHANGED)
    done = import_scores(source, target, rubric, replace=True)
    assert (done.added, done.replaced, done.unchanged, done.paths) == (0, 1, 0, (target / "2018.csv",))
    rows = list(csv.DictReader((target / "2018.csv").read_text().splitlines()))
    assert rows == [*published(2018, "Iraq"), {**published(2018, "Kazakhstan")[0], **CHANGED}]
    assert import_scores(source, target, rubric, replace=False).unchanged == 1


def test_replace_lets_no_wrong_row_through(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    assert [
        problem.code for problem in refusal(one_row(tmp_path / "a.csv", {"A": "2"}), target, rubric, replace=True)
    ] == ["sum-differs"]
    assert not target.exists()


def test_a_column_of_ones_own_stays(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    target.mkdir(parents=True)
    (target / "2018.csv").write_text("entity,edition,note\nZambia,2018,mine\n")
    import_scores(one_row(tmp_path / "a.csv"), target, rubric, replace=False)
    rows = list(csv.DictReader((target / "2018.csv").read_text().splitlines()))
    assert [(row["entity"], row["note"], row["Total"]) for row in rows] == [
        ("Kazakhstan", "", "22"),
        ("Zambia", "mine", ""),
    ]


# what is wrong in a row

ROWS = [
    (
        {"A1": "5"},
        "bad-score",
        "row 2, column 8 (Kazakhstan 2018): A1 is scored 5; scores go from 0 to 4",
        "correct the cell",
    ),
    (
        {"A1": "-1"},
        "bad-score",
        "row 2, column 8 (Kazakhstan 2018): A1 is scored -1; scores go from 0 to 4",
        "correct the cell",
    ),
    (
        {"A1": "0.5"},
        "bad-score",
        "row 2, column 8 (Kazakhstan 2018): A1 is scored 0.5; scores go in steps of 1 from 0",
        "correct the cell",
    ),
    (
        {"A1": "x"},
        "not-a-number",
        "row 2, column 8 (Kazakhstan 2018): A1 is “x”, which is not a number",
        "write a number, or N/A where there is no score",
    ),
    (
        {"A1": "NaN"},
        "not-a-number",
        "row 2, column 8 (Kazakhstan 2018): A1 is “NaN”, which is not a number",
        "write a number, or N/A where there is no score",
    ),
    (
        {"A1": "0_0"},
        "not-a-number",
        "row 2, column 8 (Kazakhstan 2018): A1 is “0_0”, which is not a number",
        "write a number, or N/A where there is no score",
    ),
    (
        {"A1": "1e999999999"},
        "not-a-number",
        "row 2, column 8 (Kazakhstan 2018): A1 is “1e999999999”, which is not a number",
        "write a number, or N/A where there is no score",
    ),
    ({"A1": "N/A"}, "missing-score", "row 2, column 8 (Kazakhstan 2018): A1 has no score", "write the score"),
    (
        {"A": "2"},
        "sum-differs",
        "row 2, column 11 (Kazakhstan 2018): A is 2, but the scores give 1 (A1 0 + A2 0 + A3 1)",
        "correct the score or the total, or add `A: reason` in a column `waivers`, or give the measure a `tolerance` in the rubric",
    ),
    (
        {"add_q": "1"},
        "sum-differs",
        "row 2, column 23 (Kazakhstan 2018): PR is 5, but the scores give 4 (A 1 + B 3 + C 1 − add_q 1)",
        "correct the score or the total, or add `PR: reason` in a column `waivers`, or give the measure a `tolerance` in the rubric",
    ),
    (
        {"pr_rating": "6"},
        "sum-differs",
        "row 2, column 6 (Kazakhstan 2018): pr_rating is 6, but the scores give 7 (from PR 5)",
        "correct the score or the total, or add `pr_rating: reason` in a column `waivers`",
    ),
    (
        {"status": "PF"},
        "sum-differs",
        "row 2, column 5 (Kazakhstan 2018): status is PF, but the scores give NF (from freedom_rating 6.0)",
        "correct the score or the total, or add `status: reason` in a column `waivers`",
    ),
    (
        {"add_a": "0"},
        "not-in-edition",
        "row 2, column 22 (Kazakhstan 2018): add_a is “0”, but this edition has no add_a",
        "leave the cell empty, or check the edition",
    ),
    ({"entity": " "}, "no-entity", "row 2: the row names no entity", "name it, or remove the row"),
    (
        {"edition": "1999"},
        "unknown-edition",
        "row 2, column 4 (Kazakhstan): Freedom in the World has no edition “1999”",
        "its editions are 2013 to 2024",
    ),
    (
        {"edition": "../2018"},
        "unknown-edition",
        "row 2, column 4 (Kazakhstan): Freedom in the World has no edition “../2018”",
        "its editions are 2013 to 2024",
    ),
    (
        {"kind": "city"},
        "bad-kind",
        "row 2, column 3 (Kazakhstan 2018): “city” is not a kind of entity",
        "write `country` or `territory`, or c or t",
    ),
]


@pytest.mark.parametrize(("changes", "code", "message", "remedy"), ROWS, ids=[str(row[0]) for row in ROWS])
def test_a_wrong_row_is_refused_at_its_line(
    changes: dict[str, str], code: str, message: str, remedy: str, tmp_path: Path, target: Path, rubric: Rubric
) -> None:
    path = one_row(tmp_path / "a.csv", changes)
    problems = refusal(path, target, rubric)
    assert (2, code, message, remedy) == told(problems[0])
    assert {problem.origin.path for problem in problems} == {str(path)}
    assert not target.exists()


def test_every_wrong_row_is_named(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    rows = published(2018, "Iraq", "Kazakhstan", "Syria")
    rows[0]["A1"], rows[2]["CL"] = "9", "99"
    problems = refusal(write_xlsx(tmp_path / "a.xlsx", rows), target, rubric)
    assert [(problem.origin.line, problem.code) for problem in problems] == [(4, "bad-score"), (6, "sum-differs")]


def test_an_entity_that_stands_twice_is_refused(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    rows = published(2018, "Iraq") * 2
    assert [told(problem) for problem in refusal(write_csv(tmp_path / "a.csv", rows), target, rubric)] == [
        (
            3,
            "second-row",
            "row 3, column 1 (Iraq 2018): the entity and edition stand here a second time, after row 2, column 1",
            "keep one of the two",
        )
    ]


# headings


def test_an_unknown_heading_is_a_warning(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    row = {**published(2018, "Iraq")[0], "Regoin": "x"}
    done = import_scores(write_csv(tmp_path / "a.csv", [row]), target, rubric, replace=False)
    assert [(told(warning), warning.severity) for warning in done.warnings] == [
        (
            (
                1,
                "unknown-heading",
                "row 1, column 45: the heading “Regoin” is not known; its column is passed over",
                "did you mean `region`?",
            ),
            "warning",
        )
    ]
    assert list(csv.DictReader((target / "2018.csv").read_text().splitlines())) == published(2018, "Iraq")


def test_missing_headings_are_errors(tmp_path: Path, target: Path, rubric: Rubric) -> None:
    row = published(2018, "Iraq")[0]
    del row["A1"], row["G4"]
    assert [told(problem) for problem in refusal(write_csv(tmp_path / "a.csv", [row]), target, rubric)] == [
        (
            1,
            "missing-heading",
            "the table has no columns A1, G4, which edition 2018 needs",
            "name each column by the question’s id",
        )
    ]
    path = tmp_path / "b.csv"
    path.write_text("Name,A1\nIraq,1\n")
    assert [told(problem) for problem in refusal(path, target, rubric)] == [
        (1, "missing-heading", "the table has no column “entity”", "name it `entity` or `Country/Territory`"),
        (
            1,
            "missing-heading",
            "the table has no column “edition”",
            "name it `edition` or `Year`, or give the edition with `--edition`",
        ),
    ]


TABLES = [
    (b"", 1, "empty-file", "the file has no content", "name a file with a table"),
    (
        b"entity,edition,\xe9\n",
        1,
        "not-utf-8",
        "byte 0xE9 is not UTF-8",
        "save the file as “CSV UTF-8”, or as .xlsx",
    ),
    (b"entity,edition\n", 1, "no-rows", "the table has headings and no rows", "name a table with scores"),
    (
        b"entity,edition,entity\nx,2018,y\n",
        1,
        "duplicate-heading",
        "row 1, column 3: the heading “entity” stands here a second time",
        "keep one of the columns",
    ),
    (
        b"entity,edition,Country\nx,2018,y\n",
        1,
        "duplicate-heading",
        "row 1, column 3: “entity” and “Country” are both the column entity",
        "keep one of the columns",
    ),
    (
        b"entity,edition\nx,2018\nCongo, Republic of,2018\n",
        3,
        "stray-cell",
        "row 3, column 3: “2018” has no heading",
        "give the column a heading, or put text that has the separator in it in quotes",
    ),
    (
        b'entity,edition\n"x,2018\n',
        2,
        "bad-table",
        "this is not CSV: unexpected end of data",
        "check the quotes of this row",
    ),
    (b"entity,edition\nx\1,2018\n", 2, "forbidden-character", "the character U+0001 is not allowed", "remove it"),
    (
        b'entity,edition\n"' + b"x" * 140_000,
        2,
        "bad-table",
        "this is not CSV: field larger than field limit (131072)",
        "check the quotes of this row",
    ),
]


@pytest.mark.parametrize(("content", "expected"), [(row[0], row[1:]) for row in TABLES], ids=[row[3] for row in TABLES])
def test_a_table_that_is_none_is_refused(
    content: bytes, expected: tuple[int, str, str, str], tmp_path: Path, target: Path, rubric: Rubric
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert expected in [told(problem) for problem in refusal(path, target, rubric)]
    assert not target.exists()


# files


def test_only_csv_and_xlsx_are_read(tmp_path: Path) -> None:
    for name, code in (("a.xls", "unknown-format"), ("a.csv", "cannot-read"), ("b.xlsx", "not-a-file")):
        if name == "b.xlsx":
            os.mkfifo(tmp_path / name)
        with pytest.raises(InputError) as caught:
            read_sheets(tmp_path / name)
        assert [(str(problem.origin), problem.code) for problem in caught.value.problems] == [
            (f"{tmp_path / name}:1:1", code)
        ]


def test_a_damaged_workbook_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", published(2018, "Iraq", "Syria")).read_bytes()
    path = tmp_path / "b.xlsx"
    for end in range(0, len(whole), 97):
        path.write_bytes(whole[:end])
        with pytest.raises(InputError) as caught:
            read_sheets(path)
        assert [problem.code for problem in caught.value.problems] == ["not-a-workbook"]


def test_a_workbook_with_a_flipped_byte_is_read_the_same_or_refused(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", published(2018, "Iraq", "Syria"))
    whole, rows = source.read_bytes(), [(sheet.name, sheet.rows) for sheet in read_sheets(source)]
    path = tmp_path / "b.xlsx"
    refused = 0
    for index in range(0, len(whole), 13):
        path.write_bytes(whole[:index] + bytes([whole[index] ^ 0x55]) + whole[index + 1 :])
        try:
            assert [(sheet.name, sheet.rows) for sheet in read_sheets(path)] == rows
        except InputError:
            refused += 1
    assert refused > len(whole) / 13 / 2


# bombs


@dataclass(frozen=True)
class Bomb:
    name: str
    make: Callable[[Path], object]
    code: str
    message: str


def with_sheet(path: Path, xml: str, more: dict[str, str] | None = None, method: int = ZIP_DEFLATED) -> None:
    write_zip(path, {**parts({"Scores": xml}), **(more or {})}, method)


def lie(path: Path) -> None:
    """Write a sheet that goes on after its declared end, with the checksum that its beginning has."""
    begin, rest = worksheet("")[:-10], " " * 50_000_000
    with_sheet(path, begin + rest)
    whole = path.read_bytes()
    checksum, size = zlib.crc32((begin + rest).encode()), len(begin + rest)
    old = checksum.to_bytes(4, "little")
    new = zlib.crc32(begin.encode()).to_bytes(4, "little")
    assert whole.count(old) == whole.count(size.to_bytes(4, "little")) == 2  # beside the part, and in the directory
    whole = whole.replace(old, new).replace(size.to_bytes(4, "little"), len(begin).to_bytes(4, "little"))
    path.write_bytes(whole)


def many_parts(path: Path) -> None:
    write_zip(path, {**parts({}), **{f"xl/{number}.xml": "" for number in range(20_000)}}, ZIP_STORED)


def hidden_parts(path: Path) -> None:
    """Write many parts, and a count of one."""
    many_parts(path)
    whole = bytearray(path.read_bytes())
    whole[-14:-10] = b"\1\0\1\0"
    path.write_bytes(whole)


def shared(path: Path) -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    text = f'<sst xmlns="{MAIN}"><si><t>{"x" * 900_000}</t></si></sst>'
    with_sheet(path, worksheet(cells), {"xl/sharedStrings.xml": text})


def numbers(count: int) -> str:
    """Return cells that pack badly, so that no ratio gives them away."""
    rows = (
        "".join(f"<c><v>{(row * 1000 + n) * 2_654_435_761 % 4_294_967_296}</v></c>" for n in range(1000))
        for row in range(count // 1000)
    )
    return worksheet("".join(f"<row>{cells}</row>" for cells in rows))


def thin(size: int) -> str:
    """Return a part that packs well, though not well enough to give it away."""
    return worksheet("".join(f"{n * 2_654_435_761 % 4_294_967_296:<1000}" for n in range(size // 1000)))


BOMBS = [
    Bomb(
        "a huge ratio",
        lambda path: with_sheet(path, worksheet(" " * 50_000_000)),
        "ratio-too-high",
        "the part xl/worksheets/sheet1.xml unpacks to 1,02",
    ),
    Bomb(
        "a huge part",
        lambda path: with_sheet(path, worksheet(" " * 60_000_000)),
        "part-too-large",
        "the part xl/worksheets/sheet1.xml unpacks to 60,000,1",
    ),
    Bomb(
        "huge parts together",
        lambda path: with_sheet(path, worksheet(""), {f"xl/{n}.xml": thin(15_000_000) for n in range(8)}),
        "unpacked-too-large",
        "the workbook unpacks to ",
    ),
    Bomb("20,000 parts", many_parts, "too-many-parts", "the workbook has 20,004 parts; 2,000 is the most"),
    Bomb("20,000 parts that are not counted", hidden_parts, "too-many-parts", "the workbook’s directory has 1,"),
    Bomb(
        "a size that lies",
        lie,
        "size-lies",
        "the part xl/worksheets/sheet1.xml is larger than its declared ",
    ),
    Bomb(
        "a cell in the farthest corner",
        lambda path: with_sheet(
            path, worksheet('<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>')
        ),
        "too-many-cells",
        "a sheet has 1,048,576 rows and 16,384 columns; 2,000,000 cells are the most",
    ),
    Bomb(
        "a million cells",
        lambda path: with_sheet(path, numbers(1_000_000)),
        "too-many-cells",
        "the workbook has more than 1,000,000 elements",
    ),
    Bomb("a text that many cells share", shared, "too-much-text", "cells share texts of up to"),
    Bomb(
        "entities",
        lambda path: with_sheet(path, f'<!DOCTYPE a [<!ENTITY b "c">]>{worksheet("")}'),
        "not-a-workbook",
        "this is not a sound XLSX: it defines entities",
    ),
    Bomb(
        "a part twice",
        lambda path: with_sheet(path, worksheet(""), {"XL/Worksheets\\Sheet1.xml": worksheet("")}),
        "duplicate-part",
        "the part xl/worksheets/sheet1.xml is there twice",
    ),
    Bomb(
        "more than 20 MB",
        lambda path: path.write_bytes(b"PK" + bytes(20_000_000)),
        "file-too-large",
        "the file has 20,000,002 bytes; 20,000,000 is the most",
    ),
]

_MEASURE = """
import json, re, resource, sys
from pathlib import Path
from pdfgen.errors import InputError
from pdfgen.importers.table_layout import is_heading
from pdfgen.importers.workbook import read_tables
most = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 10  # seconds; most take a few tenths
resource.setrlimit(resource.RLIMIT_CPU, (most, most))
try:
    read_tables(Path(sys.argv[1]), is_heading)
    problems = []
except InputError as error:
    problems = [[str(problem.origin), problem.code, problem.message, problem.remedy] for problem in error.problems]
# not ru_maxrss: that begins at the size of the process that started this one
peak = 1024 * int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(json.dumps({"problems": problems, "peak": peak}))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here: peak memory cannot be read")
@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name)
def test_a_bomb_is_refused_at_no_cost(bomb: Bomb, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    bomb.make(path)

    result = subprocess.run(
        [sys.executable, "-c", _MEASURE, path], capture_output=True, text=True, timeout=120, check=True
    )

    cost = json.loads(result.stdout)
    [(origin, code, message, remedy)] = cost["problems"]
    assert (origin, code) == (f"{path}:1:1", bomb.code)
    assert bomb.message in message
    assert remedy
    assert cost["peak"] < 200_000_000
