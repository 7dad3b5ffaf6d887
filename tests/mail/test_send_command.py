"""The commands `mail send`, `resend`, `status` and `suppress`."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from pdfgen.cli.app import run
from tests.mail.outboxes import entries, states, write_campaign, write_outbox
from tests.mail.server import DROP, PASSWORD, USER, Reaction, Server

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.mail.server import Authority, Seen

QUICK = "rate: 60000"


def asked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run(["mail", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    run(["mail", *map(str, arguments), "--json"])
    return json.loads(capsys.readouterr().out)


def trouble(at: str, _seen: Seen, recipient: str) -> Reaction | None:
    if at == "rcpt" and recipient.startswith("reader2@"):
        return Reaction("550 5.1.1 no such user")
    return DROP if at == "content" and recipient.startswith("reader4@") else None


def test_nothing_leaves_without_send(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outbox(mail, 120)
    write_campaign(mail, 25)
    plan = mail / "outbox" / "release-1"
    code, out, err = asked(capsys, "send", plan)
    total = sum(entry.bytes for entry in entries(mail))
    assert (code, out) == (0, "")
    assert err == (
        f"release-1: 120 messages, {total / 1000:.4g} kB, would go through 127.0.0.1\n"
        "at 60 a minute that takes 2 min; nothing was sent: add --send --count 120\n"
    )
    assert printed(capsys, "send", plan) == {
        "plan": "release-1",
        "messages": 120,
        "bytes": total,
        "host": "127.0.0.1",
        "rate": 60,
        "sent": False,
    }
    assert set(states(mail).values()) == {"planned"}


def test_the_number_must_be_right(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outbox(mail, 3)
    write_campaign(mail, 25)
    plan = mail / "outbox" / "release-1"
    assert asked(capsys, "send", plan, "--send", "--count", 2)[::2] == (
        2,
        "error: nothing was sent: 3 messages would go, not 2\nhelp: see what they are, then say --count 3\n",
    )
    assert asked(capsys, "send", plan, "--send")[::2] == (
        2,
        "error: nothing was sent: the number of messages is not given\nhelp: add --count 3\n",
    )
    assert set(states(mail).values()) == {"planned"}


def test_send_tells_what_became_of_each(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outbox(mail, 5)
    plan = mail / "outbox" / "release-1"
    with Server(trouble) as server:
        write_campaign(mail, server.port, more=QUICK)
        code, out, err = asked(capsys, "send", plan, "--send", "--count", 5)
    assert (code, out) == (4, "")
    assert err == (
        "refused: reader2@example.net: 550 5.1.1 no such user\n"
        "unknown: reader4@example.net: the connection ended: Connection unexpectedly closed\n"
        "release-1: 3 sent, 1 refused, 1 unknown; nothing left to send\n"
        f"see whether the unknown ones arrived; if not: pdfgen mail resend {plan} --unknown --send\n"
    )
    code, _, err = asked(capsys, "send", plan, "--send")
    assert (code, err) == (0, "release-1: 0 sent; nothing left to send\n")
    with Server() as server:
        write_campaign(mail, server.port, more=QUICK)
        assert asked(capsys, "resend", plan, "--unknown")[2].startswith("release-1: 1 message, ")
        assert asked(capsys, "resend", plan, "--unknown", "--send", "--count", 1)[0] == 0
        assert asked(capsys, "resend", plan, "--refused", "--send", "--count", 1)[0] == 0
    assert server.post.recipients() == ["reader4@example.net", "reader2@example.net"]
    assert set(states(mail).values()) == {"sent"}


def test_send_as_json(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outbox(mail, 5)
    with Server(trouble) as server:
        write_campaign(mail, server.port, more=QUICK)
        found = printed(capsys, "send", mail / "outbox" / "release-1", "--send", "--count", 5)
    messages = found.pop("messages")
    assert found == {
        "plan": "release-1",
        "sent": 3,
        "refused": 1,
        "deferred": 0,
        "unknown": 1,
        "suppressed": 0,
        "left": 0,
        "error": None,
    }
    assert [(one["address"], one["state"]) for one in messages] == [
        ("reader2@example.net", "refused"),
        ("reader4@example.net", "unknown"),
    ]


def test_a_server_that_lets_nobody_in_leaves_all_as_it_is(
    mail: Path, capsys: pytest.CaptureFixture[str], authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_outbox(mail, 3)
    plan = mail / "outbox" / "release-1"
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setenv("PDFGEN_SMTP_PASSWORD", "wrong")
    with Server(secure=authority.server(), login=True) as server:
        write_campaign(mail, server.port, "starttls", "localhost", f"{QUICK}\nuser: {USER}")
        code, _, err = asked(capsys, "send", plan, "--send", "--count", 3)
        assert (code, err) == (
            3,
            (
                "release-1: 0 sent; 3 left to send\n"
                f"error: localhost:{server.port} does not let press@example.org log in: 535 5.7.8 Authentication credentials invalid\n"
                "help: check `user:` in the campaign, and the password (PDFGEN_SMTP_PASSWORD or the keyring)\n"
            ),
        )
        assert set(states(mail).values()) == {"planned"}
        found = printed(capsys, "send", plan, "--send", "--count", 3)
        assert (found["left"], found["error"]["message"][:9]) == (3, "localhost")
        monkeypatch.setenv("PDFGEN_SMTP_PASSWORD", PASSWORD)
        assert asked(capsys, "send", plan, "--send", "--count", 3)[0] == 0
    assert set(states(mail).values()) == {"sent"}


def test_no_password_is_told_before_anything_is_tried(
    mail: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_outbox(mail, 1)
    write_campaign(mail, 25, "starttls", "mail.invalid", f"user: {USER}")
    monkeypatch.delenv("PDFGEN_SMTP_PASSWORD", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    code, _, err = asked(capsys, "send", mail / "outbox" / "release-1", "--send", "--count", 1)
    assert (code, err) == (
        2,
        (
            f"error: there is no password for {USER} at mail.invalid\n"
            f"help: set the variable PDFGEN_SMTP_PASSWORD, or keep it in the keyring: keyring set pdfgen {USER}@mail.invalid\n"
        ),
    )


def test_a_name_that_the_dns_does_not_know(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outbox(mail, 1)
    write_campaign(mail, 587, "starttls", "mail.invalid")
    code, _, err = asked(capsys, "send", mail / "outbox" / "release-1", "--send", "--count", 1)
    assert code == 3
    assert "error: the DNS has no answer for mail.invalid: " in err
    assert err.endswith("help: see that `host:` in the campaign is spelt right, and that this machine is online\n")
    assert set(states(mail).values()) == {"planned"}


def test_what_is_no_plan(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = asked(capsys, "send", mail)
    assert (code, err) == (
        2,
        (
            f"error: {mail} is not the folder of a plan\n"
            "help: name the folder of a plan, such as mail/outbox/release-1: pdfgen mail plan makes it\n"
        ),
    )
    assert asked(capsys, "status", mail)[::2] == (
        2,
        f"error: {mail} has no journal of messages\nhelp: plan a campaign first: pdfgen mail plan CAMPAIGN.yaml\n",
    )
    assert asked(capsys, "resend", mail)[::2][0] == 2


def test_status_counts_and_lists(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outbox(mail, 4)
    with Server(trouble) as server:
        write_campaign(mail, server.port, more=QUICK)
        asked(capsys, "send", mail / "outbox" / "release-1", "--send", "--count", 4)
    head = "release-1, planned 2026-11-28T10:00:00+00:00: 2 sent, 1 refused, 1 unknown\n"
    for place in (mail, mail / "release.yaml", mail / "outbox" / "release-1"):
        assert asked(capsys, "status", place) == (0, head, "")
    moment = entries(mail, ["refused"])[0].moment
    listed = f"  refused {moment} reader2@example.net: 550 5.1.1 no such user\n"
    assert asked(capsys, "status", mail, "--state", "refused") == (0, head + listed, "")
    found = printed(capsys, "status", mail)
    assert found["plans"][0]["counts"] == {
        "planned": 0,
        "sending": 0,
        "sent": 2,
        "refused": 1,
        "deferred": 0,
        "unknown": 1,
        "replaced": 0,
        "suppressed": 0,
    }
    assert [one["state"] for one in found["messages"]] == ["sent", "refused", "sent", "unknown"]
    assert asked(capsys, "status", mail / "other.yaml")[::2] == (
        2,
        (
            f"error: the journal knows no plan of {mail / 'other.yaml'}\n"
            f"help: plan it first: pdfgen mail plan {mail / 'other.yaml'}\n"
        ),
    )


def test_status_as_csv_runs_no_formula(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outbox(mail, 2)
    evil = Reaction("550 =HYPERLINK(1)")
    with Server(lambda at, *_: evil if at == "rcpt" else None) as server:
        write_campaign(mail, server.port, more=QUICK)
        asked(capsys, "send", mail / "outbox" / "release-1", "--send", "--count", 2)
    table = mail / "status.csv"
    assert asked(capsys, "status", mail, "--csv", table) == (0, "", f"wrote {table}: 2 messages\n")
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["address"], row["state"], row["reply"], row["reports"]) for row in rows] == [
        ("reader1@example.net", "refused", "550 =HYPERLINK(1)", "Ruritania"),
        ("reader2@example.net", "refused", "550 =HYPERLINK(1)", "Ruritania"),
    ]


def test_suppressed_addresses(mail: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from pdfgen.mail.unsubscribing import token  # noqa: PLC0415

    secret = "0123456789abcdef"  # noqa: S105  # of this test
    monkeypatch.setenv("PDFGEN_UNSUBSCRIBE_KEY", secret)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795860000")
    lines = mail / "gone.txt"
    lines.write_text(f"Ada@Example.org\n\n{token('bob@example.org', secret.encode())}\n", encoding="utf-8")
    table = mail / "gone.csv"
    table.write_text('name,address\n"Poe, E.",poe@example.org\n', encoding="utf-8")
    code, _, err = asked(
        capsys, "suppress", lines, table, "cy@example.org", "--reason", "unsubscribed", "--journal", mail
    )
    assert (code, err) == (0, "4 of 4 suppressed\n")
    code, _, err = asked(capsys, "suppress", "CY@example.org", "--reason", "complaint", "--journal", mail)
    assert (code, err) == (0, "0 of 1 suppressed: the others were so already\n")
    assert asked(capsys, "suppress", "--remove", "poe@example.org", "--journal", mail)[2] == "1 of 1 removed\n"
    code, out, err = asked(capsys, "suppress", "--list", "--journal", mail)
    moment = "2026-11-28T10:00:00+00:00"
    assert out == (
        f"Ada@example.org: unsubscribed, {moment}\n"
        f"bob@example.org: unsubscribed, {moment}\n"
        f"cy@example.org: unsubscribed, {moment}\n"
    )
    assert err == "3 addresses get nothing\n"
    assert asked(capsys, "status", mail)[1] == "nothing was planned yet\nsuppressed addresses: 3 unsubscribed\n"
    known = printed(capsys, "suppress", "--list", "--journal", mail)["suppressions"]
    assert [one["key"] for one in known] == ["ada@example.org", "bob@example.org", "cy@example.org"]


def test_what_cannot_be_suppressed(
    mail: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PDFGEN_UNSUBSCRIBE_KEY", "0123456789abcdef")
    lines = mail / "gone.txt"
    lines.write_text("ada@example.org\nnobody@\n", encoding="utf-8")
    code, _, err = asked(capsys, "suppress", lines, "nonsense", "--reason", "manual", "--journal", mail)
    assert code == 1
    assert f"{lines}:2:1: error[bad-address]: “nobody@” is no e-mail address: " in err
    assert (
        "nonsense: error[unknown-token]: “nonsense” is no address, no file, and no token of an unsubscribe link" in err
    )
    assert not (mail / "journal.sqlite").exists()


def test_a_campaign_that_is_renamed_is_asked_for(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outbox(mail, 1)
    help_ = "put it back; if it was renamed, give it its old name"
    assert asked(capsys, "send", mail / "outbox" / "release-1")[::2] == (
        2,
        f"error: there is no file {mail / 'release.yaml'}, the campaign of this plan, which names the server\nhelp: {help_}\n",
    )


def test_a_place_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mail", "status", str(tmp_path / "nosuch")]) == 2
    told = (
        f"error: there is no folder {tmp_path}/nosuch\nhelp: name a campaign, such as mail/news.yaml, or its folder\n"
    )
    assert capsys.readouterr().err == told
