"""The catalogue: rubrics, labels, themes, score tables and editions, found by name.

A project has the same folders as the shipped data (``rubrics/``, ``labels/``, ``themes/``, ``scores/``,
``editions/``); what it has of its own goes before what is shipped.
"""

from __future__ import annotations

import csv
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import BaseModel

from pdfgen.errors import InputError, UsageError
from pdfgen.model.base import did_you_mean
from pdfgen.model.rubric import Rubric
from pdfgen.resources import shipped
from pdfgen.source.tree import read
from pdfgen.source.validate import validate

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.labels import Labels
    from pdfgen.theme import Theme

_M = TypeVar("_M", bound=BaseModel)


class Catalogue:
    """What can be found by name, in a project (the folder that has ``editions/``) and in the shipped data."""

    def __init__(self, project: Path | None = None) -> None:
        data = shipped("data")
        self.roots = [data] if project is None or project == data else [project, data]

    def rubric(self, name: str) -> Rubric:
        """Return the rubric ``name``. Raises UsageError when there is none, InputError when it is not sound."""
        return load_file(self._find("rubrics", f"{name}.yaml", "rubric"), Rubric)

    def labels(self, language: str) -> Labels:
        """Return the labels of ``language``, a BCP 47 tag; those of the language alone serve its regions."""
        from pdfgen.labels import Labels  # noqa: PLC0415  # a check needs no labels

        names = self.names("labels")
        name = language if language in names else language.split("-", maxsplit=1)[0]
        return load_file(self._find("labels", f"{name}.yaml", "language"), Labels)

    def theme(self, name: str) -> Theme:
        """Return the theme ``name``."""
        from pdfgen.theme import Theme  # noqa: PLC0415  # a check needs no theme

        return load_file(self._find("themes", f"{name}.yaml", "theme"), Theme)

    def names(self, folder: str) -> list[str]:
        """Return the names that the YAML files in ``folder`` have, the project's and the shipped ones."""
        return sorted({path.stem for root in self.roots for path in (root / folder).glob("*.yaml")})

    def scores(self, rubric: str, edition: int, entity: str) -> dict[str, str] | None:
        """Return the row of the score table for ``entity``, by column; None when there is none."""
        for root in self.roots:
            table = root / "scores" / rubric / f"{edition}.csv"
            row = _table(table, stamp(table)).get(entity)
            if row is not None:
                return row
        return None

    def _find(self, folder: str, name: str, what: str) -> Path:
        for root in self.roots:
            if (path := root / folder / name).is_file():
                return path
        stem = name.removesuffix(".yaml")
        raise UsageError(f"there is no {what} “{stem}”", did_you_mean(stem, self.names(folder)))


def load_file(path: Path, model: type[_M]) -> _M:
    """Return the file at ``path`` as ``model``. It is read once, and again when it has changed.

    Raises InputError with every problem found.
    """
    return cast("_M", _loaded(path, model, stamp(path)))


def stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file is written: time and size; None when there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@cache
def _loaded(path: Path, model: type[BaseModel], _stamp: tuple[int, int] | None) -> BaseModel:
    tree, file = read(path)
    problems = file.problems
    if tree is not None:
        found, more = validate(tree, model)
        problems = problems + more
        if found is not None and not problems:
            return found
    raise InputError(problems)


@cache
def _table(path: Path, _stamp: tuple[int, int] | None) -> dict[str, dict[str, str]]:
    """Return a score table by entity; empty when there is no such file."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["entity"]: row for row in csv.DictReader(file)}


def numbers(row: dict[str, str], ids: list[str]) -> dict[str, Decimal]:
    """Return the numbers of a score table's row in the columns ``ids``; empty cells and words are left out."""
    found = {}
    for id_ in ids:
        try:
            found[id_] = Decimal(row.get(id_) or "-")
        except InvalidOperation:
            continue
    return found
