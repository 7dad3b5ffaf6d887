"""The complaints of the YAML loader in an author's words: where the mistake is, and what to do."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

# Where the loader stops is seldom where the author erred: what was left open began at the context's mark.
_LEFT_OPEN = ("quoted scalar", "flow sequence", "flow mapping", "simple key")
_ESCAPES = ("escape", "hexdecimal")
_UNSPACED = re.compile(r"\s*(?:- +)*[\w-]+:[^\s/]")
_KEY = re.compile(r"\s*[\w-]+:(\s|$)")
_BACKSLASH = "in double quotes write \\\\ for a backslash, or use single quotes"
_SYNTAX = {
    "mapping values are not allowed": "put text that has “: ” in it in quotes, or write it below a `|`",
    "did not find expected key": "check the indentation, and quotes inside quoted text",
    "could not find expected ':'": "write `key: value`, with a space after the colon; indent text below its key",
    "did not find expected '-' indicator": "indent all items of the list alike",
    "unexpected end of stream": "close the quotes or brackets",
    "did not find expected ',' or": "close the brackets, or put the text in quotes",
    "unknown escape": _BACKSLASH,
    "hexdecimal": _BACKSLASH,
}
_QUOTE_IT = "put the text in quotes, or write it below a `|`"

# Characters that look like spaces, or like nothing, and indent nothing.
BLANKS = "\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff"
_OTHER_INDENT = re.compile(rf"[ ]*([{BLANKS}])")
_OTHER_SPACE = re.compile(rf"\s*(?:- +)*(?:[\w-]+:|-)([{BLANKS}])")
_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+:[ \t]+)?(?=(.?))")
_COMMENT = re.compile(r"\s*[^\s#][^#]*[ \t](#.*)")
_MIXED_QUOTES = re.compile(r"\s*(?:- +)*(?:[\w-]+:[ \t]+)?(\"[^\"]*[“”„]|'[^']*[‘’‚])\s*$")
_OPEN_QUOTE = re.compile(r"\s*(?:- +)*(?:[\w-]+:[ \t]+)?([\"'])(?:(?!\1).)*$")
_STARTS = (
    "expected alphabetic or numeric",  # “*” and “&”
    "cannot start any token",  # “%”, “@” and “`”
    "expected node content",  # “]”, “}” and “,”
    "mapping keys are not allowed",  # “? ”
    "block sequence entries are not allowed",  # “- ”
    "expected comment or line break",  # “|” and “>” before text
)
_REACH = 60  # lines above the place of a complaint in which its cause may stand

Place = tuple[int, int, str, str, str]
"""Line, column, code, message and remedy."""


def named(char: str) -> str:
    """Return a character by its number and its name."""
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X}{f' ({name})' if name else ''}"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def explained(error: yaml.MarkedYAMLError, lines: list[str]) -> Place:
    """Return place, code, message and remedy for the loader's complaint, in an author's words."""
    problem = str(error.problem or error.context or "syntax error")
    mark = error.problem_mark or error.context_mark
    began = error.context_mark
    left_open = any(what in str(error.context) for what in _LEFT_OPEN) and not any(what in problem for what in _ESCAPES)
    if left_open and began and mark and began.line != mark.line:
        mark = began
    number, column = (min(mark.line + 1, len(lines)), mark.column + 1) if mark else (1, 1)
    line = lines[number - 1]
    if "\t" in line[: _indent(line)]:
        return number, line.index("\t") + 1, "yaml-syntax", "a tab indents this line", "indent with spaces"
    if "alphabetic" in problem or "line break" in problem:  # where an alias, an anchor or a block of text was begun
        column = began.column + 1 if began and began.line + 1 == number else column
    found = (
        _blank(number, lines) or _open_quote(problem, number, column, lines) or _start(problem, number, column, line)
    )
    if found := found or _comment(problem, number, lines):
        return found
    message = f"this is not valid YAML: {problem}"
    remedy = next((text for part, text in _SYNTAX.items() if part in problem), "check this line and the one before it")
    above = lines[number - 2] if number > 1 else ""
    if "mapping values" in problem and _KEY.match(line) and 0 < _indent(above) < _indent(line):
        remedy = f"indent it like line {number - 1}"
    if "mapping values" in problem and _UNSPACED.match(above):
        number, column = number - 1, _indent(above) + 1
        remedy = "write `key: value`, with a space after the colon"
    return number, column, "yaml-syntax", message, remedy


def _blank(number: int, lines: list[str]) -> Place | None:
    """Return what to say where a character that is no space stands in the place of one."""
    line = lines[number - 1]
    if found := _OTHER_INDENT.match(line):
        return other_indent(number, found.start(1) + 1, found[1])
    for near in (number, number - 1):
        if near and (found := _OTHER_SPACE.match(lines[near - 1])):
            message = f"{named(found[1])} stands in the place of the space"
            return near, found.start(1) + 1, "yaml-syntax", message, "write an ordinary space"
    return None


def other_indent(number: int, column: int, char: str) -> Place:
    """Return what to say of a line that ``char``, which is no space, indents."""
    return number, column, "yaml-syntax", f"{named(char)} indents this line", "indent with ordinary spaces"


def _start(problem: str, number: int, column: int, line: str) -> Place | None:
    """Return what to say of text that begins with a sign that YAML reads as something else."""
    value = _VALUE.match(line)
    start, first = (value.end(), value[1]) if value else (0, "")
    at = line[column - 1 : column]
    if any(part in problem for part in _STARTS) and at != ":":
        if "line break" in problem:
            remedy = f"write the text on the next line, indented; put text that begins with “{at}” in quotes"
        else:
            remedy = _QUOTE_IT
        return number, column, "yaml-syntax", f"text cannot begin with “{at}” here", remedy
    if "expected key" not in problem or column - 1 <= start:
        return None
    if first in ("[", "{"):
        return number, start + 1, "yaml-syntax", f"text cannot begin with “{first}” here", _QUOTE_IT
    if first in ('"', "'"):
        inside = 'write \\" for a quote inside it' if first == '"' else "write '' for an apostrophe inside it"
        message = "text goes on after its closing quote"
        return number, column, "yaml-syntax", message, f"write the whole text below a `|`, or {inside}"
    return None


def _open_quote(problem: str, number: int, column: int, lines: list[str]) -> Place | None:
    """Return what to say where a quote further up was not closed on its line, or with a typographic quote."""
    if not any(part in problem for part in ("expected key", "expected ','", "unexpected end", "mapping values")):
        return None
    line = lines[number - 1]
    before = line[: column - 1].rstrip()
    closing = before[-1:] if before[-1:] in ('"', "'") and before.count(before[-1]) == 1 else ""
    for near in range(number, max(number - _REACH, 0), -1):
        if mixed := _MIXED_QUOTES.match(lines[near - 1]):
            message = "the text begins with a straight quote and ends with a typographic one"
            return near, mixed.start(1) + 1, "yaml-syntax", message, "use straight quotes on both sides"
        opened = _OPEN_QUOTE.match(lines[near - 1]) if near < number and closing else None
        if opened and opened[1] == closing:
            message = f"the quote that opens here is closed on line {number} only"
            return near, opened.start(1) + 1, "yaml-syntax", message, "close it at the end of its text"
    return None


def _comment(problem: str, number: int, lines: list[str]) -> Place | None:
    """Return what to say where a comment cut a text, so that its rest, or a bracket, is not found."""
    in_line = "expected ','" in problem
    if not in_line and "expected key" not in problem and "expected ':'" not in problem:
        return None
    for near in (number, number - 1) if in_line else (number - 1,):
        if near > 0 and (comment := _COMMENT.match(lines[near - 1])):
            message = "“#” begins a comment here, and the text goes on after it"
            return near, comment.start(1) + 1, "yaml-syntax", message, _QUOTE_IT
    return None
