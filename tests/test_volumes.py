"""The bound volume, read back from its file: standards, folios, text, tables, margins, and what is said of bad input."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import outloud
import page
import pikepdf
import pypdfium2
import pytest

from pdfgen.content import DataRow, DataTable, Document, TableColumn
from pdfgen.content.volume.entries import initial, sort_key
from pdfgen.errors import InputError, Origin, UsageError
from pdfgen.importers.edition import import_edition
from pdfgen.information import Information
from pdfgen.layout.data_table import DataTableFlow
from pdfgen.layout.document import set_document
from pdfgen.layout.geometry import Geometry
from pdfgen.layout.typesetter import Typesetter
from pdfgen.pdf.characters import INKLESS
from pdfgen.preflight.verify import verify
from pdfgen.profiles import PAGE_SIZES, Profile
from pdfgen.resources import shipped
from pdfgen.scoring import score
from pdfgen.scoring.statistics import largest_changes, mean
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.edition import load_edition
from pdfgen.source.load import load
from pdfgen.volumes import build_volume

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.model.prose import ProseText
    from pdfgen.model.report import Report
    from tests.conftest import Corpus

EDITIONS = shipped("data") / "editions"
SAMPLE = EDITIONS / "2018"
MM = 72 / 25.4
LEAST = {"2a": 154, "3a": 156, "ua1": 104}  # the rules that page-validation 0.11 knows


@cache
def volume(
    edition: str = "2018", name: str = "screen", page_size: str = "a4", theme: str | None = None, **options: Any
) -> bytes:
    return build_volume(load_edition(EDITIONS / edition), Profile.volume(page_size, name, **options), theme).content


@dataclass(frozen=True)
class Leaf:
    """A page of a volume: its place in the file, its label, and its text."""

    index: int
    label: str
    text: str


def leaves(content: bytes) -> list[Leaf]:
    """Return every page, its text in the order that it is drawn in."""
    with pypdfium2.PdfDocument(content) as document:
        return [
            Leaf(index, document.get_page_label(index), sheet.get_textpage().get_text_range().replace("\r\n", "\n"))
            for index, sheet in enumerate(document)
        ]


def pages_of(content: bytes, edition: Path) -> dict[str, range]:
    """Return the pages of each report by the words of its band, as places in the file."""
    names = [loaded.report.entity.name for loaded in load_edition(edition).reports]
    starts: dict[int, str] = {}
    for leaf in leaves(content):
        head = leaf.text.upper()
        if "COUNTRY REPORT\n" in head or "TERRITORY REPORT\n" in head:
            found = [name for name in names if f"REPORT\n{name.upper()}\n" in head.replace("-\n", "- ")]
            assert len(found) == 1, leaf.text[:120]
            starts[leaf.index] = found[0]
    order = sorted(starts)
    assert sorted(starts.values()) == sorted(names)
    ends = [*order[1:], len(leaves(content))]
    return {starts[start]: range(start, end) for start, end in zip(order, ends, strict=True)}


# Standards


@pytest.mark.parametrize(
    ("edition", "page_size", "theme"),
    [
        ("2018", "a4", None),
        ("2018", "letter", "compact"),
        ("freedom-on-the-net-2018", "a4", None),
        ("nations-in-transit-2018", "letter", None),
    ],
)
def test_a_volume_follows_pdf_a_and_pdf_ua(edition: str, page_size: str, theme: str | None, tmp_path: Path) -> None:
    content = volume(edition, "screen", page_size, theme)
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(content, profile=profile)
        assert report.rules.total >= LEAST[profile]
        assert [failure.rule_id for failure in report.failures] == []
    path = tmp_path / "volume.pdf"
    path.write_bytes(content)
    result = outloud.check(str(path), layers=["conformance"])
    assert result.error is None
    assert [finding for finding in result.findings if finding.severity == "error"] == []
    assert verify(path).findings == []


def test_a_volume_without_its_data_is_pdf_a_2a() -> None:
    report = page.validate_pdf_bytes(volume(attachments=False), profile="2a")
    assert report.rules.total >= LEAST["2a"]
    assert [failure.rule_id for failure in report.failures] == []


@pytest.mark.parametrize("edition", ["2018", "freedom-on-the-net-2018"])
def test_a_volume_for_the_press_follows_the_rules_of_x_4_and_fills_its_sheets(edition: str, tmp_path: Path) -> None:
    path = tmp_path / "volume.pdf"
    path.write_bytes(volume(edition, "print"))
    found = verify(path)
    assert found.findings == []
    assert "PDF/X-4" in found.claims
    assert len(leaves(path.read_bytes())) % 4 == 0


def test_the_file_carries_the_scores_that_its_tables_show() -> None:
    with pikepdf.open(BytesIO(volume())) as file:
        names = sorted(file.attachments)
        rows = file.attachments["scores.csv"].get_file().read_bytes().decode("utf-8").splitlines()
    assert names == ["rubric.yaml", "scores.csv"]
    assert rows[0].startswith("entity,region,kind,edition,Total,PR,A,A1,A2,A3,B,")
    assert [row.split(",")[:5] for row in rows[1:3]] == [
        ["Finland", "Europe", "country", "2018", "100"],
        ["Iraq", "Middle East", "country", "2018", "31"],
    ]


def test_the_same_edition_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    digests = set()
    for seed in ("0", "7"):
        target = tmp_path / f"{seed}.pdf"
        command = [sys.executable, "-m", "pdfgen", "volume", str(SAMPLE), "-o", str(target)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, check=True, capture_output=True, env=environment)
        digests.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert digests == {hashlib.sha256(volume()).hexdigest()}


def test_a_press_file_says_on_each_page_what_the_file_for_the_screen_says() -> None:
    with pypdfium2.PdfDocument(volume(name="print")) as press, pypdfium2.PdfDocument(volume()) as screen:
        assert len(press) - len(screen) in range(4)
        for ours, plain in zip(press, screen, strict=False):
            left, bottom, right, top = ours.get_trimbox()
            text = ours.get_textpage().get_text_bounded(left, bottom, right, top)
            assert sorted(text.split()) == sorted(plain.get_textpage().get_text_bounded().split())


def test_contents_are_a_table_of_contents_and_tables_have_rows_of_as_many_cells() -> None:
    with pikepdf.open(BytesIO(volume())) as file:
        root = file.Root.StructTreeRoot.K
        contents = [item for item in elements(root) if str(item.S) == "/TOC"]
        entries = [item for item in elements(contents[0]) if str(item.S) == "/TOCI"]
        inside = [[str(item.S) for item in elements(entry)] for entry in entries]
        tables = [item for item in elements(root) if str(item.S) == "/Table"]
        cells = [
            [[str(cell.S) for cell in elements(row) if str(cell.S) in ("/TH", "/TD")] for row in elements(table)]
            for table in tables
        ]
    assert len(contents) == 1
    assert len(entries) == 22
    assert all(kinds[0] == "/Reference" and "/Link" in kinds for kinds in inside)
    headed = [[row for row in rows if row] for rows in cells]
    headed = [rows for rows in headed if set(rows[0]) == {"/TH"}]  # the quick facts have no heads
    assert len(headed) == 6 + 3 + 7  # score overviews, bands of the method, comparative tables
    assert all(len({len(row) for row in rows}) == 1 for rows in headed)


def elements(node: Any) -> Iterator[Any]:
    """Yield the structure elements below a node, each before what is in it."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_notes_of_the_same_name_in_two_reports_are_two_notes(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    for name in ("finland", "kazakhstan"):
        path = edition / "reports" / f"{name}.yaml"
        said = re.sub(r"(?m)^overview: \|\n  (\w+)", r"overview: |\n  \1[^same]", path.read_text(encoding="utf-8"))
        path.write_text(said + "\nfootnotes:\n  same: A note of one name.\n", encoding="utf-8")
    content = build_volume(load_edition(edition), Profile.volume()).content
    assert [failure.rule_id for failure in page.validate_pdf_bytes(content, profile="ua1").failures] == []
    with pikepdf.open(BytesIO(content)) as file:
        notes = [str(item.ID) for item in elements(file.Root.StructTreeRoot.K) if str(item.S) == "/Note"]
        names = [str(name) for name in list(file.Root.StructTreeRoot.IDTree.Names)[::2]]
        reports = pages_of(content, edition)
        numbers: dict[Any, int] = {sheet.objgen: number for number, sheet in enumerate(file.pages)}
        for name in ("Finland", "Kazakhstan"):
            links = [
                link
                for sheet in list(file.pages)[reports[name].start : reports[name].stop]
                for link in sheet.get("/Annots", [])
            ]
            leads: list[Any] = [
                link["/Dest"] for link in links if "/Dest" in link and str(link["/Contents"]) == "Note 1"
            ]
            assert [numbers[lead[0].objgen] in reports[name] for lead in leads] == [True]
    assert sorted(notes) == sorted(names)
    assert {"/report.finland.yaml.note.same", "/report.kazakhstan.yaml.note.same"} < set(notes)


# The order of the book


def test_the_book_is_in_order_and_its_pages_are_numbered() -> None:
    found = leaves(volume())
    labels = [leaf.label for leaf in found]
    body = labels.index("1")
    assert labels[:2] == ["Cover 1", "Cover 2"]
    assert labels[2:body] == ["i", "ii", "iii", "iv", "v", "vi"]
    assert labels[body:] == [str(number) for number in range(1, len(found) - body + 1)]
    firsts = [leaf.text.split("\n")[0] for leaf in found]
    assert firsts[0] == "ANNUAL SURVEY"
    assert found[2].text.split("\n") == ["Freedom in the World", "2018"]
    assert found[3].text.startswith("Freedom in the World 2018\nFreedom House\nCite as: Freedom House, Freedom in")
    blank = [leaf.index for leaf in found if not leaf.text]
    assert blank[0] == 1  # inside the cover
    assert all(index % 2 and found[index + 1].text.startswith(("PART", "Freedom in")) for index in blank)
    titles = ["Contents", "Foreword", "How to read a report", "PART\n1\nCountry reports", "PART\n2\nTerritory reports"]
    titles += ["PART\n3\nMethod", "PART\n4\nComparative tables", "Index"]
    pattern = "(?:^|\n)%s(?:\n|$)"
    contents = next(leaf for leaf in found if re.search(pattern % "Contents", leaf.text))
    rest = [leaf for leaf in found if leaf is not contents]
    places = [next(leaf.index for leaf in rest if re.search(pattern % title, leaf.text)) for title in titles[1:]]
    assert [contents.index, *places] == sorted([contents.index, *places])


def test_parts_open_on_right_hand_pages_and_reports_on_the_next_or_the_right_one(tmp_path: Path) -> None:
    openers = [leaf.index for leaf in leaves(volume()) if leaf.text.startswith("PART\n")]
    assert len(openers) == 4
    assert all(index % 2 == 0 for index in openers)  # counted from 0
    starts = {pages.start % 2 for pages in pages_of(volume(), SAMPLE).values()}
    assert starts == {0, 1}
    edition = copied(tmp_path, "volume: {start: right}\n")
    content = build_volume(load_edition(edition), Profile.volume()).content
    assert {pages.start % 2 for pages in pages_of(content, edition).values()} == {0}


def test_by_region_there_is_a_part_for_each_region(tmp_path: Path) -> None:
    edition = copied(tmp_path, "volume: {order: region}\n")
    found = leaves(build_volume(load_edition(edition), Profile.volume()).content)
    openers = [leaf.text.split("\n")[2:] for leaf in found if leaf.text.startswith("PART\n")]
    assert [lines[0] for lines in openers] == [
        "Eurasia",
        "Europe",
        "Middle East",
        "Territory reports",
        "Method",
        "Comparative tables",
    ]
    assert openers[1] == [
        "Europe",
        "2 countries, from Finland to Turkey",
        "1 Free and 1 Not Free",
        "Mean Aggregate Score: 66.0",
    ]


def test_contents_name_the_pages_where_everything_begins_and_lead_there() -> None:
    content = volume()
    check_contents(content, SAMPLE)
    found = leaves(content)
    contents = next(leaf for leaf in found if "\nContents\n" in leaf.text)
    listed = dict(re.findall(r"^(.+?)\s+(\d+|[ivxlc]+)$", contents.text, re.MULTILINE))
    for title in (
        "Foreword",
        "How to read a report",
        "Regional averages",
        "Largest gains",
        "Scores by edition",
        "Index",
    ):
        assert title in next(leaf.text for leaf in found if leaf.label == listed[title]), title


def check_contents(content: bytes, edition: Path) -> None:
    """Check the page of each report in contents and index, as printed and as linked, against where it is."""
    found = leaves(content)
    reports = pages_of(content, edition)
    ends = {name: ends_of(found, pages) for name, pages in reports.items()}
    sheets = [leaf for leaf in found if re.search(r"(^|\n)Contents\n", leaf.text[:120])]
    body = next(leaf.index for leaf in found if leaf.text.startswith("PART\n"))
    text = "\n".join(leaf.text for leaf in found[sheets[0].index : body])
    index = "\n".join(leaf.text for leaf in found[-4:])
    with pikepdf.open(BytesIO(content)) as file:
        numbers: dict[Any, int] = {sheet.objgen: number for number, sheet in enumerate(file.pages)}
        linked: dict[str, list[int]] = {}
        for number in range(sheets[0].index, body):
            for link in file.pages[number].get("/Annots", []):
                if "/Dest" in link:
                    linked.setdefault(str(link["/Contents"]), []).append(numbers[link["/Dest"][0].objgen])
    for name, pages in reports.items():
        first, last = found[pages.start].label, found[ends[name]].label
        assert re.search(rf"^{re.escape(name)}\s{first}$", text, re.MULTILINE), (name, first)
        span = first if first == last else f"{first}–{last}"
        assert re.search(rf"^{re.escape(name)} +{span}$", index, re.MULTILINE), (name, span)
        assert pages.start in linked[name]


def ends_of(found: list[Leaf], pages: range) -> int:
    """Return the last page of a report: what follows the last one may be a blank page, or another part."""
    end = pages.start
    while end + 1 < pages.stop and found[end + 1].text and not found[end + 1].text.startswith("PART\n"):
        end += 1
    return end


def test_the_outline_has_parts_reports_and_their_sections() -> None:
    with pikepdf.open(BytesIO(volume())) as file, file.open_outline() as outline:
        top = [item.title for item in outline.root]
        reports = next(item for item in outline.root if item.title == "Country reports")
        names = [item.title for item in reports.children]
        inside = [item.title for item in reports.children[2].children]
        tables = next(item for item in outline.root if item.title == "Comparative tables")
        numbers: dict[Any, int] = {sheet.objgen: number for number, sheet in enumerate(file.pages)}
        destinations: list[Any] = [item.destination for item in reports.children]
        places = [numbers[destination[0].objgen] for destination in destinations]
    assert top == [
        "Cover",
        "Contents",
        "Foreword",
        "How to read a report",
        "Country reports",
        "Territory reports",
        "Method",
        "Comparative tables",
        "Index",
    ]
    assert names == ["Finland", "Iraq", "Kazakhstan", "Syria", "Turkey"]
    assert inside == ["Key developments in 2017", "Score overview", "Political Rights 5/40", "Civil Liberties 17/60"]
    assert [item.title for item in tables.children][:2] == [
        "Scores by country and territory, A to Z",
        "By Freedom Status and Freedom Rating",
    ]
    reports_at = pages_of(volume(), SAMPLE)
    assert places == [reports_at[name].start for name in names]


# Margins and tabs


def test_margins_are_mirrored_and_tabs_step_down_at_the_outer_edge() -> None:
    geometry = Geometry.of(PAGE_SIZES["a4"], Catalogue().theme("standard"))
    tabs: dict[str, float] = {}
    with pypdfium2.PdfDocument(volume()) as document:
        for name, pages in pages_of(volume(), SAMPLE).items():
            for number in range(pages.start, pages.start + 3):
                text = document[number].get_textpage()
                recto = number % 2 == 0
                edge = geometry.start + (4 * MM if recto else -4 * MM)
                assert first_glyph(text, geometry) == pytest.approx(edge, abs=1.5), (name, number)
                x = geometry.width - 9 - 12 if recto else 9
                letter = text.get_text_bounded(x, geometry.bottom, x + 12, geometry.top + 1).strip()
                assert letter == name[0]
                box = next(box for box in boxes(text) if x <= box[0] <= x + 12 and box[1] > geometry.bottom)
                assert tabs.setdefault(letter, box[1]) == pytest.approx(box[1], abs=0.1)
    assert list(tabs) == ["F", "I", "K", "S", "T"]
    assert list(tabs.values()) == sorted(tabs.values(), reverse=True)


def boxes(text: Any) -> Iterator[tuple[float, float, float, float]]:
    return (text.get_charbox(index) for index in range(text.count_chars()) if text.get_text_range(index, 1).strip())


def first_glyph(text: Any, geometry: Geometry) -> float:
    """Return the left edge of what stands furthest to the left between head and foot, tabs left out."""
    inside = [box for box in boxes(text) if geometry.bottom < box[1] < geometry.top - 8 and box[0] > 30]
    return float(min(box[0] for box in inside))


def test_tabs_bleed_off_the_page_of_a_file_for_the_press() -> None:
    with pikepdf.open(BytesIO(volume(name="print"))) as file:
        number = pages_of(volume(), SAMPLE)["Finland"].start + 1
        sheet = file.pages[number]
        bleed = [float(edge) for edge in sheet["/BleedBox"]]
        areas = [
            [float(value) for value in item.operands]
            for item in pikepdf.parse_content_stream(sheet)
            if isinstance(item, pikepdf.ContentStreamInstruction) and str(item.operator) == "re"
        ]
    slug = 10 * MM
    tabs = [area for area in areas if area[2] == pytest.approx(6 + 3 * MM, abs=0.05) and area[3] == 18]
    assert len(tabs) == 1
    left, right = tabs[0][0] + slug, tabs[0][0] + tabs[0][2] + slug
    assert min(abs(left - bleed[0]), abs(right - bleed[2])) < 0.05


# Text


def test_every_report_is_in_it_word_for_word() -> None:
    for page_size, theme in (("a4", "standard"), ("letter", "compact")):
        content = volume("2018", "screen", page_size, theme)
        assert check_text(content, SAMPLE, page_size, theme) == 6


def check_text(content: bytes, edition: Path, page_size: str = "a4", theme: str = "standard") -> int:
    """Check that each report's texts stand in the columns of its pages, in order; return the number of reports."""
    reports = pages_of(content, edition)
    geometry = Geometry.of(PAGE_SIZES[page_size], Catalogue().theme(theme))
    loaded = load_edition(edition).reports
    with pypdfium2.PdfDocument(content) as document:
        for item in loaded:
            said = "".join(column(document, number, geometry) for number in reports[item.report.entity.name])
            at = 0
            for prose in texts(item.report):
                for words in pieces(prose):
                    found = said.find(bare(words), at)
                    assert found >= 0, (item.report.entity.name, words[:80])
                    at = found + len(bare(words))
    return len(loaded)


def column(document: Any, number: int, geometry: Geometry) -> str:
    own = geometry.bound(4 * MM, number + 1)
    text = document[number].get_textpage()
    area = (own.column - 3, own.bottom - 5, own.end + 6, own.top + 8)
    return bare(text.get_text_bounded(*area))


def texts(report: Report) -> Iterator[ProseText]:
    """Yield the narratives of a report in the order of its pages; notes are numbered by their marks and left out."""
    if report.overview:
        yield report.overview
    order = ("status_change", "rating_change", "trend_arrow", "note")
    for notice in sorted(report.notices, key=lambda item: order.index(item.kind)):
        yield notice.text
    yield from report.key_developments
    for answer in report.answers.values():
        if answer.narrative:
            yield answer.narrative
        if answer.score_change:
            yield answer.score_change


def pieces(prose: ProseText) -> Iterator[str]:
    """Yield the paragraphs of a narrative, parted where a note is marked."""
    for paragraph in prose.paragraphs():
        yield from "".join("\0" if run.note else run.text for run in paragraph.runs).split("\0")


def bare(text: str) -> str:
    """Return the letters and figures of ``text``: what stands between them is punctuated, and may end a line."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if (char.isalnum() or unicodedata.combining(char)) and char not in INKLESS)


def test_an_essay_is_set_with_its_headings_and_notes() -> None:
    found = next(leaf.text for leaf in leaves(volume()) if "\nForeword\nThis volume" in leaf.text)
    assert "\nThe year in figures\n" in found
    assert "the losses." in found.split("Notes 1 ")[1]
    assert "Turkey lost six points and with them the status of Partly Free" in found.replace("\n", " ")


def test_the_guide_shows_the_parts_of_a_report_and_numbers_them() -> None:
    found = next(leaf.text for leaf in leaves(volume()) if "How to read a report\nEvery report" in leaf.text)
    assert "The parts shown here are from the report on Turkey." in re.sub(r"\s+", " ", found)
    for number, words in enumerate(("The total and its change", "The measures beside", "The total by edition"), 1):
        assert f"{number}. {words}" in found
    assert "8. Why its points have changed." in found


# The method and the tables


def chapter(content: bytes, first: str, end: str) -> str:
    found = leaves(content)
    start = next(leaf.index for leaf in found if first in leaf.text)
    stop = next(leaf.index for leaf in found if leaf.index > start and end in leaf.text)
    return "\n".join(leaf.text for leaf in found[start:stop])


def test_the_method_is_stated_from_the_rubric() -> None:
    said = re.sub(r"\s+", " ", chapter(volume(), "Method\nThis chapter states", "PART\n4"))
    for sentence in (
        "D3 Is there academic freedom, and is the educational system free from extensive political indoctrination?",
        "Is the government or occupying power deliberately changing the ethnic composition",
        "Aggregate Score is the sum of Political Rights and Civil Liberties.",
        "Each section is the sum of its questions.",
        "Additional discretionary political rights question takes up to 4 points from it.",
        "Political Rights (rating) follows from Political Rights; lower values are better:",
        "36–40 1 30–35 2 24–29 3 18–23 4 12–17 5 6–11 6 −4–5 7",
        "It is rounded once, to the nearest 0.1, halves away from zero.",
        "1.0–2.5 Free 3.0–5.0 Partly Free 5.5–7.0 Not Free",
        "Electoral democracy: countries with Electoral Process at least 7, Political Rights at least 20 and Civil",
        "Brunei, Oman, Qatar, Saudi Arabia and United Arab Emirates.",
    ):
        assert sentence in said, sentence


def test_other_methods_are_stated_by_configuration_alone() -> None:
    said = re.sub(r"\s+", " ", chapter(volume("nations-in-transit-2018"), "Method\nThis chapter", "PART\n3"))
    assert "Democracy Score is the mean of National Democratic Governance, Electoral Process, Civil Society," in said
    assert "where Democracy Score is 7 it is 0, and where that is 1 it is 100." in said
    said = re.sub(r"\s+", " ", chapter(volume("freedom-on-the-net-2018"), "Method\nThis chapter", "PART\n3"))
    assert (
        "Total Score is the sum of Obstacles to Access, Limits on Content and Violations of User Rights. Lower" in said
    )


def rows_of(content: bytes, title: str) -> list[str]:
    """Return the lines of a table below its heads."""
    text = next(
        leaf.text for leaf in leaves(content) if f"\n{title}\n" in leaf.text and "\nContents\n" not in leaf.text
    )
    return text.split(f"\n{title}\n")[1].split("\n")


def published(year: int, *names: str) -> list[dict[str, str]]:
    with (shipped("data") / "scores" / "freedom-in-the-world" / f"{year}.csv").open(encoding="utf-8") as file:
        rows = {row["entity"]: row for row in csv.DictReader(file)}
    return [rows[name] for name in names]


NAMES = ("Finland", "Iraq", "Kazakhstan", "Somaliland", "Syria", "Turkey")
FIGURES = ("pr_rating", "cl_rating", "A", "B", "C", "PR", "D", "E", "F", "G", "CL", "Total")


def test_the_tables_of_scores_say_what_the_published_table_says() -> None:
    before = published(2017, *NAMES)
    wanted = []
    for row, earlier in zip(published(2018, *NAMES), before, strict=True):
        change = int(row["Total"]) - int(earlier["Total"])
        mark = " *" if row["kind"] == "territory" else ""
        figures = [*(row[figure] for figure in FIGURES), f"{change:+}" if change else "0"]
        wanted.append(f"{row['entity']}{mark} {' '.join(figures)}".replace("-", "−"))
    lines = rows_of(volume(), "Scores by country and territory, A to Z")
    assert [line for line in lines if line.startswith(NAMES) and len(line.split()) > 9] == wanted
    assert wanted[3] in rows_of(volume(), "Scores of territories")


def test_the_series_say_what_the_published_tables_say() -> None:
    lines = rows_of(volume(), "Scores by edition")
    years = range(2013, 2019)
    for name in NAMES:
        totals = [int(published(year, name)[0]["Total"]) for year in years]
        change = totals[-1] - totals[0]
        figures = [*map(str, totals), f"{change:+}" if change else "0"]
        line = next(line for line in lines if line.startswith(name)).replace(" *", "")
        assert line == f"{name} {' '.join(figures)}".replace("-", "−")


def test_regional_averages_are_the_means_of_their_countries() -> None:
    lines = rows_of(volume(), "Regional averages")
    finland, turkey = published(2018, "Finland", "Turkey")
    means = [(int(finland[id_]) + int(turkey[id_])) / 2 for id_ in FIGURES[2:]]
    assert f"Europe 2 1 1 {' '.join(f'{mean:.1f}' for mean in means)}" in lines
    assert next(line for line in lines if line.startswith("All ")).split()[:4] == ["All", "5", "1", "4"]


def test_changes_names_by_status_and_marks_are_listed() -> None:
    said = "\n".join(rows_of(volume(), "Largest gains"))
    assert "\nIraq 27 31 +4 +4 0\nSomaliland * 40 44 +4 +4 0\n" in said
    assert "\nTurkey 38 32 −6 −2 −4\n" in "\n".join([*rows_of(volume(), "Largest losses"), ""])
    assert "Turkey Partly Free Not Free 38 32 −6" in rows_of(volume(), "Changes of Freedom Status")
    by_status = rows_of(volume(), "By Freedom Status and Freedom Rating")
    assert by_status[:9] == [
        "Free · 1.0",
        "Finland",
        "Partly Free · 4.5",
        "Somaliland *",
        "Not Free · 5.5",
        "Iraq",
        "Turkey",
        "Not Free · 6.0",
        "Kazakhstan",
    ]
    assert rows_of(volume(), "Electoral democracy: 1 of 5")[0] == "Finland"


def test_all_that_changed_as_much_as_the_last_of_the_largest_are_listed() -> None:
    reports = {
        name: load(SAMPLE / "reports" / f"{name.lower()}.yaml") for name in ("Finland", "Iraq", "Syria", "Turkey")
    }
    cards = {name: score(item.report, item.method, item.history) for name, item in reports.items()}
    order = list(cards.values())
    assert largest_changes(order, "better", 3) == [cards["Iraq"]]
    assert largest_changes(order, "worse", 3) == [cards["Turkey"]]
    assert largest_changes([cards["Iraq"], cards["Turkey"], cards["Iraq"]], "better", 1) == [cards["Iraq"]] * 2


def test_means_round_halves_away_from_zero_and_pass_over_what_is_missing() -> None:
    numbers = [Decimal(1), None, Decimal(2), Decimal(2), Decimal("2.0")]
    assert mean(numbers, 1) == Decimal("1.8")
    assert mean([Decimal(-1), Decimal("-1.5")], 1) == Decimal("-1.3")
    assert mean([None], 1) is None


# What is unusual


def bound(edition: Path, name: str = "screen", theme: str | None = None) -> bytes:
    return build_volume(load_edition(edition), Profile.volume("a4", name), theme).content


def rewritten(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern, words in changes:
        assert re.search(pattern, text), pattern
        text = re.sub(pattern, words, text)
    path.write_text(text, encoding="utf-8")


def test_a_table_over_pages_stays_in_the_type_area_and_has_heads_and_note_on_each() -> None:
    origin = Origin("edition.yaml", 1, 1)
    rows = tuple(DataRow(f"Land {number}", (str(number), "0")) for number in range(1, 103))
    columns = (TableColumn("First", "/9"), TableColumn("Second", strong=True))
    table = DataTable(
        id="t", origin=origin, level=2, title="A table", stub="Name", columns=columns, rows=rows, note="A note."
    )
    small = DataTable(id="s", origin=origin, level=2, title="Another", stub="Name", columns=columns, rows=rows[:3])
    document = Document(Information("T", "A", "S", "en"), "Head", "Tables", "", (table, small))
    profile = Profile.named("a4", "screen", attachments=False)
    theme = Catalogue().theme("standard")
    content = set_document(document, theme, profile).content
    geometry = Geometry.of(PAGE_SIZES["a4"], theme)
    numbers: list[int] = []
    with pypdfium2.PdfDocument(content) as file:
        assert len(file) == 3
        for sheet in file:
            text = sheet.get_textpage()
            low = min(box[1] for box in boxes(text) if box[1] > geometry.bottom - 20)
            assert low >= geometry.bottom - 3
            words = text.get_text_range()
            assert words.count("A note.") == words.count("A table") == 1
            assert words.count("/9") == words.count("First")
            baselines = [text.get_charbox(found)[1] for found in places(text, "Land ")]
            assert all(12 < upper - lower < 14 or upper - lower > 40 for upper, lower in pairwise(baselines))
            numbers += [int(number) for number in re.findall(r"Land (\d+)", words)]
    assert numbers == [*range(1, 103), 1, 2, 3]


def places(text: Any, words: str) -> Iterator[int]:
    search = text.search(words, match_case=True)
    while (found := search.get_next()) is not None:
        yield found[0]


def test_a_few_rows_do_not_stand_alone_on_a_page() -> None:
    setter = Typesetter(Catalogue().theme("standard"))
    geometry = Geometry.of(PAGE_SIZES["a4"], setter.theme)
    rows = tuple(DataRow(f"Land {number}", ("1",)) for number in range(12))
    columns = (TableColumn("First"),)
    table = DataTable(id="t", origin=Origin("x", 1, 1), level=2, title="T", stub="N", columns=columns, rows=rows)
    flow = DataTableFlow(table, setter, geometry)
    assert [row for row in range(1, 12) if flow.may_part(row)] == [5]


def test_reports_may_be_named_as_chapters_are(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    for old, new in (
        ("finland.yaml", "guide.yaml"),
        ("iraq.yaml", "method.yaml"),
        ("kazakhstan.yaml", "index.yaml"),
        ("syria.yaml", "countries.yaml"),
        ("turkey.yaml", "tables.yaml"),
        ("somaliland.yaml", "guide.yml"),
    ):
        (edition / "reports" / old).rename(edition / "reports" / new)
    content = bound(edition)
    check_contents(content, edition)
    guide = next(leaf for leaf in leaves(content) if "How to read a report\nEvery report" in leaf.text)
    contents = next(leaf.text for leaf in leaves(content) if "\nContents\n" in leaf.text)
    assert f"How to read a report {guide.label}" in re.sub(r"\s+", " ", contents)


def test_essays_of_one_name_lie_in_two_folders(tmp_path: Path) -> None:
    edition = copied(tmp_path, "volume: {essays: [essays/foreword.md, more/foreword.md]}\n")
    (edition / "more").mkdir()
    text = "# A second one\n\nWith a note.[^counts]\n\n[^counts]: Its own.\n"
    (edition / "more" / "foreword.md").write_text(text, encoding="utf-8")
    content = bound(edition)
    assert [failure.rule_id for failure in page.validate_pdf_bytes(content, profile="ua1").failures] == []
    found = leaves(content)
    contents = re.sub(r"\s+", " ", next(leaf.text for leaf in found if "\nContents\n" in leaf.text))
    for title in ("Foreword", "A second one"):
        place = next(leaf for leaf in found if f"\n{title}\n" in leaf.text and "\nContents\n" not in leaf.text)
        assert f"{title} {place.label}" in contents


def test_an_edition_of_one_kind_of_entity_says_so(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    (edition / "reports" / "somaliland.yaml").unlink()
    found = leaves(bound(edition))
    assert "5 countries, ordered by Aggregate Score" in found[0].text
    assert any("\nScores by country, A to Z\n" in leaf.text for leaf in found)
    assert not any("Scores of territories" in leaf.text or "Territory reports" in leaf.text for leaf in found)
    other = copied(tmp_path / "other")
    for path in (other / "reports").glob("*.yaml"):
        if path.stem != "somaliland":
            path.unlink()
    content = bound(other)
    found = leaves(content)
    assert "One territory: Somaliland" in found[0].text
    check_contents(content, other)


def test_reports_with_nothing_but_scores_are_bound_too(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    path = edition / "reports" / "finland.yaml"
    report = load(path).report
    scores = "".join(f"  {id_}: {{score: {answer.score}}}\n" for id_, answer in report.answers.items())
    head = "entity: {name: Finland, iso: FI, kind: country, region: Europe}\nanswers:\n"
    path.write_text(head + scores, encoding="utf-8")
    content = bound(edition)
    check_contents(content, edition)
    pages = pages_of(content, edition)["Finland"]
    assert "For this edition the scores were published without a text." in leaves(content)[pages.start].text
    assert [failure.rule_id for failure in page.validate_pdf_bytes(content, profile="ua1").failures] == []


def test_a_region_that_nobody_names_comes_last(tmp_path: Path) -> None:
    edition = copied(tmp_path, "volume: {order: region}\n")
    rewritten(edition / "reports" / "iraq.yaml", (r"(?m)^  region: .*\n", ""))
    found = leaves(bound(edition))
    openers = [leaf.text.split("\n")[2] for leaf in found if leaf.text.startswith("PART\n")]
    assert openers[:4] == ["Eurasia", "Europe", "Middle East", "Other countries"]
    averages = next(leaf.text for leaf in found if "\nRegional averages\n" in leaf.text and "Mean" in leaf.text)
    assert "\nOther countries 1 0 1 " in averages


def test_a_long_title_and_many_categories_stay_on_the_cover(tmp_path: Path) -> None:
    title = "Freedom in the World: The Annual Survey of Political Rights and Civil Liberties"
    edition = copied(tmp_path, f"volume: {{title: '{title}', overline: {'An overline ' * 4}}}\n")
    with pypdfium2.PdfDocument(bound(edition)) as document:
        text = document[0].get_textpage()
        year = next(places(text, "2018"))
        assert text.get_charbox(year)[1] > 190 + 202
        assert all(box[0] > 40 and box[2] < 555 for box in boxes(text))
        assert re.sub(r"\s+", " ", text.get_text_range()).count(title) == 1


def test_names_and_titles_that_are_long_are_set_and_not_refused(tmp_path: Path) -> None:
    title = "Democracy in Crisis: How the Retreat of Established Democracies Emboldens Autocrats"
    heading = "What the Survey of This Year Has Found in Countries That Were Thought to Be Safe for Good"
    words = "A paragraph of some length that fills the page. " * 120
    edition = copied(tmp_path, ESSAYS, f"# {title}\n\n## {heading}\n\n{words}\n")
    name = "Kingdom of Northern Ruritania and Str"
    rewritten(edition / "reports" / "iraq.yaml", (r"name: Iraq", f"name: {name}"))
    content = bound(edition)
    found = [re.sub(r"\s+", " ", leaf.text) for leaf in leaves(content)]
    assert any(text.startswith("Freedom in the World 2018 Contents") and title in text for text in found)
    assert any(text.startswith("Freedom in the World 2018") and name in text and "Index" in text for text in found)


def test_nations_in_transit_has_regions_and_many_categories(tmp_path: Path) -> None:
    edition = tmp_path / "editions" / "2018"
    shutil.copytree(EDITIONS / "nations-in-transit-2018", edition)
    source = (edition / "reports" / "ruritania.yaml").read_text(encoding="utf-8")
    for number, (points, region) in enumerate(((1.5, "East"), (3.5, "East"), (5.25, "West"), (6.5, "West"))):
        text = re.sub(
            r"score: [\d.]+", f"score: {points}", re.sub(r"(?m)^  name: .*", f"  name: Land {number}", source)
        )
        text = re.sub(r"(?m)^(  region: .*\n)|^(published|notices|waivers):(.*\n(?:  .*\n)*)", "", text)
        text = text.replace(f"  name: Land {number}\n", f"  name: Land {number}\n  region: {region}\n")
        (edition / "reports" / f"land-{number}.yaml").write_text(text, encoding="utf-8")
    (edition / "reports" / "ruritania.yaml").unlink()
    rewritten(edition / "edition.yaml", (r"(?m)^regions:.*\n", ""))
    with pypdfium2.PdfDocument(bound(edition)) as document:
        assert all(box[2] < 555 for box in boxes(document[0].get_textpage()))
        found = [sheet.get_textpage().get_text_range() for sheet in document]
    said = re.sub(r"\s+", " ", next(text for text in found if "Regional averages" in text and "nearest" in text))
    assert (
        "rounded to the nearest 0.001. CD = Consolidated Democracy. SCD = Semi-Consolidated Democracy. SCA = " in said
    )
    assert "East 2 1 1 0 0 2.500" in said


def test_in_another_language_the_method_heads_questions_as_the_reports_do(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    rewritten(edition / "edition.yaml", (r"language: en", "language: es"))
    said = re.sub(r"\s+", " ", chapter(bound(edition), "Método\nEste capítulo", "PARTE\n4"))
    assert "A1 Elección del jefe de gobierno" in said
    assert "Was the current head" not in said


CONDITION = """
      all:
        - {measure: A, min: 7}
        - any:
            - {measure: PR, min: 20}
            - all: [{measure: CL, above: 30, below: 50}, {measure: G, min: 3, max: 4}]
        - none: [{measure: status, code: [PF, NF]}, {measure: pr_rating, min: 5}]
"""


def test_conditions_keep_their_brackets_in_words(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    (tmp_path / "rubrics").mkdir()
    rubric = (shipped("data") / "rubrics" / "freedom-in-the-world.yaml").read_text(encoding="utf-8")
    rubric = re.sub(
        r"(?ms)(editions: 2018-2024\n    label: Electoral democracy.*?when:).*?\n\n", rf"\1{CONDITION}\n", rubric
    )
    (tmp_path / "rubrics" / "freedom-in-the-world.yaml").write_text(rubric, encoding="utf-8")
    said = re.sub(r"\s+", " ", chapter(bound(edition), "Method\nThis chapter", "PART\n4"))
    assert (
        "Electoral democracy: countries with Electoral Process at least 7, (Political Rights at least 20 or (Civil "
        "Liberties more than 30 and less than 50 and Personal Autonomy and Individual Rights 3–4)) and (none of Freedom "
        "Status Partly Free or Not Free or Political Rights (rating) at least 5)."
    ) in said


def test_names_are_sorted_by_their_letters_without_marks_and_articles() -> None:
    labels = Catalogue().labels("en")
    names = ["Zed", "Łódź", "The Gambia", "Đà Nẵng", "Côte d’Ivoire", "Œuvre", "Åland", "Ghana", "Comoros"]
    found = sorted(names, key=lambda name: sort_key(name, labels))
    assert found == ["Åland", "Comoros", "Côte d’Ivoire", "Đà Nẵng", "The Gambia", "Ghana", "Łódź", "Œuvre", "Zed"]
    assert [initial(name, labels) for name in names] == ["Z", "L", "G", "D", "C", "O", "A", "G", "C"]


# Bad input, and the command


def copied(folder: Path, volume_: str = "", essay: str | None = None) -> Path:
    """Return a copy of the sample edition with another volume section, and an essay."""
    edition = folder / "editions" / "2018"
    shutil.copytree(SAMPLE, edition)
    said = (SAMPLE / "edition.yaml").read_text(encoding="utf-8")
    said = re.sub(r"(?ms)^volume:.*?(?=^publication:)", volume_, said)
    (edition / "edition.yaml").write_text(said, encoding="utf-8")
    if essay is not None:
        (edition / "essays" / "foreword.md").write_text(essay, encoding="utf-8")
    return edition


ESSAYS = "volume: {essays: [essays/foreword.md]}\n"


@pytest.mark.parametrize(
    ("essay", "message", "remedy"),
    [
        ("No title.\n", "1:1: error[no-title]: the essay has no title", "begin it with a line such as “# Foreword”"),
        ("", "1:1: error[no-title]: the essay has no title", "begin it with a line such as “# Foreword”"),
        ("Before.\n\n# One\n", "1:1: error[text-before-title]: text stands before the title", "put the title first"),
        ("# One\n\n# Two\n", "3:1: error[second-title]: the essay has a second title", "begin the heading with “##”"),
        (
            "# One\n\n#### Deep\n",
            "3:1: error[heading-too-deep]: a heading begins with “#” to “###”",
            "take some “#” away",
        ),
        ("# One\n\n### Deep\n", "3:1: error[heading-skips]: the heading skips a level", "begin it with “##”"),
        (
            "# A *bold* one\n",
            "1:1: error[markup-in-heading]: the heading has markup",
            "write it without: it has one style",
        ),
        (
            "# One\n\n> Said.\n",
            "3:1: error[unknown-markup]: this text cannot have quotations in blocks",
            "put the words in quotation marks; write \\> where “>” is text",
        ),
        (
            "# One\n\n##Two\n",
            "3:1: error[unknown-markup]: this text cannot have headings",
            "make it a paragraph in **strong** type; write \\# where “#” is text",
        ),
        ("# One\n\n##\n", "3:1: error[empty-text]: the heading has no words", "write them, or remove the line"),
        (
            "# One\n\nA mark.[^a]\n",
            "3:8: error[missing-footnote]: there is no note “a”",
            "add a line “[^a]: …”, or remove the mark",
        ),
        (
            "# One\n\nText.\n\n[^b]: Idle.\n",
            "5:1: error[idle-footnote]: no mark refers to the note “b”",
            "add [^b] to the text, or remove it",
        ),
        (
            "# One\n\nText.[^b]\n\n[^b]: One.\n[^b]: Two.\n",
            "6:1: error[second-note]: there are two notes “b”",
            "give one another name",
        ),
        (
            "# One\n\nGo [here](javascript:alert).\n",
            "3:11: error[bad-link]: “javascript:alert”: links by “javascript:” are not allowed",
            "link to https://… or mailto:…, or put a backslash before the “[”",
        ),
        ("# One\n\n\x07\n", "3:1: error[forbidden-character]: the character U+0007 is not allowed", "remove it"),
    ],
)
def test_what_is_wrong_with_an_essay_is_told_at_its_line(essay: str, message: str, remedy: str, tmp_path: Path) -> None:
    edition = copied(tmp_path, ESSAYS, essay)
    with pytest.raises(InputError) as told:
        load_edition(edition)
    (problem,) = told.value.problems
    assert problem.headline() == f"{edition / 'essays' / 'foreword.md'}:{message}"
    assert problem.remedy == remedy


def test_an_essay_that_is_not_there_or_lies_outside_is_refused(tmp_path: Path) -> None:
    edition = copied(tmp_path / "a", "volume: {essays: [essays/nothing.md]}\n")
    with pytest.raises(
        InputError, match=r"edition\.yaml:\d+:19: error\[missing-essay\]: there is no file .*nothing\.md"
    ):
        load_edition(edition)
    for number, place in enumerate(("../secret.md", "/etc/passwd.md", "essays/../../x.md", "foreword.txt")):
        edition = copied(tmp_path / str(number), f"volume: {{essays: [{place}]}}\n")
        with pytest.raises(InputError) as told:
            load_edition(edition)
        assert told.value.problems[0].message == "expected a Markdown file in the edition’s folder"
        assert told.value.problems[0].remedy == "write its path from the edition’s folder, such as essays/foreword.md"


def test_a_character_that_no_face_has_is_told_at_its_place_in_the_essay(tmp_path: Path) -> None:
    edition = load_edition(copied(tmp_path, ESSAYS, "# One\n\nA line.\nHere: 漢.\n"))
    with pytest.raises(InputError, match=r"foreword\.md:4:7: error\[missing-glyph\]: “漢” \(U\+6F22"):
        build_volume(edition, Profile.volume())


def test_all_problems_of_all_reports_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    edition = copied(tmp_path, "", "")
    for name in ("finland", "iraq"):
        path = edition / "reports" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("kind: country", "kind: kingdom"), encoding="utf-8")
    done = run("volume", str(edition), "-o", str(tmp_path / "out"))
    assert done.returncode == 1
    assert done.stderr.count("error[") == 2
    assert "finland.yaml:" in done.stderr
    assert "iraq.yaml:" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_volume_gives_no_report_back(tmp_path: Path) -> None:
    (tmp_path / "volume.pdf").write_bytes(volume())
    done = run("extract", str(tmp_path / "volume.pdf"), "-o", str(tmp_path / "out"))
    assert done.returncode == 2
    assert done.stderr == (
        "error: the file is a volume: it carries its scores, and no report\nhelp: name the file of a report\n"
    )


def test_two_reports_about_one_entity_are_refused(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    shutil.copy(edition / "reports" / "finland.yaml", edition / "reports" / "suomi.yaml")
    with pytest.raises(InputError) as told:
        load_edition(edition)
    first, second = told.value.problems
    assert (first.code, second.code) == ("second-report", "second-report")
    assert first.message == f"{edition / 'reports' / 'suomi.yaml'} is about Finland too"
    assert second.message == f"{edition / 'reports' / 'finland.yaml'} is about Finland too"
    assert first.remedy == second.remedy == "remove one of the two, or give each entity an `id` if they are two"


def test_an_edition_without_reports_and_a_file_are_refused(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    for path in (edition / "reports").glob("*.yaml"):
        path.unlink()
    with pytest.raises(UsageError) as told:
        load_edition(edition)
    assert str(told.value) == f"there are no reports in {edition / 'reports'}"
    assert told.value.remedy == "begin one with `pdfgen new report`"
    with pytest.raises(UsageError, match=r"edition\.yaml is a file$"):
        load_edition(edition / "edition.yaml")


def test_an_essay_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        load_edition(copied(tmp_path, "volume: {essays: [essays/foreword.md, essays/foreword.md]}\n"))
    (problem,) = told.value.problems
    assert (problem.message, problem.remedy) == ("the essay essays/foreword.md comes twice", "name it once")


def test_problems_are_told_as_data_and_as_annotations(tmp_path: Path) -> None:
    edition = copied(tmp_path, ESSAYS, "No title.\n")
    done = run("volume", str(edition), "-o", str(tmp_path), "--json")
    assert done.returncode == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["code"], problem["line"]) == ("no-title", 1)
    done = run("volume", str(edition), "-o", str(tmp_path), "--format", "github")
    assert done.stdout.startswith(f"::error file={edition / 'essays' / 'foreword.md'},line=1,col=1,title=no-title::")


def test_a_folder_without_an_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no edition\.yaml$") as told:
        load_edition(tmp_path)
    assert told.value.remedy == "name the folder of an edition, or begin one with `pdfgen new edition`"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "pdfgen", *arguments], capture_output=True, text=True, check=False)


def test_the_command_says_what_it_wrote_and_who_is_left_out(tmp_path: Path) -> None:
    done = run("volume", str(SAMPLE), "-o", str(tmp_path), "--profile", "print", "--json")
    target = tmp_path / "freedom-in-the-world-2018-volume-print.pdf"
    assert done.returncode == 0
    assert target.read_bytes() == volume(name="print")
    said = json.loads(done.stdout)
    assert (said["target"], said["reports"], said["problems"]) == (str(target), 6, [])
    assert len(said["without_report"]) == 203
    first, second = done.stderr.splitlines()
    assert first.startswith("entities with scores and no report, which are left out (203): Abkhazia, Afghanistan, ")
    assert first.endswith(", …")
    assert re.fullmatch(rf"wrote {re.escape(str(target))}: 6 reports in \d+\.\d s", second)


# A whole edition; started with a folder, this file is the process that binds it.

MOST_MB = 400


def bind(folder: Path) -> None:
    """Bind the edition in ``folder`` and print the most memory that it took, in MB."""
    edition = load_edition(folder)
    built = build_volume(edition, Profile.volume())
    (folder / "volume.pdf").write_bytes(built.content)
    status = Path("/proc/self/status").read_text(encoding="ascii")  # what a fork leaves in getrusage is not ours
    sys.stdout.write(str(int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) // 1024))


@pytest.mark.slow
def test_a_whole_edition_is_bound(corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edition = tmp_path / "editions" / "2018"
    texts, scores = corpus.edition(2018), corpus.scores
    imported = import_edition(texts, edition, "freedom-in-the-world", 2018, scores, complete=True)
    assert imported.failed == {}
    command = [sys.executable, __file__, str(edition)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    content = (edition / "volume.pdf").read_bytes()
    for profile in ("ua1", "3a"):
        assert [failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures] == []
    check_contents(content, edition)
    assert check_text(content, edition) == 209
    with capsys.disabled():
        sys.stdout.write(f"\n{len(leaves(content))} pages, {len(content) / 1e6:.1f} MB, {done.stdout} MB of memory")
    assert int(done.stdout) < MOST_MB


if __name__ == "__main__":
    bind(Path(sys.argv[1]))
