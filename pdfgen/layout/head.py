"""The first page's components: masthead, panel, quick facts (design/page-design.md, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.platypus.flowables import Flowable

from pdfgen.content import Span
from pdfgen.layout.drawing import Pen, tracked
from pdfgen.layout.fit import fit_title
from pdfgen.layout.prose import break_lines, draw_fragments
from pdfgen.layout.typography import width
from pdfgen.profiles import GRID

if TYPE_CHECKING:
    from pdfgen.content import Figure, Masthead, Panel
    from pdfgen.layout.prose import Line
    from pdfgen.layout.typography import Typesetter
    from pdfgen.profiles import PageSize

_TITLE_PITCH = 41.6  # between the lines of a name on two lines
_BADGE = 19.5  # the height of the badge


class WideFlowable(Flowable):
    """A flowable over the full measure: it stands in the text column and reaches left over gutter and rail."""

    def __init__(self, setter: Typesetter, page: PageSize) -> None:
        super().__init__()
        self.setter, self.page = setter, page
        self.left = -(page.rail + page.gutter)
        self.right = page.text
        self.section = ""  # the name in the running head, for a flowable that begins a section
        self.level = 0  # and its level, as that of headings

    def height_of(self) -> float:
        """Return the height in points, a multiple of the grid."""
        raise NotImplementedError

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size."""
        return width, self.height_of()


class MastheadFlow(WideFlowable):
    """Name, status and particulars."""

    def __init__(self, block: Masthead, setter: Typesetter, page: PageSize) -> None:
        super().__init__(setter, page)
        self.block = block
        self.title = fit_title(setter, block.name, block.origin, page.measure)
        self.badge_length = self._badge_length() + 10 if block.status else 0.0
        spans = [Span(" · ".join(block.particulars))]
        words = setter.words(spans, "label", block.origin, setter.cut("meta", size=10))
        self.particulars, _ = break_lines(words, page.measure - self.badge_length)

    def height_of(self) -> float:
        """Six lines; three more for a name on two lines, one for each further line of particulars."""
        return (6 + 3 * (len(self.title) - 1) + max(0, len(self.particulars) - 1)) * GRID

    def draw(self) -> None:
        """Draw name, badge and particulars."""
        block, left = self.block, self.left
        pen = Pen(self.canv, self.setter, block.origin)
        y = self.height_of() - 26
        self.canv.anchor(block.id, self.height_of())
        for line in self.title:
            draw_fragments(self.canv, line, left - 1.5, y)
            y -= _TITLE_PITCH
        y += _TITLE_PITCH - 2.8 * GRID
        if block.status:
            self._badge(pen, left, y)
        for index, words in enumerate(self.particulars):
            draw_fragments(self.canv, words.fragments, left + self.badge_length, y - index * GRID)

    def _badge_length(self) -> float:
        words = tracked(self.setter, self.block.status, self.block.origin, self.setter.cut("band", size=10), 0.9)
        return 0.5 * _BADGE + 2 * 0.27 * _BADGE + 6 + words + 0.62 * _BADGE

    def _badge(self, pen: Pen, x: float, y: float) -> None:
        colour = getattr(self.setter.theme.tones, self.block.tone)
        radius = 0.27 * _BADGE
        bottom = y - 6.2
        self.canv.setFillColor(self.setter.colour(colour))
        self.canv.roundRect(x, bottom, self._badge_length(), _BADGE, _BADGE / 2, stroke=0, fill=1)
        status_mark(pen, x + 0.5 * _BADGE + radius, bottom + _BADGE / 2, radius, self.block.tone, "paper")
        pen.capitals(x + 0.5 * _BADGE + 2 * radius + 6, y, self.block.status, self.setter.cut("band", size=10), 0.9)


def status_mark(pen: Pen, x: float, y: float, radius: float, tone: str, colour: str) -> None:
    """Draw the shape of a tone around a centre: a disc, a half disc, or a ring with a bar; a ring for a neutral one."""
    canvas = pen.canvas
    canvas.setFillColor(pen.setter.colour(colour))
    canvas.setStrokeColor(pen.setter.colour(colour))
    if tone == "positive":
        canvas.circle(x, y, radius, stroke=0, fill=1)
        return
    canvas.setLineWidth(radius * 0.3)
    canvas.circle(x, y, radius * 0.85, stroke=1, fill=0)
    if tone == "mixed":
        canvas.wedge(
            x - radius * 0.85, y - radius * 0.85, x + radius * 0.85, y + radius * 0.85, 90, 180, stroke=0, fill=1
        )
    elif tone == "negative":
        canvas.rect(x - radius * 0.5, y - radius * 0.15, radius, radius * 0.3, stroke=0, fill=1)


class PanelFlow(WideFlowable):
    """The headline figures: aggregate, measures, aggregate by edition."""

    _PAD = 12.0
    _CELLS = (176.0, 134.0)  # the third cell takes the rest
    _GAP = 22.0

    def __init__(self, block: Panel, tone: str, setter: Typesetter, page: PageSize) -> None:
        super().__init__(setter, page)
        self.block = block
        self.tone = tone
        self.rows = [self._measure(figure) for figure in block.measures]

    def _measure(self, figure: Figure) -> tuple[Figure, list[Line], list[Line]]:
        """Return a measure with the lines of its label and of what its ends mean."""
        setter, origin, cell = self.setter, self.block.origin, self._CELLS[1]
        value = width(setter.line(figure.words, "label", origin))
        label, _ = break_lines(setter.words([Span(figure.label)], "label", origin), max(cell - value - 8, cell / 3))
        ends: list[Line] = []
        cut = setter.cut("meta", size=7.5)
        together, _ = break_lines(setter.words([Span(" · ".join(figure.ends))], "meta", origin, cut), cell)
        for text in figure.ends if len(together) > 1 else ():
            ends += break_lines(setter.words([Span(text)], "meta", origin, cut), cell)[0]
        return figure, label, ends or together

    def height_of(self) -> float:
        """Return the height of the tallest cell, in lines; nine of them at least, and one below."""
        measures = 18 + sum(11 * len(label) + 10 * len(ends) + 11 for _, label, ends in self.rows) - 11
        return (1 + max(9, -(-measures // GRID))) * GRID

    def draw(self) -> None:
        """Draw the three cells on their ground."""
        height = self.height_of() - GRID
        pen = Pen(self.canv, self.setter, self.block.origin)
        pen.ground(self.left, GRID, self.page.measure, height, "tint")
        pen.rule(self.left, self.right, GRID + height, 2.5, getattr(self.setter.theme.tones, self.tone))
        top = GRID + height
        x = self.left + self._PAD
        self._aggregate(pen, x, top)
        x += self._CELLS[0] + self._GAP
        self._measures(pen, x, x + self._CELLS[1], top)
        x += self._CELLS[1] + self._GAP
        self._series(pen, x, self.right - self._PAD, top)
        pen.canvas.setLineWidth(0.5)
        pen.canvas.setStrokeColor(self.setter.colour("rule"))
        for edge in (self.left + self._PAD + self._CELLS[0] + self._GAP / 2, x - self._GAP / 2):
            pen.canvas.line(edge, GRID + 12, edge, top - 12)

    def _aggregate(self, pen: Pen, x: float, top: float) -> None:
        figure, cell = self.block.aggregate, self._CELLS[0]
        best = f"/{figure.points.best}" if figure.points.best else ""
        beside = self.setter.cut("meta", size=13)
        room = cell - width(self.setter.line(best, "meta", self.block.origin, beside)) - 4
        pen.fitted(x, top - 19, figure.label, "label", cell)
        end = pen.fitted(x, top - 62, figure.points.value, "figure", room)
        pen.text(end + 4, top - 62, best, "meta", beside)
        if figure.change:
            cut = self.setter.cut("meta", size=9.2, colour=pen.trend_colour(figure.points.trend))
            start = pen.text_right(x + cell, top - 80, figure.change, "meta", cut)
            pen.triangle(start - 9, top - 80, 6, figure.points.trend)
        for line, words in enumerate(figure.ends):
            pen.fitted(x, top - 94 - 11 * line, words, "meta", cell)

    def _measures(self, pen: Pen, x: float, right: float, top: float) -> None:
        y = top - 19
        for figure, label, ends in self.rows:
            first = y
            for line in label:
                draw_fragments(self.canv, line.fragments, x, y)
                y -= 11
            pen.text_right(right, first, figure.words, "label")
            for line in ends:
                draw_fragments(self.canv, line.fragments, x, y - 1)
                y -= 10
            y -= 11

    def _series(self, pen: Pen, x: float, right: float, top: float) -> None:
        pen.fitted(x, top - 19, self.block.series_title, "label", right - x)
        y = top - 34
        for edition, value, _ in self.block.series:
            last = edition == self.block.series[-1][0]
            pen.text(x, y, edition, "meta", self.setter.cut("meta", size=9.2))
            pen.text_right(right, y, value or "–", "table", self.setter.cut("table", size=9.2, strong=last))
            y -= GRID
