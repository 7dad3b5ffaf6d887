"""Drafts: what is missing is marked at its place, and listed on the first page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen.content.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    List,
    Masthead,
    NoticeBox,
    Paragraph,
    ScoreOverview,
    Span,
)
from pdfgen.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pdfgen.labels import Labels
    from pdfgen.labels.occasional_words import DraftWords
    from pdfgen.model.lacking import Lacking
    from pdfgen.model.report import Report
    from pdfgen.scoring import Scorecard


def compose_draft(
    composed: Callable[[Report, Scorecard, Labels], Document],
    report: Report,
    card: Scorecard,
    labels: Labels,
    lacks: Lacking,
) -> Document:
    """Return ``report`` as ``composed`` makes it, with a mark on every page and at every place of what it lacks.

    Raises InputError when the labels have no words for drafts.
    """
    words = _words(report, labels)
    document = composed(report, card, labels.model_copy(update={"missing": words.no_score}))
    marked = _Marked(report, card, labels, lacks)
    blocks = tuple(item for block in document.blocks for item in marked.block(block))
    if not marked.listed:
        blocks = (*blocks, *marked.first_page(blocks[-1]))
    said = document.metadata
    said = replace(said, title=f"{words.draft}: {said.title}", keywords=(*said.keywords, words.draft))
    return replace(document, metadata=said, blocks=blocks, mark=words.draft)


class _Marked:
    """Marks blocks, and makes what stands where there is none."""

    def __init__(self, report: Report, card: Scorecard, labels: Labels, lacks: Lacking) -> None:
        self.report, self.card, self.labels, self.lacks = report, card, labels, lacks
        self.words = _words(report, labels)
        self.listed = False
        silent = {f"answer.{id_}.none": f"{card.method.rubric.item.id}.{id_}" for id_ in lacks.narratives}
        # a report without any text has nothing where a narrative could stand
        self.places = {} if report.scores_only else silent
        self.headings = {heading: place for place, heading in silent.items()} if report.scores_only else {}

    def block(self, block: Block) -> Iterator[Block]:
        """Yield what stands in place of a block."""
        if block.id in self.places:
            yield self._box(block, block.id, self.words.narrative)
            return
        if block.id == "overview.none" and self.lacks.overview:
            return
        if isinstance(block, Heading | ScoreOverview) and not self.listed:  # what comes before stands on the first page
            yield from self.first_page(block)
        match block:
            case Masthead():
                yield replace(block, kind=f"{self.words.draft} {self.labels.separator} {block.kind}")
            case Facts():
                rows = (replace(row, value=self.words.missing) if row.missing else row for row in block.rows)
                yield replace(block, rows=tuple(rows))
            case _:
                yield block
        if block.id in self.headings:
            yield self._box(block, self.headings[block.id], self.words.narrative)

    def first_page(self, at: Block) -> Iterator[Block]:
        """Yield the list of what is missing, behind the placeholder of the overview."""
        self.listed = True
        if self.lacks.overview:
            yield self._box(at, "overview.missing", self.words.overview)
        yield self._list(at)

    def _box(self, at: Block, id_: str, what: str) -> NoticeBox:
        """Return the placeholder of a text."""
        content = Paragraph(id=f"{id_}.what", origin=at.origin, role="remark", spans=(Span(what),))
        return NoticeBox(
            id=id_, origin=at.origin, kind="note", label=self.words.missing, trend="worse", content=(content,)
        )

    def _list(self, at: Block) -> NoticeBox:
        """Return what the report lacks, all of it."""
        method, words, lacks = self.card.method, self.words, self.lacks
        facts = {field.id: self.labels.term(field.label) for field in method.quick_facts}
        values = [self.labels.term(method.measures[id_].label) for id_ in lacks.values]
        parts = (
            (words.scores, lacks.scores),
            (words.values, values),
            (words.narratives, lacks.narratives),
            (words.facts, [facts[id_] for id_ in lacks.facts]),
        )
        lines = [
            form.format(count=self.labels.number(len(named)), names=", ".join(named)) for form, named in parts if named
        ]
        lines += [words.overview] if lacks.overview else []
        paragraphs = tuple(
            Paragraph(id=f"missing.{index}", origin=at.origin, role="remark", spans=(Span(line),))
            for index, line in enumerate(lines or [words.nothing], 1)
        )
        content = (List(id="missing.list", origin=at.origin, items=tuple((item,) for item in paragraphs)),)
        return NoticeBox(
            id="missing",
            origin=at.origin,
            kind="note",
            label=words.title,
            trend="worse" if lines else None,
            content=content if lines else paragraphs,
        )


def _words(report: Report, labels: Labels) -> DraftWords:
    """Return the words of drafts. Raises InputError when the labels have none."""
    if labels.draft is None:
        message = f"the labels of “{report.language}” have no words for drafts"
        remedy = "add `draft:` to the labels file, as in the shipped data/labels/en.yaml"
        raise InputError([Problem(report.origin("language"), "no-draft-words", message, remedy)])
    return labels.draft
