"""The result of a check: the files, and the problems and errors found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pdfgen.errors import PdfgenError, Problem
    from pdfgen.model.lacking import Lacking


@dataclass(slots=True)
class Checked:
    """What was checked, and what was found."""

    files: tuple[Path, ...]
    failed: set[Path] = field(default_factory=set)
    """The files that have an error."""
    problems: dict[Problem, None] = field(default_factory=dict)
    """Errors and warnings, each once; those that an edition waives have the severity ``waived``."""
    errors: dict[str, PdfgenError] = field(default_factory=dict)
    """What is wrong with no place in the input, by its words."""
    lacking: dict[Path, Lacking] = field(default_factory=dict)
    """What reports lack that are not finished."""

    @property
    def exit_code(self) -> int:
        """Return 0 when nothing is wrong, else the code of what is worst."""
        codes = [error.exit_code for error in self.errors.values()]
        codes += [InputError.exit_code] * any(problem.severity == "error" for problem in self.problems)
        return max(codes, default=0)

    def missing(self) -> dict[str, int]:
        """Return how much is missing of each kind, in all reports that are not finished."""
        counts: Counter[str] = Counter()
        for lacks in self.lacking.values():
            counts.update(lacks.counts())
        return dict(counts)

    def add(self, problems: Iterable[Problem], path: Path | None = None) -> None:
        """Take in the problems of a file, or of an edition."""
        for problem in problems:
            self.problems[problem] = None
            if path and problem.severity == "error":
                self.failed.add(path)

    def add_error(self, error: PdfgenError, path: Path | None = None) -> None:
        """Take in an error of a file, or of an edition."""
        if isinstance(error, InputError):
            self.add(error.problems)
        else:
            self.errors.setdefault(str(error), error)
        if path:
            self.failed.add(path)
