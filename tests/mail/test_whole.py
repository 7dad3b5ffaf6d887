"""From nothing to a correction, by commands alone, with a real server: nobody twice, nobody forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from tests.mail.newsroom import LIST, MOMENT, SECRET, change, correct, write, write_newsroom
from tests.mail.server import Server

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_newsroom(tmp_path)
    monkeypatch.setenv("PDFGEN_UNSUBSCRIBE_KEY", SECRET.decode())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MOMENT.timestamp())))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_a_release_and_its_correction(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    campaign = project / "mail" / "release.yaml"
    with Server() as server:
        change(
            campaign,
            "{host: mail.example.org}",
            f"{{host: 127.0.0.1, port: {server.port}, security: none, rate: 6000}}",
        )
        assert run(["mail", "plan", "mail/release.yaml"]) == 0
        assert server.post.recipients() == []
        assert run(["mail", "send", "mail/outbox/release-1"]) == 0
        assert server.post.recipients() == []
        assert run(["mail", "send", "mail/outbox/release-1", "--send", "--count", "3"]) == 0
        assert sorted(server.post.recipients()) == ["ada@example.org", "ben@example.org", "eva@example.org"]

        write(campaign.with_suffix(".csv"), LIST + "new@example.org,New,en,alpha,\n")
        assert run(["mail", "suppress", "ben@example.org", "--reason", "unsubscribed"]) == 0
        correct(campaign)
        assert run(["mail", "plan", "mail/release.yaml"]) == 0
        assert run(["mail", "send", "mail/outbox/release-2", "--send", "--count", "1"]) == 0
        assert server.post.recipients()[3:] == ["new@example.org"]

        assert run(["mail", "plan", "mail/release.yaml", "--correction"]) == 0
        assert run(["mail", "send", "mail/outbox/release-3", "--send", "--count", "1"]) == 0
        assert server.post.recipients()[4:] == ["ada@example.org"]
        capsys.readouterr()
        for more in ([], ["--correction"]):
            assert run(["mail", "plan", "mail/release.yaml", *more]) == 0
            assert capsys.readouterr().err.endswith("there is nothing to send\n")
        assert len(server.post.recipients()) == 5
        assert len(set(server.post.ids())) == 5
    assert run(["mail", "status", "mail/release.yaml"]) == 0
    assert capsys.readouterr().out == (
        "release-1, planned 2018-02-03T05:05:06+00:00: 3 sent\n"
        "release-2, planned 2018-02-03T05:05:06+00:00: 1 sent\n"
        "release-3 (correction), planned 2018-02-03T05:05:06+00:00: 1 sent\n"
        "suppressed addresses: 1 unsubscribed\n"
    )
