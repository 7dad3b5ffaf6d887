"""What a command may take: seconds by the clock, and memory. What takes more is ended, with words."""

from __future__ import annotations

import math
import os
import re
import signal
import threading
import time
from contextlib import contextmanager, suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pdfgen import system
from pdfgen.errors import EnvironmentFailure
from pdfgen.limits import size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}
_LOOK = 0.5  # seconds between two looks at the memory, where the system does not limit it
_LONGEST = 100_000_000.0  # seconds that a timer can wait
_PATIENCE = 10.0  # seconds within which a command that is over its time ends by itself
_HARD = 30.0  # seconds of processor time beyond, after which the system ends it


def _seconds(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not 0 < value < math.inf:
        raise click.BadParameter(f"“{value:g}” is not a number of seconds")
    return value


def _size(_context: click.Context, _option: click.Parameter, value: str | None) -> int | None:
    """Return a number of bytes that is written such as 800MB or 1.5GB."""
    if value is None:
        return None
    found = re.fullmatch(r"([0-9]{1,12})(?:[.]([0-9]{1,12}))? ?([kmg]?)b?", value.lower())
    whole, part, unit = found.groups("") if found else ("0", "", "")
    number: int = int(whole + part) * _UNITS[unit] // 10 ** len(part)
    if not number:
        raise click.BadParameter(f"“{value}” is not a size, such as 800MB or 1.5GB")
    return number


def limit_options(whose: str, seconds: float, memory: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what gives a command the options for its limits; ``whose`` says what they are the limits of."""

    def give(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option(
            "--memory-limit",
            metavar="SIZE",
            callback=_size,
            help=f"Memory that {whose} may take.  [default: {size(memory)}]",
        )(command)
        return click.option(
            "--time-limit",
            type=float,
            metavar="SECONDS",
            callback=_seconds,
            help=f"Time that {whose} may take.  [default: {seconds:g}]",
        )(command)

    return give


def limited(seconds: float, memory: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what gives a command limits, and the options for them."""

    def give(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*arguments: Any, time_limit: float | None, memory_limit: int | None, **options: Any) -> Any:
            with within(time_limit or seconds, memory_limit or memory):
                return command(*arguments, **options)

        return limit_options("the command", seconds, memory)(run)

    return give


class _Exceeded(BaseException):
    """The command takes too much. Nobody but ``within`` may catch it."""


@contextmanager
def within(seconds: float, memory: int) -> Iterator[None]:
    """Run something with limits in the main thread; elsewhere only the memory is limited.

    Raises EnvironmentFailure when it takes longer, or more than so many bytes of memory.
    """
    timer = hasattr(signal, "setitimer") and system.limits_memory()
    watch: _Timer | _Watcher = (_Timer if timer else _Watcher)(seconds, memory)
    try:
        with watch, system.limited(memory, seconds + _HARD):
            yield
    except _Exceeded:
        raise watch.error() from None
    except (MemoryError, ImportError, OSError, SystemError) as error:
        if not system.lacked_memory(error):
            raise
        watch.what = "memory"
        raise watch.error() from None


class _Limits:
    """What there may be of time and memory; ``what`` says of which there was too much."""

    def __init__(self, seconds: float, memory: int) -> None:
        self.seconds, self.memory = seconds, memory
        self.what = ""
        self._main = threading.current_thread() is threading.main_thread()

    def error(self) -> EnvironmentFailure:
        if self.what == "memory":
            remedy = "see what is unusual in the input, or give it more with --memory-limit"
            return EnvironmentFailure(f"the command took more memory than {size(self.memory)}", remedy)
        remedy = "see what is unusual in the input, or give it more time with --time-limit"
        return EnvironmentFailure(f"the command took longer than {self.seconds:g} s", remedy)

    def end(self) -> NoReturn:
        """End the process: the command does not listen."""
        error = self.error()
        with suppress(OSError):
            os.write(2, f"error: {error}\nhelp: {error.remedy}\n".encode())
        os._exit(error.exit_code)


class _Timer(_Limits):
    """Ends the command by the system's timer: a second thread would make all of it slower."""

    def __enter__(self) -> None:
        if self._main:
            self._before = signal.signal(signal.SIGALRM, self._rung)
            signal.setitimer(signal.ITIMER_REAL, min(self.seconds, _LONGEST), _PATIENCE)

    def __exit__(self, *_: object) -> None:
        if self._main:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)

    def _rung(self, _number: int, _frame: FrameType | None) -> None:
        if self.what:
            self.end()
        self.what = "time"
        raise _Exceeded


class _Watcher(_Limits):
    """Looks from a thread of its own whether the main thread takes too much, and ends the command by an interrupt."""

    def __enter__(self) -> None:
        self._done, self._lock = threading.Event(), threading.Lock()
        if self._main:
            self._before = signal.signal(signal.SIGINT, self._interrupted)
            threading.Thread(target=self._watch, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._done.set()
        if self._main:
            signal.signal(signal.SIGINT, self._before)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self.what:
            raise _Exceeded
        if callable(self._before):
            self._before(number, frame)

    def _watch(self) -> None:
        end = time.monotonic() + self.seconds
        while not self._done.wait(max(0.0, min(_LOOK, end - time.monotonic()))):
            too_large = (system.resident(os.getpid()) or 0) > self.memory
            if too_large or time.monotonic() >= end:
                self._interrupt("memory" if too_large else "time")
                return

    def _interrupt(self, what: str) -> None:
        with self._lock:
            if self._done.is_set():
                return
            self.what = what
            system.interrupt()
        if not self._done.wait(_PATIENCE):
            self.end()
