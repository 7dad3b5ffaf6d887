"""What is current is not built again, and what is not current is: whatever goes into a report decides, and nothing else."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from contextlib import redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest

from pdfgen import build_pdf, load_report
from pdfgen.cli.app import run
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builds.conftest import Edition

pytestmark = pytest.mark.slow  # each test builds an edition, or starts processes

ALL = ["finland", "iraq", "kazakhstan", "somaliland", "syria", "turkey"]
SCORES = Path("scores") / "freedom-in-the-world"
DATA = shipped("data")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def all_are_right(edition: Edition, theme: str | None = None) -> None:
    """See that each file is what its report gives now, whether it was built now or before."""
    for path in sorted((edition.home / "reports").glob("*.yaml")):
        target = edition.out / f"freedom-in-the-world-2018-{path.stem}.pdf"
        assert sha256(target.read_bytes()) == sha256(build_pdf(load_report(path), theme=theme)), path.stem


def test_an_edition_is_built_and_recorded(edition: Edition) -> None:
    done = edition.build()
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr.startswith("6 of 6 reports built in ")
    assert done.stderr.count("\n") == 1
    record, rows = edition.record, edition.rows()
    assert list(rows) == ALL
    assert record["totals"] == {
        "outputs": 6,
        "failed": 0,
        "pages": sum(row["pages"] for row in rows.values()),
        "bytes": sum(row["bytes"] for row in rows.values()),
    }
    assert {key: record["run"][key] for key in ("built", "current", "failed")} == {
        "built": 6,
        "current": 0,
        "failed": 0,
    }
    for name, row in rows.items():
        content = (edition.out / row["target"]).read_bytes()
        assert row["source"] == f"../editions/2018/reports/{name}.yaml"
        assert row["target"] == f"freedom-in-the-world-2018-{name}.pdf"
        assert (row["profile"], row["page_size"], row["error"], row["warnings"]) == ("screen", "a4", None, [])
        assert (row["sha256"], row["bytes"]) == (sha256(content), len(content))
        assert row["pages"] == len(pypdf.PdfReader(edition.out / row["target"]).pages)
        assert row["seconds"] > 0
        assert row["inputs"][row["source"]] == sha256(edition.report(name).read_bytes())
    all_are_right(edition)


def test_an_edition_that_is_unchanged_is_not_built_again_even_in_another_place(built: Edition) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.out.glob("*.pdf")}
    done = built.build()
    assert done.returncode == 0
    assert done.stderr.startswith("0 of 6 reports built in ")
    assert done.stderr.endswith(" s (6 current, 0 failed)\n")
    assert {path: path.stat().st_mtime_ns for path in built.out.glob("*.pdf")} == before


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def copied(*arguments: str) -> Callable[[Edition], None]:
    """Return a change: the project gets a file of its own where the shipped one was used."""
    return lambda edition: edition.own_file(*arguments)


def another_row(edition: Edition, entity: str, year: int) -> None:
    """Change a score of an entity in an earlier table."""
    path = edition.project / SCORES / f"{year}.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    columns = lines[0].split(",")
    at = next(index for index, line in enumerate(lines) if line.startswith(f"{entity},"))
    cells = lines[at].split(",")
    assert len(cells) == len(columns)
    place = columns.index("A1")
    cells[place] = str((int(cells[place]) + 1) % 5)
    for index, column in enumerate(columns):  # no total contradicts the row
        if column[1:] not in {"1", "2", "3", "4"} and column not in (
            "entity",
            "region",
            "kind",
            "edition",
            "add_q",
            "add_a",
        ):
            cells[index] = ""
    lines[at] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")


def new_report(edition: Edition) -> None:
    text = edition.report("iraq").read_text(encoding="utf-8")
    edition.report("irak").write_text(
        text.replace("name: Iraq", "name: Irak am Tigris").replace("iso: IQ", "iso: XT"), encoding="utf-8"
    )


def previous_report(edition: Edition) -> None:
    """Let the edition of 2017 have a report on Iraq."""
    for path in (edition.edition_before() / "reports").glob("*.yaml"):
        if path.stem != "iraq":
            path.unlink()
    table = edition.project / SCORES / "2017.csv"
    (row,) = (line for line in table.read_text(encoding="utf-8").split("\n") if line.startswith("Iraq,"))
    shutil.copy(DATA / SCORES / "2017.csv", table)
    (old,) = (line for line in table.read_text(encoding="utf-8").split("\n") if line.startswith("Iraq,"))
    replace(table, old, row)


CHANGES: dict[str, tuple[Callable[[Edition], object], list[str]]] = {
    "a report is edited": (lambda it: it.edit("iraq"), ["iraq"]),
    "a report is saved as it was": (lambda it: it.report("iraq").touch(), []),
    "a report is new": (new_report, ["irak"]),
    "the edition is edited": (
        lambda it: replace(it.home / "edition.yaml", "publication:", "# a word\npublication:"),
        ALL,
    ),
    "the project has labels": (copied("labels", "en.yaml", "Key developments", "What happened"), ALL),
    "the project has labels of another language": (copied("labels", "es.yaml", "\n", "\n"), []),
    "the project has a theme": (copied("themes", "standard.yaml", "#", "#"), ALL),
    "the project has a rubric": (copied("rubrics", "freedom-in-the-world.yaml", "\n", "\n"), ALL),
    "the project has a font": (
        lambda it: it.own_font("SourceSans3_400Regular.ttf", "SourceSans3_400Regular_Italic.otf"),
        [],
    ),
    "an entity has another score": (lambda it: another_row(it, "Iraq", 2017), ["iraq"]),
    "an entity without a report has another score": (lambda it: another_row(it, "Norway", 2017), []),
    "a later edition has other scores": (lambda it: another_row(it, "Iraq", 2019), []),
    "a score table is gone": (lambda it: (it.project / SCORES / "2016.csv").unlink(), ALL),
    "there is a report of the edition before": (previous_report, ALL),
    "a file is torn": (
        lambda it: (it.out / "freedom-in-the-world-2018-iraq.pdf").write_bytes(b"%PDF-1.7 torn"),
        ["iraq"],
    ),
    "a file is gone": (lambda it: (it.out / "freedom-in-the-world-2018-syria.pdf").unlink(), ["syria"]),
    "the record is gone": (lambda it: (it.out / "build.json").unlink(), ALL),
    "the record is damaged": (
        lambda it: replace(it.out / "build.json", '"outputs": [', '"outputs": {'),
        ALL,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_change_touches_is_built_again(built: Edition, change: str) -> None:
    make, expected = CHANGES[change]
    make(built)
    assert built.built() == expected
    all_are_right(built)
    assert built.built() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"pictures": []', '"pictures": 1'),
        ('"pictures": []', '"picture": []'),
        ('"warnings": []', '"warnings": [{"origin": {}}]'),
        ('"pages": ', '"pages": "many", "leaves": '),
        ('"source": "', '"source": ["'),
        ('"inputs": {', '"inputs": [{'),
        ('"common": {', '"common": [], "uncommon": {'),
        ('"files": {', '"fonts": {'),
        ('"target": "', '"target": "../'),
    ],
)
def test_a_record_that_somebody_has_edited_is_as_good_as_none(built: Edition, old: str, new: str) -> None:
    replace(built.out / "build.json", old, new)
    assert built.built() == ALL
    assert built.built() == []
    assert list(built.rows()) == ALL


def test_options_and_the_date_count(built: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    assert built.built("--theme", "compact") == ALL
    all_are_right(built, "compact")
    assert built.built("--theme", "compact") == []
    assert built.built("--page-size", "letter") == ALL
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    assert built.built("--page-size", "letter") == ALL
    assert built.built("--page-size", "letter") == []
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert built.built("--page-size", "letter") == ALL


def test_profiles_stand_beside_each_other(built: Edition) -> None:
    assert built.built("--profile", "card") == ALL
    assert built.built("--profile", "card", "--profile", "screen") == []
    built.edit("iraq")
    done = built.build("--profile", "card", "--profile", "screen", "--profile", "print")
    assert done.stderr.startswith("8 of 18 files built in ")
    assert done.stderr.endswith(" s (10 current, 0 failed)\n")
    assert len(built.files()) == 18
    assert {row["profile"]: row["page_size"] for row in built.record["outputs"]} == {
        "screen": "a4",
        "print": "a4",
        "card": "a5",
    }


def test_a_theme_and_a_font_of_the_project_count(built: Edition) -> None:
    built.own_file("themes", "standard.yaml", "SourceSerif4_400Regular.ttf", "Own.ttf", "own.yaml")
    built.own_font("SourceSerif4_400Regular.ttf")
    assert built.built("--theme", "own") == ALL
    assert built.built("--theme", "own") == []
    built.own_font("SourceSerif4_600SemiBold.ttf")
    assert built.built("--theme", "own") == ALL
    before = built.files()
    # a font of the project goes before a shipped one of that name
    built.own_font("SourceSerif4_400Regular.ttf", "SourceSerif4_600SemiBold.ttf")
    assert built.built("--theme", "own") == ALL
    assert before.keys() == built.files().keys()
    assert all(built.files()[name] != content for name, content in before.items())


def test_a_row_under_another_name_counts(built: Edition) -> None:
    """The tables know Turkey by its name; a report that calls it Türkiye is compared by way of the names."""
    built.edit("turkey", "name: Turkey", "name: Türkiye")
    assert built.built() == ["turkey"]
    names = {name.partition("#")[2] for name in built.rows()["turkey"]["inputs"] if "#" in name}
    assert {"Türkiye", "Turkey"} <= names
    another_row(built, "Turkey", 2017)
    assert built.built() == ["turkey"]
    copied("names", "freedom-in-the-world.yaml", "\n", "\n")(built)
    assert built.built() == ["turkey"]
    all_are_right(built)


def test_a_new_name_in_the_tables_counts_for_a_name_that_they_do_not_have(built: Edition) -> None:
    built.edit("iraq", "name: Iraq", "name: Irak am Tigris")
    first = built.build()
    assert "the score tables of freedom-in-the-world have no “Irak am Tigris”" in first.stderr
    table = built.project / SCORES / "2018.csv"
    text = table.read_text(encoding="utf-8")
    norway = next(line for line in text.split("\n") if line.startswith("Norway,"))
    table.write_text(text + norway.replace("Norway", "Irak am Tigri", 1) + "\n", encoding="utf-8")
    again = built.build()
    assert again.stderr.startswith(str(built.report("iraq")))
    assert "did you mean `Irak am Tigri`" in again.stderr
    assert " 1 of 6 reports built" in f" {again.stderr.splitlines()[-1]}"


def test_warnings_of_what_is_current_are_told_again(built: Edition) -> None:
    built.edit("syria", new="\noverview: |\n  A word of one piece: " + "x" * 200 + "\n\n")
    first, second = built.build("--format", "github"), built.build("--format", "github")
    assert "::warning file=" in first.stdout
    assert "title=overlong-word" in first.stdout
    assert second.stdout == first.stdout
    first, second = built.build("--theme", "standard"), built.build("--theme", "standard")
    assert first.stderr.splitlines()[:-1] == second.stderr.splitlines()[:-1]
    assert f"{built.report('syria')}:" in second.stderr
    (warning,) = built.rows()["syria"]["warnings"]
    assert warning["origin"]["path"] == "../editions/2018/reports/syria.yaml"


def test_what_failed_is_tried_and_told_again(built: Edition) -> None:
    old = (built.out / "freedom-in-the-world-2018-iraq.pdf").read_bytes()
    built.edit("iraq", "kind: country", "kind: contry")
    for _ in range(2):
        done = built.build()
        assert done.returncode == 4
        assert f"{built.report('iraq')}:5:9: error[unknown-kind]" in done.stderr
        assert " s (5 current, 1 failed)\n" in done.stderr
        assert done.stderr.endswith(
            "error: 1 of 6 reports failed\nhelp: correct the problems named above and build again\n"
        )
    row = built.rows()["iraq"]
    assert (row["sha256"], row["pages"], row["inputs"]) == (None, 0, None)
    assert row["error"]["problems"][0]["code"] == "unknown-kind"
    assert built.record["totals"]["failed"] == 1
    assert (built.out / "freedom-in-the-world-2018-iraq.pdf").read_bytes() == old
    built.edit("iraq", "kind: contry", "kind: country")
    assert built.built() == ["iraq"]


def test_files_of_reports_that_are_gone_are_named_and_left_alone(built: Edition) -> None:
    built.report("iraq").unlink()
    done = built.build()
    assert done.returncode == 0
    left = built.out / "freedom-in-the-world-2018-iraq.pdf"
    assert done.stderr.endswith(f"no report has these files any more; they are left alone: {left}\n")
    assert left.is_file()
    assert list(built.rows()) == [name for name in ALL if name != "iraq"]


def test_another_folder_of_the_project_keeps_its_rows(built: Edition) -> None:
    """Two editions may be built into one folder, one after the other."""
    other = built.home.with_name("freedom-on-the-net-2018")
    shutil.copytree(DATA / "editions" / "freedom-on-the-net-2018", other)
    assert run(["build", str(other), "-o", str(built.out)]) == 0
    assert built.built() == []
    assert sorted(built.rows()) == [*ALL[:3], "ruritania", *ALL[3:]]


def test_a_file_that_is_named_is_not_the_one_of_the_folder(edition: Edition) -> None:
    for name in ALL[1:]:
        edition.report(name).unlink()
    for output in (edition.out / "x.pdf", edition.out, edition.out / "y.pdf"):
        for state in ("1 of 1 report built in", "0 of 1 report built in"):
            command = ["build", str(edition.home), "-o", str(output)]
            said = io.StringIO()
            with redirect_stderr(said):
                assert run(command) == 0
            assert said.getvalue().startswith(state)
    assert sorted(edition.files()) == ["freedom-in-the-world-2018-finland.pdf", "x.pdf", "y.pdf"]
    assert len(set(edition.marks().values())) == 1


def test_a_pipe_where_a_file_was_keeps_nobody_waiting(built: Edition) -> None:
    target = built.out / "freedom-in-the-world-2018-iraq.pdf"
    target.unlink()
    os.mkfifo(target)
    assert built.built() == ["iraq"]
    assert target.read_bytes().startswith(b"%PDF")


def test_two_reports_for_one_file_are_refused_before_anything_is_built(edition: Edition) -> None:
    other = edition.project / "more" / "editions" / "2018"
    shutil.copytree(edition.home, other)
    done = edition.build(str(other))
    assert done.returncode == 2
    target = edition.out / "freedom-in-the-world-2018-finland.pdf"
    first, second = edition.report("finland"), other / "reports" / "finland.yaml"
    assert done.stderr == (
        f"error: {first} and {second} would both be written to {target}\nhelp: build them into two folders\n"
    )
    assert list(edition.out.iterdir()) == []


def test_a_build_json_of_another_program_is_not_written_over(edition: Edition) -> None:
    edition.out.mkdir()
    (edition.out / "build.json").write_text('{"scripts": {}}', encoding="utf-8")
    done = edition.build()
    assert done.returncode == 2
    assert done.stderr == (
        f"error: {edition.out / 'build.json'} is not a record of pdfgen, and would be written over\n"
        "help: choose another folder with -o\n"
    )
    assert [path.name for path in edition.out.iterdir()] == ["build.json"]


def test_pictures_are_part_of_what_is_current(built: Edition) -> None:
    options = ("--profile", "card", "--png")
    assert built.built(*options) == ALL
    assert built.built(*options) == []
    picture = built.out / "freedom-in-the-world-2018-iraq-card-1.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    picture.write_bytes(b"")
    assert built.built(*options) == ["iraq"]
    rows = json.loads(built.build("--json", *options).stdout)["reports"]
    assert next(row for row in rows if row["source"].endswith("iraq.yaml"))["pictures"] == [str(picture)]


def test_reports_without_an_edition_file_are_found_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "loose"
    folder.mkdir()
    text = (DATA / "editions" / "freedom-on-the-net-2018" / "reports" / "ruritania.yaml").read_text(encoding="utf-8")
    head = "rubric: freedom-on-the-net\nedition: 2018\nyear_under_review: 2017\n"
    (folder / "one.yaml").write_text(head + text, encoding="utf-8")
    (folder / "two.yaml").write_text(text, encoding="utf-8")
    assert run(["build", str(folder), "-o", str(tmp_path / "out")]) == 4
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "build.json",
        "freedom-on-the-net-2018-one.pdf",
    ]
    rows = json.loads((tmp_path / "out" / "build.json").read_text(encoding="utf-8"))["outputs"]
    assert {row["target"]: bool(row["error"]) for row in rows} == {
        "freedom-on-the-net-2018-one.pdf": False,
        "two.pdf": True,
    }
