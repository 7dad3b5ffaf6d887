"""Output profiles: what a file is for decides its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pdfgen.errors import UsageError

_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class PageSize:
    """A trim size; lengths in points, the origin at the bottom left.

    Columns are the theme's and the same on every size, so that lines break alike and only page breaks differ.
    """

    name: str
    width: float
    height: float
    head: float
    """From the top edge to the type area."""
    foot: float
    """From the bottom edge to the type area, at least."""


_SIZES = {
    "report": {
        "a4": PageSize("a4", 210 * _MM, 297 * _MM, 65.0, 61.8),
        "letter": PageSize("letter", 612.0, 792.0, 65.0, 61.8),
    },
    "card": {
        "a4": PageSize("a5", 148 * _MM, 210 * _MM, 44.0, 40.0),
        "letter": PageSize("half-letter", 396.0, 612.0, 44.0, 40.0),
    },
}
PAGE_SIZES = _SIZES["report"]
"""The sizes of a report by name; a card is half as large."""
KINDS = {"screen": "report", "card": "card"}


@dataclass(frozen=True, slots=True)
class Profile:
    """What is asked of a file: what it shows, and on what page."""

    name: str
    shows: Literal["report", "card"]
    page: PageSize

    @classmethod
    def named(cls, page_size: str = "a4", name: str = "screen") -> Profile:
        """Return the profile ``name`` for a page size. Raises UsageError for an unknown name of either."""
        if name not in KINDS:
            raise UsageError(f"there is no profile “{name}”", f"known are {', '.join(KINDS)}")
        if page_size not in PAGE_SIZES:
            raise UsageError(f"there is no page size “{page_size}”", f"known are {', '.join(PAGE_SIZES)}")
        shows: Literal["report", "card"] = "card" if KINDS[name] == "card" else "report"
        return cls(name, shows, _SIZES[shows][page_size])
