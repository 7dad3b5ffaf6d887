"""What a preflight would ask of a file, by rules that name their clauses (the extra ``verify``: pikepdf).

It tells which rules it checked. It certifies nothing. Importing it needs pikepdf.
"""

from pdfgen.pdf.preflight.verify import Finding, Verified, verify

__all__ = ["Finding", "Verified", "verify"]
