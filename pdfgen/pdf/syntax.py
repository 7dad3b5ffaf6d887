"""Objects and strings as they are written in a file (ISO 32000-1, § 7.3)."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase import pdfdoc


class Raw(pdfdoc.PDFObject):
    """An indirect object that is written as it is; it may be filled after it was referred to."""

    __RefOnly__ = 1

    def __init__(self, content: bytes | str) -> None:
        self.content = content.encode("latin-1") if isinstance(content, str) else content

    def format(self, _document: Any) -> bytes:
        """Return the object as it is written; ReportLab asks for it."""
        return self.content

    def fill(self, content: str) -> None:
        """Give the object its content."""
        self.content = content.encode("latin-1")


def text_string(text: str) -> str:
    """Return a text string (§ 7.9.2.2)."""
    if text.isascii():
        return f"({literal(text)})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def literal(text: str) -> str:
    """Return ``text`` as it stands between the parentheses of a literal string (§ 7.3.4.2)."""
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
