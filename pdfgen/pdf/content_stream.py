r"""Content streams: the operators that draw a page, the graphics state, and marked content.

Lengths and places are in points from the lower left corner of the page. Nothing here saves or restores the graphics
state, so what is set once (face, colour, line width) is written once a page.

>>> from pdfgen.pdf.font_table import FontTable
>>> from pdfgen.pdf.paint import Paint
>>> page = ContentStream(FontTable(), {})
>>> page.fill(Paint("0 0 1 rg", "0 0 1 RG"))
>>> page.area(10, 20, 30, 40)
>>> page.take()
'0 0 1 rg\n10.00 20.00 30.00 40.00 re f'
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from pdfgen.pdf.attributes import bounding_box
from pdfgen.pdf.faces import KERN
from pdfgen.pdf.structure import ContentItem, Element
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pdfgen.pdf.faces import Face
    from pdfgen.pdf.font_table import FontTable
    from pdfgen.pdf.paint import Paint

_ARTIFACT = "/Artifact BMC"
_KAPPA = 0.5523  # a quarter of a circle as a Bézier curve


class ContentStream:
    """The content of the page that is drawn; the next page begins with an empty one.

    ``types`` are the names of structure types in the file. Without them nothing is tagged.
    """

    def __init__(self, fonts: FontTable, types: Mapping[Tag, str]) -> None:
        self._fonts, self._types = fonts, types
        self._operators: list[str] = []
        self._type_operators: dict[tuple[Face, float], str] = {}
        self._text_target: Element | str | None = None
        self._shape_target: Element | str = _ARTIFACT
        self._open: Element | str | None = None
        self.page_number = 1
        """The page that is drawn, counted from 1."""
        self.begin_page()

    def begin_page(self) -> None:
        """Begin a page: nothing is set on it yet."""
        self._fill = self._stroke = ""
        self._type: tuple[Face, float] | None = None
        self._width = self._word_space = 0.0
        self.sequences = 0
        """The number of marked-content sequences on the page so far."""

    def take(self) -> str:
        """Return what was drawn on the page; nothing of it is left."""
        if self._open is not None:
            self._operators.append("EMC")
            self._open = None
        content = "\n".join(self._operators)
        self._operators.clear()
        return content

    # -- marked content (ISO 32000-1, § 14.6, § 14.8.2.2)

    @property
    def text_element(self) -> Element | None:
        """The element that text belongs to now; None in an artifact, and in a file that is not tagged."""
        target = self._text_target
        return target if isinstance(target, Element) and self._types else None

    @contextmanager
    def tag(self, element: Element | None) -> Iterator[None]:
        """Assign the text that is shown to ``element``. Shapes are artifacts, and inside an artifact text stays one."""
        before = self.aim(element)
        try:
            yield
        finally:
            self.aim(before)

    def aim(self, target: Element | str | None) -> Element | str | None:
        """Assign text to ``target`` from now on, unless it is in an artifact; return what it belonged to."""
        before = self._text_target
        if not isinstance(before, str):
            self._text_target = target
        return before

    @contextmanager
    def figure(
        self, parent: Element | None, alternative: str, box: tuple[float, float, float, float]
    ) -> Iterator[None]:
        """Make all that is drawn one figure in ``parent`` with an alternative text.

        ``box`` is its left, bottom, right and top.
        """
        if parent is None:
            yield
            return
        element = parent.add(Tag.FIGURE, attributes=bounding_box(*box), alternative=alternative)
        before = self._text_target, self._shape_target
        self._text_target = self._shape_target = element
        try:
            yield
        finally:
            self._text_target, self._shape_target = before

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Mark all that is drawn as an artifact: ``Layout``, or ``Pagination/Subtype/Header`` and the like."""
        before = self._text_target, self._shape_target
        self._text_target = self._shape_target = f"/Artifact <</Type/{kind}>> BDC"
        try:
            yield
        finally:
            self._text_target, self._shape_target = before

    def _open_sequence(self, target: Element | str | None) -> None:
        """Open the sequence that the next operators belong to. Text without an element is an error of the program."""
        if target is self._open or not self._types:
            return
        if self._open is not None:
            self._operators.append("EMC")
        self._open = target
        if target is None:
            raise AssertionError("text is shown that belongs to no structure element")
        if isinstance(target, str):
            self._operators.append(target)
        else:
            target.kids.append(ContentItem(self.page_number, self.sequences))
            self._operators.append(f"/{self._types[target.tag]} <</MCID {self.sequences}>> BDC")
            self.sequences += 1

    # -- text

    def begin_text(self, x: float, y: float, leading: float = 0.0) -> None:
        """Begin text at a baseline; ``leading`` is the distance to the next line."""
        self._open_sequence(self._text_target)
        self._operators.append(f"BT {f'{leading:g} TL ' if leading else ''}1 0 0 1 {x:.2f} {y:.2f} Tm")

    def end_text(self) -> None:
        """End text. Where none was shown, remove its begin, and the sequence that was opened for it."""
        operators = self._operators
        if not operators[-1].startswith("BT "):
            operators.append("ET")
            return
        operators.pop()
        if isinstance(self._open, Element) and operators[-1].endswith("BDC"):
            operators.pop()
            self._open.kids.pop()
            self.sequences -= 1
            self._open = None

    def set_type(self, face: Face, size: float, paint: Paint) -> None:
        """Set face, size and colour for the text that follows."""
        key = (face, size)
        if key != self._type:
            self._type = key
            self._operators.append(self._type_operators.get(key) or self._type_operator(face, size))
        if paint.fill != self._fill:
            self.fill(paint)

    def _type_operator(self, face: Face, size: float) -> str:
        found = self._type_operators[face, size] = f"/{self._fonts.name(face)} {size:.5g} Tf"
        return found

    def show(self, face: Face, size: float, text: str) -> None:
        """Show ``text`` (with its kerns) in the face and size that are set; between the begin and the end of text."""
        encoding = self._fonts.encodings[face]
        encoded = text.translate(encoding)
        if len(encoding.subsets) > 1 and max(encoded, default="") > "\xff":
            self._show_subsets(face, size, encoded)
        elif KERN in text:
            self._operators.append(f"[({encoded})] TJ")
        else:
            self._operators.append(f"({encoded}) Tj")

    def _show_subsets(self, face: Face, size: float, encoded: str) -> None:
        # Kerns were written as “)12(”; in a subset of its own a character stands alone, so they are dropped there.
        for subset, chars in groupby(encoded, key=lambda char: ord(char) >> 8):
            piece = "".join(chr(ord(char) & 0xFF) for char in chars)
            self._operators.append(f"/{self._fonts.name(face, subset)} {size:.5g} Tf")
            if subset:
                self._operators.append(f"<{piece.encode('latin-1').hex()}> Tj")
            else:
                self._operators.append(f"[({piece})] TJ")
        self._operators.append(f"/{self._fonts.name(face)} {size:.5g} Tf")

    def next_line(self) -> None:
        """Go to the next line of text, the leading below."""
        self._operators.append("T*")

    def word_space(self, points: float) -> None:
        """Widen (or narrow) each space by ``points`` from here on the page."""
        if points != self._word_space:
            self._word_space = points
            self._operators.append(f"{points:.3f} Tw")

    def rise(self, points: float) -> None:
        """Show the text that follows ``points`` above the baseline."""
        self._operators.append(f"{points:.2f} Ts")

    def end_rise(self) -> None:
        """Show the text that follows on the baseline."""
        self._operators.append("0 Ts")

    @contextmanager
    def tracking(self, points: float) -> Iterator[None]:
        """Set the characters that are shown ``points`` further apart."""
        self._operators.append(f"{points:g} Tc")
        yield
        self._operators.append("0 Tc")

    # -- shapes

    def fill(self, paint: Paint) -> None:
        """Set the colour that text and areas are filled with."""
        if paint.fill != self._fill:
            self._fill = paint.fill
            self._operators.append(paint.fill)

    def set_stroke(self, paint: Paint, width: float) -> None:
        """Set colour and width of lines."""
        if paint.stroke != self._stroke:
            self._stroke = paint.stroke
            self._operators.append(paint.stroke)
        if width != self._width:
            self._width = width
            self._operators.append(f"{width:g} w")

    @contextmanager
    def dashed(self, dash: float, gap: float) -> Iterator[None]:
        """Dash the lines that are drawn; lengths in points."""
        self._operators.append(f"[{dash:g} {gap:g}] 0 d")
        yield
        self._operators.append("[] 0 d")

    def area(self, x: float, y: float, width: float, height: float, operator: str = "f") -> None:
        """Paint a rectangle from its lower left corner: ``f`` fills, ``S`` strokes, ``B`` does both."""
        self._open_sequence(self._shape_target)
        self._operators.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re {operator}")

    def polygon(self, points: list[tuple[float, float]], operator: str = "f") -> None:
        """Paint a shape with straight sides; ``S`` leaves it open."""
        self._open_sequence(self._shape_target)
        (x, y), *rest = points
        sides = " ".join(f"{a:.2f} {b:.2f} l" for a, b in rest)
        self._operators.append(f"{x:.2f} {y:.2f} m {sides} {operator}")

    def disc(self, x: float, y: float, radius: float, operator: str = "f") -> None:
        """Paint a circle around a centre."""
        self._open_sequence(self._shape_target)
        self._operators.append(f"{_half(x, y, radius, 1)} {_half(x, y, radius, -1, go=False)} h {operator}")

    def half_disc(self, x: float, y: float, radius: float) -> None:
        """Fill the left half of a circle."""
        self._open_sequence(self._shape_target)
        self._operators.append(f"{_half(x, y, radius, -1)} h f")

    def capsule(self, x: float, y: float, width: float, height: float) -> None:
        """Fill a rectangle whose short sides are half circles."""
        self._open_sequence(self._shape_target)
        radius = height / 2
        right = _half(x + width - radius, y + radius, radius, 1)
        left = _half(x + radius, y + radius, radius, -1, go=False, line=True)
        self._operators.append(f"{right} {left} h f")


def _half(x: float, y: float, radius: float, side: int, *, go: bool = True, line: bool = False) -> str:
    """Return half a circle: for ``side`` 1 the right one, upwards; for -1 the left one, downwards."""
    k, r = radius * _KAPPA, radius * side
    start = f"{x:.2f} {y - r:.2f} {'l' if line else 'm'} " if go or line else ""
    return (
        f"{start}{x + k * side:.2f} {y - r:.2f} {x + r:.2f} {y - k * side:.2f} {x + r:.2f} {y:.2f} c "
        f"{x + r:.2f} {y + k * side:.2f} {x + k * side:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c"
    )
