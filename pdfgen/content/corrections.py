"""Corrections: the line at the top of a report that tells of them, and the part at its end that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.content.blocks import Block, Heading, NoticeBox, Span
from pdfgen.content.prose_blocks import FootnoteNumbers, set_prose
from pdfgen.content.punctuation import punctuated
from pdfgen.errors import InputError, Problem

if TYPE_CHECKING:
    from pdfgen.labels import Labels
    from pdfgen.labels.occasional_words import ErrataWords
    from pdfgen.model.report import Report

_PART = "corrections"


def correction(report: Report, labels: Labels) -> Span | None:
    """Return that the report was corrected, and when it was last; the words lead to the corrections."""
    if not report.errata:
        return None
    own = _words(report, labels)
    last = len(report.errata) - 1
    form = own.last_corrected if last else own.corrected
    words = form.format(date=labels.date(report.errata[last].date, own.full_date)).replace(
        " ", "\u00a0"
    )  # it stands on one line
    origin = report.origin("errata", last, "date")
    return Span(words, target=_PART, hint=own.title, origin=origin)


def corrections(report: Report, labels: Labels, notes: FootnoteNumbers) -> list[Block]:
    """Return the part with the corrections, the oldest first: each with its day, and the version that it corrects."""
    if not report.errata:
        return []
    words = _words(report, labels)
    origin, title = report.origin("errata"), words.title
    found: list[Block] = [Heading(id=_PART, origin=origin, level=2, role="plain", text=title, outline=title)]
    for index, erratum in enumerate(report.errata):
        label = labels.date(erratum.date, words.full_date)
        if erratum.version:
            label = words.corrects_version.format(date=label, version=erratum.version)
        (label,) = punctuated([label], labels)
        id_, place = f"correction.{index + 1}", report.origin("errata", index, "text")
        content = set_prose(erratum.text, "remark", id_, place, notes, labels)
        found.append(NoticeBox(id=id_, origin=place, kind="correction", label=label, trend=None, content=content))
    return found


def _words(report: Report, labels: Labels) -> ErrataWords:
    """Return the words of corrections. Raises InputError when the labels have none."""
    if labels.errata is None:
        message = f"the labels of “{report.language}” have no words for corrections"
        remedy = "add `errata:` to the labels file, as in the shipped data/labels/en.yaml"
        raise InputError([Problem(report.origin("errata"), "no-errata-words", message, remedy)])
    return labels.errata
