"""Messages as mail programs keep them: mbox files, maildirs, and folders of .eml files."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from pdfgen.errors import EnvironmentFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

MOST_BYTES = 30_000_000
"""The most bytes of a message that is read; a longer one is cut there."""

_ENDS = (".eml", ".msg", ".txt")
_BEGINS = b"From "
_MOST_LINE = 1_000_000


def stored_messages(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each message with its place: its file, and its number in an mbox.

    Raises UsageError when there is no such file or folder, EnvironmentFailure when something cannot be read.
    """
    try:
        if path.is_dir():
            for file in _files(path):
                yield str(file), _start(file)
        elif path.is_file():
            yield from _of_file(path)
        else:
            raise UsageError(f"there is no file or folder {path}", "name an mbox file, a maildir, or .eml files")
    except OSError as error:
        raise EnvironmentFailure(f"{path} cannot be read: {error.strerror}", "check the path and its rights") from None


def _files(folder: Path) -> list[Path]:
    """Return the files of a maildir, or the messages of another folder and those below it, in the order of names."""
    if all((folder / name).is_dir() for name in ("cur", "new")):
        found = [file for name in ("new", "cur") for file in (folder / name).iterdir()]
    else:
        found = [file for file in folder.rglob("*") if file.suffix.lower() in _ENDS]
    return sorted(file for file in found if stat.S_ISREG(file.lstat().st_mode))


def _start(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES)


def _of_file(path: Path) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as stream:
        if stream.read(len(_BEGINS)) != _BEGINS:
            yield str(path), _start(path)
            return
        stream.seek(0)
        for number, message in enumerate(_mbox(stream), 1):
            yield f"{path}, message {number}", message


def _mbox(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the messages of an mbox file: each begins with a line “From …” after an empty one (RFC 4155)."""
    lines: list[bytes] = []
    size, blank, begun = 0, True, False
    while line := stream.readline(_MOST_LINE):
        if blank and line.startswith(_BEGINS):
            if begun:
                yield b"".join(lines)
            lines, size, begun = [], 0, True
        elif size < MOST_BYTES:
            lines.append(line[1:] if line.lstrip(b">").startswith(_BEGINS) and line.startswith(b">") else line)
            size += len(line)
        blank = line in (b"\n", b"\r\n")
    yield b"".join(lines)
