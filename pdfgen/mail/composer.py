"""A message as it goes out: header, text, HTML with the card as a picture, and the files of one recipient.

    multipart/mixed
      multipart/alternative
        text/plain
        multipart/related
          text/html
          image/png              the card, where HTML shows it
      application/pdf            each file

Every line is ASCII and ends with CR LF, so that every server takes it. The same values give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from email.utils import format_datetime
from typing import TYPE_CHECKING

from pdfgen.errors import EnvironmentFailure, InputError, Origin, Problem, UsageError
from pdfgen.mail.card_picture import card_picture
from pdfgen.mail.headers import field, is_address, is_domain, mailbox, words
from pdfgen.mail.parts import file_part, picture_part, text_part, together
from pdfgen.mail.unsubscribing import link
from pdfgen.mail.wording import attachment_name, card_id, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from pdfgen.mail.offer import Offer, OfferedFile
    from pdfgen.mail.recipient import Recipient
    from pdfgen.mail.signing import Signer
    from pdfgen.mail.templates import Texts
    from pdfgen.model.campaign import Campaign, Correspondent

KEPT = 150_000_000
"""The most bytes of encoded files that a Composer keeps."""

_SHOWN = re.compile(r"src\s*=\s*[\"']?\s*cid:([^\s\"'<>]+)", re.IGNORECASE)
_LINK = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[!-~]*")
_ID_LENGTH = 40


def message_id(campaign: str, recipient_key: str, reports: Iterable[tuple[str, str]], domain: str) -> str:
    """Return the Message-ID of one message; the same for the same campaign, recipient, and reports with versions.

    >>> message_id("release", "reader@example.org", [("urn:pdfgen:fiw:2018:en:iraq", "ab12")], "example.com")
    '<00ed8d106f23e414b5856b77cbc15b4c0e77fb47@example.com>'
    """
    if not is_domain(domain):
        raise UsageError(f"“{domain}” is no domain for a Message-ID", "write an address with a domain as DNS has it")
    content = json.dumps([campaign, recipient_key, sorted(reports)], separators=(",", ":"))
    return f"<{hashlib.sha256(content.encode('ascii')).hexdigest()[:_ID_LENGTH]}@{domain}>"


class Composer:
    """Makes the messages of one plan. It keeps what they share: encoded files and pictures, up to KEPT bytes."""

    def __init__(self, campaign: Campaign, moment: datetime, signer: Signer | None, unsubscribe_key: bytes) -> None:
        self._campaign, self._signer, self._key = campaign, signer, unsubscribe_key
        pattern = campaign.unsubscribe
        if "{token}" not in pattern or not _LINK.fullmatch(pattern.replace("{token}", "")) or set(pattern) & set('<>"'):
            remedy = "write https://HOST/PATH/{token}, in ASCII"
            raise _refused("unsubscribe", f"“{pattern}” is no address for one-click unsubscribing", remedy)
        self._from = field("From", _mailbox(campaign.sender, "sender"))
        if campaign.reply_to:
            self._from += field("Reply-To", _mailbox(campaign.reply_to, "reply_to"))
        self._date = field("Date", format_datetime(moment).split(" "))
        self._kept: dict[tuple[str, str], bytes] = {}
        self._size = 0

    def compose(self, recipient: Recipient, texts: Texts, reports: Sequence[Offer], message_id: str) -> bytes:
        """Return a message as it goes out, signed where the campaign has a key.

        Raises InputError for an address or a name that cannot stand in a header; UsageError when a file is another one
        than it was; EnvironmentFailure when a file cannot be read, or a card cannot be pictured.
        """
        message = self._header(recipient, texts, message_id) + self._body(recipient, texts, reports, message_id)
        return self._signer.sign(message) if self._signer else message

    def _header(self, recipient: Recipient, texts: Texts, message_id: str) -> bytes:
        if not is_address(recipient.address):
            message = f"“{recipient.address}” is no address that a message can be sent to"
            remedy = "write NAME@DOMAIN in ASCII; a domain in another script as xn--…"
            raise InputError([Problem(recipient.origin, "bad-address", message, remedy)])
        try:
            to = field("To", mailbox(recipient.name, recipient.address))
        except ValueError:
            message = f"the name of {recipient.address} has characters that no message may have"
            raise InputError([Problem(recipient.origin, "bad-name", message, "correct the name")]) from None
        unsubscribe = link(self._campaign.unsubscribe, recipient.key, self._key)
        return b"".join(
            (
                self._from,
                to,
                field("Subject", words(texts.subject)),
                self._date,
                field("Message-ID", [message_id]),
                field("MIME-Version", ["1.0"]),
                field("Content-Language", [chosen(self._campaign, recipient.language)]),
                field("List-Unsubscribe", [f"<{unsubscribe}>"]),
                field("List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"]),
                field("Auto-Submitted", ["auto-generated"]),
            )
        )

    def _body(self, recipient: Recipient, texts: Texts, reports: Sequence[Offer], message_id: str) -> bytes:
        def boundary(number: int) -> str:
            return f"=_{number}_{hashlib.sha256(message_id.encode('ascii')).hexdigest()[:_ID_LENGTH]}"

        body = text_part(texts.text, "plain")
        if texts.html is not None:
            html = text_part(texts.html, "html")
            if pictures := self._pictures(recipient, texts.html, reports):
                html = together("related", [html, *pictures], boundary(3), "text/html")
            body = together("alternative", [body, html], boundary(2))
        files = [self._file(offer, file) for offer in reports for file in offer.attached]
        return together("mixed", [body, *files], boundary(1)) if files else body

    def _pictures(self, recipient: Recipient, html: str, reports: Sequence[Offer]) -> list[bytes]:
        cards = {card_id(file): file for offer in reports for file in offer.files if file.shows == "card"}
        wanted = dict.fromkeys(_SHOWN.findall(html))
        if missing := next((id_ for id_ in wanted if id_ not in cards), None):
            message = f"the HTML shows “cid:{missing[:60]}”, and the message to {recipient.address} has no such picture"
            remedy = "write `{{ report.card }}`, and attach the card"
            raise InputError([Problem(recipient.origin, "unknown-picture", message, remedy)])
        return [self._picture(id_, cards[id_]) for id_ in wanted]

    def _picture(self, id_: str, file: OfferedFile) -> bytes:
        def made() -> bytes:
            name = file.name.removesuffix(".pdf") + ".png"
            return picture_part(card_picture(_content(file)), "image/png", id_, name)

        return self._keep((file.sha256, id_), made)

    def _file(self, offer: Offer, file: OfferedFile) -> bytes:
        name = attachment_name(offer, file)
        return self._keep((file.sha256, name), lambda: file_part(_content(file), "application/pdf", name, file.name))

    def _keep(self, key: tuple[str, str], make: Callable[[], bytes]) -> bytes:
        """Return what was made before, or make it; what was used longest ago goes."""
        part = self._kept.pop(key, None)
        if part is None:
            part = make()
            self._size += len(part)
        self._kept[key] = part
        while self._size > KEPT and len(self._kept) > 1:
            self._size -= len(self._kept.pop(next(iter(self._kept))))
        return part


def _content(file: OfferedFile) -> bytes:
    try:
        content = file.path.read_bytes()
    except OSError as error:
        message = f"{file.path} cannot be read: {error.strerror}"
        raise EnvironmentFailure(message, "check the path and its rights") from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise UsageError(f"{file.path} is another file than it was", "plan again, when nobody else writes it")
    return content


def _mailbox(person: Correspondent, what: str) -> list[str]:
    try:
        return mailbox(person.name or "", person.address)
    except ValueError:
        message = f"“{person.address}” is no address that a message can have"
        remedy = "write NAME@DOMAIN in ASCII; a domain in another script as xn--…"
        raise _refused(f"{what}.address", message, remedy) from None


def _refused(place: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(Origin("the campaign", 0, 0, place), "bad-address", message, remedy)])
