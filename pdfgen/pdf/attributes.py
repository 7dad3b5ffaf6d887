"""Attributes of structure elements as they are written (ISO 32000-1, § 14.8.5)."""

from __future__ import annotations

from typing import Literal, NewType

Attributes = NewType("Attributes", str)
"""Attributes as PDF code; only this module makes them."""
NO_ATTRIBUTES = Attributes("")


def table_scope(scope: Literal["Row", "Column"]) -> Attributes:
    """Return the attributes of a cell that heads a row or a column (§ 14.8.5.7)."""
    return Attributes(f"<</O/Table/Scope/{scope}>>")


def list_numbering(numbering: Literal["Disc", "Decimal"]) -> Attributes:
    """Return the attributes of a list by what its labels are (§ 14.8.5.5)."""
    return Attributes(f"<</O/List/ListNumbering/{numbering}>>")


def bounding_box(left: float, bottom: float, right: float, top: float) -> Attributes:
    """Return the attributes of a figure by where it is on its page, in points (§ 14.8.5.4)."""
    return Attributes(f"<</O/Layout/BBox[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]>>")
