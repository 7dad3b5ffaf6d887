"""What the program needs of a system: on one that has hardly anything, it does the same."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pdfgen
from pdfgen import system
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow  # each test builds an edition, or starts processes

SAMPLES = shipped("data") / "editions" / "2018"
PATIENCE = 60.0

# What Windows lacks, or has in another way. It is run before all else in each process.
ELSEWHERE = r"""
import ctypes, os, select, signal, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[name] = None  # the import system takes None as “not there”
for module, names in {
    signal: ("pthread_sigmask", "pthread_kill", "alarm", "setitimer", "sigwait"),
    os: ("fork", "forkpty", "sched_getaffinity", "getuid", "mkfifo"),
}.items():
    for name in names:
        delattr(module, name)

def no_pipes(*_):
    raise OSError(10038, "an operation was attempted on something that is not a socket")

for name in ("select", "poll", "epoll"):
    setattr(select, name, no_pipes)

open_file, open_library = os.open, ctypes.CDLL

def no_folders(path, *arguments, **options):
    if os.path.isdir(path):
        raise PermissionError(13, "Permission denied", path)
    return open_file(path, *arguments, **options)

def no_program(name, *arguments, **options):
    if name is None:
        raise OSError("no such library")
    return open_library(name, *arguments, **options)

os.open, ctypes.CDLL = no_folders, no_program
"""


def surroundings(folder: Path, program: str = ELSEWHERE, **variables: str) -> dict[str, str]:
    """Return the variables of processes that run a program before all else."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(program, encoding="utf-8")
    path = os.pathsep.join([str(folder), str(Path(pdfgen.__file__).parents[1])])
    kept = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "PYTHONPATH")}
    return kept | {"PYTHONPATH": path} | variables


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    return surroundings(tmp_path / "site", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    found = tmp_path / "project" / "editions" / "2018"
    shutil.copytree(SAMPLES, found)
    return found


def pdfgen_run(
    *arguments: str | Path, env: dict[str, str], cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pdfgen", *map(str, arguments)]
    return subprocess.run(
        command, env=env, cwd=cwd, capture_output=True, text=True, encoding="cp1252", check=False, timeout=PATIENCE
    )


def test_the_other_system_is_another(elsewhere: dict[str, str]) -> None:
    program = "import fcntl"
    done = subprocess.run([sys.executable, "-c", program], env=elsewhere, capture_output=True, text=True, check=False)
    assert "ModuleNotFoundError" in done.stderr


GIVEN = ("--entity", "Chad", "--edition", "2018", "--rubric", "freedom-in-the-world")
COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "help": lambda _: ["--help"],
    "check": lambda home: ["check", str(home)],
    "build a file": lambda home: ["build", str(home / "reports" / "iraq.yaml")],
    "build a folder": lambda home: ["build", str(home), "-j", "2"],
    "pictures": lambda home: ["build", str(home), "--png", "--profile", "card"],
    "volume": lambda home: ["volume", str(home)],
    "diff": lambda home: ["diff", str(home / "reports" / "iraq.yaml"), str(home / "reports" / "changed.yaml")],
    "new edition": lambda _: ["new", "edition", "next", "--rubric", "freedom-in-the-world", "--edition", "2019"],
    "new report": lambda home: ["new", "report", str(home / "reports" / "chad.yaml"), "--entity", "Chad"],
    "schema": lambda _: ["schema", "report"],
    "import text": lambda home: ["import", "text", str(home / "a.txt"), "-o", "out", *GIVEN],
    "import scores": lambda home: ["import", "scores", str(home / "a.csv"), "-o", "out"],
}


def files(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder but times and locks."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in found.items() if Path(name).name not in ("build.json", ".pdfgen.lock")}


@pytest.mark.parametrize("what", COMMANDS)
def test_a_command_does_the_same(what: str, home: Path, elsewhere: dict[str, str], tmp_path: Path) -> None:
    changed = (
        (home / "reports" / "iraq.yaml").read_text(encoding="utf-8").replace("\noverview: |\n", "\noverview: |\n  A. ")
    )
    if what == "diff":
        (home / "reports" / "changed.yaml").write_text(changed, encoding="utf-8")
    (home / "a.txt").write_text("An overview.\n", encoding="utf-8")
    (home / "a.csv").write_text("Country/Territory,Edition,Status\nChad,2018,NF\n", encoding="utf-8")
    told = []
    for name, env in (("here", surroundings(tmp_path / "none", "", PYTHONIOENCODING="cp1252")), ("there", elsewhere)):
        work = tmp_path / name
        shutil.copytree(home.parents[1], work)
        done = pdfgen_run(*COMMANDS[what](Path("editions/2018")), env=env, cwd=work)
        assert "Traceback" not in done.stderr, done.stderr
        times = [line.partition(" in ")[0] if " s" in line else line for line in done.stderr.splitlines()]
        told.append((done.returncode, done.stdout, times, files(work)))
    assert told[0] == told[1]
    assert told[0][0] in ((0,) if not what.startswith("import") else (0, 1))


def test_extract_does_the_same(elsewhere: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("pikepdf", reason="pikepdf is not installed")
    assert (
        pdfgen_run("build", SAMPLES / "reports" / "iraq.yaml", "-o", tmp_path / "r.pdf", env=elsewhere).returncode == 0
    )
    done = pdfgen_run("extract", tmp_path / "r.pdf", "-o", tmp_path / "again", env=elsewhere)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    again = pdfgen_run("build", tmp_path / "again" / "report.yaml", "-o", tmp_path / "s.pdf", env=elsewhere)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "s.pdf").read_bytes() == (tmp_path / "r.pdf").read_bytes()


def test_a_folder_is_locked_by_a_file_where_it_cannot_be_locked_itself(
    home: Path, elsewhere: dict[str, str], tmp_path: Path
) -> None:
    """A build that is stopped keeps the others out; one that is killed does not."""
    out = tmp_path / "out"
    text = (home / "reports" / "iraq.yaml").read_text(encoding="utf-8")
    for copy in range(80):
        name = f"iraq-{copy}" if copy else "iraq"
        copied = text.replace("\nentity:\n", f"\nentity:\n  id: {name}\n", 1)
        (home / "reports" / f"{name}.yaml").write_text(copied, encoding="utf-8")
    command = [sys.executable, "-m", "pdfgen", "build", str(home), "-o", str(out), "-j", "1"]
    with subprocess.Popen(command, env=elsewhere, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        until(lambda: list(out.glob("*.pdf")))
        words = (
            f"error: another build is writing into {out}\n"
            "help: wait until it has ended, or choose another folder with -o\n"
        )
        second = pdfgen_run("build", home, "-o", out, env=elsewhere)
        assert (second.returncode, second.stderr) == (3, words)
        third = pdfgen_run("build", home / "reports" / "iraq.yaml", "-o", out, env=elsewhere)
        assert (third.returncode, third.stderr) == (3, words)
        process.kill()
    done = pdfgen_run("build", home, "-o", out, env=elsewhere)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir() if path.suffix != ".pdf") == [".pdfgen.lock", "build.json"]


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.01)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: no network disk can be played")
@pytest.mark.parametrize("error", ["EBADF", "ENOLCK", "ENOSYS"])
def test_a_disk_that_locks_no_folder_is_built_into(error: str, home: Path, tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    traced = ["strace", "-f", "-o", str(log), "-e", "trace=flock", "-e", f"inject=flock:error={error}"]
    env = surroundings(tmp_path / "none", "")
    command = [sys.executable, "-m", "pdfgen", "build", str(home), "-o", str(out), "-j", "1"]
    done = subprocess.run([*traced, *command], env=env, capture_output=True, text=True, check=False)
    if "INJECTED" not in (log.read_text(encoding="utf-8") if log.is_file() else ""):
        pytest.skip("nothing can be traced here")
    assert done.returncode == 0, done.stderr
    assert len(list(out.glob("*.pdf"))) == 6


def test_memory_is_watched_where_the_system_does_not_limit_it(home: Path, tmp_path: Path) -> None:
    pytest.importorskip("psutil", reason="psutil is not installed: nothing can be watched")
    env = surroundings(tmp_path / "site", HUNGRY)
    done = pdfgen_run("build", home / "reports", "-o", tmp_path / "out", "--memory-limit", "300MB", env=env)
    assert done.returncode == 4, done.stderr
    assert done.stderr.count("it took more memory than 300 MB\n") == 6


def test_memory_that_nobody_limits_is_told(home: Path, tmp_path: Path) -> None:
    env = surroundings(tmp_path / "site", ELSEWHERE + "sys.modules['psutil'] = None\n")
    done = pdfgen_run("build", home, "-o", tmp_path / "out", "--memory-limit", "1GB", env=env)
    assert done.returncode == 0
    note = "note: memory was not limited: this system does not, and psutil is not there (pip install psutil)\n"
    assert done.stderr.startswith(note)


# A process that, once it has a task, takes memory, or the interpreter for itself alone.
TASK = """
from importlib import abc, util

class Loading(abc.MetaPathFinder, abc.Loader):
    def find_spec(self, name, path, target=None):
        if name == "pdfgen.builds.perform":
            return util.spec_from_loader(name, self)
    def exec_module(self, module):
        module.perform = perform

sys.meta_path.insert(0, Loading())
"""
HUNGRY = (
    "import psutil  # it needs more of Linux than the program does\n"
    + ELSEWHERE
    + TASK
    + """
def perform(task):
    import time
    kept = b"1" * 400_000_000
    time.sleep(60)
"""
)
BUSY = (
    ELSEWHERE
    + TASK
    + """
def perform(task):
    open(os.environ["MARK"], "w").close()
    sum(range(10**13))  # nobody else gets a turn
"""
)


def test_a_process_that_never_listens_ends_though_its_starter_is_gone(home: Path, tmp_path: Path) -> None:
    """Without help of the system it ends when its time is over."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("no /proc here: processes cannot be found")
    mark = tmp_path / "mark"
    env = surroundings(tmp_path / "site", BUSY, MARK=str(mark))
    command = [sys.executable, "-m", "pdfgen", "build", str(home), "-o", str(tmp_path / "out"), "-j", "1"]
    with subprocess.Popen([*command, "--time-limit", "3"], env=env, stderr=subprocess.DEVNULL) as process:
        until(mark.exists)
        (worker,) = (int(path.name) for path in Path("/proc").glob("[0-9]*") if parent(path) == process.pid)
        process.kill()
    assert parent(Path(f"/proc/{worker}")) is not None
    until(lambda: parent(Path(f"/proc/{worker}")) is None)


def parent(process: Path) -> int | None:
    try:
        fields = (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]) if fields[0] != "Z" else None


@pytest.mark.parametrize(
    ("error", "lacked"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (ImportError("x.so: failed to map segment from shared object"), True),
        (SystemError("<function f at 0x7f> returned NULL without setting an exception"), True),
        (SystemError("bad argument to internal function"), False),
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (ValueError("a number"), False),
    ],
)
def test_whatever_lacks_memory_is_known(error: Exception, lacked: bool) -> None:  # noqa: FBT001
    assert system.lacked_memory(error) is lacked
    wrapped = ValueError("taken for another")
    wrapped.__cause__ = error
    assert system.lacked_memory(wrapped) is lacked
