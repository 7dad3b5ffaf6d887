"""Other programs, run on a copy of a file, with limits: a foreign file and its name are not trusted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfgen.limits import Limits

COPY = "file.pdf"
_MOST_SAID = 2_000_000  # bytes that are read of what a program says
_LARGEST = 500_000_000  # bytes of a file that a program may write


class NotCheckedError(Exception):
    """What could not be checked; the words are the reason."""


class Ran(NamedTuple):
    """How a program ended, and what it said."""

    code: int
    words: str

    @property
    def last(self) -> str:
        """The last line that it said."""
        lines = [line for line in self.words.splitlines() if line.strip()]
        return lines[-1].strip() if lines else "it says nothing"


@contextmanager
def workplace(path: Path) -> Iterator[Path]:
    """Make a folder with a copy of a file under a name of our own.

    Programs are not given the name that a file came with: one that begins with ``%pipe%``, ``@`` or ``-`` is an
    instruction to Ghostscript. Raises NotCheckedError when there is no room for the copy.
    """
    with tempfile.TemporaryDirectory(prefix="pdfgen-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        try:
            shutil.copyfile(path, folder / COPY)
        except OSError as error:
            raise NotCheckedError(f"the file cannot be copied to {folder.parent}: {error.strerror}") from error
        yield folder


def run(command: Sequence[str], folder: Path, limits: Limits, *, java: bool = False) -> Ran:
    """Run a program in ``folder``; raises NotCheckedError when it cannot be started, or takes too much time or memory.

    Its memory is limited where the system keeps to it. A program in ``java`` limits its own: it reserves more addresses
    than it uses.
    """
    name = Path(command[0]).stem
    environment = os.environ | {"JAVA_TOOL_OPTIONS": f"-Xmx{limits.memory}"} if java else None
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(  # noqa: S603  # found on the path of the person who runs us, with our arguments
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        except OSError as error:
            raise NotCheckedError(f"{name} cannot be started: {error.strerror}") from error
        try:
            _limit(process.pid, limits, memory=not java)
            code = process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            raise NotCheckedError(f"{name} took longer than {limits.seconds:g} s") from None
        finally:
            _end(process)
        said.seek(0)
        words = said.read(_MOST_SAID).decode("utf-8", "replace")
        if java and "java.lang.OutOfMemoryError" in words:
            raise NotCheckedError(f"{name} took more memory than {limits.memory / 10**9:.3g} GB")
        return Ran(code, words)


def _limit(process: int, limits: Limits, *, memory: bool) -> None:
    """Limit what a process may take; its time as well, so that it ends even if we are killed."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  # not everywhere

    wanted = {resource.RLIMIT_CPU: int(limits.seconds) * 4 + 10, resource.RLIMIT_FSIZE: _LARGEST}
    if memory:
        wanted[resource.RLIMIT_AS] = limits.memory
    for kind, most in wanted.items():
        with suppress(OSError, ValueError):  # it has ended, or may have less anyway
            _, hard = resource.prlimit(process, kind)
            resource.prlimit(process, kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that is still running, and those that it started."""
    if process.poll() is None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
