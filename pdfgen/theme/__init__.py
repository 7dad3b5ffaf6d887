"""How things look, as data: colours, faces, type sizes. Knows nothing of ReportLab."""

from pdfgen.theme.tokens import Colour, Family, Style, Theme

__all__ = ["Colour", "Family", "Style", "Theme"]
