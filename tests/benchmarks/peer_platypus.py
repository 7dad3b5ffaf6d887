"""ReportLab's Platypus, used as its manual shows: paragraphs and tables in a frame, headings kept with what follows."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table

from pdfgen.resources import shipped
from tests.benchmarks import page, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.material import Material

INK, SLATE, NAVY, HAIR, TINT = map(HexColor, ("#1B2027", "#525D6B", "#17324D", "#BFC7D0", "#F2F4F7"))
FACES = {
    "Serif": "SourceSerif4_400Regular",
    "Serif-Italic": "SourceSerif4_400Regular_Italic",
    "Serif-Strong": "SourceSerif4_600SemiBold",
    "Sans": "SourceSans3_400Regular",
    "Sans-Italic": "SourceSans3_400Regular_Italic",
    "Sans-Strong": "SourceSans3_600SemiBold",
    "Display": "ReportDisplay-SemiBold",
}


def _style(face: str, size: float, leading: float, **more: Any) -> Any:
    return ParagraphStyle("", fontName=face, fontSize=size, leading=leading, **{"textColor": INK} | more)


STYLES = {
    "above": _style("Sans-Strong", 9.5, 13, textColor=NAVY),
    "title": _style("Display", 44, 42, spaceBefore=13, spaceAfter=13),
    "below": _style("Sans", 10, 13, textColor=SLATE, spaceAfter=13),
    "2": _style("Serif-Strong", 14, 19.5, spaceBefore=19.5, spaceAfter=6.5, keepWithNext=1),
    "3": _style("Serif-Strong", 17, 19.5, spaceBefore=19.5, spaceAfter=6.5, keepWithNext=1),
    "4": _style("Sans-Strong", 10, 13, textColor=NAVY, spaceBefore=13, spaceAfter=3.25, keepWithNext=1),
    "lead": _style("Serif", 11.2, 15.6),
    "body": _style("Serif", 9.7, 13),
    "note": _style(
        "Sans", 9.3, 13, backColor=TINT, borderPadding=(3.25, 0, 3.25), leftIndent=10, spaceBefore=9.75, spaceAfter=9.75
    ),
    "small": _style("Sans", 8, 10.5, textColor=SLATE),
}
FOLLOWING = {name: ParagraphStyle("", STYLES[name], firstLineIndent=13) for name in ("lead", "body", "note", "small")}
ITEMS = [
    ParagraphStyle(
        "",
        STYLES["body"],
        leftIndent=13 * depth,
        bulletFontName="Serif",
        bulletIndent=13 * (depth - 1),
        spaceBefore=3.25,
        spaceAfter=3.25,
    )
    for depth in range(1, 5)
]
TAGS = {"plain": ("", ""), "strong": ("<b>", "</b>"), "emphasis": ("<i>", "</i>"), "raised": ("<super>", "</super>")}


class Template(BaseDocTemplate):  # type: ignore[misc]  # ReportLab has no types
    """A document with one frame a page, running head and foot, and its headings in the outline."""

    def __init__(self, target: BytesIO, report: plain.Report) -> None:
        super().__init__(
            target, pagesize=(page.WIDTH, page.HEIGHT), title=report.title, author=report.author, lang=report.language
        )
        self.report = report
        self.entries = 0
        frame = Frame(page.LEFT, page.BOTTOM, page.MEASURE, page.TOP - page.BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self.furnish))

    def furnish(self, canvas: Any, _document: Any) -> None:
        """Draw running head and foot."""
        canvas.setFont("Sans", 8.2)
        canvas.setFillColor(SLATE)
        canvas.setStrokeColor(HAIR)
        canvas.setLineWidth(0.4)
        canvas.drawString(page.LEFT, page.HEIGHT - 42, self.report.head[0])
        canvas.drawRightString(page.RIGHT, page.HEIGHT - 42, self.report.head[1])
        canvas.line(page.LEFT, page.HEIGHT - 48, page.RIGHT, page.HEIGHT - 48)
        canvas.line(page.LEFT, page.BOTTOM - 15.6, page.RIGHT, page.BOTTOM - 15.6)
        canvas.drawString(page.LEFT, page.BOTTOM - 28.6, self.report.foot)
        canvas.drawRightString(page.RIGHT, page.BOTTOM - 28.6, str(canvas.getPageNumber()))

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # ReportLab's name
        """Enter a heading into the outline."""
        if heading := getattr(flowable, "heading", None):
            self.entries += 1
            key = f"heading.{self.entries}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(heading.text, key, heading.level - 2)


def _heading(part: plain.Heading) -> Flowable:
    score = f" &nbsp; {escape(part.score)}" if part.score else ""
    flowable = Paragraph(escape(part.text) + score, STYLES[str(part.level)])
    flowable.heading = part
    return flowable


def _text(part: plain.Text) -> Flowable:
    words = "".join(f"{TAGS[cut][0]}{escape(text)}{TAGS[cut][1]}" for text, cut in part.runs)
    if part.depth:
        return Paragraph(words, ITEMS[part.depth - 1], bulletText=part.mark or None)
    return Paragraph(words, (FOLLOWING if part.follows else STYLES)[part.style])


def _table(part: plain.Table) -> Flowable:
    columns = len(part.rows[0])
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), "Sans", 9.2, 13),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIR),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    if part.head:
        commands.append(("ALIGN", (1, 0), (-1, -1), "RIGHT"))
    strong = (*range(part.head), *part.strong)
    commands += [("FONT", (0, row), (-1, row), "Sans-Strong", 9.2, 13) for row in strong]
    commands += [("BACKGROUND", (0, row), (-1, row), TINT) for row in part.strong]
    widths = {(4, 0): (0.21, 0.12, 0.27, 0.4), (4, 1): (0.58, 0.16, 0.13, 0.13)}.get((columns, part.head))
    return Table(
        part.rows,
        colWidths=[page.MEASURE * width for width in widths or [1 / columns] * columns],
        repeatRows=part.head,
        style=commands,
        spaceBefore=6.5,
        spaceAfter=13,
    )


def _story(report: plain.Report) -> list[Flowable]:
    story = [
        Paragraph(escape(report.above), STYLES["above"]),
        Paragraph(escape(report.name), STYLES["title"]),
        Paragraph(escape(report.below), STYLES["below"]),
        Spacer(0, 6.5),
    ]
    for part in report.parts:
        match part:
            case plain.Heading():
                story.append(_heading(part))
            case plain.Text():
                story.append(_text(part))
            case plain.Table():
                story.append(_table(part))
    return story


def _work(report: plain.Report) -> bytes:
    target = BytesIO()
    Template(target, report).build(_story(report))
    return target.getvalue()


def prepare(material: Material) -> list[Callable[[], bytes]]:
    """Return what sets each report; the faces are read beforehand."""
    if not material.simple:
        for style in (*FOLLOWING.values(), *ITEMS, *map(STYLES.__getitem__, FOLLOWING)):
            style.alignment = TA_JUSTIFY
    for name, file in FACES.items():
        registerFont(TTFont(name, str(shipped("fonts") / f"{file}.ttf")))
    registerFontFamily("Serif", "Serif", "Serif-Strong", "Serif-Italic", "Serif-Strong")
    registerFontFamily("Sans", "Sans", "Sans-Strong", "Sans-Italic", "Sans-Strong")
    return [partial(_work, report) for report in material.reports]
