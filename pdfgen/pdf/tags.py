"""The structure types that are written (ISO 32000-1, § 14.8.4)."""

from __future__ import annotations

from enum import Enum


class Tag(Enum):
    """A structure type. How a standard writes it is its ``role``."""

    DOCUMENT = "Document"
    PART = "Part"
    ARTICLE = "Art"
    SECTION = "Sect"
    CONTENTS = "TOC"
    CONTENTS_ITEM = "TOCI"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"
    H5 = "H5"
    H6 = "H6"
    PARAGRAPH = "P"
    LIST = "L"
    LIST_ITEM = "LI"
    LABEL = "Lbl"
    LIST_BODY = "LBody"
    TABLE = "Table"
    ROW = "TR"
    HEAD_CELL = "TH"
    CELL = "TD"
    REFERENCE = "Reference"
    LINK = "Link"
    NOTE = "Note"
    FIGURE = "Figure"

    @classmethod
    def heading(cls, level: int) -> Tag:
        """Return the heading of a level, from 1; H6 is the deepest.

        >>> Tag.heading(9)
        <Tag.H6: 'H6'>
        """
        return cls(f"H{min(level, 6)}")
