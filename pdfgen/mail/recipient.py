"""A person who gets reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfgen.errors import Origin


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who gets reports, as a row of the list says."""

    address: str
    """As it goes on the envelope: local part as written, domain in ASCII."""
    key: str
    """What two spellings of one address have in common; the journal knows recipients by it."""
    name: str
    """As the person is addressed; empty where the list does not say."""
    language: str
    """A language tag: of the message, and of the reports where they exist in it."""
    follows: tuple[str, ...]
    """Names, ids or codes of entities, names of regions, ids of flags; empty for all."""
    origin: Origin
    """The row."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """All further columns, by their names."""
