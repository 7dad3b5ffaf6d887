"""The canvas: what layout draws on. It is the content of one page after the other, in the parts of one file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.pdf.content_stream import ContentStream
from pdfgen.pdf.file import File
from pdfgen.pdf.navigation import Link, PagePosition
from pdfgen.pdf.outline import OutlineEntry
from pdfgen.pdf.standards.standard import Feature
from pdfgen.pdf.structure import Annotated
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfgen.information import Information
    from pdfgen.pdf.claims import Attachment
    from pdfgen.pdf.page_boxes import PageBoxes
    from pdfgen.pdf.page_labels import PageLabels
    from pdfgen.pdf.standards.standard import Conformance
    from pdfgen.pdf.structure import Element


class Part(NamedTuple):
    """A part of a file, with its own names of places and its own levels of the outline."""

    element: Element | None
    """Its structure element; None in a file that is not tagged."""
    prefix: str = ""
    """What its places and ids begin with, so that two parts may use the same."""
    level: int = 0
    """The level in the outline that its entries begin at."""


class Canvas(ContentStream):
    """The content of the page that is drawn, with a file that takes each page when it is closed."""

    def __init__(self, information: Information, page_boxes: PageBoxes, conformance: Conformance) -> None:
        self._file = File(information, page_boxes, conformance)
        roles = conformance.roles()
        tags = Tag if self._file.root else ()
        super().__init__(self._file.fonts, {tag: roles[tag].type if tag in roles else tag.value for tag in tags})
        self._linked = not conformance.forbids(Feature.LINKS)
        self._root = self._part = Part(self._file.root)

    # -- parts

    @property
    def structure(self) -> Element | None:
        """The structure element of the part that is drawn, the root outside all; None for a file that is not tagged."""
        return self._part.element

    def part(self, tag: Tag, prefix: str = "", level: int = 0, within: Part | None = None) -> Part:
        """Return a new part at the end of another, or of the whole file."""
        parent = (within or self._root).element
        return Part(parent.add(tag) if parent else None, prefix, level)

    @contextmanager
    def inside(self, part: Part) -> Iterator[None]:
        """Draw in ``part``."""
        before, self._part = self._part, part
        try:
            yield
        finally:
            self._part = before

    def key(self, key: str) -> str:
        """Return the name of a place in the whole file; one that begins with a slash is such a name already."""
        return key if key.startswith("/") else self._part.prefix + key

    # -- places and links

    @property
    def labels(self) -> PageLabels:
        """The labels of the pages."""
        return self._file.labels

    def place(self, key: str, top: float) -> None:
        """Mark the height ``top`` of this page as the place that jumps to ``key`` lead to."""
        self._file.places[self.key(key)] = PagePosition(self.page_number, top, self.sequences)

    def place_of(self, key: str) -> int | None:
        """Return the page of a place, counted from 1; None for one that is not (yet) marked."""
        place = self._file.places.get(self.key(key))
        return place.page if place else None

    def add_outline_entry(self, title: str, level: int, top: float) -> None:
        """Enter the height ``top`` of this page in the outline; ``level`` from 0, counted inside the part."""
        place = PagePosition(self.page_number, top, self.sequences)
        self._file.outline.append(OutlineEntry(self._part.level + level, title, place))

    def link(
        self,
        area: tuple[float, float, float, float],
        words: str,
        *,
        uri: str = "",
        key: str = "",
        element: Element | None = None,
    ) -> None:
        """Lay a link over ``area`` (left, bottom, right, top): to a ``uri``, or to the place ``key``; none on paper.

        ``words`` say where it leads; ``element`` is the structure element of the words that are clicked.
        """
        if not self._linked:
            return
        if element is not None:
            element.kids.append(Annotated(self.page_number, len(self._file.links)))
        self._file.links.append(Link(self.page_number, area, words, uri, self.key(key) if key else "", element))

    # -- pages

    def end_page(self) -> None:
        """Close the page; the next one is empty."""
        self._file.add_page(self.take())
        self.page_number += 1
        self.begin_page()

    def reserve(self, count: int) -> range:
        """Leave ``count`` pages empty, to be drawn on later; return their numbers."""
        first = self.page_number
        for _ in range(count):
            self.end_page()
        return range(first, first + count)

    @contextmanager
    def reserved(self, page: int) -> Iterator[None]:
        """Draw on a page that was left empty."""
        number, self.page_number = self.page_number, page
        self.begin_page()
        try:
            yield
            self._file.replace_content(page, self.take())
        finally:
            self.page_number = number
            self.begin_page()

    @property
    def pages(self) -> int:
        """The number of pages so far."""
        return self._file.pages

    @property
    def digest(self) -> str:
        """The SHA-256 of those of the content streams of all pages so far, decoded, in hexadecimal digits."""
        return self._file.digest()

    # -- the file

    def attach(self, attachments: Sequence[Attachment]) -> None:
        """Add files that the file carries."""
        self._file.attachments += attachments

    def finish(self) -> bytes:
        """Return the file."""
        return self._file.finish()
