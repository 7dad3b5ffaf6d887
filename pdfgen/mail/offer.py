"""A finished report or volume that can be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.archive.object_record import ObjectRecord

Shows = Literal["report", "card", "volume"]


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A finished PDF."""

    shows: Shows
    name: str
    """A file name in ASCII, such as freedom-in-the-world-2018-kazakhstan.pdf."""
    path: Path
    bytes: int
    sha256: str
    attached: bool = True
    """Whether it is sent as a file; a card may be there for its picture in the text alone."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A finished report, or the volume of an edition, in one language."""

    record: ObjectRecord
    """What it is about; its ``id`` is the same for every version of it."""
    version: str
    """SHA-256 of the finished report (of the volume for a volume): another one is another version."""
    files: tuple[OfferedFile, ...]
    link: str
    """Where it is online; empty where the campaign has no link."""
    changes: tuple[str, ...] = ()
    """Of a correction: what differs from the version that was sent, a sentence each."""

    @property
    def attached(self) -> tuple[OfferedFile, ...]:
        """The files that are sent."""
        return tuple(file for file in self.files if file.attached)
