"""The typesetter: spans of a style become lines of measured text.

Made for one document in one theme. Its words are remembered beyond that: they come again in the next report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pdfgen.content import Span
from pdfgen.layout.coverage import told
from pdfgen.layout.flaws import Flaw
from pdfgen.layout.font_spec import FontSpec
from pdfgen.layout.hyphenation import SOFT_HYPHEN, softener
from pdfgen.layout.linebreak import Boxes, break_lines
from pdfgen.layout.measured_text import CUT, FACE, MARKS, PARTS, Line, bare, chain
from pdfgen.layout.theme_resources import resources_of
from pdfgen.pdf.faces import HYPHEN, KERNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from pdfgen.errors import Origin
    from pdfgen.layout.measured_text import Gap
    from pdfgen.theme import StyleName, Theme

_RAISED = 0.62  # size of a footnote mark, as a share of the text's
_RISE = 0.36  # its rise, as a share of the text's size
_SHOWN = 40  # characters of an overlong word that a message shows
_UNSET = [Line("", 0, 0.0, hyphen=False)]
_TOKENS = re.compile(f"{KERNS.pattern}|(.)", re.DOTALL)


@dataclass(slots=True)
class SetText:
    """Text in lines, and the cuts that its marks name."""

    lines: list[Line]
    cuts: list[FontSpec]

    @property
    def plain(self) -> bool:
        """Whether all of it is one cut."""
        return len(self.cuts) == 1


class Typesetter:
    """Sets the text of one document in the faces and colours of a theme."""

    def __init__(self, theme: Theme, language: str = "en", colour_space: str = "rgb") -> None:
        self.theme, self.language = theme, language
        self.grid = float(theme.grid)
        self.flaws: list[Flaw] = []
        self._gaps: dict[Origin, dict[str, Gap]] = {}
        kit = resources_of(theme, colour_space)
        self._colours, self._inks = kit.colours, kit.inks
        self.press = colour_space == "cmyk"
        self.paints = kit.paints
        """The colours by the part of the page that they are for: the theme's roles and tones."""
        self._cuts = kit.cuts
        self._soften = softener(language, theme.prose.hyphenate)

    def leading(self, style: StyleName) -> float:
        """Return the distance of baselines in points."""
        return float(getattr(self.theme.styles, style).leading)

    def cut(
        self,
        style: StyleName,
        *,
        size: float | Decimal = 0.0,
        colour: str = "",
        strong: bool | None = None,
        italic: bool = False,
    ) -> FontSpec:
        """Return the cut of a style, in another size, weight or slope, or in the colour of a part of the page."""
        key = (style, size, colour, strong, italic)
        found = self._cuts.get(key)
        if found is None:
            token = getattr(self.theme.styles, style)
            heavy = token.strong if strong is None else strong
            faces = chain(self.theme, token.family, strong=heavy, italic=italic)
            ink_ = self._inks[colour] if colour else self._colours[token.colour]
            found = FontSpec(faces, float(size or token.size), ink_)
            self._cuts[key] = found
        return found

    def lines(
        self,
        spans: Sequence[Span],
        cut: FontSpec,
        origin: Origin,
        measure: float,
        *,
        indent: float = 0.0,
        style: StyleName | None = None,
        justified: bool = False,
    ) -> SetText:
        """Return ``spans`` in lines of at most ``measure`` points, the first one ``indent`` points shorter.

        Words are divided only where lines would be too uneven without it. A word that is wider than its column even so
        is broken at the edge, which is a flaw. ``style`` names the family whose italic and strong cuts spans may ask
        for; it may be left out for spans that ask for none.
        """
        if self.stays_unset(spans, cut, measure - indent, style):
            return SetText(_UNSET, [cut])
        if not spans:
            return SetText([], [cut])
        cuts = [self.span_cut(span, cut, style) for span in spans]
        return self._broken(spans, cuts, origin, measure, indent, justified=justified)

    def _broken(  # words, looks, widths
        self,
        spans: Sequence[Span],
        cuts: list[FontSpec],
        origin: Origin,
        measure: float,
        indent: float,
        *,
        justified: bool,
    ) -> SetText:
        """Return ``spans`` in lines."""
        texts = [span.text for span in spans]
        first = measure - indent
        limit = min(first, measure)
        work = _Paragraph(texts, cuts)
        for span, own in zip(spans, cuts, strict=True):
            if not own.chain.complete:
                self.note_gaps(own, span.text, span.origin or origin)
        if not work.texts:
            return SetText([], work.cuts)
        fits = work.widest() <= limit
        ends: list[int] = []
        if fits:
            ends, good = break_lines(work.boxes, measure, first, justified=justified)
            if good:
                return work.result(ends)
        softened = [" ".join(map(self._soften, text.split(" "))) for text in texts]
        if fits and softened == texts:
            return work.result(ends)
        divided = _Paragraph(softened, cuts)
        for word in divided.break_words(limit):
            self._tell_broken(word, origin)
        places, _ = break_lines(divided.boxes, measure, first, justified=justified)
        if not fits:
            return divided.result(places)
        # once more with the divisions that were used and no others: kerns go over the rest
        divided = _Paragraph(divided.with_divisions(softened, places), cuts)
        places, _ = break_lines(divided.boxes, measure, first, justified=justified)
        cheapest, ends = min(((work, ends), (divided, places)), key=lambda way: way[0].boxes.price)
        return cheapest.result(ends)

    def stays_unset(self, spans: Sequence[Span], cut: FontSpec, measure: float, style: StyleName | None) -> bool:  # noqa: ARG002
        """Tell whether text need not be set in lines: never, where it is to be drawn."""
        return False

    def label(self, text: str, cut: FontSpec, origin: Origin, measure: float) -> SetText:
        """Return plain text in lines of at most ``measure`` points: headings, labels, what comes in every report.

        It is remembered, unless there is something to tell of it.
        """
        if not text:
            return SetText([], [cut])
        key = (text, cut.size, measure, self._soften)
        lines = cut.chain.labels.get(key)
        if lines is None:
            known = len(self.flaws)
            lines = self.lines([Span(text)], cut, origin, measure).lines
            if len(self.flaws) == known and cut.chain.complete:
                cut.chain.labels[key] = lines
        return SetText(lines, [cut])

    def _tell_broken(self, word: str, origin: Origin) -> None:
        word = word.replace(SOFT_HYPHEN, "")
        shown = word if len(word) <= _SHOWN else word[: _SHOWN - 1] + "…"
        message = f"“{shown}” is wider than its column and is broken at the edge"
        flaw = Flaw(origin, "overlong-word", message, "put spaces or hyphens into it", word, "warning")
        self.flaws.append(flaw)

    def note_gaps(self, cut: FontSpec, text: str, origin: Origin) -> None:
        """Tell what of ``text`` cannot be set, in one flaw a passage and kind."""
        known = self._gaps.setdefault(origin, {})
        found = {gap.text: gap for gap in cut.chain.lacking(text) if gap.text not in known}
        if found:
            before = told(known.values(), origin)
            known |= found
            self.flaws[:] = [flaw for flaw in self.flaws if flaw not in before] + told(known.values(), origin)

    def span_cut(self, span: Span, base: FontSpec, style: StyleName | None) -> FontSpec:
        """Return the cut of a span in text of the cut ``base``."""
        found = base
        if style and (span.emphasis or span.strong):
            styled = self.cut(style, strong=span.strong, italic=span.emphasis)
            found = replace(found, chain=styled.chain)
        if span.link or span.target:
            colour = base.paint if self.press else self._inks["accent"]  # on paper there is nothing to click
            found = replace(found, paint=colour, link=span.link, target=span.target, hint=span.hint)
        if span.raised:
            found = replace(found, size=base.size * _RAISED, rise=base.size * _RISE)
        return found


class _Paragraph:
    """A paragraph in boxes: their texts, and the cut that each begins in."""

    def __init__(self, texts: Sequence[str], cuts: list[FontSpec]) -> None:
        self.cuts = cuts[:1] if all(cut == cuts[0] for cut in cuts[1:]) else cuts
        self.boxes = Boxes()
        self.texts: list[str] = []
        self.begins: list[int] = []
        if len(texts) == 1:
            self._fill(texts[0], cuts[0])
        else:
            self._fill_styled(texts)
        if self.texts:
            self.texts[-1] = self.texts[-1].removesuffix(" ")
            self.boxes.spaces[-1] = 0.0

    def _fill(self, text: str, cut: FontSpec) -> None:
        """Fill in the quick way: one cut."""
        words, size, boxes = cut.chain, cut.size, self.boxes
        found = [box for word in text.split(" ") for box in words[word][2]]
        space = words[" "][1] * size
        self.texts = [box[0] for box in found]
        boxes.widths = [box[1] * size for box in found]
        boxes.spaces = [space if box[2] else 0.0 for box in found]
        self.begins = [0] * len(found)
        boxes.flags = {number for number, box in enumerate(found) if box[4]}
        if boxes.flags:
            hyphen = cut.face.advance(HYPHEN) * size
            boxes.hyphens = {number: hyphen for number in sorted(boxes.flags) if found[number][3]}

    def _fill_styled(self, texts: Sequence[str]) -> None:
        """Fill in the general way: a change of cut may fall inside a word."""
        boxes = self.boxes
        fresh = True  # whether the next text begins a box
        last = -1  # the cut that the text so far ends in
        for number, text in enumerate(texts):
            own = number if len(self.cuts) > 1 else 0
            cut = self.cuts[own]
            space = cut.width(" ")
            for index, piece in enumerate(text.split(" ")):
                if index and not fresh:
                    self.texts[-1] += chr(CUT + own) * (last != own) + " "
                    boxes.spaces[-1] = space
                    fresh, last = True, own
                for said, ems, ends_word, soft, flagged in cut.chain[piece][2]:
                    shown = chr(CUT + own) * (last != own) + said.removesuffix(" ")
                    width = ems * cut.size
                    last = own
                    if fresh:
                        self.begins.append(own)
                        self.texts.append(shown)
                        boxes.widths.append(width)
                        boxes.spaces.append(0.0)
                    else:
                        self.texts[-1] += shown
                        boxes.widths[-1] += width
                    fresh = not ends_word
                    if soft:
                        boxes.hyphens[len(self.texts) - 1] = cut.face.advance(HYPHEN) * cut.size
                    if flagged:
                        boxes.flags.add(len(self.texts) - 1)

    def widest(self) -> float:
        """Return the width of the widest box, its hyphen counted."""
        widths, hyphens = self.boxes.widths, self.boxes.hyphens
        return max([*widths, *(widths[box] + hyphen for box, hyphen in hyphens.items())])

    def with_divisions(self, texts: Sequence[str], ends: list[int]) -> list[str]:
        """Return the softened ``texts`` with only those soft hyphens that end lines."""
        used = set(ends)
        places = iter(self.boxes.hyphens)

        def kept(word: str) -> str:
            if "\u00ad" not in word:
                return word
            pieces = PARTS.split(word)
            inner = [
                piece if not piece.endswith("\u00ad") or next(places) + 1 in used else piece[:-1]
                for piece in pieces[:-1]
            ]
            return "".join([*inner, pieces[-1]])

        return [" ".join(map(kept, text.split(" "))) for text in texts]

    def break_words(self, measure: float) -> list[str]:
        """Break boxes that are wider than ``measure`` points at the edge; return what they say."""
        old, texts, begins = self.boxes, self.texts, self.begins
        if self.widest() <= measure:
            return []
        broken = []
        self.boxes, self.texts, self.begins = Boxes(), [], []
        for box, (text, begin, width, space) in enumerate(zip(texts, begins, old.widths, old.spaces, strict=True)):
            pieces = [(text, begin, width)]
            room = measure - old.hyphens.get(box, 0.0)
            if width > room:
                pieces = list(self._pieces(text, begin, room))
                broken.append(bare(text).strip())
            for piece, start, length in pieces:
                self.texts.append(piece)
                self.begins.append(start)
                self.boxes.widths.append(length)
                self.boxes.spaces.append(0.0)
            self.boxes.spaces[-1] = space
            if box in old.hyphens:
                self.boxes.hyphens[len(self.texts) - 1] = old.hyphens[box]
            if box in old.flags:
                self.boxes.flags.add(len(self.texts) - 1)
        return broken

    def _pieces(self, text: str, begin: int, measure: float) -> Iterator[tuple[str, int, float]]:
        """Yield a box that is too wide in pieces that are not, each with the cut that it begins in and its width."""
        cut, face, number = self.cuts[begin], 0, begin
        piece, width, start = "", 0.0, begin
        for token in _TOKENS.finditer(text):
            char = token[2]
            if char is None:
                continue  # a kern
            if MARKS.match(char):
                face = ord(char) - FACE if ord(char) < CUT else 0
                number = ord(char) - CUT if ord(char) >= CUT else number
                cut = self.cuts[number]
                piece += char
                continue
            advance = cut.chain.faces[face].advance(char) * cut.size if char != " " or piece else 0.0
            if width + advance > measure and width and char != " ":
                yield piece, start, width
                piece, width, start = chr(FACE + face) if face else "", 0.0, number
            piece += char
            width += advance if char != " " else 0.0
        yield piece, start, width

    def result(self, ends: list[int]) -> SetText:
        """Return the lines that end behind the given boxes."""
        lines = []
        begin = 0
        texts, begins, boxes = self.texts, self.begins, self.boxes
        places, spaces, hyphens, flags = boxes.ends, boxes.spaces, boxes.hyphens, boxes.flags
        for end in ends:
            text = "".join(texts[begin:end])
            last = end - 1
            width = places[end] - places[begin] - spaces[last]
            if last in hyphens:
                text += HYPHEN
                width += hyphens[last]
            lines.append(Line(text, begins[begin], width, last in flags))
            begin = end
        return SetText(lines, self.cuts)
