"""Values from elsewhere in the tree of a report: each keeps the place that it came from, so that problems name it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pdfgen.errors import Origin, Problem
from pdfgen.source.text_file import SourceFile, judged
from pdfgen.source.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from decimal import Decimal

    from pdfgen.source.tree import Path_, Tree


@dataclass(frozen=True, slots=True)
class GraftPlace:
    """Where a value comes from, and how messages name that place."""

    origin: Origin
    shown: str


@dataclass(slots=True)
class GraftFile(SourceFile):
    """Stands in place of a file: its line n is the n-th place."""

    places: list[GraftPlace] = field(default_factory=list)

    def problem(self, line: int, column: int, code: str, message: str, remedy: str) -> Problem:  # noqa: ARG002  # a place has its own
        """Return a problem at a place, which the message begins with."""
        place = self.places[min(max(line, 1), len(self.places)) - 1]
        return Problem(place.origin, code, f"{place.shown}: {message}", remedy)

    def find(self, snippet: str, line: int, end_line: int) -> None:
        """Return None: the place is that of the whole value."""

    def node(self, value: str | int | Decimal, place: GraftPlace) -> Scalar:
        """Return a value as a node; what no file could have becomes a problem."""
        self.places.append(place)
        line = len(self.places)
        if isinstance(value, str):
            value, faults = judged(value)
            for fault in faults:
                self.report(line, 1, *fault)
        return Scalar(value, line, 1, line, self)


def graft(tree: Mapping, path: Path_, node: Scalar) -> None:
    """Put ``node`` at ``path``; mappings and lists on the way are made where there are none.

    A scalar on the way that has a value becomes the ``value`` of a mapping. Raises LookupError for an item whose
    predecessor is not there.
    """
    here: Mapping | Sequence = tree
    for at, step in enumerate(path):
        inner = _inside(here, step)
        if at + 1 == len(path):
            _put(here, step, node)
            return
        if not isinstance(inner, Mapping | Sequence):
            made: Mapping | Sequence
            if isinstance(path[at + 1], int):
                made = Sequence([], node.line, 1, node.line, node.file)
            else:
                made = Mapping({}, {}, node.line, 1, node.line, node.file)
                if isinstance(inner, Scalar) and inner.value is not None:
                    made.items["value"], made.keys["value"] = inner, (inner.line, inner.column)
            _put(here, step, made)
            inner = made
        here = inner


def _inside(here: Mapping | Sequence, step: str | int) -> Tree | None:
    if isinstance(here, Mapping):
        return here.items.get(str(step))
    return here.items[step] if isinstance(step, int) and step < len(here.items) else None


def _put(here: Mapping | Sequence, step: str | int, node: Tree) -> None:
    if isinstance(here, Mapping):
        here.items[str(step)] = node
        here.keys[str(step)] = (node.line, node.column)
    elif not isinstance(step, int) or step > len(here.items):
        raise LookupError(f"there is no item {step}")
    elif step == len(here.items):
        here.items.append(node)
    else:
        here.items[step] = node


def copied(tree: Tree) -> Tree:
    """Return a tree whose collections can be changed without changing those of ``tree``."""
    match tree:
        case Mapping():
            return replace(tree, items={key: copied(item) for key, item in tree.items.items()}, keys=dict(tree.keys))
        case Sequence():
            return replace(tree, items=[copied(item) for item in tree.items])
    return tree
