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


def edition_files(home: Path) -> Iterator[Path]:
    """Yield the edition files and reports of an edition, and of those beside it: one of them is the one before."""
    for folder in sorted(home.parent.iterdir()):
        if (folder / EDITION_FILE).is_file():
            yield from (*folder.glob("*.y*ml"), *folder.glob("*/*.y*ml"))


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files in ``folder`` and below it; none where there is no folder."""
    for place, _, names in os.walk(folder):
        yield from (folder / place / name for name in names)
