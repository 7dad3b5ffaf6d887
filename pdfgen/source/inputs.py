"""What goes into the file of a report: every place that has a say in it, in its project and in the shipped data.

Places where nothing is are named too: a file that appears there goes before a shipped one. Of a score table only the
rows of the entity are named, so that another entity's scores are none of its business.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.resources import shipped
from pdfgen.source.catalogue import EDITION_FILE, edition_folder, stamp
from pdfgen.source.load import earlier_place
from pdfgen.source.scores import score_table

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from pdfgen.source.catalogue import Catalogue
    from pdfgen.source.load import Loaded
    from pdfgen.source.scores import ScoreRow

ALL_NAMES = ""


class Input(NamedTuple):
    """A file, or of a score table the row of ``entity``; ``ALL_NAMES`` stands for the names of all its entities."""

    path: str
    entity: str | None = None


def inputs(loaded: Loaded, theme: str) -> list[Input]:
    """Return what goes into the file of ``loaded``, set in ``theme``, each once."""
    report, catalogue = loaded.report, loaded.catalogue
    path = Path(report.origin().path)
    files = [
        *_report(path),
        *_earlier(loaded, path),
        *_first(catalogue.places("rubrics", f"{report.rubric}.yaml")),
        *_labels(catalogue, report.language),
        *(_first(catalogue.places("themes", f"{report.theme}.yaml")) if report.theme else ()),
        *_first(catalogue.places("themes", f"{theme}.yaml")),
        *_fonts(catalogue, theme),
        *sorted((shipped("data") / "icc").glob("*.icc")),
    ]
    found = [Input(str(file.absolute())) for file in files]
    return list(dict.fromkeys([*found, *_scores(loaded)]))


def _first(places: list[Path]) -> Iterator[Path]:
    """Yield the places up to the first where there is a file: those after it are not looked at."""
    for place in places:
        yield place
        if place.is_file():
            return


def _report(path: Path) -> Iterator[Path]:
    """Yield a report's file, and where its edition file can be."""
    yield path
    yield from _first([folder / EDITION_FILE for folder in path.absolute().parents[:2]])


def _earlier(loaded: Loaded, path: Path) -> Iterator[Path]:
    """Yield where the report of the edition before is, with its own edition file."""
    before = loaded.method.rubric.before(loaded.report.edition)
    earlier = earlier_place(path, edition_folder(path), loaded.report.edition, before)
    if earlier is not None:
        yield from _report(earlier) if earlier.is_file() else (earlier,)


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


def _scores(loaded: Loaded) -> Iterator[Input]:
    """Yield the rows of the score tables, of this edition and of those before it, by the names that were tried."""
    catalogue, rubric, report = loaded.catalogue, loaded.method.rubric, loaded.report
    name = report.entity.name
    years = [year for year in rubric.editions if year <= report.edition]
    for year in years:
        yield from _rows(catalogue, rubric.id, year, name)
    # a name that neither table has is warned of, and near names are suggested
    tables = [table for year in years[-2:] for table in catalogue.tables(rubric.id, year)]
    if not any(name in score_table(table, stamp(table)) for table in tables):
        yield from (Input(str(table), ALL_NAMES) for table in tables)
        yield from (Input(str(path)) for path in catalogue.places("names", f"{rubric.id}.yaml"))


def _rows(catalogue: Catalogue, rubric: str, year: int, name: str) -> Iterator[Input]:
    """Yield what is looked up for one edition: the name in each table, then the other names of the entity."""
    places = catalogue.tables(rubric, year)
    tables = {place: score_table(place, stamp(place)) for place in places}
    found = yield from _row(tables, name)
    if found or not any(tables.values()):
        return
    yield from (Input(str(path)) for path in catalogue.places("names", f"{rubric}.yaml"))
    names = catalogue.entities(rubric)
    known = names.find(name, year) if names else None
    for spelling in known.spellings() if known else ():
        if (yield from _row(tables, spelling)):
            return


def _row(tables: dict[Path, dict[str, ScoreRow]], name: str) -> Generator[Input, None, bool]:
    """Yield the row of ``name`` in each table, as all are read; return whether one has it."""
    for place, rows in tables.items():
        yield Input(str(place), name) if rows else Input(str(place))
    return any(name in rows for rows in tables.values())
