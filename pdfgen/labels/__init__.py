"""Words and number formats of one language."""

from pdfgen.labels.language import Labels

__all__ = ["Labels"]
