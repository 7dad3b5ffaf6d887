r"""Values put into the text of a report that is there: all else in the file, remarks too, stays as it is.

>>> from pdfgen.source.yaml_file import read_text
>>> text = "answers:\n  A1:\n    score:   # 0 to 4\n"
>>> tree, file = read_text(text)
>>> changes = {("answers", "A1", "score"): 3, ("answers", "A2", "score"): 1}
>>> print("\n".join(filled(file.lines, tree, changes)).rstrip())
answers:
  A1:
    score: 3   # 0 to 4
  A2:
    score: 1
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pdfgen.importers.yaml_entries import document, entry, item
from pdfgen.source.tree import Mapping, Scalar, Sequence, plain

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from pdfgen.source.tree import Path_, Tree

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_REMARK = re.compile(r"(?:^|\s)(#.*)$")


def filled(lines: list[str], tree: Mapping, changes: AnyMapping[Path_, Any]) -> list[str]:
    """Return the lines of a file whose tree is ``tree`` with ``changes``: a value for each path.

    A value that is there is replaced. What stands in braces is written anew, in lines.
    """
    plan = _Plan(lines)
    if plan.is_flow(tree):
        remarks = [remark for line in lines if (remark := _remark(line))]
        return document(merged(plain(tree), nested(changes)), remarks).split("\n")
    plan.mapping(tree, nested(changes))
    return plan.result()


def nested(changes: AnyMapping[Path_, Any]) -> dict[Any, Any]:
    """Return values by their paths as mappings in mappings; of a list, by the places of its items."""
    found: dict[Any, Any] = {}
    for path, value in changes.items():
        here = found
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = value
    return found


def merged(old: Any, new: Any) -> Any:
    """Return what was there with what is new."""
    if not isinstance(new, dict):
        return new
    if any(isinstance(key, int) for key in new):
        items = list(old) if isinstance(old, list | tuple) else []
        for at, value in sorted(new.items()):
            whole = merged(items[at] if at < len(items) else None, value)
            items[at : at + 1] = [whole]
        return items
    found = dict(old) if isinstance(old, dict) else {} if old is None else {"value": old}
    for key, value in new.items():
        found[key] = merged(found.get(key), value)
    return found


def _remark(line: str) -> str:
    """Return the remark at the end of a line; empty when it has none. A number sign in quotes begins none."""
    found = _REMARK.search(_QUOTED.sub(lambda quoted: "x" * len(quoted[0]), line))
    return line[found.start(1) :] if found else ""


@dataclass(slots=True)
class _Plan:
    """What is to be changed in lines: ranges, counted from 0, and the lines that come in their place."""

    lines: list[str]
    edits: list[tuple[int, int, list[str]]] = field(default_factory=list)

    def result(self) -> list[str]:
        """Return the lines with all changes."""
        found = list(self.lines)
        # from the end: at one line, what is replaced goes before what is put in, outer parts before inner ones
        order = sorted(enumerate(self.edits), key=lambda item: (-item[1][0], item[1][0] == item[1][1], -item[0]))
        for _, (start, stop, new) in order:
            found[start:stop] = new
        return found

    def mapping(self, node: Mapping, new: dict[Any, Any]) -> None:
        """Change a mapping in block style."""
        indent = min(column for _, column in node.keys.values()) - 1
        added: list[str] = []
        for key, value in new.items():
            inner = node.items.get(key)
            if inner is None and key not in node.items:
                first, *rest = entry(str(key), merged(None, value), indent)
                spaced = rest and self._is_spaced(node)
                added += [*([""] if spaced else []), " " * indent + first, *rest]
            elif isinstance(value, dict) and isinstance(inner, Mapping | Sequence) and not self.is_flow(inner):
                self._collection(inner, value)
            elif inner is not None:
                self._replace(node.keys[key], inner, entry(str(key), merged(plain(inner), value), indent))
        if added:
            stop = self._last(node)
            self.edits.append((stop, stop, added))

    def _collection(self, node: Mapping | Sequence, new: dict[Any, Any]) -> None:
        if isinstance(node, Mapping):
            self.mapping(node, new)
            return
        indent = node.column - 1
        added: list[str] = []
        for at, value in sorted(new.items()):
            inner = node.items[at] if at < len(node.items) else None
            if inner is None:
                added += item(merged(None, value), indent)
            elif isinstance(value, dict) and isinstance(inner, Mapping) and not self.is_flow(inner):
                self.mapping(inner, value)
            else:
                first, *rest = item(merged(plain(inner), value), indent)
                self._replace((self._dash(inner, indent), indent + 1), inner, [first.lstrip(), *rest])
        if added:
            stop = self._last(node)
            self.edits.append((stop, stop, added))

    def _dash(self, node: Tree, indent: int) -> int:
        """Return the line of the dash before an item."""
        return next(line for line in range(node.line, 0, -1) if self.lines[line - 1][indent : indent + 1] == "-")

    def _replace(self, place: tuple[int, int], node: Tree, new: list[str]) -> None:
        """Put lines in the place of a value and what it belongs to; remarks stay, before it or behind it."""
        line, column = place
        stop = max(self._last(node), line)
        before = self.lines[line - 1][: column - 1]
        texts = isinstance(node, Scalar) and isinstance(node.value, str)
        own = self.lines[line - 1 : line] if texts else self.lines[line - 1 : stop]
        remarks = [remark for text in own if (remark := _remark(text))]
        if len(remarks) == 1 and isinstance(node, Scalar):
            left = self.lines[line - 1].removesuffix(remarks[0])
            spaces = left[len(left.rstrip()) :]
            new = [new[0] + spaces + remarks[0], *new[1:]]
            remarks = []
        margin = " " * len(before)
        self.edits.append((line - 1, stop, [*(margin + remark for remark in remarks), before + new[0], *new[1:]]))

    def _last(self, node: Tree) -> int:
        """Return the last line of a node that has anything in it."""
        if isinstance(node, Scalar) or self.is_flow(node):
            last = max(node.end_line, node.line)
        else:
            parts = node.items.values() if isinstance(node, Mapping) else node.items
            last = max([node.line, *map(self._last, parts)])
        while last > node.line and not self.lines[last - 1].strip():
            last -= 1
        return last

    def is_flow(self, node: Tree) -> bool:
        """Tell whether a collection stands in braces or brackets."""
        return not isinstance(node, Scalar) and self.lines[node.line - 1][node.column - 1 : node.column] in ("{", "[")

    def _is_spaced(self, node: Mapping) -> bool:
        """Tell whether blank lines part the entries of a mapping."""
        begins = sorted(line for line, _ in node.keys.values())[1:]
        return any(not self.lines[line - 2].strip() for line in begins)
