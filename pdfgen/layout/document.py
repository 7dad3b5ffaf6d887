"""Set a document: blocks become flowables, flowables become pages."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatchmethod
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import CondPageBreak, Flowable
from reportlab.platypus.frames import Frame

from pdfgen.content import (
    Block,
    Document,
    Facts,
    Heading,
    Key,
    Listing,
    Masthead,
    Notice,
    Panel,
    Paragraph,
    ScoreTable,
    Span,
)
from pdfgen.layout import facts, head
from pdfgen.layout.drawing import Pen
from pdfgen.layout.headings import GroupHeading, HeadingFlow, QuestionHeading, SectionHeading
from pdfgen.layout.prose import Box, Prose
from pdfgen.layout.table import KeyFlow, ScoreTableFlow
from pdfgen.layout.typography import Flaw, Typesetter, width
from pdfgen.pdf.canvas import Canvas, Information
from pdfgen.profiles import GRID

if TYPE_CHECKING:
    from pdfgen.layout.typography import StyleName
    from pdfgen.profiles import Profile
    from pdfgen.theme import Theme

_BULLET_INDENT = 13.0
_LINES_KEPT = 4  # of the text after a heading, on the heading's page
_HEADINGS = {"group": GroupHeading, "section": SectionHeading, "question": QuestionHeading, "plain": HeadingFlow}
_STYLES: dict[str, StyleName] = {"lead": "lead", "body": "body", "small": "small", "remark": "note"}


def set_document(document: Document, theme: Theme, profile: Profile) -> tuple[bytes, list[Flaw]]:
    """Return ``document`` as a PDF file, and what could not be set as it should.

    The file is of use only when no flaw is an error.
    """
    setting = _Setting(document, theme, profile)
    story = setting.story()
    content = setting.pages(story) if setting.fits(story) else b""
    return content, setting.setter.flaws


class _Setting:
    """The setting of one document."""

    def __init__(self, document: Document, theme: Theme, profile: Profile) -> None:
        self.document = document
        self.page = profile.page
        self.setter = Typesetter(theme)
        self.rail = facts.Rail()
        self.above = 0.0  # the height of masthead and panel, above the quick facts
        self.tone = next((block.tone for block in document.blocks if isinstance(block, Masthead)), "neutral")

    def story(self) -> list[Flowable]:
        """Return the flowables of all blocks; headings are kept with the beginning of what follows."""
        story: list[Flowable] = []
        held: list[Flowable] = []  # headings that wait for their text
        for block in self.document.blocks:
            flowables = self.flowables(block)
            if isinstance(block, Heading):
                held += flowables
                continue
            if held and flowables:
                height = sum(item.height_of() + item.spaceBefore for item in held) + self._beginning(flowables[0])
                story += [CondPageBreak(height), *held]
                held = []
            story += flowables
        return [*story, *held]

    def fits(self, story: list[Flowable]) -> bool:
        """Tell whether each component fits on a page or can be parted; one that does neither is a flaw."""
        height = self.page.lines * GRID
        fit = True
        for item in story:
            if isinstance(item, head.WideFlowable) and item.height_of() > height and not item.split(0, height):
                origin = item.block.origin
                message = f"{origin.field or 'this part'} is taller than a page"
                self.setter.flaws.append(Flaw(origin, "too-tall", message, "shorten its labels"))
                fit = False
        return fit

    def _beginning(self, flowable: Flowable) -> float:
        if isinstance(flowable, Prose):
            lines = len(flowable.set_lines(self.page.text))
            return min(lines, _LINES_KEPT) * flowable.leading + flowable.spaceBefore
        return float(flowable.wrap(self.page.text, self.page.lines * GRID)[1])

    @singledispatchmethod
    def flowables(self, block: Block) -> list[Flowable]:
        """Return the flowables of a block."""
        raise TypeError(block)

    @flowables.register
    def _(self, block: Masthead) -> list[Flowable]:
        masthead = head.MastheadFlow(block, self.setter, self.page)
        self.above += masthead.height_of()
        return [masthead]

    @flowables.register
    def _(self, block: Panel) -> list[Flowable]:
        panel = head.PanelFlow(block, self.tone, self.setter, self.page)
        self.above += panel.height_of()
        return [panel]

    @flowables.register
    def _(self, block: Facts) -> list[Flowable]:
        beside = facts.FactsFlow(block, self.rail, self.setter, self.page)
        if beside.reach <= self.page.lines * GRID - self.above:
            return [beside]
        return [facts.FactsTable(block, self.setter, self.page)]

    @flowables.register
    def _(self, block: Heading) -> list[Flowable]:
        return [_HEADINGS[block.role](block, self.setter, self.page)]

    @flowables.register
    def _(self, block: Paragraph) -> list[Flowable]:
        return [self._paragraph(block)]

    def _paragraph(
        self, block: Paragraph, indent: float = 0.0, mark: str = "", mark_indent: float = 0.0, box: Box | None = None
    ) -> Prose:
        follows = not block.first and not mark
        first_indent = _BULLET_INDENT if follows and block.role == "body" and not indent else 0.0
        before = GRID / 2 if follows and not first_indent else 0.0
        if block.mark:
            indent, mark = _BULLET_INDENT, block.mark
        if block.role == "small":
            before = 2.0
        return Prose(
            self.setter,
            block.spans,
            _STYLES[block.role],
            block.origin,
            indent=indent,
            first_indent=first_indent,
            mark=mark,
            mark_indent=mark_indent,
            key=block.id if block.mark else "",
            box=box,
            space_before=before,
            space_after=before if block.role == "small" else 0.0,
        )

    @flowables.register
    def _(self, block: Listing) -> list[Flowable]:
        return self._listing(block, 0.0, None)

    def _listing(self, block: Listing, indent: float, box: Box | None) -> list[Flowable]:
        flowables: list[Flowable] = []
        numbers = range(block.start or 0, (block.start or 0) + len(block.items))
        marks = ["•" if block.start is None else f"{number}." for number in numbers]
        widest = max(width(self.setter.line(f"{mark} ", "body", block.origin)) for mark in marks)
        inner = indent + max(_BULLET_INDENT, widest)
        for mark, item in zip(marks, block.items, strict=True):
            first: list[Flowable] = []
            for part in item:
                if isinstance(part, Listing):
                    first += self._listing(part, inner, box)
                else:
                    first.append(self._paragraph(part, inner, "" if first else mark, indent, box))
            if not box:
                first[-1].spaceAfter = GRID / 4
            flowables += first
        return flowables

    @flowables.register
    def _(self, block: Notice) -> list[Flowable]:
        colour = {"better": self.setter.theme.better, "worse": self.setter.theme.worse}.get(block.trend or "", "slate")
        box = Box(self.setter.colour("tint"), self.setter.colour(colour))
        label = Span(f"{block.label}: ", strong=True)
        first, *rest = block.content
        if isinstance(first, Paragraph):
            content = [replace(first, spans=(label, *first.spans)), *rest]
        else:
            head_line = Paragraph(id=block.id, origin=block.origin, role="remark", spans=(label,))
            content = [head_line, first, *rest]
        flowables: list[Flowable] = []
        for part in content:
            if isinstance(part, Listing):
                flowables += self._listing(part, 0.0, box)
            else:
                flowables.append(self._paragraph(part, box=box))
        flowables[0].spaceBefore = GRID / 2
        flowables[-1].spaceAfter = GRID / 2
        return flowables

    @flowables.register
    def _(self, block: ScoreTable) -> list[Flowable]:
        return [facts.ClearRail(self.rail, self.page), ScoreTableFlow(block, self.setter, self.page)]

    @flowables.register
    def _(self, block: Key) -> list[Flowable]:
        return [KeyFlow(block, self.setter, self.page)]

    def pages(self, story: list[Flowable]) -> bytes:
        """Return the pages of ``story`` as a file."""
        buffer = BytesIO()
        _Template(buffer, self).build(story, canvasmaker=self._canvas)
        return buffer.getvalue()

    def _canvas(self, target: Any, **options: Any) -> Canvas:
        metadata = self.document.metadata
        information = Information(
            metadata.title, metadata.author, metadata.subject, metadata.language, ", ".join(metadata.keywords)
        )
        kept = {name: options[name] for name in ("pagesize",)}
        return Canvas(target, information, self.setter.first_face.fontName, **kept)


class _Template(BaseDocTemplate):
    """Pages with running heads that name the section of their first line."""

    def __init__(self, target: BytesIO, setting: _Setting) -> None:
        page = setting.page
        self.setting = setting
        self.section, self.level = "", 0
        self.page_section: str | None = None
        super().__init__(target, pagesize=(page.width, page.height))
        column = Frame(
            page.margin + page.rail + page.gutter,
            page.bottom,
            page.text,
            page.lines * GRID,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        self.addPageTemplates([PageTemplate("page", [column], onPageEnd=self._furnish)])

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # ReportLab's name
        """Follow the sections: the page belongs to the section of its first line."""
        if isinstance(flowable, head.WideFlowable) and flowable.section:
            is_question = isinstance(flowable, QuestionHeading)
            if not is_question or flowable.level <= self.level:
                self.section = flowable.section
                self.level = flowable.level
        if self.page_section is None and isinstance(flowable, Prose | head.WideFlowable):
            self.page_section = self.section

    def _furnish(self, canvas: Canvas, _template: Any) -> None:
        """Draw band or running head, and the foot."""
        setting, page = self.setting, self.setting.page
        document = setting.document
        top = next(iter(document.blocks))
        pen = Pen(canvas, setting.setter, top.origin)
        left, right = page.margin, page.margin + page.measure
        number = canvas.getPageNumber()
        canvas.saveState()
        if number == 1 and isinstance(top, Masthead):
            pen.ground(0, page.height - 39, page.width, 39, "navy")
            pen.capitals(left, page.height - 25.5, top.series, setting.setter.cut("band", size=9.5), 1.4)
            light = setting.setter.cut("band", size=9, strong=False)
            pen.capitals(right, page.height - 25.5, top.kind, light, 1.2, right=True)
        else:
            strong = setting.setter.cut("label", size=8.2, colour="navy")
            end = pen.fitted(left, page.height - 42, document.head, "label", page.measure / 2, strong)
            words = "  ".join(filter(None, [document.name, self.page_section]))
            length = min(width(setting.setter.line(words, "meta", top.origin)), right - end - 12)
            pen.fitted(right - length, page.height - 42, words, "meta", length)
            pen.rule(left, right, page.height - 48, 0.5, "rule")
        pen.rule(left, right, page.bottom - 15.6, 0.5, "rule")
        pen.fitted(left, page.bottom - 28.6, document.foot, "meta", page.measure - 40)
        pen.text_right(right, page.bottom - 28.6, str(number), "label", setting.setter.cut("label", size=9))
        canvas.restoreState()
        self.page_section = None
