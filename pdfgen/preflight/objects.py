"""Foreign objects, walked without trust: every walk knows where it has been, and none goes on for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PARENTS = 100  # nodes above a page


def is_dictionary(item: Any) -> bool:
    """Tell whether an object is a dictionary, or a stream, which has one."""
    return isinstance(item, pikepdf.Dictionary | pikepdf.Stream)


def entries(item: Any) -> dict[str, Any]:
    """Return the entries of a dictionary; none of what is no dictionary."""
    return {str(name): value for name, value in item.items()} if is_dictionary(item) else {}


def entry(item: Any, *names: str) -> Any:
    """Return what stands under names in dictionaries one in the other, None where there is nothing."""
    for name in names:
        item = item.get(name) if is_dictionary(item) else None
    return item


def items(item: Any) -> list[Any]:
    """Return the items of an array; a single object counts as one of one item."""
    if item is None:
        return []
    return list(item) if isinstance(item, pikepdf.Array) else [item]


def numbers(item: Any) -> list[float]:
    """Return the numbers of an array; raises ValueError where it holds something else."""
    try:
        return [float(value) for value in items(item)]
    except (TypeError, ValueError, ArithmeticError) as error:
        raise ValueError("an array holds something other than numbers") from error


def identity(item: Any) -> tuple[int, int] | None:
    """Return the number of an indirect object, None of a direct one: those cannot lead back to themselves."""
    number: tuple[int, int] = getattr(item, "objgen", (0, 0))
    return number if number[0] else None


def inherited(page: Any, name: str) -> Any:
    """Return an entry of a page, or of the nearest node above it that has one (ISO 32000-1, § 7.7.3.4)."""
    node = getattr(page, "obj", page)
    for _ in range(_PARENTS):
        if not is_dictionary(node):
            return None
        if (found := node.get(name)) is not None:
            return found
        node = node.get("/Parent")
    return None


def dictionaries(file: Any) -> Iterator[Any]:
    """Yield all dictionaries and streams of a file, also those that stand in others."""
    stack = list(file.objects)
    while stack:
        item = stack.pop()
        if is_dictionary(item):
            yield item
            values = list(entries(item).values())
        else:
            values = list(item) if isinstance(item, pikepdf.Array) else []
        stack += [value for value in values if isinstance(value, pikepdf.Object) and not value.is_indirect]


def twice(root: Any, kids: Callable[[Any], list[Any]]) -> tuple[bool, bool]:
    """Walk a tree; return whether a node is its own descendant, and whether one has two parents."""
    circle = shared = False
    seen: set[tuple[int, int]] = set()
    above: set[tuple[int, int]] = set()
    stack = [(root, False)]
    while stack:
        node, done = stack.pop()
        number = identity(node)
        if done:
            above.discard(number or (0, 0))
            continue
        if number is not None:
            circle |= number in above
            shared |= number in seen
            if number in seen:
                continue
            seen.add(number)
            above.add(number)
        stack.append((node, True))
        stack += [(kid, False) for kid in kids(node) if is_dictionary(kid)]
    return circle, shared


def resources(file: Any) -> Iterator[tuple[int, Any]]:
    """Yield every dictionary of resources once, with the first page that uses it.

    Those of forms, patterns, glyphs, soft masks and the appearances of annotations are among them.
    """
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(file.pages, 1):
        stack = [inherited(page, "/Resources")]
        stack += [appearance for item in items(page.get("/Annots")) for appearance in appearances(item)]
        while stack:
            item = stack.pop()
            where = identity(item)
            if not is_dictionary(item) or where in seen:
                continue
            if where is not None:
                seen.add(where)
            if any(name in item for name in _KINDS):
                yield number, item
            stack += _inner(item)


_KINDS = ("/Font", "/XObject", "/ExtGState", "/Pattern", "/Shading", "/ColorSpace", "/Properties", "/ProcSet")


def _inner(item: Any) -> Iterator[Any]:
    """Yield what an object, itself a dictionary of resources or something with one, leads to."""
    yield entry(item, "/Resources")
    for kind in ("/XObject", "/Pattern"):
        yield from entries(entry(item, kind)).values()
    for font in entries(entry(item, "/Font")).values():
        yield from (font, *entries(entry(font, "/CharProcs")).values())
    for state in entries(entry(item, "/ExtGState")).values():
        yield entry(state, "/SMask", "/G")
        for font in items(entry(state, "/Font"))[:1]:
            yield pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))


def appearances(annotation: Any) -> list[Any]:
    """Return the streams that an annotation is drawn with."""
    found = []
    for look in entries(entry(annotation, "/AP")).values():
        found += [look] if isinstance(look, pikepdf.Stream) else list(entries(look).values())
    return found
