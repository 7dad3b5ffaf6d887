"""PDF/A-4: archival files of PDF 2.0 that carry no others (ISO 19005-4)."""

from __future__ import annotations

from pdfgen.pdf.standards.pdfa import FAMILY, SRGB, claimed
from pdfgen.pdf.standards.standard import Feature, Standard


def _claim(_: str) -> str:
    return claimed(part="4", rev="2020")


PDFA4 = Standard(
    "PDF/A-4",
    FAMILY,
    _claim,
    earliest="2.0",  # § 6.1.2
    latest="2.0",
    forbids=frozenset({Feature.ATTACHMENTS, Feature.INFORMATION}),  # § 6.9: but for PDF/A; § 6.1.3
    intent=SRGB,
)
