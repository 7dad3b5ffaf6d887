"""The text of each page of a PDF file, as one reads it: without running heads and folios, with whole words.

PDFium reads it (the extra ``archive``). Running heads and folios are artifacts in a tagged file
(ISO 32000-1, 14.8.2.2); what a file without tags prints there is text like any other.
"""

from __future__ import annotations

import ctypes
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

from pdfgen.errors import EnvironmentFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_LIMIT = 10_000
"""Pages of a file; the longest volumes have two thousand."""

_DIVIDED = re.compile(r"(\w*)[\x02\ufffe]\s*(\w*)")  # what PDFium makes of a hyphen at the end of a line
_CONTINUED = re.compile(r"[ \t\xa0]+\r?\n")  # a line that ends with a space goes on in the next one
_LINES = re.compile(r"[\r\n]+")
_UNREADABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\ufffe\uffff\ud800-\udfff]")
_NAME = 64  # UTF-16 units of a name of marked content: "Artifact" fits


def page_texts(content: bytes, source: str = "") -> list[str]:
    r"""Return the text of each page, with a line feed after each paragraph, heading or cell.

    A word that is divided at the end of a line is made whole; it keeps its hyphen where ``source``, the text that the
    file was made of, has one. Raises UsageError for a file that PDFium cannot read, EnvironmentFailure when PDFium is
    not installed.
    """
    pdfium = _reader()
    try:
        with closing(pdfium.PdfDocument(content)) as document:
            if len(document) > PAGE_LIMIT:
                raise UsageError(f"it has {len(document):,} pages, and {PAGE_LIMIT:,} are read", "see who made it")
            return [_whole(_text(pdfium.raw, document, number), source) for number in range(len(document))]
    except pdfium.PdfiumError as error:
        raise UsageError(f"it cannot be read as PDF: {error}", "see who made it") from None


def _reader() -> Any:
    try:
        import pypdfium2  # noqa: PLC0415  # an extra
        import pypdfium2.raw  # noqa: PLC0415
    except ImportError:
        remedy = 'install it with pip install "pdfgen[archive]"'
        raise EnvironmentFailure("pypdfium2, which reads the text of pages, is not installed", remedy) from None
    return pypdfium2


def _text(raw: Any, document: Any, number: int) -> str:
    # all is closed in order: what is left to be collected outlives the document
    with closing(document[number]) as page:
        for item in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
            if "Artifact" in _marks(raw, item):
                page.remove_obj(item)
                item.close()
        with closing(page.get_textpage()) as words:
            return str(words.get_text_range(errors="replace"))


def _marks(raw: Any, item: Any) -> Iterator[str]:
    """Yield the names of the marked content that an object of a page lies in (ISO 32000-1, 14.6)."""
    for number in range(raw.FPDFPageObj_CountMarks(item)):
        name, size = (ctypes.c_ushort * _NAME)(), ctypes.c_ulong()
        mark = raw.FPDFPageObj_GetMark(item, number)
        if raw.FPDFPageObjMark_GetName(mark, name, 2 * _NAME, size):
            yield bytes(name)[: max(size.value - 2, 0)].decode("utf-16-le", "replace")


def _whole(text: str, source: str) -> str:
    text = _CONTINUED.sub(" ", text)
    text = _DIVIDED.sub(lambda found: _joined(found[1], found[2], source), text)
    text = _UNREADABLE.sub("", _LINES.sub("\n", text).replace("\xa0", " "))
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def _joined(start: str, end: str, source: str) -> str:
    return f"{start}-{end}" if f"{start}-{end}" in source else start + end
