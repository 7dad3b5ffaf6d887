"""Profiles: what each asks of a file, and what no file can be."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from pdfgen.choices import PAGE_SIZES as SIZES
from pdfgen.choices import PROFILES, STANDARDS
from pdfgen.errors import UsageError
from pdfgen.pdf.standards.pdfa2a import PDFA2A
from pdfgen.pdf.standards.pdfa3a import PDFA3A
from pdfgen.pdf.standards.pdfua1 import PDFUA1
from pdfgen.pdf.standards.pdfx4 import PDFX4
from pdfgen.profiles import _ACCESSIBLE as ACCESSIBLE
from pdfgen.profiles import PAGE_SIZES, Profile
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = shipped("data") / "editions" / "2018" / "reports" / "finland.yaml"
MM = 72 / 25.4


def test_a_profile_is_asked_for_what_it_wants() -> None:
    screen, press, card = (Profile.named(name=name) for name in ("screen", "print", "card"))
    assert [profile.tagged for profile in (screen, press, card)] == [True, False, True]
    assert [profile.press for profile in (screen, press, card)] == [False, True, False]
    assert [profile.conformance.version for profile in (screen, press, card)] == ["1.7", "1.6", "1.7"]
    assert [[standard.name for standard in profile.standards] for profile in (screen, press, card)] == [
        ["PDF/A-3a", "PDF/UA-1"],
        ["PDF/X-4"],
        ["PDF/A-2a", "PDF/UA-1"],
    ]
    assert [profile.attachments for profile in (screen, press, card)] == [True, False, False]
    assert [profile.colour_space for profile in (screen, press, card)] == ["rgb", "cmyk", "rgb"]
    assert [profile.shows for profile in (screen, press, card)] == ["report", "report", "card"]
    assert (press.bleed, press.slug, press.binding) == pytest.approx((3 * MM, 10 * MM, 4 * MM))
    assert (screen.bleed, screen.slug, screen.binding) == (0, 0, 0)


CARRIES = "only an archival file carries its own data"
PRESS = "a file for the press has CMYK colours and no tags"
SHEETS = "CMYK and full sheets are for the press"
BOUND = "only what is bound has a binding"


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("screen", {"standards": ()}, CARRIES),
        ("screen", {"standards": (PDFUA1,)}, CARRIES),
        ("screen", {"standards": (PDFA2A, PDFUA1)}, CARRIES),
        ("screen", {"standards": (PDFA2A, PDFA3A)}, "PDF/A-2a and PDF/A-3a are two standards of PDF/A"),
        ("card", {"standards": (PDFX4,)}, PRESS),
        ("screen", {"colour_space": "cmyk"}, SHEETS),
        ("screen", {"binding": 11.0}, BOUND),
        ("card", {"sheets": 4}, SHEETS),
        ("print", {"standards": (PDFX4, PDFUA1)}, PRESS),
        ("print", {"standards": (PDFX4, PDFA2A)}, "PDF/X-4 and PDF/A-2a have different output intents"),
        ("print", {"attachments": True}, CARRIES),
        ("print", {"colour_space": "rgb"}, PRESS),
        ("print", {"standards": ()}, SHEETS),
    ],
)
def test_what_no_file_can_be_is_refused(name: str, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as told:
        replace(Profile.named(name=name), **changes)
    assert str(told.value) == message


@pytest.mark.parametrize(
    ("arguments", "message", "remedy"),
    [
        (["--full-sheets"], SHEETS, "ask for the profile print"),
        (["--profile", "card", "--full-sheets"], SHEETS, "ask for the profile print"),
        (["--profile", "print", "--attachments"], CARRIES, "leave the attachments out"),
    ],
)
def test_the_command_line_refuses_before_anything_is_set(
    arguments: list[str], message: str, remedy: str, tmp_path: Path
) -> None:
    done = build(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stderr == f"error: {message}\nhelp: {remedy}\n"
    assert list(tmp_path.iterdir()) == []


def test_each_profile_makes_its_own_file(tmp_path: Path) -> None:
    for arguments in ([], ["--profile", "print", "--full-sheets"], ["--profile", "card"]):
        done = build(tmp_path, *arguments)
        assert done.returncode == 0, done.stderr
    pages = {}
    for path in tmp_path.glob("*.pdf"):
        with pikepdf.open(path) as file:
            pages[path.name] = len(file.pages)
    assert {name.removeprefix("freedom-in-the-world-2018-"): number for name, number in pages.items()} == {
        "finland.pdf": 7,
        "finland-print.pdf": 8,
        "finland-card.pdf": 1,
    }


def test_a_date_that_is_no_number_of_seconds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    done = build(tmp_path)
    assert done.returncode == 2
    assert "error: SOURCE_DATE_EPOCH is “yesterday”\nhelp: set it to seconds since 1970, or unset it\n" in done.stderr
    assert list(tmp_path.iterdir()) == []


def build(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pdfgen", "build", str(SAMPLE), "-o", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_volume_is_bound_on_the_screen_too_and_fills_its_sheets_for_the_press() -> None:
    screen, press = Profile.volume("letter"), Profile.volume("letter", "print")
    assert [profile.shows for profile in (screen, press)] == ["volume", "volume"]
    assert [profile.binding for profile in (screen, press)] == pytest.approx([4 * MM, 4 * MM])
    assert [profile.sheets for profile in (screen, press)] == [1, 4]
    assert [(profile.tagged, profile.press, profile.attachments) for profile in (screen, press)] == [
        (True, False, True),
        (False, True, False),
    ]
    with pytest.raises(UsageError, match=r"^there is no profile “card” of a volume$") as told:
        Profile.volume(name="card")
    assert told.value.remedy == "known are screen, print"


def test_the_words_of_options_are_those_of_profiles() -> None:
    assert tuple(ACCESSIBLE) == STANDARDS
    assert tuple(PAGE_SIZES) == SIZES
    for name in PROFILES:
        assert Profile.named("a4", name).name == name
