"""Type: which face sets a character, how wide it is, and in which colour.

A ``Typesetter`` is made for one document. It turns spans into words of measured fragments, and notes characters that no
face covers.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from reportlab.lib.colors import Color, HexColor

from pdfgen.pdf.faces import INKLESS, Face, face

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pdfgen.content import Span
    from pdfgen.errors import Origin, Severity
    from pdfgen.theme import Family, Style, Theme

StyleName = Literal[
    "title",
    "figure",
    "band",
    "heading_1",
    "heading_2",
    "heading_3",
    "lead",
    "body",
    "note",
    "table",
    "label",
    "meta",
    "small",
]

_INKLESS = dict.fromkeys(map(ord, INKLESS))
_RAISED = 0.62  # size of a footnote mark, as a share of the text's
_RISE = 0.36  # its rise, as a share of the text's size


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that cannot be set as it should; ``snippet`` is the text to point at in the source."""

    origin: Origin
    code: str
    message: str
    remedy: str
    snippet: str = ""
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Cut:
    """A face at a size and colour, with what a reader may click. Sizes and rise in points."""

    face: Face
    size: float
    colour: Color
    rise: float = 0.0
    link: str = ""
    target: str = ""
    strong: bool = False


@dataclass(slots=True)
class Fragment:
    """Text of one cut; ``width`` in points."""

    cut: Cut
    text: str
    width: float


@dataclass(slots=True)
class Word:
    """What stands between two spaces; ``space`` is the width of the space after it, in the cut of its last fragment."""

    fragments: list[Fragment] = field(default_factory=list)

    @property
    def width(self) -> float:
        """The width without the space after it."""
        return sum(fragment.width for fragment in self.fragments)

    @property
    def space(self) -> float:
        """The width of a space after the word."""
        cut = self.fragments[-1].cut
        return cut.face.width(" ") * cut.size

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(fragment.text for fragment in self.fragments)


class Typesetter:
    """Sets the text of one document in the faces and colours of a theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.flaws: list[Flaw] = []
        self._missing: set[tuple[Origin, str]] = set()
        self._chains: dict[tuple[StyleName, bool, bool], list[Face]] = {}

    @cached_property
    def first_face(self) -> Face:
        """The face that a page begins with."""
        return self.cut("body").face

    def colour(self, name: str) -> Color:
        """Return a colour of the theme for the screen."""
        return HexColor(self.theme.colours[name].rgb)

    def style(self, name: StyleName) -> Style:
        """Return a style of the type scale."""
        found: Style = getattr(self.theme.styles, name)
        return found

    def cut(
        self, name: StyleName, *, size: float | None = None, colour: str | None = None, strong: bool | None = None
    ) -> Cut:
        """Return the cut of a style, in another size, colour or weight if asked for."""
        style = self.style(name)
        heavy = style.strong if strong is None else strong
        first = _face(self.theme.families[style.family], strong=heavy, italic=False)
        chosen = float(style.size) if size is None else size
        return Cut(first, chosen, self.colour(colour or style.colour), strong=heavy)

    def fragments(
        self, text: str, name: StyleName, origin: Origin, cut: Cut, *, emphasis: bool = False, strong: bool = False
    ) -> Iterator[Fragment]:
        """Yield ``text`` in pieces of one face each; characters that no face covers become flaws."""
        faces = self._chain(name, strong or cut.strong, emphasis)
        if faces[0].characters.issuperset(text):  # nearly always
            own = cut if cut.face is faces[0] else replace(cut, face=faces[0])
            yield Fragment(own, text, faces[0].width(text) * cut.size)
            return
        for chosen, chars in groupby(text.translate(_INKLESS), key=lambda char: self._covering(char, faces, origin)):
            piece = "".join(chars)
            own = cut if cut.face is chosen else replace(cut, face=chosen)
            yield Fragment(own, piece, chosen.width(piece) * cut.size)

    def _chain(self, name: StyleName, strong: bool, italic: bool) -> list[Face]:  # noqa: FBT001  # a key of the cache
        """Return the faces that may set a style's text, its own first."""
        key = (name, strong, italic)
        if key not in self._chains:
            style = self.style(name)
            names = dict.fromkeys([style.family, *self.theme.fallback])
            found = [_face(self.theme.families[item], strong=strong, italic=italic) for item in names]
            self._chains[key] = found
        return self._chains[key]

    def _covering(self, char: str, faces: list[Face], origin: Origin) -> Face:
        for candidate in faces:
            if char in candidate.characters:
                return candidate
        if (origin, char) not in self._missing:
            self._missing.add((origin, char))
            name = unicodedata.name(char, "a character without a name")
            where = f" in {origin.field}" if origin.field else ""
            message = f"no face has U+{ord(char):04X} ({name}){where}"
            remedy = "write it in letters that the theme’s faces have"
            self.flaws.append(Flaw(origin, "missing-glyph", message, remedy, char))
        return faces[0]

    def words(self, spans: Iterable[Span], name: StyleName, origin: Origin, base: Cut | None = None) -> list[Word]:
        """Return ``spans`` as words, in the cut of the style or in ``base``.

        Only U+0020 parts words, so a no-break space keeps them together.
        """
        found: list[Word] = []
        open_word = False
        for span in spans:
            cut = self._span_cut(span, base or self.cut(name))
            pieces = span.text.split(" ")
            for index, piece in enumerate(pieces):
                if index:
                    open_word = False
                if piece:
                    if not open_word:
                        found.append(Word())
                        open_word = True
                    style = {"emphasis": span.emphasis, "strong": span.strong}
                    found[-1].fragments += self.fragments(piece, name, span.origin or origin, cut, **style)
        return [word for word in found if word.fragments]

    def _span_cut(self, span: Span, base: Cut) -> Cut:
        colour = self.colour("blue") if span.link or span.target else base.colour
        own = replace(base, colour=colour, link=span.link, target=span.target)
        return replace(own, size=base.size * _RAISED, rise=base.size * _RISE) if span.raised else own

    def line(
        self, text: str, name: StyleName, origin: Origin, cut: Cut | None = None, *, emphasis: bool = False
    ) -> list[Fragment]:
        """Return one line of plain text as fragments."""
        return list(self.fragments(text, name, origin, cut or self.cut(name), emphasis=emphasis))


def width(fragments: Iterable[Fragment]) -> float:
    """Return the width of a line of fragments in points."""
    return sum(fragment.width for fragment in fragments)


def _face(family: Family, *, strong: bool, italic: bool) -> Face:
    wanted = (
        ("strong_italic", "strong", "italic")
        if strong and italic
        else ("strong",)
        if strong
        else ("italic",)
        if italic
        else ()
    )
    file = next((file for name in wanted if (file := getattr(family, name))), family.regular)
    return face(file)
