"""Tables as text: continental CSV, editions across the columns, and cells that are no plain numbers."""

from __future__ import annotations

import doctest
import importlib
from typing import TYPE_CHECKING, Protocol

import pytest

from pdfgen.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path


class Mini(Protocol):
    folder: Path

    def rubric(self, old: str, new: str) -> None: ...
    def imports(self, path: Path, *more: str, code: int = 0) -> str: ...
    def table(self, edition: int) -> list[str]: ...


def written(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("name", ["cell_values", "number_format", "sheet"])
def test_the_examples_of_the_modules_hold(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"pdfgen.importers.{name}"))
    assert (failed, tried > 0) == (0, True)


# how a table is written

CONTINENTAL = "Land;Jahr;Q1;Q2;Total\r\n„Côte“;2023;2,75;0,434;3,18\r\nB;2024;2;1,5;3,5\r\n"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (CONTINENTAL, "utf-8", "a.csv"),
        (CONTINENTAL, "utf-8-sig", "a.csv"),
        (f"sep=;\r\n{CONTINENTAL}", "utf-8-sig", "a.csv"),
        (CONTINENTAL.replace(";", "\t"), "utf-16", "a.csv"),
        (CONTINENTAL.replace(";", "\t"), "utf-8", "a.tsv"),
        ('Land,Jahr,Q1,Q2,Total\n„Côte“,2023,"2,75","0,434","3,18"\nB,2024,2,"1,5","3,5"\n', "utf-8", "a.csv"),
        (f"Mini Index;;;;\r\n;;;;\r\n{CONTINENTAL}", "utf-8", "a.csv"),
        ('"Land; Jahr, und mehr"\r\n' + CONTINENTAL, "utf-8", "a.csv"),
    ],
)
def test_a_table_is_read_as_its_spreadsheet_wrote_it(
    text: str, encoding: str, name: str, mini: Mini, tmp_path: Path
) -> None:
    said = mini.imports(written(tmp_path, text, encoding, name))
    assert said.endswith("2 rows added, 0 replaced, 0 unchanged\n")
    assert (mini.table(2023), mini.table(2024)) == (["„Côte“ 2.75 0.434 3.18"], ["B 2 1.5 3.5"])


def test_other_encodings_are_refused(mini: Mini, tmp_path: Path) -> None:
    assert mini.imports(written(tmp_path, "Land;Jahr;Q1;Q2\nCôte;2023;1;2\n", "cp1252"), code=1) == (
        "2:2: error[not-utf-8]: byte 0xF4 is not UTF-8\n  help: save the file as “CSV UTF-8”, or as .xlsx\n\n"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            "entity,edition,Q1,Q2\n".encode("utf-16-le"),
            "1:1: error[not-utf-8]: the file has zero bytes: it is not UTF-8",
        ),
        (
            b"entity,edition,Q1,Q2\nA\x01\x02,2023,1,2\n\x03B,2023,1,2\n",
            "2:2: error[forbidden-character]: the character U+0001 is not allowed; 2 more characters are not allowed",
        ),
    ],
)
def test_a_file_with_characters_that_are_not_allowed_gets_one_message(
    content: bytes, told: str, mini: Mini, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    head, *_, remedy = mini.imports(path, code=1).strip().split("\n")
    assert (head, remedy) == (told, "  help: save the file as “CSV UTF-8”, or as .xlsx")


def test_the_heading_year_is_the_edition_and_said_to_be(mini: Mini, tmp_path: Path) -> None:
    said = mini.imports(written(tmp_path, "Country,Year,Q1,Q2\nA,2023,1,2\n"))
    assert (
        "row 1, column 2: “Year” is read as the edition, not as the year under review\n"
        "  help: name the column `edition` when that is right\n"
    ) in said
    assert mini.table(2023) == ["A 1 2 3.00"]


# editions


@pytest.mark.parametrize(
    "text",
    [
        "Country,Region,Q1 2023,Q2 2023,Q1 2024,Q2 2024\nA,X,1,2,3,4\nB,X,,,5,6\n",
        "Country,Region,2023_Q1,2023_Q2,2024_Q1,2024_Q2\nA,X,1,2,3,4\nB,X,,,5,6\n",
        "Country,Region,Q1 (2023),Q2 [2023],Q1 – 2024,Q2: 2024\nA,X,1,2,3,4\nB,X,,,5,6\n",
        ",,2023,,2024,\nCountry,Region,Q1,Q2,Q1,Q2\nA,X,1,2,3,4\nB,X,,,5,6\n",
        "Country,Region,2023,,2024,\n,,Q1,Q2,Q1,Q2\nA,X,1,2,3,4\nB,X,,,5,6\n",
        "Mini Index\nCountry,Region,Q1,,Q2,\n,,2023,2024,2023,2024\nA,X,1,3,2,4\nB,X,,5,,6\n",
    ],
)
def test_editions_may_stand_across_the_columns(text: str, mini: Mini, tmp_path: Path) -> None:
    said = mini.imports(written(tmp_path, text))
    assert "(B 2023): the row has no scores and is passed over" in said
    assert said.endswith("3 rows added, 0 replaced, 0 unchanged\n")
    assert (mini.table(2023), mini.table(2024)) == (["A 1 2 3.00"], ["A 3 4 7.00", "B 5 6 11.00"])


def test_a_year_alone_is_the_one_measure_that_a_table_states(mini: Mini, tmp_path: Path) -> None:
    path = written(tmp_path, "Country,2023,2024\nA,1,2\n")
    assert mini.imports(path, code=1) == (
        "1:1: error[missing-heading]: the table has columns for 2023, 2024, and no measure with them\n"
        "  help: write the measure beside or above each edition, as `Q1 2023`\n\n"
    )
    mini.rubric("{id: Q2, label: Second, max: 10, decimals: 3}", "{id: Q2, label: Second, max: 10, optional: true}")
    mini.rubric("    decimals: 2\n    children", "    decimals: 2\n    formula: {op: mean, min_valid: 1}\n    children")
    mini.imports(path)
    assert (mini.table(2023), mini.table(2024)) == (["A 1  1.00"], ["A 2  2.00"])


def test_an_edition_is_given_for_a_table_without_one(mini: Mini, tmp_path: Path) -> None:
    path = written(tmp_path, "entity;Q1;Q2\nA;1;2\n")
    assert mini.imports(path, code=1) == (
        "1:1: error[missing-heading]: the table has no column “edition”\n"
        "  help: name it `edition` or `Year`, or give the edition with `--edition`\n\n"
    )
    assert mini.imports(path, "--edition", "2022", code=2) == (
        "error: the rubric mini has no edition 2022\nhelp: its editions are 2023 to 2024\n"
    )
    mini.imports(path, "--edition", "2024")
    assert mini.table(2024) == ["A 1 2 3.00"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "entity,edition,Q1,Q2\nA,2024,1,2\nB,2023,1,2\n",
            "3:3: error[edition-contradicted]: row 3, column 2 (B): the row is of 2023, and --edition says 2024",
        ),
        (
            "entity,Q1 2023,Q2 2023,Q1 2024,Q2 2024\nA,1,2,3,4\n",
            "1:1: error[edition-contradicted]: row 1: the table is of 2023, 2024, and `--edition` says 2024",
        ),
    ],
)
def test_an_edition_that_contradicts_the_table_is_refused(text: str, told: str, mini: Mini, tmp_path: Path) -> None:
    said = mini.imports(written(tmp_path, text), "--edition", "2024", code=1)
    assert said == f"{told}\n  help: leave --edition out, or correct it\n\n"


def test_an_edition_that_is_imported_is_that_of_a_table_that_names_none(
    mini: Mini, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts, folder = tmp_path / "texts", mini.folder / "editions" / "2024"
    texts.mkdir()
    written(
        texts,
        "Mini Index 2024 - A\n\nTotal: 3\n\nQ1. First? 1 / 10\n\nWords.\n\nQ2. Second? 2 / 10\n\nWords.\n",
        name="a.txt",
    )
    table = written(tmp_path, "entity,Q1,Q2\nA,1,2\nSum,1,2\n")
    arguments = ["import", "edition", str(texts), "-o", str(folder), "--edition", "2024", "--rubric", "mini"]
    run([*arguments, "--scores", str(table)])
    assert mini.table(2024) == ["A 1 2 3.00"]
    assert "row 3 (“Sum”): the row is a total or an average and is passed over" in capsys.readouterr().err
    both = written(tmp_path, "entity,edition,Q1,Q2\nB,2023,1,2\n")
    run([*arguments, "--scores", str(both)])
    assert mini.table(2023) == ["B 1 2 3.00"]


# cells

CELLS = [
    ("#DIV/0!", "cell-error", "is “#DIV/0!”, which is the error of a formula, not a number"),
    ("#N/A", "cell-error", "is “#N/A”, which is the error of a formula, not a number"),
    ("45 %", "cell-percent", "is “45 %”, which is a percentage, and the scale does not end at 100"),
    ("4²", "footnote-mark", "is “4²”, which has a mark beside the number"),
    ("4*", "footnote-mark", "is “4*”, which has a mark beside the number"),
    ("4 a", "footnote-mark", "is “4 a”, which has a mark beside the number"),
    ("4 [1]", "footnote-mark", "is “4 [1]”, which has a mark beside the number"),
    ("1 234", "thousands-separator", "is “1 234”, which has a separator between thousands"),
    ("1.234,5", "thousands-separator", "is “1.234,5”, which has a separator between thousands"),
    ("TRUE", "not-a-number", "is “TRUE”, which is not a number"),
    ("2024-02-01", "not-a-number", "is “2024-02-01”, which is not a number"),
    ("½", "not-a-number", "is “½”, which is not a number"),
    ("٤", "not-a-number", "is “٤”, which is not a number"),
    ("1e1", "not-a-number", "is “1e1”, which is not a number"),
    ("4.1234", "bad-score", "is scored 4.1234; scores have 3 decimals"),
]


@pytest.mark.parametrize("optional", [False, True])
@pytest.mark.parametrize(("cell", "code", "fact"), CELLS)
def test_a_cell_that_is_no_plain_number_is_told_with_its_place(
    cell: str,
    code: str,
    fact: str,
    optional: bool,  # noqa: FBT001
    mini: Mini,
    tmp_path: Path,
) -> None:
    if optional:
        mini.rubric("{id: Q2, label: Second, max: 10", "{id: Q2, label: Second, optional: true, max: 10")
    said = mini.imports(written(tmp_path, f"entity;edition;Q1;Q2\n“A”;2023;1;{cell}\n"), code=1)
    assert said.startswith(f"2:12: error[{code}]: row 2, column 4 (“A” 2023): Q2 {fact}\n  help: ")
    assert said.count("error[") == 1
    assert not (mini.folder / "scores").exists()


def test_a_fault_of_many_cells_is_one_message(mini: Mini, tmp_path: Path) -> None:
    rows = "".join(f"E{number},2023,1,#REF!,9\n" for number in range(37))
    said = mini.imports(written(tmp_path, f"entity,edition,Q1,Q2,Total\n{rows}"), code=1)
    assert said == (
        "2:11: error[cell-error]: 37 cells of column Q2 are errors of formulas, not numbers, first "
        "row 2, column 4 “#REF!”, row 3, column 4 “#REF!”, row 4, column 4 “#REF!”\n"
        "  help: correct the formula, or write N/A where there is no score\n\n"
    )


@pytest.mark.parametrize(
    ("scale", "cell", "value", "told"),
    [
        ("max: 100", "45 %", "45", "percent-read"),
        ("max: 100", "45,5%", "45.5", "percent-read"),
        ("max: 1", "45%", "0.45", "percent-read"),
        ("max: 10", "1,234", "1.234", "read-with-decimals"),
        ("max: 10", "4\u200b", "4", ""),
        ("max: 10, min: -10", "−4", "-4", ""),
        ("max: 10", "4.18499999999999", "4.185", ""),
        ("max: 10", "4.0", "4", ""),
    ],
)
def test_a_cell_with_one_reading_is_read(
    scale: str, cell: str, value: str, told: str, mini: Mini, tmp_path: Path
) -> None:
    mini.rubric("{id: Q2, label: Second, max: 10, decimals: 3}", f"{{id: Q2, label: Second, {scale}, decimals: 3}}")
    said = mini.imports(written(tmp_path, f"entity;edition;Q1;Q2\nA;2023;1;{cell}\n"))
    assert (f"warning[{told}]" in said) if told else ("warning" not in said)
    assert mini.table(2023)[0].split()[2] == value


def test_a_number_with_two_readings_is_refused(mini: Mini, tmp_path: Path) -> None:
    mini.rubric("max: 20\n", "max: 20000\n")
    mini.rubric("{id: Q2, label: Second, max: 10, decimals: 3}", "{id: Q2, label: Second, max: 10000, decimals: 3}")
    said = mini.imports(written(tmp_path, "entity;edition;Q1;Q2\nA;2023;2,5;1,234\nB;2023;1;1.234\n"), code=1)
    assert said == (
        "2:12: error[two-readings]: 2 cells of column Q2 can be read with decimals or with thousands: "
        "row 2, column 4 “1,234”, row 3, column 4 “1.234”\n"
        "  help: write decimals after a point, and thousands without a separator\n\n"
    )


def test_a_column_does_not_mix_percentages_and_numbers(mini: Mini, tmp_path: Path) -> None:
    mini.rubric("{id: Q2, label: Second, max: 10, decimals: 3}", "{id: Q2, label: Second, max: 100, decimals: 3}")
    said = mini.imports(written(tmp_path, "entity,edition,Q1,Q2\nA,2023,1,0.45\nB,2023,1,45%\nC,2023,1,0\n"), code=1)
    assert said == (
        "3:10: error[mixed-percent]: row 3, column 4: Q2 is a percentage here and another number in row 2, column 4\n"
        "  help: give all cells of the column the same format\n\n"
    )


# sums


@pytest.mark.parametrize("total", ["4.185", "4.2", "4.18499999999999", "4.1850000000000005", "4.19"])
def test_a_total_agrees_exactly_or_rounded(total: str, mini: Mini, tmp_path: Path) -> None:
    mini.rubric("    decimals: 2\n    children", "    decimals: 1\n    formula: {op: mean}\n    children")
    mini.imports(written(tmp_path, f"entity,edition,Q1,Q2,Total\nA,2023,4.37,4,{total}\n"))
    assert mini.table(2023) == [f"A 4.37 4 {total if len(total) < 6 else '4.185'}"]


def test_a_total_that_rounds_to_another_value_differs(mini: Mini, tmp_path: Path) -> None:
    mini.rubric("    decimals: 2\n    children", "    decimals: 1\n    formula: {op: mean}\n    children")
    said = mini.imports(written(tmp_path, "entity,edition,Q1,Q2,Total\nA,2023,4.37,4,4.1\n"), code=1)
    assert "(A 2023): Total is 4.1, but the scores give 4.2 (the mean of Q1 4.370, Q2 4.000)" in said


def test_a_waived_total_is_imported_as_it_was_published(mini: Mini, tmp_path: Path) -> None:
    text = "entity,edition,Q1,Q2,Total,waivers\nA,2023,1,2,3.5,Total: made from unrounded parts\nB,2023,1,2,3,\n"
    mini.imports(written(tmp_path, text))
    table = (mini.folder / "scores" / "mini" / "2023.csv").read_text(encoding="utf-8")
    assert table == (
        "entity,region,kind,edition,status,Q1,Q2,Total,waivers\n"
        "A,,,2023,Low,1,2,3.5,Total: made from unrounded parts\n"
        "B,,,2023,Low,1,2,3,\n"
    )
    said = mini.imports(written(tmp_path, text.replace("Total: made", "Sum: made")), "--replace", code=1)
    assert "row 2, column 6 (A 2023): a waiver names “Sum”, and edition 2023 has no such measure" in said


def test_a_total_within_the_tolerance_is_imported_as_it_was_published(mini: Mini, tmp_path: Path) -> None:
    path = written(tmp_path, "entity,edition,Q1,Q2,Total\nA,2023,1,2,3.01\nB,2023,1,2,3.02\n")
    said = mini.imports(path, code=1)
    assert said.startswith(
        "2:12: error[sum-differs]: 2 values of Total differ from what the scores give: "
        "row 2, column 5 3.01 (A 2023: 3.00 (Q1 1.000 + Q2 2.000)), "
        "row 3, column 5 3.02 (B 2023: 3.00 (Q1 1.000 + Q2 2.000))\n"
    )
    mini.rubric("max: 20\n", "max: 20\n    tolerance: 0.02\n")
    mini.imports(path)
    assert mini.table(2023) == ["A 1 2 3.01", "B 1 2 3.02"]


# rows


def test_rows_that_are_on_no_entity_are_passed_over_and_told(mini: Mini, tmp_path: Path) -> None:
    text = (
        "entity,region,edition,Q1,Q2\nASIA,,,,\nA,Asia,2023,1,2\nB,Asia,2023,NR,NR\nC,Asia,2023,-,–\n"
        "TOTAL,,,10,10\nWorld average,,2023,5,5\nMittelwert,,2023,5,5\nMean (n = 3),,2023,5,5\nWorld,,2023,5,5\n"
        "entity,region,edition,Q1,Q2\nTotalia,Asia,2023,1,2\n* Source: nobody,,,,\n"
    )
    said = mini.imports(written(tmp_path, text))
    assert mini.table(2023) == ["A 1 2 3.00", "Totalia 1 2 3.00"]
    assert said.startswith(
        "2:1: warning[note-row]: 3 rows have text and no scores, and are passed over: "
        "row 2 “ASIA”, row 11 “entity”, row 13 “* Source: nobody”\n"
        "  help: write the scores if a row is about an entity\n\n"
        "4:1: warning[not-rated]: 2 rows are not rated and are passed over: row 4 B 2023, row 5 C 2023\n"
        "  help: write the scores if an entity is rated\n\n"
        "6:1: warning[total-row]: 5 rows are totals or averages and are passed over, first "
        "row 6 “TOTAL”, row 7 “World average”, row 8 “Mittelwert”\n"
        "  help: add the name to the names file if it is an entity\n\n"
    )


def test_a_second_table_below_the_first_is_refused(mini: Mini, tmp_path: Path) -> None:
    text = "entity,edition,Q1,Q2\nA,2023,1,2\nentity,edition,Q2,Q1\nB,2023,1,2\n"
    assert mini.imports(written(tmp_path, text), code=1) == (
        "3:16: error[second-table]: row 3, column 3: “Q2” heads a column that is “Q1” above\n"
        "  help: keep one table in a sheet or file\n\n"
    )


def test_values_of_another_scale_are_one_message(mini: Mini, tmp_path: Path) -> None:
    rows = "".join(f"E{number},2023,{number + 11},99\n" for number in range(10))
    assert mini.imports(written(tmp_path, f"entity,edition,Q1,Q2\n{rows}"), code=1) == (
        "2:9: error[bad-score]: 20 cells of columns Q1, Q2 have values that are not valid (scores go from 0 to 10), "
        "first row 2, column 3 11 (E0 2023), row 2, column 4 99 (E0 2023), row 3, column 3 12 (E1 2023)\n"
        "  help: correct the cell\n\n"
    )


def test_row_numbers_without_a_heading_are_one_message(mini: Mini, tmp_path: Path) -> None:
    rows = "".join(f"{number},E{number},2023,1,2\n" for number in range(20))
    said = mini.imports(written(tmp_path, f",entity,edition,Q1,Q2\n{rows}"))
    assert said.count("warning[") == 1
    assert (
        "2:1: warning[no-heading]: 20 cells stand in a column without a heading and are passed over, first "
        "row 2, column 1 “0”, row 3, column 1 “1”, row 4, column 1 “2”\n"
    ) in said
    assert len(mini.table(2023)) == 20


@pytest.mark.parametrize("name", ["=1+cmd|' /C calc'!A0", "@sum", "+x", "-x", "=HYPERLINK()"])
def test_a_name_like_a_formula_is_refused(name: str, mini: Mini, tmp_path: Path) -> None:
    assert mini.imports(written(tmp_path, f"entity;edition;Q1;Q2\n{name};2023;1;2\n"), code=1) == (
        f"2:1: error[formula-like-name]: row 2, column 1: the entity “{name}” begins like a formula, "
        "which spreadsheet programs would run\n  help: begin the name with a letter\n\n"
    )


@pytest.mark.parametrize("name", ["Fráňa*", "Fráňa¹", "Fráňa [a]", "Fráňa†"])
def test_a_name_with_a_footnote_mark_is_refused_unless_it_is_known(name: str, mini: Mini, tmp_path: Path) -> None:
    said = mini.imports(written(tmp_path, f"entity,edition,Q1,Q2\n{name},2023,1,2\nKosovo*,2023,1,2\n"), code=1)
    assert said == (
        f"2:1: error[footnote-mark]: row 2, column 1: the entity “{name}” ends with the mark of a footnote\n"
        "  help: remove the mark, or add the name as it stands to the names file\n\n"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [("Böhmen", "Bohemia"), ("Böhmen", "Bo\u0308hmen"), ("Ruritania", "RURITANIA"), ("Côte d'Or", "Côte d’Or")],
)
def test_one_entity_in_two_spellings_stands_there_twice(first: str, second: str, mini: Mini, tmp_path: Path) -> None:
    path = written(tmp_path, f"entity,edition,Q1,Q2\n{first},2023,1,2\n{second},2023,3,4\n")
    said = mini.imports(path, "--replace", code=1)
    assert said.startswith("3:1: error[second-row]: row 3, column 1 (")
    assert "2023): the entity and edition stand here a second time, after " in said
    assert not (mini.folder / "scores").exists()


def test_what_was_imported_is_unchanged_when_it_is_imported_again(mini: Mini, tmp_path: Path) -> None:
    path = written(tmp_path, "entity,edition,Q1,Q2\nA,2023,1.50,2\nB,2023,1,2\n")
    mini.imports(path)
    assert mini.table(2023) == ["A 1.50 2 3.50", "B 1 2 3.00"]
    assert mini.imports(path) == "0 rows added, 0 replaced, 2 unchanged\n"
    assert mini.imports(written(tmp_path, "entity,edition,Q1,Q2,Total\nA,2023,1.5,2.0,3.5\n"), "--replace") == (
        "0 rows added, 0 replaced, 1 unchanged\n"
    )


def test_the_spelling_of_the_score_table_stays(mini: Mini, tmp_path: Path) -> None:
    mini.imports(written(tmp_path, "entity,edition,Q1,Q2\nBohemia,2023,1,2\n"))
    path = written(tmp_path, "entity,edition,Q1,Q2\nBÖHMEN,2023,3,4\n")
    assert "error[conflict]: 3 cells of columns Q1, Q2, Total differ from 2023.csv: " in mini.imports(path, code=1)
    assert mini.table(2023) == ["Bohemia 1 2 3.00"]
    said = mini.imports(path, "--replace")
    assert "row 2, column 1 (BÖHMEN 2023): the score table has “Bohemia”, and that spelling stays" in said
    assert mini.table(2023) == ["Bohemia 3 4 7.00"]


def test_entities_of_one_name_are_told_apart_by_their_ids(mini: Mini, tmp_path: Path) -> None:
    table = written(tmp_path, "ID,Entity,ISO,Edition,Q1,Q2\n7,Springfield,US-IL,2024,1,2\n08,Springfield,,2024,3,4\n")
    assert mini.imports(table).endswith("2 rows added, 0 replaced, 0 unchanged\n")
    path = mini.folder / "scores" / "mini" / "2024.csv"
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    columns = heading.split(",")
    cells = [dict(zip(columns, row.split(","), strict=True)) for row in rows]
    assert [(row["entity"], row["id"], row["iso"], row["Total"]) for row in cells] == [
        ("Springfield", "08", "", "7.00"),
        ("Springfield", "7", "US-IL", "3.00"),
    ]
    assert mini.imports(table).endswith("0 rows added, 0 replaced, 2 unchanged\n")
