"""The summary of a report: which sentences it takes, and what it may leave out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pdfgen import scoring
from pdfgen.content import (
    CardSummary,
    Document,
    Masthead,
    Panel,
    Paragraph,
    ScoreOverview,
    Span,
    compose,
    compose_card,
)
from pdfgen.model.prose import ProseParagraph as Text
from pdfgen.model.prose import ProseText, Run, parse
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import Loaded, load
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REPORTS = sorted(shipped("data").glob("editions/*/reports/*.yaml"))
NAMES = [f"{path.parts[-3]}/{path.stem}" for path in REPORTS]
EDITION = shipped("data") / "editions"


@cache
def loaded(name: str) -> Loaded:
    edition, stem = name.split("/")
    return load(EDITION / edition / "reports" / f"{stem}.yaml")


def card_of(item: Loaded, language: str = "en", **changes: Any) -> Document:
    """Compose the summary of a report, with other values where they are given."""
    report = item.report.model_copy(update=changes)
    card = scoring.score(report, item.method, item.history)
    return compose_card(report, card, item.catalogue.labels(language))


def digest(document: Document) -> CardSummary:
    (found,) = (block for block in document.blocks if isinstance(block, CardSummary))
    return found


def made(language: str = "en", **changes: Any) -> CardSummary:
    """Return the digest of a report with this overview or these key developments, in Markdown."""
    parsed = {
        key: tuple(map(parse, value)) if isinstance(value, list) else value and parse(value)
        for key, value in changes.items()
    }
    return digest(card_of(loaded("2018/finland"), language, **parsed))


def said(paragraph: Paragraph | None) -> str:
    """Return the words of a paragraph; a space that no line may end at is a space."""
    assert paragraph is not None
    return "".join(span.text for span in paragraph.spans).replace("\u00a0", " ")


def first(text: str, language: str = "en") -> str:
    """Return the sentence that a summary takes of a key development."""
    (item,) = made(language, key_developments=[text]).items
    return said(item)


def brief(text: str, language: str = "en") -> str:
    return said(made(language, overview=text).brief)


# -- where a sentence ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. The sun came out.", "It rained."),
        ("Who won? Nobody knows.", "Who won?"),
        ("They won! Nobody lost.", "They won!"),
        ("They won?! Nobody lost.", "They won?!"),
        ("It rained. 300 people left.", "It rained."),
        ("Turnout was 3.5 percent. It fell.", "Turnout was 3.5 percent."),
        ("It cost $2.5 million (see p. 5). It fell.", "It cost $2.5 million (see p. 5)."),
        ("No end at all", "No end at all"),
        ("It rained.The sun came out.", "It rained.The sun came out."),
        ("Sales fell. ‘Bad news,’ they said.", "Sales fell."),
        ("Sales fell. (More in May.) They rose.", "Sales fell."),
        ("Вышел закон. Его отменили.", "Вышел закон."),
        ("Was it? Été came. Or not.", "Was it?"),
        ("They called on e.g. unions. Nobody came.", "They called on e.g. unions."),
        ("In May, iPhones were banned. Nobody cared.", "In May, iPhones were banned."),
        ("The site example.org was blocked. It came back.", "The site example.org was blocked."),
    ],
)
def test_a_sentence_ends_at_a_mark_before_a_space_and_a_capital(text: str, expected: str) -> None:
    assert first(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Smith left. He returned.", "Mr. Smith left."),
        ("Dr. A. Smith, Gov. Lee, and Lt. Col. Ray met. They talked.", "Dr. A. Smith, Gov. Lee, and Lt. Col. Ray met."),
        ("The U.S. Army left. It returned.", "The U.S. Army left."),
        ("J. R. Jayewardene resigned. Another came.", "J. R. Jayewardene resigned."),
        ("The party of J.R. Jayewardene won. Another lost.", "The party of J.R. Jayewardene won."),
        ("Article No. 5 fell, as did Art. 6. Nobody cared.", "Article No. 5 fell, as did Art. 6."),
        ("Polls (E. Timor) closed. Nobody came.", "Polls (E. Timor) closed."),
        ("Voting ended at 5 p.m. Queues went on.", "Voting ended at 5 p.m. Queues went on."),
        ("It passed in the U.S. Then it rained. It stopped.", "It passed in the U.S. Then it rained."),
        ("*Mr.* Smith left. He returned.", "Mr. Smith left."),
    ],
)
def test_after_an_abbreviation_or_an_initial_none_is_sure_to_end(text: str, expected: str) -> None:
    assert first(text) == expected


@pytest.mark.parametrize("word", ["coup", "leadership", "para-Olympic camp"])
def test_a_word_that_ends_with_the_letters_of_an_abbreviation_ends_a_sentence(word: str) -> None:
    assert first(f"They saw the {word}. Voters stayed at home.") == f"They saw the {word}."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Reconocieron la importancia del arte y su handicap. Nadie vino.", "handicap."),
        ("El Sr. Pérez llegó. Nadie vino.", "El Sr. Pérez llegó."),
        ("Según el art. 5 fue así. Nadie vino.", "Según el art. 5 fue así."),
        ("«Ganamos.» Nadie vino.", "«Ganamos.»"),
        ("¿Quién ganó? ¡Nadie!", "¿Quién ganó?"),
        ("Llovió. ¿Quién ganó?", "Llovió."),
    ],
)
def test_other_languages_have_their_own_abbreviations_and_quotes(text: str, expected: str) -> None:
    assert first(text, "es").endswith(expected)
    assert len(first(text, "es")) < len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He waited... and left. Rain came.", "He waited… and left."),
        ("He waited... Nobody came.", "He waited…"),
        ("He waited…. Nobody came.", "He waited…."),
        ("“We won.” Rain came.", "“We won.”"),
        ('"We won." Rain came.', "“We won.”"),
        ("“We ‘won.’” Rain came.", "“We ‘won.’”"),
        ("“We won,” he said. Rain came.", "“We won,” he said."),
        ("“Who won?” she asked. Rain came.", "“Who won?” she asked."),
        ("(It rained.) Sun came.", "(It rained.)"),
        ("It rained (“hard.”) Sun came.", "It rained (“hard.”)"),
        ("It rained. “Hard,” he said.", "It rained."),
    ],
)
def test_closing_quotes_and_brackets_belong_to_their_sentence(text: str, expected: str) -> None:
    assert first(text) == expected


# -- spans


def test_a_sentence_keeps_its_emphasis_and_links() -> None:
    (item,) = made(
        key_developments=[
            "*Mr. Lee* won the [vote in May](https://example.org/a) by **far**. [He](https://example.org/b) left."
        ]
    ).items
    assert item.spans == (
        Span("Mr.\u00a0Lee", emphasis=True),
        Span(" won the "),
        Span("vote in May", link="https://example.org/a"),
        Span(" by "),
        Span("far", strong=True),
        Span("."),
    )


def test_a_sentence_may_end_inside_emphasis_or_a_link() -> None:
    items = made(
        key_developments=[
            "See [the law. It fell](https://example.org/a) then.",
            "*All. Of it.*",
            "**Bold.** *Then. No*",
        ]
    ).items
    assert [item.spans for item in items] == [
        (Span("See "), Span("the law.", link="https://example.org/a")),
        (Span("All.", emphasis=True),),
        (Span("Bold.", strong=True),),
    ]


def test_marks_of_notes_are_left_out() -> None:
    found = made(
        overview="One.[^a] Two[^b] goes on.[^a]\n\nThree *of*[^c] them.",
        key_developments=["It rained.[^b] Sun[^a] came.", "A mark[^c] inside, and[^a] another. Second."],
    )
    assert [said(paragraph) for paragraph in found.overview] == ["One. Two goes on.", "Three of them."]
    assert said(found.brief) == "One. Two goes on. Three of them."
    assert [said(item) for item in found.items] == ["It rained.", "A mark inside, and another."]
    paragraphs = [*found.overview, *found.items]
    assert not any(span.raised or span.target for paragraph in paragraphs for span in paragraph.spans)


def test_a_mark_between_spaces_leaves_one_of_them() -> None:
    found = made(overview="One [^a] word. Two.", key_developments=["It rained. [^a] Sun came."])
    assert said(found.brief) == "One word. Two."
    assert [said(item) for item in found.items] == ["It rained."]


def test_a_development_that_is_only_a_mark_does_not_hurt_the_others() -> None:
    items = made(key_developments=["[^a]", "It rained. Sun came."]).items
    assert said(items[-1]) == "It rained."


def test_an_overview_that_is_only_a_mark_has_no_words() -> None:
    found = made(overview="[^a]\n\nIt rained.")
    assert [said(paragraph) for paragraph in found.overview][-1] == "It rained."
    assert said(found.brief) == "It rained."


# -- the brief overview


def test_a_brief_overview_is_its_first_three_sentences_over_paragraphs() -> None:
    found = made(overview="One. Two.\n\nThree *goes* on. Four.\n\nFive.")
    assert [said(paragraph) for paragraph in found.overview] == ["One. Two.", "Three goes on. Four.", "Five."]
    assert said(found.brief) == "One. Two. Three goes on."
    assert found.brief == replace(found.overview[0], spans=found.brief.spans if found.brief else ())
    assert found.brief is not None
    assert Span("goes", emphasis=True) in found.brief.spans


@pytest.mark.parametrize("text", ["One.", "One. Two.", "One. Two. Three.", "One\n\nTwo\n\nThree", "No mark at all"])
def test_a_brief_overview_of_few_sentences_is_all_of_it(text: str) -> None:
    assert brief(text) == " ".join(text.split())


def test_a_paragraph_ends_a_sentence_even_without_a_mark() -> None:
    assert brief("These are:\n\nThe first\n\nThe second. Third.") == "These are: The first The second."


def test_a_list_inside_the_overview_is_read_as_paragraphs() -> None:
    found = made(overview="These:\n\n- First item. More.\n- Second:\n\n  1. Inner *one*\n  2. Inner two\n\nLast.")
    assert [said(paragraph) for paragraph in found.overview] == [
        "These:",
        "First item. More.",
        "Second:",
        "Inner one",
        "Inner two",
        "Last.",
    ]
    assert said(found.brief) == "These: First item. More."


def test_of_a_development_with_paragraphs_and_lists_the_first_words_are_taken() -> None:
    items = made(key_developments=["One. Two.\n\nThree.", "- Alone. Not.\n- Other.", "1. - Inner. Not."]).items
    assert [said(item) for item in items] == ["One.", "Alone.", "Inner."]


def test_without_an_overview_there_is_none() -> None:
    found = made(overview=None)
    assert (found.overview, found.brief) == ((), None)


# -- any text at all

STYLES: list[dict[str, Any]] = [{}, {"emphasis": True}, {"strong": True}, {"link": "https://example.org/"}]
WORDS = [
    "rain",
    "of",
    "Mr. Lee",
    "the U.S. Army",
    "J. R. Hu",
    "3.5",
    "e.g. unions",
    "“they”",
    "it’s",
    "Ōtsu",
    "(in May)",
]
ENDS = [".", "!", "?", "…", "?!", ".”", ".)", ".’”", "…”", ".»"]


@st.composite
def sentences(draw: st.DrawFn) -> list[str]:
    """Sentences whose ends are beyond doubt."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        middle = draw(st.lists(st.sampled_from(WORDS), max_size=6))
        begin = draw(st.sampled_from(["Rain", "“Sun", "(In May", "Été", "300 cars", "‘They", "Война"]))
        found.append(" ".join([begin, *middle, "went"]) + draw(st.sampled_from(ENDS)))
    return found


@st.composite
def prose(draw: st.DrawFn, paragraphs: Sequence[str]) -> ProseText:
    """Text in runs of any style that begin and end anywhere."""
    found = []
    for text in paragraphs:
        places = sorted(draw(st.sets(st.integers(1, len(text) - 1), max_size=5)))
        pieces = [text[begin:end] for begin, end in pairwise([0, *places, len(text)])]
        runs = [Run(piece, **draw(st.sampled_from(STYLES))) for piece in pieces]
        for place in sorted(draw(st.sets(st.integers(1, len(runs)), max_size=2)), reverse=True):
            runs.insert(place, Run("", note="a"))
        found.append(Text(tuple(runs)))
    return ProseText("\n\n".join(paragraphs), tuple(found))


def styled(spans: Sequence[Span]) -> list[tuple[str, bool, bool, str]]:
    """Return each character that has ink with its style."""
    return [
        (char, span.emphasis, span.strong, span.link)
        for span in spans
        for char in span.text.replace("\u00a0", " ")
        if char != " "
    ]


@examples(300)
@given(given_sentences=sentences(), data=st.data())
def test_sentences_joined_again_are_the_whole_text(given_sentences: list[str], data: st.DataObject) -> None:
    """Take the first sentence, then the first of what is left, until nothing is."""
    text = " ".join(given_sentences)
    left, taken = text, []
    while left:
        item = digest(card_of(loaded("2018/finland"), key_developments=(data.draw(prose([left])),))).items[0]
        taken.append(said(item))
        assert left.startswith(taken[-1])
        left = left[len(taken[-1]) :]
        assert not left or left.startswith(" ")
        left = left.lstrip(" ")
    assert taken == given_sentences
    assert " ".join(taken) == text


@examples(300)
@given(given_sentences=sentences(), data=st.data())
def test_a_brief_overview_is_the_beginning_of_the_whole_in_its_styles(
    given_sentences: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(given_sentences)))
    paragraphs = [" ".join(part) for part in (given_sentences[:place], given_sentences[place:]) if part]
    found = digest(card_of(loaded("2018/finland"), overview=data.draw(prose(paragraphs))))
    assert [said(paragraph) for paragraph in found.overview] == paragraphs
    assert said(found.brief) == " ".join(given_sentences[:3])
    assert found.brief is not None
    whole = styled([span for paragraph in found.overview for span in paragraph.spans])
    begin = styled(found.brief.spans)
    assert begin == whole[: len(begin)]
    assert (len(begin) == len(whole)) == (len(given_sentences) <= 3)


@examples(200)
@given(text=st.text("abAB .,!?…”“’()[]*1Éé—\u00a0", min_size=1, max_size=60))
def test_whatever_the_text_its_first_sentence_begins_it(text: str) -> None:
    words = " ".join(text.split(" ")).strip(" ")
    assume(words.strip("\u00a0 "))
    source = ProseText(words, (Text((Run(words),)),))
    found = digest(card_of(loaded("2018/finland"), overview=source, key_developments=(source,)))
    (item,) = found.items
    assert said(found.overview[0]).startswith(said(item))
    assert said(item).strip()


# -- the rest of a summary


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_there_are_words_for_each_number_of_developments_that_are_left_out(count: int) -> None:
    found = made(key_developments=[f"Development {number}. More." for number in range(count)])
    assert len(found.items) == count
    assert found.more == tuple(f"+ {number} more in the full report" for number in range(1, count + 1))
    assert found.none == f"{count} in the full report"


def test_the_words_for_what_is_left_out_are_in_the_language_of_the_report() -> None:
    found = made("es", key_developments=["Uno. Más.", "Dos. Más."])
    labels = Catalogue().labels("es")
    assert found.more == tuple(labels.more_developments.format(count=number) for number in (1, 2))
    assert found.more != made(key_developments=["Uno. Más.", "Dos. Más."]).more


def test_without_developments_the_summary_says_so() -> None:
    found = made(key_developments=[])
    assert found.title == "Key developments in 2017"
    assert [item.spans for item in found.items] == [
        (Span("No key developments were listed for this edition.", emphasis=True),)
    ]


def test_developments_of_twelve_months_over_two_years_say_which() -> None:
    assert (
        digest(card_of(loaded("freedom-on-the-net-2018/ruritania"))).title == "Key developments, June 2017 to May 2018"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_summary_has_four_parts_and_its_table_no_sums(name: str) -> None:
    document = card_of(loaded(name))
    assert [type(block) for block in document.blocks] == [Masthead, Panel, CardSummary, ScoreOverview]
    table = document.blocks[3]
    assert isinstance(table, ScoreOverview)
    whole = next(block for block in report(name).blocks if isinstance(block, ScoreOverview))
    assert table.rows == tuple(row for row in whole.rows if row.kind in {"section", "modifier"})
    deducted = name in {"2018/iraq", "2018/syria"}
    assert [row.kind for row in table.rows if row.kind != "section"] == ["modifier"] * deducted
    assert {row.kind for row in whole.rows} > {row.kind for row in table.rows}
    assert table.title == "Scores by category"


def test_the_sections_of_a_table_are_those_of_the_method() -> None:
    table = card_of(loaded("2018/turkey")).blocks[3]
    assert isinstance(table, ScoreOverview)
    assert [(row.code, row.label, row.score.value, row.score.best, row.change) for row in table.rows] == [
        ("A", "Electoral Process", "6", "12", "−2"),
        ("B", "Political Pluralism and Participation", "7", "16", "0"),
        ("C", "Functioning of Government", "3", "12", "0"),
        ("D", "Freedom of Expression and Belief", "5", "16", "−1"),
        ("E", "Associational and Organizational Rights", "3", "12", "0"),
        ("F", "Rule of Law", "2", "16", "−2"),
        ("G", "Personal Autonomy and Individual Rights", "6", "16", "−1"),
    ]


def report(name: str) -> Document:
    item = loaded(name)
    card = scoring.score(item.report, item.method, item.history)
    return compose(item.report, card, item.catalogue.labels("en"))


@pytest.mark.parametrize("name", NAMES)
def test_a_summary_says_nothing_that_the_report_does_not_say(name: str) -> None:
    document, full = card_of(loaded(name)), report(name)
    found = digest(document)
    overview = loaded(name).report.overview
    developments = loaded(name).report.key_developments
    assert overview is not None
    texts = ["".join(span.text for span in paragraph.spans) for paragraph in _paragraphs(full)]
    for paragraph in found.overview:
        assert "".join(span.text for span in paragraph.spans) in texts
    assert len(found.items) == len(developments)
    for item in found.items:
        words = "".join(span.text for span in item.spans)
        assert sum(text.startswith(words) for text in texts) == 1
        assert words.endswith((".", "?", "!"))
    (masthead, panel) = document.blocks[:2]
    assert isinstance(masthead, Masthead)
    assert isinstance(panel, Panel)
    assert (masthead.name, masthead.kind) == (full.name, "Summary")
    assert masthead.particulars[0] == "Covers 2017"
    whole = next(block for block in full.blocks if isinstance(block, Panel))
    assert panel.aggregate is not None
    assert whole.aggregate is not None
    assert panel.aggregate.score == whole.aggregate.score
    assert panel.series_title == "Trend"
    assert document.metadata == full.metadata


def _paragraphs(document: Document) -> list[Paragraph]:
    """Return every paragraph of a report without the marks of notes."""
    found = []
    waiting: list[Any] = list(document.blocks)
    while waiting:
        block = waiting.pop(0)
        if isinstance(block, Paragraph):
            found.append(replace(block, spans=tuple(span for span in block.spans if not span.raised)))
        waiting += [part for item in getattr(block, "items", ()) for part in item]
        waiting += getattr(block, "content", ())
    return found


def test_the_foot_counts_the_questions_of_the_method() -> None:
    feet = {name: card_of(loaded(name)).foot for name in ("2018/turkey", NAMES[-1], NAMES[-2])}
    assert feet["2018/turkey"] == "The full report has 25 scored questions."
    assert set(feet.values()) == {f"The full report has {count} scored questions." for count in (25, 21, 7)}


# -- the link

REPORT = """\
rubric: nations-in-transit
edition: 2018
year_under_review: 2017
entity: {name: Ruritania, kind: country}
overview: Words.
answers:
"""


def written(folder: Path, report_url: str = "", edition_url: str = "") -> Document:
    """Write a report, in an edition if that has a link, and compose its summary."""
    text = REPORT + "".join(f"  {id_}: {{score: 3.25}}\n" for id_ in ("NDG", "EP", "CS", "IM", "LDG", "JFI", "CO"))
    if report_url:
        text += f"publication: {{url: {report_url}}}\n"
    if edition_url:
        head = "rubric: nations-in-transit\nedition: 2018\nyear_under_review: 2017\n"
        (folder / "edition.yaml").write_text(f"{head}publication: {{url: {edition_url}}}\n", encoding="utf-8")
    path = folder / "report.yaml"
    path.write_text(text, encoding="utf-8")
    return card_of(load(path))


def test_without_an_address_there_is_no_link(tmp_path: Path) -> None:
    assert written(tmp_path).link is None


def test_the_address_of_a_report_is_linked_to(tmp_path: Path) -> None:
    assert written(tmp_path, "https://example.org/a?b=1#c").link == ("Read online", "https://example.org/a?b=1#c")


def test_a_report_without_an_address_has_the_one_of_its_edition(tmp_path: Path) -> None:
    assert written(tmp_path, edition_url="https://example.org/all").link == ("Read online", "https://example.org/all")


def test_the_address_of_a_report_goes_before_the_one_of_its_edition(tmp_path: Path) -> None:
    link = written(tmp_path, "https://example.org/one", "https://example.org/all").link
    assert link == ("Read online", "https://example.org/one")
