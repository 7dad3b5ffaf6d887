"""How results are told: problems as text, JSON or GitHub annotations.

Words go to standard error, data to standard output. What is told comes from files and names that anybody may have made:
nothing of it steers a terminal.
"""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from pdfgen.errors import InputError, PdfgenError, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.errors import Problem

MOST_SHOWN = 50
_COLOURS = re.compile(r"(\x1b\[(?:0|1|3[1-3])m)")
_UNSHOWN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def coloured(*, results: bool = False) -> bool:
    """Tell whether standard error, or output with ``results``, is a terminal for colour (https://no-color.org)."""
    stream = sys.stdout if results else sys.stderr
    return stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")


def say(words: str, colour: str | None = None) -> None:
    """Say something to a person, bold in a colour if one is given."""
    words = visible(words)
    click.echo(click.style(words, fg=colour, bold=True) if colour else words, err=True, color=coloured())


def tell(words: str) -> None:
    """Tell a result that is words, on standard output; they may have the colours that a result has."""
    shown = "".join(part if _COLOURS.fullmatch(part) else visible(part) for part in _COLOURS.split(words))
    click.echo(shown, color=coloured(results=True))


def say_problems(problems: list[Problem]) -> None:
    """Show problems with their lines, fifty at most, and say how many more there are."""
    for problem in problems[:MOST_SHOWN]:
        head, rest = problem.text().partition("\n")[::2]
        say(head, "red" if problem.severity == "error" else "yellow")
        say(f"{rest}\n" if rest else "")
    if len(problems) > MOST_SHOWN:
        say(f"… and {len(problems) - MOST_SHOWN} more problems\n")


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems without those that strike other files in the same words: the first file tells how many."""
    files: dict[tuple[str, str], dict[str, list[Problem]]] = {}
    for problem in problems:
        files.setdefault((problem.code, problem.message), {}).setdefault(problem.origin.path, []).append(problem)
    found: list[Problem] = []
    for same in files.values():
        others = f" (and in {count(len(same) - 1, 'other text')})" if len(same) > 1 else ""
        found += [replace(item, message=item.message + others) for item in next(iter(same.values()))]
    return found


def annotate(problems: Iterable[Problem]) -> None:
    """Print problems as workflow commands of GitHub Actions."""
    for problem in problems:
        place = problem.origin
        words = f"{problem.message} ({problem.remedy})" if problem.remedy else problem.message
        where = f"file={_property(place.path)},line={place.line},col={place.column},title={_property(problem.code)}"
        click.echo(f"::{problem.severity} {where}::{_data(words)}")


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_data(problem: Problem) -> dict[str, Any]:
    """Return a problem for JSON."""
    place = problem.origin
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "remedy": problem.remedy,
    }


def print_json(data: Any) -> None:
    """Print data on standard output; characters that cannot be shown there, or steer a terminal, by their numbers."""
    unicode = (getattr(sys.stdout, "encoding", None) or "utf-8").lower() in ("utf-8", "utf8")
    text = json.dumps(data, ensure_ascii=not unicode, indent=2)
    click.echo(_UNSHOWN.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def show(problems: list[Problem], form: str) -> None:
    """Show problems in a form for people or for GitHub; JSON is printed with the whole result."""
    if form == "github":
        annotate(problems)
    elif form == "text":
        say_problems(problems)


def problems_of(error: PdfgenError) -> list[Problem]:
    """Return the problems that an error carries and nobody waives; none for one that is not about the input."""
    problems = error.problems if isinstance(error, InputError) else ()
    return [problem for problem in problems if problem.severity != "waived"]


def error_data(error: PdfgenError) -> dict[str, str]:
    """Return an error for JSON."""
    return {"message": str(error), "remedy": error.remedy}


def print_refusal(error: PdfgenError) -> None:
    """Print as JSON why a command did nothing: an error, or the problems of its input."""
    found = problems_of(error)
    print_json({"error": None if found else error_data(error), "problems": list(map(as_data, found))})


def say_error(error: PdfgenError, form: str = "text") -> None:
    """Say what went wrong and what to do."""
    if form == "github":
        click.echo(f"::error::{_data(f'{error} ({error.remedy})')}")
    say(f"error: {error}", "red")
    if error.remedy:
        say(f"help: {error.remedy}")


def count(number: int, what: str) -> str:
    """Return ``1 report``, ``2 reports``."""
    return f"{number} {what}{'' if number == 1 else 's'}"
