"""Tables of a listing, and what stands in their cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timezone
from typing import TYPE_CHECKING

from pdfgen.archive.site_elements import Html, element, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

# not the system's: the same listing everywhere
_MONTHS = "January,February,March,April,May,June,July,August,September,October,November,December"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the classes of its cells. The cells of a ``heading`` column name their rows."""

    title: str
    classes: str = ""


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    unseen: bool = False,
    stacked: bool = False,
) -> Html:
    """Return a table that scrolls by itself where it is wider than the page, by keyboard too.

    The caption is ``unseen``, and heard, where a heading above says the same. On a narrow page the cells of a
    ``stacked`` table stand below one another; roles say that it is a table all the same.
    """
    role = dict.fromkeys(("table", "rowgroup", "row", "columnheader", "rowheader", "cell"))
    if stacked:
        role |= {name: name for name in role}
    head = (
        element("th", column.title, role=role["columnheader"], scope="col", class_=_cell(column)) for column in columns
    )
    body = (
        element(
            "tr", *(_place(column, value, role) for column, value in zip(columns, row, strict=True)), role=role["row"]
        )
        for row in rows
    )
    return element(
        "div",
        element(
            "table",
            element("caption", caption, class_="unseen" if unseen else None),
            element("thead", element("tr", *head, role=role["row"]), role=role["rowgroup"]),
            element("tbody", *body, role=role["rowgroup"]),
            role=role["table"],
            class_="stacked" if stacked else None,
        ),
        class_="scroll",
        role="region",
        tabindex="0",
        aria_label=caption,
    )


def _place(column: Column, value: str, role: Mapping[str, str | None]) -> Html:
    title = column.title if role["cell"] else None
    if "heading" in column.classes.split():
        return element("th", value, role=role["rowheader"], scope="row", class_=_cell(column), data_column=title)
    return element("td", value, role=role["cell"], class_=_cell(column), data_column=title)


def _cell(column: Column) -> str | None:
    return " ".join(name for name in column.classes.split() if name != "heading") or None


def day(moment: datetime, *, precise: bool = True) -> Html:
    """Return a day in words, in UTC; for programs with the time, where that is ``precise``."""
    at = moment.astimezone(timezone.utc)
    words = f"{at.day} {_MONTHS.split(',')[at.month - 1]} {at.year}"
    return element("time", words, datetime=at.strftime("%Y-%m-%dT%H:%M:%SZ" if precise else "%Y-%m-%d"))


def digest(text: str) -> Html:
    """Return a digest that can be broken between lines, and is copied whole."""
    parts = [text[start : start + _DIGITS] for start in range(0, len(text), _DIGITS)]
    return joined(part for start in parts for part in (start, element("wbr")))


def size(number: int) -> str:
    """Return a size in words: kilobytes of 1,000 bytes."""
    if number < 1000:  # noqa: PLR2004
        return f"{number} bytes"
    if number < 999_500:  # noqa: PLR2004
        return f"{number / 1000:.0f} kB"
    return f"{number / 1_000_000:.1f} MB"


def signed(number: str) -> str:
    """Return a number with a true minus."""
    return number.replace("-", "−", 1) if number.startswith("-") else number


def counted(number: int, what: str) -> str:
    """Return how many there are of something."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
