"""Set a document: its flowables are placed on pages, and the pages are drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.content import Masthead
from pdfgen.information import Information
from pdfgen.layout import furniture
from pdfgen.layout.card_page import Card
from pdfgen.layout.composition import compose_flow
from pdfgen.layout.flaws import Flaw
from pdfgen.layout.flow import Page, Placed, paginate, too_tall
from pdfgen.layout.page_geometry import Geometry
from pdfgen.layout.pen import Pen
from pdfgen.layout.sketch import Sketch
from pdfgen.layout.typesetter import Typesetter
from pdfgen.pdf.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.content import Document
    from pdfgen.information import Information
    from pdfgen.layout.flow import Flowable
    from pdfgen.pdf.claims import Attached
    from pdfgen.profiles import Profile
    from pdfgen.theme import Theme

_MM = 72 / 25.4


class LayoutResult(NamedTuple):
    """A document on its pages: the PDF file, what could not be set as it should, and the number of pages."""

    content: bytes
    flaws: list[Flaw]
    pages: int


def set_document(document: Document, theme: Theme, profile: Profile, attached: Attached | None = None) -> LayoutResult:
    """Return ``document`` as a PDF file that carries what is ``attached``; of use only when no flaw is an error."""
    setter = Typesetter(theme, document.metadata.language, profile.colour_space)
    canvas = begin(document.metadata, profile)
    if not draw_document(document, Pen(canvas, setter), profile):
        return LayoutResult(b"", setter.flaws, 0)
    if attached:
        canvas.attach(attached(canvas.pages, canvas.digest))
    return LayoutResult(canvas.finish(), setter.flaws, canvas.pages)


def draw_document(document: Document, pen: Pen, profile: Profile) -> bool:
    """Set a document and draw its pages; nothing when a part of it is taller than a page. Tell which of the two."""
    setter = pen.setter
    if profile.shows == "card":
        Card(document, setter, profile.page).draw(pen)
        pen.canvas.end_page()
        return True
    page = replace(Geometry.of(profile.page, setter.theme), bleed=profile.bleed)
    flow = compose_flow(document, setter, page)
    height = page.lines * page.grid
    if tell_too_tall(setter, flow, height):
        return False
    tell_repeated(pen, document, flow, page)
    _draw(document, pages_of(pen, flow, height, page), pen, page, profile)
    return True


def pages_of(pen: Pen, flow: Sequence[Flowable], height: float, page: Geometry) -> list[Page]:
    """Return ``flow`` on pages ``height`` points high; a sketch has them all on one."""
    if isinstance(pen, Sketch):
        return [Page([Placed(item, range(len(item.rows)), 0.0) for item in flow])]
    return paginate(flow, height, page.grid)


def tell_too_tall(setter: Typesetter, flow: Sequence[Flowable], height: float) -> bool:
    """Note as flaws what no page ``height`` points high can hold; tell whether there is anything."""
    tall = too_tall(flow, height)
    for item in tall:
        message = f"{item.origin.field or 'this part'} is taller than a page"
        setter.flaws.append(Flaw(item.origin, "too-tall", message, "shorten its labels"))
    return bool(tall)


def tell_repeated(pen: Pen, document: Document, flow: Sequence[Flowable], page: Geometry) -> None:
    """Note as flaws what cannot be set of the heads of pages, wherever pages end: the next word may end them elsewhere.

    A flaw that is found again when a page is drawn is reported once.
    """
    sketch = Sketch(pen.setter)
    sketch.origin = document.blocks[0].origin
    for section in dict.fromkeys(item.section for item in flow):
        furniture.running_head(sketch, document, page, section)
    for ongoing in dict.fromkeys(item.ongoing for item in flow):
        furniture.continued(sketch, page, ongoing)


def _draw(document: Document, pages: list[Page], pen: Pen, page: Geometry, profile: Profile) -> None:
    """Draw the pages, each with what stands around its text."""
    for number, sheet in enumerate(pages, 1):
        own = page.bound(profile.binding, number)
        draw_sheet(pen, document, sheet, own, str(number), first=number == 1)
        if profile.press:
            furniture.marks(pen, own, profile.slug, *slug_words(document, str(number), page))
        pen.canvas.end_page()
    for number in range(len(pages) + 1, -(-len(pages) // profile.sheets) * profile.sheets + 1):
        furniture.marks(pen, page, profile.slug, *slug_words(document, str(number), page))
        pen.canvas.end_page()


def draw_sheet(  # what stands on a page, and where
    pen: Pen, document: Document, sheet: Page, page: Geometry, folio: str, *, first: bool
) -> None:
    """Draw a page with its head and its foot; the first one of a report has a band for a head."""
    top = document.blocks[0]
    pen.origin = top.origin
    if document.mark:
        with pen.canvas.artifact("Pagination/Subtype/Watermark"):
            furniture.mark(pen, page, document.mark)
    with pen.canvas.artifact("Pagination/Subtype/Header"):
        if first and isinstance(top, Masthead):
            furniture.band(pen, top, page)
        else:
            furniture.running_head(pen, document, page, sheet.section)
            furniture.continued(pen, page, sheet.continued)
    for item in sheet.placed:
        item.flowable.draw(pen, page.column, page.top - item.top, item.rows)
    pen.origin = top.origin
    with pen.canvas.artifact("Pagination/Subtype/Footer"):
        furniture.foot(pen, document, page, folio)


def slug_words(document: Document, folio: str, page: Geometry) -> tuple[str, ...]:
    """Return what the slug of a print file says of its page."""
    trim = f"{page.width / _MM:.0f} x {page.height / _MM:.0f} mm + {page.bleed / _MM:.0f} mm"
    return tuple(filter(None, [document.head, document.name, f"{folio}  {trim}"]))


def begin(information: Information, profile: Profile) -> Canvas:
    """Return the canvas of an empty file that says ``information`` of itself."""
    return Canvas(information, profile.page_boxes, profile.conformance)
