"""What a piece of work may take: seconds by the clock, and bytes of memory."""

from __future__ import annotations

from dataclasses import dataclass

SECONDS, MEMORY = 90.0, 1_500_000_000
"""For one report: a hundred times what the longest takes."""

TEXT_BYTES, FONT_BYTES = 2_000_000, 30_000_000
"""The most bytes of a text file of a project, and of a font."""

_UNITS = {10**9: "GB", 10**6: "MB", 10**3: "kB", 1: "bytes"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one report, or one check, may take: seconds by the clock, and bytes of memory."""

    seconds: float = SECONDS
    memory: int = MEMORY


def size(number: int) -> str:
    """Return a number of bytes as a person writes it: 1.5 GB, 800 MB."""
    unit, name = next((unit, name) for unit, name in _UNITS.items() if number >= unit or unit == 1)
    return f"{number / unit:.4g} {name}"
