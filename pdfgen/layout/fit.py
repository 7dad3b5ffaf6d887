"""Fit a name to a measure: smaller on one line, then on two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.layout.typography import Flaw, Fragment, width

if TYPE_CHECKING:
    from pdfgen.errors import Origin
    from pdfgen.layout.typography import Typesetter

_LEAST = 30.0  # points; below this a name is no title
_TWO_LINES = 40.0


def fit_title(setter: Typesetter, text: str, origin: Origin, measure: float) -> list[list[Fragment]]:
    """Return ``text`` on one line or two, at most ``measure`` points wide (design/page-design.md, section 4).

    From the style's size down to 30 points on one line; else two lines from 40 points down, parted where they balance
    best. A name that does not fit even so is a flaw, and set at the least size.
    """
    size = float(setter.style("title").size)
    one = _sized(setter, text, origin, size)
    if width(one) <= measure or size * measure / width(one) >= _LEAST:
        return [_sized(setter, text, origin, min(size, size * measure / max(width(one), 1e-6)))]
    pairs: list[tuple[str, ...]] = [(text[:at], text[at + 1 :]) for at, char in enumerate(text) if char == " "]
    pairs = pairs or [(text,)]
    wider = {pair: max(width(_sized(setter, half, origin, _TWO_LINES)) for half in pair) for pair in pairs}
    best = min(pairs, key=wider.__getitem__)
    at_size = min(_TWO_LINES, _TWO_LINES * measure / wider[best])
    if at_size < _LEAST:
        message = f"the name “{text}” does not fit the page on two lines of {_LEAST:g} points"
        setter.flaws.append(Flaw(origin, "title-too-long", message, "use a shorter form of the name", text))
    return [_sized(setter, half, origin, max(at_size, _LEAST)) for half in best]


def _sized(setter: Typesetter, text: str, origin: Origin, size: float) -> list[Fragment]:
    return setter.line(text, "title", origin, setter.cut("title", size=size))
