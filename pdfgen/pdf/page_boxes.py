"""The boxes of a page: its size, and what is around it for the press (ISO 32000-1, § 14.11.2)."""

from __future__ import annotations

from typing import NamedTuple


class PageBoxes(NamedTuple):
    """The size of a page; lengths in points. For the press there is a bleed and a slug around it."""

    width: float
    height: float
    bleed: float = 0.0
    """How far what touches the edge goes over it."""
    slug: float = 0.0
    """The room around the trimmed page for marks."""

    def boxes(self, *, trimmed: bool) -> str:
        """Return the boxes of a page (ISO 32000-1, § 14.11.2); ``trimmed`` adds those of the press."""
        width, height = self.width + 2 * self.slug, self.height + 2 * self.slug
        found = f"/MediaBox[0 0 {width:.2f} {height:.2f}]"
        if trimmed:
            for name, edge in (("TrimBox", self.slug), ("BleedBox", self.slug - self.bleed)):
                found += f"/{name}[{edge:.2f} {edge:.2f} {width - edge:.2f} {height - edge:.2f}]"
        return found
