"""Text and lines at places: the small strokes that components are drawn with. Lengths in points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen.layout.prose import draw_fragments
from pdfgen.layout.typography import Flaw, width

if TYPE_CHECKING:
    from pdfgen.content import Points
    from pdfgen.content.blocks import Trend
    from pdfgen.errors import Origin
    from pdfgen.layout.typography import Cut, StyleName, Typesetter
    from pdfgen.pdf.canvas import Canvas

_SMALLEST = 6.5  # points


class Pen:
    """Draws on a canvas with the faces and colours of a typesetter; all text belongs to one place in the source."""

    def __init__(self, canvas: Canvas, setter: Typesetter, origin: Origin) -> None:
        self.canvas, self.setter, self.origin = canvas, setter, origin

    def text(  # place, style and cut
        self, x: float, y: float, text: str, style: StyleName, cut: Cut | None = None, *, emphasis: bool = False
    ) -> float:
        """Show ``text`` from ``x`` on the baseline ``y``; return where it ends."""
        fragments = self.setter.line(text, style, self.origin, cut, emphasis=emphasis)
        draw_fragments(self.canvas, fragments, x, y)
        return x + width(fragments)

    def text_right(self, x: float, y: float, text: str, style: StyleName, cut: Cut | None = None) -> float:
        """Show ``text`` so that it ends at ``x``; return where it begins."""
        fragments = self.setter.line(text, style, self.origin, cut)
        start = x - width(fragments)
        draw_fragments(self.canvas, fragments, start, y)
        return start

    def fitted(self, x: float, y: float, text: str, style: StyleName, measure: float, cut: Cut | None = None) -> float:
        """Show ``text`` from ``x``, smaller where it is wider than ``measure``; return where it ends.

        Below 6.5 points it is a flaw: a shorter text is wanted.
        """
        own = cut or self.setter.cut(style)
        length = width(self.setter.line(text, style, self.origin, own))
        if length > measure:
            own = replace(own, size=own.size * measure / length)
            if own.size < _SMALLEST:
                message = f"“{text}” does not fit its place"
                self.setter.flaws.append(Flaw(self.origin, "overfull", message, "shorten it", text))
        return self.text(x, y, text, style, own)

    def capitals(self, x: float, y: float, text: str, cut: Cut, tracking: float, *, right: bool = False) -> float:
        """Show ``text`` in tracked capitals from ``x``, or up to it; return the other end."""
        fragments = self.setter.line(text.upper(), "band", self.origin, cut)
        length = tracked(self.setter, text, self.origin, cut, tracking)
        start = x - length if right else x
        shown = self.canvas.beginText(start, y)
        shown.setCharSpace(tracking)
        for fragment in fragments:
            shown.setFont(fragment.cut.face.fontName, fragment.cut.size)
            shown.setFillColor(fragment.cut.colour)
            shown.textOut(fragment.text)
        shown.setCharSpace(0)
        self.canvas.drawText(shown)
        return start if right else start + length

    def rule(self, x0: float, x1: float, y: float, thickness: float, colour: str) -> None:
        """Draw a horizontal line."""
        self.canvas.setStrokeColor(self.setter.colour(colour))
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x0, y, x1, y)

    def ground(self, x: float, y: float, length: float, height: float, colour: str) -> None:
        """Fill a rectangle from its lower left corner."""
        self.canvas.setFillColor(self.setter.colour(colour))
        self.canvas.rect(x, y, length, height, stroke=0, fill=1)

    def trend_colour(self, trend: Trend | None) -> str:
        """Return the name of the colour of a change."""
        theme = self.setter.theme
        return {"better": theme.better, "worse": theme.worse}.get(trend or "", "slate")

    def triangle(self, x: float, y: float, size: float, trend: Trend | None) -> None:
        """Draw the mark of a change on the baseline ``y``: up for better, down for worse, nothing for none."""
        if trend not in ("better", "worse"):
            return
        tip, foot = (y + size, y) if trend == "better" else (y, y + size)
        path = self.canvas.beginPath()
        path.moveTo(x, foot)
        path.lineTo(x + size, foot)
        path.lineTo(x + size / 2, tip)
        path.close()
        self.canvas.setFillColor(self.setter.colour(self.trend_colour(trend)))
        self.canvas.drawPath(path, stroke=0, fill=1)

    def score(self, x: float, y: float, points: Points, cut: Cut, style: StyleName = "label") -> float:
        """Show “X/Y (Z)” so that it ends at ``x``, the change in its colour with its mark; return where it begins."""
        if points.change:
            colour = self.setter.colour(self.trend_colour(points.trend))
            x = self.text_right(x, y, f"({points.change})", style, replace(cut, colour=colour))
            x -= cut.size * 0.75
            self.triangle(x, y, cut.size * 0.5, points.trend)
            x -= cut.size * 0.35
        return self.text_right(x, y, points.words, style, cut)


def tracked(setter: Typesetter, text: str, origin: Origin, cut: Cut, tracking: float) -> float:
    """Return the width of ``text`` in tracked capitals, in points."""
    capitals = text.upper()
    return width(setter.line(capitals, "band", origin, cut)) + tracking * (len(capitals) - 1)
