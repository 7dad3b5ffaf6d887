"""How sending is shown while it goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.mail_progress import duration
from tests.mail.outboxes import states, write_campaign, write_outbox
from tests.mail.server import Server

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59, "59 s"), (600, "10 min"), (3600, "1 h 0 min"), (7500, "2 h 5 min")]
)
def test_a_time_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(("typed", "code"), [(b"12\n", 0), (b"11\n", 2)])
def test_the_number_is_typed_at_a_terminal(typed: bytes, code: int, mail: Path) -> None:
    pty = pytest.importorskip("pty", reason="this system has no terminals of its own")
    write_outbox(mail, 12)
    with Server() as server:
        write_campaign(mail, server.port, more="rate: 60000")
        ours, theirs = pty.openpty()
        program = subprocess.Popen(
            [sys.executable, "-m", "pdfgen", "mail", "send", str(mail / "outbox" / "release-1"), "--send"],
            stdin=theirs,
            stderr=theirs,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"TERM": "xterm", "COLUMNS": "120", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        os.close(theirs)
        os.write(ours, typed)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # Linux says so at the end
                break
            if not part:
                break
            shown += part
        os.close(ours)
        program.wait()
    assert program.returncode == code
    assert b"12 messages would go through 127.0.0.1. Type their number to send them: " in shown
    if code:
        assert b"nothing was sent: 12 messages would go, not 11" in shown
        assert set(states(mail).values()) == {"planned"}
    else:
        assert b"12/12" in shown
        assert b"a minute, about 0 s left" in shown
        assert set(states(mail).values()) == {"sent"}
