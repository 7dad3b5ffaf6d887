"""What pages paint, and with which colours, lines and boxes (ISO 32000-1, § 7.8, 8, 9, 11).

Forms, patterns, glyphs of Type 3, soft masks and the appearances of annotations are followed. Where content is in
itself, or is used in so many ways that it would never end, reading stops and ``unread`` says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pikepdf

from pdfgen.preflight.colours import BLACK, PaintedColour, Space, read_space
from pdfgen.preflight.geometry import PLAIN, UNIT, Box, Matrix, Path
from pdfgen.preflight.objects import appearances, entries, entry, identity, inherited, items, numbers
from pdfgen.preflight.painted import IMAGE, TEXT, BlendSpace, Content, Image, Painted

if TYPE_CHECKING:
    from collections.abc import Callable

_FILLED = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
_STROKED = frozenset(("S", "s", "B", "B*", "b", "b*"))
_PATHS = frozenset(("m", "l", "c", "v", "y", "re"))
_SPACES = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
_FIRST = {"DeviceCMYK": (0.0, 0.0, 0.0, 1.0), "Separation": (1.0,), "DeviceN": (1.0,)}  # values of a space just set
_FILLED_TEXT, _STROKED_TEXT = (0, 2, 4, 6), (1, 2, 5, 6)  # modes (§ 9.3.6)
_DEEPEST, _MOST = 28, 10_000  # forms in each other, forms of a page
_LEAST = 3.0  # points that a line is long


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state (§ 8.4), as far as rules ask for it."""

    matrix: Matrix = PLAIN
    fill: PaintedColour = BLACK
    stroke: PaintedColour = BLACK
    width: float = 1.0
    fill_over: bool = False
    stroke_over: bool = False
    mode: int = 0
    clip: Box | None = None
    printed: bool = True
    placed: bool = True
    """Not in the cell of a pattern or in a glyph: those are drawn elsewhere, and often."""


def read(file: Any) -> Content:
    """Return what the pages of an open file paint."""
    found = Content()
    for number, page in enumerate(file.pages, 1):
        _Page(number, found).read(page)
    return found


class _Page:
    """Reads a page, and each form on it once in each state that it is used in."""

    def __init__(self, number: int, found: Content) -> None:
        self.number, self.found = number, found
        self._seen: set[Any] = set()

    def read(self, page: Any) -> None:
        """Read the page, and what its annotations look like."""
        resources = inherited(page, "/Resources")
        self._group(page.get("/Group"), resources)
        self._stream(page, resources, _State(), 0)
        for annotation in items(page.get("/Annots")):
            for form in appearances(annotation):
                self.form(form, resources, _State(), 0)

    def form(self, form: Any, resources: Any, state: _State, depth: int) -> None:
        """Read a form, a pattern's cell or a glyph."""
        key = (identity(form), state)
        if not isinstance(form, pikepdf.Stream) or key in self._seen:
            return
        if depth > _DEEPEST or len(self._seen) >= _MOST:
            limit = f"{_DEEPEST} forms in each other" if depth > _DEEPEST else f"{_MOST} forms"
            self.found.unread[self.number] = f"its content has more than {limit}"
            return
        self._seen.add(key)
        own = form.get("/Resources", resources)
        self._group(form.get("/Group"), own)
        matrix = numbers(form.get("/Matrix")) or list(PLAIN)
        state = replace(state, matrix=Matrix(*matrix[:6]).then(state.matrix))
        if (edges := form.get("/BBox")) is not None:
            box = Box.of(numbers(edges))
            corners = [state.matrix.at(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
            state = replace(state, clip=Box.around(corners).within(state.clip))
        self._stream(form, own, state, depth)

    def _group(self, group: Any, resources: Any) -> None:
        if (space := entry(group, "/CS")) is not None:
            self.found.groups.append(BlendSpace(self.number, read_space(space, resources)))

    def _stream(self, stream: Any, resources: Any, state: _State, depth: int) -> None:
        reader = _Stream(self, resources, state, depth)
        try:
            for instruction in pikepdf.parse_content_stream(stream):
                reader.follow(instruction)
        except MemoryError:
            raise
        except pikepdf.PikepdfError as error:
            self.wrong(f"the content cannot be read: {error}")

    def wrong(self, fact: str) -> None:
        """Say what is wrong in the content."""
        self.found.wrong.append((self.number, fact))


class _Stream:
    """Follows the operators of one stream."""

    def __init__(self, page: _Page, resources: Any, state: _State, depth: int) -> None:
        self.page, self.resources, self.state, self.depth = page, resources, state, depth
        self.base = state.matrix
        self._saved: list[_State] = []
        self._path = Path()
        self._clips = False
        self._font: Any = None

    def follow(self, instruction: Any) -> None:
        """Follow an instruction; one with wrong operands is reported, and has no effect."""
        operator = str(instruction.operator)
        try:
            if operator == "INLINE IMAGE":
                self._inline(instruction.iimage)
            elif operator in _PATHS:
                self._path.add(operator, _floats(instruction.operands), self.state.matrix)
            elif operator in TEXT:
                self._show(operator)
            elif operator in _FILLED or operator in _STROKED or operator == "n":
                self._paint(operator)
            elif (change := _CHANGES.get(operator)) is not None:
                change(self, operator, list(instruction.operands))
        except MemoryError:
            raise
        except (
            pikepdf.PikepdfError,
            LookupError,
            TypeError,
            ValueError,
            ArithmeticError,
            AttributeError,
            RuntimeError,
        ):
            self.page.wrong(f"the operator {operator} does not have the operands that it needs")

    # What changes the state

    def _save(self, *_: Any) -> None:
        self._saved.append(self.state)

    def _restore(self, *_: Any) -> None:
        if self._saved:
            self.state = self._saved.pop()

    def _concatenate(self, _: str, operands: list[Any]) -> None:
        self.state = replace(self.state, matrix=Matrix(*_floats(operands, 6)).then(self.state.matrix))

    def _width(self, _: str, operands: list[Any]) -> None:
        self.state = replace(self.state, width=_floats(operands, 1)[0])

    def _mode(self, _: str, operands: list[Any]) -> None:
        self.state = replace(self.state, mode=int(operands[0]))

    def _clip(self, *_: Any) -> None:
        self._clips = True

    def _choose(self, _: str, operands: list[Any]) -> None:
        self._font = entry(self.resources, "/Font", str(operands[0]))

    def _device(self, operator: str, operands: list[Any]) -> None:
        space = read_space(pikepdf.Name(_SPACES[operator.lower()]), self.resources)
        self._colour(operator, PaintedColour(space, tuple(_floats(operands))))

    def _space(self, operator: str, operands: list[Any]) -> None:
        space = read_space(operands[0], self.resources)
        self._colour(operator, PaintedColour(space, _FIRST.get(space.kind, (0.0,))))

    def _values(self, operator: str, operands: list[Any]) -> None:
        before = self.state.stroke if operator.isupper() else self.state.fill
        if operands and isinstance(operands[-1], pikepdf.Name):
            self._pattern(operator, str(operands[-1]), before.space)
        else:
            self._colour(operator, PaintedColour(before.space, tuple(_floats(operands))))

    def _colour(self, operator: str, colour: PaintedColour) -> None:
        if operator.isupper():
            self.state = replace(self.state, stroke=colour)
        else:
            self.state = replace(self.state, fill=colour)

    def _pattern(self, operator: str, name: str, before: Space) -> None:
        pattern = entry(self.resources, "/Pattern", name)
        bases = before.bases
        if (shading := entry(pattern, "/Shading")) is not None:
            bases = read_space(entry(shading, "/ColorSpace"), self.resources).bases
        else:
            # its cell is laid out on the page or the form, not where it is used (§ 8.7.3.1)
            plain = _State(self.base, self.state.fill, self.state.stroke, printed=self.state.printed, placed=False)
            self.page.form(pattern, self.resources, plain, self.depth + 1)
        self._colour(operator, PaintedColour(Space("Pattern", bases)))

    def _extended(self, _: str, operands: list[Any]) -> None:
        said = entry(self.resources, "/ExtGState", str(operands[0]))
        if (stroke := entry(said, "/OP")) is not None:
            fill = entry(said, "/op")
            self.state = replace(self.state, stroke_over=bool(stroke), fill_over=bool(stroke if fill is None else fill))
        elif (fill := entry(said, "/op")) is not None:
            self.state = replace(self.state, fill_over=bool(fill))
        if (width := entry(said, "/LW")) is not None:
            self.state = replace(self.state, width=float(width))
        if font := items(entry(said, "/Font")):
            self._font = font[0]
        if (mask := entry(said, "/SMask", "/G")) is not None:
            self.page.form(mask, self.resources, replace(self.state, printed=False), self.depth + 1)

    # What paints

    def _paint(self, operator: str) -> None:
        path, box = self._path, self._path.box()
        self._path = Path()
        if operator != "n" and box is not None:
            fills, strokes = operator in _FILLED, operator in _STROKED
            width = self.state.width * self.state.matrix.least if strokes else float("inf")
            thin = path.thinnest(_LEAST) if fills else float("inf")
            self._add(operator, box.wider(width / 2) if strokes else box, fills=fills, width=width, thin=thin)
        if self._clips and box is not None:
            self.state = replace(self.state, clip=box.within(self.state.clip))
        self._clips = False

    def _show(self, operator: str) -> None:
        if entry(self._font, "/Subtype") == "/Type3":
            for glyph in entries(entry(self._font, "/CharProcs")).values():
                plain = replace(self.state, matrix=self.base, clip=None, placed=False)
                self.page.form(glyph, entry(self._font, "/Resources"), plain, self.depth + 1)
            return
        strokes = self.state.mode in _STROKED_TEXT
        width = self.state.width * self.state.matrix.least if strokes else float("inf")
        if strokes or self.state.mode in _FILLED_TEXT:
            self._add(operator, None, fills=self.state.mode in _FILLED_TEXT, width=width)

    def _add(
        self, operator: str, box: Box | None, *, fills: bool, width: float = float("inf"), thin: float = float("inf")
    ) -> None:
        state = self.state
        strokes = width != float("inf")
        shown = box.within(state.clip) if box is not None else None
        if shown is not None and shown.empty:
            return
        gone = fills and state.fill_over and state.fill.white
        gone |= strokes and state.stroke_over and state.stroke.white
        colours = state.fill if fills else None, state.stroke if strokes else None
        place = shown if state.placed else None
        self.page.found.painted.append(
            Painted(self.page.number, operator, *colours, width, thin, place, gone, state.printed)
        )

    def _shade(self, operator: str, operands: list[Any]) -> None:
        shading = entry(self.resources, "/Shading", str(operands[0]))
        colour = PaintedColour(read_space(entry(shading, "/ColorSpace"), self.resources))
        place = self.state.clip if self.state.placed else None
        found = Painted(self.page.number, operator, colour, None, box=place, printed=self.state.printed)
        self.page.found.painted.append(found)

    def _object(self, _: str, operands: list[Any]) -> None:
        found = entry(self.resources, "/XObject", str(operands[0]))
        kind = entry(found, "/Subtype")
        if kind == "/Form":
            self.page.form(found, self.resources, self.state, self.depth + 1)
        elif kind == "/Image":
            stencil = bool(entry(found, "/ImageMask"))
            space = None if stencil else _image_space(found, self.resources)
            self._image(space, float(entry(found, "/Width")), float(entry(found, "/Height")))

    def _inline(self, image: Any) -> None:
        space = None if image.image_mask else _inline_space(image, self.resources)
        self._image(space, float(image.width), float(image.height))

    def _image(self, space: Space | None, width: float, height: float) -> None:
        matrix = self.state.matrix
        dpi = min(
            (72 * size / long for size, long in ((width, matrix.width), (height, matrix.height)) if long), default=0
        )
        if self.state.printed:
            self.page.found.images.append(Image(self.page.number, space, dpi))
        box = Box.around([matrix.at(x, y) for x, y in UNIT]).within(self.state.clip)
        colour = self.state.fill if space is None else PaintedColour(space)
        if not box.empty:
            place = box if self.state.placed else None
            gone = space is None and self.state.fill_over and self.state.fill.white
            self.page.found.painted.append(
                Painted(self.page.number, IMAGE, colour, None, box=place, vanishes=gone, printed=self.state.printed)
            )


_CHANGES: dict[str, Callable[[_Stream, str, list[Any]], None]] = {
    "q": _Stream._save,  # noqa: SLF001  # a table of its own methods
    "Q": _Stream._restore,  # noqa: SLF001
    "cm": _Stream._concatenate,  # noqa: SLF001
    "w": _Stream._width,  # noqa: SLF001
    "Tr": _Stream._mode,  # noqa: SLF001
    "Tf": _Stream._choose,  # noqa: SLF001
    "gs": _Stream._extended,  # noqa: SLF001
    "sh": _Stream._shade,  # noqa: SLF001
    "Do": _Stream._object,  # noqa: SLF001
}
_CHANGES |= dict.fromkeys(("W", "W*"), _Stream._clip)  # noqa: SLF001
_CHANGES |= dict.fromkeys(("g", "G", "rg", "RG", "k", "K"), _Stream._device)  # noqa: SLF001
_CHANGES |= dict.fromkeys(("cs", "CS"), _Stream._space)  # noqa: SLF001
_CHANGES |= dict.fromkeys(("sc", "SC", "scn", "SCN"), _Stream._values)  # noqa: SLF001


def _floats(operands: Any, count: int = 0) -> list[float]:
    """Return operands as numbers. Raises ValueError when they are none, or not so many as ``count``."""
    found = [float(value) for value in operands]
    if count and len(found) != count:
        raise ValueError
    return found


def _image_space(image: Any, resources: Any) -> Space:
    """Return the colour space of an image; that of JPEG 2000 may stand in the image alone."""
    if (said := entry(image, "/ColorSpace")) is not None:
        return read_space(said, resources)
    coded = any(str(name) == "/JPXDecode" for name in items(entry(image, "/Filter")))
    return Space.simple("what JPEG 2000 says" if coded else "no colour space")


_NAMED = re.compile(rb"/(?:CS|ColorSpace)\s*(?:\[\s*/I(?:ndexed)?\s*)?/([^\s/\[\]()<>]+)")


def _inline_space(image: Any, resources: Any) -> Space:
    found = _NAMED.search(image.unparse().partition(b"ID")[0])
    return (
        read_space(pikepdf.Name(f"/{found[1].decode('latin-1')}"), resources)
        if found
        else Space.simple("no colour space")
    )
