"""What is asked of every file: sound syntax, embedded faces, nothing that acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from pdfgen.pdf.preflight.rule import Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = Rules()

_FORBIDDEN = frozenset(
    [
        "/JavaScript",
        "/Launch",
        "/GoToR",
        "/GoToE",
        "/SubmitForm",
        "/ImportData",
        "/ResetForm",
        "/Movie",
        "/Sound",
        "/Rendition",
    ]
)
_SCHEMES = ("https:", "mailto:")


@RULES.rule("syntax", "ISO 32000-1, § 7")
def _syntax(file: Any) -> Iterator[str]:
    yield from map(str, file.check_pdf_syntax())


@RULES.rule("fonts-embedded", "ISO 32000-1, § 9.9")
def _embedded(file: Any) -> Iterator[str]:
    for name, font in fonts(file).items():
        descriptor = font.get("/FontDescriptor")
        if descriptor is None or not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"the font {name} is not embedded"


@RULES.rule("fonts-readable", "ISO 32000-1, § 9.10.3")
def _readable(file: Any) -> Iterator[str]:
    for name, font in fonts(file).items():
        if "/ToUnicode" not in font:
            yield f"the text in the font {name} cannot be read back"


@RULES.rule("no-actions", "ISO 19005-3, § 6.5.1")
def _actions(file: Any) -> Iterator[str]:
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        if key in file.Root:
            yield f"the catalogue has {key}"
    if "/JavaScript" in file.Root.get("/Names", {}):
        yield "the file carries JavaScript"
    kinds = {str(item["/S"]) for top in file.objects for item in _dictionaries(top) if "/S" in item}
    yield from (f"there is an action {kind}" for kind in sorted(kinds & _FORBIDDEN))


def _dictionaries(item: Any) -> Iterator[Any]:
    """Yield the dictionaries of an object, itself and those that stand in it."""
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield item
        values = [value for _, value in item.items()]
    else:
        values = list(item) if isinstance(item, pikepdf.Array) else []
    for value in values:
        if not getattr(value, "is_indirect", True):
            yield from _dictionaries(value)


@RULES.rule("links-safe", "design: https and mailto only")
def _links(file: Any) -> Iterator[str]:
    for number, annotation in page_annotations(file):
        uri = str(annotation.get("/A", {}).get("/URI", "https:"))
        if not uri.startswith(_SCHEMES):
            yield f"page {number}: a link to {uri}"


_CARRIED = (
    ["manifest.json", "report.yaml", "rubric.yaml"],  # by a report
    ["rubric.yaml", "scores.csv"],  # by a volume
)


@RULES.rule("attachments", "design: its own data as a report or a volume carries it, or none")
def _attachments(file: Any) -> Iterator[str]:
    names = sorted(file.attachments)
    if names and names not in _CARRIED:
        yield f"the file carries {', '.join(names)}"


def fonts(file: Any) -> dict[str, Any]:
    """Return the fonts of all pages by name."""
    found: dict[str, Any] = {}
    for page in file.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            found[str(font.get("/BaseFont", "without a name")).lstrip("/")] = font
    return found


def page_annotations(file: Any) -> Iterator[tuple[int, Any]]:
    """Yield every annotation with its page."""
    for number, page in enumerate(file.pages, 1):
        for annotation in page.get("/Annots", []):
            yield number, annotation
