"""Proofs of reports and of their volume: what cannot be set of them, and files of one name."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, PdfgenError, Problem
from pdfgen.outputs import report_file
from pdfgen.pipeline import proofread
from pdfgen.profiles import Profile
from pdfgen.source.edition import assemble
from pdfgen.source.places import EDITION_FILE, edition_folder, shown
from pdfgen.source.waivers import idle
from pdfgen.source.yaml_file import read
from pdfgen.volumes import proofread_volume

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pdfgen.proofs.checked import Checked
    from pdfgen.source.edition import LoadedEdition
    from pdfgen.source.load import Loaded

_LONGEST = 255  # bytes of a file's name, on nearly all systems


def check_loaded(
    checked: Checked,
    reports: Sequence[Loaded],
    editions: Sequence[LoadedEdition],
    *,
    data_only: bool,
    page_size: str,
    theme: str | None,
) -> Checked:
    """Return ``checked`` with the problems of reports and editions that were loaded from memory."""
    every = [*reports, *(loaded for edition in editions for loaded in edition.reports)]
    files = [Path(loaded.report.origin().path) for loaded in every]
    checked.files = (*checked.files, *dict.fromkeys(files))
    for loaded, path in zip(every, files, strict=True):
        checked.add(loaded.warnings)
        if loaded.lacks:
            checked.lacking[path] = loaded.lacks
        if not data_only:
            _add(checked, partial(proofread, loaded, page_size, theme), path)
    if not data_only:
        for edition in editions:
            _add(checked, partial(proofread_volume, edition, page_size, theme), Path(edition.origin.path))
    return checked


def _add(checked: Checked, proof: Callable[[], list[Problem]], path: Path) -> None:
    try:
        checked.add(proof(), path)
    except PdfgenError as error:
        checked.add_error(error, path)


class Proofs:
    """Reads the proofs of what was loaded; what is found goes into ``checked``."""

    def __init__(self, checked: Checked, page_size: str, theme: str | None) -> None:
        self.checked, self.page_size, self.theme = checked, page_size, theme
        self.homes: dict[Path, Path | None] = {}
        """The editions of the files, where a folder is named."""

    def read(self, paths: Sequence[Path], sound: Sequence[Loaded]) -> None:
        """Read the proofs of the reports, then those of the editions whose folders ``paths`` name.

        Raises UsageError when there is no such theme.
        """
        if self.theme:
            for loaded in sound:
                loaded.catalogue.theme_file(self.theme)  # what was asked for wrongly is told before anything is read
        for loaded in sound:
            self._report(loaded)
        for loaded, problem in _file_names(sound):
            self.checked.add([problem], _path(loaded))
        folders = [Path(os.path.realpath(path)) for path in paths if path.is_dir()]
        if folders:
            self.homes = {path: _home(path) for path in self.checked.files}
        for home in dict.fromkeys(filter(None, self.homes.values())):
            if any(folder in (home, *home.parents) for folder in folders):
                self._edition(home, [loaded for loaded in sound if self.homes[_path(loaded)] == home])

    def _report(self, loaded: Loaded) -> None:
        try:
            self.checked.add(proofread(loaded, self.page_size, self.theme), _path(loaded))
        except PdfgenError as error:
            self.checked.add_error(error, _path(loaded))

    def _edition(self, home: Path, reports: list[Loaded]) -> None:
        """Read what an edition has beside its reports."""
        folder = shown(home)
        try:
            edition, wrong = assemble(folder, reports)
            self.checked.add(wrong)
            if not reports:
                return
            known = {(str(problem.origin), problem.code) for problem in self.checked.problems}
            flaws = proofread_volume(edition, self.page_size, self.theme)
            self.checked.add(flaw for flaw in flaws if (str(flaw.origin), flaw.code) not in known)
        except PdfgenError as error:
            if reports or isinstance(error, InputError):  # else it is told with its reports
                self.checked.add_error(error)
            return
        tree, _ = read(folder / EDITION_FILE)
        if tree and not any(self.homes[path] == home for path in self.checked.failed):  # every warning is known
            self.checked.add(idle(edition.edition.waivers, list(self.checked.problems), tree))


def _file_names(reports: Sequence[Loaded]) -> Iterator[tuple[Loaded, Problem]]:
    """Yield a problem for each report whose file would have the name of another one's, or too long a name."""
    first: dict[str, Loaded] = {}
    for loaded in reports:
        name = _name(loaded)
        place = Origin(str(_path(loaded)), 1, 1)
        if (other := first.setdefault(name, loaded)) is not loaded:
            message = f"{_path(other)} and {_path(loaded)} would both be written to {name}"
            yield loaded, Problem(place, "same-file", message, "give one of the two another file name")
        if (size := len(os.fsencode(_name(loaded, "print")))) > _LONGEST:
            message = f"the name of its file for print would have {size} bytes; {_LONGEST} is the most"
            yield loaded, Problem(place, "long-file-name", message, "give the report a shorter file name")


def _name(loaded: Loaded, profile: str = "screen") -> str:
    report = loaded.report
    return report_file(report.rubric, report.edition, _path(loaded).stem, Profile.named(name=profile))


def _path(loaded: Loaded) -> Path:
    return Path(loaded.report.origin().path)


def _home(path: Path) -> Path | None:
    """Return the real folder of the edition that a file belongs to."""
    home = edition_folder(path)
    return Path(os.path.realpath(home)) if home else None
