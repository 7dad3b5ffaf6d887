"""The pen: text and shapes in the cuts and colours of a typesetter, at places on a page. Lengths in points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pdfgen.layout.flaws import Flaw
from pdfgen.layout.measured_text import CUT, FACE, MARKS
from pdfgen.pdf.attributes import NO_ATTRIBUTES, table_scope
from pdfgen.pdf.characters import clusters
from pdfgen.pdf.faces import KERNS
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.content import PrintedScore
    from pdfgen.content.blocks import Trend
    from pdfgen.errors import Origin
    from pdfgen.layout.font_spec import FontSpec
    from pdfgen.layout.measured_text import Line
    from pdfgen.layout.typesetter import SetText, Typesetter
    from pdfgen.pdf.attributes import Attributes
    from pdfgen.pdf.canvas import Canvas
    from pdfgen.pdf.faces import Face
    from pdfgen.pdf.structure import Element

_SMALLEST = 6.5
_TOUCHING = 0.3  # of the size: text that stands closer goes on with the word before


ROW_HEAD, COLUMN_HEAD = table_scope("Row"), table_scope("Column")
"""The attributes of cells that head a row or a column."""
MISSING = (1.5, 1.5)
"""Dash and gap of the lines around a score that is missing, in points."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A structure element that flowables share: a list, an item, a note. The pen makes it when it is first drawn."""

    tag: Tag
    parent: Group | None = None
    attributes: Attributes = NO_ATTRIBUTES
    id: str = ""


class _Block:
    """The text of a structure element, as a context; hundreds are made for each report."""

    __slots__ = ("before", "element", "pen")

    def __init__(self, pen: Pen, element: Element | None) -> None:
        self.pen, self.element = pen, element

    def __enter__(self) -> None:
        self.before = self.pen.begin_block(self.element)

    def __exit__(self, *_: object) -> None:
        self.pen.end_block(self.before)


class Pen:
    """Draws on a canvas; what cannot be set becomes a flaw of the typesetter, at ``origin``."""

    def __init__(self, canvas: Canvas, setter: Typesetter) -> None:
        self.canvas, self.setter = canvas, setter
        self.grid = setter.grid
        self.origin: Origin
        self._wider = 0.0  # what each space of a justified line is widened by
        self._links: dict[int, tuple[str, Element]] = {}  # the last one of each element, while it may go on
        self._elements: dict[Group, Element] = {}  # those that were made
        self._in_block = False
        self._end: tuple[float, float, float] | None = None  # of the text in a block: place and size

    # -- structure

    def block(self, tag: Tag, parent: Element | None = None, attributes: Attributes = NO_ATTRIBUTES) -> _Block:
        """Make the text that is shown a new structure element, in ``parent`` or in the whole document."""
        within = parent or self.canvas.structure
        return _Block(self, within.add(tag, attributes=attributes) if within else None)

    def begin_block(self, element: Element | None) -> Element | str | None:
        """Begin a block; return what text belonged to."""
        self._in_block, self._end = True, None
        return self.canvas.aim(element)

    def end_block(self, before: Element | str | None) -> None:
        """End a block."""
        self._in_block, self._end = False, None
        self.canvas.aim(before)

    def _separate(self, before: tuple[float, float, float], x: float, y: float, cut: FontSpec) -> None:
        """Write a space between a piece of a block and the one before, unless they touch: words are read by it."""
        end, line, size = before
        if y != line or abs(x - end) > _TOUCHING * max(size, cut.size):
            self.canvas.set_type(cut.face, cut.size, cut.paint)
            self.canvas.begin_text(end, line)
            self.canvas.show(cut.face, cut.size, " ")
            self.canvas.end_text()

    def within(self, group: Group | None) -> Element | None:
        """Return the element of a group, made when it is first asked for; the whole without a group."""
        if group is None or self.canvas.structure is None:
            return self.canvas.structure
        found = self._elements.get(group)
        if found is None and (parent := self.within(group.parent)):
            id_ = self.canvas.key(group.id) if group.id else ""
            found = self._elements[group] = parent.add(group.tag, attributes=group.attributes, id_=id_)
        return found

    # -- text

    def text(self, x: float, y: float, text: str, cut: FontSpec) -> float:
        """Show ``text`` from ``x`` on the baseline ``y``; return where it ends."""
        if not text:
            return x
        shown, width = self.measured(text, cut)
        if self._end:
            self._separate(self._end, x, y, cut)
        canvas = self.canvas
        canvas.set_type(cut.face, cut.size, cut.paint)
        canvas.begin_text(x, y)
        if cut.link or cut.target or MARKS.search(shown):
            self._marked(shown, cut, (cut,), x, y)
        else:
            canvas.show(cut.face, cut.size, shown)
        canvas.end_text()
        end = x + width
        if self._in_block:
            self._end = (end, y, cut.size)
        return end

    def measured(self, text: str, cut: FontSpec) -> tuple[str, float]:
        """Return measured ``text`` and its width in points; what of it cannot be set is noted."""
        shown, width, _ = cut.chain[text]
        if not cut.chain.complete:
            self.setter.note_gaps(cut, text, self.origin)
        return shown, width * cut.size

    def text_to(self, x: float, y: float, text: str, cut: FontSpec) -> float:
        """Show ``text`` so that it ends at ``x``; return where it starts."""
        start = x - cut.width(text)
        self.text(start, y, text, cut)
        return start

    def fitted(self, x: float, y: float, text: str, cut: FontSpec, measure: float) -> float:
        """Show ``text`` from ``x``, smaller where it is wider than ``measure``; return where it ends.

        Below 6.5 points it is a flaw: a shorter text is wanted.
        """
        width = cut.width(text)
        if width > measure:
            cut = replace(cut, size=cut.size * measure / width)
            if cut.size < _SMALLEST:
                message = f"“{text}” does not fit its place"
                self.setter.flaws.append(Flaw(self.origin, "overfull", message, "shorten it", text))
        return self.text(x, y, text, cut)

    def shortened(self, text: str, cut: FontSpec, measure: float) -> str:
        """Return ``text`` with no more words than fit ``measure``, and an ellipsis for those that are left out."""
        shown = text
        while cut.width(shown) > measure and " " in text:
            text = text.rpartition(" ")[0]
            shown = f"{text}…"
        while cut.width(shown) > measure and len(shown) > 1:  # a single word
            shown = f"{''.join(clusters(shown)[:-2])}…"
        return shown

    def text_centre(self, x: float, y: float, text: str, cut: FontSpec) -> None:
        """Show ``text`` centred on ``x``."""
        self.text(x - cut.width(text) / 2, y, text, cut)

    def capitals(self, x: float, y: float, text: str, cut: FontSpec, tracking: float, *, end: bool = False) -> float:
        """Show ``text`` in tracked capitals from ``x`` or, with ``end``, up to it; return the other end."""
        length = tracked(text, cut, tracking)
        with self.canvas.tracking(tracking):
            shown = self.text(x - length if end else x, y, text.upper(), cut)
        return x - length if end else shown + length - cut.width(text.upper())

    def line(self, line: Line, cuts: Sequence[FontSpec], x: float, y: float) -> None:
        """Show a line with its baseline at ``y``, and lay links over what has them."""
        canvas = self.canvas
        cut = cuts[line.cut]
        canvas.set_type(cut.face, cut.size, cut.paint)
        canvas.begin_text(x, y)
        if cut.rise or cut.link or cut.target or MARKS.search(line.text):
            self._marked(line.text, cut, cuts, x, y)
        else:
            self._end_link()
            canvas.show(cut.face, cut.size, line.text)
        canvas.end_text()

    def _marked(self, text: str, cut: FontSpec, cuts: Sequence[FontSpec], x: float, y: float) -> None:
        canvas = self.canvas
        face, rise = cut.face, 0.0
        for piece in MARKS.split(text):
            if not piece:
                continue
            if MARKS.match(piece):
                code = ord(piece)
                if code >= CUT:
                    cut = cuts[code - CUT]
                face = cut.chain.faces[code - FACE] if code < CUT else cut.face
                continue
            start, x = x, x + _width(piece, cut.size, face) + piece.count(" ") * self._wider
            if cut.link or cut.target:
                canvas.end_text()
                element = self._link_element(cut)
                with canvas.tag(element):
                    canvas.begin_text(start, y + cut.rise)
                    canvas.set_type(face, cut.size, cut.paint)
                    canvas.show(face, cut.size, piece)
                    canvas.end_text()
                end = x - cut.width(" ") - self._wider if piece.endswith(" ") else x
                area = (start, y + cut.rise - 0.25 * cut.size, end, y + cut.rise + 0.85 * cut.size)
                canvas.link(area, cut.hint or cut.link, uri=cut.link, key=cut.target, element=element)
                canvas.begin_text(x, y)
                continue
            self._end_link()
            if cut.rise != rise:
                rise = cut.rise
                canvas.rise(rise)
            canvas.set_type(face, cut.size, cut.paint)
            canvas.show(face, cut.size, piece)
        if rise:
            canvas.end_rise()

    def _link_element(self, cut: FontSpec) -> Element | None:
        """Return the structure element of a link, one for all its lines and cuts."""
        parent = self.canvas.text_element
        if parent is None:
            return None
        place = cut.link or cut.target
        before = self._links.get(id(parent))
        if before is None or before[0] != place:
            before = self._links[id(parent)] = place, parent.add(Tag.LINK)
        return before[1]

    def _end_link(self) -> None:
        """End the link of the current element: the next one is a new link."""
        if self._links:
            self._links.pop(id(self.canvas.text_element), None)

    def column(
        self, set_: SetText, lines: Sequence[Line], x: float, y: float, leading: float, spread: Sequence[float] = ()
    ) -> None:
        """Show lines one below the other, the first on the baseline ``y``; ``spread`` widens the spaces of each."""
        if not lines:
            return
        cut = set_.cuts[0]
        if self._end:
            self._separate(self._end, x, y, cut)
        if set_.plain and not cut.rise and not cut.link and not cut.target:
            self._plain(set_, lines, x, y, leading, spread)
        else:
            for number, line in enumerate(lines):
                if spread:
                    self._wider = spread[number]
                    self.canvas.word_space(self._wider)
                self.line(line, set_.cuts, x, y - number * leading)
        if spread:
            self._wider = 0.0
            self.canvas.word_space(0.0)
        if self._in_block:
            self._end = (x + lines[-1].width, y - leading * (len(lines) - 1), cut.size)

    def _plain(  # text, place, spaces
        self, set_: SetText, lines: Sequence[Line], x: float, y: float, leading: float, spread: Sequence[float]
    ) -> None:
        canvas, cut = self.canvas, set_.cuts[0]
        canvas.set_type(cut.face, cut.size, cut.paint)
        canvas.begin_text(x, y, leading)
        for number, line in enumerate(lines):
            if number:
                canvas.next_line()
            if spread:
                canvas.word_space(spread[number])
            if MARKS.search(line.text):
                self._marked(line.text, cut, set_.cuts, x, 0.0)
                canvas.set_type(cut.face, cut.size, cut.paint)
            else:
                canvas.show(cut.face, cut.size, line.text)
        canvas.end_text()

    # -- shapes

    def rule(self, x0: float, x1: float, y: float, thickness: float, colour: str) -> None:
        """Draw a horizontal line."""
        self.stroke([(x0, y), (x1, y)], thickness, colour)

    def stroke(self, corners: list[tuple[float, float]], thickness: float, colour: str) -> None:
        """Draw a line through ``corners``."""
        self.canvas.set_stroke(self.setter.paints[colour], thickness)
        self.canvas.polygon(corners, "S")

    def ground(self, x: float, y: float, length: float, height: float, colour: str) -> None:
        """Fill a rectangle from its lower left corner."""
        self.canvas.fill(self.setter.paints[colour])
        self.canvas.area(x, y, length, height)

    def box(self, x: float, y: float, length: float, height: float, fill: str, edge: str, thickness: float) -> None:
        """Fill a rectangle and draw its edge; ``fill`` may be empty."""
        self.canvas.set_stroke(self.setter.paints[edge], thickness)
        if fill:
            self.canvas.fill(self.setter.paints[fill])
        self.canvas.area(x, y, length, height, "B" if fill else "S")

    def shape(self, corners: list[tuple[float, float]], colour: str) -> None:
        """Fill a shape with straight sides."""
        self.canvas.fill(self.setter.paints[colour])
        self.canvas.polygon(corners)

    # -- marks with a meaning

    def trend_colour(self, trend: Trend | None) -> str:
        """Return the name of the colour of a change."""
        return trend if trend in ("better", "worse") else "secondary"

    def triangle(self, x: float, y: float, size: float, trend: Trend | None) -> None:
        """Draw the mark of a change on the baseline ``y``: up for better, down for worse, nothing for none."""
        if trend == "better":
            self.shape([(x, y), (x + size, y), (x + size / 2, y + 0.9 * size)], "better")
        elif trend == "worse":
            self.shape([(x, y + 0.9 * size), (x + size, y + 0.9 * size), (x + size / 2, y)], "worse")

    def status(self, x: float, y: float, radius: float, tone: str, colour: str) -> None:
        """Draw the shape of a tone around a centre: disc, half disc, ring with a bar; a ring for a neutral one.

        A grade such as 2/5 is a disc for the best, a ring with a bar for the worst, and between them a ring around a
        dot, which is the larger the better the grade is.
        """
        canvas, paint = self.canvas, self.setter.paints[colour]
        canvas.fill(paint)
        place, _, count = tone.partition("/")
        if tone == "positive" or place == "1":
            canvas.disc(x, y, radius)
            return
        canvas.set_stroke(paint, round(radius * 0.28, 2))
        canvas.disc(x, y, radius * 0.87, "S")
        if tone == "mixed":
            canvas.half_disc(x, y, radius * 0.87)
        elif count and place != count:
            canvas.disc(x, y, radius * 0.7 * (int(count) - int(place)) / (int(count) - 1))
        elif tone == "negative" or count:
            canvas.area(x - radius * 0.5, y - radius * 0.14, radius, radius * 0.28)

    def bar(self, x: float, y: float, length: float, height: float, score: PrintedScore) -> None:
        """Draw a score as a share of its scale, with a tick at the previous one where it was another."""
        if score.number is None:
            with self.canvas.dashed(*MISSING):
                self.box(x, y, length, height, "", "secondary", 0.5)
            return
        self.ground(x, y, length, height, "track")
        if share := score.share(score.number):
            self.ground(x, y, length * share, height, "accent")
        if score.before is not None and score.before != score.number:
            at = x + length * score.share(score.before)
            self.stroke([(at, y - 1.8), (at, y + height + 1.8)], 1.1, "text")
        self.whisker(x, y + height / 2, length, score)

    def whisker(self, x: float, y: float, length: float, score: PrintedScore) -> None:
        """Draw what a score may be as a line with two ends, over the picture of its scale; nothing where it is sure."""
        if score.low is None or score.high is None or score.most is None:
            return
        ends = [x + length * score.share(end) for end in (score.low, score.high)]
        self.rule(ends[0], ends[1], y, 0.9, "text")
        for end in ends:
            self.stroke([(end, y - 2), (end, y + 2)], 0.9, "text")


def tracked(text: str, cut: FontSpec, tracking: float) -> float:
    """Return the width of ``text`` in tracked capitals, in points."""
    capitals = text.upper()
    return cut.width(capitals) + tracking * (len(capitals) - 1)


def _width(piece: str, size: float, face: Face) -> float:
    """Return the width of measured text of one face, in points."""
    kerns = sum(map(int, KERNS.findall(piece)))
    return (sum(map(face.advance, KERNS.sub("", piece))) - kerns / 1000) * size
