"""The canvas: a ReportLab canvas that says what its file is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportlab.pdfgen import canvas


@dataclass(frozen=True, slots=True)
class Information:
    """What a file says of itself (ISO 32000-1, § 14.3.3)."""

    title: str
    author: str
    subject: str
    language: str
    keywords: str


class Canvas(canvas.Canvas):
    """A canvas with title, language and outline; its first font is embedded like all others.

    Same drawing, same bytes: no clock, an identifier made from the content.
    """

    def __init__(self, target: Any, information: Information, initial_face: str, **options: Any) -> None:
        options |= {"invariant": 1, "pageCompression": 1, "initialFontName": initial_face}
        super().__init__(target, pdfVersion=(1, 7), lang=information.language, **options)
        self.information = information
        self.setViewerPreference("DisplayDocTitle", "true")

    def save(self) -> None:
        """Write the file. What it says of itself is set last: a document template sets words of its own before."""
        self.setTitle(self.information.title)
        self.setAuthor(self.information.author)
        self.setSubject(self.information.subject)
        self.setKeywords(self.information.keywords)
        self.setCreator("pdfgen")
        self.setProducer("pdfgen")
        super().save()

    def bookmark(self, key: str, title: str, level: int, top: float) -> None:
        """Mark the place ``top`` (points from the current origin) and enter it in the outline; ``level`` from 0."""
        _, y = self.absolutePosition(0, top)
        self.bookmarkHorizontalAbsolute(key, y)
        self.addOutlineEntry(title, key, level, closed=level > 0)

    def link(self, uri: str, area: tuple[float, float, float, float]) -> None:
        """Lay a link to ``uri`` over ``area`` (left, bottom, right, top from the current origin)."""
        self.linkURL(uri, area, relative=1, thickness=0)

    def jump(self, key: str, area: tuple[float, float, float, float]) -> None:
        """Lay a link to the bookmark ``key`` over ``area``."""
        self.linkRect("", key, area, relative=1, thickness=0)

    def anchor(self, key: str, top: float) -> None:
        """Mark the place ``top`` for jumps, without an entry in the outline."""
        _, y = self.absolutePosition(0, top)
        self.bookmarkHorizontalAbsolute(key, y)
