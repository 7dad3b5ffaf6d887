"""Output profiles: the page, the colours and the standards of a file, by what the file is for.

Code asks a profile for what it wants (``profile.tagged``), never for its name.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from pdfgen.choices import STANDARDS
from pdfgen.errors import UsageError
from pdfgen.pdf.page_boxes import PageBoxes
from pdfgen.pdf.standards.pdfa2a import PDFA2A
from pdfgen.pdf.standards.pdfa3a import PDFA3A
from pdfgen.pdf.standards.pdfa4 import PDFA4
from pdfgen.pdf.standards.pdfa4f import PDFA4F
from pdfgen.pdf.standards.pdfua1 import PDFUA1
from pdfgen.pdf.standards.pdfua2 import PDFUA2
from pdfgen.pdf.standards.pdfx4 import PDFX4
from pdfgen.pdf.standards.standard import Conformance, Feature, Standard
from pdfgen.pdf.standards.wtpdf import WTPDF
from pdfgen.renderers import PDF, Renderer

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

    Raises UsageError for a combination that is impossible.
    """

    name: str
    shows: Literal["report", "card", "volume"]
    page: PageSize
    standards: tuple[Standard, ...] = ()
    attachments: bool = False
    """Whether the file carries its own source."""
    carry_fonts: bool = False
    """Whether it carries the project's own fonts too, as far as their licences allow."""
    colour_space: Literal["rgb", "cmyk"] = "rgb"
    binding: float = 0.0
    """How far the text stands away from the binding: to the right on odd pages, to the left on even ones."""
    sheets: int = 1
    """The number of pages is filled up to a multiple of this."""
    renderer: Renderer = PDF
    draft: bool = False
    """Whether the file shows a report that is not finished."""

    def __post_init__(self) -> None:
        conformance = self.conformance
        if self.draft and (conformance.requires(Feature.TRIM_BOX) or self.attachments):
            raise UsageError("a draft is for the screen, and carries nothing", "build the screen profile, or the card")
        if self.attachments and not conformance.allows(Feature.ATTACHMENTS):
            raise UsageError("only an archival file carries its own data", "leave the attachments out")
        if self.carry_fonts and not self.attachments:
            raise UsageError("fonts travel with the data of a file", "leave --carry-fonts out, or ask for attachments")
        if not self.attachments and conformance.requires(Feature.ATTACHMENTS):
            names = ", ".join(item.name for item in self.standards if Feature.ATTACHMENTS in item.requires)
            raise UsageError(f"{names} is for files that carry others", "ask for the attachments")
        if self.press and (self.tagged or self.colour_space != "cmyk"):
            raise UsageError("a file for the press has CMYK colours and no tags", "build the screen profile beside it")
        if not self.press and (self.colour_space == "cmyk" or self.sheets > 1):
            raise UsageError("CMYK and full sheets are for the press", "ask for the profile print")
        if self.binding and not self.press and self.shows != "volume":
            raise UsageError("only what is bound has a binding", "ask for the profile print, or for a volume")

    @property
    def conformance(self) -> Conformance:
        """The standards as one. Raises UsageError when no file can follow them all."""
        return Conformance(self.standards)

    @property
    def standard(self) -> str | None:
        """The name of what the file follows where it has to be asked for; None for what is followed anyway."""
        return next((name for name in STANDARDS[1:] if self.standards in _ACCESSIBLE[name]), None)

    @property
    def size(self) -> str:
        """The page size that was asked for; a card has half of it."""
        return next(name for sizes in (PAGE_SIZES, _CARD_SIZES) for name, page in sizes.items() if page == self.page)

    @property
    def tagged(self) -> bool:
        """Whether the file has a structure tree."""
        return self.conformance.requires(Feature.TAGS)

    @property
    def press(self) -> bool:
        """Whether the file is for a printing press, with bleed and marks around the trimmed page."""
        return self.conformance.requires(Feature.TRIM_BOX)

    @property
    def bleed(self) -> float:
        """How far what touches the edge goes over it: 3 mm for the press."""
        return 3 * _MM if self.press else 0.0

    @property
    def slug(self) -> float:
        """The room around the trimmed page for marks: 10 mm for the press."""
        return 10 * _MM if self.press else 0.0

    @property
    def page_boxes(self) -> PageBoxes:
        """The page with what is around it."""
        return PageBoxes(self.page.width, self.page.height, self.bleed, self.slug)

    def record(self) -> dict[str, Any]:
        """Return all that is asked of a file, as JSON can say it. Drafts are not recorded."""
        asked = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "draft"}
        standards = [standard.name for standard in self.standards]
        return asked | {"page": asdict(self.page), "standards": standards, "renderer": self.renderer.media_type}

    @classmethod
    def named(
        cls,
        page_size: str = "a4",
        name: str = "screen",
        *,
        attachments: bool | None = None,
        standard: str | None = None,
        full_sheets: bool = False,
        carry_fonts: bool = False,
        draft: bool = False,
    ) -> Profile:
        """Return the profile ``name`` (``screen``, ``print`` or ``card``) for a page size.

        ``attachments`` says whether the file carries its own data: a report for the screen does when nothing is said.
        With ``carry_fonts`` it carries the project's own fonts too.
        ``standard`` is ``ua1`` (so when nothing is said) or ``ua2``. ``full_sheets`` fills a print file up to a
        multiple of four pages. A ``draft`` follows PDF/UA-1 alone: what is not finished is nothing for an archive.
        Raises UsageError for an unknown name, and for what a profile cannot be.
        """
        page = _page(page_size)
        sheets = 4 if full_sheets else 1
        if draft:
            return cls._unfinished(name, page_size, refused=standard or attachments or carry_fonts or full_sheets)
        match name:
            case "screen":
                carries = attachments is not False
                standards = _accessible(standard, carries=carries)
                return cls(name, "report", page, standards, carries, carry_fonts, sheets=sheets)
            case "card":
                carries, page = attachments is True, _CARD_SIZES[page_size]
                standards = _accessible(standard, carries=carries)
                return cls(name, "card", page, standards, carries, carry_fonts, sheets=sheets)
            case "print":
                _refuse_accessible(standard)
                return cls._pressed("report", page, sheets, attachments is True, carry_fonts)
        raise UsageError(f"there is no profile “{name}”", "known are screen, print, card")

    @classmethod
    def _unfinished(cls, name: str, page_size: str, *, refused: object) -> Profile:
        """Return the profile of a draft. Raises UsageError for what only finished files can be."""
        if refused or name not in ("screen", "card"):
            message = "a draft is for the screen: it follows no standard for archives or a press, and carries nothing"
            raise UsageError(message, "leave out --standard, --attachments, --carry-fonts, --full-sheets and print")
        card = name == "card"
        page = (_CARD_SIZES if card else PAGE_SIZES)[page_size]
        return cls(name, "card" if card else "report", page, (PDFUA1,), draft=True)

    @classmethod
    def volume(
        cls,
        page_size: str = "a4",
        name: str = "screen",
        *,
        attachments: bool | None = None,
        standard: str | None = None,
        carry_fonts: bool = False,
    ) -> Profile:
        """Return the profile of a bound volume, ``screen`` or ``print``; a print file fills its sheets of four pages.

        Raises UsageError for an unknown name, and for what a profile cannot be.
        """
        page = _page(page_size)
        match name:
            case "screen":
                carries = attachments is not False
                standards = _accessible(standard, carries=carries)
                return cls(name, "volume", page, standards, carries, carry_fonts, binding=_BINDING)
            case "print":
                _refuse_accessible(standard)
                return cls._pressed("volume", page, 4, attachments is True, carry_fonts)
        raise UsageError(f"there is no profile “{name}” of a volume", "known are screen, print")

    @classmethod
    def _pressed(
        cls,
        shows: Literal["report", "volume"],
        page: PageSize,
        sheets: int,
        attachments: bool,  # noqa: FBT001  # in the order of the fields
        carry_fonts: bool,  # noqa: FBT001
    ) -> Profile:
        return cls("print", shows, page, (PDFX4,), attachments, carry_fonts, "cmyk", _BINDING, sheets)


_ACCESSIBLE = {
    "ua1": ((PDFA2A, PDFUA1), (PDFA3A, PDFUA1)),
    "ua2": ((PDFA4, PDFUA2, WTPDF), (PDFA4F, PDFUA2, WTPDF)),
}
"""The standards of a file for the screen: of one that carries nothing, and of one that carries its own data."""


def _accessible(standard: str | None, *, carries: bool) -> tuple[Standard, ...]:
    """Return the standards of a file for the screen. Raises UsageError for an unknown name."""
    found = _ACCESSIBLE.get(standard or STANDARDS[0])
    if found is None:
        raise UsageError(f"there is no standard “{standard}”", f"known are {', '.join(STANDARDS)}")
    return found[carries]


def _refuse_accessible(standard: str | None) -> None:
    """Raise UsageError when a file for the press is to follow a standard for the screen."""
    if standard is not None:
        raise UsageError("a file for the press follows PDF/X-4 alone", "leave --standard out")


def _page(name: str) -> PageSize:
    if name not in PAGE_SIZES:
        raise UsageError(f"there is no page size “{name}”", f"known are {', '.join(PAGE_SIZES)}")
    return PAGE_SIZES[name]
