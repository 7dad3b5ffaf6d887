"""A real mail server (aiosmtpd) that follows a script of faults, and remembers what it delivered."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.parser import BytesParser
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Self

USER, PASSWORD = "press@example.org", "correct horse battery staple"  # of the server in the tests


@dataclass(frozen=True)
class Reaction:
    """What the server does instead of what is usual.

    ``answer`` is said; without one the connection is dropped, or, with ``hangs``, nothing is said any more. ``delivers``:
    the message is delivered all the same. ``kills`` is a process that is killed before anything is said. With ``waits``
    (seconds) or ``until`` it does what is usual after that.
    """

    answer: str = ""
    hangs: bool = False
    delivers: bool = False
    kills: bool = False
    waits: float = 0.0
    until: threading.Event | None = None


DROP, HANG = Reaction(), Reaction(hangs=True)


@dataclass
class Seen:
    """A connection: its number from 1, and how many messages it has delivered."""

    number: int
    delivered: int = 0


Script = Callable[[str, Seen, str], Reaction | None]
"""Takes a phase, the connection and the recipient; returns what is unusual, if anything.

The phases are connect, ehlo, starttls, auth, mail, rcpt, data (the command) and content (the message is there).
"""


def usual(_phase: str, _seen: Seen, _recipient: str) -> None:
    """Do what is usual."""


@dataclass
class Post:
    """What came in."""

    messages: list[tuple[str, bytes]] = field(default_factory=list)
    """Recipient and content of each message that was delivered."""
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    open: list[asyncio.BaseTransport] = field(default_factory=list)
    victim: int = 0
    """The process to kill, where the script wants it."""

    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.messages]

    def ids(self) -> list[str]:
        return [BytesParser().parsebytes(content)["Message-ID"] for _, content in self.messages]


class _Protocol(SMTP):
    def __init__(self, post: Post, script: Script, **options: Any) -> None:
        self._post, self._script = post, script
        self._seen = Seen(0)
        super().__init__(self, **options)
        self._seen = Seen(self._post.connections)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._post.open.append(transport)
        if self._seen.delivered == 0 and self.transport is None:
            self._post.connections += 1
            self._seen = Seen(self._post.connections)
        super().connection_made(transport)

    async def _handle_client(self) -> None:
        if not await self._reacts("connect"):
            await super()._handle_client()

    async def _reacts(self, phase: str, recipient: str = "") -> bool:
        self._post.commands.append(phase)
        found = self._script(phase, self._seen, recipient)
        if found is None:
            return False
        await self._do(found)
        if found.answer:
            await self.push(found.answer)
            if found.answer.startswith("421"):
                self.transport.close()  # type: ignore[union-attr]
        return bool(found.answer)

    async def _do(self, reaction: Reaction) -> None:
        """Kill, wait, say nothing any more, or drop the connection."""
        if reaction.kills:
            with suppress(ProcessLookupError):
                os.kill(self._post.victim, signal.SIGKILL)
        await asyncio.sleep(reaction.waits)
        if reaction.until:
            await asyncio.to_thread(reaction.until.wait, 60)
        if reaction.answer or reaction.waits or reaction.until:
            return
        if not reaction.hangs:
            self.transport.abort()  # type: ignore[union-attr]
        await asyncio.sleep(3600)  # until the end of the connection ends this task

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802  # aiosmtpd's name
        if not await self._reacts("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        if not await self._reacts("starttls"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self._reacts("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        if not await self._reacts("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        if not await self._reacts("rcpt", (arg or "").removeprefix("TO:<").removesuffix(">")):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        assert self.envelope is not None
        if not await self._reacts("data", self.envelope.rcpt_tos[0]):
            await super().smtp_DATA(arg)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        assert isinstance(envelope.content, bytes)
        self._post.commands.append("content")
        found = self._script("content", self._seen, recipient)
        if found is None or found.delivers or found.waits or found.until:
            self._post.messages.append((recipient, envelope.content))
            self._seen.delivered += 1
        if found is not None and found.answer:
            return found.answer
        if found is not None:
            await self._do(found)
        return "250 2.0.0 queued"


class Server:
    """Runs until ``stop``; ``secure`` is a certificate for STARTTLS, or for TLS from the start with ``tls``."""

    def __init__(
        self,
        script: Script = usual,
        secure: ssl.SSLContext | None = None,
        *,
        tls: bool = False,
        login: bool = False,
        size: int = 0,
    ) -> None:
        self.post = Post()
        self._options: dict[str, Any] = {"hostname": "mail.test", "enable_SMTPUTF8": False}
        self._options |= {"data_size_limit": size or 50_000_000, "loop": None}
        if secure and not tls:
            self._options |= {"tls_context": secure, "require_starttls": True}
        if login:
            self._options |= {"authenticator": _let_in, "auth_required": True, "auth_require_tls": not tls}
        self._script, self._tls = script, secure if tls else None
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _make(self) -> _Protocol:
        return _Protocol(self.post, self._script, **(self._options | {"loop": self._loop}))

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._loop.create_server(self._make, "127.0.0.1", 0, ssl=self._tls, backlog=100)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for transport in self.post.open:
            transport.abort()  # type: ignore[attr-defined]
        self._loop.run_until_complete(asyncio.sleep(0.01))
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()


def _let_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.login == USER.encode() and data.password == PASSWORD.encode(), handled=False)


@dataclass(frozen=True)
class Authority:
    """An authority that signs certificates for this machine, and who trusts it."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "authority.pem"

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.file))

    def server(self, *, expired: bool = False) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / ("expired.pem" if expired else "server.pem"))
        return context

    @classmethod
    def make(cls, folder: Path) -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "The tests' own authority")])
        own = _certificate(name, name, key, key, 0)
        made = cls(folder)
        made.file.write_bytes(own.public_bytes(serialization.Encoding.PEM))
        for file, ago in (("server.pem", 0), ("expired.pem", 40)):
            host = ec.generate_private_key(ec.SECP256R1())
            subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
            signed = _certificate(subject, name, host, key, ago)
            private = host.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            (folder / file).write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
        return made


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    days_ago: int,
) -> x509.Certificate:
    start = datetime.now(timezone.utc) - timedelta(days=days_ago, minutes=5)
    own = subject == issuer
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=own, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if own:
        usage = x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        builder = builder.add_extension(usage, critical=True)
    else:
        names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(signer, hashes.SHA256())
