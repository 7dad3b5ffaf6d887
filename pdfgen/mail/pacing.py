"""How fast messages go, and how long to wait before another try."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds that only grow, and what waits for some."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Pauses:
    """Pauses that grow, in seconds: the first one, by which factor, and the longest."""

    first: float = 60.0
    factor: float = 2.0
    longest: float = 900.0

    def before(self, attempt: int) -> float:
        """Return how long to wait before a further attempt, of which the first has the number 1."""
        return min(self.longest, self.first * self.factor ** min(attempt - 1, 64))


class Pace:
    """Lets so many messages go in a minute, evenly: nothing that was missed is made up for."""

    def __init__(self, rate: int, clock: Clock) -> None:
        self._interval, self._clock = 60.0 / rate, clock
        self._next = clock.now()

    def wait(self) -> None:
        """Wait until the next message may go."""
        if (left := self._next - self._clock.now()) > 0:
            self._clock.sleep(left)
        self._next = max(self._next, self._clock.now()) + self._interval
