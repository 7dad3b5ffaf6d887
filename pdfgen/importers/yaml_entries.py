"""Values as the lines of a YAML file: one form for each kind of value, long text as literal blocks."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from pdfgen.importers.yaml_writer import scalar, wrapped
from pdfgen.model.prose import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDTH = 90
_LONG = 120
"""Longer lines of a text are wrapped where that changes nothing."""
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_WORDS = {"true", "false", "null"}
_LITERAL = re.compile(r"(?![ \t\n])(?:[^\n]*[^ \t\n]\n|\n)*[^\n]*[^ \t\n]")


def entry(key: str, value: Any, indent: int) -> list[str]:
    """Return ``key: value`` as lines, the first without its indent."""
    name = key if _PLAIN_KEY.fullmatch(key) and key.lower() not in _WORDS else json.dumps(key, ensure_ascii=False)
    return _behind(f"{name}:", value, indent)


def _behind(head: str, value: Any, indent: int) -> list[str]:
    """Return a value behind what it belongs to."""
    margin = " " * (indent + 2)
    match value:
        case None:
            return [head]
        case dict():
            lines = [head]
            for name, inner in value.items():
                first, *rest = entry(str(name), inner, indent + 2)
                lines += [margin + first, *rest]
            return lines
        case list() | tuple():
            return [head, *(line for part in value for line in item(part, indent + 2))] if value else [f"{head} []"]
        case bool():
            return [f"{head} {'true' if value else 'false'}"]
        case int() | Decimal():
            return [f"{head} {value:f}" if isinstance(value, Decimal) else f"{head} {value}"]
    return _text(head, str(value).strip("\n"), indent)


def _text(head: str, text: str, indent: int) -> list[str]:
    """Return a text behind what it belongs to: on its line, or below it."""
    margin = " " * (indent + 2)
    if "\n" not in text and len(text) + len(head) + indent < _WIDTH:
        return [f"{head} {scalar(text)}"]
    if not _LITERAL.fullmatch(text):
        return [f"{head} {json.dumps(text, ensure_ascii=False)}"]
    return [f"{head} |", *(margin + line if line else "" for line in _lines(text, _WIDTH - indent - 2))]


def item(value: Any, indent: int) -> list[str]:
    """Return an item of a list as lines."""
    margin = " " * indent
    if not isinstance(value, dict):
        first, *rest = _behind("-", value, indent)
        return [margin + first, *rest]
    lines: list[str] = []
    for name, part in value.items():
        first, *rest = entry(str(name), part, indent + 2)
        lines += [f"{margin}{'  ' if lines else '- '}{first}", *rest]
    return lines or [f"{margin}- {{}}"]


def _lines(text: str, width: int) -> list[str]:
    """Return the lines of a text; long ones are wrapped where the text says the same afterwards."""
    lines = text.split("\n")
    if not any(len(line) > _LONG for line in lines):
        return lines
    found = [part for line in lines for part in (wrapped(line, width) if len(line) > _LONG else [line])]
    return found if same_text(text, "\n".join(found)) else lines


def same_text(one: str, other: str) -> bool:
    """Tell whether two texts in the small Markdown say the same."""
    if one.strip() == other.strip():
        return True
    try:
        return parse(one.strip("\n")).blocks == parse(other.strip("\n")).blocks
    except PydanticCustomError:
        return False


def document(values: Mapping[str, Any], head: Sequence[str] = ()) -> str:
    """Return a whole file: its keys, set apart by blank lines where they have parts."""
    lines = list(head)
    for key, value in values.items():
        found = entry(key, value, 0)
        spaced = key == "answers" and isinstance(value, dict)
        lines += [""] if lines and (len(found) > 1 or lines[-1].startswith((" ", "-"))) else []
        if not spaced:
            lines += found
            continue
        lines.append(f"{key}:")
        for index, (name, part) in enumerate(value.items()):
            first, *rest = entry(str(name), part, 2)
            blank = [""] if index and len(rest) > 1 and any(len(line) > _WIDTH // 2 for line in rest) else []
            lines += [*blank, f"  {first}", *rest]
    return "\n".join(lines) + "\n"
