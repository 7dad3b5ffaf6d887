"""The tokens of a theme. Files in ``data/themes/``, checked like a report when they are read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from pdfgen.model.base import Identifier, Line, Model, Number, fault
from pdfgen.model.report_parts import Parts  # noqa: TC001  # pydantic evaluates annotations at run time


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
    """The upright cut of common weight, such as SourceSerif4_400Regular.ttf."""
    italic: FontFile | None = None
    """The italic cut, for emphasis."""
    strong: FontFile | None = None
    """The semi-bold or bold cut."""
    strong_italic: FontFile | None = None
    """The italic cut of that weight."""


class Style(Model):
    """How a kind of text is set; sizes in points."""

    family: Identifier
    """One of the `families` of the theme."""
    strong: bool = False
    """Whether the semi-bold or bold cut is taken."""
    size: Points
    """The size of the text."""
    leading: Points
    """The distance from one baseline to the next."""
    colour: Identifier = "ink"
    """One of the `colours` of the theme; ink when left out."""


class Styles(Model):
    """The type scale: the face, size and leading of each kind of text."""

    title: Style
    """The name of the entity at the top of a report; titles of a volume."""
    figure: Style
    """The total in the panel."""
    band: Style
    """The white text of bands: the heads of groups, the status."""
    heading_1: Style
    """The heads of the parts of a report: key developments, score overview, notes."""
    heading_2: Style
    """The heads of sections; the titles of tables in a volume."""
    heading_3: Style
    """Questions."""
    lead: Style
    """The overview; the first paragraphs of a chapter."""
    body: Style
    """The narrative."""
    note: Style
    """Remarks of the program, such as that an answer has no text."""
    table: Style
    """Names and words in tables."""
    value: Style
    """Figures and words that stand out in tables, panels and the rail."""
    label: Style
    """Short words beside or above what they name: the heads of columns, the names of facts."""
    meta: Style
    """What stands beside the most important: the kind of report, the years, the change of the total."""
    small: Style
    """Footnotes, the last part of a report, the notes below tables."""
    micro: Style
    """The smallest text: the marks of scales, the captions of pictures."""


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
    """Of the best category, such as Free: one of the `colours`."""
    mixed: Identifier
    """Of a category in the middle, such as Partly Free."""
    negative: Identifier
    """Of the worst category, such as Not Free."""
    neutral: Identifier
    """Of a category that is neither good nor bad, and where there is no status."""


class Roles(Model):
    """The colour of each part of the page."""

    text: Identifier
    """Text: one of the `colours`."""
    secondary: Identifier
    """Text of less weight: captions, running heads, what is missing."""
    band: Identifier
    """The ground of bands, and boxes that are chosen."""
    accent: Identifier
    """Bars, pips, section letters, links."""
    rule: Identifier
    """Thin lines, and the frames of boxes."""
    ground: Identifier
    """Behind panels, notes and sums."""
    track: Identifier
    """What a bar leaves free."""
    paper: Identifier
    """The paper, and text on the ground of bands."""
    better: Identifier
    """An improvement."""
    worse: Identifier
    """A decline."""


_WIDEST = 540  # points, on a page of A4


class Columns(Model):
    """The columns of the page, from the left, in points; together they are the measure."""

    rail: Points
    """The width of the column at the left, which has the panel and the facts."""
    gutter: Points
    """The width of the room between the two columns."""
    text: Annotated[Number, Field(gt=0, le=_WIDEST)]
    """The width of the column of text."""

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
    """Whether the lines end where their words end (ragged), or all at the same place (justified)."""
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
    """The title on the cover."""
    overline: Number = _points("10")
    """The line in capitals above the title of the cover and of a part."""
    legend: Number = _points("10.2")
    """The categories with their numbers on the cover."""
    caption: Number = _points("9.3")
    """What the picture on the cover shows."""
    cover_foot: Number = _points("11.4")
    """The line at the foot of the cover."""
    half_title: Number = _points("30")
    """The title on the page before the title page."""
    part_number: Number = _points("96")
    """The number of a part on its first page."""
    part_title: Number = _points("40")
    """The title of a part on its first page."""
    thumb: Number = _points("8.5")
    """The letter at the edge of a page."""
    contents: Number = _points("9.2")
    """The list of contents."""
    names: Number = _points("8.4")
    """The lists of names in the tables."""
    index: Number = _points("8.2")
    """The index."""


class CardSizes(Model):
    """The sizes of text on a card, in points."""

    title: Number = _points("33")
    """The name of the entity."""
    particulars: Number = _points("9.3")
    """Status and particulars."""
    label: Number = _points("8.5")
    """The word above the total."""
    figure: Number = _points("38")
    """The total."""
    best: Number = _points("11")
    """The best value behind the total."""
    change: Number = _points("8.2")
    """The change of the total."""
    lead: Number = _points("10")
    """The text of the overview."""
    heading: Number = _points("9.3")
    """The heads of the parts."""
    row: Number = _points("9")
    """A row of scores."""
    item: Number = _points("9.2")
    """A key development."""
    link: Number = _points("8.2")
    """The address at the foot."""


class Sizes(Model):
    """The sizes of text that is set in another size than its style has, by the part of the page; in points."""

    first_head: Number = _points("9.5")
    """The series in the head of a first page."""
    kind: Number = _points("9")
    """The kind of report beside it."""
    running_head: Number = _points("8.2")
    """The head of the pages that follow."""
    folio: Number = _points("9")
    """The number of the page."""
    status: Number = _points("10")
    """The status of the entity in its band."""
    particulars: Number = _points("10")
    """What stands below the name: the years, what kind of entity it is, its marks."""
    panel_caption: Number = _points("7.8")
    """The captions in the panel."""
    panel_best: Number = _points("13")
    """The best value behind the total."""
    panel_change: Number = _points("8.8")
    """The change of the total."""
    rating: Number = _points("9")
    """The numbers in the boxes of a rating."""
    series: Number = _points("8")
    """The last value of the scores by edition."""
    facts_title: Number = _points("9.5")
    """The title of the box of facts."""
    fact: Number = _points("9.7")
    """A value in the box of facts."""
    long_fact: Number = _points("8.5")
    """A value of more than three lines."""
    group_aside: Number = _points("9")
    """What is said beside the score of a group."""
    section_score: Number = _points("15")
    """The score of a section beside its head."""
    section_change: Number = _points("10")
    """Its change."""
    overview_head: Number = _points("8")
    """The heads of the score overview."""
    table: Number = _points("9.2")
    """Figures in tables."""
    table_note: Number = _points("7.5")
    """What stands below the heads of a table."""
    key_title: Number = _points("9.5")
    """The title of the key of scores."""
    key: Number = _points("9")
    """The letters and words of the key."""
    key_note: Number = _points("8.5")
    """The remarks of the key."""
    callout: Number = _points("8")
    """The numbers of the guide."""
    volume: VolumeSizes = VolumeSizes()
    """The sizes of a volume."""
    card: CardSizes = CardSizes()
    """The sizes of a card."""


class Theme(Model):
    """All tokens of a theme."""

    # whether the colours and families that are named are there is checked by source, which tells their places

    families: dict[Identifier, Family]
    """The families of type by names of your own, such as serif, sans."""
    fallback: tuple[Identifier, ...] = ()
    """Families that stand in, in this order, for characters that a style's own family lacks."""
    colours: dict[Identifier, Colour]
    """The colours by names of your own, such as ink, navy; roles, tones and styles refer to them."""
    styles: Styles
    """The face, size and leading of each kind of text."""
    tones: Tones
    """The colours of categories on paper."""
    band_tones: Tones | None = None
    """The colours of the tones on the ground of bands, for a cover; shades of paper, track and rule when left out."""
    grades: Annotated[tuple[Identifier, ...], Field(max_length=12)] = ()
    """The colours of categories that are graded, the best first; those of any number of categories lie between
    them. The tones positive, mixed and negative when left out."""
    band_grades: Annotated[tuple[Identifier, ...], Field(max_length=12)] = ()
    """The same on the ground of bands."""
    parts: Parts = ()
    """The parts of a report, in their order, for reports and editions that name none; the rubric's when left out."""
    roles: Roles
    """The colours of the parts of a page."""
    grid: Points
    """The distance of baselines: the height of each part of a page is a whole number of it."""
    columns: Columns
    """The columns of a page."""
    prose: ProseSetting = ProseSetting()
    """How narrative is set."""
    sizes: Sizes = Sizes()
    """Sizes that differ from those of the styles; those of the standard theme when left out."""
