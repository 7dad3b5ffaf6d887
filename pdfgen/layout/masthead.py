"""The top of a report: the name as large as it fits, status and particulars."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from pdfgen.content import Masthead, Span
from pdfgen.layout.flaws import Flaw
from pdfgen.layout.flow import Flowable
from pdfgen.layout.pen import tracked
from pdfgen.layout.setters import Setting, sets
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from pdfgen.errors import Origin
    from pdfgen.layout.font_spec import FontSpec
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import Typesetter

_LEAST = 0.68  # of the style's size; below this a name is no title
_SEVERAL = 0.91  # of the style's size, where a name on several lines begins to be fitted
_LINES = 3
_BADGE = 19.5  # the height of the badge
_TRACKING = 0.9


@dataclass(frozen=True, slots=True)
class MastheadSizes:
    """The sizes of a masthead in points."""

    title: float
    """Of the name; 0 for that of the style."""
    status: float
    badge: float
    """The height of the badge."""
    hang: float
    """How far the name hangs out: the side bearing of a large letter looks like an indent."""
    gap: float
    """Between badge and particulars."""
    rise: float
    """From the lower edge of the badge to the baseline of the particulars."""


class MastheadParts:
    """Name, badge and particulars at the sizes of a page, at most ``measure`` points wide."""

    def __init__(self, block: Masthead, setter: Typesetter, measure: float, sizes: MastheadSizes) -> None:
        self.block, self.sizes = block, sizes
        self.cut, self.names = fit_title(setter, block.name, block.origin, measure, sizes.title)
        self._status = setter.cut("band", size=sizes.status, colour="paper")
        length = badge_length(block.status, self._status, sizes.badge)
        self.indent = length + sizes.gap if block.status else 0.0
        """How far the particulars stand from the start."""

    def draw_name(self, pen: Pen, x: float, y: float, leading: float) -> None:
        """Draw the name; its first baseline is at ``y``."""
        with pen.block(Tag.H1):
            for index, name in enumerate(self.names):
                pen.text(x - self.sizes.hang, y - index * leading, name, self.cut)

    def draw_badge(self, pen: Pen, x: float, y: float) -> tuple[float, float]:
        """Draw the badge from its lower left corner; return where the particulars begin."""
        if self.block.status:
            badge(pen, x, y, self.block.status, self.block.tone, self._status, self.sizes.badge)
        return x + self.indent, y + self.sizes.rise


class MastheadFlow(Flowable):
    """Name, badge and particulars; the panel, or what else follows, stays with it."""

    span_all = True
    keep_with_next = 1

    def __init__(self, block: Masthead, setter: Typesetter, page: Geometry) -> None:
        self.block, self.origin, self.page = block, block.origin, page
        self.leading = setter.leading("title")
        sizes = MastheadSizes(0.0, float(setter.theme.sizes.status), _BADGE, hang=1.5, gap=10.0, rise=6.3)
        self.parts = MastheadParts(block, setter, page.measure, sizes)
        cut = setter.cut("meta", size=setter.theme.sizes.particulars)
        particulars = block.separator.join(block.particulars)
        room = page.measure - self.parts.indent
        self.set = setter.label(particulars, cut, block.particulars_origin, room)
        if block.correction:
            spans = [Span(f"{particulars}{block.separator}"), block.correction]
            self.set = setter.lines(spans, cut, block.particulars_origin, room)
        lines = 6 + 3 * (len(self.parts.names) - 1) + max(0, len(self.set.lines) - 1)
        self.rows = [lines * page.grid]

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:  # noqa: ARG002  # it is one row
        """Draw the three parts."""
        pen.origin = self.origin
        left = x - self.page.rail - self.page.gutter
        pen.canvas.place(self.block.id, top)
        y = top - 2 * pen.grid
        self.parts.draw_name(pen, left, y, self.leading)
        y -= (len(self.parts.names) - 1) * self.leading + 2.8 * pen.grid
        start, y = self.parts.draw_badge(pen, left, y)
        with pen.block(Tag.PARAGRAPH):
            pen.column(self.set, self.set.lines, start, y, pen.grid)


@sets(Masthead)
def set_masthead(block: Masthead, at: Setting) -> list[MastheadFlow]:
    """Return the top of the report."""
    return [MastheadFlow(block, at.setter, at.page)]


def badge_length(status: str, cut: FontSpec, height: float) -> float:
    """Return the length of a badge in points."""
    return 1.66 * height + 6 + tracked(status, cut, _TRACKING)


def badge(  # place, words, looks
    pen: Pen, x: float, y: float, status: str, tone: str, cut: FontSpec, height: float
) -> None:
    """Draw a status from its lower left corner: its shape, and its word in capitals."""
    radius = 0.27 * height
    pen.canvas.fill(pen.setter.paints[tone])
    pen.canvas.capsule(x, y, badge_length(status, cut, height), height)
    pen.status(x + 0.5 * height + radius, y + height / 2, radius, tone, "paper")
    with pen.block(Tag.PARAGRAPH):
        pen.capitals(x + 0.5 * height + 2 * radius + 6, y + height / 2 - 0.33 * cut.size, status, cut, _TRACKING)


def fit_title(setter: Typesetter, text: str, origin: Origin, measure: float, size: float) -> tuple[FontSpec, list[str]]:
    """Return the cut and the lines, one to three, of a name at most ``measure`` points wide.

    It shrinks on one line first; then it is split where the lines balance best, into two, or into three where two would
    be too small. A name that does not fit even so is a flaw, and set at the least size. A missing glyph is reported
    where it is drawn.
    """
    full = setter.cut("title", size=size)
    one = full.width(text)
    if one * _LEAST <= measure:
        return setter.cut("title", size=min(full.size, full.size * measure / max(one, 1.0))), [text]
    lines = [text]
    for count in range(2, _LINES + 1):
        if one * _LEAST > count * measure:
            continue  # however it is split
        lines = _split(text, full, count)
        share = min(_SEVERAL, measure / max(map(full.width, lines)))
        if share >= _LEAST:
            return setter.cut("title", size=full.size * share), lines
    least = _LEAST * full.size
    message = f"the name “{text}” does not fit the page on three lines of {least:.0f} pt"
    setter.flaws.append(Flaw(origin, "title-too-long", message, "use a shorter form of the name", text))
    return setter.cut("title", size=least), lines


def _split(text: str, cut: FontSpec, count: int) -> list[str]:
    """Return ``text`` in at most ``count`` lines, the widest of which is as narrow as can be."""
    words = text.split(" ")
    count = min(count, len(words))
    splits = ((0, *places, len(words)) for places in combinations(range(1, len(words)), count - 1))
    lines = ([" ".join(words[start:end]) for start, end in pairwise(split)] for split in splits)
    return min(lines, key=lambda found: max(map(cut.width, found)))
