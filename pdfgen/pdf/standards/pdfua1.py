"""PDF/UA-1: accessible files (ISO 14289-1)."""

from __future__ import annotations

from pdfgen.pdf.standards.pdfua import FAMILY, NAMESPACE
from pdfgen.pdf.standards.standard import Feature, Standard
from pdfgen.pdf.xmp import description

# A property that PDF/A does not know needs its schema described in the packet (ISO 19005-3, § 6.6.2.3.2).
_SCHEMA = f"""<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description></rdf:li></rdf:Seq>\
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def _claim(_: str) -> str:
    return description("pdfuaid", NAMESPACE, {"part": "1"}) + _SCHEMA


PDFUA1 = Standard("PDF/UA-1", FAMILY, _claim, requires=frozenset({Feature.TAGS}))  # § 7.1
