"""Set a document: its flowables are placed on pages, and the pages are drawn."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pdfgen.content import Masthead
from pdfgen.layout import furniture
from pdfgen.layout.card import Card
from pdfgen.layout.composition import Composition
from pdfgen.layout.flaws import Flaw
from pdfgen.layout.flow import paginate, too_tall
from pdfgen.layout.geometry import Geometry
from pdfgen.layout.pen import Pen
from pdfgen.layout.typesetter import Typesetter
from pdfgen.pdf.canvas import Canvas, Information

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.content import Document
    from pdfgen.layout.flow import Page
    from pdfgen.profiles import Profile
    from pdfgen.theme import Theme


def set_document(document: Document, theme: Theme, profile: Profile) -> tuple[bytes, list[Flaw]]:
    """Return ``document`` as a PDF file, and what could not be set as it should.

    The file is of use only when no flaw is an error.
    """
    setter = Typesetter(theme, document.metadata.language)
    if profile.shows == "card":
        card = Card(document, setter, profile.page)
        pen, finish = _begin(document, setter, card.page)
        card.draw(pen)
        pen.canvas.showPage()
        return finish(), setter.flaws
    page = Geometry.of(profile.page, theme)
    flow = Composition(setter, page).flow(document)
    height = page.lines * page.grid
    if tall := too_tall(flow, height):
        for item in tall:
            message = f"{item.origin.field or 'this part'} is taller than a page"
            setter.flaws.append(Flaw(item.origin, "too-tall", message, "shorten its labels"))
        return b"", setter.flaws
    return _pages(document, paginate(flow, height, page.grid), setter, page), setter.flaws


def _pages(document: Document, pages: list[Page], setter: Typesetter, page: Geometry) -> bytes:
    """Return the pages as a file, each with what stands around its text."""
    pen, finish = _begin(document, setter, page)
    top = document.blocks[0]
    for number, sheet in enumerate(pages, 1):
        pen.origin = top.origin
        if number == 1 and isinstance(top, Masthead):
            furniture.band(pen, top, page)
        else:
            furniture.running_head(pen, document, page, sheet.section)
            furniture.continued(pen, page, sheet)
        for item in sheet.placed:
            item.flowable.draw(pen, page.column, page.top - item.top, item.rows)
        pen.origin = top.origin
        furniture.foot(pen, document, page, str(number))
        pen.canvas.showPage()
    return finish()


def _begin(document: Document, setter: Typesetter, page: Geometry) -> tuple[Pen, Callable[[], bytes]]:
    """Return a pen on an empty file, and what returns the file when all pages are shown."""
    metadata = document.metadata
    information = Information(
        metadata.title, metadata.author, metadata.subject, metadata.language, ", ".join(metadata.keywords)
    )
    target = BytesIO()
    canvas = Canvas(target, information, (page.width, page.height))

    def finish() -> bytes:
        canvas.save()
        return target.getvalue()

    return Pen(canvas, setter), finish
