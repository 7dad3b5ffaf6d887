"""Faults of rubrics, in the words that their authors read, and the three rubrics that are shipped."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import InputError
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pdfgen.model.rubric import Method, Rubric

    MakeRubric = Callable[[str], Rubric]

HEAD = """\
id: small
title: Small Index
publisher: Somebody
editions: [2018, 2019]
"""
HEADLINE = "headline: [{aggregate: Total}]\n"
TREE = """\
tree:
  - id: Total
    label: Total
    children:
      - {id: A, label: A, max: 4}
      - {id: B, label: B, max: 4}
"""
WHOLE = HEAD + HEADLINE + TREE  # eleven lines; what a test adds begins on line 12


@pytest.fixture
def make(tmp_path: Path) -> MakeRubric:
    """Return a function that reads a rubric from a file."""

    def _make(text: str) -> Rubric:
        project = tmp_path / str(len(list(tmp_path.iterdir())))
        (project / "rubrics").mkdir(parents=True)
        (project / "rubrics" / "small.yaml").write_text(dedent(text), encoding="utf-8")
        return Catalogue(project).rubric("small")

    return _make


def faults(make: MakeRubric, text: str) -> list[str]:
    """Return the problems of a rubric: ``line:column code: message / remedy``."""
    with pytest.raises(InputError) as error:
        make(text)
    return [
        f"{problem.origin.line}:{problem.origin.column} {problem.code}: {problem.message} / {problem.remedy}"
        for problem in error.value.problems
    ]


def derived(formula: str) -> str:
    return f"{WHOLE}derived:\n  - {{id: X, label: X, formula: {formula}}}\n"


def banded(*bands: str) -> str:
    lines = "".join(f"        - {band}\n" for band in bands)
    head = "derived:\n  - id: X\n    label: X\n    formula:\n      op: band\n      of: Total\n      bands:\n"
    return WHOLE + head + lines


def crossed(cells: str) -> str:
    return f"""\
{WHOLE}derived:
  - id: X
    label: X
    formula:
      op: matrix
      rows: {{of: A, bins: [{{max: 2}}, {{above: 2}}]}}
      columns: {{of: B, bins: [{{max: 1}}, {{min: 2, max: 3}}, {{min: 4}}]}}
      categories: [{{code: hi, label: High}}, {{code: lo, label: Low}}]
      cells: {cells}
"""


def broken(entry: str) -> str:
    return f"{WHOLE}breaks:\n  - {entry}\n"


def test_the_rubric_that_the_tests_spoil_is_sound(make: MakeRubric) -> None:
    assert make(WHOLE).editions == (2018, 2019)
    assert make(crossed("[[hi, hi, lo], [hi, lo, lo]]")).derived[0].id == "X"
    assert len(make(banded("{max: 4, code: L}", "{above: 4, code: U}")).at(2018).measures["X"].categories()) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            WHOLE.replace("id: A", "id: ▸A") + "      - {id: A, label: Again}\n",
            "duplicate-measure: the measure A is defined twice for edition 2018"
            " / give each its own id or its own editions",
            id="two questions",
        ),
        pytest.param(
            WHOLE.replace("id: Total", "id: ▸Total") + "derived: [{id: Total, label: X, formula: {op: given}}]\n",
            "duplicate-measure: the measure Total is defined twice for edition 2018"
            " / give each its own id or its own editions",
            id="node and derived",
        ),
        pytest.param(
            HEAD + "headline: [{aggregate: ▸Totl}]\n" + TREE,
            "unknown-measure: there is no measure Totl in edition 2018 / did you mean `Total`?",
            id="headline",
        ),
        pytest.param(
            HEAD + "headline: [{aggregate: Total, status: ▸state, measures: [A]}]\n" + TREE,
            "unknown-measure: there is no measure state in edition 2018 / known are `Total`, `A`, `B`",
            id="status",
        ),
        pytest.param(
            derived("{op: mean, of: [A, ▸Tota]}"),
            "unknown-measure: there is no measure Tota in edition 2018 / did you mean `Total`?",
            id="operand",
        ),
        pytest.param(
            derived("{op: weighted_mean, weights: {A: 1, ▸C: 2}}"),
            "unknown-measure: there is no measure C in edition 2018 / known are `Total`, `A`, `B`, `X`",
            id="weight",
        ),
        pytest.param(
            f"{WHOLE}flags:\n  - {{id: e, label: E, when: {{all: [{{none: [{{measure: ▸total}}]}}]}}}}\n",
            "unknown-measure: there is no measure total in edition 2018 / did you mean `Total`?",
            id="condition",
        ),
        pytest.param(
            broken("{edition: 2019, measures: [▸Totals], rule: note, note: N}"),
            "unknown-measure: there is no measure Totals in edition 2019 / did you mean `Total`?",
            id="break",
        ),
        pytest.param(
            f"{WHOLE}derived:\n"
            "  - {id: ▸X, label: X, formula: {op: mean, of: [Y]}}\n"
            "  - {id: Y, label: Y, formula: {op: sum, of: [A, X]}}\n",
            "circular-measure: measures depend on each other: X → Y → X / break the circle",
            id="circle of two",
        ),
        pytest.param(
            derived("{op: linear, of: X, source: [0, 1], target: [1, 0]}").replace("id: X", "id: ▸X"),
            "circular-measure: measures depend on each other: X → X / break the circle",
            id="circle of one",
        ),
        pytest.param(
            HEAD + HEADLINE + TREE.replace("Total\n", "▸Total\n    formula: {op: sum, of: [A, X]}\n", 1)
            + "derived:\n  - {id: X, label: X, formula: {op: mean, of: [B, Total]}}\n",
            "circular-measure: measures depend on each other: Total → X → Total / break the circle",
            id="circle through the tree",
        ),
        pytest.param(
            banded("{min: 0, max: 4, code: L}", "▸{min: 4, max: 8, code: U}"),
            "overlapping-bands: two bands of X both hold the value 4"
            " / use `above` or `below` for an end that is outside",
            id="shared edge",
        ),
        pytest.param(
            banded("{min: 0, max: 8, code: L}", "▸{min: 2, max: 3, code: U}"),
            "overlapping-bands: two bands of X both hold the value 2"
            " / use `above` or `below` for an end that is outside",
            id="band in a band",
        ),
        pytest.param(
            banded("▸{min: 0, max: 4}"),
            "band-without-value: the band has neither code nor value / give it `code:` or `value:`",
            id="nameless band",
        ),
        pytest.param(
            crossed("[[hi, hi, lo]]").replace("formula:", "▸formula:"),
            "matrix-shape: the matrix needs 2 rows of 3 cells / write one code for each pair of bins",
            id="row missing",
        ),
        pytest.param(
            crossed("[[hi, hi, lo], [hi, lo]]").replace("formula:", "▸formula:"),
            "matrix-shape: the matrix needs 2 rows of 3 cells / write one code for each pair of bins",
            id="cell missing",
        ),
        pytest.param(
            crossed("[[hi, hi, lo], [hi, lo, mid]]").replace("formula:", "▸formula:"),
            "unknown-category: no category has the code mid / add it to `categories`",
            id="unknown cell",
        ),
        pytest.param(
            HEAD + "▸headline: [{editions: 2018, aggregate: Total}]\n" + TREE,
            "no-headline: edition 2019 has no headline / add one to `headline`",
            id="no headline for an edition",
        ),
        pytest.param(
            f"{WHOLE}      - {{id: C, label: C, min: 4, ▸max: 4}}\n",
            "empty-scale: the scale from 4 to 4 is empty / make `max` greater",
            id="empty scale",
        ),
        pytest.param(
            f"{WHOLE}      - {{id: C, label: C, ▸max: -1}}\n",
            "empty-scale: the scale from 0 to -1 is empty / make `max` greater",
            id="scale upside down",
        ),
        pytest.param(
            f"{WHOLE}      - {{id: C, label: C, ▸step: 0}}\n",
            "bad-step: the step 0 leads nowhere / write a step greater than 0",
            id="step of nothing",
        ),
        pytest.param(
            f"{WHOLE}      - {{id: C, label: C, ▸step: -0.25}}\n",
            "bad-step: the step -0.25 leads nowhere / write a step greater than 0",
            id="step backwards",
        ),
        pytest.param(
            derived("{op: linear, of: Total, ▸source: [1, 1], target: [0, 100]}"),
            "no-line: `source` needs two different values / write two values such as [1, 7]",
            id="one point twice",
        ),
        pytest.param(
            derived("{op: ▸meen, of: [A]}"),
            "unknown-word: “meen” is not one of the words for `op` / did you mean `mean`?",
            id="unknown operator",
        ),
        pytest.param(
            broken("▸{edition: 2019, measures: [Total], rule: linear, note: N}"),
            "bad-break: the rule `linear`, and only it, needs `source` and `target`"
            " / write `source: [1, 7]` and `target: [7, 1]`, or another rule",
            id="line without points",
        ),
        pytest.param(
            broken("▸{edition: 2019, measures: [Total], rule: linear, source: [1, 7], note: N}"),
            "bad-break: the rule `linear`, and only it, needs `source` and `target`"
            " / write `source: [1, 7]` and `target: [7, 1]`, or another rule",
            id="line with half its points",
        ),
        pytest.param(
            broken("▸{edition: 2019, measures: [Total], rule: none, source: [1, 7], target: [7, 1], note: N}"),
            "bad-break: the rule `linear`, and only it, needs `source` and `target`"
            " / write `source: [1, 7]` and `target: [7, 1]`, or another rule",
            id="points without a line",
        ),
        pytest.param(
            broken("▸{edition: 2019, measures: [Total], rule: none, target: [7, 1], note: N}"),
            "bad-break: the rule `linear`, and only it, needs `source` and `target`"
            " / write `source: [1, 7]` and `target: [7, 1]`, or another rule",
            id="half the points without a line",
        ),
        pytest.param(
            broken("{edition: 2019, ▸rule: linear, source: [1, 7], target: [7, 1], note: N}"),
            "bad-break: the rule `linear` needs `measures` / name the measures whose scale changed",
            id="line for everything",
        ),
        pytest.param(
            broken("{edition: ▸2020, measures: [Total], rule: note, note: N}"),
            "unknown-edition: the rubric has no edition 2020 / name one of its editions",
            id="edition of a break",
        ),
        pytest.param(
            f"{WHOLE}flags:\n  - {{id: e, label: E, ▸when: {{}}}}\n",
            "bad-condition: a condition is a test of one measure or a list of conditions"
            " / write `measure:` with `min`, `max`, `above`, `below` or `code`; or `all:`, `any:`, `none:`",
            id="empty condition",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_once_in_its_place(make: MakeRubric, text: str, expected: str) -> None:
    """``▸`` marks the place; it is taken out before the rubric is read."""
    before = text[: text.index("▸")].split("\n")
    place = f"{len(before)}:{len(before[-1]) + 1}"
    assert faults(make, text.replace("▸", "")) == [f"{place} {expected}"]


@pytest.mark.parametrize(
    ("bands", "value"),
    [
        (["{above: 6, code: U}", "{above: 4, code: L}", "{max: 4, code: N}"], "7"),
        (["{below: 6, code: L}", "{below: 9, code: U}"], "5"),
        (["{above: 6, below: 8, code: U}", "{above: 7, code: L}", "{max: 6, code: N}"], "7.5"),
        (["{above: 4, below: 9, code: U}", "{above: 4, below: 9, code: L}", "{max: 4, code: N}"], "6.5"),
    ],
)
def test_bands_overlap_when_a_value_lies_in_two(make: MakeRubric, bands: list[str], value: str) -> None:
    # Only the first of the two would ever be taken.
    (found,) = faults(make, banded(*bands))
    assert found.startswith(f"20:11 overlapping-bands: two bands of X both hold the value {value} /")


# Total is 0 to 8, in whole points
@pytest.mark.parametrize(
    ("bands", "line", "value"),
    [
        (["{max: 3, code: L}", "{min: 5, code: U}"], 20, "4"),
        (["{min: 5, code: U}", "{max: 3, code: L}"], 20, "4"),
        (["{below: 4, code: L}", "{above: 4, code: U}"], 20, "4"),
        (["{min: 0, max: 3, code: L}", "{min: 4, max: 7, code: U}"], 20, "8"),
        (["{min: 1, max: 3, code: L}", "{min: 4, max: 8, code: U}"], 19, "0"),
        (["{above: 0, max: 3, code: L}", "{min: 4, below: 9, code: U}"], 19, "0"),
        (["{min: 0, below: 8, code: L}"], 19, "8"),
    ],
)
def test_a_value_that_can_occur_lies_in_a_band(make: MakeRubric, bands: list[str], line: int, value: str) -> None:
    (found,) = faults(make, banded(*bands))
    message = f"value-in-no-band: Total can be {value}, which lies in no band of X"
    assert found == f"{line}:11 {message} / extend a band to it, or add one"


def test_every_hole_is_told(make: MakeRubric) -> None:
    found = faults(make, banded("{min: 1, max: 2, code: L}", "{min: 4, max: 5, code: M}", "{min: 7, max: 7, code: U}"))
    assert [(item[:5], item.split(" can be ")[1][0]) for item in found] == [
        ("19:11", "0"),
        ("20:11", "3"),
        ("21:11", "6"),
    ]


RATING = "{op: band, of: A, bands: [{max: 0, value: 1}, {min: 1, max: 3, value: 3}, {min: 4, value: 20}]}"


@pytest.mark.parametrize(
    ("measure", "bands"),
    [
        # the mean of two whole scores goes in halves
        ("decimals: 1, formula: {op: mean, of: [A, B]}", "[{max: 2.5, code: L}, {min: 3, code: U}]"),
        ("step: 2, formula: {op: sum, of: [A, B]}", "[{max: 2, code: L}, {min: 4, code: U}]"),
        ("formula: {op: linear, of: A, source: [0, 4], target: [0, 100]}", "[{max: 50, code: L}, {min: 75, code: U}]"),
        (f"formula: {RATING}", "[{min: 1, max: 3, code: L}, {min: 20, max: 20, code: U}]"),
        ("max: 5, formula: {op: given}", "[{max: 4, code: L}, {min: 5, max: 5, code: U}]"),
        ("formula: {op: given}", "[{max: 4, code: L}, {min: 5, code: U}]"),
    ],
)
def test_a_value_that_cannot_occur_needs_no_band(make: MakeRubric, measure: str, bands: str) -> None:
    rubric = make(f"""\
{WHOLE}derived:
  - {{id: Y, label: Y, {measure}}}
  - {{id: X, label: X, formula: {{op: band, of: Y, bands: {bands}}}}}
""")
    assert [band.code for band in rubric.at(2018).measures["X"].categories()] == ["L", "U"]


def test_a_scale_without_an_end_needs_a_band_without_an_end(make: MakeRubric) -> None:
    given = f"{WHOLE}derived:\n  - {{id: Y, label: Y, formula: {{op: given}}}}\n  - id: X\n    label: X\n    formula:\n"
    (found,) = faults(make, f"{given}      op: band\n      of: Y\n      bands:\n        - {{max: 9, code: L}}\n")
    assert found.startswith("20:11 value-in-no-band: Y can be 10, which lies in no band of X")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{min: 2, max: 3}", "{min: 3, max: 3}", "18:41 value-in-no-bin: B can be 2, which lies in no bin of X"),
        ("{min: 4}]", "{min: 3}]", "18:59 overlapping-bins: two bins of X both hold the value 3"),
        ("{above: 2}", "{above: 2, below: 4}", "17:38 value-in-no-bin: A can be 4, which lies in no bin of X"),
    ],
)
def test_the_bins_of_a_matrix_hold_every_value_once(make: MakeRubric, old: str, new: str, expected: str) -> None:
    (found,) = faults(make, crossed("[[hi, hi, lo], [hi, lo, lo]]").replace(old, new))
    assert found.startswith(f"{expected} /")


def test_the_bands_of_the_edition_are_the_ones_that_are_told(make: MakeRubric) -> None:
    one = "  - id: X\n    label: X\n    editions: %d\n    formula: {op: band, of: Total, bands: [{max: %d, code: L}]}\n"
    (found,) = faults(make, f"{WHOLE}derived:\n{one % (2018, 8)}{one % (2019, 7)}")
    assert found.startswith("20:44 value-in-no-band: Total can be 8")


def test_thousands_of_bands_are_checked(make: MakeRubric) -> None:
    # one against each other would be two million comparisons
    bands = [f"{{min: {value}, max: {value}, value: {value}}}" for value in range(2000) if value != 1500]
    text = banded(*bands).replace("B, max: 4", "B, max: 1995")
    assert [item.split(" /")[0] for item in faults(make, text)] == [
        "1519:11 value-in-no-band: Total can be 1500, which lies in no band of X"
    ]


# Weights

WEIGHTED = TREE.replace("    children:", "    formula: {op: weighted_mean, weights: WEIGHTS}\n    children:")


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (
            "{A: 0.4}",
            "9:34 missing-weight: B has no weight in Total / add `B:` with its weight to `weights`; 0 when it does not count",
        ),
        (
            "{A: 0.4, B: 0.3, X: 0.3}",
            "9:60 weight-of-no-child: X has a weight in Total, but is not one of its children / known are `A`, `B`",
        ),
    ],
)
def test_the_weights_of_a_node_are_those_of_its_children(make: MakeRubric, weights: str, expected: str) -> None:
    derived = "derived:\n  - {id: X, label: X, formula: {op: given}}\n"
    text = HEAD + HEADLINE + WEIGHTED.replace("WEIGHTS", weights) + derived
    assert faults(make, text) == [expected]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (
            "{op: sum, of: [A, B], missing: reweigh, min_valid: 3}",
            "no-value: the formula of X gives no value: it needs 3 values of 2 / correct the formula",
        ),
        (
            "{op: median, missing: reweigh}",
            "idle-reweigh: the parts of `median` have no weight that others could take / write `missing: skip`",
        ),
        (
            "{op: sum, missing: error, min_valid: 1}",
            (
                "idle-min-valid: `min_valid` has no use beside `missing: error`, which needs all parts / "
                "write `missing: skip` or `missing: reweigh`, or remove one of the two"
            ),
        ),
        (
            "{op: power_mean, exponent: 0, of: [A, B]}",
            (
                "no-exponent: there is no power mean with the exponent 0 / "
                "write `op: geometric_mean`, which it would come near to"
            ),
        ),
        (
            "{op: geometric_mean, weights: {A: 2, B: -1}}",
            (
                "negative-weight: B has the weight -1 in X; the weights of a geometric mean are not negative / "
                "write a weight of 0 or more"
            ),
        ),
        (
            "{op: mean, of: [A, B], weights: {A: 2}}",
            "missing-weight: B has no weight in X / add `B:` with its weight to `weights`; 0 when it does not count",
        ),
        (
            "{op: log, of: A, base: 1}",
            "bad-base: there is no logarithm to the base 1 / write a base above 0 that is not 1, such as 10",
        ),
        (
            "{op: log, of: A, source: [0, 10]}",
            "no-logarithm: 0 has no logarithm / write goalposts above 0, such as [100, 75000]",
        ),
        (
            "{op: log, of: A, source: [1, 10], base: 10}",
            "idle-goalposts: `base` makes no difference beside `source` / remove `base`",
        ),
        (
            "{op: log, of: A, capped: true}",
            (
                "idle-goalposts: `target` and `capped` have no use without `source` / "
                "write `source:` with two values, or remove them"
            ),
        ),
    ],
)
def test_options_that_make_no_sense_are_told(make: MakeRubric, formula: str, expected: str) -> None:
    (found,) = faults(make, derived(formula))
    place, _, words = found.partition(" ")
    assert (words, place.partition(":")[0]) == (expected, "13")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (
            "{op: median}",
            (
                "idle-weight: the weight of A makes no difference: Total is made by `median` / "
                "remove the weight, or write a formula such as `{op: mean}`"
            ),
        ),
        (
            "{op: mean, weights: {A: 1, B: 1}}",
            "idle-weight: A has a weight here and another one in the formula of Total / remove one of the two",
        ),
        (
            "{op: mean, of: [B]}",
            (
                "idle-weight: the weight of A makes no difference: Total is made by `mean` / "
                "remove the weight, or write a formula such as `{op: mean}`"
            ),
        ),
    ],
)
def test_a_weight_of_a_child_that_makes_no_difference_is_told(make: MakeRubric, formula: str, expected: str) -> None:
    text = WHOLE.replace("    children:", f"    formula: {formula}\n    children:").replace(
        "A, max: 4", "A, weight: 2, max: 4"
    )
    assert [item.partition(" ")[2] for item in faults(make, text)] == [expected]


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ("round_to: 0.5", "hidden-decimals: multiples of 0.5 do not show in 0 decimals / write `decimals: 1`"),
        (
            "rounding: none, round_to: 5",
            "idle-rounding: `round_to` has no use beside `rounding: none` / remove one of the two",
        ),
        (
            "rounding: up",
            "unknown-word: “up” is not one of the words for `rounding` / known are `half_up`, `half_even`, `down`, `none`",
        ),
        ("round_to: 0", "out-of-range: `round_to` is out of range / write more than 0"),
    ],
)
def test_a_rounding_that_does_not_work_is_told(make: MakeRubric, scale: str, expected: str) -> None:
    found = faults(make, WHOLE.replace("label: Total", "label: Total\n    " + scale.replace(", ", "\n    ")))
    assert [item.partition(" ")[2] for item in found] == [expected]


@pytest.mark.parametrize(
    ("formula", "bands", "expected"),
    [
        ("{op: min}", "{max: 2, code: L}, {min: 3, code: U}", ""),  # whole numbers
        ("{op: sum, missing: skip}", "{max: 3, code: L}, {min: 4, code: U}", ""),
        ("{op: count}", "{max: 1, code: L}, {min: 2, code: U}", ""),
        ("{op: product}", "{max: 16, code: L}", ""),
        ("{op: product}", "{max: 15, code: L}", "Total can be 16, which lies in no band of X"),
        ("{op: geometric_mean}", "{max: 3, code: L}", "Total can be 4, which lies in no band of X"),
        ("{op: rank, of: A}", "{max: 10, code: L}", "Total can be 11, which lies in no band of X"),
        ("{op: rank, of: A}", "{max: 10, code: L}, {above: 10, code: U}", ""),
        ("{op: percentile, of: A}", "{max: 99, code: L}", "Total can be 100, which lies in no band of X"),
    ],
)
def test_bands_are_checked_against_what_an_operator_can_make(
    make: MakeRubric, formula: str, bands: str, expected: str
) -> None:
    text = WHOLE.replace("    children:", f"    formula: {formula}\n    children:").replace(
        "max: 4}", "max: 4, step: 1}"
    )
    text += f"derived:\n  - {{id: X, label: X, formula: {{op: band, of: Total, bands: [{bands}]}}}}\n"
    if not expected:
        make(text)
        return
    assert expected in faults(make, text)[0]


def test_a_weight_may_be_nothing(make: MakeRubric) -> None:
    assert make(HEAD + HEADLINE + WEIGHTED.replace("WEIGHTS", "{A: 1, B: 0}")).at(2018).measures["Total"].parts


# Tolerance


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            banded("{max: 4, code: L}", "{above: 4, code: U}").replace("label: X", "label: X\n    tolerance: 1"),
            "15:16 idle-tolerance: X can have no tolerance: it has no number / remove `tolerance`",
        ),
        (
            WHOLE.replace("label: Total", "label: Total\n    tolerance: -1"),
            "9:16 out-of-range: `tolerance` is out of range / write at least 0",
        ),
    ],
)
def test_a_tolerance_is_for_numbers(make: MakeRubric, text: str, expected: str) -> None:
    assert expected in faults(make, text)


def test_a_rubric_is_found_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "tiny.yaml").write_text(WHOLE, encoding="utf-8")
    with pytest.raises(InputError) as error:
        Catalogue(tmp_path).rubric("tiny")
    (problem,) = error.value.problems
    assert (problem.origin.line, problem.origin.column) == (1, 5)
    assert (problem.message, problem.remedy) == (
        "the rubric “small” is in the file of “tiny”",
        "write `id: tiny`, or rename the file to small.yaml",
    )


@pytest.mark.parametrize("band", ["{min: 8, max: 6, code: L}", "{above: 6, max: 6, code: L}"])
def test_a_band_that_no_value_can_lie_in_is_a_fault(make: MakeRubric, band: str) -> None:
    assert len(faults(make, banded(band))) == 1


@pytest.mark.parametrize(
    "formula",
    [
        "{op: sum}",  # would always be 0
        "{op: mean}",  # would never have a value
        "{op: scaled_sum, factor: 10}",
        "{op: weighted_mean, weights: {}}",
        "{op: weighted_mean, weights: {A: 1, B: -1}}",
        "{op: mean, of: [A, B], min_valid: 3}",
        "{op: band, of: Total, bands: []}",
    ],
)
def test_a_formula_that_cannot_give_a_value_is_a_fault(make: MakeRubric, formula: str) -> None:
    (found,) = faults(make, derived(formula))
    assert found.startswith("13:")


@pytest.mark.parametrize("editions", ["[2019, 2018]", "[2018, 2018]"])
def test_editions_stand_in_order_and_once(make: MakeRubric, editions: str) -> None:
    # Trends and “the edition before” rest on their order.
    (found,) = faults(make, WHOLE.replace("[2018, 2019]", editions))
    assert found.startswith("4:")


@pytest.mark.parametrize(
    "twice",
    [
        "flags:\n  - {id: e, label: E, when: {measure: A}}\n  - {id: e, label: F, when: {measure: B}}\n",
        "quick_facts:\n  - {id: e, label: E}\n  - {id: e, label: F}\n",
    ],
)
def test_flags_and_quick_facts_have_ids_of_their_own(make: MakeRubric, twice: str) -> None:
    (found,) = faults(make, WHOLE + twice)
    assert found.startswith(("13:", "14:"))


def test_several_faults_are_told_together(make: MakeRubric) -> None:
    text = derived("{op: sum, off: [A]}") + "  - {id: Y, formula: {op: given}}\n"
    assert faults(make, text) == [
        "13:42 unknown-key: `off` is not a key here / did you mean `of`?",
        "14:5 missing-key: `label` is missing / add `label:`",
    ]


def test_the_same_id_may_serve_different_editions(make: MakeRubric) -> None:
    rubric = make(f"""\
{HEAD}{HEADLINE}tree:
  - {{id: Total, label: Old, editions: 2018, max: 10}}
  - {{id: Total, label: New, editions: 2019, max: 20}}
""")
    found = [rubric.at(year).measures["Total"] for year in rubric.editions]
    assert [(item.label, str(item.scale.max)) for item in found] == [("Old", "10"), ("New", "20")]


def test_an_edition_that_the_rubric_does_not_cover_is_a_key_error(make: MakeRubric) -> None:
    rubric = make(WHOLE)
    with pytest.raises(KeyError):
        rubric.at(2017)
    assert (rubric.before(2018), rubric.before(2019)) == (None, 2018)


SHIPPED = {
    "freedom-in-the-world": range(2013, 2025),
    "freedom-on-the-net": range(2018, 2019),
    "nations-in-transit": range(2018, 2021),
}


@pytest.mark.parametrize(("name", "edition"), [(name, year) for name, years in SHIPPED.items() for year in years])
def test_the_shipped_rubrics_are_sound_in_each_edition(name: str, edition: int) -> None:
    rubric = Catalogue().rubric(name)
    assert rubric.id == name
    assert rubric.editions == tuple(SHIPPED[name])
    method = rubric.at(edition)
    method.check()
    assert method.headline is not None
    for measure in method.items:
        assert measure.scale.max is not None
        assert measure.scale.step is not None
        assert (measure.scale.max - measure.scale.min) % measure.scale.step == 0
    for measure in method.measures.values():
        # A sum of questions goes as high as the questions do.
        if measure.parts and measure.scale.max is not None and name != "nations-in-transit":
            tops = [method.measures[part].scale.max for part in measure.parts]
            assert measure.scale.max == sum(top for top in tops if top is not None)


def fiw(edition: int) -> Method:
    return Catalogue().rubric("freedom-in-the-world").at(edition)


@pytest.mark.parametrize("edition", SHIPPED["freedom-in-the-world"])
def test_freedom_in_the_world_has_25_questions_and_its_maxima(edition: int) -> None:
    method = fiw(edition)
    asked = [measure.id for measure in method.items if not measure.id.startswith("add_")]
    assert asked == [
        "A1",
        "A2",
        "A3",
        "B1",
        "B2",
        "B3",
        "B4",
        "C1",
        "C2",
        "C3",
        "D1",
        "D2",
        "D3",
        "D4",
        "E1",
        "E2",
        "E3",
        "F1",
        "F2",
        "F3",
        "F4",
        "G1",
        "G2",
        "G3",
        "G4",
    ]
    assert {method.measures[id_].scale.max for id_ in asked} == {4}
    discretionary = [measure.id for measure in method.items if measure.id.startswith("add_")]
    assert discretionary == (["add_a", "add_q"] if edition < 2018 else ["add_q"])
    maxima = {id_: method.measures[id_].scale.max for id_ in ["A", "B", "C", "D", "E", "F", "G", "PR", "CL", "Total"]}
    assert maxima == {
        "A": 12, "B": 16, "C": 12, "D": 16, "E": 12, "F": 16, "G": 16, "PR": 40, "CL": 60, "Total": 100,
    }  # fmt: skip
    shown = ("pr_rating", "cl_rating", "freedom_rating") if edition < 2020 else ("PR", "CL")
    assert method.headline is not None
    assert method.headline.measures == shown


def test_only_the_wordings_of_2013_to_2017_are_unverified() -> None:
    unverified = {
        (edition, measure.id)
        for edition in SHIPPED["freedom-in-the-world"]
        for measure in fiw(edition).items
        if measure.wording is None or not measure.wording.verified
    }
    assert unverified == {(edition, measure.id) for edition in range(2013, 2018) for measure in fiw(edition).items}


def test_wordings_changed_in_2018_and_two_of_them_in_2020() -> None:
    def texts(edition: int) -> dict[str, str]:
        return {measure.id: measure.wording.text for measure in fiw(edition).items if measure.wording}

    assert texts(2013) == texts(2017)
    assert texts(2018) == texts(2019)
    assert texts(2020) == texts(2024)
    assert {id_ for id_ in texts(2018) if texts(2018)[id_] != texts(2020)[id_]} == {"B3", "B4"}
    assert texts(2018)["C2"] == "Are safeguards against official corruption strong and effective?"
    assert texts(2017)["C2"] == "Is the government free from pervasive corruption?"
    assert "LGBT," in texts(2019)["B4"]
    assert "LGBT+," in texts(2020)["B4"]


def test_freedom_on_the_net_is_better_when_lower_throughout() -> None:
    method = Catalogue().rubric("freedom-on-the-net").at(2018)
    assert {measure.direction for measure in method.measures.values() if measure.id != "status"} == {"lower"}
    assert {id_: method.measures[id_].scale.max for id_ in ("A", "B", "C", "Total")} == {
        "A": 25, "B": 35, "C": 40, "Total": 100,
    }  # fmt: skip
    assert len(method.items) == 21
    assert {measure.wording.verified for measure in method.items if measure.wording} == {False}


def test_nations_in_transit_turned_its_scale_round_in_2020() -> None:
    rubric = Catalogue().rubric("nations-in-transit")
    assert [rubric.at(year).measures["democracy_score"].direction for year in rubric.editions] == [
        "lower", "lower", "higher",
    ]  # fmt: skip
    assert {rubric.at(year).measures["democracy_percentage"].direction for year in rubric.editions} == {"higher"}
    assert [item.edition for item in rubric.breaks] == [2020]
