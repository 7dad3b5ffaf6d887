"""What a rubric's model cannot check: that its id is the name of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.source.validate import at

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.model.rubric import Rubric
    from pdfgen.source.tree import Tree


def judged(path: Path, tree: Tree, found: Rubric | None, problems: list[Problem]) -> list[Problem]:
    """Return the ``problems`` of a rubric, and that its id is another than the name of its file."""
    if found is None or found.id == path.stem:
        return problems
    message = f"the rubric “{found.id}” is in the file of “{path.stem}”"
    remedy = f"write `id: {path.stem}`, or rename the file to {found.id}.yaml"
    return [*problems, at(tree, ("id",), "id-differs", message, remedy)]
