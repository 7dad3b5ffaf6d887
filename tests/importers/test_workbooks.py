"""Workbooks as publishers have them: several sheets, formulas, formats, notes, totals, and parts that are hidden."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

xlsxwriter = pytest.importorskip("xlsxwriter")

HEADINGS = ["Country", "Edition", "Q1", "Q2", "Total"]


class Mini(Protocol):
    folder: Path

    def rubric(self, old: str, new: str) -> None: ...
    def imports(self, path: Path, *more: str, code: int = 0) -> str: ...
    def table(self, edition: int) -> list[str]: ...


@pytest.fixture
def book(tmp_path: Path) -> Any:
    made = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    yield made
    assert made.fileclosed


def sheet(book: Any, name: str, *rows: list[Any]) -> Any:
    made = book.add_worksheet(name)
    for number, row in enumerate(rows):
        made.write_row(number, 0, row)
    return made


def closed(book: Any) -> Path:
    book.close()
    path: Path = book.filename
    return path


def test_a_publishers_workbook(book: Any, mini: Mini) -> None:
    """Titles, merged headings, formulas with results, a percentage, notes, totals, and parts that are hidden."""
    mini.rubric("{id: Q2, label: Second, max: 10, decimals: 3}", "{id: Q2, label: Second, max: 100, decimals: 3}")
    mini.rubric("max: 20\n", "max: 110\n")
    sheet(book, "Read me", ["Mini Index"], ["All scores of 2023 and 2024"])
    sheet(book, "Draft", HEADINGS, ["Wrong", 2023, 1, 1, 2]).hide()
    sheet(book, "Old", HEADINGS, ["Wronger", 2023, 1, 1, 2]).very_hidden()
    percent, date = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "d mmm yyyy"})
    scores = sheet(
        book,
        "Scores",
        [],
        ["", "", "Scores", "", "", "", "Checked"],
        [*HEADINGS, "Rank", "Checked"],
        ["Alpha", 2023, 4.1849999999999996, "", "", 1],
        ["Beta", 2023, 2, "", "", 2],
        ["Hid", 2023, 1, "", "", 9],
        ["Gamma", 2024, "-", "NR", "n/a", "-"],
        ["Delta", 2024, 0.1 + 0.2, "", "", 1],
        ["World average", "", 2.1, 0.3],
        [],
        ["Note: made by nobody."],
    )
    scores.merge_range(0, 0, 0, 6, "Mini Index, edition 2023 and 2024")
    scores.merge_range(1, 2, 1, 4, "Scores")
    for line, (share, total) in {3: (0.45, 49.185), 4: (0.07, 9), 5: (0.01, 2), 7: (0.5, 50.3)}.items():
        scores.write_number(line, 3, share, percent)
        scores.write_formula(line, 4, f"=C{line + 1}+100*D{line + 1}", None, total)
    scores.write_datetime(3, 6, dt.datetime(2024, 2, 1), date)  # noqa: DTZ001
    scores.set_row(5, None, None, {"hidden": True})
    scores.set_column("G:G", None, None, {"hidden": True})

    said = mini.imports(closed(book))

    assert mini.table(2023) == ["Alpha 4.185 45 49.185", "Beta 2 7 9"]
    assert mini.table(2024) == ["Delta 0.3 50 50.3"]
    assert said == (
        "1:1: warning[sheet-passed-over]: the sheet “Draft”: it is hidden, and is passed over\n"
        "  help: show the sheet, or name it with `--sheet`\n\n"
        "1:1: warning[sheet-passed-over]: the sheet “Old”: it is hidden, and is passed over\n"
        "  help: show the sheet, or name it with `--sheet`\n\n"
        "1:1: warning[sheet-passed-over]: the sheet “Read me”: it has no column “entity” and no column “edition”, "
        "and is passed over\n  help: name it with `--sheet` to see what it lacks\n\n"
        "6:1: warning[hidden-row]: Scores!6:6: the row is hidden and is passed over\n"
        "  help: show the rows in the spreadsheet program\n\n"
        "7:1: warning[not-rated]: Scores!7:7 (Gamma 2024): the row has no scores and is passed over\n"
        "  help: write the scores if an entity is rated\n\n"
        "9:1: warning[total-row]: Scores!9:9 (“World average”): the row is a total or an average and is passed over\n"
        "  help: add the name to the names file if it is an entity\n\n"
        "11:1: warning[note-row]: Scores!11:11 (“Note: made by nobody.”): "
        "the row has text and no scores, and is passed over\n"
        "  help: write the scores if a row is about an entity\n\n"
        "3:7: warning[hidden-column]: Scores!G3: the column “Checked” is hidden and is passed over\n"
        "  help: show them in the spreadsheet program\n\n"
        "3:6: warning[unknown-heading]: Scores!F3: the heading “Rank” is not known; its column is passed over\n"
        "  help: known are `entity`, `region`, `kind`, `edition`, `id`, `iso`, `Q1`, `Q2`, `Total`, `status`, `waivers`\n\n"
        "4:4: warning[percent-read]: 3 cells of column Q2 are percentages; 45 % is read as 45: "
        "Scores!D4 “45%”, Scores!D5 “7%”, Scores!D8 “50%”\n"
        "  help: write the numbers without % if another value is meant\n\n"
        f"wrote {mini.folder}/scores/mini/2023.csv\nwrote {mini.folder}/scores/mini/2024.csv\n"
        "3 rows added, 0 replaced, 0 unchanged\n"
    )


# cells


def raised(book: Any, page: Any, text: str, mark: str, place: tuple[int, int]) -> None:
    page.write_rich_string(*place, text, book.add_format({"font_script": 1}), mark, book.add_format())


CELLS: dict[str, tuple[Callable[[Any, Any], object], str, str]] = {
    "error": (
        lambda _, page: page.write_formula("D2", "=1/0", None, "#DIV/0!"),
        "cell-error",
        "Q2 is “#DIV/0!”, which is the error of a formula, not a number",
    ),
    "#N/A": (
        lambda _, page: page.write_formula("D2", "=NA()", None, "#N/A"),
        "cell-error",
        "Q2 is “#N/A”, which is the error of a formula, not a number",
    ),
    "formula": (
        lambda _, page: page.write_formula("D2", "=C2*2", None, ""),
        "formula-without-result",
        "Q2 is “=C2*2”, which is a formula without a stored result",
    ),
    "percentage": (
        lambda book, page: page.write_number("D2", 0.45, book.add_format({"num_format": "0.0%"})),
        "cell-percent",
        "Q2 is “45%”, which is a percentage, and the scale does not end at 100",
    ),
    "date": (
        lambda book, page: page.write_number("D2", 45323, book.add_format({"num_format": "d. mmm"})),
        "cell-date",
        "Q2 is “2024-02-01”, which is a date, not a number",
    ),
    "built-in date": (
        lambda book, page: page.write_number("D2", 1, book.add_format({"num_format": 14})),
        "cell-date",
        "Q2 is “1900-01-01”, which is a date, not a number",
    ),
    "truth value": (
        lambda _, page: page.write_boolean("D2", True),  # noqa: FBT003
        "cell-boolean",
        "Q2 is “TRUE”, which is a truth value, not a number",
    ),
    "scaled": (
        lambda book, page: page.write_number("D2", 4000, book.add_format({"num_format": "0.0,"})),
        "cell-scaled",
        "Q2 is “4000”, which has a format that shows another number",
    ),
    "footnote": (
        lambda book, page: raised(book, page, "4", "2", (1, 3)),
        "footnote-mark",
        "Q2 is “4²”, which has a mark beside the number",
    ),
    "letter of a footnote": (
        lambda book, page: raised(book, page, "4", "b", (1, 3)),
        "footnote-mark",
        "Q2 is “4^b”, which has a mark beside the number",
    ),
    "merged": (
        lambda _, page: page.merge_range("C2:D2", 4),
        "merged-scores",
        "Q2 is merged with another cell",
    ),
    "too exact": (
        lambda _, page: page.write_number("D2", 0.4343914891531003),
        "bad-score",
        "Q2 is scored 0.4343914891531003; scores have 3 decimals",
    ),
}


@pytest.mark.parametrize("optional", [False, True], ids=["", "optional"])
@pytest.mark.parametrize(("write", "code", "fact"), CELLS.values(), ids=CELLS)
def test_a_cell_that_is_no_plain_number_is_told_with_sheet_and_cell(
    write: Callable[[Any, Any], object],
    code: str,
    fact: str,
    optional: bool,  # noqa: FBT001
    book: Any,
    mini: Mini,
) -> None:
    if optional:
        mini.rubric("{id: Q2, label: Second, max: 10", "{id: Q2, label: Second, optional: true, max: 10")
    write(book, sheet(book, "Scores", HEADINGS[:4], ["Alpha", 2023, 1]))
    said = mini.imports(closed(book), code=1)
    place = "Scores!D2: " if code == "merged-scores" else "Scores!D2 (Alpha 2023): "
    assert f"2:4: error[{code}]: {place}{fact}\n  help: " in said
    assert not (mini.folder / "scores").exists()


@pytest.mark.parametrize(
    ("number", "format_", "value"),
    [
        (4.1849999999999996, "0.0", "4.185"),
        (0.1 + 0.2, "General", "0.3"),
        (4, '0" points"', "4"),
        (4, '0"%"', "4"),
        (4, "#,##0.00", "4"),
        (4, "[Red]0.0;[Blue]-0.0", "4"),
        (4.5, "# ?/?", "4.5"),
        (0.5, "0.00E+00", "0.5"),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "0"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(number: float, format_: str, value: str, book: Any, mini: Mini) -> None:
    page = sheet(book, "Scores", HEADINGS[:4], ["Alpha", 2023, 1])
    page.write_number("D2", number, book.add_format({"num_format": format_}))
    assert "warning" not in mini.imports(closed(book))
    assert mini.table(2023)[0].split()[2] == value


def test_text_that_shows_a_number_is_read_and_told(book: Any, mini: Mini) -> None:
    page = sheet(book, "Scores", HEADINGS[:4], ["Alpha", 2023], ["Beta", 2023])
    for place, text in {"C2": "4", "D2": "2,75", "C3": "1", "D3": " 2 "}.items():
        page.write_string(place, text)
    assert mini.imports(closed(book)).startswith(
        "2:3: warning[number-as-text]: 4 cells of columns Q1, Q2 are text and show a number, which is read, first "
        "Scores!C2 “4”, Scores!D2 “2,75”, Scores!C3 “1”\n"
        "  help: convert them to numbers in the spreadsheet program\n"
    )
    assert mini.table(2023) == ["Alpha 4 2.75 6.75", "Beta 1 2 3.00"]


def test_a_merged_region_counts_for_each_of_its_rows(book: Any, mini: Mini) -> None:
    page = sheet(book, "A b", ["Country", "Region", *HEADINGS[1:4]], ["A", "", 2023, 1, 2], ["B", "", 2023, 3, 4])
    page.merge_range("B2:B3", "Asia")
    assert mini.imports(closed(book)).startswith(
        "3:2: warning[merged-cells]: 'A b'!B3: region is merged with a cell above and counts here too\n"
        "  help: undo the merge where a cell belongs to one row only\n\n"
    )
    table = (mini.folder / "scores" / "mini" / "2023.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[:2] for row in table[1:]] == [["A", "Asia"], ["B", "Asia"]]


def test_a_question_in_a_hidden_column_is_missed(book: Any, mini: Mini) -> None:
    page = sheet(book, "Scores", HEADINGS, ["A", 2023, 1, 2, 3])
    page.set_column("D:D", None, None, {"hidden": True})
    assert mini.imports(closed(book), code=1).endswith(
        "1:1: error[missing-heading]: the sheet “Scores” has hidden column Q2, which edition 2023 needs\n"
        "  help: show them in the spreadsheet program\n\n"
    )


def test_editions_stand_over_the_columns_in_merged_headings(book: Any, mini: Mini) -> None:
    page = sheet(book, "Wide", [], ["", "", "Q1", "Q2", "Q1", "Q2", "Comment"], ["A", "X", 1, 2, 3, 4, "c"])
    page.merge_range("A1:A2", "Country")
    page.merge_range("B1:B2", "Region")
    page.merge_range("C1:D1", 2023)
    page.merge_range("E1:F1", 2024)
    said = mini.imports(closed(book))
    assert "Wide!G2: the heading “Comment” is not known; its column is passed over" in said
    assert (mini.table(2023), mini.table(2024)) == (["A 1 2 3.00"], ["A 3 4 7.00"])


# sheets


def test_all_visible_sheets_that_fit_are_imported(book: Any, mini: Mini) -> None:
    sheet(book, "East", HEADINGS, ["A", 2023, 1, 2, 3])
    sheet(book, "West", HEADINGS, ["B", 2023, 3, 4, 7])
    sheet(book, "2024", ["Country", "Q1", "Q2"], ["A", 5, 6])
    sheet(book, "Ranks", ["Country", "Edition", "Rank"], ["A", 2023, 1])
    said = mini.imports(closed(book))
    assert (mini.table(2023), mini.table(2024)) == (["A 1 2 3", "B 3 4 7"], ["A 5 6 11.00"])
    assert "the sheet “2024” has no column for the edition; its name gives 2024" in said
    assert "the sheet “Ranks”: it has no columns Q1, Q2, which edition 2024 needs, and is passed over" in said


def test_one_entity_in_two_sheets_asks_for_a_sheet(book: Any, mini: Mini) -> None:
    sheet(book, "Scores", HEADINGS, ["A", 2023, 1, 2, 3])
    sheet(book, "Copy", HEADINGS, ["A", 2023, 3, 4, 7])
    path = closed(book)
    assert mini.imports(path, "--replace", code=1) == (
        "2:1: error[second-row]: Copy!A2 (A 2023): the entity and edition stand here a second time, after Scores!A2\n"
        "  help: keep one of the two, or choose a sheet with `--sheet`\n\n"
    )
    mini.imports(path, "--sheet", "copy")
    assert mini.table(2023) == ["A 3 4 7"]
    assert mini.imports(path, "--sheet", "Third", code=2) == (
        "error: the workbook has no sheet “Third”\nhelp: its sheets are “Scores”, “Copy”\n"
    )


def test_headings_that_are_missing_are_named_sheet_by_sheet(book: Any, mini: Mini) -> None:
    sheet(book, "One", ["Country", "Edition", "Q1"], ["A", 2023, 1])
    sheet(book, "Two", ["Name", "Edition", "Q1", "Q2"], ["A", 2023, 1, 2])
    sheet(book, "Three", ["Country", "Q1", "Q2"], ["A", 1, 2])
    sheet(book, "Four", HEADINGS)
    assert mini.imports(closed(book), code=1) == (
        "1:1: error[missing-heading]: the sheet “One” has no column Q2, which edition 2023 needs\n"
        "  help: name each column by the question’s id\n\n"
        "1:1: error[missing-heading]: the sheet “Two” has no column “entity”\n"
        "  help: name it `entity` or `Country/Territory`\n\n"
        "1:1: error[missing-heading]: the sheet “Three” has no column “edition”\n"
        "  help: name it `edition` or `Year`, or give the edition with `--edition`\n\n"
        "1:1: error[no-rows]: the sheet “Four” has headings and no rows\n"
        "  help: name a table with scores\n\n"
    )


def test_a_csv_has_no_sheets(tmp_path: Path, mini: Mini) -> None:
    path = tmp_path / "t.csv"
    path.write_text("entity,edition,Q1,Q2\nA,2023,1,2\n", encoding="utf-8")
    assert mini.imports(path, "--sheet", "Scores", code=2) == ("error: t.csv has no sheets\nhelp: leave --sheet out\n")
