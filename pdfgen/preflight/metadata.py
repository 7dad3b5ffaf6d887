"""The XMP packet of a file (ISO 16684-1), read without trust, and the standards that it claims."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
DC = "http://purl.org/dc/elements/1.1/"
PDF = "http://ns.adobe.com/pdf/1.3/"
XMP = "http://ns.adobe.com/xap/1.0/"
MEDIA = "http://ns.adobe.com/xap/1.0/mm/"
PDFX = "http://www.npes.org/pdfx/ns/id/"
_ARCHIVAL = "http://www.aiim.org/pdfa/ns/id/"
_ACCESSIBLE = "http://www.aiim.org/pdfua/ns/id/"
_DECLARED = "http://pdfa.org/declarations/"
_COLLECTIONS = {f"{RDF} {name}" for name in ("Alt", "Seq", "Bag")}
_DEPTH = 3  # of a property: RDF, Description, property
_LATEST = "4"  # part of PDF/A; it has no level a, b or u


class MetadataError(ValueError):
    """The packet cannot be read."""


class Claim(NamedTuple):
    """A standard that a file says it follows, with the names that validators have for it, if they have one."""

    name: str
    page: str = ""
    verapdf: str = ""


class Metadata(dict[tuple[str, str], list[str]]):
    """The properties by namespace and name, each with its values, whether they stand as attributes or as elements."""

    def first(self, space: str, name: str) -> str:
        """Return a property's first value, empty where there is none."""
        return next(iter(self.get((space, name), [])), "").strip()

    def claims(self) -> tuple[Claim, ...]:
        """Return the standards that the file says it follows, PDF/UA first."""
        found = []
        if part := self.first(_ACCESSIBLE, "part"):
            found.append(Claim(f"PDF/UA-{part}", "ua1" if part == "1" else "", f"ua{part}" if part in "12" else ""))
        if part := self.first(_ARCHIVAL, "part"):
            level = self.first(_ARCHIVAL, "conformance").lower()
            found.append(_archival(part, level))
        said = " ".join(self.get((_DECLARED, "conformsTo"), []))
        found += [
            Claim(f"WTPDF 1.0 {name}", verapdf=f"wt1{name[0]}")
            for name in ("accessibility", "reuse")
            if re.search(rf"declarations/wtpdf/?#{name}1\.0", said)
        ]
        if version := self.first(PDFX, "GTS_PDFXVersion"):
            found.append(Claim(version))
        return tuple(found)


def _archival(part: str, level: str) -> Claim:
    name = f"PDF/A-{part}{level}"
    if part == _LATEST:  # a level that there is not is for the validator to tell
        return Claim(name, verapdf=part + level if level in ("e", "f") else part)
    known = part in ("1", "2", "3") and level in ("a", "b", "u") and part + level != "1u"
    return Claim(name, part + level if known else "", part + level if known else "")


def parse(packet: bytes) -> Metadata:
    """Return the properties of a packet, in whichever Unicode encoding it is; entities are not allowed.

    Raises MetadataError when it cannot be read.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    try:
        parser.Parse(_decoded(packet).strip("\0\ufeff \t\r\n"), True)  # noqa: FBT003  # it takes no name
    except (expat.ExpatError, UnicodeError) as error:
        raise MetadataError(f"the metadata cannot be read: {error}") from error
    return reader.found


def _refuse(*_: object) -> None:
    raise MetadataError("the metadata define entities")


def _decoded(packet: bytes) -> str:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"<\0\0\0", "utf-32-le"),
        (b"\0\0\0<", "utf-32-be"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if packet.startswith(mark):
            return packet.decode(encoding)
    return packet.decode("utf-8")


class _Reader:
    """Takes the elements of a packet; keeps the properties of its descriptions, and what they declare."""

    def __init__(self) -> None:
        self.found = Metadata()
        self._path: list[str] = []
        self._texts: list[str] = []
        self._simple = True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        self._texts.append("")
        within = self._within()
        if within == _DEPTH - 1 and tag == f"{RDF} Description":
            for name, value in attributes.items():
                self._keep(name, value)
        elif within == _DEPTH:
            self._simple = True
            if resource := attributes.get(f"{RDF} resource"):
                self._keep(tag, resource)
        elif within > _DEPTH:
            self._simple = False
            for name, value in attributes.items():
                if name.startswith(_DECLARED):
                    self._keep(name, value)

    def text(self, text: str) -> None:
        if self._texts:
            self._texts[-1] += text

    def end(self, tag: str) -> None:
        within, text = self._within(), self._texts.pop()
        self._path.pop()
        if within == _DEPTH and self._simple and text:
            self._keep(tag, text)
        elif within == _DEPTH + 2 and tag == f"{RDF} li" and self._path[-1] in _COLLECTIONS:
            self._keep(self._path[-2], text)
        elif within > _DEPTH and tag.startswith(_DECLARED):
            self._keep(tag, text)

    def _within(self) -> int:
        """Return how deep the element stands from rdf:RDF on, which is 1."""
        start = f"{RDF} RDF"
        return len(self._path) - self._path.index(start) if start in self._path[:2] else 0

    def _keep(self, name: str, value: str) -> None:
        space, _, local = name.rpartition(" ")
        if space and space not in (RDF, XML):
            self.found.setdefault((space, local), []).append(value)
