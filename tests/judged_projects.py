"""Two whole projects that are judged: schools in words, with a limiting judgement; rivers with intervals."""

from __future__ import annotations

import shutil
from pathlib import Path

PROJECTS = Path(__file__).with_name("projects")


def copied(name: str, folder: Path) -> Path:
    """Copy a project into ``folder``; return the folder of its edition."""
    shutil.copytree(PROJECTS / name, folder / name)
    return folder / name / "editions" / "2018"


def change(path: Path, old: str, new: str) -> Path:
    """Write ``new`` in the place of ``old``, which stands in the file once; return the file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path
