"""The outbox: a folder with every message of a plan as it will go out. It is made whole or not at all.

Messages are written one by one: ten thousand of them never lie in memory.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen import system
from pdfgen.errors import InputError, Problem
from pdfgen.files import whole_folder
from pdfgen.mail.composer import message_id
from pdfgen.mail.planned import OUTBOX, PLAN, CarriedFile, CarriedReport, Plan, PlannedMessage
from pdfgen.mail.unsubscribing import link
from pdfgen.mail.wording import attachment_name
from pdfgen.model.base import is_like_a_formula

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from pdfgen.mail.composer import Composer
    from pdfgen.mail.letter import Letter
    from pdfgen.mail.templates import Templates
    from pdfgen.model.campaign import Campaign

TABLE = "recipients.csv"
RAW = 7_000_000
"""The bytes of attachments that all servers take: with base64 they are a third more, and some take 10 MB only."""
_MB = 10**6
_MOST_PROBLEMS = 50
_LINE, _RAW_LINE = 78, 57  # bytes of a line in base64 with its end, and of what it says (RFC 2045, 6.8)
_ADVICE = "attach the card in place of the report, or send a link alone (`attach: []`)"
_COLUMNS = ("file", "address", "name", "language", "reports", "attachments", "bytes", "state", "remarks")


@dataclass(frozen=True, slots=True)
class Press:
    """Makes the messages of a plan: what all of them share."""

    campaign: Campaign
    name: str
    """The name of the campaign's file."""
    templates: Templates
    composer: Composer
    secret: bytes
    """The key of the unsubscribe links."""
    correction: bool

    def message(self, letter: Letter) -> tuple[str, str, bytes]:
        """Return Message-ID, subject and the message as it goes out. Raises InputError for a template that fails."""
        recipient, campaign = letter.recipient, self.campaign
        texts = self.templates.render(
            recipient,
            letter.reports,
            campaign_name=self.name,
            unsubscribe=link(campaign.unsubscribe, recipient.key, self.secret),
            correction=self.correction,
        )
        versions = [(offer.record.id, offer.version) for offer in letter.reports]
        domain = campaign.sender.address.rpartition("@")[2]
        identifier = message_id(self.name, recipient.key, versions, domain)
        return identifier, texts.subject, self.composer.compose(recipient, texts, letter.reports, identifier)


def refuse_large(letters: Sequence[Letter], limit: int) -> None:
    """Raise InputError for messages whose attachments alone are more than so many megabytes on the wire."""
    problems = []
    for letter in letters:
        wire = sum(-(-file.bytes // _RAW_LINE) * _LINE for offer in letter.reports for file in offer.attached)
        if wire > limit * _MB:
            problems.append(_too_large(letter, wire, limit))
    if problems:
        raise InputError(problems)


def _too_large(letter: Letter, wire: int, limit: int) -> Problem:
    message = f"the message to {letter.recipient.address} has {wire / _MB:.1f} MB; {limit} is the most (`limit:`)"
    return Problem(letter.recipient.origin, "message-too-large", message, _ADVICE)


def write_outbox(
    folder: Path,
    head: Plan,
    letters: Sequence[Letter],
    press: Press,
    advance: Callable[[], None],
) -> Plan:
    """Make the folder of a plan with its messages; return the plan, which is ``head`` with the messages.

    Raises InputError for templates that fail and messages that are too large, EnvironmentFailure when the folder
    cannot be written: then there is none.
    """
    problems: list[Problem] = []
    planned: list[PlannedMessage] = []
    with whole_folder(folder) as place:
        for number, letter in enumerate(letters, 1):
            try:
                planned.append(_written(place / f"{number:04}.eml", letter, press))
            except InputError as error:
                problems += error.problems
            if len(problems) >= _MOST_PROBLEMS:
                break
            advance()
        if problems:
            raise InputError(list(dict.fromkeys(problems)))
        plan = head.model_copy(update={"messages": tuple(planned)})
        (place / TABLE).write_text(_table(plan), encoding="utf-8-sig", newline="")  # as spreadsheets know UTF-8
        (place / PLAN).write_text(plan.model_dump_json(indent=1), encoding="utf-8")
        for path in place.iterdir():
            with path.open("rb+") as file:
                system.flush(file.fileno())
    return plan


def _written(path: Path, letter: Letter, press: Press) -> PlannedMessage:
    """Write a message; return what the plan says of it."""
    identifier, subject, content = press.message(letter)
    limit = press.campaign.limit
    if len(content) > limit * _MB:
        raise InputError([_too_large(letter, len(content), limit)])
    path.write_bytes(content)
    recipient = letter.recipient
    raw = sum(file.bytes for offer in letter.reports for file in offer.attached)
    warnings = list(letter.warnings)
    if raw > RAW:
        warnings.append(f"attachments of {raw / _MB:.1f} MB: some servers refuse more than 7: {_ADVICE}")
    reports = tuple(
        CarriedReport(
            object=offer.record.id,
            title=offer.record.title,
            version=offer.version,
            files=tuple(
                CarriedFile(name=attachment_name(offer, file), shows=file.shows, bytes=file.bytes, sha256=file.sha256)
                for file in offer.attached
            ),
        )
        for offer in letter.reports
    )
    return PlannedMessage(
        message_id=identifier,
        address=recipient.address,
        key=recipient.key,
        name=recipient.name,
        language=recipient.language,
        subject=subject,
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        reports=reports,
        warnings=tuple(warnings),
    )


def _table(plan: Plan) -> str:
    """Return the recipients as CSV: those who get a message, then those who do not."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(_COLUMNS)
    for one in plan.messages:
        titles = "; ".join(report.title for report in one.reports)
        files = "; ".join(file.name for report in one.reports for file in report.files)
        row = [
            one.file,
            one.address,
            one.name,
            one.language,
            titles,
            files,
            one.bytes,
            "planned",
            "; ".join(one.warnings),
        ]
        writer.writerow(map(_cell, row))
    for left in plan.left_out:
        writer.writerow(map(_cell, ["", left.address, "", "", "", "", "", left.reason, f"{left.place}: {left.told}"]))
    return table.getvalue()


def _cell(value: object) -> object:
    """Return a value that no spreadsheet program takes for a formula (CWE-1236)."""
    return f"'{value}" if isinstance(value, str) and is_like_a_formula(value) else value


def next_folder(folder: Path, name: str, known: Collection[str]) -> Path:
    """Return the folder of the next plan of a campaign, after those ``known``: one that is not there."""
    number = len(known) + 1
    while (found := folder / OUTBOX / f"{name}-{number}").exists() or found.name in known:
        number += 1
    return found
