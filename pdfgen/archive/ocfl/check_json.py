"""JSON of unknown origin: limited, whole, and with what is said twice in it (RFC 8259)."""

from __future__ import annotations

import json
import re
from typing import Any

LARGEST = 64 << 20
"""The largest JSON file that is read, in bytes: an inventory of some 200,000 files."""
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_DIGITS = 15


class Repeating(dict[str, Any]):
    """A JSON object that says some keys twice. Lists under one key are joined, of other values the last counts."""

    repeated: tuple[str, ...] = ()


def parsed(content: bytes) -> Any:
    """Return the value in a JSON file. Raises ValueError, with the fault in words that follow “it”."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"is no UTF-8 at byte {error.start}") from None
    if text.startswith("\ufeff"):
        raise ValueError("begins with a byte order mark, which JSON does not have")
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_number, parse_float=_number
        )
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    if _HALF.search(text):
        _refuse_halves(value)
    return value


def repeated(value: object) -> tuple[str, ...]:
    """Return the keys that a JSON object says more than once."""
    return value.repeated if isinstance(value, Repeating) else ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    joined = Repeating()
    twice: dict[str, None] = {}
    for key, value in pairs:
        if key in joined:
            twice[key] = None
            before = joined[key]
            joined[key] = [*before, *value] if isinstance(before, list) and isinstance(value, list) else value
        else:
            joined[key] = value
    joined.repeated = tuple(twice)
    return joined


def _constant(name: str) -> None:
    raise ValueError(f"is no JSON: {name} is no value")


def _number(digits: str) -> float:
    if len(digits) > _DIGITS:
        raise ValueError(f"has a number of {len(digits)} digits")
    return int(digits) if digits.lstrip("-").isdigit() else float(digits)


def _refuse_halves(value: Any) -> None:
    """Refuse halves of characters, which no file name in UTF-8 can have (RFC 8259, section 8.2)."""
    open_values = [value]
    while open_values:
        one = open_values.pop()
        if isinstance(one, dict):
            open_values += [*one, *one.values()]
        elif isinstance(one, list):
            open_values += one
        elif isinstance(one, str) and not _whole(one):
            raise ValueError("has half a character (a lone surrogate)")


def _whole(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
