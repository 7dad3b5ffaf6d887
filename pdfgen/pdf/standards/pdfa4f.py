"""PDF/A-4f: archival files of PDF 2.0 that carry others (ISO 19005-4, annex A)."""

from __future__ import annotations

from pdfgen.pdf.standards.pdfa import FAMILY, SRGB, claimed
from pdfgen.pdf.standards.standard import Feature, Standard


def _claim(_: str) -> str:
    return claimed(part="4", rev="2020", conformance="F")


PDFA4F = Standard(
    "PDF/A-4f",
    FAMILY,
    _claim,
    earliest="2.0",  # § 6.1.2
    latest="2.0",
    requires=frozenset({Feature.ATTACHMENTS}),  # annex A
    forbids=frozenset({Feature.INFORMATION}),  # § 6.1.3
    intent=SRGB,
)
