"""Volumes of unusual editions: other methods, long names, other languages, scores alone."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import page
import pypdfium2

from pdfgen.content.volume.entries import initial, sort_key
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import load
from tests.volumes.reading import (
    EDITIONS,
    ESSAYS,
    bound,
    boxes,
    chapter,
    check_contents,
    copied,
    leaves,
    pages_of,
    places,
)

if TYPE_CHECKING:
    from pathlib import Path


def rewritten(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern, words in changes:
        assert re.search(pattern, text), pattern
        text = re.sub(pattern, words, text)
    path.write_text(text, encoding="utf-8")


def test_reports_may_be_named_as_chapters_are(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    for old, new in (
        ("finland.yaml", "guide.yaml"),
        ("iraq.yaml", "method.yaml"),
        ("kazakhstan.yaml", "index.yaml"),
        ("syria.yaml", "countries.yaml"),
        ("turkey.yaml", "tables.yaml"),
        ("somaliland.yaml", "guide.yml"),
    ):
        (edition / "reports" / old).rename(edition / "reports" / new)
    content = bound(edition)
    check_contents(content, edition)
    guide = next(leaf for leaf in leaves(content) if "How to read a report\nEvery report" in leaf.text)
    contents = next(leaf.text for leaf in leaves(content) if "\nContents\n" in leaf.text)
    assert f"How to read a report {guide.label}" in re.sub(r"\s+", " ", contents)


def test_essays_of_one_name_lie_in_two_folders(tmp_path: Path) -> None:
    edition = copied(tmp_path, "volume: {essays: [essays/foreword.md, more/foreword.md]}\n")
    (edition / "more").mkdir()
    text = "# A second one\n\nWith a note.[^counts]\n\n[^counts]: Its own.\n"
    (edition / "more" / "foreword.md").write_text(text, encoding="utf-8")
    content = bound(edition)
    assert [failure.rule_id for failure in page.validate_pdf_bytes(content, profile="ua1").failures] == []
    found = leaves(content)
    contents = re.sub(r"\s+", " ", next(leaf.text for leaf in found if "\nContents\n" in leaf.text))
    for title in ("Foreword", "A second one"):
        place = next(leaf for leaf in found if f"\n{title}\n" in leaf.text and "\nContents\n" not in leaf.text)
        assert f"{title} {place.label}" in contents


def test_an_edition_of_one_kind_of_entity_says_so(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    (edition / "reports" / "somaliland.yaml").unlink()
    found = leaves(bound(edition))
    assert "5 countries, ordered by Aggregate Score" in found[0].text
    assert any("\nScores by country, A to Z\n" in leaf.text for leaf in found)
    assert not any("Scores of territories" in leaf.text or "Territory reports" in leaf.text for leaf in found)
    other = copied(tmp_path / "other")
    for path in (other / "reports").glob("*.yaml"):
        if path.stem != "somaliland":
            path.unlink()
    content = bound(other)
    found = leaves(content)
    assert "One territory: Somaliland" in found[0].text
    check_contents(content, other)


def test_reports_with_nothing_but_scores_are_bound_too(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    path = edition / "reports" / "finland.yaml"
    report = load(path).report
    scores = "".join(f"  {id_}: {{score: {answer.score}}}\n" for id_, answer in report.answers.items())
    head = "entity: {name: Finland, iso: FI, kind: country, region: Europe}\nanswers:\n"
    path.write_text(head + scores, encoding="utf-8")
    content = bound(edition)
    check_contents(content, edition)
    pages = pages_of(content, edition)["Finland"]
    assert "For this edition the scores were published without a text." in leaves(content)[pages.start].text
    assert [failure.rule_id for failure in page.validate_pdf_bytes(content, profile="ua1").failures] == []


def test_a_region_that_nobody_names_comes_last(tmp_path: Path) -> None:
    edition = copied(tmp_path, "volume: {order: region}\n")
    rewritten(edition / "reports" / "iraq.yaml", (r"(?m)^  region: .*\n", ""))
    found = leaves(bound(edition))
    openers = [leaf.text.split("\n")[2] for leaf in found if leaf.text.startswith("PART\n")]
    assert openers[:4] == ["Eurasia", "Europe", "Middle East", "Other countries"]
    averages = next(leaf.text for leaf in found if "\nRegional averages\n" in leaf.text and "Mean" in leaf.text)
    assert "\nOther countries 1 0 1 " in averages


def test_a_long_title_and_many_categories_stay_on_the_cover(tmp_path: Path) -> None:
    title = "Freedom in the World: The Annual Survey of Political Rights and Civil Liberties"
    edition = copied(tmp_path, f"volume: {{title: '{title}', overline: {'An overline ' * 4}}}\n")
    with pypdfium2.PdfDocument(bound(edition)) as document:
        text = document[0].get_textpage()
        year = next(places(text, "2018"))
        assert text.get_charbox(year)[1] > 190 + 202
        assert all(box[0] > 40 and box[2] < 555 for box in boxes(text))
        assert re.sub(r"\s+", " ", text.get_text_range()).count(title) == 1


def test_names_and_titles_that_are_long_are_set_and_not_refused(tmp_path: Path) -> None:
    title = "Democracy in Crisis: How the Retreat of Established Democracies Emboldens Autocrats"
    heading = "What the Survey of This Year Has Found in Countries That Were Thought to Be Safe for Good"
    words = "A paragraph of some length that fills the page. " * 120
    edition = copied(tmp_path, ESSAYS, f"# {title}\n\n## {heading}\n\n{words}\n")
    name = "Kingdom of Northern Ruritania and Str"
    rewritten(edition / "reports" / "iraq.yaml", (r"name: Iraq", f"name: {name}"))
    content = bound(edition)
    found = [re.sub(r"\s+", " ", leaf.text) for leaf in leaves(content)]
    assert any(text.startswith("Freedom in the World 2018 Contents") and title in text for text in found)
    assert any(text.startswith("Freedom in the World 2018") and name in text and "Index" in text for text in found)


def test_nations_in_transit_has_regions_and_many_categories(tmp_path: Path) -> None:
    edition = tmp_path / "editions" / "2018"
    shutil.copytree(EDITIONS / "nations-in-transit-2018", edition)
    source = (edition / "reports" / "ruritania.yaml").read_text(encoding="utf-8")
    for number, (points, region) in enumerate(((1.5, "East"), (3.5, "East"), (5.25, "West"), (6.5, "West"))):
        text = re.sub(
            r"score: [\d.]+", f"score: {points}", re.sub(r"(?m)^  name: .*", f"  name: Land {number}", source)
        )
        text = re.sub(r"(?m)^(  region: .*\n)|^(published|notices|waivers):(.*\n(?:  .*\n)*)", "", text)
        text = text.replace(f"  name: Land {number}\n", f"  name: Land {number}\n  region: {region}\n")
        (edition / "reports" / f"land-{number}.yaml").write_text(text, encoding="utf-8")
    (edition / "reports" / "ruritania.yaml").unlink()
    rewritten(edition / "edition.yaml", (r"(?m)^regions:.*\n", ""))
    with pypdfium2.PdfDocument(bound(edition)) as document:
        assert all(box[2] < 555 for box in boxes(document[0].get_textpage()))
        found = [sheet.get_textpage().get_text_range() for sheet in document]
    said = re.sub(r"\s+", " ", next(text for text in found if "Regional averages" in text and "nearest" in text))
    assert (
        "rounded to the nearest 0.001. CD = Consolidated Democracy. SCD = Semi-Consolidated Democracy. SCA = " in said
    )
    assert "East 2 1 1 0 0 2.500" in said


def test_in_another_language_the_method_heads_questions_as_the_reports_do(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    rewritten(edition / "edition.yaml", (r"language: en", "language: es"))
    said = re.sub(r"\s+", " ", chapter(bound(edition), "Método\nEste capítulo", "PARTE\n4"))
    assert "A1 Elección del jefe de gobierno" in said
    assert "Was the current head" not in said


CONDITION = """
      all:
        - {measure: A, min: 7}
        - any:
            - {measure: PR, min: 20}
            - all: [{measure: CL, above: 30, below: 50}, {measure: G, min: 3, max: 4}]
        - none: [{measure: status, code: [PF, NF]}, {measure: pr_rating, min: 5}]
"""


def test_conditions_keep_their_brackets_in_words(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    (tmp_path / "rubrics").mkdir()
    rubric = (shipped("data") / "rubrics" / "freedom-in-the-world.yaml").read_text(encoding="utf-8")
    rubric = re.sub(
        r"(?ms)(editions: 2018-2024\n    label: Electoral democracy.*?when:).*?\n\n", rf"\1{CONDITION}\n", rubric
    )
    (tmp_path / "rubrics" / "freedom-in-the-world.yaml").write_text(rubric, encoding="utf-8")
    said = re.sub(r"\s+", " ", chapter(bound(edition), "Method\nThis chapter", "PART\n4"))
    assert (
        "Electoral democracy: countries with Electoral Process at least 7, (Political Rights at least 20 or (Civil "
        "Liberties more than 30 and less than 50 and Personal Autonomy and Individual Rights 3–4)) and (none of Freedom "
        "Status Partly Free or Not Free or Political Rights (rating) at least 5)."
    ) in said


def test_names_are_sorted_by_their_letters_without_marks_and_articles() -> None:
    labels = Catalogue().labels("en")
    names = ["Zed", "Łódź", "The Gambia", "Đà Nẵng", "Côte d’Ivoire", "Œuvre", "Åland", "Ghana", "Comoros"]
    found = sorted(names, key=lambda name: sort_key(name, labels))
    assert found == ["Åland", "Comoros", "Côte d’Ivoire", "Đà Nẵng", "The Gambia", "Ghana", "Łódź", "Œuvre", "Zed"]
    assert [initial(name, labels) for name in names] == ["Z", "L", "G", "D", "C", "O", "A", "G", "C"]
