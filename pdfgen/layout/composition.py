"""Blocks become flowables: the table of what sets what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from pdfgen.content import (
    Block,
    Callouts,
    DataTable,
    Document,
    Facts,
    Heading,
    Key,
    Listing,
    Masthead,
    Notice,
    Panel,
    Paragraph,
    Register,
    ScoreTable,
    Span,
)
from pdfgen.layout.callouts import CalloutsFlow
from pdfgen.layout.data_table import DataTableFlow
from pdfgen.layout.facts import FactsFlow, FactsTable
from pdfgen.layout.headings import (
    AsideHeading,
    ChapterHeading,
    GroupHeading,
    HeadingFlow,
    QuestionHeading,
    SectionHeading,
    TableHeading,
)
from pdfgen.layout.key import KeyFlow
from pdfgen.layout.masthead import MastheadFlow
from pdfgen.layout.panel import PanelFlow
from pdfgen.layout.pen import Group
from pdfgen.layout.prose import PADDING, Mark, NoticeFlow, Prose
from pdfgen.layout.register import RegisterFlow
from pdfgen.layout.table import ScoreTableFlow
from pdfgen.pdf.attributes import list_numbering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pdfgen.layout.flow import Flowable
    from pdfgen.layout.geometry import Geometry
    from pdfgen.layout.typesetter import Typesetter
    from pdfgen.theme import StyleName

_HEADINGS = {
    "chapter": ChapterHeading,
    "table": TableHeading,
    "group": GroupHeading,
    "section": SectionHeading,
    "question": QuestionHeading,
    "plain": HeadingFlow,
    "aside": AsideHeading,
}
_SAMPLES = (NoticeFlow, SectionHeading, QuestionHeading)
_STYLES: dict[str, StyleName] = {"lead": "lead", "body": "body", "small": "small", "remark": "note"}


class Composition:
    """Makes flowables of blocks. A heading gives its section and question to what follows it."""

    def __init__(self, setter: Typesetter, page: Geometry) -> None:
        self.setter, self.page = setter, page
        self.prose = setter.theme.prose
        self.indent = float(self.prose.indent)
        self.note: Group | None = None
        self.above = 0.0  # the height of masthead and panel, above the quick facts

    def flow(self, document: Document) -> list[Flowable]:
        """Return the flowables of all blocks in reading order."""
        flow: list[Flowable] = []
        section = question = ""
        level = 0
        after_key = False  # the last page is not the end of a disclaimer alone
        for block in document.blocks:
            if isinstance(block, DataTable) or (isinstance(block, Heading) and block.role == "table"):
                section, question, level = "", "", 2  # its title stands on each of its pages
            elif isinstance(block, Heading):
                if block.role != "question" or block.level <= level:
                    section, level = block.outline, block.level
                question = block.continued
            elif isinstance(block, ScoreTable | Key):
                section, question, level = block.title, "", 2
                after_key = isinstance(block, Key)
            for item in self.flowables(block):
                item.section, item.question = section, question
                if flow:
                    self._follow(flow[-1], item)
                item.clings = item.clings or (after_key and isinstance(item, Prose))
                flow.append(item)
        return flow

    def _follow(self, before: Flowable, item: Flowable) -> None:
        """Settle how far ``item`` stands from what is before it, and what stays together."""
        if isinstance(before, GroupHeading) and isinstance(item, SectionHeading):
            item.before = self.page.grid
            before.section = item.section  # a page that begins with the band is the section's
        elif isinstance(before, AsideHeading | CalloutsFlow):
            item.before = 0.0
        elif isinstance(before, _SAMPLES) and isinstance(item, Prose) and item.mark:
            item.before = 0.5 * self.page.grid  # a list does not touch what it explains
        elif isinstance(before, QuestionHeading) and isinstance(item, HeadingFlow):
            before.keeps = 0  # a question without an answer

    def flowables(self, block: Block) -> list[Flowable]:
        """Return the flowables of a block."""
        return _SETTERS[type(block)](self, block)

    def masthead(self, block: Masthead) -> list[Flowable]:
        """Return the top of the report."""
        masthead = MastheadFlow(block, self.setter, self.page)
        self.above += masthead.height
        return [masthead]

    def panel(self, block: Panel) -> list[Flowable]:
        """Return the headline figures."""
        panel = PanelFlow(block, self.setter, self.page)
        self.above += panel.height
        return [panel]

    def facts(self, block: Facts) -> list[Flowable]:
        """Return the quick facts: in the rail where they fit, else in the column."""
        beside = FactsFlow(block, self.setter, self.page)
        if beside.reach <= self.page.lines * self.page.grid - self.above:
            return [beside]
        return [FactsTable(block, self.setter, self.page)]

    def heading(self, block: Heading) -> list[Flowable]:
        """Return a heading."""
        return [_HEADINGS[block.role](block, self.setter, self.page)]

    def paragraph(self, block: Paragraph) -> list[Flowable]:
        """Return a paragraph."""
        return [self._paragraph(block, group=self._note_of(block))]

    def _paragraph(
        self,
        block: Paragraph,
        indent: float = 0.0,
        mark: Mark | None = None,
        measure: float | None = None,
        group: Group | None = None,
    ) -> Prose:
        follows = not block.first and not mark
        indents = follows and block.role == "body" and not indent
        labelled = group.parent if group else None
        if block.mark:
            indent, mark = self.indent, Mark(block.mark)
            group = labelled = self.note = Group("Note", id=block.id)
        before = {"lead": 0.5 * self.page.grid, "small": 4.0}.get(block.role, 0.0)
        if block.role != "small" and not follows:
            before = 0.0
        found = Prose(
            self.setter,
            block.spans,
            _STYLES[block.role],
            block.origin,
            measure or self.page.text,
            indent=indent,
            first_indent=self.indent if indents else 0.0,
            mark=mark,
            key=block.id if block.mark else "",
            before=before,
            justified=self.prose.alignment == "justified" and block.role == "body",
            group=group,
            labelled=labelled,
        )
        found.on_grid = block.first and block.role in ("lead", "body") and not indent
        return found

    def listing(self, block: Listing) -> list[Flowable]:
        """Return a list."""
        return list(self._listing(block, within=self._note_of(block)))

    def _note_of(self, block: Block) -> Group | None:
        """Return the note that a block goes on with."""
        return self.note if self.note and block.id.startswith(f"{self.note.id}.") else None

    def _listing(
        self, block: Listing, indent: float = 0.0, measure: float | None = None, within: Group | None = None
    ) -> Iterator[Prose]:
        numbers = range(block.start or 0, (block.start or 0) + len(block.items))
        marks = ["•" if block.start is None else f"{number}." for number in numbers]
        body = self.setter.cut("body")
        inner = indent + max(self.indent, *(body.width(f"{mark} ") for mark in marks))
        style: StyleName | None = "value" if block.start is None else None
        numbering: Literal["Disc", "Decimal"] = "Disc" if block.start is None else "Decimal"
        whole = Group("L", within, list_numbering(numbering))
        for number, (text, item) in enumerate(zip(marks, block.items, strict=True)):
            body_group = Group("LBody", Group("LI", whole))
            mark: Mark | None = Mark(text, indent, style, "accent" if style else "")
            for part in item:
                if isinstance(part, Listing):
                    yield from self._listing(part, inner, measure, body_group)
                    continue
                prose = self._paragraph(part, inner, mark, measure, body_group)
                prose.on_grid = False
                if mark and number and measure is None:
                    prose.before = float(self.prose.item_space)
                mark = None
                yield prose

    def notice(self, block: Notice) -> list[Flowable]:
        """Return a notice."""
        label = Span(f"{block.label}: ", strong=True)
        first, *rest = block.content
        if isinstance(first, Paragraph):
            content = [replace(first, spans=(label, *first.spans)), *rest]
        else:
            head = Paragraph(id=block.id, origin=block.origin, role="remark", spans=(label,))
            content = [head, first, *rest]
        measure = self.page.text - 2 * PADDING
        parts: list[Prose] = []
        for part in content:
            if isinstance(part, Listing):
                parts += self._listing(part, measure=measure)
            else:
                parts.append(self._paragraph(part, measure=measure))
        colour = block.trend if block.trend in ("better", "worse") else "secondary"
        notice = NoticeFlow(parts, colour, self.page.grid, block.origin)
        notice.clings = block.kind == "score_change"
        return [notice]

    def score_table(self, block: ScoreTable) -> list[Flowable]:
        """Return the score overview."""
        return [ScoreTableFlow(block, self.setter, self.page)]

    def data_table(self, block: DataTable) -> list[Flowable]:
        """Return a table of figures."""
        return [DataTableFlow(block, self.setter, self.page)]

    def register(self, block: Register) -> list[Flowable]:
        """Return entries in columns."""
        return [RegisterFlow(block, self.setter, self.page)]

    def callouts(self, block: Callouts) -> list[Flowable]:
        """Return numbers that point at what stands below."""
        return [CalloutsFlow(block, self.setter, self.page)]

    def key(self, block: Key) -> list[Flowable]:
        """Return the key to the scores."""
        return [KeyFlow(block, self.setter, self.page)]


_SETTERS: dict[type[Block], Callable[[Composition, Any], list[Flowable]]] = {
    Masthead: Composition.masthead,
    Panel: Composition.panel,
    Facts: Composition.facts,
    Heading: Composition.heading,
    Paragraph: Composition.paragraph,
    Listing: Composition.listing,
    Notice: Composition.notice,
    ScoreTable: Composition.score_table,
    Key: Composition.key,
    DataTable: Composition.data_table,
    Register: Composition.register,
    Callouts: Composition.callouts,
}
"""How each kind of block is set: a new one is a class, a method and a line here."""
