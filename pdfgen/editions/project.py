"""The files of a project: the editions, and what their reports share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pdfgen.source.catalogue import EDITION_FILE, edition_folder, project_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SHARED = ("rubrics", "labels", "themes", "names", "scores", "fonts")
"""The folders of a project that all its reports draw on."""


def homes(sources: Iterable[Path]) -> dict[Path, Path | None]:
    """Return the folders that ``sources`` lie in, each with its edition folder."""
    found: dict[Path, Path | None] = {}
    for source in sources:
        if (folder := source.absolute().parent) not in found:
            found[folder] = edition_folder(source)
    return found


def roots(sources: Iterable[Path]) -> list[Path]:
    """Return the projects that ``sources`` belong to, or the folder of those that belong to none."""
    return list(dict.fromkeys(project_folder(home) or folder for folder, home in homes(sources).items()))


def shared_files(root: Path) -> Iterator[Path]:
    """Yield every file that the reports of a project can draw on."""
    for folder in SHARED:
        yield from files_below(root / folder)


def editions_beside(home: Path) -> Iterator[Path]:
    """Yield the edition folders in the folder of ``home``, itself among them: one of them is the one before."""
    try:
        names = sorted(os.listdir(home.parent))  # noqa: PTH208  # names are enough
    except OSError:  # it may be entered, not read
        names = [home.name]
    for name in names:
        if os.path.isfile(home.parent / name / EDITION_FILE):  # noqa: PTH113  # a folder that is closed to us has none
            yield home.parent / name


def edition_files(home: Path) -> Iterator[Path]:
    """Yield the edition files and the reports of an edition."""
    yield from home.glob("*.y*ml")
    yield from home.glob("*/*.y*ml")


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files in ``folder`` and below it; none where there is no folder."""
    for place, _, names in os.walk(folder):
        yield from (folder / place / name for name in names)
