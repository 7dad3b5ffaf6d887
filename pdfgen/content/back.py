"""The end of a report: notes, the key to the scores, and what is said about the report itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen.content import words
from pdfgen.content.blocks import Block, Heading, List, Paragraph, ScoreLegend, Span
from pdfgen.content.prose_blocks import FootnoteNumbers, set_prose
from pdfgen.model.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pdfgen.errors import Origin
    from pdfgen.labels import Labels
    from pdfgen.model.measure import Measure
    from pdfgen.model.prose import ProseText
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Scorecard


def footnotes(
    texts: Mapping[str, ProseText],
    origin_of: Callable[[str], Origin],
    labels: Labels,
    notes: FootnoteNumbers,
    start: int = 0,
) -> list[Block]:
    """Return the notes in the order of their marks, from the mark ``start`` on; a note may refer to further notes."""
    found: list[Block] = []
    index = start
    while index < len(notes.order):
        name = notes.order[index]
        index += 1
        id_, mark = f"note.{name}", str(index)
        origin = origin_of(name)
        first, *rest = set_prose(texts[name], "small", id_, origin, notes, labels)
        if isinstance(first, Paragraph):
            found += [replace(first, id=id_, mark=mark), *rest]
        else:  # a list: the number stands on a line of its own
            found += [Paragraph(id=id_, origin=origin, role="small", spans=(), mark=mark), first, *rest]
    return found


def keys(report: Report, card: Scorecard, labels: Labels) -> list[Block]:
    """Return how to read the scores; nothing where there are none. Words that are no numbers are listed."""
    asked = card.method.items
    counted = [measure for measure in asked if not measure.grades]
    in_words = list(dict.fromkeys(words.scale(measure, labels) for measure in asked if measure.grades))
    found: list[Block] = [_legend(report, card, counted, labels)] if counted else []
    if in_words and not counted:
        found.append(heading("key", labels.scoring_key, report))
    found += [
        Paragraph(id=f"key.{number}", origin=report.origin("answers"), role="small", spans=(Span(said),))
        for number, said in enumerate(in_words, 1)
    ]
    return found


def _legend(report: Report, card: Scorecard, asked: list[Measure], labels: Labels) -> ScoreLegend:
    item = next((measure for measure in asked if not measure.optional), asked[0])
    scale = item.scale
    best = "" if scale.max is None else labels.number(scale.max)
    score = words.score(card[item.id], labels)
    sample = None
    if score.steps and scale.max is not None:
        number = item.start + (scale.max - item.start) * (score.steps - 1) / score.steps
        value = labels.number(number.normalize() + 0)
        said = labels.alt_score.format(value=value, max=best)
        sample = replace(score, value=value, number=number, before=None, change="", alternative=said)
    bare = labels.score_of.format(value=score.value, max=score.best) if score.best else score.value
    example = labels.score_of.format(value=sample.value, max=best) if sample else bare
    change = labels.change_in_brackets.format(change=labels.number(1, signed=True))
    total = card.aggregate.measure if card.aggregate else item
    hint = total.scale.hint
    least, most = (labels.term(hint.min), labels.term(hint.max)) if hint else ("", "")
    ends = {"min": labels.number(item.start), "max": best, "least": least, "most": most}
    scale_words = labels.key_scale.format(**ends, **labels.item(card.method.rubric.item))
    better = total.direction == "higher"
    letters = (("X", labels.key_x), ("Y", labels.key_y if better else labels.key_y_lower), ("Z", labels.key_z))
    return ScoreLegend(
        id="key",
        origin=report.origin("answers"),
        title=labels.scoring_key,
        form=labels.key_form,
        example=labels.key_example.format(example=f"{example} {change}"),
        letters=letters,
        scale=scale_words if hint and best and _one_scale(card, total) else "",
        sample=sample,
        sample_words=labels.key_sample.format(value=sample.value, max=best) if sample else "",
        improved=labels.improved,
        declined=labels.declined,
        previous=labels.key_previous,
    )


def _one_scale(card: Scorecard, total: Measure) -> bool:
    """Tell whether all asked have one scale that runs the way of the total."""
    scales = {(item.start, item.scale.max, item.direction) for item in card.method.items if not item.optional}
    return len(scales) == 1 and {direction for *_, direction in scales} == {total.direction}


def about(
    report: Report, card: Scorecard, labels: Labels, notes: FootnoteNumbers, common: Publication | None = None
) -> list[Block]:
    """Return what is said about the report: comparability, wording, citation, identifiers, licence, disclaimer.

    What is said of all reports of a volume, ``common``, is said once, in its front matter.
    """
    publication = report.publication
    lines: list[tuple[str, str, str]] = [("comparability", labels.comparability, note) for note in card.notes]
    if common:
        said = {key: None for key in Publication.model_fields if getattr(common, key) == getattr(publication, key)}
        publication = publication.model_copy(update=said)
    elif unverified(card.method):
        said_of = labels.unverified_wording.format(**labels.item(card.method.rubric.item))
        lines.append(("wording", labels.note, said_of))
    if publication.citation:
        lines.append(("citation", labels.cite, labels.term(publication.citation)))
    named = (("isbn", labels.isbn), ("doi", labels.doi), ("licence", labels.licence))
    lines += [(name, label, str(value)) for name, label in named if (value := getattr(publication, name))]
    if publication.copyright:
        lines.append(("copyright", "", publication.copyright))
    found: list[Block] = []
    for number, (name, label, text) in enumerate(lines):
        label_span = (Span(f"{label}: ", strong=True),) if label else ()
        spans = _citation(text, report, card, labels) if name == "citation" else (Span(text),)
        origin = report.origin("publication", name)
        found.append(Paragraph(id=f"about.{number + 1}", origin=origin, role="small", spans=(*label_span, *spans)))
    if publication.disclaimer:
        origin = report.origin("publication", "disclaimer")
        blocks: tuple[Paragraph | List, ...] = set_prose(
            publication.disclaimer, "small", "disclaimer", origin, notes, labels
        )
        found += blocks
    return [heading("about", labels.about, report), *found] if found else []


def _citation(text: str, report: Report, card: Scorecard, labels: Labels) -> tuple[Span, ...]:
    name = Span(report.entity.name, origin=report.origin("entity", "name"))
    return citation(text, card.method, name, labels)


def citation(text: str, method: Method, entity: Span, labels: Labels) -> tuple[Span, ...]:
    """Return a citation with {entity}, {edition} and {series} filled in; each part knows where it comes from."""
    parts = {
        "{{": Span("{"),
        "}}": Span("}"),
        "{entity}": entity,
        "{edition}": Span(words.edition(method, method.edition, labels)),
        "{series}": Span(labels.term(method.rubric.title)),
    }
    pieces = re.split(r"(\{\{|\}\}|\{entity\}|\{edition\}|\{series\})", text)
    return tuple(parts.get(piece, Span(piece)) for piece in pieces if piece)


def unverified(method: Method) -> bool:
    """Tell whether a wording of the method was not checked against a publication."""
    wordings = [measure.wording for measure in method.items]
    return any(wording and not wording.verified for wording in wordings)


def heading(id_: str, text: str, report: Report) -> Heading:
    """Return the heading of a part of the end matter."""
    return Heading(id=id_, origin=report.origin("publication"), level=2, role="aside", text=text, outline=text)
