"""The canvas: a ReportLab canvas that writes text operators of its own and says what its file is.

Lengths and places are in points from the lower left corner of the page. Nothing here saves or restores the graphics
state, so what is set once (face, colour, line width) is written once a page.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen import canvas

from pdfgen.pdf import claims, pdfx
from pdfgen.pdf.faces import KERN, Encoding
from pdfgen.pdf.file import assemble, stream
from pdfgen.pdf.outline import Entry, write_outline
from pdfgen.pdf.page_labels import PageLabels
from pdfgen.pdf.structure import Annotated, Element, Objects, Piece, write_tree
from pdfgen.pdf.syntax import Raw, literal, text_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pdfgen.pdf.claims import Attachment
    from pdfgen.pdf.faces import Face
    from pdfgen.pdf.paint import Paint
    from pdfgen.pdf.xmp import Information
    from pdfgen.profiles import Profile

_LEVEL = 4  # of compression: the last per cent of size costs a fifth of the time
_ARTIFACT = "/Artifact BMC"
_KAPPA = 0.5523  # a quarter of a circle as a Bézier curve


class _Link(NamedTuple):
    page: int
    area: tuple[float, float, float, float]
    words: str
    uri: str
    key: str


class Part(NamedTuple):
    """A part of a file: what is drawn in it is its own, down to the names of places and the levels of the outline."""

    element: Element | None
    """Its structure element; None in a file that is not tagged."""
    prefix: str = ""
    """What its places and ids begin with, so that two parts may use the same."""
    level: int = 0
    """The level in the outline that its entries begin at."""


class Canvas(canvas.Canvas):
    """A canvas with title, language, outline, links and embedded faces.

    Same drawing, same bytes: no clock, an identifier made from the content.
    """

    def __init__(self, information: Information, size: tuple[float, float], profile: Profile) -> None:
        super().__init__(None, pagesize=size, lang=information.language, invariant=1)
        self.information, self.profile = information, profile
        self.setViewerPreference("DisplayDocTitle", "true")
        self._encodings: dict[Face, Encoding] = {}
        self._names: dict[Face, str] = {}
        self._types: dict[tuple[Face, float], str] = {}
        self._places: dict[str, tuple[int, float]] = {}
        self._outline: list[Entry] = []
        self.labels = PageLabels()
        self._links: list[_Link] = []
        self._attachments: list[Attachment] = []
        self._root = Part(Element("Document") if profile.tagged else None)
        self._part = self._root
        self._text_target: Element | str | None = None
        self._shape_target: Element | str = _ARTIFACT
        self._open: Element | str | None = None
        self._sequences = 0
        self._sheets: list[tuple[Raw, Raw]] = []  # each page, and what is drawn on it
        self._resources = Raw("")

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
        self._width = self._word_space = 0.0
        self._sequences = 0

    def init_graphics_state(self) -> None:
        """Begin with the state of an empty page."""
        super().init_graphics_state()
        self._forget()

    # -- parts

    @property
    def structure(self) -> Element | None:
        """The structure element of the part that is drawn, the root outside all; None for a file that is not tagged."""
        return self._part.element

    def part(self, tag: str, prefix: str = "", level: int = 0, within: Part | None = None) -> Part:
        """Return a new part at the end of another, or of the whole file."""
        parent = (within or self._root).element
        return Part(parent.add(tag) if parent else None, prefix, level)

    @contextmanager
    def inside(self, part: Part) -> Iterator[None]:
        """Let what is drawn be of ``part``."""
        before, self._part = self._part, part
        try:
            yield
        finally:
            self._part = before

    def key(self, key: str) -> str:
        """Return the name of a place in the whole file; one that begins with a slash is such a name already."""
        return key if key.startswith("/") else self._part.prefix + key

    @property
    def text_element(self) -> Element | None:
        """The element that text belongs to now; None in an artifact, and in a file that is not tagged."""
        target = self._text_target
        return target if isinstance(target, Element) and self.profile.tagged else None

    # -- marked content (ISO 32000-1, § 14.6, § 14.8.2.2)

    @contextmanager
    def tag(self, element: Element | None) -> Iterator[None]:
        """Let the text that is shown belong to ``element``; shapes are artifacts, and an artifact stays one."""
        before = self.aim(element)
        try:
            yield
        finally:
            self.aim(before)

    def aim(self, target: Element | str | None) -> Element | str | None:
        """Let text belong to ``target`` from now on, unless it is in an artifact; return what it belonged to."""
        before = self._text_target
        if not isinstance(before, str):
            self._text_target = target
        return before

    @contextmanager
    def figure(
        self, parent: Element | None, alternative: str, box: tuple[float, float, float, float]
    ) -> Iterator[None]:
        """Let all that is drawn be one figure in ``parent`` with an alternative text.

        ``box`` is its left, bottom, right and top.
        """
        if parent is None:
            yield
            return
        edges = " ".join(f"{edge:.2f}" for edge in box)
        element = parent.add("Figure", attributes=f"<</O/Layout/BBox[{edges}]>>", alternative=alternative)
        before = self._text_target, self._shape_target
        self._text_target = self._shape_target = element
        try:
            yield
        finally:
            self._text_target, self._shape_target = before

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Let all that is drawn be no part of the report: ``Layout``, or ``Pagination/Subtype/Header`` and the like."""
        before = self._text_target, self._shape_target
        self._text_target = self._shape_target = f"/Artifact <</Type/{kind}>> BDC"
        try:
            yield
        finally:
            self._text_target, self._shape_target = before

    def _enter(self, target: Element | str | None) -> None:
        """Open the sequence that what comes next belongs to; text of nothing is an error of the program."""
        if target is self._open or not self.profile.tagged:
            return
        if self._open is not None:
            self._code.append("EMC")
        self._open = target
        if target is None:
            raise AssertionError("text is shown that belongs to no structure element")
        if isinstance(target, str):
            self._code.append(target)
        else:
            target.kids.append(Piece(self.getPageNumber(), self._sequences))
            self._code.append(f"/{target.tag} <</MCID {self._sequences}>> BDC")
            self._sequences += 1

    def _close(self) -> None:
        if self._open is not None:
            self._code.append("EMC")
            self._open = None

    # -- text

    def begin_text(self, x: float, y: float, leading: float = 0.0) -> None:
        """Begin text at a baseline; ``leading`` is the distance to the next line."""
        self._enter(self._text_target)
        self._code.append(f"BT {f'{leading:g} TL ' if leading else ''}1 0 0 1 {x:.2f} {y:.2f} Tm")

    def end_text(self) -> None:
        """End text; where none was shown, it never began, nor did a sequence that was opened for it."""
        if not self._code[-1].startswith("BT "):
            self._code.append("ET")
            return
        self._code.pop()
        if isinstance(self._open, Element) and self._code[-1].endswith("BDC"):
            self._code.pop()
            self._open.kids.pop()
            self._sequences -= 1
            self._open = None

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
        self._enter(self._shape_target)
        self._code.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re {operator}")

    def polygon(self, points: list[tuple[float, float]], operator: str = "f") -> None:
        """Paint a shape with straight sides; ``S`` leaves it open."""
        self._enter(self._shape_target)
        (x, y), *rest = points
        sides = " ".join(f"{a:.2f} {b:.2f} l" for a, b in rest)
        self._code.append(f"{x:.2f} {y:.2f} m {sides} {operator}")

    def disc(self, x: float, y: float, radius: float, operator: str = "f") -> None:
        """Paint a circle around a centre."""
        self._enter(self._shape_target)
        self._code.append(f"{_half(x, y, radius, 1)} {_half(x, y, radius, -1, go=False)} h {operator}")

    def half_disc(self, x: float, y: float, radius: float) -> None:
        """Fill the left half of a circle."""
        self._enter(self._shape_target)
        self._code.append(f"{_half(x, y, radius, -1)} h f")

    def capsule(self, x: float, y: float, width: float, height: float) -> None:
        """Fill a rectangle whose short sides are half circles."""
        self._enter(self._shape_target)
        radius = height / 2
        right = _half(x + width - radius, y + radius, radius, 1)
        left = _half(x + radius, y + radius, radius, -1, go=False, line=True)
        self._code.append(f"{right} {left} h f")

    # -- places and links

    def place(self, key: str, top: float) -> None:
        """Mark the height ``top`` of this page as the place that jumps to ``key`` lead to."""
        self._places[self.key(key)] = (self.getPageNumber(), top)

    def place_of(self, key: str) -> int | None:
        """Return the page of a place, counted from 1; None for one that is not (yet) marked."""
        place = self._places.get(self.key(key))
        return place[0] if place else None

    def enter(self, title: str, level: int, top: float) -> None:
        """Enter the height ``top`` of this page in the outline; ``level`` from 0, counted inside the part."""
        self._outline.append(Entry(self._part.level + level, title, self.getPageNumber(), top))

    def link(
        self, area: tuple[float, float, float, float], words: str, *, uri: str = "", key: str = "", element: Any = None
    ) -> None:
        """Lay a link over ``area`` (left, bottom, right, top): to a ``uri``, or to the place ``key``; none on paper.

        ``words`` say where it leads; ``element`` is the structure element of the words that are clicked.
        """
        if self.profile.press:
            return
        if element is not None:
            element.kids.append(Annotated(self.getPageNumber(), len(self._links)))
        self._links.append(_Link(self.getPageNumber(), area, words, uri, self.key(key) if key else ""))

    # -- the file

    def showPage(self) -> None:  # noqa: N802  # ReportLab's name
        """Close the page."""
        page, content = Raw(""), Raw(self._drawn())
        self._doc.addPage(page)
        self._sheets.append((page, content))
        self._startPage()

    def _drawn(self) -> bytes:
        """Return what was drawn on the page as a content stream, and begin anew."""
        self._close()
        slug = self.profile.slug
        moved = [f"1 0 0 1 {slug:.2f} {slug:.2f} cm"] if slug else []
        content = "\n".join([*moved, *self._code]).encode("latin-1")
        self._code[:] = []
        return stream(zlib.compress(content, _LEVEL))

    def reserve(self, count: int) -> range:
        """Leave ``count`` pages empty, to be drawn on later; return their numbers."""
        first = self.getPageNumber()
        for _ in range(count):
            self.showPage()
        return range(first, first + count)

    @contextmanager
    def reserved(self, page: int) -> Iterator[None]:
        """Draw on a page that was left empty."""
        number, self._pageNumber = self.getPageNumber(), page
        self._forget()
        try:
            yield
            self._sheets[page - 1][1].content = self._drawn()
        finally:
            self._pageNumber = number
            self._forget()

    def attach(self, attachments: Sequence[Attachment]) -> None:
        """Let the file carry other files."""
        self._attachments += attachments

    @property
    def pages(self) -> int:
        """The number of pages so far."""
        return len(self._sheets)

    def finish(self) -> bytes:
        """Return the file."""
        self._embed()
        self._bind()
        catalogue = self._doc.Catalog
        outlined = self._outline and not self.profile.press
        entries: dict[str, str] = {"Outlines": write_outline(self._outline, self)} if outlined else {}
        entries["PageLabels"] = self.labels.entry()
        if self.profile.tagged:
            entries |= {"StructTreeRoot": self._tree, "MarkInfo": "<</Marked true>>"}
        if self.profile.archive:
            entries |= claims.archived(self.information, self._attachments, self, tagged=self.profile.tagged)
        if self.profile.press:
            digest = sha256(b"".join(content.content for _, content in self._sheets))  # a file is what its pages are
            entries |= claims.pressed(self.information, UUID(bytes=digest.digest()[:16], version=4), self)
        catalogue.__NoDefault__ = list(dict.fromkeys([*catalogue.__NoDefault__, *entries]))
        catalogue.__Refs__ = [name for name in catalogue.__Refs__ if name not in entries]
        catalogue.Outlines = None
        for name, value in entries.items():
            setattr(catalogue, name, value)
        root = self.reference(catalogue)
        information = claims.described(self.information, self, trapped=self.profile.press)
        return assemble(self._objects(), root, information, pdfx.VERSION if self.profile.press else "1.7")

    def _objects(self) -> list[bytes]:
        """Return every object, formatted; formatting may make further ones."""
        found: list[bytes] = []
        document = self._doc
        while (number := len(found) + 1) in document.numberToId:
            item = document.idToObject[document.numberToId[number]]
            found.append(item.content if isinstance(item, Raw) else item.format(document))
        return found

    def _boxes(self) -> str:
        """Return the boxes of a page (§ 14.11.2): for the press the trimmed page with bleed and marks around it."""
        width, height = self._pagesize
        slug, bleed = self.profile.slug, self.profile.bleed
        boxes = f"/MediaBox[0 0 {width + 2 * slug:.2f} {height + 2 * slug:.2f}]"
        if self.profile.press:
            for name, edge in (("TrimBox", slug), ("BleedBox", slug - bleed)):
                right, top = width + 2 * slug - edge, height + 2 * slug - edge
                boxes += f"/{name}[{edge:.2f} {edge:.2f} {right:.2f} {top:.2f}]"
        return boxes

    def reference(self, item: bytes | str | pdfdoc.PDFObject) -> str:
        """Make an indirect object and return the reference to it."""
        if isinstance(item, bytes | str):
            self._doc.Reference(Raw(item))
            return f"{self._doc.objectcounter} 0 R"  # the number of the newest object
        reference: bytes = self._doc.Reference(item).format(self._doc)
        return reference.decode("ascii")

    def destination(self, page: int, top: float) -> str:
        """Return a destination: a page, counted from 1, and the height at its top (ISO 32000-1, § 12.3.2.2)."""
        return f"[{self.page(page)}/XYZ 0 {top:.2f} 0]"

    def page(self, number: int) -> str:
        """Return the reference to a page, counted from 1."""
        reference: bytes = pdfdoc.PDFObjectReference(f"Page{number}").format(self._doc)
        return reference.decode("ascii")

    def _embed(self) -> None:
        """Write the subsets of the faces that were used (ISO 32000-1, § 9.6.3, § 9.8)."""
        entries = []
        for face, encoding in self._encodings.items():
            for number, subset in enumerate(encoding.programs()):
                if subset.last < 0:
                    continue
                program = self.reference(stream(subset.program, f"/Length1 {subset.length}"))
                to_unicode = self.reference(stream(subset.to_unicode))
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
        annotations_: list[str] = []
        for index, link in enumerate(self._links):
            annotations_.append(self.reference(self._annotation(link, len(self._sheets) + index)))
            links.setdefault(link.page, []).append(annotations_[-1])
        if self._root.element is not None:
            self._write_structure(self._root.element, annotations_)
        parent, resources = self.reference(self._doc.Pages), self.reference(self._resources)
        for number, (page, content) in enumerate(self._sheets, 1):
            annotations = f"/Annots[{' '.join(links[number])}]" if number in links else ""
            tagged = f"/StructParents {number - 1}/Tabs/S" if self.profile.tagged else ""
            page.content = (
                f"<</Type/Page/Parent {parent}{self._boxes()}/Resources {resources}"
                f"/Contents {self.reference(content)}{annotations}{tagged}>>"
            ).encode("latin-1")

    def _write_structure(self, root: Element, annotations: list[str]) -> None:
        """Write the structure tree and keep the reference to its root (§ 14.7.2)."""

        def reserve() -> tuple[str, Callable[[str], None]]:
            item = Raw("")
            self._doc.Reference(item)
            return f"{self._doc.objectcounter} 0 R", item.fill

        objects = Objects(reserve, self.page, annotations.__getitem__, text_string)
        self._tree = write_tree(root, len(self._sheets), objects)

    def _annotation(self, link: _Link, parent_key: int) -> str:
        rectangle = " ".join(f"{edge:.2f}" for edge in link.area)
        target = self.destination(*self._places[link.key]) if link.key else ""
        action = f"/Dest{target}" if target else f"/A<</S/URI/URI({literal(link.uri)})>>"
        tagged = f"/Contents{text_string(link.words)}/StructParent {parent_key}" if self.profile.tagged else ""
        return f"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[{rectangle}]{action}{tagged}>>"


def _half(x: float, y: float, radius: float, side: int, *, go: bool = True, line: bool = False) -> str:
    """Return half a circle: for ``side`` 1 the right one, upwards; for -1 the left one, downwards."""
    k, r = radius * _KAPPA, radius * side
    start = f"{x:.2f} {y - r:.2f} {'l' if line else 'm'} " if go or line else ""
    return (
        f"{start}{x + k * side:.2f} {y - r:.2f} {x + r:.2f} {y - k * side:.2f} {x + r:.2f} {y:.2f} c "
        f"{x + r:.2f} {y + k * side:.2f} {x + k * side:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c"
    )
