"""The whole check of files: our rules in a process with limits, then the programs that know more."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.limits import Limits
from pdfgen.preflight import ink, validators
from pdfgen.preflight.child import FULL
from pdfgen.preflight.metadata import Claim
from pdfgen.preflight.programs import NotCheckedError, workplace
from pdfgen.preflight.result import Finding, Verified, Violation
from pdfgen.preflight.rule import told_once
from pdfgen.theme.tokens import INK_LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Self

PRESS = "PDF/X-4"
INK = "ink-coverage"
# The folder that it is started in is no place to import from: a project may have a yaml.py of its own.
_PROGRAM = "import sys; sys.path[:1] == [''] and sys.path.pop(0); from pdfgen.preflight.child import main; main()"
_START = 60.0  # seconds within which a process is ready
_WORDS = 4096  # bytes of a process's last words


class Inspector:
    """Checks files, one after the other; a file that breaks the process it is checked in costs itself only.

    ``coverage`` says whether Ghostscript measures the ink: None lets it do so where it is installed and the file is for
    the press, True demands it of any file. Raises EnvironmentFailure when pikepdf is not installed, or when Ghostscript
    is demanded and is not.
    """

    def __init__(self, limits: Limits | None = None, *, coverage: bool | None = None) -> None:
        self.limits, self.coverage = limits or Limits(), coverage
        self._process: _Process | None = None
        if importlib.util.find_spec("pikepdf") is None:
            remedy = 'install it with pip install "pdfgen[verify]"'
            raise EnvironmentFailure("pikepdf, which reads PDF files, is not installed", remedy)
        if coverage and ink.program() is None:
            remedy = "install it, or leave --ink-coverage out"
            raise EnvironmentFailure("Ghostscript, which measures the ink, is not installed", remedy)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that files are checked in."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def check(self, path: Path) -> Verified:
        """Return what is found in the PDF at ``path``, who checked it, and what was not checked.

        Raises UsageError when it is no PDF, EnvironmentFailure when it cannot be read, or takes more time or memory
        than the limits let it.
        """
        found, claims = self._rules(path)
        wanted = self.coverage or (self.coverage is None and PRESS in found.claims)
        if not wanted and PRESS in found.claims:
            found.skip(f"{PRESS}: {INK}", "--no-ink-coverage")
        ghostscript = ink.program() if wanted else None
        if wanted and ghostscript is None:
            found.skip(f"{PRESS}: {INK}", "Ghostscript is not installed")
        command = validators.verapdf()
        asked = [claim for claim in claims if claim.verapdf and command is not None]
        if asked or ghostscript:
            try:
                with workplace(path) as folder:
                    if command is not None and asked:
                        self._validate(command, folder, asked, found)
                    if ghostscript is not None:
                        self._measure(ghostscript, folder, found)
            except NotCheckedError as error:
                found.skip("what veraPDF and Ghostscript check", str(error))
        skipped = {item.what for item in found.not_checked}
        for claim in claims:
            if claim.name not in found.checked and claim.name not in skipped:
                found.skip(claim.name, _nobody(claim))
        found.not_checked = [item for item in found.not_checked if item.what not in found.checked]
        return found

    def _rules(self, path: Path) -> tuple[Verified, tuple[Claim, ...]]:
        """Let the process check a file; where it ends before it is done, what it said until then stands."""
        if self._process is None:
            self._process = _Process(self.limits)
        found: Verified | None = None
        claims: tuple[Claim, ...] = ()
        for message in self._process.ask(path):
            if "error" in message:
                code, words, remedy = message["error"]
                raise (UsageError if code == UsageError.exit_code else EnvironmentFailure)(words, remedy)
            found = Verified.of(message["found"])
            claims = tuple(Claim(*claim) for claim in message["claims"])
            if message.get("done"):
                return found, claims
        why, remedy = self._process.why()
        self.close()
        if found is None:
            raise EnvironmentFailure(f"{path} cannot be checked: {why}", remedy)
        for claim in claims:
            found.skip(f"{PRESS}: glyphs" if claim.name == PRESS else claim.name, f"page-validation: {why}")
        return found, claims

    def _validate(self, command: str, folder: Path, claims: list[Claim], found: Verified) -> None:
        """Let veraPDF check what it knows; say so where it cannot, also where another program checked the same."""
        try:
            program = validators.VeraPdf(command, folder, self.limits)
        except NotCheckedError as error:
            found.skip("what veraPDF checks", str(error))
            return
        for claim in claims:
            try:
                program.check(claim, found)
            except NotCheckedError as error:
                found.skip(f"{claim.name} by veraPDF", str(error))

    def _measure(self, ghostscript: str, folder: Path, found: Verified) -> None:
        what = f"{PRESS}: {INK}" if PRESS in found.claims else INK
        if not found.pages or any(item.rule == "content" for item in found.findings):
            found.skip(what, "the content of the pages is not sound")
            return
        try:
            measured = ink.coverage(ghostscript, folder, found.pages, self.limits)
        except NotCheckedError as error:
            found.skip(what, str(error))
            return
        by = f"Ghostscript {measured.version}"
        found.add(PRESS if PRESS in found.claims else "ink", f"{INK} ({by})")
        faults = [
            Violation(f"{most} per cent of ink at one place", page)
            for page, most in enumerate(measured.most, 1)
            if most > INK_LIMIT
        ]
        clause = f"design: {INK_LIMIT} per cent of ink at most; {by}"
        found.findings += [Finding(INK, clause, message) for message in told_once(faults)]


def _nobody(claim: Claim) -> str:
    """Return why nobody has checked what a file claims."""
    if claim.verapdf:
        return "veraPDF, which knows it, is not installed"
    if claim.name.startswith("PDF/X"):
        return f"of PDF/X, only {PRESS} is known"
    return "no validator knows it"


class _Process:
    """A process that checks files, and ends with this one."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._late = False
        path = os.pathsep.join(os.path.abspath(folder) for folder in sys.path)  # noqa: PTH100  # "" is this folder
        # a library in C++ that gets no memory says so there and aborts; where no memory is limited, nobody asks
        self._said = os.memfd_create("pdfgen-verify") if sys.platform == "linux" else None
        self._process = subprocess.Popen(  # noqa: S603  # this very program
            [sys.executable, "-c", _PROGRAM, str(os.getpid()), str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if self._said is None else self._said,
            encoding="ascii",
            env=os.environ | {"PYTHONPATH": path},
        )
        self._ready = False

    def ask(self, path: Path) -> Any:
        """Yield what the process says of a file, until it is done or has ended."""
        if self._process.stdin is None:
            raise AssertionError
        if not self._ready:
            self._ready = self._line(_START) is not None
        with suppress(OSError):
            print(json.dumps(str(path)), file=self._process.stdin, flush=True)
        deadline = time.monotonic() + self.limits.seconds
        while (message := self._line(max(0.0, deadline - time.monotonic()))) is not None:
            yield message

    def _line(self, seconds: float) -> dict[str, Any] | None:
        """Return the next message; None when the process has ended, or was ended because it took too long."""
        if self._process.stdout is None:
            raise AssertionError
        timer = threading.Timer(seconds, self._stop)
        timer.start()
        try:
            line = self._process.stdout.readline()
        finally:
            timer.cancel()
        return json.loads(line) if line.endswith("\n") else None

    def _stop(self) -> None:
        self._late = True
        self._process.kill()

    def why(self) -> tuple[str, str]:
        """Return why the process ended before it was done, and what to do."""
        code = self._process.wait()
        if not self._ready and code != FULL:
            remedy = "check that pikepdf is installed completely, or give more memory with --memory-limit"
            return "the process that checks files could not be started", remedy
        if self._late:
            return f"it took longer than {self.limits.seconds:g} s", "give it more time with --time-limit"
        if code == FULL or self._full():
            most = f"{self.limits.memory / 10**9:.3g} GB"
            return f"it took more memory than {most}", "give it more with --memory-limit"
        how = f"was killed ({signal.Signals(-code).name})" if code < 0 else f"ended with exit code {code}"
        return f"the process that read it {how}", "the file may be damaged on purpose; do not open it elsewhere"

    def _full(self) -> bool:
        """Return whether the last words of the process were that it got no memory."""
        if self._said is None:
            return False
        said = os.pread(self._said, _WORDS, max(0, os.fstat(self._said).st_size - _WORDS))
        return b"bad_alloc" in said or b"MemoryError" in said

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        with suppress(OSError), self._process:  # closes the pipes and waits
            pass
        if self._said is not None:
            os.close(self._said)
            self._said = None
