"""A report that is a mapping in memory: the same tree as from a file, whose places are paths of values.

>>> tree, file = tree_of({"entity": {"name": "Ruritania"}, "answers": {"A1": {"score": 2.5}}})
>>> str(file.problem(*place_of(tree, ("answers", "A1", "score")), "code", "words", "").origin)
'<report>: answers.A1.score'
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pdfgen.errors import Origin, Problem
from pdfgen.source.text_file import SourceFile, judged
from pdfgen.source.tree import Mapping, Scalar, Sequence, descend

if TYPE_CHECKING:
    from pdfgen.source.tree import Path_, Tree

NAME = "<report>"
"""What stands in place of the name of a file."""

_DEPTH_LIMIT = 32
_LARGEST = 10**18  # a whole number in a file has 18 digits at most
_REMEDY = "give text, a number, true, false or None, or a mapping or list of these"


@dataclass(slots=True)
class MemoryFile(SourceFile):
    """Stands in place of a file: its line n is the n-th value of the mapping."""

    paths: list[Path_] = field(default_factory=lambda: [()])

    def problem(self, line: int, column: int, code: str, message: str, remedy: str) -> Problem:  # noqa: ARG002  # there are none
        """Return a problem at the path of a value."""
        origin = Origin(self.path, 0, 0, ".".join(map(str, self.paths[min(line, len(self.paths) - 1)])))
        return Problem(origin, code, message, remedy)

    def find(self, snippet: str, line: int, end_line: int) -> None:  # a value has no lines
        """Return None: the value is the place."""


def tree_of(values: AnyMapping[str, Any], name: str = NAME) -> tuple[Tree, SourceFile]:
    """Return ``values`` as a tree; its file, called ``name``, has the problems of what no file could have."""
    file = MemoryFile(name)
    return _node(values, (), file), file


def place_of(tree: Tree, path: Path_) -> tuple[int, int]:
    """Return the place of a value in the file of its tree."""
    node, _ = descend(tree, path)
    return node.line, node.column


def _node(value: Any, path: Path_, file: MemoryFile) -> Tree:
    line = len(file.paths)
    file.paths.append(path)
    if len(path) > _DEPTH_LIMIT:
        file.report(line, 0, "too-deep", f"the nesting is deeper than {_DEPTH_LIMIT} levels", "make it flatter")
        return Scalar(None, line, 0, line, file)
    match value:
        case AnyMapping():
            node = Mapping({}, {}, line, 0, line, file)
            for key, item in value.items():
                if not isinstance(key, str):
                    message = f"the key {key!r} is not text"
                    file.report(line, 0, "bad-key", message, f'write "{key}"')
                    continue
                node.items[key] = inner = _node(item, (*path, key), file)
                node.keys[key] = inner.line, 0
            return node
        case list() | tuple():
            return Sequence([_node(item, (*path, at), file) for at, item in enumerate(value)], line, 0, line, file)
    return Scalar(_scalar(value, line, file), line, 0, line, file)


def _scalar(value: Any, line: int, file: MemoryFile) -> Any:
    """Return a value as a file would give it: a float as the number that it is written as."""
    match value:
        case None | bool():
            return value
        case str():
            text, faults = judged(value.replace("\r\n", "\n"))
            for fault in faults:
                file.report(line, 0, *fault)
            return text
        case int() if abs(value) < _LARGEST:
            return value
        case float() | Decimal() if (number := Decimal(str(value))).is_finite() and abs(number) < _LARGEST:
            return number
    what = "is too large a number" if isinstance(value, int) else f"is a {type(value).__name__}"
    file.report(line, 0, "wrong-type", f"this {what}", _REMEDY)
    return None
