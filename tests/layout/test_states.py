"""The states of the components: what a page says when a report is unusual, and how it looks.

What it says is tested in every run. How it looks is compared with ``states/*.png`` when asked for: ``pytest --pixels``.
After a change that is meant, draw them anew with ``python tests/layout/test_states.py`` and look at each picture before
you keep it.

A picture is the part of a page that shows the state, at 0.8 pixels a point, in the colours of the themes and their
shades. The page that is compared with it is reduced to the same colours, so that one that has not changed is the same to
the last pixel. What tolerance there is, is for other versions of PDFium, which draw edges a little differently.
"""

from __future__ import annotations

import csv
import ctypes
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageChops, ImageStat

from pdfgen import build_pdf, load_report
from pdfgen.layout.page_geometry import Geometry
from pdfgen.profiles import PAGE_SIZES
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PICTURES = Path(__file__).with_name("states")
SCALE = 0.8  # pixels a point

SENTENCE = "The council met in the old town hall, and its members heard the report of the committee before they voted."
LONG = " ".join(f"Sentence {number} says this: {SENTENCE}" for number in range(1, 75))
NAME = "Saint Vincent and the Grenadines and Neighbouring Islands"
NOTICES = """\
notices:
  - {kind: note, text: What the reader must know.}
  - {kind: trend_arrow, direction: down, text: Why the arrow points down.}
  - {kind: rating_change, text: Why the ratings changed.}
  - {kind: status_change, text: Why the status changed.}
"""
OPTIONAL = """\
id: small
title: Small Index
publisher: Somebody
editions: [2017, 2018]
headline: [{aggregate: T}]
tree:
  - id: T
    label: Total
    max: 10
    decimals: 1
    hint: {min: Worst, max: Best}
    formula: {op: mean, min_valid: 1}
    children:
      - id: A
        label: Openness
        max: 10
        decimals: 1
        formula: {op: mean, min_valid: 1}
        children:
          - {id: A1, label: Are the meetings of the council open?, max: 4, step: 1}
          - {id: A2, label: Are its minutes printed?, max: 4, step: 1, optional: true}
      - id: B
        label: Thrift
        max: 10
        decimals: 1
        formula: {op: mean}
        children:
          - {id: B1, label: Are the accounts audited?, max: 4, step: 1, optional: true}
          - {id: B2, label: Are contracts tendered?, max: 10, decimals: 1, optional: true}
"""
UNKNOWN = """\
entity: {name: Ruritania, kind: country}
overview: Half of the answers are not known.
answers:
  A1: {score: 3, narrative: They are.}
  A2: {score: null, narrative: Nobody knows.}
  B1: {score: null}
  B2: {score: null, narrative: Nobody knows this either.}
"""

# Reports


def sample(name: str, edition: str = "2018") -> str:
    """Return the text of a shipped report."""
    return (shipped("data") / "editions" / edition / "reports" / f"{name}.yaml").read_text(encoding="utf-8")


def keyed(text: str, key: str, block: str) -> str:
    """Return the report ``text`` with ``block`` in place of what it has under the top-level ``key``."""
    found = re.subn(rf"^{key}:.*?(?=^\w|\Z)", lambda _: block, text, count=1, flags=re.DOTALL | re.MULTILINE)
    assert found[1], f"the sample has no {key}"
    return found[0]


def replaced(text: str, old: str, new: str) -> str:
    """Return ``text`` with ``new`` in place of ``old``, which must be there."""
    assert old in text, f"the sample has no “{old}”"
    return text.replace(old, new, 1)


def developments(*items: str) -> str:
    return "key_developments:\n" + "".join(f'  - "{item}"\n' for item in items)


def kazakhstan(key: str = "", block: str = "") -> str:
    return keyed(sample("kazakhstan"), key, block) if key else sample("kazakhstan")


def ruritania() -> str:
    """Return a report on a country that no score table has."""
    return replaced(kazakhstan(), "name: Kazakhstan\n  iso: KZ", "name: Ruritania")


def territory() -> str:
    text = replaced(ruritania(), "kind: country", "kind: territory\n  parent: the Kingdom of Ruritania")
    return replaced(text, "  capital: Astana\n", "")


def long_answer() -> str:
    begin, _, rest = kazakhstan().partition("  A1:\n")
    _, _, rest = rest.partition("  A2:\n")
    return f"{begin}  A1:\n    score: 0\n    narrative: |\n      {LONG}\n  A2:\n{rest}"


def project(folder: Path, text: str, edition: str = "2018") -> Path:
    """Write a report into a project with a shipped edition; return the report."""
    home = folder / "editions" / edition
    (home / "reports").mkdir(parents=True)
    shutil.copy(shipped("data") / "editions" / edition / "edition.yaml", home)
    path = home / "reports" / "report.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def with_gaps(folder: Path) -> Path:
    """Write a report whose country has scores in three earlier editions; those of 2015 and of 2017 are missing."""
    tables = folder / "scores" / "freedom-in-the-world"
    tables.mkdir(parents=True)
    for year in (2013, 2014, 2016):
        source = shipped("data") / "scores" / "freedom-in-the-world" / f"{year}.csv"
        with source.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        (row,) = [row for row in rows if row[0] == "Turkey"]
        with (tables / f"{year}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, ["Ruritania", *row[1:]]])
    return project(folder, ruritania())


def with_optional_questions(folder: Path) -> Path:
    """Write a report of which half the scores are missing, and its rubric."""
    (folder / "rubrics").mkdir()
    (folder / "rubrics" / "small.yaml").write_text(OPTIONAL, encoding="utf-8")
    home = folder / "editions" / "2018"
    (home / "reports").mkdir(parents=True)
    (home / "edition.yaml").write_text("rubric: small\nedition: 2018\nyear_under_review: 2017\n", encoding="utf-8")
    path = home / "reports" / "report.yaml"
    path.write_text(UNKNOWN, encoding="utf-8")
    return path


# States


@dataclass(frozen=True)
class State:
    """A report, the page that shows its state, and what the page says; ``area`` is from its top to its foot, in points."""

    report: str | Callable[[Path], Path]
    pages: int
    page: int = 1
    says: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    area: tuple[float, float] = (0, 2000)
    edition: str = "2018"
    size: str = "a4"
    profile: str = "screen"
    theme: str | None = None

    def build(self, folder: Path) -> bytes:
        """Return the file; ``folder`` is for its project."""
        path = project(folder, self.report, self.edition) if isinstance(self.report, str) else self.report(folder)
        return build_pdf(load_report(path), page_size=self.size, profile=self.profile, theme=self.theme)


NET, TRANSIT = "freedom-on-the-net-2018", "nations-in-transit-2018"
MISSING = "quick_facts:\n  capital: Astana\n  population: null\n\n"
PANEL, TABLE = (0.0, 290.0), (480.0, 800.0)
STATES = {
    "negative": State(
        sample("syria"),
        pages=8,
        says=("−1/100 No change from 2017", "5 ’13 1 ’14 −1 ’15 −1 ’16 −1 ’17 −1 ’18", "Syria · Not Free · −1/100"),
        area=PANEL,
    ),
    "negative-table": State(
        sample("syria"),
        pages=8,
        page=2,
        says=(
            "Additional discretionary political rights question −3 −3 0 Political Rights −3/40 −3 0",
            "Aggregate Score −1/100 −1 0 POLITICAL RIGHTS Rating 7 of 7 · Score −3/40",
        ),
        area=(50, 350),
    ),
    "negative-question": State(
        sample("iraq"),
        pages=9,
        page=5,
        says=("+2 from 2017 Is the government or occupying power", "Score change: The score rose from −3 to −1"),
        area=(50, 400),
    ),
    "missing-scores": State(
        with_optional_questions,
        pages=2,
        says=(
            "B Thrift n/a",
            "Total 3.0/10 – n/a",
            "A1 3/4 Are the meetings",
            "No narrative was published for this question.",
        ),
        area=(360, 760),
    ),
    "missing-facts": State(
        kazakhstan("quick_facts", MISSING),
        pages=8,
        says=("Population not available Capital Astana GDP/capita not available Press Freedom Status not available",),
        area=(270, 480),
    ),
    "no-facts": State(kazakhstan("quick_facts", ""), pages=8, lacks=("Quick facts", "Capital"), area=(190, 480)),
    "name-on-two-lines": State(
        replaced(ruritania(), "Ruritania", NAME),
        pages=8,
        says=(
            f"COUNTRY REPORT {NAME} NOT FREE Covers calendar year 2017 Aggregate Score",
            f"{NAME} · Not Free · 22/100",
        ),
        area=(0, 330),
    ),
    "territory": State(
        territory(),
        pages=8,
        says=("TERRITORY REPORT", "Covers calendar year 2017 · Territory (the Kingdom of Ruritania)"),
        lacks=("Capital",),
        area=PANEL,
    ),
    "long-answer": State(long_answer(), pages=10, page=3, says=("A1 continued",), area=(0, 150)),
    "no-developments": State(
        kazakhstan("key_developments", ""),
        pages=7,
        says=("Key developments in 2017 No key developments were listed for this edition. Score overview",),
        area=(400, 560),
    ),
    "fifty-developments": State(
        kazakhstan("key_developments", developments(*(f"Number {number}. {SENTENCE}" for number in range(1, 51)))),
        pages=9,
        page=3,
        says=("Kazakhstan Key developments in 2017 • Number 35. The council", "• Number 50. The council"),
        lacks=("Number 34.", "Number 51."),
        area=(440, 800),
    ),
    "four-notices": State(
        keyed(sample("turkey"), "notices", NOTICES),
        pages=9,
        says=(
            "Status change: Why the status changed. Rating change: Why the ratings changed. Downward trend: Why the",
            "Why the arrow points down. Note: What the reader must know. Key developments in 2017",
        ),
        area=(400, 640),
    ),
    "changes-down": State(
        sample("turkey"),
        pages=9,
        page=2,
        says=(
            "A Electoral Process 6/12 8 −2",
            "Aggregate Score 32/100 38 −6",
            "Score 16/40 (−2) A Electoral Process (−2) 6/12",
            "A1 2/4 −1 from 2017",
            "Score change: The score fell from 3 to 2",
        ),
        area=(50, 620),
    ),
    "changes-up-and-down": State(
        sample("somaliland"),
        pages=8,
        page=4,
        says=("C1 1/4 +1 from 2017", "C2 1/4 −1 from 2017", "score improved from 0 to 1", "score declined from 2 to 1"),
        area=(220, 670),
    ),
    "first-edition": State(
        sample("ruritania", NET),
        pages=4,
        says=("45/100 First scored edition", "Score by edition 45 ’18 aggregate"),
        edition=NET,
        area=PANEL,
    ),
    "new-entity": State(
        ruritania(),
        pages=8,
        says=("22/100 First scored in this edition", "– ’13 – ’14 – ’15 – ’16 – ’17 22 ’18"),
        area=PANEL,
    ),
    "gaps-in-the-trend": State(
        with_gaps, pages=8, says=("22/100 No 2017 score", "61 ’13 60 ’14 – ’15 53 ’16 – ’17 22 ’18"), area=PANEL
    ),
    "long-wording": State(
        sample("turkey"),
        pages=9,
        page=3,
        says=(
            "B1 2/4 Do the people have the right to organize in different political parties or other competitive political",
            "competitive political groupings of their choice, and is the system free of undue obstacles to the rise and",
            "rise and fall of these competing parties or groupings? The party system is competitive",
        ),
        area=(300, 480),
    ),
    "table-wide": State(
        kazakhstan("key_developments", developments(*[SENTENCE] * 3, "The council met.")), pages=7, area=TABLE
    ),
    "table-closer": State(
        kazakhstan("key_developments", developments(*[SENTENCE] * 3, *["The council met."] * 2)), pages=7, area=TABLE
    ),
    "table-closest": State(
        kazakhstan("key_developments", developments(*[SENTENCE] * 4, "The council met.")), pages=7, area=TABLE
    ),
    "table-on-the-next-page": State(
        kazakhstan("key_developments", developments(*[SENTENCE] * 4, *["The council met."] * 2)),
        pages=8,
        page=2,
        says=("Kazakhstan Score overview Score overview Category",),
        area=(0, 300),
    ),
    "six-steps": State(
        sample("ruritania", NET),
        pages=4,
        page=2,
        says=("A1 3/6 Infrastructure", "A2 2/3 Cost"),
        edition=NET,
        area=(0, 290),
    ),
    "decimals": State(
        sample("ruritania", TRANSIT),
        pages=3,
        says=(
            "4.32/7 First scored edition 1 2.5 4 5.5 7",
            "Percentage 44.64",
            "NDG National Democratic Governance 4.50/7",
        ),
        edition=TRANSIT,
        area=PANEL,
    ),
    "decimals-in-the-rail": State(
        sample("ruritania", TRANSIT),
        pages=3,
        page=2,
        says=("NDG 4.50/7 National", "EP 3.75/7"),
        edition=TRANSIT,
        area=(0, 420),
    ),
    "compact": State(sample("turkey"), pages=8, theme="compact"),
    "compact-questions": State(
        sample("turkey"), pages=8, page=3, says=("A3 continued",), theme="compact", area=(0, 430)
    ),
    "letter": State(sample("turkey"), pages=9, size="letter"),
    "end": State(
        sample("turkey"),
        pages=9,
        page=9,
        says=("Notes 1 The OSCE", "Scoring key X / Y (Z)", "About this report Cite as:"),
    ),
    "card-short": State(
        kazakhstan("overview", "overview: A short overview.\n\n"),
        pages=1,
        says=("A short overview. Scores by category", "• New residence rules came into force in January. The full"),
        lacks=("more in the full report", "Score overview"),
        profile="card",
    ),
    "card-long": State(
        kazakhstan("overview", f"overview: {' '.join([SENTENCE] * 40)}\n\n"),
        pages=1,
        says=(f"22 ’18 {' '.join([SENTENCE] * 3)} Scores by category", "+ 1 more in the full report"),
        profile="card",
    ),
    "card-negative": State(
        sample("syria"),
        pages=1,
        says=("−1/100 No change", "Additional discretionary political rights question −3 0"),
        profile="card",
    ),
    "card-decimals": State(
        sample("ruritania", TRANSIT),
        pages=1,
        says=("4.32/7", "0 = Least Democratic", "100 = Most Democratic", "NDG National Democratic Governance 4.50/7"),
        edition=TRANSIT,
        profile="card",
    ),
    "card-on-half-letter": State(sample("somaliland"), pages=1, says=("44/100 +4",), profile="card", size="letter"),
    "compact-without-ratings": State(
        sample("ruritania", NET),
        pages=4,
        says=("45/100 First scored edition",),
        edition=NET,
        theme="compact",
        area=PANEL,
    ),
    "compact-table": State(sample("turkey"), pages=8, page=2, theme="compact", area=(0, 300)),
}


@cache
def content(name: str) -> bytes:
    """Return the file of a state."""
    with tempfile.TemporaryDirectory() as folder:
        return STATES[name].build(Path(folder))


def opened(name: str) -> Iterator[Any]:
    """Yield the pages of a state, whole and unread."""
    document = pypdfium2.PdfDocument(content(name))
    try:
        yield from document
    finally:
        document.close()


def shown(page: Any) -> str:
    return " ".join(page.get_textpage().get_text_bounded().split())


# What stands on a page


def lines(page: Any) -> list[tuple[float, float, str]]:
    """Return left edge, baseline and words of each stretch of text that pdfium reads as one."""
    text = page.get_textpage()
    found: list[tuple[float, float, str]] = []
    for index, char in enumerate(text.get_text_range(0, text.count_chars())):
        if char in "\r\n" or not found:
            found.append((0.0, 0.0, ""))
        if char in "\r\n":
            continue
        left, baseline, words = found[-1]
        if not words:
            left, baseline = origin(text, index)
        found[-1] = (left, baseline, words + char)
    return [line for line in found if line[2].strip()]


def origin(text: Any, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    assert pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return x.value, y.value


@dataclass(frozen=True)
class Shape:
    """A path: its sides and its colour (empty when it is not filled), and its box."""

    sides: int
    fill: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


def shapes(page: Any) -> list[Shape]:
    """Return the paths of a page in the order in which they are drawn."""
    found = []
    for item in page.get_objects((pdfium.FPDF_PAGEOBJ_PATH,)):
        colour = [ctypes.c_uint() for _ in range(4)]
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPageObj_GetFillColor(item.raw, *colour)
        pdfium.FPDFPath_GetDrawMode(item.raw, mode, stroked)
        fill = "#{:02X}{:02X}{:02X}".format(*(channel.value for channel in colour[:3])) if mode.value else ""
        found.append(Shape(pdfium.FPDFPath_CountSegments(item.raw), fill, *bounds(item)))
    return found


def bounds(item: Any) -> tuple[float, float, float, float]:
    """Return the box of an object; pypdfium2 before 5 has another name for it."""
    left, bottom, right, top = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
    return left, bottom, right, top


# What the pages say


@pytest.mark.parametrize("name", STATES)
def test_the_page_says_its_state(name: str) -> None:
    state = STATES[name]
    texts = [shown(page) for page in opened(name)]
    assert len(texts) == state.pages
    text = texts[state.page - 1]
    assert [words for words in state.says if words not in text] == [], text
    assert [words for words in state.lacks if words in text] == [], text


@pytest.mark.parametrize("name", STATES)
def test_nothing_stands_outside_the_page(name: str) -> None:
    for page in opened(name):
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        boxes += [bounds(item) for item in page.get_objects()]
        for left, bottom, right, top in boxes:
            assert left >= -0.5
            assert bottom >= -0.5
            assert right <= width + 0.5
            assert top <= height + 0.5


@pytest.mark.parametrize("name", STATES)
def test_no_character_stands_on_another_or_on_a_rule(name: str) -> None:
    page = page_of(name)
    text = page.get_textpage()
    chars = text.get_text_range(0, text.count_chars())
    boxes = [(index, *text.get_charbox(index)) for index, char in enumerate(chars) if char.strip()]
    rules = [shape for shape in shapes(page) if shape.height < 2.6 and shape.width > 40]
    found = [around(chars, index) for index, other in pairs(boxes) if index - other > 1]  # neighbours are kerned
    found += [
        around(chars, index)
        for index, left, bottom, right, top in boxes
        for rule in rules
        if left < rule.right and right > rule.left and bottom < rule.top - 0.05 and top > rule.bottom + 0.05
    ]
    assert found == []


def pairs(boxes: list[tuple[int, float, float, float, float]]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of characters whose boxes share more than a tenth of a point in both directions."""
    cells: dict[tuple[int, int], list[tuple[int, float, float, float, float]]] = {}
    for box in boxes:
        index, left, bottom, right, top = box
        for cell in product(range(int(left // 20), int(right // 20) + 1), range(int(bottom // 20), int(top // 20) + 1)):
            for other, left_, bottom_, right_, top_ in cells.setdefault(cell, []):
                if min(right, right_) - max(left, left_) > 0.1 and min(top, top_) - max(bottom, bottom_) > 0.1:
                    yield index, other
            cells[cell].append(box)


def around(chars: str, index: int) -> str:
    return " ".join(chars[max(index - 6, 0) : index + 7].split())


def page_of(name: str, number: int = 0) -> Any:
    """Return the page that shows a state, or another one of its file; it is the caller's to close."""
    return pypdfium2.PdfDocument(content(name))[(number or STATES[name].page) - 1]


STANDARD, COMPACT = (Catalogue().theme(name) for name in ("standard", "compact"))
A4 = Geometry.of(PAGE_SIZES["a4"], STANDARD)
UP, DOWN, NEUTRAL, ACCENT = (
    STANDARD.colours[name].rgb
    for name in (STANDARD.roles.better, STANDARD.roles.worse, STANDARD.roles.secondary, STANDARD.roles.accent)
)


def triangles(name: str) -> Counter[str]:
    """Return the triangles of a state's page, counted by colour."""
    return Counter(shape.fill for shape in shapes(page_of(name)) if shape.sides == 3 and shape.fill)


def bars(name: str) -> list[Shape]:
    """Return the filled parts of the bars on a state's page."""
    return [shape for shape in shapes(page_of(name)) if shape.fill == ACCENT and shape.sides == 5 and not square(shape)]


def square(shape: Shape) -> bool:
    """Tell whether a shape is a pip: a square in the rail."""
    return abs(shape.width - shape.height) < 0.05 and shape.right < A4.column


def pips(name: str) -> list[tuple[int, int]]:
    """Return how many pips each question has on a state's page, and how many of them are filled."""
    found: dict[float, list[bool]] = {}
    for shape in shapes(page_of(name)):
        if square(shape) and shape.sides == 5:
            found.setdefault(round(shape.bottom, 1), []).append(bool(shape.fill))
    return [(len(row), sum(row)) for row in found.values()]


def test_changes_have_their_marks() -> None:
    assert triangles("changes-down") == {DOWN: 7 + 1 + 1}  # rows of the table, the section, the question
    assert triangles("changes-up-and-down") == {UP: 1, DOWN: 1}
    assert triangles("negative-question") == {UP: 1}
    assert UP not in triangles("new-entity")
    assert UP not in triangles("gaps-in-the-trend")


def test_the_boxes_of_changes_and_notices_have_the_colour_of_the_change() -> None:
    notices = [
        shape.fill for shape in shapes(page_of("four-notices")) if shape.sides == 5 and abs(shape.width - 2) < 0.05
    ]
    assert notices == [DOWN, DOWN, DOWN, NEUTRAL]
    answers = [
        shape.fill
        for shape in shapes(page_of("changes-up-and-down"))
        if shape.sides == 5 and abs(shape.width - 2) < 0.05
    ]
    assert answers == [UP, DOWN]


def test_a_score_below_zero_has_empty_bars() -> None:
    assert bars("negative") == []
    two_of_16, two_of_60 = bars("negative-table")
    assert two_of_16.width == pytest.approx(98.55 / 8, abs=0.1)
    assert two_of_60.width == pytest.approx(98.55 / 30, abs=0.1)


def test_a_missing_score_has_empty_pips_and_no_bar() -> None:
    assert pips("missing-scores") == [(4, 3), (4, 0), (4, 0)]
    gauge, openness, total, section = bars("missing-scores")
    assert gauge.width == pytest.approx(0.3 * 176, abs=0.1)
    assert openness.width == total.width == pytest.approx(0.3 * 98.55, abs=0.1)
    assert section.width == pytest.approx(0.3 * A4.measure, abs=0.1)


def test_a_missing_score_is_out_of_nothing() -> None:
    text = shown(page_of("missing-scores"))
    assert "A2 n/a Are its minutes printed?" in text
    assert "B Thrift – –" in text
    assert "n/a/" not in text


def test_pips_are_counted() -> None:
    assert pips("six-steps") == [(6, 3), (3, 2), (6, 1), (6, 3), (4, 2), (6, 3), (4, 2), (4, 2)]
    assert pips("long-wording")[:3] == [(4, 1), (4, 2), (4, 1)]
    assert pips("decimals-in-the-rail") == []


def test_bars_in_the_rail_can_be_compared() -> None:
    found = [bar for bar in bars("decimals-in-the-rail") if bar.right < A4.column]
    assert len(found) == 6
    assert len({round(bar.left, 1) for bar in found}) == 1
    ndg, _, _, im, *_ = found
    assert ndg.width == pytest.approx(im.width, abs=0.1)


def test_a_long_name_stands_on_two_lines_of_one_size() -> None:
    first, second = [line for line in lines(page_of("name-on-two-lines")) if line[2] in (NAME[:32].strip(), NAME[33:])]
    assert first[2] + " " + second[2] == NAME
    assert first[0] == pytest.approx(second[0], abs=0.1)
    assert first[1] - second[1] == pytest.approx(41.6, abs=0.1)


def test_a_page_that_goes_on_with_an_answer_says_so_in_its_rail() -> None:
    assert len(LONG) > 9000
    for number in (3, 4):
        (found,) = [line for line in lines(page_of("long-answer", number)) if line[2].startswith("A1 continued")]
        left, baseline, _ = found
        assert left == pytest.approx(A4.start, abs=0.1)
        assert A4.top - A4.grid < baseline < A4.top
    whole = " ".join(shown(page) for page in opened("long-answer"))
    assert whole.count("A1 continued") == 2
    assert re.findall(r"Sentence (\d+) says", whole) == [str(number) for number in range(1, 75)]


def test_fifty_developments_are_printed_once_each_and_in_order() -> None:
    whole = " ".join(shown(page) for page in opened("fifty-developments"))
    assert re.findall(r"• Number (\d+)\.", whole) == [str(number) for number in range(1, 51)]


@pytest.mark.parametrize(
    ("name", "pitch"),
    [("table-wide", 16.25), ("table-closer", 14.625), ("table-closest", 13), ("table-on-the-next-page", 16.25)],
)
def test_the_rows_of_the_score_table_are_as_far_apart_as_the_page_has_room_for(name: str, pitch: float) -> None:
    found = lines(page_of(name))
    rows = [
        baseline for _, baseline, words in found if re.match(r"[A-G] |Political Rights \d+/|Civil Lib.*/|Agg.*/", words)
    ]
    table = [
        baseline for baseline in rows if baseline <= next(y for _, y, words in found if words.startswith("A Elec"))
    ][:10]
    assert len(table) == 10
    assert [above - below for above, below in pairwise(table)] == pytest.approx([pitch] * 9, abs=0.1)


def test_lines_break_alike_on_both_page_sizes() -> None:
    assert column("letter") == column("changes-down")


def column(name: str) -> list[str]:
    """Return the lines of prose in the text column."""
    found = []
    state = STATES[name]
    page_size = Geometry.of(PAGE_SIZES[state.size], STANDARD)
    for number, page in enumerate(opened(name), 1):
        top = page_size.top if number > 1 else page_size.top - 230
        box = (page_size.column - 3, page_size.bottom - 5, page_size.width, top + 8)
        found += page.get_textpage().get_text_bounded(*box).split("\r\n")
    return [line.strip() for line in found]


def test_a_theme_changes_colours_and_grid() -> None:
    page = page_of("compact")
    assert shapes(page)[0].fill == COMPACT.colours[COMPACT.roles.band].rgb
    assert STANDARD.colours[STANDARD.roles.band].rgb not in {shape.fill for shape in shapes(page)}


def test_no_last_page_has_the_disclaimer_only() -> None:
    *_, last = [shown(page) for page in opened("negative-question")]
    assert "Scoring key" in last


# How they look


# The same pages drawn by the PDFium of May 2024 (126.0.6462) and by a later one (159.0.8149): 0.063 in the mean and one
# pixel that differs, 0.0009 % of a small picture. One triangle that is missing on a page of Letter makes 0.0032 %, boxes
# half a point higher 0.0075 % or more; grounds that are missing are too pale to differ, but make 0.16 or more in the mean.
DIFFERS = 64  # of 255: by how much a channel of a pixel must be off to count
SHARE = 0.00003  # of the pixels of a picture may differ
MEAN = 0.1  # of 255: the most that all channels may be off in the mean


def picture(name: str) -> Image.Image:
    """Return the part of the page that shows a state."""
    whole: Image.Image = page_of(name).render(scale=SCALE).to_pil().convert("RGB")
    top, foot = (min(round(edge * SCALE), whole.height) for edge in STATES[name].area)
    return whole.crop((0, top, whole.width, foot))


@cache
def palette() -> Image.Image:
    """Return the colours of the themes, each with three shades between it and white."""
    found = {(255, 255, 255)}
    for theme, share in product((STANDARD, COMPACT), (0.25, 0.5, 0.75, 1)):
        for colour in theme.colours.values():
            channels = (int(colour.rgb[at : at + 2], 16) for at in (1, 3, 5))
            red, green, blue = (round(255 + share * (channel - 255)) for channel in channels)
            found.add((red, green, blue))
    image = Image.new("P", (1, 1))
    image.putpalette([channel for colour in sorted(found) for channel in colour])
    return image


def reduced(image: Image.Image) -> Image.Image:
    """Return ``image`` in the colours of the palette."""
    return image.quantize(palette=palette(), dither=Image.Dither.NONE)


def test_each_picture_belongs_to_a_state() -> None:
    assert {path.stem for path in PICTURES.iterdir()} == set(STATES)
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < 600_000


@pytest.mark.parametrize("name", STATES)
def test_the_page_looks_as_before(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    if not request.config.getoption("--pixels"):
        pytest.skip("pictures are compared when asked for: pytest --pixels")
    before = Image.open(PICTURES / f"{name}.png")
    now = reduced(picture(name))
    now.save(tmp_path / f"{name}.png")
    assert now.size == before.size
    mean, share = difference(now, before)
    told = f"{share:.4%} of the pixels differ, {mean:.3f} in the mean: compare {tmp_path / name}.png"
    assert (mean <= MEAN, share <= SHARE) == (True, True), told


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Return the mean difference of all channels, and the share of the pixels that differ."""
    found = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    red, green, blue = found.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(ImageStat.Stat(found).mean) / 3, sum(most.histogram()[DIFFERS:]) / (most.width * most.height)


def draw_pictures() -> None:
    PICTURES.mkdir(exist_ok=True)
    for path in PICTURES.iterdir():
        path.unlink()
    for name in STATES:
        reduced(picture(name)).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    draw_pictures()
