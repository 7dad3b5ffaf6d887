"""Parts that have no value, and parts that do not concern the entity."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pdfgen.scoring import evaluate
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = """\
id: small
title: Small Index
publisher: Somebody
editions: [2018]
headline: [{aggregate: T}]
tree:
  - id: T
    label: Total
    decimals: 2
    formula: FORMULA
    children:
      - {id: A, label: A, max: 10, decimals: 2}
      - {id: B, label: B, max: 10, decimals: 2}
      - {id: C, label: C, max: 10, decimals: 2}
"""
WORDS = """\
id: small
title: Small Inspection
publisher: Somebody
editions: [2018]
headline: [{aggregate: T}]
scales: {words: [Good, Fair, Poor]}
tree:
  - id: T
    label: Total
    formula: FORMULA
    children:
      - {id: A, label: A, scale: words}
      - {id: B, label: B, scale: words}
      - {id: C, label: C, scale: words}
"""


def made(folder: Path, rubric: str, formula: str, answers: str) -> str:
    """Return the total: of answers by A, B and C, “-” for none, “n/a” for one that is not applicable."""
    (folder / "rubrics").mkdir()
    (folder / "rubrics" / "small.yaml").write_text(rubric.replace("FORMULA", formula), encoding="utf-8")
    said = {id_: answer for id_, answer in zip("ABC", answers.split(), strict=True) if answer != "-"}
    stated = {
        id_: "not_applicable" if answer == "n/a" else answer if answer.isalpha() else Decimal(answer)
        for id_, answer in said.items()
    }
    return evaluate(Catalogue(folder).rubric("small").at(2018), stated)["T"].text


@pytest.mark.parametrize(
    ("formula", "answers", "total"),
    [
        ("{op: sum}", "1 2.5 n/a", "3.50"),
        ("{op: sum}", "1 - n/a", "nothing"),
        ("{op: sum}", "n/a n/a n/a", "not_applicable"),
        ("{op: sum}", "n/a n/a -", "nothing"),
        ("{op: sum, missing: error}", "1 2.5 n/a", "3.50"),
        ("{op: sum, weights: {A: 1, B: 2, C: 4}}", "1 2.5 n/a", "6.00"),
        ("{op: sum, missing: reweigh}", "1 2 n/a", "4.50"),  # the others take its weight: half as much again
        ("{op: sum, min_valid: 2}", "1 2.5 n/a", "3.50"),
        ("{op: sum, min_valid: 2}", "1 n/a n/a", "not_applicable"),  # no answer could make it two values
        ("{op: sum, min_valid: 2}", "n/a n/a n/a", "not_applicable"),
        ("{op: mean}", "1 2 n/a", "1.50"),
        ("{op: mean}", "1 - n/a", "nothing"),
        ("{op: mean}", "4 n/a n/a", "4.00"),
        ("{op: mean}", "n/a n/a n/a", "not_applicable"),
        ("{op: mean, min_valid: 2}", "1 2 n/a", "1.50"),
        ("{op: mean, min_valid: 2}", "1 - n/a", "nothing"),
        ("{op: weighted_mean, weights: {A: 1, B: 3, C: 4}}", "1 2 n/a", "1.75"),
        ("{op: weighted_mean, weights: {A: 1, B: 3, C: 4}}", "1 - n/a", "nothing"),
        ("{op: weighted_mean, weights: {A: 1, B: 3, C: 4}}", "n/a n/a n/a", "not_applicable"),
        ("{op: weighted_mean, weights: {A: 1, B: 3, C: 4}, min_valid: 1}", "1 - n/a", "1.00"),
        (
            "{op: weighted_mean, weights: {A: 0, B: 0, C: 4}}",
            "1 2 n/a",
            "not_applicable",
        ),  # what is left weighs nothing
        ("{op: median}", "1 4 n/a", "2.50"),
        ("{op: min}", "3 4 n/a", "3.00"),
        ("{op: product}", "3 4 n/a", "12.00"),
        ("{op: geometric_mean}", "4 9 n/a", "6.00"),
        ("{op: scaled_sum, factor: 10}", "1 2 n/a", "15.00"),
        ("{op: count}", "1 2 n/a", "2.00"),
        ("{op: count, missing: error}", "1 2 n/a", "2.00"),
        ("{op: count, missing: error}", "1 - n/a", "nothing"),
        ("{op: count, min_valid: 2}", "1 n/a n/a", "not_applicable"),
        ("{op: count}", "n/a n/a n/a", "not_applicable"),  # there is nothing to count
        ("{op: count, when: {min: 2}}", "1 2 n/a", "1.00"),
    ],
)
def test_what_is_not_applicable_is_no_part_of_a_number(tmp_path: Path, formula: str, answers: str, total: str) -> None:
    assert made(tmp_path, NUMBERS, formula, answers) == total


@pytest.mark.parametrize(
    ("formula", "answers", "total"),
    [
        ("{op: worst}", "Good Poor Fair", "Poor"),
        ("{op: worst}", "Good Fair -", "nothing"),
        ("{op: worst}", "Good Fair n/a", "Fair"),
        ("{op: worst}", "Good - n/a", "nothing"),
        ("{op: worst}", "n/a n/a n/a", "not_applicable"),
        ("{op: worst, missing: error}", "Good Fair -", "nothing"),
        ("{op: worst, missing: skip}", "Good Fair -", "Fair"),
        ("{op: worst, missing: skip}", "- - -", "nothing"),
        ("{op: worst, missing: skip}", "n/a n/a -", "nothing"),
        ("{op: worst, min_valid: 2}", "Good Fair -", "Fair"),
        ("{op: worst, min_valid: 2}", "Good - n/a", "nothing"),
        ("{op: worst, min_valid: 3}", "Good Fair n/a", "not_applicable"),
        ("{op: best}", "Poor Good Fair", "Good"),
        ("{op: best}", "Poor Fair -", "nothing"),
        ("{op: best}", "Poor Fair n/a", "Fair"),
        ("{op: best, missing: skip}", "Poor - -", "Poor"),
        ("{op: best, missing: skip, min_valid: 2}", "Poor - -", "nothing"),
    ],
)
def test_the_worst_and_the_best_have_the_same_rule(tmp_path: Path, formula: str, answers: str, total: str) -> None:
    assert made(tmp_path, WORDS, formula, answers) == total
