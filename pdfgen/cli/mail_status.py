"""Tell what the journal knows of messages: counts, lists, a table."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from pdfgen.choices import MESSAGE_STATES
from pdfgen.cli import output
from pdfgen.errors import UsageError
from pdfgen.files import write_whole
from pdfgen.mail.journal import Journal
from pdfgen.mail.outgoing import PlanFolder
from pdfgen.mail.planned import OUTBOX
from pdfgen.model.base import is_like_a_formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pdfgen.mail.journal import Entry, KnownPlan, State

_ONE_LINE = ("plan", "address", "name", "language", "state", "moment", "reply", "message_id", "file")
_COLUMNS = (*_ONE_LINE, "reports")


def run(place: Path, states: tuple[str, ...], table: Path | None, *, as_json: bool) -> int:
    """Tell the state of a campaign, a plan, or all campaigns of a folder; return the exit code."""
    wanted = cast("tuple[State, ...]", states)
    with _journal(place) as journal:
        plans = _plans(place, journal)
        entries = _entries(journal, plans, wanted)
        if table:
            number = _write(table, entries)
            output.say(f"wrote {table}: {output.count(number, 'message')}")
        elif as_json:
            suppressed = len(journal.suppressed())
            rows = [_as_data(entry) for entry in entries]
            output.print_json({"plans": list(map(_of_plan, plans)), "suppressed": suppressed, "messages": rows})
        else:
            _tell(journal, plans, entries if states else iter(()))
    return 0


def _journal(place: Path) -> Journal:
    """Return the journal that a campaign, a plan or a folder has. Raises UsageError where there is none of these.

    A campaign that was removed is known by its journal.
    """
    if not place.is_dir() and place.suffix != ".yaml":
        raise UsageError(f"there is no folder {place}", "name a campaign, such as mail/news.yaml, or its folder")
    if not place.is_dir():
        return Journal.open(place.parent)
    return Journal.open(PlanFolder.of(place).campaigns if place.absolute().parent.name == OUTBOX else place)


def _plans(place: Path, journal: Journal) -> list[KnownPlan]:
    if place.absolute().parent.name == OUTBOX:
        return [PlanFolder.of(place).known(journal)]
    if place.is_dir():
        return journal.plans()
    if found := journal.plans(place.stem):
        return found
    raise UsageError(f"the journal knows no plan of {place}", f"plan it first: pdfgen mail plan {place}")


def _entries(journal: Journal, plans: Sequence[KnownPlan], states: tuple[State, ...]) -> Iterator[Entry]:
    for plan in plans:
        yield from journal.entries(plan.id, states)


def _tell(journal: Journal, plans: Sequence[KnownPlan], entries: Iterator[Entry]) -> None:
    for plan in plans:
        sort = " (correction)" if plan.correction else ""
        counts = ", ".join(f"{plan.counts[state]} {state}" for state in MESSAGE_STATES if state in plan.counts)
        output.tell(f"{plan.id}{sort}, planned {plan.moment}: {counts or 'no messages'}")
    for entry in entries:
        words = f": {entry.reply}" if entry.reply else ""
        output.tell(f"  {entry.state} {entry.moment} {entry.address}{words}")
    if not plans:
        output.tell("nothing was planned yet")
    reasons = Counter(one.reason for one in journal.suppressed().values())
    if reasons:
        told = ", ".join(f"{number} {reason}" for reason, number in sorted(reasons.items()))
        output.tell(f"suppressed addresses: {told}")


def _of_plan(plan: KnownPlan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "campaign": plan.campaign,
        "moment": plan.moment,
        "correction": plan.correction,
        "counts": {state: plan.counts.get(cast("State", state), 0) for state in MESSAGE_STATES},
    }


def _as_data(entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(entry, name) for name in _ONE_LINE}
    return row | {
        "subject": entry.subject,
        "bytes": entry.bytes,
        "sha256": entry.sha256,
        "reports": [{"object": name, "version": version, "title": title} for name, version, title in entry.reports],
    }


def _write(target: Path, entries: Iterator[Entry]) -> int:
    """Write messages as CSV; return how many. A text that a spreadsheet would run gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    number = 0
    for entry in entries:
        number += 1
        cells = [*(str(getattr(entry, name)) for name in _ONE_LINE), "; ".join(title for *_, title in entry.reports)]
        writer.writerow([f"'{cell}" if is_like_a_formula(cell) else cell for cell in cells])
    write_whole(target, text.getvalue().encode())
    return number
