"""The words on the page are the words of the source: random narratives through the whole program and back."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from pdfgen import InputError, build_pdf, load_report
from pdfgen.layout.page_geometry import Geometry
from pdfgen.model.prose import ProseText, parse
from pdfgen.pdf.characters import INKLESS
from pdfgen.pdf.faces import face
from pdfgen.profiles import PAGE_SIZES
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def strings(prose: ProseText) -> str:
    """Return the words, paragraphs parted by line ends."""
    return "\n".join(paragraph.text() for paragraph in prose.paragraphs())


RUBRIC = """
id: one
title: One
publisher: Nobody
editions: [2018]
headline: [{aggregate: Q}]
tree: [{id: Q, label: Question, max: 4}]
"""
REPORT = """
rubric: one
edition: 2018
year_under_review: 2017
entity: {name: Testland, kind: country}
answers:
  Q:
    score: 1
    narrative: """

SPACES = " \n\t\u00a0"
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
COVERED = "".join(
    sorted(face("SourceSerif4_400Regular.ttf").characters | face("SourceSans3_400Regular.ttf").characters)
)
# What a YAML file may hold and does not fall apart in NFC; marks that stand alone are apart (see below).
LETTERS = "".join(
    char
    for char in COVERED
    if unicodedata.category(char)[0] in "LNPS" and unicodedata.normalize("NFC", char) == char and char.isprintable()
)
MARKS = "".join(char for char in COVERED if unicodedata.combining(char))

words = st.one_of(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCXYZ0123456789", min_size=1, max_size=14),
    st.text(alphabet=PUNCTUATION, min_size=1, max_size=8),
    st.text(alphabet=LETTERS, min_size=1, max_size=12),
    st.sampled_from(
        ["<b>bold</b>", "a<b", "&amp;", "<img src='/etc/passwd'/>", "x<y and y>z", "%(x)s", "{name}", "$HOME"]
    ),
    st.sampled_from(
        ["government-friendly", "2016–17", "year—unusually", "ﬁnance", "soft\u00adhyphen", "zero\u200bwidth"]
    ),
)
narratives = st.lists(
    st.tuples(words, st.sampled_from([" ", " ", " ", "\n", "\n\n", "\t", "  ", "\u00a0"])), min_size=1
)


@pytest.fixture(scope="module")
def read_back(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return what the text column of a report says whose narrative is the given Markdown."""
    project: Path = tmp_path_factory.mktemp("project")
    (project / "rubrics").mkdir()
    (project / "rubrics" / "one.yaml").write_text(RUBRIC, encoding="utf-8")
    (project / "edition.yaml").write_text("rubric: one\nedition: 2018\nyear_under_review: 2017\n", encoding="utf-8")
    path = project / "report.yaml"

    def read(markdown: str) -> str:
        # a JSON string is a double-quoted YAML scalar
        path.write_text(REPORT + json.dumps(f"BEGIN\n\n{markdown}\n\nEND", ensure_ascii=False), encoding="utf-8")
        found = re.search(r"BEGIN(.*)END", column_text(build_pdf(load_report(path))), re.DOTALL)
        assert found, "the sentinels are lost"
        return found[1]

    return read


def column_text(content: bytes, name: str = "a4") -> str:
    """Return the text of the text column of all pages, without rail, running heads and feet."""
    page_size = Geometry.of(PAGE_SIZES[name], Catalogue().theme("standard"))
    left = page_size.column - 3
    document = pypdfium2.PdfDocument(content)
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_bounded(left, page_size.bottom - 5, page_size.width, page_size.top + 8))
        return "\n".join(pages)
    finally:
        document.close()


def normalised(text: str) -> str:
    """Return ``text`` without what a reader of PDF changes by itself, and without what the program may change.

    pdfium writes a hyphen at a line's end as U+0002 and drops the space behind it, and takes ligatures apart. A line
    may end inside a word after a dash or a slash. Quotes, primes, dashes, the minus and the ellipsis are set as a publisher
    writes them.
    """
    text = re.sub("\x02\\s*", "-", text)
    text = re.sub("[\u2018\u2019\u201a\u2032]", "'", re.sub("[\u201c\u201d\u201e\u2033]", '"', text))
    text = re.sub("(?<=[/\u2010\u2013\u2014])\r\n", "", text)
    text = re.sub("[-\u2010\u2013\u2014\u2212]+", "-", text).replace("\u2026", "...")
    text = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in text)
    return unicodedata.normalize("NFC", "".join(char for char in text if char not in INKLESS))


def escaped(text: str) -> str:
    """Return ``text`` with a backslash before each ASCII punctuation mark, so that none of it is markup."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(parts=narratives)
def test_any_narrative_comes_back_word_for_word(read_back: Callable[[str], str], parts: list[tuple[str, str]]) -> None:
    assert_comes_back(read_back, parts)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(parts=narratives)
def test_ten_thousand_narratives_come_back(read_back: Callable[[str], str], parts: list[tuple[str, str]]) -> None:
    assert_comes_back(read_back, parts)


def assert_comes_back(read_back: Callable[[str], str], parts: list[tuple[str, str]]) -> None:
    text = "".join(word + space for word, space in parts)
    try:
        read = read_back(escaped(text))
    except InputError as error:  # bullets, and lines with tabs, which no backslash makes text
        told = {problem.code for problem in error.problems}
        assert told == {"unknown-markup"}  # hypothesis chooses which texts are refused
        return
    got, expected = normalised(read).split(), normalised(text).split()
    if "\u00ad" in text:  # shows as a hyphen at a line's end only
        got, expected = ([word.replace("-", "") for word in words] for words in (got, expected))
        assert "".join(got) == "".join(expected)
    elif "\u200b" in text or any(word.endswith(("-", "/")) for word in expected):
        # at a line's end a mark before a space cannot be told from one inside a word, nor from one that begins the next
        assert re.sub("-+", "-", "".join(got)) == re.sub("-+", "-", "".join(expected))
    else:
        assert got == expected


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(alphabet=st.sampled_from("ab *_[]()\\-+1.\n<>&#!`^"), min_size=1, max_size=80))
def test_markup_of_any_shape_sets_what_the_parser_reads(read_back: Callable[[str], str], text: str) -> None:
    try:
        parsed = parse(f"BEGIN\n\n{text}\n\nEND")
    except PydanticCustomError as error:
        assert error.type in {"bad-link", "bare-asterisk", "empty-text", "list-too-deep", "unknown-markup"}  # noqa: PT017  # hypothesis chooses which texts are refused
        return
    if parsed.notes():
        return  # a mark without its note is refused; notes have a test of their own
    letters = [char for char in strings(parsed) if char.isalpha()]
    got = [char for char in "BEGIN" + read_back(text) + "END" if char.isalpha()]
    assert got == letters


def test_a_paragraph_of_twenty_thousand_characters_runs_over_pages_whole(read_back: Callable[[str], str]) -> None:
    text = " ".join(f"word{number}" for number in range(2300))
    assert len(text) > 19_000
    assert read_back(text).split() == text.split()


def test_lists_keep_their_marks_numbers_and_order(read_back: Callable[[str], str]) -> None:
    got = read_back("before\n\n- one\n- two\n\n  2. three\n  3. four\n\nafter").split()
    assert got == ["before", "•", "one", "•", "two", "2.", "three", "3.", "four", "after"]


@pytest.mark.parametrize("page_size", sorted(PAGE_SIZES))
@pytest.mark.parametrize("path", sorted(shipped("data").glob("editions/*/reports/*.yaml")), ids=lambda path: path.stem)
def test_samples_have_every_word_in_order(path: Path, page_size: str) -> None:
    report = load_report(path)
    content = build_pdf(report, page_size=page_size)
    got = normalised(column_text(content, page_size)).split()
    at = 0
    for where, prose in report.prose():
        if where[0] in ("notices", "footnotes", "publication"):
            continue  # set in boxes and at the end; their words are looked for below
        for paragraph in prose.paragraphs():
            expected = normalised("".join(run.text or "\ue000" for run in paragraph.runs)).replace("\ue000", "").split()
            at = place_of(expected, got, at) + len(expected)
    for _, prose in report.prose():
        for paragraph in prose.paragraphs():
            expected = normalised(paragraph.text()).split()
            assert place_of(expected, got, 0) >= 0


def place_of(expected: list[str], got: list[str], start: int) -> int:
    """Return where ``expected`` stands in ``got`` at or after ``start``; a footnote number may cling to a word."""
    for place in range(start, len(got) - len(expected) + 1):
        if all(
            a == b or (a.startswith(b) and a[len(b) :].isdigit()) for a, b in zip(got[place:], expected, strict=False)
        ):
            return place
    pytest.fail(f"“{' '.join(expected)[:80]}…” is not in the text after word {start}")
