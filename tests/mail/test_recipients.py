"""The list of a campaign: CSV, XLSX and YAML give the same recipients; what is wrong is told at its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import InputError
from pdfgen.mail.recipients import RecipientList, read_recipients

if TYPE_CHECKING:
    from pathlib import Path

xlsxwriter = pytest.importorskip("xlsxwriter")

ROWS = [
    ["Address", "Name", "Language", "Follows", "Desk name"],
    ["ada@example.org", "Lovelace, Ada", "EN", "Kazakhstan; Eurasia ;", "Politics"],
    ["Ben@example.org", "", "pt-br", "", "7"],
]


def text(rows: list[list[str]], delimiter: str = ",") -> str:
    return "".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) + "\r\n" for row in rows)


def listed(path: Path, content: str | bytes) -> RecipientList:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_recipients(path, "en")


def refused(path: Path, content: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        listed(path, content)
    return str(caught.value).replace(f"{path.parent}/", "")


YAML = """\
- address: ada@example.org
  name: Lovelace, Ada
  language: EN
  follows: [Kazakhstan, Eurasia]
  Desk name: Politics
- {address: Ben@example.org, language: pt-br, Desk name: 7}
"""


def test_csv_xlsx_and_yaml_say_the_same(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    book.add_worksheet("Notes").write_row(0, 0, ["To whom we write"])
    sheet = book.add_worksheet("List")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, [int(cell) if cell.isdigit() else cell for cell in row])
    book.close()
    contents: dict[str, str | bytes] = {
        "list.csv": text(ROWS),
        "semicolons.csv": text(ROWS, ";"),
        "list.tsv": text(ROWS, "\t").encode("utf-16"),
        "list.yaml": YAML,
        "list.xlsx": (tmp_path / "list.xlsx").read_bytes(),
    }
    for name, content in contents.items():
        found = listed(tmp_path / name, content)
        assert not found.warnings
        assert not found.duplicates
        ada, ben = found.recipients
        assert (ada.address, ada.key, ada.name) == ("ada@example.org", "ada@example.org", "Lovelace, Ada")
        assert (ada.language, ada.follows, dict(ada.fields)) == (
            "en",
            ("Kazakhstan", "Eurasia"),
            {"Desk name": "Politics"},
        )
        assert (ben.address, ben.key, ben.name) == ("Ben@example.org", "ben@example.org", "")
        assert (ben.language, ben.follows, dict(ben.fields)) == ("pt-BR", (), {"Desk name": "7"})
        assert (ada.origin.line, ben.origin.line) == ((1, 6) if name.endswith("yaml") else (2, 3))


def test_everything_that_is_wrong_is_told_at_its_cell(tmp_path: Path) -> None:
    content = text(
        [
            ROWS[0],
            ["bob@", "Bob", "english", "", ""],
            ["", "Nobody", "en", "", ""],
            ["carl@example.org", "C" * 301, "en", "", ""],
            ["dan@example.org", "D\u202eD", "en", "", ""],
        ]
    )
    assert refused(tmp_path / "list.csv", content.replace("D\u202eD", "DD")) == (
        "list.csv:2:1: error[bad-address]: mail cannot be sent to “bob@”: there must be something after the @-sign\n"
        "  2 | bob@,Bob,english,,\n"
        "    | ^\n"
        "  help: correct the address, or remove the row\n"
        "list.csv:2:10: error[bad-language]: “english” is not a language tag\n"
        "  2 | bob@,Bob,english,,\n"
        "    |          ^\n"
        "  help: write a tag such as en, es or pt-BR\n"
        "list.csv:3:1: error[no-address]: the row has no address\n"
        "  3 | ,Nobody,en,,\n"
        "    | ^\n"
        "  help: write one, or remove the row\n"
        "list.csv:4:18: error[text-too-long]: the name has 301 characters; 300 is the most\n"
        f"  4 | carl@example.org,{'C' * 93}\n"
        "    |                  ^\n"
        "  help: shorten it"
    )
    assert refused(tmp_path / "list.csv", content).endswith("U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed\n  5 | dan@example.org,D\ufffdD,en,,\n    |                  ^\n  help: remove it")  # fmt: skip


@pytest.mark.parametrize("column", ["address", "name", "desk"])
def test_no_line_end_comes_out_of_a_cell(column: str, tmp_path: Path) -> None:
    cells = {"address": "ada@example.org", "name": "Ada", "desk": "Politics"}
    cells[column] += "\nBcc: eve@example.org"
    content = ",".join(cells) + "\n" + ",".join(f'"{cell}"' for cell in cells.values()) + "\n"
    told = refused(tmp_path / "list.csv", content)
    assert f"error[forbidden-character]: the {column} has a line end or a tab in it\n" in told
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, list(cells))
    sheet.write_row(1, 0, list(cells.values()))
    book.close()
    told = refused(tmp_path / "list.xlsx", (tmp_path / "list.xlsx").read_bytes())
    assert f"error[forbidden-character]: the {column} has a line end or a tab in it\n" in told
    told = refused(tmp_path / "list.yaml", f'- {{address: ada@example.org, {column}: "Ada\\nBcc: eve@example.org"}}\n'.replace("address: ada@example.org, address", "address"))  # fmt: skip
    assert f"error[forbidden-character]: the {column} has a line end or a tab in it\n" in told


def test_an_address_twice_is_one_recipient_who_gets_what_both_rows_follow(tmp_path: Path) -> None:
    rows = [
        ROWS[0],
        ["ada@example.org", "Ada", "en", "Kazakhstan", ""],
        ["ADA@Example.org", "A. L.", "es", "Eurasia", ""],
        ["ben@example.org", "Ben", "en", "", ""],
        ["ben@example.org", "Ben", "en", "Eurasia", ""],
    ]
    found = listed(tmp_path / "list.csv", text(rows))
    ada, ben = found.recipients
    assert (ada.name, ada.language, ada.follows) == ("Ada", "en", ("Kazakhstan", "Eurasia"))
    assert ben.follows == ()  # everything, as the first row says
    assert [warning.headline().replace(f"{tmp_path}/", "") for warning in found.warnings] == [
        "list.csv:3:1: warning[duplicate-address]: ADA@example.org stands on line 2 too, which now follows what this one does",
        "list.csv:5:1: warning[duplicate-address]: ben@example.org stands on line 4 too, and gets one message",
    ]
    assert [(one.address, one.reason) for one in found.duplicates] == [
        ("ADA@example.org", "duplicate"),
        ("ben@example.org", "duplicate"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "list.csv",
            "mail,name\nada@example.org,Ada\n",
            (
                "list.csv:1:1: error[no-address-column]: the list has no column “address”\n"
                "  help: name the columns address, name, language and follows"
            ),
        ),
        (
            "list.csv",
            "address,Name,name\nada@example.org,Ada,A\n",
            "list.csv:1:1: error[duplicate-heading]: two columns are named “name”\n  help: keep one of the columns",
        ),
        (
            "list.yaml",
            "address: ada@example.org\n",
            (
                "list.yaml:1:1: error[not-a-list]: the file must be a list\n"
                "  1 | address: ada@example.org\n"
                "    | ^\n"
                "  help: write each recipient on lines of its own, beginning with `- address:`"
            ),
        ),
        (
            "list.yaml",
            "- ada@example.org\n",
            (
                "list.yaml:1:3: error[not-a-mapping]: a recipient must be a mapping\n"
                "  1 | - ada@example.org\n"
                "    |   ^\n"
                "  help: write `address:` with the address, and what else there is below it"
            ),
        ),
        (
            "list.yaml",
            "- {address: ada@example.org, desk: [a, b]}\n",
            (
                "list.yaml:1:36: error[wrong-type]: `desk` must be a single value\n"
                "  1 | - {address: ada@example.org, desk: [a, b]}\n"
                "    |                                    ^\n"
                "  help: write the value after the colon"
            ),
        ),
        (
            "list.yaml",
            "- {adress: ada@example.org}\n",
            "list.yaml:1:3: error[no-address]: the row has no address\n  help: write one, or remove the row",
        ),
    ],
)
def test_what_is_no_list_is_refused(name: str, content: str, told: str, tmp_path: Path) -> None:
    assert refused(tmp_path / name, content) == told


def test_hidden_rows_of_a_workbook_get_nothing_and_are_told(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    sheet = book.add_worksheet("List")
    for number, row in enumerate([["address"], ["ada@example.org"], ["ben@example.org"]]):
        sheet.write_row(number, 0, row)
    sheet.set_row(2, options={"hidden": True})
    book.close()
    found = read_recipients(tmp_path / "list.xlsx", "en")
    assert [one.address for one in found.recipients] == ["ada@example.org"]
    (warning,) = found.warnings
    assert (warning.code, warning.message) == ("hidden-row", "a row is hidden, and gets nothing")


def test_a_cell_that_a_workbook_cannot_say_is_refused(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    sheet = book.add_worksheet("List")
    sheet.write_row(0, 0, ["address", "name"])
    sheet.write(1, 0, "ada@example.org")
    sheet.write_formula(1, 1, "=A1/0", None, "#DIV/0!")
    book.close()
    with pytest.raises(InputError, match=r"error\[bad-cell\]: the name has an error in the place of a value"):
        read_recipients(tmp_path / "list.xlsx", "en")
