"""What a document becomes: kinds of files, each with the function that renders it.

A new kind of output is one ``Renderer``, and a profile that belongs to it: builds, the names of files and records
follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from pdfgen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Renderer:
    """A kind of file. Its functions are named as ``module:name``, and imported when they are needed."""

    name: str
    suffix: str
    """The end of the names of its files, with the dot."""
    media_type: str
    """As IANA registers it (RFC 6838)."""
    function: str
    """Takes what ``layout.document.set_document`` takes, and returns a ``LayoutResult``."""
    picturing: str = ""
    """Returns the function that makes a PNG of each page of a file. Empty for a kind of file that has no pages."""

    @property
    def render(self) -> Callable[..., Any]:
        """The function that renders a document."""
        function: Callable[..., Any] = resolve_name(self.function)
        return function

    @property
    def pictures(self) -> Callable[[bytes], list[bytes]]:
        """The function that makes a PNG of each page.

        Raises UsageError for a kind of file that has no pages, EnvironmentFailure when what it needs is not installed.
        """
        if not self.picturing:
            raise UsageError(f"no pictures are made of {self.name}: it has no pages", "leave the pictures out")
        function: Callable[[bytes], list[bytes]] = resolve_name(self.picturing)()
        return function


PDF = Renderer(
    "PDF",
    ".pdf",
    "application/pdf",
    "pdfgen.layout.document:set_document",
    "pdfgen.pdf.pictures:picturing",
)
