"""Delivery reports as servers write them: who is suppressed, who is not, and whose reports count."""

from __future__ import annotations

import json
import textwrap
from datetime import datetime, timezone
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from pdfgen.cli.app import pdfgen, run
from pdfgen.errors import UsageError
from pdfgen.mail.bounces import take_bounces
from pdfgen.mail.delivery_reports import Undelivered, undelivered
from pdfgen.mail.journal import Journal
from pdfgen.mail.mailboxes import stored_messages
from pdfgen.mail.planned import CarriedReport, Plan, PlannedMessage

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2026, 11, 28, 12, 0, tzinfo=timezone.utc)
ID = "<59c8529031fe8e7f0ffd6bed33da7564b6e590ff@example.org>"

POSTFIX = """\
Return-Path: <>
Date: Sat, 28 Nov 2026 12:00:02 +0000 (UTC)
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: reports@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4Rk1.1764331202/mail.example.org"
Message-Id: <20261128120002.4Rk1@mail.example.org>

This is a MIME-encapsulated message.

--4Rk1.1764331202/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example.org.

<reader@example.net>: host mx.example.net[192.0.2.7] said: 550 5.1.1
    <reader@example.net>: Recipient address rejected: User unknown (in reply to
    RCPT TO command)

--4Rk1.1764331202/mail.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: 4Rk1
X-Postfix-Sender: rfc822; reports@example.org
Arrival-Date: Sat, 28 Nov 2026 12:00:01 +0000 (UTC)

Final-Recipient: rfc822; reader@example.net
Original-Recipient: rfc822;reader@example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 5.1.1 <reader@example.net>: Recipient address
    rejected: User unknown

--4Rk1.1764331202/mail.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Freedom House <reports@example.org>
To: reader@example.net
Subject: Freedom in the World 2018: Kazakhstan
Message-ID: {id}

--4Rk1.1764331202/mail.example.org--
"""

EXCHANGE = """\
From: <postmaster@example.net>
To: <reports@example.org>
Date: Sat, 28 Nov 2026 12:00:09 +0000
Content-Type: multipart/report; report-type=delivery-status;
 boundary="9B095B5ADSN=_01DC60_mx"
MIME-Version: 1.0
Content-Language: en-US
Subject: Undeliverable: Freedom in the World 2018

--9B095B5ADSN=_01DC60_mx
Content-Type: multipart/alternative; boundary="_000_inner_"

--_000_inner_
Content-Type: text/plain; charset="us-ascii"

Delivery has failed to these recipients or groups: reader@example.net

--_000_inner_
Content-Type: text/html; charset="us-ascii"

<p>Delivery has failed</p>

--_000_inner_--

--9B095B5ADSN=_01DC60_mx
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01.example.net
Received-From-MTA: dns;mail.example.org

Final-Recipient: rfc822;Reader@Example.net
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
X-Display-Name: reader@example.net

--9B095B5ADSN=_01DC60_mx
Content-Type: message/rfc822

From: Freedom House <reports@example.org>
To: <reader@example.net>
Message-ID: {id}
Content-Type: text/plain

The text.

--9B095B5ADSN=_01DC60_mx--
"""

EXIM = """\
From: Mail Delivery System <Mailer-Daemon@relay.example.org>
To: reports@example.org
References: {id}
Content-Type: multipart/report; report-type=delivery-status; boundary=1764331202-eximdsn-804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1764331202-eximdsn-804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.
  reader@example.net
    Unrouteable address

--1764331202-eximdsn-804289383
Content-type: message/delivery-status

Reporting-MTA: dns; relay.example.org

Action: failed
Final-Recipient: rfc822;reader@example.net
Status: 5.0.0
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 No such user here

--1764331202-eximdsn-804289383
Content-type: message/rfc822

Message-ID: {id}
From: reports@example.org

x

--1764331202-eximdsn-804289383--
"""

GLOBAL = """\
From: MAILER-DAEMON@mx.example.net
To: reports@example.org
MIME-Version: 1.0
Content-Type: multipart/report; report-type=global-delivery-status; boundary="u8"

--u8
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Почтовый ящик не найден

--u8
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: 8bit

Reporting-MTA: dns; mx.example.net

Final-Recipient: utf-8; reader@example.net
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 почтовый ящик не найден

--u8
Content-Type: message/global-headers
Content-Transfer-Encoding: 8bit

Message-ID: {id}
Subject: Казахстан

--u8--
"""

WHO = "reader@example.net"


def report(
    action: str = "failed", status: str = "5.1.1", said: str = "smtp; 550 no", id_: str = ID, address: str = WHO
) -> bytes:
    text = POSTFIX.format(id=id_)
    head, _, tail = text.partition("Final-Recipient")
    rest = tail[tail.index("\n\n") :]
    block = f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: {said}"
    return (head + block + rest).encode()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (POSTFIX, Undelivered(WHO, "failed", "5.1.1", "550 5.1.1 <reader@example.net>: Recipient address rejected: User unknown", ID)),
        (EXCHANGE, Undelivered("Reader@Example.net", "failed", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", ID)),
        (EXIM, Undelivered(WHO, "failed", "5.0.0", "550 No such user here", ID)),
        (GLOBAL, Undelivered(WHO, "failed", "5.1.1", "550 5.1.1 почтовый ящик не найден", ID)),
    ],
    ids=["Postfix", "Exchange", "Exim", "UTF-8"],
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_reports_of_servers(written: str, told: Undelivered, ends: str) -> None:
    content = written.format(id=ID).replace("\n", ends).encode()
    assert undelivered(content) == [told]
    assert told.hard


def one(content: bytes) -> Undelivered:
    found = undelivered(content)
    assert found is not None
    assert len(found) == 1
    return found[0]


HARD = [
    ("5.1.1", "smtp; 550 5.1.1 unknown"),
    ("5.1.2", "dns; Host not found"),
    ("5.1.10", "smtp; 550"),
    ("5.2.1", "smtp; 550 5.2.1 The email account that you tried to reach is disabled"),
    ("5.4.4", "smtp; Host or domain name not found"),
    ("5.0.0", "smtp; 550 5.1.1 The email account that you tried to reach does not exist"),
    ("5.0.0", "smtp; 554 delivery error: dd This user doesn't have a yahoo.com account: no such user"),
    ("5.3.0", "smtp; 550 Unknown user"),
    ("5.0.0", "smtp; 550 Requested action not taken: mailbox unavailable"),
]
SOFT = [
    ("5.2.2", "smtp; 552 5.2.2 Mailbox full"),
    ("5.0.0", "smtp; 552 Mailbox full: user unknown quota"),
    ("5.2.3", "smtp; 552 5.2.3 Message too large"),
    ("5.3.4", "smtp; 552 message size exceeds the limit"),
    ("5.7.1", "smtp; 550 5.7.1 Message rejected as spam"),
    ("5.7.26", "smtp; 550 5.7.26 Unauthenticated email is not accepted: user policy"),
    ("5.0.0", "smtp; 550 Recipient rejected: your IP is on a blocklist"),
    ("5.4.7", "smtp; 450 expired"),
    ("5.0.0", "smtp; 550 administrative prohibition"),
    ("4.1.1", "smtp; 450 4.1.1 Recipient address rejected: greylisted"),
    ("4.4.1", "X-Postfix; connect to mx.example.net: Connection timed out"),
    ("", ""),
]


@pytest.mark.parametrize(("status", "said"), HARD)
def test_addresses_that_do_not_exist(status: str, said: str) -> None:
    told = one(report(status=status, said=said))
    assert told.hard
    assert not one(report("delayed", status, said)).hard


@pytest.mark.parametrize(("status", "said"), SOFT)
def test_what_may_be_better_tomorrow(status: str, said: str) -> None:
    told = one(report(status=status, said=said))
    assert not told.hard


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"From: a@example.org\n\nA letter with Final-Recipient: rfc822; reader@example.net\nAction: failed\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n",
        b"Content-Type: multipart/report\n\nno boundary",
        b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(3000)),
        "Content-Type: multipart/report; boundary=\udcff\n\n".encode("utf-8", "surrogateescape"),
    ],
)
def test_what_is_no_report(content: bytes) -> None:
    assert undelivered(content) is None


@pytest.mark.parametrize("address", ["", "nobody", "a b@example.org", "a\x1b[31m@example.org", "a\u202e@example.org"])
def test_addresses_that_are_none(address: str) -> None:
    assert undelivered(report(address=address)) == []


def planned(address: str, id_: str) -> PlannedMessage:
    carried = CarriedReport(object="urn:pdfgen:x", title="Kazakhstan", version="a" * 64)
    return PlannedMessage(
        message_id=id_,
        address=address,
        key=address.lower(),
        name="Ada",
        language="en",
        subject="New",
        file="0001.eml",
        sha256="b" * 64,
        bytes=1000,
        reports=(carried,),
    )


@pytest.fixture
def campaigns(tmp_path: Path) -> Path:
    """Return the folder of campaigns, whose journal has two messages."""
    folder = tmp_path / "mail"
    folder.mkdir()
    messages = (planned("reader@example.net", ID), planned("Other@example.net", "<other@example.org>"))
    plan = Plan(
        id="release-1", campaign="release", moment=MOMENT.isoformat(), sender="x@example.org", messages=messages
    )
    with Journal.open(folder, create=True) as journal, journal.writing() as writer:
        writer.add(plan)
    return folder


def test_who_is_suppressed(campaigns: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    (reports / "below").mkdir(parents=True)
    contents = {
        "1": POSTFIX.format(id=ID).encode(),
        "2": EXIM.format(id=ID).encode(),
        "3": report(id_="<other@example.org>", address="other@EXAMPLE.net", status="5.2.2"),
        "4": report(id_="<other@example.org>", address="member@example.com"),
        "5": report(id_="<forged@example.org>"),
        "6": report("delivered", "2.0.0", "", "<other@example.org>", "other@example.net"),
        "7": b"From: a@example.org\n\nHello\n",
    }
    for name, content in contents.items():
        (reports / "below" / f"{name}.eml").write_bytes(content)
    (reports / "notes.bin").write_bytes(contents["5"])
    with Journal.open(campaigns) as journal, journal.writing() as writer:
        result = take_bounces([reports], journal, writer, MOMENT)
        known = journal.suppressed()
    assert [(one.fate, one.address) for one in result.found] == [
        ("suppressed", "reader@example.net"),
        ("known", "reader@example.net"),
        ("soft", "other@EXAMPLE.net"),
        ("forwarded", "member@example.com"),
        ("foreign", "reader@example.net"),
        ("delivered", "other@example.net"),
    ]
    assert result.others == 1
    assert [(one.key, one.reason, one.note) for one in known.values()] == [
        (
            "reader@example.net",
            "bounce",
            "5.1.1 550 5.1.1 <reader@example.net>: Recipient address rejected: User unknown",
        )
    ]


def test_reports_without_the_message_change_nothing(campaigns: Path, tmp_path: Path) -> None:
    # anybody can write one, about anybody
    path = tmp_path / "forged.eml"
    path.write_bytes(POSTFIX.format(id="").encode())
    with Journal.open(campaigns) as journal, journal.writing() as writer:
        result = take_bounces([path], journal, writer, MOMENT)
        assert [one.fate for one in result.found] == ["foreign"]
        assert not journal.suppressed()


def test_mailboxes(tmp_path: Path) -> None:
    box = tmp_path / "reports.mbox"
    lines = [
        "From MAILER-DAEMON Sat Nov 28 12:00:00 2026",
        "Subject: 1",
        "",
        ">From here",
        "From inside",
        "",
        "From x",
        "Subject: 2",
        "",
        "b",
        "",
    ]
    box.write_text("\n".join(lines), encoding="utf-8")
    assert [content for _, content in stored_messages(box)] == [
        b"Subject: 1\n\nFrom here\nFrom inside\n\n",
        b"Subject: 2\n\nb\n",
    ]
    assert [place for place, _ in stored_messages(box)] == [f"{box}, message 1", f"{box}, message 2"]
    maildir = tmp_path / "Maildir"
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
        (maildir / name / f"1.{name}:2,S").write_bytes(name.encode())
    assert sorted(content for _, content in stored_messages(maildir)) == [b"cur", b"new"]
    one = tmp_path / "one.eml"
    one.write_bytes(b"Subject: 1\n\nx")
    assert list(stored_messages(one)) == [(str(one), b"Subject: 1\n\nx")]
    with pytest.raises(UsageError, match="there is no file or folder"):
        list(stored_messages(tmp_path / "none"))


def test_the_command(campaigns: Path, tmp_path: Path) -> None:
    box = tmp_path / "reports.mbox"
    both = (POSTFIX.format(id=ID), report(id_="<x@y>").decode(), "Subject: Hello\n\nyou\n")
    box.write_text("".join(f"From x\n{text}\n" for text in both), encoding="utf-8")
    run = CliRunner().invoke(pdfgen, ["mail", "bounces", str(box), "--journal", str(campaigns)])
    assert run.exit_code == 0
    assert run.stdout == textwrap.dedent("""\
        reader@example.net: 5.1.1: gets nothing from now on (550 5.1.1 <reader@example.net>: Recipient address rejected: User unknown)
        reader@example.net: 5.1.1: no message of this journal: nothing was changed (550 no)
        """)
    assert run.stderr == "1 suppressed, 1 about other messages; 1 other message\n"
    run = CliRunner().invoke(pdfgen, ["mail", "bounces", str(box), "--journal", str(campaigns), "--json"])
    said = json.loads(run.stdout)
    assert [one["fate"] for one in said["bounces"]] == ["known", "foreign"]
    assert said["others"] == 1


def test_what_a_delivery_report_says_steers_no_terminal(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Journal.open(mail, create=True) as journal, journal.writing() as writer:
        writer.suppress("a@b.org", "a@b.org", "bounce", datetime(2018, 2, 3, tzinfo=timezone.utc), "550 \x1b[31mno\x07")
    assert run(["mail", "suppress", "--list", "--journal", str(mail)]) == 0
    assert capsys.readouterr().out == "a@b.org: bounce, 2018-02-03T00:00:00+00:00, 550 \\x1b[31mno\\x07\n"
