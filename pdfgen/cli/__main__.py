"""Run the command line and give its exit code.

0 done; 1 problems in the input; 2 usage; 3 system error (disk, permission, missing extra);
4 some of a batch failed; 130 interrupted;
141 whoever read what is printed has gone.
"""

# What is imported here takes time before Ctrl-C is heard: these are there already when Python has started.
from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import gc
import os
import sys

_INTERRUPTED = 130


def main() -> None:
    """Run ``pdfgen`` with the arguments of the process."""
    heeds = _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler
    if heeds:  # nothing is begun: no import need be unwound
        _signal.signal(_signal.SIGINT, _end)
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
        _signal.signal(_signal.SIGINT, _signal.default_int_handler)
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        _end()
    _signal.signal(_signal.SIGINT, _signal.SIG_IGN)  # it is done
    code = _flushed(code)
    if code == _INTERRUPTED:
        os._exit(code)  # Python itself would end by the signal when it came in the midst of exec()
    sys.exit(code)


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


def _end(*_: object) -> None:
    _say("interrupted; nothing half written is left\n")
    os._exit(_INTERRUPTED)


def _say(words: str) -> None:
    try:  # noqa: SIM105  # contextlib takes a while
        os.write(2, words.encode())
    except OSError:
        pass


if __name__ == "__main__":
    main()
