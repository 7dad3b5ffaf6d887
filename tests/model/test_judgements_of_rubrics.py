"""Scales of words, choices, limits and exceptions: what is wrong with them, in the words that their authors read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import InputError
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
id: small
title: Small Index
publisher: Somebody
editions: [2018, 2019]
headline: [{aggregate: T}]
"""
TREE = """\
tree:
  - id: T
    label: Total
    formula: FORMULA
    children:
      - {id: A, label: A, SCALE}
      - {id: B, label: B, scale: [Good, Bad]}
      - {id: C, label: C, max: 4}
"""  # it begins on line 6
WORST = "{op: worst, of: [A, B]}"
SUM = "{op: sum, of: [C]}"
GOOD_BAD = "scale: [Good, Bad]"


def read(folder: Path, tree: str) -> str:
    """Return the problems of a rubric as ``line:column code: message / remedy``; “sound” when it has none."""
    (folder / "rubrics").mkdir()
    (folder / "rubrics" / "small.yaml").write_text(HEAD + tree, encoding="utf-8")
    try:
        Catalogue(folder).rubric("small")
    except InputError as error:
        found = [(item.origin, item.code, item.message, item.remedy) for item in error.problems]
        return "\n".join(f"{at.line}:{at.column} {code}: {said} / {remedy}" for at, code, said, remedy in found)
    return "sound"


def test_the_worst_of_words_is_sound(tmp_path: Path) -> None:
    assert read(tmp_path, TREE.replace("FORMULA", WORST).replace("SCALE", GOOD_BAD)) == "sound"


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        pytest.param(
            "scale: [Good, Bad, good]",
            "11:46 bad-scale: the scale has “good” twice / give each step its own word and code",
            id="a word twice",
        ),
        pytest.param(
            "scale: [Good, Not rated]",
            "11:41 bad-scale: “Not rated” is no step of a scale / remove it: every question can be answered so",
            id="a word that is always an answer",
        ),
        pytest.param(
            "scale: [{label: Good, value: 2}, Bad]",
            "11:60 bad-scale: “Bad” has no value, and other steps of the scale have one / give every step a `value`, or none of them",
            id="some values",
        ),
        pytest.param(
            "scale: [{label: Good, value: 2}, {label: Bad, value: 3}, {label: Ugly, value: 1}]",
            "11:34 bad-scale: the values of the scale neither rise nor fall from step to step / list the steps from the best to the worst",
            id="values out of order",
        ),
        pytest.param("scale: [Good]", "11:34 too-short: `scale` has too few items / give it 2 or more", id="one word"),
        pytest.param(
            "scale: {Good: 1}",
            "11:27 not-a-list: `scale` must be a list / write the items on lines of their own, each after “- ”",
            id="no list",
        ),
        pytest.param(
            "scale: [{label: Good, valeu: 2}, Bad]",
            "11:49 unknown-key: `valeu` is not a key here / did you mean `value`?",
            id="an unknown key",
        ),
        pytest.param(
            "scale: [Good, Bad], max: 4",
            "11:9 scale-of-words: a scale of words has no `max` / remove `max`; give the words a `value` where they count",
            id="a key of numbers",
        ),
        pytest.param(
            "scale: judgement",
            "11:34 unknown-scale: the rubric has no scale “judgement” / add it to `scales`, or write its words as a list",
            id="no scale of that name",
        ),
    ],
)
def test_a_scale_that_cannot_be(scale: str, said: str, tmp_path: Path) -> None:
    assert read(tmp_path, TREE.replace("FORMULA", WORST).replace("SCALE", scale)) == said


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        pytest.param(
            "{op: sum, of: [A, C]}",
            "9:29 no-number: T is made from A, whose words have no numbers / give each word of the scale a `value:`, or take the worst with `op: worst`",
            id="a sum of words",
        ),
        pytest.param(
            "{op: worst, of: [A, C]}",
            "9:34 different-scales: C has another scale than A: neither of two values is the worse one / compare measures of one scale",
            id="the worst of words and numbers",
        ),
        pytest.param(
            "{op: sum, of: [C]}\n    scale: [Good, Bad]",
            "10:5 idle-scale: T is made from others, which give it no words / remove `scale`; bands (`op: band`) name the values of a number",
            id="words for a sum",
        ),
        pytest.param(
            "{op: worst, of: [A, B]}\n    limits: [{no_better_than: Fine, when: {measure: C, below: 2}}]",
            "10:31 unknown-category: T is never Fine / known are `Good`, `Bad`",
            id="a limit that it never is",
        ),
        pytest.param(
            "{op: worst, of: [A, B]}\n    limits: [{no_better_than: Bad}]",
            "10:14 bad-limit: nothing says when Bad is the limit / add `when:` with the condition",
            id="a limit at all times",
        ),
        pytest.param(
            "{op: worst, of: [A, B]}\n    limits: [{no_better_than: Bad, worst_of: [A]}]",
            "10:14 bad-limit: a limit is one value or the worst of some measures / write `no_better_than:` with a value of the measure, or `worst_of:` with other measures",
            id="two limits in one",
        ),
        pytest.param(
            "{op: worst, of: [A, B]}\n    limits: [{worst_of: [C]}]",
            "10:26 different-scales: C has another scale than T: neither of two values is the worse one / compare measures of one scale",
            id="the worst of another scale",
        ),
        pytest.param(
            "{op: worst, of: [A, B]}\n    limits: [{worst_of: [X]}]",
            "10:26 unknown-measure: there is no measure X in edition 2018 / known are `T`, `A`, `B`, `C`",
            id="an unknown measure",
        ),
        pytest.param(
            "{op: sum, of: [C]}\n    limits: [{no_better_than: 2, when: {measure: A, below: 2}}]",
            "10:50 no-number: A has no number, and the condition asks for one / write `code: [Bad]` with the words that meet it",
            id="a number of words",
        ),
        pytest.param(
            "{op: sum, of: [C]}\n    limits: [{no_better_than: 2, when: {measure: A, code: [Awful]}}]",
            "10:60 unknown-category: A is never Awful / known are `Good`, `Bad`",
            id="an unknown word in a condition",
        ),
        pytest.param(
            "{op: sum, of: [C]}\n    limits: [{no_better_than: Good, when: {measure: A, code: [Bad]}}]",
            "10:31 unknown-category: T is never Good / write a number",
            id="a word for a number",
        ),
        pytest.param(
            "{op: worst, of: [A, B]}\n    limits: [{worst_of: [T]}]",
            "7:9 circular-measure: measures depend on each other: T → T / break the circle",
            id="a limit by itself",
        ),
        pytest.param(
            "{op: given}\n    limits: [{no_better_than: 2, when: {measure: A, code: [Bad]}}]",
            "10:5 idle-limit: T can have no limit: the report states it / limit a measure that is made from others",
            id="a limit of what is given",
        ),
        pytest.param(
            "{op: sum, of: [C]}\n    modifiers: [{id: M, label: M, effect: add, scale: [Good, Bad]}]",
            "10:48 idle-scale: M adds or subtracts points, and has no scale of words / remove `scale`",
            id="words that add points",
        ),
    ],
)
def test_a_formula_or_a_limit_that_cannot_be(formula: str, said: str, tmp_path: Path) -> None:
    assert read(tmp_path, TREE.replace("FORMULA", formula).replace("SCALE", GOOD_BAD)) == said


@pytest.mark.parametrize(
    ("formula", "scale", "more", "said"),
    [
        pytest.param(
            "{op: worst, of: [A, B]}",
            "scale: judgement",
            "scales: {judgment: [Good, Bad]}\n",
            "11:34 unknown-scale: the rubric has no scale “judgement” / did you mean `judgment`?",
            id="a misspelt name",
        ),
        pytest.param(
            "{op: sum, of: [C]}",
            "scale: [Good, Bad]",
            "derived:\n  - {id: s, label: S, formula: {op: band, of: T, bands: [{code: G, label: Good, min: 2}, {code: B, label: Bad, below: 2, unless: {measure: A, code: [Bad]}}]}}\n",
            "15:122 last-band-unless: no band of s follows the last one, which has an exception / remove `unless`, or list a worse band below it",
            id="an exception of the last band",
        ),
    ],
)
def test_what_is_wrong_between_parts(formula: str, scale: str, more: str, said: str, tmp_path: Path) -> None:
    assert read(tmp_path, TREE.replace("FORMULA", formula).replace("SCALE", scale) + more) == said
