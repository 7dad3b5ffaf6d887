"""The tokens of a theme. Files in ``data/themes/``, checked like a report when they are read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from pdfgen.model.base import Identifier, Line, Model, Number, fault


def _hex(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise fault("bad-colour", "expected a colour", 'write it as "#17324D", in quotes')
    return value


Hex = Annotated[str, BeforeValidator(_hex), WithJsonSchema({"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"})]
Percent = Annotated[Number, Field(ge=0, le=100)]
Points = Annotated[Number, Field(gt=0, le=200)]


INK_LIMIT = 300
"""The most ink, in per cent of all four together, that a colour may ask for on coated paper."""


class Colour(Model):
    """A colour for the screen and for the press."""

    rgb: Hex
    """sRGB, as "#RRGGBB"."""
    cmyk: tuple[Percent, Percent, Percent, Percent]
    """Cyan, magenta, yellow and black in per cent."""

    @model_validator(mode="after")
    def _dries(self) -> Colour:
        if (total := sum(self.cmyk)) > INK_LIMIT:
            remedy = "take some of cyan, magenta and yellow away, and add black"
            raise fault("too-much-ink", f"the inks add up to {total} per cent; {INK_LIMIT} is the most", remedy)
        return self


def _file(value: Any) -> Any:
    if isinstance(value, str) and ("/" in value or "\\" in value):
        raise fault("bad-font", f"“{value}” is not the name of a file", "put the file into fonts/ and write its name")
    return value


FontFile = Annotated[Line, BeforeValidator(_file)]


class Family(Model):
    """The TrueType files of a family, in the project's ``fonts/`` or the shipped one.

    A cut that is left out is set in the nearest one that is there.
    """

    regular: FontFile
    italic: FontFile | None = None
    strong: FontFile | None = None
    strong_italic: FontFile | None = None


class Style(Model):
    """How a kind of text is set; sizes in points."""

    family: Identifier
    strong: bool = False
    size: Points
    leading: Points
    colour: Identifier = "ink"


class Styles(Model):
    """The type scale: the face, size and leading of each kind of text."""

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
    value: Style
    """Figures and words that stand out in tables, panels and the rail."""
    label: Style
    meta: Style
    small: Style
    micro: Style


StyleName = Literal[
    "title",
    "figure",
    "band",
    "heading_1",
    "heading_2",
    "heading_3",
    "lead",
    "body",
    "note",
    "table",
    "value",
    "label",
    "meta",
    "small",
    "micro",
]


class Tones(Model):
    """The colour of each tone that a band of a rubric may have."""

    positive: Identifier
    mixed: Identifier
    negative: Identifier
    neutral: Identifier


class Roles(Model):
    """The colour of each part of the page."""

    text: Identifier
    secondary: Identifier
    """Text of less weight: captions, running heads, what is missing."""
    band: Identifier
    """The ground of bands, and boxes that are chosen."""
    accent: Identifier
    """Bars, pips, section letters, links."""
    rule: Identifier
    ground: Identifier
    """Behind panels, notes and sums."""
    track: Identifier
    """What a bar leaves free."""
    paper: Identifier
    better: Identifier
    """An improvement."""
    worse: Identifier
    """A decline."""


_WIDEST = 540  # points, on a page of A4


class Columns(Model):
    """The columns of the page, from the left, in points; together they are the measure."""

    rail: Points
    gutter: Points
    text: Annotated[Number, Field(gt=0, le=_WIDEST)]

    @model_validator(mode="after")
    def _fit_the_page(self) -> Columns:
        measure = self.rail + self.gutter + self.text
        if measure > _WIDEST:
            message = f"the columns are {measure} points wide together; {_WIDEST} is the most that fits a page"
            raise fault("too-wide", message, "make one of them narrower", "text")
        return self


class ProseSetting(Model):
    """How prose is set; lengths in points."""

    alignment: Literal["ragged", "justified"] = "ragged"
    hyphenate: Literal["never", "words", "all"] = "words"
    """What may be divided at the end of a line: nothing, words that are no proper names, or those too."""
    indent: Points = Decimal(13)
    """Of the first line of a paragraph that follows another, and of lists."""
    item_space: Annotated[Number, Field(ge=0, le=40)] = Decimal("3.25")
    """After an item of a list."""


class Theme(Model):
    """All tokens of a theme."""

    # whether the colours and families that are named are there is checked by source, which tells their places

    families: dict[Identifier, Family]
    fallback: tuple[Identifier, ...] = ()
    """Families that stand in, in this order, for characters that a style's own family lacks."""
    colours: dict[Identifier, Colour]
    styles: Styles
    tones: Tones
    band_tones: Tones | None = None
    """The colours of the tones on the ground of bands, for a cover; shades of paper, track and rule when left out."""
    roles: Roles
    grid: Points
    """The distance of baselines: whatever stands on the page is a whole number of it high."""
    columns: Columns
    prose: ProseSetting = ProseSetting()
