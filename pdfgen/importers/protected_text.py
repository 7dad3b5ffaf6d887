"""Text in tables that spreadsheet programs open: nothing of it is ever a formula, and all of it comes back unchanged.

Text that a program would take for a formula, for a number, or for text behind an apostrophe gets an apostrophe before
it, as people write it in spreadsheets.

>>> protected("=1+1"), protected("- a list"), protected("A list"), protected("'=1")
("'=1+1", "'- a list", 'A list', "''=1")
>>> unprotected("'=1+1"), unprotected("'tis so")
('=1+1', "'tis so")
"""

from __future__ import annotations

import re

_TAKEN = re.compile(r"'*(?:[=+@\s-]|[0-9][0-9.,]*$|$)")


def protected(text: str) -> str:
    """Return ``text`` as it may stand in a cell of a CSV."""
    return f"'{text}" if text and _TAKEN.match(text) else text


def protected_string(text: str) -> str:
    """Return ``text`` as it may stand in a cell that is marked as text, in XLSX."""
    return f"'{text}" if text and (text[0] == "'" or text[0].isspace()) and _TAKEN.match(text) else text


def unprotected(text: str) -> str:
    """Return what ``protected`` text was."""
    return text[1:] if text[:1] == "'" and text[1:] and _TAKEN.match(text[1:]) else text


def is_protected(text: str) -> bool:
    """Tell whether a cell says that what stands in it is text."""
    return unprotected(text) != text
