"""The summary of a report on one page of half the size.

Everything is measured before it is drawn. What does not fit is left out in a fixed order, and said: key developments
from the last one on, then the overview but for its first sentences. Scores always stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.content import Digest, Masthead, Panel, ScoreTable, Span
from pdfgen.layout.flaws import Flaw
from pdfgen.layout.furniture import band
from pdfgen.layout.geometry import Geometry
from pdfgen.layout.masthead import badge, badge_length, fit_title
from pdfgen.layout.panel import gauge, has_boxes, rating, series
from pdfgen.layout.pen import ROW_HEAD, Group
from pdfgen.layout.prose import baseline
from pdfgen.pdf.attributes import list_numbering

if TYPE_CHECKING:
    from pdfgen.content import Document, Figure, Paragraph, ScoreRow
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import SetText, Typesetter
    from pdfgen.pdf.structure import Element
    from pdfgen.profiles import PageSize
    from pdfgen.theme import StyleName

_MARGIN = 31.0
_BAND = 32.0
_TITLE = 33.0
_BADGE = 18.0
_PANEL = 96.0
_OTHERS = 229.5  # of the panel's length: all but the cell of the aggregate
_ROW = 14.0
_LEAD, _LEAD_SIZE = 13.6, 10.0
_ITEM, _ITEM_SIZE = 12.0, 9.2
_GAP = 13.0
_FOOT = 33.0  # from the lower edge to the rule above the foot


@dataclass(slots=True)
class _Text:
    """Paragraphs in lines."""

    set: list[SetText]
    leading: float
    between: float = 0.0

    @property
    def height(self) -> float:
        """The height in points."""
        lines = sum(len(one.lines) for one in self.set)
        return lines * self.leading + max(0, len(self.set) - 1) * self.between


class Card:
    """A summary, measured; its parts stand in the order of their methods."""

    def __init__(self, document: Document, setter: Typesetter, size: PageSize) -> None:
        self.document, self.setter = document, setter
        measure = size.width - 2 * _MARGIN
        self.cell = measure - _OTHERS
        self.page = Geometry(size.width, size.height, setter.grid, 0.0, 0.0, measure, size.height - _BAND, 1)
        blocks = document.blocks
        (self.masthead,) = (block for block in blocks if isinstance(block, Masthead))
        (self.panel,) = (block for block in blocks if isinstance(block, Panel))
        (self.digest,) = (block for block in blocks if isinstance(block, Digest))
        (self.table,) = (block for block in blocks if isinstance(block, ScoreTable))
        self.title = fit_title(setter, self.masthead.name, self.masthead.origin, measure, _TITLE)
        self.overview = self._text(self.digest.overview, "lead", _LEAD_SIZE, _LEAD, 4.0)
        self.items = [self._text((item,), "body", _ITEM_SIZE, _ITEM, 0.0, 11.0) for item in self.digest.items]
        self.shown = self._fit()

    def _text(
        self,
        paragraphs: tuple[Paragraph, ...],
        style: StyleName,
        size: float,
        leading: float,
        between: float,
        indent: float = 0.0,
    ) -> _Text:
        cut = self.setter.cut(style, size=size)
        measure = self.page.text - indent
        set_ = [self.setter.lines(item.spans, cut, item.origin, measure, style=style) for item in paragraphs]
        return _Text(set_, leading, between)

    @property
    def above(self) -> float:
        """From the upper edge of the page to the panel."""
        return 114.5 + (len(self.title[1]) - 1) * self.title[0].size * 0.95

    def _fit(self) -> int:
        """Return how many key developments are shown; the overview is shortened when it must be."""
        room = self.page.height - self.above - _PANEL - _FOOT - 6 - self._scores()
        if (shown := self._items_in(room - self.overview.height)) >= 0:
            return shown
        if self.digest.brief:
            self.overview = self._text((self.digest.brief,), "lead", _LEAD_SIZE, _LEAD, 0.0)
            if (shown := self._items_in(room - self.overview.height)) >= 0:
                return shown
        message, remedy = (
            "the summary does not fit its page",
            "build the whole report: the method has many sections",
        )
        if self.digest.brief:
            message += ", even with three sentences of the overview"
            remedy = "shorten the first sentences of the overview"
        self.setter.flaws.append(Flaw(self.digest.origin, "card-full", message, remedy))
        return 0

    def _scores(self) -> float:
        return 2 * _GAP + 18 + _ROW * len(self.table.rows)

    def _items_in(self, room: float) -> int:
        """Return how many items stand in ``room`` points below their title; -1 when there is no room for a word."""
        for shown in range(len(self.items), -1, -1):
            words = self._left_out(shown)
            height = sum(item.height + 3 for item in self.items[:shown])
            height += _GAP + 16 if shown or words else 0.0
            height += 13.0 if words else 0.0
            if height <= room:
                return shown
        return -1

    def _left_out(self, shown: int) -> str:
        """Return what is said of the key developments that are not shown."""
        left_out = min(len(self.items) - shown, len(self.digest.more))
        if not left_out:
            return ""
        return self.digest.more[left_out - 1] if shown else self.digest.none

    def draw(self, pen: Pen) -> None:
        """Draw the page."""
        page = self.page
        with pen.canvas.artifact("Pagination/Subtype/Header"):
            band(pen, self.masthead, page, _BAND)
        self._masthead(pen)
        y = page.height - self.above
        self._panel(pen, y)
        y -= _PANEL + _GAP
        y = self._paragraphs(pen, self.overview, "lead", y)
        y = self._rows(pen, y - _GAP - 4)
        self._developments(pen, y)
        self._foot(pen)

    def _masthead(self, pen: Pen) -> None:
        block, (cut, names) = self.masthead, self.title
        pen.origin = block.origin
        y = self.page.height - 69.4
        with pen.block("H1"):
            for index, name in enumerate(names):
                pen.text(_MARGIN - 1.2, y - index * cut.size * 0.95, name, cut)
        bottom = self.page.height - self.above + 14.5
        x = _MARGIN
        if block.status:
            status = self.setter.cut("band", size=9.3, colour="paper")
            badge(pen, x, bottom, block.status, block.tone, status, _BADGE)
            x += badge_length(block.status, status, _BADGE) + 9
        words = block.separator.join(block.particulars)
        pen.origin = block.particulars_origin
        with pen.block("P"):
            pen.fitted(x, bottom + 5.6, words, self.setter.cut("meta", size=9.3), self.page.right - x)

    def _panel(self, pen: Pen, top: float) -> None:
        block = self.panel
        pen.origin = block.origin
        left, right = _MARGIN, self.page.right
        pen.ground(left, top - _PANEL, right - left, _PANEL, "ground")
        pen.rule(left, right, top, 2, block.tone)
        label = self.setter.cut("label", size=8.5)
        x = left + 10
        self._aggregate(pen, block.aggregate, x, top)
        x += self.cell + 20
        figures = [figure for figure in block.measures if has_boxes(figure)][:2] or list(block.measures[:2])
        if figures:
            self._measures(pen, figures, x, top)
            x += 98 + 20
        pen.stroke([(x - 10, top - 10), (x - 10, top - _PANEL + 10)], 0.5, "rule")
        with pen.block("P"):
            pen.fitted(x, top - 15, block.series_title, label, right - 10 - x)
        series(pen, block, x, right - 10, top - 72, 26)

    def _aggregate(self, pen: Pen, figure: Figure, x: float, top: float) -> None:
        big, beside = self.setter.cut("figure", size=38), self.setter.cut("meta", size=11)
        changed = bool(figure.points.change)
        colour = pen.trend_colour(figure.points.trend)
        change = self.setter.cut("label" if changed else "meta", size=8.2, colour=colour)
        length = change.width(figure.change) + (8 if changed else 0)
        best = f"/{figure.points.best}" if figure.points.best else ""
        cell = self.cell - beside.width(best) - 5
        above = length > cell - big.width(figure.points.value) - 5  # no room beside the figure
        label = self.cell - (length + 4 if above else 0)
        with pen.block("P"):
            pen.fitted(x, top - 15, figure.label, self.setter.cut("label", size=8.5), label)
        with pen.block("P"):
            end = pen.fitted(x - 1, top - 52, figure.points.value, big, cell)
            pen.text(end + 4, top - 52, best, beside)
        if figure.change:
            y = top - (15 if above else 52)
            with pen.block("P"):
                start = pen.text_right(x + self.cell, y, figure.change, change)
            pen.triangle(start - 8, y + 0.5, 5.4, figure.points.trend if changed else None)
        if figure.points.most is not None:
            gauge(pen, x, top - 77, self.cell, figure)

    def _measures(self, pen: Pen, figures: list[Figure], x: float, top: float) -> None:
        label, value = self.setter.cut("label", size=8.5), self.setter.cut("value", size=8.5)
        caption = self.setter.cut("micro")
        y = top - 15
        for figure in figures:
            boxes = has_boxes(figure)
            words = "" if boxes else figure.words
            with pen.block("P"):
                pen.fitted(x, y, figure.label, label, 98 - value.width(words) - 4)
                pen.text_right(x + 98, y, words, value)
            if boxes:
                rating(pen, x, y - 19, 98, figure, 12.4)
            elif figure.points.most is not None:
                pen.bar(x, y - 11, 98, 4, figure.points)
            y -= 37
        if len({figure.ends for figure in figures}) == 1 and figures[0].ends:
            words = ", ".join(figures[0].ends)
            lines = [words] if caption.width(words) <= 98 else figures[0].ends  # noqa: PLR2004  # the cell's width
            with pen.block("P"):
                for index, line in enumerate(lines):
                    pen.fitted(x, top - 88 + 9 * (len(lines) - 1 - index), line, caption, 98)

    @staticmethod
    def _paragraphs(  # text, looks, place
        pen: Pen, text: _Text, style: StyleName, top: float, indent: float = 0.0, parent: Element | None = None
    ) -> float:
        size = _LEAD_SIZE if style == "lead" else _ITEM_SIZE
        y = top
        for number, set_ in enumerate(text.set):
            y -= text.between if number else 0.0
            with pen.block("P", parent):
                pen.column(set_, set_.lines, _MARGIN + indent, y - baseline(text.leading, size), text.leading)
            y -= text.leading * len(set_.lines)
        return y

    def _rows(self, pen: Pen, y: float) -> float:
        left, right = _MARGIN, self.page.right
        pen.origin = self.table.origin
        with pen.block("H2"):
            pen.text(left, y - 8, self.table.title, self.setter.cut("value", size=9.3))
        table = Group("Table")
        y -= 14
        pen.rule(left, right, y, 0.9, "text")
        for row in self.table.rows:
            self._row(pen, row, pen.within(Group("TR", table)), y)
            y -= _ROW
            pen.rule(left, right, y, 0.4, "rule")
        return y

    def _row(self, pen: Pen, row: ScoreRow, tr: Element | None, top: float) -> None:
        left, right = _MARGIN, self.page.right
        name, strong = self.setter.cut("table", size=9), self.setter.cut("value", size=9)
        grey = self.setter.cut("table", size=9, colour="secondary")
        code = self.setter.cut("value", size=9, colour="accent")
        y = top - _ROW / 2 - 3
        inset = max(13.0, *(code.width(other.code) + 6 for other in self.table.rows))
        with pen.block("TH", tr, ROW_HEAD):
            pen.text(left, y, row.code, code)
            pen.fitted(left + inset, y, row.label, name, 180 - inset)
        points = row.points
        if points.most is not None:
            pen.bar(left + 190, y + 0.3, right - left - 190 - 60, 5.6, points)
        slash = right - 37
        with pen.block("TD", tr):
            pen.text_right(slash, y, points.value, strong)
            if points.best:
                pen.text(slash + 1, y, f"/{points.best}", grey)
        if self.table.columns[3]:
            colour = pen.trend_colour(points.trend) if points.change else "secondary"
            cut = self.setter.cut("label" if points.change else "table", size=9, colour=colour)
            with pen.block("TD", tr):
                start = pen.text_right(right, y, row.change, cut)
            if points.change:
                pen.triangle(start - 7, y + 0.6, 4.8, points.trend)

    def _developments(self, pen: Pen, y: float) -> None:
        words = self._left_out(self.shown)
        if not self.shown and not words:
            return
        pen.origin = self.digest.origin
        y -= _GAP + 6
        with pen.block("H2"):
            pen.text(_MARGIN, y, self.digest.title, self.setter.cut("value", size=9.3))
        y -= 8
        bullet = self.setter.cut("value", size=_ITEM_SIZE, colour="accent")
        listing = Group("L", attributes=list_numbering("Disc"))
        for item in self.items[: self.shown]:
            li = Group("LI", listing)
            with pen.block("Lbl", pen.within(li)):
                pen.text(_MARGIN, y - baseline(_ITEM, _ITEM_SIZE), "• ", bullet)
            y = self._paragraphs(pen, item, "body", y, 11.0, pen.within(Group("LBody", li))) - 3
        if words:
            with pen.block("P"):
                pen.text(_MARGIN + 11, y - 9, words, self.setter.cut("meta"))

    def _foot(self, pen: Pen) -> None:
        right = self.page.right
        pen.rule(_MARGIN, right, _FOOT, 0.5, "rule")
        end = right
        y = _FOOT - 13
        if self.document.link:
            words, uri = self.document.link
            link = self.setter.span_cut(Span(words, link=uri), self.setter.cut("label", size=8.2), None)
            with pen.block("P"):
                end = pen.text_right(right, y, words, link) - 10
        with pen.block("P"):
            pen.fitted(_MARGIN, y, self.document.foot, self.setter.cut("meta"), end - _MARGIN)
