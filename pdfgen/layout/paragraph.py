"""Paragraphs as flowables. They split over pages without losing or doubling a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.content import Paragraph
from pdfgen.layout.flow import Flowable
from pdfgen.layout.pen import Group
from pdfgen.layout.setters import Setting, sets
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pdfgen.content import Block, Span
    from pdfgen.errors import Origin
    from pdfgen.layout.measured_text import Line
    from pdfgen.layout.pen import Pen
    from pdfgen.layout.typesetter import Typesetter
    from pdfgen.theme import StyleName

_STYLES: dict[str, StyleName] = {"lead": "lead", "body": "body", "small": "small", "remark": "note"}
_WIDOWS = 2  # the least number of lines of a paragraph on either side of a page break
_WIDEST = 3.0  # a justified line whose spaces would grow by more than this, in their own width, is left ragged


def baseline(leading: float, size: float) -> float:
    """Return the distance from the top of a line to its baseline, in points: the x-height centred in the leading."""
    return leading / 2 + 0.335 * size


@dataclass(frozen=True, slots=True)
class Mark:
    """What hangs before a paragraph: a bullet or a number, ``indent`` points from the left of the column."""

    text: str
    indent: float = 0.0
    style: StyleName | None = None
    """The style of a bullet; that of the paragraph when left out."""
    colour: str = ""


class Prose(Flowable):
    """A paragraph.

    ``size`` and ``leading`` are those of its style when left out. ``indent`` moves all of it to the right,
    ``first_indent`` its first line; ``key`` is the id that jumps lead to.
    ``group`` is the structure element that it is part of, ``labelled`` the one that its mark is part of.
    """

    def __init__(  # noqa: PLR0913  # the parts of a paragraph
        self,
        setter: Typesetter,
        spans: Sequence[Span],
        style: StyleName,
        origin: Origin,
        measure: float,
        *,
        size: float = 0.0,
        leading: float = 0.0,
        indent: float = 0.0,
        first_indent: float = 0.0,
        mark: Mark | None = None,
        key: str = "",
        before: float = 0.0,
        on_grid: bool = True,
        keep_with_previous: bool = False,
        justified: bool = False,
        group: Group | None = None,
        labelled: Group | None = None,
    ) -> None:
        self.origin = origin
        self.own, self.labelled = Group(Tag.PARAGRAPH, group), labelled
        self.indent, self.first_indent, self.key, self.mark = indent, first_indent, key, mark
        self.measure = measure - indent
        self.before, self.on_grid, self.keep_with_previous = before, on_grid, keep_with_previous
        self.is_item = mark is not None
        cut = setter.cut(style, size=size)
        self.leading = leading or setter.leading(style)
        self.baseline = baseline(self.leading, cut.size)
        self.justified = justified
        self.set = setter.lines(spans, cut, origin, self.measure, indent=first_indent, style=style, justified=justified)
        count = len(self.set.lines) or (1 if mark else 0)
        self.rows = [self.leading] * count
        if mark:
            self._mark_cut = setter.cut(mark.style, size=cut.size, colour=mark.colour) if mark.style else cut

    def may_part(self, row: int) -> bool:
        """Leave two lines on either side, and no word that is divided at a page's end."""
        return _WIDOWS <= row <= len(self.rows) - _WIDOWS and not self.set.lines[row - 1].hyphen

    def draw(self, pen: Pen, x: float, top: float, rows: range) -> None:
        """Show lines, and the mark before the first."""
        pen.origin = self.origin
        y = top - self.baseline
        if rows.start == 0:
            if self.key:
                pen.canvas.place(self.key, top)
            if self.mark:
                # the space keeps the mark apart from the text when it is read back
                with pen.block(Tag.LABEL, pen.within(self.labelled)):
                    pen.text(x + self.mark.indent, y, f"{self.mark.text} ", self._mark_cut)
        lines = self.set.lines[rows.start : rows.stop]
        if lines:
            with pen.canvas.tag(pen.within(self.own)):
                self._show(pen, x + self.indent, y, lines, rows)

    def _show(self, pen: Pen, x: float, y: float, lines: Sequence[Line], rows: range) -> None:
        spread = self._spread(lines, rows) if self.justified else []
        if self.first_indent and rows.start == 0:
            pen.column(self.set, lines[:1], x + self.first_indent, y, self.leading, spread[:1])
            lines, spread, y = lines[1:], spread[1:], y - self.leading
        if lines:
            pen.column(self.set, lines, x, y, self.leading, spread)

    def _spread(self, lines: Sequence[Line], rows: range) -> list[float]:
        """Return by how much the spaces of each line are widened, in points."""
        found = []
        for number, line in enumerate(lines, rows.start):
            spaces = line.text.rstrip(" ").count(" ")
            free = self.measure - line.width - (0.0 if number else self.first_indent)
            wider = free / spaces if spaces and number < len(self.set.lines) - 1 else min(0.0, free / (spaces or 1))
            cut = self.set.cuts[line.cut]
            found.append(wider if wider <= _WIDEST * cut.width(" ") else 0.0)
        return found


@sets(Paragraph)
def set_paragraph(block: Paragraph, at: Setting) -> list[Prose]:
    """Return a paragraph."""
    return [paragraph(block, at, group=note_of(block, at))]


def paragraph(
    block: Paragraph,
    at: Setting,
    indent: float = 0.0,
    mark: Mark | None = None,
    measure: float | None = None,
    group: Group | None = None,
    *,
    before: float | None = None,
) -> Prose:
    """Return a paragraph of a text, a list or a notice.

    ``indent`` moves it to the right, ``mark`` hangs before it, ``measure`` is its width if not that of the text column,
    ``group`` the structure element that it is part of, ``before`` the space above it in a list.
    """
    setting = at.setter.theme.prose
    follows = not block.first and not mark
    indents = follows and block.role == "body" and not indent
    if before is None:
        before = {"lead": 0.5 * at.page.grid, "small": 4.0}.get(block.role, 0.0)
        before = before if follows or block.role == "small" else 0.0
    labelled = group.parent if group else None
    if block.mark:
        indent, mark = float(setting.indent), Mark(block.mark)
        labelled = group
    return Prose(
        at.setter,
        block.spans,
        _STYLES[block.role],
        block.origin,
        measure or at.page.text,
        indent=indent,
        first_indent=float(setting.indent) if indents else 0.0,
        mark=mark,
        key=block.id if block.mark else "",
        before=before,
        on_grid=block.first and block.role in ("lead", "body") and not indent,
        keep_with_previous=block.keep_with_previous,
        justified=setting.alignment == "justified" and block.role == "body",
        group=group,
        labelled=labelled,
    )


def notes_of(blocks: Iterable[Block]) -> dict[str, Group]:
    """Return a structure element for each note, by the id of the paragraph that begins it."""
    return {block.id: Group(Tag.NOTE, id=block.id) for block in blocks if isinstance(block, Paragraph) and block.mark}


def note_of(block: Block, at: Setting) -> Group | None:
    """Return the note that a block begins or goes on with."""
    return at.notes.get(block.id) or at.notes.get(block.id.rpartition(".")[0])
