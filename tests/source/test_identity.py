"""An entity is itself by its id, names and code: its past is found wherever it lies, and it has one report."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pdfgen import InputError, build_pdf, load_report, score
from pdfgen.cli.app import run
from pdfgen.resources import shipped
from pdfgen.source.load import load
from pdfgen.source.places import find_reports
from tests.mini import rubric

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal


class Project:
    """A project with editions of the mini rubric."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "rubrics").mkdir(parents=True)
        (root / "rubrics" / "mini.yaml").write_text(rubric(2021, 2022, 2023, 2024), encoding="utf-8")

    def report(  # what a report says of itself
        self, edition: int, file: str, name: str, total: int, more: str = "", folder: str = "", tail: str = ""
    ) -> Path:
        """Write a report on an entity whose total is ``total``; ``more`` stands in its entity, ``tail`` at its end."""
        home = self.root / "editions" / (folder or str(edition))
        path = home / "reports" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"rubric: mini\nedition: {edition}\nyear_under_review: {edition - 1}\n"
        (home / "edition.yaml").write_text(head, encoding="utf-8")
        first = total // 2
        answers = "".join(
            f"  {id_}: {{score: {value}, narrative: Why., score_change: Why.}}\n"
            for id_, value in (("Q1", first), ("Q2", total - first))
        )
        entity = f"entity:\n  name: {name}\n  kind: country\n{more}"
        path.write_text(f"{entity}overview: Words.\nanswers:\n{answers}{tail}", encoding="utf-8")
        return path

    def table(self, edition: int, rows: Iterable[str], columns: str = "entity,Q1,Q2,Total") -> None:
        """Write a score table."""
        path = self.root / "scores" / "mini" / f"{edition}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([columns, *rows, ""]), encoding="utf-8")

    def names(self, text: str) -> None:
        """Write the names of the rubric."""
        (self.root / "names").mkdir(exist_ok=True)
        (self.root / "names" / "mini.yaml").write_text(f"entities:\n{text}", encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")


def change(path: Path) -> tuple[str, Decimal | int | None]:
    """Return what the change of a report's total rests on, and the change."""
    found = score(load_report(path))["Total"].change
    return found.basis, found.difference


def warned(path: Path) -> list[tuple[str, str]]:
    return [(problem.message, problem.remedy) for problem in load(path).warnings if problem.code == "unknown-name"]


def refused(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(path)
    problems = caught.value.problems
    return [problem.headline().replace(problem.origin.path, Path(problem.origin.path).name, 1) for problem in problems]


# The past


def test_a_file_that_was_somebody_else_s_is_nobody_s_past(project: Project) -> None:
    project.report(2023, "01.yaml", "Alpha", 6)
    project.report(2023, "02.yaml", "Beta", 14)
    aachen = project.report(2024, "01.yaml", "Aachen", 10)
    alpha = project.report(2024, "02.yaml", "Alpha", 6)
    beta = project.report(2024, "03.yaml", "Beta", 14)
    assert change(aachen) == ("new_entity", None)
    assert change(alpha) == ("compared", 0)
    assert change(beta) == ("compared", 0)
    assert warned(aachen) == warned(alpha) == []


@pytest.mark.parametrize(
    ("file", "folder"),
    [("a.yaml", "2024-draft"), ("z.yaml", ""), ("africa/north/a.yml", ""), ("A.YAML", "next"), ("a.yaml", "2023x")],
)
def test_a_report_is_found_under_another_name_of_file_or_folder(project: Project, file: str, folder: str) -> None:
    project.report(2023, "a.yaml", "Alpha", 6)
    project.report(2023, "b.yaml", "Beta", 20)
    assert change(project.report(2024, file, "Alpha", 9, folder=folder)) == ("compared", 3)


@pytest.mark.parametrize(
    ("before", "now", "names"),
    [
        ("Côte d’Ivoire", "CÔTE D'IVOIRE", ""),
        (
            "Swaziland",
            "Eswatini",
            "  - {name: Eswatini, kind: country, former: [{name: Swaziland, editions: -2023}]}\n",
        ),
        ("Eswatini", "Ngwane", "  - {name: Eswatini, kind: country, also: [Ngwane]}\n"),
        ("Ngwane", "eSwatini", "  - {name: Eswatini, kind: country, also: [Ngwane]}\n"),
    ],
)
@pytest.mark.parametrize("where", ["report", "table"])
def test_another_spelling_or_name_is_the_same_entity(
    project: Project, before: str, now: str, names: str, where: str
) -> None:
    if names:
        project.names(names)
    if where == "report":
        project.report(2023, "a.yaml", before, 6)
    else:
        project.table(2023, [f"{before},3,3,6"])
    assert change(project.report(2024, "b.yaml", now, 9)) == ("compared", 3)


@pytest.mark.parametrize("where", ["report", "table"])
def test_a_code_is_the_same_entity_unless_both_are_known(project: Project, where: str) -> None:
    if where == "report":
        project.report(2023, "a.yaml", "Alpha", 6, "  iso: AA\n")
    else:
        project.table(2023, ["Alpha,country,AA,3,3,6"], "entity,kind,iso,Q1,Q2,Total")
    path = project.report(2024, "b.yaml", "Republic of Alpha", 9, "  iso: AA\n")
    assert change(path) == ("compared", 3)
    project.names("  - {name: Alpha, kind: country}\n  - {name: Republic of Alpha, kind: country}\n")
    assert change(path) == ("new_entity", None)


def test_a_code_that_belongs_to_another_of_this_edition_finds_nothing(project: Project) -> None:
    project.report(2023, "a.yaml", "Alpha", 6, "  iso: AA\n")
    project.report(2024, "a.yaml", "Alpha", 7)
    beta = project.report(2024, "b.yaml", "Beta", 9, "  iso: AA\n")
    assert change(beta) == ("new_entity", None)


def test_ids_tell_entities_of_one_name_apart(project: Project) -> None:
    project.report(2023, "1.yaml", "Springfield", 6, "  id: il-7\n")
    project.report(2023, "2.yaml", "Springfield", 14, "  id: 0815\n")
    first = project.report(2024, "2.yaml", "Springfield", 8, "  id: il-7\n")
    second = project.report(2024, "1.yaml", "Springfield", 15, "  id: 0815\n")
    renamed = project.report(2024, "3.yaml", "Shelbyville", 3, "  id: 4711\n")
    project.table(2022, ["Springfield,il-7,1,1,2", "Springfield,0815,9,9,18"], "entity,id,Q1,Q2,Total")
    assert change(first) == ("compared", 2)
    assert change(second) == ("compared", 1)
    assert change(renamed)[0] == "new_entity"
    assert [str(value.number) for _, value in score(load_report(second)).trend[1:]] == ["18", "14", "15"]


def test_an_id_follows_an_entity_through_its_names(project: Project) -> None:
    project.table(2023, ["Old Town,77,3,3,6"], "entity,id,Q1,Q2,Total")
    assert change(project.report(2024, "a.yaml", "New Town", 9, "  id: 77\n")) == ("compared", 3)


def test_an_edition_that_was_left_out_leaves_the_past_before_it(project: Project) -> None:
    project.report(2022, "x.yaml", "Alpha", 6)
    path = project.report(2024, "y.yaml", "Alpha", 9)
    assert change(path) == ("no_previous_edition", None)
    assert [(year, str(value.number)) for year, value in score(load_report(path)).trend if value] == [
        (2022, "6"),
        (2024, "9"),
    ]


def test_nothing_is_said_of_an_edition_of_which_nothing_is_known(project: Project) -> None:
    assert change(project.report(2024, "a.yaml", "Alpha", 6)) == ("no_previous_edition", None)
    project.table(2023, ["Beta,3,3,6"])
    project.table(2024, ["Beta,3,3,6", "Alpha,3,3,6"])
    assert change(project.report(2024, "a.yaml", "Alpha", 6)) == ("new_entity", None)


# Where two sources disagree


@pytest.mark.parametrize("year", [2022, 2023])
def test_an_earlier_report_that_contradicts_its_score_table_is_an_error(project: Project, year: int) -> None:
    before = project.report(year, "a.yaml", "Alpha", 6)
    project.table(year, ["Alpha,4,3,7"])
    now = project.report(2024, "b.yaml", "Alpha", 9)
    assert refused(now) == [f"a.yaml:6:15: error[score-differs]: Q1 is 3, but the score table of {year} has 4"]
    waived = before.read_text(encoding="utf-8") + "waivers: [{measure: Q1, reason: A late correction}]\n"
    before.write_text(waived, encoding="utf-8")
    assert [str(value.number) for edition, value in score(load_report(now)).trend if edition == year] == ["6"]


def test_two_reports_of_an_earlier_edition_that_disagree_are_an_error(project: Project) -> None:
    project.report(2023, "a.yaml", "Alpha", 6)
    project.report(2023, "a.yaml", "Alpha", 8, folder="2023-final")
    now = project.report(2024, "a.yaml", "Alpha", 9)
    (first, *_) = refused(now)
    assert first.startswith("a.yaml:6:15: error[score-differs]: Q1 is 4, but ")
    assert first.endswith("has 3")


def test_a_report_in_another_language_is_the_same_past(project: Project) -> None:
    project.report(2023, "a-en.yaml", "Germany", 6)
    project.report(2023, "a-es.yaml", "Alemania", 6, tail="language: es\n")
    project.names("  - {name: Germany, kind: country, also: [Alemania]}\n")
    assert change(project.report(2024, "deutschland.yaml", "Alemania", 9, tail="language: es\n")) == ("compared", 3)
    assert change(project.report(2024, "a.yaml", "Germany", 9)) == ("compared", 3)


@pytest.mark.parametrize("name", ["Brunei", "UAE", "United Arab Emirates", "Emirates", "Norway"])
def test_a_break_concerns_an_entity_under_any_of_its_names(tmp_path: Path, name: str) -> None:
    home = tmp_path / "editions" / "2018"
    shutil.copytree(shipped("data") / "editions" / "2018", home)
    (tmp_path / "names").mkdir()
    own = "entities: [{name: United Arab Emirates, kind: country, also: [UAE, Emirates]}]\n"
    (tmp_path / "names" / "freedom-in-the-world.yaml").write_text(own, encoding="utf-8")
    path = home / "reports" / "finland.yaml"
    with (shipped("data") / "scores" / "freedom-in-the-world" / "2018.csv").open(encoding="utf-8") as file:
        (row,) = (
            row
            for row in csv.DictReader(file)
            if row["entity"] == (name if name in ("Brunei", "Norway") else "United Arab Emirates")
        )
    answers = "".join(
        f"  {id_}: {{score: {cell}}}\n" for id_, cell in row.items() if len(id_) == 2 and id_[1].isdigit()
    )
    head = f"entity: {{name: {name}, kind: country, region: {row['region']}}}\nanswers:\n"
    path.write_text(
        head + answers + (f"  add_a: {{score: {row['add_a']}}}\n" if row["add_a"] else ""), encoding="utf-8"
    )
    notes = load(path).card.notes
    assert bool(notes) == (name != "Norway")


# New, or renamed


@pytest.mark.parametrize("where", ["report", "table"])
def test_a_new_name_where_another_is_gone_is_told_before_anything_calls_it_new(project: Project, where: str) -> None:
    for name, total in (("Alpha", 6), ("Swaziland", 8)):
        if where == "report":
            project.report(2023, f"{name}.yaml", name, total)
    project.table(2023, ["Alpha,3,3,6", "Swaziland,4,4,8"] if where == "table" else [])
    project.report(2024, "alpha.yaml", "Alpha", 6)
    path = project.report(2024, "eswatini.yaml", "Eswatini", 9)
    message = "“Eswatini” is new in edition 2024, and a name of 2023 is gone: “Swaziland”"
    remedy = "if it is one of them, add the other name to names/mini.yaml; if it is new, add it there"
    assert warned(path) == [(message, remedy)]
    assert change(path) == ("no_previous_edition", None)  # “First scored in this edition” would be a guess
    project.names("  - {name: Eswatini, kind: country}\n")
    assert warned(path) == []
    assert change(path) == ("new_entity", None)
    project.names("  - {name: Eswatini, kind: country, also: [Swaziland]}\n")
    assert warned(path) == []
    assert change(path) == ("compared", 1)


def test_a_new_name_of_a_whole_table_is_told_with_the_nearest_of_many(project: Project) -> None:
    project.table(2023, ["Alpha,3,3,6", "Turkey,4,4,8", "Czech Republic,1,1,2", "Bolivia,1,1,2", "Chad,2,2,4"])
    project.table(2024, ["Alpha,3,3,6", "Türkiye,4,4,8", "Czechia,1,1,2", "Plurinational Bolivia,1,1,2"])
    path = project.report(2024, "cz.yaml", "Czechia", 2)
    ((message, _),) = warned(path)
    assert message.startswith("“Czechia” is new in edition 2024, and 4 names of 2023 are gone: “Czech Republic”, ")
    assert message.endswith(", …")


def test_a_file_extracted_from_a_report_says_the_same_of_a_new_entity(project: Project, tmp_path: Path) -> None:
    project.table(2023, ["Alpha,3,3,6"])
    project.table(2024, ["Alpha,3,3,6", "Beta,3,3,6"])
    path = project.report(2024, "beta.yaml", "Beta", 6)
    content = build_pdf(load_report(path))
    (tmp_path / "beta.pdf").write_bytes(content)
    assert run(["extract", str(tmp_path / "beta.pdf"), "-o", str(tmp_path / "again")]) == 0
    again = load_report(tmp_path / "again" / "report.yaml")
    assert score(again)["Total"].change.basis == "new_entity"
    assert build_pdf(again) == content


# One report on one entity


SECOND = [
    ("name: Alpha", "", "a.yaml is about Alpha too"),
    ("name: ALPHA", "", "a.yaml is about ALPHA too, as Alpha"),
    ("name: Alpha", "  id: 7\n", "a.yaml is about Alpha too"),
    ("name: Alfa", "", "a.yaml is about Alfa too, as Alpha"),
    ("name: Beta", "  iso: AA\n", "a.yaml has the code AA too"),
]


@pytest.mark.parametrize(("name", "more", "told"), SECOND)
def test_two_reports_on_one_entity_are_an_error_of_check_and_build(
    project: Project,
    name: str,
    more: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project.names("  - {name: Alpha, kind: country, also: [Alfa]}\n")
    project.report(2024, "a.yaml", "Alpha", 6, "  iso: AA\n")
    project.report(2024, "sub/b.yaml", name.removeprefix("name: "), 6, more)
    project.report(2024, "c.yaml", "Gamma", 6)
    monkeypatch.chdir(project.root)
    line = f"editions/2024/reports/sub/b.yaml:2:9: error[second-report]: editions/2024/reports/{told}\n"
    for command, code in ((["check", "editions"], 1), (["build", "editions", "-o", "out", "-j", "1"], 4)):
        assert run(command) == code
        err = capsys.readouterr().err
        assert line in err
        assert err.count("second-report") == 2
    assert [path.name for path in Path("out").glob("*.pdf")] == ["mini-2024-c.pdf"]
    assert run(["volume", "editions/2024", "-o", "out"]) == 1
    assert line in capsys.readouterr().err
    assert run(["build", "editions", "-o", "out", "-j", "1"]) == 4
    assert "0 of 3 reports built" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "more", "tail"),
    [("Alpha", "  id: 8\n", ""), ("Alpha", "", "language: es\n"), ("Beta", "", "")],
)
def test_two_entities_or_two_languages_are_two_reports(project: Project, name: str, more: str, tail: str) -> None:
    project.report(2024, "a.yaml", "Alpha", 6, "  id: 7\n")
    project.report(2024, "b.yaml", name, 6, more, tail=tail)
    assert run(["check", str(project.root / "editions")]) == 0


def test_a_table_with_two_rows_on_one_entity_is_refused(project: Project) -> None:
    project.table(2023, ["Alpha,3,3,6", "Beta,3,3,6", "Alpha,4,4,8"])
    path = project.report(2024, "a.yaml", "Alpha", 6)
    with pytest.raises(InputError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert problem.headline().endswith(
        "2023.csv:4:1: error[second-row]: Alpha has a second row here; the first is in line 2"
    )
    assert problem.remedy == "keep one of the two rows, or tell two entities apart in a column `id`"


# Files


def test_every_report_of_an_edition_is_read_or_named(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in ("a.yaml", "B.YAML", "africa/c.yml", "d.yaml.txt", "e", "f.yamll"):
        project.report(2024, file, file.partition(".")[0].rpartition("/")[2].title() + "land", 6)
    reports = project.root / "editions" / "2024" / "reports"
    for dropping in ("._a.yaml", "~$a.yaml", ".a.yaml.swp", "a.yaml~", "#a.yaml#", "a.yaml.bak", ".git/x.yaml"):
        (reports / dropping).parent.mkdir(exist_ok=True)
        (reports / dropping).write_bytes(b"\x00\x05\x16\x07")
    (reports / "README.md").write_text("Read me.\n", encoding="utf-8")
    (reports / "notes.txt").write_text("call the editor\n", encoding="utf-8")
    monkeypatch.chdir(project.root)
    names = ["B.YAML", "a.yaml", "c.yml", "d.yaml.txt", "e", "f.yamll"]
    assert sorted(path.name for path in find_reports([Path("editions")])) == names
    for command, code in ((["check", "editions"], 1), (["build", "editions", "-o", "out", "-j", "1"], 4)):
        assert run(command) == code
        err = capsys.readouterr().err
        for name, remedy in (("d.yaml.txt", "d"), ("e", "e"), ("f.yamll", "f")):
            message = "this file looks like a report, and its name does not end in .yaml"
            assert f"editions/2024/reports/{name}:1:1: error[misnamed-report]: {message}\n" in err
            assert f"help: name it {remedy}.yaml, or move it elsewhere\n" in err
        assert err.count("misnamed-report") == 3
    assert sorted(path.name for path in Path("out").glob("*.pdf")) == [
        "mini-2024-B.pdf",
        "mini-2024-a.pdf",
        "mini-2024-c.pdf",
    ]


# Projects


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return a project with the shipped edition of 2018 and score tables of its own."""
    root = tmp_path / "real" / "project"
    shutil.copytree(shipped("data") / "editions" / "2018", root / "editions" / "2018")
    shutil.copytree(shipped("data") / "rubrics", root / "rubrics")
    scores = root / "scores" / "freedom-in-the-world"
    shutil.copytree(shipped("data") / "scores" / "freedom-in-the-world", scores)
    with (scores / "2017.csv").open(encoding="utf-8", newline="") as file:
        (row,) = (row for row in csv.DictReader(file) if row["entity"] == "Kazakhstan")
    answers = {column: cell for column, cell in row.items() if column[:-1] in set("ABCDEFG") or column == "entity"}
    answers["A1"] = str(int(answers["A1"]) + 4)
    table = "\n".join([",".join(answers), ",".join(answers.values()), ""])
    (scores / "2017.csv").write_text(table, encoding="utf-8")
    return root


WAYS = {
    "from its own folder": ("editions/2018/reports", "kazakhstan.yaml"),
    "by two dots": ("editions/2018/reports", "../reports/kazakhstan.yaml"),
    "by two dots through another edition": ("rubrics", "../editions/2018/../2018/reports/kazakhstan.yaml"),
    "from the project": (".", "editions/2018/reports/kazakhstan.yaml"),
    "from elsewhere": ("..", "project/editions/2018/reports/kazakhstan.yaml"),
    "through a link to the project": ("../..", "link/editions/2018/reports/kazakhstan.yaml"),
    "through a link to the edition": ("../..", "edition/reports/kazakhstan.yaml"),
    "through a link to the reports": ("../..", "reports/kazakhstan.yaml"),
    "through a link to the report": ("../..", "kazakhstan.yaml"),
    "by two dots behind a link": ("../..", "reports/../reports/kazakhstan.yaml"),
    "through an edition that is a link": ("../..", "other/editions/2018/reports/kazakhstan.yaml"),
}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_the_way_to_a_report_its_bytes_are_the_same(
    sample: Path, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for link, target in (
        ("link", "real/project"),
        ("edition", "real/project/editions/2018"),
        ("reports", "real/project/editions/2018/reports"),
        ("kazakhstan.yaml", "real/project/editions/2018/reports/kazakhstan.yaml"),
    ):
        (tmp_path / link).symlink_to(target)
    plain = build_pdf(load_report(sample / "editions" / "2018" / "reports" / "kazakhstan.yaml"))
    folder, path = WAYS[way]
    if way == "through an edition that is a link":  # the edition lies in no project; its link does
        shutil.move(sample / "editions" / "2018", tmp_path / "store")
        (sample / "editions" / "2018").symlink_to(tmp_path / "store")
        (tmp_path / "other").symlink_to("real/project")
    monkeypatch.chdir(sample / folder)
    assert score(load_report(path))["A1"].change.difference == -4
    assert build_pdf(load_report(path)) == plain
    assert run(["build", path, "-o", str(tmp_path / "out.pdf")]) == 0
    assert (tmp_path / "out.pdf").read_bytes() == plain


def test_an_edition_is_checked_from_inside_and_through_a_link(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.report(2023, "x.yaml", "Alpha", 6)
    project.report(2024, "a.yaml", "Alpha", 9)
    (tmp_path / "linked").symlink_to(project.root / "editions" / "2024")
    for folder, path in (("editions/2024", ".."), ("editions/2024/reports", "."), ("editions/2024/reports", "..")):
        monkeypatch.chdir(project.root / folder)
        assert run(["check", path]) == 0
    monkeypatch.chdir(os.sep)
    assert run(["check", str(tmp_path / "linked")]) == 0
    assert "no rubric" not in capsys.readouterr().err
    assert run(["build", str(tmp_path / "linked"), "-o", str(tmp_path / "out"), "-j", "1"]) == 0
    assert run(["build", str(tmp_path / "linked"), "-o", str(tmp_path / "out"), "-j", "1"]) == 0
    assert "0 of 1 report built" in capsys.readouterr().err
