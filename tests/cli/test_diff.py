"""What a person reads, and a program gets, of two editions or two versions of a report."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pdfgen.cli.app import run
from pdfgen.resources import shipped

EDITIONS = shipped("data") / "editions"
FREE_NET, TRANSIT = "freedom-on-the-net-2018", "nations-in-transit-2018"

IDS = ("A2", "A3", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "D1", "D2", "D3", "D4", "E1", "E2", "E3", "F1")

KAZAKHSTAN = """\
Kazakhstan
  Freedom Rating (freedom_rating) 6.0 → 5.5 (−0.5, better), from pr_rating −1
  Political Rights (pr_rating) 7 → 6 (−1, better), from PR +2
  Aggregate Score (Total) 22 → 24 (+2, better) = PR +2
    Political Rights (PR) 5 → 7 (+2, better) = A +2
      Electoral Process (A) 1 → 3 (+2, better) = A3 +2
        A3 Electoral laws and their administration 1 → 3 (+2, better)
"""
"""What is told when A3 rises from 1 to 3."""

Edit = tuple[str, str]
"""Words of a report and what stands in their place afterwards."""
Make = Callable[..., list[str]]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return a function that makes two versions of a sample report, in ``old`` and in ``new``, and returns their names.

    Of what was published it keeps nothing, and ``waived`` is a score that a table has as well: scores can be changed.
    """
    monkeypatch.chdir(tmp_path)

    def _make(name: str, *edits: Edit, edition: str = "2018", waived: str = "") -> list[str]:
        for side in ("old", "new"):
            shutil.copytree(EDITIONS / edition, side)
            path = Path(side, "reports", f"{name}.yaml")
            text = re.sub(r"\npublished:\n(  .*\n)+", "", path.read_text(encoding="utf-8"))
            text += f"\nwaivers:\n  - {{measure: {waived}, reason: a test}}\n" if waived else ""
            path.write_text(text, encoding="utf-8")
        change(Path("new", "reports", f"{name}.yaml"), *edits)
        return [f"{side}/reports/{name}.yaml" for side in ("old", "new")]

    return _make


def change(path: Path, *edits: Edit) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def head(names: list[str], title: str = "Freedom in the World 2018") -> str:
    return "".join(f"{sign} {name} ({title}, 1 report)\n" for sign, name in zip(("---", "+++"), names, strict=True))


@pytest.mark.parametrize("what", ["2018", "2018/reports/turkey.yaml", FREE_NET, TRANSIT])
def test_what_is_the_same_has_no_differences(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", str(EDITIONS / what), str(EDITIONS / what)]) == 0
    assert capsys.readouterr() == ("no differences\n", "")


def test_words_are_shown_with_a_few_around_them(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    names = make(
        "kazakhstan",
        ("population: 17800000", "population: 18200000"),
        ("credible voting, and every party", "free voting, and nearly every party"),
    )
    assert run(["diff", *names]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out == head(names) + (
        "\n"
        "Kazakhstan\n"
        "  fact population: 17800000 → 18200000\n"
        "  overview: 1 word removed, 2 added, 85 kept\n"
        "    … the legislature is filled through [-credible-]{+free+} voting, and {+nearly+} every party of any size …\n"
    )
    assert run(["diff", "--no-words", *names]) == 0
    assert capsys.readouterr().out == "".join(out.splitlines(keepends=True)[:-1])


def test_where_lines_end_is_no_difference(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    edits = ("since independence in 1991. Neither", "since independence  in\n  1991. Neither")
    assert run(["diff", *make("kazakhstan", edits)]) == 0
    assert capsys.readouterr().out == "no differences\n"


def test_a_new_paragraph_has_its_sign(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    names = make("kazakhstan", ("Real opponents\n", "\n\n  Real opponents\n"))
    assert run(["diff", *names]) == 0
    assert capsys.readouterr().out == head(names) + (
        "\n"
        "Kazakhstan\n"
        "  overview: white space only, 86 words kept\n"
        "    … supports the head of state. {+¶+} Real opponents are kept at …\n"
    )


def test_items_that_moved_are_not_new(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    first = "  - |\n    In March, Parliament"
    last = "\nanswers:"
    mamay = (
        "  - |\n"
        "    Zhanbolat Mamay, who edited an independent newspaper, was found guilty of money\n"
        "    laundering in September in a case brought for political reasons. His sentence, three\n"
        "    years of restricted freedom, would keep him out of journalism.\n"
    )
    names = make(
        "kazakhstan",
        (mamay, ""),
        (first, mamay.replace("freedom", "liberty") + first),
        (last, "  - |\n    Something else came about.\n" + last),
    )
    assert run(["diff", *names]) == 0
    assert capsys.readouterr().out == head(names) + (
        "\n"
        "Kazakhstan\n"
        "  key development 1 moved here from 3: 1 word removed, 1 added, 34 kept\n"
        "    … sentence, three years of restricted [-freedom,-]{+liberty,+} would keep him out of journalism.\n"
        "  key development 5: new, 4 words\n"
        "    {+Something else came about.+}\n"
    )


def test_notices_footnotes_and_changes_of_score_are_told(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    names = make(
        "turkey",
        ("  - kind: status_change\n", "  - kind: note\n    text: A word before all.\n  - kind: status_change\n"),
        ("previously Partly Free", "once Partly Free"),
        ("(OSCE),[^osce]", "(OSCE),"),
    )
    text = Path(names[1]).read_text(encoding="utf-8")
    begin = text.index("  osce:")
    end = text.index("\n  emergency:") + 1 if text.index("  emergency:") > begin else text.index("\nwaivers")
    Path(names[1]).write_text(text[:begin] + text[end:], encoding="utf-8")
    assert run(["diff", "--no-words", *names]) == 0
    out = capsys.readouterr().out
    assert "  notice 1: nothing → note\n" in out
    assert "  notice 1: new, 4 words\n  notice 2: 1 word removed, 1 added, 49 kept\n" in out
    assert "status_change" not in out
    assert "  footnote osce: gone, 24 words\n" in out


def test_a_score_is_told_with_the_sums_up_to_the_total(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    names = make("kazakhstan", ("  A3:\n    score: 1", "  A3:\n    score: 3"), waived="A3")
    assert run(["diff", *names]) == 0
    assert capsys.readouterr().out == head(names) + (f"\n{KAZAKHSTAN}")


def test_a_subtracted_question_and_totals_below_zero_are_as_in_print(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    names = make("syria", ("  add_q:\n    score: 3", "  add_q:\n    score: 1"), waived="add_q")
    assert run(["diff", *names]) == 0
    assert capsys.readouterr().out == head(names) + (
        "\n"
        "Syria\n"
        "  Aggregate Score (Total) −1 → 1 (+2, better) = PR +2\n"
        "    Political Rights (PR) −3 → −1 (+2, better) = add_q +2\n"
        "      Additional discretionary political rights question (add_q) −3 → −1 (+2, better)\n"
    )


def test_status_and_flags_come_first(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    names = make("finland", ("  A1:\n    score: 4", "  A1:\n    score: 0"), waived="A1")
    text = Path(names[1]).read_text(encoding="utf-8")
    for id_ in IDS:
        text = text.replace(f"  {id_}:\n    score: 4", f"  {id_}:\n    score: 1")
    text = text.replace(
        "waivers:\n", "waivers:\n" + "".join(f"  - {{measure: {id_}, reason: a test}}\n" for id_ in IDS)
    )
    Path(names[1]).write_text(text, encoding="utf-8")
    assert run(["diff", "--no-words", *names]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[4].startswith("  Freedom Status Free → Partly Free (worse), from freedom_rating +")
    assert "  Electoral democracy lost" in lines


def test_fewer_is_better_where_the_method_says_so(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    names = make(
        "ruritania",
        ("  A1:\n    score: 3", "  A1:\n    score: 5"),
        ("  C4:\n    score: 2", "  C4:\n    score: 1"),
        ("  C5:\n    score: 3", "  C5:\n    score: 4"),
        edition=FREE_NET,
    )
    assert run(["diff", *names]) == 0
    assert capsys.readouterr().out == head(names, "Freedom on the Net 2018") + (
        "\n"
        "Ruritania\n"
        "  Total Score (Total) 45 → 47 (+2, worse) = A +2\n"
        "    Obstacles to Access (A) 11 → 13 (+2, worse) = A1 +2\n"
        "      A1 Infrastructure limits on internet access 3 → 5 (+2, worse)\n"
        "    Violations of User Rights (C) 19 (unchanged) = C4 −1, C5 +1\n"
        "      C4 Limits on anonymity and encryption 2 → 1 (−1, better)\n"
        "      C5 State surveillance of online activity 3 → 4 (+1, worse)\n"
    )


def test_a_mean_is_not_called_a_sum(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    names = make("ruritania", ("score: 4.50", "score: 4.75"), ("score: 5.00", "score: 4.25"), edition=TRANSIT)
    assert run(["diff", *names]) == 0
    assert capsys.readouterr().out == head(names, "Nations in Transit 2018") + (
        "\n"
        "Ruritania\n"
        "  Democracy Percentage (democracy_percentage) 44.64 → 45.83 (+1.19, better), from democracy_score −0.07\n"
        "  Democracy Score (democracy_score) 4.32 → 4.25 (−0.07, better), from NDG +0.25, CO −0.75\n"
        "    NDG National Democratic Governance 4.50 → 4.75 (+0.25, worse)\n"
        "    CO Corruption 5.00 → 4.25 (−0.75, better)\n"
    )


SMALL = """\
id: small
title: Small
publisher: Nobody
editions: [2017, 2018, 2019]
headline: [{aggregate: T}]
tree:
  - id: T
    label: Total
    max: 12
    children:
      - {id: A, label: First, max: 4}
      - {id: B, label: Second, max: 4, optional: true}
      - {id: C, label: Third, max: 4, editions: 2018-}
breaks:
  - {edition: 2019, measures: [A, T], rule: none, note: The first question was put anew.}
"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            (2017, "A: {score: 1}, B: {score: null}"),
            (2018, "A: {score: 1}, B: {score: 2}, C: {score: 3}"),
            (
                "new question: Third (C)\n"
                "\n"
                "Zenda\n"
                "  Total (T) no score → 6\n"
                "    B Second no score → 2\n"
                "    C Third 3 (a new question)\n"
            ),
        ),
        (
            (2018, "A: {score: 1}, B: {score: 2}, C: {score: 3}"),
            (2017, "A: {score: 1}, B: {score: 2}"),
            (
                "no longer asked: Third (C)\n"
                "\n"
                "Zenda\n"
                "  Total (T) 6 → 3 (−3, worse) = C −3\n"
                "    C Third 3 (no longer asked)\n"
            ),
        ),
        (
            (2018, "A: {score: 1}, B: {score: 2}, C: {score: 3}"),
            (2019, "A: {score: 3}, B: {score: 1}, C: {score: 3}"),
            (
                "note: The first question was put anew.\n"
                "\n"
                "Zenda\n"
                "  Total (T) 6, now 7 (not comparable)\n"
                "    A First 1, now 3 (not comparable)\n"
                "    B Second 2 → 1 (−1, worse)\n"
            ),
        ),
    ],
)
def test_what_cannot_be_subtracted_is_told_as_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    before: tuple[int, str],
    after: tuple[int, str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rubrics").mkdir()
    Path("rubrics/small.yaml").write_text(SMALL, encoding="utf-8")
    names = []
    for year, answers in (before, after):
        assert run(["new", "edition", f"editions/{year}", "--rubric", "small", "--edition", str(year)]) == 0
        names.append(f"editions/{year}/reports/zenda.yaml")
        text = f"entity: {{name: Zenda, kind: country}}\nanswers: {{{answers}}}\n"
        Path(names[-1]).write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["diff", *names]) == 0
    _, _, body = capsys.readouterr().out.split("\n", maxsplit=2)
    assert body == told


def test_an_edition_is_summed_up_before_its_reports(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    make("kazakhstan", ("  A3:\n    score: 1", "  A3:\n    score: 3"), waived="A3")
    Path("new/reports/finland.yaml").unlink()
    Path("old/reports/iraq.yaml").unlink()
    change(Path("new/reports/turkey.yaml"), ("  name: Turkey\n", "  name: Türkiye\n"))
    assert run(["diff", "old", "new"]) == 0
    assert capsys.readouterr().out == (
        "--- old (Freedom in the World 2018, 5 reports)\n"
        "+++ new (Freedom in the World 2018, 5 reports)\n"
        "\n"
        "4 reports on both sides: 2 changed, 2 the same\n"
        "new (1): Iraq\n"
        "gone (1): Finland\n"
        "renamed (1): Turkey → Türkiye\n"
        "Aggregate Score (Total): 1 better, 0 worse, 3 unchanged\n"
        "Political Rights (pr_rating): 1 better, 0 worse, 3 unchanged\n"
        "Freedom Rating (freedom_rating): 1 better, 0 worse, 3 unchanged\n"
        f"\n{KAZAKHSTAN}"
        "\n"
        "Türkiye\n"
        "  name: Turkey → Türkiye\n"
    )


def test_between_editions_words_are_counted(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    old, _ = make("kazakhstan")
    assert run(["new", "edition", "2019", "--rubric", "freedom-in-the-world", "--edition", "2019"]) == 0
    shutil.copy(old, "2019/reports")
    new = "2019/reports/kazakhstan.yaml"
    change(Path(new), ("  press_freedom_status: NF\n", ""), ("credible voting", "free voting"))
    capsys.readouterr()
    assert run(["diff", old, new]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"--- {old} (Freedom in the World 2018, 1 report)\n+++ {new} (Freedom in the World 2019, 1 ")
    assert out.endswith("  overview: 1 word removed, 1 added, 85 kept\n  disclaimer: gone, 34 words\n")
    assert run(["diff", "--words", old, new]) == 0
    assert "through [-credible-]{+free+} voting" in capsys.readouterr().out
    for path in Path("old/reports").iterdir():
        if path.name != "kazakhstan.yaml":
            path.unlink()
    assert run(["diff", "old", "2019"]) == 0
    assert capsys.readouterr().out.endswith("\n  2 texts: 35 words removed, 1 added, 85 kept\n")


def test_the_problems_of_both_sides_are_told(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    names = make("kazakhstan", ("  A3:\n    score: 1", "  A3:\n    score: 9"))
    change(Path(names[0]), ("kind: country", "kind: contry"))
    assert run(["diff", *names]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{names[0]}:5:9: error[unknown-kind]: the rubric freedom-in-the-world has no kind “contry”" in err
    assert "error[score-out-of-range]: A3 is scored 9; scores go from 0 to 4" in err
    assert run(["diff", *names, "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(problem["path"], problem["code"]) for problem in problems] == [
        (names[1], "score-out-of-range"),
        (names[0], "unknown-kind"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("old", "new/reports/turkey.yaml", "old is a folder, and new/reports/turkey.yaml a file\nhelp: name two reports, or the folders of two editions\n"),
        ("old", str(EDITIONS / TRANSIT), f"old is of freedom-in-the-world, {EDITIONS / TRANSIT} of nations-in-transit\nhelp: name two editions of one method\n"),
        (str(EDITIONS), "old", f"{EDITIONS} holds reports of freedom-in-the-world 2018 and freedom-on-the-net 2018\nhelp: name the folder of one edition\n"),
        ("old", "neither", "neither does not exist\nhelp: check the path\n"),
        ("old/edition.yaml", "new/edition.yaml", "old/edition.yaml is no report\nhelp: check it with `pdfgen check`\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_with_a_remedy(
    make: Make, capsys: pytest.CaptureFixture[str], before: str, after: str, told: str
) -> None:
    make("turkey")
    assert run(["diff", before, after]) == 2
    assert capsys.readouterr() == ("", f"error: {told}")


def test_two_reports_on_one_entity_cannot_be_compared(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    make("turkey")
    shutil.copytree("new", "double")
    shutil.copy("double/reports/turkey.yaml", "double/reports/turkey-2.yaml")
    assert run(["diff", "old", "double"]) == 1
    err = capsys.readouterr().err
    assert (
        "double/reports/turkey-2.yaml:3:9: error[second-report]: double/reports/turkey.yaml is about Turkey too\n"
        in err
    )
    assert (
        "double/reports/turkey.yaml:3:9: error[second-report]: double/reports/turkey-2.yaml is about Turkey too\n"
        in err
    )


def test_json_has_all_of_it(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    names = make(
        "syria",
        ("  add_q:\n    score: 3", "  add_q:\n    score: 1"),
        ("well before the war", "before it"),
        waived="add_q",
    )
    assert run(["diff", *names, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    (report,) = data.pop("reports")
    assert data == {
        "before": {"path": names[0], "rubric": "freedom-in-the-world", "edition": 2018, "reports": 1},
        "after": {"path": names[1], "rubric": "freedom-in-the-world", "edition": 2018, "reports": 1},
        "same": False,
        "questions": {"new": [], "gone": []},
        "notes": [],
        "new": [],
        "gone": [],
        "renamed": [],
    }
    assert report["scores"] == [
        {
            "id": "add_q",
            "label": "Additional discretionary political rights question",
            "before": -3,
            "after": -1,
            "before_label": None,
            "after_label": None,
            "difference": 2,
            "trend": "better",
            "basis": "compared",
            "terms": [],
            "adds_up": False,
        }
    ]
    assert [(item["id"], item["difference"], item["adds_up"]) for item in report["measures"]] == [("Total", 2, True), ("PR", 2, True)]  # fmt: skip
    assert report["measures"][1]["terms"] == [{"id": "add_q", "difference": 2}]
    assert report["aggregate"] == report["measures"][0]
    assert {report["status"][key] for key in ("before", "after")} == {"NF"}
    assert {report["status"][key] for key in ("before_label", "after_label")} == {"Not Free"}
    assert (report["flags"], report["notes"], report["values"]) == ([], [], [])
    (text,) = report["texts"]
    assert (text["before"], text["after"], text["moved"]) == ("answers.C3.narrative", "answers.C3.narrative", False)
    assert (text["removed"], text["added"], text["kept"]) == (3, 1, 72)
    assert text["pieces"][:5] == [
        ["=", "Secrecy was a feature of the government"],
        ["-", " well"],
        ["=", " before "],
        ["-", "the war,"],
        ["+", "it,"],
    ]
    assert len(text["pieces"]) == 6


def test_colour_is_for_terminals_that_want_it(make: Make) -> None:
    names = make("kazakhstan", ("credible voting", "free voting"))
    red, green = "\x1b[31m[-credible-]\x1b[0m", "\x1b[32m{+free+}\x1b[0m"
    assert red + green in on_terminal(names)
    assert "[-credible-]{+free+}" in on_terminal(names, NO_COLOR="1")


def on_terminal(names: list[str], **more: str) -> str:
    """Return what a terminal is sent."""
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | more
    command = [sys.executable, "-m", "pdfgen", "diff", *names]
    subprocess.run(command, stdout=theirs, env=environment | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=True)
    os.close(theirs)
    found = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # what a terminal whose other end is closed says
            break
        if not part:
            break
        found += part
    os.close(ours)
    return found.decode()


def test_entities_of_one_name_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Path(__file__).parents[1] / "projects/inspection"
    shutil.copytree(project, tmp_path / "inspection")
    path = tmp_path / "inspection/editions/2018/reports/trinity-school-north.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("score: Outstanding", "score: Good"), encoding="utf-8")
    (path.parent / "hill-school.yaml").unlink()
    assert run(["diff", str(project / "editions/2018"), str(tmp_path / "inspection/editions/2018")]) == 0
    assert capsys.readouterr().out.splitlines()[2:] == [
        "",
        "2 reports on both sides: 1 changed, 1 the same",
        "gone (1): Hill School",
        "",
        "Trinity School (North)",
        "  Overall effectiveness Good (unchanged)",
        "    E Early years provision Outstanding → Good (worse)",
    ]
