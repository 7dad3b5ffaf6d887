"""A project with one edition, made from the shipped data, and a sound report for it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

# Kazakhstan as published for 2018; its scores were the same in 2017, so no text need explain a change.
_BASE = """\
entity:
  name: Kazakhstan
  iso: KZ
  kind: country
  region: Eurasia
quick_facts:
  population: 17800000
  capital: Astana
  gdp_per_capita: 10510
  press_freedom_status: NF
overview: |
  The lead has a [link](https://example.org/a), a mark,[^census] and *emphasis*.

  It has a second paragraph.
key_developments:
  - One development.
  - "Another: with a colon."
notices:
  - kind: note
    text: A word to the reader.
answers:
  A1: {score: 0, narrative: Why A1.}
  A2: {score: 0, narrative: Why A2.}
  A3: {score: 1, narrative: Why A3.}
  B1: {score: 1, narrative: Why B1.}
  B2: {score: 0, narrative: Why B2.}
  B3: {score: 1, narrative: Why B3.}
  B4: {score: 1, narrative: Why B4.}
  C1: {score: 0, narrative: Why C1.}
  C2: {score: 1, narrative: Why C2.}
  C3: {score: 0, narrative: Why C3.}
  D1: {score: 0, narrative: Why D1.}
  D2: {score: 1, narrative: Why D2.}
  D3: {score: 2, narrative: Why D3.}
  D4: {score: 1, narrative: Why D4.}
  E1: {score: 0, narrative: Why E1.}
  E2: {score: 1, narrative: Why E2.}
  E3: {score: 0, narrative: Why E3.}
  F1: {score: 1, narrative: Why F1.}
  F2: {score: 1, narrative: Why F2.}
  F3: {score: 1, narrative: Why F3.}
  F4: {score: 1, narrative: Why F4.}
  G1: {score: 2, narrative: Why G1.}
  G2: {score: 2, narrative: Why G2.}
  G3: {score: 2, narrative: Why G3.}
  G4: {score: 2, narrative: Why G4.}
footnotes:
  census: The note.
published:
  Total: 22
  PR: 5
  CL: 17
  pr_rating: 7
  cl_rating: 5
  status: NF
"""


@pytest.fixture
def base() -> str:
    """Return a sound report."""
    return _BASE


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project folder with the shipped edition 2018."""
    reports = tmp_path / "editions" / "2018" / "reports"
    reports.mkdir(parents=True)
    shutil.copy(shipped("data") / "editions" / "2018" / "edition.yaml", reports.parent)
    return tmp_path


@pytest.fixture
def shipped_edition(project: Path) -> Callable[[str], Path]:
    """Copy a shipped edition with its reports into the project and return its folder."""

    def copy(name: str) -> Path:
        return Path(
            shutil.copytree(shipped("data") / "editions" / name, project / "editions" / name, dirs_exist_ok=True)
        )

    return copy


@pytest.fixture
def write(project: Path) -> Callable[[str], Path]:
    """Write a report of edition 2018 and return its path; line ends stay as they are."""

    def write(text: str) -> Path:
        path = project / "editions" / "2018" / "reports" / "report.yaml"
        path.write_bytes(text.encode())
        return path

    return write
