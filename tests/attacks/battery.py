"""Runs commands in processes with limits, each forked from one that has the program imported already."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from typing_extensions import Self

SECONDS = 60
MEMORY = 3_000_000_000

SERVER = """
import json, os, resource, signal, sys, time
import pdfgen.cli.checking, pdfgen.cli.binding, pdfgen.cli.building, pdfgen.importers.texts
from pdfgen.cli.app import run

limits = json.loads(sys.argv[1])
for line in sys.stdin:
    task = json.loads(line)
    begun = time.monotonic()
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        out = os.open(task["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0); os.dup2(out, 1); os.dup2(out, 2)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
        os.chdir(task["folder"])
        resource.setrlimit(resource.RLIMIT_AS, (limits["memory"],) * 2)
        code = 70
        try:
            code = run(task["arguments"])
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            sys.stdout.flush(); sys.stderr.flush()
            os._exit(code)
    status = None
    while status is None and time.monotonic() - begun < limits["seconds"]:
        done, found, usage = os.wait4(child, os.WNOHANG)
        if done:
            status = os.waitstatus_to_exitcode(found)
        else:
            time.sleep(0.005)
    if status is None:
        os.killpg(child, signal.SIGKILL)
        usage = os.wait4(child, 0)[2]
    print(json.dumps([status, time.monotonic() - begun, usage.ru_maxrss]), flush=True)
"""


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code (None when it did not end), what it said, seconds, kilobytes."""

    code: int | None
    said: str
    seconds: float
    memory: int

    @property
    def survived(self) -> bool:
        """Whether it ended by itself, in its limits, with words of its own."""
        return self.code in (0, 1, 2, 3, 4) and "Traceback" not in self.said and "internal error" not in self.said


class Battery:
    """The process that commands are run from."""

    def __init__(self, log: Path, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._log = log
        limits = json.dumps({"seconds": seconds, "memory": memory})
        command = [sys.executable, "-c", SERVER, limits]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, arguments: Sequence[Any], folder: Path) -> Outcome:
        """Run a command in a folder."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        task = {"arguments": list(map(str, arguments)), "folder": str(folder), "log": str(self._log)}
        stdin.write(json.dumps(task) + "\n")
        stdin.flush()
        code, seconds, memory = json.loads(stdout.readline())
        return Outcome(code, self._log.read_text(encoding="utf-8", errors="replace"), seconds, memory)
