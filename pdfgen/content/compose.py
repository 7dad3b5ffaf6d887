"""Compose a document: the table of contents of a report."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from pdfgen.content import back, body, head
from pdfgen.content.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    List,
    Masthead,
    Panel,
    Paragraph,
    ScoreLegend,
    ScoreOverview,
)
from pdfgen.content.corrections import corrections
from pdfgen.content.prose_blocks import FootnoteNumbers, set_prose
from pdfgen.information import Information
from pdfgen.model.report_parts import ASKED, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pdfgen.labels import Labels
    from pdfgen.model.publication import Publication
    from pdfgen.model.report import Report
    from pdfgen.model.report_parts import ReportPart
    from pdfgen.scoring import Scorecard


def compose(
    report: Report,
    card: Scorecard,
    labels: Labels,
    common: Publication | None = None,
    parts: Sequence[ReportPart] = (),
    *,
    called: str = "",
) -> Document:
    """Return ``report`` as a document: its parts in the order that it, its edition, ``parts`` or the rubric give.

    In a volume what is ``common`` to all its reports is said in its front matter: the key to the scores, the citation.
    There its running heads say what the entity is ``called``, where another one has the same name.
    """
    order = chosen(report.parts, parts, card.method.rubric.parts)
    blocks = _Composing(report, card, labels, common).blocks(order)
    top = head.masthead(report, card, labels)
    panel = next((block for block in blocks if isinstance(block, Panel)), None)
    total = panel.aggregate.score.words if panel and panel.aggregate else ""
    name = called or top.name
    foot = f" {labels.separator} ".join(filter(None, dict.fromkeys([name, top.status, total])))
    return Document(metadata(report, card, top), top.series, name, foot, tuple(blocks))


_END = ("notes", "about")
"""The parts that are made when all notes are known."""


@dataclass(slots=True)
class _Composing:
    """Makes the parts of a report; notes are numbered in the order in which the parts are made."""

    report: Report
    card: Scorecard
    labels: Labels
    common: Publication | None
    notes: FootnoteNumbers = field(default_factory=FootnoteNumbers)

    def blocks(self, parts: Sequence[ReportPart]) -> list[Block]:
        """Return the blocks of all ``parts``, in their order; notes stand at the end where no part is for them."""
        found = {part.id: self._part(part.id) for part in parts if part.id not in _END}
        found |= self._end(with_about=any(part.id == "about" for part in parts))
        titles = {part.id: part.title_in(self.report.language) for part in parts}
        order = list(titles)
        if "notes" not in order:
            order.insert(next((order.index(id_) for id_ in ("key", "about") if id_ in order), len(order)), "notes")
        return [block for id_ in order for block in titled(id_, found[id_], titles.get(id_, ""))]

    def _part(self, id_: str) -> list[Block]:
        report, card, labels, notes = self.report, self.card, self.labels, self.notes
        table: dict[str, Callable[[], Sequence[Block]]] = {
            "masthead": lambda: [head.masthead(report, card, labels)],
            "panel": lambda: head.panels(report, card, labels),
            "facts": lambda: head.facts(report, card, labels),
            "overview": lambda: head.overview(report, labels, notes),
            "notices": lambda: head.notices(report, card, labels, notes),
            "developments": lambda: [] if report.scores_only else head.developments(report, card, labels, notes),
            "table": lambda: [*body.score_tables(report, card, labels), *body.limits(report, card, labels)],
            ASKED: lambda: body.asked(report, card, labels, notes),
            "corrections": lambda: corrections(report, labels, notes),
            "key": lambda: [] if self.common else back.keys(report, card, labels),
        }
        return list(table.get(id_, partial(self._section, id_))())

    def _section(self, id_: str) -> list[Block]:
        """Return a section of the publisher's own; nothing where the report has no text for it."""
        text = self.report.sections.get(id_)
        if text is None:
            return []
        return list(set_prose(text, "body", id_, self.report.origin("sections", id_), self.notes, self.labels))

    def _end(self, *, with_about: bool) -> dict[str, list[Block]]:
        """Return the notes, and what is said about the report, which may refer to further notes."""
        report, labels, notes = self.report, self.labels, self.notes
        origin = partial(report.origin, "footnotes")
        end = back.footnotes(report.footnotes, origin, labels, notes)
        marked = len(notes.order)
        about = back.about(report, self.card, labels, notes, self.common) if with_about else []
        end += back.footnotes(report.footnotes, origin, labels, notes, marked)
        if end:
            end = [back.heading("notes", labels.notes, report), *end]
        if not self.common:  # the last page is not the end of a disclaimer alone
            about = [replace(block, keep_with_previous=isinstance(block, Paragraph | List)) for block in about]
        return {"notes": end, "about": about}


def titled(id_: str, blocks: list[Block], title: str) -> list[Block]:
    """Return the blocks of a part with its title: in place of the one that it has, or above it."""
    if not title or not blocks:
        return blocks
    first, *rest = blocks
    match first:
        case Masthead():
            return [replace(first, kind=title), *rest]
        case Facts() | ScoreOverview() | ScoreLegend():
            return [replace(first, title=title), *rest]
        case Heading(role="plain" | "aside"):
            return [replace(first, text=title, outline=title), *rest]
        case _:
            place = f"{id_}.title"
            top = Heading(id=place, origin=first.origin, level=2, role="plain", text=title, outline=title)
            return [top, *blocks]


def metadata(report: Report, card: Scorecard, top: Masthead) -> Information:
    """Return what the file says of itself."""
    name = report.entity.name
    publisher = report.publication.publisher or card.method.rubric.publisher
    said = report.publication
    return Information(
        title=f"{top.series}: {name}",
        author=publisher,
        subject=top.particulars[0] if top.particulars else "",
        language=report.language,
        keywords=(name, card.method.rubric.title),
        series=top.series,
        rights=said.rights,
        identifiers=said.identifiers,
    )
