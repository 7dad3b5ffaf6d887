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
    "product": (
        "{op: product}",
        "Total is the product of First and Second.",
        "Total es el producto de First y Second.",
    ),
    "count": (
        "{op: count, when: {min: 1}}",
        "Total is how many of First and Second are at least 1.",
        "Total es cuántos de First y Second son al menos 1.",
    ),
    "geometric_mean": (
        "{op: geometric_mean, missing: skip}",
        "Total is the geometric mean of First and Second. What has no value is left out.",
        "Total es la media geométrica de First y Second. Lo que no tiene valor se omite.",
    ),
    "harmonic_mean": (
        "{op: harmonic_mean, weights: {A: 2, B: 1}}",
        "Total is the harmonic mean of First (2) and Second (1). The number behind each is its weight.",
        "Total es la media armónica de First (2) y Second (1). El número que sigue a cada uno es su peso.",
    ),
    "power_mean": (
        "{op: power_mean, exponent: 0.5}",
        "Total is the power mean of First and Second with the exponent 0.5.",
        "Total es la media potencial de First y Second con el exponente 0,5.",
    ),
    "median": (
        "{op: median, missing: skip, min_valid: 2}",
        "Total is the median of First and Second. What has no value is left out. At least 2 must have a value.",
        "Total es la mediana de First y Second. Lo que no tiene valor se omite. Al menos 2 deben tener un valor.",
    ),
    "min": ("{op: min}", "Total is the least of First and Second.", "Total es el menor de First y Second."),
    "max": ("{op: max}", "Total is the greatest of First and Second.", "Total es el mayor de First y Second."),
    "log": (
        "{op: log, of: A, source: [1, 2], target: [0, 10], capped: true}",
        (
            "Total stands on a logarithmic scale: where First is 1 it is 0, and where that is 2 it is 10. "
            "What lies beyond these values counts as the nearer of them."
        ),
        (
            "Total sigue una escala logarítmica: donde First es 1 vale 0, y donde es 2 vale 10. "
            "Lo que queda más allá de estos valores cuenta como el más próximo de ellos."
        ),
    ),
    "rank": (
        "{op: rank, of: A, within: group}",
        "Total is the place by First among those of its region, the best first.",
        "Total es el puesto según First entre los de su región, del mejor al peor.",
    ),
    "percentile": (
        "{op: percentile, of: A}",
        "Total is the percentage of the others, among all of the edition, that are worse by First.",
        "Total es el porcentaje de los demás, entre todos los de la edición, que son peores según First.",
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
        "{op: worst, missing: skip}",
        "Total is the worst of First and Second. What has no value is left out.",
        "Total es la peor valoración de First y Second. Lo que no tiene valor se omite.",
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


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("{op: mean, weights: {A: 3, B: 1}}", "Total is the weighted mean of First (3) and Second (1)."),
        (
            "{op: sum, weights: {A: 3, B: 1}}",
            "Total is the sum of First (3) and Second (1), each times the number behind it.",
        ),
        ("{op: count}", "Total is the number of values among First and Second."),
        ("{op: log, of: A}", "Total is the natural logarithm of First."),
        ("{op: log, of: A, base: 10}", "Total is the logarithm of First to the base 10."),
        (
            "{op: rank, of: A, rounded: true}",
            "Total is the place by First among all of the edition, the best first. Their rounded values are taken.",
        ),
        (
            "{op: percentile, of: A, counts: worse}",
            "Total is the percentage of all of the edition that are worse by First.",
        ),
        (
            "{op: percentile, of: A, counts: middle}",
            "Total is the percentage of all of the edition that are worse by First; those that are as good count half.",
        ),
        (
            "{op: percentile, of: A, within: kind, counts: not_better}",
            "Total is the percentage of those of its kind that are not better by First.",
        ),
        ("{op: mean, missing: error}", "Total is the mean of First and Second. All of them must have a value."),
        (
            "{op: sum, missing: reweigh}",
            "Total is the sum of First and Second. What has no value is left out, and the others take its weight.",
        ),
        (
            "{op: mean}\n    rounding: half_even",
            "Total is the mean of First and Second. It is rounded once, to the nearest 1, halves to the even one.",
        ),
        (
            "{op: mean}\n    rounding: down\n    decimals: 1",
            "Total is the mean of First and Second. It is cut off to whole multiples of 0.1.",
        ),
        (
            "{op: mean}\n    round_to: 0.5\n    decimals: 1",
            "Total is the mean of First and Second. It is rounded once, to the nearest 0.5, halves away from zero.",
        ),
        ("{op: mean}\n    rounding: none\n    decimals: 1", "Total is the mean of First and Second."),
    ],
)
def test_options_are_told(tmp_path: Path, formula: str, sentence: str) -> None:
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "small.yaml").write_text(RUBRIC.replace("FORMULA", formula), encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    blocks = method_chapter(catalogue.rubric("small").at(2018), Origin("small.yaml", 1, 1), catalogue.labels("en"))
    assert sentence in [block.spans[0].text for block in blocks if isinstance(block, Paragraph)]


def test_no_operator_is_left_out() -> None:
    operators = get_args(get_args(Formula)[0])
    assert {get_args(operator.model_fields["op"].annotation)[0] for operator in operators} == set(SENTENCES)
