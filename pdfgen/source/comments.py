"""Comments after short values: most are remarks of the author, some are the end of a name.

A remark that two spaces set apart, as is usual in YAML, is taken for one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen.model.base import COMMENT, Doubtful
from pdfgen.source.tree import Mapping, Scalar, walk
from pdfgen.source.validate import at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pdfgen.errors import Problem
    from pdfgen.source.text_file import SourceFile
    from pdfgen.source.tree import Tree

_VOCABULARY = re.compile(r"[a-z0-9_.-]+|[A-Z0-9-]+")
"""Words that a model knows or refuses, such as ``country`` and ``KZ``: no comment can have cut them unseen."""


def cut_short(tree: Tree, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield a warning for each comment after a value that may have been meant as its end, unless it is an error."""
    if not any(" #" in line or "\t#" in line for file in _files(tree) for line in file.lines):
        return  # nearly always: a walk takes longer
    known = {problem.origin for problem in problems}
    for path, node in walk(tree):
        if not isinstance(node, Scalar):
            continue
        if isinstance(node.value, Doubtful) and node.value.words[0] == COMMENT:
            if _VOCABULARY.fullmatch(node.value):
                continue
            code, message, _, snippet = node.value.words
            remedy = "put the value in quotes, with or without these words; put a comment on a line of its own"
        elif node.value is None and (snippet := _hash_word(node)):
            code, message = COMMENT, "there is no value here: “#” begins a comment"
            remedy = f"put the value in quotes if “{snippet}” belongs to it, or write a space after “#”"
        else:
            continue
        problem = replace(at(tree, path, code, message, remedy, snippet), severity="warning")
        line, column = node.file.lines[problem.origin.line - 1], problem.origin.column
        if problem.origin not in known and (node.value is None or not line[: column - 1].endswith(("  ", "\t"))):
            yield problem


def _files(tree: Tree) -> list[SourceFile]:
    """Return the files of a tree: that of the report, and that of the edition, whose values stand beside its own."""
    values = tree.items.values() if isinstance(tree, Mapping) else ()
    inner = [node for value in values if isinstance(value, Mapping) for node in value.items.values()]
    return list({node.file.path: node.file for node in (tree, *values, *inner)}.values())


def _hash_word(node: Scalar) -> str:
    """Return the word after the “#” that stands in the place of a value; empty when a space follows it."""
    rest = node.file.lines[node.line - 1][node.column - 1 :].strip() if node.line <= len(node.file.lines) else ""
    return rest.split()[0] if rest[:1] == "#" and rest[1:2].isalnum() else ""
