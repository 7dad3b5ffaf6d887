"""The blocks that a document is made of.

A block says what its content is, not how it looks. ``id`` is stable over editions of the same report; ``origin`` is the
place in the source that layout problems are reported at.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pdfgen.errors import Origin
    from pdfgen.information import Information

Tone = str
"""positive, mixed, negative or neutral; or a place among categories, the best first, such as 2/5."""
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
    hint: str = ""
    """What a link leads to, in words, where its address does not say it."""
    origin: Origin | None = None
    """Where the text comes from, when that is not where its block comes from."""


class Opening(NamedTuple):
    """What begins with a block: the section that running heads name, and the question that the rail names."""

    title: str
    """The section."""
    level: int
    """How deep the section lies, from 2."""
    continued: str = ""
    """Stands in the rail of a page that goes on with the block."""
    role: str = ""
    """Of a heading. A question begins a section only where the one before it does not lie higher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What all blocks have. ``keep_with_previous`` says that no page may end before it."""

    id: str
    origin: Origin
    keep_with_previous: bool = False

    @property
    def opening(self) -> Opening | None:
        """What begins with the block; None when it goes on with what was before it."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead(Block):
    """The top of a report: series and edition, kind of report, name, status, and a line of particulars."""

    series: str
    kind: str
    name: str
    status: str
    tone: Tone
    particulars: tuple[str, ...]
    separator: str
    """Between particulars."""
    particulars_origin: Origin
    correction: Span | None = None
    """That the report was corrected, and when; a link to the corrections where they follow."""


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """A score in print: its words, and its numbers for bars and pips.

    ``value``, ``best`` and ``previous`` are the printed words, empty when there is nothing to print; ``number`` and
    ``before`` (the previous edition's) are None where the score is missing, ``most`` where the scale is open.
    ``change`` is the signed difference, empty when there is none.
    """

    value: str
    best: str = ""
    words: str = ""
    """Value and best value together."""
    change: str = ""
    in_brackets: str = ""
    """The change as it stands behind a score."""
    trend: Trend | None = None
    previous: str = ""
    number: Decimal | None = None
    before: Decimal | None = None
    least: Decimal = Decimal(0)
    """Where a picture of the scale begins; a deduction may take the score below it."""
    most: Decimal | None = None
    alternative: str = ""
    """What a picture of the score says."""
    low: Decimal | None = None
    """The lower end of what the score may be; None where nobody says how sure it is."""
    high: Decimal | None = None
    margin: str = ""
    """The standard error or the interval, as it stands behind the score."""
    in_words: bool = False
    """Whether it is a word, and there is no number to draw."""
    steps: int | None = None
    """The steps from ``least`` to ``most`` when they are few enough to be counted."""

    def share(self, number: Decimal) -> float:
        """Return where ``number`` stands on the scale, from 0 to 1; 0 on an open one."""
        if self.most is None or self.most <= self.least:
            return 0.0
        return float(min(max((number - self.least) / (self.most - self.least), Decimal(0)), Decimal(1)))


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of the panel.

    ``ends`` says what the two ends of the scale mean; ``change`` is a phrase; ``marks`` are the numbers along the
    scale, evenly spaced.
    """

    label: str
    score: PrintedScore
    words: str
    change: str
    ends: tuple[str, ...]
    marks: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    """The values of a rating that has few; empty for any other measure."""
    alternative: str = ""
    """What a picture of the measure says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(Block):
    """The headline figures, and the aggregate by edition.

    ``aggregate`` is None where the method has no total. An entry of ``series`` has the edition (short), the value in
    words (empty where it is missing) and the number; ``series_scale`` says what its scale is.
    """

    tone: Tone
    aggregate: Figure | None
    measures: tuple[Figure, ...]
    series_title: str
    series_in_words: bool
    """Whether the aggregate is a word in each edition, and no line can be drawn."""
    series: tuple[tuple[str, str, Decimal | None], ...]
    series_scale: str
    series_alternative: str
    absent: str
    """Stands where an edition has no value."""


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

    ``code`` is the letter or number of the method (A, A1); ``aside`` is said beside the score; ``change`` is the change
    in words; ``outline`` is its entry in the outline, empty for none; ``continued`` stands in the rail of a page that
    goes on with it. A chapter is a text of its own in a volume.
    """

    level: int
    role: Literal["chapter", "table", "group", "section", "item", "plain", "aside"]
    text: str
    outline: str
    code: str = ""
    score: PrintedScore | None = None
    aside: str = ""
    change: str = ""
    continued: str = ""

    @property
    def opening(self) -> Opening:
        """The section that the heading begins; the title of a table stands on each of its pages anyway."""
        if self.role == "table":
            return Opening("", 2, role=self.role)
        return Opening(self.outline, self.level, self.continued, self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Block):
    """A paragraph. ``first`` is False for one that follows another in the same text."""

    role: Literal["lead", "body", "small", "remark"]
    spans: tuple[Span, ...]
    first: bool = True
    mark: str = ""
    """What hangs before it: the number of a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class List(Block):
    """A list; ``start`` is the number of its first item, None for bullets."""

    items: tuple[tuple[Paragraph | List, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBox(Block):
    """A box that explains a change or warns the reader."""

    kind: Literal["status_change", "rating_change", "trend_arrow", "note", "score_change", "correction"]
    label: str
    trend: Trend | None
    content: tuple[Paragraph | List, ...]


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A row of the score table."""

    kind: Literal["section", "modifier", "subtotal", "total"]
    code: str
    label: str
    score: PrintedScore
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreOverview(Block):
    """The score overview.

    ``columns`` heads category, share of the points, score, previous edition (empty when there is none) and change.
    ``absent`` stands where there is no previous score.
    """

    title: str
    columns: tuple[str, str, str, str, str]
    absent: str
    rows: tuple[OverviewRow, ...]

    @property
    def opening(self) -> Opening:
        """A section of its own."""
        return Opening(self.title, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLegend(Block):
    """How to read the scores.

    ``form`` is how a score is written, ``letters`` what its letters mean; ``sample`` is a score of a question (None
    when questions are not counted in steps), ``sample_words`` says what it shows.
    """

    title: str
    form: str
    example: str
    letters: tuple[tuple[str, str], ...]
    scale: str
    sample: PrintedScore | None
    sample_words: str
    improved: str
    declined: str
    previous: str

    @property
    def opening(self) -> Opening:
        """A section of its own."""
        return Opening(self.title, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSummary(Block):
    """What a summary says in words, and what it may leave out.

    ``brief`` stands for an overview that is too long; ``items`` are the key developments below ``title``; ``more`` has
    the words for each number of items that are left out, from one on, ``none`` the words for all of them.
    """

    overview: tuple[Paragraph, ...]
    brief: Paragraph | None
    title: str
    items: tuple[Paragraph, ...]
    more: tuple[str, ...]
    none: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report, composed: blocks in reading order, and the words of running head and foot."""

    metadata: Information
    head: str
    """The running head's left: series and edition."""
    name: str
    """The running head's right, before the section: the entity."""
    foot: str
    """The running foot: entity, status, score."""
    blocks: tuple[Block, ...]
    link: tuple[str, str] | None = None
    """Words and URI of a link at the foot."""
    mark: str = ""
    """A word that stands large behind the text of every page, such as that of a draft."""
