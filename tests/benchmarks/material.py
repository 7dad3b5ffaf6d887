"""What is set: the texts of a corpus, imported by pdfgen's own importer, as report files and in plain form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.importers.edition_import import import_edition
from pdfgen.resources import shipped
from pdfgen.source.load import load
from tests.benchmarks.plain import plain

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.plain import Report

RUBRIC = "freedom-in-the-world"
WARM_UP = shipped("data") / "editions" / "freedom-on-the-net-2018" / "reports" / "ruritania.yaml"
"""A report of another series, which each program sets once before it is timed."""


@dataclass(frozen=True, slots=True)
class Material:
    """Report files and, in the same order, their plain forms."""

    sources: tuple[Path, ...]
    reports: tuple[Report, ...]
    simple: bool
    """Whether Typst and Platypus set ragged right, first-fit and undivided, which is less than pdfgen does."""

    def __len__(self) -> int:
        return len(self.sources)

    def warmed(self) -> Material:
        """Return the same with the report to warm up with as the last one."""
        return Material((*self.sources, WARM_UP), (*self.reports, plain(load(WARM_UP))), self.simple)


def gather(texts: Path, project: Path, limit: int | None, *, simple: bool) -> Material:
    """Import the folder ``texts`` (named after its edition) into the folder ``project``; return the first ``limit``.

    Raises UsageError and InputError as the importer does.
    """
    edition = int(texts.name)
    done = import_edition(texts, project / "editions" / texts.name, RUBRIC, edition)
    for error in done.failed.values():
        raise error
    sources = tuple(sorted(done.reports)[:limit])
    return Material(sources, tuple(plain(load(path)) for path in sources), simple)
