"""A process that checks files for another, one at a time, until that one is gone.

The paths come through its standard input, what is found goes out through its standard output, a line of JSON each.
What a file makes a library say is not printed.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

FULL = 77
"""The exit code of a process that had no memory left."""
_KILL = 9
_SAID = 10**6  # bytes
_PR_SET_PDEATHSIG = 1  # prctl(2)


def main() -> None:
    """Serve the process whose number is the first argument, with as many bytes of memory as the second says."""
    parent, memory = map(int, sys.argv[1:])
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _KILL)
        if os.getppid() != parent:
            os._exit(1)
    outbox = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    try:
        import pikepdf.settings  # noqa: PLC0415  # it takes a while, and may not outlive its starter

        _limit(memory)
        if hasattr(pikepdf.settings, "set_qpdf_limits"):
            # a stream that unfolds into gigabytes is reported at once
            most = min(memory // 4, 2**32 - 1)
            pikepdf.settings.set_qpdf_limits(flate_max_memory=most, run_length_max_memory=most)
        _send(outbox, {"ready": True})
        for line in sys.stdin:
            _serve(Path(json.loads(line)), outbox)
    except MemoryError:
        os._exit(FULL)


def _serve(path: Path, outbox: Any) -> None:
    from pdfgen.errors import PdfgenError  # noqa: PLC0415
    from pdfgen.preflight.validators import by_page_validation  # noqa: PLC0415
    from pdfgen.preflight.verify import PRESS, inspect  # noqa: PLC0415

    try:
        found, claims = inspect(path)
    except PdfgenError as error:
        _send(outbox, {"error": [error.exit_code, str(error), error.remedy]})
        return
    _send(outbox, {"found": found.as_data(), "claims": claims})
    by_page_validation(path, claims, found, PRESS)
    _send(outbox, {"found": found.as_data(), "claims": claims, "done": True})


def _send(outbox: Any, message: dict[str, Any]) -> None:
    print(json.dumps(message), file=outbox, flush=True)


def _limit(memory: int) -> None:
    """Let the process have no more than so many bytes of address space, where the system keeps to it."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  # not everywhere

    # it writes no file; what libraries say goes into one of the process that started it
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, _SAID)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
