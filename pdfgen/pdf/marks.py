"""Letters with marks that a face has no glyph for: HarfBuzz places the marks, and the two become one glyph.

Such a letter is one character of measured text, so that nothing ever comes between it and its marks: a stand-in from
the last plane of Unicode, which no text has. In a file it is one glyph, and is read as what was written.
"""

from __future__ import annotations

import unicodedata
from itertools import combinations
from math import radians, tan
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from pdfgen.pdf.characters import is_mark
from pdfgen.pdf.subset import ComposedGlyph

if TYPE_CHECKING:
    import uharfbuzz

    from pdfgen.pdf.subset import Glyphs

FIRST_STAND_IN = 0x100000
_STAND_INS = 0xFFFE  # of the last plane

MOST_MARKS = 4
"""The most marks on one letter: more of them run into the lines above and below."""

_JOINER = "\u034f"  # between a letter and its marks: HarfBuzz takes no composed glyph then
MARKED = dict.fromkeys(("liga", "clig", "calt", "rlig"), False)
"""The features that letters with marks are shaped with: all but those that join letters."""

_UNPLACED = MARKED | dict.fromkeys(("mark", "mkmk"), False)
# Canonical combining classes (Unicode, § 4.3): attached below, below, above; at the upper right; over two letters.
_ATTACHED_BELOW, _BELOW, _ABOVE = 202, 220, 230
_UPPER_RIGHT = (216, 232)
_DOTLESS = {"i": "\u0131", "j": "\u0237"}  # what a mark above stands on
_GAP = 0.04  # of the size, between marks that stand one over the other
_DESCENDS = 0.2  # of a mark's own depth: what is less is the overshoot of a round letter
_DOUBLE = (233, 234)


Box: TypeAlias = "tuple[int, int, int, int]"
"""Left, bottom, right and top, in units of the font."""


_stand_ins: dict[str, str] = {}
_said: dict[str, str] = {}
_lock = Lock()


def stand_in(cluster: str) -> str | None:
    """Return the character that stands for a letter with its marks; None when there are no more."""
    with _lock:
        found = _stand_ins.get(cluster)
        if found is None and len(_stand_ins) < _STAND_INS:
            found = chr(FIRST_STAND_IN + len(_stand_ins))
            _said[found] = cluster
            _stand_ins[cluster] = found
    return found


def said(char: str) -> str:
    """Return what a character of measured text says: itself, or the letter and marks that it stands for."""
    return _said.get(char, char)


class Placing:
    """Places marks on the letters of a face."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._font: uharfbuzz.Font | None = None

    def font(self) -> uharfbuzz.Font:
        """Return the face as HarfBuzz reads it."""
        import uharfbuzz  # noqa: PLC0415  # it takes time to load, and a check needs it for marks only

        if self._font is None:
            # the bytes that were judged, not the file: it may have become another one
            self._font = uharfbuzz.Font(uharfbuzz.Face(self._glyphs.program.content))
        return self._font

    def shaped(self, text: str, features: dict[str, bool]) -> list[tuple[int, int, int, int]]:
        """Return the glyphs of ``text`` in order, each with its advance and the place that it is moved to."""
        import uharfbuzz  # noqa: PLC0415

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "ltr"
        uharfbuzz.shape(self.font(), buffer, features)
        return [
            (info.codepoint, place.x_advance, place.x_offset, place.y_offset)
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]

    def made(self, cluster: str) -> ComposedGlyph | None:
        """Return a letter with its marks as a glyph; None where the face lacks a part or says no place for it."""
        letter, *marks = list(unicodedata.normalize("NFD", cluster))
        return (
            self._by_anchors(cluster, letter, marks)
            or self._by_anchors(letter + _JOINER + "".join(marks), letter, marks)
            or self._by_shape(letter, marks)
        )

    def _by_anchors(self, text: str, letter: str, marks: list[str]) -> ComposedGlyph | None:
        """Place marks where the face says; None where it does not say it of one, or lays two over each other."""
        placed, unplaced = self.shaped(text, MARKED), self.shaped(text, _UNPLACED)
        parts: list[tuple[int, int, int]] = []
        boxes: list[Box] = []
        letters = pen = 0
        for (glyph, advance, x, y), (_, _, plain_x, plain_y) in zip(placed, unplaced, strict=True):
            if not 0 < glyph < self._glyphs.program.count:  # a table of features may name any
                return None
            outline = self._glyphs.box(glyph)
            if advance:
                letters += 1
            elif outline and (x, y) == (plain_x, plain_y) and not _straddles(outline, marks):
                return None
            if outline:
                parts.append((glyph, pen + x, y))
                if glyph != self._glyphs.of(letter):
                    boxes.append((outline[0] + pen + x, outline[1] + y, outline[2] + pen + x, outline[3] + y))
            pen += advance
        if letters != 1 + _letters(marks) or any(_collide(*pair) for pair in combinations(boxes, 2)):
            return None
        return ComposedGlyph(pen, tuple(parts))

    def _by_shape(self, letter: str, marks: list[str]) -> ComposedGlyph | None:
        """Place marks by the shapes of letter and marks, as they are drawn for a letter like “x”."""
        if any(unicodedata.combining(mark) == _ABOVE for mark in marks):
            letter = _DOTLESS.get(letter, letter)
        glyphs = [self._glyphs.of(char) for char in (letter, *marks)]
        boxes = [box for glyph in glyphs if glyph and (box := self._glyphs.box(glyph))]
        middle = self._glyphs.box(self._glyphs.of("x"))
        if len(boxes) < len(glyphs) or not middle or not letter.isalpha():
            return None
        left, bottom, right, top = boxes[0]
        slope = tan(radians(-self._glyphs.program.angle))
        gap = _GAP * self._glyphs.program.units
        highest = lowest = None  # of the marks so far
        parts = [(glyphs[0], 0, 0)]
        for mark, glyph, (x0, y0, x1, y1) in zip(marks, glyphs[1:], boxes[1:], strict=True):
            kind = unicodedata.combining(mark)
            x, up = (left + right - x0 - x1) / 2, 0.0
            if kind == _ABOVE:
                up = top - middle[3] if highest is None else highest + gap - y0
                highest = y1 + up
            elif kind in (_ATTACHED_BELOW, _BELOW):
                up = lowest - gap - y1 if lowest is not None else bottom if bottom < _DESCENDS * y0 else 0
                lowest = y0 + up
            elif kind in _UPPER_RIGHT:
                x, up = right - x0 - (x1 - x0) / 3, top - middle[3]
            else:
                return None
            if kind not in _UPPER_RIGHT:
                x += ((y0 + y1) / 2 + up - (bottom + top) / 2) * slope
            parts.append((glyph, round(x), round(up)))
        return ComposedGlyph(self._glyphs.advance(glyphs[0]), tuple(parts))


def _collide(first: Box, second: Box) -> bool:
    """Tell whether two boxes cover more than half of each other, both ways."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    along = min(first[3], second[3]) - max(first[1], second[1])
    narrower = min(first[2] - first[0], second[2] - second[0])
    lower = min(first[3] - first[1], second[3] - second[1])
    return across * 2 > narrower and along * 2 > lower


def _straddles(box: Box, marks: list[str]) -> bool:
    """Tell whether a mark over two letters needs no anchor: it is drawn around the place between them."""
    return box[0] < 0 < box[2] and any(unicodedata.combining(mark) in _DOUBLE for mark in marks)


def _letters(marks: list[str]) -> int:
    return sum(not is_mark(char) for char in marks)
