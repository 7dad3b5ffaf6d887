"""PDF/A-2a and PDF/A-3a (ISO 19005-2, ISO 19005-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdfgen.pdf.preflight.content import painted
from pdfgen.pdf.preflight.rule import Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = Rules()


@RULES.rule("output-intent", "ISO 19005-3, § 6.2.3")
def _intent(file: Any) -> Iterator[str]:
    kinds = [str(intent.get("/S", "")) for intent in file.Root.get("/OutputIntents", [])]
    if kinds != ["/GTS_PDFA1"]:
        yield f"the output intents are {', '.join(kinds) or 'missing'}"


@RULES.rule("device-colours", "ISO 19005-3, § 6.2.4.3")
def _colours(file: Any) -> Iterator[str]:
    found = {item.page for item in painted(file) if "k" in (item.fill[0], item.stroke[0].lower())}
    yield from (f"page {number}: CMYK colours, and the output intent is RGB" for number in sorted(found))


@RULES.rule("metadata", "ISO 19005-3, § 6.6.2")
def _metadata(file: Any) -> Iterator[str]:
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
        title = said.get("dc:title")
    if title != str(file.docinfo.get("/Title", "")):
        yield f"the metadata say “{title}”, the information dictionary says “{file.docinfo.get('/Title', '')}”"


@RULES.rule("associated-files", "ISO 19005-3, § 6.8")
def _files(file: Any) -> Iterator[str]:
    for item in file.Root.get("/AF", []):
        if item.get("/AFRelationship") != "/Source":
            yield f"the relationship of {item.get('/UF', '')} is not Source"
        if "/Subtype" not in item.get("/EF", {}).get("/F", {}):
            yield f"{item.get('/UF', '')} does not say its media type"


@RULES.rule("not-encrypted", "ISO 19005-3, § 6.1.3")
def _encrypted(file: Any) -> Iterator[str]:
    if file.is_encrypted:
        yield "the file is encrypted"
