"""Links lead out of a project when that is asked for, and not otherwise."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from pdfgen import InputError, build_pdf, load_report, score
from pdfgen.cli.app import run
from pdfgen.source.load import load
from pdfgen.source.places import find_reports
from tests.attacks.projects import FILES, OTHERS, sound

if TYPE_CHECKING:
    from pathlib import Path

FACT = "this link leads out of the project"
FOLLOW = "put the file itself in the project, or allow such links with --follow-links"


def moved_out(root: Path, kind: str) -> Path:
    """Put a file beside the project, and a link to it in its place; return the link."""
    place = root / FILES[kind]
    outside = root.parent / f"outside-{place.name}"
    shutil.move(place, outside)
    place.symlink_to(outside)
    return place


def commands(home: Path, out: Path) -> list[list[str]]:
    """Return commands that read a project, for an edition."""
    return [
        ["check", str(home)],
        ["volume", str(home), "-o", str(out)],
        ["build", str(home / "reports" / "alpha.yaml"), "-o", str(out)],
        ["diff", str(home), str(home)],
    ]


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind not in ("font", "essay")])
def test_a_link_out_of_the_project_is_refused(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sound(tmp_path / "project")
    link = moved_out(tmp_path / "project", kind)
    for command in commands(home, tmp_path / "out"):
        if command[0] == "diff" and kind in ("labels", "theme"):
            continue  # it needs none
        if kind == "names" and command[0] != "check":
            continue  # they are read for those that are in no score table
        assert run(command) in (1, 4), command
        assert f"{link}:1:1: error[link-out]: {FACT}\n  help: {FOLLOW}\n" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["report", "scores", "theme", "font", "essay"])
def test_links_are_followed_on_request(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sound(tmp_path / "project")
    moved_out(tmp_path / "project", kind)
    for command in commands(home, tmp_path / "out"):
        assert run([*command, "--follow-links"]) == 0, (command, capsys.readouterr().err)


def test_what_was_built_with_links_is_not_current_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sound(tmp_path / "project")
    moved_out(tmp_path / "project", "report")
    build = ["build", str(home), "-j", "1", "-o", str(tmp_path / "out")]
    assert run([*build, "--follow-links"]) == 0
    assert run([*build, "--follow-links"]) == 0
    assert "0 of 2 reports built" in capsys.readouterr().err
    assert run(build) == 4
    assert "(0 current, 1 failed)" in capsys.readouterr().err


def test_an_essay_and_a_font_that_are_links_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "project"
    home = sound(root)
    link = moved_out(root, "essay")
    link.resolve().write_text(f"# {OTHERS}\n\n{OTHERS}\n", encoding="utf-8")
    assert run(["volume", str(home), "-o", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert f"{link}:1:1: error[link-out]: {FACT}\n  help: {FOLLOW}\n" in said
    assert OTHERS not in said
    assert not list((tmp_path / "out").glob("*.pdf"))
    moved_out(root, "font")
    assert run(["check", str(home)]) == 1
    assert "error[link-out]: the font “Own.ttf” is a link out of the project\n" in capsys.readouterr().err


def test_a_folder_that_is_a_link_leads_out_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sound(tmp_path / "project")
    shutil.move(home / "essays", tmp_path / "essays")
    (home / "essays").symlink_to(tmp_path / "essays")
    (tmp_path / "more").mkdir()
    (home / "reports" / "more").symlink_to(tmp_path / "more")
    assert run(["check", str(home)]) == 1
    said = capsys.readouterr().err
    assert f"{home / 'essays' / 'foreword.md'}:1:1: error[link-out]: {FACT}\n" in said
    assert f"{home / 'reports' / 'more'}:1:1: error[link-out]: {FACT}\n" in said


def test_links_inside_the_project_are_sound(tmp_path: Path) -> None:
    root = tmp_path / "project"
    home = sound(root)
    report, essay = home / "reports" / "alpha.yaml", home / "essays" / "foreword.md"
    plain = build_pdf(load_report(report))
    (root / "shared").mkdir()
    for path in (report, essay, root / FILES["rubric"], root / FILES["scores"]):
        shutil.move(path, root / "shared" / path.name)
        path.symlink_to(root / "shared" / path.name)
    assert build_pdf(load_report(report)) == plain
    assert run(["check", str(home)]) == 0
    (tmp_path / "way").symlink_to(root)
    assert build_pdf(load_report(tmp_path / "way" / "editions" / "2024" / "reports" / "alpha.yaml")) == plain


def test_python_follows_links_on_request(tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    plain = build_pdf(load_report(home / "reports" / "alpha.yaml"))
    moved_out(tmp_path / "project", "rubric")
    with pytest.raises(InputError, match=FACT):
        load_report(home / "reports" / "alpha.yaml")
    report = load_report(home / "reports" / "alpha.yaml", follow_links=True)
    with pytest.raises(InputError, match=FACT):
        score(report)
    with pytest.raises(InputError, match=FACT):
        build_pdf(report)
    assert score(report, follow_links=True)["Total"].value.number == 7
    assert build_pdf(report, follow_links=True) == plain


def test_a_report_of_another_project_is_none_of_this(tmp_path: Path) -> None:
    home, other = sound(tmp_path / "project"), sound(tmp_path / "other")
    link = home / "reports" / "linked"
    link.symlink_to(other / "reports")
    assert link in find_reports([home])
    with pytest.raises(InputError, match=FACT):
        load(link / "alpha.yaml")


def test_every_folder_is_looked_at_once(tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    for number in range(12):  # each leads to all others: 12! ways
        folder = home / "reports" / f"f{number}"
        folder.mkdir()
        for other in range(12):
            (folder / f"to{other}").symlink_to(home / "reports" / f"f{other}")
    (home / "reports" / "f3" / "gamma.yaml").write_text("entity: {name: Gamma}", encoding="utf-8")
    assert [path.name for path in find_reports([home])] == ["alpha.yaml", "beta.yaml", "gamma.yaml"]


def test_texts_behind_links_are_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "other.txt").write_text(OTHERS, encoding="utf-8")
    (tmp_path / "texts" / "b.txt").write_text("b", encoding="utf-8")
    (tmp_path / "texts" / "a.txt").symlink_to(tmp_path / "other.txt")
    arguments = [str(tmp_path / "texts"), "-o", str(tmp_path / "o" / "editions" / "2018")]
    run(["import", "edition", *arguments, "--rubric", "freedom-in-the-world", "--edition", "2018"])
    said = capsys.readouterr().err
    assert "a.txt:1:1: warning[link-out]: 1 link leads out of the folder and is passed over: a.txt\n" in said
    assert OTHERS not in said


def test_reports_of_another_edition_are_not_bound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sound(tmp_path / "project")
    (home / "reports" / "others").symlink_to("../..")
    assert run(["volume", "-o", str(tmp_path / "out"), str(home)]) == 1
    said = capsys.readouterr().err
    fact = "alpha.yaml:1:1: error[edition-differs]: this report is of mini 2023, not of mini 2024\n"
    assert fact in said
    assert f"help: remove the link to it from {home}\n" in said
