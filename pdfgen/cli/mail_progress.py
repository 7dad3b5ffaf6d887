"""How sending goes: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from pdfgen.cli import output
from pdfgen.errors import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pdfgen.mail.delivery import Watcher
    from pdfgen.mail.journal import Entry, State

_EVERY = 60.0  # seconds between two lines
_SURE = 10  # messages after which the rate is no guess
_SHORT, _HOUR = 90.0, 3600.0  # seconds


class _Show(Protocol):
    def __call__(self, done: int, words: str, *, waits: bool = False) -> None:
        """Show how many are done, and words."""


class _Progress:
    """Counts what became of messages, and says so."""

    def __init__(self, total: int, rate: int, show: _Show, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._limit, self._show, self._clock = total, rate, show, clock
        self._states: dict[int, State] = {}
        self._began = clock()

    def became(self, entry: Entry, state: State, _words: str) -> None:
        self._states[entry.number] = state
        self._show(len(self._states), self.words())

    def waits(self, seconds: float, why: str) -> None:
        self._show(len(self._states), f"waits {duration(seconds)}: {why}", waits=True)

    def words(self) -> str:
        """Return the rate, what remains, and what did not go well."""
        done = len(self._states)
        seconds = max(self._clock() - self._began, 1e-6)
        rate = 60 * done / seconds if done >= _SURE else float(self._limit)
        parts = [f"{rate:.0f} a minute", f"about {duration(60 * (self._total - done) / rate)} left"]
        counts = Counter(self._states.values())
        parts += [f"{counts[state]} {state}" for state in ("refused", "deferred", "unknown") if counts[state]]
        return ", ".join(parts)


@contextmanager
def watching(total: int, rate: int) -> Iterator[Watcher]:
    """Yield what shows how ``total`` messages are sent, of which at most ``rate`` go in a minute."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _Progress(total, rate, _lines(total))
        return
    # only where a bar is shown
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("sending"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def show(done: int, words: str, *, waits: bool = False) -> None:  # noqa: ARG001  # both are shown in one place
            bar.update(task, completed=done, description=escape(visible(words, lines=False)))

        yield _Progress(total, rate, show)


def _lines(total: int) -> _Show:
    last = time.monotonic()

    def show(done: int, words: str, *, waits: bool = False) -> None:
        nonlocal last
        if waits or time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            output.say(f"{done} of {total}: {words}")

    return show


def duration(seconds: float) -> str:
    """Return a time in words: 40 s, 12 min, 2 h 5 min."""
    if seconds < _SHORT:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / 60:.0f} min"
    return f"{seconds // _HOUR:.0f} h {seconds % _HOUR / 60:.0f} min"
