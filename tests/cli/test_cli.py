"""The command line as a person and a machine use it: words, files, exit codes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import jsonschema
import pytest

from pdfgen import __version__
from pdfgen.cli.app import run
from pdfgen.resources import shipped

DATA = shipped("data")
EDITION = DATA / "editions" / "2018"
NAMES = ("finland", "iraq", "kazakhstan", "somaliland", "syria", "turkey")


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Return a copy of the sample edition, in a project of its own."""
    folder = tmp_path / "editions" / "2018"
    shutil.copytree(EDITION, folder)
    return folder


def spoil(report: Path, old: str, new: str) -> None:
    text = report.read_text(encoding="utf-8")
    assert old in text
    report.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_check_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(EDITION)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "6 files checked: 0 errors\n"


def test_check_tells_all_problems_of_all_files(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(edition / "reports" / "finland.yaml", "key_developments:", "key_developements:")
    spoil(edition / "reports" / "kazakhstan.yaml", "  A3:\n    score: 1", "  A3:\n    score: 2")
    assert run(["check", str(edition)]) == 1
    err = capsys.readouterr().err
    finland, kazakhstan = edition / "reports" / "finland.yaml", edition / "reports" / "kazakhstan.yaml"
    assert f"{finland}:" in err
    assert "error[unknown-key]: `key_developements` is not a key here\n" in err
    assert "  help: did you mean `key_developments`?\n" in err
    lines = kazakhstan.read_text(encoding="utf-8").split("\n")
    line = lines.index("    score: 2") + 1
    assert (
        f"{kazakhstan}:{line}:12: error[score-differs]: A3 is scored 2, but the score table of 2018 has 1; "
        "A should be 1 and is 2 (A1 0 + A2 0 + A3 2)\n"
        f"  {line} |     score: 2\n"
    ) in err
    assert err.endswith("6 files checked: 5 errors\n")


def test_check_gives_json(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(edition / "reports" / "iraq.yaml", "kind: country", "kind: contry")
    assert run(["check", str(edition), "--json"]) == 1
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert (data["files"], data["sound"]) == (6, 5)
    (problem,) = data["problems"]
    assert problem["path"] == str(edition / "reports" / "iraq.yaml")
    assert {key: problem[key] for key in ("line", "column", "severity", "code", "message", "remedy")} == {
        "line": 5,
        "column": 9,
        "severity": "error",
        "code": "unknown-kind",
        "message": "the rubric freedom-in-the-world has no kind “contry”",
        "remedy": "did you mean `country`?",
    }
    assert err == "6 files checked: 1 error\n"


def test_check_annotates_for_github(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = edition / "reports" / "iraq.yaml"
    spoil(report, "kind: country", "kind: contry")
    assert run(["check", str(report), "--format", "github"]) == 1
    assert capsys.readouterr().out == (
        f"::error file={report},line=5,col=9,title=unknown-kind::the rubric freedom-in-the-world has no kind “contry” "
        "(did you mean `country`?)\n"
    )


def test_no_more_than_fifty_problems_are_shown(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in NAMES[:3]:
        report = edition / "reports" / f"{name}.yaml"
        report.write_text(report.read_text(encoding="utf-8").replace("    score: ", "    scores: "), encoding="utf-8")
    assert run(["check", str(edition)]) == 1
    err = capsys.readouterr().err
    assert err.count("error[") == 50
    assert "\n… and 102 more problems\n" in err
    assert err.endswith("6 files checked: 152 errors\n")


def test_build_writes_one_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out.pdf"
    assert run(["build", str(EDITION / "reports" / "kazakhstan.yaml"), "-o", str(target)]) == 0
    assert target.read_bytes().startswith(b"%PDF-1.7")
    assert capsys.readouterr() == ("", f"wrote {target}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


def test_build_writes_an_edition_with_telling_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(EDITION), "-o", str(tmp_path / "new" / "folder"), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["reports"]
    assert [Path(row["target"]).name for row in rows] == [f"freedom-in-the-world-2018-{name}.pdf" for name in NAMES]
    assert all(Path(row["target"]).is_file() and row["problems"] == [] for row in rows)


def test_the_default_place_is_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["build", str(EDITION / "reports" / "syria.yaml"), "--page-size", "letter"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["freedom-in-the-world-2018-syria.pdf"]


def test_a_batch_goes_on_after_a_failure(edition: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(edition / "reports" / "iraq.yaml", "kind: country", "kind: contry")
    spoil(edition / "reports" / "syria.yaml", "overview: |\n", "overview: |\n  自\n")
    out = tmp_path / "out"
    assert run(["build", str(edition), "-o", str(out)]) == 4
    err = capsys.readouterr().err
    assert "error[unknown-kind]" in err
    assert "U+81EA" in err
    assert "4 of 6 reports built in" in err
    assert err.endswith("error: 2 of 6 reports failed\nhelp: correct the problems named above and build again\n")
    assert len(list(out.glob("*.pdf"))) == 4


def test_one_failing_report_gives_its_own_exit_code(edition: Path, tmp_path: Path) -> None:
    report = edition / "reports" / "iraq.yaml"
    spoil(report, "kind: country", "kind: contry")
    assert run(["build", str(report), "-o", str(tmp_path / "x.pdf")]) == 1
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "nowhere.yaml"], "error: nowhere.yaml does not exist\nhelp: check the path\n"),
        (["check", "."], "error: there are no reports in .\nhelp: name a report, or a folder with `reports/*.yaml`\n"),
        (["build"], "Missing argument 'PATHS...'"),
        (["bild"], "No such command 'bild'"),
        (
            ["build", "x.yaml", "--watch"],
            "error: --watch is for folders, and only files are named\nhelp: name the folder",
        ),
        (["build", "x.yaml", "-j", "2"], "error: --jobs is for folders, and only files are named\n"),
        (
            ["build", ".", "--dask", "x", "-j", "2"],
            "error: --dask and --jobs exclude each other\nhelp: the cluster says",
        ),
        (
            ["build", ".", "--watch", "--json"],
            "error: --watch and JSON exclude each other\nhelp: leave one of the two out",
        ),
        (["build", ".", "--memory-limit", "lots"], "“lots” is not a size, such as 800MB or 1.5GB"),
        (["build", ".", "--time-limit", "0"], "“0” is not a number of seconds"),
        (["build", "."], "error: there are no reports in .\n"),
        (["build", "x.yaml", "--page-size", "b5"], "'b5' is not one of 'a4', 'letter'"),
        (
            ["schema", "report", "--rubric", "freedom-in-the-wrld", "--edition", "2018"],
            "help: did you mean `freedom-in-the-world` or",
        ),
        (
            ["schema", "report", "--rubric", "freedom-in-the-world", "--edition", "1999"],
            "has no edition 1999\nhelp: its editions are 2013 to 2024\n",
        ),
        (["schema", "report", "--rubric", "freedom-in-the-world"], "--rubric and --edition go together"),
        (
            ["new", "edition", "x", "--rubric", "freedom-in-the-world", "--edition", "2025"],
            "its editions are 2013 to 2024\n",
        ),
        (
            ["new", "report", "lost.yaml", "--entity", "X"],
            "is in no edition\nhelp: begin with `pdfgen new edition FOLDER`",
        ),
    ],
)
def test_usage_errors_say_what_to_do(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_one_file_for_several_reports_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(EDITION), "-o", str(tmp_path / "all.pdf")]) == 2
    assert "all.pdf is one file for 6 reports\nhelp: name a folder with -o\n" in capsys.readouterr().err


def test_two_reports_for_one_target_are_refused(
    edition: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = str(edition / "reports" / "iraq.yaml")
    second = str(EDITION / "reports" / "iraq.yaml")
    assert run(["build", first, second, "-o", str(tmp_path / "out")]) == 2
    assert f"{first} and {second} would both be written to {tmp_path / 'out'}" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_the_machine_s_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    report = str(EDITION / "reports" / "iraq.yaml")
    assert run(["build", report, "-o", str(tmp_path / "file" / "out.pdf")]) == 3
    assert "error: cannot make the folder" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here: a full disk cannot be shown")
def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    target.write_bytes(b"old")
    report = str(EDITION / "reports" / "iraq.yaml")
    command = f"ulimit -f 20; exec {sys.executable} -m pdfgen build {report} -o {target}"
    # Python ignores SIGXFSZ, so the write fails with EFBIG as it would with ENOSPC
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert f"error: cannot write {target}: File too large\n" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


def test_an_interrupt_leaves_nothing_half_written(tmp_path: Path) -> None:
    reports = [str(EDITION / "reports" / f"{name}.yaml") for name in NAMES]
    out = tmp_path / "out"
    # many builds of the same edition, so that the interrupt meets one of them; a job in the background ignores SIGINT
    program = (
        "import signal, sys\n"
        "from pdfgen.cli.app import run\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "for _ in range(200):\n"
        "    code = run(sys.argv[1:])\n"
        "    if code: sys.exit(code)\n"
    )
    command = [sys.executable, "-c", program, "build", *reports, "-o", str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not out.is_dir() or not list(out.glob("*.pdf")):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.endswith("interrupted; nothing half written is left\n")
    assert "Traceback" not in err
    assert list(out.glob(".*")) == []
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in out.glob("*.pdf"))


def test_without_a_terminal_there_is_no_colour_and_no_bar(edition: Path) -> None:
    spoil(edition / "reports" / "iraq.yaml", "kind: country", "kind: contry")
    command = [sys.executable, "-m", "pdfgen", "build", str(edition), "-o", str(edition / "out")]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 4
    assert b"\x1b" not in done.stdout + done.stderr


def until_its_end(terminal: int) -> bytes:
    """Return all that is written to a terminal until nobody has it any more."""
    shown = b""
    with suppress(OSError):  # so Linux tells the end
        while part := os.read(terminal, 1 << 16):
            shown += part
    return shown


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_has_colour_unless_told_otherwise(
    edition: Path, variables: dict[str, str], *, coloured: bool
) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    spoil(edition / "reports" / "iraq.yaml", "kind: country", "kind: contry")
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "pdfgen", "check", str(edition)]
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | variables
    with subprocess.Popen(command, stderr=follower, stdout=subprocess.DEVNULL, env=environment) as process:
        os.close(follower)
        shown = until_its_end(leader)
    os.close(leader)
    assert process.returncode == 1
    assert (b"\x1b[31m" in shown) == coloured


def test_a_bar_on_a_terminal_counts_what_is_done_and_what_failed(edition: Path) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    spoil(edition / "reports" / "finland.yaml", "kind: country", "kind: contry")
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "pdfgen", "build", str(edition), "-o", str(edition / "out")]
    with subprocess.Popen(command, stderr=follower, stdout=subprocess.DEVNULL) as process:
        os.close(follower)
        shown = until_its_end(leader).decode("utf-8", "replace")
    os.close(leader)
    assert process.returncode == 4
    assert "6/6" in shown
    assert "1 failed" in shown
    assert "error[unknown-kind]" in shown
    assert "5 of 6 reports built in " in shown


def test_a_new_edition_takes_a_new_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "editions" / "2019"
    assert run(["new", "edition", str(folder), "--rubric", "freedom-in-the-world", "--edition", "2019"]) == 0
    report = folder / "reports" / "kazakhstan.yaml"
    assert run(["new", "report", str(report), "--entity", "Kazakhstan"]) == 0
    assert f"wrote {report}\n" in capsys.readouterr().err
    text = report.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../report.schema.json\n")
    assert "  region: Eurasia\n" in text
    # the scores are those of the score table: nothing is missing that a build needs
    assert "  # Is there an independent judiciary?\n  F1:\n    score: 1   # 0 to 4\n" in text
    assert run(["check", str(report)]) == 0
    assert run(["build", str(report), "-o", str(tmp_path / "kazakhstan.pdf")]) == 0
    assert (tmp_path / "kazakhstan.pdf").is_file()


def test_what_is_no_report_is_checked_but_not_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rubric = str(DATA / "rubrics" / "nations-in-transit.yaml")
    assert run(["check", rubric, str(EDITION / "edition.yaml")]) == 0
    assert capsys.readouterr().err == "2 files checked: 0 errors\n"
    assert run(["build", rubric, "-o", str(tmp_path / "x")]) == 2
    assert capsys.readouterr().err == f"error: {rubric} is no report\nhelp: check it with `pdfgen check`\n"


def test_an_edition_without_reports_can_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "editions" / "2019"
    assert run(["new", "edition", str(folder), "--rubric", "freedom-in-the-world", "--edition", "2019"]) == 0
    capsys.readouterr()
    assert run(["check", str(folder)]) == 0
    assert capsys.readouterr().err == "1 file checked: 0 errors\n"


def test_json_is_json_whatever_goes_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "nowhere.yaml", "--json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "error": {"message": "nowhere.yaml does not exist", "remedy": "check the path"},
        "problems": [],
    }
    assert err == "error: nowhere.yaml does not exist\nhelp: check the path\n"


def test_a_report_is_named_as_one(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = edition / "reports" / "tunisia"
    assert run(["new", "report", str(path), "--entity", "Tunisia"]) == 2
    assert f"{path} is not named as a report\nhelp: name it tunisia.yaml\n" in capsys.readouterr().err


def test_new_files_never_replace_old_ones(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (edition / "edition.yaml").read_bytes()
    assert run(["new", "edition", str(edition), "--rubric", "freedom-in-the-world", "--edition", "2018"]) == 2
    assert run(["new", "report", str(edition / "reports" / "iraq.yaml"), "--entity", "Iraq"]) == 2
    assert capsys.readouterr().err.count("exists already\nhelp: choose another") == 2
    assert (edition / "edition.yaml").read_bytes() == before


SHIPPED = [
    *[
        (["schema", kind], f"schemas/{kind}.schema.json")
        for kind in ("report", "edition", "rubric", "labels", "theme", "names", "campaign")
    ],
    *[
        (["schema", "report", "--rubric", rubric, "--edition", "2018"], f"editions/{folder}/report.schema.json")
        for rubric, folder in (
            ("freedom-in-the-world", "2018"),
            ("freedom-on-the-net", "freedom-on-the-net-2018"),
            ("nations-in-transit", "nations-in-transit-2018"),
        )
    ],
]


@pytest.mark.parametrize(("arguments", "path"), SHIPPED, ids=[path for _, path in SHIPPED])
def test_the_shipped_schemas_are_those_of_the_program(
    arguments: list[str], path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema == json.loads((DATA / path).read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)


def test_the_version_is_told() -> None:
    done = subprocess.run([sys.executable, "-m", "pdfgen", "--version"], capture_output=True, text=True, check=False)
    assert done.stdout == f"pdfgen, version {__version__}\n"
