"""``pdfgen verify`` as a person and as a program run it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import String

from pdfgen import build_pdf, load_report
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = shipped("data") / "editions" / "2018" / "reports" / "turkey.yaml"
GHOSTSCRIPT = shutil.which("gs")
PRESS = (
    "version, not-encrypted, identifier, output-intent, metadata, information, fonts-embedded, graphics-states, complete, "
    "layers, views, no-actions, content, boxes, bleed, same-size, bleeds-off, cmyk-only, no-conversion, text-black, "
    "hairlines, image-resolution, white-overprint, ink-limit, no-annotations, glyphs (page-validation)"
)


def run(folder: Path, *arguments: str, programs: str = "") -> subprocess.CompletedProcess[str]:
    """Run it with ``programs`` as the path; without any, so that the machine's own programs do not matter."""
    command = [sys.executable, "-m", "pdfgen", "verify", *arguments]
    environment = {**os.environ, "PATH": programs or str(folder / "none")}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    # each version of it has its own number of rules
    done.stderr = re.sub(r"(page-validation) [0-9.]+(?:: [0-9]+ rules)?", r"\1", done.stderr)
    done.stderr = re.sub(r"(PDF/UA-1, PDF/A-3a;) 2[0-9]{2} rules", r"\1 many rules", done.stderr)
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a sound file, a press file, one with a defect, and one that is no PDF."""
    folder = tmp_path_factory.mktemp("files")
    report = load_report(SAMPLE)
    (folder / "sound.pdf").write_bytes(build_pdf(report))
    (folder / "press.pdf").write_bytes(build_pdf(report, profile="print"))
    with pikepdf.open(folder / "sound.pdf") as file:
        del file.Root.Lang
        file.save(folder / "mute.pdf")
    (folder / "text.pdf").write_text("hello", encoding="utf-8")
    return folder


def test_a_sound_file_passes_and_the_rules_and_validators_are_named(folder: Path) -> None:
    done = run(folder, "sound.pdf", "press.pdf")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "sound.pdf: claims PDF/UA-1, PDF/A-3a; many rules checked, 0 errors",
        "press.pdf: not checked: PDF/X-4: ink-coverage (Ghostscript is not installed)",
        "press.pdf: claims PDF/X-4; 30 rules checked, 0 errors, 1 not checked",
        "checked of every file: syntax, trees",
        "checked of files of pdfgen: no-actions, links-safe, attachments, information",
        "checked of PDF/UA-1: page-validation",
        "checked of PDF/A-3a: page-validation",
        f"checked of PDF/X-4: {PRESS}",
        "this is no certificate: what is not in these rules was not checked",
    ]


@pytest.mark.skipif(GHOSTSCRIPT is None, reason="Ghostscript is not installed")
def test_ghostscript_measures_the_ink_where_it_is_installed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "gs").symlink_to(str(GHOSTSCRIPT))
    done = run(folder, "press.pdf", programs=str(tmp_path))
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert lines[0] == "press.pdf: claims PDF/X-4; 31 rules checked, 0 errors"
    assert ", ink-coverage (Ghostscript " in lines[2]
    assert run(folder, "--no-ink-coverage", "press.pdf", programs=str(tmp_path)).stderr.splitlines()[:2] == [
        "press.pdf: not checked: PDF/X-4: ink-coverage (--no-ink-coverage)",
        "press.pdf: claims PDF/X-4; 30 rules checked, 0 errors, 1 not checked",
    ]
    done = run(folder, "--ink-coverage", "sound.pdf", programs=str(tmp_path))
    assert done.stderr.splitlines()[0] == "sound.pdf: claims PDF/UA-1, PDF/A-3a; many rules checked, 0 errors"


def test_ink_coverage_asks_for_ghostscript(folder: Path) -> None:
    done = run(folder, "--ink-coverage", "press.pdf")
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "error: Ghostscript, which measures the ink, is not installed",
        "help: install it, or leave --ink-coverage out",
    ]


def test_a_defect_is_named_with_its_clause_and_the_exit_code_is_one(folder: Path) -> None:
    done = run(folder, "mute.pdf")
    assert done.returncode == 1
    first, *_, counts = done.stderr.splitlines()[:-5]
    assert first.startswith("mute.pdf: error[PDFUA1-")
    assert first.endswith(" (PDF/UA-1; page-validation)")
    assert counts.startswith("mute.pdf: claims PDF/UA-1, PDF/A-3a; many rules checked, ")


def test_a_file_that_is_no_pdf_does_not_keep_the_others_from_being_checked(folder: Path) -> None:
    done = run(folder, "text.pdf", "gone.pdf", ".", "mute.pdf", "sound.pdf")
    assert done.returncode == 2
    assert done.stderr.startswith("error: text.pdf is not a sound PDF: ")
    assert "\nhelp: name a PDF file\nerror: there is no file gone.pdf\nhelp: check the path\n" in done.stderr
    assert "\nerror: . is not a regular file\n" in done.stderr
    assert "mute.pdf: error[PDFUA1-TEXT-LANGUAGE-001]" in done.stderr
    assert "sound.pdf: claims PDF/UA-1, PDF/A-3a; many rules checked, 0 errors" in done.stderr


def test_json_has_every_rule_that_was_checked_and_what_it_found(folder: Path) -> None:
    done = run(folder, "--json", "mute.pdf", "text.pdf", "press.pdf")
    assert done.returncode == 2
    mute, text, press = json.loads(done.stdout)["files"]
    assert list(mute) == ["file", "claims", "checked", "errors", "not_checked"]
    assert mute["file"] == "mute.pdf"
    assert mute["claims"] == ["PDF/UA-1", "PDF/A-3a"]
    assert re.fullmatch(r"page-validation [0-9.]+: 1[0-9]{2} rules", *mute["checked"]["PDF/UA-1"])
    assert "PDFUA1-TEXT-LANGUAGE-001" in {error["rule"] for error in mute["errors"]}
    assert {tuple(error) for error in mute["errors"]} == {("rule", "clause", "message")}
    assert text["error"]["remedy"] == "name a PDF file"
    assert press["errors"] == []
    assert press["not_checked"] == [{"what": "PDF/X-4: ink-coverage", "reason": "Ghostscript is not installed"}]


def test_without_page_validation_its_rules_are_not_checked(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = run(folder, "sound.pdf", "press.pdf")
    assert done.returncode == 0
    missing = 'page-validation is not installed: pip install "pdfgen[verify]"'
    assert done.stderr.splitlines()[:6] == [
        f"sound.pdf: not checked: PDF/UA-1 ({missing})",
        f"sound.pdf: not checked: PDF/A-3a ({missing})",
        "sound.pdf: claims PDF/UA-1, PDF/A-3a; 6 rules checked, 0 errors, 2 not checked",
        f"press.pdf: not checked: PDF/X-4: glyphs ({missing})",
        "press.pdf: not checked: PDF/X-4: ink-coverage (Ghostscript is not installed)",
        "press.pdf: claims PDF/X-4; 29 rules checked, 0 errors, 2 not checked",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["%pipe%id>taken.pdf", "@a.pdf", "- a.pdf", "a\x1b]0;b\x07.pdf", "a\u202eb.pdf"])
def test_a_name_is_only_a_name_and_is_shown_as_such(name: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes((folder / "press.pdf").read_bytes())
    done = run(tmp_path, "--json", "--", name, programs=os.environ["PATH"])
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert json.loads(done.stdout)["files"][0]["file"] == name
    shown = name.replace("\x1b", r"\x1b").replace("\x07", r"\x07").replace("\u202e", r"\u202e")
    assert f"{shown}: claims PDF/X-4" in done.stderr
    assert done.stderr.replace("\n", "").isprintable()


def test_what_a_file_says_does_not_reach_the_terminal(folder: Path, tmp_path: Path) -> None:
    with pikepdf.open(folder / "sound.pdf") as file:
        link = next(item for page in file.pages for item in page.get("/Annots", []) if "/A" in item)
        link.A.URI = String("http://\x1b]0;taken\x07\x9b31m" + "x" * 1000)
        file.save(tmp_path / "file.pdf")
    done = run(tmp_path, "file.pdf")
    assert r"a link to http://\x1b]0;taken\x07\x9b31mxxx" in done.stderr
    assert done.stderr.replace("\n", "").isprintable()
    assert max(map(len, done.stderr.splitlines())) < 500


def test_a_file_beyond_its_limits_costs_itself_only(folder: Path) -> None:
    done = run(folder, "--time-limit", "0.001", "sound.pdf", "press.pdf")
    assert done.returncode == 3
    assert done.stderr.splitlines()[:4] == [
        "error: sound.pdf cannot be checked: it took longer than 0.001 s",
        "help: give it more time with --time-limit",
        "error: press.pdf cannot be checked: it took longer than 0.001 s",
        "help: give it more time with --time-limit",
    ]
    done = run(folder, "--memory-limit", "10MB", "sound.pdf")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
