"""What templates can name: the recipient, the reports of the message, and the message itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdfgen.mail.sandbox import View
from pdfgen.mail.wording import attachment_name, card_id, card_text, chosen, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.mail.offer import Offer, OfferedFile
    from pdfgen.mail.recipient import Recipient
    from pdfgen.model.campaign import Campaign

NAMES = (
    "name",
    "address",
    "language",
    "fields",
    "reports",
    "edition",
    "sender",
    "campaign",
    "unsubscribe",
    "correction",
)
"""The names that every template has."""


def values(
    campaign: Campaign,
    recipient: Recipient,
    reports: Sequence[Offer],
    *,
    campaign_name: str,
    unsubscribe: str,
    correction: bool,
) -> dict[str, Any]:
    """Return the values of one message, for NAMES."""
    return {
        "name": recipient.name,
        "address": recipient.address,
        "language": chosen(campaign, recipient.language),
        "fields": View("`fields`: the further columns of the list", recipient.fields),
        "reports": [_report(offer) for offer in reports],
        "edition": campaign.edition,
        "sender": campaign.sender.name or campaign.sender.address,
        "campaign": campaign_name,
        "unsubscribe": unsubscribe,
        "correction": correction,
    }


def _report(offer: Offer) -> View:
    record = offer.record
    entity = record.entity
    card = next((file for file in offer.files if file.shows == "card"), None)
    found = {
        "kind": record.kind,
        "title": record.title,
        "series": record.series,
        "edition": record.edition,
        "year": record.year_under_review,
        "language": record.language,
        "region": (entity.region if entity else None) or "",
        "total": (record.total or "").replace("-", "−"),
        "status": record.status or "",
        "scores": View("`scores`: the measures of the report", record.scores),
        "flags": list(record.flags),
        "publisher": record.publisher,
        "doi": record.doi or "",
        "link": offer.link,
        "errata": [View("a correction", {"date": item.date, "text": item.text}) for item in record.errata],
        "changes": list(offer.changes),
        "files": [_file(offer, file) for file in offer.attached],
        "card": f"cid:{card_id(card)}" if card else "",
        "card_text": card_text(offer),
    }
    return View("a report", found)


def _file(offer: Offer, file: OfferedFile) -> View:
    found = {
        "shows": file.shows,
        "name": attachment_name(offer, file),
        "size": rounded(file.bytes),
        "attached": file.attached,
    }
    return View("a file", found)
