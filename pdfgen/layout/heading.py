"""Headings: bands of groups, heads of sections, questions with their scores, and plain ones."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from pdfgen.content import Heading
from pdfgen.layout.flow import Flowable
from pdfgen.layout.measured_text import bare
from pdfgen.layout.pen import MISSING, tracked
from pdfgen.layout.setters import Setting, names_parts, sets
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from pdfgen.content import PrintedScore
    from pdfgen.content.volume.volume_blocks import Part
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import Typesetter
    from pdfgen.theme import StyleName

_KEPT = 4  # rows of the text after a heading that stay on its page
_TRACKING = 1.1
_PIP = 8.6  # the side of a pip
_CHANGE = 26.5  # from the left edge of the rail to the words of a change
_HANGING = 2  # lines of the rail that stand beside the answer
_BAR = 26.0  # the length of a bar in the rail


class HeadingFlow(Flowable):
    """A heading over the text column, and a place in the outline."""

    style: StyleName = "heading_1"
    lines_before = 1
    is_heading = True
    keep_with_next = _KEPT

    def __init__(self, block: Heading, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        self.before = self.lines_before * page.grid
        self.cut = setter.cut(self.style)
        self.leading = setter.leading(self.style)
        self.left = -(page.rail + page.gutter)
        self.prepare(setter)
        self.rows = [page.whole(self.tall())]

    def prepare(self, setter: Typesetter) -> None:
        """Break the words into lines."""
        self.set = setter.label(self.block.text, self.cut, self.origin, self.page.text)

    def tall(self) -> float:
        """Return the least height in points."""
        return len(self.set.lines) * self.leading

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:  # noqa: ARG002  # it is one row
        """Draw the heading."""
        pen.origin = self.origin
        self.mark(pen, top)
        with pen.block(Tag.heading(self.block.level)):
            self.show(pen, x, top)

    def show(self, pen: Pen, x: float, top: float) -> None:
        """Show the words; the last line stands close to what follows."""
        y = top - self.height + 0.75 * pen.grid + (len(self.set.lines) - 1) * self.leading
        pen.column(self.set, self.set.lines, x, y, self.leading)

    def mark(self, pen: Pen, top: float) -> None:
        """Enter the heading in the outline, unless it has no words there."""
        block = self.block
        pen.canvas.place(block.id, top + pen.grid)
        if not block.outline:
            return
        title = " ".join(filter(None, [block.outline, block.score.words if block.score else ""]))
        pen.canvas.add_outline_entry(title, block.level - 2, top + pen.grid)


class ChapterHeading(HeadingFlow):
    """The title of a text of its own in a volume, over the full measure."""

    style = "title"
    span_all = True

    def prepare(self, setter: Typesetter) -> None:
        """Break the words for the measure."""
        size = 0.68 * self.cut.size
        self.leading = size * self.leading / self.cut.size
        self.cut = setter.cut(self.style, size=size)
        self.set = setter.label(self.block.text, self.cut, self.origin, self.page.measure)

    def tall(self) -> float:
        """Leave a line of the grid free below the words."""
        return len(self.set.lines) * self.leading + 1.2 * self.page.grid

    def show(self, pen: Pen, x: float, top: float) -> None:
        """Show the words from the left edge on."""
        pen.column(self.set, self.set.lines, x + self.left, top - 0.8 * self.cut.size, self.leading)


class TableHeading(HeadingFlow):
    """The title of a register among tables; it looks like the title of a table."""

    style = "heading_2"
    lines_before = 2
    span_all = True

    def prepare(self, setter: Typesetter) -> None:
        """Break the words for the measure."""
        self.set = setter.label(self.block.text, self.cut, self.origin, self.page.measure)

    def tall(self) -> float:
        """Leave as much free below the words as a table does."""
        return len(self.set.lines) * self.leading + 0.6 * self.page.grid

    def show(self, pen: Pen, x: float, top: float) -> None:
        """Show the words from the left edge on."""
        pen.column(self.set, self.set.lines, x + self.left, top - 20, self.leading)


class AsideHeading(HeadingFlow):
    """A heading in the rail, beside what it heads."""

    style = "small"
    in_rail = True
    span_all = True
    keep_with_next = 2

    def gap(self, following: Flowable) -> float:  # noqa: ARG002  # it is the same for all
        """Let what it heads begin beside it."""
        return 0.0

    def prepare(self, setter: Typesetter) -> None:
        """Break the words for the rail."""
        self.cut = setter.cut(self.style, strong=True)
        self.set = setter.label(self.block.text, self.cut, self.origin, self.page.rail)
        self.rail_height = len(self.set.lines) * self.leading

    def tall(self) -> float:
        """Take no height: what follows begins beside it."""
        return 0.0

    def show(self, pen: Pen, x: float, top: float) -> None:
        """Draw the lines in the rail."""
        y = top - self.leading / 2 - 0.335 * self.cut.size
        pen.column(self.set, self.set.lines, x + self.left, y, self.leading)


class GroupHeading(HeadingFlow):
    """A band over the full measure with rating and score."""

    style = "band"
    lines_before = 2
    span_all = True

    def gap(self, following: Flowable) -> float:
        """Let the first section stand close to the band."""
        return self.page.grid if isinstance(following, SectionHeading) else following.before

    def prepare(self, setter: Typesetter) -> None:
        """Break the words where rating and score leave room for their capitals."""
        text = self.block.text
        wider = tracked(text, self.cut, _TRACKING) / max(self.cut.width(text), 1.0)
        measure = (self.page.measure - 210) / wider
        self.set = setter.label(text, self.cut, self.origin, measure)
        self.score = setter.cut(self.style, size=self.cut.size + 2)
        self.aside = setter.cut("meta", size=setter.theme.sizes.group_aside, colour="paper")

    def tall(self) -> float:
        """Two lines of the grid for one of words."""
        return (1 + len(self.set.lines)) * self.page.grid

    def show(self, pen: Pen, x: float, top: float) -> None:
        """Draw ground and words."""
        left, right = x + self.left, x + self.page.text
        pen.ground(left, top - self.height, self.page.measure, self.height, "band")
        y = top - self.height / 2 - 4 + (len(self.set.lines) - 1) * pen.grid / 2
        for index, line in enumerate(self.set.lines):
            pen.capitals(left + 9, y - index * pen.grid, bare(line.text).strip(), self.cut, _TRACKING)
        middle, end = top - self.height / 2 - 4, right - 9
        score = self.block.score
        words = " ".join(filter(None, [score.words, score.in_brackets])) if score else ""
        aside = end - self.score.width(words) - 8 if words else end
        pen.text_to(aside, middle, self.block.aside, self.aside)
        pen.text_to(end, middle - 0.6, words, self.score)


class SectionHeading(HeadingFlow):
    """Letter, name and score over a bar of the full measure."""

    style = "heading_2"
    lines_before = 2
    span_all = True

    def gap(self, following: Flowable) -> float:
        """Leave half a line of the grid before a list: it does not touch what it explains."""
        return 0.5 * self.page.grid if following.is_item else following.before

    def prepare(self, setter: Typesetter) -> None:
        """Make the name smaller where it is too long, then break it."""
        score, sizes = self.block.score, setter.theme.sizes
        self.score = setter.cut("value", size=sizes.section_score)
        self.change = setter.cut("label", size=sizes.section_change, colour="secondary")
        room = self.page.text - 12
        if score:
            room -= self.score.width(score.words)
            room -= self.change.width(score.in_brackets) + 18 if score.in_brackets else 0.0
        least = 0.75 * self.cut.size
        while self.cut.width(self.block.text) > room and self.cut.size - 0.5 >= least:
            self.cut = setter.cut(self.style, size=self.cut.size - 0.5)
        self.letter = setter.cut(self.style, colour="accent")
        self.set = setter.label(self.block.text, self.cut, self.origin, room)
        self.code = setter.label(self.block.code, self.letter, self.origin, self.page.rail)
        self.trend_cuts = {
            trend: setter.cut("label", size=sizes.section_change, colour=trend) for trend in ("better", "worse")
        }

    def tall(self) -> float:
        """Three lines of the grid for a name on one line."""
        return max(len(self.set.lines), 1) * self.leading + 1.5 * self.page.grid

    def show(self, pen: Pen, x: float, top: float) -> None:
        """Draw letter, name, score and bar."""
        y = top - 18.5
        pen.column(self.code, self.code.lines, x + self.left, y, self.leading)
        pen.column(self.set, self.set.lines, x, y, self.leading)
        if score := self.block.score:
            start = pen.text_to(x + self.page.text, y, score.words, self.score) - 5
            if score.in_brackets:
                cut = self.trend_cuts.get(score.trend or "", self.change)
                start = pen.text_to(start, y, score.in_brackets, cut)
                pen.triangle(start - 8, y + 0.5, 6, score.trend)
            if score.most is not None:
                pen.bar(x + self.left, top - self.height + 8, self.page.measure, 4, score)
                return
        pen.rule(x + self.left, x + self.page.text, top - self.height + 10, 0.9, "accent")


class ItemHeading(HeadingFlow):
    """A question over its answer; its code and score in the rail."""

    style = "heading_3"
    raised = 0.25  # of a grid line: the words float clear of the answer
    in_rail = True

    def gap(self, following: Flowable) -> float:
        """Leave half a line of the grid before a list: it does not touch what it explains."""
        return 0.5 * self.page.grid if following.is_item else following.before

    def kept(self, following: Flowable) -> int:
        """Keep nothing of a heading that follows: the question has no answer."""
        return 0 if following.is_heading else self.keep_with_next

    def prepare(self, setter: Typesetter) -> None:
        """Break the words; they may run over several lines."""
        super().prepare(setter)
        self.code = setter.cut("value", size=self.cut.size, colour="band")
        self.score = setter.cut("label", size=self.cut.size)
        size = self.cut.size - 2
        self.changes = {
            trend: setter.cut("small", size=size, colour=trend or "secondary") for trend in ("better", "worse", "")
        }
        rail = self.page.rail
        score = self.block.score
        cut = self.changes[""]
        whole = cut.width(self.block.change) <= rail - _CHANGE
        self.said = [] if whole else setter.label(self.block.change, cut, self.origin, rail - _CHANGE).lines
        taken = self.code.width(self.block.code) + (self.score.width(score.words) if score else 0.0)
        self.score_line = taken + 8 > rail

    def tall(self) -> float:
        """Return the height of the words, or of what stands in the rail."""
        beside = 1 + self.score_line + (len(self.said) or bool(self.block.change))
        if beside > len(self.set.lines) + 1:  # more stands beside the answer than its first line
            self.rail_height = beside * self.page.grid
        return max(len(self.set.lines), beside - _HANGING) * self.leading

    def show(self, pen: Pen, x: float, top: float) -> None:
        """Draw code, pips, score, change and words; the rail is read first."""
        left = x + self.left
        y = top - pen.grid / 2 - 0.335 * self.cut.size + self.raised * pen.grid - 0.35
        end = pen.text(left, y, self.block.code, self.code)
        line = y
        if score := self.block.score:
            line -= self.leading if self.score_line else 0.0
            box = (left, line - 2, left + self.page.rail, line + 8)
            with pen.canvas.figure(pen.canvas.text_element, score.alternative or score.words, box):
                start = left + self.page.rail - min(self.score.width(score.words), self.page.rail)
                pen.fitted(start, line, score.words, self.score, self.page.rail)
                self._pips(pen, max(end + 5, left + 18), start - 6, line - 1.1, score)
        if self.block.change and score:
            line -= pen.grid
            pen.triangle(left + 18.4, line + 0.4, 5.4, score.trend)
            cut = self.changes.get(score.trend or "", self.changes[""])
            if self.said:
                set_ = pen.setter.label(self.block.change, cut, self.origin, self.page.rail - _CHANGE)
                pen.column(set_, set_.lines, left + _CHANGE, line, pen.grid)
            else:
                pen.text(left + _CHANGE, line, self.block.change, cut)
        pen.column(self.set, self.set.lines, x, y, self.leading)

    @staticmethod
    def _pips(pen: Pen, x: float, end: float, y: float, score: PrintedScore) -> None:
        """Draw a square for each point that can be had, as large as fits; a bar where they are not counted."""
        if not score.steps or score.least != 0:
            if score.most is not None and end - x >= _BAR:
                pen.bar(end - _BAR, y + 2.4, _BAR, 4, score)
            return
        pips(pen, x, y, min(_PIP, (end - x + 3) / score.steps - 3), score)


_HEADINGS = {
    "chapter": ChapterHeading,
    "table": TableHeading,
    "group": GroupHeading,
    "section": SectionHeading,
    "item": ItemHeading,
    "plain": HeadingFlow,
    "aside": AsideHeading,
}


@sets(Heading)
def set_heading(block: Heading, at: Setting) -> list[HeadingFlow]:
    """Return a heading of its role."""
    return [_HEADINGS[block.role](block, at.setter, at.page)]


@names_parts(Heading)
def heading_parts(block: Heading, page: Geometry) -> dict[Part, float]:
    """Return where letter, code, score and change stand in the rail."""
    if block.role == "item":
        return {"code": 0.0, "score": 0.39 * page.rail, "change": 0.71 * page.rail}
    return {"section": 0.0}


def pips(pen: Pen, x: float, y: float, size: float, score: PrintedScore) -> None:
    """Draw the points of a question as squares, filled as far as it scored; dashed when the score is missing."""
    if size < 3:  # noqa: PLR2004  # points: no square any more
        return
    y += (_PIP - size) / 2
    missing = score.number is None
    filled = 0 if score.number is None else score.share(score.number) * (score.steps or 0)
    with pen.canvas.dashed(*MISSING) if missing else nullcontext():
        for index in range(score.steps or 0):
            at = x + index * (size + 3) + 0.4
            fill = "accent" if index + 0.5 < filled else ""
            pen.box(at, y + 0.4, size - 0.8, size - 0.8, fill, "secondary" if missing else "accent", 0.8)
