"""The page that all programs set: pdfgen's A4 in the standard theme; lengths in points, the origin at the lower left.

The same figures stand in report.typ.
"""

from __future__ import annotations

WIDTH, HEIGHT = 595.276, 841.89
LEFT = 164.41
"""The left edge of the reading column, right of the rail."""
MEASURE = 368.5
RIGHT = LEFT + MEASURE
TOP, BOTTOM = HEIGHT - 65.0, 61.89
"""The upper and the lower edge of the type area."""
