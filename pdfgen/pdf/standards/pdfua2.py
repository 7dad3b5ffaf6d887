"""PDF/UA-2: accessible files of PDF 2.0 (ISO 14289-2)."""

from __future__ import annotations

from pdfgen.pdf.standards.pdfua import FAMILY, NAMESPACE
from pdfgen.pdf.standards.standard import Feature, Role, Standard
from pdfgen.pdf.tags import Tag
from pdfgen.pdf.xmp import description

_NAMESPACE = "http://iso.org/pdf2/ssn"  # of the structure types of PDF 2.0 (ISO 32000-2, § 14.8.6)


def _claim(_: str) -> str:
    return description("pdfuaid", NAMESPACE, {"part": "2", "rev": "2024"})  # § 5


PDFUA2 = Standard(
    "PDF/UA-2",
    FAMILY,
    _claim,
    earliest="2.0",  # § 6.1
    latest="2.0",
    requires=frozenset({Feature.TAGS, Feature.STRUCTURE_DESTINATIONS}),  # § 8.2.1, § 8.8
    roles=(
        Role(Tag.DOCUMENT, "Document", _NAMESPACE),  # § 8.2.5.2
        Role(Tag.NOTE, "FENote", _NAMESPACE),  # § 8.2.5.14
    ),
)
