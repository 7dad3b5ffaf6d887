"""Entities of one name, told apart in words that a reader understands."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pdfgen.model.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pdfgen.model.entity import Entity


def told_apart(entities: Sequence[Entity], words: Callable[[Entity], Sequence[str]]) -> list[str]:
    """Return for each entity what tells it apart from the others of its name; empty where its name is its own.

    ``words`` gives what could tell an entity apart, what a reader knows best first. The same is taken for all of one
    name: the first that each of them has, and has alone.
    """
    names = [folded(entity.name) for entity in entities]
    found = [""] * len(names)
    for name in (name for name, count in Counter(names).items() if count > 1):
        places = [place for place, other in enumerate(names) if other == name]
        for said in zip(*(words(entities[place]) for place in places), strict=True):
            if all(said) and len({folded(word) for word in said}) == len(said):
                for place, word in zip(places, said, strict=True):
                    found[place] = word
                break
    return found
