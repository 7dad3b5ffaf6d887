"""`pdfgen build` in full: pictures, profiles, warnings and what is written when something is wrong."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from io import BytesIO
from struct import unpack_from
from typing import TYPE_CHECKING

import pypdf
import pypdfium2
import pytest
from PIL import Image

from pdfgen.cli.app import run
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

EDITION = shipped("data") / "editions" / "2018"
SYRIA = EDITION / "reports" / "syria.yaml"
FON = shipped("data") / "editions" / "freedom-on-the-net-2018" / "reports" / "ruritania.yaml"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
DOTS = 150  # an inch
IDS = ("NDG", "EP", "CS", "IM", "LDG", "JFI", "CO")
REPORT = """\
rubric: nations-in-transit
edition: 2018
year_under_review: 2017
entity:
  kind: country
  name: {name}
quick_facts:
  population: 4200000
  capital: {capital}
overview: |
  {overview}
answers:
"""


def write(
    folder: Path,
    *,
    name: str = "Ruritania",
    capital: str = "Strelsau",
    overview: str = "Words.",
    narrative: str = "Words.",
) -> Path:
    """Write a report; what it says of its entity and its texts may differ."""
    folder.mkdir(exist_ok=True)
    path = folder / "report.yaml"
    text = REPORT.format(name=name, capital=capital, overview=overview)
    text += "".join(f"  {id_}:\n    score: 3.25\n    narrative: |\n      {narrative}\n" for id_ in IDS)
    path.write_text(text, encoding="utf-8")
    return path


def mark(content: bytes) -> str:
    """Return what tells contents apart: pytest would show every byte that differs."""
    return hashlib.sha256(content).hexdigest()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def size_of(picture: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, from its header."""
    assert picture.startswith(SIGNATURE)
    assert picture[12:16] == b"IHDR"
    assert picture.endswith(b"IEND\xaeB`\x82")
    width, height = unpack_from(">LL", picture, 16)
    return width, height


# -- pictures


def test_pictures_are_written_beside_the_file_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out" / "syria.pdf"
    assert run(["build", str(SYRIA), "-o", str(target), "--png"]) == 0
    pages = pypdf.PdfReader(target).pages
    pictures = [target.with_name(f"syria-{number}.png") for number in range(1, len(pages) + 1)]
    assert len(pages) == 8
    assert names(tmp_path / "out") == sorted(["syria.pdf", *(picture.name for picture in pictures)])
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "".join(f"wrote {path}\n" for path in (target, *pictures))
    for picture, page in zip(pictures, pages, strict=True):
        width, height = size_of(picture.read_bytes())
        assert width == pytest.approx(float(page.mediabox.width) * DOTS / 72, abs=1)
        assert height == pytest.approx(float(page.mediabox.height) * DOTS / 72, abs=1)


def test_a_picture_shows_its_page(tmp_path: Path) -> None:
    assert run(["build", str(FON), "-o", str(tmp_path / "x.pdf"), "--png"]) == 0
    document = pypdfium2.PdfDocument((tmp_path / "x.pdf").read_bytes())
    try:
        for number, page in enumerate(document, 1):
            shown = page.render(scale=DOTS / 72).to_pil().convert("RGB")
            with Image.open(tmp_path / f"x-{number}.png") as picture:
                assert mark(picture.convert("RGB").tobytes()) == mark(shown.tobytes())
    finally:
        document.close()


def test_without_the_option_there_are_no_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(FON), "-o", str(tmp_path / "x.pdf"), "--json"]) == 0
    assert names(tmp_path) == ["x.pdf"]
    (row,) = json.loads(capsys.readouterr().out)["reports"]
    assert "pictures" not in row


def test_json_lists_the_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.yaml"
    shutil.copy(FON, other)
    text = other.read_text(encoding="utf-8")
    head = "rubric: freedom-on-the-net\nedition: 2018\nyear_under_review: 2017\n"
    other.write_text(head + text, encoding="utf-8")
    out = tmp_path / "out"
    assert run(["build", str(FON), str(other), "-o", str(out), "--png", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["reports"]
    assert [row["source"] for row in rows] == [str(FON), str(other)]
    listed = [path for row in rows for path in (row["target"], *row["pictures"])]
    assert sorted(path.rpartition("/")[2] for path in listed) == names(out)
    for row, stem in zip(rows, ("ruritania", "other"), strict=True):
        pages = len(pypdf.PdfReader(row["target"]).pages)
        assert pages > 2
        expected = [str(out / f"freedom-on-the-net-2018-{stem}-{number}.png") for number in range(1, pages + 1)]
        assert row["pictures"] == expected


def test_numbers_of_ten_pages_and_more_have_two_digits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, narrative="A narrative with many words. " * 170)
    out = tmp_path / "out"
    assert run(["build", str(path), "-o", str(out / "long.pdf"), "--png"]) == 0
    pages = len(pypdf.PdfReader(out / "long.pdf").pages)
    assert 10 <= pages < 100
    expected = [f"long-{number:02}.png" for number in range(1, pages + 1)]
    assert names(out) == sorted(["long.pdf", *expected])  # in the order of the pages
    told = re.findall(r"^wrote .*/(long-\d+\.png)$", capsys.readouterr().err, re.MULTILINE)
    assert told == expected


@pytest.mark.parametrize(("page_size", "size"), [("a4", (1240, 1754)), ("letter", (1275, 1650))])
def test_pictures_have_the_size_of_the_page(tmp_path: Path, page_size: str, size: tuple[int, int]) -> None:
    assert run(["build", str(FON), "-o", str(tmp_path / "x.pdf"), "--png", "--page-size", page_size]) == 0
    assert size_of((tmp_path / "x-1.png").read_bytes()) == pytest.approx(size, abs=1)


@pytest.mark.parametrize(("page_size", "size"), [("a4", (874, 1240)), ("letter", (825, 1275))])
def test_a_card_is_one_picture(tmp_path: Path, page_size: str, size: tuple[int, int]) -> None:
    arguments = ["--profile", "card", "--png", "--page-size", page_size]
    assert run(["build", str(FON), "-o", str(tmp_path), *arguments]) == 0
    name = "freedom-on-the-net-2018-ruritania-card"
    assert names(tmp_path) == [f"{name}-1.png", f"{name}.pdf"]
    assert size_of((tmp_path / f"{name}-1.png").read_bytes()) == pytest.approx(size, abs=1)


def test_the_same_report_is_the_same_pictures(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run(["build", str(FON), "-o", str(tmp_path / f"{name}.pdf"), "--png", "--profile", "card"]) == 0
    assert mark((tmp_path / "one-1.png").read_bytes()) == mark((tmp_path / "two-1.png").read_bytes())


def test_a_report_that_fails_has_no_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = write(tmp_path / "bad", overview="A letter 自.")
    out = tmp_path / "out"
    assert run(["build", str(bad), str(FON), "-o", str(out), "--png", "--json", "--profile", "card"]) == 4
    rows = {row["source"]: row for row in json.loads(capsys.readouterr().out)["reports"]}
    assert rows[str(bad)]["target"] is None
    assert not rows[str(bad)].get("pictures")
    assert len(rows[str(FON)]["pictures"]) == len(names(out)) - 1


WITHOUT = """
import sys
sys.modules["pypdfium2"] = None  # as if it was not installed
from pdfgen.cli.app import run
sys.exit(run(sys.argv[1:]))
"""


def without_pdfium(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_without_pdfium_pictures_are_an_error_with_a_remedy(tmp_path: Path) -> None:
    done = without_pdfium("build", str(FON), "-o", str(tmp_path / "x.pdf"), "--png")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr == (
        'error: pypdfium2, which renders pages, is not installed\nhelp: install it with pip install "pdfgen[png]"\n'
    )
    assert [name for name in names(tmp_path) if name.endswith(".png")] == []


def test_without_pdfium_no_file_is_left_that_nothing_was_said_of(tmp_path: Path) -> None:
    done = without_pdfium("build", str(FON), "-o", str(tmp_path / "x.pdf"), "--png", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"] == {
        "message": "pypdfium2, which renders pages, is not installed",
        "remedy": 'install it with pip install "pdfgen[png]"',
    }
    assert names(tmp_path) == []


def test_without_pdfium_a_report_is_built_all_the_same(tmp_path: Path) -> None:
    done = without_pdfium("build", str(FON), "-o", str(tmp_path / "x.pdf"))
    assert (done.returncode, done.stderr) == (0, f"wrote {tmp_path / 'x.pdf'}\n")


# -- profiles


def test_a_card_is_named_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(["build", str(EDITION), "-o", str(out), "--profile", "card"]) == 0
    reports = ("finland", "iraq", "kazakhstan", "somaliland", "syria", "turkey")
    assert names(out) == ["build.json", *(f"freedom-in-the-world-2018-{name}-card.pdf" for name in reports)]
    assert all(len(pypdf.PdfReader(path).pages) == 1 for path in out.glob("*.pdf"))
    assert "6 of 6 reports built in" in capsys.readouterr().err


def test_a_card_and_its_report_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for profile in ("screen", "card"):
        assert run(["build", str(FON), "-o", str(tmp_path), "--profile", profile]) == 0
    stem = "freedom-on-the-net-2018-ruritania"
    assert names(tmp_path) == [f"{stem}-card.pdf", f"{stem}.pdf"]


def test_a_card_has_the_name_that_is_asked_for(tmp_path: Path) -> None:
    assert run(["build", str(FON), "-o", str(tmp_path / "any.pdf"), "--profile", "card"]) == 0
    assert names(tmp_path) == ["any.pdf"]


def test_a_file_is_built_in_several_profiles_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profiles = ["--profile", "card", "--profile", "screen", "--profile", "card"]
    assert run(["build", str(FON), "-o", str(tmp_path), *profiles]) == 0
    stem = "freedom-on-the-net-2018-ruritania"
    assert names(tmp_path) == [f"{stem}-card.pdf", f"{stem}.pdf"]
    assert capsys.readouterr().err.splitlines()[:2] == [
        f"wrote {tmp_path / f'{stem}-card.pdf'}",
        f"wrote {tmp_path / f'{stem}.pdf'}",
    ]
    assert run(["build", str(FON), "-o", str(tmp_path / "x.pdf"), *profiles]) == 2
    assert "x.pdf is one file for 2 profiles\nhelp: name a folder with -o\n" in capsys.readouterr().err


def test_an_unknown_profile_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(FON), "-o", str(tmp_path / "x.pdf"), "--profile", "crad"]) == 2
    assert "'crad' is not one of 'screen', 'print', 'card'" in capsys.readouterr().err
    assert names(tmp_path) == []


# -- warnings


def told(err: str) -> list[str]:
    """Return the headlines of problems."""
    return re.findall(r"^.*: (?:warning|error)\[.*$", err, re.MULTILINE)


@pytest.mark.parametrize("word", ["x" * 200, "pre:" + "x" * 200, "Ärger" + "y" * 200])
def test_an_overlong_word_is_a_warning_at_its_place(
    tmp_path: Path, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, overview=f"See {word} there.")
    out = tmp_path / "x.pdf"
    assert run(["build", str(path), "-o", str(out)]) == 0
    err = capsys.readouterr().err
    shown = f"“{word[:39]}…” is wider than its column and is broken at the edge"
    assert told(err) == [f"{path}:11:7: warning[overlong-word]: {shown}"]
    assert "  help: put spaces or hyphens into it\n" in err
    assert err.endswith(f"wrote {out}\n")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    assert word in "".join(text.split())


FACT = "Strelsau, which is a city of many names and of many more words than any box beside a text has room for"


def test_an_overlong_fact_is_a_warning_at_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, capital=FACT)
    out = tmp_path / "x.pdf"
    assert run(["build", str(path), "-o", str(out)]) == 0
    err = capsys.readouterr().err
    (headline,) = told(err)
    assert re.fullmatch(
        re.escape(f"{path}:9:12: warning[overlong-fact]: “Capital” takes ")
        + r"[4-9] lines of the quick facts; more than 3 read badly",
        headline,
    )
    assert "  help: shorten it\n" in err
    assert err.endswith(f"wrote {out}\n")
    assert FACT in " ".join(pypdf.PdfReader(out).pages[0].extract_text().split())


def test_warnings_stand_in_json_and_in_annotations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, capital=FACT, overview=f"See pre:{'x' * 200} there.")
    target = str(tmp_path / "x.pdf")
    assert run(["build", str(path), "-o", target, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == f"wrote {target}\n"
    (row,) = json.loads(out)["reports"]
    assert (row["target"], row["error"]) == (target, None)
    found = {item["code"]: (item["severity"], item["line"], item["column"]) for item in row["problems"]}
    assert found == {"overlong-fact": ("warning", 9, 12), "overlong-word": ("warning", 11, 7)}
    assert run(["build", str(path), "-o", target, "--format", "github"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.partition("::“")[0] for line in lines) == [
        f"::warning file={path},line=11,col=7,title=overlong-word",
        f"::warning file={path},line=9,col=12,title=overlong-fact",
    ]


def test_a_file_without_a_flaw_is_built_without_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(write(tmp_path)), "-o", str(tmp_path / "x.pdf")]) == 0
    assert told(capsys.readouterr().err) == []


# -- errors


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"overview": "A letter 自."}, "missing-glyph", "11:12"),
        ({"narrative": "A letter 自."}, "missing-glyph", "16:16"),
        ({"capital": "自由"}, "missing-glyph", "9:12"),
        ({"name": "Ruri 自"}, "missing-glyph", "6:14"),
        ({"name": "United Provinces of " * 6 + "Ruritania"}, "title-too-long", "6:9"),
    ],
)
@pytest.mark.parametrize("profile", ["screen", "card"])
def test_an_error_is_told_at_its_place_and_writes_no_file(
    tmp_path: Path, changes: dict[str, str], code: str, place: str, profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, **changes)
    unseen = profile == "card" and bool({"narrative", "capital"} & set(changes))
    arguments = ["build", str(path), "-o", str(tmp_path / "x.pdf"), "--profile", profile, "--png"]
    assert run(arguments) == (0 if unseen else 1)
    err = capsys.readouterr().err
    assert any(line.startswith(f"{path}:{place}: error[{code}]: ") for line in told(err)) != unseen
    assert (names(tmp_path) == ["report.yaml"]) != unseen


def test_an_error_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    assert run(["build", str(write(tmp_path)), "-o", str(target)]) == 0
    before = mark(target.read_bytes())
    assert run(["build", str(write(tmp_path, overview="A letter 自.")), "-o", str(target)]) == 1
    assert mark(target.read_bytes()) == before


def test_a_card_that_is_full_writes_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, overview="word " * 600)
    out = tmp_path / "out"
    assert run(["build", str(path), "-o", str(out), "--profile", "card"]) == 1
    (headline,) = told(capsys.readouterr().err)
    message = "the summary does not fit its page, even with three sentences of the overview"
    assert re.fullmatch(re.escape(str(path)) + r":1[01]:\d+: error\[card-full\]: " + message, headline)
    assert not out.exists()
    assert run(["build", str(path), "-o", str(out)]) == 0


def test_a_title_that_does_not_fit_is_told_at_the_line_of_the_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "United Provinces of " * 5 + "Ruritania"
    path = write(tmp_path, name=name)
    assert run(["build", str(path), "-o", str(tmp_path / "x.pdf")]) == 1
    err = capsys.readouterr().err
    (headline,) = told(err)
    size = round(0.68 * 44)  # of the standard theme's title
    assert headline == (
        f"{path}:6:9: error[title-too-long]: the name “{name}” does not fit the page on three lines of {size} pt"
    )
    assert "\n    |         ^\n  help: use a shorter form of the name\n" in err
    assert f"\n  6 |   name: {name[:80]}" in err
    assert not (tmp_path / "x.pdf").exists()


def test_what_fits_on_no_page_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Heads and feet come with each page; what is wrong with them does not."""
    path = write(tmp_path, name="United Provinces of " * 6 + "Ruritania", narrative="Many words. " * 300)
    assert run(["build", str(path), "-o", str(tmp_path / "x.pdf")]) == 1
    found = told(capsys.readouterr().err)
    assert len(found) > 1
    assert len(found) == len(set(found))


def test_a_flaw_of_what_the_edition_gives_is_told_at_the_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "editions" / "nit"
    shutil.copytree(shipped("data") / "editions" / "nations-in-transit-2018", folder)
    edition = folder / "edition.yaml"
    text = edition.read_text(encoding="utf-8")
    edition.write_text(text.replace("    This is a sample.", "    This is 自 a sample.", 1), encoding="utf-8")
    line = text.split("\n").index(next(item for item in text.split("\n") if "    This is a sample." in item)) + 1
    assert run(["build", str(folder), "-o", str(tmp_path / "x.pdf")]) == 1
    (headline,) = told(capsys.readouterr().err)
    assert headline.startswith(f"{edition}:{line}:13: error[missing-glyph]: “自” (U+81EA")


def test_pages_are_those_that_the_api_makes(tmp_path: Path) -> None:
    from pdfgen import build_pdf, load_report  # noqa: PLC0415

    target = tmp_path / "x.pdf"
    for profile in ("screen", "card"):
        assert run(["build", str(FON), "-o", str(target), "--profile", profile, "--page-size", "letter"]) == 0
        content = build_pdf(load_report(FON), page_size="letter", profile=profile)
        assert mark(target.read_bytes()) == mark(content)
    assert pypdf.PdfReader(BytesIO(target.read_bytes())).pages[0].mediabox.width == 396
