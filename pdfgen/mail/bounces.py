"""Delivery reports and the journal: addresses that do not exist get nothing any more.

Anybody can write a message that looks like a delivery report. One counts only when the message that came back is one of
ours, by its Message-ID, which nobody but its recipient knows, and the address is the one that it went to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pdfgen.mail.delivery_reports import undelivered
from pdfgen.mail.mailboxes import stored_messages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from pdfgen.mail.delivery_reports import Undelivered
    from pdfgen.mail.journal import Entry, Journal, JournalWriter

Fate = Literal["suppressed", "known", "soft", "forwarded", "delivered", "foreign"]


@dataclass(frozen=True, slots=True)
class Bounce:
    """What became of one recipient of a delivery report.

    suppressed: the address gets nothing from now on; known: it did not before; soft: it may take mail tomorrow;
    forwarded: an address that the message went on to, such as a member of a list; delivered: it was; foreign: the
    report is about no message of the journal.
    """

    fate: Fate
    place: str
    address: str
    status: str
    said: str


@dataclass(frozen=True, slots=True)
class Bounces:
    """What delivery reports say, and how many messages were none."""

    found: tuple[Bounce, ...]
    others: int


def take_bounces(paths: Iterable[Path], journal: Journal, writer: JournalWriter, moment: datetime) -> Bounces:
    """Read delivery reports from mbox files, maildirs and folders; suppress addresses that do not exist.

    Raises UsageError when there is no such file, EnvironmentFailure when one cannot be read.
    """
    ours = {entry.message_id: entry for entry in journal.entries()}
    found: list[Bounce] = []
    others = 0
    for path in paths:
        for place, content in stored_messages(path):
            said = undelivered(content)
            if said is None:
                others += 1
            found += [_taken(place, one, ours.get(one.message_id), writer, moment) for one in said or ()]
    return Bounces(tuple(found), others)


def _taken(place: str, said: Undelivered, entry: Entry | None, writer: JournalWriter, moment: datetime) -> Bounce:
    fate: Fate = "soft"
    address = said.address
    if entry is None:
        fate = "foreign"
    elif said.action in ("delivered", "relayed", "expanded"):
        fate = "delivered"
    elif address.casefold() not in (entry.address.casefold(), entry.key.casefold()):
        fate = "forwarded"
    elif said.hard:
        note = " ".join(filter(None, (said.status, said.said)))
        fate = "suppressed" if writer.suppress(entry.key, entry.address, "bounce", moment, note) else "known"
    return Bounce(fate, place, address, said.status, said.said)
