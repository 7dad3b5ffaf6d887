"""The characters of narrative: what is typed, and what is printed."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdfgen.content.punctuation import punctuated
from pdfgen.source.catalogue import Catalogue
from tests.examples import examples

LABELS = {language: Catalogue().labels(language) for language in ("en", "es")}


def printed(text: str, language: str = "en") -> str:
    """Return a text of one run in print; “~” is an unbroken space."""
    (found,) = punctuated([text.replace("~", "\u00a0")], LABELS[language])
    return found.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("typed", "english", "spanish"),
    [
        ('"Free" press', "“Free” press", "«Free» press"),
        ('so-called "reforms," he said', "so-called “reforms,” he said", "so-called «reforms,» he said"),
        ('("Jokowi") ["a"] {"b"}', "(“Jokowi”) [“a”] {“b”}", "(«Jokowi») [«a»] {«b»}"),
        ('claims—"atheistic"—rose', "claims—“atheistic”—rose", "claims—«atheistic»—rose"),
        ('claims--"atheistic"--rose', "claims—“atheistic”—rose", "claims—«atheistic»—rose"),
        ('"I never—" he said', "“I never—” he said", "«I never—» he said"),
        ('non-"essential", "anti-" and "a"/"b"', "non-“essential”, “anti-” and “a”/“b”", "non-«essential», «anti-» and «a»/«b»"),
        ("\"He said 'no' twice\"", "“He said ‘no’ twice”", "«He said “no” twice»"),
        ("\"'No,' he said, 'never.'\"", "“‘No,’ he said, ‘never.’”", "«“No,” he said, “never.”»"),
        ("“a 'b' c” «d 'e'»", "“a ‘b’ c” «d ‘e’»", "“a “b” c” «d “e”»"),
        ('"...and more"', "“…and more”", "«…and more»"),
        ('¿"Sí"? ¡"No"!', "¿“Sí”? ¡“No”!", "¿«Sí»? ¡«No»!"),
        ('a 5" gun', "a 5″ gun", "a 5″ gun"),
        ('in "2017" and "5"', "in “2017” and “5”", "in «2017» and «5»"),
        ('he closed in 2017"', "he closed in 2017”", "he closed in 2017»"),
        ('"he is 5\'11" tall"', "“he is 5′11″ tall”", "«he is 5′11″ tall»"),
        ('"he is 5\'11"', "“he is 5′11”", "«he is 5′11»"),
        ("'all workers' he said", "‘all workers’ he said", "“all workers” he said"),
    ],
)  # fmt: skip
def test_quotes_are_those_of_the_language(typed: str, english: str, spanish: str) -> None:
    assert (printed(typed), printed(typed, "es")) == (english, spanish)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("it isn't Côte d'Ivoire's", "it isn’t Côte d’Ivoire’s"),
        ("the workers' rights", "the workers’ rights"),
        ("a court (TSE)'s rules", "a court (TSE)’s rules"),
        ("in the '90s, the 1990's, class of '68.", "in the ’90s, the 1990’s, class of ’68."),
        ("minister 'Akilisi Pōhiva", "minister ’Akilisi Pōhiva"),
        ("give 'em the workers' rights", "give ’em the workers’ rights"),
        ("rock 'n' roll, 'tis", "rock ’n’ roll, ’tis"),
        ("5'11\" and a 6' wall", "5′11″ and a 6′ wall"),
        ("51°30'26\"N, 0°7'W", "51°30′26″N, 0°7′W"),
        ('6" x 7.5"', "6″ x 7.5″"),
    ],
)
def test_an_apostrophe_is_an_apostrophe_in_every_language(typed: str, expected: str, language: str) -> None:
    assert printed(typed, language) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("he left -- in May", "he left — in May"),
        ("he left---in May", "he left—in May"),
        ("a rule of ----", "a rule of ----"),
        ("and so on... and on....", "and so on… and on…."),
        ("from -4 to -1 (-3), “-2” [-0.5]", "from −4 to −1 (−3), “−2” [−0.5]"),
        ("-5 degrees", "−5 degrees"),
        ("2016-17, +1-555-0100, A-4, -x, a -, 3 - 4", "2016-17, +1-555-0100, A-4, -x, a -, 3 - 4"),
        ("co-princes — a – b − c …", "co-princes — a – b − c …"),
        ("see https://a.example/l'an--2...x/ or www.b.example/c--d.", "see https://a.example/l'an--2...x/ or www.b.example/c--d."),
        ("a.example/b--c, d--e@a.example and f--g.pdf", "a.example/b--c, d--e@a.example and f--g.pdf"),
        ("xn--a.example /a--b/c... C:\\a--b\\c ftp://a/b--c", "xn--a.example /a--b/c… C:\\a--b\\c ftp://a/b--c"),
        ("see a.example/l'an--x", "see a.example/l'an--x"),
        ("and/or--which, 2016--17.5", "and/or—which, 2016—17.5"),
        ('"https://a.example/b--c" -- there', "“https://a.example/b--c” — there"),
    ],
)  # fmt: skip
def test_dashes_ellipsis_and_minus(typed: str, expected: str) -> None:
    assert printed(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("about 46.8 percent, 7 percentage points, 3 % of", "about 46.8~percent, 7~percentage points, 3~% of"),
        ("$2 million (US$1,5 billion) 40 thousand", "$2~million (US$1,5~billion) 40~thousand"),
        ("5 km, 30 km² and 20 °C at 5 p.m.", "5~km, 30~km² and 20~°C at 5~p.m."),
        ("7 percentiles, 5 kmx, 2 millions, two million", "7 percentiles, 5 kmx, 2 millions, two million"),
        ("on March 5, May 15 and 5 March 2017", "on March~5, May~15 and 5~March 2017"),
        ("in March 2017, May 15,000 died, 2017 March", "in March 2017, May 15,000 died, 2017 March"),
        ("with Mr. Smith, Gen. Abdel and St. Kitts", "with Mr.~Smith, Gen.~Abdel and St.~Kitts"),
        ("Law No. 71, arts. 3, pp. 5–6", "Law No.~71, arts. 3, pp.~5–6"),
        ("He said No. The pump. 5 August. 5", "He said No. The pump. 5~August. 5"),
        ("by J. R. R. Smith", "by J.~R.~R.~Smith"),
        ("J. Smith (A. Jones) “B. Cohn”", "J.~Smith (A.~Jones) “B.~Cohn”"),
        ('"B. Cohn" said', "“B.~Cohn” said"),
        ("vitamin C. The", "vitamin C. The"),
        ("in the U.S. The", "in the U.S. The"),
        ("by J. smith", "by J. smith"),
    ],
)
def test_no_line_ends_inside_a_quantity_a_date_or_a_name(typed: str, expected: str) -> None:
    assert printed(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("el 7 por ciento y el 3 % de 2 millones de 5 €", "el 7~por~ciento y el 3~% de 2~millones de 5~€"),
        ("a las 5 a. m. del 5 de marzo de 2017", "a las 5~a.~m. del 5~de~marzo de 2017"),
        ("el 15 de mayo; en mayo 15; 2017 de marzo; 5 de mayores", "el 15~de~mayo; en mayo~15; 2017 de marzo; 5 de mayores"),
        ("la Sra. Pérez de EE. UU.", "la Sra.~Pérez de EE.~UU."),
        ("n.º 5, art. 3 y núm. 71", "n.º~5, art.~3 y núm.~71"),
        ("Á. Ñ. Muñoz", "Á.~Ñ.~Muñoz"),
        ("7 percent, March 5", "7 percent, March 5"),
    ],
)  # fmt: skip
def test_what_is_not_parted_depends_on_the_language(typed: str, expected: str) -> None:
    assert printed(typed, "es") == expected


def test_a_language_says_where_its_points_stand_and_may_have_no_abbreviations() -> None:
    german = LABELS["en"].model_copy(
        update={"day_of_month": "{day}. {month}", "months": ("Januar",) * 12, "titles": (), "numbered": (), "units": ()}
    )
    assert punctuated(["am 5. Januar 2017, 7 percent"], german) == ["am 5.\u00a0Januar 2017, 7 percent"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["the ", '"', "Free", '"', " press"], ["the ", "“", "Free", "”", " press"]),
        (['"', "Free", '"'], ["“", "Free", "”"]),
        (['said "so', "", '" and ', "", ' "no"'], ["said “so", "", "” and ", "", " “no”"]),
        (["Le Monde", "'s view"], ["Le Monde", "’s view"]),
        (["7", " percent of ", "March", " 5"], ["7", "\u00a0percent of ", "March", "\u00a05"]),
        (["so", "", "-3 and ", "-4"], ["so", "", "-3 and ", "−4"]),
        (["left -- now... ", '"then" -- ', "'gone'"], ["left — now… ", "“then” — ", "‘gone’"]),
        ([], []),
    ],
)
def test_the_runs_of_a_paragraph_are_read_as_one(typed: list[str], expected: list[str]) -> None:
    assert punctuated(typed, LABELS["en"]) == expected


PIECES = [
    *"'\"-.—–−…“”‘’«» ~([/¿,s5AÁ\ufffc\n",
    "--", "---", "...", "'90s", "15", "percent", "por ciento", "March", "marzo", " de ", "Mr.", "n.º", "J. ",
    "https://", "www.", "a", "\u00a0",
]  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text(max_size=20))
LANGUAGES = st.sampled_from(sorted(LABELS))
PLAIN = str.maketrans({**dict.fromkeys("“”‘’«»′″\"'", "'"), **dict.fromkeys("—−", "-"), "…": ".", "\u00a0": " "})


def plain(text: str) -> str:
    """Return ``text`` with all quotes alike, one hyphen for any dash, one point for any ellipsis."""
    return re.sub(r"([-.])\1+", r"\1", text.translate(PLAIN))


@examples(1000)
@given(st.lists(TEXTS, max_size=5), LANGUAGES)
def test_words_and_their_order_stay(typed: list[str], language: str) -> None:
    found = punctuated(typed, LABELS[language])
    assert list(map(plain, found)) == list(map(plain, typed))


@examples(1000)
@given(st.lists(TEXTS, max_size=5), LANGUAGES)
def test_what_is_punctuated_stays_as_it_is(typed: list[str], language: str) -> None:
    once = punctuated(typed, LABELS[language])
    assert punctuated(once, LABELS[language]) == once


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["'", '"', " '", "' ", "'a", "-", "- -5", "www.!", "https://", "J. ", "5 ", "No. ", "--a", "a.", "5'"]
)
def test_a_long_paragraph_of_marks_takes_no_time_to_speak_of(piece: str) -> None:
    """A second, unless the time grows with the square of the length: then the process is ended."""
    pytest.importorskip("resource", reason="no process can be limited here")
    program = f"""
import resource
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from pdfgen.content.punctuation import punctuated
from pdfgen.source.catalogue import Catalogue
from tests.examples import examples
from tests.examples import examples
punctuated([{piece!r} * {200_000 // len(piece)}], Catalogue().labels("en"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
