"""Colours as operators (ISO 32000-1, § 8.6.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pdfgen.theme import Colour


class Paint(NamedTuple):
    """A colour as operators: to fill with, and to stroke with."""

    fill: str
    stroke: str


def paint(colour: Colour, space: str = "rgb") -> Paint:
    """Return ``colour`` for the screen in DeviceRGB, or for the press in DeviceCMYK (ISO 32000-1, § 8.6.8)."""
    if space == "cmyk":
        return process_inks(*(float(ink) / 100 for ink in colour.cmyk))
    channels = " ".join(f"{int(colour.rgb[at : at + 2], 16) / 255:.3g}" for at in (1, 3, 5))
    return Paint(f"{channels} rg", f"{channels} RG")


def process_inks(cyan: float, magenta: float, yellow: float, black: float) -> Paint:
    """Return a colour of the press by its inks, from 0 to 1."""
    inks = f"{cyan:.3g} {magenta:.3g} {yellow:.3g} {black:.3g}"
    return Paint(f"{inks} k", f"{inks} K")


def ink(colour: Colour) -> Paint:
    """Return the colour that text has on the press: black alone, as dark as ``colour``, so that no plates can part.

    White stays white: it stands on a ground.
    """
    *others, black = map(float, colour.cmyk)
    if any(others):
        red, green, blue = (int(colour.rgb[at : at + 2], 16) for at in (1, 3, 5))
        black = 100 - (0.299 * red + 0.587 * green + 0.114 * blue) / 2.55
    return process_inks(0, 0, 0, black / 100)
