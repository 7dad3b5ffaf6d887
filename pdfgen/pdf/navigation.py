"""Where a reader can go: places, links and destinations (ISO 32000-1, § 12.3.2, § 12.5.6.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pdfgen.pdf.strings import literal, text_string
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.pdf.indirect_objects import IndirectObject
    from pdfgen.pdf.structure import Element


class PagePosition(NamedTuple):
    """A place in a file: the page, from 1, a height on it, and how many sequences the page had before it."""

    page: int
    top: float
    sequences: int


class Link(NamedTuple):
    """A link over an area (left, bottom, right, top) of a page: to a ``uri``, or to the place ``key``."""

    page: int
    area: tuple[float, float, float, float]
    words: str
    """Where it leads."""
    uri: str
    key: str
    element: Element | None
    """The structure element of the words that are clicked."""


class DestinationWriter:
    """How jumps to places are written.

    With a ``root`` they lead to structure elements too: a place has the element that is drawn first at it (ISO
    32000-2, § 12.3.2.3).
    """

    def __init__(self, pages: Sequence[IndirectObject], root: Element | None = None) -> None:
        self._pages, self._root = pages, root
        self._elements = {} if root is None else {(item.page, item.number): own for item, own in root.content_items()}

    def element(self, place: PagePosition) -> Element | None:
        """Return the element that a place is of, the note for its label; None where jumps lead to pages only."""
        found = self._elements.get((place.page, place.sequences), self._root)
        return found and (found.nearest(Tag.NOTE) or found)

    def jump(self, place: PagePosition) -> str:
        """Return the entry of an annotation or of the outline that leads to a place."""
        height = f"/XYZ 0 {place.top:.2f} 0]"
        destination = f"[{self._pages[place.page - 1].reference}{height}"
        element = self.element(place)
        if element is None:
            return f"/Dest{destination}"
        return f"/A<</S/GoTo/D{destination}/SD[{element.reference}{height}>>"

    def refer(self, links: Sequence[Link], places: Mapping[str, PagePosition]) -> None:
        """Add the references from items of contents to what they name, and between notes and their calls."""
        for link in links:
            target = self.element(places[link.key]) if link.key else None
            if target is None or link.element is None:
                continue
            if item := link.element.nearest(Tag.CONTENTS_ITEM):
                item.refer_to(target)
            elif target.tag is Tag.NOTE:
                link.element.refer_to(target)
                target.refer_to(link.element)


def annotation(link: Link, jump: str, parent_key: int | None) -> str:
    """Return the annotation of a link; ``parent_key`` is its key in the parent tree of a tagged file."""
    rectangle = " ".join(f"{edge:.2f}" for edge in link.area)
    action = jump or f"/A<</S/URI/URI({literal(link.uri)})>>"
    tagged = "" if parent_key is None else f"/Contents{text_string(link.words)}/StructParent {parent_key}"
    return f"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[{rectangle}]{action}{tagged}>>"
