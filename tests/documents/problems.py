"""The pages of problem codes and of the rules of verify."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import pdfgen.preflight
from pdfgen.preflight.rule import Rules
from tests.documents.codes import codes
from tests.documents.expressions import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.documents.codes import Found

if sys.version_info >= (3, 11):
    import tomllib
else:  # pytest brings it along
    import tomli as tomllib

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "pdfgen"
_ROOMS = {
    "builds": "the files to build",
    "importers": "an import",
    "layout": "the pages",
    "mail": "a campaign, its list or its messages",
    "proofs": "the files to build",
    "model": "the values of a project file",
    "source": "a project file",
    "theme": "a theme",
}
"""What is checked where a code comes from."""


@cache
def known() -> dict[str, list[Found]]:
    """Return every code with the places it comes from. Raises LookupError where words.toml and the source differ."""
    made: dict[str, list[str]] = _words()["made"]
    found: dict[str, list[Found]] = defaultdict(list)
    for item in codes(PACKAGE):
        for code in made.get(item.code, [item.code]):
            if "{" in code:
                raise LookupError(f"{item.place}: `{code}` is made at run time: list its codes under [made]")
            found[code].append(item)
    return dict(sorted(found.items()))


def problems() -> str:
    """Return the page of all problem codes."""
    found, words = known(), _words()
    lines = [
        "# Problem codes",
        "",
        f"pdfgen tells {len(found)} kinds of problems. Each has a code, as in `error[unknown-key]`. A code keeps its",
        "meaning: filter by it (`--json`), or waive a warning by it in `edition.yaml`:",
        "",
        "```yaml",
        "waivers:",
        '  - {code: unknown-name, file: kosovo, reason: "new in this edition"}',
        "```",
        "",
        "An error stops the file that it is in. A warning does not. The remedies below are those that the program prints,",
        f"with “{GAP}” for what depends on the place.",
        "",
        "## Exit codes",
        "",
        "| code | meaning |",
        "| --- | --- |",
        *_exits(),
        "",
        "## Codes",
        "",
    ]
    for code, places in found.items():
        lines += [f"### `{code}`", "", words["meaning"][code], "", *_entry(code, places, words), ""]
    return "\n".join(lines)


def rules() -> str:
    """Return the page of the rules of verify."""
    words = tomllib.loads((HERE / "rules.toml").read_text("utf-8"))
    clauses: dict[str, list[str]] = defaultdict(list)
    for name, clause in [*_rules(), *words["beside"].items()]:
        if clause not in clauses[name]:
            clauses[name].append(clause)
    rows = [f"| `{name}` | {words['meaning'][name]} | {' · '.join(clauses[name])} |" for name in sorted(clauses)]
    return "\n".join(
        [
            "# Rules of `pdfgen verify`",
            "",
            "These rules are checked by pdfgen itself. The rules of PDF/A, PDF/UA and WTPDF belong to page-validation and",
            "veraPDF, and have their names. A clause that begins with “design” is a rule of this program and of no standard.",
            "",
            "| rule | what it asks | clause |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


def lacking() -> list[str]:
    """Return what the words lack, and what they have too much: nothing when they fit the source."""
    words = _words()
    found = known()
    made = {code for names in words["made"].values() for code in names}
    wrong = [
        f"[meaning] lacks {code}: {places[0].place}" for code, places in found.items() if code not in words["meaning"]
    ]
    wrong += [f"[{part}] has {code}, which is not in the source" for part in ("meaning", "severity", "remedy") for code in words[part] if code not in found]  # fmt: skip
    wrong += [f"[made] has {code}, which is not in the source" for code in made - found.keys()]
    wrong += [f"{code} has no remedy: {places[0].place}" for code, places in found.items() if not _remedies(code, places, words)]  # fmt: skip
    return wrong


def _entry(code: str, places: list[Found], words: dict[str, Any]) -> Iterator[str]:
    severity = words["severity"].get(code) or " or ".join(sorted({item.severity for item in places}))
    rooms = ", ".join(sorted({_ROOMS.get(item.room, item.room) for item in places}))
    yield f"- {severity[0].upper()}{severity[1:]}; found in: {rooms}"
    yield from (f"- Remedy: {remedy}" for remedy in _remedies(code, places, words))


def _remedies(code: str, places: list[Found], words: dict[str, Any]) -> list[str]:
    told = [remedy for item in places for remedy in item.remedies]
    return [*sorted(set(told)), *words["remedy"].get(code, ())]


def _exits() -> Iterator[str]:
    """Yield a row for each exit code that ``pdfgen --help`` names."""
    done = subprocess.run([sys.executable, "-m", "pdfgen", "--help"], capture_output=True, text=True, check=True)
    told = " ".join(done.stdout.split()).partition("Exit codes: ")[2].partition(". ")[0]
    for code, meaning in re.findall(r"(\d+) ([^0-9]+?)(?:, (?=\d)|$)", told):
        yield f"| {code} | {meaning} |"
    yield "| 130 | interrupted with Ctrl-C |"


def _rules() -> Iterable[tuple[str, str]]:
    for module in iter_modules(pdfgen.preflight.__path__, "pdfgen.preflight."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Rules):
                yield from ((rule.name, rule.clause) for rule in value)


def _words() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((HERE / "problems.toml").read_text("utf-8"))
    return found
