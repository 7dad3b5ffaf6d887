"""A sound small project, and what hostile hands make of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.resources import shipped
from tests.mini import rubric

if TYPE_CHECKING:
    from collections.abc import Callable

OTHERS = "words-of-another"

RUBRIC = rubric(2023, 2024)
EDITION = """\
rubric: mini
edition: {0}
year_under_review: {1}
theme: own
volume: {{essays: [essays/foreword.md]}}
"""
REPORT = """\
entity:
  name: {0}
  kind: country
overview: |
  Words with *emphasis*.
answers:
  Q1: {{score: 3, narrative: Why first.}}
  Q2: {{score: 4, narrative: Why second.}}
"""
TABLE = "entity,Q1,Q2,Total\nAlpha,3,4,7\nBeta,3,4,7\n"
ESSAY = "# Foreword\n\nWords.\n\n## Part\n\nMore words.\n"
NAMES = "entities:\n  - {name: Alpha, kind: country}\n  - {name: Beta, kind: country}\n"
FONT = "SourceSans3_400Regular.ttf"

FILES = {
    "edition": "editions/2024/edition.yaml",
    "report": "editions/2024/reports/alpha.yaml",
    "earlier": "editions/2023/reports/alpha.yaml",
    "rubric": "rubrics/mini.yaml",
    "labels": "labels/en.yaml",
    "theme": "themes/own.yaml",
    "names": "names/mini.yaml",
    "scores": "scores/mini/2023.csv",
    "essay": "editions/2024/essays/foreword.md",
    "font": "fonts/Own.ttf",
}
"""One file of each kind."""


def sound(root: Path) -> Path:
    """Make a project that can be checked, built and bound; return its edition."""
    data = shipped("data")
    theme = (data / "themes" / "standard.yaml").read_text(encoding="utf-8").replace(FONT, "Own.ttf")
    texts = {
        "rubrics/mini.yaml": RUBRIC,
        "names/mini.yaml": NAMES,
        "labels/en.yaml": (data / "labels" / "en.yaml").read_text(encoding="utf-8"),
        "themes/own.yaml": theme,
        "scores/mini/2023.csv": TABLE,
    }
    for year in (2023, 2024):
        home = f"editions/{year}"
        texts[f"{home}/edition.yaml"] = EDITION.format(year, year - 1)
        texts[f"{home}/essays/foreword.md"] = ESSAY
        for name in ("Alpha", "Beta"):
            texts[f"{home}/reports/{name.lower()}.yaml"] = REPORT.format(name)
    for place, text in texts.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text, encoding="utf-8")
    (root / "fonts").mkdir()
    shutil.copy(shipped("fonts") / FONT, root / "fonts" / "Own.ttf")
    return root / "editions" / "2024"


def _instead(content: bytes) -> Callable[[Path], None]:
    return lambda path: void(path.write_bytes(content))


def _behind(content: bytes) -> Callable[[Path], None]:
    return lambda path: void(path.write_bytes(path.read_bytes() + content))


def void(_: object) -> None:
    """Return nothing."""


def _linked(target: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.unlink()
        path.symlink_to(target)

    return make


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _sparse(path: Path) -> None:
    os.truncate(path, 40_000_000_000)


def _to_secret(path: Path) -> None:
    secret = _outside(path)
    secret.write_text(f"{OTHERS}:*:20228:0:99999:7:::\n", encoding="utf-8")
    path.unlink()
    path.symlink_to(secret)


def _outside(path: Path) -> Path:
    """Return a place beside the project that a file is in."""
    root = next(folder for folder in path.parents if (folder / "rubrics").is_dir())
    return root.parent / f"{root.name}-secret"


ON_FILES: dict[str, Callable[[Path], None]] = {
    "gone": Path.unlink,
    "empty": _instead(b""),
    "a folder": _folder,
    "a pipe": _pipe,
    "endless": _linked("/dev/zero"),
    "dangling": _linked("nowhere"),
    "a link to itself": lambda path: _linked(path.name)(path),
    "a secret": _to_secret,
    "sparse": _sparse,
    "Latin-1": _instead("entity,Q1\nCôte,1\nname: Côte\n".encode("latin-1")),
    "UTF-16": _instead("entity,Q1\nAlpha,1\n".encode("utf-16")),
    "zero bytes": _behind(b"\0" * 10_000),
    "noise": _instead(bytes(range(256)) * 4_000),
    "3 MB": _instead(b"a" * 3_000_000),
    "a long line": _instead(b"a " * 900_000),
    "a long line behind": _behind(b"\n# " + b"a" * 1_500_000),
    "blanks": _behind(b" " * 1_900_000 + b"b"),
    "empty lines": _behind(b"\n" * 1_900_000),
    "brackets": _instead(b"a: " + b"[" * 100_000),
    "braces": _behind(b"\nx: " + b"{a: " * 1_000),
    "aliases": _instead(b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
    "quotes": _behind(b'"' * 100_001),
    "commas": _behind(b"\n" + b"," * 1_000_000),
    "keys": _behind(b"\n" + b"".join(b"k%d: 1\n" % number for number in range(20_000))),
    "items": _behind(b"\nx:\n" + b"- a\n" * 100_000),
    "headings": _behind(b"\n" + b"## a\n\nb\n\n" * 60_000),
    "half of it": lambda path: _instead(path.read_bytes()[: path.stat().st_size // 2])(path),
}
"""What can be done to a file of any kind."""


def _replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        path = root / FILES[file]
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return make


def _table(text: str) -> Callable[[Path], None]:
    return lambda root: void((root / FILES["scores"]).write_text(text, encoding="utf-8"))


def _derived(items: str) -> Callable[[Path], None]:
    return _replaced("rubric", "derived:\n", "derived:\n" + items)


def _chain(count: int, formula: str) -> str:
    return "".join(
        f"  - {{id: D{number}, label: D, formula: {formula.format(f'D{number + 1}' if number + 1 < count else 'Total')}}}\n"
        for number in range(count)
    )


def _linked_folder(place: str, target: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / place).symlink_to(target, target_is_directory=True)

    return make


def _both(*attacks: Callable[[Path], None]) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        for attack in attacks:
            attack(root)

    return make


def _doubling(root: Path) -> None:
    for number in range(20):
        folder = root / "editions" / "2024" / "reports" / f"d{number}"
        folder.mkdir()
        (folder / "up").symlink_to("..")


def _essay(text: str) -> Callable[[Path], None]:
    return lambda root: void((root / FILES["essay"]).write_text(text, encoding="utf-8"))


def _more(name: str, text: str) -> Callable[[Path], None]:
    return lambda root: void((root / "editions/2024/reports" / name).write_text(text, encoding="utf-8"))


_SUM = "{{op: sum, of: [{}]}}"
_STEEP = "{{op: linear, of: {}, source: [0, 1], target: [0, 99999999999999999]}}"
_LONG = "x" * 60_000

ON_PROJECTS: dict[str, Callable[[Path], None]] = {
    "table: a stray quote": _table('entity,Q1,Q2\n"Alpha,3,4\nBeta,3,4\n'),
    "table: a quote inside": _table('entity,Q1,Q2\nAl"pha,3,4\n'),
    "table: a short row": _table("Q1,Q2,entity\n3\n3,4,Alpha\n"),
    "table: no name": _table("entity,Q1,Q2\n,3,4\n"),
    "table: a long cell": _table(f"entity,Q1\nAlpha,{'9' * 200_000}\n"),
    "table: an exponent": _table("entity,Q1,Q2\nAlpha,1e9999999,4\n"),
    "table: NaN": _table("entity,Q1,Q2\nAlpha,NaN,4\n"),
    "table: digits": _table(f"entity,Q1,Q2\nAlpha,{'9' * 9_000},4\n"),
    "table: a long total": _table(f"entity,Q1,Q2,Total\nAlpha,3,4,{'9' * 9_000}\n"),
    "table: columns": _table(",".join(["entity", *(f"c{number}" for number in range(150_000))]) + "\nAlpha\n"),
    "table: rows": _table("entity,Q1,Q2\n" + "".join(f"E{number},3,4\n" for number in range(100_000))),
    "table: a million short rows": _table("entity,Q1\n" + "a\n" * 1_000_000),
    "table: a formula": _table("entity,Q1,Q2\n=1+cmd|'/C calc'!A0,3,4\n"),
    "table: waivers": _table("entity,Q1,Q2,waivers\nAlpha,3,4," + "Q1:x;" * 1_900 + "\n"),
    "report: a formula": _replaced("report", "name: Alpha", "name: \"=HYPERLINK('x')\""),
    "report: a long name": _replaced("report", "name: Alpha", f"name: {_LONG}"),
    "report: blanks": _replaced("report", "Why first.", f"a{' ' * 60_000}b"),
    "report: paragraphs": _replaced("report", "Why first.", '"' + "a\\n\\n" * 15_000 + '"'),
    "report: items": _replaced("report", "Why first.", '"' + "- a\\n" * 4_000 + '"'),
    "report: many paragraphs": _replaced("report", "overview: |\n", "overview: |\n" + "  a\n\n" * 200_000),
    "report: stars": _replaced("report", "Why first.", '"' + "*a" * 4_900 + '"'),
    "report: brackets": _replaced("report", "Why first.", '"' + "[" * 490 + '"'),
    "report: 2,000 developments": _replaced("report", "answers:", "key_developments:\n" + "- a\n" * 1_999 + "answers:"),
    "report: one word": _replaced("report", "Why first.", "a" * 19_000),
    "report: marks on a letter": _replaced("report", "Why first.", '"e' + "\\u0301" * 29 + '"'),
    "edition: a long title": _replaced("edition", "volume: {", f"volume: {{title: {_LONG}, "),
    "edition: 2,000 regions": _replaced(
        "edition", "theme", f"regions: [{', '.join(f'r{n}' for n in range(1_999))}]\ntheme"
    ),
    "edition: 300 essays": _replaced("edition", "[essays", f"[{', '.join(f'e{n}.md' for n in range(300))}, essays"),
    "edition: an essay above": _replaced("edition", "essays/foreword.md", "../../../x.md"),
    "edition: an essay elsewhere": _replaced("edition", "essays/foreword.md", "/etc/hostname.md"),
    "edition: another rubric": _replaced("edition", "rubric: mini", "rubric: ../../mini"),
    "edition: a citation": _replaced("edition", "theme:", 'publication: {citation: "{series:>1000000000}"}\ntheme:'),
    "essay: blanks": _essay(f"# T\n\n## a{' ' * 60_000}b\n\nc\n"),
    "essay: headings": _essay("# T\n\n" + "## a\n\nb\n\n" * 60_000),
    "essay: items": _essay("# T\n\n" + "- a\n" * 100_000),
    "essay: a long heading": _essay(f"# T\n\n## {_LONG}\n\nb\n"),
    "rubric: 60 in a chain": _derived(_chain(60, _SUM)),
    "rubric: 300 in a chain": _derived(_chain(300, _SUM)),
    "rubric: 1,500 in a chain": _derived(_chain(1_500, _SUM)),
    "rubric: a circle": _derived(_chain(1_500, _SUM).replace("Total", "D0")),
    "rubric: steep lines": _derived(_chain(60, _STEEP)),
    "rubric: steep lines at the top": _both(
        _derived(_chain(60, _STEEP)), _replaced("rubric", "aggregate: Total", "aggregate: D0")
    ),
    "rubric: 1,900 measures": _derived(
        "".join(f"  - {{id: D{n}, label: D, formula: {{op: sum, of: [Total]}}}}\n" for n in range(1_900))
    ),
    "rubric: 300 editions": _replaced("rubric", "[2023, 2024]", f"[{', '.join(map(str, range(1900, 2200)))}]"),
    "rubric: 2,000 bands": _replaced(
        "rubric",
        "bands: [",
        "bands: ["
        + ", ".join(f"{{code: b{n}, min: {n / 1000}, below: {(n + 1) / 1000}}}" for n in range(1_900))
        + ", ",
    ),
    "rubric: a long label": _replaced("rubric", "label: First", f"label: {_LONG}"),
    "rubric: 19,000 facts": _replaced(
        "rubric",
        "derived:",
        "quick_facts:\n" + "".join(f"  - {{id: f{n}, label: F}}\n" for n in range(1_900)) + "derived:",
    ),
    "rubric: a name for another": _replaced("rubric", "id: mini", "id: maxi"),
    "names: a formula": _replaced("names", "name: Alpha", 'name: "@SUM(1)"'),
    "names: 1,900 more": _replaced(
        "names", "entities:\n", "entities:\n" + "".join(f"  - {{name: N{n}, kind: country}}\n" for n in range(1_900))
    ),
    "names: twice": _replaced("names", "name: Beta", "name: Alpha"),
    "labels: a format": _replaced("labels", "{", "{edition:>999999999}{"),
    "theme: a face elsewhere": _replaced("theme", "Own.ttf", "../../../etc/passwd"),
    "a circle of folders": _linked_folder("editions/2024/reports/again", ".."),
    "a link to the root": _linked_folder("editions/2024/reports/all", "/"),
    "a link to all editions": _linked_folder("editions/2024/reports/others", "../.."),
    "scores in a circle": _linked_folder("scores/mini/again", ".."),
    "scores in the root": _linked_folder("scores/all", "/"),
    "an edition in a circle": _linked_folder("editions/2025", "2025"),
    "20 links that double": _doubling,
    "a report by another name": lambda root: void(
        (root / "editions/2024/reports/x.yaml.txt").write_text(REPORT.format("Gamma"))
    ),
    "a report of a long name": _more("a" * 225 + ".yaml", REPORT.format("Gamma")),
    "a report with ESC in its name": _more("a\x1b]0;b\x07.yaml", "x: y"),
    "a report in Latin-1": _more(os.fsdecode(b"c\xf4te.yaml"), REPORT.format("Gamma")),
}
"""What is done to a project."""


def attacks() -> dict[str, Callable[[Path], None]]:
    """Return every attack on a project by its name."""
    found = dict(ON_PROJECTS)
    for kind, place in FILES.items():
        for name, attack in ON_FILES.items():
            found[f"{kind}: {name}"] = lambda root, attack=attack, place=place: attack(root / place)  # type: ignore[misc]
    return found
