"""Pages that are one picture: cover, half-title, openers of parts (design/page-design.md, section 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdfgen.content import Cover, HalfTitle, Opener
from pdfgen.layout.masthead import fit_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.content import Block
    from pdfgen.layout.geometry import Geometry
    from pdfgen.layout.pen import Pen

_TITLE = 58.0  # the size of a cover's title, and the distance of its lines
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
    pen: Pen, text: str, x: float, y: float, measure: float, size: float, colour: str
) -> float:
    """Show a title in as many lines as it takes from the baseline ``y`` down; return the last baseline."""
    cut = pen.setter.cut("title", size=size, colour=colour)
    widest = max(map(cut.width, text.split(" ")))
    if widest > measure:
        cut, _ = fit_title(pen.setter, text, pen.origin, measure, size)
        cut = pen.setter.cut("title", size=min(cut.size, size * measure / widest), colour=colour)
    set_ = pen.setter.label(text, cut, pen.origin, measure)
    pen.column(set_, set_.lines, x - 1.5, y, cut.size)
    return y - (len(set_.lines) - 1) * cut.size


def _cover(pen: Pen, block: Cover, page: Geometry) -> None:
    _ground(pen, page)
    left, top = page.left, page.height
    light = pen.setter.cut("band", size=10, colour="paper")
    with pen.block("P"):
        pen.capitals(left, top - 78, block.overline, light, 1.8)
    with pen.block("H1"):
        y = _title(pen, block.title, left, top - 150.6, 0.66 * page.measure, _TITLE, "paper")
        edition = pen.setter.cut("title", size=_TITLE, colour="track")
        pen.text(left - 1.5, y - 1.24 * _TITLE, block.edition, edition)
    _bars(pen, block, page)
    small = pen.setter.cut("table", size=9.3, colour="track")
    with pen.block("P"):
        pen.text(left, _AXIS - 43, block.caption, small)
    with pen.block("P"):
        pen.fitted(left, 70, block.foot, pen.setter.cut("table", size=11.4, colour="track"), page.measure)


def _bars(pen: Pen, block: Cover, page: Geometry) -> None:
    """Draw a bar for each entity, the axis below them, and what the colours mean."""
    left, count = page.left, max(1, len(block.bars))
    pitch = page.measure / count
    said = "; ".join(f"{label} {number}" for _, label, number in block.legend)
    box = (left, _AXIS - 1, page.right, _AXIS + _BARS + 2)
    with pen.canvas.figure(pen.canvas.structure, f"{block.caption}: {said}", box):
        for index, (share, tone) in enumerate(block.bars):
            height = max(_BARS * share, 0.8)
            pen.ground(left + index * pitch, _AXIS + 1.5, min(_BAR * pitch, 24.0), height, f"band_{tone}")
        pen.rule(left, page.right, _AXIS, 0.8, "paper")
    cut = pen.setter.cut("label", size=10.2, colour="paper")
    x = left
    for tone, label, number in block.legend:
        pen.status(x + 5, _AXIS - 20, 5, tone, f"band_{tone}")
        with pen.block("P"):
            end = pen.text(x + 15, _AXIS - 23.6, f"{label}  {number}", cut)
        x = max(end + 24, x + page.measure / 4.4)


def _half_title(pen: Pen, block: HalfTitle, page: Geometry) -> None:
    with pen.block("H1"):
        y = _title(pen, block.title, page.left, page.height * 0.66, 0.8 * page.measure, 30.0, "text")
        pen.text(page.left - 1, y - 38, block.edition, pen.setter.cut("title", size=30, colour="secondary"))


def _opener(pen: Pen, block: Opener, page: Geometry) -> None:
    _ground(pen, page)
    left = page.left
    with pen.block("P"):
        pen.capitals(left, page.height - 78, block.part, pen.setter.cut("band", size=10, colour="paper"), 1.8)
        pen.text(left - 3, page.height - 190, block.number, pen.setter.cut("title", size=96, colour="track"))
    with pen.block("H1"):
        y = _title(pen, block.title, left, page.height - 290, page.measure, 40.0, "paper")
    cut = pen.setter.cut("lead", colour="track")
    leading = pen.setter.leading("lead")
    y -= 34
    for line in block.lines:
        set_ = pen.setter.label(line, cut, block.origin, page.text)
        with pen.block("P"):
            pen.column(set_, set_.lines, left, y, leading)
        y -= len(set_.lines) * leading + 2


_PAGES: dict[type[Block], Callable[[Pen, Any, Geometry], None]] = {
    Cover: _cover,
    HalfTitle: _half_title,
    Opener: _opener,
}
"""What draws each kind of page."""
