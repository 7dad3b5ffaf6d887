"""What the parts of PDF/A have in common (ISO 19005)."""

from __future__ import annotations

from pdfgen.pdf.standards.standard import Intent
from pdfgen.pdf.xmp import description

FAMILY = "PDF/A"
SRGB = Intent("GTS_PDFA1", "/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)", "srgb", 3)
"""The output intent: colours are those of a screen (ISO 19005-2, § 6.2.3)."""


def claimed(**properties: str) -> str:
    """Return the claim to follow a part of PDF/A (ISO 19005-3, § 6.6.4; ISO 19005-4, § 6.7.3)."""
    return description("pdfaid", "http://www.aiim.org/pdfa/ns/id/", properties)
