"""How things look, as data: colours, faces, type sizes, columns. Knows nothing of ReportLab."""

from pdfgen.theme.tokens import Colour, Family, Style, StyleName, Theme

__all__ = ["Colour", "Family", "Style", "StyleName", "Theme"]
