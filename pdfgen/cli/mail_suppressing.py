"""Suppress addresses, let them get messages again, and list those that get none."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from pdfgen.cli import output
from pdfgen.cli.environment import unsubscribe_key
from pdfgen.errors import visible
from pdfgen.mail.journal import Journal
from pdfgen.mail.suppressing import unwanted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from pdfgen.mail.journal import Reason


def add(folder: Path, named: Sequence[str], reason: str, moment: datetime, *, as_json: bool) -> int:
    """Send addresses nothing from now on; return the exit code."""
    found = unwanted(named, unsubscribe_key)
    with Journal.open(folder, create=True) as journal, journal.writing() as writer:
        new = [one for one in found if writer.suppress(one.key, one.address, cast("Reason", reason), moment)]
    return _tell("suppressed", [one.address for one in new], len(found), as_json=as_json)


def remove(folder: Path, named: Sequence[str], *, as_json: bool) -> int:
    """Let addresses get messages again; return the exit code."""
    found = unwanted(named, unsubscribe_key)
    with Journal.open(folder) as journal, journal.writing() as writer:
        gone = [one for one in found if writer.unsuppress(one.key)]
    return _tell("removed", [one.address for one in gone], len(found), as_json=as_json)


def show(folder: Path, *, as_json: bool) -> int:
    """List the addresses that get nothing; return the exit code."""
    with Journal.open(folder) as journal:
        known = list(journal.suppressed().values())
    if as_json:
        output.print_json({"suppressions": [asdict(one) for one in known]})
        return 0
    for one in known:
        note = f", {visible(one.note, lines=False)}" if one.note else ""  # anybody may have written it
        output.tell(f"{one.address}: {one.reason}, {one.moment}{note}")
    output.say("1 address gets nothing" if len(known) == 1 else f"{len(known)} addresses get nothing")
    return 0


def _tell(what: str, changed: list[str], number: int, *, as_json: bool) -> int:
    if as_json:
        output.print_json({what: changed, "named": number})
        return 0
    output.say(f"{len(changed)} of {number} {what}{'' if len(changed) == number else ': the others were so already'}")
    return 0
