"""What a campaign's model cannot check: that the files that it names are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.source.places import is_there
from pdfgen.source.tree import Mapping, Scalar, descend
from pdfgen.source.validate import at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.model.campaign import Campaign
    from pdfgen.source.tree import Path_, Tree

LISTS = (".csv", ".tsv", ".xlsx", ".yaml", ".yml")
"""What the name of a list of recipients ends with."""


def judged(path: Path, tree: Tree, _found: Campaign | None, problems: list[Problem]) -> list[Problem]:
    """Return the ``problems`` of a campaign, and those of the files that it names, at places that have no other."""
    known = {problem.origin for problem in problems}
    wrong = list(_files(path.parent, tree))
    return problems + [problem for problem in wrong if problem.origin not in known]


def _files(folder: Path, tree: Tree) -> Iterator[Problem]:
    if (name := _text(tree, ("recipients",))) is not None:
        if not name.lower().endswith(LISTS):
            message = f"“{name}” does not end in {', '.join(LISTS[:-1])} or {LISTS[-1]}"
            yield at(tree, ("recipients",), "unknown-format", message, "save the list as one of these")
        elif not is_there(folder / name):
            message = f"there is no file {folder / name}"
            remedy = "write the list, with the columns address, name, language and follows"
            yield at(tree, ("recipients",), "missing-list", message, remedy)
    messages, _ = descend(tree, ("messages",))
    for language in messages.items if isinstance(messages, Mapping) else ():
        place: Path_ = ("messages", language, "html")
        if (name := _text(tree, place)) is not None and not is_there(folder / name):
            message = f"there is no file {folder / name}"
            yield at(tree, place, "missing-html", message, "write the body, or remove the line")


def _text(tree: Tree, path: Path_) -> str | None:
    node, taken = descend(tree, path)
    return node.value if taken == path and isinstance(node, Scalar) and isinstance(node.value, str) else None
