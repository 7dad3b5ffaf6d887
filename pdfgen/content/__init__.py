"""A report and its scorecard become a document: blocks with roles and ids; no points, no colours, no page."""

from pdfgen.content.blocks import (
    Block,
    Document,
    Fact,
    Facts,
    Figure,
    Heading,
    Key,
    Listing,
    Masthead,
    Metadata,
    Notice,
    Panel,
    Paragraph,
    Points,
    ScoreRow,
    ScoreTable,
    Span,
)
from pdfgen.content.compose import compose

__all__ = [
    "Block",
    "Document",
    "Fact",
    "Facts",
    "Figure",
    "Heading",
    "Key",
    "Listing",
    "Masthead",
    "Metadata",
    "Notice",
    "Panel",
    "Paragraph",
    "Points",
    "ScoreRow",
    "ScoreTable",
    "Span",
    "compose",
]
