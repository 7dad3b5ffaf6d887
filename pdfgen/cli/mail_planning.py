"""Plan a campaign, and tell who gets what."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.builds.workers import Workers
from pdfgen.cli import output
from pdfgen.cli.environment import dkim_key, now, unsubscribe_key
from pdfgen.cli.reporting import progress
from pdfgen.limits import Limits, size
from pdfgen.mail.outbox import TABLE
from pdfgen.mail.planning import PlanRequest
from pdfgen.mail.planning import plan as make_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

    from pdfgen.mail.planned import LeftOut, PlannedMessage
    from pdfgen.mail.planning import Planned

_MOST_ROWS = 20
_MOST_WIDE = 40  # characters of a cell
_HEADINGS = ("file", "address", "reports", "files", "size", "remarks")


class _Bars:
    """Shows how the work goes on, one stage after the other."""

    def __init__(self) -> None:
        self._shown = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._shown.close()

    def stage(self, words: str, total: int) -> Callable[[], None]:
        """Begin a stage; return what moves its bar on."""
        self._shown.close()
        advance = self._shown.enter_context(progress(total, words))
        return lambda: advance(failed=False)


def plan(campaign: Path, *, correction: bool, dns: bool, as_json: bool) -> int:
    """Plan a campaign; return the exit code."""
    request = PlanRequest(
        campaign,
        now(),
        unsubscribe_key(),
        Workers(0, Limits()),
        Path.cwd(),
        dkim_key(),
        correction=correction,
        dns=dns,
    )
    with _Bars() as bars:
        made = make_plan(request, bars)
    output.show(list(made.warnings), "json" if as_json else "text")
    if as_json:
        output.print_json(_data(made))
        return 0
    messages, left = made.plan.messages, made.plan.left_out
    _tell_table([_row(message) for message in messages])
    if len(messages) > _MOST_ROWS:
        output.tell(f"… and {len(messages) - _MOST_ROWS} more, in {TABLE}")
    _tell_left(left)
    total = sum(message.bytes for message in messages)
    if made.folder is None:
        output.say("there is nothing to send")
        return 0
    output.say(f"{made.folder}: {output.count(len(messages), 'message')}, {size(total)}; nothing was sent")
    if messages:
        output.say(f"next: pdfgen mail preview {made.folder}")
        output.say(f"then: pdfgen mail send {made.folder} --send --count {len(messages)}")
    return 0


def _row(message: PlannedMessage) -> list[str]:
    titles = ", ".join(report.title for report in message.reports)
    files = sum(len(report.files) for report in message.reports)
    return [message.file, message.address, titles, str(files), size(message.bytes), "; ".join(message.warnings)]


def _tell_table(rows: list[list[str]]) -> None:
    if not rows:
        return
    shown = [list(_HEADINGS), *([_short(cell) for cell in row[:-1]] + row[-1:] for row in rows[:_MOST_ROWS])]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        output.tell("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _short(text: str) -> str:
    return text if len(text) <= _MOST_WIDE else text[: _MOST_WIDE - 1] + "…"


def _tell_left(left: tuple[LeftOut, ...]) -> None:
    for one in left[:_MOST_ROWS]:
        output.tell(f"not planned: {one.address} ({one.place}): {one.told}")
    if len(left) > _MOST_ROWS:
        counts = Counter(one.reason for one in left[_MOST_ROWS:])
        output.tell(f"… and {', '.join(f'{count} {reason}' for reason, count in counts.items())}")


def _data(made: Planned) -> dict[str, Any]:
    """Return a plan for JSON: who gets what is in the plan's own file, too."""
    found = made.plan.model_dump(mode="json")
    return {
        "folder": str(made.folder) if made.folder else None,
        **found,
        "problems": [output.as_data(item) for item in made.warnings],
    }
