"""Compose a document: the table of contents of a report."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pdfgen.content import back, body, head
from pdfgen.content.blocks import Block, Document, List, Paragraph
from pdfgen.content.corrections import corrections
from pdfgen.content.prose_blocks import FootnoteNumbers
from pdfgen.information import Information

if TYPE_CHECKING:
    from pdfgen.content.blocks import Masthead
    from pdfgen.labels import Labels
    from pdfgen.model.report import Publication, Report
    from pdfgen.scoring import Scorecard


def compose(report: Report, card: Scorecard, labels: Labels, common: Publication | None = None) -> Document:
    """Return ``report`` as a document, in reading order.

    In a volume what is ``common`` to all its reports is said in its front matter: the key to the scores, the citation.
    """
    notes = FootnoteNumbers()
    top = head.masthead(report, card, labels)
    panel = head.panel(report, card, labels)
    blocks: list[Block] = [
        top,
        panel,
        *head.facts(report, card, labels),
        *head.overview(report, labels, notes),
        *head.notices(report, card, labels, notes),
        *(head.developments(report, card, labels, notes) if not report.scores_only else ()),
        body.score_table(report, card, labels),
        *body.questions(report, card, labels, notes),
        *corrections(report, labels, notes),
    ]
    note_origin = partial(report.origin, "footnotes")
    end = back.footnotes(report.footnotes, note_origin, labels, notes)
    marked = len(notes.order)
    about = back.about(report, card, labels, notes, common)  # what it refers to comes after all other notes
    end += back.footnotes(report.footnotes, note_origin, labels, notes, marked)
    if end:
        blocks += [back.heading("notes", labels.notes, report), *end]
    if not common:  # the last page is not the end of a disclaimer alone
        about = [replace(block, keep_with_previous=isinstance(block, Paragraph | List)) for block in about]
        blocks += back.key(report, card, labels)
    blocks += about
    name = report.entity.name
    between = f" {labels.separator} "
    foot = between.join(filter(None, dict.fromkeys([name, top.status, panel.aggregate.points.words])))
    return Document(metadata(report, card, top), top.series, name, foot, tuple(blocks))


def metadata(report: Report, card: Scorecard, top: Masthead) -> Information:
    """Return what the file says of itself."""
    name = report.entity.name
    publisher = report.publication.publisher or card.method.rubric.publisher
    said = report.publication
    return Information(
        title=f"{top.series}: {name}",
        author=publisher,
        subject=top.particulars[0],
        language=report.language,
        keywords=(name, card.method.rubric.title),
        series=top.series,
        rights=said.rights,
        identifiers=said.identifiers,
    )
