"""Real outboxes: plans and messages as `pdfgen mail plan` freezes them, without any reports."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from functools import cache
from typing import TYPE_CHECKING

from pdfgen.mail.journal import Journal
from pdfgen.mail.planned import OUTBOX, PLAN, CarriedReport, Plan, PlannedMessage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pdfgen.mail.journal import Entry, State

SENDER = "press@example.org"
MOMENT = "2026-11-28T10:00:00+00:00"
CAMPAIGN = """\
edition: 2018
recipients: readers.csv
sender: {{name: The Press, address: press@example.org}}
unsubscribe: https://example.org/unsubscribe/{{token}}
messages:
  en: {{subject: A report, text: Here it is.}}
server:
  host: {host}
  port: {port}
  security: {security}
{more}"""


def write_campaign(folder: Path, port: int, security: str = "none", host: str = "127.0.0.1", more: str = "") -> None:
    """Write the campaign ``release`` in a project's folder ``mail``; ``more`` are lines of its server."""
    folder.mkdir(exist_ok=True)
    lines = "".join(f"  {line}\n" for line in more.splitlines())
    text = CAMPAIGN.format(host=host, port=port, security=security, more=lines)
    (folder / "release.yaml").write_text(text, encoding="utf-8")


def write_outbox(
    folder: Path, number: int, name: str = "release-1", *, size: int = 0, correction: bool = False
) -> list[str]:
    """Write a plan for so many recipients, and note it in the journal; return their addresses.

    Each message has a text, and so many bytes more.
    """
    Journal.open(folder, create=True).close()  # as a plan does: it is there before what it knows of
    outbox = folder / OUTBOX / name
    outbox.mkdir(parents=True)
    messages = [_message(outbox, one, size) for one in range(1, number + 1)]
    plan = Plan(
        id=name,
        campaign="release",
        moment=MOMENT,
        correction=correction,
        sender=SENDER,
        messages=tuple(messages),
    )
    (outbox / PLAN).write_text(plan.model_dump_json(), encoding="utf-8")
    with Journal.open(folder) as journal, journal.writing() as writer:
        writer.add(plan)
    return [one.address for one in messages]


def _message(outbox: Path, number: int, size: int) -> PlannedMessage:
    address = f"reader{number}@example.net"
    message_id = f"<{number:04}.release@example.org>"
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = SENDER, address, f"Report {number}"
    message["Message-ID"] = message_id
    message["Date"] = "Sat, 28 Nov 2026 10:00:00 +0000"
    message.set_content(f"Dear reader {number},\n\n.\n..a line that begins with dots\n.end\n")
    if size:
        message.make_mixed(boundary="between")
    content = message.as_bytes()
    if size:
        content = content.removesuffix(b"--\r\n") + b"\r\n" + _attached(size) + b"--between--\r\n"
    (outbox / f"{number:04}.eml").write_bytes(content)
    return PlannedMessage(
        message_id=message_id,
        address=address,
        key=address,
        name=f"Reader {number}",
        language="en",
        subject=f"Report {number}",
        file=f"{number:04}.eml",
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        reports=(CarriedReport(object="urn:pdfgen:freedom:2018:en:ruritania", title="Ruritania", version="1" * 64),),
    )


@cache
def _attached(size: int) -> bytes:
    """Return an attachment, without the line before it."""
    part = MIMEPart(policy=SMTP)
    part.set_content(bytes(size), maintype="application", subtype="pdf", filename="report.pdf")
    return part.as_bytes()


def states(folder: Path, plan: str = "release-1") -> dict[str, State]:
    """Return the state of each recipient's message."""
    with Journal.open(folder) as journal:
        return {entry.address: entry.state for entry in journal.entries(plan)}


def entries(folder: Path, wanted: Iterable[State] = ()) -> list[Entry]:
    """Return the messages that are in these states, or all."""
    with Journal.open(folder) as journal:
        return list(journal.entries(None, list(wanted)))
