"""The files of a project: the editions, and what their reports share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.source.kinds import SHARED_FOLDERS
from pdfgen.source.links import leads_out
from pdfgen.source.places import EDITION_FILE, edition_folder, project_folder, reports_of, walked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


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
    for folder in SHARED_FOLDERS:
        yield from files_below(root / folder)


def edition_files(home: Path) -> Iterator[Path]:
    """Yield the edition file and the reports of an edition."""
    yield home / EDITION_FILE
    yield from reports_of(home)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files in ``folder`` and below it; none where there is no folder."""
    for place, folders, names in walked(folder):
        folders[:] = [name for name in folders if not leads_out(place / name, folder.parent)]
        yield from (place / name for name in names)
