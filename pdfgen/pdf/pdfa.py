"""PDF/A: archival files (ISO 19005-2 and -3)."""

from __future__ import annotations

from pdfgen.pdf.xmp import description


def claim(part: int) -> str:
    """Return the claim to follow a part of PDF/A at level A (ISO 19005-3, § 6.6.4)."""
    return description("pdfaid", "http://www.aiim.org/pdfa/ns/id/", {"part": str(part), "conformance": "A"})


INTENT = "GTS_PDFA1"
"""The subtype of the output intent (§ 6.2.3)."""
