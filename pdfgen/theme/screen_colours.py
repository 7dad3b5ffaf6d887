"""The colours of a theme for pages that others show: messages, on light and on dark screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.theme.tokens import Theme

DARK = "#1A212A"
"""The ground that text stands on, on a dark screen."""

_CONTRAST = 6.0  # WCAG 2.2, 1.4.3 asks for 4.5
_STEPS = 20


def screen_colours(theme: Theme) -> dict[str, str]:
    """Return colours as ``#RRGGBB``: those of roles by their names in capitals, those beside them with the ground.

    ONBAND is for text on BAND; ACCENTONDARK is the accent as light as it must be on DARK.
    """
    found = {role.upper(): theme.colours[name].rgb.upper() for role, name in theme.roles}
    found["ONBAND"] = max("#FFFFFF", "#1B2027", key=lambda text: contrast(text, found["BAND"]))
    found["ACCENTONDARK"] = next(
        colour
        for step in range(_STEPS + 1)
        if contrast(colour := _lighter(found["ACCENT"], step / _STEPS), DARK) >= _CONTRAST
    )
    return found


def contrast(one: str, other: str) -> float:
    """Return how much two colours differ in lightness, 1 to 21 (WCAG 2.2, contrast ratio).

    >>> round(contrast("#FFFFFF", "#000000"), 1)
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004  # sRGB
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lighter(colour: str, part: float) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(value + (255 - value) * part):02X}" for value in parts)
