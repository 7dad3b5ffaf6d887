"""What is made of a theme once, for all documents that are set in it: paints and fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.pdf.paint import ink, paint
from pdfgen.theme.grades import ON_BAND, ON_PAPER, grade

if TYPE_CHECKING:
    from pdfgen.layout.font_spec import FontSpec
    from pdfgen.pdf.paint import Paint
    from pdfgen.theme import Theme


class ThemeResources:
    """What is made of a theme once: its colours as paints, and its cuts as they are asked for."""

    def __init__(self, theme: Theme, space: str) -> None:
        self.theme, self.space = theme, space
        self.cuts: dict[tuple[object, ...], FontSpec] = {}
        colours: dict[str, Paint] = {name: paint(colour, space) for name, colour in theme.colours.items()}
        self.colours = colours if space == "rgb" else {name: ink(colour) for name, colour in theme.colours.items()}
        """The colours of text by the names that the theme gives them; its roles and tones are no such names."""
        parts = [(key, getattr(group, key)) for group in (theme.tones, theme.roles) for key in type(group).model_fields]
        self.paints: dict[str, Paint] = _Paints(self)
        self.paints |= {part: colours[name] for part, name in parts}
        self.inks = {part: self.colours[name] for part, name in parts}
        """The colours of text by the part of the page that they are for."""
        roles = theme.roles  # what is light enough for the ground of bands
        plain = {"positive": roles.paper, "mixed": roles.track, "negative": roles.rule, "neutral": roles.track}
        for key, light in plain.items():
            self.paints[f"band_{key}"] = colours[getattr(theme.band_tones, key) if theme.band_tones else light]

    def graded(self, tone: str) -> Paint:
        """Return the colour of a tone such as 2/5, the second best of five; on the ground of bands as band_2/5."""
        theme = self.theme
        on_band = tone.startswith(_BAND)
        place, count = map(int, tone.removeprefix(_BAND).split("/"))
        if on_band:
            tones, ground, least = theme.band_tones, theme.roles.band, ON_BAND
            names = theme.band_grades or ((tones.positive, tones.mixed, tones.negative) if tones else ())
            names = names or (theme.roles.paper, theme.roles.track, theme.roles.rule)
        else:
            ground, least = theme.roles.paper, ON_PAPER
            names = theme.grades or (theme.tones.positive, theme.tones.mixed, theme.tones.negative)
        colours = theme.colours
        return paint(grade([colours[name] for name in names], place, count, colours[ground], least), self.space)


class _Paints(dict[str, "Paint"]):
    """Paints by the part of the page that they are for; those of graded tones are made when they are asked for."""

    def __init__(self, resources: ThemeResources) -> None:
        super().__init__()
        self.resources = resources

    def __missing__(self, key: str) -> Paint:
        if "/" not in key:
            raise KeyError(key)
        self[key] = self.resources.graded(key)
        return self[key]


_BAND = "band_"
_KNOWN: list[ThemeResources] = []
_KEPT = 4  # resources of as many themes


def resources_of(theme: Theme, space: str) -> ThemeResources:
    """Return the resources of a theme in a colour space; those of the last four are kept."""
    for known in _KNOWN:
        if known.theme is theme and known.space == space:
            return known
    del _KNOWN[: len(_KNOWN) - _KEPT + 1]
    _KNOWN.append(ThemeResources(theme, space))
    return _KNOWN[-1]
