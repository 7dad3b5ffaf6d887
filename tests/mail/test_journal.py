"""The journal: what it knows of plans and recipients, and which files it refuses."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import EnvironmentFailure
from pdfgen.mail.journal import Journal
from tests.mail.outboxes import MOMENT, states, write_outbox

if TYPE_CHECKING:
    from pathlib import Path

THEN = datetime.fromisoformat(MOMENT)
OBJECT = "urn:pdfgen:freedom:2018:en:ruritania"


def test_a_plan_replaces_what_is_unsent_of_the_plans_of_its_sort(mail: Path) -> None:
    write_outbox(mail, 4)
    with Journal.open(mail) as journal, journal.writing() as writer:
        writer.sent(1, "250 ok", THEN)
        writer.deferred(2, "450 later", THEN)
        writer.refused(3, "550 no", THEN)
    write_outbox(mail, 2, "release-2", correction=True)
    assert list(states(mail).values()) == ["sent", "deferred", "refused", "planned"]
    write_outbox(mail, 2, "release-3")
    assert list(states(mail).values()) == ["sent", "replaced", "refused", "replaced"]
    assert set(states(mail, "release-2").values()) == {"planned"}
    with Journal.open(mail) as journal:
        assert [(plan.id, plan.correction, plan.counts) for plan in journal.plans("release")] == [
            ("release-1", False, {"sent": 1, "replaced": 2, "refused": 1}),
            ("release-2", True, {"planned": 2}),
            ("release-3", False, {"planned": 2}),
        ]
        assert journal.plans("other") == []
        assert journal.history(2) == [
            (MOMENT, "deferred", "450 later"),
            (MOMENT, "replaced", "by release-3"),
        ]


def test_who_has_what(mail: Path) -> None:
    write_outbox(mail, 5)
    with Journal.open(mail) as journal, journal.writing() as writer:
        writer.sent(1, "250 ok", THEN)
        writer.unknown(2, "no answer", THEN)
        writer.refused(3, "550 no", THEN)
        writer.sending(4, THEN)
        held = journal.held("release")
    assert {key: (one.version, one.state) for key, one in held.items()} == {
        ("reader1@example.net", OBJECT): ("1" * 64, "sent"),
        ("reader2@example.net", OBJECT): ("1" * 64, "unknown"),
        ("reader4@example.net", OBJECT): ("1" * 64, "sending"),
    }


def test_a_change_that_fails_changes_nothing(mail: Path) -> None:
    write_outbox(mail, 2)
    with pytest.raises(EnvironmentFailure, match=r"UNIQUE constraint failed: plans[.]id"):
        _add_again(mail)
    assert set(states(mail).values()) == {"planned"}


def _add_again(mail: Path) -> None:
    from pdfgen.mail.planned import Plan  # noqa: PLC0415

    text = (mail / "outbox" / "release-1" / "plan.json").read_text(encoding="utf-8")
    with Journal.open(mail) as journal, journal.writing() as writer:
        writer.add(Plan.model_validate_json(text))


def test_each_change_is_synchronised(mail: Path) -> None:
    write_outbox(mail, 1)
    with Journal.open(mail) as journal:
        modes = [journal._base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]  # noqa: SLF001
    assert modes == ["wal", 2]


def test_suppressions(mail: Path) -> None:
    with Journal.open(mail, create=True) as journal:
        with journal.writing() as writer:
            assert writer.suppress("a@b.org", "A@b.org", "bounce", THEN, "550 5.1.1")
            assert not writer.suppress("a@b.org", "a@b.org", "manual", THEN)
        known = journal.suppressed()["a@b.org"]
        assert (known.address, known.reason, known.note) == ("A@b.org", "bounce", "550 5.1.1")
        with journal.writing() as writer:
            assert writer.unsuppress("a@b.org")
            assert not writer.unsuppress("a@b.org")


def test_a_file_that_is_no_journal(mail: Path) -> None:
    path = mail / "journal.sqlite"
    path.write_bytes(b"words, not a journal" * 100)
    with pytest.raises(EnvironmentFailure) as caught:
        Journal.open(mail)
    assert str(caught.value) == f"the journal {path} cannot be used: file is not a database"
    path.unlink()
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE x (y)")
    with pytest.raises(EnvironmentFailure) as caught:
        Journal.open(mail)
    assert str(caught.value) == f"{path} is no journal of messages"


def test_the_journal_of_another_version(mail: Path) -> None:
    write_outbox(mail, 1)
    with closing(sqlite3.connect(mail / "journal.sqlite")) as base:
        base.execute("PRAGMA user_version = 99")
    with pytest.raises(EnvironmentFailure) as caught:
        Journal.open(mail)
    assert str(caught.value) == f"another version of pdfgen made {mail / 'journal.sqlite'}"


def test_what_was_refused_is_not_sent_again_where_a_later_plan_brings_it(mail: Path) -> None:
    write_outbox(mail, 2)
    with Journal.open(mail) as journal, journal.writing() as writer:
        writer.refused(1, "550 no", THEN)
        writer.refused(2, "550 no", THEN)
    write_outbox(mail, 1, "release-2")
    assert states(mail) == {"reader1@example.net": "replaced", "reader2@example.net": "refused"}


@pytest.mark.parametrize("create", [False, True])
def test_a_journal_that_is_lost_forgets_nobody(create: bool, mail: Path) -> None:  # noqa: FBT001
    write_outbox(mail, 1)
    path = mail / "journal.sqlite"
    path.write_bytes(b"")
    with pytest.raises(EnvironmentFailure) as caught:
        Journal.open(mail, create=create)
    words = f"{path} is lost or empty: it does not know who was sent {mail / 'outbox' / 'release-1'}"
    assert str(caught.value) == words
    assert caught.value.remedy == (
        f"restore the journal from its backup; or, if nothing was ever sent, remove {mail / 'outbox'}"
    )
    path.unlink()
    with pytest.raises(EnvironmentFailure, match="is lost or empty"):
        Journal.open(mail, create=True)


def test_nothing_is_written_into_a_journal_that_is_damaged(mail: Path) -> None:
    write_outbox(mail, 60)
    path = mail / "journal.sqlite"
    content = bytearray(path.read_bytes())
    for place in range(20_000, len(content), 700):
        content[place] ^= 0xFF
    path.write_bytes(content)
    with Journal.open(mail) as journal, pytest.raises(EnvironmentFailure) as caught, journal.writing():
        pass
    assert str(caught.value).startswith(f"the journal {path} is damaged: ")
    assert caught.value.remedy == "restore it from its backup; nothing was changed or sent"
