"""How to read a report: its parts, taken from a real report, with numbers that a legend explains."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.content import back, body, head
from pdfgen.content.blocks import Block, Heading, List, NoticeBox, Panel, Paragraph, Span
from pdfgen.content.prose_blocks import FootnoteNumbers
from pdfgen.content.volume.front import chapter_title
from pdfgen.content.volume.volume_blocks import Callouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfgen.content.volume.entries import VolumeEntry
    from pdfgen.content.volume.volume_blocks import Part
    from pdfgen.errors import Origin
    from pdfgen.labels import Labels


def guide(entries: list[VolumeEntry], origin: Origin, labels: Labels) -> list[Block]:
    """Return the chapter, with the report that shows most as its sample."""
    sample = max(entries, key=_shows)  # the first of equals
    return list(_Guide(sample, origin, labels).blocks())


def _shows(entry: VolumeEntry) -> tuple[bool, Decimal]:
    """Return how much a report shows: whether a change is explained, and the size of the total's change."""
    explained = any(answer.score_change for answer in entry.report.answers.values())
    total = entry.card.aggregate
    return explained, abs((total.change.difference if total else None) or Decimal(0))


class _Guide:
    """Makes the samples, and numbers what they explain."""

    def __init__(self, sample: VolumeEntry, origin: Origin, labels: Labels) -> None:
        self.sample, self.origin, self.labels = sample, origin, labels
        self.said = labels.volume.guide
        self.number = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the title, each sample below its numbers, and the legends."""
        entry, labels = self.sample, self.labels
        yield chapter_title(self.said.title, self.origin)
        intro = self.said.intro.format(name=entry.name)
        yield Paragraph(id="intro", origin=self.origin, role="lead", spans=(Span(intro),))
        for panel in head.panels(entry.report, entry.card, labels):
            yield from self._explained(self._figures(panel), [panel])
        blocks = body.asked(entry.report, entry.card, labels, FootnoteNumbers())
        item = labels.item(entry.card.method.rubric.item)
        section, asked, notice = _example(blocks)
        if section and section.score:
            plain = [replace(section, id="sample.section", level=2, outline="")]
            words = self.said.section if section.score.change else self.said.section_alone
            yield from self._explained([(words, "section")], plain)
        if asked:
            heads: list[Block] = [replace(asked, id="sample.item", level=3 if section else 2, outline="", continued="")]
            in_words = asked.score is not None and asked.score.in_words
            score = self.said.item_judgement if in_words else self.said.score.format(**item)
            marks: list[tuple[str, Part]] = [(self.said.code.format(**item), "code"), (score, "score")]
            marks += [(self.said.changed, "change")] if asked.change else []
            if notice:
                heads.append(replace(notice, id="sample.change"))
                marks.append((self.said.judgement_reason if in_words else self.said.reason, "reason"))
            yield from self._explained(marks, heads)
        yield from back.keys(entry.report, entry.card, labels)

    def _figures(self, panel: Panel) -> list[tuple[str, Part]]:
        """Return what is said of the headline figures."""
        said = self.said
        found: list[tuple[str, Part]] = []
        if panel.aggregate:
            total = said.total if panel.aggregate.score.change else said.total_alone
            found.append((said.judgement if panel.aggregate.score.in_words else total, "total"))
        if panel.measures:
            ends = any(figure.ends for figure in panel.measures)
            found.append((said.ratings if ends else said.ratings_alone, "measures"))
        series = self.labels.series_said(self.sample.card.method.edition)
        series = said.judgements if panel.series_in_words else series
        return [*found, (series, "series")] if panel.aggregate else found

    def _explained(self, marks: Sequence[tuple[str, Part]], blocks: Sequence[Block]) -> Iterator[Block]:
        """Yield numbers, the sample that they point at, and what they say."""
        first = self.number + 1
        self.number += len(marks)
        numbers = tuple((str(number), part) for number, (_, part) in enumerate(marks, first))
        yield Callouts(id=f"callouts.{first}", origin=self.origin, marks=numbers)
        yield from blocks
        items = tuple(
            (Paragraph(id=f"legend.{number}", origin=self.origin, role="body", spans=(Span(words),)),)
            for number, (words, _) in enumerate(marks, first)
        )
        yield List(id=f"legends.{first}", origin=self.origin, items=items, start=first)


def _example(blocks: list[Block]) -> tuple[Heading | None, Heading | None, NoticeBox | None]:
    """Return a section, a question of it and why that changed; the first question where none did."""
    section = asked = None
    found: tuple[Heading | None, Heading | None] = (None, None)
    for block in blocks:
        if isinstance(block, Heading) and block.role == "section":
            section = block
        elif isinstance(block, Heading) and block.role == "item":
            asked = block
            found = (section, asked) if found == (None, None) else found
        elif isinstance(block, NoticeBox) and block.kind == "score_change" and asked and asked.code:
            return section, asked, block
    return *found, None
