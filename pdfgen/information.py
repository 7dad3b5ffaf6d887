"""What a file says of itself: content fills it in, and the PDF carries it as XMP and in its Info dictionary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Information:
    """What a file says of itself."""

    title: str
    author: str
    subject: str
    language: str
    keywords: tuple[str, ...] = ()
    series: str = ""
    rights: str = ""
    identifiers: tuple[str, ...] = ()
    moment: str = ""
    """When the file was made, as ISO 8601 in UTC; empty when nobody says so."""
