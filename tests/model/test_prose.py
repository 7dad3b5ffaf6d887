"""The small Markdown of narratives: what is markup, and that everything else is text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pydantic_core import PydanticCustomError

from pdfgen.model.prose import ItemList, Prose, ProseParagraph, ProseText, Run, parse
from tests.examples import examples


def strings(prose: ProseText) -> str:
    """Return the words, paragraphs parted by line ends."""
    return "\n".join(paragraph.text() for paragraph in prose.paragraphs())


LAW = "https://example.org/a_b?c=1&d=2"


def runs(source: str) -> tuple[Run, ...]:
    """Return the runs of a text that makes one paragraph."""
    (block,) = parse(source).blocks
    assert isinstance(block, ProseParagraph)
    return block.runs


def attempt(source: str) -> ProseText | PydanticCustomError:
    try:
        return parse(source)
    except PydanticCustomError as error:
        return error


def outline(blocks: tuple[ProseParagraph | ItemList, ...]) -> list[object]:
    """Return paragraphs as their words, lists as lists that begin with their first number or a dash."""
    return [
        block.text()
        if isinstance(block, ProseParagraph)
        else ["-" if block.start is None else block.start, *(outline(item) for item in block.items)]
        for block in blocks
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("plain", [Run("plain")]),
        ("a *b* c", [Run("a "), Run("b", emphasis=True), Run(" c")]),
        ("a _b_ c", [Run("a "), Run("b", emphasis=True), Run(" c")]),
        ("a **b** c", [Run("a "), Run("b", strong=True), Run(" c")]),
        ("__b__", [Run("b", strong=True)]),
        ("***b***", [Run("b", emphasis=True, strong=True)]),
        (
            "*a **b** c*",
            [Run("a ", emphasis=True), Run("b", emphasis=True, strong=True), Run(" c", emphasis=True)],
        ),
        ("**a *b***", [Run("a ", strong=True), Run("b", emphasis=True, strong=True)]),
        ("“*a*”—*b*.", [Run("“"), Run("a", emphasis=True), Run("”—"), Run("b", emphasis=True), Run(".")]),
        ("un*frigging*believable", [Run("un"), Run("frigging", emphasis=True), Run("believable")]),
        ("*a\nb*", [Run("a b", emphasis=True)]),
        ("*unclosed", [Run("*unclosed")]),
        ("**a*", [Run("*"), Run("a", emphasis=True)]),
    ],
)
def test_emphasis(source: str, expected: list[Run]) -> None:
    assert runs(source) == tuple(expected)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("5*x*2", "5*x*2"),
        ("2*n and 3*m", "2*n and 3*m"),
        ("a*b and c*d", "a*b and c*d"),
        ("M*A*S*H", "M*A*S"),
        ("x**2y**3", "x**2y**3"),
    ],
)
def test_asterisks_of_arithmetic_are_no_emphasis(source: str, told: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        parse(source)
    assert error.value.context is not None
    assert error.value.type == "bare-asterisk"
    assert error.value.context["message"] == f"“{told}”: these asterisks would be taken for emphasis"
    assert error.value.context["remedy"] == "write × for a product, and \\* for an asterisk"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"see [the law]({LAW}).", [Run("see "), Run("the law", link=LAW), Run(".")]),
        (
            f"[a *b* **c**]({LAW})",
            [
                Run("a ", link=LAW),
                Run("b", emphasis=True, link=LAW),
                Run(" ", link=LAW),
                Run("c", strong=True, link=LAW),
            ],
        ),
        (f"*see [it]({LAW})*", [Run("see ", emphasis=True), Run("it", emphasis=True, link=LAW)]),
        ("[me](mailto:a@example.org)", [Run("me", link="mailto:a@example.org")]),
        ("[a](<https://example.org/a b>)", [Run("a", link="https://example.org/a%20b")]),
        ("[a](https://example.org/ü)", [Run("a", link="https://example.org/%C3%BC")]),
        ("[a](https://example.org/(b))", [Run("a", link="https://example.org/(b)")]),
        ("[a] (https://example.org)", [Run("[a] (https://example.org)")]),
        (r"\[a](https://example.org)", [Run("[a](https://example.org)")]),
        ("https://example.org/a_b_c", [Run("https://example.org/a_b_c")]),  # an address is no link by itself
    ],
)
def test_links(source: str, expected: list[Run]) -> None:
    assert runs(source) == tuple(expected)


WRITE_HTTPS = "link to https://… or mailto:…, or put a backslash before the “[”"


@pytest.mark.parametrize(
    ("uri", "message", "remedy"),
    [
        ("http://example.org/a", "“http://example.org/a” is not a safe link", "write https://example.org/a"),
        ("javascript:alert", "“javascript:alert”: links by “javascript:” are not allowed", WRITE_HTTPS),
        ("data:text/html,x", "“data:text/html,x”: links by “data:” are not allowed", WRITE_HTTPS),
        ("file:///etc/passwd", "“file:///etc/passwd”: links by “file:” are not allowed", WRITE_HTTPS),
        ("JavaScript:alert", "“JavaScript:alert”: links by “javascript:” are not allowed", WRITE_HTTPS),
        ("example.org", "“example.org”: a link needs https:// before it", WRITE_HTTPS),
        ("#section", "“#section”: a link needs https:// before it", WRITE_HTTPS),
        ("/etc/passwd", "“/etc/passwd”: a link needs https:// before it", WRITE_HTTPS),
    ],
)
def test_other_links_are_refused(uri: str, message: str, remedy: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        parse(f"See [this]({uri}).")
    assert error.value.type == "bad-link"
    assert error.value.context is not None
    assert error.value.context["remedy"] == remedy
    assert error.value.context["snippet"] == uri
    assert error.value.context["message"] == message


@pytest.mark.parametrize(("uri", "scheme"), [("https:///path", "https"), ("mailto:nobody", "mailto")])
def test_a_link_without_a_goal_is_not_refused_for_its_scheme(uri: str, scheme: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        parse(f"See [this]({uri}).")
    assert error.value.type == "bad-link"
    assert f"links by “{scheme}:” are not allowed" not in error.value.message()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\*a\* \_b\_ \[c\](d) \\ \[^n]", r"*a* _b_ [c](d) \ [^n]"),
        (r"1986\. A year", "1986. A year"),
        (r"\- no item", "- no item"),
        (r"\# \> \` \| \&amp;", "# > ` | &amp;"),
        (r"C:\dir \q", r"C:\dir \q"),  # a backslash before a letter is a backslash
        ("at the end\\", "at the end\\"),
        ("a\\\nb", "a b"),
    ],
)
def test_a_backslash_makes_text_of_markup(source: str, text: str) -> None:
    assert runs(source) == (Run(text),)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("- a\n- b", [["-", ["a"], ["b"]]]),
        ("* a\n* b", [["-", ["a"], ["b"]]]),
        ("+ a", [["-", ["a"]]]),
        ("1. a\n2. b", [[1, ["a"], ["b"]]]),
        ("3. a\n4. b", [[3, ["a"], ["b"]]]),
        ("0) a", [[0, ["a"]]]),
        ("before\n- a\n\nafter", ["before", ["-", ["a"]], "after"]),
        ("before\n2. no list", ["before 2. no list"]),  # CommonMark: only 1 may break into a paragraph
        ("-no list", ["-no list"]),
        ("1986", ["1986"]),
        ("a - b", ["a - b"]),
        ("- a\n  goes on\n- b", [["-", ["a goes on"], ["b"]]]),
        ("- a\n\n  b\n- c", [["-", ["a", "b"], ["c"]]]),
        ("- a\n  1. b\n     - c\n  2. d\n- e", [["-", ["a", [1, ["b", ["-", ["c"]]], ["d"]]], ["e"]]]),
        ("- a\n- b\n\n7. c", [["-", ["a"], ["b"]], [7, ["c"]]]),
        ("- - a", [["-", [["-", ["a"]]]]]),
    ],
)
def test_lists(source: str, expected: list[object]) -> None:
    assert outline(parse(source).blocks) == expected


def test_lists_may_be_nested_four_deep() -> None:
    lines = ["- one", "  - two", "    - three", "      - four", "        - five"]
    assert outline(parse("\n".join(lines[:4])).blocks) == [
        ["-", ["one", ["-", ["two", ["-", ["three", ["-", ["four"]]]]]]]]
    ]
    with pytest.raises(PydanticCustomError) as error:
        parse("\n".join(lines))
    assert error.value.type == "list-too-deep"
    assert error.value.context is not None
    assert error.value.context["message"] == "a list is nested more than 4 deep"
    assert error.value.context["remedy"] == "put a backslash before a “-” that is text"
    assert error.value.context["snippet"] == "- five"


def test_footnote_marks() -> None:
    text = parse("One.[^law] *Two[^a_b]*, [^c-1] and \\[^no] and [^ no] and [^].\n\n- Item[^law]")
    assert text.notes() == ["law", "a_b", "c-1", "law"]
    first = next(text.paragraphs())
    assert first.runs == (
        Run("One."),
        Run("", note="law"),
        Run(" "),
        Run("Two", emphasis=True),
        Run("", emphasis=True, note="a_b"),
        Run(", "),
        Run("", note="c-1"),
        Run(" and [^no] and [^ no] and [^]."),
    )
    assert first.text() == "One. Two,  and [^no] and [^ no] and [^]."


@pytest.mark.parametrize(
    "source",
    [
        "snake_case_name",
        "2 * 3 * 4",
        "2 ** 3",
        "a < b > c",
        "5 * 3",
        "{{ braces }} {% tag %}",
        "5*3*2",
        "2**3**2 and 4*5",
        "“> 5” | # < & $",
        "a^2 + b^2",
        "H~2~O",
        ":smile:",
        "(c) -- ... 'quotes' \"quotes\"",
        "[ ] box",
    ],
)
def test_everything_else_is_text(source: str) -> None:
    assert runs(source) == (Run(source),)
    # beside markup too: then the Markdown library has read it
    assert runs(f"{source} *x*")[:-1] == (Run(f"{source} "),)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("    indented\ngoes on", ["indented goes on"]),
        ("one\ntwo  \nthree", ["one two three"]),
        ("one\n\n\n \t\ntwo", ["one", "two"]),
        ("a \t b", ["a b"]),
        ("a\u00a0b \u2003 c", ["a\u00a0b \u2003 c"]),  # other spaces are the author's
    ],
)
def test_blocks_of_markdown_are_paragraphs(source: str, words: list[str]) -> None:
    assert strings(parse(source)).split("\n") == words
    assert strings(parse(f"{source}\n\n*x*")).split("\n") == [*words, "x"]


def test_paragraphs_know_their_line() -> None:
    source = "\n".join(  # noqa: FLY002  # one line of the text, one of the list
        ["one", "goes on", "", "", "*two*", "", "- three", "  goes on", "", "  four", "- five", "  1. six", "", "seven"]
    )
    found = [(paragraph.text(), paragraph.line) for paragraph in parse(source).paragraphs()]
    assert found == [
        ("one goes on", 0), ("two", 4), ("three goes on", 6), ("four", 9), ("five", 10), ("six", 11), ("seven", 13),
    ]  # fmt: skip
    plain = parse("one\n\n\ntwo\nmore\n \nthree")
    assert [paragraph.line for paragraph in plain.paragraphs()] == [0, 3, 6]


def test_texts_are_equal_when_their_source_is() -> None:
    assert parse("a *b*") == parse("a *b*")
    assert hash(parse("a *b*")) == hash(parse("a *b*"))
    assert parse("a *b*") != parse("a _b_")  # the same words in the same style, written otherwise
    assert parse("a *b*").blocks == parse("a _b_").blocks
    assert parse("a *b*").source == "a *b*"


PROSE: TypeAdapter[ProseText] = TypeAdapter(Prose)


def test_a_model_takes_text_and_gives_it_back_as_written() -> None:
    text = PROSE.validate_python("\n\nA *b*\nc.\n\n- d\n")
    assert text == parse("A *b*\nc.\n\n- d")
    assert PROSE.dump_python(text) == "A *b*\nc.\n\n- d"
    assert PROSE.validate_python(text) is text
    assert PROSE.validate_python(2018).source == "2018"


def test_a_paragraph_has_a_limit() -> None:
    assert len(strings(parse("x" * 20_000))) == 20_000
    parse("\n\n".join(["x" * 15_000] * 3))
    with pytest.raises(PydanticCustomError) as error:
        parse("short\n\n" + "y" * 20_001)
    assert error.value.type == "paragraph-too-long"
    assert error.value.context is not None
    assert error.value.context["message"] == "a paragraph has 20,001 characters; 20,000 is the most"
    assert error.value.context["remedy"] == "split it with blank lines"


@pytest.mark.parametrize(
    "source",
    [
        "[](https://example.org)",
        "before [](https://example.org) after",
        '[a](https://example.org "said nowhere")',
    ],
)
def test_nothing_is_lost_in_silence(source: str) -> None:
    # Refused or kept, but not dropped: a link without words, the title of a link.
    text = attempt(source)
    if isinstance(text, ProseText):
        assert words_of(text, MARKUP) == kept(source, MARKUP)
    else:
        assert text.context is not None
        assert text.context["remedy"]


# What the source accepts: no control characters but tab and line feed, no surrogates.
CHARACTERS = st.one_of(
    st.sampled_from(list("*_[]()\\^#>`|~!<&;:-+.)1 ab\n\t")),
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029"),
)
MARKUP = frozenset("*_[]()\\^-+.0123456789")
"""Characters that may be markup: delimiters, brackets, and what stands before an item."""


REFUSED = ("unknown-markup", "bare-asterisk")


def kept(text: str, markup: frozenset[str]) -> str:
    return "".join(char for char in text if not char.isspace() and char not in markup)


def words_of(prose: ProseText, markup: frozenset[str]) -> str:
    parts = [run.text + run.note + run.link for item in prose.paragraphs() for run in item.runs]
    return kept("".join(parts), markup)


@examples(500)
@given(st.text(CHARACTERS, max_size=60).filter(lambda text: "](" not in text))
def test_every_character_that_is_no_markup_survives_in_order(source: str) -> None:
    text = attempt(source)
    if isinstance(text, ProseText):
        assert words_of(text, MARKUP) == kept(source, MARKUP)
    else:
        assert text.type in ("empty-text", "list-too-deep", *REFUSED)  # without “](” there is no link to refuse


@examples(500)
@given(st.text(CHARACTERS, max_size=60).filter(lambda text: not re.search(r"[*_\[\\]|^\s*[-+\d]", text, re.MULTILINE)))
def test_text_without_markup_loses_nothing_and_is_read_alike_by_both_readers(source: str) -> None:
    plain = attempt(source)
    if not isinstance(plain, ProseText):
        assert plain.type in ("empty-text", *REFUSED)
        return
    assert words_of(plain, frozenset()) == kept(source, frozenset())
    assert all(run == Run(run.text) for item in plain.paragraphs() for run in item.runs)
    # The Markdown library reads the text as soon as there is one mark in it.
    rich = parse(f"{source}\n\n*x*")
    assert [item.text().strip() for item in rich.paragraphs()] == [
        *(item.text().strip() for item in plain.paragraphs()), "x",
    ]  # fmt: skip


@examples(500)
@given(st.text(CHARACTERS, max_size=60).map(lambda text: re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)))
def test_text_in_which_every_mark_is_escaped_is_text(source: str) -> None:
    text = attempt(source)
    if not isinstance(text, ProseText):
        # no backslash makes text of an indentation, of columns, or of a bullet that Markdown does not know
        assert text.type == "empty-text" or "\t" in source or "    " in source or not source.isascii()
        return
    assert words_of(text, frozenset()) == kept(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", source), frozenset())
    assert all(run == Run(run.text) for item in text.paragraphs() for run in item.runs)


@examples(200)
@given(st.text(CHARACTERS, max_size=200))
def test_parsing_is_stable_and_makes_clean_paragraphs(source: str) -> None:
    text = attempt(source)
    if not isinstance(text, ProseText):
        assert text.type in ("bad-link", "empty-text", "list-too-deep", "too-many-brackets", *REFUSED)
        return
    assert text == parse(source)
    lines = source.rstrip("\n").count("\n")
    places = [item.line for item in text.paragraphs()]
    assert places == sorted(places)
    assert all(0 <= place <= lines for place in places)
    for item in text.paragraphs():
        assert item.runs
        assert "\n" not in item.text()
        assert "  " not in item.text()
        assert item.text() == item.text().strip(" ")
