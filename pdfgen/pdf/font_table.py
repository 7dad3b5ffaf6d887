"""The fonts of a file: the faces that it shows, by the names that its pages call them (ISO 32000-1, § 9.6.3, § 9.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.pdf.assembly import stream
from pdfgen.pdf.faces import Encoding

if TYPE_CHECKING:
    from pdfgen.pdf.faces import Face
    from pdfgen.pdf.indirect_objects import ObjectTable


class FontTable:
    """The faces of a file with their codes; a face is named when it is first set."""

    def __init__(self) -> None:
        self.encodings: dict[Face, Encoding] = {}
        self._names: dict[Face, str] = {}

    def name(self, face: Face, subset: int = 0) -> str:
        """Return the name of a subset of a face."""
        name = self._names.get(face)
        if name is None:
            name = self._names[face] = f"F{len(self._names) + 1}"
            self.encodings[face] = Encoding(face)
        return f"{name}.{subset}" if subset else name

    def write(self, objects: ObjectTable) -> str:
        """Write the subsets of the faces that were shown; return the dictionary of fonts."""
        entries = []
        for face, encoding in self.encodings.items():
            for number, subset in enumerate(encoding.programs()):
                if subset.last < 0:
                    continue
                program = objects.add(stream(subset.program, f"/Length1 {subset.length}"))
                to_unicode = objects.add(stream(subset.to_unicode))
                descriptor = objects.add(
                    f"<</Type/FontDescriptor/FontName/{subset.name}{subset.descriptor}/FontFile2 {program}>>"
                )
                font = objects.add(
                    f"<</Type/Font/Subtype/TrueType/BaseFont/{subset.name}/FirstChar {subset.first}"
                    f"/LastChar {subset.last}/Widths[{subset.widths}]/ToUnicode {to_unicode}"
                    f"/FontDescriptor {descriptor}>>"
                )
                entries.append(f"/{self.name(face, number)} {font}")
        return f"<<{''.join(entries)}>>"
