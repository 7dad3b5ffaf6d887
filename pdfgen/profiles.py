"""Output profiles: what a file is for decides its page, its colours and the standards that it follows.

A profile is asked for what it wants (``profile.tagged``), never for what it is.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Literal

from pdfgen.errors import UsageError

_MM = 72 / 25.4
_BINDING = 4 * _MM  # the inner margin of a bound page is wider by so much


@dataclass(frozen=True, slots=True)
class PageSize:
    """A trim size; lengths in points, the origin at the bottom left.

    Columns are the theme's and the same on every size, so that lines break alike and only page breaks differ.
    """

    name: str
    width: float
    height: float
    head: float
    """From the top edge to the type area."""
    foot: float
    """From the bottom edge to the type area, at least."""


PAGE_SIZES = {
    "a4": PageSize("a4", 210 * _MM, 297 * _MM, 65.0, 61.8),
    "letter": PageSize("letter", 612.0, 792.0, 65.0, 61.8),
}
"""The sizes of a report by name."""
_CARD_SIZES = {
    "a4": PageSize("a5", 148 * _MM, 210 * _MM, 44.0, 40.0),
    "letter": PageSize("half-letter", 396.0, 612.0, 44.0, 40.0),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What is asked of a file: what it shows, on what page, and by which standards. Lengths in points.

    Raises UsageError for a combination that no file can be.
    """

    name: str
    shows: Literal["report", "card", "volume"]
    page: PageSize
    tagged: bool = True
    """Whether the file has a structure tree: PDF/UA-1."""
    archive: bool = True
    """Whether the file is archival: PDF/A-3a with attachments, PDF/A-2a without."""
    attachments: bool = True
    """Whether the file carries its own source."""
    press: bool = False
    """Whether the file is for a printing press: PDF/X-4, with bleed and marks around the trimmed page."""
    colour_space: Literal["rgb", "cmyk"] = "rgb"
    binding: float = 0.0
    """How far the text stands away from the binding: to the right on odd pages, to the left on even ones."""
    sheets: int = 1
    """The number of pages is filled up to a multiple of this."""

    def __post_init__(self) -> None:
        if self.archive and not self.tagged:
            raise UsageError("an archival file of level A is tagged", "ask for both, or for neither")
        if self.attachments and not self.archive:
            raise UsageError("only an archival file carries its own data", "leave the attachments out")
        if self.press and (self.tagged or self.colour_space != "cmyk"):
            raise UsageError("a file for the press has CMYK colours and no tags", "build the screen profile beside it")
        if not self.press and (self.colour_space == "cmyk" or self.sheets > 1):
            raise UsageError("CMYK and full sheets are for the press", "ask for the profile print")
        if self.binding and not self.press and self.shows != "volume":
            raise UsageError("only what is bound has a binding", "ask for the profile print, or for a volume")

    @property
    def bleed(self) -> float:
        """How far what touches the edge goes over it: 3 mm for the press."""
        return 3 * _MM if self.press else 0.0

    @property
    def slug(self) -> float:
        """The room around the trimmed page for marks: 10 mm for the press."""
        return 10 * _MM if self.press else 0.0

    @classmethod
    def named(
        cls, page_size: str = "a4", name: str = "screen", *, attachments: bool | None = None, full_sheets: bool = False
    ) -> Profile:
        """Return the profile ``name`` (``screen``, ``print`` or ``card``) for a page size.

        ``attachments`` says whether the file carries its own data: a report for the screen does when nothing is said.
        ``full_sheets`` fills a print file up to a multiple of four pages. Raises UsageError for an unknown name, and
        for what a profile cannot be.
        """
        page = _page(page_size)
        sheets = 4 if full_sheets else 1
        match name:
            case "screen":
                return cls(name, "report", page, attachments=attachments is not False, sheets=sheets)
            case "card":
                return cls(name, "card", _CARD_SIZES[page_size], attachments=attachments is True, sheets=sheets)
            case "print":
                return cls._pressed("report", page, sheets, attachments=attachments is True)
        raise UsageError(f"there is no profile “{name}”", "known are screen, print, card")

    @classmethod
    def volume(cls, page_size: str = "a4", name: str = "screen", *, attachments: bool | None = None) -> Profile:
        """Return the profile of a bound volume, ``screen`` or ``print``; a print file fills its sheets of four pages.

        Raises UsageError for an unknown name, and for what a profile cannot be.
        """
        page = _page(page_size)
        match name:
            case "screen":
                return cls(name, "volume", page, attachments=attachments is not False, binding=_BINDING)
            case "print":
                return cls._pressed("volume", page, 4, attachments=attachments is True)
        raise UsageError(f"there is no profile “{name}” of a volume", "known are screen, print")

    @classmethod
    def _pressed(cls, shows: Literal["report", "volume"], page: PageSize, sheets: int, *, attachments: bool) -> Profile:
        return cls(
            "print",
            shows,
            page,
            tagged=False,
            archive=False,
            attachments=attachments,
            press=True,
            colour_space="cmyk",
            binding=_BINDING,
            sheets=sheets,
        )


def _page(name: str) -> PageSize:
    if name not in PAGE_SIZES:
        raise UsageError(f"there is no page size “{name}”", f"known are {', '.join(PAGE_SIZES)}")
    return PAGE_SIZES[name]


def source_date() -> str:
    """Return the date that SOURCE_DATE_EPOCH gives all files, as XMP writes it; empty when it is not set.

    Raises UsageError when it is not a number of seconds.
    """
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not said:
        return ""
    try:
        return datetime.fromtimestamp(int(said), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is “{said}”", "set it to seconds since 1970, or unset it") from None
