"""The filters and tests of templates. Each pays for what it makes, and refuses to make too much."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from urllib.parse import quote

from jinja2 import pass_environment
from jinja2.runtime import Undefined
from jinja2.tests import TESTS as JINJA_TESTS

if TYPE_CHECKING:
    from collections.abc import Callable

    Filter: TypeAlias = Callable[..., Any]

CHARACTERS = 100
"""Characters that cost as much as one part of a loop."""

LENGTH = 100_000
"""The most characters of a value."""

LOOPED, JOINED = "_looped", "_joined"
"""What templates cannot name themselves: a loop with its turns, and ``a ~ b``."""


class Spent(Exception):  # noqa: N818  # told as a Fault
    """The budget of a text is used up."""


class TooLong(Exception):  # noqa: N818  # told as a Fault
    """A value has more characters than it may."""


class Wrong(Exception):  # noqa: N818  # told as a Fault
    """A value is used as what it is not."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


class Budget(Protocol):
    """What filters pay, and how they reach the values of a thing."""

    def spend(self, parts: int) -> None:
        """Take from the budget. Raises Spent."""

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a value of a thing."""


def _text(purse: Budget, value: Any) -> str:
    if isinstance(value, Undefined):
        return str(value)  # says what is not there
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise Wrong("this filter is for texts", "name a value that is a text")
    text = str(value)
    return _paid(purse, text)


def _paid(purse: Budget, text: str) -> str:
    if len(text) > LENGTH:
        raise TooLong
    purse.spend(1 + len(text) // CHARACTERS)
    return text


def _list(purse: Budget, value: Any) -> list[Any]:
    if isinstance(value, Undefined):
        str(value)
    if not isinstance(value, list | tuple):
        raise Wrong("this is no list", "name a value that is a list, such as `reports`")
    purse.spend(1 + len(value))
    return list(value)


def _at(purse: Budget, item: Any, path: str | int | None) -> Any:
    if path is None:
        return item
    for name in path.split(".") if isinstance(path, str) else [path]:
        if isinstance(name, str) and name.startswith("_"):
            raise Wrong(f"`{name}` is not allowed: it begins with “_”", "name another value")
        item = purse.getitem(item, int(name) if isinstance(name, str) and name.isdecimal() else name)
    return item


def _words(change: Callable[[str], str]) -> Filter:
    @pass_environment
    def changed(purse: Budget, value: Any) -> str:
        return _paid(purse, change(_text(purse, value)))

    return changed


@pass_environment
def _replace(purse: Budget, value: Any, old: str, new: str) -> str:
    text, old, new = _text(purse, value), _text(purse, old), _text(purse, new)
    grown = text.count(old) * (len(new) - len(old)) if old else 0
    if not old or len(text) + grown > LENGTH:
        raise TooLong
    return _paid(purse, text.replace(old, new))


@pass_environment
def _truncate(purse: Budget, value: Any, length: int = 255, end: str = "…") -> str:
    text = _text(purse, value)
    if len(text) <= length:
        return text
    return _text(purse, text[: max(int(length) - len(end), 0)].rstrip() + end)


@pass_environment
def _join(purse: Budget, value: Any, between: str = "", attribute: str | None = None) -> str:
    parts = [_text(purse, _at(purse, item, attribute)) for item in _list(purse, value)]
    between = _text(purse, between)
    if sum(map(len, parts)) + len(between) * len(parts) > LENGTH:
        raise TooLong
    return _paid(purse, between.join(parts))


@pass_environment
def _joined(purse: Budget, *values: Any) -> str:
    parts = [_text(purse, value) for value in values]
    if sum(map(len, parts)) > LENGTH:
        raise TooLong
    return _paid(purse, "".join(parts))


@pass_environment
def _looped(purse: Budget, value: Any, cost: int) -> list[Any]:
    if isinstance(value, Undefined):
        str(value)
    if not isinstance(value, list | tuple):
        raise Wrong("this is no list, and cannot be looped over", "name a value that is a list, such as `reports`")
    purse.spend(max(1, cost) * len(value))
    return list(value)


@pass_environment
def _map(purse: Budget, value: Any, attribute: str) -> list[Any]:
    return [_at(purse, item, attribute) for item in _list(purse, value)]


@pass_environment
def _sort(purse: Budget, value: Any, attribute: str | None = None, reverse: bool = False) -> list[Any]:  # noqa: FBT001, FBT002  # as Jinja2 has it
    def key(item: Any) -> Any:
        found = _at(purse, item, attribute)
        return found.casefold() if isinstance(found, str) else found

    items = _list(purse, value)
    purse.spend(len(items) * len(items).bit_length())
    return sorted(items, key=key, reverse=bool(reverse))


@pass_environment
def _length(purse: Budget, value: Any) -> int:
    return len(_text(purse, value)) if isinstance(value, str) else len(_list(purse, value))


@pass_environment
def _first(purse: Budget, value: Any) -> Any:
    return purse.getitem(_list(purse, value), 0)


@pass_environment
def _last(purse: Budget, value: Any) -> Any:
    return purse.getitem(_list(purse, value), -1)


@pass_environment
def _default(purse: Budget, value: Any, instead: Any = "") -> Any:
    """Return ``instead`` for what is not there, and for an empty text: a cell of a table is never missing."""
    purse.spend(1)
    return instead if isinstance(value, Undefined) or value == "" else value


FILTERS: dict[str, Filter] = {
    "capitalize": _words(str.capitalize),
    "count": _length,
    "d": _default,
    "default": _default,
    "first": _first,
    "join": _join,
    "last": _last,
    "length": _length,
    "lower": _words(str.lower),
    "map": _map,
    "replace": _replace,
    "sort": _sort,
    "title": _words(str.title),
    "trim": _words(str.strip),
    "truncate": _truncate,
    "upper": _words(str.upper),
    "urlencode": _words(lambda text: quote(text, safe="")),
}
OWN: dict[str, Filter] = {LOOPED: _looped, JOINED: _joined}
"""What the checked template is given for its loops and for ``~``."""

_TESTED = "defined undefined none odd even divisibleby eq == ne != lt < le <= gt > ge >= in string number true false"
TESTS = {name: JINJA_TESTS[name] for name in _TESTED.split()}
