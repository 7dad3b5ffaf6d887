"""Run the command line and give its exit code.

0 done; 1 problems in the input; 2 usage; 3 the machine does not do its part; 4 some of a batch failed; 130 interrupted;
141 whoever read what is printed has gone.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import Any


def main() -> None:
    """Run ``pdfgen`` with the arguments of the process."""
    heeds = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeds:  # nothing is begun: no import need be unwound
        signal.signal(signal.SIGINT, _end)
    # building the models makes many objects that all live on: looking for garbage among them is a tenth of a check
    gc.set_threshold(100_000)
    # pydantic looks for plugins among all installed packages when it is imported; pdfgen has none
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from pdfgen import system  # noqa: PLC0415  # after the variable is set
        from pdfgen.cli.app import run  # noqa: PLC0415

        system.open_standard_streams()
    except OSError as error:
        _say(f"error: system error: {error.strerror}\nhelp: see to it, then try again\n")
        os._exit(3)
    if heeds:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        _end()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is done
    sys.exit(_flushed(code))


def _flushed(code: int) -> int:
    """Return the exit code, 3 when what was printed has no room after all."""
    from pdfgen import system  # noqa: PLC0415

    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            system.silence(number)
            code = code or 3
    return code


def _end(*_: Any) -> None:
    _say("interrupted; nothing half written is left\n")
    os._exit(130)


def _say(words: str) -> None:
    with suppress(OSError):  # there may be nobody to tell
        os.write(2, words.encode())


if __name__ == "__main__":
    main()
