"""Which files of a folder are texts, and which are passed over."""

from __future__ import annotations

import os
import re
from pathlib import Path

from pdfgen.errors import Origin, Problem
from pdfgen.source.links import FOLLOW, leads_out

# What systems and programs leave: hidden files, locks, backups, thumbnails.
_LEFTOVER = re.compile(r"\..*|~\$.*|.*~|#.*#|thumbs\.db|desktop\.ini|__macosx", re.IGNORECASE)
_MOST_NAMED = 10


def find_texts(folder: Path, scores: Path | None = None) -> tuple[list[Path], list[Problem]]:
    """Return the texts (``*.txt``, in any case) in ``folder`` and below, and a warning that names all other files.

    The score table ``scores`` and what systems leave behind are not reported.
    """
    texts: list[Path] = []
    others: list[Path] = []
    links: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _LEFTOVER.fullmatch(name))
        for name in sorted(files):
            path = Path(place, name)
            if _LEFTOVER.fullmatch(name) or (scores and path.absolute() == scores.absolute()):
                continue
            kind = texts if path.suffix.lower() == ".txt" else others
            (links if path.is_symlink() and leads_out(path, folder) else kind).append(path)
    warnings = []
    if links:
        what = "link leads out of the folder and is" if len(links) == 1 else "links lead out of the folder and are"
        message = f"{len(links)} {what} passed over: {_named(links, folder)}"
        warnings.append(_warning(links[0], "link-out", message, FOLLOW))
    if not others:
        return sorted(texts), warnings
    what = "file is not a text" if len(others) == 1 else "files are not texts"
    passed = "is" if len(others) == 1 else "are"
    message = f"{len(others)} {what} (*.txt) and {passed} passed over: {_named(others, folder)}"
    remedy = "save each report as plain text, with a name that ends in .txt"
    return sorted(texts), [*warnings, _warning(others[0], "no-text", message, remedy)]


def _named(paths: list[Path], folder: Path) -> str:
    more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    return ", ".join(str(path.relative_to(folder)) for path in paths[:_MOST_NAMED]) + more


def _warning(path: Path, code: str, message: str, remedy: str) -> Problem:
    return Problem(Origin(str(path), 1, 1), code, message, remedy, severity="warning")
