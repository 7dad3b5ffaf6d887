"""Pages that are one picture: cover, half-title, openers of parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdfgen.content import Cover, HalfTitle, Opener
from pdfgen.layout.flaws import Flaw
from pdfgen.layout.pen import tracked
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.content import Block
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen

_TRACKING = 1.8
_BARS = 202.0  # the height of the bar of a whole scale
_AXIS = 190.0  # from the foot of a cover to the line that bars stand on
_BAR = 0.69  # of the distance of two bars


def draws(block: Block) -> bool:
    """Tell whether a block is a page of its own."""
    return type(block) in _PAGES


def draw(pen: Pen, block: Block, page: Geometry) -> None:
    """Draw a block that is a page of its own."""
    pen.origin = block.origin
    _PAGES[type(block)](pen, block, page)


def _ground(pen: Pen, page: Geometry) -> None:
    over = page.bleed
    pen.ground(-over, -over, page.width + 2 * over, page.height + 2 * over, "band")


def _title(  # place and size
    pen: Pen, text: str, x: float, y: float, measure: float, size: float, colour: str, *, room: float = 0.0
) -> float:
    """Show a title from the baseline ``y`` down, smaller where a word or its lines have no room; return the last one.

    A title that does not fit even at a third of its size is a flaw.
    """
    least = size / 3
    while True:
        cut = pen.setter.cut("title", size=size, colour=colour)
        widest = max(map(cut.width, text.split(" ")))
        set_ = pen.setter.label(text, cut, pen.origin, max(measure, widest))
        if widest <= measure and (not room or len(set_.lines) * size <= room):
            break
        if size <= least:
            message, remedy = f"“{text}” does not fit its page", "use a shorter title"
            pen.setter.flaws.append(Flaw(pen.origin, "title-too-long", message, remedy, text))
            break
        size -= 1
    pen.column(set_, set_.lines, x - 1.5, y, cut.size)
    return y - (len(set_.lines) - 1) * cut.size


def _capitals(pen: Pen, text: str, x: float, y: float, measure: float) -> None:
    """Show a line of tracked capitals in paper, smaller where it is too wide."""
    size = float(pen.setter.theme.sizes.volume.overline)
    cut = pen.setter.cut("band", size=size, colour="paper")
    wide = tracked(text, cut, _TRACKING)
    if wide > measure:
        cut = pen.setter.cut("band", size=max(6.5, size * measure / wide), colour="paper")
        if tracked(text, cut, _TRACKING) > measure:
            message = f"“{text}” does not fit its place"
            pen.setter.flaws.append(Flaw(pen.origin, "overfull", message, "shorten it", text))
    pen.capitals(x, y, text, cut, _TRACKING)


def _cover(pen: Pen, block: Cover, page: Geometry) -> None:
    _ground(pen, page)
    left, top = page.start, page.height
    with pen.block(Tag.PARAGRAPH):
        _capitals(pen, block.overline, left, top - 78, page.measure)
    with pen.block(Tag.H1):
        # the lines that leave room for the edition, and for the bars below it
        size = float(pen.setter.theme.sizes.volume.cover_title)
        lines = int((top - 150.6 - 1.24 * size - (_AXIS + _BARS + 40)) / size) + 1
        y = _title(pen, block.title, left, top - 150.6, 0.66 * page.measure, size, "paper", room=lines * size)
        edition = pen.setter.cut("title", size=size, colour="track")
        pen.text(left - 1.5, y - 1.24 * size, block.edition, edition)
    _bars(pen, block, page)
    cut = pen.setter.cut("table", size=pen.setter.theme.sizes.volume.cover_foot, colour="track")
    set_ = pen.setter.label(block.foot, cut, block.origin, page.measure)
    with pen.block(Tag.PARAGRAPH):
        pen.column(set_, set_.lines, left, 70, 14)


def _bars(pen: Pen, block: Cover, page: Geometry) -> None:
    """Draw a bar for each entity, the axis below them, and what the colours mean."""
    left, count = page.start, max(1, len(block.bars))
    pitch = page.measure / count
    said = "; ".join(f"{label} {number}" for _, label, number in block.legend)
    box = (left, _AXIS - 1, page.end, _AXIS + _BARS + 2)
    with pen.canvas.figure(pen.canvas.structure, f"{block.caption}: {said}", box):
        for index, (share, tone) in enumerate(block.bars):
            height = max(_BARS * share, 0.8)
            pen.ground(left + index * pitch, _AXIS + 1.5, min(_BAR * pitch, 24.0), height, f"band_{tone}")
        pen.rule(left, page.end, _AXIS, 0.8, "paper")
    cut = pen.setter.cut("label", size=pen.setter.theme.sizes.volume.legend, colour="paper")
    x, y = left, _AXIS - 23.6
    for tone, label, number in block.legend:
        words = f"{label}  {number}"
        if x > left and x + 15 + cut.width(words) > page.end:
            x, y = left, y - 17
        pen.status(x + 5, y + 3.6, 5, tone, f"band_{tone}")
        with pen.block(Tag.PARAGRAPH):
            end = pen.text(x + 15, y, words, cut)
        x = max(end + 24, x + page.measure / 4.4)
    with pen.block(Tag.PARAGRAPH):
        small = pen.setter.cut("table", size=pen.setter.theme.sizes.volume.caption, colour="track")
        pen.fitted(left, y - 19.4, block.caption, small, page.measure)


def _half_title(pen: Pen, block: HalfTitle, page: Geometry) -> None:
    size = float(pen.setter.theme.sizes.volume.half_title)
    with pen.block(Tag.H1):
        y = _title(pen, block.title, page.start, page.height * 0.66, 0.8 * page.measure, size, "text")
        pen.text(page.start - 1, y - 38, block.edition, pen.setter.cut("title", size=size, colour="secondary"))


def _opener(pen: Pen, block: Opener, page: Geometry) -> None:
    _ground(pen, page)
    left, sizes = page.start, pen.setter.theme.sizes.volume
    with pen.block(Tag.PARAGRAPH):
        _capitals(pen, block.part, left, page.height - 78, page.measure)
        number = pen.setter.cut("title", size=sizes.part_number, colour="track")
        pen.text(left - 3, page.height - 190, block.number, number)
    with pen.block(Tag.H1):
        y = _title(pen, block.title, left, page.height - 290, page.measure, float(sizes.part_title), "paper")
    cut = pen.setter.cut("lead", colour="track")
    leading = pen.setter.leading("lead")
    y -= 34
    for line in block.lines:
        set_ = pen.setter.label(line, cut, block.origin, page.text)
        with pen.block(Tag.PARAGRAPH):
            pen.column(set_, set_.lines, left, y, leading)
        y -= len(set_.lines) * leading + 2


_PAGES: dict[type[Block], Callable[[Pen, Any, Geometry], None]] = {
    Cover: _cover,
    HalfTitle: _half_title,
    Opener: _opener,
}
"""What draws each kind of page."""
