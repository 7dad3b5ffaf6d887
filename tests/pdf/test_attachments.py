"""What a file carries of its own source, and that a report can be built again from it, to the last byte."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
import yaml

from pdfgen import __version__, build_pdf, load_report
from pdfgen.cli.app import run
from pdfgen.resources import shipped
from pdfgen.source.canonical import canonical
from pdfgen.source.load import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

EDITIONS = shipped("data") / "editions"
SAMPLES = {f"{path.parent.parent.name}/{path.stem}": path for path in sorted(EDITIONS.glob("*/reports/*.yaml"))}
FINLAND = SAMPLES["2018/finland"]
MEDIA = {
    "report.yaml": ("/application/yaml", "The report as data"),
    "rubric.yaml": ("/application/yaml", "The method of its scores"),
    "manifest.json": ("/application/json", "Versions, hashes, and the scores of earlier editions"),
}


def carried(content: bytes) -> dict[str, bytes]:
    with pikepdf.open(BytesIO(content)) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a report of a method of its own, with its own scores of earlier editions, full of remarks."""
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "towns.yaml").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "scores" / "towns").mkdir(parents=True)
    (tmp_path / "scores" / "towns" / "2016.csv").write_text("entity,A1,A2,A3\nRuritania,1,2,0.5\n", encoding="utf-8")
    (tmp_path / "scores" / "towns" / "2017.csv").write_text("entity,A1,A2,A3\nRuritania,3,2,1.5\n", encoding="utf-8")
    home = tmp_path / "editions" / "2018"
    (home / "reports").mkdir(parents=True)
    (home / "edition.yaml").write_text(EDITION, encoding="utf-8")
    path = home / "reports" / "ruritania.yaml"
    path.write_text(REPORT, encoding="utf-8")
    return path


RUBRIC = """\
# REMARK: the secretary does not like this method
id: towns
title: Towns
publisher: Office
editions: [2016, 2017, 2018]
headline: [{aggregate: T}]
tree:
  - id: T  # REMARK: total
    label: Total
    children:
      - {id: A, label: First, children: [{id: A1, label: One, max: 4}, {id: A2, label: Two, max: 4}]}
      - {id: B, label: Second, children: [{id: A3, label: Three, max: 4, step: 0.5, decimals: 1}]}
"""
EDITION = """\
# REMARK: to be published in May
rubric: towns
edition: 2018
year_under_review: 2017
theme: compact
publication: {publisher: Office, licence: CC BY 4.0}
"""
REPORT = """\
# REMARK: the author is late
entity: {name: Ruritania, kind: country}
overview: |  # REMARK: too long
  A text with “quotes”, a [link](https://example.org/a), and a mark.[^a]

  - an item # which is text
  - another: item
key_developments:
  - "1e5"
  - 'yes'
answers:
  A1: {score: 3, narrative: Why.}
  # REMARK: this one is wrong
  A2: {score: 1, narrative: "NO", score_change: Fewer.}
  A3: {score: 2.0, narrative: Why., score_change: More.}
footnotes:
  a: The note.
"""


# What is in the file


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_carries_report_method_and_manifest(name: str) -> None:
    with pikepdf.open(BytesIO(build_pdf(load_report(SAMPLES[name])))) as pdf:
        associated: list[Any] = list(pdf.Root.AF)
        assert [str(spec.UF) for spec in associated] == list(MEDIA)
        pairs: list[Any] = list(pdf.Root.Names.EmbeddedFiles.Names)
        assert [str(key) for key in pairs[::2]] == sorted(MEDIA)
        assert {spec.objgen for spec in pairs[1::2]} == {spec.objgen for spec in associated}
        for spec in associated:
            kind, about = MEDIA[str(spec.UF)]
            assert str(spec.F) == str(spec.UF)
            assert str(spec.AFRelationship) == "/Source"
            assert str(spec.Desc) == about
            assert str(spec.EF.F.Subtype) == kind
            assert spec.EF.F.objgen == spec.EF.UF.objgen
            assert int(spec.EF.F.Params.Size) == len(spec.EF.F.read_bytes())


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
        if name != "manifest.json":
            assert not [line for line in text.splitlines() if line.lstrip().startswith("#")]


def test_the_report_is_written_in_one_way(project: Path) -> None:
    """The same values, written otherwise, are carried as the same bytes."""
    before = carried(build_pdf(load_report(project)))
    text = yaml.safe_load(REPORT)
    project.write_text(json.dumps({key: text[key] for key in sorted(text)}), encoding="utf-8")
    assert carried(build_pdf(load_report(project))) == before
    assert before["report.yaml"].decode("utf-8") == CANONICAL


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
def test_the_manifest_has_versions_hashes_and_earlier_scores(name: str) -> None:
    report = load_report(SAMPLES[name])
    files = carried(build_pdf(report))
    manifest = json.loads(files["manifest.json"])
    history = resolve(report).history
    assert manifest == {
        "pdfgen": __version__,
        "rubric": report.rubric,
        "edition": 2018,
        "entity": report.entity.name,
        "sha256": {
            "report.yaml": hashlib.sha256(files["report.yaml"]).hexdigest(),
            "rubric.yaml": hashlib.sha256(files["rubric.yaml"]).hexdigest(),
        },
        "earlier_scores": {
            str(year): {id_: str(score) for id_, score in scores.items()} for year, scores in history.items()
        },
    }
    assert list(manifest["earlier_scores"]) == (
        ["2013", "2014", "2015", "2016", "2017"] if report.rubric == "freedom-in-the-world" else []
    )


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
    assert json.loads(carried(content)["manifest.json"])["earlier_scores"] == {
        "2017": {"A1": "3", "A2": "2", "A3": "1.5"}
    }
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
    assert json.loads(carried(content)["manifest.json"])["earlier_scores"]
    assert build_pdf(load_report(extracted(content, tmp_path / "elsewhere"))) == content


def test_extract_says_what_it_wrote(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target, folder = tmp_path / "r.pdf", tmp_path / "again"
    target.write_bytes(build_pdf(load_report(project)))
    assert run(["extract", str(target), "-o", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"wrote {folder}/report.yaml\n"
        f"wrote {folder}/manifest.json\n"
        f"wrote {folder}/rubrics/towns.yaml\n"
        f"wrote {folder}/edition.yaml\n"
        f"wrote {folder}/scores/towns/2016.csv\n"
        f"wrote {folder}/scores/towns/2017.csv\n"
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


# Files that are refused

BARE = (
    "error: the file does not carry report.yaml, rubric.yaml, manifest.json\n"
    "help: it may have been built with --no-attachments, or by another program\n"
)


def tampered(name: str, change: Callable[[bytes], bytes | None], tmp_path: Path) -> Path:
    """Return a file of ours with one attachment changed, or taken away where ``change`` gives None."""
    path = tmp_path / "tampered.pdf"
    with pikepdf.open(BytesIO(build_pdf(load_report(FINLAND)))) as pdf:
        stream = pdf.attachments[name].obj.EF.F
        after = change(stream.read_bytes())
        if after is None:
            del pdf.attachments[name]
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
            "report.yaml",
            lambda content: content.replace(b"score: 4", b"score: 3", 1),
            "error: report.yaml is not what the manifest says it is\nhelp: ask for the original file\n",
        ),
        (
            "rubric.yaml",
            lambda content: content + b"\n",
            "error: rubric.yaml is not what the manifest says it is\nhelp: ask for the original file\n",
        ),
        (
            "rubric.yaml",
            lambda _: None,
            BARE.replace("report.yaml, rubric.yaml, manifest.json", "rubric.yaml"),
        ),
    ],
)
def test_a_tampered_attachment_is_refused(
    name: str, change: Callable[[bytes], bytes | None], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(tampered(name, change, tmp_path), capsys) == told


MANIFESTS: dict[str, Callable[[bytes], bytes]] = {
    "a method above the folder": with_manifest(rubric="../../../out"),
    "an edition above the folder": with_manifest(earlier_scores={"../../../../out": {"A1": "1"}}),
    "an edition of two lines": with_manifest(edition="2018\ntheme: compact"),
    "a score that is no number": with_manifest(earlier_scores={"2017": {"A1": "many"}}),
    "no hash": with_manifest(sha256={}),
    "a wrong hash": with_manifest(sha256={"report.yaml": "0"}),
    "the hash of another file": with_manifest(sha256={"other.yaml": "0"}),
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
    err = refused(tampered("manifest.json", MANIFESTS[what], folder), capsys)
    assert err.startswith("error: ")
    assert "\nhelp: " in err


def test_a_manifest_with_a_path_of_its_own_leads_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = tmp_path / "outside"
    refused(tampered("manifest.json", with_manifest(rubric=str(outside)), tmp_path), capsys)
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
