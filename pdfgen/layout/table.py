"""The score overview: a table over the full measure (design/page-design.md, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdfgen.content import Span
from pdfgen.layout.drawing import Pen
from pdfgen.layout.head import WideFlowable
from pdfgen.layout.prose import break_lines, draw_fragments
from pdfgen.layout.typography import width
from pdfgen.profiles import GRID

if TYPE_CHECKING:
    from pdfgen.content import ScoreRow, ScoreTable
    from pdfgen.layout.typography import Cut, Typesetter
    from pdfgen.profiles import PageSize

_LABEL = 270.0  # points for code and label
_SLASH = 115.0  # from the right edge, where the slash of a score stands
_PREVIOUS = 48.0  # from the right edge, where the previous edition's score ends


class ScoreTableFlow(WideFlowable):
    """Title, heads and rows; when it must split, the next page repeats title and heads."""

    def __init__(
        self, block: ScoreTable, setter: Typesetter, page: PageSize, rows: tuple[ScoreRow, ...] | None = None
    ) -> None:
        super().__init__(setter, page)
        self.block = block
        self.rows = block.rows if rows is None else rows
        self.first = self.rows[:1] == block.rows[:1]
        self.spaceBefore = 2 * GRID
        self.spaceAfter = GRID
        self.section, self.level = block.title, 2
        codes = [
            width(setter.line(row.code, "table", block.origin, self._code_cut())) for row in block.rows if row.code
        ]
        self.indent = max([10.0, *codes]) + 6
        self.cells = [self._label(row) for row in self.rows]

    def _label(self, row: ScoreRow) -> list[Any]:
        style = Span(row.label, strong=row.kind in ("subtotal", "total"))
        words = self.setter.words([style], "table", self.block.origin)
        return break_lines(words, _LABEL - self._inset(row))[0]

    def _code_cut(self) -> Cut:
        return self.setter.cut("table", strong=True, colour="blue")

    def _inset(self, row: ScoreRow) -> float:
        return 2.0 if row.kind in ("subtotal", "total") else self.indent

    def _row_height(self, index: int) -> float:
        return (len(self.cells[index])) * GRID

    def height_of(self) -> float:
        """Three lines of heads, and the rows."""
        return 3 * GRID + sum(map(self._row_height, range(len(self.rows))))

    def split(self, _width: float, height: float) -> list[WideFlowable]:
        """Split between rows only when the table is taller than a whole page."""
        if self.height_of() <= self.page.lines * GRID and self.first:
            return []
        taken, used = 0, 3 * GRID
        while taken < len(self.rows) and used + self._row_height(taken) <= height:
            used += self._row_height(taken)
            taken += 1
        if taken < 2 or taken == len(self.rows):  # noqa: PLR2004  # a head with one row is none
            return []
        parts = (self.rows[:taken], self.rows[taken:])
        return [ScoreTableFlow(self.block, self.setter, self.page, rows) for rows in parts]

    def draw(self) -> None:
        """Draw title, heads and rows."""
        pen = Pen(self.canv, self.setter, self.block.origin)
        top = self.height_of()
        if self.first:
            self.canv.bookmark(self.block.id, self.block.title, 0, top + GRID / 2)
        pen.text(self.left, top - 12, self.block.title, "heading_1")
        head = self.setter.cut("label", size=8, colour="slate")
        y = top - 3 * GRID + 5
        category, score, previous, change = self.block.columns
        pen.text(self.left, y, category, "label", head)
        pen.text_right(self.right - _SLASH + 16, y, score, "label", head)
        if previous:
            pen.text_right(self.right - _PREVIOUS, y, previous, "label", head)
            pen.text_right(self.right, y, change, "label", head)
        pen.rule(self.left, self.right, top - 3 * GRID, 0.9, "ink")
        y = top - 3 * GRID
        for index, row in enumerate(self.rows):
            height = self._row_height(index)
            self._row(pen, row, index, y, height)
            y -= height
        pen.rule(self.left, self.right, 0, 0.9, "ink")

    def _row(self, pen: Pen, row: ScoreRow, index: int, top: float, height: float) -> None:
        heavy = row.kind in ("subtotal", "total")
        if heavy:
            pen.ground(self.left, top - height, self.page.measure, height, "tint")
        pen.rule(self.left, self.right, top - height, 0.4, "rule")
        y = top - GRID + 3.6
        if row.code:
            pen.text(self.left + 2, y, row.code, "table", self._code_cut())
        for line_number, line in enumerate(self.cells[index]):
            draw_fragments(self.canv, line.fragments, self.left + self._inset(row), y - line_number * GRID)
        points = row.points
        bold = self.setter.cut("table", strong=True)
        grey = self.setter.cut("table", colour="slate")
        slash = self.right - _SLASH
        pen.text_right(slash, y, points.value, "table", bold)
        if points.best:
            pen.text(slash, y, f"/{points.best}", "table", grey)
        if self.block.columns[2]:
            pen.text_right(self.right - _PREVIOUS, y, points.previous or "–", "table", grey)
            changed = bool(points.change)
            cut = self.setter.cut(
                "table", colour=pen.trend_colour(points.trend) if changed else "slate", strong=changed
            )
            start = pen.text_right(self.right, y, row.change, "table", cut)
            if changed:
                pen.triangle(start - 9, y, 5.5, points.trend)


class KeyFlow(WideFlowable):
    """How to read the scores: a tinted panel that is kept whole."""

    def __init__(self, block: Any, setter: Typesetter, page: PageSize) -> None:
        super().__init__(setter, page)
        self.block = block
        self.spaceBefore = 2 * GRID
        self.section, self.level = block.title, 2

    def height_of(self) -> float:
        """Five lines."""
        return 5 * GRID

    def draw(self) -> None:
        """Draw title, form, meanings and marks."""
        block = self.block
        pen = Pen(self.canv, self.setter, block.origin)
        top = self.height_of()
        self.canv.bookmark(block.id, block.title, 0, top + GRID / 2)
        pen.ground(self.left, 0, self.page.measure, top, "tint")
        pen.rule(self.left, self.right, top, 0.9, "ink")
        pen.text(self.left + 12, top - 18, block.title, "label", self.setter.cut("label", size=9.5))
        pen.text(self.left + 12, top - 18 - GRID, block.form, "table")
        for index, line in enumerate(block.lines):
            pen.text(0, top - 18 - index * GRID, line, "table")
        x = self.page.text - 100
        for index, (trend, word) in enumerate((("better", block.improved), ("worse", block.declined))):
            y = top - 18 - index * GRID
            pen.triangle(x, y, 6, trend)  # type: ignore[arg-type]  # both are trends
            pen.text(x + 10, y, word, "table")
