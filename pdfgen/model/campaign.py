"""A campaign: which reports go to whom, with which words, through which server. ``mail/NAME.yaml`` of a project."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pdfgen.model.base import Identifier, Line, Model, Text
from pdfgen.model.report import Language


class Correspondent(Model):
    """A name and an address."""

    name: Line | None = None
    """The name that readers see."""
    address: Line
    """The e-mail address."""


class MessageTexts(Model):
    """The words of a message in one language: Jinja2 templates."""

    subject: Line
    """The subject."""
    text: Text
    """The body as plain text."""
    html: Line | None = None
    """The file of the body as HTML, beside the campaign; the plain text alone is sent without it."""


class Server(Model):
    """The server that takes the messages. Its password is never in a file: PDFGEN_SMTP_PASSWORD or the keyring."""

    host: Line
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
    """Seconds to wait for an answer."""
    attempts: Annotated[int, Field(ge=1, le=100)] = 6
    """How often a message that is put off is tried in one run."""


class Signing(Model):
    """A DKIM signature (RFC 6376). The key is in PDFGEN_DKIM_KEY, or in a file."""

    domain: Line
    """The domain that signs."""
    selector: Line
    """The name of the key in the domain's DNS."""
    key: Line | None = None
    """The file of the private key (PEM), relative to the campaign."""


class Campaign(Model):
    """Which reports go to whom, with which words, through which server."""

    edition: int
    """The edition whose reports are sent."""
    archive: Line | None = None
    """The archive that the finished files are taken from, relative to the campaign; they are built when left out."""
    reports: tuple[Line, ...] = ()
    """Only the reports on these: names, ids or codes of entities; all when left out."""
    attach: tuple[Literal["report", "card", "volume"], ...] = ("report",)
    """What is attached; nothing with an empty list: then the message has the link alone."""
    theme: Identifier | None = None
    """The theme of the files that are built."""
    page_size: Line = "a4"
    """The page size of the files that are built: a4 or letter."""
    standard: Line = "ua1"
    """The standard of the files that are built: ua1 or ua2."""
    link: Line | None = None
    """Where a report is online, with {edition}, {language} and {name}: https://example.org/{edition}/{name}."""
    recipients: Line
    """The list, relative to the campaign: CSV, XLSX or YAML with the columns address, name, language, follows."""
    sender: Correspondent
    """Who sends."""
    reply_to: Correspondent | None = None
    """Who gets answers, if not the sender."""
    bounces: Line | None = None
    """The address that gets delivery reports, if not the sender's."""
    unsubscribe: Line
    """Where a recipient ends these messages, HTTPS with {token}: https://example.org/unsubscribe/{token}."""
    messages: Annotated[dict[Language, MessageTexts], Field(min_length=1)]
    """The words by language; a recipient of another language gets the first."""
    limit: Annotated[int, Field(ge=1)] = 20
    """The most megabytes (10^6 bytes) that a message may have on the wire."""
    server: Server
    """The server that takes the messages."""
    signing: Signing | None = None
    """The DKIM signature of all messages."""
