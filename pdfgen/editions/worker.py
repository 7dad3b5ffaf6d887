"""A process that builds reports for another, one at a time, until that one is gone.

The tasks come through its standard input, the outcomes go out through its standard output; what anybody prints goes to
standard error. It ends with the process that started it, whatever it is doing.
"""

from __future__ import annotations

import ctypes
import gc
import os
import queue
import resource
import signal
import sys
import threading
from typing import TYPE_CHECKING

from pdfgen.editions.messages import Inbox, send

if TYPE_CHECKING:
    from pdfgen.editions.tasks import Task

READY = "ready"
FULL = 77
"""The exit code of a process that had no memory left."""
_PR_SET_PDEATHSIG = 1  # prctl(2)


def main() -> None:
    """Serve the process whose number is the first argument, with as many bytes of memory as the second says."""
    parent, memory = map(int, sys.argv[1:])
    _end_with(parent)
    inbox, outbox = Inbox(os.dup(0)), os.dup(1)
    os.dup2(2, 1)
    gc.set_threshold(100_000)  # as in pdfgen.cli.__main__
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(inbox, tasks), daemon=True).start()
    try:
        _serve(tasks, outbox, memory)
    except MemoryError:
        os._exit(FULL)


def _serve(tasks: queue.SimpleQueue[Task], outbox: int, memory: int) -> None:
    from pdfgen.editions.work import perform  # noqa: PLC0415  # it takes a while, and may not outlive its starter

    gc.freeze()
    _limit(memory)
    send(outbox, READY)
    while True:
        send(outbox, perform(tasks.get()))


def _end_with(parent: int) -> None:
    """Let the system kill this process when ``parent`` ends; elsewhere than on Linux the pipe tells it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _listen(inbox: Inbox, tasks: queue.SimpleQueue[Task]) -> None:
    """Take tasks in; end the process when nobody can send any more."""
    try:
        while (messages := inbox.read()) is not None:
            for message in messages:
                tasks.put(message)
    except MemoryError:
        os._exit(FULL)
    os._exit(0)


def _limit(memory: int) -> None:
    """Let the process have no more than so many bytes of address space, where the system keeps to it."""
    if sys.platform != "linux":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
