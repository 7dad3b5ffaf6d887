"""Paths in an inventory: what they are made of, and which cannot stand together (OCFL 1.1, sections 3.5.2, 3.5.3.1).

>>> faults("v1/../x"), faults("/x//y"), faults("v1/content/x")
(['element'], ['end', 'element'], [])
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FAULTY = frozenset({"", ".", ".."})

PathFault = Literal["end", "element"]


def faults(path: str) -> list[PathFault]:
    """Return what is wrong with a path: it begins or ends with ``/``, or an element is empty, ``.`` or ``..``."""
    if _FAULTY.isdisjoint(path.split("/")):
        return []
    found: list[PathFault] = []
    if path.startswith("/") or path.endswith("/"):
        found.append("end")
    inner = path[path.startswith("/") : len(path) - (len(path) > 1 and path.endswith("/"))]
    if not _FAULTY.isdisjoint(inner.split("/")):
        found.append("element")
    return found


def meant(path: str) -> str:
    """Return the path that a faulty one would lead to, without leaving the folder."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def conflicts(paths: Iterable[str]) -> Iterator[str]:
    """Yield each path that is also a folder of another path, in their order."""
    # what begins with a path and its slash stands directly behind it
    for path, after in pairwise(sorted({f"{path}/" for path in paths})):
        if after.startswith(path):
            yield path[:-1]
