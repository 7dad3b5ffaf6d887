"""How to read the scores: a tinted panel that is kept whole."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.content import PrintedScore, ScoreLegend
from pdfgen.layout.flow import Flowable
from pdfgen.layout.heading import pips
from pdfgen.layout.setters import Setting, sets
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import Typesetter

_RIGHT = 118.0  # the column of marks, from the right edge
_BAR = PrintedScore("", number=Decimal(2), before=Decimal(3), most=Decimal(4))  # a bar to look at


class KeyFlow(Flowable):
    """Form, letters and marks of a score."""

    span_all = True
    keep_with_next = 2

    def __init__(self, block: ScoreLegend, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        self.before = 2 * page.grid
        sizes = setter.theme.sizes
        self.title = setter.cut("value", size=sizes.key_title)
        self.form = setter.cut("heading_2", colour="band")
        self.letter = setter.cut("value", size=sizes.key, colour="accent")
        self.word = setter.cut("table", size=sizes.key)
        self.small = setter.cut("meta", size=sizes.key_note)
        self.mark = setter.cut("table", size=sizes.key_note)
        self.trends = {trend: setter.cut("table", size=sizes.key_note, colour=trend) for trend in ("better", "worse")}
        room = page.text - _RIGHT - 24
        self.letters = [(letter, setter.label(words, self.word, block.origin, room)) for letter, words in block.letters]
        self.scale = setter.label(block.scale, self.small, block.origin, room)
        lines = sum(len(set_.lines) for _, set_ in self.letters) + len(self.scale.lines)
        self.rows = [max(6, 2 + lines) * page.grid]

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:  # noqa: ARG002  # it is one row
        """Draw the three columns."""
        pen.origin = self.origin
        left = x - self.page.rail - self.page.gutter
        block = self.block
        pen.canvas.place(block.id, top + pen.grid)
        pen.canvas.add_outline_entry(block.title, 0, top + pen.grid)
        pen.ground(left, top - self.height, self.page.measure, self.height, "ground")
        pen.rule(left, left + self.page.measure, top, 0.9, "text")
        room = self.page.rail + self.page.gutter - 14
        with pen.block(Tag.H2):
            pen.fitted(left + 9, top - 18, block.title, self.title, room)
        with pen.block(Tag.PARAGRAPH):
            pen.fitted(left + 9, top - 46, block.form, self.form, room)
        with pen.block(Tag.PARAGRAPH):
            pen.fitted(left + 9, top - 65, block.example, self.small, room)
        y = top - 18
        for letter, set_ in self.letters:
            with pen.block(Tag.PARAGRAPH):
                pen.text(x, y, letter, self.letter)
                pen.column(set_, set_.lines, x + 13, y, pen.grid)
            y -= pen.grid * len(set_.lines)
        with pen.block(Tag.PARAGRAPH):
            pen.column(self.scale, self.scale.lines, x, min(y - 8, top - 65), 11)
        self._marks(pen, x + self.page.text - _RIGHT, top)

    def _marks(self, pen: Pen, x: float, top: float) -> None:
        block = self.block
        y = top - 18
        if sample := block.sample:
            with pen.canvas.figure(pen.canvas.structure, sample.alternative, (x - 1, y - 3, x + 50, y + 9)):
                pips(pen, x, y - 1.3, min(8.6, 49 / (sample.steps or 1) - 3), sample)
            with pen.block(Tag.PARAGRAPH):
                pen.fitted(x + 52, y, block.sample_words, self.mark, _RIGHT - 57)
            y -= pen.grid
        end = x
        for trend, word in (("better", block.improved), ("worse", block.declined)):
            pen.triangle(end, y, 6, trend)  # type: ignore[arg-type]  # both are trends
            with pen.block(Tag.PARAGRAPH):
                end = pen.text(end + 10, y, word, self.trends[trend]) + 8
        y -= pen.grid + 1
        pen.bar(x, y + 1.4, 42, 4, _BAR)
        with pen.block(Tag.PARAGRAPH):
            pen.fitted(x + 52, y, block.previous, self.mark, _RIGHT - 57)


@sets(ScoreLegend)
def set_key(block: ScoreLegend, at: Setting) -> list[KeyFlow]:
    """Return the key to the scores."""
    return [KeyFlow(block, at.setter, at.page)]
