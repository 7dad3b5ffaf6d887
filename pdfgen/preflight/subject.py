"""A file that is checked: what rules read of it, read once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from pdfgen.preflight import content, objects
from pdfgen.preflight.geometry import Box
from pdfgen.preflight.metadata import Metadata, MetadataError, parse
from pdfgen.preflight.result import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.preflight.painted import Content

BOXES = ("Media", "Crop", "Bleed", "Trim", "Art")
_LARGEST = 20_000_000  # bytes of metadata


class Subject:
    """An open file of pikepdf."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.root = file.Root

    @cached_property
    def content(self) -> Content:
        """What its pages paint."""
        return content.read(self.file)

    @cached_property
    def resources(self) -> list[tuple[int, Any]]:
        """All dictionaries of resources, each with the first page that uses it."""
        return list(objects.resources(self.file))

    @cached_property
    def dictionaries(self) -> list[Any]:
        """All dictionaries and streams, also those that stand in others."""
        return list(objects.dictionaries(self.file))

    @cached_property
    def metadata(self) -> Metadata:
        """Its XMP; nothing where it has none. Raises MetadataError."""
        packet = objects.entry(self.root, "/Metadata")
        if packet is None:
            return Metadata()
        data = packet.read_bytes()
        if len(data) > _LARGEST:
            raise MetadataError(f"the metadata are larger than {_LARGEST // 10**6} MB")
        return parse(data)

    @cached_property
    def information(self) -> dict[str, str]:
        """Its information dictionary, as text (ISO 32000-1, § 14.3.3)."""
        return {name.lstrip("/"): str(value) for name, value in objects.entries(self.file.trailer.get("/Info")).items()}

    @cached_property
    def boxes(self) -> list[dict[str, Box]]:
        """The boxes of each page that it says (§ 14.11.2)."""
        return [
            {
                name: Box.of(objects.numbers(edges))
                for name in BOXES
                if (edges := objects.inherited(page, f"/{name}Box") if name in BOXES[:2] else page.get(f"/{name}Box"))
                is not None
            }
            for page in self.file.pages
        ]

    def fonts(self) -> Iterator[tuple[int, str, Any]]:
        """Yield every font of every resource, with the first page that uses it and its name."""
        for page, found in self.resources:
            for name, font in objects.entries(objects.entry(found, "/Font")).items():
                yield page, str(objects.entry(font, "/BaseFont") or name).lstrip("/"), font

    def annotations(self) -> Iterator[tuple[int, Any]]:
        """Yield every annotation with its page."""
        for number, page in enumerate(self.file.pages, 1):
            for annotation in objects.items(page.get("/Annots")):
                yield number, annotation


_FORBIDDEN = frozenset(
    f"/{name}"
    for name in (
        "JavaScript",
        "Launch",
        "GoToR",
        "GoToE",
        "ImportData",
        "SubmitForm",
        "ResetForm",
        "Movie",
        "Sound",
        "Rendition",
    )
)


def actions(subject: Subject) -> Iterator[Violation]:
    """Yield what a file does on its own, or lets be done elsewhere (ISO 32000-1, § 12.6); going to a page is none."""
    if objects.entry(subject.root, "/Names", "/JavaScript") is not None:
        yield Violation("the file carries JavaScript")
    kinds = {str(item["/S"]) for item in subject.dictionaries if "/S" in item}
    yield from (Violation(f"there is an action {kind}") for kind in sorted(kinds & _FORBIDDEN))


def program(font: Any) -> bool:
    """Tell whether a font is in the file: one of Type 3 always is, a composite one by its descendant."""
    kind = objects.entry(font, "/Subtype")
    if kind == "/Type3":
        return True
    if kind == "/Type0":
        descendants = objects.items(objects.entry(font, "/DescendantFonts"))
        return bool(descendants) and all(_has_program(item) for item in descendants)
    return _has_program(font)


def _has_program(font: Any) -> bool:
    descriptor = objects.entry(font, "/FontDescriptor")
    return any(objects.entry(descriptor, name) is not None for name in ("/FontFile", "/FontFile2", "/FontFile3"))
