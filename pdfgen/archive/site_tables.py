"""Tables of a listing, and what stands in their cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timezone
from typing import TYPE_CHECKING

from pdfgen.archive.site_elements import Html, element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

# not the system's: the same listing everywhere
_MONTHS = "January,February,March,April,May,June,July,August,September,October,November,December"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the classes of its cells. The cells of a ``heading`` column name their rows."""

    title: str
    classes: str = ""


def table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Html:
    """Return a table that scrolls by itself where it is wider than the page, by keyboard too."""
    head = (element("th", column.title, scope="col", class_=_cell(column)) for column in columns)
    body = (element("tr", *(_place(column, value) for column, value in zip(columns, row, strict=True))) for row in rows)
    return element(
        "div",
        element("table", element("caption", caption), element("thead", element("tr", *head)), element("tbody", *body)),
        class_="scroll",
        role="region",
        tabindex="0",
        aria_label=caption,
    )


def _place(column: Column, value: str) -> Html:
    if "heading" in column.classes.split():
        return element("th", value, scope="row", class_=_cell(column))
    return element("td", value, class_=_cell(column))


def _cell(column: Column) -> str | None:
    return " ".join(name for name in column.classes.split() if name != "heading") or None


def day(moment: datetime) -> Html:
    """Return a day in words, in UTC."""
    at = moment.astimezone(timezone.utc)
    return element(
        "time", f"{at.day} {_MONTHS.split(',')[at.month - 1]} {at.year}", datetime=at.strftime("%Y-%m-%dT%H:%M:%SZ")
    )


def digest(text: str) -> Html:
    """Return a digest that can be broken between lines, and is copied whole."""
    parts = [text[start : start + _DIGITS] for start in range(0, len(text), _DIGITS)]
    return joined([Html("<wbr>").join(parts)]) if text.isalnum() else joined([text])


def size(number: int) -> str:
    """Return a size in words: kilobytes of 1,000 bytes."""
    if number < 1000:  # noqa: PLR2004
        return f"{number} bytes"
    if number < 999_500:  # noqa: PLR2004
        return f"{number / 1000:.0f} kB"
    return f"{number / 1_000_000:.1f} MB"


def counted(number: int, what: str) -> str:
    """Return how many there are of something."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
