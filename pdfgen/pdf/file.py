"""A file: its pages, its structure, where a reader can go in it, and what it says of itself."""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from pdfgen.pdf import claims
from pdfgen.pdf.assembly import assemble, stream
from pdfgen.pdf.font_table import FontTable
from pdfgen.pdf.indirect_objects import ObjectTable
from pdfgen.pdf.navigation import DestinationWriter, Link, PagePosition, annotation
from pdfgen.pdf.outline import OutlineEntry, write_outline
from pdfgen.pdf.page_labels import PageLabels
from pdfgen.pdf.reportlab_adapter import array, dictionary
from pdfgen.pdf.standards.standard import Feature
from pdfgen.pdf.strings import text_string
from pdfgen.pdf.structure import Element, write_tree
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from pdfgen.information import Information
    from pdfgen.pdf.claims import Attachment
    from pdfgen.pdf.indirect_objects import IndirectObject
    from pdfgen.pdf.page_boxes import PageBoxes
    from pdfgen.pdf.standards.standard import Conformance

_LEVEL = 4  # of compression: the last per cent of size costs a fifth of the time


class File:
    """A file that is being made. The same content gives the same bytes: no clock, an identifier made from the content.

    ``finish`` may be called once.
    """

    def __init__(self, information: Information, page_boxes: PageBoxes, conformance: Conformance) -> None:
        self.information, self.page_boxes, self.conformance = information, page_boxes, conformance
        self.fonts, self.labels = FontTable(), PageLabels()
        tagged = conformance.requires(Feature.TAGS)
        self.root = Element(Tag.DOCUMENT) if tagged else None
        """The structure element of the whole file; None in a file that is not tagged."""
        self.places: dict[str, PagePosition] = {}
        self.links: list[Link] = []
        self.outline: list[OutlineEntry] = []
        self.attachments: list[Attachment] = []
        self._objects = ObjectTable()
        self._pages: list[IndirectObject] = []
        self._contents: list[bytes] = []
        self._digests: list[bytes] = []

    def add_page(self, content: str) -> None:
        """Add a page with its content."""
        self._pages.append(self._objects.reserve())
        self._contents.append(b"")
        self._digests.append(b"")
        self.replace_content(self.pages, content)

    def replace_content(self, page: int, content: str) -> None:
        """Give a page, counted from 1, another content."""
        slug = self.page_boxes.slug
        moved = f"1 0 0 1 {slug:.2f} {slug:.2f} cm\n" if slug else ""
        written = f"{moved}{content}".encode("latin-1")
        self._contents[page - 1] = stream(zlib.compress(written, _LEVEL))
        self._digests[page - 1] = sha256(written).digest()

    @property
    def pages(self) -> int:
        """The number of pages so far."""
        return len(self._pages)

    def digest(self) -> str:
        """Return the SHA-256 of those of the content streams so far, decoded: whatever packs them, it is the same."""
        return sha256(b"".join(self._digests)).hexdigest()

    def finish(self) -> bytes:
        """Return the file."""
        objects, conformance = self._objects, self.conformance
        fonts = self.fonts.write(objects)
        structured = conformance.requires(Feature.STRUCTURE_DESTINATIONS)
        destinations = DestinationWriter(self._pages, self.root if structured else None)
        links = [objects.reserve() for _ in self.links]
        entries = self._write_structure(links, destinations)
        self._fill_links(links, destinations)
        entries["Pages"] = self._write_pages(fonts, links)
        if self.outline and not conformance.forbids(Feature.LINKS):
            entries["Outlines"] = write_outline(self.outline, objects, destinations)
        entries |= self._write_claims()
        entries |= claims.write_attachments(self.attachments, objects)
        return self._assemble(entries)

    def _write_structure(self, links: list[IndirectObject], destinations: DestinationWriter) -> dict[str, str]:
        """Write the structure tree; return the catalogue's entries for it (§ 14.7.2)."""
        if self.root is None:
            return {}
        destinations.refer(self.links, self.places)
        roles = self.conformance.roles()
        tree = write_tree(self.root, self._pages, links, self._objects, roles)
        return {"StructTreeRoot": tree, "MarkInfo": "<</Marked true>>"}

    def _fill_links(self, links: list[IndirectObject], destinations: DestinationWriter) -> None:
        for index, (item, link) in enumerate(zip(links, self.links, strict=True)):
            jump = destinations.jump(self.places[link.key]) if link.key else ""
            item.fill(annotation(link, jump, self.pages + index if self.root else None))

    def _write_pages(self, fonts: str, links: list[IndirectObject]) -> str:
        """Write the pages, each with its links; return the reference to their tree (§ 7.7.3)."""
        objects = self._objects
        tree = objects.reserve()
        resources = objects.add(f"<</ProcSet[/PDF/Text]/Font{fonts}>>")
        boxes = self.page_boxes.boxes(trimmed=self.conformance.requires(Feature.TRIM_BOX))
        own: dict[int, list[str]] = {}
        for item, link in zip(links, self.links, strict=True):
            own.setdefault(link.page, []).append(item.reference)
        for number, (page, content) in enumerate(zip(self._pages, self._contents, strict=True), 1):
            annotations = f"/Annots[{' '.join(own[number])}]" if number in own else ""
            tagged = f"/StructParents {number - 1}/Tabs/S" if self.root else ""
            page.fill(
                f"<</Type/Page/Parent {tree.reference}{boxes}/Resources {resources}"
                f"/Contents {objects.add(content)}{annotations}{tagged}>>"
            )
        kids = array([page.reference for page in self._pages])
        tree.content = dictionary({"Type": "/Pages", "Kids": kids, "Count": str(self.pages)})
        return tree.reference

    def _write_claims(self) -> dict[str, str]:
        """Write what the file says of itself to the world; return the catalogue's entries."""
        if not self.conformance.standards:
            return {}
        digest = sha256(b"".join(self._contents))  # a file is what its pages are
        identifier = UUID(bytes=digest.digest()[:16], version=4)

        def metadata() -> str:
            return claims.write_metadata(self.information, self.conformance, identifier, self._objects)

        if self.conformance.requires(Feature.TRIM_BOX):  # the order of the objects in files for the press
            return {"OutputIntents": claims.write_intents(self.conformance, self._objects), "Metadata": metadata()}
        return {"Metadata": metadata(), "OutputIntents": claims.write_intents(self.conformance, self._objects)}

    def _assemble(self, entries: dict[str, str]) -> bytes:
        """Write the catalogue (§ 7.7.2), and put the objects together."""
        objects, conformance = self._objects, self.conformance
        catalogue = objects.reserve()
        information = ""
        if not conformance.forbids(Feature.INFORMATION):
            trapped = conformance.requires(Feature.TRIM_BOX)
            information = claims.write_information(self.information, objects, trapped=trapped)
        entries |= {
            "Type": "/Catalog",
            "Lang": text_string(self.information.language),
            "PageLabels": self.labels.entry(),
            "PageMode": "/UseNone",
            "ViewerPreferences": objects.add(dictionary({"DisplayDocTitle": "true"})),
        }
        catalogue.content = dictionary(entries)
        return assemble(objects.contents(), catalogue.reference, information, conformance.version)
