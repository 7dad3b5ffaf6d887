"""Word by word: what is told leads from one text to the other, and is as little as can be."""

from __future__ import annotations

import random
import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdfgen.diffs.word_diff import common_subsequence, compare_words

TEXTS = st.text(alphabet="ab \n\t.é", max_size=60) | st.lists(
    st.sampled_from(["the", "a", "of", "vote", "was", "held", "\n\n", "- one"]), max_size=40
).map(" ".join)


def made(before: str, after: str) -> str:
    """Return the pieces in brackets and braces."""
    forms = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return "".join(forms[piece.op].format(piece.text) for piece in compare_words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "", ""),
        ("the same", "the same", "the same"),
        ("the quick brown fox", "the quick red fox", "the quick [-brown-]{+red+} fox"),
        ("one two three", "one three", "one[- two-] three"),
        ("one three", "one two three", "one{+ two+} three"),
        ("The end.", "The end. Or not.", "The end.{+ Or not.+}"),
        ("So the end.", "the end.", "[-So -]the end."),
        ("", "All new.", "{+All new.+}"),
        ("All old.", "", "[-All old.-]"),
        ("One. Two.", "One.\n\nTwo.", "One.[- -]{+\n\n+}Two."),
        ("a vote", "a vote, held twice", "a [-vote-]{+vote, held twice+}"),
        # single words that stayed in a sentence that is new tell nothing; five in a row do
        ("he went to the house of a friend", "they fled to the city in a hurry", "[-he went-]{+they fled+} to the [-house of-]{+city in+} a [-friend-]{+hurry+}"),
        ("u v w of x y z", "k l m of n o p", "[-u v w of x y z-]{+k l m of n o p+}"),
        ("u v w x y z one two three four a b c d e f", "k l m n o p one two three four g h i j k l", "[-u v w x y z-]{+k l m n o p+} one two three four [-a b c d e f-]{+g h i j k l+}"),
    ],
)  # fmt: skip
def test_changes_stand_where_a_reader_looks_for_them(before: str, after: str, told: str) -> None:
    assert made(before, after) == told


@given(TEXTS, TEXTS)
def test_what_stayed_and_what_changed_is_each_text_to_the_character(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.op != "+") == before
    assert "".join(piece.text for piece in pieces if piece.op != "-") == after
    assert all(piece.text for piece in pieces)
    assert all((one.op, other.op) in {("=", "-"), ("=", "+"), ("-", "+"), ("-", "="), ("+", "=")} for one, other in pairwise(pieces))  # fmt: skip


@given(st.lists(st.sampled_from("abcd"), max_size=25), st.lists(st.sampled_from("abcd"), max_size=25))
def test_nothing_longer_is_common(old: list[str], new: list[str]) -> None:
    found = common_subsequence(old, new)
    assert all(old[one] == new[other] for one, other in found)
    assert all(first[0] < second[0] and first[1] < second[1] for first, second in pairwise(found))
    assert len(found) == longest(old, new)


def longest(old: list[str], new: list[str]) -> int:
    """Return the length of a longest common subsequence, by the table of the textbook."""
    row = [0] * (len(new) + 1)
    for one in old:
        above = row
        row = [0]
        for index, other in enumerate(new):
            row.append(above[index] + 1 if one == other else max(above[index + 1], row[index]))
    return row[-1]


@pytest.mark.parametrize(
    ("words", "letters", "length"),
    [(10_000, string.ascii_letters, 5), (10_000, "ab", 5), (32_000, "ab", 1)],
    ids=["all words differ", "32 words", "two words, as long as a text may be"],
)
def test_two_long_texts_of_random_words_are_compared(words: int, letters: str, length: int) -> None:
    chance = random.Random(7)  # noqa: S311  # not for secrets
    one, other = (
        " ".join("".join(chance.choices(letters, k=length)) for _ in range(words)) for _ in range(2)
    )  # fmt: skip
    assert len(one) in (59_999, 63_999)
    pieces = compare_words(one, other)
    assert "".join(piece.text for piece in pieces if piece.op != "-") == other
