"""Prose: a flowable that takes styled spans, breaks its lines itself, and splits over pages without losing a word.

First-fit line breaking, ragged right. A line that breaks at a space ends with that space, so that the words of
adjoining lines stay apart when the text is read back (notes/reportlab.md, trap 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportlab.platypus.flowables import Flowable

from pdfgen.layout.typography import Flaw, Fragment, Typesetter, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.content import Span
    from pdfgen.errors import Origin
    from pdfgen.layout.typography import Cut, StyleName
    from pdfgen.pdf.canvas import Canvas

_WIDOWS = 2  # the least number of lines of a paragraph on either side of a page break
_EPSILON = 0.01


@dataclass(slots=True)
class Line:
    """A line of fragments; ``indent`` in points from the left of the column."""

    fragments: list[Fragment]
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A tinted ground with a bar at its left, behind prose; ``padding`` in points on the left and right."""

    ground: Any
    bar: Any
    padding: float = 10.0


def break_lines(words: Sequence[Word], measure: float, first_indent: float = 0.0) -> tuple[list[Line], list[str]]:
    """Return ``words`` in lines of at most ``measure`` points, and the words that are wider and had to be broken.

    Fragments of a line that share a cut are joined, spaces included, so that each is shown by one operator.
    """
    lines: list[list[Word]] = []
    broken: list[str] = []
    room = measure - first_indent
    used = 0.0
    for word in words:
        width = word.width
        if lines and used + lines[-1][-1].space + width <= room + _EPSILON:
            used += lines[-1][-1].space + width
            lines[-1].append(word)
            continue
        if lines:
            room = measure
        if width > room:
            broken.append(word.text)
            pieces = _pieces(word, room, measure)
            lines += [[piece] for piece in pieces]
            used = pieces[-1].width
            room = measure if len(lines) > 1 else room
        else:
            lines.append([word])
            used = width
    ends_with_space = [True] * len(lines)
    if lines:
        ends_with_space[-1] = False
    for index, line in enumerate(lines):
        if isinstance(line[-1], _Piece):
            ends_with_space[index] = False
    set_lines = [Line(_joined(line, space=space)) for line, space in zip(lines, ends_with_space, strict=True)]
    if set_lines:
        set_lines[0].indent = first_indent
    return set_lines, broken


def set_lines(
    setter: Typesetter,
    spans: Sequence[Span],
    style: StyleName,
    origin: Origin,
    measure: float,
    first_indent: float = 0.0,
) -> list[Line]:
    """Return ``spans`` in lines of at most ``measure`` points; a word that is wider is broken, which is a flaw."""
    lines, broken = break_lines(setter.words(spans, style, origin), measure, first_indent)
    for word in broken:
        shown = word if len(word) <= 40 else word[:39] + "…"  # noqa: PLR2004
        message = f"“{shown}” is wider than its column and is broken at the edge"
        remedy = "put spaces or hyphens into it"
        setter.flaws.append(Flaw(origin, "overlong-word", message, remedy, word[:40], "warning"))
    return lines


class _Piece(Word):
    """A part of a broken word that goes on on the next line."""


def _pieces(word: Word, room: float, measure: float) -> list[Word]:
    """Break a word that is wider than its column where the column ends."""
    found: list[Word] = [_Piece()]
    used = 0.0
    for fragment in word.fragments:
        cut = fragment.cut
        for char in fragment.text:
            width = cut.face.width(char) * cut.size
            if used + width > room and found[-1].fragments:
                found.append(_Piece())
                used, room = 0.0, measure
            last = found[-1].fragments[-1] if found[-1].fragments else None
            if last is not None and last.cut is cut:
                last.text += char
                last.width += width
            else:
                found[-1].fragments.append(Fragment(cut, char, width))
            used += width
    found[-1] = Word(found[-1].fragments)
    return found


def _joined(words: list[Word], *, space: bool) -> list[Fragment]:
    flat: list[tuple[Cut, str, float]] = []
    for index, word in enumerate(words):
        flat += [(fragment.cut, fragment.text, fragment.width) for fragment in word.fragments]
        if space or index < len(words) - 1:
            last = word.fragments[-1].cut
            following = words[index + 1].fragments[0].cut if index < len(words) - 1 else last
            # a space between two cuts is plain: it belongs to a link only when both sides do
            owner = last if last == following or (following.link or following.target or following.rise) else following
            flat.append((owner, " ", owner.face.width(" ") * owner.size))
    return [
        Fragment(cut, "".join(text for _, text, _ in group), sum(width for _, _, width in group))
        for cut, group in ((cut, list(items)) for cut, items in groupby(flat, key=lambda item: item[0]))
    ]


def draw_fragments(canvas: Canvas, fragments: Sequence[Fragment], x: float, y: float) -> None:
    """Show a line of fragments with its baseline at ``y``, and lay links over those that have one."""
    text = canvas.beginText(x, y)
    at = x
    colour = None
    for fragment in fragments:
        cut = fragment.cut
        text.setFont(cut.face.fontName, cut.size)
        if cut.colour != colour:
            text.setFillColor(cut.colour)
            colour = cut.colour
        if cut.rise:
            text.setRise(cut.rise)
        text.textOut(fragment.text)
        if cut.rise:
            text.setRise(0)
        if cut.link or cut.target:
            area = (at, y + cut.rise - 0.25 * cut.size, at + fragment.width, y + cut.rise + 0.85 * cut.size)
            if cut.link:
                canvas.link(cut.link, area)
            else:
                canvas.jump(cut.target, area)
        at += fragment.width
    canvas.drawText(text)


def baseline(leading: float, size: float) -> float:
    """Return the distance from the top of a line to its baseline, in points: the x-height centred in the leading."""
    return leading / 2 + 0.335 * size


class Prose(Flowable):
    """A paragraph in a column.

    ``mark`` hangs in the indentation of the first line, at ``mark_indent`` (a bullet, the number of a note); ``key``
    is the id that jumps lead to. Splitting leaves two lines on either side of the break at least, or does not split.
    """

    def __init__(  # noqa: PLR0913  # the parts of a paragraph
        self,
        setter: Typesetter,
        spans: Sequence[Span],
        style: StyleName,
        origin: Origin,
        *,
        indent: float = 0.0,
        first_indent: float = 0.0,
        mark: str = "",
        mark_indent: float = 0.0,
        key: str = "",
        box: Box | None = None,
        space_before: float = 0.0,
        space_after: float = 0.0,
    ) -> None:
        super().__init__()
        self.setter, self.spans, self.style, self.origin = setter, spans, style, origin
        self.indent, self.first_indent, self.key, self.box = indent, first_indent, key, box
        # the space keeps the mark apart from the text when it is read back
        self.mark = setter.line(f"{mark} ", style, origin) if mark else []
        self.mark_indent = mark_indent
        self.spaceBefore, self.spaceAfter = space_before, space_after
        tokens = setter.style(style)
        self.leading, self.size = float(tokens.leading), float(tokens.size)
        self.lines: list[Line] | None = None

    def set_lines(self, width: float) -> list[Line]:
        """Return the lines at a column ``width`` points wide; they are broken once."""
        if self.lines is None:
            padding = 2 * self.box.padding if self.box else 0
            measure = width - self.indent - padding
            self.lines = set_lines(self.setter, self.spans, self.style, self.origin, measure, self.first_indent)
            if not self.lines and self.mark:
                self.lines = [Line([])]  # a mark alone
        return self.lines

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size in a column ``width`` points wide."""
        self.width = width
        return width, len(self.set_lines(width)) * self.leading

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the part that fits in ``height`` points and the rest; nothing when it is better not split."""
        lines = self.set_lines(width)
        fits = int((height + _EPSILON) // self.leading)
        if fits >= len(lines):
            return [self]
        fits = min(fits, len(lines) - _WIDOWS)
        if fits < _WIDOWS:
            return []
        head, tail = self._part(lines[:fits]), self._part(lines[fits:])
        head.spaceBefore, tail.spaceBefore = self.spaceBefore, 0.0
        head.spaceAfter, tail.spaceAfter = 0.0, self.spaceAfter
        tail.mark, tail.key = [], ""
        return [head, tail]

    def _part(self, lines: list[Line]) -> Prose:
        part = Prose(self.setter, self.spans, self.style, self.origin, indent=self.indent, box=self.box)
        part.lines, part.mark, part.mark_indent, part.key = lines, self.mark, self.mark_indent, self.key
        return part

    def draw(self) -> None:
        """Show the lines; the origin is the lower left corner."""
        canvas: Canvas = self.canv
        lines = self.lines or []
        top = len(lines) * self.leading
        left = self.indent
        if self.box:
            left += self.box.padding
            canvas.setFillColor(self.box.ground)
            canvas.rect(0, 0, self.width, top, stroke=0, fill=1)
            canvas.setFillColor(self.box.bar)
            canvas.rect(0, 0, 2, top, stroke=0, fill=1)
        if self.key:
            canvas.anchor(self.key, top)
        y = top - baseline(self.leading, self.size)
        for index, line in enumerate(lines):
            if index == 0 and self.mark:
                draw_fragments(canvas, self.mark, left - self.indent + self.mark_indent, y)
            draw_fragments(canvas, line.fragments, left + line.indent, y)
            y -= self.leading
