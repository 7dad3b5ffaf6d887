"""Volumes that are built for tests, and what is read back from their files."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

from pdfgen.layout.page_geometry import Geometry
from pdfgen.pdf.characters import INKLESS
from pdfgen.profiles import PAGE_SIZES, Profile
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.edition import load_edition
from pdfgen.volumes import build_volume

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.model.prose import ProseText
    from pdfgen.model.report import Report


EDITIONS = shipped("data") / "editions"


SAMPLE = EDITIONS / "2018"


MM = 72 / 25.4


@cache
def volume(
    edition: str = "2018", name: str = "screen", page_size: str = "a4", theme: str | None = None, **options: Any
) -> bytes:
    return build_volume(load_edition(EDITIONS / edition), Profile.volume(page_size, name, **options), theme)


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


def boxes(text: Any) -> Iterator[tuple[float, float, float, float]]:
    return (text.get_charbox(index) for index in range(text.count_chars()) if text.get_text_range(index, 1).strip())


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


def chapter(content: bytes, first: str, end: str) -> str:
    found = leaves(content)
    start = next(leaf.index for leaf in found if first in leaf.text)
    stop = next(leaf.index for leaf in found if leaf.index > start and end in leaf.text)
    return "\n".join(leaf.text for leaf in found[start:stop])


def published(year: int, *names: str) -> list[dict[str, str]]:
    with (shipped("data") / "scores" / "freedom-in-the-world" / f"{year}.csv").open(encoding="utf-8") as file:
        rows = {row["entity"]: row for row in csv.DictReader(file)}
    return [rows[name] for name in names]


def bound(edition: Path, name: str = "screen", theme: str | None = None) -> bytes:
    return build_volume(load_edition(edition), Profile.volume("a4", name), theme)


def places(text: Any, words: str) -> Iterator[int]:
    search = text.search(words, match_case=True)
    while (found := search.get_next()) is not None:
        yield found[0]


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


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "pdfgen", *arguments], capture_output=True, text=True, check=False)
