"""What stands around the text of a page (design/page-design.md, sections 4 and 6).

The band of a first page, running heads, feet, and the rail of a page that goes on with a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.content import Document, Masthead
    from pdfgen.layout.flow import Page
    from pdfgen.layout.geometry import Geometry
    from pdfgen.layout.pen import Pen

_BAND = 39.0  # the height of the band


def band(pen: Pen, masthead: Masthead, page: Geometry, height: float = _BAND) -> None:
    """Draw the band of a first page: the series, and what kind of report it is."""
    pen.origin = masthead.origin
    pen.ground(0, page.height - height, page.width, height, "band")
    y = page.height - height / 2 - 6
    strong, light = pen.setter.cut("band", size=9.5), pen.setter.cut("meta", size=9, colour="paper")
    pen.capitals(page.left, y, masthead.series, strong, 1.4)
    pen.capitals(page.right, y, masthead.kind, light, 1.2, right=True)


def running_head(pen: Pen, document: Document, page: Geometry, section: str) -> None:
    """Draw the head of a further page: the series, and the entity with the section of the page's first line."""
    y = page.height - 42
    strong = pen.setter.cut("label", size=8.2, colour="band")
    end = pen.fitted(page.left, y, document.head, strong, page.measure / 2)
    words = "   ".join(filter(None, [document.name, section]))
    cut = pen.setter.cut("meta")
    length = min(cut.width(words), page.right - end - 12)
    pen.fitted(page.right - length, y, words, cut, length)
    pen.rule(page.left, page.right, page.height - 48, 0.5, "rule")


def foot(pen: Pen, document: Document, page: Geometry, folio: str) -> None:
    """Draw the foot: entity, status and score, and the folio."""
    pen.rule(page.left, page.right, page.bottom - 15.6, 0.5, "rule")
    y = page.bottom - 28.6
    pen.fitted(page.left, y, document.foot, pen.setter.cut("meta"), page.measure - 40)
    pen.text_right(page.right, y, folio, pen.setter.cut("value", size=9))


def continued(pen: Pen, page: Geometry, sheet: Page) -> None:
    """Say in the rail which question goes on at the top of the page."""
    if sheet.continued:
        y = page.top - page.grid / 2 - 3.25
        pen.fitted(page.left, y, sheet.continued, pen.setter.cut("small"), page.rail)
