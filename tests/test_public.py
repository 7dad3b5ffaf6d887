"""The Python interface, used as a program would."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
import yaml

import pdfgen
from pdfgen import Edition, InputError, Project, UsageError
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from types import FrameType

SAMPLES = shipped("data") / "editions" / "2018"
FINLAND = SAMPLES / "reports" / "finland.yaml"
RURITANIA: dict[str, Any] = {
    "rubric": "nations-in-transit",
    "edition": 2018,
    "year_under_review": 2017,
    "entity": {"kind": "country", "name": "Ruritania"},
    "quick_facts": {"population": 4_200_000, "capital": "Strelsau"},
    "overview": "Ruritania held elections.",
    "answers": {id_: {"score": 3.25, "narrative": "Words."} for id_ in ("NDG", "EP", "CS", "IM", "LDG", "JFI", "CO")},
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(SAMPLES, tmp_path / "project" / "editions" / "2018")
    for name in ("iraq", "kazakhstan", "somaliland", "turkey"):
        (tmp_path / "project" / "editions" / "2018" / "reports" / f"{name}.yaml").unlink()
    return Project(tmp_path / "project")


def test_help_and_dir_show_what_is_public() -> None:
    shown = io.StringIO()
    with redirect_stdout(shown):
        help(pdfgen)
    for name in pdfgen.__all__:
        assert name in dir(pdfgen)
        assert getattr(pdfgen, name) is not None
        assert name.strip("_") in shown.getvalue().lower() + shown.getvalue()
    assert "What ``pdfgen.__all__`` names is public." in shown.getvalue()
    with pytest.raises(AttributeError, match=r"^module 'pdfgen' has no attribute 'nothing'$"):
        _ = pdfgen.nothing


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    program = (
        "import sys, pdfgen; pdfgen.InputError; pdfgen.Project; print({'reportlab', 'click'} & set(sys.modules)); "
        "pdfgen.diff; print(pdfgen.diff.__name__, pdfgen.check.__name__, 'click' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\ndiff check False\n"


def test_a_file_is_bytes_pages_and_warnings() -> None:
    built = pdfgen.build_pdf(pdfgen.load_report(FINLAND), moment=datetime(2018, 1, 1, tzinfo=timezone.utc))
    reader = pypdf.PdfReader(BytesIO(built))
    assert len(reader.pages) == built.pages == 7
    assert built.warnings == ()
    assert reader.metadata is not None
    assert reader.metadata.creation_date == datetime(2018, 1, 1, tzinfo=timezone.utc)


def test_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    report = pdfgen.load_report(FINLAND)
    before = pdfgen.build_pdf(report, profile="card")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    assert pdfgen.build_pdf(report, profile="card") == before


def test_a_warning_comes_with_the_file() -> None:
    values = RURITANIA | {"overview": f"See pre:{'x' * 200} there."}
    (warning,) = pdfgen.build_pdf(pdfgen.load_report(values)).warnings
    assert (warning.code, warning.severity, str(warning.origin)) == ("overlong-word", "warning", "<report>: overview")


# A mapping in memory


def test_a_report_in_memory_is_that_of_the_file() -> None:
    values = yaml.safe_load(FINLAND.read_text(encoding="utf-8"))
    report = pdfgen.load_report(values, within=Edition(SAMPLES))
    read = pdfgen.load_report(FINLAND)
    assert report == read
    assert pdfgen.score(report)["Total"].change == pdfgen.score(read)["Total"].change
    contents = [pdfgen.build_pdf(item, attachments=False) for item in (report, read)]
    assert contents[0] == contents[1]


def test_a_report_in_memory_without_an_edition_is_of_what_is_shipped() -> None:
    report = pdfgen.load_report(RURITANIA)
    total = pdfgen.score(report).aggregate
    assert total is not None
    assert total.value.number is not None
    assert pdfgen.build_pdf(report).startswith(b"%PDF-1.7")


def changed(*path: str, to: Any) -> dict[str, Any]:
    """Return the report with another value at ``path``."""
    values = {key: dict(value) if isinstance(value, dict) else value for key, value in RURITANIA.items()}
    *above, last = path
    place = values
    for step in above:
        place[step] = dict(place[step])
        place = place[step]
    place[last] = to
    return values


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        (changed("answers", "EP", "score", to=9), "<report>: answers.EP.score: error[score-out-of-range]"),
        (changed("entity", "nmae", to="x"), "<report>: entity.nmae: error[unknown-key]"),
        (changed("overview", to={"a": 1}), "<report>: overview: error[not-text]"),
        (changed("overview", to="bad \x00 text"), "<report>: overview: error[forbidden-character]"),
        (changed("quick_facts", "capital", to={1, 2}), "<report>: quick_facts.capital: error[wrong-type]"),
        (changed("quick_facts", "population", to=float("nan")), "<report>: quick_facts.population: error[wrong-type]"),
        ({1: 2} | RURITANIA, "<report>: error[bad-key]: the key 1 is not text"),
        ({}, "<report>: error[missing-key]"),
    ],
)
def test_what_is_wrong_in_memory_is_told_at_the_path_of_its_value(values: dict[str, Any], headline: str) -> None:
    with pytest.raises(InputError) as refused:
        pdfgen.load_report(values)
    assert [problem.headline() for problem in refused.value.problems if problem.headline().startswith(headline)]


def test_what_cannot_be_set_is_told_at_the_path_of_its_value() -> None:
    report = pdfgen.load_report(changed("answers", "EP", "narrative", to="A letter 自."))
    with pytest.raises(InputError) as refused:
        pdfgen.build_pdf(report)
    assert [str(problem.origin) for problem in refused.value.problems] == ["<report>: answers.EP.narrative"]


def test_a_mapping_that_holds_itself_is_refused() -> None:
    values: dict[str, Any] = dict(RURITANIA)
    values["entity"] = values
    with pytest.raises(InputError, match=r"error\[too-deep\]: the nesting is deeper than 32 levels"):
        pdfgen.load_report(values)


# Editions


def test_a_project_has_editions_and_these_have_reports(project: Project) -> None:
    (edition,) = project.editions
    assert edition == project.edition("2018") == Edition(project.folder / "editions" / "2018")
    assert edition.project.folder == Path(os.path.realpath(project.folder))
    assert [path.name for path in edition.reports] == ["finland.yaml", "syria.yaml"]


def test_what_is_no_project_and_no_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none is not a folder$"):
        Project(tmp_path / "none")
    with pytest.raises(UsageError, match=r"has no edition\.yaml$"):
        Edition(tmp_path)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_edition_is_built_and_then_current(project: Project, jobs: int, tmp_path: Path) -> None:
    edition, out = project.edition("2018"), tmp_path / "out"
    finland = edition.reports[0]
    finland.write_text(finland.read_text(encoding="utf-8").replace("overview:", "overveiw:"), encoding="utf-8")
    states = [[result.state for result in pdfgen.build_edition(edition, out, jobs=jobs)] for _ in range(2)]
    assert [sorted(found) for found in states] == [["built", "failed"], ["current", "failed"]]
    assert sorted(path.name for path in out.iterdir()) == ["build.json", "freedom-in-the-world-2018-syria.pdf"]
    content = pdfgen.build_pdf(pdfgen.load_report(edition.reports[1]))
    assert (out / "freedom-in-the-world-2018-syria.pdf").read_bytes() == content


def test_an_edition_is_checked_compared_and_bound(project: Project) -> None:
    edition = project.edition("2018")
    assert pdfgen.check(edition).exit_code == 0
    assert pdfgen.diff(edition, edition).same
    built = pdfgen.build_volume(edition, attachments=False)
    assert len(pypdf.PdfReader(BytesIO(built)).pages) == built.pages


# Once


class Calls:
    """Counts calls of functions by the file and the name of their code."""

    def __init__(self, *names: tuple[str, str]) -> None:
        self.counts = dict.fromkeys(names, 0)

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        key = Path(code.co_filename).name, code.co_name
        if event == "call" and key in self.counts:
            self.counts[key] += 1


def traced(calls: Calls, *steps: Any) -> None:
    sys.setprofile(calls)
    try:
        for step in steps:
            step()
    finally:
        sys.setprofile(None)


def test_a_report_is_read_checked_and_scored_once() -> None:
    calls = Calls(("scorecard.py", "score"), ("checks.py", "check"))
    found: list[Any] = []
    traced(
        calls,
        lambda: found.append(pdfgen.load_report(FINLAND)),
        lambda: pdfgen.score(found[0]),
        lambda: pdfgen.build_pdf(found[0]),
        lambda: pdfgen.build_pdf(found[0], profile="card"),
    )
    assert set(calls.counts.values()) == {1}


def test_a_changed_report_is_checked_again() -> None:
    report = pdfgen.load_report(FINLAND)
    changed_one = report.model_copy(update={"edition": 1066})
    with pytest.raises(UsageError, match="has no edition 1066"):
        pdfgen.score(changed_one)


def test_the_command_scores_a_report_once_for_all_its_profiles(tmp_path: Path) -> None:
    from pdfgen.cli.app import run  # noqa: PLC0415  # the interface does without

    calls = Calls(("scorecard.py", "score"))
    arguments = ["build", str(FINLAND), "-o", str(tmp_path), "--profile", "screen", "--profile", "card"]
    traced(calls, lambda: run(arguments))
    assert set(calls.counts.values()) == {1}
    assert len(list(tmp_path.iterdir())) == 2


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(pdfgen.UsageError) as told:
        pdfgen.build_pdf(pdfgen.load_report(FINLAND), moment=datetime(2018, 1, 1))  # noqa: DTZ001  # that is the point
    assert str(told.value) == "the moment 2018-01-01 00:00:00 has no time zone"
    assert told.value.remedy == "give it one, such as timezone.utc"
