"""A connection to a mail server, and what its answers mean (RFC 5321). No other module knows SMTP."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from contextlib import contextmanager, suppress
from io import BufferedReader
from typing import TYPE_CHECKING

from pdfgen.errors import EnvironmentFailure, visible
from pdfgen.mail.smtp_reply import Fate, Reply, Verdict
from pdfgen.mail.timed_reader import TimedReader
from pdfgen.model.campaign import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pdfgen.mail.credentials import Credentials
    from pdfgen.model.campaign import Server

PORTS = {"starttls": 587, "tls": 465, "none": 25}
_PIECE = 1 << 16  # bytes that must go out within the time-out: a slow line is no dead one
_LAST_WORDS = 5.0  # seconds that the end of a connection may take
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f<>]")  # what would end an address in a command


class SessionFailure(EnvironmentFailure):
    """The server takes no message at all: another try would not help."""


class SessionInterrupted(EnvironmentFailure):
    """The server cannot be reached now, or ended the connection: it may help to try later."""


class _Client(smtplib.SMTP):
    """Gives an answer, all its lines, the seconds of the time-out; smtplib gives them to each byte."""

    heard: TimedReader

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            if self.sock is None:
                raise smtplib.SMTPServerDisconnected("it is closed")
            self.heard = TimedReader(self.sock)
            self.file = BufferedReader(self.heard)
        self.heard.expect(self.timeout)
        try:
            return super().getreply()
        finally:
            if self.sock:
                self.sock.settimeout(self.timeout)


class _TlsClient(_Client, smtplib.SMTP_SSL):
    pass


class SmtpSession:
    """A connection that takes messages, one after another. ``taken`` counts what the server has answered."""

    def __init__(self, smtp: _Client, server: Server, credentials: Credentials | None) -> None:
        self._smtp, self._server, self._credentials = smtp, server, credentials
        self.taken = 0

    @classmethod
    def open(cls, server: Server, credentials: Credentials | None, trust: ssl.SSLContext) -> SmtpSession:
        """Connect, secure the connection, and log in.

        Raises SessionFailure when the server cannot be used, SessionInterrupted when it cannot be used now.
        """
        if server.security == "none" and not is_loopback(server.host):
            raise _insecure(server)
        with _connecting(server):
            session = cls(_connected(server, trust), server, credentials)
            try:
                session._begin(trust)
            except BaseException:
                session._smtp.close()
                raise
        return session

    def _begin(self, trust: ssl.SSLContext) -> None:
        smtp, server = self._smtp, self._server
        if server.security == "none" and not is_loopback(self._socket.getpeername()[0]):
            raise _insecure(server)
        smtp.local_hostname = _own_name(self._socket)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the end of a message waits for nothing
        self._greet()
        if server.security == "starttls":
            if not smtp.has_extn("starttls"):
                message = f"{_named(server)} offers no STARTTLS, and nothing is sent over an open line"
                raise SessionFailure(
                    message, "write `security: tls` where the server has TLS from the start (port 465)"
                )
            reply = self._command("STARTTLS")
            if not reply.good:
                raise self._failure("refuses STARTTLS", reply)
            smtp.sock = trust.wrap_socket(self._socket, server_hostname=server.host)
            smtp.file = None  # what was read before is not trusted (RFC 3207, 4.2)
            smtp.esmtp_features = {}
            self._greet()
        if self._credentials:
            self._log_in(self._credentials)

    def _greet(self) -> None:
        code, words = self._smtp.ehlo()
        reply = self._reply(code, words)
        if not reply.good:
            raise self._failure("refuses the greeting (EHLO)", reply)

    def _log_in(self, credentials: Credentials) -> None:
        methods = self._smtp.esmtp_features.get("auth", "").upper().split()
        user, password = _bytes(credentials.user), _bytes(credentials.password)
        if "PLAIN" in methods:
            reply = self._command(f"AUTH PLAIN {_plain(user, password)}")
        elif "LOGIN" in methods:
            reply = self._command("AUTH LOGIN")
            for word in (user, password):
                if reply.asks_on:
                    reply = self._command(_base64(word))
        else:
            offered = " ".join(methods) or "none"
            message = f"{_named(self._server)} offers no way to log in that pdfgen knows (offered: {offered})"
            raise SessionFailure(message, "remove `user:` if the server asks for no name, or use its port for TLS")
        if not reply.good:
            raise self._failure(f"does not let {credentials.user} log in", reply)

    def _failure(self, what: str, reply: Reply) -> EnvironmentFailure:
        kind = SessionInterrupted if reply.passing else SessionFailure
        remedy = "try again later" if reply.passing else "see what the provider says of this answer"
        if reply.about_password:
            remedy = "check `user:` in the campaign, and the password (PDFGEN_SMTP_PASSWORD or the keyring)"
        return kind(f"{_named(self._server)} {what}: {reply}", remedy)

    def close(self) -> None:
        """End the connection. What goes wrong then is of no matter."""
        with suppress(OSError, smtplib.SMTPException):
            if self._smtp.sock:
                self._smtp.timeout = min(self._server.timeout, _LAST_WORDS)
                self._smtp.sock.settimeout(self._smtp.timeout)
            self._smtp.quit()
        self._smtp.close()

    @property
    def open_still(self) -> bool:
        """Whether the connection can take another message."""
        return self._smtp.sock is not None and self.taken < self._server.session

    def deliver(self, sender: str, recipient: str, content: bytes, before: Callable[[], None]) -> Verdict:
        """Hand over a message, its lines ended by CR LF, to one recipient.

        ``before`` is called before anything of the content goes out.
        Raises SessionFailure when the server says that it would take no other message either.
        """
        try:
            answer = self._out_of_step() or self._unfit(sender, recipient, content)
            answer = answer or self._envelope(sender, recipient, content)
        except (OSError, smtplib.SMTPException) as error:
            return self._lost(Fate.AGAIN, error)
        if answer:
            return answer
        before()
        try:
            reply = self._command("DATA")
        except (OSError, smtplib.SMTPException) as error:
            return self._lost(Fate.AGAIN, error)
        if not reply.go_ahead:
            return self._turned_down(reply)
        try:
            self._pour(content)
            reply = self._reply(*self._smtp.getreply())
        except (OSError, smtplib.SMTPException) as error:
            return self._lost(Fate.UNKNOWN, error)
        return self._judged(reply)

    def _out_of_step(self) -> Verdict | None:
        """End a connection on which there is an answer to nothing: it would be taken for that to the next command."""
        try:
            self._smtp.heard.expect(0)
            waiting = bool(self._smtp.file and self._smtp.file.peek(1))
        except OSError:  # nothing is there; what else it may be, the next command finds
            waiting = False
        finally:
            self._socket.settimeout(self._server.timeout)
        if not waiting:
            return None
        self.close()
        return Verdict(Fate.AGAIN, "the server said something that it was not asked")

    def _unfit(self, sender: str, recipient: str, content: bytes) -> Verdict | None:
        """Return why the server cannot have this message, by what it said of itself; None when it can."""
        if _UNSAFE.search(sender + recipient):
            return Verdict(Fate.REFUSED, "the address has characters that no address has")
        most = self._smtp.esmtp_features.get("size", "")
        if most.isdecimal() and 0 < int(most) < len(content):
            words = f"the server takes {int(most)} bytes at most (SIZE), and the message has {len(content)}"
            return Verdict(Fate.REFUSED, words)
        if not (sender + recipient).isascii() and not self._smtp.has_extn("smtputf8"):
            words = "the server takes only addresses in ASCII (it offers no SMTPUTF8)"
            return Verdict(Fate.REFUSED, words)
        if not content.isascii() and not self._smtp.has_extn("8bitmime"):
            return Verdict(Fate.REFUSED, "the server takes only messages in ASCII (it offers no 8BITMIME)")
        return None

    def _envelope(self, sender: str, recipient: str, content: bytes) -> Verdict | None:
        """Say sender and recipient; return what became of the message, None when its content may go out."""
        reply = self._command(f"MAIL FROM:<{sender}>{self._parameters(sender, recipient, content)}")
        if not reply.good:
            return self._no_sender(sender, reply)
        reply = self._command(f"RCPT TO:<{recipient}>")
        return None if reply.good else self._turned_down(reply)

    def _parameters(self, sender: str, recipient: str, content: bytes) -> str:
        found = f" SIZE={len(content)}" if self._smtp.has_extn("size") else ""  # RFC 1870
        if not content.isascii():
            found += " BODY=8BITMIME"  # RFC 6152
        return found if (sender + recipient).isascii() else f"{found} SMTPUTF8"  # RFC 6531

    def _no_sender(self, sender: str, reply: Reply) -> Verdict:
        """Return what a refused MAIL means: it is about the message only where its size is the reason."""
        if reply.about_size:
            return self._turned_down(reply)
        if reply.final:
            self.close()
            raise self._failure(f"takes no message from {sender}", reply)
        self.close()
        return Verdict(Fate.AGAIN, str(reply))

    def _turned_down(self, reply: Reply) -> Verdict:
        """Return what an answer means that came before the content went out."""
        if reply.about_all:
            self.close()
            raise self._failure("takes no messages", reply)
        if reply.about_session:
            self.close()
            return Verdict(Fate.AGAIN, str(reply))
        self._reset()
        self.taken += 1
        return Verdict(Fate.REFUSED if reply.final else Fate.DEFERRED, str(reply))

    def _reset(self) -> None:
        try:
            self._command("RSET")
        except (OSError, smtplib.SMTPException):
            self._smtp.close()

    def _pour(self, content: bytes) -> None:
        stuffed = content.replace(b"\r\n.", b"\r\n..")  # RFC 5321, 4.5.2
        if stuffed.startswith(b"."):
            stuffed = b"." + stuffed
        whole = memoryview(stuffed)
        for start in range(0, len(stuffed), _PIECE):
            self._socket.sendall(whole[start : start + _PIECE])
        self._socket.sendall(b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")

    def _judged(self, reply: Reply) -> Verdict:
        self.taken += 1
        if reply.about_session:
            self._smtp.close()
        return Verdict(reply.fate, str(reply))

    def _lost(self, fate: Fate, error: Exception) -> Verdict:
        self._smtp.close()
        return Verdict(fate, f"the connection ended: {self._cleaned(_said(error))}")

    @property
    def _socket(self) -> socket.socket:
        if self._smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("it is closed")
        return self._smtp.sock

    def _command(self, words: str) -> Reply:
        self._socket.sendall(f"{words}\r\n".encode())
        return self._reply(*self._smtp.getreply())

    def _reply(self, code: int, words: bytes) -> Reply:
        said = self._cleaned(" ".join(words.decode(errors="replace").split()))
        return Reply(code, visible(said, lines=False))

    def _cleaned(self, words: str) -> str:
        """Return words without the password, which a server might repeat."""
        if self._credentials is None:
            return words
        user, password = _bytes(self._credentials.user), _bytes(self._credentials.password)
        forms = [_plain(user, password), _base64(password), password.decode(errors="replace")]
        for form in forms:
            words = words.replace(form, "…")
        return words


def _connected(server: Server, trust: ssl.SSLContext) -> _Client:
    port, here = server.port or PORTS[server.security], "localhost"  # smtplib would ask the DNS for our name
    if server.security == "tls":
        return _TlsClient(server.host, port, here, timeout=server.timeout, context=trust)
    return _Client(server.host, port, here, timeout=server.timeout)


def _own_name(connection: socket.socket) -> str:
    name = socket.gethostname()
    if "." in name and name.isascii():
        return name
    address = connection.getsockname()[0].partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"  # RFC 5321, 4.1.3


@contextmanager
def _connecting(server: Server) -> Iterator[None]:
    """Say in words why there is no connection."""
    place = _named(server)
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        message = f"the certificate of {place} cannot be trusted: {error.verify_message}"
        remedy = "have it renewed; name a certificate authority of your own in the variable SSL_CERT_FILE"
        raise SessionFailure(message, remedy) from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
        raise SessionInterrupted(f"{place} ended the connection while it was made secure", "try again later") from error
    except ssl.SSLError as error:
        message = f"{place} makes no TLS connection: {error.reason or error}"
        raise SessionFailure(message, "see that port and security fit: 587 for starttls, 465 for tls") from error
    except socket.gaierror as error:
        message = f"the DNS has no answer for {server.host}: {error.strerror}"
        remedy = "see that `host:` in the campaign is spelt right, and that this machine is online"
        raise SessionInterrupted(message, remedy) from error
    except smtplib.SMTPResponseException as error:
        words = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        kind = SessionInterrupted if 400 <= error.smtp_code < 500 else SessionFailure  # noqa: PLR2004
        remedy = "try again later; if it stays so, see that host and port of the campaign are those of a mail server"
        raise kind(f"{place} takes no connection: {Reply(error.smtp_code, words)}", remedy) from error
    except UnicodeError as error:
        raise SessionFailure(f"“{server.host}” is not the name of a host", "correct `host:` in the campaign") from error
    except (OSError, smtplib.SMTPException) as error:
        message = f"there is no connection with {place}: {_said(error)}"
        remedy = "see that host, port and security of the campaign are right, and that no firewall is between"
        raise SessionInterrupted(message, remedy) from error


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPResponseException):  # smtplib's own, of a line that it does not read
        return "an answer without end"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)


def _insecure(server: Server) -> SessionFailure:
    message = f"`security: none` is for this machine only, and {server.host} is another one"
    return SessionFailure(message, "write `security: starttls` or `security: tls`")


def _named(server: Server) -> str:
    return f"{server.host}:{server.port or PORTS[server.security]}"


def _bytes(word: str) -> bytes:
    return word.encode(errors="surrogateescape")  # as a variable of the environment may have it


def _plain(user: bytes, password: bytes) -> str:
    return _base64(b"\0".join([b"", user, password]))  # RFC 4616


def _base64(word: bytes) -> str:
    return b64encode(word).decode("ascii")
