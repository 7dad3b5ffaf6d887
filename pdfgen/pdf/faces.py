"""Faces: TrueType files that know their glyphs, their advances, and how their text is read back."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFError, TTFont

from pdfgen.errors import SurroundingsError
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

INKLESS = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Characters without ink: they join or part, and are no glyphs, whatever a face may have for them."""

_BLOCK = 100  # entries that one bfchar block may have (Adobe Technical Note 5411, § 1.4.1)


class Face(TTFont):
    """A face from a TrueType file; advances are per em."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), asciiReadable=True, shapable=False)
        self._widths: dict[str, float] = {}
        self.characters = frozenset(map(chr, self.face.charToGlyph)) - INKLESS
        """The characters that the face has a glyph with ink or advance for."""

    def width(self, text: str) -> float:
        """Return the advance of ``text`` per em; words come again and again, so they are remembered."""
        found = self._widths.get(text)
        if found is None:
            widths, default = self.face.charWidths, self.face.defaultWidth
            found = self._widths[text] = sum(widths.get(ord(char), default) for char in text) / 1000
        return found

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # ReportLab's name
        """Write the subsets that ``doc`` uses; as ReportLab does, but with a ToUnicode map that readers understand."""
        state = self.state[doc]
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            internal = self.getSubsetInternalName(number, doc)[1:]
            base = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("latin-1")
            font = pdfdoc.PDFTrueTypeFont()
            font.Name = internal
            font.BaseFont = base
            font.FirstChar = 0
            font.LastChar = len(subset) - 1
            font.Widths = pdfdoc.PDFArray([self.face.getCharWidth(code) for code in subset])
            stream = pdfdoc.PDFStream(content=to_unicode(subset))
            stream.filters = [pdfdoc.PDFZCompress]
            font.ToUnicode = doc.Reference(stream, f"toUnicodeCMap:{base}")
            font.FontDescriptor = self.face.addSubsetObjects(doc, base, subset)
            doc.Reference(font, internal)
            doc.idToObject["BasicFonts"].dict[internal] = font
        del self.state[doc]


def to_unicode(subset: list[int]) -> str:
    """Return the ToUnicode CMap of a subset: code to character (ISO 32000-1, § 9.10.3).

    Characters beyond the basic plane are written as surrogate pairs; codes without a character are left out; no block
    has more than a hundred entries.
    """
    pairs = [
        f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>" for code, char in enumerate(subset) if char
    ]
    blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


@cache
def face(file: str) -> Face:
    """Return the shipped face in ``file``, read once a process.

    Raises SurroundingsError when the file is missing or no usable TrueType.
    """
    path = shipped("fonts") / file
    name = path.stem
    try:
        found = Face(name, path)
    except (TTFError, OSError) as error:
        raise SurroundingsError(f"the font {path} cannot be read: {error}", "install pdfgen again") from error
    pdfmetrics.registerFont(found)
    return found
