"""The summary of a report on one page: what it shows, and what may be left out when the page is too small."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen.content import body, head, words
from pdfgen.content.blocks import (
    Block,
    CardSummary,
    Document,
    Facts,
    List,
    Masthead,
    OverviewRow,
    Panel,
    Paragraph,
    PrintedScore,
    ScoreOverview,
    Span,
)
from pdfgen.content.compose import metadata, titled
from pdfgen.content.prose_blocks import FootnoteNumbers
from pdfgen.model.report_parts import chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pdfgen.labels import Labels
    from pdfgen.model.report import Report
    from pdfgen.model.report_parts import ReportPart
    from pdfgen.scoring import Scorecard

_BRIEF = 3  # sentences of an overview that is too long
_SENTENCE = re.compile(r"(?<=[^\s.])[.!?…][”’»\")\]]*(?= [“‘«¿¡(\[]*[^\W_a-zà-öø-ÿ])")
_INITIAL = re.compile(r"(?:^|[\s(.])[^\W\d_]$")


def compose_card(
    report: Report,
    card: Scorecard,
    labels: Labels,
    whole: Document | None = None,
    parts: Sequence[ReportPart] = (),
) -> Document:
    """Return the summary of ``report``: headline figures, overview, scores of the sections, key developments.

    They are taken from the document of the ``whole`` report where there is one. A method without scores has neither
    figures nor a table.
    """
    order = chosen(report.parts, parts, card.method.rubric.parts)
    found = list(whole.blocks) if whole and not report.scores_only else _parts(report, card, labels, order)
    top = next(block for block in found if isinstance(block, Masthead))
    texts = ([block for block in found if _is_of(block, name)] for name in ("overview", "developments"))
    covers = words.covered(report, card.method, labels).short
    blocks: list[Block] = [
        replace(
            top,
            kind=labels.summary,
            particulars=(covers, *top.particulars[1:]) if covers else top.particulars,
            correction=replace(top.correction, target="", hint="") if top.correction else None,
        )
    ]
    blocks += [_panel(block, card, labels) for block in found if isinstance(block, Panel)]
    blocks.append(_digest(report, labels, *texts))
    tables = [_table(block, labels) for block in found if isinstance(block, ScoreOverview)]
    blocks += tables or [_fact_table(block, labels) for block in found if isinstance(block, Facts)]
    asked = [measure for measure in card.method.items if not measure.optional]
    said = labels.item(card.method.rubric.item)
    link = (labels.read_online, str(report.publication.url)) if report.publication.url else None
    return Document(
        metadata=metadata(report, card, top),
        head=top.series,
        name=report.entity.name,
        foot=labels.full_report.format(count=labels.number(len(asked)), **said) if asked else "",
        blocks=tuple(blocks),
        link=link,
    )


def _is_of(block: Block, part: str) -> bool:
    return block.id == part or block.id.startswith(f"{part}.")


def _panel(panel: Panel, card: Scorecard, labels: Labels) -> Panel:
    """Return the headline figures with few words."""
    total = panel.aggregate
    if total and card.aggregate:
        total = replace(total, change=words.change_short(card.aggregate.change, labels))
    return replace(panel, aggregate=total, series_title=labels.trend)


def _fact_table(facts: Facts, labels: Labels) -> ScoreOverview:
    """Return the facts as the table of a report that has no scores."""
    rows = [OverviewRow("section", "", row.label, PrintedScore(row.value), "") for row in facts.rows if not row.missing]
    columns = (labels.category, "", "", "", "")
    return ScoreOverview(
        id="facts", origin=facts.origin, title=facts.title, columns=columns, absent=labels.absent, rows=tuple(rows)
    )


def _table(table: ScoreOverview, labels: Labels) -> ScoreOverview:
    """Return the scores of the sections alone, where there are any."""
    rows = tuple(row for row in table.rows if row.kind in ("section", "modifier")) or table.rows
    return replace(table, title=labels.scores_by_category, rows=rows)


def _parts(report: Report, card: Scorecard, labels: Labels, parts: Sequence[ReportPart]) -> list[Block]:
    """Return the blocks of a report that its summary is made from, as far as ``parts`` name them."""
    notes = FootnoteNumbers()
    titles = {part.id: part.title_in(report.language) for part in parts}
    made: dict[str, list[Block]] = {
        "masthead": [head.masthead(report, card, labels)],
        "panel": list(head.panels(report, card, labels)),
        "table": list(body.score_tables(report, card, labels)),
        "overview": [] if report.scores_only else head.overview(report, labels, notes),
        "developments": head.developments(report, card, labels, notes),
        "facts": list(head.facts(report, card, labels)),
    }
    return [block for id_, blocks in made.items() if id_ in titles for block in titled(id_, blocks, titles[id_])]


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
        title=getattr(developments[0], "text", "") if developments else "",
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
