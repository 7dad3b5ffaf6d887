"""What sends in tests: with a clock that takes no time, or as a program of its own."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from pdfgen.mail.delivery import Route, Tally, send
from pdfgen.mail.journal import Journal
from pdfgen.mail.pacing import Clock
from pdfgen.model.campaign import Server
from tests.mail.outboxes import SENDER

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.mail.journal import Entry, State


class Hourglass:
    """A clock that waits without taking time; ``waited`` has what was waited for."""

    def __init__(self) -> None:
        self.time = 0.0
        self.waited: list[float] = []

    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.time += seconds


class Heard:
    """Hears how sending goes."""

    def __init__(self) -> None:
        self.told: list[tuple[str, State, str]] = []
        self.waited: list[tuple[float, str]] = []

    def became(self, entry: Entry, state: State, words: str) -> None:
        self.told.append((entry.address, state, words))

    def waits(self, seconds: float, why: str) -> None:
        self.waited.append((seconds, why))


def route(port: int, clock: Clock | None = None, **facts: Any) -> Route:
    """Return a route to a server on this machine, without TLS."""
    chosen: dict[str, Any] = {"host": "localhost", "port": port, "security": "none", "rate": 6000}
    server = Server(**(chosen | facts))
    return Route(SENDER, server, None, ssl.create_default_context(), clock=clock or Hourglass().clock())


def sent(
    folder: Path, by: Route, wanted: tuple[State, ...] = ("planned", "deferred"), heard: Heard | None = None
) -> Tally:
    """Send what is in these states of the plan ``release-1``."""
    with Journal.open(folder) as journal, journal.writing() as writer:
        return send(journal, writer, "release-1", wanted, by, lambda: datetime.now(timezone.utc), heard or Heard())


def started(folder: Path, count: int, *before: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start `pdfgen mail send` as a program of its own."""
    command = [*before, sys.executable, "-m", "pdfgen", "mail", "send", str(folder / "outbox" / "release-1")]
    return subprocess.Popen(
        [*command, "--send", "--count", str(count)],
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
