"""What can go wrong: a place in a source file, a problem found there, and the exceptions that carry problems.

Every exception has the exit code that the command line gives for it and a remedy in words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "waived"]
"""A warning that the edition waives is counted, and not shown."""

# what steers a terminal, or changes the order of what is shown: controls but tab and line feed, marks of direction
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def visible(text: str, *, lines: bool = True) -> str:
    """Return ``text`` with what could steer a terminal written as numbers; line feeds, too, without ``lines``."""
    text = _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
    return text if lines else text.replace("\n", "\\n")


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a source file: lines and columns count characters from 1; line 0 is a value in memory.

    ``field`` names the value in the author's terms (``answers.A1.narrative``). Its text begins on ``text_line`` and
    ends on ``end_line``, so that a character or a word in it can be looked up later.
    """

    path: str
    line: int
    column: int
    field: str = ""
    text_line: int = 0
    end_line: int = 0

    def __str__(self) -> str:
        place = f"{self.line}:{self.column}" if self.line else f" {visible(self.field, lines=False)}".rstrip()
        return f"{visible(self.path, lines=False)}:{place}".rstrip(":")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of the input: its place, the fact, and the remedy.

    ``code`` is stable and meant for filters. ``excerpt`` is the source line at ``origin``, or the part of a long one
    that begins at ``excerpt_column``; empty when there is none.
    """

    origin: Origin
    code: str
    message: str
    remedy: str = ""
    excerpt: str = ""
    excerpt_column: int = 1
    severity: Severity = "error"

    def headline(self) -> str:
        """Return ``path:line:column: error[code]: message``, the form that editors and CI systems link."""
        return f"{self.origin}: {self.severity}[{self.code}]: {visible(self.message)}"

    def text(self) -> str:
        """Return the headline, the source line with a caret under the place, and the remedy."""
        parts = [self.headline()]
        if self.excerpt:
            number = str(self.origin.line)
            before = self.excerpt[: self.origin.column - self.excerpt_column]
            indent = "".join("\t" if c == "\t" else " " * _cells(c) for c in before)
            parts += [f"  {number} | {visible(self.excerpt)}", f"  {' ' * len(number)} | {indent}^"]
        if self.remedy:
            parts.append(f"  help: {visible(self.remedy)}")
        return "\n".join(parts)


def _cells(char: str) -> int:
    """Return how many terminal cells ``char`` takes, so that the caret stands under its character."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class PdfgenError(Exception):
    """Base of all errors that pdfgen raises on purpose."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class InputError(PdfgenError):
    """The input has problems; all of them are in ``problems``, in the order of file and line."""

    exit_code = 1

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.origin.path, p.origin.line, p.origin.column)))
        super().__init__("\n".join(p.text() for p in self.problems), "correct the places named above")


class UsageError(PdfgenError):
    """The request makes no sense: an unknown name, options that exclude each other."""

    exit_code = 2


class EnvironmentFailure(PdfgenError):  # noqa: N818  # EnvironmentError is a name of Python’s own
    """A system error: no space, no permission, a missing extra, a shipped file that is gone."""

    exit_code = 3


class BatchError(PdfgenError):
    """Some reports of a batch failed; the others were delivered. ``failures`` maps a source path to its error."""

    exit_code = 4

    def __init__(self, failures: dict[str, PdfgenError], delivered: int) -> None:
        self.failures = failures
        self.delivered = delivered
        total = len(failures) + delivered
        super().__init__(
            f"{len(failures)} of {total} reports failed", "correct the problems named above and build again"
        )
