"""The first page's components: masthead, panel, quick facts (design/page-design.md, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.platypus.flowables import Flowable

from pdfgen.content import Span
from pdfgen.layout.drawing import Pen
from pdfgen.layout.fit import fit_title
from pdfgen.layout.prose import break_lines, draw_fragments
from pdfgen.layout.typography import width
from pdfgen.profiles import GRID

if TYPE_CHECKING:
    from pdfgen.content import Fact, Facts, Figure, Masthead, Panel
    from pdfgen.layout.prose import Line
    from pdfgen.layout.typography import Typesetter
    from pdfgen.profiles import PageSize

_TITLE_PITCH = 41.6  # between the lines of a name on two lines


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

    def height_of(self) -> float:
        """Six lines; nine for a name on two lines."""
        return (6 + 3 * (len(self.title) - 1)) * GRID

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
        x = left
        if block.status:
            x = self._badge(pen, x, y) + 10
        cut = self.setter.cut("meta", size=10)
        pen.text(x, y, " · ".join(block.particulars), "meta", cut)

    def _badge(self, pen: Pen, x: float, y: float) -> float:
        height = 19.5
        colour = getattr(self.setter.theme.tones, self.block.tone)
        cut = self.setter.cut("band", size=10)
        label = self.block.status
        text = width(self.setter.line(label.upper(), "band", self.block.origin, cut)) + 0.9 * (len(label) - 1)
        radius = 0.27 * height
        length = 0.5 * height + 2 * radius + 6 + text + 0.62 * height
        bottom = y - 6.2
        self.canv.setFillColor(self.setter.colour(colour))
        self.canv.roundRect(x, bottom, length, height, height / 2, stroke=0, fill=1)
        status_mark(pen, x + 0.5 * height + radius, bottom + height / 2, radius, self.block.tone, "paper")
        pen.capitals(x + 0.5 * height + 2 * radius + 6, y, label, cut, 0.9)
        return x + length


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

    def height_of(self) -> float:
        """Nine lines, and one below; more where there are many measures."""
        return (10 + 3 * max(0, len(self.block.measures) - 3)) * GRID

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
        figure = self.block.aggregate
        right = x + self._CELLS[0]
        pen.text(x, top - 19, figure.label, "label")
        end = pen.text(x, top - 62, figure.points.value, "figure")
        if figure.points.best:
            pen.text(end + 4, top - 62, f"/{figure.points.best}", "meta", self.setter.cut("meta", size=13))
        if figure.change:
            cut = self.setter.cut("meta", size=9.2, colour=pen.trend_colour(figure.points.trend))
            start = pen.text_right(right, top - 80, figure.change, "meta", cut)
            pen.triangle(start - 9, top - 80, 6, figure.points.trend)
        for line, end_words in enumerate(figure.ends):
            pen.text(x, top - 94 - 11 * line, end_words, "meta")

    def _measures(self, pen: Pen, x: float, right: float, top: float) -> None:
        y = top - 19
        for figure in self.block.measures:
            pen.text(x, y, figure.label, "label")
            pen.text_right(right, y, figure.words, "label")
            y -= 14
            y = self._ends(pen, figure, x, y)
            y -= 8

    def _ends(self, pen: Pen, figure: Figure, x: float, y: float) -> float:
        cut = self.setter.cut("meta", size=7.5)
        together = " · ".join(figure.ends)
        fits = width(self.setter.line(together, "meta", self.block.origin, cut)) <= self._CELLS[1]
        for line in filter(None, [together] if fits else figure.ends):
            pen.text(x, y + 2, line, "meta", cut)
            y -= 10
        return y

    def _series(self, pen: Pen, x: float, right: float, top: float) -> None:
        pen.text(x, top - 19, self.block.series_title, "label")
        y = top - 34
        for edition, value in self.block.series:
            last = edition == self.block.series[-1][0]
            cut = self.setter.cut("table", size=9.2, strong=last)
            pen.text(x, y, str(edition), "meta", self.setter.cut("meta", size=9.2))
            shown = "–" if value is None else self.block.aggregate.points.value if last else _plain(value)
            pen.text_right(right, y, shown, "table", cut)
            y -= GRID


def _plain(value: object) -> str:
    return str(value).replace("-", "\u2212")


@dataclass(slots=True)
class Rail:
    """How far down the rail is taken on a page: the absolute height of the lowest point, in points."""

    page: int = 0
    bottom: float = 0.0


class FactsFlow(WideFlowable):
    """The quick facts in the rail, beside what follows: it takes no height of its own."""

    def __init__(self, block: Facts, rail: Rail, setter: Typesetter, page: PageSize) -> None:
        super().__init__(setter, page)
        self.block, self.rail = block, rail

    def height_of(self) -> float:
        """Nothing: what follows begins beside it."""
        return 0.0

    def draw(self) -> None:
        """Draw title and rows, and tell how far down they reach."""
        pen = Pen(self.canv, self.setter, self.block.origin)
        left, right = self.left, self.left + self.page.rail
        pen.rule(left, right, 0, 0.9, "ink")
        y = -GRID
        pen.text(left, y, self.block.title, "label", self.setter.cut("label", size=9.5))
        for row in self.block.rows:
            y = self._row(pen, row, left, right, y - 1.3 * GRID)
        _, bottom = self.canv.absolutePosition(0, y)
        self.rail.page, self.rail.bottom = self.canv.getPageNumber(), bottom

    def _row(self, pen: Pen, row: Fact, left: float, right: float, y: float) -> float:
        for line in self._lines(Span(row.label), "small", right - left, row):
            draw_fragments(self.canv, line.fragments, left, y)
            y -= 10.5
        y += 10.5 - 1.1 * GRID
        inset = 0.0
        if row.tone:
            status_mark(pen, left + 3.4, y + 3.1, 3.4, row.tone, getattr(self.setter.theme.tones, row.tone))
            inset = 11.0
        cut_style = "small" if row.missing else "label"
        span = Span(row.value, emphasis=row.missing)
        for line in self._lines(span, cut_style, right - left - inset, row):
            draw_fragments(self.canv, line.fragments, left + inset, y)
            y -= GRID * 0.9
        y += GRID * 0.9
        for line in self._lines(Span(row.detail), "small", right - left, row) if row.detail else ():
            y -= 10.5
            draw_fragments(self.canv, line.fragments, left, y)
        pen.rule(left, right, y - 5, 0.4, "rule")
        return y - 5

    def _lines(self, span: Span, style: str, measure: float, row: Fact) -> list[Line]:
        origin = row.origin or self.block.origin
        words = self.setter.words([span], style, origin)  # type: ignore[arg-type]  # one of the two styles above
        return break_lines(words, measure)[0]


class ClearRail(Flowable):
    """Space down to below the rail's matter, before something over the full measure."""

    def __init__(self, rail: Rail, page: PageSize) -> None:
        super().__init__()
        self.rail, self.page = rail, page
        self.section = ""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the space that is missing, a multiple of the grid."""
        missing = 0.0
        if self.rail.page == self.canv.getPageNumber():
            missing = max(0.0, self.page.bottom + height - self.rail.bottom)
        lines = -(-missing // GRID)
        return width, min(lines * GRID, height)

    def draw(self) -> None:
        """Draw nothing."""
