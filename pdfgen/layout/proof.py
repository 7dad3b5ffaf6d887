"""A proof: a document is set and drawn as in a build, and nothing is kept but what cannot be set as it should.

The code is that of a build. Two things are left out: what is drawn (``layout.sketch``), and where the lines of prose
end, unless a word of it may be wider than its column, or one of its characters is unusual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.layout.bound_volume import draw_volume
from pdfgen.layout.document import draw_document
from pdfgen.layout.sketch import Sketch
from pdfgen.layout.typesetter import Typesetter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.content import Document, Span, VolumeDocument
    from pdfgen.layout.flaws import Flaw
    from pdfgen.layout.font_spec import FontSpec
    from pdfgen.layout.measured_text import FallbackFonts
    from pdfgen.profiles import Profile
    from pdfgen.theme import StyleName, Theme

_ALPHABETS = ((0x20, 0x530), (0x1E00, 0x2C00))  # Latin, Greek, Cyrillic, punctuation, currencies, signs
_WIDEST = 1.1  # ems of a usual character
_KERN = 0.06  # ems that a kern adds at most
_USUAL: dict[int, tuple[FallbackFonts, frozenset[str]]] = {}


def proof(document: Document, theme: Theme, profile: Profile) -> list[Flaw]:
    """Return what cannot be set of ``document`` as it should; ``layout.document.set_document`` finds the same."""
    setter = Proofreader(theme, document.metadata.language, profile.colour_space)
    setter.counted = "lead" if profile.shows == "card" else None
    draw_document(document, Sketch(setter), profile)
    return setter.flaws


def proof_volume(volume: VolumeDocument, theme: Theme, profile: Profile) -> list[Flaw]:
    """Return what cannot be set of ``volume`` as it should; ``layout.bound_volume.set_volume`` finds the same."""
    setter = Proofreader(theme, volume.metadata.language, profile.colour_space)
    draw_volume(volume, Sketch(setter), profile)
    return setter.flaws


class Proofreader(Typesetter):
    """Sets text only where something could be wrong with it."""

    counted: StyleName | None = None
    """The style of prose whose lines are counted: there may not be room for all of them."""

    def stays_unset(self, spans: Sequence[Span], cut: FontSpec, measure: float, style: StyleName | None) -> bool:
        """Tell whether prose is sure to have no flaw: each of its characters is usual, and no word is very wide."""
        # a size is a length, and labels are counted in lines: only prose, which has a style, may stay unset
        if not style or style == self.counted:
            return False
        most = measure / (cut.size * (_WIDEST + _KERN))
        return all(self._is_usual(span, cut, style) for span in spans) and _longest(spans) <= most

    def _is_usual(self, span: Span, cut: FontSpec, style: StyleName) -> bool:
        own = self.span_cut(span, cut, style) if span.emphasis or span.strong else cut
        return _usual(own.chain).issuperset(span.text)


def _longest(spans: Sequence[Span]) -> int:
    """Return how many characters the longest word has at most; it may go on in the next span."""
    longest = tail = 0
    for span in spans:
        first, *others = map(len, span.text.split(" "))
        longest = max(longest, tail + first, *others)
        tail = others[-1] if others else tail + first
    return longest


def _usual(chain: FallbackFonts) -> frozenset[str]:
    """Return the characters of common alphabets that the faces of a chain set one by one and that are not very wide."""
    known = _USUAL.get(id(chain))
    if known is None:
        faces = chain.faces
        found = {
            char
            for first, end in _ALPHABETS
            for char in map(chr, range(first, end))
            if (face := next((one for one in faces if char in one.plain), None)) and face.advance(char) <= _WIDEST
        }
        known = _USUAL[id(chain)] = chain, frozenset(found)
    return known[1]
