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


def _points(size: str) -> Any:
    return Field(default=Decimal(size), gt=0, le=200)


class VolumeSizes(Model):
    """The sizes of text that only a volume has, in points."""

    cover_title: Number = _points("58")
    overline: Number = _points("10")
    """The line in capitals above the title of the cover and of a part."""
    legend: Number = _points("10.2")
    caption: Number = _points("9.3")
    cover_foot: Number = _points("11.4")
    half_title: Number = _points("30")
    part_number: Number = _points("96")
    part_title: Number = _points("40")
    thumb: Number = _points("8.5")
    """The letter at the edge of a page."""
    contents: Number = _points("9.2")
    names: Number = _points("8.4")
    index: Number = _points("8.2")


class CardSizes(Model):
    """The sizes of text on a card, in points."""

    title: Number = _points("33")
    particulars: Number = _points("9.3")
    """Status and particulars."""
    label: Number = _points("8.5")
    figure: Number = _points("38")
    """The total."""
    best: Number = _points("11")
    """The best value behind the total."""
    change: Number = _points("8.2")
    lead: Number = _points("10")
    heading: Number = _points("9.3")
    row: Number = _points("9")
    """A row of scores."""
    item: Number = _points("9.2")
    """A key development."""
    link: Number = _points("8.2")


class Sizes(Model):
    """The sizes of text that is set in another size than its style has, by the part of the page; in points."""

    first_head: Number = _points("9.5")
    """The series in the head of a first page."""
    kind: Number = _points("9")
    """The kind of report beside it."""
    running_head: Number = _points("8.2")
    folio: Number = _points("9")
    status: Number = _points("10")
    particulars: Number = _points("10")
    panel_caption: Number = _points("7.8")
    panel_best: Number = _points("13")
    """The best value behind the total."""
    panel_change: Number = _points("8.8")
    rating: Number = _points("9")
    """The numbers in the boxes of a rating."""
    series: Number = _points("8")
    """The last value of the scores by edition."""
    facts_title: Number = _points("9.5")
    fact: Number = _points("9.7")
    long_fact: Number = _points("8.5")
    """A value of more than three lines."""
    group_aside: Number = _points("9")
    """What is said beside the score of a group."""
    section_score: Number = _points("15")
    section_change: Number = _points("10")
    overview_head: Number = _points("8")
    """The heads of the score overview."""
    table: Number = _points("9.2")
    """Figures in tables."""
    table_note: Number = _points("7.5")
    """What stands below the heads of a table."""
    key_title: Number = _points("9.5")
    key: Number = _points("9")
    key_note: Number = _points("8.5")
    callout: Number = _points("8")
    """The numbers of the guide."""
    volume: VolumeSizes = VolumeSizes()
    card: CardSizes = CardSizes()


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
    """The distance of baselines: the height of each part of a page is a whole number of it."""
    columns: Columns
    prose: ProseSetting = ProseSetting()
    sizes: Sizes = Sizes()
    """Sizes that differ from those of the styles; those of the standard theme when left out."""
