"""How messages are sent: pace, pauses, connections, what is sent again and what is not."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import EnvironmentFailure
from pdfgen.mail.credentials import Credentials
from pdfgen.mail.journal import Journal
from pdfgen.mail.pacing import Pauses
from tests.mail.outboxes import MOMENT, entries, states, write_outbox
from tests.mail.senders import Heard, Hourglass, route, sent
from tests.mail.server import DROP, PASSWORD, USER, Reaction, Server

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Self

    from tests.mail.server import Authority


def test_messages_go_out_as_they_lie_in_the_outbox(mail: Path) -> None:
    recipients = write_outbox(mail, 3, size=200_000)
    with Server() as server:
        tally = sent(mail, route(server.port))
    assert tally.counts() == {"sent": 3}
    assert server.post.recipients() == recipients
    for number, (_, content) in enumerate(server.post.messages, 1):
        assert content == (mail / "outbox" / "release-1" / f"{number:04}.eml").read_bytes()


def test_a_connection_is_used_again_for_as_many_messages_as_the_campaign_says(mail: Path) -> None:
    write_outbox(mail, 7)
    with Server() as server:
        sent(mail, route(server.port, session=3))
    assert server.post.connections == 3


def test_what_is_sent_is_not_sent_again(mail: Path) -> None:
    write_outbox(mail, 2)
    with Server() as server:
        sent(mail, route(server.port))
        assert sent(mail, route(server.port)).states == {}
    assert len(server.post.messages) == 2


def test_so_many_go_in_a_minute(mail: Path) -> None:
    write_outbox(mail, 5)
    glass = Hourglass()
    with Server() as server:
        sent(mail, route(server.port, glass.clock(), rate=30))
    assert glass.waited == [2.0, 2.0, 2.0, 2.0]


def test_the_pauses_of_a_message_that_is_put_off_grow_up_to_a_ceiling(mail: Path) -> None:
    write_outbox(mail, 1)
    glass, heard = Hourglass(), Heard()
    with Server(lambda at, *_: Reaction("450 4.2.0 not now") if at == "rcpt" else None) as server:
        sent(mail, route(server.port, glass.clock(), attempts=7), heard=heard)
    assert [seconds for seconds, _ in heard.waited] == [60.0, 120.0, 240.0, 480.0, 900.0, 900.0]
    assert heard.told == [("reader1@example.net", "deferred", "450 4.2.0 not now")] * 7
    assert states(mail) == {"reader1@example.net": "deferred"}
    assert Pauses().before(1000) == 900.0


def test_others_go_while_one_waits(mail: Path) -> None:
    recipients = write_outbox(mail, 4)
    tries: Counter[str] = Counter()

    def once(at: str, _: object, recipient: str) -> Reaction | None:
        tries[recipient] += at == "rcpt"
        return Reaction("450 later") if at == "rcpt" and recipient == recipients[0] and tries[recipient] == 1 else None

    with Server(once) as server:
        sent(mail, route(server.port))
    assert server.post.recipients() == [*recipients[1:], recipients[0]]


def test_a_message_that_ends_every_connection_keeps_no_other_from_going(mail: Path) -> None:
    recipients = write_outbox(mail, 5)
    with Server(lambda at, _, to: DROP if at == "rcpt" and to == recipients[1] else None) as server:
        tally = sent(mail, route(server.port, attempts=3))
    assert server.post.recipients() == [recipients[0], *recipients[2:]]
    assert tally.counts() == {"sent": 4, "deferred": 1}
    assert entries(mail, ["deferred"])[0].reply == "the connection ended: Connection unexpectedly closed"


def test_a_server_that_takes_nothing_more_ends_the_run(mail: Path) -> None:
    write_outbox(mail, 9)
    heard = Heard()
    with Server(lambda at, seen, _: DROP if at == "content" and seen.number > 1 else None) as server:
        tally = sent(mail, route(server.port, session=3, attempts=4), heard=heard)
    assert str(tally.stopped) == (
        "localhost ended 4 connections one after another: the connection ended: Connection unexpectedly closed"
    )
    assert Counter(states(mail).values()) == {"sent": 3, "unknown": 4, "planned": 2}
    assert [seconds for seconds, _ in heard.waited] == [60.0, 120.0, 240.0]


def test_what_is_unknown_is_sent_again_only_when_asked_and_under_the_same_id(mail: Path) -> None:
    write_outbox(mail, 3)
    lost = Reaction(delivers=True)
    with Server(lambda at, _, to: lost if at == "content" and to.startswith("reader2@") else None) as server:
        sent(mail, route(server.port))
        assert entries(mail, ["unknown"])[0].reply == "the connection ended: Connection unexpectedly closed"
        sent(mail, route(server.port))
        assert Counter(server.post.recipients())["reader2@example.net"] == 1
        before = server.post.messages[1]
    with Server() as server:
        sent(mail, route(server.port), ("unknown",))
        assert server.post.messages == [before]
    assert set(states(mail).values()) == {"sent"}


@pytest.mark.parametrize("answer", ["550 no such user", "450 later", "421 going down"])
def test_what_is_unknown_stays_so_until_it_is_sent(answer: str, mail: Path) -> None:
    write_outbox(mail, 1)
    with Server(lambda at, *_: DROP if at == "content" else None) as server:
        sent(mail, route(server.port, attempts=2))
    assert set(states(mail).values()) == {"unknown"}
    with Server(lambda at, *_: Reaction(answer) if at == "data" else None) as server:
        sent(mail, route(server.port, attempts=2), ("unknown",))
    assert set(states(mail).values()) == {"unknown"}
    assert entries(mail)[0].reply == answer


def test_what_was_refused_is_sent_again_when_asked(mail: Path) -> None:
    write_outbox(mail, 1)
    with Server(lambda at, *_: Reaction("550 5.7.1 relay denied") if at == "rcpt" else None) as server:
        sent(mail, route(server.port))
    assert entries(mail)[0].state == "refused"
    with Server() as server:
        sent(mail, route(server.port), ("refused",))
    assert entries(mail)[0].state == "sent"


def test_who_is_suppressed_after_planning_gets_nothing(mail: Path) -> None:
    write_outbox(mail, 2)
    with Journal.open(mail) as journal, journal.writing() as writer:
        from datetime import datetime  # noqa: PLC0415

        writer.suppress("reader1@example.net", "reader1@example.net", "unsubscribed", datetime.fromisoformat(MOMENT))
    with Server() as server:
        sent(mail, route(server.port))
    assert server.post.recipients() == ["reader2@example.net"]
    assert states(mail) == {"reader1@example.net": "suppressed", "reader2@example.net": "sent"}
    assert entries(mail)[0].reply == "unsubscribed, 2026-11-28T10:00:00+00:00"


def test_a_message_that_was_changed_is_not_sent(mail: Path) -> None:
    write_outbox(mail, 3)
    outbox = mail / "outbox" / "release-1"
    (outbox / "0001.eml").write_bytes((outbox / "0001.eml").read_bytes().replace(b"Dear", b"Dare"))
    (outbox / "0002.eml").unlink()
    with Server() as server:
        sent(mail, route(server.port))
    assert server.post.recipients() == ["reader3@example.net"]
    assert [entry.reply for entry in entries(mail, ["refused"])] == [
        f"{outbox / '0001.eml'} is not as it was planned: another SHA-256; plan again",
        f"{outbox / '0002.eml'} cannot be read: No such file or directory; plan again",
    ]


def test_an_answer_to_nothing_is_not_taken_for_another(mail: Path) -> None:
    # without care, the second answer to the first recipient would be that to the second
    recipients = write_outbox(mail, 3)
    twice = Reaction("550 5.1.1 no such user\r\n250 2.0.0 by the way")
    with Server(lambda at, _, to: twice if at == "rcpt" and to == recipients[0] else None) as server:
        sent(mail, route(server.port))
    assert states(mail) == {recipients[0]: "refused", recipients[1]: "sent", recipients[2]: "sent"}
    assert server.post.recipients() == recipients[1:]


def test_a_quota_for_the_day_ends_the_run_and_refuses_nobody(mail: Path) -> None:
    write_outbox(mail, 4)
    with Server(
        lambda at, seen, _: Reaction("550 5.4.5 Daily limit") if at == "rcpt" and seen.delivered == 2 else None
    ) as server:
        tally = sent(mail, route(server.port))
        port = server.port
    assert str(tally.stopped) == f"localhost:{port} takes no messages: 550 5.4.5 Daily limit"
    assert Counter(states(mail).values()) == {"sent": 2, "planned": 2}


def test_a_line_to_another_machine_is_never_open(mail: Path) -> None:
    write_outbox(mail, 1)
    by = route(25)
    object.__setattr__(by, "server", by.server.model_copy(update={"host": "192.0.2.1"}))
    tally = sent(mail, by)
    assert str(tally.stopped) == "`security: none` is for this machine only, and 192.0.2.1 is another one"


def test_tls_and_a_password(mail: Path, authority: Authority) -> None:
    write_outbox(mail, 2)
    with Server(secure=authority.server(), login=True) as server:
        by = route(server.port, security="starttls")
        object.__setattr__(by, "trust", authority.trust())
        object.__setattr__(by, "credentials", Credentials(USER, PASSWORD))
        assert sent(mail, by).counts() == {"sent": 2}
    assert server.post.commands[:6] == ["connect", "ehlo", "starttls", "ehlo", "auth", "mail"]


def test_a_crash_leaves_what_was_going_out_unknown(mail: Path) -> None:
    write_outbox(mail, 2)
    from datetime import datetime  # noqa: PLC0415

    with Journal.open(mail) as journal:
        with journal.writing() as writer:
            writer.sending(1, datetime.fromisoformat(MOMENT))
        with journal.writing():
            pass
    assert [entry.state for entry in entries(mail)] == ["unknown", "planned"]
    assert entries(mail)[0].reply == "the program ended between the message and the server's answer"


def test_one_writes_at_a_time(mail: Path) -> None:
    write_outbox(mail, 1)
    with Journal.open(mail) as first, Journal.open(mail) as second, first.writing():
        with pytest.raises(EnvironmentFailure) as caught, second.writing():
            pass
        assert str(caught.value) == f"another pdfgen is planning or sending in {mail}"


class Dripper:
    """A server that never ends an answer: it says a byte now and then, or line after line."""

    def __init__(self, said: bytes, pause: float) -> None:
        self._said, self._pause = said, pause
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._drip, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._thread.join(10)

    def _drip(self) -> None:
        connection, _ = self._socket.accept()
        with connection, suppress(OSError):
            while True:
                connection.sendall(self._said)
                time.sleep(self._pause)


@pytest.mark.parametrize(
    ("said", "pause", "words"),
    [
        (b"2", 0.05, "no answer in time"),
        (b"220-hello\r\n", 0.05, "no answer in time"),
        (b"220-hello\r\n" * 1000, 0.0, "Connection unexpectedly closed: an answer without end"),
    ],
)
def test_an_answer_has_its_time_and_an_end(said: bytes, pause: float, words: str, mail: Path) -> None:
    write_outbox(mail, 1)
    with Dripper(said, pause) as server:
        tally = sent(mail, route(server.port, timeout=1))
    assert str(tally.stopped) == f"there is no connection with localhost:{server.port}: {words}"
    assert states(mail) == {"reader1@example.net": "planned"}


def test_what_a_server_says_steers_no_terminal(mail: Path) -> None:
    write_outbox(mail, 1)
    answer = Reaction("550 5.1.1 \x1b[2J\x07 no")
    with Server(lambda at, *_: answer if at == "rcpt" else None) as server:
        sent(mail, route(server.port))
    assert entries(mail)[0].reply == "550 5.1.1 \\x1b[2J\\x07 no"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("SSH-2.0-OpenSSH_9.2", "what it said is no answer of a mail server"),
        ("250 " + "x" * 9_000, "the connection ended: an answer without end"),
    ],
)
def test_what_is_no_answer_is_told_in_words(answer: str, words: str, mail: Path) -> None:
    write_outbox(mail, 1)
    with Server(lambda at, *_: Reaction(answer) if at == "content" else None) as server:
        sent(mail, route(server.port))
    assert [(entry.state, entry.reply) for entry in entries(mail)] == [("unknown", words)]
    other = mail / "other"
    other.mkdir()
    write_outbox(other, 1)
    with Server(lambda at, *_: Reaction("SSH-2.0-OpenSSH_9.2") if at == "connect" else None) as server:
        tally = sent(other, route(server.port))
    assert str(tally.stopped) == (
        f"localhost:{server.port} takes no connection: what it said is no answer of a mail server"
    )
