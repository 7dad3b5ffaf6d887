"""What a labels file lacks, in one message: a file with one word of its own lacks nearly all words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from pdfgen.labels import Labels
from pdfgen.source.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.source.tree import Tree

_NAMED = 3


def judged(_path: Path, tree: Tree, _found: Labels | None, problems: list[Problem]) -> list[Problem]:
    """Return the ``problems`` of a file with one in place of those that name a missing key, if there are several."""
    others = [problem for problem in problems if problem.code != "missing-key"]
    if len(problems) - len(others) < 2:  # noqa: PLR2004  # a single one stays as it is
        return problems
    missing = list(_missing(tree, Labels))
    named = ", ".join(f"`{key}`" for key in missing[:_NAMED])
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    message = f"{len(missing)} words are missing: {named}{more}"
    remedy = "begin the file with `extends: en`, and write what is different; or begin with `pdfgen show labels en`"
    return [tree.file.problem(tree.line, tree.column, "missing-key", message, remedy), *others]


def _missing(tree: Tree | None, model: type[BaseModel], above: str = "") -> Iterator[str]:
    """Yield the keys that a file must have and lacks, those of its parts one by one."""
    items = tree.items if isinstance(tree, Mapping) else {}
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _missing(items.get(name), inner, f"{above}{name}.")
        elif field.is_required() and name not in items:
            yield above + name
