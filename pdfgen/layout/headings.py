"""Headings: bands of groups, heads of sections, questions with their scores, and plain ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.content import Span
from pdfgen.layout.drawing import Pen
from pdfgen.layout.head import WideFlowable
from pdfgen.layout.prose import baseline, break_lines, draw_fragments
from pdfgen.profiles import GRID

if TYPE_CHECKING:
    from pdfgen.content import Heading
    from pdfgen.layout.typography import StyleName, Typesetter
    from pdfgen.profiles import PageSize

_TRACKING = 1.1
_CAPITALS = 0.7  # lower-case letters take about this share of the room of tracked capitals


class HeadingFlow(WideFlowable):
    """A heading over the text column; its letter or code stands in the rail. It is a place in the outline."""

    style: StyleName = "heading_1"
    lines_before = 2

    def __init__(self, block: Heading, setter: Typesetter, page: PageSize) -> None:
        super().__init__(setter, page)
        self.block = block
        self.section, self.level = block.outline, block.level
        self.spaceBefore = self.lines_before * GRID
        words = setter.words([Span(block.text)], self.style, block.origin)
        self.lines, _ = break_lines(words, self.text_measure())
        tokens = setter.style(self.style)
        self.leading, self.size = float(tokens.leading), float(tokens.size)

    def text_measure(self) -> float:
        """Return the width of the heading's words in points."""
        return self.page.text

    def height_of(self) -> float:
        """Return the height of the lines, rounded up to the grid."""
        return -(-(len(self.lines) * self.leading) // GRID) * GRID

    def draw(self) -> None:
        """Draw the lines and mark the place."""
        self.mark()
        y = self.height_of() - baseline(self.leading, self.size)
        for line in self.lines:
            draw_fragments(self.canv, line.fragments, 0, y)
            y -= self.leading

    def mark(self) -> None:
        """Enter the heading in the outline."""
        title = " ".join(filter(None, [self.block.outline, self.block.points.words if self.block.points else ""]))
        self.canv.bookmark(self.block.id, title, self.block.level - 2, self.height_of() + GRID / 2)


class GroupHeading(HeadingFlow):
    """A navy band over the full measure with rating and score."""

    style = "band"

    def text_measure(self) -> float:
        """Return the room that rating and score leave."""
        return (self.page.measure - 200) * _CAPITALS

    def height_of(self) -> float:
        """Two lines."""
        return (1 + len(self.lines)) * GRID

    def draw(self) -> None:
        """Draw the band."""
        self.mark()
        pen = Pen(self.canv, self.setter, self.block.origin)
        pen.ground(self.left, 0, self.page.measure, self.height_of(), "navy")
        cut = self.setter.cut("band")
        y = self.height_of() - GRID - 4
        for index, line in enumerate(self.lines):
            text = "".join(fragment.text for fragment in line.fragments).strip()
            pen.capitals(self.left + 9, y - index * GRID, text, cut, _TRACKING)
        x = self.right - 9
        if self.block.points:
            points = self.block.points
            words = f"{points.words} ({points.change})" if points.change else points.words
            x = pen.text_right(x, y - 0.5, words, "band", self.setter.cut("band", size=12.5)) - 8
        if self.block.aside:
            small = self.setter.cut("band", size=9, strong=False)
            pen.text_right(x, y, f"{self.block.aside} ·", "band", small)


class SectionHeading(HeadingFlow):
    """Letter, name and score, over a rule of the full measure."""

    style = "heading_2"

    def text_measure(self) -> float:
        """Return the room that the score leaves."""
        return self.page.text - 84

    def height_of(self) -> float:
        """Three lines for a name on one line."""
        return -(-(len(self.lines) * self.leading + 14) // GRID) * GRID

    def draw(self) -> None:
        """Draw letter, name, score and rule."""
        self.mark()
        pen = Pen(self.canv, self.setter, self.block.origin)
        y = self.height_of() - 16
        if self.block.code:
            pen.text(self.left, y, self.block.code, "heading_2", self.setter.cut("heading_2", colour="blue"))
        for index, line in enumerate(self.lines):
            draw_fragments(self.canv, line.fragments, 0, y - index * self.leading)
        if self.block.points:
            pen.score(self.right, y, self.block.points, self.setter.cut("label", size=13))
        pen.rule(self.left, self.right, y - (len(self.lines) - 1) * self.leading - 11, 0.9, "blue")


class QuestionHeading(HeadingFlow):
    """A question: its code and score in the rail, its words over the answer."""

    style = "heading_3"
    lines_before = 1

    def height_of(self) -> float:
        """Return a line of the grid for each line, one at least."""
        return max(1, len(self.lines)) * GRID

    def draw(self) -> None:
        """Draw code, score and words."""
        self.mark()
        pen = Pen(self.canv, self.setter, self.block.origin)
        y = self.height_of() - baseline(GRID, self.size) + 3.25
        for index, line in enumerate(self.lines):
            draw_fragments(self.canv, line.fragments, 0, y - index * GRID)
        cut = self.setter.cut("heading_3")
        if self.block.code:
            pen.text(self.left, y, self.block.code, "heading_3", cut)
        if self.block.points:
            ink = self.setter.cut("label", size=10)
            pen.score(self.left + self.page.rail, y, self.block.points, ink)
