"""Corrections: the line at the top of a report that tells of them, and the part at its end that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.content.blocks import Block, Heading, NoticeBox, Span
from pdfgen.content.prose_blocks import FootnoteNumbers, set_prose
from pdfgen.content.punctuation import punctuated

if TYPE_CHECKING:
    from pdfgen.labels import Labels
    from pdfgen.model.report import Report

_PART = "corrections"


def correction(report: Report, labels: Labels) -> Span | None:
    """Return that the report was corrected, and when it was last; the words lead to the corrections."""
    if not report.errata:
        return None
    last = len(report.errata) - 1
    form = labels.last_corrected if last else labels.corrected
    words = form.format(date=labels.date(report.errata[last].date)).replace(" ", "\u00a0")  # it stands on one line
    origin = report.origin("errata", last, "date")
    return Span(words, target=_PART, hint=labels.corrections, origin=origin)


def corrections(report: Report, labels: Labels, notes: FootnoteNumbers) -> list[Block]:
    """Return the part with the corrections, the oldest first: each with its day, and the version that it corrects."""
    if not report.errata:
        return []
    origin, title = report.origin("errata"), labels.corrections
    found: list[Block] = [Heading(id=_PART, origin=origin, level=2, role="plain", text=title, outline=title)]
    for index, erratum in enumerate(report.errata):
        label = labels.date(erratum.date)
        if erratum.version:
            label = labels.corrects_version.format(date=label, version=erratum.version)
        (label,) = punctuated([label], labels)
        id_, place = f"correction.{index + 1}", report.origin("errata", index, "text")
        content = set_prose(erratum.text, "remark", id_, place, notes, labels)
        found.append(NoticeBox(id=id_, origin=place, kind="correction", label=label, trend=None, content=content))
    return found
