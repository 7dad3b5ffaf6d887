"""Processes that build reports, each with one report at a time.

Each has pipes of its own to this process and shares nothing with the others, so that one that is killed, hangs or runs
out of memory, at whatever moment, costs the report that it is at and nothing else. They are children of this process
and end with it.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pdfgen import system
from pdfgen.builds.messages import Inbox, send
from pdfgen.builds.tasks import killed, too_large, too_slow
from pdfgen.builds.worker import FULL, READY
from pdfgen.errors import EnvironmentFailure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pdfgen.builds.tasks import Outcome, Task
    from pdfgen.limits import Limits

    Heard = queue.SimpleQueue[tuple["_Worker", "list[Any] | None"]]

# The folder that it is started in is no place to import from: a project may have a yaml.py of its own.
_PROGRAM = "import sys; sys.path[:1] == [''] and sys.path.pop(0); from pdfgen.builds.worker import main; main()"
_START = 60.0  # seconds within which a process is ready
_TRIES = 3  # processes in a row that are never ready
_LOOK = 0.5  # seconds between two looks: Windows tells of Ctrl-C only then, and the memory may have to be looked at


class Workers:
    """Up to ``size`` processes, 0 for one a core; those that end are replaced as long as there is work."""

    def __init__(self, size: int, limits: Limits) -> None:
        self.size, self.limits = size or cores(), limits
        self._workers: list[_Worker] = []
        self._queue: deque[Task] = deque()
        self._heard: Heard = queue.SimpleQueue()
        self._unready = 0

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        self._queue.clear()
        for worker in list(self._workers):
            self._end(worker)

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Build the reports of ``tasks``; yield each with its outcome, as they come.

        Raises EnvironmentFailure when no process can be started.
        """
        self._queue.extend(tasks)
        while self._queue or self._busy():
            self._fill()
            try:
                worker, messages = self._heard.get(timeout=self._patience())
            except queue.Empty:
                pass
            else:
                yield from self._taken(worker, messages)
            yield from self._overdue()

    def _busy(self) -> int:
        return sum(worker.task is not None for worker in self._workers)

    def _fill(self) -> None:
        """Start processes, and give a task to each that has none."""
        while len(self._workers) < min(self.size, len(self._queue) + self._busy()):
            self._workers.append(_Worker(self.limits, self._heard))
        for worker in self._workers:
            if self._queue and worker.ready and worker.task is None and worker.begin(self._queue[0]):
                self._queue.popleft()

    def _patience(self) -> float:
        """Return the seconds until the next process is overdue, or is to be looked at."""
        next_one = min(worker.deadline for worker in self._workers) - time.monotonic()
        return min(max(0.0, next_one), _LOOK)

    def _taken(self, worker: _Worker, messages: list[Any] | None) -> Iterator[tuple[Task, Outcome]]:
        """Take in what a process says, or that it has ended."""
        if worker not in self._workers:  # it said so before it was ended
            return
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
        """End the processes that take too long, or too much where the system does not see to that."""
        now = time.monotonic()
        for worker in list(self._workers):
            late = worker.deadline <= now
            if late or worker.size() > self.limits.memory:
                self._end(worker)
                self._missed(worker)
                if worker.task is not None:
                    slow = too_slow(worker.task, self.limits)
                    yield worker.task, slow if late else too_large(worker.task, self.limits, worker.seconds())

    def _missed(self, worker: _Worker) -> None:
        """Count a process that ended without ever being ready."""
        self._unready += not worker.ready
        if self._unready >= _TRIES:
            remedy = "see what is said above; if nothing is, give more memory with --memory-limit"
            raise EnvironmentFailure(f"{_TRIES} processes in a row could not be started", remedy)

    def _end(self, worker: _Worker) -> int:
        """End a process, whatever it is doing; return its exit status."""
        self._workers.remove(worker)
        return worker.end()


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker:
    """A process, and the task that it is at."""

    def __init__(self, limits: Limits, heard: Heard) -> None:
        self._limits = limits
        command = [sys.executable, "-c", _PROGRAM, str(os.getpid()), str(limits.memory), str(limits.seconds)]
        path = os.pathsep.join(os.path.abspath(folder) for folder in sys.path)  # noqa: PTH100  # "" is this folder
        self._process = system.start(command, os.environ | {"PYTHONPATH": path})
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError
        self._outbox = self._process.stdin.fileno()
        self._ear = threading.Thread(target=self._listen, args=(self._process.stdout.fileno(), heard), daemon=True)
        self.ready = False
        self.task: Task | None = None
        self._began = time.monotonic()
        self.deadline = self._began + _START
        self._ear.start()

    def _listen(self, pipe: int, heard: Heard) -> None:
        """Hand on what the process says, in a thread of its own: not every system tells which pipes can be read."""
        inbox = Inbox(pipe)
        with suppress(Exception):  # what is no message ends it as well
            while (messages := inbox.read()) is not None:
                heard.put((self, messages))
        heard.put((self, None))

    def begin(self, task: Task) -> bool:
        """Give the process a task; return whether it is there to take it."""
        try:
            send(self._outbox, task)
        except OSError:
            return False
        self.task, self._began = task, time.monotonic()
        self.deadline = self._began + self._limits.seconds
        return True

    def seconds(self) -> float:
        """Return how long it has been at its task."""
        return time.monotonic() - self._began

    def size(self) -> int:
        """Return how much memory it has where that has to be looked at, else 0."""
        return 0 if system.limits_memory() else system.resident(self._process.pid) or 0

    def end(self) -> int:
        """End the process, and forget it; return its exit status."""
        self._process.kill()
        self._process.wait()
        self._ear.join()
        with self._process as process:  # closes the pipes
            return process.returncode
