"""PDF/A-3a: archival files that may carry others (ISO 19005-3, level A)."""

from __future__ import annotations

from pdfgen.pdf.standards.pdfa import FAMILY, SRGB, claimed
from pdfgen.pdf.standards.standard import Feature, Standard


def _claim(_: str) -> str:
    return claimed(part="3", conformance="A")


PDFA3A = Standard(
    "PDF/A-3a",
    FAMILY,
    _claim,
    requires=frozenset({Feature.TAGS}),  # § 6.7
    allows=frozenset({Feature.ATTACHMENTS}),  # § 6.8
    intent=SRGB,
)
