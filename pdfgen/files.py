"""Write a file whole or not at all."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from pdfgen.errors import SurroundingsError

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` so that a reader sees the old file or the whole new one, never a part.

    A temporary file beside the target is filled, synchronised and renamed over it, then the folder is synchronised
    (see notes/hostile-input.md). The file gets the mode that the umask gives. An interrupt leaves no temporary file.
    Raises SurroundingsError when the place cannot be written.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
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
        reason = error.strerror or str(error)
        raise SurroundingsError(
            f"cannot write {target}: {reason}", "choose another place with -o, or make room there"
        ) from error
