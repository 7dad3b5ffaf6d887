"""What the model of a names file cannot check: that its kinds are those of the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.errors import PdfgenError
from pdfgen.model.base import did_you_mean
from pdfgen.model.entity_kinds import BUILT_IN
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.kinds import RUBRIC
from pdfgen.source.tree import Mapping, Scalar, walk
from pdfgen.source.validate import at

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.model.names import Names
    from pdfgen.source.tree import Tree


def judged(path: Path, tree: Tree, _found: Names | None, problems: list[Problem]) -> list[Problem]:
    """Return the ``problems`` of a names file, and one for each entity of a kind that its rubric does not have."""
    catalogue = Catalogue(path.absolute().parent.parent)
    kinds = [kind.id for kind in BUILT_IN]
    try:
        if catalogue.find(RUBRIC, path.stem):
            kinds = [kind.id for kind in catalogue.rubric(path.stem).entity_kinds]
    except PdfgenError:  # it is told where it is used
        return problems
    wrong = []
    for place, node in walk(tree):
        kind = node.items.get("kind") if len(place) == 2 and isinstance(node, Mapping) else None  # noqa: PLR2004  # an item of `entities`
        if isinstance(kind, Scalar) and isinstance(kind.value, str) and kind.value not in kinds:
            message = f"“{kind.value}” is no kind of the method {path.stem}"
            wrong.append(at(tree, (*place, "kind"), "unknown-kind", message, did_you_mean(kind.value, kinds)))
    return sorted([*problems, *wrong], key=lambda problem: (problem.origin.line, problem.origin.column))
