"""That all programs set the same words: every paragraph of a report, in order, in embedded faces of the right families.

Letters and digits are compared, nothing else: spaces, hyphens at the ends of lines and the shapes of quotes and dashes
are each program's own affair.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from tests.benchmarks import page as size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.plain import Report

FAMILIES = ("SourceSerif4", "SourceSans3", "ReportDisplay")
_SLACK = 4.0  # around the column: descenders, and marks that hang


def fault(report: Report, content: bytes) -> str:
    """Return what is wrong with the file ``content`` of ``report``; empty when nothing is."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [document[number] for number in range(len(document))]
        return _wrong_page(pages) or _wrong_words(report, pages) or _wrong_faces(pages)
    finally:
        document.close()


def letters(text: str) -> str:
    """Return the letters and digits of ``text`` in their compatibility form."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _wrong_page(pages: list[pypdfium2.PdfPage]) -> str:
    for number, page in enumerate(pages, 1):
        if abs(page.get_width() - size.WIDTH) + abs(page.get_height() - size.HEIGHT) > 1:
            return f"page {number} is {page.get_width():.0f} by {page.get_height():.0f} points"
    return ""


def _wrong_words(report: Report, pages: list[pypdfium2.PdfPage]) -> str:
    found = letters("".join(map(_column, pages)))
    place = 0
    for part in report.narrative():
        words = letters(part.words)
        here = found.find(words, place)
        if here < 0:
            what = "out of order" if words in found else "missing"
            return f"paragraph {part.id} is {what}: “{part.words[:60]}…”"
        place = here + len(words)
    return ""


def _column(page: pypdfium2.PdfPage) -> str:
    """Return the text of the reading column, without rail, running head and foot."""
    text = page.get_textpage()
    return str(text.get_text_bounded(size.LEFT - _SLACK, size.BOTTOM - _SLACK, size.RIGHT + _SLACK, size.TOP + _SLACK))


def _wrong_faces(pages: list[pypdfium2.PdfPage]) -> str:
    for number, page in enumerate(pages, 1):
        for font in _fonts(page):
            name = font.get_base_name()
            if raw.FPDFFont_GetIsEmbedded(font) != 1:
                return f"{name} on page {number} is not embedded"
            if not name.split("+")[-1].replace("_", "").replace("-", "").startswith(FAMILIES):
                return f"{name} on page {number} is none of the shipped faces"
    return ""


def _fonts(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfFont]:
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        yield item.get_font()
