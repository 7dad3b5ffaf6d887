"""Each operator of the rubric language, on small rubrics written as their authors would write them."""

from __future__ import annotations

from decimal import Decimal
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from pdfgen.model.rounding import rounded
from pdfgen.scoring import ScoringError, evaluate
from pdfgen.scoring.evaluate import meets
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Value

    MakeMethod = Callable[..., Method]

HEAD = """\
id: small
title: Small Index
publisher: Somebody
editions: [2018, 2019]
headline: [{aggregate: T}]
"""
THREE = """\
tree:
  - id: T
    label: Total
    decimals: 2
    FORMULA
    children:
      - {id: A, label: A, max: 10, decimals: 2}
      - {id: B, label: B, max: 10, decimals: 2}
      - {id: C, label: C, max: 10, decimals: 2, optional: true}
"""


@pytest.fixture
def make(tmp_path: Path) -> MakeMethod:
    """Return a function that writes a rubric and gives the method of one of its editions."""

    def _make(body: str, edition: int = 2018) -> Method:
        project = tmp_path / str(len(list(tmp_path.iterdir())))
        (project / "rubrics").mkdir(parents=True)
        (project / "rubrics" / "small.yaml").write_text(HEAD + dedent(body), encoding="utf-8")
        return Catalogue(project).rubric("small").at(edition)

    return _make


def scored(method: Method, given: Mapping[str, str] | None = None, /, **scores: str) -> dict[str, Value]:
    outside = {id_: Decimal(value) for id_, value in (given or {}).items()}
    return evaluate(method, {**{id_: Decimal(value) for id_, value in scores.items()}, **outside})


def number(values: Mapping[str, Value], id_: str = "T") -> str | None:
    found = values[id_].number
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("formula", "scores", "expected"),
    [
        ("", "1 2.5 3", "6.50"),  # a node without a formula adds up its children
        ("formula: {op: sum}", "1 2.5 3", "6.50"),
        ("formula: {op: sum}", "1 2.5 -", None),
        ("formula: {op: sum, of: [A, B]}", "1 2.5 -", "3.50"),
        ("formula: {op: mean}", "1 2 4", "2.33"),
        ("formula: {op: mean}", "1 2 -", None),
        ("formula: {op: mean, of: [A, C]}", "1 2 4", "2.50"),
        ("formula: {op: mean, min_valid: 2}", "1 2 -", "1.50"),
        ("formula: {op: mean, min_valid: 2}", "1 - -", None),
        ("formula: {op: mean, min_valid: 1}", "- - 4", "4.00"),
        ("formula: {op: mean, min_valid: 1}", "- - -", None),
        ("formula: {op: weighted_mean, weights: {A: 1, B: 2, C: 1}}", "1 2 4", "2.25"),
        ("formula: {op: weighted_mean, weights: {A: 0.15, B: 0.85, C: 0}}", "1 2 4", "1.85"),
        ("formula: {op: weighted_mean, weights: {A: 1, B: 0, C: 2}}", "1 2 -", None),
        ("formula: {op: weighted_mean, weights: {C: 3, B: 0, A: 1}}", "1 2 5", "4.00"),  # by id, not by place
        ("formula: {op: scaled_sum, factor: 10}", "1 0.5 0", "5.00"),  # three points of 0 to 1 on a scale of 0 to 10
        ("formula: {op: scaled_sum, factor: 10}", "1 0.5 -", None),
        ("formula: {op: scaled_sum, factor: 2.5, of: [A, B]}", "1 0 -", "1.25"),
        ("formula: {op: min}", "1 2 4", "1.00"),
        ("formula: {op: min}", "1 2 -", None),
        ("formula: {op: min, missing: skip}", "- 2 4", "2.00"),
        ("formula: {op: max}", "1 2 4", "4.00"),
        ("formula: {op: max, of: [A, B]}", "1 2 -", "2.00"),
        ("formula: {op: max, min_valid: 2}", "1 - -", None),
        ("formula: {op: median}", "1 8 4", "4.00"),
        ("formula: {op: median}", "1 8 -", None),
        ("formula: {op: median, missing: skip}", "1 8 -", "4.50"),
        ("formula: {op: product}", "1.5 2 4", "12.00"),
        ("formula: {op: product}", "1.5 2 -", None),
        ("formula: {op: product, missing: skip}", "1.5 2 -", "3.00"),
        ("formula: {op: geometric_mean}", "1 2 4", "2.00"),  # the third root of 8
        ("formula: {op: geometric_mean}", "1 2 3", "1.82"),  # the third root of 6 is 1.817
        ("formula: {op: geometric_mean}", "1 0 3", "0.00"),
        ("formula: {op: geometric_mean}", "1 2 -", None),
        ("formula: {op: geometric_mean, missing: skip}", "4 9 -", "6.00"),
        ("formula: {op: geometric_mean, weights: {A: 3, B: 1, C: 0}}", "2 4 0", "2.38"),  # the fourth root of 32
        ("formula: {op: geometric_mean, weights: {A: 0.123457, B: 0.876543, C: 0}}", "1 2 3", "1.84"),
        ("formula: {op: harmonic_mean}", "1 2 4", "1.71"),  # 3 over 7/4
        ("formula: {op: harmonic_mean}", "1 0 4", "0.00"),
        ("formula: {op: harmonic_mean, missing: skip}", "1 3 -", "1.50"),
        ("formula: {op: harmonic_mean, weights: {A: 1, B: 2, C: 1}}", "1 2 4", "1.78"),  # 4 over 9/4
        ("formula: {op: power_mean, exponent: 2}", "1 5 7", "5.00"),  # 75 over 3, its root
        ("formula: {op: power_mean, exponent: 1}", "1 2 4", "2.33"),
        ("formula: {op: power_mean, exponent: -1}", "1 2 4", "1.71"),
        ("formula: {op: power_mean, exponent: -1}", "1 0 4", "0.00"),
        ("formula: {op: power_mean, exponent: 0.5}", "1 4 9", "4.00"),
        ("formula: {op: power_mean, exponent: 2, weights: {A: 1, B: 1, C: 0}}", "1 7 9", "5.00"),
        ("formula: {op: power_mean, exponent: 2, missing: skip}", "1 7 -", "5.00"),
        ("formula: {op: count}", "1 2 4", "3.00"),
        ("formula: {op: count}", "- - -", "0.00"),
        ("formula: {op: count, when: {min: 2}}", "1 2 4", "2.00"),
        ("formula: {op: count, when: {min: 2}}", "1 2 -", "1.00"),
        ("formula: {op: count, when: {above: 2}, missing: error}", "1 2 -", None),
        ("formula: {op: count, when: {above: 2}, min_valid: 2}", "- - 3", None),
        # weights anywhere, and the one rule for missing parts
        ("formula: {op: sum, weights: {A: 1, B: 2, C: 0.5}}", "1 2 4", "7.00"),
        ("formula: {op: sum, missing: error}", "1 2 -", None),
        ("formula: {op: sum, missing: skip}", "1 2 -", "3.00"),
        ("formula: {op: sum, missing: skip}", "- - -", None),
        ("formula: {op: sum, missing: skip, min_valid: 3}", "1 2 -", None),
        ("formula: {op: sum, missing: reweigh}", "1 2 -", "4.50"),  # two parts stand for three
        ("formula: {op: sum, missing: reweigh, weights: {A: 1, B: 2, C: 3}}", "1 2 -", "10.00"),  # 5 of 3 for 6
        ("formula: {op: mean, missing: reweigh}", "1 2 -", "1.50"),
        ("formula: {op: mean, weights: {A: 1, B: 2, C: 1}}", "1 2 4", "2.25"),
        ("formula: {op: mean, weights: {A: 1, B: 2, C: 3}, missing: skip}", "1 2 -", "1.67"),
        ("formula: {op: weighted_mean, weights: {A: 1, B: 2, C: 3}, missing: reweigh}", "1 2 -", "1.67"),
        ("formula: {op: weighted_mean, weights: {A: 0, B: 0, C: 3}, missing: skip}", "1 2 -", None),
        ("formula: {op: weighted_mean, weights: {A: 1, B: 2, C: 3}, min_valid: 2}", "1 2 -", "1.67"),
        ("formula: {op: scaled_sum, factor: 10, missing: skip}", "1 0.5 -", "7.50"),
        # a logarithm of one part
        ("formula: {op: log, of: A, base: 10}", "10 1 -", "1.00"),
        ("formula: {op: log, of: A}", "2 1 -", "0.69"),
        ("formula: {op: log, of: A, source: [1, 8]}", "2 1 -", "0.33"),
        ("formula: {op: log, of: A, source: [1, 8], target: [10, 1]}", "2 1 -", "7.00"),
        ("formula: {op: log, of: A, source: [2, 8]}", "1 1 -", "-0.50"),
        ("formula: {op: log, of: A, source: [2, 8], capped: true}", "1 1 -", "0.00"),
        ("formula: {op: log, of: A, source: [2, 8], capped: true}", "0 1 -", "0.00"),
        ("formula: {op: log, of: A, source: [2, 8], capped: true}", "9 1 -", "1.00"),
        ("formula: {op: log, of: C}", "2 1 -", None),
        ("formula: {op: linear, of: A, source: [2, 4], target: [0, 1], capped: true}", "9 1 -", "1.00"),
        ("formula: {op: linear, of: A, source: [2, 4], target: [0, 1], capped: true}", "1 1 -", "0.00"),
        ("formula: {op: linear, of: A, source: [2, 4], target: [0, 1], capped: true}", "2.5 1 -", "0.25"),
    ],
)
def test_a_node_is_made_from_its_children(make: MakeMethod, formula: str, scores: str, expected: str | None) -> None:
    given = {id_: value for id_, value in zip("ABC", scores.split(), strict=True) if value != "-"}
    assert number(scored(make(THREE.replace("FORMULA", formula)), **given)) == expected


@pytest.mark.parametrize(
    ("formula", "scores", "message"),
    [
        (
            "{op: geometric_mean}",
            "1 -2 3",
            "T cannot be made: B is -2.00, and a geometric mean takes no negative numbers",
        ),
        (
            "{op: harmonic_mean}",
            "1 -2 3",
            "T cannot be made: B is -2.00, and a harmonic mean takes no negative numbers",
        ),
        (
            "{op: power_mean, exponent: 2}",
            "-1 2 3",
            "T cannot be made: A is -1.00, and a power mean takes no negative numbers",
        ),
        ("{op: log, of: A}", "0 2 3", "T cannot be made: A is 0.00, and only a number above 0 has a logarithm"),
        ("{op: product}", "999999999 999999999 2", "T is a number of more than 18 digits"),
    ],
)
def test_a_number_that_an_operator_does_not_take_is_told(
    make: MakeMethod, formula: str, scores: str, message: str
) -> None:
    method = make(THREE.replace("FORMULA", f"formula: {formula}"))
    with pytest.raises(ScoringError) as error:
        scored(method, **dict(zip("ABC", scores.split(), strict=True)))
    assert (str(error.value), error.value.measure) == (message, "T")


def test_a_missing_part_that_an_operator_would_not_take_is_no_problem(make: MakeMethod) -> None:
    method = make(THREE.replace("FORMULA", "formula: {op: geometric_mean, missing: skip}"))
    assert number(scored(method, A="4", B="4")) == "4.00"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("", "5.50"),  # 3 + 2.5
        ("formula: {op: mean}", "2.75"),
        ("formula: {op: mean, missing: skip}", "2.75"),
        ("formula: {op: geometric_mean}", "2.74"),  # the root of 7.5
    ],
)
def test_children_have_weights(make: MakeMethod, formula: str, expected: str) -> None:
    method = make(f"""\
    tree:
      - id: T
        label: Total
        decimals: 2
        {formula}
        children:
          - {{id: A, label: A, decimals: 1, weight: 1}}
          - {{id: B, label: B, decimals: 1}}
          - {{id: C, label: C, decimals: 1, optional: true, weight: 0}}
    """)
    values = scored(method, A="3", B="2.5", **({} if "skip" in formula else {"C": "7"}))
    assert number(values) == expected


def test_categories_are_counted(make: MakeMethod) -> None:
    band = "formula: {op: band, of: OF, bands: [{max: 1, code: bad}, {above: 1, code: good}]}"
    method = make(f"""\
    tree:
      - id: T
        label: Total
        children: [{{id: A, label: A, max: 4}}, {{id: B, label: B, max: 4, optional: true}}]
    derived:
      - {{id: CA, label: CA, {band.replace("OF", "A")}}}
      - {{id: CB, label: CB, {band.replace("OF", "B")}}}
      - {{id: bad, label: Bad, formula: {{op: count, of: [CA, CB], when: {{code: [bad]}}}}}}
    """)
    assert number(scored(method, A="1", B="0"), "bad") == "2"
    assert number(scored(method, A="1"), "bad") == "1"
    assert number(scored(method, A="2", B="3"), "bad") == "0"


def test_a_missing_score_has_no_value_itself(make: MakeMethod) -> None:
    values = scored(make(THREE.replace("FORMULA", "")), A="1", B="0")
    assert not values["C"]
    assert values["B"]  # a zero is a value
    assert values["B"].number == 0


LINEAR = """\
tree:
  - id: T
    label: Mean
    min: 1
    max: 7
    decimals: 2
    formula: {op: mean}
    children:
      - {id: A, label: A, min: 1, max: 7, decimals: 2}
      - {id: B, label: B, min: 1, max: 7, decimals: 2}
      - {id: C, label: C, min: 1, max: 7, decimals: 2}
derived:
  - {id: turned, label: Turned, decimals: 2, formula: {op: linear, of: T, source: [1, 7], target: [7, 1]}}
  - {id: percent, label: Percentage, decimals: 2, formula: {op: linear, of: T, source: [1, 7], target: [0, 100]}}
  - {id: coarse, label: Whole, decimals: 0, formula: {op: linear, of: T, source: [1, 7], target: [0, 100]}}
"""


@pytest.mark.parametrize(
    ("scores", "mean", "turned", "percent"),
    [
        ("1 1 1", "1.00", "7.00", "0.00"),
        ("7 7 7", "7.00", "1.00", "100.00"),
        ("6.71 6.71 6.71", "6.71", "1.29", "95.17"),  # Kazakhstan's published score and its value on the later scale
        ("3 3 3.25", "3.08", "4.92", "34.72"),  # the rounded mean would give 34.67
    ],
)
def test_a_line_takes_the_exact_mean(make: MakeMethod, scores: str, mean: str, turned: str, percent: str) -> None:
    values = scored(make(LINEAR), **dict(zip("ABC", scores.split(), strict=True)))
    assert (number(values), number(values, "turned"), number(values, "percent")) == (mean, turned, percent)


def test_a_line_goes_on_outside_its_points_and_has_no_value_without_a_score(make: MakeMethod) -> None:
    method = make(LINEAR)
    assert number(scored(method, A="8", B="8", C="8"), "coarse") == "117"
    assert number(scored(method, A="0", B="0", C="0"), "coarse") == "-17"
    assert not scored(method, A="8", B="8")["turned"]


@pytest.mark.parametrize(
    ("option", "expected"),
    [("", "3"), (", rounded: true", "4")],  # 1.5 + 1.5 = 3, but 2 + 2 = 4
)
@pytest.mark.parametrize("op", ["op: sum", "op: weighted_mean, weights: {X: 2, Y: 2}", "op: mean"])
def test_parts_are_exact_unless_rounded_ones_are_asked_for(
    make: MakeMethod, op: str, option: str, expected: str
) -> None:
    body = f"""\
    tree:
      - id: T
        label: Total
        decimals: 1
        formula: {{{op}{option}}}
        children:
          - id: X
            label: X
            formula: {{op: mean}}
            children: [{{id: X1, label: X1}}, {{id: X2, label: X2}}]
          - id: Y
            label: Y
            formula: {{op: mean}}
            children: [{{id: Y1, label: Y1}}, {{id: Y2, label: Y2}}]
    """
    values = scored(make(body), X1="1", X2="2", Y1="1", Y2="2")
    share = 1 if op == "op: sum" else 2
    assert number(values) == f"{Decimal(expected) / share:.1f}"
    assert (number(values, "X"), str(values["X"].exact)) == ("2", "3/2")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),  # half to even would give 2
        ("2.4999", 0, "2"),
        ("-0.5", 0, "-1"),
        ("-2.5", 0, "-3"),
        ("-2.4999", 0, "-2"),
        ("-0.4", 0, "0"),
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("2.675", 2, "2.68"),  # a float would give 2.67
        ("3", 2, "3.00"),
        ("-1", 1, "-1.0"),
        ("123456789.5", 0, "123456790"),
        ("0.0000005", 6, "0.000001"),
    ],
)
def test_halves_are_rounded_away_from_zero(make: MakeMethod, value: str, decimals: int, expected: str) -> None:
    method = make(f"""\
    tree:
      - id: T
        label: Total
        decimals: {decimals}
        children: [{{id: A, label: A, decimals: 6}}]
    """)
    assert number(scored(method, A=value)) == expected


def test_a_whole_number_keeps_its_size() -> None:
    assert rounded(10**30, 0) == Decimal(10**30)


@pytest.mark.parametrize(
    ("scale", "value", "expected"),
    [
        ("rounding: half_even", "2.5", "2"),
        ("rounding: half_even", "3.5", "4"),
        ("rounding: half_even", "-2.5", "-2"),
        ("rounding: half_even, decimals: 1", "0.25", "0.2"),
        ("rounding: down", "2.99", "2"),
        ("rounding: down", "-2.99", "-2"),
        ("rounding: down, decimals: 1", "2.99", "2.9"),
        ("rounding: none", "2.125", "2.125"),
        ("rounding: none", "2", "2"),
        ("rounding: none, decimals: 1", "2", "2.0"),
        ("decimals: 1, round_to: 0.5", "3.25", "3.5"),
        ("decimals: 1, round_to: 0.5", "3.24", "3.0"),
        ("decimals: 1, round_to: 0.5, rounding: half_even", "3.25", "3.0"),
        ("decimals: 1, round_to: 0.5, rounding: down", "3.49", "3.0"),
        ("decimals: 1, round_to: 0.5", "-3.25", "-3.5"),
        ("decimals: 2, round_to: 0.25", "3.2", "3.25"),
        ("round_to: 5", "12.5", "15"),
        ("decimals: 12", "0.1234567890125", "0.123456789013"),
    ],
)
def test_a_measure_is_rounded_as_its_scale_says(make: MakeMethod, scale: str, value: str, expected: str) -> None:
    method = make(f"""\
    tree:
      - id: T
        label: Total
        {scale.replace(", ", chr(10) + "        ")}
        children: [{{id: A, label: A, decimals: 15}}]
    """)
    assert number(scored(method, A=value)) == expected


def test_a_third_that_is_not_rounded_ends(make: MakeMethod) -> None:
    method = make(THREE.replace("FORMULA", "rounding: none\n    formula: {op: mean}"))
    assert number(scored(method, A="1", B="0", C="0")) == "0." + "3" * 30


EIU = """\
tree:
  - {id: T, label: Index, max: 10, decimals: 2}
derived:
  - id: regime
    label: Regime
    formula:
      op: band
      of: T
      bands:
        - {above: 8, code: full}
        - {above: 6, max: 8, code: flawed}
        - {above: 4, max: 6, code: hybrid}
        - {max: 4, code: authoritarian}
"""


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("10", "full"),
        ("8.01", "full"),
        ("8", "flawed"),  # “greater than 8”
        ("7.99", "flawed"),
        ("6.01", "flawed"),
        ("6.00", "hybrid"),
        ("4.01", "hybrid"),
        ("4", "authoritarian"),
        ("0", "authoritarian"),
        ("-1", "authoritarian"),
    ],
)
def test_edges_of_bands_lie_inside_or_outside_as_written(make: MakeMethod, value: str, code: str) -> None:
    assert scored(make(EIU), T=value)["regime"].code == code


def test_below_is_outside_too(make: MakeMethod) -> None:
    method = make(EIU.replace("{above: 8,", "{min: 8,").replace("max: 8,", "below: 8,"))
    assert scored(method, T="8")["regime"].code == "full"
    assert scored(method, T="7.99")["regime"].code == "flawed"


GAPS = """\
tree:
  - id: T
    label: Mean
    decimals: 1
    min: 1
    max: 5
    formula: {op: mean}
    children: [{id: A, label: A}, {id: B, label: B}, {id: C, label: C, optional: true}]
derived:
  - id: status
    label: Status
    formula:
      op: band
      of: T
      bands:
        - {min: 1.0, max: 2.5, code: F, label: Free}
        - {min: 2.6, max: 5.0, code: PF, value: 2, label: Partly Free}
"""


def test_a_value_off_the_scale_and_in_no_band_is_refused(make: MakeMethod) -> None:
    method = make(GAPS.replace("{op: mean}", "{op: mean, of: [A, B]}"))
    assert scored(method, A="2", B="3")["status"].code == "F"
    with pytest.raises(ScoringError, match=r"^T is 5\.5, which lies in no band of status$") as error:
        scored(method, A="5", B="6")
    assert error.value.measure == "status"


def test_bands_take_the_rounded_value(make: MakeMethod) -> None:
    # 2.5333… would lie in no band
    method = make(GAPS.replace("id: A, label: A", "id: A, label: A, decimals: 1"))
    assert scored(method, A="2.6", B="2", C="3")["status"].code == "F"


def test_a_band_has_a_code_a_value_or_both(make: MakeMethod) -> None:
    method = make(GAPS.replace("{op: mean}", "{op: mean, of: [A, B]}"))
    free, partly = (scored(method, A=points, B=points)["status"] for points in ("1", "3"))
    assert (free.number, free.code, free.category and free.category.label) == (None, "F", "Free")
    assert (str(partly.number), partly.exact, partly.code) == ("2", 2, "PF")
    assert not scored(method, A="1")["status"]


MATRIX = """\
tree:
  - id: T
    label: Total
    children:
      - {id: A, label: A, max: 10, optional: true}
      - {id: B, label: B, max: 10, optional: true}
derived:
  - id: class
    label: Class
    formula:
      op: matrix
      rows: {of: A, bins: [{min: 5}, {max: 4}]}
      columns: {of: B, bins: [{below: 3}, {min: 3, max: 6}, {above: 6, max: 10}]}
      categories: [{code: high, label: High}, {code: middle, label: Middle}, {code: low, label: Low}]
      cells:
        - [middle, high, high]
        - [low, low, middle]
"""


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("5", "2", "middle"),
        ("5", "3", "high"),
        ("10", "7", "high"),
        ("4", "2", "low"),
        ("0", "6", "low"),
        ("4", "9", "middle"),
    ],
)
def test_a_matrix_has_a_category_where_two_measures_meet(make: MakeMethod, a: str, b: str, code: str) -> None:
    value = scored(make(MATRIX), A=a, B=b)["class"]
    assert (value.code, value.number, value.category and value.category.label) == (code, None, code.title())


def test_a_matrix_needs_both_measures_and_a_bin_for_each(make: MakeMethod) -> None:
    assert not scored(make(MATRIX), A="5")["class"]
    assert not scored(make(MATRIX), B="5")["class"]
    with pytest.raises(ScoringError, match=r"^B is 11, which lies in no bin of class$") as error:
        scored(make(MATRIX), A="5", B="11")
    assert error.value.measure == "class"


def test_a_given_measure_has_the_value_that_the_report_gives(make: MakeMethod) -> None:
    method = make("""\
    tree:
      - {id: T, label: Total}
    derived:
      - {id: rank, label: Rank, formula: {op: given}}
      - {id: twice, label: Twice, formula: {op: linear, of: rank, source: [0, 1], target: [0, 2]}}
      - {id: model, label: Estimate, decimals: 1, formula: {op: given}}
    """)
    values = scored(method, {"rank": "17", "model": "0.25"}, T="3")
    assert (number(values, "rank"), number(values, "twice"), number(values, "model")) == ("17", "34", "0.3")
    assert not scored(method, {"model": "0.25"}, T="3")["twice"]


def test_a_given_measure_of_the_tree_is_not_a_question(make: MakeMethod) -> None:
    method = make("""\
    tree:
      - id: T
        label: Total
        children: [{id: A, label: A}, {id: E, label: Estimate, formula: {op: given}}]
    """)
    assert [measure.id for measure in method.items] == ["A"]
    assert number(scored(method, {"E": "4"}, A="3")) == "7"


def test_a_tree_of_depth_one_is_a_question(make: MakeMethod) -> None:
    method = make("tree: [{id: T, label: Total, max: 10, step: 0.5, decimals: 1}]\n")
    assert [measure.id for measure in method.items] == ["T"]
    assert (number(scored(method, T="7.5")), number(scored(method))) == ("7.5", None)


def test_a_tree_of_depth_four_adds_up_to_its_root(make: MakeMethod) -> None:
    method = make("""\
    tree:
      - id: T
        label: Total
        children:
          - id: P
            label: P
            children:
              - id: A
                label: A
                children: [{id: A1, label: A1}, {id: A2, label: A2}]
              - {id: B, label: B}
          - id: Q
            label: Q
            formula: {op: mean}
            children: [{id: Q1, label: Q1}, {id: Q2, label: Q2}]
    """)
    values = scored(method, A1="1", A2="2", B="3", Q1="4", Q2="5")
    assert {id_: number(values, id_) for id_ in ("A", "P", "Q", "T")} == {"A": "3", "P": "6", "Q": "5", "T": "11"}
    assert str(values["T"].exact) == "21/2"  # 10.5 is rounded once, at the root
    assert [(measure.id, measure.level) for measure in method.measures.values()] == [
        ("T", 0), ("P", 1), ("A", 2), ("A1", 3), ("A2", 3), ("B", 2), ("Q", 1), ("Q1", 2), ("Q2", 2),
    ]  # fmt: skip
    assert [measure.id for measure in method.items] == ["A1", "A2", "B", "Q1", "Q2"]


def test_several_roots_stand_side_by_side(make: MakeMethod) -> None:
    method = make("""\
    tree:
      - id: T
        label: Status
        children: [{id: A, label: A}, {id: B, label: B}]
      - id: G
        label: Governance
        formula: {op: mean}
        children: [{id: C, label: C}, {id: D, label: D}]
      - {id: E, label: Alone}
    derived:
      - {id: all, label: All, formula: {op: sum, of: [T, G, E]}}
    """)
    values = scored(method, A="1", B="2", C="3", D="5", E="6")
    assert method.roots == ("T", "G", "E")
    assert [number(values, id_) for id_ in ("T", "G", "E", "all")] == ["3", "4", "6", "13"]


def test_scores_of_quarter_steps_are_exact(make: MakeMethod) -> None:
    method = make("""\
    tree:
      - id: T
        label: Mean
        decimals: 2
        formula: {op: mean}
        children:
          - {id: A, label: A, min: 1, max: 7, step: 0.25, decimals: 2}
          - {id: B, label: B, min: 1, max: 7, step: 0.25, decimals: 2}
    """)
    values = scored(method, A="3.25", B="3.5")
    assert [number(values, id_) for id_ in ("A", "B", "T")] == ["3.25", "3.50", "3.38"]  # 3.375


MODIFIED = """\
tree:
  - id: T
    label: Total
    max: 10
    direction: DIRECTION
    children: [{id: A, label: A, max: 4}]
    modifiers:
      - {id: bonus, label: Bonus, effect: add, max: 4, step: 1}
      - {id: penalty, label: Penalty, effect: subtract, max: 4, step: 1}
      - {id: late, label: Late, effect: subtract, max: 4, step: 1, editions: 2019}
"""


@pytest.mark.parametrize(
    ("edition", "scores", "expected"),
    [
        (2018, {"A": "3"}, "3"),
        (2018, {"A": "3", "bonus": "2"}, "5"),
        (2018, {"A": "3", "penalty": "4"}, "-1"),
        (2018, {"A": "3", "bonus": "1", "penalty": "2"}, "2"),
        (2018, {"bonus": "1"}, None),
        (2018, {"A": "3", "late": "2"}, "3"),  # not a question of this edition
        (2019, {"A": "3", "late": "2"}, "1"),
    ],
)
def test_modifiers_add_and_subtract(
    make: MakeMethod, edition: int, scores: dict[str, str], expected: str | None
) -> None:
    assert number(scored(make(MODIFIED.replace("DIRECTION", "higher"), edition), **scores)) == expected


@pytest.mark.parametrize(
    ("direction", "bonus", "penalty"), [("higher", "higher", "lower"), ("lower", "lower", "higher")]
)
def test_more_of_what_is_subtracted_is_worse(make: MakeMethod, direction: str, bonus: str, penalty: str) -> None:
    measures = make(MODIFIED.replace("DIRECTION", direction)).measures
    assert (measures["bonus"].direction, measures["penalty"].direction) == (bonus, penalty)
    assert measures["bonus"].optional
    assert measures["bonus"].is_item


def test_direction_is_inherited_until_a_node_says_otherwise(make: MakeMethod) -> None:
    method = make("""\
    tree:
      - id: T
        label: Total
        children: [{id: A, label: A}]
      - id: U
        label: Barriers
        direction: lower
        children:
          - {id: B, label: B}
          - id: C
            label: C
            direction: higher
            children: [{id: D, label: D}, {id: E, label: E, direction: lower}]
    derived:
      - {id: X, label: X, formula: {op: sum, of: [U]}}
      - {id: Y, label: Y, direction: lower, formula: {op: sum, of: [T]}}
    """)
    assert {id_: measure.direction for id_, measure in method.measures.items()} == {
        "T": "higher", "A": "higher", "U": "lower", "B": "lower", "C": "higher", "D": "higher", "E": "lower",
        "X": "higher", "Y": "lower",
    }  # fmt: skip


def test_wording_is_that_of_the_edition(make: MakeMethod) -> None:
    body = """\
    tree:
      - id: T
        label: Elections
        wording:
          - {editions: 2018, text: Is the head of government elected?, verified: false}
          - {editions: 2019, text: Was the head of government elected?, source: published text}
    """
    found = [make(body, edition).measures["T"].wording for edition in (2018, 2019)]
    assert [(item.text, item.verified, item.source) for item in found if item] == [
        ("Is the head of government elected?", False, None),
        ("Was the head of government elected?", True, "published text"),
    ]
    assert make("tree: [{id: T, label: Elections}]\n").measures["T"].wording is None


FLAGGED = """\
tree:
  - id: T
    label: Total
    children:
      - {id: A, label: A, optional: true}
      - {id: B, label: B, optional: true}
derived:
  - {id: status, label: Status, formula: {op: band, of: A, bands: [{min: 5, code: F}, {max: 4, code: N}]}}
flags:
  - id: flag
    label: Flag
    when: CONDITION
"""
A, B = "{measure: A, min: 5}", "{measure: B, min: 5}"


@pytest.mark.parametrize(
    ("condition", "a", "b", "expected"),
    [
        ("{measure: A, min: 5}", "5", "-", True),
        ("{measure: A, min: 5}", "4", "-", False),
        ("{measure: A, min: 5}", "-", "9", None),
        ("{measure: A, above: 5}", "5", "-", False),
        ("{measure: A, max: 5}", "5", "-", True),
        ("{measure: A, below: 5}", "5", "-", False),
        ("{measure: A, min: 3, max: 5}", "2", "-", False),
        ("{measure: A}", "0", "-", True),  # “has a value”
        ("{measure: status, code: [F]}", "5", "-", True),
        ("{measure: status, code: [F]}", "4", "-", False),
        ("{measure: status, code: [F, N]}", "4", "-", True),
        ("{measure: status, code: [F]}", "-", "5", None),
        (f"{{all: [{A}, {B}]}}", "5", "5", True),
        (f"{{all: [{A}, {B}]}}", "5", "4", False),
        (f"{{all: [{A}, {B}]}}", "5", "-", None),
        (f"{{all: [{A}, {B}]}}", "-", "4", False),  # whatever A is
        (f"{{all: [{A}, {B}]}}", "-", "-", None),
        (f"{{any: [{A}, {B}]}}", "4", "5", True),
        (f"{{any: [{A}, {B}]}}", "4", "4", False),
        (f"{{any: [{A}, {B}]}}", "-", "5", True),  # whatever A is
        (f"{{any: [{A}, {B}]}}", "-", "4", None),
        (f"{{none: [{A}, {B}]}}", "4", "4", True),
        (f"{{none: [{A}, {B}]}}", "4", "5", False),
        (f"{{none: [{A}, {B}]}}", "-", "5", False),  # whatever A is
        (f"{{none: [{A}, {B}]}}", "-", "4", None),
        (f"{{all: [{A}], none: [{B}]}}", "5", "4", True),
        (f"{{all: [{A}], none: [{B}]}}", "5", "5", False),
        (f"{{any: [{A}, {B}], none: [{{measure: A, min: 8}}]}}", "8", "9", False),
        (f"{{all: [{{any: [{A}, {B}]}}, {{measure: T, min: 8}}]}}", "5", "4", True),
        (f"{{all: [{{any: [{A}, {B}]}}, {{measure: T, min: 8}}]}}", "4", "4", False),
    ],
)
def test_conditions_know_true_false_and_cannot_tell(
    make: MakeMethod, condition: str, a: str, b: str, *, expected: bool | None
) -> None:
    method = make(FLAGGED.replace("CONDITION", condition))
    scores = {id_: value for id_, value in (("A", a), ("B", b)) if value != "-"}
    assert meets(method.flags[0].when, scored(method, **scores)) is expected
