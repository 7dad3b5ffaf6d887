"""The tree of a file: keys and values, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.source.text_file import SourceFile

Path_ = tuple["str | int", ...]


@dataclass(slots=True)
class Scalar:
    """A value without parts; ``value`` is None, a bool, an int, a Decimal or text."""

    value: Any
    line: int
    column: int
    end_line: int
    file: SourceFile
    text_line: int = 0


@dataclass(slots=True)
class Sequence:
    """A list of values."""

    items: list[Tree]
    line: int
    column: int
    end_line: int
    file: SourceFile


@dataclass(slots=True)
class Mapping:
    """Values by key; ``keys`` has the place of each key."""

    items: dict[str, Tree]
    keys: dict[str, tuple[int, int]]
    line: int
    column: int
    end_line: int
    file: SourceFile


Tree = Scalar | Sequence | Mapping


def plain(tree: Tree) -> Any:
    """Return the tree's values: dicts, tuples and scalars."""
    match tree:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return tuple(plain(item) for item in items)
        case Mapping(items=entries):
            return {key: plain(item) for key, item in entries.items()}


def walk(tree: Tree, path: Path_ = ()) -> Iterator[tuple[Path_, Tree]]:
    """Yield every node with its path, parents first."""
    yield path, tree
    if isinstance(tree, Mapping):
        for key, item in tree.items.items():
            yield from walk(item, (*path, key))
    elif isinstance(tree, Sequence):
        for index, item in enumerate(tree.items):
            yield from walk(item, (*path, index))


def descend(tree: Tree, path: Path_) -> tuple[Tree, Path_]:
    """Follow ``path`` as far as it goes; steps that name no node are passed over.

    A validator's path has such steps where it chose between types. Return the node and the steps that were taken.
    """
    taken: list[str | int] = []
    for step in path:
        if isinstance(tree, Mapping) and step in tree.items:
            tree = tree.items[str(step)]
        elif isinstance(tree, Sequence) and isinstance(step, int) and step < len(tree.items):
            tree = tree.items[step]
        else:
            continue
        taken.append(step)
    return tree, tuple(taken)
