"""Registers: contents, indexes and lists of names in columns that are read one after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.layout.flow import Flowable
from pdfgen.layout.pen import Group

if TYPE_CHECKING:
    from pdfgen.content import Listed, Register
    from pdfgen.layout.geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import Cut, Typesetter
    from pdfgen.theme import StyleName


@dataclass(frozen=True, slots=True)
class _Look:
    """How a kind of register looks; lengths in points."""

    columns: int
    style: StyleName
    size: float
    pitch: float
    tags: tuple[str, str]
    """The structure of the whole and of an entry (ISO 32000-1, § 14.8.4.3)."""
    body: str
    """The structure inside an entry."""
    leaders: bool = False


_LOOKS = {
    "contents": _Look(2, "table", 9.2, 13.0, ("TOC", "TOCI"), "Reference", leaders=True),
    "names": _Look(4, "table", 8.4, 11.2, ("L", "LI"), "LBody"),
    "index": _Look(3, "small", 8.2, 10.4, ("L", "LI"), "LBody"),
}
_GUTTER = 18.0
_ICON = 11.8
_LEAST = 5  # lines of a column, below which a new page is better
_DOTS = "[0.7 2.6] 0 d"


class _Spot(NamedTuple):
    """Where an entry stands in its part: the column, and the line in it."""

    column: int
    line: int
    entry: Listed


class RegisterFlow(Flowable):
    """Entries in columns; each of its rows is what stands on a page."""

    wide = True

    def __init__(self, block: Register, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        self.look = look = _LOOKS[block.role]
        self.cut = setter.cut(look.style, size=look.size, colour="text")
        self.strong = setter.cut("value", size=look.size, colour="band")
        self._part(look.columns)
        if any(self.strong.width(entry.text) + _ICON > self.length for entry in block.entries if entry.heading):
            self._part(look.columns - 1)
        self.group = Group(look.tags[0])
        self.before = 0.5 * page.grid
        self.fit(page.lines * page.grid)

    def _part(self, columns: int) -> None:
        """Part the measure in columns."""
        self.columns = columns
        self.length = (self.page.measure - (columns - 1) * _GUTTER) / columns

    def fit(self, room: float) -> None:
        """Fill the columns: as much as there is room for, then whole pages."""
        whole = int(self.page.lines * self.page.grid / self.look.pitch)
        first = int((room + 0.02) / self.look.pitch)
        lines = first if first >= _LEAST else whole
        self.parts: list[list[_Spot]] = []
        at = 0
        while at < len(self.block.entries):
            spots = self._filled(at, lines)
            if at + len(spots) == len(self.block.entries):
                spots = self._balanced(at, lines)
            self.parts.append(spots)
            at += len(spots)
            lines = whole
        self.rows = [(max(spot.line for spot in spots) + 1) * self.look.pitch for spots in self.parts]

    def _filled(self, at: int, lines: int) -> list[_Spot]:
        """Return the spots of the entries from ``at`` on, in columns of so many lines, as far as they fit."""
        spots: list[_Spot] = []
        column = line = 0
        for entry in self.block.entries[at:]:
            line += 1 if entry.heading and line else 0
            if line + (1 if entry.heading else 0) >= lines:  # a heading does not end a column
                column, line = column + 1, 0
            if column == self.columns:
                break
            spots.append(_Spot(column, line, entry))
            line += 1
        while len(spots) > 1 and spots[-1].entry.heading and at + len(spots) < len(self.block.entries):
            spots.pop()
        return spots

    def _balanced(self, at: int, lines: int) -> list[_Spot]:
        """Return the last entries in columns that are as short as possible."""
        count = len(self.block.entries) - at
        least = max(2, -(-count // self.columns))
        return next(spots for high in range(least, lines + 1) if len(spots := self._filled(at, high)) == count)

    def may_part(self, row: int) -> bool:  # noqa: ARG002  # what stands on a page is a row
        """Part it between its pages."""
        return True

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:
        """Draw the columns, one after the other."""
        pen.origin = self.origin
        left = x - self.page.rail - self.page.gutter
        for row in rows:
            for spot in self.parts[row]:
                at = left + spot.column * (self.length + _GUTTER)
                self._entry(pen, at, top - (spot.line + 0.72) * self.look.pitch, spot.entry)
            top -= self.rows[row]

    def _entry(self, pen: Pen, x: float, y: float, entry: Listed) -> None:
        look = self.look
        if entry.heading and not look.leaders:
            self.group = Group(look.tags[0])  # the entries below it are a list of their own
            with pen.block(f"H{self.block.level}"):
                self._icon(pen, x, y, entry)
                pen.fitted(self._start(x, entry), y, entry.text, self.strong, self.length - (self._start(x, entry) - x))
            return
        item = Group(look.tags[1], self.group)
        with pen.block(look.body, pen.within(item)):
            pages = self._pages(pen, entry)
            cut = self._linked(self.strong if entry.heading else self.cut, pen, entry)
            start = self._start(x, entry)
            self._icon(pen, x, y, entry)
            room = x + self.length - start - (self.cut.width(pages) + 6 if pages else 0.0)
            end = pen.fitted(start, y, entry.text, cut, room)
            if not pages:
                return
            plain = self.strong if entry.heading else self.cut
            if not look.leaders:
                pen.text(end, y, f"  {pages}", self.cut)
                return
            begin = pen.text_right(x + self.length, y, pages, plain)
            if begin - 4 > end + 4:
                pen.canvas.write(_DOTS)
                pen.rule(end + 4, begin - 4, y + 0.4, 0.7, "secondary")
                pen.canvas.write("[] 0 d")

    def _start(self, x: float, entry: Listed) -> float:
        return x + _ICON if entry.tone else x

    def _icon(self, pen: Pen, x: float, y: float, entry: Listed) -> None:
        if entry.tone is None:
            return
        if not entry.status:  # its words say it
            pen.status(x + 4, y + 3.1, 3.3, entry.tone, entry.tone)
            return
        box = (x, y - 1, x + 8, y + 7.5)
        with pen.canvas.figure(pen.canvas.text_element, entry.status, box):
            pen.status(x + 4, y + 3.1, 3.3, entry.tone, entry.tone)

    def _linked(self, cut: Cut, pen: Pen, entry: Listed) -> Cut:
        if not entry.target or not pen.canvas.place_of(entry.target):
            return cut
        return replace(cut, target=entry.target, hint=entry.text)

    def _pages(self, pen: Pen, entry: Listed) -> str:
        """Return the printed number of the page that an entry leads to, or of the pages from there on."""
        canvas = pen.canvas
        first = canvas.place_of(entry.target) if entry.target and self.block.pages else None
        last = canvas.place_of(entry.until) if entry.until else None
        if first is None:
            return ""
        start = canvas.labels.label(first)
        if last is None or last == first:
            return start
        return self.block.pages.format(first=start, last=canvas.labels.label(last))
