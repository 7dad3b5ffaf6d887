"""The complaints of the YAML loader in an author's words: where the mistake is, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

# Where the loader stops is seldom where the author erred: what was left open began at the context's mark.
_LEFT_OPEN = ("quoted scalar", "flow sequence", "flow mapping", "simple key")
_ESCAPES = ("escape", "hexdecimal")
_UNSPACED = re.compile(r"\s*(?:- +)*[\w-]+:[^\s/]")
_KEY = re.compile(r"\s*[\w-]+:(\s|$)")
_SYNTAX = {
    "mapping values are not allowed": "put text that has “: ” in it in quotes, or write it below a `|`",
    "cannot start any token": "put the text in quotes",
    "did not find expected key": "check the indentation, and quotes inside quoted text",
    "could not find expected ':'": "write `key: value`, with a space after the colon",
    "did not find expected '-' indicator": "indent all items of the list alike",
    "unexpected end of stream": "close the quotes or brackets",
    "did not find expected ',' or": "close the brackets, or put the text in quotes",
    "unknown escape": "in double quotes write \\\\ for a backslash, or use single quotes",
    "hexdecimal": "in double quotes write \\\\ for a backslash, or use single quotes",
}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def explained(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[int, int, str, str, str]:
    """Return place, code, message and remedy for the loader's complaint, in an author's words."""
    problem = str(error.problem or error.context or "syntax error")
    mark = error.problem_mark or error.context_mark
    began = error.context_mark
    left_open = any(what in str(error.context) for what in _LEFT_OPEN) and not any(what in problem for what in _ESCAPES)
    if left_open and began and mark and began.line != mark.line:
        mark = began
    number, column = (min(mark.line + 1, len(lines)), mark.column + 1) if mark else (1, 1)
    line = lines[number - 1]
    message = f"this is not valid YAML: {problem}"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return number, line.index("\t") + 1, "yaml-syntax", "a tab indents this line", "indent with spaces"
    remedy = next((text for part, text in _SYNTAX.items() if part in problem), "check this line and the one before it")
    above = lines[number - 2] if number > 1 else ""
    if "mapping values" in problem and _KEY.match(line) and 0 < _indent(above) < _indent(line):
        remedy = f"indent it like line {number - 1}"
    if "mapping values" in problem and _UNSPACED.match(above):
        number, column = number - 1, _indent(above) + 1
        remedy = _SYNTAX["could not find expected ':'"]
    return number, column, "yaml-syntax", message, remedy
