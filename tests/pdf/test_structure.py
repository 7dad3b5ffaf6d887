"""What a screen reader is told: the structure tree is read back and compared with the report.

The tree is joined with the content streams here, independently of the code that wrote them: every sequence of marked
content has its text by the ToUnicode maps, and every one of them must belong to exactly one element. What a document
should say is taken from its composition; test_standards.py leaves what the standards ask for to validators.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import page as validation
import pikepdf
import pytest

from pdfgen import build_pdf, load_report, score
from pdfgen.content import (
    Facts,
    Heading,
    List,
    NoticeBox,
    Panel,
    Paragraph,
    ScoreLegend,
    ScoreOverview,
    compose,
)
from pdfgen.pdf.characters import INKLESS
from pdfgen.resources import shipped
from pdfgen.source.load import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.content import Document

EDITIONS = shipped("data") / "editions"
SAMPLES = {f"{path.parent.parent.name}/{path.stem}": path for path in sorted(EDITIONS.glob("*/reports/*.yaml"))}
VARIANTS = list(product(("a4", "letter"), ("standard", "compact")))  # standard is set ragged, compact justified
SHOWING = frozenset(["Tj", "TJ", "'", '"'])
PAINTING = frozenset(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI", "INLINE IMAGE"])
BLOCKS = frozenset(["P", "Lbl", "TH", "TD", *(f"H{level}" for level in range(1, 7))])
Said = tuple[str, str]
"""The tag of an element, and its words."""


# Reading a file


@dataclass
class Marked:
    """A sequence of marked content. ``number`` is None for an artifact, whose properties are ``kind``."""

    page: int
    tag: str
    number: int | None
    kind: str = ""
    text: str = ""
    painted: int = 0


@dataclass
class Node:
    """A structure element; ``kids`` are elements, sequences, and annotations."""

    tag: str
    entry: Any
    kids: list[Any] = field(default_factory=list)

    @property
    def nodes(self) -> list[Node]:
        return [kid for kid in self.kids if isinstance(kid, Node)]

    @property
    def sequences(self) -> list[Marked]:
        return [kid for kid in self.kids if isinstance(kid, Marked)]

    @property
    def annotations(self) -> list[Any]:
        return [kid for kid in self.kids if not isinstance(kid, Node | Marked)]

    @property
    def text(self) -> str:
        """What is read out; a figure parts words, its alternative is told for itself."""
        parts = [kid for kid in self.kids if isinstance(kid, Node | Marked)]
        return "".join(" " if part.tag == "Figure" and isinstance(part, Node) else part.text for part in parts)

    @property
    def alternative(self) -> str:
        return str(self.entry.get("/Alt", ""))

    def attribute(self, name: str) -> str:
        return str(self.entry.A.get(name, "")).removeprefix("/") if "/A" in self.entry else ""

    def all(self, *tags: str) -> Iterator[Node]:
        """Yield this element and those in it, in reading order, or those of some tags."""
        if not tags or self.tag in tags:
            yield self
        for node in self.nodes:
            yield from node.all(*tags)

    def said(self) -> Iterator[Said]:
        """Yield the blocks of text and the figures, in reading order."""
        if self.tag in BLOCKS:
            yield self.tag, plain(self.text)
            yield from (("Figure", figure.alternative) for figure in self.all("Figure"))
        elif self.tag == "Figure":
            yield "Figure", self.alternative
        else:
            for node in self.nodes:
                yield from node.said()


class Tree:
    """The structure of a file, and the content that it stands for."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(content))
        self.content = [list(_marked(number, page)) for number, page in enumerate(self.pdf.pages)]
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self._marked = {(one.page, one.number): one for one in self.sequences()}
        self.root = self._node(self.pdf.Root.StructTreeRoot.K)

    def sequences(self) -> Iterator[Marked]:
        """Yield the sequences that belong to an element."""
        return (one for content in self.content for one in content if one.number is not None)

    def artifacts(self) -> Iterator[Marked]:
        return (one for content in self.content for one in content if one.number is None)

    def said(self) -> list[Said]:
        return list(self.root.said())

    def all(self, *tags: str) -> list[Node]:
        return list(self.root.all(*tags))

    def parents(self) -> dict[int, Any]:
        """Return the parent tree."""
        numbers = list(self.pdf.Root.StructTreeRoot.ParentTree.Nums)
        return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))

    def _node(self, entry: Any) -> Node:
        node = Node(str(entry.S).removeprefix("/"), entry)
        kids = entry.K
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                node.kids.append(self._marked[self._numbers[entry.Pg.objgen], kid])
            elif str(kid.get("/Type", "")) == "/MCR":
                node.kids.append(self._marked[self._numbers[kid.Pg.objgen], int(kid.MCID)])
            elif str(kid.get("/Type", "")) == "/OBJR":
                node.kids.append(kid.Obj)
            else:
                node.kids.append(self._node(kid))
        return node


def _marked(number: int, page: pikepdf.Page) -> Iterator[Marked]:
    """Yield the sequences of a page; fail where anything is shown or painted outside, and where marks are nested."""
    maps = {name: _characters(font) for name, font in dict(page.obj.Resources.Font).items()}
    current: Marked | None = None
    in_text = opened_in_text = False
    font: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        match operator:
            case "BDC" | "BMC":
                assert current is None, "marked content is nested"
                opened_in_text = in_text
                properties: Any = operands[1] if operator == "BDC" else {}
                tag = str(operands[0]).removeprefix("/")
                mcid = properties.get("/MCID")
                assert (mcid is None) == (tag == "Artifact")
                kind = " ".join(str(properties.get(key, "")).removeprefix("/") for key in ("/Type", "/Subtype"))
                current = Marked(number, tag, None if mcid is None else int(mcid), kind.strip())
            case "EMC":
                assert current is not None
                assert in_text == opened_in_text, "a text object and marked content overlap"
                yield current
                current = None
            case "BT" | "ET":
                assert in_text == (operator == "ET")
                in_text = operator == "BT"
            case "Tf":
                font = maps[str(operands[0])]
            case _ if operator in SHOWING:
                assert current is not None, f"text is shown outside marked content on page {number + 1}"
                current.text += "".join(font[code] for piece in _strings(operands) for code in piece)
            case _ if operator in PAINTING:
                assert current is not None, f"a shape is painted outside marked content on page {number + 1}"
                current.painted += 1
    assert current is None
    assert not in_text


def _strings(operands: list[Any]) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.Array):
            yield from _strings(list(operand))
        elif isinstance(operand, pikepdf.String):
            yield bytes(operand)


def _characters(font: Any) -> dict[int, str]:
    """Return the characters of a font by code."""
    _, entries = font.ToUnicode.read_bytes().decode("ascii").split("endcodespacerange")
    pairs = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]+)>", entries)
    return {int(code, 16): bytes.fromhex(char).decode("utf-16-be") for code, char in pairs}


def plain(text: str) -> str:
    """Return text as it is read: without characters that have no ink, and without the space at its end."""
    return "".join(char for char in text if char not in INKLESS).rstrip(" ")


@cache
def tree_of(path: Path, page_size: str = "a4", theme: str = "standard", profile: str = "screen") -> Tree:
    return Tree(build_pdf(load_report(path), page_size=page_size, theme=theme, profile=profile))


@cache
def composed(path: Path) -> Document:
    report = load_report(path)
    return compose(report, score(report), resolve(report).catalogue.labels(report.language))


# What a document should say


def expected(document: Document) -> list[Said]:
    """Return the blocks of a document as elements, from the overview on, but for those of tables and of the key."""
    found: list[Said] = []
    for block in document.blocks:
        match block:
            case Facts():
                found.append(("P", block.title))
            case Heading():
                found += _heading(block)
            case Paragraph():
                found += _paragraph(block)
            case List():
                found += _listing(block)
            case NoticeBox():
                first, *rest = block.content
                label = f"{block.label}: "
                if isinstance(first, Paragraph):
                    found.append(("P", plain(label + _text(first))))
                else:
                    found += [("P", plain(label)), *_listing(first)]
                for part in rest:
                    found += _listing(part) if isinstance(part, List) else _paragraph(part)
            case ScoreOverview() | ScoreLegend():
                found.append(("H2", block.title))
    return found


def _heading(block: Heading) -> Iterator[Said]:
    points = block.score
    said: list[str] = []
    match block.role:
        case "group" if points:  # “Score” is the label of what follows it
            said = [block.text.upper(), block.aside, points.words, points.in_brackets]
        case "section" if points:
            said = [block.code, block.text, points.words, points.in_brackets]
        case "item":
            said = [block.code, block.change, block.text]
        case _:
            said = [block.code, block.text]
    yield f"H{block.level}", plain(" ".join(filter(None, said)))
    if block.role == "item" and points:
        yield "Figure", points.alternative or points.words


def _paragraph(block: Paragraph) -> Iterator[Said]:
    if block.mark:
        yield "Lbl", block.mark
    if block.spans:
        yield "P", plain(_text(block))


def _listing(block: List) -> Iterator[Said]:
    for number, item in enumerate(block.items):
        yield "Lbl", "•" if block.start is None else f"{block.start + number}."
        for part in item:
            yield from _listing(part) if isinstance(part, List) else _paragraph(part)


def _text(block: Paragraph) -> str:
    return "".join(span.text for span in block.spans)


def from_overview_on(said: list[Said], document: Document) -> list[Said]:
    """Return what is said behind the panel, without cells and without what stands in the key below its title."""
    (panel,) = (block for block in document.blocks if isinstance(block, Panel))
    (key,) = (block for block in document.blocks if isinstance(block, ScoreLegend))
    start = said.index(("Figure", panel.series_alternative)) + 1
    start += said[start] == ("P", panel.series_scale)
    from_key = said.index(("H2", key.title)) + 1
    to = next((index for index, (tag, _) in enumerate(said) if index >= from_key and tag == "H2"), len(said))
    return [one for one in said[start:from_key] + said[to:] if one[0] not in ("TH", "TD")]


def without_spaces(said: list[Said]) -> list[Said]:
    return [(tag, text.replace(" ", "")) for tag, text in said]


def narrative(said: list[Said]) -> list[Said]:
    return [one for one in said if one[0] in ("P", "Lbl")]


# An unusual report

PARAGRAPH = " ".join(
    f"Sentence {number} of this text says what was heard in the old town hall." for number in range(60)
)
LINKED = (
    "A [link of so many words that it does not fit what is left of its line, whatever the theme and the page are]"
    "(https://example.org/long) is one link, [this *one* too](https://example.org/this), and [that](mailto:a@example.org)."
)
OVERVIEW = f"""\
{LINKED}

Before a list:

- an item with a mark[^list]

  and a second paragraph,
- an item with a list:
  1. one
  2. two

     - deepest
- the last

9. nine
10. ten
"""
UNUSUAL = {
    "overview": OVERVIEW,
    "key_developments": (PARAGRAPH, "An item with a list:\n\n- one\n- two", "The last one.[^long]"),
    "notices": [
        {"kind": "note", "text": "- a notice\n- that is a list"},
        {"kind": "note", "text": f"{PARAGRAPH}\n\nAnd more.\n\n1. one\n2. two"},
    ],
    "footnotes": {
        "list": "- a note\n- that is a list",
        "long": f"{PARAGRAPH}\n\nIts second paragraph refers to another one.[^other]",
        "other": f"A [link in a note]({'https://example.org/' + 'a' * 200}).\n\n- a list\n\nThe end.",
    },
}
TREE = """\
id: wide
title: Wide Index
publisher: Nobody
editions: [2017, 2018]
headline: [{aggregate: T}]
quick_facts:
%s
tree:
  - id: T
    label: Total
    max: 4
    decimals: 1
    formula: {op: mean, min_valid: 1}
    children:
%s
"""


@pytest.fixture
def unusual(tmp_path: Path) -> Path:
    """Return a report with lists in lists, long notices, long notes, and links over lines."""
    import yaml  # noqa: PLC0415

    source = SAMPLES["2018/kazakhstan"]
    folder = tmp_path / "unusual"
    folder.mkdir()
    (folder / "edition.yaml").write_bytes((source.parent.parent / "edition.yaml").read_bytes())
    report = yaml.safe_load(source.read_text(encoding="utf-8")) | UNUSUAL
    path = folder / "report.yaml"
    path.write_text(yaml.safe_dump(report, allow_unicode=True), encoding="utf-8")
    return path


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    """Return a report with a score table over pages, facts that the rail cannot hold, and a missing score."""
    folder = tmp_path / "wide"
    (folder / "rubrics").mkdir(parents=True)
    facts = "\n".join(f"  - {{id: f{number}, label: Fact number {number}}}" for number in range(40))
    sections = "\n".join(
        f"      - {{id: S{number}, label: Section number {number}, max: 4, formula: {{op: mean, min_valid: 1}}, "
        f"children: [{{id: S{number}a, label: Question number {number}, max: 4, step: 1"
        f"{', optional: true' if number == 0 else ''}}}]}}"
        for number in range(70)
    )
    (folder / "rubrics" / "wide.yaml").write_text(TREE % (facts, sections), encoding="utf-8")
    answers = "\n".join(f"  S{number}a: {{score: {number % 5}, narrative: Why.}}" for number in range(1, 70))
    values = "\n".join(f"  f{number}: {{value: Words {number}, as_of: 2017, source: Office}}" for number in range(40))
    (folder / "edition.yaml").write_text("rubric: wide\nedition: 2018\nyear_under_review: 2017\n", encoding="utf-8")
    path = folder / "report.yaml"
    path.write_text(
        f"entity: {{name: Ruritania, kind: country}}\nquick_facts:\n{values}\noverview: Words.\n"
        f"answers:\n  S0a: {{score: null}}\n{answers}\n",
        encoding="utf-8",
    )
    return path


# Content and tree

EVERY = [
    *((name, size, theme, "screen") for name in SAMPLES for size, theme in VARIANTS),
    *((name, "a4", "standard", "card") for name in SAMPLES),
]
every = pytest.mark.parametrize(("name", "page_size", "theme", "profile"), EVERY)


def check_content(tree: Tree) -> None:
    """Fail unless every sequence belongs to one element, which the parent tree names (reading fails on loose content)."""
    for content in tree.content:
        numbers = [one.number for one in content if one.number is not None]
        assert numbers == list(range(len(numbers)))
    claimed = Counter((one.page, one.number) for node in tree.all() for one in node.sequences)
    assert claimed == Counter((one.page, one.number) for one in tree.sequences())
    parents = tree.parents()
    for node in tree.all():
        for one in node.sequences:
            assert one.tag == node.tag
            page = tree.pdf.pages[one.page].obj
            assert parents[int(page.StructParents)][one.number].objgen == node.entry.objgen
        for kid in node.nodes:
            assert kid.entry.P.objgen == node.entry.objgen
    assert tree.root.tag == "Document"
    assert int(tree.pdf.Root.StructTreeRoot.ParentTreeNextKey) > max(parents)


@every
def test_all_content_is_an_artifact_or_belongs_to_one_element(
    name: str, page_size: str, theme: str, profile: str
) -> None:
    check_content(tree_of(SAMPLES[name], page_size, theme, profile))


@every
def test_no_element_and_no_sequence_is_empty(name: str, page_size: str, theme: str, profile: str) -> None:
    tree = tree_of(SAMPLES[name], page_size, theme, profile)
    assert all(node.kids for node in tree.all())
    assert [one for one in tree.sequences() if not one.text and not one.painted] == []


@pytest.mark.parametrize(("page_size", "theme"), VARIANTS)
def test_content_of_unusual_reports_belongs_to_elements_too(
    unusual: Path, wide: Path, page_size: str, theme: str
) -> None:
    for path in (unusual, wide):
        check_content(tree_of(path, page_size, theme))
        content = build_pdf(load_report(path), page_size=page_size, theme=theme)
        for profile in ("ua1", "3a"):
            failures = validation.validate_pdf_bytes(content, profile=profile).failures
            assert [(failure.rule_id, failure.message) for failure in failures] == []


def test_content_that_no_element_has_is_found() -> None:
    tree = Tree(build_pdf(load_report(SAMPLES["2018/finland"])))
    check_content(tree)
    del tree.root.kids[30]
    with pytest.raises(AssertionError):
        check_content(tree)


@pytest.mark.parametrize(
    ("operators", "told"),
    [
        (b"BT /F1 9 Tf (A) Tj ET", "text is shown outside"),
        (b"0 0 9 9 re f", "a shape is painted outside"),
        (b"/Artifact BMC /P <</MCID 999>> BDC EMC EMC", "marked content is nested"),
        (b"BT /Artifact BMC ET EMC", "a text object and marked content overlap"),
    ],
)
def test_loose_content_is_found(operators: bytes, told: str) -> None:
    tree = Tree(build_pdf(load_report(SAMPLES["2018/finland"])))
    page = tree.pdf.pages[1]
    page.obj.Contents = tree.pdf.make_stream(page.obj.Contents.read_bytes() + b"\n" + operators)
    with pytest.raises(AssertionError, match=told):
        list(_marked(1, page))


# The order and the words


KAZAKHSTAN: list[Said] = [
    ("H1", "Kazakhstan"),
    ("P", "NOT FREE"),
    ("P", "Covers calendar year 2017"),
    ("P", "Aggregate Score"),
    ("P", "22/100"),
    ("P", "No change from 2017"),
    ("Figure", "Aggregate Score 22 of 100, 0 = Least Free, 100 = Most Free, 2017 edition 22"),
    ("P", "0 = Least Free 100 = Most Free"),
    ("P", "Political Rights 7 of 7"),
    ("Figure", "Political Rights 7 of 7, 1 = Most Free, 7 = Least Free, 2017 edition 7"),
    ("P", "Civil Liberties 5 of 7"),
    ("Figure", "Civil Liberties 5 of 7, 1 = Most Free, 7 = Least Free, 2017 edition 5"),
    ("P", "Freedom Rating 6.0"),
    ("P", "1 = Most Free 7 = Least Free"),
    ("P", "Score by edition"),
    ("Figure", "Score by edition: 2013 26, 2014 25, 2015 24, 2016 24, 2017 22, 2018 22"),
    ("P", "aggregate, 0–100"),
    ("P", "Quick facts"),
    ("TH", "Population"),
    ("TD", "17,800,000"),
    ("TH", "Capital"),
    ("TD", "Astana"),
    ("TH", "GDP/capita"),
    ("TD", "$10,510"),
    ("TH", "Press Freedom Status"),
    ("TD", "Not Free"),
    ("TH", "Net Freedom Status"),
    ("TD", "Not Free"),
]


def test_the_first_page_is_read_in_order() -> None:
    tree = tree_of(SAMPLES["2018/kazakhstan"])
    said = tree.said()
    # whether words run into each other is the next test's
    assert without_spaces(said[: len(KAZAKHSTAN)]) == without_spaces(KAZAKHSTAN)
    rest = said[len(KAZAKHSTAN) :]
    assert [tag for tag, _ in rest[:11]] == ["P", "P", "H2", *["Lbl", "P"] * 4]
    assert rest[0][1].startswith(
        "Power in Kazakhstan has been concentrated in the hands of President Nursultan Nazarbayev"
    )
    assert rest[2] == ("H2", "Key developments in 2017")
    assert rest[11:16] == [
        ("H2", "Score overview"),
        ("TH", "Category"),
        ("TH", "Score"),
        ("TH", "2017"),
        ("TH", "Change"),
    ]


def test_words_of_the_first_page_do_not_run_into_each_other() -> None:
    said = tree_of(SAMPLES["2018/kazakhstan"]).said()
    assert said[: len(KAZAKHSTAN)] == KAZAKHSTAN


def test_a_status_with_notices_is_read_in_order() -> None:
    said = tree_of(SAMPLES["2018/turkey"]).said()
    start = said.index(("P", "Quick facts"))
    blocks = [one for one in said[start:] if one[0] not in ("TH", "TD")]
    assert [(tag, text[:15]) for tag, text in blocks[:6]] == [
        ("P", "Quick facts"),
        ("P", "Emergency rule,"),
        ("P", "Status change: "),
        ("P", "Rating change: "),
        ("H2", "Key development"),
        ("Lbl", "•"),
    ]


@pytest.mark.parametrize(("page_size", "theme"), VARIANTS)
@pytest.mark.parametrize("name", SAMPLES)
def test_the_narrative_is_read_in_order(name: str, page_size: str, theme: str) -> None:
    document = composed(SAMPLES[name])
    got = from_overview_on(tree_of(SAMPLES[name], page_size, theme).said(), document)
    assert narrative(got) == narrative(expected(document))


@pytest.mark.parametrize(("page_size", "theme"), VARIANTS)
@pytest.mark.parametrize("name", SAMPLES)
def test_headings_are_read_in_order_each_with_its_score(name: str, page_size: str, theme: str) -> None:
    document = composed(SAMPLES[name])
    got = from_overview_on(tree_of(SAMPLES[name], page_size, theme).said(), document)
    assert without_spaces(got) == without_spaces(expected(document))


@pytest.mark.parametrize("name", SAMPLES)
def test_words_of_headings_do_not_run_into_each_other(name: str) -> None:
    document = composed(SAMPLES[name])
    got = [text for tag, text in from_overview_on(tree_of(SAMPLES[name]).said(), document) if tag.startswith("H")]
    wanted = [text for tag, text in expected(document) if tag.startswith("H")]
    assert [sorted(text.split()) for text in got] == [sorted(text.split()) for text in wanted]


@pytest.mark.parametrize(("page_size", "theme"), VARIANTS)
def test_an_unusual_narrative_is_read_in_order(unusual: Path, page_size: str, theme: str) -> None:
    document = composed(unusual)
    got = from_overview_on(tree_of(unusual, page_size, theme).said(), document)
    assert narrative(got) == narrative(expected(document))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_fact_is_read_with_its_value_and_its_detail(name: str) -> None:
    *found, _ = tree_of(SAMPLES[name]).all("Table")
    facts = [block for block in composed(SAMPLES[name]).blocks if isinstance(block, Facts)]
    assert len(facts) == (name != "2018/somaliland")
    wanted = [[[row.label, f"{row.value} {row.detail}".strip()] for row in block.rows] for block in facts]
    assert list(map(cells, found)) == wanted


def test_every_fact_in_the_column_is_read_with_its_value_and_its_detail(wide: Path) -> None:
    rows = [[f"Fact number {number}", f"Words {number} as of 2017; Office"] for number in range(40)]
    assert cells(tree_of(wide).all("Table")[0]) == rows


@pytest.mark.parametrize("name", SAMPLES)
def test_the_panel_says_each_measure_with_its_value(name: str) -> None:
    document = composed(SAMPLES[name])
    (panel,) = (block for block in document.blocks if isinstance(block, Panel))
    said = tree_of(SAMPLES[name]).said()
    aggregate = panel.aggregate
    assert aggregate is not None
    wanted = [aggregate.label, aggregate.score.words, aggregate.change, " ".join(aggregate.ends)]
    wanted += [f"{figure.label} {figure.words}" for figure in panel.measures]
    wanted += [panel.series_title, panel.series_scale]
    assert [words for words in wanted if words and ("P", words) not in said] == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "2018/kazakhstan",
            [
                ("H1", "Kazakhstan"),
                ("P", "NOT FREE"),
                ("P", "Covers 2017"),
                ("P", "Aggregate Score"),
                ("P", "22/100"),
                ("P", "No change"),
                ("Figure", "Aggregate Score 22 of 100, 0 = Least Free, 100 = Most Free, 2017 edition 22"),
                ("P", "Political Rights"),
                ("Figure", "Political Rights 7 of 7, 1 = Most Free, 7 = Least Free, 2017 edition 7"),
                ("P", "Civil Liberties"),
                ("Figure", "Civil Liberties 5 of 7, 1 = Most Free, 7 = Least Free, 2017 edition 5"),
                ("P", "1 = Most Free, 7 = Least Free"),
                ("P", "Trend"),
                ("Figure", "Score by edition: 2013 26, 2014 25, 2015 24, 2016 24, 2017 22, 2018 22"),
            ],
        ),
        (
            "freedom-on-the-net-2018/ruritania",
            [
                ("H1", "Ruritania"),
                ("P", "PARTLY FREE"),
                ("P", "Covers 2017"),
                ("P", "Total Score"),
                ("P", "45/100"),
                ("Figure", "Total Score 45 of 100, 0 = Most Free, 100 = Least Free"),
                ("P", "Obstacles to Access 11/25"),
                ("P", "Limits on Content 15/35"),
                ("P", "Violations of User Rights 19/40"),
                ("P", "Trend"),
                ("Figure", "Score by edition: 2018 45"),
            ],
        ),
        (
            "nations-in-transit-2018/ruritania",
            [
                ("H1", "Ruritania"),
                ("P", "TRANSITIONAL OR HYBRID REGIME"),
                ("P", "Covers 2017"),
                ("P", "Democracy Score"),
                ("P", "4.32/7"),
                ("Figure", "Democracy Score 4.32 of 7, 1 = Most Democratic, 7 = Least Democratic"),
                ("P", "Democracy Percentage 44.64"),
                ("P", "0 = Least Democratic 100 = Most Democratic"),
                ("P", "Trend"),
                ("Figure", "Score by edition: 2018 4.32"),
            ],
        ),
    ],
)
def test_a_card_is_read_in_order(name: str, wanted: list[Said]) -> None:
    said = tree_of(SAMPLES[name], profile="card").said()
    assert said[: len(wanted)] == wanted
    assert [text[:16] for tag, text in said if tag == "H2"] == ["Scores by catego", "Key developments"]
    assert said[-1][1].startswith("The full report has ")


def test_words_of_names_and_headings_on_two_lines_do_not_run_into_each_other(tmp_path: Path) -> None:
    name = "Saint Vincent and the Grenadines and Neighbouring Islands"
    group = "Freedom of Expression and of Belief and of Everything Else that People May Wish to Say"
    section = "Whatever Else May Be Asked of a Government that Is Elected by Its People in a Free and Fair Way"
    (tmp_path / "rubrics").mkdir()
    rubric = (
        "id: long\ntitle: Long\npublisher: Nobody\neditions: [2018]\nheadline: [{aggregate: T}]\n"
        f"tree: [{{id: T, label: Total, children: [{{id: G, label: {group}, children: [{{id: S, label: {section}, "
        "children: [{id: Q, label: Question, max: 4}]}]}]}]\n"
    )
    (tmp_path / "rubrics" / "long.yaml").write_text(rubric, encoding="utf-8")
    edition = "rubric: long\nedition: 2018\nyear_under_review: 2017\n"
    (tmp_path / "edition.yaml").write_text(edition, encoding="utf-8")
    path = tmp_path / "report.yaml"
    report = f"entity: {{name: {name}, kind: country}}\nanswers: {{Q: {{score: 1, narrative: Why.}}}}\n"
    path.write_text(report, encoding="utf-8")
    said = tree_of(path).said()
    assert said[0] == ("H1", name)
    headings = [text for tag, text in said if tag in ("H2", "H3")]
    assert any(group.upper() in text for text in headings)
    assert any(section in text for text in headings)
    assert any(text == f"S {section}" for tag, text in said if tag == "TH")


def test_words_of_a_name_on_two_lines_of_a_card_do_not_run_into_each_other(tmp_path: Path) -> None:
    name = "Saint Vincent and the Grenadines and Neighbouring Islands"
    source = SAMPLES["2018/finland"]
    (tmp_path / "edition.yaml").write_bytes((source.parent.parent / "edition.yaml").read_bytes())
    path = tmp_path / "report.yaml"
    path.write_text(source.read_text(encoding="utf-8").replace("name: Finland", f"name: {name}"), encoding="utf-8")
    assert tree_of(path, profile="card").said()[0] == ("H1", name)


# Headings, paragraphs, lists


@pytest.mark.parametrize("name", SAMPLES)
def test_headings_begin_with_the_name_and_skip_no_level(name: str) -> None:
    for profile in ("screen", "card"):
        levels = [int(node.tag[1]) for node in tree_of(SAMPLES[name], profile=profile).all() if node.tag[0] == "H"]
        assert levels[0] == 1
        assert 1 not in levels[1:]
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_heading_is_deeper_than_the_sixth_level(tmp_path: Path) -> None:
    (tmp_path / "rubrics").mkdir()
    tree = "{id: Q, label: Question, max: 4}"
    for number in range(8):
        tree = f"{{id: L{number}, label: Level {number}, children: [{tree}]}}"
    rubric = (
        f"id: deep\ntitle: Deep\npublisher: Nobody\neditions: [2018]\nheadline: [{{aggregate: L7}}]\ntree: [{tree}]\n"
    )
    (tmp_path / "rubrics" / "deep.yaml").write_text(rubric, encoding="utf-8")
    text = "rubric: deep\nedition: 2018\nyear_under_review: 2017\n"
    (tmp_path / "edition.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "report.yaml"
    path.write_text("entity: {name: X, kind: country}\nanswers: {Q: {score: 1, narrative: Why.}}\n", encoding="utf-8")
    content = build_pdf(load_report(path))
    assert {node.tag for node in Tree(content).all() if node.tag[0] == "H"} <= {f"H{level}" for level in range(1, 7)}
    assert validation.validate_pdf_bytes(content, profile="ua1").failures == []


def test_a_paragraph_on_two_pages_is_one_element_with_a_piece_on_each() -> None:
    parted = 0
    for name, (page_size, theme) in product(SAMPLES, VARIANTS):
        for node in tree_of(SAMPLES[name], page_size, theme).all("P", "LBody"):
            pages = [one.page for one in node.sequences]
            if len(set(pages)) < 2:
                continue
            parted += 1
            first, second = dict.fromkeys(pages)
            assert second == first + 1
            assert pages == sorted(pages)
            references = [kid for kid in node.entry.K if not isinstance(kid, int)]
            assert [str(kid.Type) for kid in references if "/MCID" in kid] == ["/MCR"] * pages.count(second)
    assert parted > 20


def test_a_paragraph_on_two_pages_is_two_references() -> None:
    node = next(
        node for node in tree_of(SAMPLES["2018/turkey"]).all("P") if len({one.page for one in node.sequences}) == 2
    )
    assert len(node.sequences) == 2
    one, other = node.entry.K
    assert isinstance(one, int)
    assert set(other.keys()) == {"/Type", "/Pg", "/MCID"}
    assert other.Pg.objgen != node.entry.Pg.objgen
    assert re.search(r"\w [\w’]|[.,;] \w|\w\u00ad\w", node.sequences[0].text[-2:] + node.sequences[1].text[:2])


@pytest.mark.parametrize("name", SAMPLES)
def test_lists_have_items_of_label_and_body(name: str) -> None:
    lists = tree_of(SAMPLES[name]).all("L")
    assert lists
    for one in lists:
        check_list(one)
        assert one.attribute("/ListNumbering") == "Disc"
    (developments,) = (block for block in composed(SAMPLES[name]).blocks if isinstance(block, List))
    assert len(lists[0].nodes) == len(developments.items)


def check_list(one: Node) -> None:
    assert [item.tag for item in one.nodes] == ["LI"] * len(one.nodes)
    for item in one.nodes:
        assert [node.tag for node in item.nodes] == ["Lbl", "LBody"]
        assert {node.tag for node in item.nodes[1].nodes} <= {"P", "L"}


def test_lists_in_lists_and_numbered_ones(unusual: Path) -> None:
    tree = tree_of(unusual)
    outer, inner, deepest, numbered = tree.all("L")[:4]
    for one in tree.all("L"):
        check_list(one)
    assert [one.attribute("/ListNumbering") for one in (outer, inner, deepest, numbered)] == [
        "Disc",
        "Decimal",
        "Disc",
        "Decimal",
    ]
    assert [[node.tag for node in item.nodes[1].nodes] for item in outer.nodes] == [["P", "P"], ["P", "L"], ["P"]]
    assert inner in list(outer.all("L"))
    assert deepest in list(inner.all("L"))
    assert numbered not in list(outer.all("L"))
    assert [plain(item.nodes[0].text) for item in numbered.nodes] == ["9.", "10."]


def test_a_list_over_pages_is_one_list(unusual: Path) -> None:
    tree = tree_of(unusual)
    developments = next(one for one in tree.all("L") if "Sentence 0 of this text" in one.text)
    assert len(developments.nodes) == 3
    assert len({one.page for node in developments.all() for one in node.sequences}) > 1


# Tables


def cells(table: Node) -> list[list[str]]:
    return [[plain(cell.text) for cell in row.nodes] for row in table.nodes]


def check_table(table: Node, *, heads: bool) -> None:
    """Fail unless rows have the same number of cells, and heads their scope."""
    assert {row.tag for row in table.nodes} == {"TR"}
    assert len({len(row.nodes) for row in table.nodes}) == 1
    head, *rest = table.nodes if heads else [None, *table.nodes]
    if head:
        assert [(cell.tag, cell.attribute("/Scope")) for cell in head.nodes] == [("TH", "Column")] * len(head.nodes)
    for row in rest:
        assert row is not None
        first, *others = row.nodes
        assert (first.tag, first.attribute("/Scope"), first.attribute("/O")) == ("TH", "Row", "Table")
        assert {cell.tag for cell in others} == {"TD"}
    assert all("/ColSpan" not in cell.entry.get("/A", {}) for row in table.nodes for cell in row.nodes)


@pytest.mark.parametrize(("page_size", "theme"), VARIANTS)
@pytest.mark.parametrize("name", SAMPLES)
def test_tables_have_heads_with_scope_and_rows_of_as_many_cells(name: str, page_size: str, theme: str) -> None:
    *facts, scores = tree_of(SAMPLES[name], page_size, theme).all("Table")
    assert len(facts) == (name != "2018/somaliland")
    for table in facts:
        check_table(table, heads=False)
    check_table(scores, heads=True)
    (card,) = tree_of(SAMPLES[name], page_size, theme, "card").all("Table")
    check_table(card, heads=False)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_score_table_says_every_score(name: str) -> None:
    (block,) = (block for block in composed(SAMPLES[name]).blocks if isinstance(block, ScoreOverview))
    category, _, value, previous, change = block.columns
    wanted = [[category, value, *([previous, change] if previous else [])]]
    for row in block.rows:
        points = row.score
        shown = points.value if points.number is not None else block.absent
        said = [f"{row.code} {row.label}".strip(), f"{shown}/{points.best}" if points.best else shown]
        wanted.append(said + ([points.previous or block.absent, row.change] if previous else []))
    assert cells(tree_of(SAMPLES[name]).all("Table")[-1]) == wanted


def test_tables_over_pages_are_one_table_and_heads_that_come_again_are_artifacts(wide: Path) -> None:
    tree = tree_of(wide)
    facts, scores = tree.all("Table")
    for table, rows in ((facts, 40), (scores, 72)):
        assert len({one.page for node in table.all() for one in node.sequences}) > 1
        assert len(table.nodes) == rows
        check_table(table, heads=table is scores)
    repeated = [one for one in tree.artifacts() if "Category" in one.text]
    assert {one.kind for one in repeated} == {"Pagination"}


# Figures


@pytest.mark.parametrize(
    ("name", "alternatives"),
    [
        (
            "2018/kazakhstan",
            [
                "Aggregate Score 22 of 100, 0 = Least Free, 100 = Most Free, 2017 edition 22",
                "Political Rights 7 of 7, 1 = Most Free, 7 = Least Free, 2017 edition 7",
                "Civil Liberties 5 of 7, 1 = Most Free, 7 = Least Free, 2017 edition 5",
                "Score by edition: 2013 26, 2014 25, 2015 24, 2016 24, 2017 22, 2018 22",
                *(f"Score {score} of 4" for score in (0, 0, 1, 1, 0, 1, 1, 0, 1, 0)),
                *(f"Score {score} of 4" for score in (0, 1, 2, 1, 0, 1, 0, 1, 1, 1, 1, 2, 2, 2, 2)),
                "Score 3 of 4",
            ],
        ),
        (
            "2018/turkey",
            [
                "Aggregate Score 32 of 100, 0 = Least Free, 100 = Most Free, 2017 edition 38",
                "Political Rights 5 of 7, 1 = Most Free, 7 = Least Free, 2017 edition 4",
                "Civil Liberties 6 of 7, 1 = Most Free, 7 = Least Free, 2017 edition 5",
                "Score by edition: 2013 61, 2014 60, 2015 55, 2016 53, 2017 38, 2018 32",
                *(f"Score {score} of 4" for score in (2, 3, 1, 2, 1, 3, 1, 2, 1, 0)),
                *(f"Score {score} of 4" for score in (1, 2, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 2, 2)),
                "Score 3 of 4",
            ],
        ),
    ],
)
def test_figures_say_in_words_what_they_show(name: str, alternatives: list[str]) -> None:
    figures = tree_of(SAMPLES[name]).all("Figure")
    assert [figure.alternative for figure in figures] == alternatives


@every
def test_figures_have_an_alternative_and_lie_on_the_page(name: str, page_size: str, theme: str, profile: str) -> None:
    tree = tree_of(SAMPLES[name], page_size, theme, profile)
    width, height = (float(edge) for edge in tree.pdf.pages[0].mediabox[2:])
    figures = tree.all("Figure")
    assert figures
    for figure in figures:
        assert figure.alternative.strip() == figure.alternative != ""
        left, bottom, right, top = (float(edge) for edge in figure.entry.A.BBox)
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height
        assert sum(one.painted for one in figure.sequences) > 0 or figure.text


@pytest.mark.parametrize("name", SAMPLES)
def test_every_question_has_its_score_as_a_figure(name: str) -> None:
    headings = [block for block in composed(SAMPLES[name]).blocks if isinstance(block, Heading)]
    points = [block.score for block in headings if block.role == "item" and block.score]
    figures = [figure for node in tree_of(SAMPLES[name]).all("H2", "H3", "H4") for figure in node.all("Figure")]
    assert [figure.alternative for figure in figures] == [point.alternative or point.words for point in points]


def test_a_missing_score_is_told(wide: Path) -> None:
    figures = [figure for node in tree_of(wide).all("H3") for figure in node.all("Figure")]
    assert [figure.alternative for figure in figures[:3]] == ["n/a", "Score 1 of 4", "Score 2 of 4"]


# Links and notes


def links(tree: Tree) -> list[Node]:
    return tree.all("Link")


@pytest.mark.parametrize(("page_size", "theme"), VARIANTS)
def test_links_have_words_contents_and_a_reference(unusual: Path, page_size: str, theme: str) -> None:
    for path in (SAMPLES["2018/turkey"], unusual):
        tree = tree_of(path, page_size, theme)
        parents = tree.parents()
        found = []
        for link in links(tree):
            assert link.text.strip()
            assert link.annotations
            for annotation in link.annotations:
                assert str(annotation.Contents).strip()
                assert int(annotation.F) == 4
                assert parents[int(annotation.StructParent)].objgen == link.entry.objgen
                found.append(annotation.objgen)
        on_pages = [annotation.objgen for page in tree.pdf.pages for annotation in page.obj.get("/Annots", [])]
        assert sorted(found) == sorted(on_pages)
        assert all(str(page.obj.Tabs) == "/S" for page in tree.pdf.pages)


def test_links_of_a_report_lead_where_they_say() -> None:
    found = [
        (
            plain(link.text),
            {str(one.Contents) for one in link.annotations},
            [str(one.A.URI) for one in link.annotations],
        )
        for link in links(tree_of(SAMPLES["2018/turkey"]))
        if "/A" in link.annotations[0]
    ]
    assert found == [
        (
            "Organization for Security and Co-operation in Europe",
            {"https://www.osce.org/"},
            ["https://www.osce.org/"] * 2,
        )
    ]


@pytest.mark.parametrize(("page_size", "theme"), VARIANTS)
def test_a_link_over_lines_is_one_link(unusual: Path, page_size: str, theme: str) -> None:
    tree = tree_of(unusual, page_size, theme)
    (long,) = (link for link in links(tree) if link.text.startswith("link of so many words"))
    assert plain(long.text) == LINKED[3 : LINKED.index("]")]
    assert len(long.annotations) == len(long.sequences) > 1
    assert {str(annotation.A.URI) for annotation in long.annotations} == {"https://example.org/long"}
    rectangles = [[float(edge) for edge in annotation.Rect] for annotation in long.annotations]
    assert all(upper[1] > lower[1] for upper, lower in pairwise(rectangles))


def test_a_link_with_emphasis_is_one_link(unusual: Path) -> None:
    tree = tree_of(unusual)
    found = [
        plain(link.text) for link in links(tree) if str(link.annotations[0].get("/A", {}).get("/URI")).endswith("/this")
    ]
    assert found == ["this one too"]


def test_marks_lead_to_notes_that_have_ids(unusual: Path) -> None:
    for path, ids in (
        (SAMPLES["2018/turkey"], ["note.osce", "note.emergency"]),
        (unusual, ["note.list", "note.long", "note.other"]),
    ):
        tree = tree_of(path)
        notes = tree.all("Note")
        assert [str(note.entry.ID) for note in notes] == ids
        marks = [link for link in links(tree) if "/Dest" in link.annotations[0]]
        assert [(link.text, str(link.annotations[0].Contents)) for link in marks] == [
            (str(number), f"Note {number}") for number in range(1, len(ids) + 1)
        ]
        assert [(note.nodes[0].tag, plain(note.nodes[0].text)) for note in notes] == [
            ("Lbl", str(number)) for number in range(1, len(ids) + 1)
        ]
        names = list(tree.pdf.Root.StructTreeRoot.IDTree.Names)
        by_id = {str(key): value.objgen for key, value in zip(names[::2], names[1::2], strict=True)}
        assert by_id == {str(note.entry.ID): note.entry.objgen for note in notes}
        assert list(map(str, names[::2])) == sorted(ids)


def test_a_mark_jumps_to_the_page_of_its_note() -> None:
    tree = tree_of(SAMPLES["2018/turkey"])
    marks = [link for link in links(tree) if "/Dest" in link.annotations[0]]
    for mark, note in zip(marks, tree.all("Note"), strict=True):
        page = tree.pdf.pages[note.nodes[0].sequences[0].page]
        assert mark.annotations[0].Dest[0].objgen == page.obj.objgen


def test_all_of_a_note_is_in_its_element(unusual: Path) -> None:
    of_list, long, other = tree_of(unusual).all("Note")
    assert list(of_list.said()) == [("Lbl", "1"), ("Lbl", "•"), ("P", "a note"), ("Lbl", "•"), ("P", "that is a list")]
    assert [tag for tag, _ in long.said()] == ["Lbl", "P", "P"]
    assert list(long.said())[2] == ("P", "Its second paragraph refers to another one.3")
    assert list(other.said()) == [
        ("Lbl", "3"),
        ("P", "A link in a note."),
        ("Lbl", "•"),
        ("P", "a list"),
        ("P", "The end."),
    ]


# Artifacts


def test_what_stands_around_the_text_is_an_artifact() -> None:
    tree = tree_of(SAMPLES["2018/kazakhstan"])
    for number, content in enumerate(tree.content):
        shown = [(one.kind, one.text) for one in content if one.number is None and one.text]
        if number == 0:
            assert shown == [
                ("Pagination Header", "FREEDOM IN THE WORLD 2018COUNTRY REPORT"),
                ("Pagination Footer", "Kazakhstan · Not Free · 22/1001"),
            ]
            continue
        (head_kind, head), *others, (foot_kind, foot) = shown
        assert (head_kind, foot_kind) == ("Pagination Header", "Pagination Footer")
        assert head.startswith("Freedom in the World 2018Kazakhstan   ")
        assert foot == f"Kazakhstan · Not Free · 22/100{number + 1}"
        assert others in ([], [("Layout", "Share of possible points")])


@every
def test_no_word_of_the_report_is_an_artifact(name: str, page_size: str, theme: str, profile: str) -> None:
    tree = tree_of(SAMPLES[name], page_size, theme, profile)
    kinds = {one.kind for one in tree.artifacts() if one.text}
    assert kinds <= {"Pagination Header", "Pagination Footer", "Layout"}
    layout = {one.text for one in tree.artifacts() if one.kind == "Layout" and one.text}
    assert layout <= {"Share of possible points"}


def test_the_tree_is_the_same_on_every_page_size() -> None:
    for path in SAMPLES.values():
        said = [tree_of(path, size, theme).said() for size, theme in VARIANTS]
        assert all(one == said[0] for one in said[1:])
