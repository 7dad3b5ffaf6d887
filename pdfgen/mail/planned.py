"""What a plan has frozen: the content of ``plan.json`` in the outbox.

    mail/journal.sqlite              the state of every message of every campaign of this folder
    mail/outbox/release-1/plan.json  the first plan of the campaign mail/release.yaml
    mail/outbox/release-1/0001.eml   a message, as it goes out
    mail/outbox/release-1/recipients.csv

All folders lie beside the campaign.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from pdfgen.model.base import Model

PLAN, JOURNAL, OUTBOX = "plan.json", "journal.sqlite", "outbox"

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class CarriedFile(Model):
    """A file that a message carries."""

    name: str
    """As the recipient sees it."""
    shows: Literal["report", "card", "volume"]
    bytes: int
    sha256: Sha256


class CarriedReport(Model):
    """A report or a volume that a message brings, attached or as a link."""

    object: str
    """Its identifier, the same for every version: ``urn:pdfgen:…``."""
    title: str
    version: Sha256
    """SHA-256 of the finished report: what it was when it was sent."""
    files: tuple[CarriedFile, ...] = ()


class PlannedMessage(Model):
    """A message to one recipient."""

    message_id: str
    """With its angle brackets; the same for the same campaign, reports, versions and recipient."""
    address: str
    """The recipient on the envelope."""
    key: str
    """What two spellings of the address have in common."""
    name: str
    language: str
    subject: str
    file: str
    """Its file in the outbox."""
    sha256: Sha256
    """Of the message as it goes out, line ends CR LF."""
    bytes: int
    """As it goes over the wire."""
    reports: tuple[CarriedReport, ...]
    warnings: tuple[str, ...] = ()


class LeftOut(Model):
    """A row of the list that gets nothing, and why."""

    address: str
    place: str
    """The row: file and line."""
    reason: Literal["suppressed", "duplicate", "nothing-followed", "had-it", "had-earlier", "uncertain"]
    """had-it: this version was sent; had-earlier: an earlier version was (a correction is planned by itself);
    uncertain: whether it arrived is not known."""
    told: str
    """In words."""


class Plan(Model):
    """The content of ``plan.json``."""

    id: str
    """The name of its folder in the outbox: the campaign with a number."""
    campaign: str
    """The name of the campaign's file."""
    moment: str
    """When it was planned, ISO 8601 in UTC; the date of every message."""
    correction: bool = False
    sender: str
    """The sender on the envelope."""
    messages: tuple[PlannedMessage, ...]
    left_out: tuple[LeftOut, ...] = ()
