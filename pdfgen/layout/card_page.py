"""The summary of a report on one page of half the size.

Everything is measured before it is drawn. What does not fit is left out in a fixed order, and said: key developments
from the last one on, then the overview but for its first sentences. Scores always stay.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from pdfgen.content import CardSummary, Masthead, Panel, ScoreOverview, Span
from pdfgen.layout.flaws import Flaw
from pdfgen.layout.furniture import band, mark
from pdfgen.layout.masthead import MastheadParts, MastheadSizes
from pdfgen.layout.page_geometry import Geometry
from pdfgen.layout.panel import AggregateSizes, aggregate, has_boxes, rating, series, words_by_edition
from pdfgen.layout.paragraph import Mark, Prose
from pdfgen.layout.pen import Group
from pdfgen.layout.score_overview import behind
from pdfgen.layout.table import BETWEEN, EDGE, TableCell, TableSetter, row_head
from pdfgen.pdf.attributes import list_numbering
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from pdfgen.content import Document, Figure, OverviewRow, Paragraph
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import Typesetter
    from pdfgen.profiles import PageSize

_MARGIN = 31.0
_BAND = 32.0
_BADGE = 18.0
_PARTICULARS = 11.0  # between their lines, where they take two
_PANEL = 96.0
_OTHERS = 229.5  # of the panel's length: all but the cell of the aggregate
_WORDS = 30.0  # what words by edition take more
_ROW = 14.0
_LEAD, _ITEM = 13.6, 12.0  # distances of baselines
_BETWEEN = 4.0  # of two paragraphs
_BULLET = 11.0  # the room of a bullet
_GAP = 13.0
_BESIDE = 37.0  # behind a score: the least room for the best score and the change
_MEASURES = 78.0  # the height of the cell of measures
_ALONE = 3  # columns of two measures, where there is no total
_FOOT = 33.0  # from the lower edge to the rule above the foot


class Card:
    """A summary, measured; its parts stand in the order of their methods."""

    def __init__(self, document: Document, setter: Typesetter, size: PageSize) -> None:
        self.document, self.setter = document, setter
        self.sizes = setter.theme.sizes.card
        measure = size.width - 2 * _MARGIN
        self.page = Geometry(size.width, size.height, setter.grid, 0.0, 0.0, measure, size.height - _BAND, 1)
        blocks = document.blocks
        (self.masthead,) = (block for block in blocks if isinstance(block, Masthead))
        self.panel = next((block for block in blocks if isinstance(block, Panel)), None)
        self.total = AggregateSizes(
            length=measure - _OTHERS - (_WORDS if self.panel and self.panel.series_in_words else 0.0),
            label=(15.0, float(self.sizes.label)),
            figure=(52.0, float(self.sizes.figure)),
            best=(4.0, float(self.sizes.best)),
            change=(8.0, float(self.sizes.change)),
            triangle=5.4,
            gauge=77.0,
            below=70.0,
        )
        (self.digest,) = (block for block in blocks if isinstance(block, CardSummary))
        self.table = next((block for block in blocks if isinstance(block, ScoreOverview)), None)
        title, words = float(self.sizes.title), float(self.sizes.particulars)
        sizes = MastheadSizes(title, words, _BADGE, hang=1.2, gap=9.0, rise=5.6)
        self.top = MastheadParts(self.masthead, setter, measure, sizes)
        self.leading = 0.95 * self.top.cut.size  # of the name
        self.overview = [self._lead(paragraph) for paragraph in self.digest.overview]
        whole = Group(Tag.LIST, attributes=list_numbering("Disc"))
        self.items = [self._item(item, whole) for item in self.digest.items]
        self.shown = self._fit()

    def _lead(self, paragraph: Paragraph) -> Prose:
        """Return a paragraph of the overview."""
        size, leading = float(self.sizes.lead), _LEAD
        measure = self.page.text
        return Prose(self.setter, paragraph.spans, "lead", paragraph.origin, measure, size=size, leading=leading)

    def _item(self, paragraph: Paragraph, whole: Group) -> Prose:
        """Return a key development behind its bullet."""
        item = Group(Tag.LIST_ITEM, whole)
        return Prose(
            self.setter,
            paragraph.spans,
            "body",
            paragraph.origin,
            self.page.text,
            size=float(self.sizes.item),
            leading=_ITEM,
            indent=_BULLET,
            mark=Mark("•", style="value", colour="accent"),
            group=Group(Tag.LIST_BODY, item),
            labelled=item,
        )

    @property
    def _deep(self) -> float:
        """The height of the overview in points."""
        return sum(item.height for item in self.overview) + _BETWEEN * max(0, len(self.overview) - 1)

    @property
    def above(self) -> float:
        """From the upper edge of the page to the panel."""
        return 114.5 + (len(self.top.names) - 1) * self.leading

    def _fit(self) -> int:
        """Return how many key developments are shown; the overview is shortened when it must be."""
        room = self.page.height - self.above - self._panel_height - _FOOT - 6 - self._scores()
        if (shown := self._items_in(room - self._deep)) >= 0:
            return shown
        if self.digest.brief:
            self.overview = [self._lead(self.digest.brief)]
            if (shown := self._items_in(room - self._deep)) >= 0:
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
        return 2 * _GAP + 18 + _ROW * len(self.table.rows) if self.table else 0.0

    @property
    def _panel_height(self) -> float:
        return _PANEL if self.panel else 0.0

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
        if self.document.mark:
            with pen.canvas.artifact("Pagination/Subtype/Watermark"):
                mark(pen, page, self.document.mark)
        with pen.canvas.artifact("Pagination/Subtype/Header"):
            band(pen, self.masthead, page, _BAND)
        self._masthead(pen)
        y = page.height - self.above
        if self.panel:
            self._panel(pen, self.panel, y)
        y -= self._panel_height + _GAP
        for number, paragraph in enumerate(self.overview):
            y -= _BETWEEN if number else 0.0
            y = self._prose(pen, paragraph, y)
        if self.table:
            y = self._rows(pen, self.table, y - _GAP - 4)
        self._developments(pen, y)
        self._foot(pen)

    def _masthead(self, pen: Pen) -> None:
        block = self.masthead
        pen.origin = block.origin
        self.top.draw_name(pen, _MARGIN, self.page.height - 69.4, self.leading)
        x, y = self.top.draw_badge(pen, _MARGIN, self.page.height - self.above + 14.5)
        words = block.separator.join(block.particulars)
        pen.origin = block.particulars_origin
        cut, room = self.setter.cut("meta", size=self.sizes.particulars), self.page.end - x
        lines = [words]
        if block.correction:  # on a line of its own where it does not fit
            said = block.correction.text
            whole = f"{words}{block.separator}{said}"
            lines = [whole] if cut.width(whole) <= room else [words, said]
        y += (len(lines) - 1) * _PARTICULARS / 2
        with pen.block(Tag.PARAGRAPH):
            for number, line in enumerate(lines):
                pen.fitted(x, y - number * _PARTICULARS, line, cut, room)

    def _panel(self, pen: Pen, block: Panel, top: float) -> None:
        pen.origin = block.origin
        left, right = _MARGIN, self.page.end
        pen.ground(left, top - _PANEL, right - left, _PANEL, "ground")
        pen.rule(left, right, top, 2, block.tone)
        label = self.setter.cut("label", size=self.sizes.label)
        x = left + 10
        figures = [figure for figure in block.measures if has_boxes(figure)] or list(block.measures)
        if block.aggregate is None:
            for first in range(0, min(len(figures), 2 * _ALONE), 2):
                self._measures(pen, figures[first : first + 2], x, top)
                x += 98 + 20
            return
        aggregate(pen, block.aggregate, x, top, self.total)
        x += self.total.length + 20
        if figures:
            self._measures(pen, self._fitting(figures), x, top)
            x += 98 + 20
        pen.stroke([(x - 10, top - 10), (x - 10, top - _PANEL + 10)], 0.5, "rule")
        with pen.block(Tag.PARAGRAPH):
            pen.fitted(x, top - 15, block.series_title, label, right - 10 - x)
        if block.series_in_words:
            words_by_edition(pen, block, x, top - 29, right - 10, 10.5)
        else:
            series(pen, block, x, right - 10, top - 72, 26)

    @staticmethod
    def _fitting(figures: list[Figure]) -> list[Figure]:
        """Return the measures that the cell has room for: two, or four where each of them is one line."""
        lines = [figure for figure in figures if not (figure.score.in_words or has_boxes(figure) or figure.ends)]
        return figures[:4] if len(lines) == len(figures) else figures[:2]

    def _measures(self, pen: Pen, figures: list[Figure], x: float, top: float) -> None:
        label, value = self.setter.cut("label", size=self.sizes.label), self.setter.cut("value", size=self.sizes.label)
        caption = self.setter.cut("micro")
        y = top - 15
        pitch = min(37.0, _MEASURES / len(figures))
        for figure in figures:
            boxes = has_boxes(figure)
            words = "" if boxes else figure.words
            with pen.block(Tag.PARAGRAPH):
                wide = label.width(figure.label) + value.width(words) + 4 > 98  # noqa: PLR2004  # the cell's width
                if figure.score.in_words or (wide and figure.score.most is None):  # the words stand below the label
                    set_ = self.setter.label(figure.label, label, pen.origin, 98)
                    pen.column(set_, set_.lines[:2], x, y, 9)
                    pen.fitted(x, y - 2 - 9 * min(len(set_.lines), 2), words, value, 98)
                else:
                    pen.fitted(x, y, figure.label, label, 98 - value.width(words) - 4)
                    pen.text_to(x + 98, y, words, value)
            if boxes:
                rating(pen, x, y - 19, 98, figure, 12.4)
            elif figure.score.most is not None:
                pen.bar(x, y - 11, 98, 4, figure.score)
            y -= pitch
        if len({figure.ends for figure in figures}) == 1 and figures[0].ends:
            words = ", ".join(figures[0].ends)
            lines = [words] if caption.width(words) <= 98 else figures[0].ends  # noqa: PLR2004  # the cell's width
            with pen.block(Tag.PARAGRAPH):
                for index, line in enumerate(lines):
                    pen.fitted(x, top - 88 + 9 * (len(lines) - 1 - index), line, caption, 98)

    @staticmethod
    def _prose(pen: Pen, prose: Prose, top: float) -> float:
        """Draw a paragraph; return where it ends."""
        prose.draw(pen, _MARGIN, top, range(len(prose.rows)))
        return top - prose.height

    def _rows(self, pen: Pen, block: ScoreOverview, y: float) -> float:
        left = _MARGIN
        pen.origin = block.origin
        with pen.block(Tag.H2):
            pen.text(left, y - 8, block.title, self.setter.cut("value", size=self.sizes.heading))
        table = TableSetter(pen, Group(Tag.TABLE), left, self.page.end)
        y -= 14
        table.rule(y, EDGE)
        for row in block.rows:
            table.row(self._cells(block, row), y - _ROW / 2 - 3)
            y -= _ROW
            table.rule(y, BETWEEN)
        return y

    def _cells(self, block: ScoreOverview, row: OverviewRow) -> list[TableCell]:
        cells = [row_head(partial(self._name, block, row)), TableCell(partial(self._bar, block, row), None)]
        cells.append(TableCell(partial(self._score, row)))
        if block.columns[3]:
            cells.append(TableCell(partial(self._change, row)))
        return cells

    def _name(self, block: ScoreOverview, row: OverviewRow, pen: Pen, x: float, y: float) -> None:
        code = self.setter.cut("value", size=self.sizes.row, colour="accent")
        inset = max(13.0, *(code.width(other.code) + 6 for other in block.rows))
        pen.text(x, y, row.code, code)
        pen.fitted(x + inset, y, row.label, self.setter.cut("table", size=self.sizes.row), 180 - inset)

    def _bar(self, block: ScoreOverview, row: OverviewRow, pen: Pen, x: float, y: float) -> None:
        if row.score.most is not None and block.columns[1]:
            pen.bar(x + 190, y + 0.3, self.page.end - x - 190 - self._figures - self._beside, 5.6, row.score)

    def _score(self, row: OverviewRow, pen: Pen, x: float, y: float) -> None:
        slash = x + self.page.measure - self._beside
        pen.text_to(slash, y, row.score.value, self.setter.cut("value", size=self.sizes.row))
        grey = self.setter.cut("table", size=self.sizes.row, colour="secondary")
        pen.text(slash + 1, y, behind(row), grey)

    @cached_property
    def _figures(self) -> float:
        """The room of the scores of the table, away from their bars."""
        bold, rows = self.setter.cut("value", size=self.sizes.row), self.table.rows if self.table else ()
        widths = [bold.width(row.score.value) + 6 for row in rows if row.score.most is not None]
        return max(23.0, *widths) if widths else 0.0

    @cached_property
    def _beside(self) -> float:
        """The room behind the scores of the table: for the best score and the change, or none where it has neither."""
        rows = self.table.rows if self.table else ()
        changes = bool(self.table and self.table.columns[3])
        if not changes and not any(row.score.best for row in rows):
            return 0.0
        grey, bold = (self.setter.cut(style, size=self.sizes.row) for style in ("table", "label"))
        wide = max((grey.width(behind(row)) for row in rows if row.score.best), default=0.0)
        wide += max((bold.width(row.change) + 9 for row in rows), default=0.0) if changes else 0.0
        return max(_BESIDE, wide + 3)

    def _change(self, row: OverviewRow, pen: Pen, x: float, y: float) -> None:
        score = row.score
        colour = pen.trend_colour(score.trend) if score.change else "secondary"
        cut = self.setter.cut("label" if score.change else "table", size=self.sizes.row, colour=colour)
        start = pen.text_to(x + self.page.measure, y, row.change, cut)
        if score.change:
            pen.triangle(start - 7, y + 0.6, 4.8, score.trend)

    def _developments(self, pen: Pen, y: float) -> None:
        words = self._left_out(self.shown)
        if not self.shown and not words:
            return
        pen.origin = self.digest.origin
        y -= _GAP + 6
        with pen.block(Tag.H2):
            pen.text(_MARGIN, y, self.digest.title, self.setter.cut("value", size=self.sizes.heading))
        y -= 8
        for item in self.items[: self.shown]:
            y = self._prose(pen, item, y) - 3
        if words:
            with pen.block(Tag.PARAGRAPH):
                pen.text(_MARGIN + _BULLET, y - 9, words, self.setter.cut("meta"))

    def _foot(self, pen: Pen) -> None:
        right = self.page.end
        pen.rule(_MARGIN, right, _FOOT, 0.5, "rule")
        end = right
        y = _FOOT - 13
        if self.document.link:
            words, uri = self.document.link
            link = self.setter.span_cut(Span(words, link=uri), self.setter.cut("label", size=self.sizes.link), None)
            with pen.block(Tag.PARAGRAPH):
                end = pen.text_to(right, y, words, link) - 10
        with pen.block(Tag.PARAGRAPH):
            pen.fitted(_MARGIN, y, self.document.foot, self.setter.cut("meta"), end - _MARGIN)
