"""Values that are made once and kept: bounded, the least recently used go first, safe in threads.

A value that comes from a file has the file's stamp (``pdfgen.files.stamp``) in its key, so that another file at the
same path is seen.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import wraps
from threading import RLock
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_P = ParamSpec("_P")
_V = TypeVar("_V")

# One lock for all: a value that is made may ask for others, and two locks could wait for each other.
_making = RLock()


def remembered(most: int) -> Callable[[Callable[_P, _V]], Callable[_P, _V]]:
    """Return a decorator that keeps the last ``most`` values of a function by its arguments, which can be hashed.

    Unlike ``functools.lru_cache``, two threads that ask at once get one and the same value. An error is not kept.
    """

    def decorate(make: Callable[_P, _V]) -> Callable[_P, _V]:
        kept: OrderedDict[Hashable, _V] = OrderedDict()

        @wraps(make)
        def ask(*arguments: _P.args, **named: _P.kwargs) -> _V:
            key = arguments, tuple(named.items())
            with _making:
                if key in kept:
                    kept.move_to_end(key)
                    return kept[key]
                found = make(*arguments, **named)
                kept[key] = found
                if len(kept) > most:
                    kept.popitem(last=False)
                return found

        return ask

    return decorate


class Recent(Generic[_V]):
    """What belongs to the last ``most`` objects, by their identity: two that are equal are two."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[int, tuple[object, _V]] = OrderedDict()

    def keep(self, owner: object, value: _V) -> None:
        """Keep ``value`` for ``owner``, and ``owner`` with it."""
        with _making:
            self._kept[id(owner)] = owner, value
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def get(self, owner: object) -> _V | None:
        """Return what is kept for ``owner``."""
        with _making:
            found = self._kept.get(id(owner))
        return found[1] if found else None
