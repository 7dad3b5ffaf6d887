"""What stands around the text of a page.

The band of a first page, running heads, feet, and the rail of a page that goes on with a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.pdf.paint import process_inks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.content import Document, Masthead
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Pen

_BAND = 39.0  # the height of the band


def band(pen: Pen, masthead: Masthead, page: Geometry, height: float = _BAND) -> None:
    """Draw the band of a first page: the series, and what kind of report it is."""
    pen.origin = masthead.origin
    over = page.bleed
    pen.ground(-over, page.height - height, page.width + 2 * over, height + over, "band")
    y = page.height - height / 2 - 6
    sizes = pen.setter.theme.sizes
    strong = pen.setter.cut("band", size=sizes.first_head)
    light = pen.setter.cut("meta", size=sizes.kind, colour="paper")
    pen.capitals(page.start, y, masthead.series, strong, 1.4)
    pen.capitals(page.end, y, masthead.kind, light, 1.2, end=True)


def running_head(pen: Pen, document: Document, page: Geometry, section: str) -> None:
    """Draw the head of a further page: the series, and the entity with the section of the page's first line.

    On the left page of a bound volume the two change sides.
    """
    y = page.height - 42
    strong = pen.setter.cut("label", size=pen.setter.theme.sizes.running_head, colour="band")
    words = "   ".join(filter(None, [document.name, section]))
    cut = pen.setter.cut("meta")
    head = pen.shortened(document.head, strong, page.measure / 2)
    room = page.measure - strong.width(head) - 12
    words = words if cut.width(words) <= room else pen.shortened(document.name, cut, room)
    verso = page.shift < 0
    pen.text(page.end - strong.width(head) if verso else page.start, y, head, strong)
    pen.text(page.start if verso else page.end - cut.width(words), y, words, cut)
    pen.rule(page.start, page.end, page.height - 48, 0.5, "rule")


def foot(pen: Pen, document: Document, page: Geometry, folio: str) -> None:
    """Draw the foot: entity, status and score where the document has them, and the folio."""
    if document.foot:
        pen.rule(page.start, page.end, page.bottom - 15.6, 0.5, "rule")
    y = page.bottom - 28.6
    cut, bold = pen.setter.cut("meta"), pen.setter.cut("value", size=pen.setter.theme.sizes.folio)
    length = min(cut.width(document.foot), page.measure - 40)
    verso = page.shift < 0
    pen.fitted(page.end - length if verso else page.start, y, document.foot, cut, length)
    pen.text(page.start if verso else page.end - bold.width(folio), y, folio, bold)


def continued(pen: Pen, page: Geometry, ongoing: str) -> None:
    """Say in the rail which question goes on at the top of the page."""
    if ongoing:
        y = page.top - page.grid / 2 - 3.25
        pen.fitted(page.start, y, ongoing, pen.setter.cut("small"), page.rail)


_MARK = 0.8  # of the width of the page


def mark(pen: Pen, page: Geometry, word: str) -> None:
    """Draw a word large across the middle of the page; the text comes above it."""
    room = _MARK * page.width
    style = pen.setter.cut("title", colour="track")
    size = min(room / style.width(word) * style.size, page.height / 4)
    cut = pen.setter.cut("title", size=size, colour="track")
    pen.text((page.width - cut.width(word)) / 2, page.height / 2 - size / 3, word, cut)


_THUMB = (6.0, 18.0)  # the size of a tab at the edge


def thumb(pen: Pen, page: Geometry, letter: str, letters: Sequence[str]) -> None:
    """Draw the tab of a letter at the outer edge, one step further down for each letter; it bleeds off."""
    wide, tall = _THUMB
    step = min(1.5 * tall, (page.top - page.bottom - tall) / max(1, len(letters) - 1))
    y = page.top - tall - letters.index(letter) * step
    verso = page.shift < 0
    pen.ground(-page.bleed if verso else page.width - wide, y, wide + page.bleed, tall, "band")
    cut = pen.setter.cut("value", size=pen.setter.theme.sizes.volume.thumb, colour="band")
    x = wide + 3 if verso else page.width - wide - 3 - cut.width(letter)
    pen.text(x, y + tall / 2 - 3, letter, cut)


_ALL = process_inks(1, 1, 1, 1)  # registration: on every plate
_HAIRLINE = 0.4
_BAR = (
    process_inks(1, 0, 0, 0),
    process_inks(0, 1, 0, 0),
    process_inks(0, 0, 1, 0),
    process_inks(0, 0, 0, 1),
    process_inks(0, 0, 0, 0.5),
)


def marks(pen: Pen, page: Geometry, slug: float, *words: str) -> None:
    """Draw what a press needs around the trimmed page: crop marks, targets, a colour bar, and what the sheet is.

    Of ``words`` the first ones are left out when they do not all have room.
    """
    canvas, over = pen.canvas, page.bleed
    canvas.set_stroke(_ALL, _HAIRLINE)
    near, far = over + 1, over + 5.5 * 72 / 25.4
    for x in (0.0, page.width):
        canvas.polygon([(x, -near), (x, -far)], "S")
        canvas.polygon([(x, page.height + near), (x, page.height + far)], "S")
    for y in (0.0, page.height):
        canvas.polygon([(-near, y), (-far, y)], "S")
        canvas.polygon([(page.width + near, y), (page.width + far, y)], "S")
    middle = over + 3.2 * 72 / 25.4
    for x, y in (
        (page.width / 2, -middle),
        (page.width / 2, page.height + middle),
        (-middle, page.height / 2),
        (page.width + middle, page.height / 2),
    ):
        canvas.disc(x, y, 4, "S")
        canvas.polygon([(x - 6, y), (x + 6, y)], "S")
        canvas.polygon([(x, y - 6), (x, y + 6)], "S")
    y = page.height + over + 4
    for index, inks in enumerate(_BAR):
        canvas.fill(inks)
        canvas.area(40 + 11 * index, y, 10, min(10, slug - over - 5))
    cut, room = pen.setter.cut("micro", size=6.5, colour="text"), page.width / 2 - 35
    lines = ("  ".join(words[index:]) for index in range(len(words)))
    pen.text(page.width / 2 + 15, y + 2, next((line for line in lines if cut.width(line) <= room), words[-1]), cut)
