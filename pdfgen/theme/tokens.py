"""The tokens of a theme. Files in ``data/themes/``, checked like a report when they are read."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from pdfgen.model.base import Identifier, Line, Model, Number, did_you_mean, fault


def _hex(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise fault("bad-colour", "expected a colour", 'write it as "#17324D", in quotes')
    return value


Hex = Annotated[str, BeforeValidator(_hex), WithJsonSchema({"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"})]
Percent = Annotated[Number, Field(ge=0, le=100)]
Points = Annotated[Number, Field(gt=0, le=200)]


class Colour(Model):
    """A colour for the screen and for the press."""

    rgb: Hex
    """sRGB, as "#RRGGBB"."""
    cmyk: tuple[Percent, Percent, Percent, Percent]
    """Cyan, magenta, yellow and black in per cent."""


class Family(Model):
    """The files of a family, in ``fonts/``; a cut that is left out is set in the nearest one that is there."""

    regular: Line
    italic: Line | None = None
    strong: Line | None = None
    strong_italic: Line | None = None


class Style(Model):
    """How a kind of text is set; sizes in points."""

    family: Identifier
    strong: bool = False
    size: Points
    leading: Points
    colour: Identifier = "ink"


class Styles(Model):
    """The type scale (design/page-design.md, section 2)."""

    title: Style
    figure: Style
    band: Style
    heading_1: Style
    heading_2: Style
    heading_3: Style
    lead: Style
    body: Style
    note: Style
    table: Style
    label: Style
    meta: Style
    small: Style


class Tones(Model):
    """The colour of each tone that a band of a rubric may have."""

    positive: Identifier
    mixed: Identifier
    negative: Identifier
    neutral: Identifier


class Theme(Model):
    """All tokens of a theme."""

    families: dict[Identifier, Family]
    fallback: tuple[Identifier, ...] = ()
    """Families that stand in, in this order, for characters that a style's own family lacks."""
    colours: dict[Identifier, Colour]
    styles: Styles
    tones: Tones
    better: Identifier
    """The colour of an improvement."""
    worse: Identifier
    """The colour of a decline."""

    @model_validator(mode="after")
    def _names_are_known(self) -> Theme:
        styles = [getattr(self.styles, name) for name in Styles.model_fields]
        tones = [getattr(self.tones, name) for name in Tones.model_fields]
        used = {"ink", "slate", "navy", "blue", "rule", "tint", "paper", *tones, self.better, self.worse}
        for name in [*(style.colour for style in styles), *sorted(used)]:
            if name not in self.colours:
                raise fault("unknown-colour", f"there is no colour “{name}”", did_you_mean(name, self.colours), name)
        for name in [*(style.family for style in styles), *self.fallback]:
            if name not in self.families:
                raise fault("unknown-family", f"there is no family “{name}”", did_you_mean(name, self.families), name)
        return self
