"""What a file says of itself: information, metadata, output intents, the standards that it follows, what it carries."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pdfgen.pdf import pdfa, pdfua, pdfx
from pdfgen.pdf.file import stream
from pdfgen.pdf.syntax import text_string
from pdfgen.pdf.xmp import packet
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from pdfgen.pdf.xmp import Information

PRODUCER = "pdfgen"


class Attachment(NamedTuple):
    """A file in the file: its name, its content, its media type, and what it is in words."""

    name: str
    content: bytes
    kind: str
    about: str


class File(Protocol):
    """What is written to."""

    def reference(self, item: bytes | str) -> str:
        """Make an indirect object and return the reference to it."""


@lru_cache(8)
def icc(name: str) -> bytes:
    """Return a shipped colour profile."""
    return (shipped("data") / "icc" / f"{name}.icc").read_bytes()


@lru_cache(8)
def _packed(content: bytes) -> bytes:
    """Return what comes in each file of a batch, colour profiles and rubrics, compressed as far as it goes."""
    return zlib.compress(content, 9)


def described(said: Information, file: File, *, trapped: bool) -> str:
    """Write the information dictionary; it says the same as the metadata (ISO 32000-1, § 14.3.3).

    ``trapped`` says that the file tells whether its colours overlap: they do not. Returns the reference to it.
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
    return file.reference(f"<<{content}>>")


def archived(said: Information, attachments: Sequence[Attachment], file: File, *, tagged: bool) -> dict[str, str]:
    """Return the catalogue's entries in an archival file: metadata, output intent, associated files."""
    claims = [pdfa.claim(3 if attachments else 2)]
    claims += [pdfua.claim()] if tagged else []
    metadata = packet(said, claims, PRODUCER)
    entries = {"Metadata": file.reference(stream(metadata, "/Type/Metadata/Subtype/XML", ""))}
    profile = file.reference(stream(_packed(icc("srgb")), "/N 3"))
    entries["OutputIntents"] = (
        f"[<</Type/OutputIntent/S/{pdfa.INTENT}/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
        f"/DestOutputProfile {profile}>>]"
    )
    if attachments:
        files = [file.reference(_filed(item, file)) for item in attachments]
        names = sorted(zip((item.name for item in attachments), files, strict=True))
        pairs = "".join(f"{text_string(name)}{reference} " for name, reference in names)
        entries |= {"AF": f"[{' '.join(files)}]", "Names": f"<</EmbeddedFiles<</Names[{pairs}]>>>>"}
    return entries


def pressed(said: Information, identifier: UUID, file: File) -> dict[str, str]:
    """Return the catalogue's entries in a file for the press: metadata and output intent."""
    metadata = packet(said, [pdfx.claim(str(identifier))], PRODUCER)
    profile = file.reference(stream(_packed(icc("fogra39")), "/N 4"))
    return {
        "Metadata": file.reference(stream(metadata, "/Type/Metadata/Subtype/XML", "")),
        "OutputIntents": f"[<</Type/OutputIntent/S/{pdfx.INTENT}{pdfx.CONDITION}/DestOutputProfile {profile}>>]",
    }


def _filed(item: Attachment, file: File) -> str:
    """Write an attachment; return its file specification (ISO 19005-3, § 6.8, annex E)."""
    subtype = item.kind.replace("/", "#2F")
    entries = f"/Type/EmbeddedFile/Subtype/{subtype}/Params<</Size {len(item.content)}>>"
    content = file.reference(stream(_packed(item.content), entries))
    name = text_string(item.name)
    return (
        f"<</Type/Filespec/F{name}/UF{name}/Desc{text_string(item.about)}/AFRelationship/Source"
        f"/EF<</F {content}/UF {content}>>>>"
    )
