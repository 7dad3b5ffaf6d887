"""Colours for as many categories as a method has: between those of a theme, never too pale on their ground.

>>> from pdfgen.theme.tokens import Colour
>>> stops = [Colour(rgb="#00695C", cmyk=(100, 20, 60, 30)), Colour(rgb="#8F5A00", cmyk=(10, 55, 100, 35))]
>>> paper = Colour(rgb="#FFFFFF", cmyk=(0, 0, 0, 0))
>>> [grade(stops, place, 3, paper, 4.5).rgb for place in (1, 2, 3)]
['#00695C', '#48622E', '#8F5A00']
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.theme.tokens import INK_LIMIT, Colour

if TYPE_CHECKING:
    from collections.abc import Sequence

ON_PAPER = 4.5
"""The least contrast of a colour that words in white stand on (WCAG 2.2, 1.4.3)."""
ON_BAND = 3.0
"""The least contrast of a shape on its ground (WCAG 2.2, 1.4.11)."""
_STEP = 0.02


def grade(stops: Sequence[Colour], place: int, count: int, ground: Colour, least: float) -> Colour:
    """Return the colour of the category at ``place`` of ``count``, the best first, on a line through ``stops``.

    It has at least the contrast ``least`` to ``ground``: what has less is made darker, or lighter on a dark ground.
    """
    at = (place - 1) / (count - 1) * (len(stops) - 1) if count > 1 else 0.0
    first = min(int(at), len(stops) - 1)
    found = _between(stops[first], stops[min(first + 1, len(stops) - 1)], at - first)
    away = _WHITE if luminance(ground) < _MIDDLE else _BLACK
    share = 0.0
    clear = found
    while contrast(clear, ground) < least and share < 1:
        share = min(1.0, share + _STEP)
        clear = _between(found, away, share)
    return clear


def luminance(colour: Colour) -> float:
    """Return the relative luminance of a colour on the screen (WCAG 2.2)."""
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours on the screen, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


_MIDDLE = 0.18  # where black and white have the same contrast
_WHITE = Colour(rgb="#FFFFFF", cmyk=(Decimal(0), Decimal(0), Decimal(0), Decimal(0)))
_BLACK = Colour(rgb="#000000", cmyk=(Decimal(0), Decimal(0), Decimal(0), Decimal(100)))


def _between(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour so far on the way from one to the other, on the screen and in inks."""
    if not share:
        return one
    pairs = zip(_channels(one), _channels(other), strict=True)
    rgb = "".join(f"{round(start + (end - start) * share):02X}" for start, end in pairs)
    inks = [
        (Decimal(1) - Decimal(str(share))) * start + Decimal(str(share)) * end
        for start, end in zip(one.cmyk, other.cmyk, strict=True)
    ]
    cyan, magenta, yellow, black = (min(Decimal(100), round(ink, 1)) for ink in inks)
    over = max(Decimal(0), cyan + magenta + yellow + black - INK_LIMIT)
    return Colour(rgb=f"#{rgb}", cmyk=(cyan, magenta, max(Decimal(0), yellow - over), black))


def _channels(colour: Colour) -> list[int]:
    return [int(colour.rgb[at : at + 2], 16) for at in (1, 3, 5)]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # sRGB
