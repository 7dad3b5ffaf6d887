"""Output profiles: what a file is for decides its page."""

from __future__ import annotations

from dataclasses import dataclass

from pdfgen.errors import UsageError

GRID = 13.0
"""The baseline unit in points (design/page-design.md)."""

_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class PageSize:
    """A trim size with its type area; lengths in points, the origin at the bottom left.

    The measure is a rail and a text column with a gutter between them, the same on every size, so that lines break
    alike and only page breaks differ.
    """

    name: str
    width: float
    height: float
    lines: int
    """Lines of ``GRID`` in the type area."""

    rail: float = 30 * _MM
    gutter: float = 6 * _MM
    text: float = 130 * _MM
    head: float = 65.0
    """From the top edge to the type area."""

    @property
    def measure(self) -> float:
        """Rail, gutter and text column together."""
        return self.rail + self.gutter + self.text

    @property
    def margin(self) -> float:
        """Left and right margin."""
        return (self.width - self.measure) / 2

    @property
    def top(self) -> float:
        """The upper edge of the type area."""
        return self.height - self.head

    @property
    def bottom(self) -> float:
        """The lower edge of the type area, a whole number of lines below the upper one."""
        return self.top - self.lines * GRID


PAGE_SIZES = {
    "a4": PageSize("a4", 210 * _MM, 297 * _MM, 55),
    "letter": PageSize("letter", 612.0, 792.0, 51),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What is asked of a file."""

    page: PageSize

    @classmethod
    def named(cls, page_size: str = "a4") -> Profile:
        """Return the profile for a page size by its name. Raises UsageError for an unknown name."""
        if page_size not in PAGE_SIZES:
            raise UsageError(f"there is no page size “{page_size}”", f"known are {', '.join(PAGE_SIZES)}")
        return cls(PAGE_SIZES[page_size])
