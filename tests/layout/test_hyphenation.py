"""Where words may be divided, and what is never divided."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdfgen.layout.hyphenation import SOFT_HYPHEN, softener
from tests.examples import examples

Mode = Literal["never", "words", "all"]
MODES: tuple[Mode, ...] = ("never", "words", "all")


def shown(language: str, mode: Mode, word: str) -> str:
    """Return the softened word with its soft hyphens as bars."""
    return softener(language, mode)(word).replace(SOFT_HYPHEN, "|")


@pytest.mark.parametrize(
    ("language", "divided"),
    [
        ("en", "democ|racy"),
        ("en-US", "democ|racy"),
        ("en-GB", "demo|cracy"),
        ("en", "gov|ern|ment"),
        ("en", "inde|pen|dence"),
        ("en-GB", "inde|pend|ence"),
        ("en-US", "gov|ern|ment"),
        ("en-GB", "gov|ern|ment"),
        ("en", "strengths"),
        ("de", "ver|ant|wort|lich"),
        ("de", "unab|hän|gig"),
        ("de-DE", "grund|sätz|lich"),
        ("es", "res|pon|sa|bi|li|dad"),
        ("es", "gobierno"),
        ("es-MX", "demo|cra|cia"),
    ],
)
def test_words_are_divided_as_their_language_divides_them(language: str, divided: str) -> None:
    assert shown(language, "words", divided.replace("|", "")) == divided


@pytest.mark.parametrize(
    ("language", "divided"),
    [("en", "Mace|do|nia"), ("en", "UNESCO"), ("de", "Ver|fas|sung"), ("de", "REGIE|RUNG"), ("es", "Nica|ra|gua")],
)
def test_names_are_divided_only_when_everything_is(language: str, divided: str) -> None:
    word = divided.replace("|", "")
    assert shown(language, "words", word) == word
    assert shown(language, "all", word) == divided


@pytest.mark.parametrize("word", ["McDonald", "iPhones", "eGovernment", "governmentS", "ÖSTERREICH", "Österreich"])
def test_a_capital_anywhere_makes_a_name(word: str) -> None:
    assert shown("en", "words", word) == word
    assert shown("de", "words", word) == word


@pytest.mark.parametrize("word", ["government", "Government", "Azerbaijan", "independence"])
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_never_is_never(language: str, word: str) -> None:
    assert shown(language, "never", word) == word


@pytest.mark.parametrize(
    "word",
    ["“gov|ern|ment”", "gov|ern|ment,", "(gov|ern|ment)", "«gov|ern|ment»", "„gov|ern|ment‘", "[‘gov|ern|ment…’]?!"],
)
def test_punctuation_around_a_word_stays_where_it_is(word: str) -> None:
    assert shown("en", "words", word.replace("|", "")) == word


@pytest.mark.parametrize(
    "word",
    [
        "governments2",
        "2government",
        "government-friendly",
        "government’s",
        "govern\u00adment",
        "government\u200bal",
        "and/government",
        "government.independence",
        "government—independence",
        "government@example.org",
        "2017",
        "…",
        "“”",
        "",
        " ",
    ],
)
@pytest.mark.parametrize("mode", MODES)
def test_a_word_with_anything_but_letters_inside_is_left_alone(word: str, mode: Mode) -> None:
    assert softener("en", mode)(word) == word


@pytest.mark.parametrize("language", ["zh", "tlh", "xx", "und", "ar", "zh-Hant-TW", "", "not a language"])
@pytest.mark.parametrize("word", ["government", "Government", "independence"])
def test_a_language_without_patterns_is_not_divided(language: str, word: str) -> None:
    assert shown(language, "all", word) == word


@pytest.mark.parametrize(
    ("word", "divided"),
    [
        ("local", "local"),  # lo-cal: of five letters
        ("(local),", "(local),"),  # punctuation is no letter
        ("nation", "nation"),  # na-tion: two letters before it
        ("nations", "nations"),
        ("sector", "sec|tor"),  # six letters, three on either side
        ("economy", "econ|omy"),
        ("recently", "recently"),  # re-cent-ly
        ("about", "about"),
    ],
)
def test_six_letters_and_three_on_either_side_at_least(word: str, divided: str) -> None:
    assert shown("en", "words", word) == divided


LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßáéíñ"


@examples(300)
@given(
    word=st.text(LETTERS + LETTERS.upper().replace("SS", ""), max_size=24),
    before=st.sampled_from(["", "“", "(", "«‘"]),
    after=st.sampled_from(["", ".", ",”", ")…"]),
    language=st.sampled_from(["en", "de", "es", "en-GB", "fr", "xx"]),
    mode=st.sampled_from(MODES),
)
def test_only_soft_hyphens_are_added_and_never_near_an_edge(
    word: str, before: str, after: str, language: str, mode: Mode
) -> None:
    whole = before + word + after
    softened = softener(language, mode)(whole)
    assert softened.replace(SOFT_HYPHEN, "") == whole
    assert softened.startswith(before)
    assert softened.endswith(after)
    pieces = softened.removeprefix(before).removesuffix(after).split(SOFT_HYPHEN)
    if len(pieces) == 1:
        return
    assert mode != "never"
    assert language != "xx"
    assert mode == "all" or word.islower()
    assert len(word) >= 6
    assert len(pieces[0]) >= 3
    assert len(pieces[-1]) >= 3
    assert all(pieces)


@examples(300)
@given(word=st.text(LETTERS, min_size=6, max_size=20), language=st.sampled_from(["en", "de", "es"]))
def test_a_word_is_divided_the_same_in_both_modes_and_in_quotes(word: str, language: str) -> None:
    softened = softener(language, "words")(word)
    assert softener(language, "all")(word) == softened
    assert softener(language, "words")(f"“{word}”,") == f"“{softened}”,"


def test_a_capital_that_is_longer_in_small_letters_does_not_move_the_divisions() -> None:
    # "İ".lower() has two characters
    assert shown("lt", "all", "İstanbulas").replace("İ", "I") == shown("lt", "all", "Istanbulas")
    assert "|" in shown("lt", "all", "Istanbulas")


def test_a_division_that_spells_a_word_otherwise_is_not_taken() -> None:
    # asz-szony-nyal: a soft hyphen alone would misspell it
    assert shown("hu", "words", "asszonnyal") == "asszonnyal"
    assert shown("hu", "words", "független") == "füg|get|len"
