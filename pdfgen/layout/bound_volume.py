"""Set a volume: its chapters one after the other on one canvas, those that name pages at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pdfgen.layout import full_page, furniture
from pdfgen.layout.composition import compose_flow
from pdfgen.layout.document import LayoutResult, begin, draw_sheet, pages_of, slug_words, tell_repeated, tell_too_tall
from pdfgen.layout.page_geometry import Geometry
from pdfgen.layout.pen import Pen
from pdfgen.layout.typesetter import Typesetter
from pdfgen.pdf.page_labels import Numbering
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.content import Chapter, VolumeDocument
    from pdfgen.layout.flow import Page
    from pdfgen.pdf.canvas import Part
    from pdfgen.pdf.claims import Attached
    from pdfgen.profiles import Profile
    from pdfgen.theme import Theme


def set_volume(
    volume: VolumeDocument,
    theme: Theme,
    profile: Profile,
    attached: Attached | None = None,
    advance: Callable[[], None] = lambda: None,
) -> LayoutResult:
    """Return ``volume`` as a PDF file that carries what is ``attached``; of use only when no flaw is an error.

    ``advance`` is called after each report.
    """
    setter = Typesetter(theme, volume.metadata.language, profile.colour_space)
    canvas = begin(volume.metadata, profile)
    draw_volume(volume, Pen(canvas, setter), profile, advance)
    if attached:
        canvas.attach(attached(canvas.pages, canvas.digest))
    content = b"" if any(flaw.severity == "error" for flaw in setter.flaws) else canvas.finish()
    return LayoutResult(content, setter.flaws, canvas.pages)


def draw_volume(volume: VolumeDocument, pen: Pen, profile: Profile, advance: Callable[[], None] = lambda: None) -> None:
    """Set the chapters of a volume and draw their pages; ``advance`` is called after each report."""
    book = _BoundVolume(volume, pen, profile)
    for chapter in volume.chapters:
        book.add(chapter)
        if chapter.tag == "Art":
            advance()
    book.finish()


@dataclass(slots=True)
class _Late:
    """A chapter whose pages are left empty until all others are drawn."""

    chapter: Chapter
    part: Part
    sheets: list[Page]
    numbers: range


class _BoundVolume:
    """A volume that is being set."""

    def __init__(self, volume: VolumeDocument, pen: Pen, profile: Profile) -> None:
        self.profile, self.thumbs = profile, volume.thumbs
        self.pen, self.setter, self.canvas = pen, pen.setter, pen.canvas
        self.page = replace(Geometry.of(profile.page, self.setter.theme), bleed=profile.bleed)
        self.above: Part | None = None
        """The part that chapters of the second level are in."""
        self.late: list[_Late] = []
        self.last: Chapter

    def add(self, chapter: Chapter) -> None:
        """Set a chapter on the pages that come next."""
        self.last = chapter
        if chapter.right and self.canvas.page_number % 2 == 0:
            self._blank(chapter)
        number = self.canvas.page_number
        if chapter.numbering:
            style: Literal["D", "r"] = "r" if chapter.numbering == "roman" else "D"
            prefix = f"{chapter.title} " if chapter.numbering == "cover" else ""
            self.canvas.labels.number(Numbering(number, style, prefix))
        within = self.above if chapter.level else None
        part = self.canvas.part(Tag(chapter.tag), f"/{chapter.id}.", chapter.level + bool(chapter.title), within)
        if not chapter.level:
            self.above = part
        self.canvas.place(f"/{chapter.id}", self.page.height)
        if chapter.title:
            with self.canvas.inside(part._replace(level=chapter.level)):
                self.canvas.add_outline_entry(chapter.title, 0, self.page.height)
        with self.canvas.inside(part):
            self._set(chapter, part)

    def _set(self, chapter: Chapter, part: Part) -> None:
        first = chapter.document.blocks[0]
        if full_page.draws(first):
            own = self._own(self.canvas.page_number)
            full_page.draw(self.pen, first, own)
            self._close(chapter, own)
            return
        flow = compose_flow(chapter.document, self.setter, self.page)
        height = self.page.lines * self.page.grid
        if tell_too_tall(self.setter, flow, height):
            return
        if not chapter.sunk:
            tell_repeated(self.pen, chapter.document, flow, self.page)
        sheets = pages_of(self.pen, flow, height, self.page)
        if chapter.late:
            numbers = self.canvas.reserve(len(sheets))
            self.late.append(_Late(chapter, part, sheets, numbers))
            return
        for index, sheet in enumerate(sheets):
            if index == len(sheets) - 1:
                self.canvas.place(f"/{chapter.id}.end", self.page.height)
            self._sheet(chapter, sheet, first=index == 0)
            self._close(chapter, self._own(self.canvas.page_number))

    def _own(self, number: int) -> Geometry:
        return self.page.bound(self.profile.binding, number)

    def _sheet(self, chapter: Chapter, sheet: Page, *, first: bool) -> None:
        """Draw a page with what stands around it."""
        number = self.canvas.page_number
        own = self._own(number)
        if chapter.sunk:
            self._sunk(sheet, own)
            return
        draw_sheet(self.pen, chapter.document, sheet, own, self.canvas.labels.label(number), first=first)
        if chapter.thumb:
            self.pen.origin = chapter.document.blocks[0].origin
            with self.canvas.artifact("Pagination"):
                furniture.thumb(self.pen, own, chapter.thumb, self.thumbs)

    def _sunk(self, sheet: Page, own: Geometry) -> None:
        """Draw a page at the foot of which the text stands."""
        last = sheet.placed[-1]
        deep = last.top + sum(last.flowable.rows[row] for row in last.rows)
        down = own.lines * own.grid - deep
        for item in sheet.placed:
            item.flowable.draw(self.pen, own.start, own.top - item.top - down, item.rows)

    def _close(self, chapter: Chapter, own: Geometry) -> None:
        """Draw the marks of the press, and end the page."""
        self._marks(chapter, own)
        self.canvas.end_page()

    def _marks(self, chapter: Chapter, own: Geometry) -> None:
        if self.profile.press:
            label = self.canvas.labels.label(self.canvas.page_number)
            self.pen.origin = chapter.document.blocks[0].origin
            furniture.marks(self.pen, own, self.profile.slug, *slug_words(chapter.document, label, own))

    def _blank(self, chapter: Chapter) -> None:
        self._close(chapter, self._own(self.canvas.page_number))

    def finish(self) -> None:
        """Draw what was left for the end, and fill the last sheet."""
        for late in self.late:
            for number, sheet in zip(late.numbers, late.sheets, strict=True):
                with self.canvas.reserved(number), self.canvas.inside(late.part):
                    self._sheet(late.chapter, sheet, first=number == late.numbers[0])
                    self._marks(late.chapter, self._own(number))
        while (self.canvas.page_number - 1) % self.profile.sheets:
            self._blank(self.last)
