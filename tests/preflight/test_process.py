"""The whole check of a file: within its limits, whatever the file is, and with the validators that are installed."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import zlib
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Name, Stream, String

from pdfgen import build_pdf, load_report
from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.limits import Limits
from pdfgen.preflight.process import Inspector
from pdfgen.resources import shipped

JAVAC = shutil.which("javac")  # runs what is written in Java as it is
SAMPLE = shipped("data") / "editions" / "2018" / "reports" / "turkey.yaml"


@cache
def screen() -> bytes:
    return build_pdf(load_report(SAMPLE))


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is all of the path."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def sound(folder: Path) -> Path:
    path = folder / "sound.pdf"
    path.write_bytes(screen())
    return path


@cache
def bomb() -> bytes:
    """Return ten gigabytes of nothing, behind two filters."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return zlib.compress(head + block * 10_239, 9)


def with_stream(target: Path, data: bytes, filters: int, where: str) -> Path:
    target.write_bytes(screen())
    with pikepdf.open(target, allow_overwriting_input=True) as file:
        stream = Stream(file, data)
        if filters:
            stream.Filter = Array([Name.FlateDecode] * filters)
        if where == "content":
            file.pages[0].Contents = stream
        elif where == "metadata":
            file.Root.Metadata = stream  # without a type, or it would be written unpacked
        else:
            file.Root.Names.EmbeddedFiles.Names[1].EF.F = stream
        level = pikepdf.StreamDecodeLevel.none
        file.save(target, compress_streams=False, stream_decode_level=level, fix_metadata_version=False)
    return target


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(pikepdf.settings, "set_qpdf_limits"), reason="this pikepdf has no limits")
@pytest.mark.parametrize("where", ["content", "metadata", "attachment"])
def test_a_file_that_unfolds_into_gigabytes_is_told(where: str, tmp_path: Path) -> None:
    path = with_stream(tmp_path / "file.pdf", bomb(), 2, where)
    assert path.stat().st_size < 200_000
    with Inspector(Limits(memory=800_000_000)) as inspector:
        found = inspector.check(path)
        assert any("memory limit exceeded" in finding.message for finding in found.findings)
        assert inspector.check(sound(tmp_path)).findings == []


@pytest.mark.slow
@pytest.mark.parametrize("memory", [180_000_000, 200_000_000])
def test_a_file_that_takes_more_memory_than_it_may_costs_itself_only(memory: int, tmp_path: Path) -> None:
    path = with_stream(tmp_path / "file.pdf", b"0 g\n" * 3_000_000, 0, "content")
    content = path.read_bytes().replace(
        b"<pdf:Producer>",
        b"<pdfxid:GTS_PDFXVersion xmlns:pdfxid='http://www.npes.org/pdfx/ns/id/'>PDF/X-4</pdfxid:GTS_PDFXVersion><pdf:Producer>",
        1,
    )
    path.write_bytes(content)
    with Inspector(Limits(memory=memory)) as inspector:
        with pytest.raises(EnvironmentFailure) as told:
            inspector.check(path)
        assert str(told.value) == f"{path} cannot be checked: it took more memory than {memory / 10**9:g} GB"
        assert told.value.remedy == "give it more with --memory-limit"
        inspector.limits = Limits()
        assert inspector.check(sound(tmp_path)).findings == []


def test_a_file_that_takes_more_time_than_it_may_costs_itself_only(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with Inspector(Limits(seconds=0.001)) as inspector:
        with pytest.raises(EnvironmentFailure) as told:
            inspector.check(path)
        assert str(told.value) == f"{path} cannot be checked: it took longer than 0.001 s"
        assert told.value.remedy == "give it more time with --time-limit"
        inspector.limits = Limits()
        assert inspector.check(path).findings == []


def test_a_process_that_is_killed_costs_the_file_that_it_is_at(tmp_path: Path) -> None:
    with Inspector(Limits(memory=10_000_000)) as inspector:
        with pytest.raises(EnvironmentFailure, match="cannot be checked: "):
            inspector.check(sound(tmp_path))
        inspector.limits = Limits()
        assert inspector.check(sound(tmp_path)).findings == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with Inspector() as inspector:
        for name, words in (
            ("pipe.pdf", "is not a regular file"),
            ("programs", "is not a regular file"),
            ("gone.pdf", "there is no file"),
        ):
            with pytest.raises(UsageError, match=words):
                inspector.check(tmp_path / name)


def test_a_file_with_a_password_is_refused(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        file.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    with Inspector() as inspector, pytest.raises(UsageError, match="is encrypted with a password"):
        inspector.check(path)


def test_what_nobody_knows_is_not_checked(tmp_path: Path) -> None:
    path = sound(tmp_path)
    content = screen()
    for old, new in (
        (b"<pdfaid:part>3<", b"<pdfaid:part>4<"),
        (b"<pdfaid:conformance>A<", b"<pdfaid:conformance>F<"),
        (b"<pdfuaid:part>1<", b"<pdfuaid:part>7<"),
    ):
        assert old in content
        content = content.replace(old, new)
    path.write_bytes(content)
    with Inspector() as inspector:
        found = inspector.check(path)
    assert found.claims == ("PDF/UA-7", "PDF/A-4f")
    assert [(item.what, item.reason) for item in found.not_checked] == [
        ("PDF/UA-7", "no validator knows it"),
        ("PDF/A-4f", "veraPDF, which knows it, is not installed"),
    ]


def test_of_pdf_x_one_part_is_known(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        file.docinfo["/GTS_PDFXVersion"] = String("PDF/X-1:2001")
        file.save(path, fix_metadata_version=False)
    with Inspector() as inspector:
        found = inspector.check(path)
    assert found.claims == ("PDF/UA-1", "PDF/A-3a", "PDF/X-1:2001")
    skipped = [(item.what, item.reason) for item in found.not_checked]
    assert skipped == [("PDF/X-1:2001", "of PDF/X, only PDF/X-4 is known")]


REPORT = """
<?xml version="1.0" encoding="utf-8"?>
<report><jobs><job><validationReport profileName="PDF/A-4F validation profile" isCompliant="false">
<details passedRules="110" failedRules="1" passedChecks="500" failedChecks="2">
<rule specification="ISO 19005-4:2020" clause="6.9" testNumber="5" status="failed" failedChecks="2">
<description>There shall be
 an attachment</description></rule>
<rule specification="ISO 19005-4:2020" clause="6.1" testNumber="1" status="passed"/>
</details></validationReport></job></jobs></report>
"""


def verapdf(folder: Path, version: str, *lines: str) -> None:
    path = folder / "verapdf"
    ask = f"if [ \"$1\" = --version ]; then echo '{version}'; exit 2; fi"
    path.write_text("\n".join(["#!/bin/sh", ask, *lines, ""]), encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_verapdf_is_asked_for_each_claim(programs: Path, tmp_path: Path) -> None:
    arguments = tmp_path / "arguments"
    verapdf(
        programs, "veraPDF 1.28.2", f'echo "$@" >> {arguments}', f"/bin/cat <<'END'\nNoise\n{REPORT}\nEND", "exit 1"
    )
    with Inspector() as inspector:
        found = inspector.check(sound(tmp_path))
    assert arguments.read_text(encoding="utf-8").splitlines() == [
        "--format mrr --flavour ua1 file.pdf",
        "--format mrr --flavour 3a file.pdf",
    ]
    assert found.checked["PDF/A-3a"][1] == "veraPDF 1.28.2: 111 rules"
    assert [(item.rule, item.clause, item.message) for item in found.findings] == [
        ("6.9-t5", "PDF/UA-1; veraPDF 1.28.2", "There shall be an attachment"),
        ("6.9-t5", "PDF/A-3a; veraPDF 1.28.2", "There shall be an attachment"),
    ]


def test_a_verapdf_that_takes_profiles_is_understood(programs: Path, tmp_path: Path) -> None:
    lines = ('echo FAIL "$1" 106 rules 9 assertions "$2"', "echo '  7.1-t3 Content shall be marked @ root'", "exit 1")
    verapdf(programs, "verapdf PROFILE,... FILE.pdf...", *lines)
    with Inspector() as inspector:
        found = inspector.check(sound(tmp_path))
    assert found.checked["PDF/UA-1"][1] == "veraPDF: 106 rules"
    assert {(item.rule, item.message) for item in found.findings} == {("7.1-t3", "Content shall be marked @ root")}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("echo no Java", "exit 2"), "veraPDF 1.28.2 failed with exit code 2: no Java"),
        (("exec /bin/sleep 60",), "verapdf took longer than 3 s"),
        (("echo '<report></report>'",), "veraPDF 1.28.2 failed with exit code 0: <report></report>"),
    ],
)
def test_a_verapdf_that_fails_is_told(lines: tuple[str, ...], reason: str, programs: Path, tmp_path: Path) -> None:
    verapdf(programs, "veraPDF 1.28.2", *lines)
    with Inspector(Limits(seconds=3)) as inspector:
        found = inspector.check(sound(tmp_path))
    assert found.findings == []
    assert [(item.what, item.reason) for item in found.not_checked] == [
        ("PDF/UA-1 by veraPDF", reason),
        ("PDF/A-3a by veraPDF", reason),
    ]


@pytest.mark.skipif(JAVAC is None, reason="no JDK is installed")
def test_a_verapdf_that_takes_more_memory_than_it_may_is_told(programs: Path, tmp_path: Path) -> None:
    hog = tmp_path / "Hog.java"
    hog.write_text(
        "class Hog { public static void main(String[] a) { byte[][] all = new byte[9][];"
        " for (int i = 0; i < 9; i++) all[i] = new byte[100_000_000]; } }",
        encoding="utf-8",
    )
    verapdf(programs, "veraPDF 1.28.2", f"exec {Path(str(JAVAC)).with_name('java')} {hog}")
    with Inspector(Limits(memory=600_000_000)) as inspector:
        found = inspector.check(sound(tmp_path))
    assert [item.reason for item in found.not_checked] == ["verapdf took more memory than 0.6 GB"] * 2


def test_a_module_of_a_project_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit('taken')", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    with Inspector() as inspector:
        assert inspector.check(sound(tmp_path)).findings == []
