"""Well-Tagged PDF 1.0: what PDF/UA-2 asks for, declared for access and for reuse (PDF Association, 2024)."""

from __future__ import annotations

from pdfgen.pdf.standards.standard import Feature, Standard

_DECLARED = "http://pdfa.org/declarations/"


def _claim(_: str) -> str:
    """Return the declarations of the two levels (WTPDF 1.0, § 6.1; PDF Declarations 1.1)."""
    items = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfd:conformsTo>{_DECLARED}wtpdf#{level}1.0</pdfd:conformsTo></rdf:li>'
        for level in ("accessibility", "reuse")
    )
    return (
        f'<rdf:Description rdf:about="" xmlns:pdfd="{_DECLARED}">'
        f"<pdfd:declarations><rdf:Bag>{items}</rdf:Bag></pdfd:declarations></rdf:Description>\n"
    )


WTPDF = Standard(
    "WTPDF 1.0",
    "WTPDF",
    _claim,
    earliest="2.0",
    latest="2.0",
    requires=frozenset({Feature.TAGS, Feature.STRUCTURE_DESTINATIONS}),
)
