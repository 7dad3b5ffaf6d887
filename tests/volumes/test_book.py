"""The volume as a book: order, folios, contents, outline, margins, tabs and every word."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest

from pdfgen.layout.page_geometry import Geometry
from pdfgen.profiles import PAGE_SIZES, Profile
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.edition import load_edition
from pdfgen.volumes import build_volume
from tests.volumes.reading import (
    MM,
    SAMPLE,
    boxes,
    check_contents,
    check_text,
    copied,
    leaves,
    pages_of,
    volume,
)

if TYPE_CHECKING:
    from pathlib import Path


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
    content = build_volume(load_edition(edition), Profile.volume())
    assert {pages.start % 2 for pages in pages_of(content, edition).values()} == {0}


def test_by_region_there_is_a_part_for_each_region(tmp_path: Path) -> None:
    edition = copied(tmp_path, "volume: {order: region}\n")
    found = leaves(build_volume(load_edition(edition), Profile.volume()))
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


def test_every_report_is_in_it_word_for_word() -> None:
    for page_size, theme in (("a4", "standard"), ("letter", "compact")):
        content = volume("2018", "screen", page_size, theme)
        assert check_text(content, SAMPLE, page_size, theme) == 6
