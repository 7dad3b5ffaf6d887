"""The reports that a folder has already, and where new ones go beside them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from pdfgen.errors import PdfgenError
from pdfgen.source.heads import head
from pdfgen.source.places import EDITION_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.importers.entities import Entities

_LIKELY = 3  # names under which a report is searched before others are opened

Key = tuple[str, int | str, str]
"""What all reports on one entity share: rubric, edition, entity."""


@dataclass
class NewReport:
    """A report that is to be written: names for its file, best first; then its ``target``, when that is settled.

    ``other`` is the report on another entity that has the best name; None when no report has it.
    """

    key: Key
    content: bytes
    names: Iterator[str]
    target: Path | None = None
    other: Path | None = None


class Reports:
    """The reports in ``folder``."""

    def __init__(self, folder: Path, entities: Entities) -> None:
        self.folder, self.entities = folder, entities

    def settle(self, new: list[NewReport]) -> None:
        """Settle where each report goes.

        A report that is there keeps its file, under any name. A name is given once, and never that of a report on
        another entity; names differ in more than case.
        """
        there = {path.name.casefold(): path for path in sorted(self.folder.glob("*.[yY]*[mM][lL]"))}
        there.pop(EDITION_FILE, None)
        firsts = [list(islice(report.names, _LIKELY)) for report in new]
        for report, names in zip(new, firsts, strict=True):
            files = [path for name in names if (path := there.get(f"{name}.yaml"))]
            report.target = next((path for path in files if path.read_bytes() == report.content), None)
        taken = {report.target.name.casefold() for report in new if report.target}
        keys = (
            {name: self._key(path) for name, path in there.items() if name not in taken}
            if len(taken) < len(new)
            else {}
        )
        for report in new:
            same = [name for name, key in keys.items() if key == report.key and name not in taken]
            if report.target is None and same:
                report.target = there[same[0]]
                taken.add(same[0])
        for report, names in zip(new, firsts, strict=True):
            if report.target is None:
                report.target = self._free(report, names, taken, keys)
                taken.add(report.target.name.casefold())

    def _free(self, report: NewReport, first: list[str], taken: set[str], keys: dict[str, Key | None]) -> Path:
        """Return the first name that no report has; a file that is not known may be replaced on request."""
        for name in chain(first, report.names):
            file = f"{name}.yaml"
            if file in taken:
                continue
            if keys.get(file) is None:
                return self.folder / file
            report.other = report.other or self.folder / file
        raise AssertionError  # names have no end

    def _key(self, path: Path) -> Key | None:
        """Return what a report is on; None where that is unknown."""
        found = head(path)
        if found is None:
            return None
        rubric, edition, name = found.rubric, found.edition, found.entity.name
        try:
            return self.entities.key(self.entities.catalogue.rubric(rubric), edition, name)
        except PdfgenError:
            return None
