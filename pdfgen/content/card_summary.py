"""The summary of a report on one page: what it shows, and what may be left out when the page is too small."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen.content import body, head, words
from pdfgen.content.blocks import Block, CardSummary, Document, List, Masthead, Panel, Paragraph, ScoreOverview, Span
from pdfgen.content.compose import metadata
from pdfgen.content.prose_blocks import FootnoteNumbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pdfgen.labels import Labels
    from pdfgen.model.report import Report
    from pdfgen.scoring import Scorecard

_BRIEF = 3  # sentences of an overview that is too long
_SENTENCE = re.compile(r"(?<=[^\s.])[.!?…][”’»\")\]]*(?= [“‘«¿¡(\[]*[^\W_a-zà-öø-ÿ])")
_INITIAL = re.compile(r"(?:^|[\s(.])[^\W\d_]$")


def compose_card(report: Report, card: Scorecard, labels: Labels, whole: Document | None = None) -> Document:
    """Return the summary of ``report``: headline figures, overview, scores of the sections, key developments.

    They are taken from the document of the ``whole`` report where there is one.
    """
    parts = list(whole.blocks) if whole and not report.scores_only else _parts(report, card, labels)
    top = next(block for block in parts if isinstance(block, Masthead))
    panel = next(block for block in parts if isinstance(block, Panel))
    table = next(block for block in parts if isinstance(block, ScoreOverview))
    texts = ([block for block in parts if block.id.startswith(name)] for name in ("overview", "developments"))
    covers = labels.covers_short.format(year=report.year_under_review)
    blocks: tuple[Block, ...] = (
        replace(
            top,
            kind=labels.summary,
            particulars=(covers, *top.particulars[1:]),
            correction=replace(top.correction, target="", hint="") if top.correction else None,
        ),
        replace(
            panel,
            aggregate=replace(panel.aggregate, change=words.change_short(card.aggregate.change, labels)),
            series_title=panel.series_title if panel.series_in_words else labels.trend,
        ),
        _digest(report, labels, *texts),
        replace(
            table,
            title=labels.scores_by_category,
            rows=tuple(row for row in table.rows if row.kind in ("section", "modifier")) or table.rows,
        ),
    )
    questions = [measure for measure in card.method.questions if not measure.optional]
    link = (labels.read_online, str(report.publication.url)) if report.publication.url else None
    return Document(
        metadata=metadata(report, card, top),
        head=top.series,
        name=report.entity.name,
        foot=labels.full_report.format(count=labels.number(len(questions))),
        blocks=blocks,
        link=link,
    )


def _parts(report: Report, card: Scorecard, labels: Labels) -> list[Block]:
    """Return the blocks of a report that its summary is made from."""
    notes = FootnoteNumbers()
    return [
        head.masthead(report, card, labels),
        head.panel(report, card, labels),
        body.score_table(report, card, labels),
        *([] if report.scores_only else head.overview(report, labels, notes)),
        *head.developments(report, card, labels, notes),
    ]


def _digest(report: Report, labels: Labels, lead: list[Block], developments: list[Block]) -> CardSummary:
    overview = tuple(_paragraphs(lead))
    abbreviations = (*labels.titles, *labels.numbered)
    sentences = [sentence for paragraph in overview for sentence in _sentences(paragraph, abbreviations)]
    items = [_first(item, abbreviations) for block in developments[1:] for item in _items(block)]
    left_out = len(items) if any(isinstance(block, List) for block in developments) else 0
    brief = replace(overview[0], spans=_joined(sentences[:_BRIEF])) if overview else None
    return CardSummary(
        id="digest",
        origin=report.origin("overview"),
        overview=overview,
        brief=brief,
        title=getattr(developments[0], "text", ""),
        items=tuple(items),
        none=labels.all_developments.format(count=labels.number(left_out)) if left_out else "",
        more=tuple(labels.more_developments.format(count=labels.number(count + 1)) for count in range(left_out)),
    )


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Yield paragraphs, those of lists included, without the marks of notes that the summary does not have."""
    for block in blocks:
        if isinstance(block, Paragraph):
            if spans := _unmarked(block.spans):
                yield replace(block, spans=spans)
        elif isinstance(block, List):
            yield from _paragraphs(part for item in block.items for part in item)


def _unmarked(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans without the marks of notes, and with one of the spaces around a mark; none where no words are."""
    found: list[Span] = []
    for span in spans:
        text = "" if span.raised else span.text
        if not found or found[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            found.append(replace(span, text=text))
    return tuple(found)


def _items(block: Block) -> Iterator[Paragraph]:
    """Yield the first paragraph of each item; one that stands alone says that there are none."""
    if isinstance(block, List):
        yield from (first for item in block.items if (first := next(_paragraphs(item), None)))
    else:
        yield from _paragraphs([block])


def _first(paragraph: Paragraph, abbreviations: tuple[str, ...]) -> Paragraph:
    return replace(paragraph, spans=_sentences(paragraph, abbreviations)[0], first=True)


def _sentences(paragraph: Paragraph, abbreviations: tuple[str, ...]) -> list[tuple[Span, ...]]:
    """Part a paragraph after each sentence; after an abbreviation or an initial none is sure to end."""
    text = "".join(span.text for span in paragraph.spans)
    ends = [
        found.end()
        for found in _SENTENCE.finditer(text)
        if not _abbreviated(text[: found.start() + 1], abbreviations) and not _INITIAL.search(text[: found.start()])
    ]
    found = []
    start = 0
    for end in [*ends, len(text)]:
        spans: list[Span] = []
        at = 0
        for span in paragraph.spans:
            piece = span.text[max(start - at, 0) : max(end - at, 0)]
            at += len(span.text)
            if piece:
                spans.append(replace(span, text=piece if spans else piece.lstrip(" ")))
        if spans:
            found.append(tuple(spans))
        start = end
    return found


def _abbreviated(text: str, abbreviations: tuple[str, ...]) -> bool:
    """Tell whether ``text`` ends with an abbreviation, not with a word that ends like one."""
    return any(text.endswith(item) and not text[: -len(item)][-1:].isalnum() for item in abbreviations)


def _joined(sentences: list[tuple[Span, ...]]) -> tuple[Span, ...]:
    found: list[Span] = []
    for sentence in sentences:
        found += [Span(" "), *sentence] if found else sentence
    return tuple(found)
