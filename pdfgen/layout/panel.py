"""The score panel: gauge, ratings, scores by edition."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pdfgen.content import Panel, PrintedScore
from pdfgen.layout.flow import Flowable
from pdfgen.layout.setters import Setting, names_parts, sets
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from pdfgen.content import Figure
    from pdfgen.content.volume.volume_blocks import Part
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import SetText, Typesetter

_PAD = 12.0
_GAP = 22.0
_CELLS = (176.0, 114.0)  # the third cell takes the rest
_BOX, _PITCH = 14.5, 16.5  # of the boxes of a rating
_BOXES = 10  # more are a number
_CLEAR = 5.5
"""From the tip of the pointer of a gauge to words beside it: half of it, and a little."""
_GAUGE = 9.0
_LEAST = 130.0  # the height of the panel beside a total
_COLUMNS = 3  # of measures without a total
_LEAST_IN_WORDS = 98.0
_EDITION = 13.0  # the distance of the words of two editions
_SERIES = 48.0  # the height of the line of scores by edition


class PanelFlow(Flowable):
    """The headline figures on their ground; a free line of the grid follows."""

    span_all = True
    keep_with_next = 1

    def __init__(self, block: Panel, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        self.label = setter.cut("label")
        self.value = setter.cut("value", size=self.label.size)
        self.caption = setter.cut("micro", size=setter.theme.sizes.panel_caption)
        self.micro = setter.cut("micro")
        self.setter = setter
        sizes = setter.theme.sizes
        self.total = AggregateSizes(
            length=_CELLS[0],
            label=(17.0, 0.0),
            figure=(60.0, 0.0),
            best=(5.0, float(sizes.panel_best)),
            change=(9.0, float(sizes.panel_change)),
            triangle=6.0,
            gauge=94.0,
            below=80.0,
            crowded=28.0,
        )
        self.labels = [self._label(figure) for figure in block.measures]
        self.shared = len({figure.ends for figure in block.measures}) == 1  # one caption serves all
        self.ends = [self._ends(figure.ends) for figure in block.measures]
        least = _LEAST if block.aggregate else 0.0
        if block.aggregate and block.aggregate.score.in_words:  # no gauge below the word, no line of scores
            least = max(_LEAST_IN_WORDS, 38 + _EDITION * len(block.series) if block.series_in_words else _LEAST)
        height = page.whole(max(least, self._measured() + 9))
        self.rows = [height + page.grid]

    def _below(self, figure: Figure) -> bool:
        """Tell whether the words of a measure stand below its label, because both do not fit on one line."""
        wide = self.label.width(figure.label) + self.value.width(figure.words) + 8 > _CELLS[1]
        return figure.score.most is None and wide

    def _label(self, figure: Figure) -> SetText:
        if self._below(figure):
            return self.setter.label(figure.label, self.label, self.origin, _CELLS[1])
        room = max(_CELLS[1] - self.value.width(figure.words) - 8, _CELLS[1] / 3)
        return self.setter.label(figure.label, self.label, self.origin, room)

    def _ends(self, ends: tuple[str, ...]) -> list[SetText]:
        """Return what the ends of a scale mean: one line each where they do not fit on one."""
        if sum(map(self.caption.width, ends)) + 8 <= _CELLS[1]:
            return []
        return [self.setter.label(text, self.caption, self.origin, _CELLS[1]) for text in ends]

    def _depth(self, index: int, figure: Figure) -> float:
        """Return how far below the first line of a measure the next one begins."""
        deep = 11.0 * (len(self.labels[index].lines) - 1)
        deep += 43.5 if has_boxes(figure) else 29 if self._has_bar(figure) else 17
        deep += 11.0 if self._below(figure) else 0.0
        if not self.shared and figure.ends:
            deep += 10 * max(1, sum(len(one.lines) for one in self.ends[index]))
        return deep

    def _has_bar(self, figure: Figure) -> bool:
        """Tell whether a measure is drawn as a bar: beside ratings in boxes a number is enough."""
        return figure.score.most is not None and not any(map(has_boxes, self.block.measures))

    def _measured(self) -> float:
        """Return the height of the cell of measures."""
        figures = self.block.measures
        columns = [sum(self._depth(index, figures[index]) for index in column) for column in self._columns()]
        deep = 17 + max(columns, default=0)
        return deep + (10 * max(0, sum(len(one.lines) for one in self.ends[0]) - 1) if self.shared else -10)

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:  # noqa: ARG002  # it is one row
        """Draw ground and cells."""
        pen.origin = self.origin
        left, right = x - self.page.rail - self.page.gutter, x + self.page.text
        height = self.height - pen.grid
        pen.ground(left, top - height, self.page.measure, height, "ground")
        pen.rule(left, right, top, 2.5, self.block.tone)
        cell = left + _PAD
        foot = top - height + 10
        if self.block.aggregate is None:
            self._alone(pen, cell, top - 17, foot)
            return
        aggregate(pen, self.block.aggregate, cell, top, self.total)
        self._scale(pen, self.block.aggregate, cell, foot)
        cell += _CELLS[0] + _GAP
        if self.block.measures:
            pen.stroke([(cell - _GAP / 2, top - _PAD), (cell - _GAP / 2, top - height + _PAD)], 0.5, "rule")
            self._measures(pen, range(len(self.block.measures)), cell, top - 17, foot)
            cell += _CELLS[1] + _GAP
        pen.stroke([(cell - _GAP / 2, top - _PAD), (cell - _GAP / 2, top - height + _PAD)], 0.5, "rule")
        with pen.block(Tag.PARAGRAPH):
            pen.fitted(cell, top - 17, self.block.series_title, self.label, right - _PAD - cell)
        if self.block.series_in_words:
            words_by_edition(pen, self.block, cell, top - 34, right - _PAD, _EDITION)
            return
        series(pen, self.block, cell, right - _PAD, foot + 30)
        with pen.block(Tag.PARAGRAPH):
            pen.fitted(cell, foot, self.block.series_scale, self.caption, right - _PAD - cell)

    def _alone(self, pen: Pen, x: float, y: float, foot: float) -> None:
        """Draw the measures of a method without a total, from column to column."""
        for number, column in enumerate(self._columns()):
            if number:
                line = x - _GAP / 2
                pen.stroke([(line, y + 17 - _PAD), (line, y + 17 - self.height + pen.grid + _PAD)], 0.5, "rule")
            self._measures(pen, column, x, y, foot)
            x += _CELLS[1] + _GAP

    def _columns(self) -> list[range]:
        """Return the places of the measures in each column; beside a total there is one column."""
        count = len(self.block.measures)
        each = count if self.block.aggregate else max(1, -(-count // _COLUMNS))
        return [range(first, min(first + each, count)) for first in range(0, count, each or 1)]

    def _scale(self, pen: Pen, figure: Figure, x: float, foot: float) -> None:
        """Draw what the ends of the scale of the total mean."""
        ends, length = figure.ends, _CELLS[0]
        if not ends:
            return
        with pen.block(Tag.PARAGRAPH):
            if sum(map(self.caption.width, ends)) + 8 <= length:
                pen.text(x, foot, ends[0], self.caption)
                pen.text_to(x + length, foot, ends[-1], self.caption)
            else:
                for index, words in enumerate(ends):
                    pen.fitted(x, foot + 9 * (len(ends) - 1 - index), words, self.caption, length)

    def _measures(self, pen: Pen, column: range, x: float, y: float, foot: float) -> None:
        right = x + _CELLS[1]
        for index in column:
            figure = self.block.measures[index]
            set_ = self.labels[index]
            with pen.block(Tag.PARAGRAPH):
                pen.column(set_, set_.lines, x, y, 11)
                below = y - 11 * (len(set_.lines) - 1)
                if self._below(figure):
                    pen.fitted(x, below - 11, figure.words, self.value, _CELLS[1])
                else:
                    pen.text_to(right, y, figure.words, self.value)
            if has_boxes(figure):
                rating(pen, x, below - 21.5, right - x, figure)
            elif self._has_bar(figure):
                pen.bar(x, below - 12, right - x, 4, figure.score)
            if not self.shared:
                deep = self._depth(index, figure)
                lines = max(1, sum(len(one.lines) for one in self.ends[index]))
                self._caption(pen, figure, self.ends[index], x, right, y - deep + 10 * lines + 4)
            y -= self._depth(index, figure)
        if self.shared:
            lines = max(1, sum(len(one.lines) for one in self.ends[0]))
            self._caption(pen, self.block.measures[column[0]], self.ends[0], x, right, foot + 10 * (lines - 1))

    def _caption(self, pen: Pen, figure: Figure, lines: list[SetText], x: float, right: float, y: float) -> None:
        if not figure.ends:
            return
        with pen.block(Tag.PARAGRAPH):
            if not lines:
                pen.text(x, y, figure.ends[0], self.caption)
                pen.text_to(right, y, figure.ends[-1], self.caption)
            for set_ in lines:
                pen.column(set_, set_.lines, x, y, 10)
                y -= 10 * len(set_.lines)


@sets(Panel)
def set_panel(block: Panel, at: Setting) -> list[PanelFlow]:
    """Return the headline figures."""
    return [PanelFlow(block, at.setter, at.page)]


@dataclass(frozen=True, slots=True)
class AggregateSizes:
    """The sizes of the cell of the total in points: what stands there is by its distance and by its type size."""

    length: float
    label: tuple[float, float]
    """From the upper edge to the baseline; the size of the type."""
    figure: tuple[float, float]
    """The same."""
    best: tuple[float, float]
    """From the figure to the best score; the size."""
    change: tuple[float, float]
    """From the triangle to the change; the size."""
    triangle: float
    gauge: float
    """From the upper edge to the gauge."""
    below: float
    """From the upper edge to the change of a word, which stands in the place of the gauge."""
    crowded: float = 0.0
    """From the upper edge to a change that has no room beside figure and label; if 0, the label makes room."""


def aggregate(pen: Pen, figure: Figure, x: float, top: float, sizes: AggregateSizes) -> None:
    """Draw the total in a cell: its figure, its change and its gauge."""
    setter, score = pen.setter, figure.score
    label = setter.cut("label", size=sizes.label[1])
    big, beside = setter.cut("figure", size=sizes.figure[1]), setter.cut("meta", size=sizes.best[1])
    changed = bool(score.change)
    colour = pen.trend_colour(score.trend)
    change = setter.cut("label" if changed else "meta", size=sizes.change[1], colour=colour)
    best = " ".join(filter(None, [f"/{score.best}" if score.best else "", score.margin]))
    room = sizes.length - beside.width(best) - sizes.best[0] - 1
    width = change.width(figure.change) + (sizes.change[0] if changed else 0)
    above = (
        not score.in_words and width > sizes.length - big.width(score.value) - beside.width(best) - 10
    )  # no room beside the figure
    label_room = sizes.length - (width + 4 if above and not sizes.crowded else 0)
    with pen.block(Tag.PARAGRAPH):
        end = pen.fitted(x, top - sizes.label[0], figure.label, label, label_room)
    y = top - sizes.figure[0]
    with pen.block(Tag.PARAGRAPH):
        after = pen.fitted(x - 1, y, score.value, big, room)
        pen.text(after + sizes.best[0], y, best, beside)
    if figure.change and score.in_words:
        y = top - sizes.below
        pen.triangle(x, y + 0.5, sizes.triangle, score.trend if changed else None)
        indent = sizes.change[0] if changed else 0.0
        with pen.block(Tag.PARAGRAPH):
            pen.fitted(x + indent, y, figure.change, change, sizes.length - indent)
    elif figure.change:
        if above:
            crowded = sizes.crowded and x + sizes.length - width < end + 6
            y = top - (sizes.crowded if crowded else sizes.label[0])
        start = max(x + sizes.length - change.width(figure.change), x)
        with pen.block(Tag.PARAGRAPH):
            pen.fitted(start, y, figure.change, change, sizes.length)
        pen.triangle(start - sizes.change[0], y + 0.5, sizes.triangle, score.trend if changed else None)
    if score.most is not None:
        gauge(pen, x, top - sizes.gauge, sizes.length, figure)


def gauge(pen: Pen, x: float, y: float, length: float, figure: Figure) -> None:
    """Draw a score on its scale, clamped to it, with the previous edition's where it was another."""
    with pen.canvas.figure(pen.canvas.structure, figure.alternative, (x - 4, y - 14, x + length + 4, y + 20)):
        _gauge(pen, x, y, length, figure)


def _gauge(pen: Pen, x: float, y: float, length: float, figure: Figure) -> None:
    score, micro = figure.score, pen.setter.cut("micro")
    pen.ground(x, y, length, _GAUGE, "track")
    value = score.share(score.number) if score.number is not None else 0.0
    if value:
        pen.ground(x, y, length * value, _GAUGE, "accent")
    for tenth in range(1, 10):
        at = x + length * tenth / 10
        pen.stroke([(at, y), (at, y + _GAUGE)], 0.5, "paper")
    for index, words in enumerate(figure.marks):
        share = index / (len(figure.marks) - 1)
        at = x + length * share
        pen.stroke([(at, y - 3), (at, y)], 0.5, "secondary")
        pen.text(at - micro.width(words) * share, y - 11, words, micro)
    if score.number is None:
        return
    pen.whisker(x, y + _GAUGE / 2, length, score)
    at = x + length * value
    pen.shape([(at, y + _GAUGE + 1), (at - 4, y + _GAUGE + 7), (at + 4, y + _GAUGE + 7)], "text")
    if score.before is not None and score.before != score.number:
        before = x + length * score.share(score.before)
        pen.stroke([(before, y - 2), (before, y + _GAUGE + 2)], 1, "text")
        wide = micro.width(score.previous)
        start = _beside(before - wide if before < at else before, wide, at, (x, x + length), left=before < at)
        pen.text(start, y + _GAUGE + 4, score.previous, micro)


def _beside(  # places
    start: float, wide: float, pointer: float, ends: tuple[float, float], *, left: bool
) -> float:
    """Return where words of this width begin that are wanted at ``start``, clear of the pointer: left or right of it.

    Between the ends there is room on one side of it at least.
    """
    low, high = pointer - _CLEAR - wide, pointer + _CLEAR
    found = min(start, low) if left else max(start, high)
    found = min(max(found, ends[0]), ends[1] - wide)
    if low < found < high:
        return high if left else low
    return found


def rating(  # place and size
    pen: Pen, x: float, y: float, room: float, figure: Figure, height: float = _BOX
) -> None:
    """Draw a rating as a row of boxes, the one that was given filled."""
    score = figure.score
    count = (score.steps or 0) + 1
    pitch = min(height + _PITCH - _BOX, (room + _PITCH - _BOX) / count)
    size = pitch - (_PITCH - _BOX)
    size_ = pen.setter.theme.sizes.rating
    chosen, other = pen.setter.cut("value", size=size_, colour="paper"), pen.setter.cut("meta", size=size_)
    at_value = None if score.number is None else round(score.share(score.number) * (count - 1))
    box = (x - 1, y - 1, x + room + 1, y + height + 1)
    with pen.canvas.figure(pen.canvas.structure, figure.alternative, box):
        for index in range(count):
            given = index == at_value
            at = x + index * pitch
            pen.box(at, y, size, height, "band" if given else "paper", "band" if given else "rule", 0.6)
            pen.text_centre(at + size / 2, y + height / 2 - 3.1, figure.steps[index], chosen if given else other)


def series(  # place and size
    pen: Pen, block: Panel, x: float, right: float, y: float, tall: float = _SERIES
) -> None:
    """Draw the scores by edition as a line; a missing one breaks it. Small changes look small."""
    box = (x - 6, y - 14, right + 6, y + tall + 14)
    with pen.canvas.figure(pen.canvas.structure, block.series_alternative, box):
        _series(pen, block, x, right, y, tall)


def words_by_edition(pen: Pen, block: Panel, x: float, top: float, right: float, leading: float) -> None:
    """Draw the word of each edition, this one last, one below the other."""
    plain, bold = pen.setter.cut("micro"), pen.setter.cut("value", size=pen.setter.theme.sizes.series)
    inset = max(plain.width(edition) for edition, _, _ in block.series) + 8
    for index, (edition, words, _) in enumerate(block.series):
        last, y = index == len(block.series) - 1, top - index * leading
        with pen.block(Tag.PARAGRAPH):
            pen.text(x, y, edition, plain)
            pen.fitted(x + inset, y, words or block.absent, bold if last else plain, right - x - inset)


def _series(  # place and size
    pen: Pen, block: Panel, x: float, right: float, y: float, tall: float
) -> None:
    numbers = [number for _, _, number in block.series if number is not None]
    plain, bold = pen.setter.cut("micro"), pen.setter.cut("value", size=pen.setter.theme.sizes.series)
    pen.rule(x, right, y - 2, 0.5, "rule")
    count = len(block.series)
    scale = block.aggregate.score if block.aggregate else PrintedScore("")
    whole = float((scale.most or 100) - scale.least)
    low, high = (float(min(numbers)), float(max(numbers))) if numbers else (0.0, 0.0)
    span = max(whole / 5, 1.25 * (high - low))
    bottom = (low + high) / 2 - span / 2
    places: list[tuple[float, float | None]] = []
    for index, (_, _, number) in enumerate(block.series):
        at = right - 4 - (right - x - 8) * (count - 1 - index) / max(1, count - 1)
        places.append((at, None if number is None else y + (float(number) - bottom) / span * tall))
    for (x0, y0), (x1, y1) in pairwise(places):
        if y0 is not None and y1 is not None:
            pen.stroke([(x0, y0), (x1, y1)], 1.3, "accent")
    for index, ((at, height), (edition, words, _)) in enumerate(zip(places, block.series, strict=True)):
        last = index == count - 1
        if height is None:
            pen.text_centre(at, y + tall / 2, block.absent, plain)
        else:
            pen.canvas.fill(pen.setter.paints["band" if last else "paper"])
            pen.canvas.set_stroke(pen.setter.paints["accent"], 1)
            pen.canvas.disc(at, height, 2.7 if last else 1.9, "B")
            pen.text_centre(at, height + 5.5, words, bold if last else plain)
        pen.text_centre(at, y - 11, edition, plain)


def has_boxes(figure: Figure) -> bool:
    """Tell whether a measure is drawn as boxes."""
    return bool(figure.steps) and len(figure.steps) <= _BOXES


@names_parts(Panel)
def panel_parts(block: Panel, page: Geometry) -> dict[Part, float]:  # noqa: ARG001  # its cells have fixed widths
    """Return where the cells of the panel begin: at the lines between them."""
    first = _PAD + _CELLS[0] + _GAP / 2
    if block.aggregate is None:
        return {"measures": 0.0}
    if not block.measures:
        return {"total": 0.0, "series": first}
    return {"total": 0.0, "measures": first, "series": first + _CELLS[1] + _GAP}
