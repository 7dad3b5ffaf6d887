"""Corrections in the finished file: where they stand, what leads to them, and what validators say."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import pypdf
import pypdfium2
import pytest

from pdfgen import build_pdf, build_volume, load_report
from pdfgen.cli.app import run
from pdfgen.resources import shipped
from tests.own_project import write_project
from tests.pdf.test_attachments import extracted
from tests.pdf.test_standards import conformance_errors, failed_rules, syntax_problems
from tests.pdf.test_structure import VARIANTS, Tree, check_content, composed, expected, from_overview_on, plain
from tests.pdf.test_structure import without_spaces as joined

if TYPE_CHECKING:
    from pathlib import Path

LONG = " ".join(f"Sentence {number} of this note says what was printed, and what is right." for number in range(12))
ONE = """
errata:
  - date: 2018-03-05
    version: 1
    text: |
      The year was *2005*, not 2006; see the [statement of the
      commission](https://example.org/statement).
"""
FOUR = f"{ONE}" + "".join(f'  - {{date: 2018-0{month}-19, text: "{LONG}"}}\n' for month in (4, 5, 6))


def edition(folder: Path, errata: str, *others: str) -> Path:
    """Copy the report on Somaliland, with corrections, and others into a project; return the edition."""
    source = shipped("data") / "editions" / "2018"
    made = folder / "editions" / "2018"
    shutil.copytree(source, made, ignore=shutil.ignore_patterns("reports"))
    (made / "reports").mkdir()
    for name in ("somaliland", *others):
        shutil.copy(source / "reports" / f"{name}.yaml", made / "reports")
    path = made / "reports" / "somaliland.yaml"
    path.write_text(path.read_text(encoding="utf-8") + errata, encoding="utf-8")
    return made


@pytest.fixture(params=[ONE, FOUR], ids=["one", "four"])
def report(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a report with one correction, and one with four, three of them long."""
    return edition(tmp_path, request.param) / "reports" / "somaliland.yaml"


@pytest.fixture
def single(tmp_path: Path) -> Path:
    return edition(tmp_path, ONE) / "reports" / "somaliland.yaml"


def words(text: str) -> str:
    """Return text on one line, with spaces of one kind."""
    return " ".join(plain(text).split())


def pages(content: bytes) -> list[str]:
    """Return the text of each page on one line."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [words(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


@pytest.mark.parametrize(("page_size", "theme"), VARIANTS)
def test_corrections_are_read_in_order(report: Path, page_size: str, theme: str) -> None:
    tree = Tree(build_pdf(load_report(report), page_size=page_size, theme=theme))
    check_content(tree)
    document = composed(report)
    assert joined(from_overview_on(tree.said(), document)) == joined(expected(document))
    said = [words(text) for _, text in tree.said()]
    place = said.index("Corrections")
    assert said[place + 1].startswith("March 5, 2018, corrects version 1: The year was 2005, not 2006;")
    assert tree.said()[place][0] == "H2"
    assert place < said.index("Scoring key")


def test_the_line_at_the_top_leads_to_the_corrections(report: Path) -> None:
    tree = Tree(build_pdf(load_report(report)))
    link = next(link for link in tree.all("Link") if "/Dest" in link.annotations[0])
    said = "Last corrected on June 19, 2018" if len(load_report(report).errata) > 1 else "Corrected on March 5, 2018"
    assert words(link.text) == said
    assert {str(one.Contents) for one in link.annotations} == {"Corrections"}
    heading = next(node for node in tree.all("H2") if plain(node.text) == "Corrections")
    page = tree.pdf.pages[heading.sequences[0].page]
    assert link.annotations[0].Dest[0].objgen == page.obj.objgen
    paragraph = next(node for node in tree.all("P") if link in node.nodes)
    assert words(paragraph.text) == f"Covers calendar year 2017 · Territory (Somalia) · {said}"


@pytest.mark.parametrize("options", [{}, {"attachments": False, "theme": "compact"}, {"profile": "card"}])
def test_files_with_corrections_follow_the_standards(report: Path, options: dict[str, str], tmp_path: Path) -> None:
    content = build_pdf(load_report(report), **options)  # type: ignore[arg-type]
    assert failed_rules(content, "ua1") == set()
    assert failed_rules(content, "2a" if options else "3a") == set()
    assert syntax_problems(content) == []
    assert conformance_errors(content, tmp_path) == set()


def test_on_paper_there_is_no_link(single: Path) -> None:
    content = build_pdf(load_report(single), profile="print")
    reader = pypdf.PdfReader(BytesIO(content))
    assert not any("/Annots" in page for page in reader.pages)
    said = pages(content)
    assert "Covers calendar year 2017 · Territory (Somalia) · Corrected on March 5, 2018" in said[0]
    assert "Corrections March 5, 2018, corrects version 1: The year was 2005, not 2006;" in said[-1]


@pytest.mark.parametrize(("page_size", "theme"), VARIANTS)
def test_no_page_ends_with_the_heading(page_size: str, theme: str, tmp_path: Path) -> None:
    """Whatever the length of the text before it, two lines of the first correction stand below the heading."""
    folder = edition(tmp_path, FOUR)
    path = folder / "reports" / "somaliland.yaml"
    text = path.read_text(encoding="utf-8")
    seen = set()
    for count in range(0, 40, 4):
        path.write_text(text.replace("overview: |\n", f"overview: |\n  {'Many words. ' * 12 * count}\n"), "utf-8")
        said = pages(build_pdf(load_report(path), page_size=page_size, theme=theme))
        (number,) = (index for index, page in enumerate(said) if " Corrections March 5" in f" {page}")
        seen.add(number)
        assert "statement of the commission" in said[number]
    assert len(seen) > 1


@pytest.mark.parametrize("page_size", ["a4", "letter"])
def test_a_card_says_that_the_report_was_corrected(report: Path, page_size: str) -> None:
    content = build_pdf(load_report(report), profile="card", page_size=page_size)
    (said,) = pages(content)
    date = "Last corrected on June 19, 2018" if len(load_report(report).errata) > 1 else "Corrected on March 5, 2018"
    one_line = f"Covers 2017 · Territory (Somalia) · {date} Aggregate Score" in said
    two_lines = f"Covers 2017 · Territory (Somalia) {date} Aggregate Score" in said
    assert (one_line, two_lines) == ((True, False) if page_size == "a4" and date.startswith("C") else (False, True))
    assert "/Annots" not in pypdf.PdfReader(BytesIO(content)).pages[0]


def test_a_card_with_room_says_it_in_one_line(single: Path) -> None:
    text = single.read_text(encoding="utf-8")
    single.write_text(text.replace("  parent: Somalia\n", ""), encoding="utf-8")
    (said,) = pages(build_pdf(load_report(single), profile="card"))
    assert "Covers 2017 · Territory · Corrected on March 5, 2018 Aggregate Score" in said


def test_an_extracted_report_builds_the_same_bytes(report: Path, tmp_path: Path) -> None:
    loaded = load_report(report)
    content = build_pdf(loaded)
    again = load_report(extracted(content, tmp_path / "out"))
    assert again == loaded
    assert bytes(build_pdf(again)) == bytes(content)


def test_a_volume_has_the_corrections_of_its_reports(tmp_path: Path) -> None:
    content = build_volume(edition(tmp_path, FOUR, "finland"))
    said = pages(content)
    (top,) = (index for index, page in enumerate(said) if "· Last corrected on June 19, 2018" in page)
    (part,) = (index for index, page in enumerate(said) if "Corrections March 5, 2018, corrects version 1:" in page)
    assert top < part
    assert " ".join(said[part : part + 2]).count("Sentence 11 of this note") == 3
    tree = Tree(content)
    link = next(link for link in tree.all("Link") if words(link.text) == "Last corrected on June 19, 2018")
    assert link.annotations[0].Dest[0].objgen == tree.pdf.pages[part].obj.objgen


def test_labels_of_ones_own_need_words_for_corrections_only_where_there_are_any(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = write_project(tmp_path)
    text = (shipped("data") / "labels" / "en.yaml").read_text(encoding="utf-8")
    start, end = text.index("errata:\n"), text.index("scoring_key:")
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "en.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    assert run(["build", str(report), "-o", str(tmp_path / "r.pdf")]) == 0
    with report.open("a", encoding="utf-8") as file:
        file.write("errata:\n  - {date: 2018-05-01, text: A word.}\n")
    line = report.read_text(encoding="utf-8").splitlines().index("errata:") + 2
    capsys.readouterr()
    for command in (["build", str(report), "-o", str(tmp_path / "r.pdf")], ["check", str(report)]):
        assert run(command) == 1
        err = capsys.readouterr().err
        assert f"{report}:{line}:" in err
        assert "error[no-errata-words]: the labels of “en” have no words for corrections\n" in err
        assert "help: add `errata:` to the labels file, as in the shipped data/labels/en.yaml\n" in err
