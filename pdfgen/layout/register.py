"""Registers: contents, indexes and lists of names in columns that are read one after the other."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.content import Register
from pdfgen.layout.flow import Flowable
from pdfgen.layout.pen import Group
from pdfgen.layout.setters import Setting, sets
from pdfgen.layout.typesetter import SetText
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from pdfgen.content import RegisterEntry
    from pdfgen.layout.font_spec import FontSpec
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import Typesetter
    from pdfgen.theme import StyleName


@dataclass(frozen=True, slots=True)
class _Look:
    """How a kind of register looks; lengths in points."""

    columns: int
    style: StyleName
    pitch: float
    tags: tuple[Tag, Tag]
    """The structure of the whole and of an entry (ISO 32000-1, § 14.8.4.3)."""
    body: Tag
    """The structure inside an entry."""
    leaders: bool = False


_LOOKS = {
    "contents": _Look(2, "table", 13.0, (Tag.CONTENTS, Tag.CONTENTS_ITEM), Tag.REFERENCE, leaders=True),
    "names": _Look(4, "table", 11.2, (Tag.LIST, Tag.LIST_ITEM), Tag.LIST_BODY),
    "index": _Look(3, "small", 10.4, (Tag.LIST, Tag.LIST_ITEM), Tag.LIST_BODY),
}
_GUTTER = 18.0
_ICON = 11.8
_LEAST = 5  # lines of a column, below which a new page is better
_DOTS = (0.7, 2.6)


class _Spot(NamedTuple):
    """Where an entry stands in its part: the column, and the line in it."""

    column: int
    line: int
    entry: RegisterEntry
    text: SetText
    group: Group


class RegisterFlow(Flowable):
    """Entries in columns; each of its rows is what stands on a page."""

    span_all = True

    def __init__(self, block: Register, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        self.look = look = _LOOKS[block.role]
        sizes = setter.theme.sizes.volume
        size = {"contents": sizes.contents, "names": sizes.names, "index": sizes.index}[block.role]
        self.cut = setter.cut(look.style, size=size, colour="text")
        self.strong = setter.cut("value", size=size, colour="band")
        self.length = (page.measure - (look.columns - 1) * _GUTTER) / look.columns
        self.texts = [self._text(entry, setter) for entry in block.entries]
        self.groups = self._groups()
        self.before = 0.5 * page.grid
        self.parts, self.rows = self._parted(page.lines * page.grid)

    def _text(self, entry: RegisterEntry, setter: Typesetter) -> SetText:
        """Return an entry in lines that leave room for its pages."""
        room = self.length - (_ICON if entry.tone else 0.0) - (self.cut.width("0000") + 8 if self.block.pages else 0.0)
        return setter.label(entry.text, self._cut(entry), entry.origin or self.origin, room)

    def _cut(self, entry: RegisterEntry) -> FontSpec:
        return self.strong if entry.heading else self.cut

    def _groups(self) -> list[Group]:
        """Return the list that each entry belongs to; the entries below a heading are a list of their own."""
        found: list[Group] = []
        whole = Group(self.look.tags[0])
        for entry in self.block.entries:
            if entry.heading and not self.look.leaders:
                whole = Group(self.look.tags[0])
            found.append(whole)
        return found

    def fitted(self, room: float) -> RegisterFlow:
        """Return it in columns as tall as there is room for."""
        found = copy(self)
        found.parts, found.rows = self._parted(room)
        return found

    def _parted(self, room: float) -> tuple[list[list[_Spot]], list[float]]:
        """Return what stands in the columns, as much as there is room for, then whole pages; and their heights."""
        whole = int(self.page.lines * self.page.grid / self.look.pitch)
        first = int((room + 0.02) / self.look.pitch)
        lines = first if first >= _LEAST else whole
        parts: list[list[_Spot]] = []
        at = 0
        while at < len(self.block.entries):
            spots = self._filled(at, lines)
            if at + len(spots) == len(self.block.entries):
                spots = self._balanced(at, lines)
            parts.append(spots)
            at += len(spots)
            lines = whole
        rows = [max(spot.line + len(spot.text.lines) for spot in spots) * self.look.pitch for spots in parts]
        return parts, rows

    def _filled(self, at: int, lines: int) -> list[_Spot]:
        """Return the spots of the entries from ``at`` on, in columns of so many lines, as far as they fit."""
        spots: list[_Spot] = []
        column = line = 0
        for entry, text, group in zip(self.block.entries[at:], self.texts[at:], self.groups[at:], strict=True):
            tall = len(text.lines)
            line += 1 if entry.heading and line else 0
            if line and line + tall + (1 if entry.heading else 0) > lines:  # a heading does not end a column
                column, line = column + 1, 0
            if column == self.look.columns:
                break
            spots.append(_Spot(column, line, entry, text, group))
            line += tall
        while len(spots) > 1 and spots[-1].entry.heading and at + len(spots) < len(self.block.entries):
            spots.pop()
        return spots

    def _balanced(self, at: int, lines: int) -> list[_Spot]:
        """Return the last entries in columns that are as short as possible."""
        count = len(self.block.entries) - at
        tall = sum(len(text.lines) for text in self.texts[at:])
        least = max(2, -(-tall // self.look.columns))
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
                self._entry(pen, at, top - (spot.line + 0.72) * self.look.pitch, spot)
            top -= self.rows[row]

    def _entry(self, pen: Pen, x: float, y: float, spot: _Spot) -> None:
        look, entry, text = self.look, spot.entry, spot.text
        start = x + _ICON if entry.tone else x
        if entry.heading and not look.leaders:
            with pen.block(Tag.heading(self.block.level)):
                self._icon(pen, x, y, entry)
                pen.column(text, text.lines, start, y, look.pitch)
            return
        with pen.block(look.body, pen.within(Group(look.tags[1], spot.group))):
            self._icon(pen, x, y, entry)
            shown = SetText(text.lines, [self._linked(pen, entry)])
            pen.column(shown, text.lines, start, y, look.pitch)
            if pages := self._pages(pen, entry):
                y -= (len(text.lines) - 1) * look.pitch
                self._show_pages(pen, pages, start + text.lines[-1].width, x + self.length, y, self._cut(entry))

    def _show_pages(  # words, place, looks
        self, pen: Pen, pages: str, end: float, right: float, y: float, cut: FontSpec
    ) -> None:
        """Show pages behind an entry that ends at ``end``, or at the right with dots that lead there."""
        if not self.look.leaders:
            pen.text(end, y, f"  {pages}", cut)
            return
        begin = pen.text_to(right, y, pages, cut)
        if begin - 4 > end + 4:
            with pen.canvas.dashed(*_DOTS):
                pen.rule(end + 4, begin - 4, y + 0.4, 0.7, "secondary")

    def _icon(self, pen: Pen, x: float, y: float, entry: RegisterEntry) -> None:
        if entry.tone is None:
            return
        if not entry.status:  # its words say it
            pen.status(x + 4, y + 3.1, 3.3, entry.tone, entry.tone)
            return
        box = (x, y - 1, x + 8, y + 7.5)
        with pen.canvas.figure(pen.canvas.text_element, entry.status, box):
            pen.status(x + 4, y + 3.1, 3.3, entry.tone, entry.tone)

    def _linked(self, pen: Pen, entry: RegisterEntry) -> FontSpec:
        cut = self._cut(entry)
        if not entry.target or not pen.canvas.place_of(entry.target):
            return cut
        return replace(cut, target=entry.target, hint=entry.text)

    def _pages(self, pen: Pen, entry: RegisterEntry) -> str:
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


@sets(Register)
def set_register(block: Register, at: Setting) -> list[RegisterFlow]:
    """Return entries in columns."""
    return [RegisterFlow(block, at.setter, at.page)]
