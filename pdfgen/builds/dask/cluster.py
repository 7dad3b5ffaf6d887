"""Reports built by a dask.distributed cluster (the extra ``dask``).

Its workers need share no disk with this machine: they are sent what the reports of a project share once, and each
report with its task; the files come back as bytes. A worker that is lost costs nothing: its reports go to others.

The cluster is trusted wholly: what it answers is executed here, as all that dask sends.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import threading
import time
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.builds.dask.remote import forget, perform_there
from pdfgen.builds.dask.sending import Sender
from pdfgen.builds.tasks import killed, unanswered
from pdfgen.errors import EnvironmentFailure
from pdfgen.outputs import picture_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client, Future

    from pdfgen.builds.dask.remote import RemoteTask
    from pdfgen.builds.tasks import MadeFile, Outcome, Task
    from pdfgen.limits import Limits

_ANSWER = 5.0  # seconds until the scheduler answers
_PATIENCE = 15.0  # seconds without any worker; and what a worker may take beside its task
_LOOK = 1.0  # seconds between two looks whether there are any
_REMEDY = "see to it, then build again: what is built stays"


class DaskCluster:
    """The workers of the dask scheduler at ``address``; ``here`` is the working directory of the caller."""

    def __init__(self, address: str, limits: Limits, here: Path) -> None:
        self.address, self.limits, self._here = address, limits, here

    def _connect(self) -> None:
        """Reach the scheduler. Raises EnvironmentFailure when the extra is not installed, or nobody answers."""
        try:
            from distributed import Client  # noqa: PLC0415  # an extra
        except ImportError:
            remedy = 'install it with pip install "pdfgen[dask]"'
            raise EnvironmentFailure("dask.distributed, which reaches the cluster, is not installed", remedy) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is lost is told here
        try:
            client = _within(_ANSWER + _LOOK, lambda: Client(self.address, timeout=_ANSWER))
        except Exception as error:  # whatever a server of another kind brings about
            remedy = "start one with `dask scheduler` and `dask worker`, and give its address, such as tcp://host:8786"
            raise EnvironmentFailure(f"no dask scheduler answers at {self.address}", remedy) from error
        self._client: Client = client
        self._build = secrets.token_hex(8)

    def close(self) -> None:
        """Let the workers forget the build, and leave the cluster."""
        with suppress(Exception):  # a cluster that is lost has nothing to forget
            if self._client.status == "running":
                _within(_ANSWER, lambda: self._client.run(forget, self._build, on_error="ignore"))
        with suppress(Exception):
            _within(_ANSWER, lambda: self._client.close(timeout=_LOOK))

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Build the reports of ``tasks``; yield each with its outcome, as they come.

        Raises EnvironmentFailure when the extra is not installed, or when the cluster does not answer, is lost, has no
        workers, or has another version of this program.
        """
        self._connect()
        sender = Sender(self._build, self.limits, self._here)
        self._await_workers()
        waiting = dict(self._sent(sender, list(tasks)))
        alone, heard = 0.0, time.monotonic()
        while waiting:
            done = self._done(list(waiting))
            for future in done:
                parcel = waiting.pop(future)
                yield parcel.task, self._outcome(sender, parcel, future)
            heard = time.monotonic() if done else heard
            alone = 0.0 if done or self._workers() else alone + _LOOK
            if alone >= _PATIENCE:
                raise self._without_workers()
            if time.monotonic() - heard > self._longest():
                yield from ((parcel.task, unanswered(parcel.task, self._longest())) for parcel in waiting.values())
                return

    def _longest(self) -> float:
        """Return the seconds within which one of the workers answers: each ends a report that takes too long."""
        return self.limits.seconds + _PATIENCE

    def _await_workers(self) -> None:
        end = time.monotonic() + _PATIENCE
        while not self._workers():
            if time.monotonic() >= end:
                raise self._without_workers()
            time.sleep(_LOOK / 4)

    def _sent(self, sender: Sender, tasks: list[Task]) -> Iterator[tuple[Future, RemoteTask]]:
        """Send tasks, after the files that their projects share; yield what each will become."""
        shared: dict[str, Future] = {}
        for task in tasks:
            parcel = sender.parcel(task)
            if parcel.anchor not in shared:
                shared[parcel.anchor] = self._scattered(sender.shared(task))
            future = self._client.submit(perform_there, parcel, shared[parcel.anchor], pure=False, retries=0)
            yield future, parcel

    def _scattered(self, content: Any) -> Future:
        try:
            return _within(self._longest(), lambda: self._client.scatter(content, broadcast=True))
        except (TimeoutError, asyncio.TimeoutError) as error:
            message = f"the workers of the dask cluster at {self.address} do not answer"
            raise EnvironmentFailure(message, _REMEDY) from error
        except (asyncio.CancelledError, CancelledError, OSError) as error:
            raise self._lost() from error

    def _done(self, waiting: list[Future]) -> list[Future]:
        """Return what is done, after a while at the latest."""
        from distributed import wait  # noqa: PLC0415  # an extra

        try:
            wait(waiting, timeout=_LOOK, return_when="FIRST_COMPLETED")
        except (TimeoutError, asyncio.TimeoutError):
            return []
        except (asyncio.CancelledError, CancelledError, OSError) as error:
            raise self._lost() from error
        return [future for future in waiting if future.done()]

    def _outcome(self, sender: Sender, parcel: RemoteTask, future: Future) -> Outcome:
        try:
            result = _within(self._longest(), future.result)
        except EnvironmentFailure:
            raise
        except (asyncio.CancelledError, CancelledError) as error:
            raise self._lost() from error
        except (TimeoutError, asyncio.TimeoutError):  # it is done, and lies where nobody answers
            return unanswered(parcel.task, self._longest())
        except Exception as error:  # whatever a worker can come upon
            if type(error).__name__ == "KilledWorker":
                return killed(parcel.task, "was lost with its worker, and so were those that tried again", 0.0)
            message = f"the dask cluster at {self.address} cannot build: {error}"
            raise EnvironmentFailure(message, "see to its workers: they need pdfgen in the same version") from error
        outcome = sender.returned(parcel, *result)
        return replace(outcome, files=as_asked(parcel.task, outcome.files))

    def _lost(self) -> EnvironmentFailure:
        return EnvironmentFailure(f"the dask cluster at {self.address} was lost", _REMEDY)

    def _without_workers(self) -> EnvironmentFailure:
        return EnvironmentFailure(f"the dask cluster at {self.address} has no workers", _REMEDY)

    def _workers(self) -> dict[str, Any]:
        if self._client.status != "running":
            raise self._lost()
        found: dict[str, Any] = self._client.scheduler_info(n_workers=-1)["workers"]
        return found


def as_asked(task: Task, files: tuple[MadeFile, ...]) -> tuple[MadeFile, ...]:
    """Return the files that came back under the names that the task gives them, whatever the answer calls them."""
    target = Path(task.target)
    names = [target, *(picture_files(target, len(files) - 1) if task.options.pictures else ())]
    return tuple(
        replace(
            file,
            target=str(name),
            sha256=hashlib.sha256(file.content).hexdigest(),
            size=len(file.content),
            staged="",
        )
        for name, file in zip(names, files, strict=False)
    )


def _within(seconds: float, call: Callable[[], Any]) -> Any:
    """Return what ``call`` returns. Raises TimeoutError when it takes longer; it is left to itself then."""
    found: list[Any] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            found.append(call())
        except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found[0]
