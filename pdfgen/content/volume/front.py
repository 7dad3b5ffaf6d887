"""The front matter: cover, half-title, imprint, contents; and the openers of the parts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pdfgen.content.back import citation, unverified
from pdfgen.content.blocks import Block, Heading, List, Paragraph, Span
from pdfgen.content.prose_blocks import FootnoteNumbers, set_prose
from pdfgen.content.volume.entries import in_order
from pdfgen.content.volume.volume_blocks import Cover, HalfTitle, Opener, Register, RegisterEntry
from pdfgen.content.words import share
from pdfgen.scoring.statistics import mean

if TYPE_CHECKING:
    from pdfgen.content.volume.entries import VolumeEntry
    from pdfgen.errors import Origin
    from pdfgen.labels import Labels
    from pdfgen.model.operators import Band, Category, Grade
    from pdfgen.model.report import EditionFile
    from pdfgen.model.rubric import Method


def title(edition: EditionFile, method: Method) -> str:
    """Return the title of the book."""
    return edition.volume.title or method.rubric.title


def cover(edition: EditionFile, method: Method, entries: list[VolumeEntry], origin: Origin, labels: Labels) -> Cover:
    """Return the cover: a bar for each entity, ordered by its total."""
    measure = entries[0].card.aggregate.measure
    better = measure.direction == "higher"
    with_numbers = [] if measure.grades else entries
    scored = [(number, entry) for entry in with_numbers if (number := entry.card.aggregate.value.number) is not None]
    scored.sort(key=lambda item: -item[0] if better else item[0])
    territories = any(entry.is_territory for entry in entries)
    form = labels.volume.ordered if territories else labels.volume.ordered_countries
    caption = form.format(count=labels.number(len(scored)), measure=labels.term(measure.label))
    return Cover(
        id="cover",
        origin=origin,
        overline=edition.volume.overline or labels.volume.volume,
        title=title(edition, method),
        edition=str(edition.edition),
        bars=tuple((share(measure, number), entry.tone or "neutral") for number, entry in scored),
        legend=tuple(
            (category.tone, labels.term(category.label or ""), labels.number(number))
            for category, number in by_category(entries)
        ),
        caption=caption if len(entries) > 1 and scored else summary(entries, labels)[0],
        foot=edition.volume.subtitle or labels.volume.subtitle,
    )


def by_category(entries: list[VolumeEntry]) -> list[tuple[Band | Category | Grade, int]]:
    """Return how many entities have each status, the best first."""
    counts = Counter(entry.category.code for entry in entries if entry.category)
    status = entries[0].card.status
    return [(item, counts[item.code]) for item in status.measure.categories() if item.code in counts] if status else []


def half_title(edition: EditionFile, method: Method, origin: Origin) -> HalfTitle:
    """Return the half-title."""
    return HalfTitle(id="half-title", origin=origin, title=title(edition, method), edition=str(edition.edition))


def imprint(edition: EditionFile, method: Method, origin: Origin, labels: Labels) -> list[Block]:
    """Return who publishes the volume, how it is cited, and under which licence it may be used."""
    said, words = edition.publication, labels.volume
    publisher = said.publisher or method.rubric.publisher
    cite = edition.volume.citation or words.cite.format(
        publisher=publisher, series=title(edition, method), edition=edition.edition
    )
    lines: list[tuple[str, tuple[Span, ...]]] = [
        ("", (Span(f"{title(edition, method)} {edition.edition}", strong=True),)),
        ("", (Span(publisher),)),
        (labels.cite, citation(cite, method, Span(words.entity))),
    ]
    if said.citation:
        lines.append((words.cite_report, citation(said.citation, method, Span(words.entity))))
    named = ((labels.isbn, said.isbn), (labels.doi, said.doi), (labels.licence, said.licence))
    lines += [(label, (Span(value),)) for label, value in named if value]
    if said.url:
        lines.append((labels.read_online, (Span(said.url, link=said.url),)))
    if said.copyright:
        lines.append(("", (Span(said.copyright),)))
    if unverified(method):
        lines.append((labels.note, (Span(labels.unverified_wording),)))
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
    words = labels.volume
    names = [entry.name for entry in in_order(entries, labels)]
    territories = entries[0].is_territory
    many, one = (words.territories_are, words.territory_is) if territories else (words.countries_are, words.country_is)
    form = many if len(names) > 1 else one
    lines = [form.format(count=labels.number(len(names)), first=names[0], last=names[-1])]
    counts = [
        words.counted.format(count=labels.number(count), category=labels.term(category.label or ""))
        for category, count in by_category(entries)
    ]
    if counts:
        lines.append(words.listed(counts))
    measure = entries[0].card.aggregate.measure
    with_numbers = [] if measure.grades else entries
    value = mean((entry.card.aggregate.value.number for entry in with_numbers), measure.scale.decimals + 1)
    if value is not None and len(entries) > 1:
        known = sum(entry.card.aggregate.value.number is not None for entry in entries)
        form = words.mean if known == len(entries) else words.mean_of
        said = {"measure": labels.term(measure.label), "value": labels.number(value)}
        lines.append(form.format(**said, **({"count": labels.number(known)} if form is words.mean_of else {})))
    return tuple(lines)
