"""A campaign: which reports go to whom, with which words, through which server. ``mail/NAME.yaml`` of a project."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from pdfgen.choices import PAGE_SIZES, STANDARDS
from pdfgen.model.base import Identifier, Language, Line, Model, Slug, Text, did_you_mean, fault
from pdfgen.model.editions import EditionId
from pdfgen.model.message import message

_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"]+")
_HOST = re.compile(r"[A-Za-z0-9.:-]+")
_HTML = (".html", ".htm")


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise fault("bad-address", f"“{value}” is not an e-mail address", "write it alone, as name@example.org", value)
    return value


def _host(value: str) -> str:
    if not _HOST.fullmatch(value):
        raise fault("bad-host", f"“{value}” is not the name of a server", "write its name alone, as mail.example.org")
    return value


def _url(value: str, needed: str, remedy: str) -> str:
    """Return a URL that has a place to be filled in. Raises a fault for one that is not safe."""
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme != "https" or re.search(r"\s", value):
        raise fault("bad-url", f"“{value}” is not the address of a page by HTTPS", remedy, value)
    if value.count(needed) != 1 or needed in host:
        raise fault("bad-url", f"“{value}” does not have {needed} in one place behind the host", remedy, value)
    return value


def _unsubscribe(value: str) -> str:
    return _url(value, "{token}", "write it as https://example.org/unsubscribe/{token}")


def _link(value: str) -> str:
    return _url(value, "{name}", "write it as https://example.org/{edition}/{name}")


def _one_of(words: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in words:
            raise fault("unknown-word", f"“{value}” is not one of the words here", did_you_mean(value, words), value)
        return value

    return AfterValidator(check)


def _html_file(value: str) -> str:
    if not value.lower().endswith(_HTML):
        raise fault("bad-html-file", f"“{value}” does not end in .html", "name the file of the body, as message.html")
    return value


def _below(value: str) -> str:
    if value.startswith(("/", "\\")) or re.match("[A-Za-z]:", value) or ".." in re.split(r"[/\\]", value):
        remedy = "put the file beside the campaign, and write its name"
        raise fault("file-outside", f"“{value}” is not in the folder of the campaign", remedy, value)
    return value


Address = Annotated[Line, AfterValidator(_address)]
"""An e-mail address alone, without a name."""
Beside = Annotated[Line, AfterValidator(_below)]
"""The path of a file in the folder of the campaign, or below it."""


class Correspondent(Model):
    """A name and an address."""

    name: Line | None = None
    """The name that readers see."""
    address: Address
    """The e-mail address."""


class MessageTexts(Model):
    """The words of a message in one language: Jinja2 templates."""

    subject: Line
    """The subject."""
    text: Text
    """The body as plain text."""
    html: Annotated[Beside, AfterValidator(_html_file)] | None = None
    """The file of the body as HTML, beside the campaign; the plain text alone is sent without it."""


class Server(Model):
    """The server that takes the messages. Its password is never in a file: PDFGEN_SMTP_PASSWORD or the keyring."""

    host: Annotated[Line, AfterValidator(_host)]
    """Its name."""
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """587 for starttls, 465 for tls, 25 for none when left out."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is made secret; none is allowed for this machine only."""
    user: Line | None = None
    """The name to log in with; nobody logs in without it."""
    rate: Annotated[int, Field(ge=1)] = 60
    """The most messages a minute."""
    session: Annotated[int, Field(ge=1)] = 100
    """The most messages of one connection."""
    timeout: Annotated[int, Field(ge=1, le=3600)] = 60
    """Seconds to wait for an answer, all of it."""
    attempts: Annotated[int, Field(ge=1, le=100)] = 6
    """How often a message that is put off is tried in one run."""

    @model_validator(mode="after")
    def _is_secret(self) -> Server:
        if self.security == "none" and not is_loopback(self.host):
            message = f"mail to {self.host} would go over the net for everybody to read"
            raise fault("open-connection", message, "write `security: starttls` or `security: tls`", "none")
        return self


def is_loopback(host: str) -> bool:
    """Tell whether a name of a host always means this machine (RFC 6761, 6.3)."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


class Signing(Model):
    """A DKIM signature (RFC 6376). The key is in PDFGEN_DKIM_KEY, or in a file."""

    domain: Annotated[Line, AfterValidator(_host)]
    """The domain that signs."""
    selector: Annotated[Line, AfterValidator(_host)]
    """The name of the key in the domain's DNS."""
    key: Line | None = None
    """The file of the private key (PEM), relative to the campaign."""


class Campaign(Model):
    """Which reports go to whom, with which words, through which server."""

    edition: EditionId
    """The edition whose reports are sent."""
    rubric: Slug | None = None
    """The method of the edition; it is found where all editions of that name have one."""
    archive: Line | None = None
    """The archive that the finished files are taken from, relative to the campaign; they are built when left out."""
    reports: tuple[Line, ...] = ()
    """Only the reports on these: names, ids or codes of entities; all when left out."""
    attach: tuple[Literal["report", "card", "volume"], ...] = ("report",)
    """What is attached; nothing with an empty list: then the message has the link alone."""
    theme: Identifier | None = None
    """The theme of the files that are built."""
    page_size: Annotated[Line, _one_of(PAGE_SIZES)] = "a4"
    """The page size of the files that are built: a4 or letter."""
    standard: Annotated[Line, _one_of(STANDARDS)] = STANDARDS[0]
    """The standard of the files that are built: ua1 or ua2."""
    link: Annotated[Line, AfterValidator(_link), message("edition", "language", "name")] | None = None
    """Where a report is online: https://example.org/{edition}/{language}/{name}. The name is the last part of the
    report's identifier, such as cote-d-ivoire; of a volume it is volume."""
    recipients: Line
    """The list, relative to the campaign: CSV, XLSX or YAML with the columns address, name, language, follows."""
    sender: Correspondent
    """Who sends."""
    reply_to: Correspondent | None = None
    """Who gets answers, if not the sender."""
    bounces: Address | None = None
    """The address that gets delivery reports, if not the sender's."""
    unsubscribe: Annotated[Line, AfterValidator(_unsubscribe), message("token")]
    """Where a recipient ends these messages, HTTPS with {token}: https://example.org/unsubscribe/{token}."""
    messages: Annotated[dict[Language, MessageTexts], Field(min_length=1)]
    """The words by language; a recipient of another language gets the first."""
    limit: Annotated[int, Field(ge=1)] = 20
    """The most megabytes (10^6 bytes) that a message may have on the wire."""
    server: Server
    """The server that takes the messages."""
    signing: Signing | None = None
    """The DKIM signature of all messages."""

    @model_validator(mode="after")
    def _brings_something(self) -> Campaign:
        if not self.attach and not self.link:
            remedy = "write `link:` with the place of the reports, or name in `attach:` what is sent"
            raise fault("nothing-to-send", "nothing is attached, and there is no link", remedy, owner="attach")
        return self
