"""Processes that build reports, each with one report at a time.

Each has pipes of its own to this process and shares nothing with the others, so that one that is killed, hangs or runs
out of memory, at whatever moment, costs the report that it is at and nothing else. They are children of this process
and end with it.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pdfgen.editions.messages import Inbox, send
from pdfgen.editions.tasks import killed, too_large, too_slow
from pdfgen.editions.worker import FULL, READY
from pdfgen.errors import SurroundingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from typing_extensions import Self

    from pdfgen.editions.tasks import Limits, Outcome, Task

# The folder that it is started in is no place to import from: a project may have a yaml.py of its own.
_PROGRAM = "import sys; sys.path[:1] == [''] and sys.path.pop(0); from pdfgen.editions.worker import main; main()"
_START = 60.0  # seconds within which a process is ready
_TRIES = 3  # processes in a row that are never ready


class Pool:
    """As many processes as are asked for; those that end are replaced as long as there is work."""

    def __init__(self, size: int, limits: Limits) -> None:
        self.size, self.limits = size, limits
        self._workers: dict[int, _Worker] = {}
        self._queue: deque[Task] = deque()
        self._selector = selectors.DefaultSelector()
        self._unready = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in list(self._workers.values()):
            self._end(worker)
        self._selector.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Build the reports of ``tasks``; yield each with its outcome, as they come.

        Raises SurroundingsError when no process can be started.
        """
        self._queue.extend(tasks)
        while self._queue or self._busy():
            self._fill()
            for key, _ in self._selector.select(self._patience()):
                yield from self._heard(self._workers[key.fd])
            yield from self._overdue()

    def _busy(self) -> int:
        return sum(worker.task is not None for worker in self._workers.values())

    def _fill(self) -> None:
        """Start processes, and give a task to each that has none."""
        while len(self._workers) < min(self.size, len(self._queue) + self._busy()):
            worker = _Worker(self.limits)
            self._workers[worker.inbox.pipe] = worker
            self._selector.register(worker.inbox.pipe, selectors.EVENT_READ)
        for worker in self._workers.values():
            if self._queue and worker.ready and worker.task is None and worker.begin(self._queue[0]):
                self._queue.popleft()

    def _patience(self) -> float:
        """Return the seconds until the next process is overdue."""
        return max(0.0, min(worker.deadline for worker in self._workers.values()) - time.monotonic())

    def _heard(self, worker: _Worker) -> Iterator[tuple[Task, Outcome]]:
        """Take in what a process says, or that it has ended."""
        messages = worker.inbox.read()
        if messages is None:
            task, status = worker.task, self._end(worker)
            self._missed(worker)
            if task is not None:
                yield task, self._lost(task, status, worker.seconds())
            return
        for message in messages:
            if message == READY:
                worker.ready, worker.deadline, self._unready = True, float("inf"), 0
            elif worker.task is not None:
                task, worker.task, worker.deadline = worker.task, None, float("inf")
                yield task, message

    def _lost(self, task: Task, status: int, seconds: float) -> Outcome:
        if status == FULL:
            return too_large(task, self.limits, seconds)
        if status < 0:
            return killed(task, f"was killed ({signal.Signals(-status).name})", seconds)
        return killed(task, f"ended before it was done (exit code {status})", seconds)

    def _overdue(self) -> Iterator[tuple[Task, Outcome]]:
        """End the processes that take too long."""
        now = time.monotonic()
        for worker in [worker for worker in self._workers.values() if worker.deadline <= now]:
            self._end(worker)
            self._missed(worker)
            if worker.task is not None:
                yield worker.task, too_slow(worker.task, self.limits)

    def _missed(self, worker: _Worker) -> None:
        """Count a process that ended without ever being ready."""
        self._unready += not worker.ready
        if self._unready >= _TRIES:
            remedy = "see what is said above; if nothing is, give more memory with --memory-limit"
            raise SurroundingsError(f"{_TRIES} processes in a row could not be started", remedy)

    def _end(self, worker: _Worker) -> int:
        """End a process, whatever it is doing; return its exit status."""
        del self._workers[worker.inbox.pipe]
        self._selector.unregister(worker.inbox.pipe)
        return worker.end()


class _Worker:
    """A process, and the task that it is at."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        command = [sys.executable, "-c", _PROGRAM, str(os.getpid()), str(limits.memory)]
        path = os.pathsep.join(os.path.abspath(folder) for folder in sys.path)  # noqa: PTH100  # "" is this folder
        with _uninterrupted():
            self._process = subprocess.Popen(  # noqa: S603  # this very program
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": path},
            )
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError
        self._outbox, self.inbox = self._process.stdin.fileno(), Inbox(self._process.stdout.fileno())
        self.ready = False
        self.task: Task | None = None
        self._began = time.monotonic()
        self.deadline = self._began + _START

    def begin(self, task: Task) -> bool:
        """Give the process a task; return whether it is there to take it."""
        try:
            send(self._outbox, task)
        except BrokenPipeError:
            return False
        self.task, self._began = task, time.monotonic()
        self.deadline = self._began + self._limits.seconds
        return True

    def seconds(self) -> float:
        """Return how long it has been at its task."""
        return time.monotonic() - self._began

    def end(self) -> int:
        """End the process, and forget it; return its exit status."""
        self._process.kill()
        with self._process as process:  # closes the pipes and waits
            pass
        return process.returncode


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: it is told to this process, which ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
