"""Page labels: the number that is printed on a page, where it is not its place in the file (ISO 32000-1, § 12.4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pdfgen.pdf.strings import text_string

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True, slots=True)
class Numbering:
    """How pages are numbered from ``page`` (counted from 1) on: ``D`` 1, 2, 3; ``r`` i, ii, iii; after a prefix."""

    page: int
    style: Literal["D", "r"]
    prefix: str = ""


class PageLabels:
    """The labels of a file's pages; ``D`` from the first page on unless another numbering is set."""

    def __init__(self) -> None:
        self._ranges = [Numbering(1, "D")]

    def number(self, numbering: Numbering) -> None:
        """Start a new numbering at a page."""
        self._ranges = [*(known for known in self._ranges if known.page < numbering.page), numbering]

    def label(self, page: int) -> str:
        """Return the label of a page, counted from 1."""
        numbering = next(known for known in reversed(self._ranges) if known.page <= page)
        number = page - numbering.page + 1
        return numbering.prefix + (str(number) if numbering.style == "D" else roman(number))

    def entry(self) -> str:
        """Return the number tree of the labels."""
        ranges = (
            f"{known.page - 1}<</S/{known.style}{f'/P{text_string(known.prefix)}' if known.prefix else ''}>>"
            for known in self._ranges
        )
        return f"<</Nums[{''.join(ranges)}]>>"


def roman(number: int) -> str:
    """Return ``number`` in small Roman figures."""
    found = ""
    for value, figures in _ROMAN:
        count, number = divmod(number, value)
        found += figures * count
    return found
