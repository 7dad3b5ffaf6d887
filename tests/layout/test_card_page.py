"""The card: a report on one small page. Scores always stay; words are left out in a fixed order, and that is said."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
import pytest

from pdfgen import InputError, build_pdf, load_report, scoring
from pdfgen.content import CardSummary, ScoreOverview, compose_card
from pdfgen.pipeline import build
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.errors import Problem

SIZES = {"a4": (419.53, 595.28), "letter": (396.0, 612.0)}
REPORTS = sorted(shipped("data").glob("editions/*/reports/*.yaml"))
IDS = [f"{path.parts[-3]}-{path.stem}" for path in REPORTS]
FOOT = 33.0  # from the lower edge to the rule above the foot
MARGIN = 31.0
MOST = 80_000  # bytes
SECTIONS = {
    "Electoral Process": "6/12",
    "Political Pluralism and Participation": "8/16",
    "Functioning of Government": "6/12",
    "Freedom of Expression and Belief": "8/16",
    "Associational and Organizational Rights": "6/12",
    "Rule of Law": "8/16",
    "Personal Autonomy and Individual Rights": "8/16",
}
QUESTIONS = [
    f"{section}{number}"
    for section, count in zip("ABCDEFG", (3, 4, 3, 4, 3, 4, 4), strict=True)
    for number in range(1, count + 1)
]
HEAD = """\
rubric: freedom-in-the-world
edition: 2018
year_under_review: 2017
"""
ENTITY = "entity: {name: Ruritania, kind: country}\n"
FULL = "The full report has 25 scored questions."
NONE = "No key developments were listed for this edition."
CHECKED = {"unknown-name", "unexplained-change", "incomplete-report"}
"""What the check warns of before any card is set."""


@dataclass
class Card:
    """A card as it is read."""

    text: str
    """All of it, on one line."""
    foot: str
    """What stands below the rule above the foot."""
    lowest: float
    """The lower edge of the lowest character above that rule, in points."""


def write(folder: Path, more: str = "", entity: str = ENTITY) -> Path:
    """Write a report with two points for each question."""
    answers = "".join(f"  {id_}: {{score: 2}}\n" for id_ in QUESTIONS)
    path = folder / "report.yaml"
    path.write_text(f"{HEAD}{entity}{more}answers:\n{answers}", encoding="utf-8")
    return path


def prose(overview: str | None = None, developments: list[str] | None = None) -> str:
    """Return an overview and key developments as YAML."""
    text = f"overview: {json.dumps(overview, ensure_ascii=False)}\n" if overview else ""
    return text + f"key_developments: {json.dumps(developments or [], ensure_ascii=False)}\n"


def card(path: Path, size: str = "a4", theme: str | None = None) -> bytes:
    return build_pdf(load_report(path), page_size=size, profile="card", theme=theme)


def read(content: bytes) -> Card:
    """Read a card; fails when it is more than a page, or when a character stands outside the margins of its page."""
    document = pypdfium2.PdfDocument(content)
    try:
        (page,) = document
        width, height = page.get_size()
        text = page.get_textpage()
        lowest = height
        for index in range(text.count_chars()):
            if not text.get_text_range(index, 1).strip():
                continue
            left, bottom, right, top = text.get_charbox(index)
            assert left >= MARGIN - 2
            assert right <= width - MARGIN + 2
            assert top <= height
            assert bottom >= FOOT - 18
            if bottom > FOOT - 1:
                lowest = min(lowest, bottom)
            else:
                assert top < FOOT  # nothing stands on the rule
        foot = text.get_text_bounded(0, 0, width, FOOT)
        return Card(" ".join(text.get_text_range().split()), " ".join(foot.split()), lowest)
    finally:
        document.close()


def mark(content: bytes) -> str:
    """Return what tells contents apart: pytest would show every byte that differs."""
    return hashlib.sha256(content).hexdigest()


def problems(path: Path, size: str = "a4") -> list[Problem]:
    """Return what stands against a card, but for the warnings of the check."""
    with pytest.raises(InputError) as caught:
        card(path, size)
    return [problem for problem in caught.value.problems if problem.code not in CHECKED]


def has_all_scores(text: str) -> bool:
    """Tell whether every section stands in the text with its score, and the total with its own."""
    rows = [f"{name} {score}" for name, score in SECTIONS.items()]
    return all(row in text for row in rows) and "50 /100" in text.replace("50/100", "50 /100")


# -- the samples


@cache
def sample(path: Path, size: str) -> bytes:
    return card(path, size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", REPORTS, ids=IDS)
def test_a_sample_is_one_small_page(path: Path, size: str) -> None:
    content = sample(path, size)
    (page,) = pypdf.PdfReader(BytesIO(content)).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[size], abs=0.01)
    assert len(content) < MOST
    assert read(content).lowest > FOOT + 5


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", REPORTS, ids=IDS)
def test_a_sample_shows_all_scores_of_its_sections(path: Path, size: str) -> None:
    loaded = load(path)
    scores = scoring.score(loaded.report, loaded.method, loaded.history)
    document = compose_card(loaded.report, scores, loaded.catalogue.labels("en"))
    (table,) = (block for block in document.blocks if isinstance(block, ScoreOverview))
    found = read(sample(path, size))
    assert len(table.rows) >= 3
    for row in table.rows:
        best = f"/{row.score.best}" if row.score.best else ""
        code = f"{row.code} " if row.code else ""
        assert f"{code}{row.label} {row.score.value}{best}" in found.text
    aggregate = scores.aggregate
    assert aggregate is not None
    assert f"{aggregate.measure.label}" in found.text
    assert found.foot == document.foot


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", REPORTS, ids=IDS)
def test_a_sample_shows_its_overview_and_says_how_many_developments_it_leaves_out(path: Path, size: str) -> None:
    loaded = load(path)
    scores = scoring.score(loaded.report, loaded.method, loaded.history)
    document = compose_card(loaded.report, scores, loaded.catalogue.labels("en"))
    (digest,) = (block for block in document.blocks if isinstance(block, CardSummary))
    found = read(sample(path, size))
    text = found.text.replace("\x02", "")
    assert digest.brief is not None
    assert _words(digest.brief.spans) in text
    items = [_words(item.spans) for item in digest.items]
    shown = [item in text for item in items]
    assert shown == sorted(shown, reverse=True)  # from the last one on
    left_out = shown.count(False)
    if left_out:
        words = digest.more[left_out - 1] if any(shown) else digest.none
        assert text.endswith(f"{words} {document.foot}")
    else:
        assert text.endswith(f"• {items[-1]} {document.foot}")


def _words(spans: tuple[Any, ...]) -> str:
    return " ".join("".join(span.text for span in spans).replace("\u00a0", " ").split())


@pytest.mark.parametrize("theme", ["standard", "compact"])
@pytest.mark.parametrize("path", REPORTS[:2], ids=IDS[:2])
def test_a_card_is_set_in_a_theme(path: Path, theme: str) -> None:
    found = read(card(path, theme=theme))
    assert found.text == read(sample(path, "a4")).text


@pytest.mark.parametrize("size", SIZES)
def test_a_rule_parts_the_foot_from_the_rest(size: str) -> None:
    page: Any = pypdf.PdfReader(BytesIO(sample(REPORTS[0], size))).pages[0]
    lines = page["/Contents"].get_object().get_data().decode("latin-1").split("\n")
    right = SIZES[size][0] - MARGIN
    assert lines.count(f"{MARGIN:.2f} {FOOT:.2f} m {right:.2f} {FOOT:.2f} l S") == 1


def test_the_same_card_is_the_same_bytes() -> None:
    path = REPORTS[0]
    assert mark(card(path)) == mark(sample(path, "a4"))
    assert mark(sample(path, "a4")) != mark(sample(path, "letter"))


def test_a_card_in_spanish_is_set(tmp_path: Path) -> None:
    path = write(tmp_path, "language: es\n" + prose("Uno. Dos.", ["Tres. Cuatro."]))
    text = read(card(path)).text
    assert "Derechos de asociación y organización 6/12" in text
    assert "• Tres. " in text


# -- what is left out


SENTENCE = "A sentence of some words fills a part of a line."
TOLD = "is told in a sentence that is so long that it needs two lines of the page, and no more than these."
ITEMS = [f"Development {number} {TOLD} More of it." for number in range(1, 5)]


@dataclass
class State:
    """What a card shows of its words."""

    whole: bool
    """Whether all of the overview is there."""
    shown: int
    """Key developments."""
    said: bool
    """Whether the number of those that are left out is right."""


def state(text: str, sentences: int) -> State:
    count = text.count(SENTENCE)
    assert count in {sentences, min(sentences, 3)}
    shown = [f"• Development {number} {TOLD}" in text for number in range(1, 5)]
    assert shown == sorted(shown, reverse=True)
    left_out = shown.count(False)
    if left_out in {0, 4}:
        said = "more in the full report" not in text
        said = said and ("4 in the full report" in text) == (left_out == 4)
    else:
        said = f"+ {left_out} more in the full report" in text
    return State(count == sentences, shown.count(True), said)


@pytest.mark.parametrize("size", SIZES)
def test_developments_go_first_then_the_overview_and_never_scores(tmp_path: Path, size: str) -> None:
    found = []
    for sentences in range(1, 45):
        text = read(card(write(tmp_path, prose(" ".join([SENTENCE] * sentences), ITEMS)), size)).text
        assert has_all_scores(text)
        assert "More of it" not in text
        assert text.endswith(FULL)
        found.append(state(text, sentences))
    assert all(one.said for one in found)
    whole = [one for one in found if one.whole]
    shown = [one.shown for one in whole]
    assert shown == sorted(shown, reverse=True)
    assert set(shown) == {4, 3, 2, 1, 0}  # one after the other
    assert found[: len(whole)] == whole  # once it is shortened, it stays so
    assert len(whole) < len(found)
    assert {one.shown for one in found[len(whole) :]} == {4}  # there is room again


@pytest.mark.parametrize("size", SIZES)
def test_long_sentences_leave_no_room_for_developments_and_still_say_how_many_there_are(
    tmp_path: Path, size: str
) -> None:
    """Between the last overview that fits and the first that does not, nothing else is lost."""
    ends = []
    for words in range(60, 240, 3):
        path = write(tmp_path, prose(f"{'Word ' * words}end. Two. Three. Four.", ITEMS))
        try:
            found = read(card(path, size))
        except InputError as error:
            ends.append({problem.code for problem in error.problems} - CHECKED)
            continue
        assert not ends  # one that is longer does not fit when a shorter one did not
        assert found.text.count("Word ") == words
        assert "Two. Three." in found.text
        assert has_all_scores(found.text)
    assert ends
    assert all(codes == {"card-full"} for codes in ends)


def test_of_a_development_only_whole_sentences_are_shown(tmp_path: Path) -> None:
    long = "A development " + "of many words " * 25 + "ends here. And more."
    text = read(card(write(tmp_path, prose("Words.", [long, "Short. And more."])))).text
    assert "of many words ends here. • Short." in text
    assert "And more" not in text


def test_a_report_without_developments_says_so_and_leaves_none_out(tmp_path: Path) -> None:
    text = read(card(write(tmp_path, prose("Words.")))).text
    assert text.endswith(f"Key developments in 2017 • {NONE} {FULL}")


@pytest.mark.parametrize("size", SIZES)
def test_a_report_without_developments_never_promises_more_of_them(tmp_path: Path, size: str) -> None:
    """However long its overview is, and in however many paragraphs."""
    promised = []
    for paragraphs in (1, 2, 3, 4, 5, 6):
        for lines in range(1, 16):
            last = "A line of words that is nearly as wide as the page is. " * lines
            overview = "\n\n".join(["Words."] * (paragraphs - 1) + [last.strip()])
            text = read(card(write(tmp_path, prose(overview)), size)).text
            assert has_all_scores(text)
            if "in the full report" in text:
                promised.append((paragraphs, lines))
    assert promised == []


@pytest.mark.parametrize("overview", [True, False])
def test_a_report_without_words_has_a_card(tmp_path: Path, *, overview: bool) -> None:
    found = read(card(write(tmp_path, prose("Words." if overview else None, ["One."]))))
    assert has_all_scores(found.text)
    assert found.text.endswith(f"Key developments in 2017 • One. {FULL}")


def test_paragraphs_and_lists_of_an_overview_stand_below_each_other(tmp_path: Path) -> None:
    text = read(card(write(tmp_path, prose("First:\n\n- one item\n- *two* items\n\nLast.")))).text
    assert "First: one item two items Last. Scores by category" in text


# -- what does not fit


IMPOSSIBLE = ("word " * 600).strip() + "."


@pytest.mark.parametrize("size", SIZES)
def test_an_impossible_overview_is_an_error_at_its_line(tmp_path: Path, size: str) -> None:
    path = write(tmp_path, "overview: |\n  " + IMPOSSIBLE + "\n  Two. Three. Four.\n")
    (problem,) = problems(path, size)
    assert len(IMPOSSIBLE) == 3000
    assert (problem.origin.path, problem.origin.line) == (str(path), 5)
    assert (problem.severity, problem.code) == ("error", "card-full")
    assert problem.message == "the summary does not fit its page, even with three sentences of the overview"
    assert problem.remedy == "shorten the first sentences of the overview"
    assert problem.headline() == f"{path}:5:{problem.origin.column}: error[card-full]: {problem.message}"
    assert "overview: |" in problem.text().split("\n")[1]


def test_the_report_of_an_impossible_overview_is_built(tmp_path: Path) -> None:
    path = write(tmp_path, prose(IMPOSSIBLE))
    assert len(pypdf.PdfReader(BytesIO(build_pdf(load_report(path)))).pages) > 1


def test_more_sections_than_a_page_holds_are_not_blamed_on_an_overview_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "rubrics").mkdir()
    sections = "\n".join(
        f"      - {{id: S{n}, label: Section {n}, children: [{{id: Q{n}, label: Question, max: 4}}]}}"
        for n in range(30)
    )
    rubric = "id: wide\ntitle: Wide\npublisher: Nobody\neditions: [2018]\nheadline: [{aggregate: T}]\ntree:\n"
    rubric += f"  - id: T\n    label: Total\n    children:\n{sections}\n"
    (tmp_path / "rubrics" / "wide.yaml").write_text(rubric, encoding="utf-8")
    (tmp_path / "edition.yaml").write_text("rubric: wide\nedition: 2018\nyear_under_review: 2017\n", encoding="utf-8")
    path = tmp_path / "report.yaml"
    answers = "".join(f"  Q{n}: {{score: 2}}\n" for n in range(30))
    path.write_text(f"{ENTITY}answers:\n{answers}", encoding="utf-8")
    (problem,) = problems(path)
    assert problem.code == "card-full"
    assert "overview" not in problem.message + problem.remedy


def overlong(folder: Path, overview: str) -> list[Problem]:
    warnings = build(load(write(folder, prose(overview))), Profile.named("a4", "card")).warnings
    return [one for one in warnings if one.code not in CHECKED]


@pytest.mark.parametrize("sentences", [1, 60])
def test_an_overlong_word_is_told_once(tmp_path: Path, sentences: int) -> None:
    """Even where the overview is shortened, and so set twice."""
    warnings = overlong(tmp_path, f"See {'x' * 200} there. {' '.join([SENTENCE] * sentences)}")
    assert [(one.code, one.severity) for one in warnings] == [("overlong-word", "warning")]


@pytest.mark.parametrize("word", ["x" * 200, "pre:" + "x" * 200])
def test_an_overlong_word_is_told_where_it_stands(tmp_path: Path, word: str) -> None:
    (warning,) = overlong(tmp_path, f"See {word} there.")
    assert (warning.origin.line, warning.origin.column) == (5, len('overview: "See ') + 1)


@pytest.mark.parametrize(("char", "code"), [("自", "missing-glyph"), ("ا", "unsupported-script")])
def test_a_character_that_cannot_be_set_is_an_error_at_its_place(tmp_path: Path, char: str, code: str) -> None:
    (problem,) = problems(write(tmp_path, prose(f"See {char} there.")))
    assert (problem.code, problem.origin.line, problem.origin.column) == (code, 5, 16)


# -- names


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "name",
    [
        "Elbonia",
        "Bosnia and Ruritania",
        "Saint Vincent and Ruritania",
        "The Democratic Socialist Republic of the Islands and Peninsulas",
        "South Georgia and the South Sandwich and Other Islands",
    ],
)
def test_long_names_fit_on_one_line_or_two(tmp_path: Path, name: str, size: str) -> None:
    path = write(tmp_path, prose("Words.", ITEMS), f"entity: {{name: {name}, kind: country}}\n")
    found = read(card(path, size))
    assert name in found.text
    assert has_all_scores(found.text)
    lines = name_lines(card(path, size), name)
    assert len(lines) == (2 if len(name) > 50 else 1)


def test_a_name_of_two_lines_takes_its_room_from_the_developments(tmp_path: Path) -> None:
    long = "The Democratic Socialist Republic of the Islands and Peninsulas"
    shown: dict[str, list[int]] = {"Elbonia": [], long: []}
    for name, counts in shown.items():
        for sentences in range(4, 14):
            entity = f"entity: {{name: {name}, kind: country}}\n"
            found = read(card(write(tmp_path, prose(" ".join([SENTENCE] * sentences), ITEMS), entity)))
            assert has_all_scores(found.text)
            counts.append(state(found.text, sentences).shown)
    fewer = [more - less for more, less in zip(shown["Elbonia"], shown[long], strict=True)]
    assert set(fewer) == {0, 1}
    first, second = name_lines(card(tmp_path / "report.yaml"), long)
    assert first - second > 20


def name_lines(content: bytes, name: str) -> list[float]:
    """Return the heights of the baselines that a name stands on."""
    page = pypdf.PdfReader(BytesIO(content)).pages[0]
    found: dict[float, str] = {}

    def visit(text: str, _cm: object, matrix: list[float], font: Any, _size: float) -> None:
        if font and "Display" in str(font["/BaseFont"]) and text.strip() and not text.strip().isdigit():
            found[round(matrix[5], 1)] = found.get(round(matrix[5], 1), "") + text

    page.extract_text(visitor_text=visit)
    assert " ".join(" ".join(found.values()).split()) == name
    return list(found)


def test_a_name_that_fits_in_no_size_is_an_error_at_its_line(tmp_path: Path) -> None:
    name = "United Provinces of " * 6 + "Ruritania"
    path = write(tmp_path, prose("Words."), f"entity:\n  kind: country\n  name: {name}\n")
    (problem,) = problems(path)
    assert problem.headline() == (
        f"{path}:6:9: error[title-too-long]: the name “{name}” does not fit the page on three lines of 22 pt"
    )
    assert problem.remedy == "use a shorter form of the name"


def test_what_is_too_long_for_its_line_is_an_error_at_its_value(tmp_path: Path) -> None:
    parent = "The Very Long Parent State of the Federation of Islands and Peninsulas claimed by two others"
    path = write(tmp_path, prose("Words."), f"entity:\n  name: Nowhere\n  kind: territory\n  parent: {parent}\n")
    (problem,) = problems(path)
    assert (problem.code, problem.remedy) == ("overfull", "shorten it")
    assert problem.message == f"“Covers 2017 · Territory ({parent})” does not fit its place"
    assert problem.origin.line == 7  # the name is short enough


# -- the link


def links(content: bytes) -> list[Any]:
    page = pypdf.PdfReader(BytesIO(content)).pages[0]
    return [item.get_object() for item in page.get("/Annots", [])]


def words_in(content: bytes, box: list[Any]) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return str(document[0].get_textpage().get_text_bounded(*map(float, box))).strip()
    finally:
        document.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("url", ["https://example.org/report?a=1&b=(2)#top", "https://x.org"])
def test_an_address_is_one_link_with_its_words(tmp_path: Path, url: str, size: str) -> None:
    content = card(write(tmp_path, prose("Words.") + f"publication: {{url: {json.dumps(url)}}}\n"), size)
    (link,) = links(content)
    assert (link["/Subtype"], link["/A"]["/S"], link["/A"]["/URI"]) == ("/Link", "/URI", url)
    assert words_in(content, link["/Rect"]) == "Read online"
    assert read(content).foot in {f"{FULL} Read online", f"Read online {FULL}"}
    left, bottom, right, top = map(float, link["/Rect"])
    assert right == pytest.approx(SIZES[size][0] - MARGIN, abs=0.01)
    assert 0 < bottom < top < FOOT
    assert right - left > 30


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/Erdoğan", "https://example.org/Erdo%C4%9Fan"),
        ("https://exämple.org/ü", "https://xn--exmple-cua.org/%C3%BC"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a\\b", "https://example.org/a%5Cb"),
    ],
)
def test_an_address_is_written_in_ascii_as_those_of_prose_are(tmp_path: Path, url: str, expected: str) -> None:
    text = prose(f"See [there]({url.replace(' ', '%20')}).") + f"publication: {{url: {json.dumps(url)}}}\n"
    first, second = links(card(write(tmp_path, text)))
    assert first["/A"]["/URI"] == expected
    assert second["/A"]["/URI"] == expected


def test_without_an_address_there_is_no_link(tmp_path: Path) -> None:
    content = card(write(tmp_path, prose("Words.")))
    assert links(content) == []
    assert "Read online" not in read(content).text


def test_links_of_the_text_are_links_and_marks_of_notes_are_gone(tmp_path: Path) -> None:
    more = prose("A [link](https://example.org/a) here.[^one]", ["See [that](https://example.org/b). No."])
    content = card(write(tmp_path, more + "footnotes: {one: A note.}\n"))
    assert [(link["/A"]["/URI"], words_in(content, link["/Rect"])) for link in links(content)] == [
        ("https://example.org/a", "link"),
        ("https://example.org/b", "that"),
    ]
    assert "A link here. Scores" in read(content).text


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://example.org/a", "“http://example.org/a” is not a safe link"),
        ("https://", "“https://”: the link has no host"),
        ("example.org", "“example.org”: a link needs https:// before it"),
        ("javascript:alert(1)", "“javascript:alert(1)”: links by “javascript:” are not allowed"),
        ("file:///etc/passwd", "“file:///etc/passwd”: links by “file:” are not allowed"),
    ],
)
def test_an_address_that_is_none_is_refused_at_its_line(tmp_path: Path, url: str, message: str) -> None:
    path = write(tmp_path, f"publication:\n  licence: None\n  url: {json.dumps(url)}\n")
    (problem,) = problems(path)
    assert problem.headline() == f"{path}:7:9: error[bad-link]: {message}"


def test_an_unsafe_address_is_mended_by_its_scheme(tmp_path: Path) -> None:
    (problem,) = problems(write(tmp_path, "publication: {url: http://example.org/a}\n"))
    assert problem.remedy == "write https://example.org/a"
