"""The chapter on the method says how each operator makes a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from pdfgen.content import Paragraph
from pdfgen.content.volume.method import method_chapter
from pdfgen.errors import Origin
from pdfgen.model.operators import Formula
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC = """\
id: small
title: Small Index
publisher: Somebody
editions: [2018]
headline: [{aggregate: T}]
tree:
  - id: T
    label: Total
    formula: FORMULA
    children:
      - {id: A, label: First, max: 2}
      - {id: B, label: Second, max: 2}
"""
SENTENCES = {
    "sum": (
        "{op: sum, of: [A]}",
        "Total is the sum of First.",
        "Total es la suma de First.",
    ),
    "mean": (
        "{op: mean}",
        "Total is the mean of First and Second.",
        "Total es la media de First y Second.",
    ),
    "weighted_mean": (
        "{op: weighted_mean, weights: {A: 3, B: 1.5}}",
        "Total is the weighted mean of First (3) and Second (1.5).",
        "Total es la media ponderada de First (3) y Second (1,5).",
    ),
    "scaled_sum": (
        "{op: scaled_sum, factor: 12}",
        "Total is the sum of First and Second, times 12 and divided by 2.",
        "Total es la suma de First y Second, multiplicada por 12 y dividida entre 2.",
    ),
    "linear": (
        "{op: linear, of: A, source: [0, 2], target: [10, 0]}",
        "Total stands on a straight line: where First is 0 it is 10, and where that is 2 it is 0.",
        "Total sigue una recta: donde First es 0 vale 10, y donde es 2 vale 0.",
    ),
    "band": (
        "{op: band, of: A, bands: [{value: 1, below: 1}, {value: 2, min: 1}]}",
        "Total follows from First:",
        "Total resulta de First:",
    ),
    "matrix": (
        "{op: matrix, rows: {of: A, bins: [{max: 2}]}, columns: {of: B, bins: [{max: 2}]}, categories: [{code: X, label: Ex}], cells: [[X]]}",
        "Total follows from First (down) and Second (across):",
        "Total resulta de First (filas) y Second (columnas):",
    ),
    "worst": (
        "{op: worst}",
        "Total is the worst of First and Second.",
        "Total es la peor valoración de First y Second.",
    ),
    "best": (
        "{op: best}",
        "Total is the best of First and Second.",
        "Total es la mejor valoración de First y Second.",
    ),
    "given": (
        "{op: given}",
        "Total is made outside of this method and taken over as it is.",
        "Total se establece fuera de este método y se toma tal cual.",
    ),
}
"""Each operator with a formula, and the sentence for it in both languages."""


@pytest.mark.parametrize("operator", SENTENCES)
def test_each_operator_has_its_sentence(tmp_path: Path, operator: str) -> None:
    formula, *expected = SENTENCES[operator]
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "small.yaml").write_text(RUBRIC.replace("FORMULA", formula), encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    origin = Origin("small.yaml", 1, 1)
    for language, sentence in zip(("en", "es"), expected, strict=True):
        blocks = method_chapter(catalogue.rubric("small").at(2018), origin, catalogue.labels(language))
        assert sentence in [block.spans[0].text for block in blocks if isinstance(block, Paragraph)]


def test_no_operator_is_left_out() -> None:
    operators = get_args(get_args(Formula)[0])
    assert {get_args(operator.model_fields["op"].annotation)[0] for operator in operators} == set(SENTENCES)
