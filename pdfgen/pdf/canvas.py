"""The canvas: a ReportLab canvas that writes text operators of its own and says what its file is.

Lengths and places are in points from the lower left corner of the page. Nothing here saves or restores the graphics
state, so what is set once (face, colour, line width) is written once a page.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen import canvas

from pdfgen.pdf.faces import KERN, Encoding

if TYPE_CHECKING:
    from pdfgen.pdf.faces import Face
    from pdfgen.theme import Colour

_LEVEL = 4  # of compression: the last per cent of size costs a fifth of the time
_KAPPA = 0.5523  # a quarter of a circle as a Bézier curve


class Paint(NamedTuple):
    """A colour as operators: to fill with, and to stroke with."""

    fill: str
    stroke: str


def paint(colour: Colour) -> Paint:
    """Return ``colour`` for the screen, in DeviceRGB (ISO 32000-1, § 8.6.8)."""
    channels = " ".join(f"{int(colour.rgb[at : at + 2], 16) / 255:.3g}" for at in (1, 3, 5))
    return Paint(f"{channels} rg", f"{channels} RG")


@dataclass(frozen=True, slots=True)
class Information:
    """What a file says of itself (ISO 32000-1, § 14.3.3)."""

    title: str
    author: str
    subject: str
    language: str
    keywords: str


class _Raw(pdfdoc.PDFObject):
    """An indirect object that is written as it is."""

    __RefOnly__ = 1

    def __init__(self, content: bytes | str) -> None:
        self.content = content.encode("latin-1") if isinstance(content, str) else content

    def format(self, _document: Any) -> bytes:
        return self.content


def _stream(compressed: bytes, entries: str = "") -> bytes:
    """Return a stream; its end of line before ``endstream`` is what PDF/A asks for (ISO 19005-3, § 6.1.7.1)."""
    head = f"<</Filter/FlateDecode/Length {len(compressed)}{entries}>>\nstream\n"
    return head.encode("latin-1") + compressed + b"\nendstream"


class Canvas(canvas.Canvas):
    """A canvas with title, language, outline, links and embedded faces.

    Same drawing, same bytes: no clock, an identifier made from the content.
    """

    def __init__(self, target: Any, information: Information, size: tuple[float, float]) -> None:
        super().__init__(target, pagesize=size, pdfVersion=(1, 7), lang=information.language, invariant=1)
        self.information = information
        self.setViewerPreference("DisplayDocTitle", "true")
        self._encodings: dict[Face, Encoding] = {}
        self._names: dict[Face, str] = {}
        self._types: dict[tuple[Face, float], str] = {}
        self._places: dict[str, tuple[int, float]] = {}
        self._outline: list[tuple[int, str, int, float]] = []
        self._links: list[tuple[int, tuple[float, float, float, float], str, str]] = []
        self._sheets: list[tuple[_Raw, str]] = []
        self._resources = _Raw("")
        self._doc.Outlines = self._doc.Catalog.Outlines = _Outline(self)

    def _make_preamble(self) -> None:
        """Begin no page with anything: ReportLab would set a font that is not embedded."""
        self._preamble = ""

    def _startPage(self) -> None:  # noqa: N802  # ReportLab's name
        super()._startPage()
        self._forget()

    def _forget(self) -> None:
        """Begin a page: nothing is set on it yet."""
        self._fill = self._stroke = ""
        self._type: tuple[Face, float] | None = None
        self._width = self._leading = self._word_space = 0.0

    def init_graphics_state(self) -> None:
        """Begin with the state of an empty page."""
        super().init_graphics_state()
        self._forget()

    # -- text

    def _font(self, face: Face, subset: int = 0) -> str:
        name = self._names.get(face)
        if name is None:
            name = self._names[face] = f"F{len(self._names) + 1}"
            self._encodings[face] = Encoding(face)
        return f"{name}.{subset}" if subset else name

    def set_type(self, face: Face, size: float, paint_: Paint) -> None:
        """Set face, size and colour for the text that follows."""
        key = (face, size)
        if key != self._type:
            self._type = key
            self._code.append(self._types.get(key) or self._type_operator(face, size))
        if paint_.fill != self._fill:
            self.fill(paint_)

    def _type_operator(self, face: Face, size: float) -> str:
        found = self._types[face, size] = f"/{self._font(face)} {size:.5g} Tf"
        return found

    def show(self, face: Face, size: float, text: str) -> None:
        """Show ``text`` (with its kerns) in the face and size that are set; between BT and ET."""
        encoding = self._encodings[face]
        encoded = text.translate(encoding)
        if len(encoding.subsets) > 1 and max(encoded, default="") > "\xff":
            self._show_subsets(face, size, encoded)
        elif KERN in text:
            self._code.append(f"[({encoded})] TJ")
        else:
            self._code.append(f"({encoded}) Tj")

    def _show_subsets(self, face: Face, size: float, encoded: str) -> None:
        # Kerns were written as “)12(”; in a subset of its own a character stands alone, so they are dropped there.
        for subset, chars in groupby(encoded, key=lambda char: ord(char) >> 8):
            piece = "".join(chr(ord(char) & 0xFF) for char in chars)
            self._code.append(f"/{self._font(face, subset)} {size:.5g} Tf")
            if subset:
                self._code.append(f"<{piece.encode('latin-1').hex()}> Tj")
            else:
                self._code.append(f"[({piece})] TJ")
        self._code.append(f"/{self._font(face)} {size:.5g} Tf")

    def word_space(self, points: float) -> None:
        """Widen (or narrow) each space by ``points`` from here on the page."""
        if points != self._word_space:
            self._word_space = points
            self._code.append(f"{points:.3f} Tw")

    def write(self, operators: str) -> None:
        """Write content operators."""
        self._code.append(operators)

    # -- shapes

    def fill(self, paint_: Paint) -> None:
        """Set the colour that text and areas are filled with."""
        if paint_.fill != self._fill:
            self._fill = paint_.fill
            self._code.append(paint_.fill)

    def pen(self, paint_: Paint, width: float) -> None:
        """Set colour and width of lines."""
        if paint_.stroke != self._stroke:
            self._stroke = paint_.stroke
            self._code.append(paint_.stroke)
        if width != self._width:
            self._width = width
            self._code.append(f"{width:g} w")

    def area(self, x: float, y: float, width: float, height: float, operator: str = "f") -> None:
        """Paint a rectangle from its lower left corner: ``f`` fills, ``S`` strokes, ``B`` does both."""
        self._code.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re {operator}")

    def polygon(self, points: list[tuple[float, float]], operator: str = "f") -> None:
        """Paint a shape with straight sides; ``S`` leaves it open."""
        (x, y), *rest = points
        sides = " ".join(f"{a:.2f} {b:.2f} l" for a, b in rest)
        self._code.append(f"{x:.2f} {y:.2f} m {sides} {operator}")

    def disc(self, x: float, y: float, radius: float, operator: str = "f") -> None:
        """Paint a circle around a centre."""
        self._code.append(f"{_half(x, y, radius, 1)} {_half(x, y, radius, -1, go=False)} h {operator}")

    def half_disc(self, x: float, y: float, radius: float) -> None:
        """Fill the left half of a circle."""
        self._code.append(f"{_half(x, y, radius, -1)} h f")

    def capsule(self, x: float, y: float, width: float, height: float) -> None:
        """Fill a rectangle whose short sides are half circles."""
        radius = height / 2
        right = _half(x + width - radius, y + radius, radius, 1)
        left = _half(x + radius, y + radius, radius, -1, go=False, line=True)
        self._code.append(f"{right} {left} h f")

    # -- places and links

    def place(self, key: str, top: float) -> None:
        """Mark the height ``top`` of this page as the place that jumps to ``key`` lead to."""
        self._places[key] = (self.getPageNumber(), top)

    def enter(self, title: str, level: int, top: float) -> None:
        """Enter the height ``top`` of this page in the outline; ``level`` from 0."""
        self._outline.append((level, title, self.getPageNumber(), top))

    def link(self, area: tuple[float, float, float, float], *, uri: str = "", key: str = "") -> None:
        """Lay a link over ``area`` (left, bottom, right, top): to a ``uri``, or to the place ``key``."""
        self._links.append((self.getPageNumber(), area, uri, key))

    # -- the file

    def showPage(self) -> None:  # noqa: N802  # ReportLab's name
        """Close the page."""
        content = zlib.compress("\n".join(self._code).encode("latin-1"), _LEVEL)
        page = _Raw("")
        self._doc.addPage(page)
        self._sheets.append((page, self.reference(_stream(content))))
        self._code[:] = []
        self._startPage()

    def save(self) -> None:
        """Write the file."""
        self.setTitle(self.information.title)
        self.setAuthor(self.information.author)
        self.setSubject(self.information.subject)
        self.setKeywords(self.information.keywords)
        self.setCreator("pdfgen")
        self.setProducer("pdfgen")
        self._embed()
        self._bind()
        super().save()

    def reference(self, item: bytes | str | pdfdoc.PDFObject) -> str:
        """Make an indirect object and return the reference to it."""
        if isinstance(item, bytes | str):
            self._doc.Reference(_Raw(item))
            return f"{self._doc.objectcounter} 0 R"  # the number of the newest object
        reference: bytes = self._doc.Reference(item).format(self._doc)
        return reference.decode("ascii")

    def destination(self, page: int, top: float) -> str:
        """Return a destination: a page, counted from 1, and the height at its top (ISO 32000-1, § 12.3.2.2)."""
        reference = pdfdoc.PDFObjectReference(f"Page{page}").format(self._doc).decode("ascii")
        return f"[{reference}/XYZ 0 {top:.2f} 0]"

    def _embed(self) -> None:
        """Write the subsets of the faces that were used (ISO 32000-1, § 9.6.3, § 9.8)."""
        entries = []
        for face, encoding in self._encodings.items():
            for number, subset in enumerate(encoding.programs()):
                if subset.last < 0:
                    continue
                program = self.reference(_stream(subset.program, f"/Length1 {subset.length}"))
                to_unicode = self.reference(_stream(subset.to_unicode))
                descriptor = self.reference(
                    f"<</Type/FontDescriptor/FontName/{subset.name}{subset.descriptor}/FontFile2 {program}>>"
                )
                font = self.reference(
                    f"<</Type/Font/Subtype/TrueType/BaseFont/{subset.name}/FirstChar {subset.first}"
                    f"/LastChar {subset.last}/Widths[{subset.widths}]/ToUnicode {to_unicode}"
                    f"/FontDescriptor {descriptor}>>"
                )
                entries.append(f"/{self._font(face, number)} {font}")
        self._resources.content = f"<</ProcSet[/PDF/Text]/Font<<{''.join(entries)}>>>>".encode("ascii")

    def _bind(self) -> None:
        """Write the pages, each with its links (ISO 32000-1, § 7.7.3.3, § 12.5.6.5)."""
        links: dict[int, list[str]] = {}
        for number, area, uri, key in self._links:
            links.setdefault(number, []).append(self.reference(self._annotation(area, uri, key)))
        parent, resources = self.reference(self._doc.Pages), self.reference(self._resources)
        box = " ".join(f"{edge:.2f}" for edge in self._pagesize)
        for number, (page, content) in enumerate(self._sheets, 1):
            annotations = f"/Annots[{' '.join(links[number])}]" if number in links else ""
            page.content = (
                f"<</Type/Page/Parent {parent}/MediaBox[0 0 {box}]/Resources {resources}"
                f"/Contents {content}{annotations}>>"
            ).encode("latin-1")

    def _annotation(self, area: tuple[float, float, float, float], uri: str, key: str) -> str:
        rectangle = " ".join(f"{edge:.2f}" for edge in area)
        action = f"/A<</S/URI/URI({_literal(uri)})>>" if uri else f"/Dest{self.destination(*self._places[key])}"
        return f"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[{rectangle}]{action}>>"


class _Outline(pdfdoc.PDFObject):
    """The outline in place of ReportLab's: entries as they came, levels closed below the first (§ 12.3.3)."""

    __RefOnly__ = 1
    ready = 1

    def __init__(self, canvas_: Canvas) -> None:
        self.canvas = canvas_
        self.content = ""

    def prepare(self, _document: Any, _canvas: Any) -> None:
        """Make the entries; ReportLab asks for it before it writes."""
        entries = self.canvas._outline  # noqa: SLF001  # the other half of Canvas
        if not entries:
            self.ready = -1
            return
        items = [_Raw("") for _ in entries]
        references = [self.canvas.reference(item) for item in items]
        root = self.canvas.reference(self)
        links: list[dict[str, str]] = [{} for _ in entries]
        inside: dict[int, list[int]] = {}
        open_: list[int] = []  # the entries that are above the current one, one a level
        for index, (level, *_) in enumerate(entries):
            del open_[level:]
            parent = open_[-1] if open_ else -1
            inside.setdefault(parent, []).append(index)
            links[index]["Parent"] = references[parent] if open_ else root
            open_.append(index)
        for parent, children in inside.items():
            for before, after in pairwise(children):
                links[before]["Next"], links[after]["Prev"] = references[after], references[before]
            if parent >= 0:
                links[parent] |= {"First": references[children[0]], "Last": references[children[-1]]}
                links[parent]["Count"] = str(len(children) if entries[parent][0] < 1 else -len(children))
        for item, link, (_, title, page, top) in zip(items, links, entries, strict=True):
            others = "".join(f"/{key} {value}" for key, value in link.items())
            content = f"<</Title{_text_string(title)}/Dest{self.canvas.destination(page, top)}{others}>>"
            item.content = content.encode("latin-1")
        top_level = inside[-1]
        opened = sum(len(inside.get(index, ())) for index in top_level)
        first, last = references[top_level[0]], references[top_level[-1]]
        self.content = f"<</Type/Outlines/First {first}/Last {last}/Count {len(top_level) + opened}>>"

    def format(self, _document: Any) -> bytes:
        """Return the root of the outline."""
        return self.content.encode("latin-1")


def _text_string(text: str) -> str:
    """Return a text string (ISO 32000-1, § 7.9.2.2)."""
    if text.isascii():
        return f"({_literal(text)})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _half(x: float, y: float, radius: float, side: int, *, go: bool = True, line: bool = False) -> str:
    """Return half a circle: for ``side`` 1 the right one, upwards; for -1 the left one, downwards."""
    k, r = radius * _KAPPA, radius * side
    start = f"{x:.2f} {y - r:.2f} {'l' if line else 'm'} " if go or line else ""
    return (
        f"{start}{x + k * side:.2f} {y - r:.2f} {x + r:.2f} {y - k * side:.2f} {x + r:.2f} {y:.2f} c "
        f"{x + r:.2f} {y + k * side:.2f} {x + k * side:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c"
    )
