"""Send the messages of a plan: each once, whatever happens in between."""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pdfgen.mail.pacing import Clock, Pace, Pauses
from pdfgen.mail.planned import OUTBOX
from pdfgen.mail.smtp_reply import Fate, Verdict
from pdfgen.mail.smtp_session import SessionFailure, SessionInterrupted, SmtpSession

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Collection
    from datetime import datetime

    from pdfgen.errors import EnvironmentFailure
    from pdfgen.mail.credentials import Credentials
    from pdfgen.mail.journal import Entry, Journal, JournalWriter, State
    from pdfgen.model.campaign import Server

_IDLE = 20.0  # seconds after which a connection is not kept while nothing goes


class Watcher(Protocol):
    """Is told how sending goes."""

    def became(self, entry: Entry, state: State, words: str) -> None:
        """Hear what became of a message; one that is ``deferred`` may be tried again."""

    def waits(self, seconds: float, why: str) -> None:
        """Hear that nothing goes for a while."""


@dataclass(frozen=True, slots=True)
class Route:
    """How messages leave."""

    sender: str
    """The sender on the envelope."""
    server: Server
    credentials: Credentials | None
    trust: ssl.SSLContext
    pauses: Pauses = field(default_factory=Pauses)
    clock: Clock = field(default_factory=Clock)


@dataclass(slots=True)
class Tally:
    """What became of the messages that were taken up, by their numbers in the journal."""

    states: dict[int, State] = field(default_factory=dict)
    stopped: EnvironmentFailure | None = None
    """Why nothing more was sent; None when all were taken up."""

    def counts(self) -> Counter[State]:
        """Return how many are in each state."""
        return Counter(self.states.values())


def send(  # what is sent, how, and who hears of it
    journal: Journal,
    writer: JournalWriter,
    plan: str,
    states: Collection[State],
    route: Route,
    now: Callable[[], datetime],
    watcher: Watcher,
) -> Tally:
    """Send the messages of a plan that are in these states, from its folder in the outbox; return what became of them.

    A message that the server puts off is tried again after a pause, while others go; what becomes ``unknown`` is not
    tried again. When the server cannot be used, nothing more is sent, and what was not taken up stays as it is.
    """
    run = _Sending(journal, writer, plan, states, route, now, watcher)
    try:
        run.all()
    except (SessionFailure, SessionInterrupted) as error:
        run.tally.stopped = error
    finally:
        run.hang_up()
    return run.tally


class _Sending:
    def __init__(  # as ``send``
        self,
        journal: Journal,
        writer: JournalWriter,
        plan: str,
        states: Collection[State],
        route: Route,
        now: Callable[[], datetime],
        watcher: Watcher,
    ) -> None:
        self._writer, self._route, self._now, self._watcher = writer, route, now, watcher
        self._folder = journal.folder / OUTBOX / plan
        self._fresh = journal.entries(plan, states)
        self._put_off: list[tuple[float, int, int, Entry]] = []
        self._suppressed = journal.suppressed()
        self._pace = Pace(route.server.rate, route.clock)
        self._session: SmtpSession | None = None
        self._connected = False
        self._broken = 0
        """How many connections have failed one after another."""
        self.tally = Tally()

    def all(self) -> None:
        while (found := self._next()) is not None:
            entry, attempts = found
            if known := self._suppressed.get(entry.key):
                self._became(entry, "suppressed", f"{known.reason}, {known.moment}")
                continue
            content, fault = self._content(entry)
            if fault:
                self._became(entry, "refused", fault)
                continue
            self._pace.wait()
            self._attempt(entry, content, attempts)

    def _next(self) -> tuple[Entry, int] | None:
        """Return the message to try now, and how often it was put off; None when all is done."""
        clock, waiting = self._route.clock, self._put_off
        if not waiting or waiting[0][0] > clock.now():
            if entry := next(self._fresh, None):
                return entry, 0
            if not waiting:
                return None
            self._wait(waiting[0][0] - clock.now(), f"{len(waiting)} put off by the server")
        _, _, attempts, entry = heapq.heappop(waiting)
        return entry, attempts

    def _wait(self, seconds: float, why: str) -> None:
        if seconds > _IDLE:
            self.hang_up()
        if seconds > 0:
            self._watcher.waits(seconds, why)
            self._route.clock.sleep(seconds)

    def _content(self, entry: Entry) -> tuple[bytes, str]:
        """Return the message as it lies in the outbox, and why it cannot be sent; empty when it can."""
        path = self._folder / entry.file
        try:
            content = path.read_bytes()
        except OSError as error:
            return b"", f"{path} cannot be read: {error.strerror}; plan again"
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            return b"", f"{path} is not as it was planned: another SHA-256; plan again"
        if not content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r"):
            return b"", f"{path} has a line end that is not CR LF; plan again"
        return content, ""

    def _attempt(self, entry: Entry, content: bytes, attempts: int) -> None:
        session = self._open()
        used = session.taken > 0
        begun = False

        def before() -> None:
            nonlocal begun
            self._writer.sending(entry.number, self._now())
            begun = True

        try:
            answer = session.deliver(self._route.sender, entry.address, content, before)
        except SessionFailure as error:
            if begun:
                self._back(entry, str(error))
            raise
        except BaseException:
            if begun:
                self._writer.unknown(entry.number, "sending was interrupted", self._now())
            raise
        self._note(entry, answer, attempts, begun=begun, used=used)

    def _note(self, entry: Entry, answer: Verdict, attempts: int, *, begun: bool, used: bool) -> None:
        if answer.fate is Fate.AGAIN:
            if begun:
                self._back(entry, answer.words)
            if used:  # the session was full, most likely
                self._again(entry, attempts, 0)
                return
            self._became(entry, "deferred", answer.words)
            self._break(answer.words)
            self._once_more(entry, attempts)  # after others: it may be this message that ends connections
            return
        if answer.fate is Fate.DEFERRED:
            self._became(entry, "deferred", answer.words)
            self._once_more(entry, attempts)
        else:
            self._became(entry, _STATES[answer.fate], answer.words)
        if answer.fate is not Fate.UNKNOWN:
            self._broken = 0
        elif not used:
            self._break(answer.words)

    def _once_more(self, entry: Entry, attempts: int) -> None:
        if attempts + 1 < self._route.server.attempts:
            self._again(entry, attempts + 1, self._route.pauses.before(attempts + 1))

    def _again(self, entry: Entry, attempts: int, pause: float) -> None:
        heapq.heappush(self._put_off, (self._route.clock.now() + pause, entry.number, attempts, entry))

    def _break(self, words: str) -> None:
        """Wait before the next connection. Raises SessionInterrupted when too many have failed one after another."""
        self._broken += 1
        if self._broken >= self._route.server.attempts:
            message = f"{self._route.server.host} ended {self._broken} connections one after another: {words}"
            raise SessionInterrupted(message, "ask its provider, then send again: it does the rest")
        self._wait(self._route.pauses.before(self._broken), words)

    def _open(self) -> SmtpSession:
        """Return a connection: the same one while it lasts. A first one that fails is not tried again."""
        if self._session and self._session.open_still:
            return self._session
        self.hang_up()
        while True:
            try:
                self._session = SmtpSession.open(self._route.server, self._route.credentials, self._route.trust)
            except SessionInterrupted as error:
                if not self._connected:
                    raise
                self._break(str(error))
            else:
                self._connected = True
                return self._session

    def hang_up(self) -> None:
        if self._session:
            self._session.close()
        self._session = None

    def _became(self, entry: Entry, state: State, words: str) -> None:
        if entry.state == "unknown" and state != "sent":  # it may have arrived before
            state = "unknown"
        getattr(self._writer, state)(entry.number, words, self._now())
        self.tally.states[entry.number] = state
        self._watcher.became(entry, state, words)

    def _back(self, entry: Entry, words: str) -> None:
        """Note that nothing of a message went out after all."""
        note = self._writer.unknown if entry.state == "unknown" else self._writer.deferred
        note(entry.number, words, self._now())


_STATES: dict[Fate, State] = {Fate.SENT: "sent", Fate.REFUSED: "refused", Fate.UNKNOWN: "unknown"}
