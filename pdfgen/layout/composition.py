"""Blocks become flowables, each with the section that it belongs to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

# each of these registers its setters
from pdfgen.layout import (  # noqa: F401
    callouts,
    data_table,
    facts,
    heading,
    key,
    listing,
    masthead,
    notice,
    panel,
    paragraph,
    register,
    score_overview,
)
from pdfgen.layout.paragraph import notes_of
from pdfgen.layout.setters import Setting, flowables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.content import Block, Document
    from pdfgen.layout.flow import Flowable
    from pdfgen.layout.page_geometry import Geometry
    from pdfgen.layout.typesetter import Typesetter


def compose_flow(document: Document, setter: Typesetter, page: Geometry) -> list[Flowable]:
    """Return the flowables of all blocks of ``document`` in reading order."""
    flow: list[Flowable] = []
    blocks = document.blocks
    notes = notes_of(blocks)
    above = 0.0
    for index, (block, (section, ongoing)) in enumerate(zip(blocks, _sections(blocks), strict=True)):
        for item in flowables(block, Setting(setter, page, notes, above, blocks[index + 1 :])):
            item.section, item.ongoing = section, ongoing
            flow.append(item)
            above += item.height
    return flow


def _sections(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Return for each block the section that it belongs to, and what is said of the question that it goes on with."""
    found: list[tuple[str, str]] = []
    section = ongoing = ""
    level = 0
    for block in blocks:
        if opening := block.opening:
            if opening.role != "item" or opening.level <= level:
                section, level = opening.title, opening.level
            ongoing = opening.continued
        found.append((section, ongoing))
    for index, (band, head) in enumerate(pairwise(block.opening for block in blocks)):
        if band and head and (band.role, head.role) == ("group", "section"):
            found[index] = found[index + 1][0], found[index][1]  # a page that begins with the band is the section's
    return found
