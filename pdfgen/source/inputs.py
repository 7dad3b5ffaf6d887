"""The inputs of a report: every place that can change its file, in its project and in the shipped data.

Places without a file are inputs too: a file that appears there goes before a shipped one. Of a score table only the
rows of the entity are inputs, so that the scores of another entity change nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.resources import shipped
from pdfgen.source.places import EDITION_FILE, Input, edition_places, real_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.source.load import Loaded


def inputs(loaded: Loaded) -> list[Input]:
    """Return what went into the file of ``loaded``, each once: the report, and all that its catalogue looked for."""
    files = [*_report(Path(loaded.report.origin().path)), *sorted((shipped("data") / "icc").glob("*.icc"))]
    found = [Input(str(file.absolute())) for file in files]
    return list(dict.fromkeys([*found, *loaded.catalogue.looked]))


def _first(places: list[Path]) -> Iterator[Path]:
    """Yield the places up to the first where there is a file: the program does not look at those after it."""
    for place in places:
        yield place
        if place.is_file():
            return


def _report(path: Path) -> Iterator[Path]:
    """Yield a report's file, and where its edition file can be."""
    yield real_place(path)
    yield from _first([folder / EDITION_FILE for folder in edition_places(path)])
