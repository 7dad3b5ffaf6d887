"""Long texts and many parts are read in a time that grows with their length, or refused with the line and the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic_core import PydanticCustomError

from pdfgen import InputError
from pdfgen.cli.app import run
from pdfgen.model import prose
from pdfgen.source.essays import load_essay
from pdfgen.source.load import load
from tests.attacks.projects import FILES, REPORT, sound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOCKS = "the text has more than 2,000 paragraphs and items of lists"
SPLIT = "split it into several essays"


@pytest.mark.parametrize(
    ("text", "told", "remedy"),
    [
        (
            "# T\n\n" + "## a\n\nb\n\n" * 20_000,
            "3999:1: error[too-many-headings]: the essay has more than 1,000 headings",
            SPLIT,
        ),
        ("# T\n\n" + "- a\n" * 50_000, f"2003:1: error[too-many-blocks]: {BLOCKS}", "split the text"),
        ("# T\n\n" + "a\n\n" * 100_000, f"4003:1: error[too-many-blocks]: {BLOCKS}", "split the text"),
        ("# T\n\n" + "*a*\n\n" * 4_000, f"4003:1: error[too-many-blocks]: {BLOCKS}", "split the text"),
        (
            "# T\n\n" + "".join(f"## a{number}\n\n" + "b\n\n" * 1_900 for number in range(6)),
            "19013:1: error[too-many-blocks]: the essay has more than 10,000 paragraphs and items of lists",
            SPLIT,
        ),
        (
            f"# T\n\n## {'a' * 60_000}\n\nb\n",
            "3:1: error[text-too-long]: the heading has 60,000 characters; 300 is the most",
            "shorten it",
        ),
        ("a" * 2_000_001, "1:1: error[file-too-large]: the file has 2,000,001 bytes; 2,000,000 is the most", ""),
    ],
)
def test_an_essay_has_limits(text: str, told: str, remedy: str, tmp_path: Path) -> None:
    path = tmp_path / "essay.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_essay(path)
    (problem,) = caught.value.problems
    assert problem.headline() == f"{path}:{told}"
    assert problem.remedy == remedy or not remedy


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("## a" + " " * 100_000 + "b", "a b"),
        ("## a b" + " " * 100_000, "a b"),
        ("##" + " \t" * 100_000 + "a b", "a b"),
        ("## a b " + "#" * 100_000, "a b"),
        ("## a  b ##", "a b"),
        ("## a#", "a#"),
        ("## a #b", "a #b"),
    ],
)
def test_a_heading_is_its_words(line: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "essay.md"
    path.write_text(f"# T\n\n{line}\n\nc\n", encoding="utf-8")
    assert [section.heading for section in load_essay(path).sections] == [words]


def test_blank_lines_and_notes_of_an_essay_are_no_blocks(tmp_path: Path) -> None:
    path = tmp_path / "essay.md"
    notes = "".join(f"[^n{number}]" for number in range(400))
    below = "".join(f"[^n{number}]: a\n" for number in range(400))
    path.write_text(f"# T\n\n## a\n{chr(10) * 200_000}b{notes}\n\n{below}", encoding="utf-8")
    essay = load_essay(path)
    (section,) = essay.sections
    assert section.text is not None
    assert len(section.text.notes()) == 400
    assert section.heading == "a"


def test_the_parser_of_markdown_sees_no_text_with_too_many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    rich = prose._rich  # noqa: SLF001

    def counted(text: str) -> Any:
        seen.append(len(text))
        return rich(text)

    monkeypatch.setattr(prose, "_rich", counted)
    prose.parse("- a\n" * 2_000)
    assert seen == [8_000]
    for text in ("- a\n" * 2_001, "1. a\n" * 3_000, "*a*\n\n" * 2_001, "a\n \t\n" * 2_001 + "*b*"):
        with pytest.raises(PydanticCustomError, match=BLOCKS):
            prose.parse(text)
    assert seen == [8_000]


def put(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


DEVELOPMENTS = '  - "a\\n\\nb"\n' * 1_900
NOTES = "".join(f"""  n{number}: "{"a{0}{0}" * 100}b"\n""".format("\\n") for number in range(100))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("Why first.", '"' + "a\\n\\n" * 2_001 + '"'), f"7:29: error[too-many-blocks]: {BLOCKS}"),
        (
            put("Why first.", f"a{' ' * 70_000}b"),
            "7:29: error[text-too-long]: the text has 70,002 characters; 64,000 is the most",
        ),
        (
            put("overview: |\n", "overview: |\n" + "  a\n\n" * 200_000),
            "4:11: error[text-too-long]: the text has 600,023 characters; 64,000 is the most",
        ),
        (
            lambda text: f"{text}key_developments:\n{DEVELOPMENTS}footnotes:\n{NOTES}",
            "1992:8: error[too-many-paragraphs]: the texts have more than 10,000 blank lines between paragraphs",
        ),
    ],
    ids=["blocks", "blanks", "one text", "all texts"],
)
def test_a_report_has_limits(change: Callable[[str], str], told: str, tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    path = home / "reports" / "alpha.yaml"
    path.write_text(change(REPORT.format("Alpha")), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    assert caught.value.problems[0].headline() == f"{path}:{told}"


NAMED = {
    "report": [("name: Alpha", "name: {}"), ("kind: country", "kind: country\n  region: {}")],
    "edition": [("theme: own", "theme: own\npublication: {{publisher: {}}}"), ("volume: {", "volume: {{title: {}, ")],
    "rubric": [
        ("title: Mini Index", "title: {}"),
        ("label: First", "label: {}"),
        ("publisher: Nobody", "publisher: {}"),
    ],
    "names": [("name: Alpha", "name: {}"), ("kind: country", "kind: country, also: [{}]")],
}


@pytest.mark.parametrize(("kind", "old", "new"), [(kind, *pair) for kind, pairs in NAMED.items() for pair in pairs])
def test_names_and_titles_are_lines(
    kind: str, old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = sound(tmp_path / "project")
    path = tmp_path / "project" / FILES[kind]
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new.format("x" * 57_000), 1), encoding="utf-8")
    assert run(["check", str(path if kind == "names" else home)]) == 1
    assert "the text has 57,000 characters; 300 is the most here\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            "entity,edition" + ",Q1" * 150_000 + "\na\n",
            "1:1: error[too-many-columns]: the row has more than 2,000 cells\n  help: remove the columns without scores\n",
        ),
        (
            "entity,edition,Q1\n" + "a\n" * 300_000,
            "20001:1: error[too-many-rows]: the table has more than 20,000 rows\n  help: split the table over several files\n",
        ),
    ],
    ids=["columns", "rows"],
)
def test_a_table_that_is_imported_has_limits(
    table: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound(tmp_path / "project")
    path = tmp_path / "table.csv"
    path.write_text(table, encoding="utf-8")
    assert run(["import", "scores", str(path), "-o", str(tmp_path / "project"), "--rubric", "mini"]) == 1
    assert f"{path}:{told}" in capsys.readouterr().err
