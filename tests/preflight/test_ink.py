"""How much ink a page takes, as Ghostscript paints it; and what is told where there is none, or where it fails."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import time
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pdfgen import build_pdf, load_report
from pdfgen.errors import EnvironmentFailure
from pdfgen.limits import Limits
from pdfgen.preflight import ink
from pdfgen.preflight.process import Inspector
from pdfgen.preflight.programs import NotCheckedError, run, workplace
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.edition import load_edition
from pdfgen.volumes import build_volume

if TYPE_CHECKING:
    from pathlib import Path

EDITION = shipped("data") / "editions" / "2018"
GHOSTSCRIPT = shutil.which("gs") or ""
with_ghostscript = pytest.mark.skipif(not GHOSTSCRIPT, reason="Ghostscript is not installed")


@cache
def press() -> bytes:
    return build_pdf(load_report(EDITION / "reports" / "turkey.yaml"), profile="print")


def program(folder: Path, name: str, *lines: str) -> None:
    """Put a program on the path that says and does what the lines of a shell script do."""
    path = folder / name
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is all of the path."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def with_real_ghostscript(folder: Path) -> None:
    (folder / "gs").symlink_to(GHOSTSCRIPT)


def checked(content: bytes, folder: Path, limits: Limits | None = None) -> tuple[list[str], list[str], list[str]]:
    """Return what is said of the ink: found, not checked, and by which Ghostscript it was checked."""
    path = folder / "file.pdf"
    path.write_bytes(content)
    with Inspector(limits) as inspector:
        found = inspector.check(path)
    said = [finding.message for finding in found.findings if finding.rule == "ink-coverage"]
    skipped = [f"{item.what}: {item.reason}" for item in found.not_checked]
    return said, skipped, [name for name in found.checked["PDF/X-4"] if name.startswith("ink-coverage")]


def test_without_ghostscript_the_ink_is_not_checked(programs: Path, tmp_path: Path) -> None:
    assert list(programs.iterdir()) == []
    said, skipped, by = checked(press(), tmp_path)
    assert (said, skipped, by) == ([], ["PDF/X-4: ink-coverage: Ghostscript is not installed"], [])


def test_ghostscript_that_is_asked_for_has_to_be_there(programs: Path) -> None:
    assert list(programs.iterdir()) == []
    with pytest.raises(EnvironmentFailure) as told:
        Inspector(coverage=True)
    assert str(told.value) == "Ghostscript, which measures the ink, is not installed"
    assert told.value.remedy == "install it, or leave --ink-coverage out"


VERSION = 'if [ "$1" = --version ]; then echo 9.99; exit; fi'


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            ("echo 'Error: /undefined in --run--'", "exit 1"),
            "Ghostscript 9.99 failed with exit code 1: Error: /undefined in --run--",
        ),
        (("exit 3",), "Ghostscript 9.99 failed with exit code 3: it says nothing"),
        (("exit 0",), "Ghostscript 9.99 gave no picture of page 1"),
        (("echo x > 'page-1(Cyan).tif'",), "the picture of page 1 cannot be read: cannot identify image file"),
        (("exec /bin/sleep 60",), "Ghostscript 9.99 took longer than 3 s, after 0 of "),
    ],
)
def test_ghostscript_that_fails_is_told_as_such(
    lines: tuple[str, ...], reason: str, programs: Path, tmp_path: Path
) -> None:
    program(programs, "gs", VERSION, *lines)
    said, skipped, by = checked(press(), tmp_path, Limits(seconds=3))
    assert (said, by) == ([], [])
    assert len(skipped) == 1
    assert skipped[0].startswith(f"PDF/X-4: ink-coverage: {reason}")


def test_ghostscript_that_cannot_be_started_is_told(programs: Path, tmp_path: Path) -> None:
    program(programs, "gs")
    (programs / "gs").write_bytes(b"\x7fELF and nothing else")
    _, skipped, _ = checked(press(), tmp_path)
    assert skipped == ["PDF/X-4: ink-coverage: gs cannot be started: Exec format error"]


def test_what_a_program_says_does_not_reach_the_terminal(programs: Path, tmp_path: Path) -> None:
    program(programs, "gs", VERSION, "printf '\\033]0;taken\\007'", "exit 1")
    _, skipped, _ = checked(press(), tmp_path)
    assert skipped == [r"PDF/X-4: ink-coverage: Ghostscript 9.99 failed with exit code 1: \x1b]0;taken\x07"]


@with_ghostscript
def test_the_ink_of_a_volume_is_what_lies_at_one_place(programs: Path, tmp_path: Path) -> None:
    with_real_ghostscript(programs)
    path = tmp_path / "volume.pdf"
    path.write_bytes(build_volume(load_edition(EDITION), Profile.volume("a4", "print"), None))
    with pikepdf.open(path) as file:
        pages = len(file.pages)
    with workplace(path) as folder:
        found = ink.coverage(GHOSTSCRIPT, folder, pages, Limits())
    assert len(found.most) == pages
    assert found.most[0] == max(found.most) == 235  # the navy cover: 100, 70, 25 and 40 per cent


@with_ghostscript
def test_ink_that_lies_on_other_ink_is_found(programs: Path, tmp_path: Path) -> None:
    with_real_ghostscript(programs)

    def painted(code: bytes) -> bytes:
        target = BytesIO()
        with pikepdf.open(BytesIO(press())) as file:
            page = file.pages[1]
            page.Resources.ExtGState = Dictionary(X=Dictionary(OP=True, op=True, OPM=1))
            page.contents_add(file.make_stream(b"q /X gs " + code + b" Q"))
            file.save(target)
        return target.getvalue()

    over = b"1 1 0 0 k 5 300 20 40 re f 0 0 1 0.5 k 5 300 20 40 re f"
    said, skipped, by = checked(painted(over), tmp_path)
    assert said == ["page 2: 350 per cent of ink at one place"]
    assert skipped == []
    assert by[0].startswith("ink-coverage (Ghostscript ")
    assert checked(painted(over.replace(b"0.5 k 5 300", b"0.5 k 5 350")), tmp_path)[0] == []


@with_ghostscript
def test_ink_beside_the_bleed_does_not_count(programs: Path, tmp_path: Path) -> None:
    with_real_ghostscript(programs)
    target = BytesIO()
    with pikepdf.open(BytesIO(press())) as file:
        # the marks are in all inks, and outside
        assert b"1 1 1 1 K" in file.pages[0].Contents.read_bytes()
        file.save(target)
    assert checked(target.getvalue(), tmp_path)[0] == []


@with_ghostscript
def test_a_spot_colour_is_ink_as_well(programs: Path, tmp_path: Path) -> None:
    with_real_ghostscript(programs)
    target = BytesIO()
    with pikepdf.open(BytesIO(press())) as file:
        function = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0, 0, 0, 0]), C1=Array([0, 0, 1, 0]))
        spots = {f"/S{n}": Array([Name.Separation, Name(f"/Spot{n}"), Name.DeviceCMYK, function]) for n in range(4)}
        page = file.pages[0]
        page.Resources.ColorSpace = Dictionary(spots)
        page.Resources.ExtGState = Dictionary(X=Dictionary(OP=True, op=True))
        code = "".join(f"{name} cs 0.9 scn 5 300 20 40 re f " for name in spots)
        page.contents_add(file.make_stream(f"q /X gs {code} Q".encode()))
        file.save(target)
    [said] = checked(target.getvalue(), tmp_path)[0]
    assert re.fullmatch(r"page 1: 3(59|60|61) per cent of ink at one place", said)


NAMES = ["%pipe%id>taken.pdf", "@names.pdf", "-dNOSAFER.pdf", "- .pdf", "%d.pdf", "(a).pdf", "a\x1b]0;b\x07.pdf"]


@pytest.mark.slow
@with_ghostscript
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_instruction(name: str, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_real_ghostscript(programs)
    folder = tmp_path / "inbox"
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = type(folder)(name)
    path.write_bytes(press())
    (folder / "names.pdf").write_text('-dNOSAFER -c "(taken.pdf) (w) file closefile quit" -f', encoding="ascii")
    before = sorted(path.name for path in folder.iterdir())
    with Inspector() as inspector:
        found = inspector.check(path)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert found.findings == []
    assert found.not_checked == []


@with_ghostscript
def test_a_page_that_ghostscript_does_not_understand_is_not_checked(programs: Path, tmp_path: Path) -> None:
    with_real_ghostscript(programs)
    path = tmp_path / "file.pdf"
    path.write_bytes(b"%PDF-1.4\nno pages\n")
    with workplace(path) as folder, pytest.raises(NotCheckedError) as told:
        ink.coverage(GHOSTSCRIPT, folder, 1, Limits())
    assert str(told.value).startswith("Ghostscript ")
    assert "failed with exit code" in str(told.value)


def test_a_program_is_ended_with_those_that_it_started(programs: Path, tmp_path: Path) -> None:
    program(programs, "slow", "/bin/sleep 60 & echo $! > child", "/bin/sleep 60")
    with pytest.raises(NotCheckedError, match="slow took longer than 1 s"):
        run([str(programs / "slow")], tmp_path, Limits(seconds=1))
    child = int((tmp_path / "child").read_text(encoding="ascii"))
    for _ in range(100):
        if not running(child):
            break
        time.sleep(0.05)
    assert not running(child)


def running(process: int) -> bool:
    """Tell whether a process is there, and not only waits for somebody to take note of its end."""
    done = subprocess.run(["/bin/ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return done.stdout.strip()[:1] not in ("", "Z")


def test_a_place_without_room_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotCheckedError, match="the file cannot be copied to"), workplace(tmp_path / "gone.pdf"):
        pass
