"""Files that extend another one of their kind: they say what is different, and have the rest from it.

    # labels/en.yaml of a project
    extends: en
    key_developments: "What happened in {year}"

A name is looked for in the project first, then in what pdfgen ships; a file that names itself extends the shipped one.
A mapping is merged key by key, and a list whose items all have an ``id`` item by item; all else is replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.caches import remembered
from pdfgen.errors import InputError
from pdfgen.files import is_file, stamp
from pdfgen.model.base import did_you_mean
from pdfgen.resources import shipped
from pdfgen.source.tree import Mapping, Scalar, Sequence
from pdfgen.source.yaml_file import read, read_head

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.files import Stamp
    from pdfgen.source.tree import Tree

EXTENDS = "extends"
_MOST = 8  # files in a row


def chain(path: Path) -> tuple[Path, ...]:
    """Return a file, the file that it extends, and so on. Raises InputError where one of them is not there."""
    found = [path]
    while (named := _named(found[-1])) is not None:
        found.append(_base(found, named))
    return tuple(found)


def places(path: Path) -> tuple[Path, ...]:
    """Return where the files of the chain of ``path`` lie or can lie: all that the chain depends on."""
    found = chain(path)
    return tuple(dict.fromkeys(place for one in found for place in (one, _shipped(one))))


def merged(files: tuple[Path, ...]) -> tuple[Tree | None, list[Problem]]:
    """Return the tree of the first of ``files`` with what it has from the others, and what is wrong with their YAML."""
    trees = []
    problems: list[Problem] = []
    for path in files:
        tree, file = read(path)
        problems += file.problems
        trees.append(tree)
    if any(tree is None for tree in trees):
        return None, problems
    whole = trees.pop()
    while trees:
        whole = _merged(whole, _without(trees.pop(), EXTENDS), problems)
    return whole, problems


def _named(path: Path) -> Scalar | None:
    """Return the name of the file that ``path`` extends; None when it extends none."""
    return None if path == _shipped(path) else _extends(path, stamp(path))


@remembered(64)
def _extends(path: Path, _stamp: Stamp | None) -> Scalar | None:
    head = read_head(path, {EXTENDS})
    found = head.items.get(EXTENDS) if head else None
    return found if isinstance(found, Scalar) and isinstance(found.value, str) else None


def _shipped(path: Path) -> Path:
    return shipped("data") / path.parent.name / path.name


def _base(files: list[Path], named: Scalar) -> Path:
    path, name = files[-1], f"{named.value}.yaml"
    own = path.parent / name
    inside = own.parent == path.parent and "\\" not in name
    found = next((place for place in (own, _shipped(own)) if inside and place != path and is_file(place)), None)
    if found is None:
        known = {place.stem for folder in (path, _shipped(path)) for place in folder.parent.glob("*.yaml")}
        remedy = did_you_mean(named.value, sorted(known - {path.stem}))
        raise InputError([_problem(named, "unknown-base", f"there is no file “{name}” to extend", remedy)])
    if found in files or len(files) == _MOST:
        message = f"{path.name} extends {name}, which extends it in turn"
        if found not in files:
            message = f"more than {_MOST} files extend one another"
        raise InputError([_problem(named, "endless-extension", message, "let one of them stand alone")])
    return found


def _problem(node: Scalar, code: str, message: str, remedy: str) -> Problem:
    return node.file.problem(node.line, node.column, code, message, remedy)


def _without(tree: Tree | None, key: str) -> Tree | None:
    if not isinstance(tree, Mapping):
        return tree
    items = {name: item for name, item in tree.items.items() if name != key}
    return Mapping(items, tree.keys, tree.line, tree.column, tree.end_line, tree.file)


def _merged(base: Tree | None, own: Tree | None, problems: list[Problem], *, top: bool = True) -> Tree | None:
    if isinstance(base, Mapping) and isinstance(own, Mapping):
        items = dict(base.items)
        if top:
            items.pop("id", None)  # it is that of the other file
        for key, item in own.items.items():
            below = _merged(items.get(key), item, problems, top=False)
            if below is not None:
                items[key] = below
        return Mapping(items, base.keys | own.keys, own.line, own.column, own.end_line, own.file)
    if isinstance(base, Sequence) and isinstance(own, Sequence) and own.items and _have_ids(own) and _have_ids(base):
        return _merged_items(base, own, problems)
    return own if own is not None else base


def _merged_items(base: Sequence, own: Sequence, problems: list[Problem]) -> Sequence:
    items = list(base.items)
    for item in own.items:
        same = [index for index, other in enumerate(items) if _id(other) == _id(item)]
        if len(same) > 1:  # one of some editions, one of others
            same = [index for index in same if _editions(items[index]) == _editions(item)]
            if len(same) != 1:
                message = f"there are several {_id(item)} to extend, of several editions"
                remedy = "write the `editions:` of the one that you mean, as they stand there"
                problems.append(item.file.problem(item.line, item.column, "unclear-extension", message, remedy))
                continue
        if same:
            items[same[0]] = _merged(items[same[0]], item, problems, top=False) or item
        else:
            items.append(item)
    return Sequence(items, own.line, own.column, own.end_line, own.file)


def _have_ids(tree: Sequence) -> bool:
    return all(_id(item) is not None for item in tree.items)


def _id(tree: Tree) -> object:
    return _value(tree, "id")


def _editions(tree: Tree) -> object:
    return str(_value(tree, "editions"))


def _value(tree: Tree, key: str) -> object:
    found = tree.items.get(key) if isinstance(tree, Mapping) else None
    return found.value if isinstance(found, Scalar) else None


def stamps(paths: Iterable[Path]) -> tuple[Stamp | None, ...]:
    """Return what changes when one of ``paths`` is written."""
    return tuple(map(stamp, paths))
