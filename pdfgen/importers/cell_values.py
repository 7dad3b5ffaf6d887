"""The number that a cell means, and the reason where it means none.

>>> read_number(Cell("2,75"), Decimal(10), typed=False).value
Decimal('2.75')
>>> read_number(Cell("4²"), Decimal(10), typed=False).kind.code
'footnote-mark'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from pdfgen.importers.remarks import Kind
from pdfgen.importers.sheet import Cell, cleaned

if TYPE_CHECKING:
    from pdfgen.importers.sheet import CellKind

NOTHING = ("", "n/a", "-", "\u2013", "\u2014")
"""What a table writes where there is no score. ``#N/A`` is the error of a formula that found nothing."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?")
_WITH_COMMA = re.compile(r"[+-]?[0-9]{1,15},[0-9]{1,20}")
_GROUP_OR_DECIMALS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([ .,'’][0-9]{3})+([.,][0-9]+)?")
_MARKED = re.compile(
    r"[+-]?[0-9]+([.,][0-9]+)?\s*([*†‡§¶#]+|[a-z]|[⁰¹²³⁴-⁹⁺⁻₀-₉ªº]+|\^.+|\([a-z0-9*]{1,3}\)|\[[a-z0-9*]{1,3}\])",
    re.IGNORECASE,
)
_PERCENT_SCALE = 100
_GROUPED = 1000
_DIGITS = Context(prec=12)
_DECIMALS = 6  # as many as a rubric can ask for

_NO_SCORE = "write a number, or N/A where there is no score"
ERROR = Kind(
    "cell-error",
    "{count} cells of {columns} are errors of formulas, not numbers",
    "correct the formula, or write N/A where there is no score",
)
FORMULA = Kind(
    "formula-without-result",
    "{count} cells of {columns} are formulas without a stored result",
    "open the workbook in a spreadsheet program and save it again, or write the number",
)
DATE = Kind(
    "cell-date", "{count} cells of {columns} are dates, not numbers", "format the cell as a number and write the score"
)
BOOLEAN = Kind("cell-boolean", "{count} cells of {columns} are truth values, not numbers", _NO_SCORE)
SCALED = Kind(
    "cell-scaled",
    "{count} cells of {columns} have a format that shows another number than they hold",
    "give the cell the format General, and check its number",
)
PERCENT = Kind(
    "cell-percent",
    "{count} cells of {columns} are percentages, and the scale does not end at 100",
    "write the scores on the scale of the rubric, without %",
)
_AS_NUMBERS = "write the numbers without % if another value is meant"
PERCENT_READ = Kind(
    "percent-read", "{count} cells of {columns} are percentages; 45 % is read as 45", _AS_NUMBERS, "warning"
)
FRACTION_READ = Kind(
    "percent-read", "{count} cells of {columns} are percentages; 45 % is read as 0.45", _AS_NUMBERS, "warning"
)
MARKED = Kind(
    "footnote-mark",
    "{count} cells of {columns} have a mark beside the number",
    "remove the mark, and keep the note in another column",
)
THOUSANDS = Kind(
    "thousands-separator",
    "{count} cells of {columns} have a separator between thousands",
    "write the number without it",
)
TWO_READINGS = Kind(
    "two-readings",
    "{count} cells of {columns} can be read with decimals or with thousands",
    "write decimals after a point, and thousands without a separator",
)
COMMA_READ = Kind(
    "read-with-decimals",
    "{count} cells of {columns} are read with decimals, because the scale has no thousands",
    "write the numbers without a separator if another value is meant",
    "warning",
)
TEXT_NUMBER = Kind(
    "number-as-text",
    "{count} cells of {columns} are text and show a number, which is read",
    "convert them to numbers in the spreadsheet program",
    "warning",
)
NOT_A_NUMBER = Kind("not-a-number", "{count} cells of {columns} are not numbers", _NO_SCORE)

_BY_CELL: dict[CellKind, Kind] = {
    "error": ERROR,
    "formula": FORMULA,
    "date": DATE,
    "boolean": BOOLEAN,
    "scaled": SCALED,
}

FACTS = {
    ERROR: "is the error of a formula, not a number",
    FORMULA: "is a formula without a stored result",
    DATE: "is a date, not a number",
    BOOLEAN: "is a truth value, not a number",
    SCALED: "has a format that shows another number",
    PERCENT: "is a percentage, and the scale does not end at 100",
    PERCENT_READ: "is a percentage and is read without %",
    FRACTION_READ: "is a percentage and is read as a part of 1",
    MARKED: "has a mark beside the number",
    THOUSANDS: "has a separator between thousands",
    TWO_READINGS: "can be read with decimals or with thousands",
    COMMA_READ: "is read with decimals, because the scale has no thousands",
    TEXT_NUMBER: "is text; the number that it shows is read",
    NOT_A_NUMBER: "is not a number",
}
"""The words for one cell of a kind."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number and the kind of remark about it; without a number the reason, or nothing where there is no score."""

    value: Decimal | None = None
    kind: Kind | None = None


def read_number(cell: Cell, most: Decimal | None, *, typed: bool, commas: bool = False) -> Reading:
    """Return the number in a cell of a measure whose scale ends at ``most``.

    ``typed`` says that the cells of the table can be numbers, so that text deserves a remark; ``commas`` that its
    numbers have decimal commas, so that a point may stand between thousands.
    """
    text = plain_text(cell)
    if cell.kind in _BY_CELL or text.startswith("#"):
        return Reading(kind=_BY_CELL.get(cell.kind, ERROR))
    if is_nothing(text):
        return Reading()
    if text.endswith("%"):
        return _percentage(Cell(text[:-1], cell.kind), most)
    remark = TEXT_NUMBER if typed and cell.kind == "text" else None
    if cell.kind == "text" and ("," in text or commas) and _GROUP_OR_DECIMALS.fullmatch(text):
        if most is None or most >= _GROUPED:
            return Reading(kind=TWO_READINGS)
        remark = COMMA_READ
    if _NUMBER.fullmatch(text) or _WITH_COMMA.fullmatch(text):
        return Reading(without_noise(Decimal(text.replace(",", "."))), remark)
    return Reading(kind=_reason(text))


def _percentage(cell: Cell, most: Decimal | None) -> Reading:
    """Return the number in a percentage, of which ``cell`` has what stands before the sign."""
    found = read_number(cell, Decimal(_PERCENT_SCALE), typed=False)
    if found.value is None:
        return Reading(kind=found.kind or NOT_A_NUMBER)
    if most == _PERCENT_SCALE:
        return Reading(found.value, PERCENT_READ)
    return Reading(found.value / 100, FRACTION_READ) if most == 1 else Reading(kind=PERCENT)


def _reason(text: str) -> Kind:
    """Return why a text is no number."""
    if _THOUSANDS.fullmatch(text):
        return THOUSANDS
    return MARKED if _MARKED.fullmatch(text) else NOT_A_NUMBER


def plain_text(cell: Cell) -> str:
    """Return the text of a cell, with a hyphen for the minus sign."""
    return cleaned(cell.text).replace("\u2212", "-")


def is_nothing(text: str, more: tuple[str, ...] = ()) -> bool:
    """Tell whether a text says that there is no score; ``more`` are further words that say so."""
    return text.casefold() in (*NOTHING, *more)


def has_decimal_comma(cell: Cell) -> bool:
    """Tell whether a cell is a number with a decimal comma."""
    if "," not in cell.text:
        return False
    text = plain_text(cell)
    return _WITH_COMMA.fullmatch(text) is not None and not _GROUP_OR_DECIMALS.fullmatch(text)


def without_noise(number: Decimal) -> Decimal:
    """Return a number without the noise of binary sums after its twelfth digit.

    >>> str(without_noise(Decimal("4.18499999999999"))), str(without_noise(Decimal("0.4343914891531003")))
    ('4.185', '0.4343914891531003')
    """
    if -int(number.as_tuple().exponent) <= _DECIMALS:
        return number
    plain = _DIGITS.create_decimal(number).normalize()
    return plain if -int(plain.as_tuple().exponent) <= _DECIMALS else number


def written(number: Decimal) -> str:
    """Return a number as a score table has it: a whole one without decimals, another as it was written."""
    return str(int(number)) if number == int(number) else f"{number:f}"
