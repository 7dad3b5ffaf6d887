"""Words and number formats of one language."""

from pdfgen.labels.catalogue import Labels

__all__ = ["Labels"]
