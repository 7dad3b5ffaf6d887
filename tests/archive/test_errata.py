"""Corrections that a report prints are the reason of a new version in the archive."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from pdfgen.archive.holdings import Archive
from pdfgen.archive.object_record import ArchivedErratum
from pdfgen.cli.app import run
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ERRATA = """
errata:
  - date: 2018-03-05
    version: 1
    text: |
      The *capital* was
      [named](https://example.org/) wrongly.
"""


def edition(folder: Path, *reports: str) -> Path:
    """Copy reports of the sample edition into a project."""
    source = shipped("data") / "editions" / "2018"
    made = folder / "editions" / "2018"
    shutil.copytree(source, made, ignore=shutil.ignore_patterns("reports"))
    (made / "reports").mkdir()
    for name in reports:
        shutil.copy(source / "reports" / f"{name}.yaml", made / "reports")
    return made


def corrected(report: Path, errata: str = "") -> None:
    """Correct the capital in a report, and say so with ``errata``."""
    text = report.read_text(encoding="utf-8")
    assert "Astana" in text
    report.write_text(text.replace("Astana", "Akmola") + errata, encoding="utf-8")


def test_a_report_that_says_what_was_corrected_needs_no_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = str(tmp_path / "archive")
    report = edition(tmp_path, "kazakhstan") / "reports" / "kazakhstan.yaml"
    assert run(["archive", "init", archive]) == 0
    assert run(["archive", "add", archive, str(report)]) == 0
    corrected(report)
    capsys.readouterr()
    assert run(["archive", "add", archive, str(report)]) == 1
    assert "nothing says what was corrected" in capsys.readouterr().err
    report.write_text(report.read_text(encoding="utf-8") + ERRATA, encoding="utf-8")
    assert run(["archive", "add", archive, str(report), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["objects"]
    assert (row["state"], row["version"]) == ("added", 2)
    first, second = (Archive.open(archive).holding(row["id"], number) for number in (1, 2))
    assert first.record.errata == ()
    assert second.record.errata == (
        ArchivedErratum(date="2018-03-05", text="The capital was named wrongly.", version=1),
    )
    assert second.version.message == "The capital was named wrongly."
    assert run(["archive", "add", archive, str(report), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 1


def test_what_a_report_said_before_is_no_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = str(tmp_path / "archive")
    report = edition(tmp_path, "kazakhstan") / "reports" / "kazakhstan.yaml"
    report.write_text(report.read_text(encoding="utf-8") + ERRATA, encoding="utf-8")
    assert run(["archive", "init", archive]) == 0
    assert run(["archive", "add", archive, str(report)]) == 0
    corrected(report)
    capsys.readouterr()
    assert run(["archive", "add", archive, str(report)]) == 1
    assert "nothing says what was corrected" in capsys.readouterr().err


def test_a_volume_is_corrected_by_its_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = str(tmp_path / "archive")
    folder = edition(tmp_path, "kazakhstan")
    assert run(["archive", "init", archive]) == 0
    assert run(["archive", "add", archive, str(folder), "--volume"]) == 0
    corrected(folder / "reports" / "kazakhstan.yaml", ERRATA)
    capsys.readouterr()
    assert run(["archive", "add", archive, str(folder), "--volume", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["objects"]
    assert [(row["state"], row["version"]) for row in rows] == [("added", 2), ("added", 2)]
    held = Archive.open(archive).holding(rows[0]["id"])
    assert held.record.kind == "volume"
    assert [(item.text, item.version) for item in held.record.errata] == [
        ("Kazakhstan: The capital was named wrongly.", None)
    ]
