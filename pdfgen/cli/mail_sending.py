"""Send a plan, and tell what became of its messages."""

from __future__ import annotations

import ssl
import sys
from typing import TYPE_CHECKING, Any, cast

import click

from pdfgen.cli import output
from pdfgen.cli.environment import now, smtp_password
from pdfgen.cli.mail_progress import duration, watching
from pdfgen.errors import UsageError
from pdfgen.limits import size
from pdfgen.mail.credentials import credentials
from pdfgen.mail.delivery import Route, Tally, send
from pdfgen.mail.journal import UNSENT, Journal
from pdfgen.mail.outgoing import PlanFolder, campaign_of

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.mail.journal import Entry, State
    from pdfgen.model.campaign import Server

_SOME_FAILED = 4
_TOLD: tuple[State, ...] = ("refused", "deferred", "unknown", "suppressed")
_MOST_SHOWN = 50


def run(folder: Path, states: tuple[str, ...], *, really: bool, count: int | None, as_json: bool) -> int:
    """Send the messages of a plan that are in these states, or say what would go; return the exit code."""
    place, wanted = PlanFolder.of(folder), cast("tuple[State, ...]", states)
    with Journal.open(place.campaigns) as journal:
        plan = place.known(journal)
        server = campaign_of(place.campaigns, plan.campaign).server
        if not really:
            return _would_go(list(journal.entries(plan.id, wanted)), folder, server, as_json=as_json)
        with journal.writing() as writer:
            tally = Tally()
            if number := journal.count(plan.id, wanted):
                _confirm(number, count, server)
                known = credentials(server, smtp_password())
                route = Route(plan.sender, server, known, ssl.create_default_context())
                with watching(number, server.rate) as watcher:
                    tally = send(journal, writer, plan.id, wanted, route, now, watcher)
        entries = [entry for entry in journal.entries(plan.id, _TOLD) if entry.number in tally.states]
        left = journal.count(plan.id, UNSENT)
    return _tell(folder, tally, entries, left, as_json=as_json)


def _would_go(entries: list[Entry], folder: Path, server: Server, *, as_json: bool) -> int:
    number, total = len(entries), sum(entry.bytes for entry in entries)
    if as_json:
        row = {"plan": folder.name, "messages": number, "bytes": total, "host": server.host, "rate": server.rate}
        output.print_json(row | {"sent": False})
        return 0
    if not number:
        output.say(f"{folder.name}: nothing is left to send")
        return 0
    time = duration(60 * number / server.rate)
    output.say(f"{folder.name}: {output.count(number, 'message')}, {size(total)}, would go through {server.host}")
    output.say(f"at {server.rate} a minute that takes {time}; nothing was sent: add --send --count {number}")
    return 0


def _confirm(number: int, count: int | None, server: Server) -> None:
    """Raise UsageError unless the right number is given, or typed at a terminal."""
    if count is None:
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageError("nothing was sent: the number of messages is not given", f"add --count {number}")
        words = f"{output.count(number, 'message')} would go through {server.host}. Type their number to send them"
        count = click.prompt(words, type=int, err=True)
    if count != number:
        remedy = f"see what they are, then say --count {number}"
        raise UsageError(f"nothing was sent: {output.count(number, 'message')} would go, not {count}", remedy)


def _tell(folder: Path, tally: Tally, entries: list[Entry], left: int, *, as_json: bool) -> int:
    counts, stopped = tally.counts(), tally.stopped
    if as_json:
        row: dict[str, Any] = {"plan": folder.name, "sent": counts["sent"]}
        row |= {state: counts[state] for state in _TOLD} | {"left": left}
        error = output.error_data(stopped) if stopped else None
        output.print_json(row | {"error": error, "messages": [_row(entry) for entry in entries]})
    for entry in entries[:_MOST_SHOWN]:
        output.say(f"{entry.state}: {entry.address}: {entry.reply}", "yellow")
    if len(entries) > _MOST_SHOWN:
        output.say(f"… and {len(entries) - _MOST_SHOWN} more: pdfgen mail status {folder} --state refused")
    told = [f"{counts[state]} {state}" for state in ("sent", *_TOLD) if counts[state] or state == "sent"]
    output.say(f"{folder.name}: {', '.join(told)}; {left or 'nothing'} left to send")
    if stopped:
        output.say_error(stopped)
        return stopped.exit_code
    if left:
        output.say(f"later: pdfgen mail send {folder} --send --count {left}")
    if counts["unknown"]:
        output.say(f"see whether the unknown ones arrived; if not: pdfgen mail resend {folder} --unknown --send")
    return _SOME_FAILED if any(counts[state] for state in ("refused", "deferred", "unknown")) else 0


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "address": entry.address,
        "name": entry.name,
        "state": entry.state,
        "moment": entry.moment,
        "reply": entry.reply,
        "message_id": entry.message_id,
        "file": entry.file,
    }
