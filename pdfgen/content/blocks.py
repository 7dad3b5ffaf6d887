"""The blocks that a document is made of.

A block says what its content is, not how it looks. ``id`` is stable over editions of the same report; ``origin`` is the
place in the source that layout problems are reported at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from decimal import Decimal

    from pdfgen.errors import Origin

Tone = Literal["positive", "mixed", "negative", "neutral"]
Trend = Literal["better", "worse", "same"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text of one style.

    ``link`` is a URI, ``target`` the id of a block; ``raised`` is a footnote mark.
    """

    text: str
    emphasis: bool = False
    strong: bool = False
    link: str = ""
    target: str = ""
    raised: bool = False
    origin: Origin | None = None
    """Where the text comes from, when that is not where its block comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What all blocks have."""

    id: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead(Block):
    """The top of a report: series and edition, kind of report, name, status, and a line of particulars."""

    series: str
    kind: str
    name: str
    status: str
    tone: Tone
    particulars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A score in print: its words, and its numbers for bars and pips.

    ``value``, ``best`` and ``previous`` are the printed words, empty when there is nothing to print; ``number``,
    ``least`` and ``most`` are None where the score is missing or the scale is open. ``change`` is the signed
    difference, empty when there is none.
    """

    value: str
    best: str = ""
    words: str = ""
    """Value and best value together."""
    change: str = ""
    trend: Trend | None = None
    previous: str = ""
    number: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of the panel. ``ends`` says what the two ends of the scale mean; ``change`` is a phrase."""

    label: str
    points: Points
    words: str
    change: str
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(Block):
    """The headline figures, and the aggregate by edition.

    An entry of ``series`` has the edition, the value in words (empty where it is missing) and the number.
    """

    aggregate: Figure
    measures: tuple[Figure, ...]
    series_title: str
    series: tuple[tuple[str, str, Decimal | None], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the quick facts; ``tone`` is set for a category, ``missing`` when there is no value."""

    label: str
    value: str
    detail: str = ""
    tone: Tone | None = None
    missing: bool = False
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Block):
    """The quick-facts box."""

    title: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Block):
    """A heading. ``level`` is 2 below the name; ``role`` tells what it heads.

    ``code`` is the letter or number of the method (A, A1); ``aside`` is said beside the score; ``outline`` is its entry
    in the outline.
    """

    level: int
    role: Literal["group", "section", "question", "plain"]
    text: str
    outline: str
    code: str = ""
    points: Points | None = None
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Block):
    """A paragraph. ``first`` is False for one that follows another in the same text."""

    role: Literal["lead", "body", "small", "remark"]
    spans: tuple[Span, ...]
    first: bool = True
    mark: str = ""
    """What hangs before it: the number of a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Block):
    """A list; ``start`` is the number of its first item, None for bullets."""

    items: tuple[tuple[Paragraph | Listing, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Block):
    """A box that explains a change or warns the reader."""

    kind: Literal["status_change", "rating_change", "trend_arrow", "note", "score_change"]
    label: str
    trend: Trend | None
    content: tuple[Paragraph | Listing, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of the score table."""

    kind: Literal["section", "modifier", "subtotal", "total"]
    code: str
    label: str
    points: Points
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTable(Block):
    """The score overview; ``columns`` heads category, score, previous edition (empty when there is none) and change."""

    title: str
    columns: tuple[str, str, str, str]
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Block):
    """How to read the scores."""

    title: str
    form: str
    lines: tuple[str, ...]
    improved: str
    declined: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself."""

    title: str
    author: str
    subject: str
    language: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report, composed: blocks in reading order, and the words of running head and foot."""

    metadata: Metadata
    head: str
    """The running head's left: series and edition."""
    name: str
    """The running head's right, before the section: the entity."""
    foot: str
    """The running foot: entity, status, score."""
    blocks: tuple[Block, ...]
