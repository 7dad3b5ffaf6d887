"""`send` is killed anywhere: afterwards each recipient has one message at most, and who may lack it is named."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from random import Random
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.mail.outboxes import states, write_campaign, write_outbox
from tests.mail.senders import route, sent, started
from tests.mail.server import Reaction, Server

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.mail.journal import State
    from tests.mail.server import Script, Seen

STRACE = shutil.which("strace")
KILLED = -9
FEW, MANY = 3, 100
"""How often the program is killed at random."""


def rest_of(folder: Path) -> dict[str, int]:
    """Send the rest to a sound server; return how many messages each recipient got there."""
    with Server() as server:
        sent(folder, route(server.port))
        return Counter(server.post.recipients())


def killing(phase: str, *, delivers: bool) -> Script:
    """Return what kills the program in a phase of the second message."""

    def script(at: str, seen: Seen, _recipient: str) -> Reaction | None:
        return Reaction(kills=True, delivers=delivers) if at == phase and seen.delivered == 1 else None

    return script


@pytest.mark.parametrize(
    ("phase", "delivers", "becomes"),
    [
        ("mail", False, "sent"),
        ("rcpt", False, "sent"),
        ("data", False, "unknown"),
        ("content", False, "unknown"),
        ("content", True, "unknown"),
    ],
)
def test_killed_while_the_server_has_the_word(phase: str, becomes: State, mail: Path, *, delivers: bool) -> None:
    write_outbox(mail, 3)
    with Server(killing(phase, delivers=delivers)) as server:
        write_campaign(mail, server.port, more="rate: 60000")
        program = started(mail, 3)
        server.post.victim = program.pid
        program.communicate()
        first = Counter(server.post.recipients())
    assert program.returncode == KILLED
    assert first == {"reader1@example.net": 1} | ({"reader2@example.net": 1} if delivers else {})
    later = rest_of(mail)
    assert states(mail) == {
        "reader1@example.net": "sent",
        "reader2@example.net": becomes,
        "reader3@example.net": "sent",
    }
    assert later == {"reader3@example.net": 1} | ({"reader2@example.net": 1} if becomes == "sent" else {})


def kill_at_random(folder: Path, times: int, seed: int) -> int:
    """Kill the program so many times; return how many messages are unknown."""
    random, killed, unknown, batch = Random(seed), 0, 0, 0  # noqa: S311  # no secret
    while killed < times:
        batch += 1
        mail = folder / str(batch)
        mail.mkdir()
        recipients = write_outbox(mail, 12)
        with Server() as server:
            write_campaign(mail, server.port, more="rate: 60000")
            while killed < times and (left := sum(one in ("planned", "deferred") for one in states(mail).values())):
                before = server.post.connections
                program = started(mail, left)
                while server.post.connections == before and program.poll() is None:
                    time.sleep(0.001)
                time.sleep(random.random() * 0.15)
                program.kill()
                program.communicate()
                killed += program.returncode == KILLED
            first = Counter(server.post.recipients())
        later, done = rest_of(mail), states(mail)
        for one in recipients:
            assert done[one] in ("sent", "unknown")
            assert first[one] + later[one] <= 1
            assert done[one] == "unknown" or first[one] + later[one] == 1
        unknown += sum(one == "unknown" for one in done.values())
    return unknown


@pytest.mark.slow
def test_killed_at_random(tmp_path: Path) -> None:
    kill_at_random(tmp_path, FEW, seed=15)


@pytest.mark.attack
def test_killed_at_a_hundred_random_points(tmp_path: Path) -> None:
    kill_at_random(tmp_path, MANY, seed=2026)


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="strace is not installed: nothing is killed at its system calls")
@pytest.mark.parametrize("call", ["fdatasync", "sendto", "recvfrom"])
def test_killed_at_each_write_to_the_disk_and_to_the_server(call: str, tmp_path: Path) -> None:
    number = 0
    while True:  # until a run has fewer such calls
        number += 1
        mail = tmp_path / str(number)
        mail.mkdir()
        recipients = write_outbox(mail, 2)
        with Server() as server:
            write_campaign(mail, server.port, more="rate: 60000")
            inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"]
            program = started(mail, 2, str(STRACE), "-f", "-qq", "-o", str(mail / "calls"), *inject)
            program.communicate()
            first = Counter(server.post.recipients())
        killed = "killed by SIGKILL" in (mail / "calls").read_text(encoding="utf-8", errors="replace")
        later, done = rest_of(mail), states(mail)
        for one in recipients:
            assert done[one] in ("sent", "unknown")
            assert first[one] + later[one] <= 1
            assert done[one] == "unknown" or first[one] + later[one] == 1
        if not killed:
            break
    assert number > 6


def test_two_at_once(mail: Path) -> None:
    write_outbox(mail, 5)
    held = Event()
    with Server(lambda at, *_: Reaction(until=held) if at == "mail" else None) as server:
        write_campaign(mail, server.port, more="rate: 60000")
        first = started(mail, 5)
        while "mail" not in server.post.commands:
            assert first.poll() is None
            time.sleep(0.01)
        second = started(mail, 5)
        _, said = second.communicate()
        held.set()
        first.communicate()
        arrived = Counter(server.post.recipients())
    assert (first.returncode, second.returncode) == (0, 3)
    assert said.decode() == (
        f"error: another pdfgen is planning or sending in {mail}\n"
        "help: wait until it has ended; nothing was changed or sent\n"
    )
    assert arrived == {f"reader{number}@example.net": 1 for number in range(1, 6)}
