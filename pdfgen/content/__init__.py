"""A report and its scorecard become a document: blocks with roles and ids; no points, no colours, no page."""

from pdfgen.content.blocks import (
    Block,
    Digest,
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
from pdfgen.content.card import compose_card
from pdfgen.content.compose import compose

__all__ = [
    "Block",
    "Digest",
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
    "compose_card",
]
