"""The blocks that only a volume has, and the chapters that it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pdfgen.content.blocks import Block, Opening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.content.blocks import Document, Tone, Trend
    from pdfgen.errors import Origin
    from pdfgen.information import Information


Part = Literal["total", "measures", "series", "section", "code", "score", "change", "reason"]
"""A part of a report that a number can point at: of the panel, the head of a section, a question and its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callouts(Block):
    """Numbers that point at the parts of what stands below."""

    marks: tuple[tuple[str, Part], ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of figures: its head, what stands below that, and how much weight it has."""

    head: str
    below: str = ""
    strong: bool = False
    light: bool = False
    apart: bool = False
    """Whether it stands away from the column before."""
    words: bool = False
    """Whether it has words, which begin at its left, and no figures."""


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row of a table: what it is about, and a cell for each column.

    ``trends`` has the way that a change goes, by the number of its column; ``status`` are the words for ``tone``;
    ``target`` is a place that the label leads to.
    """

    label: str
    cells: tuple[str, ...]
    tone: Tone | None = None
    status: str = ""
    trends: tuple[tuple[int, Trend | None], ...] = ()
    target: str = ""
    strong: bool = False
    origin: Origin | None = None
    """Where the label comes from, when that is not where its table comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable(Block):
    """A table of figures. ``stub`` heads its rows; ``note`` stands below it on every page."""

    level: int
    title: str
    stub: str
    columns: tuple[TableColumn, ...]
    rows: tuple[DataRow, ...]
    note: str = ""
    new_page: bool = False
    """Whether it begins a page."""

    @property
    def opening(self) -> Opening:
        """No section: its title stands on each of its pages."""
        return Opening("", 2)


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """An entry of a register.

    ``target`` is the place that it leads to, whose page is printed behind it; ``until`` another one, where its pages
    end. A ``heading`` heads the entries after it.
    """

    text: str
    tone: Tone | None = None
    status: str = ""
    target: str = ""
    until: str = ""
    heading: bool = False
    origin: Origin | None = None
    """Where the text comes from, when that is not where its register comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Block):
    """Entries in columns: contents, an index, names by category.

    ``pages`` is how pages from ``{first}`` to ``{last}`` are written; empty where no pages are printed.
    """

    role: Literal["contents", "names", "index"]
    level: int
    """Of its headings in the structure."""
    entries: tuple[RegisterEntry, ...]
    pages: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Block):
    """The cover: title and edition over a bar for each entity, with what the colours mean.

    ``bars`` are shares of the scale from 0 to 1, best first; ``legend`` has tone, category and count.
    """

    overline: str
    title: str
    edition: str
    bars: tuple[tuple[float, Tone], ...]
    legend: tuple[tuple[Tone, str, str], ...]
    caption: str
    foot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfTitle(Block):
    """The page with nothing but the title."""

    title: str
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener(Block):
    """The page that opens a part: its number, its title, and up to three lines about it."""

    part: str
    number: str
    title: str
    lines: tuple[str, ...]


Numbering = Literal["", "cover", "roman", "arabic"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of a volume with pages of its own.

    ``id`` begins the names of its places; ``title`` is what contents and outline call it, empty for what they leave
    out; ``level`` is its level in the outline. A ``late`` chapter is drawn when the pages of all others are known.
    """

    id: str
    title: str
    level: int
    document: Document
    tag: Literal["Part", "Sect", "Art"] = "Sect"
    right: bool = False
    """Whether it begins on a right-hand page."""
    late: bool = False
    sunk: bool = False
    """Whether it stands at the foot of its page, with nothing around it."""
    thumb: str = ""
    """The letter at the edge of its pages, by which it is found in a closed book."""
    numbering: Numbering = ""
    """How the pages from here on are numbered, where that changes."""


@dataclass(frozen=True, slots=True)
class VolumeDocument:
    """A bound volume, composed: its chapters come one by one, in the order of the pages."""

    metadata: Information
    chapters: Iterator[Chapter]
    thumbs: tuple[str, ...]
    """All letters at the edge, in order."""
