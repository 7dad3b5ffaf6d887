"""The journal: what happened to every message of every campaign of a folder. It survives a crash.

A message is ``planned``, then ``sending`` (on the disk before its content goes out), then

- ``sent``: the server has taken it;
- ``refused``: the server will not take it, or the message cannot be sent;
- ``deferred``: the server will not take it now;
- ``unknown``: its content went out, and there was no answer that says whether the server has it.

What a crash leaves as ``sending`` is ``unknown`` from the next start on. An unsent message whose place a later plan
takes is ``replaced``; one whose recipient wants nothing any more is ``suppressed``.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Literal

from pdfgen import system
from pdfgen.errors import EnvironmentFailure
from pdfgen.mail.journal_schema import check_sound, connect, told

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from typing_extensions import Self

    from pdfgen.mail.planned import Plan

State = Literal["planned", "sending", "sent", "refused", "deferred", "unknown", "replaced", "suppressed"]
Reason = Literal["unsubscribed", "complaint", "bounce", "manual"]

UNSENT: tuple[State, ...] = ("planned", "deferred")
"""What is still to be sent."""
HAD: tuple[State, ...] = ("sent", "sending", "unknown")
"""What the recipient has, or may have."""
INTERRUPTED = "the program ended between the message and the server's answer"
_COLUMNS = "number, plan, message_id, address, key, name, language, subject, file, sha256, bytes, state, moment, reply"
_MOST_REPLY = 1000  # characters of an answer that are kept


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """A plan that the journal knows."""

    id: str
    campaign: str
    moment: str
    correction: bool
    sender: str
    """The sender on the envelope."""
    counts: dict[State, int]
    """How many of its messages are in each state."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message of the journal, as ``PlannedMessage`` says, with its state."""

    number: int
    plan: str
    message_id: str
    address: str
    key: str
    name: str
    language: str
    subject: str
    file: str
    sha256: str
    bytes: int
    state: State
    moment: str
    """Since when it has this state, ISO 8601 in UTC."""
    reply: str
    """What the server answered, or why it has this state; empty for what nobody has tried to send."""
    reports: tuple[tuple[str, str, str], ...]
    """Identifier, version and title of each report that it brings."""


@dataclass(frozen=True, slots=True)
class Held:
    """The version of a report that a recipient has, or may have."""

    version: str
    state: State
    """sent, or unknown or sending when nobody knows."""
    message_id: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that gets nothing."""

    key: str
    address: str
    reason: Reason
    moment: str
    note: str


class Journal:
    """The journal in the folder of campaigns; close it, or use it as a context."""

    def __init__(self, folder: Path, base: sqlite3.Connection) -> None:
        self.folder, self._base = folder, base

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Return the journal in ``folder``.

        Raises UsageError when there is none and it is not to be made, EnvironmentFailure when it cannot be read.
        """
        return cls(folder, connect(folder, create=create))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    @contextmanager
    def writing(self) -> Iterator[JournalWriter]:
        """Yield what changes the journal. Messages that a crash left as ``sending`` are ``unknown`` from now on.

        Raises EnvironmentFailure when another process works in this folder, or the file is damaged.
        """
        try:
            lock, taken = system.lock(self.folder, shared=False)
        except OSError as error:
            remedy = "keep the campaigns on another disk"
            raise EnvironmentFailure(f"{self.folder} cannot be locked: {error.strerror or error}", remedy) from error
        try:
            if not taken:
                message = f"another pdfgen is planning or sending in {self.folder}"
                raise EnvironmentFailure(message, "wait until it has ended; nothing was changed or sent")
            check_sound(self._base, self.folder)
            writer = JournalWriter(self.folder, self._base)
            writer.settle(datetime.now(timezone.utc).replace(microsecond=0))
            yield writer
        finally:
            lock.close()

    def plans(self, campaign: str | None = None) -> list[KnownPlan]:
        """Return the plans in their order: all, or those of one campaign."""
        wanted = "" if campaign is None else "WHERE campaign = ?"
        query = f"SELECT id, campaign, moment, correction, sender FROM plans {wanted} ORDER BY rowid"  # noqa: S608
        with told(self.folder):
            rows = self._base.execute(query, () if campaign is None else (campaign,)).fetchall()
            counts: dict[str, dict[State, int]] = {row[0]: {} for row in rows}
            for plan, state, count in self._base.execute("SELECT plan, state, count(*) FROM messages GROUP BY 1, 2"):
                if plan in counts:
                    counts[plan][state] = count
        return [
            KnownPlan(id_, of, when, bool(correction), sender, counts[id_])
            for id_, of, when, correction, sender in rows
        ]

    def entries(self, plan: str | None = None, states: Collection[State] = ()) -> Iterator[Entry]:
        """Yield messages in the order of their plans: all, or those of one plan, or in certain states."""
        terms, values = ["1"], []
        if plan is not None:
            terms.append("plan = ?")
            values.append(plan)
        if states:
            terms.append(f"state IN ({', '.join('?' * len(states))})")
            values += states
        query = f"SELECT {_COLUMNS} FROM messages WHERE {' AND '.join(terms)} AND number > ? ORDER BY number LIMIT 500"  # noqa: S608
        last = 0
        while True:  # in small lots: what is read may be changed meanwhile
            with told(self.folder):
                rows = self._base.execute(query, (*values, last)).fetchall()
                reports = [self._reports(row[0]) for row in rows]
            if not rows:
                return
            last = rows[-1][0]
            for row, carried in zip(rows, reports, strict=True):
                yield Entry(*(*row, carried))

    def _reports(self, message: int) -> tuple[tuple[str, str, str], ...]:
        query = "SELECT object, version, title FROM reports WHERE message = ? ORDER BY object"
        return tuple(self._base.execute(query, (message,)).fetchall())

    def count(self, plan: str, states: Collection[State]) -> int:
        """Return how many messages of a plan are in these states."""
        marks = ", ".join("?" * len(states))
        query = f"SELECT count(*) FROM messages WHERE plan = ? AND state IN ({marks})"  # noqa: S608
        with told(self.folder):
            return int(self._base.execute(query, (plan, *states)).fetchone()[0])

    def history(self, number: int) -> list[tuple[str, State, str]]:
        """Return what happened to a message: moment, state and answer."""
        query = "SELECT moment, state, reply FROM events WHERE message = ? ORDER BY rowid"
        with told(self.folder):
            return self._base.execute(query, (number,)).fetchall()

    def held(self, campaign: str) -> dict[tuple[str, str], Held]:
        """Return what recipients have, or may have, of a campaign, by address key and report: the last of each."""
        query = (
            "SELECT key, object, version, state, message_id FROM plans JOIN messages ON plan = id"
            " JOIN reports ON message = number WHERE campaign = ? AND state IN (?, ?, ?) ORDER BY number"
        )
        with told(self.folder):
            rows = self._base.execute(query, (campaign, *HAD))
            return {(key, report): Held(version, state, name) for key, report, version, state, name in rows}

    def sent_by_others(self, campaign: str) -> dict[tuple[str, str], str]:
        """Return what other campaigns have sent, or may have: their names, by address key and report."""
        query = (
            "SELECT key, object, campaign FROM plans JOIN messages ON plan = id"
            " JOIN reports ON message = number WHERE campaign <> ? AND state IN (?, ?, ?)"
        )
        with told(self.folder):
            return {(key, report): other for key, report, other in self._base.execute(query, (campaign, *HAD))}

    def suppressed(self) -> dict[str, Suppression]:
        """Return the addresses that get nothing, by their keys."""
        with told(self.folder):
            rows = self._base.execute(
                "SELECT key, address, reason, moment, note FROM suppressions ORDER BY moment, key"
            )
            return {row[0]: Suppression(*row) for row in rows}


class JournalWriter:
    """Changes the journal. Each change is on the disk when the call returns; all raise EnvironmentFailure."""

    def __init__(self, folder: Path, base: sqlite3.Connection) -> None:
        self._folder, self._base = folder, base

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with told(self._folder):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def settle(self, moment: datetime) -> None:
        """Call ``unknown`` what a crash left as ``sending``. Only who has the lock may say so."""
        with told(self._folder):
            rows = self._base.execute("SELECT number FROM messages WHERE state = 'sending'").fetchall()
        for (number,) in rows:
            self.unknown(number, INTERRUPTED, moment)

    def add(self, plan: Plan) -> None:
        """Take in a new plan. It replaces what is unsent of the campaign's earlier plans of its sort.

        A correction replaces corrections only, and nothing else replaces a correction. What was refused is replaced
        where its recipient gets a new message: to send both would be twice.
        """
        with self._change() as base:
            query = (
                "SELECT number, key, state FROM plans JOIN messages ON plan = id"
                " WHERE campaign = ? AND correction = ? AND state IN (?, ?, 'refused')"
            )
            keys = {one.key for one in plan.messages}
            for number, key, state in base.execute(query, (plan.campaign, plan.correction, *UNSENT)).fetchall():
                if state in UNSENT or key in keys:
                    _note(base, number, "replaced", plan.moment, f"by {plan.id}")
            head = (plan.id, plan.campaign, plan.moment, plan.correction, plan.sender)
            base.execute("INSERT INTO plans VALUES (?, ?, ?, ?, ?)", head)
            for one in plan.messages:
                row = (plan.id, one.message_id, one.address, one.key, one.name, one.language, one.subject, one.file)
                number = base.execute(
                    "INSERT INTO messages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?, '')",
                    (*row, one.sha256, one.bytes, plan.moment),
                ).lastrowid
                rows = [(number, report.object, report.version, report.title) for report in one.reports]
                base.executemany("INSERT INTO reports VALUES (?, ?, ?, ?)", rows)

    def sending(self, number: int, moment: datetime) -> None:
        """Note that the content of a message goes out now: before it does."""
        self._mark(number, "sending", moment, "")

    def sent(self, number: int, reply: str, moment: datetime) -> None:
        """Note that the server has taken a message."""
        self._mark(number, "sent", moment, reply)

    def refused(self, number: int, reply: str, moment: datetime) -> None:
        """Note that the server will never take a message, or that it cannot be sent."""
        self._mark(number, "refused", moment, reply)

    def deferred(self, number: int, reply: str, moment: datetime) -> None:
        """Note that the server will not take a message now."""
        self._mark(number, "deferred", moment, reply)

    def unknown(self, number: int, reply: str, moment: datetime) -> None:
        """Note that nobody knows whether the server has a message."""
        self._mark(number, "unknown", moment, reply)

    def suppressed(self, number: int, reply: str, moment: datetime) -> None:
        """Note that a message is not sent since its recipient wants nothing any more."""
        self._mark(number, "suppressed", moment, reply)

    def _mark(self, number: int, state: State, moment: datetime, reply: str) -> None:
        with self._change() as base:
            _note(base, number, state, moment.isoformat(), reply)

    def suppress(self, key: str, address: str, reason: Reason, moment: datetime, note: str = "") -> bool:
        """Send an address nothing from now on; return whether it is new. What was said first stays."""
        values = (key, address, reason, moment.isoformat(), note[:_MOST_REPLY])
        with self._change() as base:
            added = base.execute("INSERT INTO suppressions VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", values)
            return bool(added.rowcount)

    def unsuppress(self, key: str) -> bool:
        """Let an address get messages again; return whether it got none."""
        with self._change() as base:
            return bool(base.execute("DELETE FROM suppressions WHERE key = ?", (key,)).rowcount)


def _note(base: sqlite3.Connection, number: int, state: State, moment: str, reply: str) -> None:
    reply = reply[:_MOST_REPLY]
    base.execute(
        "UPDATE messages SET state = ?, moment = ?, reply = ? WHERE number = ?", (state, moment, reply, number)
    )
    base.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (number, moment, state, reply))
