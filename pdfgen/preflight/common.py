"""What is asked of every file: sound syntax, trees that end, nothing that acts on its own."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, Any

from pdfgen.preflight.objects import entry, items, twice
from pdfgen.preflight.result import Violation
from pdfgen.preflight.rule import Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.preflight.subject import Subject

RULES = Rules()
_HARMLESS = re.compile(
    r"a common error handled correctly|reported number of objects|extraneous whitespace seen before xref"
    r"|has neither non-empty|to avoid data loss$|output may still be valid$"  # the last two come after what is wrong
)


@RULES.rule("syntax", "ISO 32000-1, § 7")
def _syntax(subject: Subject) -> Iterator[Violation]:
    file, problems, hints = subject.file, [], set[str]()
    if file.is_linearized:
        problems = file.get_warnings()
        file.check_linearization(StringIO())
        hints = set(file.get_warnings())  # of tables that speed up the first page on a slow line
    check = getattr(file, "check_pdf_syntax", None) or file.check  # pikepdf 10 gave it another name
    for problem in [*problems, *check()]:
        words = str(problem).removeprefix("WARNING: ").removeprefix("ERROR: ")
        if words not in hints and not _HARMLESS.search(words):
            place = re.search(r"\((?:object|offset) |$", words)
            yield Violation(words[place.start() :] if place and place[0] else words.removeprefix(f"{file.filename}: "))


@RULES.rule("trees", "ISO 32000-1, § 7.7.3, 7.9.6, 12.3.3, 14.7.2")
def _trees(subject: Subject) -> Iterator[Violation]:
    roots = {
        "the page tree": (entry(subject.root, "/Pages"), _kids),
        "the structure tree": (entry(subject.root, "/StructTreeRoot"), _elements),
        "the outline": (entry(subject.root, "/Outlines"), _entries),
        "the parent tree": (entry(subject.root, "/StructTreeRoot", "/ParentTree"), _kids),
    }
    for name in ("/Dests", "/EmbeddedFiles", "/JavaScript"):
        roots[f"the name tree {name}"] = (entry(subject.root, "/Names", name), _kids)
    for name, (root, kids) in roots.items():
        circle, shared = twice(root, kids)
        if circle:
            yield Violation(f"{name} leads back to itself")
        elif shared:
            yield Violation(f"{name} reaches a node in two ways")


def _kids(node: Any) -> list[Any]:
    return items(entry(node, "/Kids"))


def _elements(node: Any) -> list[Any]:
    kids = items(entry(node, "/K"))
    return [kid for kid in kids if entry(kid, "/S") is not None or entry(kid, "/Type") == "/StructTreeRoot"]


def _entries(node: Any) -> list[Any]:
    return [found for name in ("/First", "/Next") if (found := entry(node, name)) is not None]
