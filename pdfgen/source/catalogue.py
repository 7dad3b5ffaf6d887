"""The catalogue: rubrics, labels, themes, names, score tables and editions, found by name.

A project has the same folders as the shipped data (``rubrics/``, ``labels/``, ``themes/``, ``names/``,
``scores/``, ``editions/``); what it has of its own goes before what is shipped.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import BaseModel

from pdfgen.errors import InputError, UsageError
from pdfgen.model.base import did_you_mean
from pdfgen.model.rubric import Rubric
from pdfgen.resources import shipped
from pdfgen.source.identity import Identity
from pdfgen.source.links import followed, refuse_outside
from pdfgen.source.places import ALL_NAMES, EDITION_FILE, Input, is_there, project_folder, stamp
from pdfgen.source.scores import score_table
from pdfgen.source.tree import read
from pdfgen.source.validate import at, validate

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.labels import Labels
    from pdfgen.model.names import Names
    from pdfgen.model.rubric import Method
    from pdfgen.source.places import Stamp
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
        """What scores and names were looked for, each place once, whether or not something was there."""

    def rubric(self, name: str) -> Rubric:
        """Return the rubric ``name``. Raises UsageError when there is none, InputError when it is not sound."""
        return load_file(self.rubric_file(name), Rubric)

    def rubric_file(self, name: str) -> Path:
        """Return the file of the rubric ``name``. Raises UsageError when there is none."""
        return self._find("rubrics", f"{name}.yaml", "rubric")

    def method(self, name: str, edition: int) -> Method:
        """Return the method of one edition. Raises UsageError when the rubric has no such edition."""
        rubric = self.rubric(name)
        if edition not in rubric.editions:
            known = f"its editions are {rubric.editions[0]} to {rubric.editions[-1]}"
            raise UsageError(f"the rubric {name} has no edition {edition}", known)
        return rubric.at(edition)

    def labels(self, language: str) -> Labels:
        """Return the labels of ``language``, a BCP 47 tag; those of the language alone serve its regions."""
        from pdfgen.labels import Labels  # noqa: PLC0415  # a check of data needs no labels

        return load_file(self.labels_file(language), Labels)

    def labels_file(self, language: str) -> Path:
        """Return the file of the labels of ``language``. Raises UsageError when there is none."""
        names = self.names("labels")
        name = language if language in names else language.split("-", maxsplit=1)[0]
        return self._find("labels", f"{name}.yaml", "language")

    def theme(self, name: str) -> Theme:
        """Return the theme ``name``. Raises UsageError when there is none, InputError when it is not sound."""
        path = self.theme_file(name)
        return _theme(path, stamp(path))

    def theme_file(self, name: str) -> Path:
        """Return the file of the theme ``name``. Raises UsageError when there is none."""
        return self._find("themes", f"{name}.yaml", "theme")

    def names(self, folder: str) -> list[str]:
        """Return the names that the YAML files in ``folder`` have, the project's and the shipped ones."""
        return sorted({path.stem for root in self.roots for path in (root / folder).glob("*.yaml")})

    def scores(self, rubric: str, edition: int, entity: str | Identity) -> ScoreRow | None:
        """Return the row of the score table for an entity, by its id or any of its names; None when there is none."""
        who = Identity(entity, edition=edition) if isinstance(entity, str) else replace(entity, edition=edition)
        tables = self._tables(rubric, edition)
        found = self._row(tables, who.name, who.id)
        if found or not any(table.rows for _, table in tables):
            return found
        known = who.known(self.entities(rubric))  # only now: they take time to read
        spellings = known.spellings() if known else ()
        return next((row for name in spellings if (row := self._row(tables, name, who.id))), None)

    def particulars(self, method: Method, entity: str) -> dict[str, str]:
        """Return what is known of an entity in an edition: its kind, code and region, as far as they are known."""
        rubric, edition = method.rubric, method.edition
        years = [edition, rubric.before(edition) or edition]
        row = next((row for year in years if (row := self.scores(rubric.id, year, entity))), None)
        names = self.entities(rubric.id)
        name = Identity(entity, edition=edition).known(names)
        cells = row.cells if row else {}
        found = {
            "kind": cells.get("kind") or (name.kind if name else None),
            "iso": name.iso if name else None,
            "region": (name.region(edition) if name else None) or cells.get("region"),
        }
        return {key: value for key, value in found.items() if value}

    def scored(self, rubric: str, edition: int) -> list[str]:
        """Return the entities that the score tables of an edition have."""
        return sorted({row.cells["entity"] for row in self.rows(rubric, edition)})

    def rows(self, rubric: str, edition: int) -> list[ScoreRow]:
        """Return all rows of the score tables of an edition, those of the project first."""
        tables = self._tables(rubric, edition)
        self.looked |= dict.fromkeys(Input(str(path.absolute()), ALL_NAMES) for path, _ in tables)
        return [row for _, table in tables for row in table.rows]

    def entities(self, rubric: str) -> Names | None:
        """Return the names of the entities of a rubric, the project's before the shipped; None when there are none.

        Raises InputError when they are not sound.
        """
        places = self.places("names", f"{rubric}.yaml")
        self.looked |= dict.fromkeys(Input(str(path.absolute())) for path in places)
        paths = [path for path in places if is_there(path)]
        return _names(tuple(paths), tuple(map(stamp, paths))) if paths else None

    def tables(self, rubric: str, edition: int) -> list[Path]:
        """Return where the score tables of an edition can be: the project's place before the shipped one."""
        return self.places(f"scores/{rubric}", f"{edition}.csv")

    def places(self, folder: str, name: str) -> list[Path]:
        """Return where the file ``name`` can be: the project's place before the shipped one."""
        return [root / folder / name for root in self.roots]

    def _tables(self, rubric: str, edition: int) -> list[tuple[Path, ScoreTable]]:
        return [(path, score_table(path, stamp(path))) for path in self.tables(rubric, edition)]

    def _row(self, tables: list[tuple[Path, ScoreTable]], name: str, id_: str | None) -> ScoreRow | None:
        """Return the row of an entity from the first table that has it."""
        key = f"{name}\t{id_}" if id_ else name
        for path, table in tables:  # all are noted: a row that is added to the first goes before that of the second
            self.looked[Input(str(path.absolute()), key if table.rows else None)] = None
        return next((row for _, table in tables if (row := table.find(name, id_))), None)

    def _find(self, folder: str, name: str, what: str) -> Path:
        for path in self.places(folder, name):
            if is_there(path):
                return path
        stem = name.removesuffix(".yaml")
        raise UsageError(f"there is no {what} “{stem}”", did_you_mean(stem, self.names(folder)))


def load_file(path: Path, model: type[_M]) -> _M:
    """Return the file at ``path`` as ``model``. It is read once, and again when it has changed.

    Raises InputError with every problem found.
    """
    return cast("_M", _loaded(path, model, stamp(path), followed()))


@lru_cache(64)
def _theme(path: Path, _stamp: Stamp | None) -> Theme:
    from pdfgen.source.themes import located  # noqa: PLC0415  # a check needs no theme
    from pdfgen.theme import Theme  # noqa: PLC0415

    return located(path, load_file(path, Theme))


@lru_cache(64)
def _names(paths: tuple[Path, ...], _stamps: tuple[Stamp | None, ...]) -> Names:
    from pdfgen.model.names import Names  # noqa: PLC0415  # most checks need no names

    first, *others = (load_file(path, Names) for path in paths)
    for other in others:
        first = first.before(other)
    return first


@lru_cache(512)
def _loaded(path: Path, model: type[BaseModel], _stamp: Stamp | None, _followed: bool) -> BaseModel:  # noqa: FBT001  # a key
    _refuse_outside(path)
    tree, file = read(path)
    problems = file.problems
    if tree is not None:
        found, more = validate(tree, model)
        problems = problems + more
        if model.__name__ == "Labels":
            from pdfgen.source.labels import gathered  # noqa: PLC0415  # most checks need no labels

            problems = gathered(problems, tree, model)
        if model.__name__ == "Theme":
            from pdfgen.source.themes import unknown_names, unusable_fonts  # noqa: PLC0415  # no report needs it

            told = {problem.origin for problem in problems}
            wrong = [*unknown_names(tree), *unusable_fonts(path, tree)]
            problems = problems + [problem for problem in wrong if problem.origin not in told]
        if isinstance(found, Rubric) and found.id != path.stem:
            message = f"the rubric “{found.id}” is in the file of “{path.stem}”"
            remedy = f"write `id: {path.stem}`, or rename the file to {found.id}.yaml"
            problems = [*problems, at(tree, ("id",), "id-differs", message, remedy)]
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
