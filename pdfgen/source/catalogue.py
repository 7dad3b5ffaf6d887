"""The catalogue: rubrics, labels, themes, names and score tables, found by name.

A project has the same folders as the shipped data (``pdfgen.source.kinds``); what it has of its own goes before what is
shipped. The catalogue of a report notes what it looks for. So the list of what goes into a
file needs no care.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import BaseModel

from pdfgen.caches import remembered
from pdfgen.errors import InputError, UsageError
from pdfgen.files import stamp
from pdfgen.model.base import did_you_mean
from pdfgen.model.editions import path_of
from pdfgen.model.rubric import Rubric
from pdfgen.resources import shipped
from pdfgen.source.assets import assets_in, read_asset
from pdfgen.source.extending import chain, merged, places, stamps
from pdfgen.source.identity import Identity
from pdfgen.source.kinds import FONT, KINDS, LABELS, NAMES, RUBRIC, SCORES, THEME, kind_with
from pdfgen.source.links import followed, refuse_outside
from pdfgen.source.places import ALL_NAMES, EDITION_FILE, Input, is_there, project_folder
from pdfgen.source.scores import score_table
from pdfgen.source.validate import validate

if TYPE_CHECKING:
    from pdfgen.files import Stamp
    from pdfgen.labels import Labels
    from pdfgen.model.asset import Asset
    from pdfgen.model.editions import EditionId
    from pdfgen.model.names import Names
    from pdfgen.model.rubric import Method
    from pdfgen.source.kinds import Kind
    from pdfgen.source.scores import ScoreRow, ScoreTable
    from pdfgen.theme import Theme


_M = TypeVar("_M", bound=BaseModel)


class Catalogue:
    """What can be found by name, in a project (the folder that has ``editions/``) and in the shipped data."""

    def __init__(self, project: Path | None = None) -> None:
        data = shipped("data")
        own = project is not None and project.resolve() != data.resolve()
        self.roots = [project, data] if own and project else [data]
        self.looked: dict[Input, None] = {}
        """What was looked for, each place once, whether or not something was there."""

    def rubric(self, name: str) -> Rubric:
        """Return the rubric ``name``. Raises UsageError when there is none, InputError when it is not sound."""
        return load_file(self.rubric_file(name), Rubric)

    def rubric_file(self, name: str) -> Path:
        """Return the file of the rubric ``name``. Raises UsageError when there is none."""
        return self._find(RUBRIC, name)

    def method(self, name: str, edition: EditionId) -> Method:
        """Return the method of one edition. Raises UsageError when the rubric has no such edition."""
        rubric = self.rubric(name)
        if edition not in rubric.editions:
            raise UsageError(f"the rubric {name} has no edition {edition}", rubric.known_editions)
        return rubric.at(edition)

    def labels(self, language: str, rubric: str = "") -> Labels:
        """Return the words for reports of a rubric in ``language``, a BCP 47 tag.

        Raises UsageError when there are none, InputError when they are not sound.
        """
        from pdfgen.labels import Labels  # noqa: PLC0415  # a check of data needs no labels

        return load_file(self.labels_file(language, rubric), Labels)

    def labels_file(self, language: str, rubric: str = "") -> Path:
        """Return the file of the words for reports of a rubric. Raises UsageError when there is none.

        The rubric's own, ``LANGUAGE.RUBRIC.yaml``, goes before those of all; a language alone serves its regions.
        """
        alone = language.split("-", maxsplit=1)[0]
        names = [f"{language}.{rubric}", f"{alone}.{rubric}", language]
        return next(filter(None, (self.find(LABELS, name) for name in dict.fromkeys(names))), None) or self._find(
            LABELS, alone
        )

    def theme(self, name: str) -> Theme:
        """Return the theme ``name``. Raises UsageError when there is none, InputError when it is not sound."""
        from pdfgen.theme import Theme  # noqa: PLC0415  # a check of data needs no theme

        path = self.theme_file(name)
        project = path.absolute().parent.parent
        named = {file for family in load_file(path, Theme).families.values() for _, file in family if file is not None}
        fonts = {font: file for font in sorted(named) if (file := self.asset_file(FONT, font, project))}
        own = [(font, file, stamp(file)) for font, file in fonts.items() if file.is_relative_to(project)]
        return _theme(path, stamp(path), tuple(own))

    def theme_file(self, name: str) -> Path:
        """Return the file of the theme ``name``. Raises UsageError when there is none."""
        return self._find(THEME, name)

    def names(self, kind: Kind) -> list[str]:
        """Return the names that the files of a kind have, the project's and the shipped ones; of labels, languages."""
        return sorted(
            {path.stem.partition(".")[0] for root in self.roots for path in (root / kind.folder).glob("*.yaml")}
        )

    def find(self, kind: Kind, name: str) -> Path | None:
        """Return the file ``name`` of a kind, the project's before the shipped one; None when there is none."""
        for path in self.places(kind.folder, f"{name}.yaml"):
            self.note(path)
            if is_there(path):
                if kind.extendable:
                    self.note(*places(path))
                return path
        return None

    def asset_file(self, kind: Kind, name: str, project: Path) -> Path | None:
        """Return the file ``name`` of a kind of assets, that of ``project`` before the shipped one, or None."""
        own = project / kind.folder
        places = [assets_in(own).get(name, own / name)]
        places += [shipped(kind.shipped) / name] if kind.shipped else []
        for place in places:
            self.note(place)
            if is_there(place):
                return place
        return None

    def own_files(self) -> list[Asset]:
        """Return the files of the project that were found by name so far, with their bytes, each once.

        A table of scores is not among them: of a table, rows are used. Raises InputError for a file that cannot be
        read.
        """
        project = self.roots[0].absolute()
        folders = {project / kind.folder: kind for kind in KINDS if kind.folder}
        places = [Path(item.path) for item in self.looked if len(self.roots) > 1 and item.entity is None]
        found = [(place, folders[place.parent]) for place in places if place.parent in folders and is_there(place)]
        return [read_asset(place, kind, project) for place, kind in found]

    def note(self, *paths: Path) -> None:
        """Note that something is looked for at these places."""
        self.looked |= dict.fromkeys(Input(str(path.absolute())) for path in paths)

    def scores(self, rubric: str, edition: EditionId, entity: str | Identity) -> ScoreRow | None:
        """Return the row of the score table for an entity, by its id or any of its names; None when there is none."""
        who = Identity(entity, edition=edition) if isinstance(entity, str) else replace(entity, edition=edition)
        tables = self._tables(rubric, edition)
        found = self._row(tables, who.name, who.id)
        if found or not any(table.rows for _, table in tables):
            return found
        known = who.known(self.entities(rubric))  # only now: they take time to read
        spellings = known.spellings() if known else ()
        return next((row for name in spellings if (row := self._row(tables, name, who.id))), None)

    def particulars(self, method: Method, entity: str | Identity) -> dict[str, str]:
        """Return what is known of an entity in an edition: its kind, code and region, as far as they are known."""
        rubric, edition = method.rubric, method.edition
        years = [edition, rubric.before(edition) or edition]
        row = next((row for year in years if (row := self.scores(rubric.id, year, entity))), None)
        names = self.entities(rubric.id)
        who = Identity(entity) if isinstance(entity, str) else entity
        name = replace(who, edition=edition).known(names)
        cells = row.cells if row else {}
        found = {
            "kind": cells.get("kind") or (name.kind if name else None),
            "iso": name.iso if name else None,
            "region": (name.region(edition) if name else None) or cells.get("region"),
        }
        return {key: value for key, value in found.items() if value}

    def scored(self, rubric: str, edition: EditionId) -> list[str]:
        """Return the entities that the score tables of an edition have."""
        return sorted({row.cells["entity"] for row in self.rows(rubric, edition)})

    def rows(self, rubric: str, edition: EditionId) -> list[ScoreRow]:
        """Return all rows of the score tables of an edition, those of the project first."""
        return [row for table in self.score_tables(rubric, edition) for row in table.rows]

    def score_tables(self, rubric: str, edition: EditionId) -> tuple[ScoreTable, ...]:
        """Return the score tables of an edition, that of the project first."""
        tables = self._tables(rubric, edition)
        self.looked |= dict.fromkeys(Input(str(path.absolute()), ALL_NAMES) for path, _ in tables)
        return tuple(table for _, table in tables)

    def entities(self, rubric: str) -> Names | None:
        """Return the names of the entities of a rubric, the project's before the shipped; None when there are none.

        Raises InputError when they are not sound.
        """
        places = self.places(NAMES.folder, f"{rubric}.yaml")
        self.note(*places)
        paths = [path for path in places if is_there(path)]
        return _names(tuple(paths), tuple(map(stamp, paths))) if paths else None

    def tables(self, rubric: str, edition: EditionId) -> list[Path]:
        """Return where the score tables of an edition can be: the project's place before the shipped one."""
        return self.places(f"{SCORES.folder}/{rubric}", f"{path_of(edition)}.csv")

    def places(self, folder: str, name: str) -> list[Path]:
        """Return where the file ``name`` can be: the project's place before the shipped one."""
        return [root / folder / name for root in self.roots]

    def _tables(self, rubric: str, edition: EditionId) -> list[tuple[Path, ScoreTable]]:
        return [(path, score_table(path, stamp(path))) for path in self.tables(rubric, edition)]

    def _row(self, tables: list[tuple[Path, ScoreTable]], name: str, id_: str | None) -> ScoreRow | None:
        """Return the row of an entity from the first table that has it."""
        key = f"{name}\t{id_}" if id_ else name
        for path, table in tables:  # all are noted: a row that is added to the first goes before that of the second
            self.looked[Input(str(path.absolute()), key if table.rows else None)] = None
        return next((row for _, table in tables if (row := table.find(name, id_))), None)

    def _find(self, kind: Kind, name: str) -> Path:
        if found := self.find(kind, name):
            return found
        raise UsageError(f"there is no {kind.called or kind.name} “{name}”", did_you_mean(name, self.names(kind)))


def load_file(path: Path, model: type[_M]) -> _M:
    """Return the file at ``path`` as ``model``. It is read once, and again when it has changed.

    Raises InputError with every problem found.
    """
    files = chain(path) if kind_with(model).extendable else (path,)
    return cast("_M", _loaded(files, model, stamps(files), followed()))


@remembered(64)
def _theme(path: Path, _stamp: Stamp | None, fonts: tuple[tuple[str, Path, Stamp | None], ...]) -> Theme:
    from pdfgen.source.themes import located  # noqa: PLC0415  # a check of data needs no theme
    from pdfgen.theme import Theme  # noqa: PLC0415

    return located(load_file(path, Theme), {name: file for name, file, _ in fonts})


@remembered(64)
def _names(paths: tuple[Path, ...], _stamps: tuple[Stamp | None, ...]) -> Names:
    from pdfgen.model.names import Names  # noqa: PLC0415  # most checks need no names

    first, *others = (load_file(path, Names) for path in paths)
    for other in others:
        first = first.before(other)
    return first


@remembered(512)
def _loaded(
    files: tuple[Path, ...],
    model: type[BaseModel],
    _stamps: tuple[Stamp | None, ...],
    _followed: bool,  # noqa: FBT001  # a key
) -> BaseModel:
    path = files[0]
    for file in files:
        _refuse_outside(file)
    tree, problems = merged(files)
    if tree is not None:
        found, more = validate(tree, model)
        problems = problems + more
        problems = kind_with(model).checked(path, tree, found, problems)
        if found is not None and not problems:
            return found
    raise InputError(problems)


def _refuse_outside(path: Path) -> None:
    """Raise InputError when a file leads out of its project; what is shipped is trusted."""
    folder = path.absolute().parent
    if path.name == EDITION_FILE:
        refuse_outside(path, folder, project_folder(folder))
    elif folder.parent != shipped("data"):
        refuse_outside(path, folder.parent)
