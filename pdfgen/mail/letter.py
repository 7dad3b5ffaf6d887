"""A message that is to be composed: who gets what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.mail.offer import Offer
    from pdfgen.mail.recipient import Recipient


@dataclass(frozen=True, slots=True)
class Letter:
    """A recipient with all reports that they get at once, and what is to be said of that."""

    recipient: Recipient
    reports: tuple[Offer, ...]
    warnings: tuple[str, ...] = ()
