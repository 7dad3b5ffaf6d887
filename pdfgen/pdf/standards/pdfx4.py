"""PDF/X-4: files for the press (ISO 15930-7)."""

from __future__ import annotations

from pdfgen.pdf.standards.standard import Feature, Intent, Standard
from pdfgen.pdf.xmp import description

# The printing condition that the colours are made for (§ 6.2.2).
_COATED = Intent(
    "GTS_PDFX",
    "/OutputConditionIdentifier(FOGRA39)/OutputCondition(Coated FOGRA39 \\(ISO 12647-2:2004\\))"
    "/RegistryName(http://www.color.org)/Info(Coated FOGRA39)",
    "fogra39",
    4,
)


def _claim(identifier: str) -> str:
    """Return the claim, and what a file says of its identity (§ 6.7)."""
    return (
        description("pdfxid", "http://www.npes.org/pdfx/ns/id/", {"GTS_PDFXVersion": "PDF/X-4"})
        + description("pdf", "http://ns.adobe.com/pdf/1.3/", {"Trapped": "False"})
        + description(
            "xmpMM",
            "http://ns.adobe.com/xap/1.0/mm/",
            {"DocumentID": f"uuid:{identifier}", "VersionID": "1", "RenditionClass": "default"},
        )
    )


PDFX4 = Standard(
    "PDF/X-4",
    "PDF/X",
    _claim,
    latest="1.6",  # § 6.1
    requires=frozenset({Feature.TRIM_BOX}),  # § 6.4
    forbids=frozenset({Feature.LINKS}),  # § 6.3
    intent=_COATED,
)
