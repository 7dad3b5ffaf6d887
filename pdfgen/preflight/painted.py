"""What pages paint, as far as rules ask for it (ISO 32000-1, § 8, 9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.preflight.colours import PaintedColour, Space
    from pdfgen.preflight.geometry import Box

TEXT = frozenset(("Tj", "TJ", "'", '"'))
IMAGE = "Do"


@dataclass(frozen=True, slots=True)
class Painted:
    """A painting operator with the state that it paints in.

    ``fill`` and ``stroke`` are None where it does not use them. ``width`` is that of its lines, ``thin`` that of the
    thinnest filled area that is drawn as a line, both in points on the page. ``box`` is None for text, and for what is
    drawn in many places.
    """

    page: int
    operator: str
    fill: PaintedColour | None
    stroke: PaintedColour | None
    width: float = float("inf")
    thin: float = float("inf")
    box: Box | None = None
    vanishes: bool = False
    """White that overprints."""
    printed: bool = True
    """Not in a soft mask, whose colours are no inks."""

    @property
    def is_text(self) -> bool:
        """Whether it shows text."""
        return self.operator in TEXT


@dataclass(frozen=True, slots=True)
class Image:
    """An image as it is drawn; ``space`` is None for a stencil, ``dpi`` is the lower of both directions."""

    page: int
    space: Space | None
    dpi: float


@dataclass(frozen=True, slots=True)
class BlendSpace:
    """The colour space that a page or a form is blended in."""

    page: int
    space: Space


@dataclass(slots=True)
class Content:
    """What all pages paint, in order."""

    painted: list[Painted] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    groups: list[BlendSpace] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    """Pages, and what is wrong in their content."""
    unread: dict[int, str] = field(default_factory=dict)
    """Pages that were not read to their end, and why."""
