"""How a message speaks: its language, the names of attachments in any script, pictures of cards and their words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.mail.offer import Offer, OfferedFile
    from pdfgen.model.campaign import Campaign

_ENDING = ".pdf"
_NAME_BYTES = 180  # what every disk takes, and a number in brackets that a program adds
_SIGNS = re.compile(r'[\\/:*?"<>|\s]+')
_STEERING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MEGABYTE = 1_000_000
_JOINERS = "\u200c\u200d"  # words of Persian and Hindi need them


def chosen(campaign: Campaign, language: str) -> str:
    """Return the language of the message for a recipient: the nearest that the campaign has, or its first."""
    known = {tag.lower(): tag for tag in campaign.messages}
    wanted = language.lower()
    while wanted:
        if wanted in known:
            return known[wanted]
        wanted = wanted.rpartition("-")[0]
    return next(iter(campaign.messages))


def card_id(file: OfferedFile) -> str:
    """Return the Content-ID of the picture of a card, without its angle brackets (RFC 2392)."""
    return f"card-{file.sha256[:32]}@pdfgen.invalid"


def card_text(offer: Offer) -> str:
    """Return what the picture of a card says, in the words of the report."""
    record = offer.record
    said = ", ".join(filter(None, (record.total, record.status)))
    return f"{record.series} {record.edition}: {record.title}{f' ({said})' if said else ''}"


def attachment_name(offer: Offer, file: OfferedFile) -> str:
    """Return the name of an attachment as the recipient sees it, in the script of the report.

    Signs that disks do not take become spaces. A name that could deceive (marks of direction, controls) or is too long
    is not used: ``file.name`` is, which is in ASCII.
    """
    record = offer.record
    parts = [record.series, str(record.edition), record.title] if record.kind == "report" else [record.title]
    if file.shows == "card":
        parts.append("(card)")
    stem = unicodedata.normalize("NFC", _SIGNS.sub(" ", " ".join(parts))).strip(" .")
    unsafe = any(unicodedata.category(char) in _STEERING and char not in _JOINERS for char in stem)
    if not stem or unsafe or len((stem + _ENDING).encode("utf-8", "replace")) > _NAME_BYTES:
        return file.name
    return stem + _ENDING


def rounded(size: int) -> str:
    """Return the size of a file as a reader wants to know it.

    >>> rounded(81_020), rounded(1_249_000)
    ('82 kB', '1.3 MB')
    """
    if size < _MEGABYTE:
        return f"{-(-size // 1_000)} kB"
    return f"{-(-size * 10 // _MEGABYTE) / 10} MB"
