"""What goes wrong with mail servers, as scripts for the server of the tests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tests.mail.server import DROP, HANG, PASSWORD, Reaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.mail.journal import State
    from tests.mail.server import Script, Seen

Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True)
class Fault:
    """A fault that strikes every third recipient, or the whole server.

    ``becomes`` is what messages to those whom it strikes are at the end of the first run; ``stops`` are the words with
    which the run ends before anything is sent; ``arrives`` tells whether those whom it strikes got the message.
    """

    name: str
    script: Callable[[], Script] | None = None
    becomes: State = "sent"
    stops: str = ""
    arrives: bool = True
    security: Security = "none"
    login: bool = False
    password: str = ""
    expired: bool = False
    size: int = 0
    host: str = "localhost"
    more: dict[str, float] = field(default_factory=dict)
    """Of the campaign's server."""
    tls_of_server: bool = True


def struck(recipient: str) -> bool:
    """Tell whether a fault strikes a recipient: every third."""
    return int(recipient.removeprefix("reader").partition("@")[0]) % 3 == 2


def first_times(phase: str, reaction: Reaction, times: int = 1) -> Callable[[], Script]:
    """Return what reacts in a phase, for each recipient that is struck, so many times, then does what is usual."""

    def make() -> Script:
        seen: Counter[str] = Counter()

        def script(at: str, _connection: Seen, recipient: str) -> Reaction | None:
            if at != phase or not struck(recipient):
                return None
            seen[recipient] += 1
            return reaction if seen[recipient] <= times else None

        return script

    return make


def always(phase: str, reaction: Reaction) -> Callable[[], Script]:
    """Return what reacts in a phase whenever it comes, to those who are struck where there is a recipient."""
    return lambda: lambda at, _, recipient: reaction if at == phase and (not recipient or struck(recipient)) else None


def on_connections(phase: str, reaction: Reaction, which: Callable[[int], bool]) -> Callable[[], Script]:
    """Return what reacts in a phase of some connections, by their numbers from 1, before their first message."""

    def script(at: str, connection: Seen, _recipient: str) -> Reaction | None:
        return reaction if at == phase and which(connection.number) else None

    return lambda: script


def one(phase: str, reaction: Reaction) -> Callable[[], Script]:
    """Return what reacts to the second recipient alone."""
    return lambda: lambda at, _, recipient: reaction if at == phase and recipient.startswith("reader2@") else None


def after(number: int, phase: str, reaction: Reaction) -> Callable[[], Script]:
    """Return what reacts in a phase once a connection has delivered so many messages."""
    return lambda: lambda at, connection, _: reaction if at == phase and connection.delivered >= number else None


_SLOWLY = Reaction(waits=0.02)
_HURRY = {"timeout": 0.25}

FAULTS = [
    Fault("451 to the recipient, then accepted", first_times("rcpt", Reaction("451 4.3.0 try again"))),
    Fault("451 to the recipient twice, then accepted", first_times("rcpt", Reaction("451 try again"), 2)),
    Fault("451 to the content, for policy, then accepted", first_times("content", Reaction("451 4.7.1 later, please"))),
    Fault(
        "451 to the content, without a reason",
        first_times("content", Reaction("451 local error")),
        "unknown",
        arrives=False,
    ),
    Fault("552 to the content", always("content", Reaction("552 5.3.4 too large")), "refused", arrives=False),
    Fault(
        "552 to MAIL",
        lambda: lambda at, _, __: Reaction("552 5.3.4 too large") if at == "mail" else None,
        "refused",
        arrives=False,
    ),
    Fault("a recipient is refused", one("rcpt", Reaction("550 5.1.1 no such user")), "refused", arrives=False),
    Fault("drop before DATA", first_times("rcpt", DROP)),
    Fault("drop at DATA", first_times("data", DROP)),
    Fault("drop after DATA", always("content", DROP), "unknown", arrives=False),
    Fault("drop after DATA, and delivered", always("content", Reaction(delivers=True)), "unknown"),
    Fault(
        "no answer to the connection",
        on_connections("connect", HANG, lambda n: n == 1),
        stops="there is no connection with localhost:{port}: no answer in time",
        more=_HURRY,
    ),
    Fault(
        "no answer to EHLO",
        on_connections("ehlo", HANG, lambda n: n == 1),
        stops="there is no connection with localhost:{port}: no answer in time",
        more=_HURRY,
    ),
    Fault(
        "no answer to STARTTLS",
        on_connections("starttls", HANG, lambda n: n == 1),
        stops="there is no connection with localhost:{port}: no answer in time",
        security="starttls",
        more=_HURRY,
    ),
    Fault(
        "no answer to AUTH",
        on_connections("auth", HANG, lambda n: n == 1),
        stops="there is no connection with localhost:{port}: no answer in time",
        security="starttls",
        login=True,
        password=PASSWORD,
        more=_HURRY,
    ),
    Fault(
        "no answer to later connections",
        on_connections("connect", HANG, lambda n: n in (2, 3)),
        more=_HURRY | {"session": 5},
    ),
    Fault("no answer to MAIL", on_connections("mail", HANG, lambda n: n == 1), more=_HURRY),
    Fault("no answer to a recipient", one("rcpt", HANG), "deferred", arrives=False, more=_HURRY | {"attempts": 2}),
    Fault("no answer to DATA", on_connections("data", HANG, lambda n: n == 1), more=_HURRY),
    Fault("no answer to the content", one("content", HANG), "unknown", arrives=False, more=_HURRY),
    Fault(
        "no answer to the content, and delivered",
        one("content", Reaction(hangs=True, delivers=True)),
        "unknown",
        more=_HURRY,
    ),
    Fault("slow in everything", lambda: lambda *_: _SLOWLY),
    Fault(
        "no STARTTLS",
        stops="localhost:{port} offers no STARTTLS, and nothing is sent over an open line",
        security="starttls",
        tls_of_server=False,
    ),
    Fault(
        "STARTTLS is refused",
        always("starttls", Reaction("502 5.5.1 not here")),
        stops="localhost:{port} refuses STARTTLS: 502 5.5.1 not here",
        security="starttls",
    ),
    Fault(
        "STARTTLS ends the connection",
        always("starttls", DROP),
        stops="there is no connection with localhost:{port}: Connection unexpectedly closed",
        security="starttls",
    ),
    Fault(
        "an open port for TLS", stops="localhost:{port} makes no TLS connection: ", security="tls", tls_of_server=False
    ),
    Fault(
        "an expired certificate",
        stops="the certificate of localhost:{port} cannot be trusted: certificate has expired",
        security="starttls",
        expired=True,
    ),
    Fault(
        "an expired certificate, TLS from the start",
        stops="the certificate of localhost:{port} cannot be trusted: certificate has expired",
        security="tls",
        expired=True,
    ),
    Fault(
        "a wrong password",
        stops="localhost:{port} does not let press@example.org log in: 535 5.7.8 Authentication credentials invalid",
        security="starttls",
        login=True,
        password=PASSWORD[::-1],
    ),
    Fault(
        "nobody logs in",
        stops="localhost:{port} takes no message from press@example.org: 530 5.7.0 Authentication required",
        security="starttls",
        login=True,
    ),
    Fault("SIZE too small", becomes="refused", arrives=False, size=300),
    Fault("421 to MAIL in the middle", after(4, "mail", Reaction("421 4.3.2 going down"))),
    Fault("421 to a recipient", first_times("rcpt", Reaction("421 4.3.2 going down"))),
    Fault("421 to DATA", first_times("data", Reaction("421 4.3.2 going down"))),
    Fault("421 to the content", first_times("content", Reaction("421 going down")), "unknown", arrives=False),
    Fault("a session has a limit of four", after(4, "mail", Reaction("421 Maximum message count per session"))),
    Fault(
        "a session has a limit of four, 452", after(4, "rcpt", Reaction("452 4.5.3 too many messages in this session"))
    ),
    Fault("a session has a limit of four, without a word", after(4, "mail", DROP)),
    Fault("greylisting", first_times("rcpt", Reaction("450 4.7.1 greylisted, come back in 5 minutes"), 3)),
    Fault(
        "451 to the content, and delivered", always("content", Reaction("451 4.3.0 timeout", delivers=True)), "unknown"
    ),
    Fault("554 to the content, and delivered", always("content", Reaction("554 5.3.0 no", delivers=True)), "refused"),
    Fault("no DNS", stops="the DNS has no answer for mail.invalid: ", host="mail.invalid", security="starttls"),
]
