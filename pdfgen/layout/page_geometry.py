"""The page: where its columns and its type area are. Lengths in points, the origin at the lower left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.profiles import PageSize
    from pdfgen.theme import Theme


@dataclass(frozen=True, slots=True)
class Geometry:
    """A page with a rail and a text column; the type area is a whole number of grid lines high."""

    width: float
    height: float
    grid: float
    rail: float
    gutter: float
    text: float
    top: float
    """The upper edge of the type area."""
    lines: int
    """Grid lines in the type area."""
    shift: float = 0.0
    """How far the columns stand from the middle towards the right edge."""
    bleed: float = 0.0
    """How far what touches the edge goes over it."""

    @classmethod
    def of(cls, page: PageSize, theme: Theme) -> Geometry:
        """Return the page of a size in a theme."""
        grid = float(theme.grid)
        columns = theme.columns
        return cls(
            width=page.width,
            height=page.height,
            grid=grid,
            rail=float(columns.rail),
            gutter=float(columns.gutter),
            text=float(columns.text),
            top=page.height - page.head,
            lines=int((page.height - page.head - page.foot) // grid),
        )

    def bound(self, binding: float, number: int) -> Geometry:
        """Return the page of a number in a volume whose text stands ``binding`` points away from the binding."""
        return replace(self, shift=binding if number % 2 else -binding) if binding else self

    @property
    def measure(self) -> float:
        """Rail, gutter and text column together."""
        return self.rail + self.gutter + self.text

    @property
    def start(self) -> float:
        """Where a line starts that takes the full measure: the outer edge of the rail."""
        return (self.width - self.measure) / 2 + self.shift

    @property
    def column(self) -> float:
        """Where the text column starts."""
        return self.start + self.rail + self.gutter

    @property
    def end(self) -> float:
        """Where lines end: the outer edge of the text column."""
        return self.start + self.measure

    @property
    def bottom(self) -> float:
        """The lower edge of the type area."""
        return self.top - self.lines * self.grid

    def whole(self, height: float) -> float:
        """Return ``height`` rounded up to the grid."""
        return -(-(height - 0.02) // self.grid) * self.grid
