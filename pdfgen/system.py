"""What systems do each in their own way: locks, processes that end with this one, limits, folders on a disk.

Each has the best way of the system, and another that works wherever Python does.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Mapping, Sequence

LOCK_FILE = ".pdfgen.lock"
_PR_SET_PDEATHSIG = 1  # prctl(2)
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # renameat2(2)
_RENAME_SWAP = 2  # renamex_np(2), macOS
_MOST = 1 << 62  # what fits in every system's numbers

# Folders


class Lock(Protocol):
    """A lock on a folder that can be taken again, in another way, while it is held."""

    def take(self, *, shared: bool) -> bool:
        """Take it; return whether nobody else has it. Raises OSError where there are no locks."""

    def close(self) -> None:
        """Let it go."""


class _FolderLock:
    """The system's lock on the folder itself: it leaves no file."""

    def __init__(self, folder: Path) -> None:
        if fcntl is None:
            raise OSError("no locks on folders")
        self._descriptor = os.open(folder, os.O_RDONLY)

    def take(self, *, shared: bool) -> bool:
        try:
            fcntl.flock(self._descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        os.close(self._descriptor)


class _FileLock:
    """A lock on a file in the folder, by SQLite: it knows how on every system, and on network disks."""

    def __init__(self, folder: Path) -> None:
        try:
            import sqlite3  # noqa: PLC0415  # few need it, and not every Python has it
        except ImportError:
            raise OSError("Python has no sqlite3") from None
        self._error = sqlite3.Error
        try:
            path = folder / LOCK_FILE
            self._base = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise OSError(str(error)) from error

    def take(self, *, shared: bool) -> bool:
        try:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            self._base.execute("BEGIN" if shared else "BEGIN EXCLUSIVE")
            self._base.execute("SELECT count(*) FROM sqlite_master")  # the shared lock comes with the first reading
        except self._error as error:
            if str(error) == "database is locked":
                return False
            raise OSError(str(error)) from error
        return True

    def close(self) -> None:
        self._base.close()


def lock(folder: Path, *, shared: bool) -> tuple[Lock, bool]:
    """Return a lock on ``folder``, and whether it could be taken. It goes with the process that has it.

    Raises OSError when there are no locks on the disk.
    """
    found: Lock | None = None
    try:
        found = _FolderLock(folder)
        return found, found.take(shared=shared)
    except OSError:  # no system for it, or a network disk, which locks no folder
        if found:
            found.close()
    found = _FileLock(folder)
    try:
        return found, found.take(shared=shared)
    except BaseException:
        found.close()
        raise


def synchronise(folder: Path) -> None:
    """Let the names in ``folder`` outlast a loss of power, where a folder can be opened for that. Raises OSError."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def flush(descriptor: int) -> None:
    """Let what was written to an open file outlast a loss of power. Raises OSError."""
    whole = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: its fsync leaves data in the memory of the disk
    if whole is not None:
        with suppress(OSError):  # a network disk does not know it
            fcntl.fcntl(descriptor, whole)
            return
    os.fsync(descriptor)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders on one disk exchange their names in a single step that is never seen half done.

    Return False where the system or the disk has no such step: nothing is changed then. Raises OSError when the
    exchange itself fails.
    """
    call = _exchanging()
    if call is None:
        return False
    import ctypes  # noqa: PLC0415

    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    error = ctypes.get_errno()
    if error in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}:
        return False
    raise OSError(error, os.strerror(error), str(one), None, str(other))


def _exchanging() -> Callable[[bytes, bytes], int] | None:
    if sys.platform not in ("linux", "darwin"):
        return None
    import ctypes  # noqa: PLC0415

    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            renameat2 = library.renameat2  # glibc 2.28, musl 1.2.6
            return lambda one, other: int(renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE))
        renamex_np = library.renamex_np
        return lambda one, other: int(renamex_np(one, other, _RENAME_SWAP))
    except (OSError, AttributeError):
        return None


# Processes


def start(command: Sequence[str], variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a process with pipes that Ctrl-C does not reach: this process receives it, and ends the other."""
    import subprocess  # noqa: PLC0415  # most commands start none

    with _uninterrupted():
        return subprocess.Popen(  # noqa: S603  # this very program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(variables),
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # Windows
        )


@contextmanager
def _uninterrupted() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with(parent: int) -> None:
    """Let the system kill this process when ``parent`` ends; where the system does not, the pipe from it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # on Windows the number may be that of a starter in between, and stays when the parent ends
    if os.name == "posix" and os.getppid() != parent:
        os._exit(1)


def interrupt() -> None:
    """Send SIGINT to the main thread, from another one."""
    main = threading.main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, signal.SIGINT)  # a system call ends, too
    else:
        import _thread  # noqa: PLC0415

        _thread.interrupt_main()


# Limits


def limits_memory() -> bool:
    """Tell whether the system itself keeps a process to a limit of its memory."""
    return sys.platform == "linux" and bool(resource)


def can_limit_memory() -> bool:
    """Tell whether a process is kept to a limit of its memory, by the system or by the one that watches it."""
    return limits_memory() or resident(os.getpid()) is not None


@contextmanager
def limited(memory: int, seconds: float) -> Iterator[None]:
    """Let this process have so many bytes more than it has, and so much processor time, where the system limits them.

    Memory is address space.
    """
    if resource is None:
        yield
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = {resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime + seconds) + 1}
    if limits_memory():
        wanted[resource.RLIMIT_AS] = _address_space() + memory
    before = {kind: resource.getrlimit(kind) for kind in wanted}
    try:
        for kind, most in wanted.items():
            resource.setrlimit(kind, (_lower(most, *before[kind]), before[kind][1]))
        yield
    finally:
        for kind, limits in before.items():
            resource.setrlimit(kind, limits)


def limit_memory(memory: int) -> None:
    """Let this process have no more than so many bytes of address space from now on, where the system limits it."""
    if limits_memory():
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_lower(memory, soft, hard), hard))


@contextmanager
def without_memory_limit() -> Iterator[None]:
    """Let processes that are started meanwhile have any address space: a browser reserves far more than it uses."""
    if not limits_memory():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _lower(most: int, *limits: int) -> int:
    return min([most, _MOST, *(limit for limit in limits if limit != resource.RLIM_INFINITY)])


def _address_space() -> int:
    """Return the bytes of address space that this process has."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * resource.getpagesize()


def resident(process: int) -> int | None:
    """Return the bytes of memory that a process has; None when that is unknown (psutil is not installed)."""
    try:
        import psutil  # type: ignore[import-untyped]  # noqa: PLC0415  # only where the system limits no memory
    except ImportError:
        return None
    try:
        return int(psutil.Process(process).memory_info().rss)
    except psutil.Error:
        return None


# Standard streams


def open_standard_streams() -> None:
    """Open what was closed of the standard streams, so that no other file gets its number; write what any can show.

    A character that a console cannot show is written as its number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  # for the whole run
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def silence(number: int) -> None:
    """Lead what is still written to a standard stream nowhere: it is closed, or its disk is full."""
    descriptor = os.open(os.devnull, os.O_WRONLY)
    os.dup2(descriptor, number)
    os.close(descriptor)


def lacked_memory(error: BaseException | None) -> bool:
    """Tell whether something failed since there was no memory: for an object, a library, or the system's own work.

    The error may have been taken for another on the way up. A function that got no memory for its own exception returns
    nothing, and the interpreter says so.
    """
    while error is not None:
        no_room = isinstance(error, OSError) and error.errno == errno.ENOMEM
        unsaid = isinstance(error, SystemError) and "without setting an exception" in str(error)
        if no_room or unsaid or isinstance(error, MemoryError) or "failed to map segment" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
