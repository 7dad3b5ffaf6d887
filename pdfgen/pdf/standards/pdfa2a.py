"""PDF/A-2a: archival files that carry no others (ISO 19005-2, level A)."""

from __future__ import annotations

from pdfgen.pdf.standards.pdfa import FAMILY, SRGB, claimed
from pdfgen.pdf.standards.standard import Feature, Standard


def _claim(_: str) -> str:
    return claimed(part="2", conformance="A")


PDFA2A = Standard(
    "PDF/A-2a",
    FAMILY,
    _claim,
    requires=frozenset({Feature.TAGS}),  # § 6.7
    forbids=frozenset({Feature.ATTACHMENTS}),  # § 6.8: but for PDF/A, which no attachment here is
    intent=SRGB,
)
