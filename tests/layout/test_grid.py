"""The lines of the answers stand on the baseline grid, measured where pdfium finds them on the page.

``pytest -rP tests/layout/test_grid.py`` shows the shares, those with the key developments as well: bullets have a
quarter of a line between them and are off the grid by design.
"""

from __future__ import annotations

import ctypes
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pdfgen import build_pdf, load_report
from pdfgen.layout.page_geometry import Geometry
from pdfgen.layout.paragraph import baseline
from pdfgen.profiles import PAGE_SIZES
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.theme import Theme

FACE = "SourceSerif4-400Regular"
TOLERANCE = 0.1  # points


class Line(NamedTuple):
    """A line of text: its page, counted from 0, and the height of its baseline there."""

    page: int
    y: float


def body_lines(document: pypdfium2.PdfDocument, page_size: Geometry, size: float) -> Iterator[Line]:
    """Yield the lines of the text column that are set in the body face at the body size, page by page."""
    for number, page in enumerate(document):
        text = page.get_textpage()
        found = {
            round(y, 2)
            for index in range(text.count_chars())
            if abs(pdfium.FPDFText_GetFontSize(text, index) - size) < 0.01 and face(text, index) == FACE
            for x, y in [origin(text, index)]
            if x > page_size.column - 1
        }
        for y in sorted(found, reverse=True):
            yield Line(number, y)


def face(text: pypdfium2.PdfTextPage, index: int) -> str:
    """Return the name of the face of a character, without the tag of its subset."""
    name = ctypes.create_string_buffer(80)
    pdfium.FPDFText_GetFontInfo(text, index, name, len(name), None)
    return name.value.decode().rpartition("+")[2]


def origin(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    """Return where a character stands on its baseline."""
    x, y = ctypes.c_double(), ctypes.c_double()
    assert pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return x.value, y.value


def place(reader: pypdf.PdfReader, title: str) -> Line:
    """Return where the entry of the outline that begins with ``title`` leads to."""
    entries: list[Any] = reader.outline
    (found,) = [entry for entry in entries if not isinstance(entry, list) and entry.title.startswith(title)]
    page = reader.get_destination_page_number(found)
    assert page is not None
    return Line(page, float(found.top))


def behind(line: Line, other: Line) -> bool:
    """Tell whether ``line`` stands below ``other``, or on a later page."""
    return (line.page, -line.y) > (other.page, -other.y)


def on_grid(line: Line, page_size: Geometry, theme: Theme) -> bool:
    """Tell whether ``line`` stands on a line of the grid."""
    body = theme.styles.body
    down = page_size.top - baseline(float(body.leading), float(body.size)) - line.y
    return abs(down - round(down / page_size.grid) * page_size.grid) <= TOLERANCE


def share(lines: list[Line], page_size: Geometry, theme: Theme) -> float:
    """Return the share of ``lines`` that stand on the grid."""
    return sum(on_grid(line, page_size, theme) for line in lines) / len(lines)


@pytest.mark.parametrize("name", ["standard", "compact"])
@pytest.mark.parametrize("size", sorted(PAGE_SIZES))
@pytest.mark.parametrize(
    "path", sorted(shipped("data").glob("editions/2018/reports/*.yaml")), ids=lambda path: path.stem
)
def test_answers_stand_on_the_grid(path: Path, size: str, name: str) -> None:
    theme = Catalogue().theme(name)
    page_size = Geometry.of(PAGE_SIZES[size], theme)
    content = build_pdf(load_report(path), page_size=size, theme=name)
    reader = pypdf.PdfReader(BytesIO(content))
    developments, table = place(reader, "Key developments"), place(reader, "Score overview")
    document = pypdfium2.PdfDocument(content)
    try:
        lines = list(body_lines(document, page_size, float(theme.styles.body.size)))
    finally:
        document.close()
    answers = [line for line in lines if behind(line, table)]
    listed = [line for line in lines if behind(line, developments) and not behind(line, table)]
    assert len(answers) > 100
    assert len(listed) > 5
    found, whole = share(answers, page_size, theme), share([*listed, *answers], page_size, theme)
    sys.stdout.write(
        f"{len(answers)} lines of answers, {found:.1%} on the grid; with {len(listed)} of lists {whole:.1%}\n"
    )
    off = [line for line in answers if not on_grid(line, page_size, theme)]
    assert found >= 0.95, f"off the grid, of {len(answers)} lines: {off}"
