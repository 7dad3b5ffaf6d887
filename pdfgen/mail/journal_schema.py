"""The file of the journal: its tables, and how it is opened."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.mail.planned import JOURNAL, OUTBOX, PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION = 0x7064666D
"""What SQLite's ``application_id`` says of our files."""
VERSION = 1
"""The number of this arrangement of tables, SQLite's ``user_version``."""
_PATIENCE = 10.0  # seconds that a reader waits for a writer, and a writer for a reader

_TABLES = f"""
BEGIN;
CREATE TABLE plans (id TEXT PRIMARY KEY, campaign TEXT NOT NULL, moment TEXT NOT NULL, correction INTEGER NOT NULL,
    sender TEXT NOT NULL);
CREATE TABLE messages (number INTEGER PRIMARY KEY, plan TEXT NOT NULL REFERENCES plans (id), message_id TEXT NOT NULL,
    address TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL, subject TEXT NOT NULL,
    file TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
    state TEXT NOT NULL, moment TEXT NOT NULL, reply TEXT NOT NULL);
CREATE INDEX messages_by_plan ON messages (plan, state);
CREATE INDEX messages_in_flight ON messages (state) WHERE state = 'sending';
CREATE TABLE reports (message INTEGER NOT NULL REFERENCES messages (number), object TEXT NOT NULL,
    version TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (message, object)) WITHOUT ROWID;
CREATE TABLE events (message INTEGER NOT NULL REFERENCES messages (number), moment TEXT NOT NULL, state TEXT NOT NULL,
    reply TEXT NOT NULL);
CREATE INDEX events_by_message ON events (message);
CREATE TABLE suppressions (key TEXT PRIMARY KEY, address TEXT NOT NULL, reason TEXT NOT NULL, moment TEXT NOT NULL,
    note TEXT NOT NULL) WITHOUT ROWID;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
COMMIT;
"""


def connect(folder: Path, *, create: bool) -> sqlite3.Connection:
    """Return the journal in ``folder``. What is committed in it outlasts a loss of power.

    Raises UsageError when there is none and it is not to be made, EnvironmentFailure when it cannot be read.
    """
    path = folder / JOURNAL
    if not create and not path.exists():
        raise UsageError(
            f"{folder} has no journal of messages", "plan a campaign first: pdfgen mail plan CAMPAIGN.yaml"
        )
    with told(folder):
        base = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        try:
            _prepare(base, folder)
        except BaseException:
            base.close()
            raise
    return base


def _prepare(base: sqlite3.Connection, folder: Path) -> None:
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")  # each commit is on the disk before it returns
    base.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone leaves data in the memory of the disk
    base.execute("PRAGMA foreign_keys = ON")
    application, version = (base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if not application and not base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _refuse_lost(folder)
        _lay_out(base)
    elif application != APPLICATION:
        raise EnvironmentFailure(
            f"{folder / JOURNAL} is no journal of messages", "put the file elsewhere, and plan again"
        )
    elif version != VERSION:
        raise EnvironmentFailure(f"another version of pdfgen made {folder / JOURNAL}", "use that version of pdfgen")


def _refuse_lost(folder: Path) -> None:
    """Raise EnvironmentFailure where plans lie in the outbox: their journal was there before them, and has gone."""
    if plan := min((folder / OUTBOX).glob(f"*/{PLAN}"), default=None):
        message = f"{folder / JOURNAL} is lost or empty: it does not know who was sent {plan.parent}"
        remedy = f"restore the journal from its backup; or, if nothing was ever sent, remove {folder / OUTBOX}"
        raise EnvironmentFailure(message, remedy)


def check_sound(base: sqlite3.Connection, folder: Path) -> None:
    """Raise EnvironmentFailure for a file that is damaged: a state that it tells may be another one."""
    with told(folder):
        said = base.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        message = f"the journal {folder / JOURNAL} is damaged: {' '.join(said.split())}"
        raise EnvironmentFailure(message, "restore it from its backup; nothing was changed or sent")


def _lay_out(base: sqlite3.Connection) -> None:
    try:
        base.executescript(_TABLES)
    except sqlite3.OperationalError:  # another process has just made them
        if base.in_transaction:
            base.execute("ROLLBACK")
        if base.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn what SQLite says of the journal in ``folder`` into an EnvironmentFailure."""
    try:
        yield
    except sqlite3.Error as error:
        remedy = "see that the disk has room and the folder can be written; restore a damaged journal from its backup"
        raise EnvironmentFailure(f"the journal {folder / JOURNAL} cannot be used: {error}", remedy) from error
