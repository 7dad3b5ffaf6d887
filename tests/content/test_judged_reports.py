"""What is printed of reports that are judged in words, and of how sure scores are."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from pdfgen import scoring
from pdfgen.content import Document, Figure, Heading, Panel, Paragraph, ScoreLegend, ScoreOverview, compose
from pdfgen.content.volume.method import method_chapter
from pdfgen.errors import Origin
from pdfgen.source.load import load
from tests.judged_projects import PROJECTS

if TYPE_CHECKING:
    from pathlib import Path


@cache
def composed(project: str, name: str, language: str = "en") -> Document:
    loaded = load(PROJECTS / project / "editions" / "2018" / "reports" / f"{name}.yaml")
    card = scoring.score(loaded.report, loaded.method, loaded.history)
    return compose(loaded.report, card, loaded.catalogue.labels(language))


def total(document: Document) -> Figure:
    """Return the figure of the whole."""
    found = panel(document).aggregate
    assert found is not None
    return found


def panel(document: Document) -> Panel:
    return next(block for block in document.blocks if isinstance(block, Panel))


def rows(document: Document) -> list[tuple[str, str, str, str]]:
    """Return label, score, previous score and change of each row of the score table."""
    table = next(block for block in document.blocks if isinstance(block, ScoreOverview))
    return [(row.label, row.score.words, row.score.previous, row.change) for row in table.rows]


def texts(document: Document) -> list[str]:
    return ["".join(span.text for span in block.spans) for block in document.blocks if isinstance(block, Paragraph)]


def rail(document: Document) -> list[tuple[str, str, str]]:
    """Return code, score and change beside each question."""
    heads = [block for block in document.blocks if isinstance(block, Heading) and block.role == "item"]
    return [(block.code, block.score.words, block.change) for block in heads if block.score]


def test_a_judgement_is_a_word_everywhere() -> None:
    document = composed("inspection", "trinity-school-north")
    top = panel(document)
    assert (total(document).words, total(document).change) == ("Good", "Up from Requires improvement")
    assert [(figure.label, figure.words) for figure in top.measures] == [
        ("Safeguarding", "Good"),
        ("Quality of teaching, learning and assessment", "Good"),
    ]
    assert top.series_in_words
    assert top.series == (("’16", "Inadequate", None), ("’17", "Requires improvement", None), ("’18", "Good", None))
    assert top.series_alternative == "By edition: 2016 Inadequate, 2017 Requires improvement, 2018 Good"
    assert rows(document) == [
        ("Safeguarding", "Good", "Good", "same"),
        ("Leadership and management", "Good", "Requires improvement", "up"),
        ("Quality of teaching, learning and assessment", "Good", "Requires improvement", "up"),
        ("Outcomes for pupils", "Good", "Requires improvement", "up"),
        ("Early years provision", "Outstanding", "Good", "up"),
        ("Overall effectiveness", "Good", "Requires improvement", "up"),
    ]
    assert rail(document)[:2] == [("S", "Good", ""), ("L", "Good", "Up from Requires improvement")]
    assert document.foot == "Trinity School · Good"


def test_no_column_of_shares_and_no_key_to_numbers_where_there_is_none() -> None:
    document = composed("inspection", "trinity-school-north")
    table = next(block for block in document.blocks if isinstance(block, ScoreOverview))
    assert table.columns == ("Category", "", "Score", "2017", "Change")
    assert all(row.score.number is row.score.most is None for row in table.rows)
    assert not any(isinstance(block, ScoreLegend) for block in document.blocks)
    assert texts(document)[-2:] == [
        "The judgements, from the best to the worst: Outstanding, Good, Requires improvement, Inadequate.",
        "Licence: CC BY 4.0",
    ]


def test_why_there_is_no_judgement_stands_in_its_place() -> None:
    document = composed("inspection", "hill-school")
    assert total(document).words == "Not rated"
    assert rows(document)[1] == ("Leadership and management", "Not rated", "Good", "–")
    assert rail(document)[1] == ("L", "Not rated", "")
    assert texts(document).count("This was not rated.") == 4
    other = composed("inspection", "trinity-school-south")
    assert rail(other)[-1] == ("E", "Not applicable", "")
    assert "This does not apply." in texts(other)
    every = str([replace(block, origin=Origin("", 0, 0)) for block in (*document.blocks, *other.blocks)])
    assert "n/a" not in every
    assert "No narrative was published" not in every


@pytest.mark.parametrize(
    ("name", "language", "score", "said"),
    [
        ("trinity-school-north", "en", "Good", []),
        (
            "trinity-school-north",
            "en",
            "Inadequate",
            ["Overall effectiveness is Inadequate and not Good: Pupils must be safe."],
        ),
        (
            "trinity-school-north",
            "es",
            "Inadequate",
            ["Overall effectiveness: Inadequate y no Good. Pupils must be safe."],
        ),
        (
            "trinity-school-south",
            "en",
            "Requires improvement",
            ["Overall effectiveness is Good and not Outstanding: the method limits it."],
        ),
        (
            "trinity-school-south",
            "es",
            "Requires improvement",
            ["Overall effectiveness: Good y no Outstanding, porque el método lo limita."],
        ),
    ],
)
def test_why_a_judgement_is_limited_stands_below_the_scores(
    tmp_path: Path, name: str, language: str, score: str, said: list[str]
) -> None:
    shutil.copytree(PROJECTS / "inspection", tmp_path / "inspection")
    path = tmp_path / f"inspection/editions/2018/reports/{name}.yaml"
    text = re.sub(
        r"(S:\s*\{?\s*score: )(Good|Requires improvement)", rf"\g<1>{score}", path.read_text(encoding="utf-8")
    )
    path.write_text(text, encoding="utf-8")
    loaded = load(path)
    document = compose(loaded.report, loaded.card, loaded.catalogue.labels(language))
    notes = [block for block in document.blocks if block.id.startswith("limit.")]
    assert [block.spans[0].text for block in notes if isinstance(block, Paragraph)] == said
    if said:  # at the scores
        places = [block.id for block in document.blocks]
        assert places[places.index("scores") + 1] == "limit.overall"


def test_a_judgement_in_spanish() -> None:
    document = composed("inspection", "trinity-school-south", "es")
    assert rail(document)[0] == ("S", "Requires improvement", "Empeora desde Good")
    assert rail(document)[-1] == ("E", "No procede", "")
    assert "Esta pregunta no procede." in texts(document)


def test_how_sure_a_score_is_stands_behind_it() -> None:
    document = composed("clean-rivers", "alph")
    top = panel(document)
    assert total(document).words == "77.0/100 (74.5–79.5)"
    assert total(document).alternative == "River score 77.0 of 100, between 74.5 and 79.5, 2017 edition 66.7"
    assert [figure.words for figure in top.measures] == ["80.5/100 ± 1.5", "Strong"]
    assert [row[1] for row in rows(document)] == ["80.5/100 ± 1.5", "70.0/100 (65.0–76.5)", "77.0/100 (74.5–79.5)"]
    questions = [block for block in document.blocks if isinstance(block, Heading) and block.role == "item"]
    assert [block.score.alternative for block in questions if block.score] == [
        "Score 80.5 of 100, standard error 1.5",
        "Score 70.0 of 100, between 65.0 and 76.5",
    ]
    (legend,) = [block for block in document.blocks if isinstance(block, ScoreLegend)]
    assert legend.example == "e.g. 80.5/100 (+1)"


@pytest.mark.parametrize(
    ("project", "name", "language", "said"),
    [
        (
            "inspection",
            "hill-school",
            "en",
            [
                "The judgements, from the best to the worst: Outstanding, Good, Requires improvement, Inadequate.",
                (
                    "Overall effectiveness is the worst of Leadership and management, Quality of teaching, learning and "
                    "assessment, Outcomes for pupils and Early years provision."
                ),
                (
                    "Overall effectiveness is no better than Inadequate where this holds: Safeguarding Inadequate. "
                    "Pupils must be safe."
                ),
                "Overall effectiveness is no better than Good where this holds: Safeguarding Requires improvement.",
                (
                    "Overall effectiveness is no better than the worst of Leadership and management and Outcomes for "
                    "pupils."
                ),
            ],
        ),
        (
            "clean-rivers",
            "alph",
            "en",
            [
                (
                    "River score is no better than 50 where this holds: Water less than 40. Where the water is bad, "
                    "nothing makes a river clean."
                ),
                "Clean, unless this holds: Effort of the town None at all. Then the next one in the table is taken.",
            ],
        ),
        (
            "clean-rivers",
            "alph",
            "es",
            [
                (
                    "River score no supera 50 cuando se cumple lo siguiente: Water menos de 40. Where the water is bad, "
                    "nothing makes a river clean."
                ),
                (
                    "Clean, salvo cuando se cumple lo siguiente: Effort of the town None at all. Entonces vale la fila "
                    "siguiente de la tabla."
                ),
            ],
        ),
    ],
)
def test_the_method_chapter_says_scales_limits_and_exceptions(
    project: str, name: str, language: str, said: list[str]
) -> None:
    loaded = load(PROJECTS / project / "editions" / "2018" / "reports" / f"{name}.yaml")
    blocks = method_chapter(loaded.method, Origin("", 1, 1), loaded.catalogue.labels(language))
    printed = ["".join(span.text for span in block.spans) for block in blocks if isinstance(block, Paragraph)]
    assert [text for text in printed if text in said] == said
