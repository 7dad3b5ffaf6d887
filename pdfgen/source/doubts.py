"""Text that YAML reads in another way than its author means: cut at a comment, joined lines, quoted twice."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pdfgen.model.base import COMMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.base import Words

_NEAR = 80  # blanks that may stand before a comment; lines can be very long
_MARKER = re.compile(r"\s*(?:([-*+•▪◦●‣·]|\|(?=.*\|)|#{1,6})\s|(\d{1,3})[.)]\s)")
_QUOTED = re.compile('[“„«‘‚]([^“”„«»"]*)[”“»"’‘]')


def doubt(value: str, event: Any, lines: Sequence[str]) -> Words | None:
    """Return the fault of a scalar of text; None when it is what it seems to be.

    ``event`` is the loader's, with the scalar's style and its marks in ``lines``.
    """
    if event.style == "|":
        return None
    start, end = event.start_mark, event.end_mark
    if event.implicit[0]:
        line = lines[end.line]
        if end.column < len(line) and line[end.column : end.column + _NEAR].lstrip()[:1] == "#":
            comment = line[end.column :].strip()
            message = "the text ends here: “#” after a space begins a comment"
            remedy = "put the text in quotes, or write it below a `|`; put a comment on a line of its own"
            return COMMENT, message, remedy, comment
        if quoted := enclosed(value):
            message = "these quotes would be printed: only straight ones enclose a value"
            remedy = f"write \"{quoted[1]}\", or '{value}' to print the quotes"
            return "typographic-quotes", message, remedy, value
    if start.line < end.line:
        return _run_together(value, event.style, lines[start.line : end.line + (end.column > 0)])
    return None


def enclosed(value: str) -> re.Match[str] | None:
    """Return how a text stands in typographic quotes, with what is inside; None where it does not."""
    return _QUOTED.fullmatch(value)


def _run_together(value: str, style: str | None, lines: Sequence[str]) -> Words | None:
    """Return the fault of text whose lines were joined, though a blank line or the items of a list part them."""
    remedy = "write `|` in the place of `>`" if style == ">" else "write `|` after the colon and the text below it"
    kept = [line.strip() for line in value.split("\n")]
    numbers = 0
    for index, line in enumerate(lines[1:], 1):
        text = line.strip()
        if not text:
            continue
        before, above = lines[index - 1].strip(), lines[index - 2].strip()
        # a program that writes YAML quotes text of several lines, with a blank line for each line end
        if style not in ("'", '"') and not before and index > 1 and above:
            last, first = above.split()[-1].lstrip("\"'"), text.split()[0].rstrip("\"'")
            if any(one.endswith(last) and two.startswith(first) for one, two in pairwise(kept)):
                return "lines-joined", "the blank line before this does not begin a paragraph", remedy, text[:60]
        marker = _MARKER.match(line)
        begin = _unquoted(text, style)[:20]
        if marker and (index > 1 or style != ">") and not any(item.startswith(begin) for item in kept):
            numbers += bool(marker[2])
            if marker[1] or marker[2] == "1" or numbers > 1:
                return "lines-joined", "this line would be joined to the one before it", remedy, text[:60]
    return None


def _unquoted(text: str, style: str | None) -> str:
    """Return the beginning of a line of quoted text as it reads."""
    if style == '"':
        return text.partition("\\")[0].rstrip('"')
    return text.replace("''", "'").rstrip("'") if style == "'" else text
