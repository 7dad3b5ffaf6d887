"""PDF/UA-1 (ISO 14289-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from pdfgen.pdf.preflight.common import page_annotations
from pdfgen.pdf.preflight.content import painted
from pdfgen.pdf.preflight.rule import Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = Rules()


@RULES.rule("tagged", "ISO 14289-1, § 7.1")
def _tagged(file: Any) -> Iterator[str]:
    if "/StructTreeRoot" not in file.Root:
        yield "there is no structure tree"
    if not file.Root.get("/MarkInfo", {}).get("/Marked", False):
        yield "the file is not marked as tagged"


@RULES.rule("all-content-marked", "ISO 14289-1, § 7.1")
def _marked(file: Any) -> Iterator[str]:
    loose = {item.page for item in painted(file) if not item.marked}
    yield from (f"page {number}: something is painted outside marked content" for number in sorted(loose))


@RULES.rule("language", "ISO 14289-1, § 7.2")
def _language(file: Any) -> Iterator[str]:
    if not str(file.Root.get("/Lang", "")):
        yield "the file does not say its language"


@RULES.rule("title-shown", "ISO 14289-1, § 7.1")
def _title(file: Any) -> Iterator[str]:
    if not file.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the title is not shown in the window's title"


@RULES.rule("headings-in-order", "ISO 14289-1, § 7.4.2")
def _headings(file: Any) -> Iterator[str]:
    before = 0
    for element in elements(file):
        tag = str(element.get("/S", ""))
        if len(tag) == 3 and tag.startswith("/H") and tag[2].isdigit():  # noqa: PLR2004  # /H1
            level = int(tag[2])
            if level > before + 1:
                yield f"a heading of level {level} follows one of level {before}"
            before = level


@RULES.rule("figures-described", "ISO 14289-1, § 7.3")
def _figures(file: Any) -> Iterator[str]:
    for element in elements(file):
        if element.get("/S") == "/Figure" and not str(element.get("/Alt", "")):
            yield "a figure has no alternative text"


@RULES.rule("links-described", "ISO 14289-1, § 7.18")
def _links(file: Any) -> Iterator[str]:
    for number, annotation in page_annotations(file):
        if not str(annotation.get("/Contents", "")) or "/StructParent" not in annotation:
            yield f"page {number}: a link has no words, or no place in the structure"


@RULES.rule("tab-order", "ISO 14289-1, § 7.18.3")
def _tabs(file: Any) -> Iterator[str]:
    for number, page in enumerate(file.pages, 1):
        if "/Annots" in page and page.get("/Tabs") != "/S":
            yield f"page {number}: links are not visited in the order of the structure"


def elements(file: Any) -> Iterator[Any]:
    """Yield the structure elements in reading order."""
    root = file.Root.get("/StructTreeRoot")
    stack = [root] if root is not None else []
    while stack:
        element = stack.pop()
        if "/S" in element:
            yield element
        kids = element.get("/K", [])
        several = list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]
        stack += [kid for kid in reversed(several) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
