"""Lists: paragraphs behind bullets or numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.content import List
from pdfgen.layout.paragraph import Mark, note_of, paragraph
from pdfgen.layout.pen import Group
from pdfgen.layout.setters import Setting, sets
from pdfgen.pdf.attributes import list_numbering
from pdfgen.pdf.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.layout.paragraph import Prose
    from pdfgen.theme import StyleName


@sets(List)
def set_list(block: List, at: Setting) -> list[Prose]:
    """Return the paragraphs of a list."""
    return list(listing(block, at, within=note_of(block, at)))


def listing(
    block: List, at: Setting, indent: float = 0.0, measure: float | None = None, within: Group | None = None
) -> Iterator[Prose]:
    """Yield the paragraphs of a list whose marks stand ``indent`` points from the left.

    ``measure`` is its width if not that of the text column, ``within`` the structure element that it is part of.
    """
    numbers = range(block.start or 0, (block.start or 0) + len(block.items))
    marks = ["•" if block.start is None else f"{number}." for number in numbers]
    body, setting = at.setter.cut("body"), at.setter.theme.prose
    inner = indent + max(float(setting.indent), *(body.width(f"{mark} ") for mark in marks))
    style: StyleName | None = "value" if block.start is None else None
    whole = Group(Tag.LIST, within, list_numbering("Disc" if block.start is None else "Decimal"))
    for number, (text, item) in enumerate(zip(marks, block.items, strict=True)):
        body_group = Group(Tag.LIST_BODY, Group(Tag.LIST_ITEM, whole))
        mark: Mark | None = Mark(text, indent, style, "accent" if style else "")
        for part in item:
            if isinstance(part, List):
                yield from listing(part, at, inner, measure, body_group)
                continue
            apart = float(setting.item_space) if mark and number and measure is None else None
            yield paragraph(part, at, inner, mark, measure, body_group, before=apart)
            mark = None
