"""``pdfgen verify`` as a person and as a program run it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pikepdf
import pytest

from pdfgen import build_pdf, load_report
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = shipped("data") / "editions" / "2018" / "reports" / "turkey.yaml"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pdfgen", "verify", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


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


def test_a_sound_file_passes_and_the_rules_are_named(folder: Path) -> None:
    done = run(folder, "sound.pdf", "press.pdf")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "sound.pdf: claims PDF/UA-1, PDF/A-3a; 19 rules checked, 0 errors",
        "press.pdf: claims PDF/X-4; 15 rules checked, 0 errors",
        "checked of every file: syntax, fonts-embedded, fonts-readable, no-actions, links-safe, attachments",
        "checked of PDF/UA-1: tagged, all-content-marked, language, title-shown, headings-in-order, figures-described, links-described, tab-order",
        "checked of PDF/A-3a: output-intent, device-colours, metadata, associated-files, not-encrypted",
        "checked of PDF/X-4: boxes, output-intent, cmyk-only, text-black, hairlines, ink-limit, no-annotations, metadata, version",
        "this is no certificate: what is not in these rules was not checked",
    ]


def test_a_defect_is_named_with_its_clause_and_the_exit_code_is_one(folder: Path) -> None:
    done = run(folder, "mute.pdf")
    assert done.returncode == 1
    assert done.stderr.splitlines()[:2] == [
        "mute.pdf: error[language]: the file does not say its language (ISO 14289-1, § 7.2)",
        "mute.pdf: claims PDF/UA-1, PDF/A-3a; 19 rules checked, 1 error",
    ]


def test_a_file_that_is_no_pdf_does_not_keep_the_others_from_being_checked(folder: Path) -> None:
    done = run(folder, "text.pdf", "mute.pdf", "sound.pdf")
    assert done.returncode == 2
    assert done.stderr.startswith("error: text.pdf is not a sound PDF: ")
    assert "\nhelp: name a PDF file\n" in done.stderr
    assert "mute.pdf: error[language]" in done.stderr
    assert "sound.pdf: claims PDF/UA-1, PDF/A-3a; 19 rules checked, 0 errors" in done.stderr


def test_json_has_every_rule_that_was_checked_and_what_it_found(folder: Path) -> None:
    done = run(folder, "--json", "mute.pdf", "text.pdf")
    assert done.returncode == 2
    mute, text = json.loads(done.stdout)["files"]
    assert mute["file"] == "mute.pdf"
    assert mute["claims"] == ["PDF/UA-1", "PDF/A-3a"]
    assert "language" in mute["checked"]["PDF/UA-1"]
    assert mute["errors"] == [
        {"rule": "language", "clause": "ISO 14289-1, § 7.2", "message": "the file does not say its language"}
    ]
    assert text["error"]["remedy"] == "name a PDF file"
