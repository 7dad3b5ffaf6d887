"""What a file carries of its own source, and that a report can be built again from it, to the last byte."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from datetime import datetime, timezone
from importlib.metadata import version
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
import yaml

from pdfgen import __version__, build_pdf, load_report
from pdfgen.cli.app import run
from pdfgen.errors import UsageError
from pdfgen.resources import shipped
from pdfgen.source.canonical import canonical
from pdfgen.source.carried_edition import packed, unpacked
from pdfgen.source.load import resolve
from tests.own_project import EDITION, REPORT, table_of, write_looks, write_project

if TYPE_CHECKING:
    from collections.abc import Callable

EDITIONS = shipped("data") / "editions"
SAMPLES = {f"{path.parent.parent.name}/{path.stem}": path for path in sorted(EDITIONS.glob("*/reports/*.yaml"))}
FINLAND = SAMPLES["2018/finland"]
MEDIA = {
    ".yaml": ("/application/yaml", "The report as data"),
    "-rubric.yaml": ("/application/yaml", "The method of its scores"),
    "-manifest.json": ("/application/json", "How the file was made, hashes, and the scores of earlier editions"),
}


def base(content: bytes) -> str:
    """Return what the names of all attachments of a file begin with."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return next(name for name in pdf.attachments if name.endswith("-manifest.json")).removesuffix("-manifest.json")


def carried(content: bytes) -> dict[str, bytes]:
    """Return what a file carries, by what stands behind the base in the names."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return {
            name.removeprefix(base(content)): spec.get_file().read_bytes() for name, spec in pdf.attachments.items()
        }


def manifest_of(content: bytes) -> dict[str, Any]:
    return dict(json.loads(carried(content)["-manifest.json"]))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a report of a method of its own, with its own scores of earlier editions, full of remarks."""
    return write_project(tmp_path)


@pytest.fixture
def own(project: Path, tmp_path: Path) -> Path:
    """Return a report with theme, labels and fonts of its own as well."""
    write_looks(tmp_path)
    return project


# What is in the file


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_carries_report_method_and_manifest(name: str) -> None:
    content = build_pdf(load_report(SAMPLES[name]))
    start = base(content)
    with pikepdf.open(BytesIO(content)) as pdf:
        associated: list[Any] = list(pdf.Root.AF)
        assert [str(spec.UF) for spec in associated] == [f"{start}{end}" for end in MEDIA]
        pairs: list[Any] = list(pdf.Root.Names.EmbeddedFiles.Names)
        assert [str(key) for key in pairs[::2]] == sorted(f"{start}{end}" for end in MEDIA)
        assert {spec.objgen for spec in pairs[1::2]} == {spec.objgen for spec in associated}
        for spec in associated:
            kind, about = MEDIA[str(spec.UF).removeprefix(start)]
            assert str(spec.F) == str(spec.UF)
            assert str(spec.AFRelationship) == "/Source"
            assert str(spec.Desc) == about
            assert str(spec.EF.F.Subtype) == kind
            assert spec.EF.F.objgen == spec.EF.UF.objgen
            assert int(spec.EF.F.Params.Size) == len(spec.EF.F.read_bytes())


def test_names_of_attachments_tell_reports_apart() -> None:
    """Those of several files can be saved into one folder."""
    found = [base(build_pdf(load_report(path))) for path in SAMPLES.values()]
    assert len(set(found)) == len(SAMPLES)
    assert "freedom-in-the-world-2018-kazakhstan" in found


@pytest.mark.parametrize(
    "options", [{"attachments": False}, {"profile": "card"}, {"profile": "card", "attachments": False}]
)
def test_a_file_without_attachments_has_no_trace_of_them(options: dict[str, Any]) -> None:
    with pikepdf.open(BytesIO(build_pdf(load_report(FINLAND), **options))) as pdf:
        assert "/AF" not in pdf.Root
        assert "/Names" not in pdf.Root
        objects: list[Any] = list(pdf.objects)
        assert not [one for one in objects if isinstance(one, pikepdf.Dictionary) and "/EF" in one]
        assert len(pdf.attachments) == 0


def test_a_file_that_carries_its_source_shows_the_same_pages() -> None:
    pages = []
    for attachments in (True, False):
        with pikepdf.open(BytesIO(build_pdf(load_report(FINLAND), attachments=attachments))) as pdf:
            pages.append([page.obj.Contents.read_bytes() for page in pdf.pages])
    assert pages[0] == pages[1]


def test_remarks_of_editors_are_not_in_the_file(project: Path) -> None:
    content = bytes(build_pdf(load_report(project)))
    assert b"REMARK" not in content
    with pikepdf.open(BytesIO(content)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                assert b"REMARK" not in one.read_bytes()
        assert b"REMARK" not in str(pdf.docinfo).encode()
    for name, data in carried(content).items():
        text = data.decode("utf-8")
        assert str(project) not in text
        assert project.parent.as_posix() not in text
        if name != "-manifest.json":
            assert not [line for line in text.splitlines() if line.lstrip().startswith("#")]


def test_the_report_is_written_in_one_way(project: Path) -> None:
    """The same values, written otherwise, are carried as the same bytes."""
    before = carried(build_pdf(load_report(project)))
    text = yaml.safe_load(REPORT)
    project.write_text(json.dumps({key: text[key] for key in sorted(text)}), encoding="utf-8")
    assert carried(build_pdf(load_report(project))) == before
    assert before[".yaml"].decode("utf-8") == CANONICAL


CANONICAL = """\
rubric: towns
edition: 2018
year_under_review: 2017
theme: compact
entity:
  name: Ruritania
  kind: country
overview: |-
  A text with “quotes”, a [link](https://example.org/a), and a mark.[^a]

  - an item # which is text
  - another: item
key_developments:
- 1e5
- 'yes'
answers:
  A1:
    score: 3
    narrative: Why.
  A2:
    score: 1
    narrative: 'NO'
    score_change: Fewer.
  A3:
    score: 2.0
    narrative: Why.
    score_change: More.
footnotes:
  a: The note.
publication:
  publisher: Office
  licence: CC BY 4.0
"""


@pytest.mark.parametrize("name", SAMPLES)
def test_the_manifest_has_versions_options_hashes_and_earlier_scores(name: str) -> None:
    report = load_report(SAMPLES[name])
    content = build_pdf(report, page_size="letter", moment=MOMENT)
    files, start, manifest = carried(content), base(content), manifest_of(content)
    history = resolve(report).history
    with pikepdf.open(BytesIO(content)) as pdf:
        pages = [hashlib.sha256(page.obj.Contents.read_bytes()).digest() for page in pdf.pages]
    assert manifest.pop("versions") == {
        "pdfgen": __version__,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{one: version(one) for one in ("markdown-it-py", "pydantic", "pyphen", "PyYAML", "reportlab", "uharfbuzz")},
    }
    faces = manifest.pop("faces")
    assert faces == {path.name: sha256(path.read_bytes()) for path in map(shipped("fonts").joinpath, faces)}
    assert len(faces) == 10
    past = {
        "entity": report.entity.name,
        "earlier_scores": {
            str(year): {id_: f"{number:f}" for id_, number in row.items()} for year, row in history.items()
        },
    }
    assert manifest.pop("report") == {key: value for key, value in past.items() if value}
    theme = report.theme or "standard"
    shared = {f"themes/{theme}.yaml", f"labels/{report.language}.yaml"}
    assert manifest == {
        "recipe": {
            "profile": "screen",
            "page_size": "letter",
            "standard": None,
            "attachments": True,
            "carry_fonts": False,
            "full_sheets": False,
            "moment": "2018-02-03T04:05:06Z",
        },
        "standards": ["PDF/A-3a", "PDF/UA-1"],
        "rubric": report.rubric,
        "edition": 2018,
        "language": report.language,
        "theme": theme,
        "labels": report.language,
        "files": {
            place: {"name": f"{start}{end}", "sha256": sha256(files[end]), "bytes": len(files[end])}
            for place, end in (("report.yaml", ".yaml"), (f"rubrics/{report.rubric}.yaml", "-rubric.yaml"))
        },
        "shipped": {place: sha256((shipped("data") / place).read_bytes()) for place in shared},
        "pages": {"count": len(pages), "sha256": sha256(b"".join(pages))},
    }


MOMENT = datetime(2018, 2, 3, 4, 5, 6, tzinfo=timezone.utc)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# From the file back to a project


def extracted(content: bytes, folder: Path) -> Path:
    """Write a file, extract what it carries beside it, and return the report."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "built.pdf").write_bytes(content)
    assert run(["extract", str(folder / "built.pdf"), "-o", str(folder / "project")]) == 0
    return folder / "project" / "report.yaml"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_report_loads_back_as_it_was(name: str, tmp_path: Path) -> None:
    report = load_report(SAMPLES[name])
    again = load_report(extracted(build_pdf(report), tmp_path))
    assert again == report
    assert canonical(again) == canonical(report)
    method, other = resolve(report).method, resolve(again).method
    assert other.rubric is not method.rubric  # it is the one that was carried
    assert other.rubric.model_dump() == method.rubric.model_dump()
    assert resolve(again).history == resolve(report).history


@pytest.mark.parametrize(("page_size", "theme"), list(product(("a4", "letter"), ("", "standard", "compact"))))
@pytest.mark.parametrize("name", SAMPLES)
def test_an_extracted_project_builds_the_same_file(name: str, page_size: str, theme: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    size = ["--page-size", page_size]
    assert run(["build", str(SAMPLES[name]), *size, *(["--theme", theme] if theme else []), "-o", str(first)]) == 0
    assert run(["extract", str(first), "-o", str(tmp_path / "project")]) == 0
    # the theme that was asked for is the report’s own from now on
    assert run(["build", str(tmp_path / "project" / "report.yaml"), *size, "-o", str(second)]) == 0
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("page_size", ["a4", "letter"])
def test_a_card_may_carry_its_source_too(page_size: str, tmp_path: Path) -> None:
    options: dict[str, Any] = {"profile": "card", "page_size": page_size, "attachments": True}
    content = build_pdf(load_report(SAMPLES["2018/turkey"]), **options)
    assert set(carried(content)) == set(MEDIA)
    assert build_pdf(load_report(extracted(content, tmp_path)), **options) == content


def test_a_project_with_a_method_and_scores_of_its_own_builds_the_same_file(project: Path, tmp_path: Path) -> None:
    content = build_pdf(load_report(project))
    report = extracted(content, tmp_path / "elsewhere")
    shutil.rmtree(tmp_path / "rubrics")
    shutil.rmtree(tmp_path / "scores")
    assert build_pdf(load_report(report)) == content
    assert list(resolve(load_report(report)).history) == [2016, 2017]
    assert {path.name: path.read_text(encoding="utf-8") for path in report.parent.glob("scores/towns/*")} == {
        "2016.csv": "entity,A1,A2,A3\nRuritania,1,2,0.5\n",
        "2017.csv": "entity,A1,A2,A3\nRuritania,3,2,1.5\n",
    }


def test_earlier_scores_may_come_from_the_report_of_the_edition_before(project: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "scores")
    before = project.parent.parent.with_name("2017")
    shutil.copytree(project.parent.parent, before)
    (before / "edition.yaml").write_text(
        EDITION.replace("2018", "2017").replace("w: 2017", "w: 2016"), encoding="utf-8"
    )
    changed = REPORT.replace("score: 1,", "score: 2,").replace("score: 2.0", "score: 1.5")
    (before / "reports" / project.name).write_text(changed, encoding="utf-8")
    content = build_pdf(load_report(project))
    assert manifest_of(content)["report"]["earlier_scores"] == {"2017": {"A1": "3", "A2": "2", "A3": "1.5"}}
    assert build_pdf(load_report(extracted(content, tmp_path / "elsewhere"))) == content


def test_scores_under_another_name_of_the_entity_are_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "editions" / "2018"
    shutil.copytree(EDITIONS / "2018", folder)
    path = folder / "reports" / "somaliland.yaml"
    text = path.read_text(encoding="utf-8").replace("name: Somaliland", "name: Somali Land")
    path.write_text(text, encoding="utf-8")
    (tmp_path / "names").mkdir()
    names = "entities:\n  - {name: Somaliland, kind: territory, also: [Somali Land]}\n"
    (tmp_path / "names" / "freedom-in-the-world.yaml").write_text(names, encoding="utf-8")
    content = build_pdf(load_report(path))
    assert manifest_of(content)["report"]["earlier_scores"]
    assert build_pdf(load_report(extracted(content, tmp_path / "elsewhere"))) == content


def test_extract_says_what_it_wrote(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target, folder = tmp_path / "r.pdf", tmp_path / "again"
    target.write_bytes(build_pdf(load_report(project)))
    assert run(["extract", str(target), "-o", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"wrote {folder}/report.yaml\n"
        f"wrote {folder}/rubrics/towns.yaml\n"
        f"wrote {folder}/edition.yaml\n"
        f"wrote {folder}/scores/towns/2016.csv\n"
        f"wrote {folder}/scores/towns/2017.csv\n"
        f"wrote {folder}/manifest.json\n"
        "the project builds the same file, byte for byte\n"
        f"next: pdfgen build {folder}/report.yaml\n"
    )
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == [
        "edition.yaml",
        "manifest.json",
        "report.yaml",
        "rubrics/towns.yaml",
        "scores/towns/2016.csv",
        "scores/towns/2017.csv",
    ]
    assert run(["check", str(folder)]) == 0


def test_the_folder_is_named_after_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["build", str(FINLAND)]) == 0
    assert run(["extract", "freedom-in-the-world-2018-finland.pdf"]) == 0
    assert (tmp_path / "freedom-in-the-world-2018-finland" / "report.yaml").is_file()


def test_extract_writes_over_no_project(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.pdf").write_bytes(build_pdf(load_report(project)))
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "report.yaml").write_text("my own\n", encoding="utf-8")
    assert run(["extract", str(tmp_path / "r.pdf"), "-o", str(folder)]) == 2
    said = f"error: {folder} exists already, and is not empty\nhelp: choose another folder with -o\n"
    assert capsys.readouterr().err == said
    assert (folder / "report.yaml").read_text(encoding="utf-8") == "my own\n"


# A project with all that it can have of its own


def test_a_copy_of_what_is_shipped_is_not_carried(own: Path, tmp_path: Path) -> None:
    data = shipped("data")
    shutil.copy(data / "labels" / "en.yaml", tmp_path / "labels")
    shutil.copy(data / "themes" / "compact.yaml", tmp_path / "themes" / "compact.yaml")
    content = build_pdf(load_report(own), theme="compact")
    assert set(carried(content)) == set(MEDIA)
    assert set(manifest_of(content)["shipped"]) == {"labels/en.yaml", "themes/compact.yaml"}


OPTIONS = ["--page-size", "letter", "--standard", "ua2", "--date", "2018-02-03T04:05:06Z"]


def test_a_project_builds_the_same_file_from_what_the_file_carries(own: Path, tmp_path: Path) -> None:
    """Own theme, labels, fonts, method and scores; Letter, PDF/UA-2, a date."""
    fonts = tmp_path / "fonts"
    loose = bytearray((fonts / "Tied.ttf").read_bytes())
    loose[table_of(loose, b"OS/2") + 8 : table_of(loose, b"OS/2") + 10] = b"\0\0"
    (fonts / "Tied.ttf").write_bytes(bytes(loose))
    first, again = tmp_path / "first.pdf", tmp_path / "again"
    assert run(["build", str(own), *OPTIONS, "--carry-fonts", "-o", str(first)]) == 0
    assert sorted(carried(first.read_bytes())) == [
        "-Own.ttf", "-Tied.ttf", "-labels.yaml", "-manifest.json", "-rubric.yaml", "-theme.yaml", ".yaml",
    ]  # fmt: skip
    assert b"REMARK" not in carried(first.read_bytes())["-theme.yaml"]
    for folder in ("themes", "labels", "fonts", "names", "rubrics", "scores", "editions"):
        shutil.rmtree(tmp_path / folder)
    assert run(["extract", str(first), "-o", str(again), "--json"]) == 0
    assert run(["build", str(again / "report.yaml"), *OPTIONS, "--carry-fonts", "-o", str(tmp_path / "2.pdf")]) == 0
    assert (tmp_path / "2.pdf").read_bytes() == first.read_bytes()


def test_extract_names_the_command_that_builds_the_same_file(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, again = tmp_path / "first.pdf", tmp_path / "again"
    assert run(["build", str(own), *OPTIONS, "--theme", "standard", "-o", str(first)]) == 0
    capsys.readouterr()
    assert run(["extract", str(first), "-o", str(again), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "folder": str(again),
        "files": [
            f"{again}/{name}"
            for name in (
                "report.yaml",
                "rubrics/towns.yaml",
                "labels/en.yaml",
                "edition.yaml",
                "scores/towns/2016.csv",
                "scores/towns/2017.csv",
                "manifest.json",
            )
        ],
        "same": True,
        "lacks": {},
        "differs": [],
        "next": f"pdfgen build {again}/report.yaml --page-size letter --standard ua2 --date 2018-02-03T04:05:06Z",
    }


def test_a_font_that_is_not_carried_is_named(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One was not asked to travel, the other must not; with both in place the file is the same."""
    first, again = tmp_path / "first.pdf", tmp_path / "again"
    hashes = {name: sha256((tmp_path / "fonts" / name).read_bytes()) for name in ("Own.ttf", "Tied.ttf")}
    assert run(["build", str(own), "-o", str(first)]) == 0
    assert capsys.readouterr().err == f"wrote {first}\n"
    assert run(["extract", str(first), "-o", str(again)]) == 1
    err = capsys.readouterr().err
    lacks = [f"it lacks fonts/{name}, SHA-256 {hashes[name]}: put it into {again}/fonts, then build" for name in hashes]
    assert [line for line in err.splitlines() if line.startswith("it ")] == sorted(lacks)
    assert run(["build", str(own), "--carry-fonts", "-o", str(first)]) == 0
    theme = tmp_path / "themes" / "house.yaml"
    assert capsys.readouterr().err == (
        f"{theme}:1:1: warning[font-kept-back]: the licence of the font Tied.ttf does not let it travel with a file\n"
        "  help: send the font beside the file to those who may have it\n\n"
        f"wrote {first}\n"
    )
    assert "-Own.ttf" in carried(first.read_bytes())
    assert "-Tied.ttf" not in carried(first.read_bytes())
    assert run(["extract", str(first), "-o", str(tmp_path / "third")]) == 1
    shutil.copy(tmp_path / "fonts" / "Tied.ttf", tmp_path / "third" / "fonts")
    assert run(["build", f"{tmp_path}/third/report.yaml", "--carry-fonts", "-o", str(tmp_path / "3.pdf")]) == 0
    assert (tmp_path / "3.pdf").read_bytes() == first.read_bytes()


def test_what_made_the_file_otherwise_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def older(content: bytes) -> bytes:
        manifest = json.loads(content)
        manifest["versions"]["reportlab"] = "4.0.0"
        manifest["versions"]["abacus"] = "1.0"
        manifest["shipped"]["themes/standard.yaml"] = "0" * 64
        manifest["faces"]["SourceSans3_700Bold.ttf"] = "0" * 64
        return json.dumps(manifest).encode()

    path = tampered("-manifest.json", older, tmp_path)
    assert run(["extract", str(path), "-o", str(tmp_path / "a")]) == 1
    assert [line for line in capsys.readouterr().err.splitlines() if not line.startswith("wrote ")] == [
        f"the project builds another file: reportlab is {version('reportlab')} here, and 4.0.0 made the file",
        "the project builds another file: abacus is not there here, and 1.0 made the file",
        "the project builds another file: themes/standard.yaml, which comes with pdfgen, is not what the file was made with",
        "the project builds another file: the font SourceSans3_700Bold.ttf, which comes with pdfgen, is not what the file was made with",
        f"next: pdfgen build {tmp_path}/a/report.yaml",
    ]


def test_a_file_that_was_saved_by_another_program_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tampered("-manifest.json", lambda content: content, tmp_path)
    assert run(["extract", str(path), "-o", str(tmp_path / "a")]) == 1
    said = "the project builds another file: the file was changed after it was built, or was made by other code of pdfgen\n"
    assert said in capsys.readouterr().err
    assert run(["extract", str(path), "-o", str(tmp_path / "b"), "--no-compare"]) == 0


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("yesterday", "“yesterday” is no date"),
        ("2018-02-30", "“2018-02-30” is no date"),
        ("2018-02-03T04:05:06", "the moment 2018-02-03 04:05:06 has no time zone"),
    ],
)
def test_a_date_that_is_none_is_refused(
    said: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(FINLAND), "--date", said, "-o", str(tmp_path / "x.pdf")]) == 2
    assert capsys.readouterr().err.startswith(f"error: {message}\nhelp: ")
    assert not (tmp_path / "x.pdf").exists()


# A volume carries its edition


def test_a_volume_is_built_again_from_what_it_carries(own: Path, tmp_path: Path) -> None:
    """Reports, an essay, theme, labels, fonts, method, names and scores of a project; in another place, nothing else."""
    home = own.parent.parent
    (home / "texts").mkdir()
    (home / "texts" / "foreword.md").write_text("# Foreword\n\nOf a year.\n", encoding="utf-8")
    text = (home / "edition.yaml").read_text(encoding="utf-8") + "volume: {essays: [texts/foreword.md]}\n"
    (home / "edition.yaml").write_text(text, encoding="utf-8")
    other = own.read_text(encoding="utf-8").replace("name: Ruritania", "name: Ärea’s Land")
    (own.parent / "a second one.yaml").write_text(other, encoding="utf-8")
    names = "entities:\n  - {name: Ruritania, kind: country}\n  - {name: Area, kind: country, also: [Ärea’s Land]}\n"
    (tmp_path / "names" / "towns.yaml").write_text(names, encoding="utf-8")
    (tmp_path / "scores" / "towns" / "2017.csv").write_text(
        "entity,A1,A2,A3\nRuritania,3,2,1.5\nArea,1,1,1\nGone,0,0,0\n", encoding="utf-8"
    )
    first = tmp_path / "first.pdf"
    options = ["--page-size", "letter", "--date", "2018-02-03"]
    assert run(["volume", str(home), *options, "-o", str(first)]) == 0
    assert run(["extract", str(first), "-o", str(tmp_path / "lacks")]) == 1  # the fonts
    fonts = tmp_path / "kept"
    (tmp_path / "fonts").rename(fonts)
    for folder in ("themes", "labels", "names", "rubrics", "scores", "editions"):
        shutil.rmtree(tmp_path / folder)
    shutil.copytree(fonts, tmp_path / "lacks" / "fonts")
    assert run(["volume", str(tmp_path / "lacks" / "editions" / "2018"), *options, "-o", str(tmp_path / "2.pdf")]) == 0
    assert (tmp_path / "2.pdf").read_bytes() == first.read_bytes()
    with zipfile.ZipFile(BytesIO(carried(first.read_bytes())["-edition.zip"])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == [
            "editions/2018/edition.yaml",
            "editions/2018/reports/area-s-land.yaml",
            "editions/2018/reports/ruritania.yaml",
            "editions/2018/texts/foreword.md",
            "labels/en.yaml",
            "names/towns.yaml",
            "rubrics/towns.yaml",
            "scores/towns/2016.csv",
            "scores/towns/2017.csv",
            "themes/house.yaml",
        ]


def test_a_volume_in_another_theme_is_built_again(own: Path, tmp_path: Path) -> None:
    """Its reports name a theme of the project, in which the volume is not set."""
    first = tmp_path / "first.pdf"
    assert run(["volume", str(own.parent.parent), "--theme", "standard", "-o", str(first)]) == 0
    for folder in ("themes", "fonts"):
        shutil.rmtree(tmp_path / folder)
    assert run(["extract", str(first), "-o", str(tmp_path / "again")]) == 0


@pytest.mark.parametrize(
    "name", ["../out.yaml", "/out.yaml", "editions/../../out.yaml", "out.yaml", "fonts/a:b", "lib/x"]
)
def test_an_archive_of_a_volume_leads_nowhere(name: str) -> None:
    with pytest.raises(UsageError, match=r"has a file .* that no edition has"):
        unpacked(packed({name: b""}))


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    content = bytearray(packed({"fonts/a": b"0" * 1000}))
    for place in (content.index(b"PK\x01\x02") + 24, content.index(b"PK\x03\x04") + 22):
        content[place : place + 4] = (2_000_000_000).to_bytes(4, "little")
    with pytest.raises(UsageError, match=r"edition\.zip is larger than an edition can be"):
        unpacked(bytes(content))


# Files that are refused

BARE = (
    "error: the file carries no manifest\nhelp: it may have been built with --no-attachments, or by another program\n"
)


BASE = "freedom-in-the-world-2018-finland"


def tampered(name: str, change: Callable[[bytes], bytes | None], tmp_path: Path) -> Path:
    """Return a file of ours with one attachment changed, or taken away where ``change`` gives None."""
    path = tmp_path / "tampered.pdf"
    with pikepdf.open(BytesIO(build_pdf(load_report(FINLAND)))) as pdf:
        stream = pdf.attachments[f"{BASE}{name}"].obj.EF.F
        after = change(stream.read_bytes())
        if after is None:
            del pdf.attachments[f"{BASE}{name}"]
        else:
            stream.write(after)
        pdf.save(path)
    return path


def with_manifest(**changes: Any) -> Callable[[bytes], bytes]:
    return lambda content: json.dumps(json.loads(content) | changes).encode()


def refused(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what is said where a file is refused; nothing must be written."""
    before = {item for item in path.parent.parent.rglob("*") if item != path}
    capsys.readouterr()
    assert run(["extract", str(path), "-o", str(path.parent / "a" / "b")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert {item for item in path.parent.parent.rglob("*") if item != path} == before
    return err


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        (
            ".yaml",
            lambda content: content.replace(b"score: 4", b"score: 3", 1),
            f"error: {BASE}.yaml is not what the manifest says it is\nhelp: ask for the original file\n",
        ),
        (
            "-rubric.yaml",
            lambda content: content + b"\n",
            f"error: {BASE}-rubric.yaml is not what the manifest says it is\nhelp: ask for the original file\n",
        ),
        (
            "-rubric.yaml",
            lambda _: None,
            f"error: the file does not carry {BASE}-rubric.yaml\nhelp: ask for the original file\n",
        ),
    ],
)
def test_a_tampered_attachment_is_refused(
    name: str, change: Callable[[bytes], bytes | None], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(tampered(name, change, tmp_path), capsys) == told


def with_past(**changes: Any) -> Callable[[bytes], bytes]:
    return lambda content: with_manifest(report=json.loads(content)["report"] | changes)(content)


def with_place(place: str) -> Callable[[bytes], bytes]:
    """Return what gives the rubric another place in the project."""

    def change(content: bytes) -> bytes:
        files = json.loads(content)["files"]
        files[place] = files.pop("rubrics/freedom-in-the-world.yaml")
        return with_manifest(files=files)(content)

    return change


MANIFESTS: dict[str, Callable[[bytes], bytes]] = {
    "a method above the folder": with_manifest(rubric="../../../out"),
    "an edition above the folder": with_past(earlier_scores={"../../../../out": {"A1": "1"}}),
    "an edition of two lines": with_manifest(edition="2018\ntheme: compact"),
    "a score of two lines": with_past(earlier_scores={"2017": {"A1": "1\nA2: 4"}}),
    "a file above the folder": with_place("../../../out.yaml"),
    "a file above a folder": with_place("rubrics/../../../out.yaml"),
    "a file on a drive": with_place("rubrics/c:out.yaml"),
    "a file in the folder above": with_place("rubrics/.."),
    "a file of the system": with_place("/etc/out.yaml"),
    "a folder of another kind": with_place("editions/out.yaml"),
    "no file": with_manifest(files={}),
    "no report": with_manifest(report=None),
    "options that nobody has": with_manifest(recipe={"profile": "a b; c"}),
    "no time": with_manifest(recipe={"moment": "now"}),
    "nothing": lambda _: b"{}",
    "a list": lambda _: b"[]",
    "no JSON": lambda _: b"{",
    "no text": lambda _: b"\xff\xfe",
}


@pytest.mark.parametrize("what", MANIFESTS)
def test_a_tampered_manifest_is_refused_and_leads_nowhere(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "one" / "two" / "three"
    folder.mkdir(parents=True)
    err = refused(tampered("-manifest.json", MANIFESTS[what], folder), capsys)
    assert err.startswith("error: ")
    assert "\nhelp: " in err


def test_a_manifest_with_a_path_of_its_own_leads_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = tmp_path / "outside"
    refused(tampered("-manifest.json", with_manifest(rubric=str(outside)), tmp_path), capsys)
    assert not outside.with_suffix(".yaml").exists()


@pytest.mark.parametrize("options", [{"attachments": False}, {"profile": "card"}])
def test_a_file_without_attachments_is_refused(
    options: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bare.pdf"
    path.write_bytes(build_pdf(load_report(FINLAND), **options))
    assert refused(path, capsys) == BARE


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "text.pdf"
    path.write_text("This is no PDF.\n", encoding="utf-8")
    first, second = refused(path, capsys).splitlines()
    assert first.startswith(f"error: {path} is not a sound PDF: ")
    assert second == "help: name a file that pdfgen built"


def test_a_file_with_a_password_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "secret.pdf"
    with pikepdf.open(BytesIO(build_pdf(load_report(FINLAND)))) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    first, second = refused(path, capsys).splitlines()
    assert first.startswith(f"error: {path} is not a sound PDF: ")
    assert second == "help: name a file that pdfgen built"


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "missing.pdf"
    assert run(["extract", str(path)]) == 2
    err = capsys.readouterr().err
    assert err.endswith(f"Error: Invalid value for 'FILE': File '{path}' does not exist.\n")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(build_pdf(load_report(FINLAND)))
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(["extract", str(path), "-o", str(tmp_path / "file" / "project")]) == 3
    err = capsys.readouterr().err
    assert err.startswith("error: cannot ")
    assert "\nhelp: " in err


WITHOUT_PIKEPDF = """
import sys
sys.modules["pikepdf"] = None  # the import system takes None as “not there”
from pdfgen.cli.app import run
sys.exit(run(sys.argv[1:]))
"""


def test_without_pikepdf_the_extra_is_named(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(_package()), os.environ.get("PYTHONPATH")]))
    }

    def told(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-c", WITHOUT_PIKEPDF, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    assert told("build", str(FINLAND), "-o", str(path)) == (0, f"wrote {path}\n")  # building needs none of it
    assert told("extract", str(path)) == (
        3,
        'error: pikepdf, which reads PDF files, is not installed\nhelp: install it with pip install "pdfgen[verify]"\n',
    )
    assert not (tmp_path / "r").exists()


def _package() -> Path:
    import pdfgen  # noqa: PLC0415

    return Path(pdfgen.__file__).parents[1]
