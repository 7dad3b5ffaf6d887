"""A report as any program could set it: the words of pdfgen's own document, without its blocks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

from pdfgen import content, scoring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.source.load import Loaded

Cut = Literal["plain", "strong", "emphasis", "raised"]
Runs = tuple[tuple[str, Cut], ...]
"""Stretches of text, each with its cut."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its score; ``level`` is 2 below the name."""

    level: int
    text: str
    score: str = ""
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, an item of a list (with its mark and depth) or a box (style “note”).

    ``follows`` says that it comes after another paragraph of the same text.
    """

    id: str
    style: Literal["lead", "body", "note", "small"]
    runs: Runs
    follows: bool = False
    mark: str = ""
    depth: int = 0
    kind: Literal["text"] = "text"

    @property
    def words(self) -> str:
        """The text without its cuts."""
        return "".join(text for text, _ in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words, all of one length; ``head`` counts those that repeat, ``strong`` names those that stand out."""

    rows: tuple[tuple[str, ...], ...]
    head: int = 0
    strong: tuple[int, ...] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: what stands at its top, on every page, and in reading order."""

    title: str
    author: str
    language: str
    above: str
    name: str
    below: str
    head: tuple[str, str]
    foot: str
    parts: tuple[Heading | Text | Table, ...]

    def narrative(self) -> Iterator[Text]:
        """Yield the paragraphs that every program must set alike: all but the small print at the end."""
        return (part for part in self.parts if isinstance(part, Text) and part.style != "small")


def plain(loaded: Loaded) -> Report:
    """Return a report in its plain form."""
    report = loaded.report
    card = scoring.score(report, loaded.method, loaded.history)
    document = content.compose(report, card, loaded.catalogue.labels(report.language))
    top = next(block for block in document.blocks if isinstance(block, content.Masthead))
    return Report(
        title=document.metadata.title,
        author=document.metadata.author,
        language=document.metadata.language,
        above=f"{top.series} · {top.kind}",
        name=top.name,
        below=" · ".join(filter(None, [top.status, *top.particulars])),
        head=(document.head, document.name),
        foot=document.foot,
        parts=tuple(part for block in document.blocks for part in _parts(block)),
    )


def _parts(block: content.Block) -> Iterator[Heading | Text | Table]:
    match block:
        case content.Masthead():
            pass  # it is the top of the report
        case content.Heading():
            yield _heading(block)
        case content.Paragraph():
            yield _text(block)
        case content.List():
            yield from _items(block, 1)
        case content.NoticeBox():
            yield from _box(block)
        case _:
            yield from _titled(block)


def _titled(block: content.Block) -> Iterator[Heading | Text | Table]:
    """Yield the parts of a block that has a title of its own."""
    match block:
        case content.Panel():
            figures = [figure for figure in (block.aggregate, *block.measures) if figure]
            yield Table(tuple((item.label, item.words, item.change, ", ".join(item.ends)) for item in figures))
            if block.series:
                years = tuple(year for year, _, _ in block.series)
                yield Heading(2, block.series_title)
                yield Table((years, tuple(value or "–" for _, value, _ in block.series)), head=1)
        case content.Facts():
            yield Heading(2, block.title)
            yield Table(tuple((row.label, _joined(row.value, row.detail)) for row in block.rows))
        case content.ScoreOverview():
            yield Heading(2, block.title)
            rows = (
                (_joined(row.code, row.label), row.score.words, row.score.previous, row.change) for row in block.rows
            )
            strong = tuple(number for number, row in enumerate(block.rows, 1) if row.kind in ("subtotal", "total"))
            yield Table(((block.columns[0], *block.columns[-3:]), *rows), head=1, strong=strong)
        case content.ScoreLegend():
            yield Heading(2, block.title)
            for number, line in enumerate(_lines(block)):
                yield Text(f"{block.id}.{number}", "small", ((line, "plain"),))
        case _:
            raise TypeError(f"the benchmark knows no plain form of {type(block).__name__}")


def _lines(block: content.ScoreLegend) -> Iterator[str]:
    """Yield the words of a key, which is mostly drawn: a line for each of its fields."""
    for item in fields(block):
        value = getattr(block, item.name)
        if item.name not in ("id", "title") and value and isinstance(value, str | tuple):
            yield (
                value
                if isinstance(value, str)
                else "; ".join(" ".join(words) if isinstance(words, tuple) else words for words in value)
            )


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))


def _heading(block: content.Heading) -> Heading:
    points = block.score
    score = _joined(points.words, points.change and f"({points.change})") if points else ""
    return Heading(block.level, _joined(block.code, block.text), _joined(block.aside, score))


def _text(block: content.Paragraph, mark: str = "", depth: int = 0, label: str = "") -> Text:
    runs: list[tuple[str, Cut]] = [(f"{label}: ", "strong")] if label else []
    runs += [(span.text, _cut(span)) for span in block.spans]
    role = block.role
    style = "note" if role == "remark" else role
    return Text(block.id, style, tuple(runs), not block.first and not mark, mark or block.mark, depth)


def _cut(span: content.Span) -> Cut:
    if span.raised:
        return "raised"
    return "strong" if span.strong else "emphasis" if span.emphasis else "plain"


def _items(block: content.List, depth: int) -> Iterator[Text]:
    for number, item in enumerate(block.items):
        mark = "•" if block.start is None else f"{block.start + number}."
        for part in item:
            if isinstance(part, content.List):
                yield from _items(part, depth + 1)
            else:
                yield _text(part, mark, depth)
                mark = ""


def _box(block: content.NoticeBox) -> Iterator[Text]:
    label = block.label
    for part in block.content:
        if isinstance(part, content.List):
            yield from _items(part, 1)
        else:
            yield _text(part, label=label)
            label = ""
