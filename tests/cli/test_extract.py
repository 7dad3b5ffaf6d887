"""`pdfgen extract`: whole or not at all, never outside its folder, within its limits, whatever the file is."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zlib
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from pdfgen import build_pdf, load_report
from pdfgen.cli.app import run
from pdfgen.resources import shipped
from tests.test_system import surroundings

if TYPE_CHECKING:
    from pathlib import Path

pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed")

BASE = "freedom-in-the-world-2018-finland"
FINLAND = shipped("data") / "editions" / "2018" / "reports" / "finland.yaml"


@pytest.fixture(scope="module")
def content() -> bytes:
    return build_pdf(load_report(FINLAND), attachments=True)


@pytest.fixture
def file(content: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "in" / "r.pdf"
    path.parent.mkdir()
    path.write_bytes(content)
    return path


# A process that is killed when it synchronises for the n-th time.
KILLED = """
import os, signal
synchronise, times = os.fsync, [0]

def kill(descriptor):
    times[0] += 1
    if times[0] == int(os.environ["TIMES"]):
        os.kill(os.getpid(), signal.SIGKILL)
    synchronise(descriptor)

os.fsync = kill
"""


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 3, 5, 8])
def test_whatever_the_moment_that_it_is_killed_nothing_looks_like_a_project(
    times: int, file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    env = surroundings(tmp_path / "site", KILLED, TIMES=str(times))
    command = [sys.executable, "-m", "pdfgen", "extract", str(file), "-o", str(out / "project")]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    assert done.returncode == -9
    assert [path.name for path in out.iterdir() if not path.name.startswith(".")] == []
    assert len(list(out.iterdir())) == 1
    assert run(["check", str(out)]) == 2  # there are no reports
    assert run(["extract", str(file), "-o", str(out / "project")]) == 0
    assert [path.name for path in out.iterdir()] == ["project"]
    assert run(["check", str(out / "project")]) == 0


def test_a_full_disk_leaves_nothing(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "project"
    command = f"ulimit -f 8; exec {sys.executable} -m pdfgen extract {file} -o {target}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    words = "choose another place, or make room there"
    assert done.stderr == f"error: cannot write {target}: File too large\nhelp: {words}\n"
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["...pdf", "....pdf", ".. .pdf"])
def test_a_name_of_dots_names_no_folder(
    name: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    monkeypatch.chdir(folder)
    assert run(["extract", name]) == 2
    assert capsys.readouterr().err == f"error: {name} gives no name for a folder\nhelp: name the folder with -o\n"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [folder / name]
    assert run(["extract", name, "-o", "out"]) == 0


def test_a_folder_that_is_empty_is_filled(file: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert run(["extract", str(file), "-o", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "report.yaml").is_file()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: (path.mkdir(), (path / "notes.txt").write_text("mine")), "exists already, and is not empty"),
        (lambda path: path.write_text("mine"), "exists already, and is not a folder"),
        (lambda path: path.symlink_to("nowhere"), "exists already, and is not a folder"),
    ],
)
def test_what_is_there_is_left_alone(
    make: object, words: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert callable(make)
    make(out)
    assert run(["extract", str(file), "-o", str(out)]) == 2
    assert capsys.readouterr().err == f"error: {out} {words}\nhelp: choose another folder with -o\n"


def test_the_current_folder_is_not_replaced(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert run(["extract", str(file), "-o", "."]) == 2
    assert capsys.readouterr().err == "error: . is the current folder\nhelp: name a new folder in it with -o\n"


def attached(content: bytes, path: Path, name: str, data: bytes, filters: list[str], **others: object) -> Path:
    """Write a file that carries ``data`` under a name of ours, behind filters."""
    with pikepdf.open(BytesIO(content)) as pdf:
        if name not in pdf.attachments:
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"")
        stream = pdf.attachments[name].obj.EF.F
        stream.write(data, filter=pikepdf.Array([pikepdf.Name(item) for item in filters]))
        for key, value in others.items():
            stream[f"/{key}"] = value
        pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return path


@cache
def bomb(levels: int) -> bytes:
    """Return some kilobytes that unpack to 400 MB behind two filters, to 100 MB behind one."""
    if levels == 1:
        return zlib.compress(bytes(100_000_000), 9)
    packer = zlib.compressobj(9)
    part = bytes(1 << 20)
    return zlib.compress(b"".join(packer.compress(part) for _ in range(400)) + packer.flush(), 9)


@pytest.mark.parametrize("levels", [1, 2])
@pytest.mark.parametrize("name", [f"{BASE}.yaml", f"{BASE}-manifest.json"])
def test_what_unpacks_without_end_is_refused(
    levels: int, name: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = attached(content, tmp_path / "bomb.pdf", name, bomb(levels), ["/FlateDecode"] * levels)
    assert path.stat().st_size < 1_000_000
    assert run(["extract", str(path), "-o", str(tmp_path / "out"), "--memory-limit", "200MB"]) == 2
    assert capsys.readouterr().err == (
        f"error: {path} carries a {name} of more than 40 MB\nhelp: name a file that pdfgen built\n"
    )
    assert not (tmp_path / "out").exists()


def test_an_attachment_that_is_not_asked_for_is_not_unpacked(content: bytes, tmp_path: Path) -> None:
    path = attached(content, tmp_path / "bomb.pdf", "another.bin", bomb(2), ["/FlateDecode"] * 2)
    command = ["extract", str(path), "-o", str(tmp_path / "out"), "--memory-limit", "200MB", "--no-compare"]
    assert run(command) == 0


@pytest.mark.parametrize(
    ("data", "filters", "others", "words"),
    [
        (b"\xff\xff", ["/FlateDecode"], {}, "is not a sound PDF: Error -3 while decompressing data"),
        (
            b"a",
            ["/LZWDecode"],
            {},
            f"is not a sound PDF: {BASE}.yaml is compressed by /LZWDecode, which pdfgen does not use",
        ),
        (b"a", ["/FlateDecode"], {"DecodeParms": 1}, "compressed in a way that pdfgen does not use"),
    ],
)
def test_what_is_packed_in_another_way_is_refused(
    data: bytes,
    filters: list[str],
    others: dict[str, object],
    words: str,
    content: bytes,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = attached(content, tmp_path / "odd.pdf", f"{BASE}.yaml", data, filters, **others)
    assert run(["extract", str(path), "-o", str(tmp_path / "out")]) == 2
    assert words in capsys.readouterr().err


def test_a_report_that_is_not_utf_8_is_refused(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = b"entity: \xff\n"
    with pikepdf.open(BytesIO(content)) as pdf:
        manifest = json.loads(pdf.attachments[f"{BASE}-manifest.json"].get_file().read_bytes())
        manifest["files"]["report.yaml"]["sha256"] = hashlib.sha256(data).hexdigest()
        pdf.attachments[f"{BASE}-manifest.json"].obj.EF.F.write(json.dumps(manifest).encode())
        pdf.attachments[f"{BASE}.yaml"].obj.EF.F.write(data)
        pdf.save(tmp_path / "odd.pdf")
    assert run(["extract", str(tmp_path / "odd.pdf"), "-o", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == "error: report.yaml is not UTF-8\nhelp: ask for the original file\n"


def test_it_has_limits(file: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    command = [sys.executable, "-m", "pdfgen", "extract", str(file), "-o", out, "--memory-limit", "1kB"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == (
        "error: the command took more memory than 1 kB\n"
        "help: see what is unusual in the input, or give it more with --memory-limit\n"
    )
    assert not os.path.lexists(out)
