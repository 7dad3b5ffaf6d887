"""How a record names files: from its own folder, so that the whole can be moved; shipped files from the program."""

from __future__ import annotations

import os
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.errors import Origin, Problem
from pdfgen.resources import shipped
from pdfgen.source.places import Input, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHIPPED = "pdfgen:"
_FOLDERS = ("data", "fonts")
_NOT_TEXT = re.compile("[%\udc80-\udcff]")
_ENCODED = re.compile("%([0-9A-F]{2})")


class Naming:
    """Names of files, of inputs and of problems in the record of ``folder``; ``here`` is the working directory."""

    def __init__(self, folder: Path, here: Path) -> None:
        self.folder, self._here = folder.absolute(), here
        self._shipped = {name: f"{shipped(name)}{os.sep}" for name in _FOLDERS}
        self._known: dict[str, str] = {}

    def name(self, path: str) -> str:
        """Return the name of the file at ``path``."""
        if path not in self._known:
            self._known[path] = self._name(os.path.abspath(path))  # noqa: PTH100  # links are not followed
        return self._known[path]

    def _name(self, path: str) -> str:
        for name, folder in self._shipped.items():
            if path.startswith(folder):
                return f"{_SHIPPED}{name}/{path.removeprefix(folder)}"
        try:
            return encoded(os.path.relpath(path, self.folder))
        except ValueError:  # it lies on another drive
            return encoded(path)

    def path(self, name: str) -> str:
        """Return the whole path of the file that is named so."""
        kind, _, rest = name.removeprefix(_SHIPPED).partition("/")
        if name.startswith(_SHIPPED) and kind in self._shipped:
            return self._shipped[kind] + rest
        return os.path.normpath(self.folder / decoded(name))

    def input_name(self, item: Input) -> str:
        """Return the name of an input: a row of a table has its entity behind a #."""
        name = self.name(item.path).replace("#", "%23")
        return name if item.entity is None else f"{name}#{item.entity}"

    def input(self, name: str) -> Input:
        """Return the input that is named so."""
        file, row, entity = name.partition("#")
        return Input(self.path(file), entity if row else None)

    def problem_data(self, problem: Problem) -> dict[str, Any]:
        """Return a problem for the record."""
        return asdict(replace(problem, origin=replace(problem.origin, path=self.name(problem.origin.path))))

    def problem(self, data: Mapping[str, Any], source: Path) -> Problem:
        """Return a problem of the report ``source`` as it was told when the report was built."""
        path = Path(self.path(data["origin"]["path"]))
        named = source if path == source.absolute() else shown(path, self._here)
        return Problem(**{**data, "origin": Origin(**{**data["origin"], "path": str(named)})})


def encoded(name: str) -> str:
    """Return a file's name as text: bytes that are no UTF-8 by their numbers, as in a URL."""
    return _NOT_TEXT.sub(lambda found: f"%{os.fsencode(found[0])[0]:02X}", name)


def decoded(name: str) -> str:
    """Return the name of a file that was written as text."""
    return _ENCODED.sub(lambda found: os.fsdecode(bytes.fromhex(found[1])), name)
