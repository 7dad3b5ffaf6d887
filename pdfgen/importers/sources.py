"""Which files of a folder are texts, and which are passed over."""

from __future__ import annotations

import os
import re
from pathlib import Path

from pdfgen.errors import Origin, Problem

# What systems and programs leave: hidden files, locks, backups, thumbnails.
_LEFTOVER = re.compile(r"\..*|~\$.*|.*~|#.*#|thumbs\.db|desktop\.ini|__macosx", re.IGNORECASE)
_MOST_NAMED = 10


def find_texts(folder: Path, scores: Path | None = None) -> tuple[list[Path], list[Problem]]:
    """Return the texts (``*.txt``, in any case) in ``folder`` and below, and a warning that names all other files.

    The score table ``scores`` and what systems leave behind are not told.
    """
    texts: list[Path] = []
    others: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _LEFTOVER.fullmatch(name))
        for name in sorted(files):
            path = Path(place, name)
            if _LEFTOVER.fullmatch(name) or (scores and path.absolute() == scores.absolute()):
                continue
            (texts if path.suffix.lower() == ".txt" else others).append(path)
    if not others:
        return sorted(texts), []
    names = ", ".join(str(path.relative_to(folder)) for path in others[:_MOST_NAMED])
    more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
    what = "file is not a text" if len(others) == 1 else "files are not texts"
    passed = "is" if len(others) == 1 else "are"
    message = f"{len(others)} {what} (*.txt) and {passed} passed over: {names}{more}"
    remedy = "save each report as plain text, with a name that ends in .txt"
    return sorted(texts), [Problem(Origin(str(others[0]), 1, 1), "no-text", message, remedy, severity="warning")]
