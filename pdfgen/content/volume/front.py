"""The front matter: cover, half-title, imprint, contents; and the openers of the parts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pdfgen.content import words
from pdfgen.content.back import citation, unverified
from pdfgen.content.blocks import Block, Heading, List, Paragraph, Span
from pdfgen.content.prose_blocks import FootnoteNumbers, set_prose
from pdfgen.content.volume.entries import in_order, kinds_of
from pdfgen.content.volume.volume_blocks import Cover, HalfTitle, Opener, Register, RegisterEntry
from pdfgen.content.words import share
from pdfgen.scoring.statistics import mean

if TYPE_CHECKING:
    from pdfgen.content.volume.entries import VolumeEntry
    from pdfgen.errors import Origin
    from pdfgen.labels import Labels
    from pdfgen.model.edition_file import EditionFile
    from pdfgen.model.operators import Band, Category, Grade, Tone
    from pdfgen.model.rubric import Method


def title(edition: EditionFile, method: Method, labels: Labels) -> str:
    """Return the title of the book."""
    return edition.volume.title or labels.term(method.rubric.title)


def cover(edition: EditionFile, method: Method, entries: list[VolumeEntry], origin: Origin, labels: Labels) -> Cover:
    """Return the cover: a bar for each entity, ordered by its total."""
    total = entries[0].card.aggregate
    scored = [(number, entry) for entry in entries if (number := entry.number) is not None]
    bars: tuple[tuple[float, Tone], ...] = ()
    caption = summary(entries, labels)[0]
    if total and scored:
        scored.sort(key=lambda item: -item[0] if total.measure.direction == "higher" else item[0])
        bars = tuple((share(total.measure, number), entry.tone or "neutral") for number, entry in scored)
    if total and scored and len(entries) > 1:
        kinds = labels.volume.listed([said.plural for said in kinds_of(entries, labels)])
        said = {"count": labels.number(len(scored)), "measure": labels.term(total.measure.label)}
        caption = labels.volume.ordered.format(kinds=kinds, **said)
    return Cover(
        id="cover",
        origin=origin,
        overline=edition.volume.overline or labels.volume_kind(edition.edition),
        title=title(edition, method, labels),
        edition=edition_of(edition, method, labels),
        bars=bars,
        legend=tuple(
            (tone, labels.term(category.label or ""), labels.number(number))
            for category, tone, number in by_category(entries)
        ),
        caption=caption,
        foot=edition.volume.subtitle or subtitle(method, labels),
    )


def edition_of(edition: EditionFile, method: Method, labels: Labels) -> str:
    """Return the edition as it is printed."""
    return words.edition(method, edition.edition, labels)


def subtitle(method: Method, labels: Labels) -> str:
    """Return the subtitle of a book that has none of its own."""
    reports = str(labels.kind(method.rubric.entity_kinds[0]).reports)
    return labels.volume.subtitle.format(reports=reports) if method.is_scored else reports


def by_category(entries: list[VolumeEntry]) -> list[tuple[Band | Category | Grade, Tone, int]]:
    """Return the categories that are met, the best first: each with its tone, and how many entities have it."""
    counts = Counter(entry.category.code for entry in entries if entry.category)
    status = entries[0].card.status
    if status is None:
        return []
    measure = status.measure
    return [(one, words.tone(one, measure), counts[one.code]) for one in measure.categories() if one.code in counts]


def half_title(edition: EditionFile, method: Method, origin: Origin, labels: Labels) -> HalfTitle:
    """Return the half-title."""
    printed = edition_of(edition, method, labels)
    return HalfTitle(id="half-title", origin=origin, title=title(edition, method, labels), edition=printed)


def imprint(edition: EditionFile, method: Method, origin: Origin, labels: Labels) -> list[Block]:
    """Return who publishes the volume, how it is cited, and under which licence it may be used."""
    said, own, printed = edition.publication, labels.volume, edition_of(edition, method, labels)
    kinds = [labels.kind(kind).singular for kind in method.rubric.entity_kinds]
    entity = Span(own.entity.format(kind=own.listed(kinds, own.last_or)))
    publisher = said.publisher or method.rubric.publisher
    cite = edition.volume.citation or own.cite.format(
        publisher=publisher, series=title(edition, method, labels), edition=printed
    )
    lines: list[tuple[str, tuple[Span, ...]]] = [
        ("", (Span(f"{title(edition, method, labels)} {printed}", strong=True),)),
        ("", (Span(publisher),)),
        (labels.cite, citation(cite, method, entity, labels)),
    ]
    if said.citation:
        lines.append((own.cite_report, citation(labels.term(said.citation), method, entity, labels)))
    named = ((labels.isbn, said.isbn), (labels.doi, said.doi), (labels.licence, said.licence))
    lines += [(label, (Span(value),)) for label, value in named if value]
    if said.url:
        lines.append((labels.read_online, (Span(said.url, link=said.url),)))
    if said.copyright:
        lines.append(("", (Span(said.copyright),)))
    if unverified(method):
        lines.append((labels.note, (Span(labels.unverified_wording.format(**labels.item(method.rubric.item))),)))
    found: list[Block] = [
        Paragraph(
            id=f"imprint.{number}",
            origin=origin,
            role="small",
            spans=(Span(f"{label}: ", strong=True), *spans) if label else spans,
        )
        for number, (label, spans) in enumerate(lines, 1)
    ]
    if said.disclaimer:
        blocks: tuple[Paragraph | List, ...] = set_prose(
            said.disclaimer, "small", "disclaimer", origin, FootnoteNumbers(), labels
        )
        found += blocks
    return found


def contents(listed: list[RegisterEntry], origin: Origin, labels: Labels) -> list[Block]:
    """Return the contents; the pages are printed when they are known."""
    register = Register(
        id="contents", origin=origin, role="contents", level=2, entries=tuple(listed), pages=labels.volume.pages
    )
    return [chapter_title(labels.volume.contents, origin), register]


def listed(entry: VolumeEntry, labels: Labels) -> RegisterEntry:
    """Return the entry of a report in the contents."""
    return RegisterEntry(entry.name, entry.tone, entry.status(labels), entry.target, origin=entry.origin)


def chapter_title(text: str, origin: Origin) -> Heading:
    """Return the title of a text of its own."""
    return Heading(id="title", origin=origin, level=1, role="chapter", text=text, outline="")


def opener(number: int, name: str, lines: tuple[str, ...], origin: Origin, labels: Labels) -> Opener:
    """Return the page that opens a part."""
    part = labels.volume.part
    return Opener(id="opener", origin=origin, part=part, number=str(number), title=name, lines=lines)


def summary(entries: list[VolumeEntry], labels: Labels) -> tuple[str, ...]:
    """Return what is said of the reports of a part: which they are, how they are rated, and their mean."""
    own = labels.volume
    names = [entry.name for entry in in_order(entries, labels)]
    kinds = kinds_of(entries, labels)
    if len(names) == 1:
        lines = [str(kinds[0].one).format(first=names[0])]
    else:
        plural = own.listed([said.plural for said in kinds])
        count = labels.number(len(names))
        lines = [labels.nouns.many.format(plural=plural, count=count, first=names[0], last=names[-1])]
    counts = [
        own.counted.format(count=labels.number(count), category=labels.term(category.label or ""))
        for category, _, count in by_category(entries)
    ]
    if counts:
        lines.append(own.listed(counts))
    total = entries[0].card.aggregate
    numbers = [entry.number for entry in entries]
    value = mean(numbers, total.measure.scale.decimals + 1) if total else None
    if total and value is not None and len(entries) > 1:
        known = sum(number is not None for number in numbers)
        form = own.mean if known == len(entries) else own.mean_of
        said = {"measure": labels.term(total.measure.label), "value": labels.number(value)}
        lines.append(form.format(**said, **({"count": labels.number(known)} if form is own.mean_of else {})))
    return tuple(lines)
