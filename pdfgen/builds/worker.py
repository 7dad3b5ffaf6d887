"""A process that builds reports for another, one at a time, until that one is gone.

The tasks come through its standard input, the outcomes go out through its standard output; what anybody prints goes to
standard error. It ends with the process that started it, whatever it is doing.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import queue
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pdfgen import system
from pdfgen.builds.messages import Inbox, send

if TYPE_CHECKING:
    from pdfgen.builds.tasks import Task

READY = "ready"
FULL = 77
"""The exit code of a process that had no memory left."""
_SLACK = 10.0  # seconds within which the starter ends a process that takes too long
_LONG = 1_000_000.0  # seconds


def main() -> None:
    """Serve the process whose number is the first argument, with so many bytes of memory and seconds for each task."""
    parent, memory = map(int, sys.argv[1:3])
    system.end_with(parent)
    inbox, outbox = Inbox(os.dup(0)), os.dup(1)
    os.dup2(2, 1)
    gc.set_threshold(100_000)  # as in pdfgen.cli.__main__
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(inbox, tasks), daemon=True).start()
    try:
        _serve(tasks, outbox, memory, float(sys.argv[3]))
    except MemoryError:
        os._exit(FULL)


def _serve(tasks: queue.SimpleQueue[Task], outbox: int, memory: int, seconds: float) -> None:
    from pdfgen.builds.perform import perform  # noqa: PLC0415  # it takes a while, and may not outlive its starter

    gc.freeze()
    system.limit_memory(memory)
    send(outbox, READY)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        while True:
            task = tasks.get()
            _end_after(seconds, nowhere)
            outcome = perform(task)
            faulthandler.cancel_dump_traceback_later()
            send(outbox, outcome)


def _end_after(seconds: float, nowhere: TextIO) -> None:
    """End this process by itself: whoever started it may be gone, and the interpreter too busy to hear of it."""
    try:
        faulthandler.dump_traceback_later(min(seconds, _LONG) + _SLACK, file=nowhere, exit=True)
    except RuntimeError as error:  # there is no memory left for a thread
        raise MemoryError from error


def _listen(inbox: Inbox, tasks: queue.SimpleQueue[Task]) -> None:
    """Take tasks in; end the process when nobody can send any more."""
    try:
        while (messages := inbox.read()) is not None:
            for message in messages:
                tasks.put(message)
    except MemoryError:
        os._exit(FULL)
    os._exit(0)
