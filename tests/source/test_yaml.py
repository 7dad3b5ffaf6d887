"""YAML as authors write it: look-alikes stay text, every value knows its place, every problem is told."""

from __future__ import annotations

import pickle
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from pdfgen.errors import InputError
from pdfgen.model.entity import Entity
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pdfgen.model.report import Report


# What YAML 1.1 reads as truth values, numbers, dates, times and nothing; and numbers with a spelling of their own.
LOOK_ALIKES = [
    *("NO", "no", "No", "yes", "Yes", "on", "On", "off", "y", "n", "True", "FALSE", "true", "false"),
    *("1:30", "190:20:30", "010", "0o17", "0x1F", "0b11", "1_000", "685_230.15", "+5", ".5", "5.", "-0", "00"),
    *("1e3", "1.5e+3", ".inf", "-.inf", ".nan", "NaN", "1.50", "0.0", "-1.0", "007"),
    *("2018", "22", "12345678901234567890", "3.141592653589793238462643383279"),
    *("2018-01-02", "2018-01-02T10:00:00Z", "2018-1-2 3:04"),
    *("~x", "Null", "NULL", "nil", "none", "=", "<", "a#b", "it's", "50%", "C++", "-x", "?x"),
]


@pytest.mark.parametrize("spelling", LOOK_ALIKES)
def test_text_keeps_its_spelling(spelling: str, base: str, write: Callable[[str], Path]) -> None:
    text = base + f"publication:\n  licence: {spelling}\n  copyright: '{spelling.replace(chr(39), chr(39) * 2)}'\n"
    report = load(write(text)).report
    assert report.publication.licence == spelling
    assert report.publication.copyright == spelling


@pytest.mark.parametrize("spelling", ["NO", "1:30", "010", "1_000", "2018-01-02", "on", "0x1F", "=", "~x", ".5"])
def test_fact_keeps_its_spelling(spelling: str, base: str, write: Callable[[str], Path]) -> None:
    report = load(write(base.replace("capital: Astana", f"capital: {spelling}"))).report
    assert report.quick_facts["capital"].value == spelling


@pytest.mark.parametrize("spelling", ["true", "1.50", "17", "null x"])
def test_fact_prints_as_it_is_written(spelling: str, base: str, write: Callable[[str], Path]) -> None:
    report = load(write(base.replace("capital: Astana", f"capital: {spelling}"))).report
    assert str(report.quick_facts["capital"].value) == spelling


def test_norway_keeps_its_code(base: str, write: Callable[[str], Path]) -> None:
    assert load(write(base.replace("iso: KZ", "iso: NO"))).report.entity.iso == "NO"


@pytest.mark.parametrize("spelling", ["", "~", "null"])
def test_nothing_is_nothing(spelling: str, base: str, write: Callable[[str], Path]) -> None:
    report = load(write(base.replace("capital: Astana", f"capital: {spelling}"))).report
    assert report.quick_facts["capital"].value is None


def test_numbers_are_exact(base: str, write: Callable[[str], Path]) -> None:
    report = load(write(base.replace("10510", "10510.10").replace("A3: {score: 1,", "A3: {score: 1.0,"))).report
    assert report.quick_facts["gdp_per_capita"].value == Decimal("10510.10")
    assert str(report.quick_facts["gdp_per_capita"].value) == "10510.10"
    assert report.answers["A3"].score == 1


def test_text_is_composed(base: str, write: Callable[[str], Path]) -> None:
    decomposed = unicodedata.normalize("NFD", "Almatı Ә é ḗ 각")
    assert decomposed != unicodedata.normalize("NFC", decomposed)
    text = base.replace("Astana", decomposed).replace("Why A1.", f'"{decomposed}"')
    report = load(write(text + f"publication: {{licence: '{decomposed}'}}\n")).report
    assert report.quick_facts["capital"].value == "Almatı Ә é ḗ 각"
    assert report.publication.licence == "Almatı Ә é ḗ 각"
    narrative = report.answers["A1"].narrative
    assert narrative is not None
    assert narrative.source == "Almatı Ә é ḗ 각"


def test_harmless_characters_stay(base: str, write: Callable[[str], Path]) -> None:
    # no-break space, soft hyphen, zero-width space and joiners, left-to-right mark, an emoji with a skin tone
    text = "a\u00a0b\u00adc\u200bd\u200ce\u200df\u200eg👍🏽"
    narrative = load(write(base.replace("Why A1.", text))).report.answers["A1"].narrative
    assert narrative is not None
    assert narrative.source == text


# Every style of scalar, with the place where it begins, the line where its text begins, and its last line.
STYLES = """\
entity: {name: "Kazakhstan", kind: 'country'}
overview: |
  literal

  text
key_developments:
  - >-
    folded
    text
  - |2-

      indented
  - plain
    over two lines
  - "double \\"quoted\\"
    over two lines"
  - 'single ''quoted'''
  -   # a comment
    after a comment
notices:
- kind: note
  text: no indent
- {kind: note, text: in a flow}
answers:
  A1:
    score:   0
    narrative:
      below its key
"""
PLACES = {
    "entity": "1:9-1",
    "entity.name": "1:16-1",
    "entity.kind": "1:36-1",
    "overview": "2:11(3)-5",
    "key_developments": "7:3-19",
    "key_developments.0": "7:5(8)-9",
    "key_developments.1": "10:5(11)-12",
    "key_developments.2": "13:5-14",
    "key_developments.3": "15:5-16",
    "key_developments.4": "17:5-17",
    "key_developments.5": "19:5-19",
    "notices": "21:1-23",
    "notices.0": "21:3-22",
    "notices.0.kind": "21:9-21",
    "notices.0.text": "22:9-22",
    "notices.1": "23:3-23",
    "notices.1.kind": "23:10-23",
    "notices.1.text": "23:22-23",
    "answers.A1.score": "26:14-26",
    "answers.A1.narrative": "28:7-28",
}
ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


def styled(base: str) -> str:
    """Return the report in all styles, with the answers of the sound one."""
    answers = base[base.index("  A2:") : base.index("footnotes:")]
    return STYLES + answers


def places(report: Report) -> dict[str, str]:
    found = {}
    for origin in report.origins.values():
        text = f"({origin.text_line})" if origin.text_line != origin.line else ""
        found[origin.field] = f"{origin.line}:{origin.column}{text}-{origin.end_line}"
    return found


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no BOM", "BOM"])
@pytest.mark.parametrize("end", ENDS)
def test_every_style_has_its_place(end: str, mark: str, base: str, write: Callable[[str], Path]) -> None:
    report = load(write(mark + styled(base).replace("\n", ENDS[end]))).report
    found = places(report)
    assert {field: found[field] for field in PLACES} == PLACES


@pytest.mark.parametrize("end", ENDS)
def test_every_style_has_its_text(end: str, base: str, write: Callable[[str], Path]) -> None:
    report = load(write(styled(base).replace("\n", ENDS[end]))).report
    assert report.overview is not None
    assert report.overview.source == "literal\n\ntext"
    assert [prose.source for prose in report.key_developments] == [
        "folded text",
        "  indented",
        "plain over two lines",
        'double "quoted" over two lines',
        "single 'quoted'",
        "after a comment",
    ]


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no BOM", "BOM"])
@pytest.mark.parametrize("end", ENDS)
def test_problem_has_the_same_place_for_all_line_ends(
    end: str, mark: str, base: str, write: Callable[[str], Path]
) -> None:
    with pytest.raises(InputError) as caught:
        load(write(mark + ("iso: KZ\n" + base).replace("\n", ENDS[end]).replace("Astana", "[Astana]")))
    assert [(str(item.origin).rpartition("yaml:")[2], item.excerpt) for item in caught.value.problems] == [
        ("1:1", "iso: KZ"),
        ("9:12", "  capital: [Astana]"),
    ]


def test_every_value_is_where_its_origin_says(base: str, write: Callable[[str], Path]) -> None:
    report = load(write(base)).report
    lines = base.split("\n")
    own = {path: origin for path, origin in report.origins.items() if origin.path.endswith("report.yaml") and path}
    for path, origin in own.items():
        before, after = lines[origin.line - 1][: origin.column - 1], lines[origin.line - 1][origin.column - 1 :]
        if origin.field.endswith((".score", ".narrative", ".kind", ".name")):
            assert before.endswith(f"{path[-1]}: ")
            assert not after.startswith(" ")
        assert origin.field == ".".join(map(str, path))
    spelled = {
        ("entity", "name"): "Kazakhstan",
        ("quick_facts", "population"): "17800000",
        ("overview",): "|",
        ("key_developments", 1): '"Another',
        ("notices", 0, "text"): "A word",
        ("answers", "G4", "score"): "2, ",
        ("answers", "G4", "narrative"): "Why G4.}",
        ("footnotes", "census"): "The note.",
        ("published", "status"): "NF",
    }
    starts = {path: lines[own[path].line - 1][own[path].column - 1 :] for path in spelled}
    assert {path: starts[path][: len(text)] for path, text in spelled.items()} == spelled
    # 4 parts of the entity, 4 facts, 2 developments, 2 parts of a notice, 3 for each of 25 answers, 1 note, 6 published,
    # and the 8 keys at the top with the list item of the notice
    assert len(own) == 4 + 4 + 2 + 2 + 3 * 25 + 1 + 6 + 8 + 1


def test_origin_of_what_is_not_there_is_the_nearest_above(base: str, write: Callable[[str], Path]) -> None:
    report = load(write(base)).report
    assert str(report.origin("answers", "A1", "score_change")).endswith("report.yaml:22:7")
    assert str(report.origin("given", "x")).endswith("report.yaml:1:1")


def test_all_problems_are_told_in_order(base: str, write: Callable[[str], Path]) -> None:
    text = base
    for old, new in {
        "iso: KZ": "iso: kz",
        "region: Eurasia": "1: Eurasia",
        "https://example.org/a": "javascript:x",
        "    text: A word to the reader.\n": "",
        "B1: {score: 1": "B1: {score: yes",
        "C1: {score: 0": "C1: {score: 0, score: 1",
        "D1: {score: 0, narrative": "D1: {score: 0, narative",
        "  status: NF": '  status: "\\a"',
    }.items():
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(InputError) as caught:
        load(write(text))
    assert [f"{item.origin.line}:{item.origin.column} {item.code}" for item in caught.value.problems] == [
        "3:8 bad-iso-code",
        "5:3 bad-key",
        "12:25 bad-link",
        "19:5 missing-key",
        "24:15 not-a-number",
        "28:18 duplicate-key",
        "31:18 unknown-key",
        "54:11 forbidden-character",
    ]


def test_all_disagreements_are_told_in_order(base: str, write: Callable[[str], Path]) -> None:
    text = base
    for old, new in {
        "region: Eurasia": "region: Moon",
        "press_freedom_status: NF": "press_freedom_status: no",
        "population: 17800000": "population: many",
        "[^census]": "[^other]",
        "B1: {score: 1": "B1: {score: 5",
        "  C1: {score: 0, narrative: Why C1.}\n": "",
        "Total: 22": "Totl: 22",
    }.items():
        text = text.replace(old, new)
    with pytest.raises(InputError) as caught:
        load(write(text))
    assert [f"{item.origin.line}:{item.origin.column} {item.code}" for item in caught.value.problems] == [
        "5:11 unknown-region",
        "7:15 bad-fact",
        "10:25 bad-fact",
        "12:56 unknown-footnote",
        "21:1 missing-answer",
        "25:15 score-out-of-range",
        "47:3 idle-footnote",
        "49:3 unknown-measure",
    ]
    assert [item.severity for item in caught.value.problems if item.code == "idle-footnote"] == ["warning"]


def test_all_missing_keys_are_told(base: str, write: Callable[[str], Path]) -> None:
    with pytest.raises(InputError) as caught:
        load(write(base.replace("  name: Kazakhstan\n", "").replace("  kind: country\n", "")))
    assert [item.headline().rpartition("yaml:")[2] for item in caught.value.problems] == [
        "1:1: error[missing-key]: `name` is missing",
        "1:1: error[missing-key]: `kind` is missing",
    ]
    with pytest.raises(InputError) as caught:
        load(write("overview: Text.\n"))
    assert [item.headline().rpartition("yaml:")[2] for item in caught.value.problems] == [
        "1:1: error[missing-key]: `entity` is missing",
    ]


def test_problem_is_shown_with_its_line_and_a_caret(base: str, write: Callable[[str], Path]) -> None:
    path = write(base.replace("capital: Astana", "capitol:\t東京"))
    with pytest.raises(InputError) as caught:
        load(path)
    assert str(caught.value) == (
        f"{path}:8:3: error[unknown-fact]: edition 2018 has no quick fact “capitol”\n"
        "  8 |   capitol:\t東京\n"
        "    |   ^\n"
        "  help: did you mean `capital`?"
    )


def test_caret_stands_under_its_character(base: str, write: Callable[[str], Path]) -> None:
    with pytest.raises(InputError) as caught:
        load(write(base.replace("narrative: Why A1.", '"東京 é\u0301": 1, narrative: "x [a](b)"')))
    shown = [problem.text().split("\n")[1:3] for problem in caught.value.problems]
    assert shown == [
        ['  22 |   A1: {score: 0, "東京 é\u0301": 1, narrative: "x [a](b)"}', "     |                  ^"],
        # two cells for each of 東京, none for the accent
        [
            '  22 |   A1: {score: 0, "東京 é\u0301": 1, narrative: "x [a](b)"}',
            "     | " + " " * (2 + len("A1: {score: 0, ") + 2 + 4 + 2 + len(': 1, narrative: "x [a](')) + "^",
        ],
    ]


OVERVIEW = """\
overview: |
  The lead has a [link](https://example.org/a), a mark,[^census] and *emphasis*.

  It has a second paragraph.
"""
QUOTE_IT = "put the text in quotes, or write it below a `|`"
CUT = "the text ends here: “#” after a space begins a comment"
APART = "put the text in quotes, or write it below a `|`; put a comment on a line of its own"
BELOW = "write `|` after the colon and the text below it"
BLANK = "the blank line before this does not begin a paragraph"
JOINED = "this line would be joined to the one before it"
SPACES = "indent with ordinary spaces"
NO_BREAK = "U+00A0 (NO-BREAK SPACE)"


@pytest.mark.parametrize(
    ("written", "message", "remedy"),
    [
        ("overview: It won 5 seats ▸# not 6", f"comment-after-text]: {CUT}", APART),
        ("overview: It won\n  5 seats ▸# not 6", f"comment-after-text]: {CUT}", APART),
        ("overview: free ▸#", f"comment-after-text]: {CUT}", APART),
        (
            "overview: It won\n  5 seats ▸# not 6\n  and more",
            "yaml-syntax]: “#” begins a comment here, and the text goes on after it",
            QUOTE_IT,
        ),
        ("overview: One.\n\n  ▸Two.", f"lines-joined]: {BLANK}", BELOW),
        ("overview: >\n  One.\n\n  ▸Two.", f"lines-joined]: {BLANK}", "write `|` in the place of `>`"),
        ("overview: One\n  ▸- two", f"lines-joined]: {JOINED}", BELOW),
        ("overview: One\n  ▸1. two\n  2. three", f"lines-joined]: {JOINED}", BELOW),
        ("overview: One\n  ▸• two", f"lines-joined]: {JOINED}", BELOW),
        ("overview: >\n  One\n  ▸| a | b |", f"lines-joined]: {JOINED}", "write `|` in the place of `>`"),
        (
            "overview: ▸“One.”",
            "typographic-quotes]: these quotes would be printed: only straight ones enclose a value",
            "write \"One.\", or '“One.”' to print the quotes",
        ),
        (
            'overview: ▸"One.”',
            "yaml-syntax]: the text begins with a straight quote and ends with a typographic one",
            "use straight quotes on both sides",
        ),
        (
            'overview: ▸"One',
            "yaml-syntax]: the quote that opens here is closed on line 14 only",
            "close it at the end of its text",
        ),
        (
            'overview: "One" ▸two',
            "yaml-syntax]: text goes on after its closing quote",
            'write the whole text below a `|`, or write \\" for a quote inside it',
        ),
        (
            "overview: 'It'▸s one'",
            "yaml-syntax]: text goes on after its closing quote",
            "write the whole text below a `|`, or write '' for an apostrophe inside it",
        ),
        *(
            (f"overview: ▸{text}", f"yaml-syntax]: text cannot begin with “{text[0]}” here", QUOTE_IT)
            for text in ("**One** two", "*One* two", "& one", "@one", "%one", "`one`", "[one] two", "{one} two", "- one", "? one")
        ),
        *(
            (
                f"overview: ▸{text}",
                f"yaml-syntax]: text cannot begin with “{text[0]}” here",
                f"write the text on the next line, indented; put text that begins with “{text[0]}” in quotes",
            )
            for text in ("| One", "> 50 % of all")
        ),
        (
            "overview:\n  ▸- one",
            "not-text]: expected text, found a list",
            f"{BELOW}; put text that begins with “[” or “- ” in quotes",
        ),
        ("overview: |\n▸\u00a0\u00a0One", f"yaml-syntax]: {NO_BREAK} indents this line", SPACES),
        ("overview: |\n  One\n▸\u00a0\u00a0two", f"yaml-syntax]: {NO_BREAK} indents this line", SPACES),
        ("overview: One\nfootnotes:\n▸\u3000a: b", "yaml-syntax]: U+3000 (IDEOGRAPHIC SPACE) indents this line", SPACES),
        ("overview: One\nfootnotes:\n  ▸\u2007a: b", "yaml-syntax]: U+2007 (FIGURE SPACE) indents this line", SPACES),
        ("overview:▸\u00a0One", f"yaml-syntax]: {NO_BREAK} stands in the place of the space", "write an ordinary space"),
    ],
)  # fmt: skip
def test_text_that_yaml_reads_otherwise_is_told_with_the_right_remedy(
    written: str, message: str, remedy: str, base: str, write: Callable[[str], Path]
) -> None:
    text = base.replace(OVERVIEW, f"{written}\n").replace("footnotes:\n  census: The note.\n", "")
    before = text.partition("▸")[0]
    with pytest.raises(InputError) as caught:
        load(write(text.replace("▸", "")))
    told = caught.value.problems[0]
    place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    assert told.headline().rpartition("yaml:")[2] == f"{place}: error[{message}"
    assert told.remedy == remedy


def test_a_comma_inside_braces_ends_a_text(base: str, write: Callable[[str], Path]) -> None:
    with pytest.raises(InputError) as caught:
        load(write(base.replace("Why A1.", "Why, and how.")))
    (told,) = caught.value.problems
    assert told.headline().rpartition("yaml:")[2] == (
        "22:34: error[bad-key]: “and how.” has no value: a comma inside braces ends a text"
    )
    assert told.remedy == "put the text before it in quotes, commas included"


@pytest.mark.parametrize(
    "written",
    [
        "overview: 'One line, and\n\n  another of the same paragraph.'",
        "overview: 'It''s a list:\n\n\n  - it''s one\n\n  - two'",
        "overview: |  # a comment\n  One # two",
        "overview: 'One'  # a comment",
        "# a comment\noverview: C# and a#b",
        "overview: in May\n  5. The",
        "overview: 'One\n\n\n  Two.'",
        "overview: >\n  One\n\n    - two\n    - three",
        "overview: “One” and “two”",
        "overview: '“One.”'",
        "overview: 5 > 3",
        'overview: "One\\n\\n  - two"',
    ],
)
def test_honest_yaml_passes(written: str, base: str, write: Callable[[str], Path]) -> None:
    text = base.replace(OVERVIEW, f"{written}\n").replace("footnotes:\n  census: The note.\n", "")
    assert load(write(text)).warnings == ()


def test_a_comment_after_a_short_value_is_a_warning(base: str, write: Callable[[str], Path]) -> None:
    text = base
    for old, new in {
        "name: Kazakhstan": "name: Kazakhstan # the name",
        "kind: country": "kind: country # a word of the model",
        "region: Eurasia": "region: Eurasia  # two spaces set a remark apart",
        "population: 17800000": "population: 17800000 # a number",
        "capital: Astana": "capital: Astana # 2018",
        "10510": "#10510",
    }.items():
        text = text.replace(old, new)
    remedy = "put the value in quotes, with or without these words; put a comment on a line of its own"
    loaded = load(write(text))
    assert [(item.headline().rpartition("yaml:")[2], item.remedy) for item in loaded.warnings] == [
        (f"2:20: warning[comment-after-text]: {CUT}", remedy),
        (f"8:19: warning[comment-after-text]: {CUT}", remedy),
        (
            "9:19: warning[comment-after-text]: there is no value here: “#” begins a comment",
            "put the value in quotes if “#10510” belongs to it, or write a space after “#”",
        ),
    ]
    assert (loaded.report.entity.name, loaded.report.quick_facts["capital"].value) == ("Kazakhstan", "Astana")
    assert pickle.loads(pickle.dumps(loaded.report)) == loaded.report  # noqa: S301  # our own


@pytest.mark.parametrize(
    ("name", "message", "remedy"),
    [
        ("“Kazakhstan”", "these quotes would be printed: only straight ones enclose a value", "write \"Kazakhstan\", or '“Kazakhstan”' to print the quotes"),
        ("«Kazakhstan»", "these quotes would be printed: only straight ones enclose a value", "write \"Kazakhstan\", or '«Kazakhstan»' to print the quotes"),
        ("Kazakh\tstan", "U+0009 cannot stand in a line", "write a space"),
        ("K" * 301, "the text has 301 characters; 300 is the most here", "shorten it"),
    ],
)  # fmt: skip
def test_what_a_name_must_not_be(name: str, message: str, remedy: str, base: str, write: Callable[[str], Path]) -> None:
    with pytest.raises(InputError) as caught:
        load(write(base.replace("name: Kazakhstan", f"name: {name}")))
    (told,) = caught.value.problems
    assert (told.message, told.remedy) == (message, remedy)
    assert load(write(base.replace("name: Kazakhstan", f"name: {'K' * 300}"))).report.entity.name == "K" * 300


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x07", "\x85"])
def test_a_line_of_a_report_made_in_a_program_is_one_line(char: str) -> None:
    with pytest.raises(ValidationError, match=f"U\\+{ord(char):04X} cannot stand in a line"):
        Entity.model_validate({"name": f"a{char}b", "kind": "country"})


CITED = "use {entity}, {edition}, {series}; write {{ and }} for braces that are printed"


@pytest.mark.parametrize(
    ("citation", "at", "message", "remedy"),
    [
        ("{entity} by {author}", 26, "“{author}” is not a placeholder of this text", CITED),
        ("{series:>9999999}", 14, "“{series:>9999999}” has a format", "write {series} alone"),
        ("{series!r}", 14, "“{series!r}” has a format", "write {series} alone"),
        ("{series:{edition}}", 14, "“{series:{edition}}” has a format", "write {series} alone"),
        ("{series.title}", 14, "“{series.title}” is not a placeholder of this text", CITED),
        ("a {}", 16, "“{}” is not a placeholder of this text", CITED),
        ("a {entity", 16, "the braces do not match: expected '}' before end of string", CITED),
    ],
)
def test_a_citation_has_known_placeholders(
    citation: str, at: int, message: str, remedy: str, base: str, write: Callable[[str], Path]
) -> None:
    with pytest.raises(InputError) as caught:
        load(write(base + f'publication:\n  citation: "{citation}"\n'))
    (told,) = caught.value.problems
    assert told.headline().rpartition("yaml:")[2] == f"57:{at}: error[bad-message]: {message}"
    assert told.remedy == remedy


def test_placeholders_of_labels_have_no_format(project: Path) -> None:
    english = (shipped("data") / "labels" / "en.yaml").read_text(encoding="utf-8")
    (project / "labels").mkdir()
    path = project / "labels" / "en.yaml"
    path.write_text(english.replace("{series}", "{series:>9}", 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Catalogue(project).labels("en")
    (told,) = caught.value.problems
    assert (told.message, told.remedy) == ("“{series:>9}” has a format", "write {series} alone")
