"""Compose a volume: the table of contents of a book."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.content.back import footnotes
from pdfgen.content.blocks import Block, Document, Heading
from pdfgen.content.compose import compose
from pdfgen.content.head import masthead
from pdfgen.content.prose_blocks import FootnoteNumbers, set_prose
from pdfgen.content.punctuation import punctuated
from pdfgen.content.volume import front
from pdfgen.content.volume.entries import VolumeEntry, apart, by_group, by_kind, by_total, grouped, in_order, initial
from pdfgen.content.volume.guide import guide
from pdfgen.content.volume.method import method_chapter
from pdfgen.content.volume.tables import Tables
from pdfgen.content.volume.volume_blocks import Chapter, Register, RegisterEntry, VolumeDocument
from pdfgen.information import Information
from pdfgen.model.spelling import slugged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pdfgen.content.volume.volume_blocks import Numbering
    from pdfgen.errors import Origin
    from pdfgen.labels import Labels
    from pdfgen.model.bound_volume_settings import Essay
    from pdfgen.model.edition_file import EditionFile
    from pdfgen.model.report_parts import ReportPart
    from pdfgen.model.rubric import Method


def compose_volume(  # what a volume is made of
    edition: EditionFile,
    method: Method,
    entries: list[VolumeEntry],
    essays: Sequence[Essay],
    origin: Origin,
    labels: Labels,
    *,
    whole: bool = True,
    parts: Sequence[ReportPart] = (),
) -> VolumeDocument:
    """Return the volume of an edition; its chapters are made one by one, so that no two reports are kept at a time.

    ``origin`` is the edition's file. Of the reports only the tops are there unless it is to be ``whole``.
    """
    book = _Chapters(edition, method, in_order(apart(entries, labels), labels), essays, origin, labels)
    book.whole, book.parts = whole, parts
    said = edition.publication
    metadata = Information(
        title=book.head,
        author=said.publisher or method.rubric.publisher,
        subject=edition.volume.subtitle or front.subtitle(method, labels),
        language=edition.language,
        keywords=(labels.term(method.rubric.title), front.edition_of(edition, method, labels)),
        series=labels.term(method.rubric.title),
        rights=said.rights,
        identifiers=said.identifiers,
    )
    letters = tuple(sorted({initial(entry.name, labels) for entry in book.entries}))
    return VolumeDocument(metadata, book.chapters(), letters)


class _Part(NamedTuple):
    """A part of the book: its title, what its opener says of it, its entries in the contents, and its chapters."""

    id: str
    title: str
    lines: tuple[str, ...]
    listed: list[RegisterEntry]
    chapters: Callable[[], Iterator[Chapter]]


class _Chapters:
    """The chapters of a volume, in order."""

    def __init__(
        self,
        edition: EditionFile,
        method: Method,
        entries: list[VolumeEntry],
        essays: Sequence[Essay],
        origin: Origin,
        labels: Labels,
    ) -> None:
        self.edition, self.method, self.entries, self.essays = edition, method, entries, essays
        self.origin, self.labels, self.words = origin, labels, labels.volume
        printed = front.edition_of(edition, method, labels)
        self.head = labels.series_edition.format(series=front.title(edition, method, labels), edition=printed)
        # without scores there is nothing to explain or to compare
        self.tables = Tables(entries, edition.all_groups, method, origin, labels) if method.is_scored else None
        self.whole = True
        self.parts: Sequence[ReportPart] = ()

    def chapters(self) -> Iterator[Chapter]:
        """Yield every chapter."""
        yield from self._front()
        for number, part in enumerate(self._parts, 1):
            opener = front.opener(number, part.title, part.lines, self.origin, self.labels)
            numbering: Numbering = "arabic" if number == 1 else ""
            document = self._document(part.title, [opener])
            yield Chapter(part.id, part.title, 0, document, "Part", right=True, numbering=numbering)
            yield from part.chapters()
        yield self._index()

    def _front(self) -> Iterator[Chapter]:
        """Yield what stands before the first part."""
        cover = front.cover(self.edition, self.method, self.entries, self.origin, self.labels)
        yield Chapter("cover", self.words.cover, 0, self._document("", [cover]), numbering="cover")
        half = front.half_title(self.edition, self.method, self.origin, self.labels)
        yield Chapter("half-title", "", 0, self._document("", [half]), right=True, numbering="roman")
        imprint = front.imprint(self.edition, self.method, self.origin, self.labels)
        yield Chapter("imprint", "", 0, self._document("", imprint), sunk=True)
        listed = list(self._listed())
        contents = front.contents(listed, self.origin, self.labels)
        title = self.words.contents
        yield Chapter("contents", title, 0, self._document(title, contents), right=True, late=True)
        for number, essay in enumerate(self.essays, 1):
            document = self._document(self._title(essay), self._essay(essay))
            yield Chapter(f"essay.{number}", self._title(essay), 0, document, right=True)
        if self.tables:
            said = self.words.guide.title
            document = self._document(said, guide(self.entries, self.origin, self.labels))
            yield Chapter("guide", said, 0, document)

    def _listed(self) -> Iterator[RegisterEntry]:
        """Yield the entries of the contents."""
        for number, essay in enumerate(self.essays, 1):
            yield RegisterEntry(self._title(essay), target=f"/essay.{number}", origin=essay.origin)
        if self.tables:
            yield RegisterEntry(self.words.guide.title, target="/guide")
        for part in self._parts:
            yield RegisterEntry(part.title, target=f"/{part.id}", heading=True)
            yield from part.listed
        yield RegisterEntry(self.words.index, target="/index", heading=True)

    # -- parts

    @cached_property
    def _parts(self) -> list[_Part]:
        """The parts: the reports of each kind, or of each group; the method and the tables where there are scores."""
        found = []
        kinds = by_kind(self.entries)
        if self.edition.volume.is_by_group:
            name = slugged(self.method.rubric.group.singular)
            members = grouped(self.entries)
            for number, (title, some) in enumerate(by_group(members, self.edition.all_groups, self.labels), 1):
                found += self._reports(f"{name}.{number}", title, some)
            kinds = [(kind, some) for kind, some in kinds if not kind.grouped]
        for kind, some in kinds:
            found += self._reports(slugged(kind.plural), str(self.labels.kind(kind).reports), some)
        if self.tables:
            said = self.words.method
            found.append(_Part("part.method", said.title, (said.summary,), [], self._method))
            tables = self.words.tables
            found.append(_Part("part.tables", tables.title, (tables.summary,), self.tables.contents(), self._tables))
        return found

    def _reports(self, id_: str, title: str, entries: list[VolumeEntry]) -> list[_Part]:
        """Return the part of some reports; none where there is no report."""
        if not entries:
            return []
        lines = front.summary(entries, self.labels)
        if self.edition.volume.order == "score":
            entries = by_total(entries)
        listed = [front.listed(entry, self.labels) for entry in entries]
        return [_Part(id_, title, lines, listed, partial(self._entries, entries))]

    def _entries(self, entries: list[VolumeEntry]) -> Iterator[Chapter]:
        for entry in entries:
            document = self._report(entry)
            right = self.edition.volume.start == "right"
            thumb = initial(entry.name, self.labels)
            yield Chapter(entry.key, entry.name, 1, document, "Art", right=right, thumb=thumb)

    def _report(self, entry: VolumeEntry) -> Document:
        if self.whole:
            common = self.edition.publication
            return compose(entry.report, entry.card, self.labels, common, self.parts, called=entry.called)
        top = masthead(entry.report, entry.card, self.labels)
        return replace(self._document(entry.name, [top]), head=top.series)

    def _method(self) -> Iterator[Chapter]:
        title = self.words.method.title
        blocks = method_chapter(self.method, self.origin, self.labels)
        yield Chapter("method", "", 1, self._document(title, blocks))

    def _tables(self) -> Iterator[Chapter]:
        title = self.words.tables.title
        yield Chapter("tables", "", 1, self._document(title, self.tables.blocks if self.tables else []))

    def _index(self) -> Chapter:
        """Return the index of entities with the pages of their reports."""
        listed: list[RegisterEntry] = []
        for entry in self.entries:
            letter = initial(entry.name, self.labels)
            if not any(one.heading and one.text == letter for one in listed):
                listed.append(RegisterEntry(letter, heading=True))
            target = entry.target
            listed.append(RegisterEntry(entry.name, target=target, until=f"{target}.end", origin=entry.origin))
        title = self.words.index
        register = Register(
            id="entities",
            origin=self.origin,
            role="index",
            level=2,
            entries=tuple(listed),
            pages=self.words.pages,
        )
        document = self._document(title, [front.chapter_title(title, self.origin), register])
        return Chapter("index", title, 0, document)

    # -- texts

    def _title(self, essay: Essay) -> str:
        (title,) = punctuated([essay.title], self.labels)
        return title

    def _essay(self, essay: Essay) -> list[Block]:
        """Return an essay with its notes."""
        notes = FootnoteNumbers()
        found: list[Block] = [front.chapter_title(self._title(essay), essay.origin)]
        for number, section in enumerate(essay.sections, 1):
            id_ = f"section.{number}"
            if section.heading:
                (text,) = punctuated([section.heading], self.labels)
                origin, level = section.heading_origin, section.level
                found.append(Heading(id=id_, origin=origin, level=level, role="plain", text=text, outline=text))
            if section.text:
                found += set_prose(section.text, "body", f"{id_}.text", section.origin, notes, self.labels)
        end = footnotes(essay.footnotes, essay.footnote_origins.__getitem__, self.labels, notes)
        if end:
            title = self.labels.notes
            found.append(Heading(id="notes", origin=essay.origin, level=2, role="aside", text=title, outline=title))
            found += end
        return found

    def _document(self, name: str, blocks: list[Block]) -> Document:
        """Return a chapter that is no report."""
        nothing = Information("", "", "", self.edition.language)
        return Document(nothing, self.head, name, "", tuple(blocks))
