"""`pdfgen new` and `pdfgen show`: what is written works as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_project_is_sound_and_builds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = tmp_path / "Town index"
    assert run(["new", "project", str(project)]) == 0
    *wrote, following = capsys.readouterr().err.splitlines()
    (home,) = (project / "editions").iterdir()
    assert following == f"next: pdfgen build {home}"
    assert [line.removeprefix(f"wrote {project}/") for line in wrote] == [
        "rubrics/town-index.yaml",
        "themes/town-index.yaml",
        "labels/en.town-index.yaml",
        "names/town-index.yaml",
        f"editions/{home.name}/edition.yaml",
        f"editions/{home.name}/reports/ruritania.yaml",
    ]
    assert run(["check", str(project)]) == 0
    assert capsys.readouterr().err == "1 file checked: 0 errors\n"
    assert run(["build", str(home), "-o", str(tmp_path / "out")]) == 0
    assert (tmp_path / f"out/town-index-{home.name}-ruritania.pdf").stat().st_size > 10_000


@pytest.mark.parametrize(
    "place", ["rubrics/a.yaml", "themes/a.yaml", "labels/en.yaml", "labels/es.a.yaml", "labels/fr.yaml", "names/a.yaml"]
)
def test_a_new_file_is_sound(tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    kind = {"rubrics": "rubric", "themes": "theme"}.get(folder := place.split("/", maxsplit=1)[0], folder)
    path = tmp_path / place
    assert run(["new", kind, str(path)]) == 0
    schema = tmp_path / "schemas" / f"{kind}.schema.json"
    assert capsys.readouterr().err == f"wrote {path}\nwrote {schema}\nnext: pdfgen check {path}\n"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../schemas/{kind}.schema.json"
    assert run(["check", str(path)]) == 0
    assert run(["new", kind, str(path)]) == 2
    assert capsys.readouterr().err.endswith(f"error: {path} exists already\nhelp: choose another name\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["rubric", "method.yaml"],
            "error: a file of this kind lies in the folder “rubrics” of a project\nhelp: write rubrics/method.yaml\n",
        ),
        (["theme", "themes/own"], "error: themes/own is not named as YAML\nhelp: name it own.yaml\n"),
        (
            ["rubric", "rubrics/My index.yaml"],
            "error: “My index” is no name for it\nhelp: use small letters from a to z, digits and “-”\n",
        ),
        (
            ["project", "日本"],
            "error: the project cannot be named after “日本”\nhelp: use letters from a to z and digits\n",
        ),
    ],
)
def test_a_name_that_will_not_do(
    tmp_path: Path,
    arguments: list[str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", *arguments]) == 2
    assert capsys.readouterr().err == told
    assert not list(tmp_path.iterdir())


def test_a_project_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "towns").mkdir()
    (tmp_path / "towns/mine.txt").write_text("mine")
    assert run(["new", "project", str(tmp_path / "towns")]) == 2
    assert [path.name for path in (tmp_path / "towns").iterdir()] == ["mine.txt"]


def test_a_shipped_file_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "labels", "es"]) == 0
    assert capsys.readouterr().out == (shipped("data") / "labels/es.yaml").read_text(encoding="utf-8")
    assert run(["show", "theme"]) == 0
    assert capsys.readouterr().out == "compact\nstandard\n"
    assert run(["show", "theme", "standrad"]) == 2
    assert capsys.readouterr().err == "error: pdfgen ships no theme “standrad”\nhelp: did you mean `standard`?\n"
