"""What the system refuses, in words."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from pdfgen.errors import EnvironmentFailure

_REMEDIES = {
    errno.EMFILE: "allow the program more open files (ulimit -n)",
    errno.ENOSPC: "make room on the disk",
}


def system_error(error: Exception) -> EnvironmentFailure:
    """Return what the machine did not do, or not for this input, in words."""
    if isinstance(error, OSError):
        named = f": {os.fsdecode(error.filename)}" if isinstance(error.filename, str | bytes) else ""
        words = f"{error.strerror or error}{named}"
        remedy = _REMEDIES.get(error.errno or 0, "see to it, then try again")
        try:
            Path.cwd()
        except OSError:
            words, remedy = "the current folder is gone", "change to another one"
    elif isinstance(error, MemoryError):
        words, remedy = "there is no memory left", "end other programs, or do less at a time"
    elif isinstance(error, RecursionError):
        words, remedy = "the input is nested too deeply", "see what is unusual in it"
    else:
        words, remedy = str(error), "set the encoding of the terminal to UTF-8, and rename files whose name is not"
    return EnvironmentFailure(f"system error: {words}", remedy)
