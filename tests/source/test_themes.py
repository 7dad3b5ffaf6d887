"""Themes: what is wrong with one is told at its place; a project's own themes and fonts go before the shipped ones."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
import pytest

from pdfgen import UsageError, build_pdf, load_report
from pdfgen.cli.app import run
from pdfgen.layout.page_geometry import Geometry
from pdfgen.profiles import PAGE_SIZES
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

STANDARD = (shipped("data") / "themes" / "standard.yaml").read_text(encoding="utf-8")
REPORTS = sorted(shipped("data").glob("editions/*/reports/*.yaml"))
IDS = [f"{path.parts[-3]}-{path.stem}" for path in REPORTS]
NIT = shipped("data") / "editions" / "nations-in-transit-2018"
HEAVY = "SourceSans3_700Bold.ttf"
COLOURS = "`ink`, `slate`, `navy`, `blue`, `rule`, `tint`, `tint2`, `paper`, `free`, `partly`, `notfree`, `down`, `free_light`, `partly_light`, `notfree_light`"
HERE = "¦"  # stands in a text where a problem is told

Edit = tuple[str, str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with one report, and a theme ``x`` that is the standard one; it is the current folder."""
    shutil.copytree(NIT, tmp_path / "editions" / "nit")
    (tmp_path / "themes").mkdir()
    (tmp_path / "fonts").mkdir()
    (tmp_path / "themes" / "x.yaml").write_text(STANDARD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edited(*edits: Edit) -> tuple[str, int, int]:
    """Return the standard theme with other words in it, and line and column of the place that they mark."""
    text = STANDARD
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    before = text.partition(HERE)[0]
    return text.replace(HERE, ""), before.count("\n") + 1, len(before) - before.rfind("\n")


def style(name: str, old: str, new: str) -> Edit:
    """Return an edit of a style's line."""
    line = next(line for line in STANDARD.split("\n") if line.startswith(f"  {name}: "))
    assert old in line
    return line, line.replace(old, new, 1)


BROKEN: dict[str, tuple[list[Edit], str, str, str]] = {
    "unknown colour of a style": (
        [style("meta", "slate", "¦slat")],
        "unknown-colour",
        "there is no colour “slat”",
        "did you mean `slate`?",
    ),
    "unknown family of a style": (
        [style("body", "serif", "¦serf")],
        "unknown-family",
        "there is no family “serf”",
        "did you mean `serif`?",
    ),
    "unknown colour of a role": (
        [("accent: blue", "accent: ¦bleu")],
        "unknown-colour",
        "there is no colour “bleu”",
        "did you mean `blue`?",
    ),
    "unknown colour of a tone": (
        [("mixed: partly", "mixed: ¦party")],
        "unknown-colour",
        "there is no colour “party”",
        "did you mean `partly`?",
    ),
    "unknown family to fall back on": (
        [("[sans, serif]", "[sans, ¦arabic]")],
        "unknown-family",
        "there is no family “arabic”",
        "known are `serif`, `sans`, `heavy`, `display`",
    ),
    "a family where a colour is asked for": (
        [style("meta", "slate", "¦serif")],
        "unknown-colour",
        "there is no colour “serif”",
        f"known are {COLOURS}",
    ),
    "a family as the colour of a role": (
        [("accent: blue", "accent: ¦sans")],
        "unknown-colour",
        "there is no colour “sans”",
        f"known are {COLOURS}",
    ),
    "a colour where a family is asked for": (
        [style("body", "serif", "¦ink")],
        "unknown-family",
        "there is no family “ink”",
        "known are `serif`, `sans`, `heavy`, `display`",
    ),
    "a hexadecimal colour with a digit too few": (
        [('"#1B2027"', '¦"#1B202"')],
        "bad-colour",
        "expected a colour",
        'write it as "#17324D", in quotes',
    ),
    "a colour by its name": (
        [('"#1B2027"', "¦navy")],
        "bad-colour",
        "expected a colour",
        'write it as "#17324D", in quotes',
    ),
    "a colour without quotes": (
        [('ink: {rgb: "#1B2027"', "ink: {rgb: ¦#1B2027")],
        "yaml-syntax",
        "“#” begins a comment here, and the text goes on after it",
        "put the text in quotes, or write it below a `|`",
    ),
    "a role in the place of a colour": (
        [("accent: blue", "accent: ¦secondary")],
        "unknown-colour",
        "there is no colour “secondary”",
        f"`secondary` is a part of the page and no colour; known are {COLOURS}",
    ),
    "two roles that name each other": (
        [("text: ink", "text: ¦accent"), ("accent: blue", "accent: ink")],
        "unknown-colour",
        "there is no colour “accent”",
        f"`accent` is a part of the page and no colour; known are {COLOURS}",
    ),
    "more ink than there is": (
        [("[0, 0, 0, 100]", "[0, 0, 0, ¦101]")],
        "out-of-range",
        "item 4 of `cmyk` is out of range",
        "write at most 100",
    ),
    "less ink than none": (
        [("[20, 10, 0, 65]", "[20, ¦-1, 0, 65]")],
        "out-of-range",
        "item 2 of `cmyk` is out of range",
        "write at least 0",
    ),
    "three inks": (
        [("[20, 10, 0, 65]", "¦[20, 10, 0]")],
        "too-short",
        "`cmyk` has too few items",
        "give it 4 or more",
    ),
    "five inks": (
        [("[20, 10, 0, 65]", "¦[20, 10, 0, 65, 1]")],
        "too-long",
        "`cmyk` has too many items",
        "remove some",
    ),
    "a number as text": (
        [style("body", "size: 9.7", 'size: ¦"9.7"')],
        "not-a-number",
        "expected a number, found the text “9.7”",
        "write 9.7 without quotes",
    ),
    "a size of nothing": (
        [style("body", "size: 9.7", "size: ¦0")],
        "out-of-range",
        "`size` is out of range",
        "write more than 0",
    ),
    "columns that are too wide together": (
        [("text: 368.5", "¦text: 468.5")],
        "too-wide",
        "the columns are 570.55 points wide together; 540 is the most that fits a page",
        "make one of them narrower",
    ),
    "a column that is too wide": (
        [("text: 368.5", "text: ¦541")],
        "out-of-range",
        "`text` is out of range",
        "write at most 540",
    ),
    "a style that is missing": (
        [("styles:", "¦styles:"), style("micro", "  micro:", "  # micro:")],
        "missing-key",
        "`micro` is missing",
        "add `micro:`",
    ),
    "a role that is missing": (
        [("roles:", "¦roles:"), ("  worse: down\n", "")],
        "missing-key",
        "`worse` is missing",
        "add `worse:`",
    ),
    "a key that is unknown": (
        [("grid: 13", "grid: 13\n¦gird: 12")],
        "unknown-key",
        "`gird` is not a key here",
        "did you mean `grid`?",
    ),
    "a style that is unknown": (
        [style("micro", "  micro:", "  ¦macro: {family: sans, size: 7, leading: 9}\n  micro:")],
        "unknown-key",
        "`macro` is not a key here",
        "did you mean `micro`?",
    ),
    "an alignment that is misspelt": (
        [("alignment: ragged", "alignment: ¦raged")],
        "unknown-word",
        "“raged” is not one of the words for `alignment`",
        "did you mean `ragged`?",
    ),
    "a way to hyphenate that is none": (
        [("hyphenate: words", "hyphenate: ¦yes")],
        "unknown-word",
        "“yes” is not one of the words for `hyphenate`",
        "known are `never`, `words`, `all`",
    ),
    "a truth value that is none": (
        [style("label", "strong: true", "strong: ¦yes")],
        "not-a-truth-value",
        "`strong` must be true or false",
        "write true or false, without quotes",
    ),
    "a font that is missing": (
        [(HEAVY, "¦SourceSans3_700Bld.ttf")],
        "unknown-font",
        "there is no font “SourceSans3_700Bld.ttf”",
        "put it into PROJECT/fonts, or: did you mean "
        + " or ".join(f"`SourceSans3_{cut}.ttf`" for cut in ("700Bold", "600SemiBold", "400Regular"))
        + "?",
    ),
    "a font that is none": (
        [(HEAVY, "¦Words.ttf")],
        "bad-font",
        "“Words.ttf” is not a TrueType font",
        "use a .ttf file; fonts with PostScript outlines and collections cannot be set",
    ),
    "a font with PostScript outlines": (
        [(HEAVY, "¦Outlines.otf")],
        "bad-font",
        "“Outlines.otf” is not a TrueType font",
        "use a .ttf file; fonts with PostScript outlines and collections cannot be set",
    ),
    "a font by its path": (
        [(HEAVY, f"¦../fonts/{HEAVY}")],
        "bad-font",
        f"“../fonts/{HEAVY}” is not the name of a file",
        "put the file into fonts/ and write its name",
    ),
    "a font by its path on Windows": (
        [(HEAVY, "¦C:\\fonts\\x.ttf")],
        "bad-font",
        "“C:\\fonts\\x.ttf” is not the name of a file",
        "put the file into fonts/ and write its name",
    ),
}


@pytest.mark.parametrize("command", ["check", pytest.param("build", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_a_theme_is_told_at_its_place(
    project: Path, name: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edits, code, message, remedy = BROKEN[name]
    text, line, column = edited(*edits)
    path = project / "themes" / "x.yaml"
    path.write_text(text, encoding="utf-8")
    (project / "fonts" / "Words.ttf").write_text("These are words.", encoding="utf-8")
    (project / "fonts" / "Outlines.otf").write_bytes(b"OTTO" + bytes(100))
    if command == "check":
        assert run(["check", "themes/x.yaml", "--json"]) == 1
        (found,) = json.loads(capsys.readouterr().out)["problems"]
    else:
        assert run(["build", "editions/nit", "--theme", "x", "-o", "x.pdf", "--json"]) == 1
        (row,) = json.loads(capsys.readouterr().out)["reports"]
        (found,) = row["problems"]
        assert (row["target"], row["error"]) == (None, None)
        assert not (project / "x.pdf").exists()
    assert (project / found["path"]).resolve() == path.resolve()
    assert (found["line"], found["column"]) == (line, column)
    assert (found["severity"], found["code"], found["message"]) == ("error", code, message)
    assert found["remedy"] == remedy.replace("PROJECT", str(project))


def test_a_colour_may_have_the_name_of_a_role_or_a_tone(project: Path) -> None:
    """The names of colours are the theme's own: the same colours by other names give the same file."""
    expected = _built(project, STANDARD)
    names = {
        "navy": "accent",
        "blue": "text",
        "slate": "band",
        "tint": "neutral",
        "down": "positive",
        "rule": "paper_2",
    }
    for name, other in names.items():
        assert f"  {name}: {{rgb" in STANDARD
        renamed = re.sub(rf"(?<=: ){name}(?=[,}}\n])|(?<=\n  ){name}(?=: {{rgb)", other, STANDARD)
        assert _built(project, renamed) == expected, other


def _built(project: Path, theme: str) -> bytes:
    """Return the pages of the report in ``theme``."""
    (project / "themes" / "x.yaml").write_text(theme, encoding="utf-8")
    assert run(["check", "themes/x.yaml"]) == 0
    assert run(["build", "editions/nit/reports/ruritania.yaml", "--theme", "x", "--no-attachments", "-o", "x.pdf"]) == 0
    return (project / "x.pdf").read_bytes()


def test_problems_of_a_theme_are_told_in_words(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, line, column = edited(style("meta", "slate", "¦slat"))
    (project / "themes" / "x.yaml").write_text(text, encoding="utf-8")
    excerpt = text.split("\n")[line - 1]
    expected = (
        f"themes/x.yaml:{line}:{column}: error[unknown-colour]: there is no colour “slat”\n"
        f"  {line} | {excerpt}\n"
        f"     | {' ' * (column - 1)}^\n"
        "  help: did you mean `slate`?\n"
    )
    assert run(["check", "themes/x.yaml"]) == 1
    assert capsys.readouterr().err == f"{expected}\n1 file checked: 1 error\n"
    assert run(["build", "editions/nit", "--theme", "x", "-o", "x.pdf"]) == 1
    assert capsys.readouterr().err in {f"{expected}\n", f"{project}/{expected}\n"}


@pytest.mark.parametrize(
    "names",
    [
        ["a hexadecimal colour with a digit too few", "a number as text", "an alignment that is misspelt"],
        ["unknown colour of a style", "unknown colour of a role", "unknown family of a style"],
    ],
)
def test_all_problems_of_a_theme_are_told_in_one_run(
    project: Path, names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    text, *_ = edited(*(edit for name in names for edit in BROKEN[name][0]))
    (project / "themes" / "x.yaml").write_text(text, encoding="utf-8")
    assert run(["check", "themes/x.yaml", "--json"]) == 1
    told = {problem["message"] for problem in json.loads(capsys.readouterr().out)["problems"]}
    assert told == {BROKEN[name][2] for name in names}


def test_two_fonts_that_are_missing_are_two_problems(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = STANDARD.replace(HEAVY, "One.ttf").replace("ReportDisplay-SemiBold.ttf", "Two.ttf")
    (project / "themes" / "x.yaml").write_text(text, encoding="utf-8")
    assert run(["check", "themes/x.yaml"]) == 1
    err = capsys.readouterr().err
    assert [f"there is no font “{name}.ttf”" in err for name in ("One", "Two")] == [True, True]
    assert err.endswith("1 file checked: 2 errors\n")


def test_a_theme_that_breaks_every_report_of_a_batch_is_told_once(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, *_ = edited(("accent: blue", "accent: bleu"))
    (project / "themes" / "x.yaml").write_text(text, encoding="utf-8")
    reports = project / "editions" / "nit" / "reports"
    second_report(reports)
    assert run(["build", "editions/nit", "--theme", "x", "-o", "out"]) == 4
    err = capsys.readouterr().err
    assert err.count("there is no colour “bleu”") == 1
    assert "0 of 2 reports built" in err


@pytest.mark.parametrize("name", ["standard", "compact"])
def test_the_shipped_themes_are_sound(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(shipped("data") / "themes" / f"{name}.yaml")]) == 0
    assert capsys.readouterr().err == "1 file checked: 0 errors\n"


# -- a project's own


def fonts(content: bytes) -> dict[str, Any]:
    """Return the fonts of a file by their names without the mark of the subset."""
    page: Any = pypdf.PdfReader(BytesIO(content)).pages[0]
    found = {}
    for reference in page["/Resources"]["/Font"].values():
        font = reference.get_object()
        found[str(font["/BaseFont"])[1:].partition("+")[2]] = font
    return found


def built(project: Path, theme: str | None = "x") -> bytes:
    return build_pdf(
        load_report(project / "editions" / "nit" / "reports" / "ruritania.yaml"), theme=theme, attachments=False
    )


def mark(content: bytes) -> str:
    """Return what tells contents apart: pytest would show every byte that differs."""
    return hashlib.sha256(content).hexdigest()


def shipped_font(name: str) -> bytes:
    return (shipped("fonts") / name).read_bytes()


def test_a_font_of_the_project_is_used_by_its_own_name(project: Path) -> None:
    (project / "fonts" / "Other.ttf").write_bytes(shipped_font(HEAVY))
    plain = fonts(built(project))
    (project / "themes" / "x.yaml").write_text(STANDARD.replace(HEAVY, "Other.ttf"), encoding="utf-8")
    found = fonts(built(project))
    assert set(plain) - set(found) == {"SourceSans3-700Bold"}
    assert set(found) - set(plain) == {"Other"}
    assert found["Other"]["/Widths"] == plain["SourceSans3-700Bold"]["/Widths"]


def test_a_font_of_the_project_goes_before_the_shipped_one_of_the_same_name(project: Path) -> None:
    plain = fonts(built(project))["SourceSans3-700Bold"]
    (project / "fonts" / HEAVY).write_bytes(shipped_font("SourceSerif4_700Bold.ttf"))
    (project / "themes" / "y.yaml").write_text(STANDARD, encoding="utf-8")
    own = fonts(built(project, "y"))["SourceSans3-700Bold"]
    assert own["/FirstChar"] == plain["/FirstChar"]
    assert own["/Widths"] != plain["/Widths"]
    assert own["/FontDescriptor"]["/FontBBox"] != plain["/FontDescriptor"]["/FontBBox"]


def test_a_font_of_the_project_is_not_used_by_a_shipped_theme(project: Path) -> None:
    plain = mark(built(project, "compact"))
    (project / "fonts" / HEAVY).write_bytes(shipped_font("SourceSerif4_700Bold.ttf"))
    assert mark(built(project, "compact")) == plain


@pytest.mark.parametrize("name", ["My Font (1).ttf", "A#B.ttf", "Näve.ttf", "Ünï字.ttf", "[x].ttf", "a%b.ttf"])
def test_a_font_may_have_any_name(project: Path, name: str) -> None:
    """Whatever its file is called, the font of the PDF has a name and comes with all its entries."""
    (project / "fonts" / name).write_bytes(shipped_font(HEAVY))
    (project / "themes" / "x.yaml").write_text(
        STANDARD.replace(f"regular: {HEAVY}", f"regular: {json.dumps(name, ensure_ascii=False)}"), encoding="utf-8"
    )
    content = built(project)
    reader = pypdf.PdfReader(BytesIO(content), strict=True)
    page: Any = reader.pages[0]
    for reference in page["/Resources"]["/Font"].values():
        font = reference.get_object()
        assert {"/FirstChar", "/LastChar", "/Widths", "/ToUnicode", "/FontDescriptor"} <= set(font)
        assert font["/BaseFont"] == font["/FontDescriptor"]["/FontName"]
        assert font["/FontDescriptor"]["/FontFile2"]["/Length1"] > 1000
    names = set(fonts(content))
    assert len(names) == len(page["/Resources"]["/Font"])
    assert all(known.isprintable() for known in names)
    assert _plain(name.removesuffix(".ttf")) in set(map(_plain, names))


def _plain(name: str) -> str:
    """Return the letters and digits that every name of a font may have."""
    return re.sub(r"[^A-Za-z0-9]", "", name)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(shipped_font(HEAVY)[:2000], id="the beginning of a font"),
        pytest.param(shipped_font(HEAVY)[:-100_000], id="a font that was not copied to its end"),
        pytest.param(b"\x00\x01\x00\x00" + b"x" * 200, id="what only begins like a font"),
        pytest.param(b"\x00\x01\x00\x00", id="nothing but the first four bytes"),
    ],
)
def test_a_font_that_is_damaged_is_told_as_the_project_s_own(
    project: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "fonts" / "Cut.ttf").write_bytes(content)
    (project / "themes" / "x.yaml").write_text(STANDARD.replace(HEAVY, "Cut.ttf"), encoding="utf-8")
    assert run(["build", "editions/nit", "--theme", "x", "-o", "x.pdf"]) in {1, 3}
    err = capsys.readouterr().err
    assert "Cut.ttf" in err
    assert "install pdfgen again" not in err
    assert not (project / "x.pdf").exists()


@pytest.mark.parametrize("size", [40, 150])
def test_a_theme_may_have_very_large_type(project: Path, size: int) -> None:
    text, *_ = edited(style("body", "size: 9.7", f"size: {size}"))
    plain = len(pypdf.PdfReader(BytesIO(built(project))).pages)
    (project / "themes" / "x.yaml").write_text(text, encoding="utf-8")
    assert len(pypdf.PdfReader(BytesIO(built(project))).pages) > plain


def test_a_theme_of_the_project_goes_before_the_shipped_one(project: Path) -> None:
    assert b"1 0 0 rg" not in streams(built(project, None))
    text = STANDARD.replace('navy: {rgb: "#17324D"', 'navy: {rgb: "#FF0000"')
    assert text != STANDARD
    (project / "themes" / "standard.yaml").write_text(text, encoding="utf-8")
    assert b"1 0 0 rg" in streams(built(project, None))
    own, standard, other = (mark(built(project, theme)) for theme in (None, "standard", "x"))
    assert own == standard != other


def streams(content: bytes) -> bytes:
    """Return what draws the pages."""
    pages: Any = pypdf.PdfReader(BytesIO(content)).pages
    return b"\n".join(page["/Contents"].get_object().get_data() for page in pages)


def test_a_theme_that_has_changed_is_read_again(project: Path) -> None:
    before = built(project)
    text, *_ = edited(('"#1B2027"', '"#FF00FF"'))
    (project / "themes" / "x.yaml").write_text(text, encoding="utf-8")
    assert b"1 0 1 rg" not in streams(before)
    assert b"1 0 1 rg" in streams(built(project))


# -- which theme


def test_the_theme_is_named_by_the_edition(project: Path) -> None:
    plain, compact = mark(built(project, None)), mark(built(project, "compact"))
    name_in(project / "editions" / "nit" / "edition.yaml", "compact")
    assert mark(built(project, None)) == compact != plain


def test_the_theme_is_named_by_the_report_before_its_edition(project: Path) -> None:
    plain, compact = mark(built(project, None)), mark(built(project, "compact"))
    name_in(project / "editions" / "nit" / "edition.yaml", "standard")
    name_in(project / "editions" / "nit" / "reports" / "ruritania.yaml", "compact")
    assert mark(built(project, None)) == compact != plain


def test_the_option_goes_before_both(project: Path) -> None:
    plain = mark(built(project, None))
    name_in(project / "editions" / "nit" / "edition.yaml", "compact")
    name_in(project / "editions" / "nit" / "reports" / "ruritania.yaml", "compact")
    assert run(["build", "editions/nit", "-o", "one.pdf", "--no-attachments"]) == 0
    assert run(["build", "editions/nit", "-o", "two.pdf", "--theme", "standard", "--no-attachments"]) == 0
    assert mark((project / "one.pdf").read_bytes()) == mark(built(project, None)) != plain
    assert mark((project / "two.pdf").read_bytes()) == plain


def second_report(reports: Path) -> None:
    """Let there be a copy of the report on another entity."""
    text = (reports / "ruritania.yaml").read_text(encoding="utf-8")
    (reports / "other.yaml").write_text(text.replace("name: Ruritania", "name: Graustark"), encoding="utf-8")


def name_in(path: Path, theme: str) -> int:
    """Name a theme at the end of a file; return the line."""
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{text}\ntheme: {theme}\n", encoding="utf-8")
    return text.count("\n") + 2


@pytest.mark.parametrize("command", [["check"], ["build", "-o", "out"]])
def test_an_unknown_theme_of_an_edition_is_told_once_at_its_line(
    project: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    reports = project / "editions" / "nit" / "reports"
    second_report(reports)
    line = name_in(project / "editions" / "nit" / "edition.yaml", "compct")
    assert run([command[0], "editions/nit", *command[1:]]) in {1, 4}
    err = capsys.readouterr().err
    assert err.count("unknown-theme") == 1
    assert (
        f"editions/nit/edition.yaml:{line}:8: error[unknown-theme]: there is no theme “compct”\n"
        f"  {line} | theme: compct\n"
    ) in err
    assert "  help: did you mean `compact`?\n" in err


def test_an_unknown_theme_of_a_report_is_told_at_its_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "editions" / "nit" / "reports" / "ruritania.yaml"
    line = name_in(path, "y")
    assert run(["check", "editions/nit"]) == 1
    err = capsys.readouterr().err
    assert f"reports/ruritania.yaml:{line}:8: error[unknown-theme]: there is no theme “y”\n" in err
    assert "  help: known are `compact`, `standard`, `x`\n" in err
    assert err.endswith("1 file checked: 1 error\n")


def test_an_unknown_theme_of_the_option_is_a_usage_error(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "editions/nit", "-o", "x.pdf", "--theme", "compct"]) == 2
    assert capsys.readouterr().err == "error: there is no theme “compct”\nhelp: did you mean `compact`?\n"
    assert not (project / "x.pdf").exists()
    with pytest.raises(UsageError, match="there is no theme “compct”"):
        built(project, "compct")


def test_an_unknown_theme_of_the_option_is_told_once_for_a_batch(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = project / "editions" / "nit" / "reports"
    second_report(reports)
    assert run(["build", "editions/nit", "-o", "out", "--theme", "compct"]) == 2
    assert capsys.readouterr().err.count("there is no theme “compct”") == 1


# -- two themes, the same words


@cache
def words(path: Path, theme: str) -> tuple[str, int]:
    """Return all characters of a report without spaces and hyphens, and its pages.

    Running heads and feet are left out, and the words in the rail that tell which question a page goes on with: they
    come with each page.
    """
    page_of = Geometry.of(PAGE_SIZES["a4"], Catalogue().theme(theme))
    document = pypdfium2.PdfDocument(build_pdf(load_report(path), theme=theme))
    found = []
    try:
        for number, page in enumerate(document):
            width, height = page.get_size()
            text = page.get_textpage()
            top = page_of.top + 3 if number else height
            shown = str(text.get_text_bounded(0, page_of.bottom - 15.6, width, top))
            rail = (0, page_of.top - page_of.grid - 2, page_of.column - 5, top)
            going_on = str(text.get_text_bounded(*rail)).strip() if number else ""
            if going_on.endswith("continued"):
                assert going_on in shown
                shown = shown.replace(going_on, "", 1)
            found.append(shown)
        return re.sub(r"[\s\u0002\u00ad-]", "", "".join(found)), len(document)
    finally:
        document.close()


@pytest.mark.parametrize("path", REPORTS, ids=IDS)
def test_a_theme_changes_the_pages_and_not_the_words(path: Path) -> None:
    standard, pages = words(path, "standard")
    compact, fewer = words(path, "compact")
    assert len(standard) > 4000
    assert standard == compact
    assert fewer <= pages


def test_the_compact_theme_takes_fewer_pages() -> None:
    pages = {theme: sum(words(path, theme)[1] for path in REPORTS) for theme in ("standard", "compact")}
    assert pages["compact"] < 0.92 * pages["standard"]
    long = [path for path in REPORTS if words(path, "standard")[1] > 5]
    assert len(long) == 6
    assert all(words(path, "compact")[1] < words(path, "standard")[1] for path in long)
