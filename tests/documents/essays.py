"""Pages of the guide as essays of a volume: the small Markdown has no code and no tables.

A line of code becomes a paragraph, with an angle for each step of its indent and hyphens that make no dash; a
row of a table an item, its first cell strong; a link to another page its words. Straight quotes in code become those of
the language, as everywhere in a volume.
"""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\*_\[\]<>`#|~$&+=:!-])")
_SPAN = re.compile(r"`([^`\n]+)`")
_WRAPPED = re.compile(r"^((?!```)[^`\n]*(?:`[^`\n]+`[^`\n]*)*`[^`\n]+)\n(?=[^`\n]+`)", re.MULTILINE)
"""A line that ends inside a span of code."""
_LINK = re.compile(r"\[([^\]]+)\]\((?!https://)[^)]+\)")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_COMMENT = re.compile(r"^<!--.*?-->\n?", re.MULTILINE | re.DOTALL)
_INDENT = "›\u00a0"
_HYPHENS = "\u2011\u2011"


def essay(page: str) -> str:
    """Return a page of the guide as an essay."""
    made: list[str] = []
    fenced, level = False, 0
    for line in _WRAPPED.sub(r"\1 ", _COMMENT.sub("", page)).splitlines():
        if line.startswith("```"):
            fenced = not fenced
            made.append("")
        elif fenced:
            made += [_code(line), ""] if line.strip() else []
        elif line.startswith("#"):
            level = min(line.index(" "), level + 1)
            made.append(f"{'#' * level} {_heading(line)}")
        elif line.startswith("|"):
            made += _row(line)
        else:
            made.append(_prose(line))
    return "\n".join(made) + "\n"


def _code(line: str) -> str:
    bare = line.lstrip(" ")
    return _INDENT * ((len(line) - len(bare)) // 2) + _MARKS.sub(r"\\\1", bare).replace(r"\-\-", _HYPHENS)


def _heading(line: str) -> str:
    return _MARKS.sub(_escaped, line.lstrip("#").strip().replace("`", ""))


def _escaped(found: re.Match[str]) -> str:
    return "\\" + found[0] if found[0] in "\\*_[]<>`~" else found[0]


def _prose(line: str) -> str:
    parts = _SPAN.split(line)
    marked = [
        f"*{_MARKS.sub(_escaped, part).replace('--', _HYPHENS)}*" if index % 2 else part
        for index, part in enumerate(parts)
    ]
    return _LINK.sub(r"\1", "".join(marked))


def _row(line: str) -> list[str]:
    if _RULE.fullmatch(line):
        return []
    cells = [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    first, *others = [_prose(cell) for cell in cells]
    first = first.strip("*")
    return [f"- **{first}**" + "".join(f" · {cell}" for cell in others if cell)]
