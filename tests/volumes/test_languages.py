"""An edition in two languages: of an entity with two reports, each volume has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from pdfgen.cli.app import run
from pdfgen.source.edition import load_edition
from tests import mini

if TYPE_CHECKING:
    from pathlib import Path

EDITION = """\
rubric: mini
edition: 2018
year_under_review: 2017
publication: {publisher: Nobody, citation: "{entity}, in {series}"}
volume: {title: A small index, essays: [foreword.md]}
"""
TERMS = """\
extends: es
terms:
  Mini Index: Pequeño índice
  A small index: Un pequeño índice
  First: Primera
  Second: Segunda
  "{entity}, in {series}": "{entity}, en {series}"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages")
    reports = {
        "hungary.yaml": ("en", "Hungary", "HU", "A report in English."),
        "hungary-es.yaml": ("es", "Hungría", "HU", "Un informe en español."),
        "iceland.yaml": ("en", "Iceland", "IS", "It is cold."),
    }
    home = folder / "editions/2018"
    for place in (folder / "rubrics", folder / "labels", home / "reports"):
        place.mkdir(parents=True)
    (folder / "rubrics/mini.yaml").write_text(mini.rubric(2018))
    (folder / "labels/es.mini.yaml").write_text(TERMS)
    (home / "edition.yaml").write_text(EDITION)
    (home / "foreword.md").write_text("# Foreword\n\nBy the editors.\n")
    for name, (language, entity, iso, text) in reports.items():
        answers = "answers: {Q1: {score: 4, narrative: A.}, Q2: {score: 7, narrative: B.}}"
        head = f"language: {language}\nentity: {{name: {entity}, iso: {iso}, kind: country}}\n"
        (home / "reports" / name).write_text(f"{head}overview: {text}\n{answers}\n")
    return folder


def text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_the_volume_has_each_entity_once_in_the_language_of_the_edition(project: Path) -> None:
    found = load_edition(project / "editions/2018")
    assert [item.report.entity.name for item in found.reports] == ["Hungary", "Iceland"]


def test_a_report_in_another_language_alone_stays_in_the_volume(project: Path) -> None:
    (project / "editions/2018/reports/hungary.yaml").rename(project / "kept.yaml")
    try:
        found = load_edition(project / "editions/2018")
        assert [item.report.entity.name for item in found.reports] == ["Hungría", "Iceland"]
    finally:
        (project / "kept.yaml").rename(project / "editions/2018/reports/hungary.yaml")


def test_an_essay_that_is_not_translated_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["volume", str(project / "editions/2018"), "--language", "es", "-o", str(project / "a.pdf")]) == 1
    assert f"there is no file {project / 'editions/2018/foreword.es.md'}\n" in capsys.readouterr().err
    assert not (project / "a.pdf").exists()


def test_the_volume_in_another_language(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    foreword = project / "editions/2018/foreword.es.md"
    foreword.write_text("# Prólogo\n\nDe la redacción.\n")
    try:
        assert run(["volume", str(project / "editions/2018"), "--language", "es", "-o", f"{tmp_path}/"]) == 0
    finally:
        foreword.unlink()
    (path,) = tmp_path.iterdir()
    assert path.name == "mini-2018-volume-es.pdf"
    assert f"wrote {path}: 1 report in " in capsys.readouterr().err
    said = text(path)
    assert "Un pequeño índice" in said
    assert "De la redacción." in said
    assert "Un informe en español." in said
    assert "A report in English." not in said
    assert "A small index" not in said
    assert "Mini Index" not in said
    assert ", en Pequeño índice" in said
    assert run(["extract", str(path), "-o", str(tmp_path / "again")]) == 0  # it compares the bytes


def test_a_report_names_its_series_in_its_language(project: Path, tmp_path: Path) -> None:
    path = project / "editions/2018/reports/hungary-es.yaml"
    assert run(["build", str(path), "-o", str(tmp_path / "a.pdf")]) == 0
    said = text(tmp_path / "a.pdf")
    assert "PEQUEÑO ÍNDICE 2018" in said
    assert "Hungría, en Pequeño índice" in said


def test_a_language_without_reports(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["volume", str(project / "editions/2018"), "--language", "en-GB"]) == 2
    told = "error: the edition has no reports in “en-GB”\nhelp: name one of its languages: en, es\n"
    assert capsys.readouterr().err == told
