"""Fonts as others send them: each is set, or refused at the theme's line with what is wrong, at once."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import traceback
from functools import cache, partial
from pathlib import Path
from struct import calcsize, iter_unpack, pack, pack_into, unpack_from
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

NIT = shipped("data") / "editions" / "nations-in-transit-2018"
STANDARD = (shipped("data") / "themes" / "standard.yaml").read_text(encoding="utf-8")
BODY = "SourceSerif4_400Regular.ttf"
OTHER = "use a .ttf file; fonts with PostScript outlines and collections cannot be set"
AGAIN = "copy it again from its source, or use another font"

Tables = dict[str, bytearray]


@cache
def original(name: str = BODY) -> bytes:
    return (shipped("fonts") / name).read_bytes()


def tables(content: bytes) -> Tables:
    """Return the tables of a sound font."""
    count = unpack_from(">H", content, 4)[0]
    rows = iter_unpack(">4s3L", content[12 : 12 + 16 * count])
    return {tag.decode(): bytearray(content[start : start + length]) for tag, _, start, length in rows}


def written(found: Tables) -> bytes:
    """Return tables as a font."""
    head, body = pack(">4s4H", b"\0\1\0\0", len(found), 0, 0, 0), b""
    at = 12 + 16 * len(found)
    for tag, table in found.items():
        head += pack(">4s3L", tag.encode(), 0, at + len(body), len(table))
        body += bytes(table) + bytes(-len(table) % 4)
    return head + body


def edited(change: Callable[[Tables], object]) -> bytes:
    found = tables(original())
    change(found)
    return written(found)


def put(tag: str, at: int, form: str, *values: int) -> bytes:
    return edited(lambda found: pack_into(form, found[tag], at, *values))


def without(tag: str) -> bytes:
    return edited(lambda found: found.pop(tag))


def cut(tag: str, length: int) -> bytes:
    return edited(lambda found: found.update({tag: found[tag][:length]}))


def listed(row: int, tag: bytes | None = None, offset: int | None = None) -> bytes:
    """Return a font whose list of tables says something else in a row."""
    content = bytearray(original())
    at = 12 + 16 * row
    if tag is not None:
        content[at : at + 4] = tag
    if offset is not None:
        pack_into(">L", content, at + 8, offset)
    return bytes(content)


# -- character maps


def mapped(subtable: bytes, platform: int = 3, encoding: int = 10) -> bytes:
    cmap = pack(">HHHHL", 0, 1, platform, encoding, 12) + subtable
    return edited(lambda found: found.update({"cmap": bytearray(cmap)}))


def groups(*of: tuple[int, int, int], count: int | None = None) -> bytes:
    body = b"".join(pack(">3L", *group) for group in of)
    return mapped(pack(">HHLLL", 12, 0, 16 + len(body), 0, len(of) if count is None else count) + body)


def segments(count: int, start: int, end: int, said: int | None = None) -> bytes:
    rows = [pack(">H", end) * count, b"\0\0", pack(">H", start) * count, b"\0\1" * count, bytes(2 * count)]
    head = pack(">7H", 4, 0, 0, 2 * count if said is None else said, 0, 0, 0)
    return mapped(head + b"".join(rows), encoding=1)


# -- glyphs


def glyphs(*outlines: bytes) -> bytes:
    """Return a font whose first glyphs are these; the others are empty."""

    def change(found: Tables) -> None:
        count = unpack_from(">H", found["maxp"], 4)[0]
        places, data = [0], b""
        for outline in outlines:
            data += outline
            places.append(len(data))
        places += [len(data)] * (count - len(outlines))
        pack_into(">h", found["head"], 50, 1)
        found["loca"], found["glyf"] = bytearray(pack(f">{count + 1}L", *places)), bytearray(data)

    return edited(change)


def composite(*parts: int) -> bytes:
    """Return a glyph that is made of others."""
    body = b"".join(
        pack(">HHbb", 0x20 if number < len(parts) else 0, part, 0, 0) for number, part in enumerate(parts, 1)
    )
    return pack(">5h", -1, 0, 0, 0, 0) + body


SIMPLE = pack(">5h", 0, 0, 0, 0, 0)

BROKEN: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "PostScript outlines": (lambda: b"OTTO" + original()[4:], "is not a TrueType font", OTHER),
    "a collection": (lambda: pack(">4sLLL", b"ttcf", 0x10000, 1, 16) + original(), "is not a TrueType font", OTHER),
    "a font of the web": (lambda: b"wOFF" + original()[4:], "is not a TrueType font", OTHER),
    "nothing": (lambda: b"", "is not a TrueType font", OTHER),
    "PostScript outlines among tables": (
        lambda: edited(lambda found: found.update({"CFF ": found.pop("glyf")})),
        "has PostScript outlines",
        OTHER,
    ),
    "variations": (
        lambda: edited(lambda found: found.update(fvar=bytearray(16))),
        "is a variable font: one file for several weights",
        "use a file for each weight, as in the folder “static” of many families",
    ),
    "no licence": (
        lambda: put("OS/2", 8, ">H", 2),
        "must not be embedded: its table OS/2 says so",
        "use a font whose licence allows it",
    ),
    "four bytes": (lambda: original()[:4], "is damaged: its list of tables is cut off", AGAIN),
    "a list that is cut off": (lambda: original()[:40], "is damaged: its list of tables is cut off", AGAIN),
    "65,535 tables": (
        lambda: original()[:4] + b"\xff\xff" + original()[6:9000],
        "is damaged: its list of tables is cut off",
        AGAIN,
    ),
    "a table behind the end": (
        lambda: original()[:-90_000],
        "is damaged or incomplete: its table GPOS ends after the file",
        AGAIN,
    ),
    "a table twice": (lambda: listed(2, tag=b"GDEF"), "is damaged: it has two tables GDEF", AGAIN),
    "a table over another": (
        lambda: listed(2, offset=unpack_from(">L", original(), 28 + 8)[0] + 8),
        "is damaged: its table GPOS lies over its table GDEF",
        AGAIN,
    ),
    "a table over the list": (
        lambda: listed(2, offset=12),
        "is damaged: its table GPOS lies over the list of tables",
        AGAIN,
    ),
    "no map": (lambda: without("cmap"), "is damaged: it has no table cmap", AGAIN),
    "no outlines": (lambda: without("glyf"), "is damaged: it has no table glyf", AGAIN),
    "a mark that is none": (
        lambda: put("head", 12, ">L", 1),
        "is damaged: its table head does not begin as it must",
        AGAIN,
    ),
    "no units": (
        lambda: put("head", 18, ">H", 0),
        "is damaged: it has 0 units per em; 16 to 16384 are possible",
        AGAIN,
    ),
    "places in an unknown form": (
        lambda: put("head", 50, ">H", 2),
        "is damaged: the form of its table loca is unknown",
        AGAIN,
    ),
    "limits of a PostScript font": (
        lambda: put("maxp", 0, ">L", 0x5000),
        "is damaged: its table maxp is not that of a TrueType font",
        AGAIN,
    ),
    "no glyph": (lambda: put("maxp", 4, ">H", 0), "is damaged: it has no glyphs", AGAIN),
    "one glyph": (
        lambda: put("maxp", 4, ">H", 1),
        "is damaged: the glyph of its character U+0020 is one that it does not have",
        AGAIN,
    ),
    "more glyphs than there are": (
        lambda: put("maxp", 4, ">H", 0xFFFF),
        "is damaged: its table hmtx is too short",
        AGAIN,
    ),
    "no advances": (lambda: put("hhea", 34, ">H", 0), "is damaged: its glyphs have no advance", AGAIN),
    "places behind the outlines": (
        lambda: edited(lambda found: found.update(glyf=found["glyf"][:-4])),
        "is damaged: its table loca leads out of its table glyf",
        AGAIN,
    ),
    "places that go back": (
        lambda: put("loca", 40, ">L", 0xFFFFFF),
        "is damaged: its table loca leads out of its table glyf",
        AGAIN,
    ),
    "a glyph of four bytes": (lambda: glyphs(SIMPLE[:4]), "is damaged: its glyph 0 is cut off", AGAIN),
    "contours that are not there": (
        lambda: glyphs(SIMPLE, b"\x7f\xff" + SIMPLE),
        "is damaged: its glyph 1 is cut off",
        AGAIN,
    ),
    "a glyph made of itself": (
        lambda: glyphs(SIMPLE, composite(0, 1)),
        "is damaged: its glyph 1 is made of itself, or more than 8 deep of others",
        AGAIN,
    ),
    "glyphs made of each other": (
        lambda: glyphs(SIMPLE, composite(3), composite(1), composite(2)),
        "is damaged: its glyph 1 is made of itself, or more than 8 deep of others",
        AGAIN,
    ),
    "parts of parts, forty deep": (
        lambda: glyphs(SIMPLE, *map(composite, range(40))),
        "is damaged: its glyph 9 is made of itself, or more than 8 deep of others",
        AGAIN,
    ),
    "parts of parts, three of each": (
        lambda: glyphs(SIMPLE, *(composite(number, number, number) for number in range(40))),
        "is damaged: a glyph is made of more than 256 parts",
        AGAIN,
    ),
    "parts of parts, many of each": (
        lambda: glyphs(SIMPLE, *(composite(*[number] * 20) for number in range(6))),
        "is damaged: a glyph is made of more than 256 parts",
        AGAIN,
    ),
    "parts without end": (
        lambda: glyphs(SIMPLE, composite(*[0] * 200_000)),
        "is damaged: a glyph is made of more than 256 parts",
        AGAIN,
    ),
    "millions of parts": (
        lambda: glyphs(SIMPLE, *[composite(*[0] * 250)] * 1400),
        "is damaged: its glyphs are made of more than 300,000 parts",
        AGAIN,
    ),
    "a part that is not there": (
        lambda: glyphs(SIMPLE, composite(0xFFFF)),
        "is damaged: its glyph 1 is made of glyphs that it does not have",
        AGAIN,
    ),
    "a part that is cut off": (
        lambda: glyphs(SIMPLE, composite(0, 0)[:-4]),
        "is damaged: its table glyf is too short",
        AGAIN,
    ),
    "a map with too many segments": (
        lambda: segments(1, 0x20, 0x7E, said=0xFFFE),
        "is damaged: its table cmap is too short",
        AGAIN,
    ),
    "segments over each other": (
        lambda: segments(32_767, 0, 0xFFFF),
        "is damaged: its table cmap names 2,147,418,112 characters; 150,000 is the most",
        AGAIN,
    ),
    "thousands of millions of characters": (
        lambda: groups((0, 0xFFFF_FFFF, 0)),
        "is damaged: its table cmap names 4,294,967,296 characters; 150,000 is the most",
        AGAIN,
    ),
    "thousands of millions of groups": (
        lambda: groups((0x20, 0x7E, 1), count=0xFFFF_FFFF),
        "is damaged: its table cmap names 4,294,967,295 characters; 150,000 is the most",
        AGAIN,
    ),
    "groups that are not there": (
        lambda: groups((0x20, 0x7E, 1), count=100_000),
        "is damaged: its table cmap is too short",
        AGAIN,
    ),
    "groups that go back": (
        lambda: groups(*[(1, 0, 1)] * 200_000),
        "is damaged: its table cmap names 200,000 characters; 150,000 is the most",
        AGAIN,
    ),
    "characters behind the last": (
        lambda: groups((0x20, 0x7E, 1), (0x10FFFF, 0x110000, 1)),
        "is damaged: its table cmap names characters that Unicode does not have",
        AGAIN,
    ),
    "glyphs behind the last": (
        lambda: groups((0x20, 0x7E, 1), (0x2022, 0x2022, 70_000)),
        "is damaged: the glyph of its character U+2022 is one that it does not have",
        AGAIN,
    ),
    "a map that is not there": (
        lambda: mapped(b""),
        "is damaged: its table cmap is too short",
        AGAIN,
    ),
    **{
        f"a map of the form {form}": (
            partial(mapped, pack(">HHLLLL", form, 0xFFFF, *[0xFFFF_FFFF] * 4) + bytes(600)),
            "has no map of Unicode characters",
            "use a font for text, with a character map for Unicode",
        )
        for form in (0, 2, 6, 8, 10, 13, 14, 99)
    },
    "a map for a Macintosh": (
        lambda: mapped(pack(">HHH256B", 0, 262, 0, *range(256)), 1, 0),
        "has no map of Unicode characters",
        "use a font for text, with a character map for Unicode",
    ),
    "no space": (
        lambda: groups((0x21, 0x7E, 1)),
        "has no space",
        "use a font for text in `styles:`; one for symbols can stand in `fallback:`",
    ),
    "thirty megabytes": (
        lambda: original() + bytes(30_000_001 - len(original())),
        "has 30,000,001 bytes; 30,000,000 is the most",
        "use a font for fewer scripts",
    ),
    **{
        f"a short table {tag}": (
            partial(cut, tag, length),
            f"is damaged: its table {tag} is too short",
            AGAIN,
        )
        for tag, length in (
            ("head", 52),
            ("OS/2", 80),
            ("post", 6),
            ("maxp", 30),
            ("hhea", 34),
            ("hmtx", 400),
            ("loca", 400),
            ("cmap", 40),
            ("cmap", 2),
        )
    },
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project whose theme ``x`` sets its text in ``Own.ttf``, which is not there yet; the current folder."""
    make(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(folder: Path) -> None:
    shutil.copytree(NIT, folder / "editions" / "nit")
    report = folder / "editions" / "nit" / "reports" / "ruritania.yaml"
    text = report.read_text(encoding="utf-8")
    marked = text.replace("active civil society", "active civil soci\u0323\u0301ety, ẋ, e\u0304\u0301 and fi")
    assert marked != text
    report.write_text(marked, encoding="utf-8")
    for name in ("themes", "fonts"):
        (folder / name).mkdir()
    themed(folder, "Own.ttf")


def themed(folder: Path, font: str) -> None:
    assert STANDARD.count(BODY) == 1
    (folder / "themes" / "x.yaml").write_text(STANDARD.replace(BODY, font), encoding="utf-8")


def told(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """Return what check says of the font, and its remedy."""
    assert run(["check", "themes/x.yaml", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["problems"]
    assert (found["line"], found["column"], found["code"]) == (8, 14, "bad-font")
    name, fact = found["message"].split(" ", 1)
    assert name == "“Own.ttf”"
    return fact, found["remedy"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_font_that_cannot_be_set_is_told_at_the_theme_s_line(
    name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, fact, remedy = BROKEN[name]
    (project / "fonts" / "Own.ttf").write_bytes(make())
    assert told(capsys) == (fact, remedy)


@pytest.mark.parametrize(
    "command",
    [
        ["build", "editions/nit/reports/ruritania.yaml", "-o", "x.pdf"],
        ["build", "editions/nit", "-o", "out"],
        ["volume", "editions/nit", "-o", "x.pdf"],
        ["check", "editions/nit"],
    ],
)
def test_every_command_tells_a_font_that_cannot_be_set(
    command: list[str], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "fonts" / "Own.ttf").write_bytes(segments(32_767, 0, 0xFFFF))
    assert run([*command, "--theme", "x"]) in {1, 4}
    err = capsys.readouterr().err
    fact = "is damaged: its table cmap names 2,147,418,112 characters; 150,000 is the most"
    assert f"themes/x.yaml:8:14: error[bad-font]: “Own.ttf” {fact}\n" in err
    assert f"help: {AGAIN}\n" in err
    assert "Traceback" not in err
    assert list(project.glob("**/*.pdf")) == []


def test_a_font_of_forty_gigabytes_is_not_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (project / "fonts" / "Own.ttf").open("wb") as file:
        file.write(original())
        file.truncate(40_000_000_000)
    assert told(capsys) == ("has 40,000,000,000 bytes; 30,000,000 is the most", "use a font for fewer scripts")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("what", ["a pipe", "a link to a pipe"])
def test_a_font_that_is_no_file_is_not_read(what: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    font = project / "fonts" / "Own.ttf"
    if what == "a pipe":
        os.mkfifo(font)
    else:
        os.mkfifo(project / "pipe")
        font.symlink_to(project / "pipe")
    assert told(capsys) == ("is not a regular file", "put a .ttf file in its place")


def test_a_link_that_leads_nowhere_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "fonts" / "Own.ttf").symlink_to("Gone.ttf")
    assert told(capsys) == ("cannot be read: No such file or directory", "check the file and its permissions")


def test_a_font_for_symbols_needs_no_space_where_it_stands_in(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "fonts" / "Signs.ttf").write_bytes(groups((0x2600, 0x2605, 1)))
    text = STANDARD.replace("  display:", "  signs:\n    regular: Signs.ttf\n  display:", 1)
    text = text.replace("fallback: [sans, serif]", "fallback: [sans, serif, signs]")
    (project / "themes" / "x.yaml").write_text(text, encoding="utf-8")
    assert run(["build", "editions/nit", "--theme", "x", "-o", "x.pdf"]) == 0, capsys.readouterr().err


def test_a_font_whose_last_glyphs_share_an_advance_is_set(project: Path) -> None:
    """The advances that one of the tables leaves out are those of the last one it has, in units of the font."""
    from pdfgen.pdf.truetype import Program  # noqa: PLC0415

    def change(found: Tables) -> None:
        count, full = unpack_from(">H", found["maxp"], 4)[0], 3
        pack_into(">H", found["head"], 18, 2000)
        pack_into(">H", found["hhea"], 34, full)
        found["hmtx"] = bytearray(pack(">6H", 100, 1, 200, 2, 640, 3) + pack(f">{count - full}H", *range(count - full)))

    (project / "fonts" / "Own.ttf").write_bytes(edited(change))
    found = Program((project / "fonts" / "Own.ttf").read_bytes())
    assert found.metrics[:5] == [(100, 1), (200, 2), (640, 3), (640, 0), (640, 1)]
    assert run(["build", "editions/nit", "--theme", "x", "-o", "x.pdf"]) == 0


# -- fonts that were damaged at random


def flipped(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 5, 50, 500))):
        content[chance.randrange(len(content))] = chance.randrange(256)


def headed(content: bytearray, chance: random.Random) -> None:
    """Damage the list of tables."""
    at = chance.randrange(4, 12 + 16 * content[5])
    content[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))


def shortened(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    del content[start : start + chance.choice((1, 2, 100, 10_000, len(content)))]


def swapped(content: bytearray, chance: random.Random) -> None:
    """Let two tables change places, or one be another."""
    one, other = (12 + 16 * chance.randrange(content[5]) for _ in range(2))
    rows = content[one + 4 : one + 16], content[other + 4 : other + 16]
    content[one + 4 : one + 16] = rows[1]
    if chance.random() < 0.7:
        content[other + 4 : other + 16] = rows[0]


def numbered(content: bytearray, chance: random.Random) -> None:
    """Put extreme numbers near the beginning of a table, where it says how much it has."""
    row = chance.randrange(content[5])
    start, length = unpack_from(">LL", content, 12 + 16 * row + 8)
    for _ in range(chance.choice((1, 1, 3))):
        form = chance.choice((">H", ">H", ">L"))
        most = max(min(length, chance.choice((8, 60, 2000))) - calcsize(form), 0)
        value = chance.choice((0, 1, 2, 3, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, chance.randrange(0x10000)))
        pack_into(form, content, start + chance.randrange(0, most + 1, 2), value)


def inside(content: bytearray, chance: random.Random) -> None:
    """Damage one table, the small ones as often as the large ones."""
    start, length = unpack_from(">LL", content, 12 + 16 * chance.randrange(content[5]) + 8)
    for _ in range(chance.choice((1, 4, 40))):
        content[start + chance.randrange(length)] = chance.randrange(256)


CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flipped,
    headed,
    shortened,
    swapped,
    numbered,
    numbered,
    inside,
    inside,
)
NAMES = (BODY, "SourceSans3_400Regular.ttf", "ReportDisplay-SemiBold.ttf", "SourceSerif4_600SemiBold_Italic.ttf")


def damaged(number: int) -> bytes:
    chance = random.Random(number)  # noqa: S311  # the same damage each time
    content = bytearray(original(NAMES[number % len(NAMES)]))
    chance.choice(CHANGES)(content, chance)
    return bytes(content)


def outcome(folder: Path, number: int) -> str:
    """Return what became of a report in a font that was damaged: a file, an error of ours, or what must not be."""
    from pdfgen import build_pdf, load_report  # noqa: PLC0415
    from pdfgen.errors import PdfgenError  # noqa: PLC0415

    (folder / "fonts" / f"{number}.ttf").write_bytes(damaged(number))
    themed(folder, f"{number}.ttf")
    try:
        build_pdf(load_report(folder / "editions" / "nit" / "reports" / "ruritania.yaml"), theme="x")
    except PdfgenError:
        return "refused"
    except BaseException:  # noqa: BLE001  # whatever it is, it is the find
        return traceback.format_exc()[-800:]
    finally:
        (folder / "fonts" / f"{number}.ttf").unlink()
    return "set"


def prepare(folder: Path) -> None:
    make(folder)
    (folder / "fonts" / "Own.ttf").write_bytes(original())
    outcome(folder, -1)  # what is loaded here is loaded for all


SECONDS, MEMORY = 10, 300_000_000
"""What one font or file may take."""


def each(numbers: range, outcome: Callable[[int], str]) -> None:
    """Write the outcome of each number, found in a process of its own that has limits."""
    import resource  # noqa: PLC0415

    for number in numbers:
        if not os.fork():
            used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
            resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            sys.stdout.write(json.dumps([number, outcome(number)]) + "\n")
            sys.stdout.flush()
            os._exit(0)
        status = os.wait()[1]
        if status:
            sys.stdout.write(json.dumps([number, f"ended with {status}"]) + "\n")
            sys.stdout.flush()


def attacked(module: str, folder: Path, numbers: range, good: set[str]) -> list[int]:
    """Return how often each of the ``good`` outcomes came; any other is a failure."""
    words = [sys.executable, "-m", module, str(folder), str(numbers.start), str(numbers.stop)]
    root = Path(__file__).parents[2]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [number for number, _ in rows] == list(numbers), done.stderr[-800:]
    assert {number: said for number, said in rows if said not in good} == {}
    return [sum(said == what for _, said in rows) for what in good]


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
def test_a_font_that_is_damaged_at_random_is_set_or_refused(tmp_path: Path) -> None:
    assert min(attacked("tests.attacks.test_fonts", tmp_path, range(24), {"set", "refused"})) > 3


@pytest.mark.attack
@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
def test_two_thousand_damaged_fonts(tmp_path: Path) -> None:
    assert min(attacked("tests.attacks.test_fonts", tmp_path, range(2_000), {"set", "refused"})) > 300


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
    each(range(int(sys.argv[2]), int(sys.argv[3])), partial(outcome, Path(sys.argv[1])))
