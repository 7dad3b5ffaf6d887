"""Write a file whole or not at all, and keep others from writing into the same folder meanwhile."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from pdfgen.errors import SurroundingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TEMPORARY = re.compile(r"\.(.+)\.[0-9a-f]{8}\.tmp")


def write_whole(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` so that a reader sees the old file or the whole new one, never a part.

    A temporary file beside the target is filled, synchronised and renamed over it, then the folder is synchronised
    (see notes/hostile-input.md). The file gets the mode that the umask gives. An interrupt leaves no temporary file.
    Raises SurroundingsError when the place cannot be written.
    """
    publish(stage(target, content), target)


def stage(target: Path, content: bytes) -> Path:
    """Write ``content`` to a temporary file beside ``target``, synchronised; return it.

    An interrupt leaves no temporary file. Raises SurroundingsError when the place cannot be written.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritten(target, error) from error
    return temporary


def publish(temporary: Path, target: Path) -> None:
    """Give a file that was staged its name, and synchronise the folder.

    Raises SurroundingsError when that cannot be done; the temporary file is gone then.
    """
    try:
        try:
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise _unwritten(target, error) from error


def _unwritten(target: Path, error: OSError) -> SurroundingsError:
    reason = error.strerror or str(error)
    return SurroundingsError(f"cannot write {target}: {reason}", "choose another place with -o, or make room there")


def temporaries(folder: Path) -> list[Path]:
    """Return the temporary files in ``folder`` that a killed process left: of PDF, PNG and JSON files."""
    found = []
    for path in folder.glob(".*.tmp"):
        named = _TEMPORARY.fullmatch(path.name)
        if named and named[1].endswith((".pdf", ".png", ".json")):
            found.append(path)
    return found


def names_file(output: Path) -> bool:
    """Tell whether ``output`` names a PDF file; everything else names a folder."""
    return output.suffix.lower() == ".pdf" and not output.is_dir()


def make_folder(folder: Path) -> None:
    """Make ``folder``, and those above it. Raises SurroundingsError when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make the folder {folder}: {error.strerror}"
        raise SurroundingsError(message, "choose another with -o") from error


@contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Keep other builds out of ``folder``; those that share it keep only the others out.

    The lock is the system's, on the folder itself: it leaves no file, and goes with the process that has it. Raises
    SurroundingsError when another process has the folder, or when there are no locks on its disk; who shares does
    without them there.
    """
    with ExitStack() as stack:
        try:
            descriptor = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, descriptor)
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            remedy = "wait until it has ended, or choose another folder with -o"
            raise SurroundingsError(f"another build is writing into {folder}", remedy) from None
        except OSError as error:
            if not shared:
                remedy = "choose a folder on another disk with -o"
                raise SurroundingsError(f"{folder} cannot be locked: {error.strerror}", remedy) from error
        yield
