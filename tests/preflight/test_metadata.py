"""What a file says of itself, in all the forms in which XMP can say it."""

from __future__ import annotations

import pytest

from pdfgen.preflight.metadata import DC, MetadataError, parse

SPACES = (
    'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" '
    'xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:pdfd="http://pdfa.org/declarations/"'
)


def packet(inner: str = "", attributes: str = "") -> str:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {SPACES} {attributes}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>\n'
        '<?xpacket end="w"?>'
    )


def names(text: str, encoding: str = "utf-8") -> list[str]:
    return [claim.name for claim in parse(text.encode(encoding)).claims()]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"pdfaid:part": "3", "pdfaid:conformance": "A"}, "PDF/A-3a"),
        ({"pdfaid:part": "2", "pdfaid:conformance": "U"}, "PDF/A-2u"),
        ({"pdfaid:part": "1", "pdfaid:conformance": "B"}, "PDF/A-1b"),
        ({"pdfaid:part": "4", "pdfaid:rev": "2020"}, "PDF/A-4"),
        ({"pdfaid:part": "4", "pdfaid:rev": "2020", "pdfaid:conformance": "F"}, "PDF/A-4f"),
        ({"pdfuaid:part": "1"}, "PDF/UA-1"),
        ({"pdfuaid:part": "2", "pdfuaid:rev": "2024"}, "PDF/UA-2"),
        ({"pdfxid:GTS_PDFXVersion": " PDF/X-4 "}, "PDF/X-4"),
    ],
)
def test_a_claim_is_read_from_elements_and_from_attributes(said: dict[str, str], name: str) -> None:
    elements = "".join(f"<{key}>{value}</{key}>" for key, value in said.items())
    attributes = " ".join(f'{key}="{value}"' for key, value in said.items())
    assert names(packet(elements)) == names(packet(attributes=attributes)) == [name]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_a_packet_is_read_in_all_encodings_of_unicode(encoding: str) -> None:
    assert names(packet("<pdfuaid:part>1</pdfuaid:part>"), encoding) == ["PDF/UA-1"]


def test_prefixes_may_be_others_and_descriptions_several() -> None:
    text = packet().replace("pdfuaid", "ua").replace("</rdf:RDF>", "")
    text = text.replace(
        "</x:xmpmeta>",
        f'<rdf:Description xmlns:z="http://www.aiim.org/pdfua/ns/id/" z:part="1"/>{"</rdf:RDF>"}</x:xmpmeta>',
    )
    assert names(text) == ["PDF/UA-1"]


def test_what_stands_deeper_is_no_claim() -> None:
    inner = f'<dc:relation rdf:parseType="Resource"><rdf:Description {SPACES}><pdfuaid:part>1</pdfuaid:part></rdf:Description></dc:relation>'
    assert names(packet(inner)) == []


def test_declarations_of_wtpdf_are_claims() -> None:
    item = '<rdf:li rdf:parseType="Resource"><pdfd:conformsTo>http://pdfa.org/declarations/wtpdf/#{}1.0</pdfd:conformsTo></rdf:li>'
    bag = "".join(item.format(name) for name in ("accessibility", "reuse"))
    inner = f"<pdfd:declarations><rdf:Bag>{bag}</rdf:Bag></pdfd:declarations>"
    assert names(packet(inner)) == ["WTPDF 1.0 accessibility", "WTPDF 1.0 reuse"]


def test_the_values_of_a_collection_are_read_in_order() -> None:
    inner = "<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Grace</rdf:li></rdf:Seq></dc:creator>"
    assert parse(packet(inner).encode())[DC, "creator"] == ["Ada", "Grace"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>', "the metadata define entities"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "the metadata define entities"),
        (b"<x>&a;</x>", "the metadata cannot be read: undefined entity"),
        (b"<x>", "the metadata cannot be read: no element found"),
        (b"\xff\xff\xff", "the metadata cannot be read: 'utf-8' codec"),
        (b"", "the metadata cannot be read: no element found"),
    ],
)
def test_a_packet_that_cannot_be_trusted_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(MetadataError) as told:
        parse(content)
    assert str(told.value).startswith(words)


def test_elements_as_deep_as_anybody_likes_end() -> None:
    assert names("<a>" * 50_000 + "</a>" * 50_000) == []


def test_validators_are_told_what_they_know() -> None:
    claim = parse(packet("<pdfaid:part>4</pdfaid:part><pdfaid:conformance>F</pdfaid:conformance>").encode()).claims()[0]
    assert claim == ("PDF/A-4f", "", "4f")
    claim = parse(packet("<pdfaid:part>9</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>").encode()).claims()[0]
    assert claim == ("PDF/A-9a", "", "")
