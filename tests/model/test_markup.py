"""Markup that narratives do not have: told by its name, while what only looks like it is text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pdfgen.errors import InputError
from pdfgen.importers.yaml_writer import markdown, wrapped
from pdfgen.model.markup import foreign
from pdfgen.model.prose import ProseParagraph, Run, parse
from pdfgen.source.essays import load_essay
from tests.examples import examples

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = "![p](https://example.org/p.png)"


@pytest.mark.parametrize(
    ("source", "what", "snippet"),
    [
        ("# One", "headings", "# One"),
        ("## One ##", "headings", "## One ##"),
        ("##One", "headings", "##One"),
        ("#Background", "headings", "#Background"),
        ("- # One", "headings", "- # One"),
        ("One\n===", "headings", "One"),
        ("One\n---", "headings", "One"),
        ("a\n\n---\n\nb", "ruled lines", "---"),
        ("***", "ruled lines", "***"),
        ("* * *", "ruled lines", "* * *"),
        ("===", "ruled lines", "==="),
        ("> a", "quotations in blocks", "> a"),
        ("a\n> b", "quotations in blocks", "> b"),
        ("> 5 a\n> 6 b", "quotations in blocks (2 lines)", "> 5 a"),
        ("| a | b |", "tables", "| a | b |"),
        ("a | b\n--- | ---\n1 | 2", "tables", "--- | ---"),
        ("a\n:-:\nb", "tables", ":-:"),
        ("+---+---+", "tables", "+---+---+"),
        ("a\tb\nc\td", "tables (2 lines)", "a\tb"),
        (PICTURE, "pictures", "![p]"),
        ("see ![p][1]", "pictures", "![p]"),
        ("![[p.png]]", "pictures", "![["),
        ("a <b>bold</b> word", "tags of HTML", "<b>"),
        ("one<br/>two", "tags of HTML", "<br/>"),
        ('<p class="x">', "tags of HTML", '<p class="x">'),
        ("<div\nid=x>", "tags of HTML", "<div"),
        ("<!-- a -->", "tags of HTML", "<!--"),
        ("R&amp;D", "character references of HTML", "&amp;"),
        ("a&nbsp;b", "character references of HTML", "&nbsp;"),
        ("&#65; &#x41;", "character references of HTML", "&#65;"),
        ("[a](https://example.org/?a=1&amp;b=2)", "character references of HTML", "&amp;"),
        ("a `code` b", "code", "`code`"),
        ("``a`b``", "code", "``a`b``"),
        ("```\n# a\n```", "code", "```"),
        ("~~~ x\n> a\n~~~", "code", "~~~ x"),
        ("a\n\n    b\n    c", "code in indented lines", "b"),
        ("a ~~b~~ c", "struck-out words", "~~b~~"),
        ("a ~b~ c", "struck-out words", "~b~"),
        ("- [ ] a\n- [x] b", "lists of tasks (2 lines)", "- [ ] a"),
        ("<https://example.org>", "links in angle brackets", "<https://example.org>"),
        ("<a@example.org>", "links in angle brackets", "<a@example.org>"),
        ("[a][b]", "links by reference", "[a][b]"),
        ("[a][]", "links by reference", "[a][]"),
        ("[a]: https://example.org", "links by reference", "[a]: https://example.org"),
        ('[a]: /b "c"', "links by reference", '[a]: /b "c"'),
        ("[[a]]", "links in double brackets", "[[a]]"),
        ("$x^2$", "formulas", "$x^2$"),
        ("$$a+b$$", "formulas", "$$a+b$$"),
        ("[^1]: A note.", "notes among its lines", "[^1]: A note."),
        ("• a\n• b", "bullets such as “•” (2 lines)", "• a"),
        ("one\n▪ a", "bullets such as “▪”", "▪ a"),
        ("◦a", "bullets such as “◦”", "◦a"),
        ("\uf0b7\ta", "bullets such as U+F0B7", "\uf0b7\ta"),
        ("o\ta", "bullets such as “o” and a tab", "o\ta"),
        ("–\ta", "bullets such as “–” and a tab", "–\ta"),
        ("– a\n– b", "bullets such as “–” (2 lines)", "– a"),
        ("-\u00a0a", "bullets such as “-” and a no-break space", "-\u00a0a"),
        ("-a\n-b", "bullets such as “-” without a space (2 lines)", "-a"),
        ("(a) b\n(b) c", "items such as “(a)” (2 lines)", "(a) b"),
        ("(1) b\n(2) c", "items such as “(1)”", "(1) b"),
        ("one\n2. a\n3. b", "a list that begins with “2.” inside a paragraph", "2. a"),
    ],
)  # fmt: skip
def test_markup_that_a_narrative_does_not_have_is_told_by_its_name(source: str, what: str, snippet: str) -> None:
    (found,) = foreign(source)
    assert (found.message, found.snippet) == (f"this text cannot have {what}", snippet)
    assert found.remedy
    assert [item.message for item in foreign(f"*One.*\n\n{source}\n\nTwo.")] == [found.message]


@pytest.mark.parametrize(
    "source",
    [
        "< 5 %", "a < b", "a < b > c", "5 > 3", "R&D", "AT&T; CD&V; x", "#1", "C# is", "#MeToo protests spread.",
        "more than\n> 50 % of voters", "a | b", "|x", "snake_case", "2 * 3 * 4", "2 ** 3", "a^2 + b^2", "H~2~O",
        "about ~5 and ~10 more", "US$5 to $6", "$500 million and $1 billion", "Freedom![^1] Now[^2][^3]", "[sic][^b]",
        "O`zbekiston va Farg`ona", "the `90s and `80s", "[Interviewer]: Did you?", "[Q]: Why?", "[c] [d]", "[ ] box",
        "[a](<https://example.org/a b>)", "[a](https://example.org/~~b~~?c=1&d=2)", "[[1]](https://example.org)",
        "https://example.org/~~b~~_c_", "a – b\n– c\nd", "— Article 5", "-5 degrees\n-6 degrees", "A. B\nC. D",
        "(21) a\n(13) b", "    An indented first line\ngoes on", "- a\n\n  b\n  - c", "1. a\n2. b", "in\n2017. The", "{{ a }} {% b %}",
        ":smile:", "===>", "a\tb", r"\# a", r"\> a", r"\<b>", r"\`a\`", r"\| a \| b \|", r"\&amp;", r"\~~a\~~", r"!\[a](b)",
    ],
)  # fmt: skip
def test_what_only_looks_like_markup_is_text(source: str) -> None:
    assert foreign(source) == []


def test_essays_are_told_in_the_same_words(tmp_path: Path) -> None:
    path = tmp_path / "essay.md"
    path.write_text("# One\n\n| a | b |\n\n## Two\n\nA `b`.\n\n##Three.[^a]\n\n[^a]: > quoted\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_essay(path)
    assert [item.headline().rpartition("md:")[2] for item in caught.value.problems] == [
        "3:1: error[unknown-markup]: this text cannot have tables",
        "7:3: error[unknown-markup]: this text cannot have code",
        "9:1: error[unknown-markup]: this text cannot have headings",
        "11:7: error[unknown-markup]: this text cannot have quotations in blocks",
    ]


GFM = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BLOCKS = {"heading_open", "fence", "blockquote_open", "hr", "html_block", "table_open"}
INLINE = {"html_inline", "image", "s_open", "code_inline"}
PIECES = [
    "word", " ", "\n", "\n\n", "# ", "> ", "- a", "---", "===", " ``` ", " `a` ", "\n```\n", " ~~a~~ ", " | ", "| ", "<b>",
    "</b>", "<br/>", "&amp;", "[a]", "(https://example.org)", "!", "1. a", "<https://example.org>", "<!-- c -->", "*x*", ".",
]  # fmt: skip


def kinds(text: str) -> set[str]:
    """Return the kinds of markup that a whole reader of Markdown finds in ``text`` and narratives do not have."""
    found = set()
    for token in GFM.parse(text):
        found |= {token.type} & BLOCKS
        for child in token.children or []:
            found |= {child.type} & INLINE
            if child.info == "auto" or (child.type == "text_special" and child.info == "entity"):
                found.add(child.type)
    return found


@examples(1000)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_nothing_that_markdown_has_elsewhere_is_overlooked(text: str) -> None:
    if kinds(text):
        assert foreign(text)


@examples(500)
@given(
    st.lists(st.sampled_from([*"<>#|`~&$=*_[\\+-", "1.", "a)", "word", "other", "5", "•x"]), min_size=1).map(" ".join)
)
def test_what_an_importer_writes_is_read_as_the_same_text(text: str) -> None:
    for written in (markdown(text), "\n".join(wrapped(markdown(text), 20))):
        if not text.startswith("•"):  # there is no other way to write it: the importer makes lists of bullets
            assert parse(written).blocks == (ProseParagraph((Run(text),)),)


@pytest.mark.parametrize(
    "piece", ["`a ", "``a` ", "~~a ", "<a ", "[a][", "$a_", "![", "> 5\n", "• ", "a\tb\n", "(a) ", "&a"]
)
def test_a_long_text_of_marks_is_looked_through_once(piece: str) -> None:
    short, long = (sum(len(item.snippet) for item in foreign(piece * count)) for count in (100, 20_000 // len(piece)))
    assert long >= short
