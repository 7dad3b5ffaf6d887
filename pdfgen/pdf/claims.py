"""What a file says of itself: information, metadata, output intents, the standards that it follows, what it carries."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pdfgen.pdf.assembly import stream
from pdfgen.pdf.strings import text_string
from pdfgen.pdf.xmp import packet
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from pdfgen.information import Information
    from pdfgen.pdf.indirect_objects import ObjectTable
    from pdfgen.pdf.standards.standard import Conformance

PRODUCER = "pdfgen"


class Attachment(NamedTuple):
    """A file in the file: its name, its content, its media type, and what it is in words."""

    name: str
    content: bytes
    kind: str
    about: str


Attached: TypeAlias = "Callable[[int, str], Sequence[Attachment]]"
"""What a file carries: it is asked for with the number of its pages and the digest of what stands on them."""


@lru_cache(8)
def icc(name: str) -> bytes:
    """Return a shipped colour profile."""
    return (shipped("data") / "icc" / f"{name}.icc").read_bytes()


@lru_cache(8)
def _packed(content: bytes) -> bytes:
    """Return what comes in each file of a batch, colour profiles and rubrics, compressed as far as it goes."""
    return zlib.compress(content, 9)


def write_information(said: Information, objects: ObjectTable, *, trapped: bool) -> str:
    """Write the information dictionary; it says the same as the metadata (ISO 32000-1, § 14.3.3).

    ``trapped`` adds the statement that colours are not trapped. Returns the reference to it.
    """
    entries = {
        "Title": said.title,
        "Author": said.author,
        "Subject": said.subject,
        "Keywords": ", ".join(said.keywords),
        "Creator": PRODUCER,
        "Producer": PRODUCER,
    }
    content = "".join(f"/{name}{text_string(value)}" for name, value in entries.items())
    if said.moment:
        date = "D:" + "".join(char for char in said.moment if char.isdigit()) + "Z"
        content += f"/CreationDate({date})/ModDate({date})"
    if trapped:
        content += "/Trapped/False"
    return objects.add(f"<<{content}>>")


def write_metadata(said: Information, conformance: Conformance, identifier: UUID, objects: ObjectTable) -> str:
    """Write the metadata with the claims of all standards; return the reference to it."""
    content = packet(said, conformance.claims(str(identifier)), PRODUCER)
    return objects.add(stream(content, "/Type/Metadata/Subtype/XML", ""))


def write_intents(conformance: Conformance, objects: ObjectTable) -> str:
    """Write the output intents with their colour profiles; return the array of them."""
    found = ""
    for intent in conformance.intents:
        profile = objects.add(stream(_packed(icc(intent.profile)), f"/N {intent.components}"))
        found += f"<</Type/OutputIntent/S/{intent.subtype}{intent.condition}/DestOutputProfile {profile}>>"
    return f"[{found}]"


def write_attachments(attachments: Sequence[Attachment], objects: ObjectTable) -> dict[str, str]:
    """Write the attachments; return the catalogue's entries for associated files (ISO 19005-3, § 6.8, annex E)."""
    if not attachments:
        return {}
    files = [objects.add(_filed(item, objects)) for item in attachments]
    names = sorted(zip((item.name for item in attachments), files, strict=True))
    pairs = "".join(f"{text_string(name)}{reference} " for name, reference in names)
    return {"AF": f"[{' '.join(files)}]", "Names": f"<</EmbeddedFiles<</Names[{pairs}]>>>>"}


def _filed(item: Attachment, objects: ObjectTable) -> str:
    """Write an attachment; return its file specification."""
    subtype = item.kind.replace("/", "#2F")
    entries = f"/Type/EmbeddedFile/Subtype/{subtype}/Params<</Size {len(item.content)}>>"
    content = objects.add(stream(_packed(item.content), entries))
    name = text_string(item.name)
    return (
        f"<</Type/Filespec/F{name}/UF{name}/Desc{text_string(item.about)}/AFRelationship/Source"
        f"/EF<</F {content}/UF {content}>>>>"
    )
