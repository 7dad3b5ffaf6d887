"""The exact place of words in a file that was read before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.source.text_file import SourceFile

if TYPE_CHECKING:
    from collections.abc import Collection

    from pdfgen.errors import Problem


def pointed(problem: Problem, snippet: str, shared: Collection[Path] = ()) -> Problem:
    """Return ``problem`` at the exact place of ``snippet`` in its value, with the line that it stands on.

    The file is read again: layout only knows where a value began. Words that do not stand there are searched in the
    ``shared`` files. Without any file, the place stays as it is.
    """
    origin = problem.origin
    own = _reread(Path(origin.path))
    place = own.find(snippet, origin.line, max(origin.end_line, origin.line)) if own else None
    if own and not place:
        for file in filter(None, map(_reread, shared)):
            if found := snippet and file.find(snippet, 1, len(file.lines)):
                moved = file.problem(*found, problem.code, problem.message, problem.remedy)
                return replace(moved, severity=problem.severity)
    if own is None:
        return problem
    line, column = place or (origin.line, origin.column)
    moved = own.problem(line, column, problem.code, problem.message, problem.remedy)
    return replace(moved, origin=replace(origin, line=line, column=column), severity=problem.severity)


def _reread(path: Path) -> SourceFile | None:
    """Return a file that was read before; None when that is not possible any more."""
    try:
        return SourceFile(str(path), path.read_text(encoding="utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError):
        return None
