"""What commands ask of the system, on a hostile project: no network, no program, nothing read or written elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import pdfgen
from pdfgen.resources import shipped
from tests.attacks.projects import FILES, ON_FILES, ON_PROJECTS, sound

STRACE = shutil.which("strace")
# What Python itself reads of a system differs from machine to machine: this is asked for.
pytestmark = [
    pytest.mark.attack,
    pytest.mark.skipif(STRACE is None, reason="strace is not installed: system calls are not looked at"),
]

CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)$")
PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc/ld.so",
    "/proc",
    "/sys",
    "/dev/null",
    "/dev/urandom",
    "/etc/localtime",
    "/etc/locale",
    "/etc/ssl",
)
EVIL = (
    "a link to the root",
    "scores in the root",
    "edition: an essay above",
    "edition: another rubric",
    "theme: a face elsewhere",
    "a circle of folders",
)


def traced(arguments: list[str], folder: Path) -> list[tuple[str, str]]:
    """Run the program in ``folder``; return the system calls that it made, each with its arguments."""
    assert STRACE is not None
    log = folder.parent / "calls"
    calls = (
        "execve,socket,connect,open,openat,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,symlink,link"
    )
    command = [STRACE, "-f", "-qq", "-e", f"trace={calls}", "-s", "4000", "-o", str(log)]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(folder.parent / "tmp")}
    (folder.parent / "tmp").mkdir(exist_ok=True)
    done = subprocess.run(
        [*command, sys.executable, "-m", "pdfgen", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    made = (CALL.match(line) for line in lines if " = -1 " not in line)
    return [(call[1], call[2]) for call in made if call]


def place(arguments: str, folder: Path) -> Path:
    """Return the real path that a call names."""
    named = PATH.search(arguments)
    assert named, arguments
    return Path(os.path.realpath(folder / named[1].encode("latin-1").decode("unicode_escape")))


def is_below(path: Path, folders: list[str]) -> bool:
    return any(path.is_relative_to(folder) or str(path).startswith(folder) for folder in folders)


def judged(calls: list[tuple[str, str]], folder: Path, out: Path) -> list[str]:
    """Return the calls that the program has no business with."""
    installed = [sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), str(Path(pdfgen.__file__).parent)]
    installed += [os.path.realpath(item) for item in [*installed, *filter(None, sys.path)]]
    installed += [str(shipped("data")), str(shipped("fonts")), os.path.realpath(sys.executable)]
    looked_at = folder  # Python looks for modules in the current folder
    staged = str(out.with_name(".pdfgen-"))  # a folder is made beside its place, and gets its name when it is whole
    writable = [str(out), staged, str(folder / "tmp"), "/dev/null"]
    readable = [*SYSTEM, *installed, str(folder / "project"), *writable]
    wrong = []
    for name, arguments in calls:
        if name in ("socket", "connect"):
            wrong.append(f"{name}({arguments}")
        elif name == "execve":
            program = place(arguments, folder)
            if program != Path(os.path.realpath(sys.executable)):
                wrong.append(f"{name}({arguments}")
        elif name in ("open", "openat", "creat"):
            writes = name == "creat" or any(flag in arguments for flag in ("O_WRONLY", "O_RDWR", "O_CREAT"))
            if not writes and place(arguments, folder) == looked_at:
                continue
            if not is_below(place(arguments, folder), writable if writes else readable):
                wrong.append(f"{name}({arguments}")
        elif not is_below(place(arguments, folder), writable):
            wrong.append(f"{name}({arguments}")
    return wrong


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "volume",
        "build",
        "diff",
        "extract",
        "verify",
        "import",
    ],
)
def test_a_command_keeps_to_its_project(command: str, tmp_path: Path) -> None:
    root, out = tmp_path / "project", tmp_path / "out"
    home = sound(root)
    made = tmp_path / "project" / "made.pdf"
    if command in ("extract", "verify"):
        from pdfgen.cli.app import run  # noqa: PLC0415

        assert run(["build", str(home / "reports" / "beta.yaml"), "-o", str(made)]) == 0
    else:
        for name in EVIL:
            ON_PROJECTS[name](root)
        ON_FILES["a secret"](root / FILES["report"])
    arguments = {
        "check": ["check", str(home)],
        "build": ["build", str(home), "-j", "1", "-o", str(out)],
        "volume": ["volume", str(home), "-o", str(out)],
        "diff": ["diff", str(home), str(home)],
        "extract": ["extract", str(made), "-o", str(out)],
        "verify": ["verify", "--no-ink-coverage", str(made)],
        "import": ["import", "scores", str(root / FILES["scores"]), "-o", str(out), "--rubric", "freedom-in-the-world"],
    }[command]
    calls = traced(arguments, tmp_path)
    assert len(calls) > 100
    assert judged(calls, tmp_path, out) == []
