"""Matrices, boxes and paths (ISO 32000-1, § 8.3, 8.5); lengths in points."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot, sqrt
from typing import NamedTuple

Point = tuple[float, float]


class Matrix(NamedTuple):
    """A transformation (§ 8.3.4)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, outer: Matrix) -> Matrix:
        """Return this transformation followed by another."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def at(self, x: float, y: float) -> Point:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def width(self) -> float:
        """The length of a horizontal unit."""
        return hypot(self.a, self.b)

    @property
    def height(self) -> float:
        """The length of a vertical unit."""
        return hypot(self.c, self.d)

    @property
    def least(self) -> float:
        """The smallest factor by which a length is scaled, in whichever direction it lies."""
        squares = self.a**2 + self.b**2 + self.c**2 + self.d**2
        area = abs(self.a * self.d - self.b * self.c)
        return sqrt(max(0.0, squares - sqrt(max(0.0, squares**2 - 4 * area**2))) / 2)


PLAIN = Matrix()


class Box(NamedTuple):
    """Left, bottom, right and top edge."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, points: list[Point]) -> Box:
        """Return the smallest box with all points in it."""
        across, up = zip(*points, strict=True)
        return cls(min(across), min(up), max(across), max(up))

    @classmethod
    def of(cls, edges: list[float]) -> Box:
        """Return the box of a page, whose corners may come in any order (§ 7.9.5). Raises ValueError."""
        if len(edges) != 4:  # noqa: PLR2004  # edges
            raise ValueError("a box does not have four edges")
        left, bottom, right, top = edges
        return cls(min(left, right), min(bottom, top), max(left, right), max(bottom, top))

    def within(self, other: Box | None) -> Box:
        """Return what lies in both boxes; it is empty where its right edge is left of its left one."""
        if other is None:
            return self
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def wider(self, by: float) -> Box:
        """Return a box with all edges further out."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    @property
    def empty(self) -> bool:
        """Whether nothing lies in it."""
        return self.right < self.left or self.top < self.bottom


UNIT = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
"""The corners that an image is drawn in."""


@dataclass(slots=True)
class Path:
    """A path under construction, in the page's own points; curves go by their control points."""

    parts: list[list[Point]] = field(default_factory=list)

    def add(self, operator: str, values: list[float], matrix: Matrix) -> None:
        """Add what a path operator draws (§ 8.5.2)."""
        points = [matrix.at(x, y) for x, y in zip(values[::2], values[1::2], strict=False)]
        if operator == "re":
            x, y, width, height = values
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            self.parts.append([matrix.at(*corner) for corner in corners])
        elif operator == "m" or not self.parts:
            self.parts.append(points)
        else:
            self.parts[-1] += points

    def box(self) -> Box | None:
        """Return the box around the path, None where there is none."""
        points = [point for part in self.parts for point in part]
        return Box.around(points) if points else None

    def thinnest(self, least: float) -> float:
        """Return how thick the thinnest part is that is drawn as a line and is longer than ``least``; else infinity."""
        return min((_thickness(part, least) for part in self.parts), default=float("inf"))


_LINE = 8  # times as long as it is thick


def _thickness(points: list[Point], least: float) -> float:
    """Return twice the area of a polygon over its outline: of something long and thin, that is how thick it is."""
    area = outline = 0.0
    for (x, y), (after, above) in zip(points, [*points[1:], *points[:1]], strict=True):
        area += x * above - after * y
        outline += hypot(after - x, above - y)
    length = outline / 2
    thickness = abs(area) / outline if outline else float("inf")
    return thickness if length > max(least, _LINE * thickness) else float("inf")
