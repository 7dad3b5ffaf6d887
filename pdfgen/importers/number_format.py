"""What the number format of a spreadsheet's cell makes of its number (ISO/IEC 29500-1, § 18.8.30 and § 18.8.31).

>>> meaning("0.0%"), meaning("dd/mm/yyyy"), meaning('#,##0.00" pts"'), meaning("0.0,")
('percent', 'date', 'number', 'scaled')
"""

from __future__ import annotations

import re
from typing import Literal

Meaning = Literal["number", "percent", "date", "scaled"]
"""``scaled``: what the cell shows is another number, or none."""

_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_PERCENT = frozenset([9, 10])
# what is printed as it stands: quoted text, an escaped character, a space as wide as one, a filling
_LITERAL = re.compile(r'"[^"]*"?|[\\_*].')
_ELAPSED = re.compile(r"\[([hms])\1*\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_PLACEHOLDER = re.compile(r"[0#?@]|general", re.IGNORECASE)
_BY_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")


def built_in(number: int) -> Meaning:
    """Return the meaning of a format that files name by number alone."""
    if number in _DATES:
        return "date"
    return "percent" if number in _PERCENT else "number"


def meaning(code: str) -> Meaning:
    """Return the meaning of a format; of several sections the one for positive numbers counts."""
    code = _ELAPSED.sub(r"\1", _LITERAL.sub("", code))
    code = _BRACKETS.sub("", code).partition(";")[0]
    if "%" in code:
        return "percent"
    if not _PLACEHOLDER.search(code):
        return "date" if re.search(r"[ymdhs]", code, re.IGNORECASE) else "scaled"
    rest = re.sub(r"general|e[+-]", "", code, flags=re.IGNORECASE)
    if re.search(r"[ymdhs]", rest, re.IGNORECASE):
        return "date"
    return "scaled" if _BY_THOUSANDS.search(code) else "number"
