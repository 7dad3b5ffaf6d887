"""What commands print as JSON, and what a record has, is what the guide says: every key, and no other."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import jsonschema
import pikepdf
import pytest
from pydantic import TypeAdapter

from pdfgen.cli.app import run
from pdfgen.resources import shipped
from tests.documents import shapes
from tests.documents.pages import SCHEMAS
from tests.mail.newsroom import SECRET, write_newsroom
from tests.mail.outboxes import write_campaign, write_outbox
from tests.mail.server import Reaction, Server
from tests.mail.test_bounces import report as delivery_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EDITION = shipped("data") / "editions" / "2018"
BROKEN = "entity: {name: Nowhere}\n"
RUBRIC = """\
id: small
title: Small
publisher: Nobody
editions: [2017, 2018]
headline: [{aggregate: T}]
tree:
  - {id: T, label: Total, max: 4, children: [{id: A, label: First, max: 4, step: 1}]}
"""
TEXT = "Small 2018 - {name}\n\nTotal: 1\n\nAn overview of {name}.\n\nA. The first? {score} / 4\n\nWords on the first.\n"

SCORES = "entity,region,kind,edition,A,note\nRuritania,X,country,2018,1,\nHentzau,X,country,2018,2,\n"

COMMON = {shapes.ErrorRow, shapes.ProblemRow}
"""What is in many shapes, and in a value of one of them."""
Print = Callable[..., Any]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Print:
    """Return a function that runs a command in an empty folder and returns what it prints, held to its schema."""
    monkeypatch.chdir(tmp_path)

    def _print(*arguments: str, name: str = "") -> Any:
        run([*arguments, "--json"])
        out = capsys.readouterr().out
        name = name or arguments[0]
        found = json.loads(out)
        held(name, found)
        return found

    return _print


def held(name: str, found: Any) -> None:
    """Hold what was printed to the schema that is kept for it."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    errors = [
        f"{error.json_path}: {error.message}" for error in jsonschema.Draft202012Validator(schema).iter_errors(found)
    ]
    assert errors == []


def read(kinds: Iterable[type[shapes.Shape]], *values: Any) -> None:
    """Hold values to their shapes, which know every key; every key of the shapes is in one of the values."""
    models = list(kinds)
    seen: dict[type[shapes.Shape], set[str]] = {}
    for value in values:
        for shape in within(value, models):
            seen.setdefault(type(shape), set()).update(shape.model_fields_set)
    lacking = {
        f"{kind.__name__}.{name}"
        for kind in (*models, *(part for model in models for part in parts(model)))
        for name in kind.model_fields
        if name not in seen.get(kind, set()) and not (kind in COMMON and kind not in models)
    }
    assert lacking == set()


def within(value: Any, models: list[type[shapes.Shape]]) -> Iterator[shapes.Shape]:
    """Yield the shape that a value has, and those inside it."""
    union: Any = models[0]
    for model in models[1:]:
        union |= model
    yield from inside(TypeAdapter(union).validate_python(value))


def inside(value: Any) -> Iterator[shapes.Shape]:
    """Yield every shape in a value."""
    match value:
        case shapes.Shape():
            yield value
            yield from inside(list(vars(value).values()))
        case dict():
            yield from inside(list(value.values()))
        case list():
            for item in value:
                yield from inside(item)


def parts(annotation: Any) -> Iterator[type[shapes.Shape]]:
    """Yield every shape that is in a type."""
    for inner in get_args(annotation):
        yield from parts(inner)
    if isinstance(annotation, type) and issubclass(annotation, shapes.Shape):
        for field in annotation.model_fields.values():
            yield from parts(field.annotation)
        yield annotation


def edition(folder: Path, *reports: str) -> Path:
    """Make an edition of some sample reports; return its folder of reports."""
    (folder / "reports").mkdir(parents=True)
    for name in ("edition.yaml", *(f"reports/{report}.yaml" for report in reports)):
        shutil.copy(EDITION / name, folder / name)
    text = (folder / "edition.yaml").read_text(encoding="utf-8")
    (folder / "edition.yaml").write_text(re.sub(r"\nvolume:\n(?:[ #].*\n|\n)*", "\n", text), encoding="utf-8")
    return folder / "reports"


def change(path: Path, *edits: tuple[str, str]) -> None:
    """Change words of a file."""
    text = path.read_text(encoding="utf-8")
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


def test_check(printed: Print) -> None:
    (edition(Path("2018"), "kazakhstan") / "nowhere.yaml").write_text(BROKEN, encoding="utf-8")
    found = printed("check", "2018", "--data-only")
    assert (found["files"], found["sound"]) == (2, 1)
    read([shapes.Check], found)


def test_build_of_files_and_folders_and_its_record(printed: Print) -> None:
    reports = edition(Path("2018"), "kazakhstan")
    (reports / "nowhere.yaml").write_text(BROKEN, encoding="utf-8")
    change(reports / "kazakhstan.yaml", ("\noverview: |\n", f"\noverview: |\n  {'Long' * 60}\n\n"))
    files = printed("build", "2018/reports/kazakhstan.yaml", "--png", "-o", "files")
    folder = printed("build", "2018", "--png", "-o", "out", "--follow-links")
    refused = printed("build", "2018", "--theme", "none", "-o", "out")
    assert {row["state"] for row in folder["reports"]} == {"built", "failed"}
    assert [row["state"] for row in files["reports"]] == ["built"]
    read([shapes.Build], files, folder)
    read([shapes.Refused], refused)
    record = json.loads(Path("out/build.json").read_text(encoding="utf-8"))
    held("record", record)
    read([shapes.Record], record)


def test_volume(printed: Print) -> None:
    edition(Path("2018"), "kazakhstan")
    built = printed("volume", "2018", "-o", "volume.pdf")
    Path("2018/reports/nowhere.yaml").write_text(BROKEN, encoding="utf-8")
    refused = printed("volume", "2018", "-o", "other.pdf")
    assert built["target"] == "volume.pdf"
    assert {problem["path"] for problem in refused["problems"]} == {"2018/reports/nowhere.yaml"}
    read([shapes.Volume], built)
    read([shapes.Refused], refused)


def test_extract(printed: Print) -> None:
    edition(Path("2018"), "kazakhstan")
    printed("build", "2018/reports/kazakhstan.yaml", "-o", "k.pdf")
    given = printed("extract", "k.pdf")
    refused = printed("extract", "k.pdf")
    assert given["same"]
    assert given["next"] == "pdfgen build k/report.yaml"
    read([shapes.Extract], given)
    read([shapes.Refused], refused)


def test_mail(printed: Print, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDFGEN_UNSUBSCRIBE_KEY", SECRET.decode())
    campaign = write_newsroom(tmp_path)
    change(campaign.with_suffix(".csv"), (",alpha,", ",Delta,"))
    planned = printed("mail", "plan", "mail/release.yaml", name="mail-plan")
    change(campaign, ("edition: 2018", "edition: 2019"))
    refused = printed("mail", "plan", "mail/release.yaml", name="mail-plan")
    read([shapes.MailPlan], planned)
    read([shapes.Refused], refused)


def test_sent_mail(printed: Print) -> None:
    mail = Path("mail")
    mail.mkdir()
    write_outbox(mail, 3)
    plan = str(mail / "outbox" / "release-1")
    fault = Reaction("550 5.1.1 no such user")
    with Server(lambda at, _, to: fault if at == "rcpt" and to.startswith("reader2@") else None) as server:
        write_campaign(mail, server.port, more="rate: 60000")
        unsent = printed("mail", "send", plan, name="mail-send")
        refused = printed("mail", "send", plan, "--send", name="mail-send")
        sent = printed("mail", "send", plan, "--send", "--count", "3", name="mail-send")
        again = printed("mail", "resend", plan, "--refused", "--send", "--count", "1", name="mail-resend")
    write_campaign(mail, server.port)
    stopped = printed("mail", "resend", plan, "--refused", "--send", "--count", "1", name="mail-resend")
    read([shapes.MailSent, shapes.MailUnsent], sent, again, stopped, unsent)
    read([shapes.Refused], refused)
    read([shapes.MailStatus], printed("mail", "status", "mail", name="mail-status"))
    Path("report.eml").write_bytes(delivery_report())
    bounces = printed("mail", "bounces", "report.eml", "--journal", "mail", name="mail-bounces")
    read([shapes.MailBounces], bounces)
    new = printed("mail", "suppress", "a@example.org", "--reason", "manual", name="mail-suppress")
    known = printed("mail", "suppress", "--list", name="mail-suppress")
    gone = printed("mail", "suppress", "a@example.org", "--remove", name="mail-suppress")
    read([shapes.Suppressed, shapes.Unsuppressed, shapes.Suppressions], new, known, gone)


def test_archive(printed: Print) -> None:
    home = edition(Path("2018"), "finland", "kazakhstan")
    run(["archive", "init", "kept"])

    def asked(command: str, *words: str) -> Any:
        return printed("archive", command, "kept", *words, name=f"archive-{command}")

    added = asked("add", "2018")
    text = (home / "kazakhstan.yaml").read_text(encoding="utf-8")
    (home / "kazakhstan.yaml").write_text(text.replace("The ", "This ", 1), encoding="utf-8")
    (home / "nowhere.yaml").write_text(BROKEN, encoding="utf-8")
    corrected = asked("add", "2018", "--reason", "a word")
    refused = printed("archive", "add", "nowhere", "2018", name="archive-add")
    assert (corrected["added"], corrected["unchanged"], corrected["failed"]) == (1, 1, 1)
    read([shapes.ArchiveAdd], added, corrected)
    asked("verify")
    read([shapes.ArchiveList], asked("list"))
    read([shapes.ArchiveShow], asked("show", "kazakhstan"))
    history = TypeAdapter(shapes.ArchiveHistory).validate_python(asked("history", "kazakhstan"))
    assert [version.changes is None for version in history.versions] == [True, False]
    read([shapes.ArchiveSearch], asked("search", "elections"), asked("search", "--status", "not free"))
    sound = asked("verify", "--rebuild")
    next(Path("kept").rglob("record.json")).unlink()
    broken = asked("verify")
    assert (sound["sound"], broken["sound"]) == (True, False)
    read([shapes.ArchiveVerify], sound, broken)
    read([shapes.Refused], refused)


def test_diff(printed: Print) -> None:
    old = edition(Path("old"), "finland", "kazakhstan", "syria", "turkey")
    new = edition(Path("new"), "finland", "iraq", "kazakhstan", "turkey")
    for path in (*old.glob("*.yaml"), *new.glob("*.yaml")):
        text = re.sub(r"\npublished:\n(  .*\n)+", "\n", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    waivers = "".join(f"  - {{measure: {id_}, reason: a test}}\n" for id_ in ("A1", "A2", "A3"))
    lost = [(f"  {id_}:\n    score: 4", f"  {id_}:\n    score: 0") for id_ in ("A1", "A2", "A3")]
    change(new / "finland.yaml", *lost, ("\nanswers:", f"\nwaivers:\n{waivers}\nanswers:"))
    change(new / "kazakhstan.yaml", ("population: 17800000", "population: 18200000"), ("Parliament", "the Parliament"))
    change(new / "turkey.yaml", ("name: Turkey", "name: Türkiye"))
    found = printed("diff", "old", "new")
    assert found["renamed"] == [{"before": "Turkey", "after": "Türkiye"}]
    read([shapes.Diff], found)
    (new / "kazakhstan.yaml").write_text(BROKEN, encoding="utf-8")
    read([shapes.Refused], printed("diff", "old", "new"))


def test_verify(printed: Print) -> None:
    run(["build", str(EDITION / "reports" / "syria.yaml"), "-o", "sound.pdf"])
    content = Path("sound.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    before, packet, metadata = content.partition(b"<x:xmpmeta")
    Path("unsound.pdf").write_bytes(before + packet + metadata.replace(b"Syria", b"Libya", 1))
    Path("other.pdf").write_bytes(BROKEN.encode())
    with pikepdf.new() as file:
        file.add_blank_page()
        file.docinfo["/GTS_PDFXVersion"] = "PDF/X-1:2001"
        file.save("unknown.pdf")
    found = printed("verify", "sound.pdf", "unsound.pdf", "unknown.pdf", "other.pdf")
    assert found["files"][0]["errors"] == []
    read([shapes.Verify], found)


def test_imports(printed: Print) -> None:
    for name, text in {"rubrics/small.yaml": RUBRIC, "scores.csv": SCORES}.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    Path("texts").mkdir()
    for name, score in (("Ruritania", "1"), ("Zenda", "9")):
        Path("texts", f"{name}.txt").write_text(TEXT.format(name=name, score=score), encoding="utf-8")
    arguments = ("texts", "-o", "editions/2018", "--rubric", "small", "--edition", "2018", "--scores", "scores.csv")
    found = printed("import", "edition", *arguments, name="import-edition")
    assert found["without_text"] == ["Hentzau"]
    read([shapes.ImportEdition], found)
    scores = printed("import", "scores", "scores.csv", "-o", ".", "--rubric", "small", name="import-scores")
    read([shapes.ImportScores], scores)
    Path("texts/Strelsau.txt").write_text(TEXT.format(name="Strelsau", score="1"), encoding="utf-8")
    texts = ("texts/Strelsau.txt", "texts/Zenda.txt", "-o", "editions/2018")
    found = printed("import", "text", *texts, name="import-text")
    assert {row["source"]: row["changed"] for row in found["texts"]} == {texts[0]: True, texts[1]: False}
    read([shapes.ImportText], found)
    Path("answers.csv").write_text("entity,A\nHentzau,2\n", encoding="utf-8")
    found = printed("import", "answers", "answers.csv", "-o", "editions/2018", name="import-answers")
    assert [len(found[key]) for key in ("new", "filled", "unchanged")] == [1, 0, 0]
    read([shapes.ImportAnswers], found)


def test_no_shape_is_optional_by_accident() -> None:
    optional = {
        f"{kind.__name__}.{name}"
        for kind in vars(shapes).values()
        if isinstance(kind, type) and issubclass(kind, shapes.Shape)
        for name, field in kind.model_fields.items()
        if not field.is_required()
    }
    assert optional == {
        "BuiltReport.pictures",
        "RecordCommon.follow_links",
    }
