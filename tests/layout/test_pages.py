"""Pages of unusual reports: whatever a report says stands on the page, inside its edges, once."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
import pytest

from pdfgen import InputError, build_pdf, load_report

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC = """\
id: test
title: Test
publisher: Nobody
editions: [2018]
headline: [{{aggregate: {aggregate}, measures: [{measures}]}}]
tree:
{tree}
quick_facts:
{facts}
"""
TREE = "  - {id: T, label: Total, max: 8, children: [{id: A, label: First, max: 4}, {id: B, label: Second, max: 4}]}"
REPORT = """\
rubric: test
edition: 2018
year_under_review: 2017
entity: {entity}
quick_facts:
{facts}
overview: Words of the overview.
answers:
{answers}
"""


def made(  # noqa: PLR0917  # the parts that differ
    project: Path,
    tree: str = TREE,
    facts: int = 0,
    more: str = "",
    entity: str = "{name: Ruritania, kind: country}",
    measures: str = "",
    aggregate: str = "T",
    ids: str = "AB",
) -> Path:
    """Write a rubric and a report of it; return the report."""
    (project / "rubrics").mkdir()
    fields = "\n".join(f"  - {{id: f{n}, label: A label of a fact that is rather long {n}}}" for n in range(facts))
    values = "\n".join(f"  f{n}: {{value: A value of several words {n}, source: Office {n}}}" for n in range(facts))
    text = RUBRIC.format(tree=tree, facts=fields or "  []", measures=measures, aggregate=aggregate)
    (project / "rubrics" / "test.yaml").write_text(text, encoding="utf-8")
    (project / "edition.yaml").write_text("rubric: test\nedition: 2018\nyear_under_review: 2017\n", encoding="utf-8")
    answers = "\n".join(f"  {id_}: {{score: 2, narrative: Words of {id_}.}}" for id_ in ids)
    path = project / "report.yaml"
    text = REPORT.format(entity=entity, facts=values or "  {}", answers=answers) + more
    path.write_text(text, encoding="utf-8")
    return path


def texts(path: Path) -> list[str]:
    """Return the text of each page; fails when a character stands outside the page."""
    document = pypdfium2.PdfDocument(build_pdf(load_report(path)))
    try:
        found = []
        for page in document:
            text = page.get_textpage()
            width, height = page.get_size()
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index)
                assert left >= 0
                assert bottom >= 0
                assert right <= width
                assert top <= height
            found.append(" ".join(text.get_text_range().split()))
        return found
    finally:
        document.close()


def test_facts_that_are_too_many_for_the_rail_stand_in_the_column(tmp_path: Path) -> None:
    pages = texts(made(tmp_path, facts=30))
    whole = " ".join(pages)
    assert [whole.count(f"A value of several words {n} Office {n}") for n in range(30)] == [1] * 30
    assert len(pages) > 1


def test_long_labels_of_measures_and_bands_are_wrapped(tmp_path: Path) -> None:
    name = "Section with a name that is far longer than any band or cell has room for in one line"
    tree = "  - {id: T, label: Total, max: 8, children: ["
    tree += f"{{id: G, label: {name}, max: 8, children: ["
    tree += "{id: S, label: Sub, max: 8, children: [{id: A, label: First, max: 4}, {id: B, label: Second, max: 4}]}]}]}"
    pages = texts(made(tmp_path, tree, measures="G"))
    whole = " ".join(pages)
    assert whole.count(name) == 2  # the panel and the table
    assert whole.count(name.upper()) == 1  # the band


def test_a_long_parent_goes_on_on_the_next_line(tmp_path: Path) -> None:
    parent = "The Very Long Parent State of the Federation of Islands and Peninsulas claimed by two others"
    (page, *_) = texts(made(tmp_path, entity=f"{{name: Nowhere, kind: territory, parent: {parent}}}"))
    assert f"Covers calendar year 2017 · Territory ({parent})" in page


def test_a_notice_that_begins_with_a_list_keeps_its_label(tmp_path: Path) -> None:
    (page, *_) = texts(made(tmp_path, more='notices: [{kind: note, text: "- one\\n- two"}]\n'))
    assert "Note: • one • two" in page


def test_numbers_of_a_list_stand_apart_from_its_text(tmp_path: Path) -> None:
    (page, *_) = texts(made(tmp_path, more='key_developments: ["9. nine\\n10. ten\\n11. eleven"]\n'))
    assert "9. nine 10. ten 11. eleven" in page


def test_questions_without_sections_and_roots_without_a_total_are_listed_with_their_sum(tmp_path: Path) -> None:
    tree = "  - {id: A, label: First, max: 4}\n  - {id: B, label: Second, max: 4}\n"
    tree += "derived: [{id: S, label: Sum of all, max: 8, formula: {op: sum, of: [A, B]}}]"
    (page, *_) = texts(made(tmp_path, tree, aggregate="S"))
    assert "Score overview Category Share of possible points Score A First 2/4 B Second 2/4 Sum of all 4/8" in page


@pytest.mark.parametrize("key", ["overview", "notices", "narrative"])
@pytest.mark.parametrize("text", ["-", "\u200b", "- one\n-\n- two"])
def test_text_without_words_is_refused_and_not_dropped(tmp_path: Path, key: str, text: str) -> None:
    path = made(tmp_path)
    written = path.read_text(encoding="utf-8")
    value = '"' + text.replace("\n", "\\n") + '"'
    match key:
        case "overview":
            written = written.replace("Words of the overview.", value)
        case "notices":
            written += f"notices: [{{kind: note, text: {value}}}]\n"
        case _:
            written = written.replace("Words of A.", value)
    path.write_text(written, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_report(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message, problem.remedy) == (
        "empty-text",
        "the text has no words",
        "write the text, or leave the key out",
    )


def test_a_component_that_no_page_can_hold_is_an_error_at_its_line(tmp_path: Path) -> None:
    wording = f"wording: [{{text: {'word ' * 1200}}}]"
    path = made(tmp_path, f"  - {{id: A, label: First, max: 4, {wording}}}", aggregate="A", ids="A")
    with pytest.raises(InputError) as caught:
        build_pdf(load_report(path))
    assert {problem.code for problem in caught.value.problems} == {"too-tall"}
    assert "answers.A is taller than a page" in [problem.message for problem in caught.value.problems]


def test_headline_figures_are_bold_where_the_design_has_them_bold(tmp_path: Path) -> None:
    page = pypdf.PdfReader(BytesIO(build_pdf(load_report(made(tmp_path))))).pages[0]
    used: dict[str, set[str]] = {}

    def visit(text: str, _cm: object, _tm: object, font: Any, _size: float) -> None:
        for word in text.split():
            used.setdefault(word, set()).add(str(font["/BaseFont"]).partition("+")[2])

    page.extract_text(visitor_text=visit)
    assert used["/8"] == {"SourceSans3-400Regular"}
    assert used["Score"] == {"SourceSans3-600SemiBold", "SourceSerif4-600SemiBold"}
    assert used["overview"] == {"SourceSerif4-600SemiBold"}
    assert used["overview."] == {"SourceSerif4-400Regular"}
    assert used["2"] == {"SourceSans3-700Bold", "SourceSans3-400Regular"}  # the scores, and a mark of the gauge


def test_a_discretionary_question_with_no_points_but_words_is_printed(tmp_path: Path) -> None:
    tree = "  - {id: T, label: Total, min: -4, max: 8, children: [{id: A, label: First, max: 4}, {id: B, label: Second, max: 4}],"
    tree += " modifiers: [{id: Q, label: Deduction, effect: subtract, max: 4}]}"
    path = made(tmp_path, tree)
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "  Q: {score: 0, narrative: Nothing was deducted.}\n", encoding="utf-8")
    pages = texts(path)
    assert "Nothing was deducted." in " ".join(pages)
    assert "Deduction" not in pages[0].partition("Score overview")[2].partition("First")[0]
