"""PDF/X-4: files for the press (ISO 15930-7)."""

from __future__ import annotations

from pdfgen.pdf.xmp import description

VERSION = "1.6"
"""Of PDF, at most (§ 6.1)."""
INTENT = "GTS_PDFX"
"""The subtype of the output intent (§ 6.2.2)."""
CONDITION = (
    "/OutputConditionIdentifier(FOGRA39)/OutputCondition(Coated FOGRA39 \\(ISO 12647-2:2004\\))"
    "/RegistryName(http://www.color.org)/Info(Coated FOGRA39)"
)
"""The printing condition that the colours are made for, as entries of the output intent."""


def claim(identifier: str) -> str:
    """Return the claim to follow PDF/X-4, and what a file says of its identity (§ 6.7); ``identifier`` is a UUID."""
    return (
        description("pdfxid", "http://www.npes.org/pdfx/ns/id/", {"GTS_PDFXVersion": "PDF/X-4"})
        + description("pdf", "http://ns.adobe.com/pdf/1.3/", {"Trapped": "False"})
        + description(
            "xmpMM",
            "http://ns.adobe.com/xap/1.0/mm/",
            {"DocumentID": f"uuid:{identifier}", "VersionID": "1", "RenditionClass": "default"},
        )
    )
