"""Which setter makes the flowables of a kind of block.

A setter stands in the file of its flowable and registers itself for one class of blocks; ``composition`` imports these
files and knows none of their classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pdfgen.content import Block
    from pdfgen.content.volume.volume_blocks import Part
    from pdfgen.layout.flow import Flowable
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.pen import Group
    from pdfgen.layout.typesetter import Typesetter


@dataclass(frozen=True, slots=True)
class Setting:
    """What a setter makes flowables with, and where they stand."""

    setter: Typesetter
    page: Geometry
    notes: Mapping[str, Group]
    """The structure element of each note, by the id of the block that begins it."""
    above: float = 0.0
    """The height in points of all that stands before the block."""
    below: Sequence[Block] = ()
    """The blocks that follow."""


Setter: TypeAlias = "Callable[[Any, Setting], Sequence[Flowable]]"
_SETTERS: dict[type[Block], Setter] = {}


def sets(kind: type[Block]) -> Callable[[Setter], Setter]:
    """Register the function below as the setter of a kind of block."""

    def register(setter: Setter) -> Setter:
        _SETTERS[kind] = setter
        return setter

    return register


Anchors: TypeAlias = "Callable[[Any, Geometry], Mapping[Part, float]]"
_ANCHORS: dict[type[Block], Anchors] = {}


def names_parts(kind: type[Block]) -> Callable[[Anchors], Anchors]:
    """Register the function below: it names the parts of a kind of block, each with its distance from the start."""

    def register(anchors: Anchors) -> Anchors:
        _ANCHORS[kind] = anchors
        return anchors

    return register


def anchor(part: Part, blocks: Iterable[Block], page: Geometry) -> float:
    """Return how far from the start of the measure a part of one of ``blocks`` stands, in points.

    Raises StopIteration when none of them has it.
    """
    known = (_ANCHORS[type(block)](block, page) for block in blocks if type(block) in _ANCHORS)
    return next(anchors[part] for anchors in known if part in anchors)


def flowables(block: Block, setting: Setting) -> Sequence[Flowable]:
    """Return the flowables of a block. Raises KeyError for a kind that nothing sets."""
    return _SETTERS[type(block)](block, setting)
