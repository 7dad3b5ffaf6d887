"""What goes into the file of a report: every place that has a say in it, in its project and in the shipped data.

Places where nothing is are named too: a file that appears there goes before a shipped one. Of a score table only the
rows of the entity are named, so that another entity's scores are none of its business.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.resources import shipped
from pdfgen.source.places import EDITION_FILE, Input, edition_places, real_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.source.catalogue import Catalogue
    from pdfgen.source.load import Loaded


def inputs(loaded: Loaded, theme: str) -> list[Input]:
    """Return what goes into the file of ``loaded``, set in ``theme``, each once."""
    report, catalogue = loaded.report, loaded.catalogue
    path = Path(report.origin().path)
    files = [
        *_report(path),
        *_first(catalogue.places("rubrics", f"{report.rubric}.yaml")),
        *_labels(catalogue, report.language),
        *(_first(catalogue.places("themes", f"{report.theme}.yaml")) if report.theme else ()),
        *_first(catalogue.places("themes", f"{theme}.yaml")),
        *_fonts(catalogue, theme),
        *sorted((shipped("data") / "icc").glob("*.icc")),
    ]
    found = [Input(str(file.absolute())) for file in files]
    return list(dict.fromkeys([*found, *catalogue.looked]))


def _first(places: list[Path]) -> Iterator[Path]:
    """Yield the places up to the first where there is a file: those after it are not looked at."""
    for place in places:
        yield place
        if place.is_file():
            return


def _report(path: Path) -> Iterator[Path]:
    """Yield a report's file, and where its edition file can be."""
    yield real_place(path)
    yield from _first([folder / EDITION_FILE for folder in edition_places(path)])


def _labels(catalogue: Catalogue, language: str) -> Iterator[Path]:
    """Yield where the labels of a language can be, then those of the language without its region."""
    places = catalogue.places("labels", f"{language}.yaml")
    yield from _first(places)
    if not any(place.is_file() for place in places):
        yield from _first(catalogue.places("labels", f"{language.split('-', maxsplit=1)[0]}.yaml"))


def _fonts(catalogue: Catalogue, theme: str) -> Iterator[Path]:
    """Yield where the fonts of a theme can be: in the folder beside its own, or the shipped one."""
    own = catalogue.theme_file(theme).absolute().parent.parent / "fonts"
    for family in catalogue.theme(theme).families.values():
        for _, file in family:
            if file is not None:
                yield own / Path(file).name
                if not Path(file).is_absolute():
                    yield shipped("fonts") / file
