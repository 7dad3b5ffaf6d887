"""Where a report's facts come from: its file, its edition, its method, the editions before it."""

from __future__ import annotations

import os
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pdfgen import InputError, UsageError, build_pdf, load_report, score
from pdfgen.resources import shipped
from pdfgen.source.load import load
from pdfgen.source.places import find_reports

if TYPE_CHECKING:
    from pathlib import Path

EDITION = shipped("data") / "editions" / "2018"

RUBRIC = """\
id: small
title: Small
publisher: Nobody
editions: [2017, 2018]
headline: [{aggregate: T}]
tree:
  - id: T
    label: Total
    max: 8
    children:
      - {id: A, label: First, max: 4, step: 1}
      - {id: B, label: Second, max: 4, step: 1}
"""
REPORT = "entity: {name: Testland, kind: country}\nanswers: {A: {score: %d}, B: {score: 2}}\n"


def edition(project: Path, year: int, scores: dict[str, int], more: str = "") -> Path:
    """Make an edition of the small rubric with a report for each name; return its folder."""
    folder = project / "editions" / str(year)
    (folder / "reports").mkdir(parents=True)
    (project / "rubrics").mkdir(exist_ok=True)
    (project / "rubrics" / "small.yaml").write_text(RUBRIC, encoding="utf-8")
    head = f"rubric: small\nedition: {year}\nyear_under_review: {year - 1}\n{more}"
    (folder / "edition.yaml").write_text(head, encoding="utf-8")
    for name, value in scores.items():
        (folder / "reports" / f"{name}.yaml").write_text(REPORT % value, encoding="utf-8")
    return folder


def words(path: Path) -> list[str]:
    """Return the headlines of what stands against a report."""
    with pytest.raises(InputError) as caught:
        load(path)
    return [problem.headline() for problem in caught.value.problems]


@pytest.mark.parametrize("place", ["reports/one.yaml", "one.yaml"])
def test_the_edition_file_is_beside_the_report_or_above_it(tmp_path: Path, place: str) -> None:
    folder = edition(tmp_path, 2018, {}, "publication: {publisher: Somebody, licence: Free}\nlanguage: es\n")
    path = folder / place
    path.write_text(REPORT % 1 + "publication: {licence: Other}\n", encoding="utf-8")
    report = load_report(path)
    assert (report.rubric, report.edition, report.year_under_review, report.language) == ("small", 2018, 2017, "es")
    assert (report.publication.publisher, report.publication.licence) == ("Somebody", "Other")
    assert report.origin("edition").path.endswith("edition.yaml")
    assert report.origin("publication", "publisher").line == 4
    assert report.origin("publication", "licence").path == str(path)


def test_a_report_may_have_a_language_of_its_own(tmp_path: Path) -> None:
    folder = edition(tmp_path, 2018, {"one": 1}, "language: es\n")
    path = folder / "reports" / "one.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "language: en\n", encoding="utf-8")
    assert load_report(path).language == "en"


def test_a_report_without_an_edition_says_what_it_belongs_to(tmp_path: Path) -> None:
    path = tmp_path / "alone.yaml"
    path.write_text(REPORT % 1, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    found = [(problem.message, problem.remedy) for problem in caught.value.problems]
    remedy = "add `{}:`, or keep the report in the folder of an edition.yaml"
    assert found == [(f"`{key}` is missing", remedy.format(key)) for key in ("rubric", "edition")]


def test_what_is_wrong_with_the_edition_is_told_at_the_edition(tmp_path: Path) -> None:
    folder = edition(tmp_path, 2018, {"one": 1}, "pubication: {publisher: X}\n")
    assert words(folder / "reports" / "one.yaml") == [
        f"{folder / 'edition.yaml'}:4:1: error[unknown-key]: `pubication` is not a key here"
    ]


def test_problems_name_paths_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition(tmp_path, 2018, {"one": 1}, "pubication: {publisher: X}\n")
    monkeypatch.chdir(tmp_path)
    (path,) = find_reports([tmp_path.relative_to(tmp_path) / "editions"])
    assert words(path) == [
        f"{os.path.join('editions', '2018', 'edition.yaml')}:4:1: error[unknown-key]: `pubication` is not a key here"  # noqa: PTH118
    ]


def test_an_edition_that_is_mended_is_read_again(tmp_path: Path) -> None:
    folder = edition(tmp_path, 2018, {"one": 1}, "pubication: {publisher: X}\n")
    assert words(folder / "reports" / "one.yaml")
    head = (folder / "edition.yaml").read_text(encoding="utf-8").replace("pubication", "publication")
    (folder / "edition.yaml").write_text(head, encoding="utf-8")
    assert load_report(folder / "reports" / "one.yaml").publication.publisher == "X"


def test_the_past_is_that_of_the_score_table_or_of_the_previous_report(tmp_path: Path) -> None:
    table = tmp_path / "scores" / "small"
    table.mkdir(parents=True)
    (table / "2017.csv").write_text("entity,A,B,T\nTestland,4,4,8\n", encoding="utf-8")
    now = edition(tmp_path, 2018, {"one": 3})
    card = score(load_report(now / "reports" / "one.yaml"))
    assert card["A"].change.difference == Decimal(-1)
    (table / "2017.csv").unlink()
    edition(tmp_path, 2017, {"one": 1})
    card = score(load_report(now / "reports" / "one.yaml"))
    assert (card["A"].change.difference, card["T"].change.difference) == (Decimal(2), Decimal(2))


def test_a_previous_report_that_is_broken_is_named(tmp_path: Path) -> None:
    now = edition(tmp_path, 2018, {"one": 3})
    before = edition(tmp_path, 2017, {"one": 1}) / "reports" / "one.yaml"
    before.write_text("entity: {name: Testland}\nanswers: {A: {score: 1}}\n", encoding="utf-8")
    assert words(now / "reports" / "one.yaml") == [f"{before}:1:1: error[missing-key]: `kind` is missing"]


def test_a_score_that_differs_from_the_published_table_is_told_at_its_line(tmp_path: Path) -> None:
    table = tmp_path / "scores" / "small"
    table.mkdir(parents=True)
    (table / "2018.csv").write_text("entity,A,B,T\nTestland,1,2,3\n", encoding="utf-8")
    path = edition(tmp_path, 2018, {"one": 2}) / "reports" / "one.yaml"
    assert words(path) == [
        f"{path}:2:22: error[score-differs]: A is scored 2, but the score table of 2018 has 1; T should be 3 and is 4 (A 2 + B 2)"
    ]


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("aggregate: T", "aggregate: X", "5:24", "error[unknown-measure]: there is no measure X in edition 2017"),
        ("id: B", "id: A", "11:14", "error[duplicate-measure]: the measure A is defined twice for edition 2017"),
        ("max: 8", "mx: 8", "9:5", "error[unknown-key]: `mx` is not a key here"),
        (
            "    children:",
            "    formula: {op: avg}\n    children:",
            "10:19",
            "error[unknown-word]: “avg” is not one of the words for `op`",
        ),
    ],
)
def test_a_broken_rubric_is_told_at_the_rubric(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    path = edition(tmp_path, 2018, {"one": 1}) / "reports" / "one.yaml"
    rubric = tmp_path / "rubrics" / "small.yaml"
    rubric.write_text(RUBRIC.replace(old, new), encoding="utf-8")
    assert words(path) == [f"{rubric}:{place}: {message}"]


DERIVED = """\
derived:
  - id: X
    label: Other
    formula: %s
"""


@pytest.mark.parametrize(
    ("formula", "place", "message", "remedy"),
    [
        (
            "{op: sum, of: [T, X]}",
            "14:9",
            "circular-measure]: measures depend on each other: X → X",
            "break the circle",
        ),
        (
            "{op: band, of: T, bands: [{min: 0, max: 4, value: 1}, {min: 4, max: 8, value: 2}]}",
            "16:68",
            "overlapping-bands]: two bands of X both hold the value 4",
            "use `above` or `below` for an end that is outside",
        ),
        (
            "{op: matrix, rows: {of: A, bins: [{min: 0}]}, columns: {of: B, bins: [{min: 0}]}, categories: [{code: F, label: Free}], cells: [[F, F]]}",
            "16:5",
            "matrix-shape]: the matrix needs 1 rows of 1 cells",
            "write one code for each pair of bins",
        ),
        (
            "{op: linear, of: T, source: [1], target: [7, 1]}",
            "16:42",
            "too-short]: `source` has too few items",
            "give it 2 or more",
        ),
        (
            "{op: linear, of: T, source: [], target: [7, 1]}",
            "16:42",
            "too-short]: `source` has too few items",
            "give it 2 or more",
        ),
        (
            "{op: linear, of: T, source: [1, 1], target: [7, 1]}",
            "16:34",
            "no-line]: `source` needs two different values",
            "write two values such as [1, 7]",
        ),
        (
            "{op: weighted_mean, weights: {A: 0, B: 0}}",
            "16:5",
            "no-value]: the formula of X gives no value: its weights add up to nothing",
            "correct the formula",
        ),
        ("{op: sum}", "16:5", "no-value]: the formula of X gives no value: it has no parts", "correct the formula"),
    ],
    ids=["circle", "overlap", "matrix", "one point", "no point", "no line", "no weight", "no parts"],
)
def test_a_broken_formula_is_told_at_the_rubric(
    tmp_path: Path, formula: str, place: str, message: str, remedy: str
) -> None:
    path = edition(tmp_path, 2018, {"one": 1}) / "reports" / "one.yaml"
    rubric = tmp_path / "rubrics" / "small.yaml"
    rubric.write_text(RUBRIC + DERIVED % formula, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    found = [(problem.headline(), problem.remedy) for problem in caught.value.problems]
    assert found == [(f"{rubric}:{place}: error[{message}", remedy)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "edition: 2018",
            "edition: 2012",
            "2:10: error[unknown-edition]: the rubric small has no edition 2012",
        ),
        ("rubric: small", "rubric: smal", "1:9: error[unknown-rubric]: there is no rubric “smal”"),
        ("rubric: small\n", "", "1:1: error[missing-key]: `rubric` is missing"),
        ("rubric: small", "rubric: {a: b}", "1:1: error[bad-slug]: expected a short name, found a mapping"),
        ("edition: 2018", "edition: &a 2018", "2:10: error[anchor]: the anchor &a is not allowed"),
        ("edition: 2018\n", "edition: [\n", "2:10: error[yaml-syntax]: this is not valid YAML: "),
    ],
    ids=["no such edition", "no such rubric", "missing key", "mapping", "anchor", "not YAML"],
)
def test_a_broken_edition_is_told_once_and_the_report_is_not_blamed(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    folder = edition(tmp_path, 2018, {"one": 1})
    path = folder / "edition.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = words(folder / "reports" / "one.yaml")
    assert [line.startswith(f"{path}:{message}") for line in found] == [True], found


def test_what_is_wrong_with_the_report_itself_is_told_beside_a_broken_edition(tmp_path: Path) -> None:
    folder = edition(tmp_path, 2018, {})
    (folder / "edition.yaml").write_text("rubric: &a small\n", encoding="utf-8")
    path = folder / "reports" / "one.yaml"
    path.write_text(REPORT % 1 + "overviev: x\n", encoding="utf-8")
    assert words(path) == [
        f"{folder / 'edition.yaml'}:1:9: error[anchor]: the anchor &a is not allowed",
        f"{path}:3:1: error[unknown-key]: `overviev` is not a key here",
    ]


@pytest.mark.parametrize("more", ["", "publication: {licence: Free}\n"], ids=["inherited", "merged"])
@pytest.mark.parametrize(
    ("publication", "message"),
    [
        ("{isbn: 123}", "4:21: error[bad-isbn]: “123” is not an ISBN-13: length or check digit is wrong"),
        ("{isnb: 123}", "4:15: error[unknown-key]: `isnb` is not a key here"),
    ],
    ids=["value", "key"],
)
def test_a_part_of_the_edition_is_refused_once(tmp_path: Path, publication: str, message: str, more: str) -> None:
    folder = edition(tmp_path, 2018, {}, f"publication: {publication}\n")
    path = folder / "reports" / "one.yaml"
    path.write_text(REPORT % 1 + more, encoding="utf-8")
    assert words(path) == [f"{folder / 'edition.yaml'}:{message}"]


@pytest.mark.parametrize("name", ["editions/2018/edition.yaml", "rubrics/small.yaml"])
def test_an_empty_file_that_is_no_report_is_not_to_be_started_as_one(tmp_path: Path, name: str) -> None:
    folder = edition(tmp_path, 2018, {"one": 1})
    (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(folder / "reports" / "one.yaml")
    first = caught.value.problems[0]
    assert first.headline() == f"{tmp_path / name}:1:1: error[empty-file]: the file has no content"
    assert "pdfgen new report" not in first.remedy


def test_a_report_without_an_edition_stands_on_its_own(tmp_path: Path) -> None:
    edition(tmp_path, 2018, {})
    path = tmp_path / "alone.yaml"
    head = "rubric: freedom-in-the-world\nedition: %d\nyear_under_review: %d\n"
    path.write_text(head % (2012, 2011) + REPORT % 1, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert problem.headline() == (
        f"{path}:2:10: error[unknown-edition]: the rubric freedom-in-the-world has no edition 2012"
    )
    assert problem.remedy == "its editions are 2013 to 2024"
    path.write_text(head % (2018, 2016) + REPORT % 1, encoding="utf-8")
    assert f"{path}:3:20: error[wrong-year]: edition 2018 reviews 2017, not 2016" in words(path)
    path.write_text("rubric: freedom-in-world\nedition: 2018\nyear_under_review: 2017\n" + REPORT % 1, encoding="utf-8")
    assert words(path) == [f"{path}:1:9: error[unknown-rubric]: there is no rubric “freedom-in-world”"]


def test_a_project_s_rubric_goes_before_the_shipped_one(tmp_path: Path) -> None:
    folder = tmp_path / "editions" / "2018"
    shutil.copytree(EDITION, folder)
    (tmp_path / "rubrics").mkdir()
    text = (shipped("data") / "rubrics" / "freedom-in-the-world.yaml").read_text(encoding="utf-8")
    own = tmp_path / "rubrics" / "freedom-in-the-world.yaml"
    own.write_text(text.replace("title: Freedom in the World", "title: Our own"), encoding="utf-8")
    assert load(folder / "reports" / "iraq.yaml").method.rubric.title == "Our own"
    own.unlink()
    assert load(folder / "reports" / "iraq.yaml").method.rubric.title == "Freedom in the World"


def test_folders_are_searched_for_reports(tmp_path: Path) -> None:
    edition(tmp_path, 2017, {"b": 1, "a": 1})
    folder = edition(tmp_path, 2018, {"c": 1})
    names = ["a.yaml", "b.yaml", "c.yaml"]
    assert [path.name for path in find_reports([tmp_path])] == names
    assert [path.name for path in find_reports([folder])] == names[2:]
    assert [path.name for path in find_reports([folder / "reports", folder / "reports" / "c.yaml"])] == names[2:]
    (tmp_path / "rubrics" / "none").mkdir()
    with pytest.raises(UsageError, match=r"there are no reports in .*rubrics/none"):
        find_reports([tmp_path / "rubrics" / "none"])


def test_a_report_reads_back_equal_wherever_it_was_read(tmp_path: Path) -> None:
    copied = tmp_path / "editions" / "2018"
    shutil.copytree(EDITION, copied)
    assert load_report(copied / "reports" / "turkey.yaml") == load_report(EDITION / "reports" / "turkey.yaml")
    assert load_report(copied / "reports" / "turkey.yaml") != load_report(EDITION / "reports" / "iraq.yaml")


TABLE = "entity,region,kind,A,B,T\n"


@pytest.mark.parametrize(
    ("table", "message", "remedy"),
    [
        (
            TABLE + "Testland,X,country,9,2,3\n",
            "2:1: error[bad-score]: A is scored 9; scores go from 0 to 4",
            "correct the cell, or leave it empty",
        ),
        (
            TABLE + "Other,X,country,1,2,3\nTestland,X,country,NaN,2,3\n",
            "3:1: error[bad-score]: A is “NaN”, which is not a valid score",
            "correct the cell, or leave it empty",
        ),
        (
            TABLE + "Testland,X,country,x,2,3\n",
            "2:1: error[bad-score]: A is “x”, which is not a valid score",
            "correct the cell, or leave it empty",
        ),
        (
            "entity;A;B\nTestland;1;2\n",
            "1:1: error[bad-table]: the table has no column “entity”, but 1 other",
            "separate the columns with commas, and name the first `entity`",
        ),
    ],
)
def test_a_score_table_is_told_at_its_own_line(tmp_path: Path, table: str, message: str, remedy: str) -> None:
    folder = tmp_path / "scores" / "small"
    folder.mkdir(parents=True)
    (folder / "2017.csv").write_text(table, encoding="utf-8")
    path = edition(tmp_path, 2018, {"one": 1}) / "reports" / "one.yaml"
    with pytest.raises(InputError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert (problem.headline(), problem.remedy) == (f"{folder / '2017.csv'}:{message}", remedy)


def test_a_score_table_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "scores" / "small"
    folder.mkdir(parents=True)
    (folder / "2017.csv").write_bytes("entity,A\nCôte,1\n".encode("latin-1"))
    path = edition(tmp_path, 2018, {"one": 1}) / "reports" / "one.yaml"
    assert words(path) == [f"{folder / '2017.csv'}:2:2: error[not-utf-8]: byte 0xF4 is not UTF-8"]


def test_empty_cells_and_n_a_are_no_scores(tmp_path: Path) -> None:
    folder = tmp_path / "scores" / "small"
    folder.mkdir(parents=True)
    (folder / "2017.csv").write_text(TABLE + "Testland,X,country,N/A,,3\n", encoding="utf-8")
    card = score(load_report(edition(tmp_path, 2018, {"one": 1}) / "reports" / "one.yaml"))
    assert card["A"].change.difference is None


def test_faults_of_the_previous_report_stand_beside_those_of_this_one(tmp_path: Path) -> None:
    now = edition(tmp_path, 2018, {"one": 9}) / "reports" / "one.yaml"
    before = edition(tmp_path, 2017, {"one": 47}) / "reports" / "one.yaml"
    assert words(now) == [
        f"{before}:2:22: error[score-out-of-range]: A is scored 47; scores go from 0 to 4",
        f"{now}:2:22: error[score-out-of-range]: A is scored 9; scores go from 0 to 4",
    ]


def test_a_folder_is_of_the_edition_that_its_file_names_whatever_it_is_called(tmp_path: Path) -> None:
    now = edition(tmp_path, 2018, {"one": 1}) / "reports" / "one.yaml"
    before = edition(tmp_path, 2017, {"one": 3})
    assert score(load_report(now))["A"].change.difference == Decimal(-2)
    before.rename(before.with_name("2016-final"))
    assert score(load_report(now))["A"].change.difference == Decimal(-2)
    edited = before.with_name("2016-final") / "edition.yaml"
    edited.write_text(edited.read_text(encoding="utf-8").replace("edition: 2017", "edition: 2018"), encoding="utf-8")
    assert score(load_report(now))["A"].change.basis == "no_previous_edition"


def test_what_a_model_refuses_does_not_hide_the_rest(tmp_path: Path) -> None:
    path = edition(tmp_path, 2018, {"one": 9}) / "reports" / "one.yaml"
    text = path.read_text(encoding="utf-8").replace("kind: country", "kind: country, iso: tl")
    path.write_text(text + "published: {X: 1}\novervew: x\n", encoding="utf-8")
    assert [line.partition("error[")[2] for line in words(path)] == [
        "bad-iso-code]: expected an ISO 3166 code",
        "score-out-of-range]: A is scored 9; scores go from 0 to 4",
        "unknown-measure]: edition 2018 has no measure X",
        "unknown-key]: `overvew` is not a key here",
    ]


def test_a_report_that_was_changed_in_a_program_is_checked_before_it_is_set(tmp_path: Path) -> None:
    report = load_report(edition(tmp_path, 2018, {"one": 1}) / "reports" / "one.yaml")
    wrong = report.model_copy(update={"answers": {"A": report.answers["A"].model_copy(update={"score": Decimal(99)})}})
    with pytest.raises(InputError) as caught:
        build_pdf(wrong)
    assert [problem.code for problem in caught.value.problems] == ["missing-answer", "score-out-of-range"]


def test_a_rubric_s_name_leads_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("rubric: ../../etc\nedition: 2018\nyear_under_review: 2017\n" + REPORT % 1, encoding="utf-8")
    assert [line.partition("error[")[2] for line in words(path)] == [
        "bad-slug]: expected a short name, found the text “../../etc”"
    ]
