"""What a mail server says of a message that it could not deliver (RFC 3464, RFC 6533).

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; reader@example.net
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = ("message/rfc822", "message/global")
_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_MOST_RECIPIENTS = 1_000
_MOST_WORDS = 500

_STATUS = re.compile(r"(?<![0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.])")
_GONE = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"}
"""No such mailbox or domain, moved, or disabled (RFC 3463, RFC 7505)."""
_VAGUE = {"5.0.0", "5.3.0", "5.5.0", "5.4.0", "5.4.1"}
_UNKNOWN = re.compile(
    r"(user|recipient|address|mailbox|account|alias)\b[^.]{0,60}\b(unknown|does(n't| not) exist|not found|rejected"
    r"|invalid|disabled|unavailable|not exist)|no such (user|mailbox|recipient|address|person)|unknown (user|recipient"
    r"|address|mailbox)|(host|domain)[^.]{0,40}not found|nxdomain",
    re.IGNORECASE,
)
_NOT_THE_ADDRESS = re.compile(
    r"spam|blocked|black ?list|blocklist|reputation|policy|quota|full|too large", re.IGNORECASE
)
_ID = re.compile(r"<[!-~]{1,250}@[!-~]{1,250}>")


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What a server says of one recipient."""

    address: str
    """As it was written on the envelope, where the report says so."""
    action: str
    """failed, delayed, delivered, relayed or expanded."""
    status: str
    """Such as 5.1.1 (RFC 3463)."""
    said: str
    """The answer of the server that refused it."""
    message_id: str
    """Of the message that came back; empty when it did not."""

    @property
    def hard(self) -> bool:
        """Whether the address takes no mail, and will not tomorrow: none that is full, and no judgement on content."""
        if self.action != "failed":
            return False
        status = self.status
        if status in _VAGUE and (found := _STATUS.search(self.said)):
            status = found[1]
        if status in _GONE:
            return not (status == "5.1.0" and _NOT_THE_ADDRESS.search(self.said))
        vague = status in _VAGUE or not status
        return vague and bool(_UNKNOWN.search(self.said)) and not _NOT_THE_ADDRESS.search(self.said)


def undelivered(content: bytes) -> list[Undelivered] | None:
    """Return what a message reports, recipient by recipient; None when it is no delivery report."""
    try:
        message = message_from_bytes(content, policy=policy.compat32)
        blocks = next(filter(None, map(_blocks, _parts(message))), None)
        if blocks is None:
            return None
        id_ = _original(message)
        found = [_recipient(block, id_) for block in blocks[:_MOST_RECIPIENTS]]
    except Exception:  # noqa: BLE001  # a message that anybody may have sent: Python's parser has its limits
        return None
    return [one for one in found if one is not None]


def _parts(message: Message[str, str]) -> Iterator[Message[str, str]]:
    """Yield the parts of a message, not those of the message that came back."""
    yield message
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            yield from _parts(part)  # type: ignore[arg-type]  # the parts of a multipart are messages


def _blocks(part: Message[str, str]) -> list[Message[str, str]]:
    """Return the groups of fields of a delivery report that are about a recipient."""
    if part.get_content_type() not in _REPORTS:
        return []
    payload: Any = part.get_payload()
    if part.get_content_type() == _REPORTS[0] and isinstance(payload, list):
        blocks = payload
    else:  # Python takes the fields of a report in UTF-8 for a message
        content: Any = payload[0].as_bytes() if isinstance(payload, list) else part.get_payload(decode=True)
        text = content.decode("utf-8", "replace").replace("\r\n", "\n")
        blocks = [message_from_string(block + "\n\n") for block in re.split(r"\n[ \t]*\n", text.strip())]
    return [block for block in blocks if block["Final-Recipient"] or block["Original-Recipient"]]


def _recipient(block: Message[str, str], message_id: str) -> Undelivered | None:
    address = _address(block["Original-Recipient"]) or _address(block["Final-Recipient"])
    if not address:
        return None
    status = _STATUS.search(str(block["Status"] or ""))
    kind, semicolon, rest = str(block["Diagnostic-Code"] or "").partition(";")
    said = " ".join((rest if semicolon else kind).split())
    action = str(block["Action"] or "").partition("(")[0].strip().lower()
    return Undelivered(address, action, status[1] if status else "", said[:_MOST_WORDS], message_id)


def _address(value: object) -> str:
    """Return the address of a field such as ``rfc822; reader@example.org``."""
    kind, semicolon, rest = str(value or "").partition(";")
    address = (rest if semicolon else kind).strip().strip("<>").strip()
    return address if re.fullmatch(r"[!-~]+@[!-~]+", address) else ""


def _original(message: Message[str, str]) -> str:
    """Return the Message-ID of the message that came back; an empty text when it did not."""
    for part in _parts(message):
        kind = part.get_content_type()
        payload: Any = part.get_payload()
        if kind in _RETURNED and isinstance(payload, list) and payload:
            value = payload[0]["Message-ID"]
        elif kind in _HEADERS:
            content: Any = payload[0].as_bytes() if isinstance(payload, list) else part.get_payload(decode=True)
            value = message_from_bytes(content)["Message-ID"]
        else:
            continue
        if found := _ID.search(str(value or "")):
            return found[0]
    return ""
