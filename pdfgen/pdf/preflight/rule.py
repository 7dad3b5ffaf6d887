"""A rule: its name, its clause, and the check that yields what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Check = Callable[[Any], Iterator[str]]
"""Takes an open file of pikepdf; yields each thing that is wrong, with its place."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``name`` is stable and meant for filters; ``clause`` is the standard's."""

    name: str
    clause: str
    check: Check


class Rules(list[Rule]):
    """The rules of a standard, in the order in which they are checked."""

    def rule(self, name: str, clause: str) -> Callable[[Check], Check]:
        """Return a decorator that adds a check as a rule."""

        def add(check: Check) -> Check:
            self.append(Rule(name, clause, check))
            return check

        return add
