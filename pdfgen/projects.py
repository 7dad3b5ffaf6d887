"""A project and its editions on disk, by their folders: what the Python interface is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pdfgen.errors import UsageError
from pdfgen.source.places import EDITION_FILE, EDITIONS, editions_beside, project_folder, reports_of


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with ``editions/``, and rubrics, labels, themes, names, scores and fonts of its own.

    Raises UsageError when it is no folder.
    """

    folder: Path

    def __init__(self, folder: str | Path) -> None:
        object.__setattr__(self, "folder", Path(folder))
        if not self.folder.is_dir():
            raise UsageError(f"{self.folder} is not a folder", "name the folder that has `editions/`")

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Every edition, in the order of names."""
        return tuple(map(Edition, editions_beside(self.folder / EDITIONS / EDITION_FILE)))

    def edition(self, name: str) -> Edition:
        """Return the edition in ``editions/NAME``. Raises UsageError when there is none."""
        return Edition(self.folder / EDITIONS / name)


@dataclass(frozen=True, slots=True)
class Edition:
    """A folder with an edition file and reports. Raises UsageError when it has no edition file."""

    folder: Path

    def __init__(self, folder: str | Path) -> None:
        object.__setattr__(self, "folder", Path(folder))
        if not (self.folder / EDITION_FILE).is_file():
            remedy = "name the folder of an edition, or begin one with `pdfgen new edition`"
            raise UsageError(f"{self.folder} has no {EDITION_FILE}", remedy)

    @property
    def project(self) -> Project:
        """The project that the edition belongs to: the edition itself where it lies in no ``editions/``."""
        return Project(project_folder(self.folder) or self.folder)

    @property
    def reports(self) -> tuple[Path, ...]:
        """The files of its reports, in the order of names."""
        return tuple(reports_of(self.folder))
