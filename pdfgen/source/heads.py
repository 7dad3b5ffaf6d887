"""What reports say of themselves before their texts: whom they are about, in which language, of which edition.

An edition is searched for an entity by the heads of its reports; their texts are not read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdfgen.caches import remembered
from pdfgen.errors import Origin, Problem
from pdfgen.files import stamp
from pdfgen.model.editions import is_edition, path_of
from pdfgen.model.spelling import folded
from pdfgen.source.identity import Identity
from pdfgen.source.places import EDITION_FILE, EDITIONS, edition_folder, editions_beside, reports_of, shown
from pdfgen.source.tree import Mapping, Scalar
from pdfgen.source.yaml_file import read_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pdfgen.files import Stamp
    from pdfgen.model.editions import EditionId
    from pdfgen.model.names import Names
    from pdfgen.model.rubric import Rubric


_WANTED = ("entity", "rubric", "edition", "language")
_SERIES = _WANTED[1:]
_KEPT = 8_192  # heads


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the report at ``path``; ``origin`` is the place of the entity's name."""

    path: Path
    entity: Identity
    language: str
    rubric: str
    origin: Origin

    @property
    def edition(self) -> EditionId:
        """The edition that the report is of."""
        return self.entity.edition

    def stub(self) -> bytes:
        """Return a report that says no more than its head, as YAML."""
        entity = {key: value for key in ("name", "id", "kind", "iso") if (value := getattr(self.entity, key))}
        values = {"rubric": self.rubric, "edition": self.edition, "language": self.language, "entity": entity}
        return json.dumps(values, ensure_ascii=False).encode()


def head(path: Path) -> Head | None:
    """Return the head of the report at ``path``; None when it names no entity or no edition; a check says why."""
    home = edition_folder(path)
    return _head(path, _given(home) if home else {})


def _given(home: Path) -> dict[str, Any]:
    """Return what an edition gives its reports: rubric, edition, language."""
    return _keys(home / EDITION_FILE, stamp(home / EDITION_FILE), _SERIES)


def _head(path: Path, given: dict[str, Any]) -> Head | None:
    own = _keys(path, stamp(path), _WANTED)
    rubric, edition, language = (given.get(key) or own.get(key) for key in _SERIES)
    entity = own.get("entity")
    if entity is None or not isinstance(rubric, str) or not is_edition(edition):
        return None
    name, line, column, kind, iso, id_ = entity
    identity = Identity(name, kind, iso, id_, edition)
    return Head(path, identity, str(own.get("language") or language or "en"), rubric, Origin(str(path), line, column))


@remembered(_KEPT)
def _keys(path: Path, _stamp: Stamp | None, wanted: tuple[str, ...]) -> dict[str, Any]:
    """Return what a file gives for the wanted keys; of an entity its name with line and column, kind, code and id."""
    root = read_head(path, wanted)
    if root is None:
        return {}
    found: dict[str, Any] = {key: _value(root, key) for key in _SERIES}
    entity = root.items.get("entity")
    name = entity.items.get("name") if isinstance(entity, Mapping) else None
    if isinstance(entity, Mapping) and isinstance(name, Scalar) and isinstance(name.value, str):
        kind, iso, id_ = (_value(entity, key) for key in ("kind", "iso", "id"))
        id_ = str(id_) if isinstance(id_, int) else id_
        codes = [value if isinstance(value, str) else None for value in (kind, iso, id_)]
        found["entity"] = (name.value.strip(), name.line, name.column, *codes)
    return found


def _value(mapping: Mapping, key: str) -> Any:
    node = mapping.items.get(key)
    return node.value if isinstance(node, Scalar) else None


def series_of(home: Path) -> tuple[Any, Any]:
    """Return rubric and edition of an edition folder, as they are written."""
    given = _given(home)
    return given.get("rubric"), given.get("edition")


def heads_of(home: Path) -> list[Head]:
    """Return the heads of the reports of an edition folder."""
    given = _given(home)
    return [found for path in reports_of(home) if (found := _head(path, given))]


def earlier_homes(home: Path, rubric: Rubric, edition: EditionId) -> dict[EditionId, list[Path]]:
    """Return the folders of the earlier editions of a rubric that lie beside ``home``, by edition, the last first.

    In a project these are all folders in ``editions/``. Elsewhere it is only the folder that has the same name but for
    the edition: another folder there may be another project.
    """
    found: dict[EditionId, list[Path]] = {}
    in_project = home.parent.name == EDITIONS
    earlier = rubric.earlier(edition)
    for folder in editions_beside(home):
        other_rubric, other = series_of(folder)
        if other_rubric != rubric.id or other not in earlier:
            continue
        if in_project or folder.name == home.name.replace(path_of(edition), path_of(other)):
            found.setdefault(other, []).append(folder)
    return {other: found[other] for other in reversed(earlier) if other in found}


def doubled(heads: Iterable[Head], names_of: Callable[[list[Head]], Names | None]) -> dict[Path, Problem]:
    """Return a problem for each report on whose entity another one of its edition folder and language is.

    ``names_of`` returns what is known of the names of reports of one edition.
    """
    found: dict[Path, Problem] = {}
    groups: dict[tuple[Path, str, EditionId, str], list[Head]] = {}
    for item in heads:
        home = edition_folder(item.path) or item.path.parent
        groups.setdefault((home, item.rubric, item.edition, item.language), []).append(item)
    for items in groups.values():
        names = names_of(items) if len(items) > 1 else None
        first: dict[tuple[str, str], Head] = {}
        for item in items:
            for key in _keys_of(item, names):
                other = first.setdefault(key, item)
                if other is not item and item.path not in found and _one(item, other, key[0], names):
                    found[item.path] = _second(item, other, key[0])
                    found.setdefault(other.path, _second(other, item, key[0]))
    return found


def _keys_of(item: Head, names: Names | None) -> Iterator[tuple[str, str]]:
    entity = item.entity
    if entity.id:
        yield "id", entity.id
    yield "name", folded(entity.name)
    if known := entity.known(names):
        yield "known", f"{folded(known.name)} {known.id}"
    if entity.iso and entity.kind == "country":  # territories are often given the code of the state that holds them
        yield "code", entity.iso


def _one(item: Head, other: Head, key: str, names: Names | None) -> bool:
    """Tell whether two reports that share a key are about one entity."""
    if item.entity.id and other.entity.id and item.entity.id != other.entity.id:
        return False
    return key != "code" or not (item.entity.known(names) and other.entity.known(names))


def _second(item: Head, other: Head, key: str) -> Problem:
    name = item.entity.name
    match key:
        case "code":
            message = f"{shown(other.path)} has the code {item.entity.iso} too"
            remedy = "correct the code of one of the two, or remove one of the reports"
        case "id":
            message = f"{shown(other.path)} has the id {item.entity.id} too"
            remedy = "correct the id of one of the two, or remove one of the reports"
        case _:
            called = "" if other.entity.name == name else f", as {other.entity.name}"
            message = f"{shown(other.path)} is about {name} too{called}"
            remedy = "remove one of the two, or give each entity an `id` if they are two"
    return Problem(item.origin, "second-report", message, remedy)
