"""Drafts: reports that are not finished are built and checked as what they are, and by nobody taken for finished."""

from __future__ import annotations

import io
import json
import re
import shutil
from typing import TYPE_CHECKING

import pypdf
import pytest

from pdfgen import InputError, UsageError, build_pdf, check, load_report
from pdfgen.cli.app import run
from pdfgen.content import Facts, Heading, List, NoticeBox, Paragraph, compose, compose_draft
from pdfgen.resources import shipped
from pdfgen.source.load import load

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = shipped("data") / "editions" / "nations-in-transit-2018"
FINISHED = SAMPLE / "reports" / "ruritania.yaml"
LACKS = "the draft lacks 2 scores, 2 narratives and 1 fact"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return a report that lacks an answer, a score, a narrative and a fact."""
    folder = tmp_path / "editions" / "2018"
    shutil.copytree(SAMPLE, folder)
    path = folder / "reports" / "ruritania.yaml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^  NDG:.*?(?=^  EP:)", "", text)
    text = re.sub(r"(?ms)^(  EP:\n)    score: 3.75\n", r"\1", text)
    text = re.sub(r"(?ms)^(  CS:\n    score: 3.50\n)    narrative: .*?(?=^  IM:)", r"\1", text)
    text = text.replace("  capital: Strelsau\n", "  capital:\n")
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_draft_lacks_is_one_warning_with_counts(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(report), "--draft"]) == 0
    said = capsys.readouterr().err
    assert f"warning[draft-lacks]: {LACKS}" in said
    assert "1 file checked: 0 errors, 1 warning\n" in said
    assert "1 report not finished: 2 scores, 2 narratives and 1 fact missing; see `pdfgen build --draft`\n" in said


def test_a_check_without_draft_refuses_it_and_counts(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = report.parent.parent
    assert run(["check", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["missing"] == {"score": 2, "narrative": 2, "fact": 1}
    assert {item["code"] for item in told["problems"]} == {"missing-key"}


def test_a_finished_report_lacks_nothing() -> None:
    assert load(FINISHED, unfinished=True).lacks == load(FINISHED, unfinished=True).lacks
    assert not load(FINISHED, unfinished=True).lacks
    assert not check(SAMPLE, draft=True).missing()


def test_places_of_what_is_missing_are_marked(report: Path) -> None:
    loaded = load(report, unfinished=True)
    assert loaded.lacks is not None
    labels = loaded.catalogue.labels("en")
    document = compose_draft(compose, loaded.report, loaded.card, labels, loaded.lacks)
    boxes = {block.id: block for block in document.blocks if isinstance(block, NoticeBox)}
    assert {"missing", "answer.NDG.none", "answer.CS.none"} <= boxes.keys()
    assert boxes["answer.CS.none"].label == "Missing"
    listed = boxes["missing"].content[0]
    assert isinstance(listed, List)
    lines = [item[0] for item in listed.items]
    assert [line.spans[0].text for line in lines if isinstance(line, Paragraph)] == [
        "Scores (2): NDG, EP",
        "Narratives (2): NDG, CS",
        "Facts (1): Capital",
    ]
    (facts,) = (block for block in document.blocks if isinstance(block, Facts))
    assert [row.value for row in facts.rows if row.label == "Capital"] == ["Missing"]
    scores = {block.id: block.score.value for block in document.blocks if isinstance(block, Heading) and block.score}
    assert scores["question.NDG"] == scores["question.EP"] == "?"
    assert scores["question.CS"] == "3.50"


def test_a_report_without_any_text_is_a_draft_where_it_has_the_keys(tmp_path: Path) -> None:
    folder = tmp_path / "editions" / "2018"
    shutil.copytree(SAMPLE, folder)
    path = folder / "reports" / "ruritania.yaml"
    path.write_text("entity: {name: Ruritania, kind: country}\noverview:\nanswers:\n", encoding="utf-8")
    loaded = load(path, unfinished=True)
    assert loaded.lacks is not None
    assert loaded.lacks.words() == "7 scores, 7 narratives, 3 facts and 1 overview"
    document = compose_draft(compose, loaded.report, loaded.card, loaded.catalogue.labels("en"), loaded.lacks)
    ids = [block.id for block in document.blocks]
    assert ids.index("answer.NDG.none") == ids.index("question.NDG") + 1
    assert ids.index("overview.missing") < ids.index("missing") < ids.index("scores")
    assert "overview.none" not in ids


def test_a_report_with_scores_alone_lacks_no_words(tmp_path: Path) -> None:
    folder = tmp_path / "editions" / "2018"
    shutil.copytree(SAMPLE, folder)
    path = folder / "reports" / "ruritania.yaml"
    answers = "".join(f"  {id_}: {{score: 3}}\n" for id_ in ("NDG", "EP", "CS", "IM", "LDG", "JFI"))
    path.write_text(f"entity: {{name: Ruritania, kind: country}}\nanswers:\n{answers}", encoding="utf-8")
    lacks = load(path, unfinished=True).lacks
    assert lacks is not None
    assert lacks.words() == "1 score"


def test_the_file_says_everywhere_that_it_is_a_draft(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["build", str(report.parent.parent), "--draft", "-o", str(out), "-j", "1", "--profile", "card"]) == 0
    assert run(["build", str(report.parent.parent), "--draft", "-o", str(out), "-j", "1"]) == 0
    capsys.readouterr()
    stem = "nations-in-transit-2018-ruritania"
    assert sorted(path.name for path in out.iterdir()) == [f"{stem}-card-draft.pdf", f"{stem}-draft.pdf"]
    for path in out.iterdir():
        file = pypdf.PdfReader(path)
        assert all("Draft" in page.extract_text() for page in file.pages)
        assert str(file.metadata and file.metadata.title).startswith("Draft: ")
        packet = file.xmp_metadata
        assert packet is not None
        assert packet.pdfaid_part is None
        assert not file.attachments


def test_a_draft_of_one_file_must_be_named_as_one(report: Path, tmp_path: Path) -> None:
    assert run(["build", str(report), "--draft", "-o", str(tmp_path / "a.pdf")]) == 2
    assert run(["build", str(report), "--draft", "-o", str(tmp_path / "a-draft.pdf")]) == 0
    assert (tmp_path / "a-draft.pdf").is_file()


@pytest.mark.parametrize(
    "options", [["--profile", "print"], ["--standard", "ua2"], ["--attachments"], ["--carry-fonts"], ["--full-sheets"]]
)
def test_what_only_a_finished_file_can_be_is_refused(
    report: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(report), "--draft", *options]) == 2
    message = "a draft is for the screen: it follows no standard for archives or a press, and carries nothing"
    assert message in capsys.readouterr().err


def test_a_finished_file_is_not_made_of_a_draft(report: Path) -> None:
    found = load_report(report, draft=True)
    with pytest.raises(InputError, match="the answer NDG is missing"):
        build_pdf(found)
    content = build_pdf(found, draft=True)
    assert "Draft" in pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    with pytest.raises(UsageError):
        build_pdf(found, draft=True, standard="ua1")


def test_the_archive_takes_no_draft(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "archive")
    assert run(["archive", "init", place]) == 0
    assert run(["archive", "add", place, str(report), "--author", "Ann"]) == 1
    assert "missing-key" in capsys.readouterr().err
    draft = tmp_path / "a-draft.pdf"
    draft.write_bytes(build_pdf(load_report(report, draft=True), draft=True))
    assert run(["archive", "add", place, str(draft)]) != 0


def test_words_of_ones_own_must_have_those_of_drafts(report: Path) -> None:
    loaded = load(report, unfinished=True)
    assert loaded.lacks is not None
    labels = loaded.catalogue.labels("en").model_copy(update={"draft": None})
    with pytest.raises(InputError, match="the labels of “en” have no words for drafts"):
        compose_draft(compose, loaded.report, loaded.card, labels, loaded.lacks)
